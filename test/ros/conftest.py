# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""A node under test in this process, and a user who talks to it."""

import random
import threading
import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest
import rclpy
from diagnostic_msgs.msg import DiagnosticArray
from rclpy.executors import SingleThreadedExecutor
from rclpy.node import Node
from rclpy.signals import SignalHandlerOptions

from vla_r1_ros.core.report import StatusReport
from vla_r1_ros.ros import convert


class Pair:
    """A node under test and one that talks to it."""

    def __init__(self, make: Callable[[], Any], topic: str) -> None:
        self.node = make()
        self.user = Node("user")
        self.reports: list[StatusReport] = []
        if topic:
            self.user.create_subscription(
                DiagnosticArray, topic, lambda m: self.reports.append(convert.status_from_msg(m)), 50)
        self._executor = SingleThreadedExecutor()
        self._executor.add_node(self.node)
        self._executor.add_node(self.user)
        self._thread = threading.Thread(target=self._executor.spin)
        self._thread.start()
        if topic:
            self.until(lambda: self.user.count_publishers(topic) and self.node.count_subscribers(topic))
        time.sleep(0.3)

    def until(self, condition: Callable[[], Any], seconds: float = 20.0) -> None:
        end = time.monotonic() + seconds
        while not condition():
            assert time.monotonic() < end, self.reports
            time.sleep(0.01)

    @property
    def alive(self) -> bool:
        return self._thread.is_alive()

    def close(self) -> None:
        self.node.close()
        self._executor.shutdown(timeout_sec=2.0)
        self._thread.join(3.0)
        self.node.destroy_node()
        self.user.destroy_node()


@pytest.fixture
def start(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[..., Pair]]:
    """Starts a node of a kind, to be told what it says on a topic, none where that is empty; `parameters` and `remap`
    are of the form name:=value."""
    monkeypatch.setenv("ROS_DOMAIN_ID", str(random.randint(102, 200)))
    pairs: list[Pair] = []

    def make(kind: Callable[[], Any], topic: str, *parameters: str, remap: str = "") -> Pair:
        arguments = [word for parameter in parameters for word in ("-p", parameter)]
        arguments += ["-r", remap] if remap else []
        rclpy.init(args=["--ros-args", *arguments] if arguments else [], signal_handler_options=SignalHandlerOptions.NO)
        pairs.append(Pair(kind, topic))
        return pairs[0]

    yield make
    for one in pairs:
        one.close()
    rclpy.try_shutdown()
