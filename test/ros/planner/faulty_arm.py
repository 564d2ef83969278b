# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""The ideal arm and the real planner with a fault at the n-th command: what controllers, grippers and planners do."""

import dataclasses
import time
from collections import Counter
from collections.abc import Callable
from typing import Any

import numpy as np
from control_msgs.action import FollowJointTrajectory, GripperCommand
from ideal_arm import Cell
from rclpy.action import GoalResponse

from vla_r1_ros.core.errors import ErrorCode, PlanningError
from vla_r1_ros.core.types import JointTrajectory

_LATE_S = 30.0  # nothing hangs for longer
#: What each fault of the arm's controller, of the gripper and of the planner is to be called.
CODES = {
    "arm": {
        "rejects": ErrorCode.EXEC_REJECTED, "aborts": ErrorCode.EXEC_ABORTED, "misses": ErrorCode.EXEC_GOAL_TOLERANCE,
        "hangs": ErrorCode.EXEC_TIMEOUT, "is deaf": ErrorCode.EXEC_NO_CONTROLLER, "stays": ErrorCode.EXEC_NO_MOTION,
        "falls short": ErrorCode.EXEC_GOAL_TOLERANCE, "is cancelled": ErrorCode.EXEC_CANCELLED,
    },
    "gripper": {
        "rejects": ErrorCode.EXEC_REJECTED, "fails": ErrorCode.GRIPPER_FAILED, "hangs": ErrorCode.EXEC_TIMEOUT,
        "stays": ErrorCode.GRIPPER_FAILED, "closes on nothing": ErrorCode.GRASP_MISSED,
    },
    "planner": {
        "finds nothing": ErrorCode.PLAN_NO_PATH, "is late": ErrorCode.PLAN_TIMEOUT, "dies": ErrorCode.PLAN_PROCESS_LOST,
        "begins elsewhere": ErrorCode.SAFETY_JOINT_STEP, "jumps": ErrorCode.SAFETY_JOINT_STEP,
        "is not finite": ErrorCode.SAFETY_NOT_FINITE,
    },
}  # fmt: skip
_CONTROLLER = {"aborts": FollowJointTrajectory.Result.PATH_TOLERANCE_VIOLATED,
               "misses": FollowJointTrajectory.Result.GOAL_TOLERANCE_VIOLATED}  # fmt: skip


@dataclasses.dataclass(frozen=True)
class Fault:
    """Who does what, at which of its commands (1, 2, ...), and whether at those after it too. `share` of a motion is
    made before."""

    who: str
    what: str
    at: int
    lasting: bool
    share: float


class Trouble:
    """Counts the commands of arm, gripper and planner, and says at which of them a fault is due."""

    def __init__(self) -> None:
        self.arm(None)

    def arm(self, fault: Fault | None) -> None:
        """Wait for a fault, or for none."""
        self.fault, self.count, self.struck = fault, Counter[str](), 0

    def due(self, who: str) -> str:
        """Count a command; what goes wrong with it, or nothing."""
        self.count[who] += 1
        fault, number = self.fault, self.count[who]
        if fault is None or fault.who != who or not (number == fault.at or (fault.lasting and number > fault.at)):
            return ""
        self.struck += 1
        return fault.what


class FaultyArm(Cell):
    """Misbehaves as its `trouble` says."""

    def __init__(self, *arguments: Any) -> None:
        self.trouble = Trouble()
        self.deaf_s = 0.0
        self._wrong = self._grip_wrong = ""
        super().__init__(*arguments)

    def _take(self, request: Any) -> GoalResponse:
        self._wrong = self.trouble.due("arm")
        if self._wrong == "rejects":
            return GoalResponse.REJECT
        if self._wrong == "is deaf":
            time.sleep(self.deaf_s)
        return super()._take(request)

    def _follow(self, handle: Any) -> Any:
        fault, wrong = self.trouble.fault, self._wrong
        if fault is None or wrong in ("", "is deaf"):
            return super()._follow(handle)
        self._newest = handle
        whole = wrong == "stays" or self._move(handle, fault.share)
        self.qd = np.zeros_like(self.q)
        if wrong == "is cancelled":
            self.cancel_all()
        if whole and wrong in ("hangs", "is cancelled"):
            whole = not _cancelled(handle, lambda: self._end.is_set())
        self.ended.append(time.monotonic())
        if not whole and handle.is_cancel_requested:
            handle.canceled()
        elif not whole or wrong in _CONTROLLER:
            handle.abort()
        else:
            handle.succeed()
        return FollowJointTrajectory.Result(error_code=_CONTROLLER.get(wrong, 0), error_string=wrong)

    def _take_grip(self, request: Any) -> GoalResponse:
        self._grip_wrong = self.trouble.due("gripper")
        return GoalResponse.REJECT if self._grip_wrong == "rejects" else super()._take_grip(request)

    def _grip(self, handle: Any) -> Any:
        wrong = self._grip_wrong
        if wrong == "hangs" and _cancelled(handle, lambda: self._end.is_set()):
            handle.canceled()
            return GripperCommand.Result(position=self.fingers)
        if wrong in ("fails", "stays"):
            handle.succeed()
            return GripperCommand.Result(position=self.fingers, reached_goal=wrong == "stays")
        if wrong == "closes on nothing":
            self.between = 0.0
        return super()._grip(handle)


def _cancelled(handle: Any, over: Callable[[], bool]) -> bool:
    end = time.monotonic() + _LATE_S
    while not handle.is_cancel_requested and time.monotonic() < end and not over():
        time.sleep(0.005)
    return bool(handle.is_cancel_requested)


def break_planner(planner: Any, trouble: Trouble) -> None:
    """Let every plan of a planner ask first what goes wrong with it."""

    def broken(plan: Callable[..., JointTrajectory]) -> Callable[..., JointTrajectory]:
        def planned(*words: Any, **options: Any) -> JointTrajectory:
            wrong = trouble.due("planner")
            code = CODES["planner"].get(wrong)
            if code is not None and code < ErrorCode.EXEC_REJECTED:
                raise PlanningError(code, f"the planner {wrong}")
            return _spoilt(plan(*words, **options), wrong)

        return planned

    for name in ("plan_to_pose", "plan_to_joints", "plan_straight"):
        setattr(planner, name, broken(getattr(planner, name)))


def _spoilt(trajectory: JointTrajectory, wrong: str) -> JointTrajectory:
    positions = trajectory.positions.copy()
    middle = len(positions) // 2
    if wrong == "begins elsewhere":
        positions[:, 0] += np.linspace(0.2, 0.0, len(positions))
    elif wrong == "jumps":
        positions[middle, 0] += 0.3
    elif wrong == "is not finite":
        positions[middle, 3] = np.nan
    return dataclasses.replace(trajectory, positions=positions)
