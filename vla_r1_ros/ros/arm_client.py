# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""The arm as ros2_control shows it: FollowJointTrajectory, GripperCommand and joint states."""

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
from action_msgs.msg import GoalStatus
from control_msgs.action import FollowJointTrajectory, GripperCommand
from rclpy.action import ActionClient
from rclpy.callback_groups import CallbackGroup
from rclpy.node import Node
from rclpy.task import Future
from sensor_msgs.msg import JointState

from vla_r1_ros.core.cancel import CancelToken
from vla_r1_ros.core.errors import ErrorCode, ExecutionError, SafetyError
from vla_r1_ros.core.robot import RobotDescription
from vla_r1_ros.core.types import FloatArray, GripperState, JointTrajectory
from vla_r1_ros.ros.clock import on_jump_back
from vla_r1_ros.ros.convert import joint_trajectory_to_msg, stamp_from_msg
from vla_r1_ros.ros.qos import SENSOR

_POLL_S = 0.005
_ACCEPT_S = 3.0
_PATIENCE_S = 1.0
_SILENT_S = 2.0  # wall time without a joint state after which a motion is ended
_REFUSALS = {
    FollowJointTrajectory.Result.INVALID_GOAL: ErrorCode.EXEC_REJECTED,
    FollowJointTrajectory.Result.INVALID_JOINTS: ErrorCode.EXEC_REJECTED,
    FollowJointTrajectory.Result.OLD_HEADER_TIMESTAMP: ErrorCode.EXEC_REJECTED,
    FollowJointTrajectory.Result.PATH_TOLERANCE_VIOLATED: ErrorCode.EXEC_ABORTED,
    FollowJointTrajectory.Result.GOAL_TOLERANCE_VIOLATED: ErrorCode.EXEC_GOAL_TOLERANCE,
}


@dataclass(frozen=True)
class ArmClientSettings:
    """Tolerances and patience: rad, rad/s, and factors on a motion's own duration."""

    goal_tolerance: float = 0.02
    rest_velocity: float = 0.02
    slack_s: float = 3.0
    slack_factor: float = 1.5
    gripper_timeout_s: float = 6.0


@dataclass(frozen=True)
class _Measured:
    stamp_ns: int
    received_s: float
    position: dict[str, float]
    velocity: dict[str, float]


class ArmClient:
    """The Arm protocol over ROS. Call it from a worker thread, never from a callback: it waits.

    Every wait watches the cancel token, the ROS clock and the age of the joint states."""

    def __init__(self, node: Node, robot: RobotDescription, group: CallbackGroup,
                 settings: ArmClientSettings | None = None) -> None:
        self._node = node
        self._robot = robot
        self._settings = settings or ArmClientSettings()
        self._lock = threading.Lock()
        self._measured: _Measured | None = None
        self._active: Any = None
        self.on_command: Callable[[], None] | None = None
        node.create_subscription(JointState, "joint_states", self._on_joint_state, SENSOR,
                                 callback_group=group)  # fmt: skip
        follow = f"{robot.arm.controller}/follow_joint_trajectory"
        self._follow = ActionClient(node, FollowJointTrajectory, follow, callback_group=group)
        self._grip = ActionClient(node, GripperCommand, f"{robot.gripper.controller}/{robot.gripper.action}",
                                  callback_group=group)  # fmt: skip
        self._jump_handle = on_jump_back(node, self._forget)

    def _forget(self) -> None:
        with self._lock:
            self._measured = None

    def _on_joint_state(self, message: JointState) -> None:
        velocity = message.velocity if len(message.velocity) == len(message.name) else []  # unknown, not zero
        measured = _Measured(
            stamp_from_msg(message.header.stamp),
            time.monotonic(),
            dict(zip(message.name, message.position, strict=False)),
            dict(zip(message.name, velocity, strict=False)),
        )
        with self._lock:
            known = self._measured.position if self._measured else {}
            known_v = self._measured.velocity if self._measured else {}
            self._measured = _Measured(measured.stamp_ns, measured.received_s, {**known, **measured.position},
                                       {**known_v, **measured.velocity})  # fmt: skip

    def _fresh(self, max_age_s: float) -> _Measured:
        """The newest joint state; waits for one where it is old: planning may have kept this process from hearing."""
        end = time.monotonic() + _PATIENCE_S
        while True:
            try:
                return self._newest(max_age_s)
            except SafetyError:
                if time.monotonic() > end:
                    raise
            time.sleep(_POLL_S)

    def _newest(self, max_age_s: float) -> _Measured:
        with self._lock:
            measured = self._measured
        if measured is None:
            raise SafetyError(ErrorCode.SAFETY_STALE_INPUT, "no joint state has come", "is joint_states published?")
        age_s = (self._node.get_clock().now().nanoseconds - measured.stamp_ns) * 1e-9
        wall_age_s = time.monotonic() - measured.received_s
        if not (-max_age_s <= age_s <= max_age_s) or wall_age_s > max(_SILENT_S, max_age_s):
            raise SafetyError(
                ErrorCode.SAFETY_STALE_INPUT,
                f"joint state is {age_s:.2f} s old (ROS clock), {wall_age_s:.2f} s (wall); limit {max_age_s} s",
                "is joint_states published, and do the clocks agree?",
            )
        return measured

    def _of(self, what: str, values: dict[str, float], names: tuple[str, ...]) -> FloatArray:
        missing = [name for name in names if name not in values]
        if missing:
            raise SafetyError(ErrorCode.SAFETY_STALE_INPUT, f"joint_states has no {what} of {missing}",
                              f"it has those of {sorted(values)}; does the robot file fit the robot?")  # fmt: skip
        return np.array([values[name] for name in names])

    def joints(self, max_age_s: float = 0.5) -> FloatArray:
        """Measured arm joints (J,) rad. Raises SafetyError SAFETY_STALE_INPUT."""
        return self._of("position", self._fresh(max_age_s).position, self._robot.arm.joints)

    def gripper_width(self) -> float:
        """Measured opening between the fingers, m."""
        return float(self._of("position", self._fresh(0.5).position, self._robot.gripper.joints).sum())

    def at_rest(self) -> bool:
        """True when no arm joint moves faster than the rest velocity."""
        velocity = self._of("velocity", self._fresh(0.5).velocity, self._robot.arm.joints)
        return bool((np.abs(velocity) <= self._settings.rest_velocity).all())

    def stop(self) -> None:
        """Cancel what the arm is doing now; never blocks. Safe from any thread."""
        with self._lock:
            active = self._active
        if active is not None:
            active.cancel_goal_async()

    def wait_at_rest(self, seconds: float) -> bool:
        """Wait until a joint state from after this call shows the arm at rest; False when none does in `seconds` of
        wall time, be it that it moves or that nothing is known."""
        called_ns = self._node.get_clock().now().nanoseconds
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            try:
                if self._has_state_after(called_ns) and self.at_rest():
                    return True
            except SafetyError:
                pass  # what is not known is not at rest
            time.sleep(_POLL_S)
        return False

    def execute(self, trajectory: JointTrajectory, *, cancel: CancelToken) -> FloatArray:
        """Run a trajectory and verify its end from joint states; see the Arm protocol."""
        start = self.joints()
        goal = FollowJointTrajectory.Goal(trajectory=joint_trajectory_to_msg(trajectory))
        result = self._run(self._follow, goal, trajectory.duration, cancel, "trajectory")
        if result.error_code != FollowJointTrajectory.Result.SUCCESSFUL:
            code = _REFUSALS.get(result.error_code, ErrorCode.EXEC_ABORTED)
            raise ExecutionError(code, f"the arm's controller: {result.error_string or result.error_code}",
                                 "look at the controller's log; was the arm blocked?")  # fmt: skip
        return self._verified_end(start, trajectory)

    def _verified_end(self, start: FloatArray, trajectory: JointTrajectory) -> FloatArray:
        names = trajectory.joint_names
        order = [names.index(name) for name in self._robot.arm.joints]
        goal = trajectory.positions[-1][order]
        self._wait_newer_state()
        end = self.joints()
        error = float(np.abs(end - goal).max())
        asked = float(np.abs(goal - start).max())
        if asked > 0.05 and float(np.abs(end - start).max()) < 0.1 * asked:
            raise ExecutionError(ErrorCode.EXEC_NO_MOTION, f"success is reported, but the arm is {error:.3f} rad short")
        if not error <= self._settings.goal_tolerance:
            raise ExecutionError(
                ErrorCode.EXEC_GOAL_TOLERANCE,
                f"the arm is {error:.3f} rad from the end of its motion (limit {self._settings.goal_tolerance})",
            )
        return end

    def _wait_newer_state(self) -> None:
        called_ns = self._node.get_clock().now().nanoseconds
        end = time.monotonic() + 1.0
        while time.monotonic() < end and not self._has_state_after(called_ns):
            time.sleep(_POLL_S)

    def _has_state_after(self, stamp_ns: int) -> bool:
        with self._lock:
            return self._measured is not None and self._measured.stamp_ns > stamp_ns

    def move_gripper(self, width: float, max_effort: float, *, cancel: CancelToken) -> GripperState:
        """Open or close; a command is the position of one finger joint, half the opening."""
        goal = GripperCommand.Goal()
        goal.command.position = float(np.clip(width, 0.0, self._robot.gripper.max_width)) / 2
        goal.command.max_effort = float(max_effort)
        result = self._run(self._grip, goal, self._settings.gripper_timeout_s, cancel, "gripper")
        if not (result.reached_goal or result.stalled):
            raise ExecutionError(ErrorCode.GRIPPER_FAILED,
                                 f"a finger ended at {result.position:.4f} m, asked {width / 2:.4f}")  # fmt: skip
        self._wait_newer_state()
        return GripperState(self.gripper_width(), bool(result.stalled))

    def _run(self, client: ActionClient, goal: Any, duration_s: float, cancel: CancelToken, what: str) -> Any:
        if cancel.cancelled:
            raise ExecutionError(ErrorCode.EXEC_CANCELLED, f"{what} cancelled before it began")
        if not client.server_is_ready() and not client.wait_for_server(timeout_sec=_ACCEPT_S):
            raise ExecutionError(ErrorCode.EXEC_NO_CONTROLLER, f"no action server for {what} after {_ACCEPT_S} s",
                                 "is the controller loaded and active?")  # fmt: skip
        sent = client.send_goal_async(goal)
        try:
            handle = self._wait(sent, _ACCEPT_S, None, what)
        except ExecutionError:
            sent.add_done_callback(_take_back)
            raise
        if not handle.accepted:
            raise ExecutionError(ErrorCode.EXEC_REJECTED, f"the controller rejected the {what} goal",
                                 "look at the controller's log: is it active, do the joint names fit?")  # fmt: skip
        if self.on_command is not None:
            self.on_command()
        with self._lock:
            self._active = handle
        try:
            limit_s = duration_s * self._settings.slack_factor + self._settings.slack_s
            ended = self._wait(handle.get_result_async(), limit_s, cancel, what, handle)
        except Exception:
            handle.cancel_goal_async()  # what nobody waits for any more must not go on
            raise
        finally:
            with self._lock:
                self._active = None
        if ended.status == GoalStatus.STATUS_CANCELED:  # not by us: somebody wants the arm to stand
            raise ExecutionError(ErrorCode.EXEC_CANCELLED, f"{what} was cancelled at the controller",
                                 "who else commands the arm?")  # fmt: skip
        return ended.result

    def _wait(self, future: Future, seconds: float, cancel: CancelToken | None, what: str, handle: Any = None) -> Any:
        """Wait for a future by the ROS clock, with the wall clock as a backstop for a clock that stands still."""
        done = threading.Event()
        future.add_done_callback(lambda _: done.set())
        clock = self._node.get_clock()
        end_ns = clock.now().nanoseconds + int(seconds * 1e9)
        wall_end = time.monotonic() + seconds * 4 + 10.0
        while not done.wait(_POLL_S):
            if cancel is not None and cancel.cancelled:
                self._end(handle, done)
                raise ExecutionError(ErrorCode.EXEC_CANCELLED, f"{what} cancelled")
            if clock.now().nanoseconds > end_ns or time.monotonic() > wall_end:
                self._end(handle, done)
                raise ExecutionError(ErrorCode.EXEC_TIMEOUT, f"{what} took longer than {seconds:.1f} s")
            if handle is not None and self._silent():
                self._end(handle, done)
                raise SafetyError(ErrorCode.SAFETY_STALE_INPUT, f"joint_states fell silent during the {what}",
                                  "is the robot's driver alive?")  # fmt: skip
        return future.result()

    def _silent(self) -> bool:
        with self._lock:
            return self._measured is not None and time.monotonic() - self._measured.received_s > _SILENT_S

    def _end(self, handle: Any, done: threading.Event) -> None:
        if handle is None:
            return
        handle.cancel_goal_async()
        done.wait(2.0)
        if not self.wait_at_rest(1.0):
            raise SafetyError(ErrorCode.SAFETY_NOT_AT_REST, "the motion was cancelled, but the arm is not seen at rest",
                              "use the emergency stop; is joint_states published, with velocities?")  # fmt: skip


def _take_back(sent: Future) -> None:
    """Cancel a goal that was accepted when nobody waited for it any more."""
    handle = sent.result()
    if handle is not None and handle.accepted:
        handle.cancel_goal_async()
