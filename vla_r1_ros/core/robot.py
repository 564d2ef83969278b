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
    to its back, and reaches `finger_tip` beyond the tool point.
    """

    controller: str
    joints: tuple[str, ...]
    max_width: float
    finger_depth: float
    finger_thickness: float
    finger_breadth: float
    finger_tip: float
    max_effort: float


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
    """Reads typed entries of a mapping and names the entry that is missing or wrong."""

    def __init__(self, data: Any, where: str) -> None:
        if not isinstance(data, Mapping):
            raise _bad(where, "must be a mapping")
        self._data = data
        self._where = where

    def sub(self, key: str) -> "_Reader":
        return _Reader(self._get(key), f"{self._where}.{key}")

    def text(self, key: str) -> str:
        value = self._get(key)
        if not isinstance(value, str) or not value:
            raise _bad(f"{self._where}.{key}", "must be a non-empty text")
        return value

    def texts(self, key: str) -> tuple[str, ...]:
        value = self._get(key)
        if not isinstance(value, Sequence) or isinstance(value, str) or not all(isinstance(v, str) for v in value):
            raise _bad(f"{self._where}.{key}", "must be a list of names")
        return tuple(value)

    def number(self, key: str, *, positive: bool = True) -> float:
        value = self._get(key)
        number = isinstance(value, int | float) and not isinstance(value, bool)
        if not number or not np.isfinite(value) or (positive and value <= 0):
            raise _bad(f"{self._where}.{key}", f"must be a {'positive ' if positive else ''}number, is {value!r}")
        return float(value)

    def flag(self, key: str) -> bool:
        value = self._get(key)
        if not isinstance(value, bool):
            raise _bad(f"{self._where}.{key}", f"must be true or false, is {value!r}")
        return value

    def vector(self, key: str, length: int) -> FloatArray:
        value = self._get(key)
        try:
            array = np.asarray(value, dtype=np.float64)
        except (TypeError, ValueError):
            raise _bad(f"{self._where}.{key}", f"must be {length} numbers, is {value!r}") from None
        if array.shape != (length,) or not np.isfinite(array).all():
            raise _bad(f"{self._where}.{key}", f"must be {length} finite numbers, is {value!r}")
        return array

    def list_of(self, key: str) -> list["_Reader"]:
        value = self._get(key)
        if not isinstance(value, Sequence) or isinstance(value, str):
            raise _bad(f"{self._where}.{key}", "must be a list")
        return [_Reader(item, f"{self._where}.{key}[{i}]") for i, item in enumerate(value)]

    def _get(self, key: str) -> Any:
        if key not in self._data:
            raise _bad(f"{self._where}.{key}", f"is missing; there are {sorted(map(str, self._data))}")
        return self._data[key]


def _bad(where: str, what: str) -> InputError:
    return InputError(ErrorCode.INPUT_PARAMETER, f"robot file: {where} {what}", "see config/robots/panda.yaml")


def _arm(reader: _Reader) -> ArmDescription:
    joints = reader.texts("joints")
    n = len(joints)
    lower, upper = reader.vector("position_lower", n), reader.vector("position_upper", n)
    home = reader.vector("home", n)
    if not ((lower < upper) & (lower <= home) & (home <= upper)).all():
        raise _bad("arm", "position_lower < position_upper and home between them must hold for each joint")
    velocity, acceleration = reader.vector("velocity", n), reader.vector("acceleration", n)
    if not ((velocity > 0).all() and (acceleration > 0).all()):
        raise _bad("arm", "velocity and acceleration limits must be positive")
    return ArmDescription(joints, home, lower, upper, velocity, acceleration, reader.text("controller"))


def _transform(reader: _Reader) -> FloatArray:
    T = np.eye(4)
    T[:3, :3] = Rotation.from_euler("xyz", reader.vector("rpy", 3)).as_matrix()
    T[:3, 3] = reader.vector("xyz", 3)
    return T


def parse_robot(data: Mapping[str, Any]) -> RobotDescription:
    """Check and type the content of a robot file.

    Raises:
        InputError: INPUT_PARAMETER that names the entry which is missing, mistyped or contradictory.
    """
    root = _Reader(data, "robot")
    gripper, workspace = root.sub("gripper"), root.sub("workspace")
    lower, upper = workspace.vector("lower", 3), workspace.vector("upper", 3)
    if not (lower < upper).all():
        raise _bad("robot.workspace", f"lower {lower} must be below upper {upper}")
    return RobotDescription(
        name=root.text("name"),
        base_frame=root.text("base_frame"),
        tool_frame=root.text("tool_frame"),
        hand_frame=root.text("hand_frame"),
        T_hand_tool=_transform(root.sub("T_hand_tool")),
        arm=_arm(root.sub("arm")),
        gripper=GripperDescription(
            controller=gripper.text("controller"),
            joints=gripper.texts("joints"),
            max_width=gripper.number("max_width"),
            finger_depth=gripper.number("finger_depth"),
            finger_thickness=gripper.number("finger_thickness"),
            finger_breadth=gripper.number("finger_breadth"),
            finger_tip=gripper.number("finger_tip"),
            max_effort=gripper.number("max_effort"),
        ),
        workspace_lower=lower,
        workspace_upper=upper,
        carry_height=root.number("carry_height"),
        tool_down=root.flag("tool_down"),
        links=tuple(LinkCapsule(r.text("from"), r.text("to"), r.number("radius")) for r in root.list_of("links")),
    )
