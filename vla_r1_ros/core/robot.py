# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""A robot as data: what `config/robots/*.yaml` says, checked and typed."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy.spatial.transform import Rotation

from vla_r1_ros.core.errors import ErrorCode, InputError
from vla_r1_ros.core.gripper import GripperDescription, read_gripper
from vla_r1_ros.core.moveit import MoveItDescription, read_moveit
from vla_r1_ros.core.robot_entries import Entries
from vla_r1_ros.core.types import FloatArray

_MAX_REACH_M, _MAX_TURN = 3.0, 2 * np.pi + 1e-3
_MAX_VELOCITY, _MAX_ACCELERATION = 2 * np.pi + 1e-3, 30.0  # the fastest joints of collaborative arms turn at pi to 2 pi
_MAX_EFFORT_N = 500.0


@dataclass(frozen=True)
class ArmDescription:
    """Joints in order, home, limits (rad, rad/s, rad/s^2), each of length J, and the controller's name."""

    joints: tuple[str, ...]
    home: FloatArray
    position_lower: FloatArray
    position_upper: FloatArray
    velocity: FloatArray
    acceleration: FloatArray
    controller: str


@dataclass(frozen=True)
class LinkCapsule:
    """A capsule between the origins of two frames that covers a link, radius in m."""

    start_frame: str
    end_frame: str
    radius: float


@dataclass(frozen=True)
class RobotDescription:
    """Frames, limits and sizes of one robot; lengths m, `T_hand_tool` (4, 4), workspace corners (3,) in base.

    `moveit` is there where the file names a MoveIt configuration.
    """

    name: str
    base_frame: str
    tool_frame: str
    hand_frame: str
    T_hand_tool: FloatArray
    arm: ArmDescription
    gripper: GripperDescription
    workspace_lower: FloatArray
    workspace_upper: FloatArray
    carry_height: float
    tool_down: bool
    links: tuple[LinkCapsule, ...]
    moveit: MoveItDescription | None = None


def _arm(entries: Entries) -> ArmDescription:
    joints = entries.texts("joints")
    n = len(joints)
    lower, upper = entries.vector("position_lower", n), entries.vector("position_upper", n)
    home = entries.vector("home", n)
    if ((lower >= upper) | (lower > home) | (home > upper)).any():
        entries.note("", "position_lower < position_upper and home between them must hold for each joint")
    velocity, acceleration = entries.vector("velocity", n), entries.vector("acceleration", n)
    if (velocity <= 0).any() or (acceleration <= 0).any():
        entries.note("", "velocity and acceleration limits must be positive")
    return ArmDescription(joints, home, lower, upper, velocity, acceleration, entries.text("controller"))


def _transform(entries: Entries) -> FloatArray:
    T = np.eye(4)
    rpy, xyz = entries.vector("rpy", 3), entries.vector("xyz", 3)
    T[:3, :3] = Rotation.from_euler("xyz", np.nan_to_num(rpy)).as_matrix()
    T[:3, 3] = xyz
    return T


def parse_robot(data: Mapping[str, Any]) -> RobotDescription:
    """Check and type the content of a robot file.

    Raises:
        InputError: INPUT_PARAMETER that names each entry which is missing, mistyped or contradictory.
    """
    robot, problems = _read(data)
    if problems:
        raise InputError(ErrorCode.INPUT_PARAMETER, "robot file: " + "; ".join(problems), "see docs/robots.md")
    return robot


def robot_problems(data: Any) -> list[str]:
    """Return what :func:`parse_robot` would refuse, an entry each."""
    return _read(data)[1]


def _read(data: Any) -> tuple[RobotDescription, list[str]]:
    problems: list[str] = []
    root = Entries(data, "robot", problems)
    arm, gripper, workspace = _arm(root.sub("arm")), read_gripper(root.sub("gripper")), root.sub("workspace")
    lower, upper = workspace.vector("lower", 3), workspace.vector("upper", 3)
    if (lower >= upper).any():
        workspace.note("", f"lower {lower} must be below upper {upper}")
    robot = RobotDescription(
        name=root.text("name"),
        base_frame=root.text("base_frame"),
        tool_frame=root.text("tool_frame"),
        hand_frame=root.text("hand_frame"),
        T_hand_tool=_transform(root.sub("T_hand_tool")),
        arm=arm,
        gripper=gripper,
        workspace_lower=lower,
        workspace_upper=upper,
        carry_height=root.number("carry_height"),
        tool_down=root.flag("tool_down"),
        links=tuple(LinkCapsule(r.text("from"), r.text("to"), r.number("radius")) for r in root.list_of("links")),
        moveit=read_moveit(root.sub("moveit")) if root.given("moveit") else None,
    )
    root.note_unknown()
    problems += _contradictions(robot) if not problems else []
    return robot, problems


def _contradictions(robot: RobotDescription) -> list[str]:
    """What two entries say of each other."""
    found = []
    if both := set(robot.arm.joints) & set(robot.gripper.joints):
        found.append(f"robot.gripper.joints and robot.arm.joints both have {sorted(both)}")
    if robot.base_frame in (robot.tool_frame, robot.hand_frame):
        found.append(f"robot.base_frame {robot.base_frame!r} is also the tool or hand frame")
    if robot.tool_frame == robot.hand_frame and not np.allclose(robot.T_hand_tool, np.eye(4)):
        found.append("robot.T_hand_tool is not the identity, though tool_frame and hand_frame are one")
    if not robot.workspace_lower[2] < robot.carry_height < robot.workspace_upper[2]:
        found.append(f"robot.carry_height {robot.carry_height:g} is not inside the workspace's heights "
                     f"{robot.workspace_lower[2]:g} to {robot.workspace_upper[2]:g}")  # fmt: skip
    return found + _implausible(robot)


def _implausible(robot: RobotDescription) -> list[str]:
    """Limits so wide that they limit nothing: what no arm on a table does is a slip of unit or digit."""
    arm, found = robot.arm, []
    for name, values, limit, unit, why in (
        ("workspace.lower", robot.workspace_lower, _MAX_REACH_M, "m", "from the base: no such arm reaches so far"),
        ("workspace.upper", robot.workspace_upper, _MAX_REACH_M, "m", "from the base: no such arm reaches so far"),
        ("arm.position_lower", arm.position_lower, _MAX_TURN, "rad", "a whole turn: degrees?"),
        ("arm.position_upper", arm.position_upper, _MAX_TURN, "rad", "a whole turn: degrees?"),
        ("arm.velocity", arm.velocity, _MAX_VELOCITY, "rad/s", "faster than such a joint may turn: degrees?"),
        ("arm.acceleration", arm.acceleration, _MAX_ACCELERATION, "rad/s^2", "more than such a joint may: degrees?"),
        ("gripper.max_effort", np.array([robot.gripper.max_effort]), _MAX_EFFORT_N, "N", "it would crush things"),
    ):
        if (widest := float(np.abs(values).max())) > limit:
            found.append(f"robot.{name} has {widest:g} {unit}, at most {limit:g} is plausible ({why})")
    return found
