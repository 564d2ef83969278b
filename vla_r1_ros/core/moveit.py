# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""What a robot file says of the robot's MoveIt configuration. Data only: nothing here imports MoveIt."""

from dataclasses import dataclass, field

from vla_r1_ros.core.robot_entries import Entries

#: What `named_states` may name, in our words: the arm at `arm.home`, the fingers apart, the fingers together.
STATES = ("home", "open", "closed")


@dataclass(frozen=True)
class MoveItPlanner:
    """A planning pipeline of the configuration, and a planner in it; an empty planner is the pipeline's default."""

    pipeline: str
    planner: str = ""


@dataclass(frozen=True)
class MoveItDescription:
    """Package with the configuration, groups of its SRDF (`gripper_group` empty where it has none), the pipelines for
    free motion and for straight lines, and names of group states in the SRDF by ours (`STATES`).

    `srdf` is the SRDF's path inside the package or package://PACKAGE/FILE (empty: the one that the package names),
    `xacro_args` go to it and to the URDF where they are xacro files.
    """

    config_package: str
    arm_group: str
    free: MoveItPlanner
    straight: MoveItPlanner
    gripper_group: str = ""
    named_states: dict[str, str] = field(default_factory=dict)
    srdf: str = ""
    xacro_args: dict[str, str] = field(default_factory=dict)


def read_moveit(entries: Entries) -> MoveItDescription:
    """Read the entry `moveit` of a robot file; what is wrong is noted in `entries`."""
    gripper_group = entries.text("gripper_group") if entries.given("gripper_group") else ""
    states: dict[str, str] = {}
    if entries.given("named_states"):
        named = entries.sub("named_states")
        states = {state: named.text(state) for state in STATES if named.given(state)}
    if not gripper_group and (without := sorted(set(states) & {"open", "closed"})):
        entries.note("named_states", f"has {', '.join(without)}, but there is no gripper_group")
    return MoveItDescription(
        config_package=entries.text("config_package"),
        arm_group=entries.text("arm_group"),
        free=_planner(entries.sub("free")),
        straight=_planner(entries.sub("straight")),
        gripper_group=gripper_group,
        named_states=states,
        srdf=entries.text("srdf") if entries.given("srdf") else "",
        xacro_args=_arguments(entries.sub("xacro_args")) if entries.given("xacro_args") else {},
    )


def _planner(entries: Entries) -> MoveItPlanner:
    return MoveItPlanner(entries.text("pipeline"), entries.text("planner") if entries.given("planner") else "")


def _arguments(entries: Entries) -> dict[str, str]:
    return {name: entries.text(name) for name in entries.names()}
