# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""Stages of motion: plan, gate, execute, report. Skills are written in terms of these."""

import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field

import numpy as np

from vla_r1_ros.core.cancel import CancelToken
from vla_r1_ros.core.errors import ErrorCode, PlanningError, VlaError
from vla_r1_ros.core.robot import RobotDescription
from vla_r1_ros.core.types import FloatArray, GripperState, JointTrajectory
from vla_r1_ros.motion.approval import ApprovedMotion
from vla_r1_ros.motion.protocols import Arm, Planner
from vla_r1_ros.motion.stages import SkillSettings, Stage, StageName

Gate = Callable[[JointTrajectory], None]


@dataclass
class StageNotes:
    """What a stage in progress writes down for its report."""

    planning_s: float = 0.0
    values: dict[str, str] = field(default_factory=dict)


class StageExecutor:
    """Runs stages on a planner and an arm; every trajectory passes the gate right before it is executed."""

    def __init__(
        self,
        robot: RobotDescription,
        planner: Planner,
        arm: Arm,
        settings: SkillSettings,
        gate: Gate,
        on_stage: Callable[[Stage], None],
        approve: Callable[[JointTrajectory], None] | None = None,
    ) -> None:
        self.approved = ApprovedMotion(approve, planner.tool_pose)
        self.robot = robot
        self.planner = planner
        self.arm = arm
        self.settings = settings
        self._gate = gate
        self._on_stage = on_stage
        self.stages: list[Stage] = []

    @contextmanager
    def stage(self, name: StageName) -> Iterator[StageNotes]:
        """Time a stage and report it, with its error's code where it fails; the error goes on."""
        notes, begin = StageNotes(), time.monotonic()
        try:
            yield notes
        except VlaError as error:
            self._report(Stage(name, error.code, time.monotonic() - begin, notes.planning_s, notes.values))
            raise
        self._report(Stage(name, ErrorCode.OK, time.monotonic() - begin, notes.planning_s, notes.values))

    def tool_pose(self) -> FloatArray:
        """Return `T_base_tool` (4, 4) from the measured joints."""
        return self.planner.tool_pose(self.arm.joints())

    def execute(self, trajectory: JointTrajectory, cancel: CancelToken) -> None:
        """Ask where it was not approved yet, pass the gate, and run; raises SafetyError, ExecutionError."""
        if cancel.cancelled:
            raise PlanningError(ErrorCode.PLAN_CANCELLED, "cancelled before the motion began")
        self.approved.ask_if_new(trajectory)
        self._gate(trajectory)
        self.arm.execute(trajectory, cancel=cancel)

    def free(self, T_base_tool: FloatArray, cancel: CancelToken, notes: StageNotes) -> None:
        """Plan and run a free motion to a tool pose (4, 4)."""
        self.execute(self.plan_free(self.arm.joints(), T_base_tool, cancel, notes), cancel)

    def plan_free(
        self, start: FloatArray, T_base_tool: FloatArray, cancel: CancelToken, notes: StageNotes, share: float = 1.0
    ) -> JointTrajectory:
        """Plan a free motion from joints (J,) to a tool pose (4, 4), within a share of the stage's planning time."""
        return self._timed(
            notes,
            share,
            lambda left: self.planner.plan_to_pose(
                start, T_base_tool, speed=self.settings.speed, deadline_s=left, cancel=cancel
            ),
        )

    def home(self, cancel: CancelToken, notes: StageNotes) -> None:
        """Plan and run a free motion to the robot's home."""
        s, start = self.settings, self.arm.joints()
        if np.abs(start - self.robot.arm.home).max() < 0.01:
            return
        trajectory = self._timed(
            notes,
            1.0,
            lambda left: self.planner.plan_to_joints(
                start, self.robot.arm.home, speed=s.speed, deadline_s=left, cancel=cancel
            ),
        )
        self.execute(trajectory, cancel)

    def straight(
        self, poses: Sequence[FloatArray], tool_speed: float, cancel: CancelToken, notes: StageNotes
    ) -> None:
        """Plan and run a straight motion through tool poses (4, 4)."""
        self.execute(self.plan_straight(self.arm.joints(), poses, tool_speed, cancel, notes), cancel)

    def plan_straight(
        self,
        start: FloatArray,
        poses: Sequence[FloatArray],
        tool_speed: float,
        cancel: CancelToken,
        notes: StageNotes,
    ) -> JointTrajectory:
        """Plan a straight motion from joints (J,) through tool poses (4, 4)."""
        return self._timed(
            notes,
            1.0,
            lambda left: self.planner.plan_straight(
                start, poses, tool_speed=tool_speed, deadline_s=left, cancel=cancel
            ),
        )

    def gripper(self, width: float, cancel: CancelToken) -> GripperState:
        """Move the fingers `width` m apart with the settings' force; the planner learns of it."""
        width = float(np.clip(width, 0.0, self.robot.gripper.max_width))
        effort = min(self.settings.grip_force, self.robot.gripper.max_effort)
        state = self.arm.move_gripper(width, effort, cancel=cancel)
        self.planner.set_opening(state.width)
        return state

    def _timed(
        self, notes: StageNotes, share: float, plan: Callable[[float], JointTrajectory]
    ) -> JointTrajectory:
        """Plan within what is left of the stage's planning time; raises PlanningError PLAN_TIMEOUT when it is over."""
        limit, begin = self.settings.planning_deadline_s, time.monotonic()
        left = limit - notes.planning_s
        if left <= 0.0:
            raise PlanningError(
                ErrorCode.PLAN_TIMEOUT,
                f"no motion for this stage within {limit:.1f} s of planning",
                "allow more planning time or clear the scene around the object",
            )
        try:
            return plan(min(left, share * limit))
        finally:
            notes.planning_s += time.monotonic() - begin

    def _report(self, stage: Stage) -> None:
        self.stages.append(stage)
        self._on_stage(stage)
