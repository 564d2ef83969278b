# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""The simulator's controllers as the action servers that ros2_control offers."""

import threading
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any

import numpy as np
import rclpy
from control_msgs.action import FollowJointTrajectory, GripperCommand
from control_msgs.msg import JointTolerance
from rclpy.action import ActionServer, CancelResponse, GoalResponse
from rclpy.callback_groups import ReentrantCallbackGroup
from rclpy.node import Node
from trajectory_msgs.msg import JointTrajectoryPoint

from vla_r1_ros.core.errors import VlaError
from vla_r1_ros.core.robot import RobotDescription
from vla_r1_ros.ros import convert
from vla_r1_ros.sim.controllers import ActiveGoal
from vla_r1_ros.sim.finger_drive import FingerWay
from vla_r1_ros.sim.goals import ControlCode, GoalPhase, GoalRejected, TrajectoryGoal
from vla_r1_ros.sim.gripper_control import GripperGoal
from vla_r1_ros.sim.loop import PhysicsLoop
from vla_r1_ros.sim.world import World

_POLL_S = 0.01
_FEEDBACK_S = 0.1
_MARKED_S, _MARKED_POLL_S = 1.0, 0.001


class _Taken:
    """Goals that a controller took, by the request message, until their handle exists."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._goals: dict[int, tuple[Any, Any]] = {}

    def put(self, request: Any, goal: Any) -> None:
        with self._lock:
            self._goals[id(request)] = (request, goal)

    def get(self, request: Any) -> Any:
        with self._lock:
            entry = self._goals.get(id(request))
        return None if entry is None else entry[1]

    def drop(self, request: Any) -> None:
        with self._lock:
            self._goals.pop(id(request), None)


class SimActions:
    """FollowJointTrajectory and GripperCommand servers in front of a physics loop.

    The controllers live in the physics thread; callbacks run in the executor's threads and ask it.
    """

    def __init__(self, node: Node, robot: RobotDescription, loop: PhysicsLoop) -> None:
        self._node, self._loop, self._robot = node, loop, robot
        self._taken, self._fingers = _Taken(), FingerWay(robot.gripper.opening)
        group = ReentrantCallbackGroup()
        self._follow = ActionServer(
            node, FollowJointTrajectory, f"{robot.arm.controller}/follow_joint_trajectory", self._run_trajectory,
            callback_group=group, goal_callback=self._take_trajectory, cancel_callback=self._cancel_trajectory)
        self._grip = ActionServer(
            node, GripperCommand, f"{robot.gripper.controller}/{robot.gripper.action}", self._run_gripper,
            callback_group=group, goal_callback=self._take_gripper, cancel_callback=self._cancel_gripper)

    def close(self) -> None:
        """Take the servers down."""
        self._follow.destroy()
        self._grip.destroy()

    def _take_trajectory(self, request: Any) -> GoalResponse:
        def submit(world: World) -> ActiveGoal:
            sim = world.simulator
            goal = trajectory_goal(request)
            if goal.start_time is not None:
                goal = replace(goal, start_time=goal.start_time - sim.time + sim.drive_time)
            return sim.arm.submit(goal, sim.drive_time, sim.state().positions)

        return self._take(request, submit, "trajectory")

    def _take_gripper(self, request: Any) -> GoalResponse:
        def submit(world: World) -> GripperGoal:
            sim, command = world.simulator, request.command
            way = sim.fingers.commanded(command.position)
            return sim.gripper.submit(way, command.max_effort, sim.drive_time, sim.state().width / 2)

        return self._take(request, submit, "gripper command")

    def _take(self, request: Any, submit: Callable[[World], Any], what: str) -> GoalResponse:
        try:
            self._taken.put(request, self._loop.call(submit))
        except VlaError as error:
            self._node.get_logger().warning(f"{what} rejected: {error}")
            return GoalResponse.REJECT
        return GoalResponse.ACCEPT

    def _cancel_trajectory(self, handle: Any) -> CancelResponse:
        goal = self._taken.get(handle.request)

        def cancel(world: World) -> None:
            if world.simulator.arm.active is goal:
                world.simulator.arm.cancel(world.simulator.drive_time)

        return self._cancel(cancel)

    def _cancel_gripper(self, handle: Any) -> CancelResponse:
        goal = self._taken.get(handle.request)

        def cancel(world: World) -> None:
            if world.simulator.gripper.active is goal:
                world.simulator.gripper.cancel()

        return self._cancel(cancel)

    def _cancel(self, cancel: Callable[[World], None]) -> CancelResponse:
        try:
            self._loop.call(cancel)
        except VlaError as error:
            self._node.get_logger().warning(f"cancel refused: {error}")
            return CancelResponse.REJECT
        return CancelResponse.ACCEPT

    def _run_trajectory(self, handle: Any) -> Any:
        goal: ActiveGoal = self._taken.get(handle.request)
        self._wait(handle, goal, lambda: self._trajectory_feedback(goal))
        result = FollowJointTrajectory.Result(error_code=int(goal.code), error_string=goal.reason)
        return self._end(handle, goal, result)

    def _run_gripper(self, handle: Any) -> Any:
        goal: GripperGoal = self._taken.get(handle.request)
        self._wait(handle, goal, lambda: GripperCommand.Feedback(**self._gripper_state(goal)))
        return self._end(handle, goal, GripperCommand.Result(**self._gripper_state(goal)))

    def _gripper_state(self, goal: GripperGoal) -> dict[str, Any]:
        return {"position": self._fingers.command(float(goal.position)), "effort": abs(float(goal.effort)),
                "stalled": goal.stalled, "reached_goal": goal.reached_goal}  # fmt: skip

    def _wait(self, handle: Any, goal: ActiveGoal | GripperGoal, feedback: Callable[[], Any]) -> None:
        """Wait for a final phase, telling how it goes; a world that is closed ends its goals."""
        next_s = time.monotonic() + _FEEDBACK_S
        while not (goal.done and self._loop.settled) and not self._loop.stopped and rclpy.ok():
            time.sleep(_POLL_S)
            if time.monotonic() >= next_s:
                next_s += _FEEDBACK_S
                message = feedback()
                if message is not None and rclpy.ok():
                    handle.publish_feedback(message)

    def _end(self, handle: Any, goal: ActiveGoal | GripperGoal, result: Any) -> Any:
        self._taken.drop(handle.request)
        if not rclpy.ok():
            return result
        if goal.phase is GoalPhase.CANCELED:
            _wait_marked(handle)
        if goal.phase is GoalPhase.SUCCEEDED:
            handle.succeed()
        elif goal.phase is GoalPhase.CANCELED and handle.is_cancel_requested:
            handle.canceled()
        else:
            self._node.get_logger().warning(f"goal ended as {goal.phase}: {goal.reason or 'the simulation ended'}")
            handle.abort()
        return result

    def _trajectory_feedback(self, goal: ActiveGoal) -> Any:
        try:
            state, desired = self._loop.call(lambda world: (world.simulator.state(), world.simulator.arm.desired))
        except VlaError:
            return None
        actual = JointTrajectoryPoint(positions=state.positions.tolist(), velocities=state.velocities.tolist())
        return FollowJointTrajectory.Feedback(
            header=convert.header(round(state.time * 1e6) * 1000, ""), joint_names=list(goal.goal.joint_names),
            desired=JointTrajectoryPoint(positions=desired.positions.tolist(), velocities=desired.velocities.tolist()),
            actual=actual,
            error=JointTrajectoryPoint(positions=(desired.positions - state.positions).tolist(),
                                       velocities=(desired.velocities - state.velocities).tolist()),
        )  # fmt: skip


def _wait_marked(handle: Any) -> None:
    """Until rclpy knows of the cancel: it is marked after its callback, and an arm that stands ends the goal sooner."""
    end = time.monotonic() + _MARKED_S
    while not handle.is_cancel_requested and time.monotonic() < end:
        time.sleep(_MARKED_POLL_S)


def trajectory_goal(request: Any) -> TrajectoryGoal:
    """Return a FollowJointTrajectory goal message as the controller's own goal; lengths are checked here.

    Raises:
        GoalRejected: INVALID_GOAL for points of differing lengths, or velocities in some points only.
    """
    message = request.trajectory
    points, width = message.points, len(message.joint_names)
    with_velocity = [bool(point.velocities) for point in points]
    if any(with_velocity) and not all(with_velocity):
        raise GoalRejected(ControlCode.INVALID_GOAL, "some points have velocities and some have none")
    for i, point in enumerate(points):
        if len(point.positions) != width or len(point.velocities) not in (0, width):
            raise GoalRejected(ControlCode.INVALID_GOAL, f"point {i} has {len(point.positions)} positions and "
                               f"{len(point.velocities)} velocities for {width} joints")
    stamp = convert.stamp_from_msg(message.header.stamp)
    tolerance_s = request.goal_time_tolerance
    return TrajectoryGoal(
        joint_names=tuple(message.joint_names),
        times=np.array([p.time_from_start.sec + p.time_from_start.nanosec * 1e-9 for p in points], np.float64),
        positions=np.array([p.positions for p in points], np.float64).reshape(len(points), width),
        velocities=np.array([p.velocities for p in points], np.float64) if points and all(with_velocity) else None,
        start_time=stamp * 1e-9 if stamp else None,
        path_tolerance=_tolerances(request.path_tolerance),
        goal_tolerance=_tolerances(request.goal_tolerance),
        goal_time_tolerance=tolerance_s.sec + tolerance_s.nanosec * 1e-9,
    )


def _tolerances(entries: Sequence[JointTolerance]) -> Mapping[str, float]:
    return {entry.name: float(entry.position) for entry in entries}
