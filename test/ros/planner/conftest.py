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
from control_msgs.action import FollowJointTrajectory, GripperCommand
from rclpy.action import ActionServer, CancelResponse, GoalResponse
from rclpy.callback_groups import ReentrantCallbackGroup
from rclpy.context import Context
from rclpy.executors import MultiThreadedExecutor
from rclpy.node import Node
from sensor_msgs.msg import JointState

from vla_r1_ros.core.robot_file import load_robot
from vla_r1_ros.core.types import FloatArray
from vla_r1_ros.ros.qos import SENSOR

ROBOT = load_robot("panda")
_PERIOD_S = 0.01


class Cell:
    """Follows trajectories exactly and publishes joint states at 100 Hz; a cancel stops it at once."""

    def __init__(self, context: Context) -> None:
        self.q = ROBOT.arm.home.copy()
        self.qd = np.zeros_like(self.q)
        self.accept_after_s = 0.0
        self.ends_as = "succeeded"  # or "canceled": by somebody else, in the middle
        self.with_velocity = True
        self.silent = False
        self.offset_s = 0.0  # of the stamps of joint states
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
        """Publish one joint state."""
        stamp_ns = self.node.get_clock().now().nanoseconds + int(self.offset_s * 1e9)
        message = JointState(name=[*ROBOT.arm.joints, *ROBOT.gripper.joints], position=[*self.q.tolist(), 0.04, 0.04])
        message.header.stamp.sec, message.header.stamp.nanosec = divmod(stamp_ns, 10**9)
        if self.with_velocity:
            message.velocity = [*self.qd.tolist(), 0.0, 0.0]
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
