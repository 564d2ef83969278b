# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""The other side of planner_node: an ideal arm behind the actions of ros2_control, that misbehaves when told to."""

import random
import threading
import time
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
import pytest
import rclpy
from action_msgs.srv import CancelGoal
from control_msgs.action import FollowJointTrajectory, GripperCommand
from diagnostic_msgs.msg import DiagnosticArray
from nav_msgs.msg import Path
from rclpy.action import ActionServer, CancelResponse, GoalResponse
from rclpy.callback_groups import ReentrantCallbackGroup
from rclpy.context import Context
from rclpy.executors import MultiThreadedExecutor, SingleThreadedExecutor
from rclpy.node import Node
from rclpy.signals import SignalHandlerOptions
from sensor_msgs.msg import JointState, PointCloud2
from std_srvs.srv import Trigger
from vision_msgs.msg import Detection3DArray

from vla_r1_ros.core.measure import GoalRegion, Measurement
from vla_r1_ros.core.report import StatusReport
from vla_r1_ros.core.robot_file import load_robot
from vla_r1_ros.core.types import FloatArray
from vla_r1_ros.ros import convert
from vla_r1_ros.ros.planner_node import PlannerNode
from vla_r1_ros.ros.qos import LATCHED, SENSOR

ROBOT = load_robot("panda")
_PERIOD_S = 0.01


class Cell:
    """Follows trajectories exactly and publishes joint states at 100 Hz; a cancel stops it at once."""

    def __init__(self, context: Context) -> None:
        self.q = ROBOT.arm.home.copy()
        self.qd = np.zeros_like(self.q)
        self.accept_after_s = 0.0
        self.with_velocity = True
        self.silent = False
        self.arm_silent = False
        self.aborts = False
        self.taken: list[float] = []
        self.cancelled: list[float] = []
        self.node = Node("cell", context=context)
        self._end = threading.Event()
        group = ReentrantCallbackGroup()
        self._states = self.node.create_publisher(JointState, "joint_states", SENSOR)
        self._servers = [
            ActionServer(self.node, FollowJointTrajectory, f"{ROBOT.arm.controller}/follow_joint_trajectory",
                         self._follow, callback_group=group, goal_callback=self._take, cancel_callback=self._cancel),
            ActionServer(self.node, GripperCommand, f"{ROBOT.gripper.controller}/gripper_cmd", self._grip,
                         callback_group=group, cancel_callback=self._cancel),
        ]  # fmt: skip
        self.executor = MultiThreadedExecutor(num_threads=4, context=context)
        self.executor.add_node(self.node)
        self._threads = [threading.Thread(target=self.executor.spin), threading.Thread(target=self._speak)]
        for thread in self._threads:
            thread.start()

    def close(self) -> None:
        self._end.set()
        self.executor.shutdown(timeout_sec=2.0)
        for thread in self._threads:
            thread.join(3.0)
        for server in self._servers:
            server.destroy()
        self.node.destroy_node()

    def cancel_all(self) -> None:
        """What a pendant or another program does: cancel every goal of the arm's controller."""
        service = f"{ROBOT.arm.controller}/follow_joint_trajectory/_action/cancel_goal"
        self.node.create_client(CancelGoal, service).call_async(CancelGoal.Request())

    @property
    def moving(self) -> bool:
        return bool(np.abs(self.qd).max() > 1e-6)

    def stands(self, seconds: float) -> bool:
        """Whether the arm does not move for that long."""
        before = self.q.copy()
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            if self.moving:
                return False
            time.sleep(0.005)
        return bool(np.array_equal(self.q, before))

    def say(self) -> None:
        """Publish one joint state, of arm and fingers or of the fingers alone."""
        stamp_ns = self.node.get_clock().now().nanoseconds
        arm = 0 if self.arm_silent else len(self.q)
        message = JointState(name=[*ROBOT.arm.joints[:arm], *ROBOT.gripper.joints],
                             position=[*self.q.tolist()[:arm], 0.04, 0.04])  # fmt: skip
        message.header.stamp.sec, message.header.stamp.nanosec = divmod(stamp_ns, 10**9)
        if self.with_velocity:
            message.velocity = [*self.qd.tolist()[:arm], 0.0, 0.0]
        self._states.publish(message)

    def _speak(self) -> None:
        while not self._end.wait(_PERIOD_S):
            if not self.silent:
                self.say()

    def _take(self, _request: Any) -> GoalResponse:
        time.sleep(self.accept_after_s)
        self.taken.append(time.monotonic())
        return GoalResponse.ACCEPT

    def _cancel(self, _handle: Any) -> CancelResponse:
        self.cancelled.append(time.monotonic())
        return CancelResponse.ACCEPT

    def _follow(self, handle: Any) -> Any:
        points = handle.request.trajectory.points
        times = np.array([p.time_from_start.sec + p.time_from_start.nanosec * 1e-9 for p in points])
        Q = np.array([p.positions for p in points])
        begun = time.monotonic()
        while (t := time.monotonic() - begun) < times[-1] and not self._end.is_set():
            q = np.array([np.interp(t, times, Q[:, j]) for j in range(Q.shape[1])])
            self.qd, self.q = (q - self.q) / _PERIOD_S, q
            if handle.is_cancel_requested:
                self.qd = np.zeros_like(self.q)
                handle.canceled()
                return FollowJointTrajectory.Result()
            time.sleep(_PERIOD_S)
        self.q, self.qd = Q[-1], np.zeros_like(self.q)
        if self.aborts:
            handle.abort()
        else:
            handle.succeed()
        return FollowJointTrajectory.Result()

    def _grip(self, handle: Any) -> Any:
        handle.succeed()
        return GripperCommand.Result(position=0.04, reached_goal=True)


@pytest.fixture
def domain() -> int:
    return random.randint(102, 200)


@pytest.fixture
def context(domain: int) -> Iterator[Context]:
    context = Context()
    context.init(domain_id=domain)
    yield context
    context.try_shutdown()


@pytest.fixture
def cell(context: Context) -> Iterator[Cell]:
    cell = Cell(context)
    yield cell
    cell.close()


@pytest.fixture
def until() -> Callable[..., None]:
    def until(condition: Callable[[], Any], what: str, seconds: float = 20.0) -> None:
        end = time.monotonic() + seconds
        while not condition():
            assert time.monotonic() < end, f"no {what} in {seconds} s"
            time.sleep(0.01)

    return until


@pytest.fixture
def away() -> FloatArray:
    """Joints (J,) some way from home."""
    return np.asarray(ROBOT.arm.home + np.array([0.3, 0.2, 0.0, 0.1, 0.0, 0.0, 0.0]))


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

    def measure(self, stamp_ns: int | None = None, frame: str = ROBOT.base_frame, support_z: float = 0.0) -> int:
        """Publish what makes the arm reach to its left; returns the stamp of the look."""
        stamp_ns = self.now_ns() if stamp_ns is None else stamp_ns
        poses = np.tile(np.diag([1.0, -1.0, -1.0, 1.0]), (3, 1, 1))
        poses[:, :3, 3] = [[0.307, 0.0, 0.487], [0.40, 0.1, 0.40], [0.5, 0.2, 0.3]]
        goal = GoalRegion(np.array([0.5, 0.2, support_z]), 0.2)
        measured = Measurement(None, goal, support_z)
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
        given = {"require_approval": False, "require_enable": False, "speed": 0.1, "max_tool_speed": 0.05} | parameters
        words = [word for name, value in given.items() for word in ("-p", f"{name}:={str(value).lower()}")]
        rclpy.init(args=["--ros-args", *words], signal_handler_options=SignalHandlerOptions.NO)
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


@pytest.fixture
def start(cell: Cell, domain: int, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[..., Session]]:
    """Start planner_node with parameters."""
    monkeypatch.setenv("ROS_DOMAIN_ID", str(domain))
    sessions = []

    def start(**parameters: Any) -> Session:
        sessions.append(Session(cell, parameters))
        return sessions[-1]

    yield start
    for session in sessions[-1:]:  # those before it were closed by the test
        session.close()


@pytest.fixture
def make_user(cell: Cell) -> Callable[[], User]:
    """Called once planner_node is started: waits until both know each other."""
    return lambda: User(cell)
