# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""The parts that a back end gives to `ArmPlanner`. Joint vectors are (J,) rad in the robot file's order."""

from collections.abc import Sequence
from typing import Protocol

from vla_r1_ros.core.types import FloatArray, JointTrajectory, OrientedBox, SceneModel
from vla_r1_ros.motion.budget import Budget
from vla_r1_ros.motion.protocols import HeldObject

#: What `CollisionScene.blame` calls the things that have no name of their own.
POINTS, TARGET, HELD, ROBOT = "measured points", "target", "held object", "the robot itself"


class CollisionScene(Protocol):
    """Robot, obstacles, target and held object: does the robot collide, with what, and where are hand and tool?"""

    def set_scene(self, scene: SceneModel) -> None:
        """Replace obstacles and target; a held object stays held."""

    def set_held(self, held: HeldObject | None, target: OrientedBox | None) -> None:
        """Hold something or nothing, and replace the target."""

    def set_opening(self, width: float) -> None:
        """Model the fingers `width` m apart."""

    def set_target_contact(self, allowed: bool) -> None:
        """Let the fingers touch the target, or not."""

    def collides(self, joints: FloatArray) -> bool:
        """Whether the arm touches itself or anything that is to be kept clear of."""

    def blame(self, joints: FloatArray) -> tuple[str, ...]:
        """Name what the arm collides with; empty where it is free."""

    def tool_pose(self, joints: FloatArray) -> FloatArray:
        """Return `T_base_tool` (4, 4)."""

    def hand_pose(self, joints: FloatArray) -> FloatArray:
        """Return `T_base_hand` (4, 4)."""

    def hand_jacobian(self, joints: FloatArray) -> FloatArray:
        """Return the hand's Jacobian (6, J), linear rows first, in the hand frame."""


class FreeMotion(Protocol):
    """Collision-free timed joint motion between two configurations."""

    def plan(
        self, start: FloatArray, goal: FloatArray, speed: float, budget: Budget, attempt: int
    ) -> JointTrajectory | None:
        """Return a motion within `speed` times the limits, or None where this attempt (0, 1, ...) found none.

        Raises:
            PlanningError: PLAN_CANCELLED or PLAN_TIMEOUT by `budget`.
        """


class StraightMotion(Protocol):
    """Timed straight motion of the tool through poses; collisions are checked by the caller."""

    def plan(
        self, start: FloatArray, waypoints: Sequence[FloatArray], tool_speed: float, budget: Budget
    ) -> JointTrajectory:
        """Return the motion from joints (J,) through tool poses (4, 4) at up to `tool_speed` m/s.

        Raises:
            PlanningError: PLAN_NO_PATH where the arm cannot follow the line, PLAN_CANCELLED or PLAN_TIMEOUT.
        """
