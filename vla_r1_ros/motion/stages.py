# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""What a skill is asked, what it reports on the way, and what comes out."""

from dataclasses import dataclass, field
from enum import StrEnum

from vla_r1_ros.core.errors import ErrorCode
from vla_r1_ros.core.types import FloatArray, SceneModel, StepKind, Target


class StageName(StrEnum):
    """The stages of the skills, in the order in which they come."""

    PLAN_GRASP = "plan_grasp"
    PLAN_PATH = "plan_path"
    OPEN = "open"
    PRE_GRASP = "pre_grasp"
    APPROACH = "approach"
    CLOSE = "close"
    LIFT = "lift"
    VERIFY_HELD = "verify_held"
    TRAVEL = "travel"
    LOWER = "lower"
    RELEASE = "release"
    RETREAT = "retreat"
    PUT_BACK = "put_back"
    HOME = "home"


@dataclass(frozen=True)
class Stage:
    """One stage that ended: its code (OK or what went wrong), seconds in all and in planning, and figures as text."""

    name: StageName
    code: ErrorCode
    seconds: float
    planning_s: float = 0.0
    values: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class MotionRequest:
    """What to do, in the base frame, metres.

    `path` (M, 3) are tool points, already lifted: first = where it starts, last = the place or reach point.
    `support_z` is the height of the surface that the objects stand on, `goal_surface_z` that of the surface (the
    container's inner floor) below the end of the path, `rim_z` the container's rim; None where not measured.
    """

    kind: StepKind
    target: Target | None
    path: FloatArray | None
    scene: SceneModel
    support_z: float
    goal_surface_z: float | None = None
    rim_z: float | None = None


@dataclass(frozen=True)
class MotionOutcome:
    """What was done: the stages, whether something is held at the end, and the tool's pose `T_base_tool` there."""

    kind: StepKind
    stages: tuple[Stage, ...]
    holding: bool
    T_base_tool: FloatArray
    seconds: float


@dataclass(frozen=True)
class SkillSettings:
    """How the skills move. Lengths m, speeds m/s, forces N, times s.

    `speed` is the share of joint limits on free motion; `tool_speed` bounds the tool while it travels. A grasp counts
    as missed below `min_width` or `min_width_share` of the measured width. `release_clearance` is kept between what is
    held and the surface at release, `reach_clearance` between the tool and the object's top. Fingers open by
    `release_opening` more than the object's width. A vessel held by its wall may hang down by up to `wall_sag` rad.
    """

    speed: float = 0.5
    tool_speed: float = 0.25
    approach_speed: float = 0.10
    planning_deadline_s: float = 5.0
    approach_distance: float = 0.10
    min_tool_height: float = 0.012
    grip_force: float = 30.0
    min_width: float = 0.003
    min_width_share: float = 0.5
    lost_width_share: float = 0.6
    release_clearance: float = 0.012
    release_opening: float = 0.024
    wall_sag: float = 0.45
    retreat_distance: float = 0.12
    reach_clearance: float = 0.03
    carry_height: float | None = None  # None: that of the robot file
    home_after_pick: bool = False
    home_after_place: bool = True
    home_after_reach: bool = False
    home_after_failure: bool = True
