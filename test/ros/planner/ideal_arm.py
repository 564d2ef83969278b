# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""An ideal arm behind the actions of ros2_control, that misbehaves when told to."""

import threading
import time
from typing import Any

import numpy as np
from action_msgs.srv import CancelGoal
from control_msgs.action import FollowJointTrajectory, GripperCommand
from rclpy.action import ActionServer, CancelResponse, GoalResponse
from rclpy.callback_groups import ReentrantCallbackGroup
from rclpy.context import Context
from rclpy.executors import MultiThreadedExecutor
from rclpy.node import Node
from sensor_msgs.msg import JointState

from vla_r1_ros.core.robot_file import load_robot
from vla_r1_ros.ros.qos import SENSOR

ROBOT = load_robot("panda")
_PERIOD_S = 0.01


class Cell:
    """Follows trajectories exactly and publishes joint states at 100 Hz; a cancel stops it at once.

    `taken`, `cancelled` and `ended` are the times (monotonic, s) at which the arm's goals were accepted, at which a
    cancel was asked for (the gripper's too), and at which no goal moved the arm any more. `pace` is how many times
    faster than asked it follows. What is `between` the fingers is that wide, m.
    """

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
        self.ended: list[float] = []
        self.pace = 1.0
        self.fingers = 0.04
        self.between = 0.0
        self.node = Node("cell", context=context)
        self._newest: Any = None
        self._end = threading.Event()
        group = ReentrantCallbackGroup()
        self._states = self.node.create_publisher(JointState, "joint_states", SENSOR)
        self._servers = [
            ActionServer(self.node, FollowJointTrajectory, f"{ROBOT.arm.controller}/follow_joint_trajectory",
                         self._follow, callback_group=group, goal_callback=self._take, cancel_callback=self._cancel),
            ActionServer(self.node, GripperCommand, f"{ROBOT.gripper.controller}/gripper_cmd", self._grip,
                         callback_group=group, goal_callback=self._take_grip, cancel_callback=self._cancel),
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

    def clock_s(self) -> float:
        """The time that the arm lives in, s."""
        return time.monotonic()

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
                             position=[*self.q.tolist()[:arm], self.fingers, self.fingers])  # fmt: skip
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

    def _take_grip(self, _request: Any) -> GoalResponse:
        return GoalResponse.ACCEPT

    def _cancel(self, _handle: Any) -> CancelResponse:
        self.cancelled.append(time.monotonic())
        return CancelResponse.ACCEPT

    def home(self) -> None:
        """Be at home with open fingers, at once."""
        self.q, self.qd, self.fingers = ROBOT.arm.home.copy(), np.zeros_like(self.q), 0.04

    def _follow(self, handle: Any) -> Any:
        self._newest = handle
        whole = self._move(handle)
        if self._newest is handle:
            self.qd = np.zeros_like(self.q)
        self.ended.append(time.monotonic())
        if not whole and handle.is_cancel_requested:
            handle.canceled()
        elif not whole or self.aborts:
            handle.abort()
        else:
            handle.succeed()
        return FollowJointTrajectory.Result()

    def _move(self, handle: Any, share: float = 1.0) -> bool:
        """Follow a share of a goal's time; False where it was cancelled, or where a newer one took its place."""
        points = handle.request.trajectory.points
        times = np.array([p.time_from_start.sec + p.time_from_start.nanosec * 1e-9 for p in points])
        Q = np.array([p.positions for p in points])
        begun = time.monotonic()
        while (t := (time.monotonic() - begun) * self.pace) < times[-1] * share and not self._end.is_set():
            if handle.is_cancel_requested or self._newest is not handle:
                return False
            q = np.array([np.interp(t, times, Q[:, j]) for j in range(Q.shape[1])])
            self.qd, self.q = (q - self.q) / _PERIOD_S, q
            time.sleep(_PERIOD_S)
        if share >= 1.0:
            self.q = Q[-1]
        return True

    def _grip(self, handle: Any) -> Any:
        asked = handle.request.command.position
        self.fingers = max(asked, self.between / 2)
        stalled = self.fingers > asked + 1e-6
        handle.succeed()
        return GripperCommand.Result(position=self.fingers, reached_goal=not stalled, stalled=stalled)
