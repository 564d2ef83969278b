# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""A robot as data: what `config/robots/*.yaml` says, checked and typed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy.spatial.transform import Rotation

from vla_r1_ros.core.errors import ErrorCode, InputError
from vla_r1_ros.core.types import FloatArray


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
class GripperDescription:
    """A parallel gripper: opening and finger sizes in m, force in N; a command is half the opening.

    A finger is `finger_thickness` wide across the way it closes, `finger_breadth` deep along it, from its gripping face
    to its back, and reaches `finger_tip` beyond the tool point. Its action server is `controller`/`action`.
    """

    controller: str
    joints: tuple[str, ...]
    max_width: float
    finger_depth: float
    finger_thickness: float
    finger_breadth: float
    finger_tip: float
    max_effort: float
    action: str = "gripper_cmd"


@dataclass(frozen=True)
class LinkCapsule:
    """A capsule between the origins of two frames that covers a link, radius in m."""

    start_frame: str
    end_frame: str
    radius: float


@dataclass(frozen=True)
class RobotDescription:
    """Frames, limits and sizes of one robot; lengths m, `T_hand_tool` (4, 4), workspace corners (3,) in base."""

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


class _Reader:
    """Reads typed entries of a mapping; notes by name what is missing or wrong, and gives a neutral value instead."""

    def __init__(self, data: Any, where: str, problems: list[str]) -> None:
        self._where = where
        self._problems = problems
        self._asked: set[str] = set()
        self._parts: list[_Reader] = []
        if not isinstance(data, Mapping):
            self.note("", "must be a mapping")
        self._data = data if isinstance(data, Mapping) else None

    def note_unknown(self) -> None:
        """Note each entry, here and below, that nobody has asked for: a misspelt one would be left out in silence."""
        for key in self._data or {}:
            if key not in self._asked:
                self.note(str(key), f"is no entry of a robot file; here are {', '.join(sorted(self._asked))}")
        for part in self._parts:
            part.note_unknown()

    def note(self, key: str, what: str) -> None:
        self._problems.append(f"{self._where}{'.' if key else ''}{key} {what}")

    def sub(self, key: str) -> "_Reader":
        value = self._get(key)
        known = self._data is not None and key in self._data
        part = _Reader(value if known else None, f"{self._where}.{key}", self._problems if known else [])
        self._parts.append(part)
        return part

    def text(self, key: str, default: str | None = None) -> str:
        if default is not None and self._data is not None and key not in self._data:
            self._asked.add(key)
            return default
        value = self._get(key)
        if value is not None and (not isinstance(value, str) or not value):
            self.note(key, "must be a non-empty text")
        return value if isinstance(value, str) else ""

    def texts(self, key: str) -> tuple[str, ...]:
        value = self._get(key)
        if value is None:
            return ()
        names = isinstance(value, Sequence) and not isinstance(value, str) and all(isinstance(v, str) for v in value)
        if not names or not value or not all(value):
            self.note(key, "must be a list of names, one or more")
            return ()
        if len(set(value)) < len(value):
            self.note(key, "has a name twice")
        return tuple(value)

    def number(self, key: str) -> float:
        value = self._get(key)
        number = isinstance(value, int | float) and not isinstance(value, bool)
        if not number or not np.isfinite(value) or value <= 0:
            if value is not None:
                self.note(key, f"must be a positive number, is {value!r}")
            return 1.0
        return float(value)

    def flag(self, key: str) -> bool:
        value = self._get(key)
        if value is not None and not isinstance(value, bool):
            self.note(key, f"must be true or false, is {value!r}")
        return bool(value)

    def vector(self, key: str, length: int) -> FloatArray:
        """`length` numbers; NaN where they are not there."""
        value, nothing = self._get(key), np.full(length, np.nan)
        if value is None:
            return nothing
        try:
            array = np.asarray(value, dtype=np.float64)
        except (TypeError, ValueError):
            self.note(key, f"must be {length} numbers, is {value!r}")
            return nothing
        if array.shape != (length,) or not np.isfinite(array).all():
            self.note(key, f"must be {length} finite numbers, is {value!r}")
            return nothing
        return array

    def list_of(self, key: str) -> list["_Reader"]:
        value = self._get(key)
        if value is None:
            return []
        if not isinstance(value, Sequence) or isinstance(value, str):
            self.note(key, "must be a list")
            return []
        parts = [_Reader(item, f"{self._where}.{key}[{i}]", self._problems) for i, item in enumerate(value)]
        self._parts += parts
        return parts

    def _get(self, key: str) -> Any:
        self._asked.add(key)
        if self._data is None:
            return None
        if self._data.get(key) is None:
            self.note(key, f"is missing; there are {sorted(map(str, self._data))}")
        return self._data.get(key)


def _arm(reader: _Reader) -> ArmDescription:
    joints = reader.texts("joints")
    n = len(joints)
    lower, upper = reader.vector("position_lower", n), reader.vector("position_upper", n)
    home = reader.vector("home", n)
    if ((lower >= upper) | (lower > home) | (home > upper)).any():
        reader.note("", "position_lower < position_upper and home between them must hold for each joint")
    velocity, acceleration = reader.vector("velocity", n), reader.vector("acceleration", n)
    if (velocity <= 0).any() or (acceleration <= 0).any():
        reader.note("", "velocity and acceleration limits must be positive")
    return ArmDescription(joints, home, lower, upper, velocity, acceleration, reader.text("controller"))


def _transform(reader: _Reader) -> FloatArray:
    T = np.eye(4)
    rpy, xyz = reader.vector("rpy", 3), reader.vector("xyz", 3)
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
    root = _Reader(data, "robot", problems)
    arm, gripper, workspace = _arm(root.sub("arm")), _gripper(root.sub("gripper")), root.sub("workspace")
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
    return found


def _gripper(reader: _Reader) -> GripperDescription:
    return GripperDescription(
        controller=reader.text("controller"),
        joints=reader.texts("joints"),
        max_width=reader.number("max_width"),
        finger_depth=reader.number("finger_depth"),
        finger_thickness=reader.number("finger_thickness"),
        finger_breadth=reader.number("finger_breadth"),
        finger_tip=reader.number("finger_tip"),
        max_effort=reader.number("max_effort"),
        action=reader.text("action", "gripper_cmd"),
    )
