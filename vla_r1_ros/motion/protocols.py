# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""What a planner and an arm must be able to do. Back ends implement these; skills know nothing else."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from vla_r1_ros.core.cancel import CancelToken
from vla_r1_ros.core.types import FloatArray, GripperState, JointTrajectory, OrientedBox, SceneModel


@dataclass(frozen=True)
class HeldObject:
    """What the gripper holds: `T_tool_box` (4, 4) and size (3,) m; moves with the tool and must stay clear."""

    T_tool_box: FloatArray
    size: FloatArray


class Planner(Protocol):
    """Plans motions of the arm in a scene. Every call is bounded by `deadline_s`, may be cancelled, gives a timed
    trajectory that was re-checked for collision, joint, velocity and acceleration limits, or raises PlanningError.
    Not thread-safe: one caller at a time. Joint vectors are (J,) rad in the robot file's order."""

    def set_scene(self, scene: SceneModel) -> None:
        """Replace everything that is to be kept clear of."""

    def set_opening(self, width: float) -> None:
        """Plan with the fingers `width` m apart; fully open until told otherwise."""

    def allow_target_contact(self, allowed: bool) -> None:
        """Let the fingers touch the scene's target (approach, close) or forbid it."""

    def attach(self, held: HeldObject) -> None:
        """From now on plan with this object in the gripper; the target's own box leaves the scene."""

    def detach(self, left_at: OrientedBox | None) -> None:
        """Forget the held object; where given, it stands in the scene as target from now on."""

    def plan_to_joints(self, start: FloatArray, goal: FloatArray, *, speed: float, deadline_s: float,
                       cancel: CancelToken) -> JointTrajectory:
        """Free motion to a joint goal; `speed` in (0, 1] scales velocity and acceleration limits."""

    def plan_to_pose(self, start: FloatArray, T_base_tool: FloatArray, *, speed: float, deadline_s: float,
                     cancel: CancelToken) -> JointTrajectory:
        """Free motion to a tool pose (4, 4)."""

    def plan_straight(self, start: FloatArray, waypoints: Sequence[FloatArray], *, tool_speed: float,
                      deadline_s: float, cancel: CancelToken) -> JointTrajectory:
        """Straight tool motion through poses (4, 4) at up to `tool_speed` m/s, without joint jumps."""

    def tool_pose(self, joints: FloatArray) -> FloatArray:
        """Forward kinematics: `T_base_tool` (4, 4)."""


class Arm(Protocol):
    """Executes timed trajectories and moves the gripper: ros2_control and the simulator alike."""

    def joints(self, max_age_s: float = 0.5) -> FloatArray:
        """Measured arm joint positions (J,). Raises SafetyError SAFETY_STALE_INPUT when older than `max_age_s`."""

    def gripper_width(self) -> float:
        """Measured opening, m."""

    def execute(self, trajectory: JointTrajectory, *, cancel: CancelToken) -> FloatArray:
        """Run it, wait for the end, verify from joint states; return the joints at the end.

        Raises ExecutionError (rejected, aborted, time-out, tolerance, cancelled, no motion). On cancel the arm is
        at rest when this returns; where the controller gave up it was given a second to come to rest."""

    def move_gripper(self, width: float, max_effort: float, *, cancel: CancelToken) -> GripperState:
        """Open or close to `width` m with at most `max_effort` N. Raises ExecutionError."""
