# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""Start, spin and end one node: the same clean way for every executable of the package."""

import gc
import signal
import sys
import threading
from collections.abc import Callable, Sequence
from typing import Any

import rclpy
from rclpy._rclpy_pybind11 import RCLError
from rclpy.exceptions import NameValidationException, ParameterException
from rclpy.executors import MultiThreadedExecutor, SingleThreadedExecutor
from rclpy.logging import get_logger
from rclpy.node import Node
from rclpy.signals import SignalHandlerOptions

from vla_r1_ros.core.errors import VlaError
from vla_r1_ros.ros.starting import ros_starts

_LONGEST_WAIT_S = 0.2
_END_S = 2.0
_SWITCH_S = 0.001  # Python's 5 ms, several times in a callback, are what a stop waits for while a thread computes


def hear_what_waits(node: Node, seconds: float) -> bool:
    """Wait until the executor of a node has gone through all that waits; False where that takes longer.

    For another thread than the executor's: one that computes may have kept the process from hearing.
    """
    heard, executor = threading.Event(), node.executor
    if executor is None:
        return True
    executor.create_task(lambda: executor.create_task(heard.set))  # in the next round, and in the one after it
    return heard.wait(seconds)


def _made(make: Callable[[], Any]) -> Any:
    try:
        return make()
    except (RCLError, ParameterException, NameValidationException) as error:
        with ros_starts():
            raise error


def run_node(name: str, make: Callable[[], Any], argv: Sequence[str] | None = None, *, threads: int = 1) -> int:
    """Run a node until SIGINT, SIGTERM or a shutdown from outside; returns the exit status of the process.

    Args:
        name: used for log lines before the node exists.
        make: builds the node; a VlaError from it, or what ROS refuses, is logged in plain words, status 1. The node's
            `close` ends motions, threads and connections within 2 s, while its callbacks still run.
        argv: the process arguments, `--ros-args` included; default sys.argv.
        threads: of the executor; more than one where a callback waits (the goals of an action server).
    """
    told, closed = threading.Event(), threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: told.set())
    # not rclpy's handlers: they end the context at once, and a node that moves an arm must stop it and say so first
    try:
        with ros_starts():
            rclpy.init(args=list(sys.argv if argv is None else argv), signal_handler_options=SignalHandlerOptions.NO)
        node = _made(make)
    except VlaError as error:
        get_logger(name).fatal(str(error))
        rclpy.try_shutdown()
        return 1
    gc.collect()
    gc.freeze()  # else each full collection goes through all that was imported: 50 ms in which no stop is heard
    sys.setswitchinterval(_SWITCH_S)
    executor = SingleThreadedExecutor() if threads == 1 else MultiThreadedExecutor(num_threads=threads)
    executor.add_node(node)
    failures: list[Exception] = []

    def spin() -> None:
        try:
            while rclpy.ok() and not closed.is_set():
                executor.spin_once(timeout_sec=_LONGEST_WAIT_S)
        except Exception as error:  # noqa: BLE001 - raised again in the main thread
            if rclpy.ok():
                failures.append(error)
        finally:
            told.set()

    spinner = threading.Thread(target=spin, name="executor")
    spinner.start()
    node.get_logger().info("started")
    told.wait()
    try:
        node.close()
    finally:
        closed.set()
        spinner.join(_END_S)
        executor.shutdown(timeout_sec=1.0)
        node.destroy_node()
        rclpy.try_shutdown()
    if failures:
        raise failures[0]
    return 0
