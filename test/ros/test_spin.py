# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""How every node of the package is run."""

import gc
import os
import random
import signal
import threading
import time
from collections.abc import Iterator

import numpy as np
import pytest
from rclpy.context import Context
from rclpy.executors import SingleThreadedExecutor
from rclpy.node import Node
from std_msgs.msg import String

from vla_r1_ros.ros import planner_node
from vla_r1_ros.ros.spin import hear_what_waits, run_node


@pytest.fixture
def signals() -> Iterator[None]:
    kept = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)}
    yield
    for number, handler in kept.items():
        signal.signal(number, handler)
    gc.unfreeze()


def test_a_full_collection_does_not_hold_up_a_running_node(signals: None) -> None:
    """What was imported before the node began is gone through no more."""
    assert planner_node, "with all that it imports"
    pauses_ms: list[float] = []

    class Measured(Node):
        def __init__(self) -> None:
            super().__init__("measured")

        def close(self) -> None:
            for _ in range(5):
                began = time.monotonic()
                gc.collect()
                pauses_ms.append((time.monotonic() - began) * 1e3)

    threading.Timer(0.5, os.kill, (os.getpid(), signal.SIGINT)).start()
    assert run_node("measured", Measured, []) == 0
    frozen = gc.get_freeze_count()
    gc.unfreeze()
    began = time.monotonic()
    gc.collect()
    assert frozen > 50_000 and np.median(pauses_ms) < (time.monotonic() - began) * 1e3 / 3, pauses_ms


@pytest.mark.parametrize("words", [("-r",), ("-r", "foo"), ("-p", "foo"), ("--none",), ("--params-file", "none.yaml"),
                                   ("-p", "use_sim_time:=7")])  # fmt: skip
def test_ros_arguments_that_cannot_be_end_it_in_plain_words(
    words: tuple[str, ...], signals: None, capfd: pytest.CaptureFixture[str]
) -> None:
    assert run_node("bare", lambda: Node("bare"), ["bare", "--ros-args", *words]) == 1
    told = capfd.readouterr().err
    assert "INPUT_ENVIRONMENT" in told and "--ros-args" in told


def test_what_waits_is_heard_before_the_answer() -> None:
    context = Context()
    context.init(domain_id=random.SystemRandom().randint(102, 200))
    node, executor = Node("deaf", context=context), SingleThreadedExecutor(context=context)
    heard: list[str] = []
    node.create_subscription(String, "words", lambda message: heard.append(message.data), 10)
    voice = node.create_publisher(String, "words", 10)
    assert hear_what_waits(node, 0.1), "nobody listens, nothing waits"
    executor.add_node(node)
    spinner = threading.Thread(target=executor.spin)
    spinner.start()
    try:
        while not voice.get_subscription_count():
            time.sleep(0.01)
        for i in range(20):
            busy = threading.Event()
            executor.create_task(lambda busy=busy: (busy.set(), time.sleep(0.05)))
            busy.wait()
            voice.publish(String(data=str(i)))
            assert not hear_what_waits(node, 0.001)
            assert hear_what_waits(node, 10.0) and heard[-1] == str(i)
    finally:
        executor.shutdown(timeout_sec=2.0)
        spinner.join()
        node.destroy_node()
        context.try_shutdown()
