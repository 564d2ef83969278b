# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""A motion on paper: the skills, the planner and the gate of planner_node, with an arm that does as it is told.

It tells what would have been refused before anything moves. It knows no contact: nothing slips, falls or is in the way
that the camera did not see.
"""

from dataclasses import dataclass

import numpy as np

from vla_r1_ros.core.cancel import CancelToken
from vla_r1_ros.core.errors import ErrorCode, InputError, VlaError
from vla_r1_ros.core.robot import RobotDescription
from vla_r1_ros.core.safety import SafetyGate
from vla_r1_ros.core.types import FloatArray, GripperState, JointTrajectory, StepKind, Target
from vla_r1_ros.motion.protocols import Planner
from vla_r1_ros.motion.registry import make_planner
from vla_r1_ros.motion.settings import MotionSettings, lowest_surface
from vla_r1_ros.motion.skills import MotionRequest, SkillRunner, Stage

_AT_THE_GRASP = 0.05  # m between the tool and a grasp of the target: the fingers close on it


@dataclass(frozen=True)
class Rehearsal:
    """How a request would have gone: `passed` where every motion of it was planned and passed the gate.

    `stage` is where it ended, `motion_s` how long its motions take, `motions` how many of them passed the gate.
    """

    passed: bool
    code: ErrorCode
    reason: str
    stage: str
    motion_s: float
    motions: int

    @property
    def by_gate(self) -> bool:
        """True where the safety gate refused it."""
        return 900 <= self.code < ErrorCode.INTERNAL


class PaperArm:
    """Every motion ends where it was planned to; the fingers stop at what is to be grasped, at its measured width."""

    def __init__(self, robot: RobotDescription, planner: Planner, joints: FloatArray, width: float,
                 target: Target | None) -> None:
        self._robot, self._planner, self._target = robot, planner, target
        self._joints, self._width = np.array(joints, dtype=np.float64), float(width)

    def joints(self, max_age_s: float = 0.5) -> FloatArray:
        """Where the last motion ended, (J,) rad."""
        return self._joints.copy()

    def gripper_width(self) -> float:
        """Opening, m."""
        return self._width

    def execute(self, trajectory: JointTrajectory, *, cancel: CancelToken) -> FloatArray:
        """Be at the end of it."""
        self._joints = np.array(trajectory.positions[-1], dtype=np.float64)
        return self.joints()

    def move_gripper(self, width: float, max_effort: float, *, cancel: CancelToken) -> GripperState:
        """Be `width` m open, or as far as the target lets the fingers close."""
        held = self._between() if width < self._width else None
        stalled = held is not None and held > width
        self._width = held if held is not None and stalled else width
        return GripperState(self._width, stalled)

    def _between(self) -> float | None:
        """Width (m) of what is between the fingers at the grasp nearest to the tool; None where none is near."""
        if self._target is None or not self._target.grasps:
            return None
        tool = self._planner.tool_pose(self._joints)[:3, 3]
        away, width = min((float(np.linalg.norm(grasp.T_base_tool[:3, 3] - tool)), grasp.width)
                          for grasp in self._target.grasps)  # fmt: skip
        return width if away < _AT_THE_GRASP and width < self._width else None


class Rehearser:
    """Rehearses requests, one at a time, on one planner.

    Raises:
        InputError: INPUT_PARAMETER or INPUT_ENVIRONMENT where there is no planner for this robot here.
    """

    def __init__(self, robot: RobotDescription, settings: MotionSettings) -> None:
        self._robot, self._settings = robot, settings
        self._planner = make_planner(settings.planner, robot, max_tool_speed=settings.max_tool_speed)

    def rehearse(self, request: MotionRequest, joints: FloatArray, width: float) -> Rehearsal:
        """What planner_node would have said to a request.

        Args:
            joints: (J,) rad, where the arm stood. width: m, opening of the gripper.

        Raises:
            InputError: INPUT_PARAMETER for placing what is held: what the fingers hold is not known here.
        """
        if request.kind is StepKind.PLACE:
            raise InputError(ErrorCode.INPUT_PARAMETER, "a place is not rehearsed: how the thing is held is not known",
                             "rehearse a carry instead")
        arm = PaperArm(self._robot, self._planner, joints, width, request.target)
        gate = SafetyGate(self._settings.gate_limits(self._robot, lowest_surface(request)))
        passed: list[JointTrajectory] = []
        stages: list[Stage] = []

        def check(trajectory: JointTrajectory) -> None:
            tool = np.array([self._planner.tool_pose(q)[:3, 3] for q in trajectory.positions])
            gate.check(trajectory, tool, now=0.0, input_stamps={"look": 0.0}, enabled=True, stopped=False,
                       at_rest=True, approved=True, start=arm.joints())  # fmt: skip
            passed.append(trajectory)

        runner = SkillRunner(self._robot, self._planner, arm, self._settings.skills(), gate=check,
                             on_stage=stages.append)  # fmt: skip
        code, reason = ErrorCode.OK, ""
        try:
            runner.run(request, CancelToken())
        except VlaError as error:
            code, reason = error.code, error.message
        failed = [stage for stage in stages if stage.code is not ErrorCode.OK]
        ended = failed[0].name if failed else stages[-1].name if stages else ""
        return Rehearsal(code is ErrorCode.OK, code, reason, str(ended), sum(t.duration for t in passed), len(passed))
