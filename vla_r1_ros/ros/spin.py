# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""Start, spin and end one node: the same clean way for every executable of the package."""

import sys
from collections.abc import Callable, Sequence
from typing import Protocol

import rclpy
from rclpy._rclpy_pybind11 import RCLError
from rclpy.executors import ExternalShutdownException, MultiThreadedExecutor, SingleThreadedExecutor
from rclpy.logging import get_logger
from rclpy.node import Node

from vla_r1_ros.core.errors import VlaError


class ClosableNode(Protocol):
    """A node with threads of its own, ended by `close` before the node is destroyed."""

    def close(self) -> None:
        """End threads and connections; returns within 2 s."""


def run_node(name: str, make: Callable[[], Node], argv: Sequence[str] | None = None, *, threads: int = 1) -> int:
    """Run a node until SIGINT, SIGTERM or a shutdown from outside; returns the exit status of the process.

    Args:
        name: used for log lines before the node exists.
        make: builds the node; a VlaError from it is logged in plain words and ends with status 1.
        argv: the process arguments, `--ros-args` included; default sys.argv.
        threads: of the executor; more than one where a callback waits (the goals of an action server).
    """
    rclpy.init(args=list(sys.argv if argv is None else argv))
    try:
        node = make()
    except (VlaError, RCLError) as error:
        if not rclpy.ok():
            return 0  # told to end while it started
        if not isinstance(error, VlaError):
            raise
        get_logger(name).fatal(str(error))
        rclpy.try_shutdown()
        return 1
    executor = SingleThreadedExecutor() if threads == 1 else MultiThreadedExecutor(num_threads=threads)
    executor.add_node(node)
    node.get_logger().info("started")
    try:
        executor.spin()
    except (KeyboardInterrupt, ExternalShutdownException):
        pass
    except RCLError:
        if rclpy.ok():
            raise
    finally:
        close = getattr(node, "close", None)
        if close is not None:
            close()
        executor.shutdown(timeout_sec=1.0)
        node.destroy_node()
        rclpy.try_shutdown()
    return 0
