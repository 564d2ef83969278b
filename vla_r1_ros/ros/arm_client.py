# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""The arm as ros2_control shows it: FollowJointTrajectory, GripperCommand and joint states."""

import threading
import time
import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from action_msgs.msg import GoalInfo, GoalStatus
from action_msgs.srv import CancelGoal
from control_msgs.action import FollowJointTrajectory, GripperCommand
from rclpy.action import ActionClient
from rclpy.callback_groups import CallbackGroup
from rclpy.node import Node
from rclpy.task import Future

from vla_r1_ros.core.cancel import CancelToken
from vla_r1_ros.core.errors import ErrorCode, ExecutionError, SafetyError
from vla_r1_ros.core.robot import RobotDescription
from vla_r1_ros.core.types import FloatArray, GripperState, JointTrajectory
from vla_r1_ros.ros.controllers import await_one_server
from vla_r1_ros.ros.convert import joint_trajectory_to_msg
from vla_r1_ros.ros.joint_states import JointStates

_POLL_S = 0.005
_STILL_WITHIN_S = 1.0
_ACCEPT_S = 3.0
_CANCELLED_S = 0.5  # longest wait for that where it was cancelled meanwhile
_CANCEL_S, _CANCEL_AGAIN_S = 2.0, 0.1  # longest wait for the end of a cancelled goal; between two requests
_MAX_AGE_S = 0.5  # of a joint state, by the ROS clock
_SILENT_S = 2.0  # wall time without a state of an arm joint after which a motion is ended
_REFUSALS = {
    FollowJointTrajectory.Result.INVALID_GOAL: ErrorCode.EXEC_REJECTED,
    FollowJointTrajectory.Result.INVALID_JOINTS: ErrorCode.EXEC_REJECTED,
    FollowJointTrajectory.Result.OLD_HEADER_TIMESTAMP: ErrorCode.EXEC_REJECTED,
    FollowJointTrajectory.Result.PATH_TOLERANCE_VIOLATED: ErrorCode.EXEC_ABORTED,
    FollowJointTrajectory.Result.GOAL_TOLERANCE_VIOLATED: ErrorCode.EXEC_GOAL_TOLERANCE,
}


@dataclass(frozen=True)
class ArmClientSettings:
    """Tolerances (rad, rad/s) and patience: a trajectory may take `slack_factor` times its duration and `slack_s`."""

    goal_tolerance: float = 0.02
    rest_velocity: float = 0.02
    slack_s: float = 3.0
    slack_factor: float = 1.5
    gripper_timeout_s: float = 10.0


class ArmClient:
    """The Arm protocol over ROS. Call it from a worker thread, never from a callback: it waits.

    Every wait watches the cancel token, the ROS clock and the age of the joint states."""

    def __init__(self, node: Node, robot: RobotDescription, group: CallbackGroup,
                 settings: ArmClientSettings | None = None) -> None:
        self._node = node
        self._robot = robot
        self._settings = settings or ArmClientSettings()
        self._states = JointStates(node, group)
        self._lock = threading.Lock()
        self._active: Callable[[], object] | None = None
        self.on_command: Callable[[], None] | None = None
        follow = f"{robot.arm.controller}/follow_joint_trajectory"
        self._follow = ActionClient(node, FollowJointTrajectory, follow, callback_group=group)
        grip = f"{robot.gripper.controller}/{robot.gripper.action}"
        self._grip = ActionClient(node, GripperCommand, grip, callback_group=group)
        self._names = {self._follow: follow, self._grip: grip}
        self._cancels = {
            client: node.create_client(CancelGoal, f"{name}/_action/cancel_goal", callback_group=group)
            for client, name in self._names.items()
        }

    def joints(self, max_age_s: float = _MAX_AGE_S) -> FloatArray:
        """Measured arm joints (J,) rad. Raises SafetyError SAFETY_STALE_INPUT."""
        return self._states.positions(self._robot.arm.joints, max_age_s)

    def gripper_width(self) -> float:
        """Measured opening between the fingers, m. Raises SafetyError SAFETY_STALE_INPUT."""
        return self._robot.gripper.opening.width(self._states.positions(self._robot.gripper.joints, _MAX_AGE_S))

    @property
    def commanded(self) -> bool:
        """True while a goal is sent or carried out."""
        return self._active is not None

    def stop(self) -> None:
        """Cancel what the arm is doing now; never blocks. Safe from any thread."""
        with self._lock:
            active = self._active
        if active is not None:
            active()

    def wait_at_rest(self, seconds: float, before_s: float = 0.0) -> bool:
        """Wait until a joint state from after this call, or at most `before_s` before it (ROS clock), shows the arm at
        rest; False when none does in `seconds` of wall time, be it that it moves or that nothing is known."""
        called_ns = self._node.get_clock().now().nanoseconds - int(before_s * 1e9)
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            velocities = self._states.velocities_after(self._robot.arm.joints, called_ns, _MAX_AGE_S)
            if velocities is not None and (np.abs(velocities) <= self._settings.rest_velocity).all():
                return True
            time.sleep(_POLL_S)
        return False

    def execute(self, trajectory: JointTrajectory, *, cancel: CancelToken) -> FloatArray:
        """Run a trajectory and verify its end from joint states; see the Arm protocol."""
        start = self.joints()
        goal = FollowJointTrajectory.Goal(trajectory=joint_trajectory_to_msg(trajectory))
        s = self._settings
        ended = self._run(self._follow, goal, trajectory.duration * s.slack_factor + s.slack_s, cancel, "trajectory")
        result = ended.result
        done = ended.status == GoalStatus.STATUS_SUCCEEDED
        if not done or result.error_code != FollowJointTrajectory.Result.SUCCESSFUL:
            code = _REFUSALS.get(result.error_code, ErrorCode.EXEC_ABORTED)
            words = result.error_string or f"error code {result.error_code}, goal status {ended.status}"
            self.wait_at_rest(_STILL_WITHIN_S)  # what is planned next begins where the arm stands
            raise ExecutionError(code, f"the arm's controller: {words}",
                                 "look at the controller's log; was the arm blocked?")  # fmt: skip
        return self._verified_end(start, trajectory)

    def _verified_end(self, start: FloatArray, trajectory: JointTrajectory) -> FloatArray:
        names = trajectory.joint_names
        order = [names.index(name) for name in self._robot.arm.joints]
        goal = trajectory.positions[-1][order]
        self._wait_newer(self._robot.arm.joints)
        end = self.joints()
        error = float(np.abs(end - goal).max())
        asked = float(np.abs(goal - start).max())
        if asked > 0.05 and float(np.abs(end - start).max()) < 0.1 * asked:
            raise ExecutionError(ErrorCode.EXEC_NO_MOTION, f"success is reported, but the arm is {error:.3f} rad short",
                                 "is the robot in its motion mode, and does the driver really move it?")  # fmt: skip
        if not error <= self._settings.goal_tolerance:
            raise ExecutionError(
                ErrorCode.EXEC_GOAL_TOLERANCE,
                f"the arm is {error:.3f} rad from the end of its motion (limit {self._settings.goal_tolerance})",
                "was the arm blocked? Look at the controller's log and its tolerances",
            )
        return end

    def _wait_newer(self, names: Sequence[str]) -> None:
        self._states.wait_after(names, self._node.get_clock().now().nanoseconds, 1.0)

    def move_gripper(self, width: float, max_effort: float, *, cancel: CancelToken) -> GripperState:
        """Open or close; what a command's position is for an opening stands in the robot file."""
        if not (np.isfinite(width) and np.isfinite(max_effort)):
            raise SafetyError(ErrorCode.SAFETY_NOT_FINITE, f"gripper command of {width} m with {max_effort} N",
                              "it was not sent; report it")  # fmt: skip
        goal = GripperCommand.Goal()
        goal.command.position = self._robot.gripper.opening.command(width)
        goal.command.max_effort = float(max_effort)
        # its status does not count: gripper_controllers abort where the fingers stall, which is how they grasp
        result = self._run(self._grip, goal, self._settings.gripper_timeout_s, cancel, "gripper command").result
        if not (result.reached_goal or result.stalled):
            raise ExecutionError(ErrorCode.GRIPPER_FAILED,
                                 f"the gripper ended at {result.position:.4f}, asked {goal.command.position:.4f} "
                                 f"(command of an opening of {width:.4f} m)",
                                 "look at the gripper and its driver's log")  # fmt: skip
        self._wait_newer(self._robot.gripper.joints)
        return GripperState(self.gripper_width(), bool(result.stalled))

    def _run(self, client: ActionClient, goal: Any, limit_s: float, cancel: CancelToken, what: str) -> Any:
        """Send a goal and wait for its end, `limit_s` by the ROS clock at most; returns status and result."""
        await_one_server(self._node, client, self._names[client], cancel, what, _ACCEPT_S)
        info = GoalInfo()
        info.goal_id.uuid = list(uuid.uuid4().bytes)

        def end_it() -> None:  # by its number, which needs no answer of the controller: that one may be lost
            self._cancels[client].call_async(CancelGoal.Request(goal_info=info))

        with self._lock:
            self._active = end_it
        try:
            sent = self._asked(lambda: _send(client, goal, info, cancel, what))
            handle = self._taken(sent, end_it, cancel, what)
            if self.on_command is not None:
                self.on_command()
            ended = self._wait(self._asked(handle.get_result_async), limit_s, cancel, what, end_it)
        except Exception:
            end_it()  # what nobody waits for any more must not go on
            raise
        finally:
            with self._lock:
                self._active = None
        if ended.status == GoalStatus.STATUS_CANCELED:  # not by us: somebody wants the arm to stand
            raise ExecutionError(ErrorCode.EXEC_CANCELLED, f"{what} was cancelled at the controller",
                                 "who else commands the arm?")  # fmt: skip
        return ended

    def _asked(self, ask: Callable[[], Future]) -> Future:
        """Call `ask` in the executor's thread; returns a future of its answer.

        rclpy notes a request of an action after it was sent, and an answer that another thread takes in between is lost
        (ros2/rclpy#1123; 9.1.2 has a lock there, but makes the goal's future anew behind it)."""
        answer, executor = Future(), self._node.executor

        def call() -> None:
            try:
                ask().add_done_callback(lambda future: _hand_on(future, answer))
            except Exception as error:  # noqa: BLE001 - raised where the answer is waited for
                answer.set_exception(error)

        if executor is not None:  # else the node ends, and no answer would come
            executor.create_task(call)
        return answer

    def _taken(self, sent: Future, end_it: Callable[[], object], cancel: CancelToken, what: str) -> Any:
        """Wait until the controller has taken a goal; return its handle. One that is cancelled meanwhile is asked to
        end again and again: it may be under way unheard."""
        clock = self._node.get_clock()
        end_ns, wall_end = clock.now().nanoseconds + int(_ACCEPT_S * 1e9), time.monotonic() + _ACCEPT_S * 4 + 10.0
        again_s = 0.0
        while not sent.done():
            now_s = time.monotonic()
            if cancel.cancelled and now_s >= again_s:
                wall_end = wall_end if again_s else min(wall_end, now_s + _CANCELLED_S)
                end_it()
                again_s = now_s + _CANCEL_AGAIN_S
            if clock.now().nanoseconds > end_ns or now_s > wall_end:
                sent.add_done_callback(_take_back)
                end_it()
                if not self.wait_at_rest(_STILL_WITHIN_S):
                    raise _not_at_rest()
                if cancel.cancelled:
                    raise ExecutionError(ErrorCode.EXEC_CANCELLED, f"{what} cancelled before the controller took it",
                                         "say it again")
                raise ExecutionError(ErrorCode.EXEC_NO_CONTROLLER,
                                     f"the controller did not say within {_ACCEPT_S} s whether it takes the {what}",
                                     "is it alive and active? A goal that it takes later is cancelled at once")
            time.sleep(_POLL_S)
        handle = sent.result()
        if not handle.accepted:
            raise ExecutionError(ErrorCode.EXEC_REJECTED, f"the controller rejected the {what} goal",
                                 "look at the controller's log: is it active, do the joint names fit?")  # fmt: skip
        return handle

    def _wait(self, future: Future, seconds: float, cancel: CancelToken, what: str,
              end_it: Callable[[], object]) -> Any:
        """Wait for a future by the ROS clock, with the wall clock as a backstop for a clock that stands still."""
        done = threading.Event()
        future.add_done_callback(lambda _: done.set())
        clock = self._node.get_clock()
        end_ns = clock.now().nanoseconds + int(seconds * 1e9)
        wall_end = time.monotonic() + seconds * 4 + 10.0
        while not (done.wait(_POLL_S) or future.done()):
            if cancel.cancelled:
                self._end(end_it, done)
                raise ExecutionError(ErrorCode.EXEC_CANCELLED, f"{what} cancelled", "say it again")
            if clock.now().nanoseconds > end_ns or time.monotonic() > wall_end:
                self._end(end_it, done)
                raise ExecutionError(ErrorCode.EXEC_TIMEOUT, f"{what} took longer than {seconds:.1f} s",
                                     "look at the controller's log; was the arm blocked?")  # fmt: skip
            if self._states.silent_s(self._robot.arm.joints) > _SILENT_S:
                self._end(end_it, done)
                raise SafetyError(ErrorCode.SAFETY_STALE_INPUT, f"joint_states fell silent during the {what}",
                                  "is the robot's driver alive?")  # fmt: skip
        return future.result()

    def _end(self, end_it: Callable[[], object], done: threading.Event) -> None:
        end = time.monotonic() + _CANCEL_S
        while not done.is_set() and time.monotonic() < end:
            end_it()  # again and again: a request that is lost must not let the arm go on
            done.wait(_CANCEL_AGAIN_S)
        if not self.wait_at_rest(_STILL_WITHIN_S):
            raise _not_at_rest()


def _send(client: ActionClient, goal: Any, info: GoalInfo, cancel: CancelToken, what: str) -> Future:
    """Send a goal; not where a callback of this thread has just cancelled it."""
    if cancel.cancelled:
        raise ExecutionError(ErrorCode.EXEC_CANCELLED, f"{what} cancelled before it began", "say it again")
    return client.send_goal_async(goal, goal_uuid=info.goal_id)


def _hand_on(future: Future, answer: Future) -> None:
    error = future.exception()
    if error is None:
        answer.set_result(future.result())
    else:
        answer.set_exception(error)


def _not_at_rest() -> SafetyError:
    return SafetyError(ErrorCode.SAFETY_NOT_AT_REST, "the motion was cancelled, but the arm is not seen at rest",
                       "use the emergency stop; is joint_states published, with velocities?")  # fmt: skip


def _take_back(sent: Future) -> None:
    """Cancel a goal that was accepted when nobody waited for it any more."""
    handle = sent.result() if sent.exception() is None else None
    if handle is not None and handle.accepted:
        handle.cancel_goal_async()
