# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""Who talks to planner_node, and planner_node itself: in this process or as one of its own."""

import os
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path as FilePath
from typing import Any

import numpy as np
import rclpy
from diagnostic_msgs.msg import DiagnosticArray
from ideal_arm import ROBOT, Cell
from nav_msgs.msg import Path
from rclpy.executors import SingleThreadedExecutor
from rclpy.signals import SignalHandlerOptions
from sensor_msgs.msg import PointCloud2
from std_srvs.srv import Trigger
from vision_msgs.msg import Detection3DArray

from vla_r1_ros.core.measure import GoalRegion, Measurement
from vla_r1_ros.core.processes import ManagedProcess
from vla_r1_ros.core.report import StatusReport
from vla_r1_ros.core.types import FloatArray
from vla_r1_ros.ros import convert
from vla_r1_ros.ros.planner_node import PlannerNode
from vla_r1_ros.ros.qos import LATCHED

#: No approval, no heartbeat, and slow enough to be met in the middle of a motion.
SLOW = {"require_approval": False, "require_enable": False, "speed": 0.1, "max_tool_speed": 0.05}


def _words(parameters: dict[str, Any]) -> list[str]:
    return [word for name, value in parameters.items() for word in ("-p", f"{name}:={str(value).lower()}")]


def planner_process(domain: int, log: FilePath, **parameters: Any) -> ManagedProcess:
    """planner_node as a process, with `SLOW` and what is given."""
    command = [sys.executable, "-m", "vla_r1_ros.ros.planner_node", "--ros-args", *_words(SLOW | parameters)]
    environment = {**os.environ, "ROS_DOMAIN_ID": str(domain), "OMP_NUM_THREADS": "1"}
    return ManagedProcess("planner_node", command, environment=environment, log=log)


class User:
    """What a user and projection_node say to planner_node, and what they hear."""

    def __init__(self, cell: Cell) -> None:
        self.cell = cell
        node = cell.node
        self._measured = [node.create_publisher(kind, topic, LATCHED) for kind, topic in (
            (Detection3DArray, "target"), (Path, "trajectory"), (PointCloud2, "obstacles"))]  # fmt: skip
        self.reports: list[StatusReport] = []
        node.create_subscription(DiagnosticArray, "motion_status", self._on_status, 50)
        self.clients = {name: node.create_client(Trigger, f"planner_node/{name}")
                        for name in ("cancel", "stop", "reset", "approve", "reject")}  # fmt: skip
        self.until(lambda: all(publisher.get_subscription_count() for publisher in self._measured), "subscriptions", 40)
        self.until(lambda: node.count_publishers("motion_status"), "publisher")
        self.until(lambda: all(client.service_is_ready() for client in self.clients.values()), "services")
        time.sleep(0.5)  # until its side knows us too

    def _on_status(self, message: DiagnosticArray) -> None:
        self.reports.append(convert.status_from_msg(message))

    def until(self, condition: Callable[[], Any], what: str, seconds: float = 20.0) -> None:
        end = time.monotonic() + seconds
        while not condition():
            assert time.monotonic() < end, f"no {what} in {seconds} s; {[(r.stage, r.reason) for r in self.reports]}"
            time.sleep(0.005)

    def call(self, name: str) -> Trigger.Response:
        future = self.clients[name].call_async(Trigger.Request())
        self.until(future.done, f"answer of {name}")
        return future.result()

    def now_ns(self) -> int:
        return int(self.cell.node.get_clock().now().nanoseconds)

    def measure(self, stamp_ns: int | None = None, frame: str = ROBOT.base_frame, support_z: float = 0.0,
                y: float = 0.2) -> int:
        """Publish what makes the arm reach to its left, `y` m from the middle; returns the stamp of the look."""
        goal = GoalRegion(np.array([0.5, y, support_z]), 0.2)
        way = np.array([[0.307, 0.0, 0.487], [0.40, y / 2, 0.40], [0.5, y, 0.3]])
        return self.publish(Measurement(None, goal, support_z), way, stamp_ns, frame)

    def publish(self, measured: Measurement, points: FloatArray, stamp_ns: int | None = None,
                frame: str = ROBOT.base_frame) -> int:
        """Publish a measurement with its path (M, 3) of a tool that points down; returns the stamp of the look."""
        stamp_ns = self.now_ns() if stamp_ns is None else stamp_ns
        poses = np.tile(np.diag([1.0, -1.0, -1.0, 1.0]), (len(points), 1, 1))
        poses[:, :3, 3] = points
        for publisher, message in zip(self._measured, (
            convert.measurement_to_msg(measured, stamp_ns, frame),
            convert.tool_path_to_msg(poses, stamp_ns, frame),
            convert.points_to_msg(np.zeros((0, 3)), stamp_ns, frame),
        ), strict=True):  # fmt: skip
            publisher.publish(message)
        return stamp_ns

    def end_of(self, stamp_ns: int, seconds: float = 30.0) -> StatusReport:
        """The final report of a look."""
        def final() -> list[StatusReport]:
            return [report for report in self.reports if report.stamp_ns == stamp_ns and report.final]

        self.until(final, "final report", seconds)
        return final()[0]

    def moving(self) -> int:
        """Measure, and return the look's stamp once the arm moves."""
        stamp_ns = self.measure()
        self.until(lambda: self.cell.moving, "motion")
        return stamp_ns


class Session(User):
    """planner_node with its executor in this process."""

    def __init__(self, cell: Cell, parameters: dict[str, Any]) -> None:
        rclpy.init(args=["--ros-args", *_words(SLOW | parameters)], signal_handler_options=SignalHandlerOptions.NO)
        self.planner = PlannerNode()
        self.executor = SingleThreadedExecutor()
        self.executor.add_node(self.planner)
        self._thread = threading.Thread(target=self.executor.spin)
        self._thread.start()
        super().__init__(cell)
        self.until(lambda: self.planner._arm._states.silent_s(ROBOT.arm.joints) < 0.1, "joint state")

    def close(self) -> None:
        self.planner.close()
        self.executor.shutdown(timeout_sec=2.0)
        self._thread.join(3.0)
        self.planner.destroy_node()
        rclpy.try_shutdown()
