# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""The little of a URDF that a robot file is compared with: links, joints, limits, and where a link is."""

from dataclasses import dataclass
from xml.etree import ElementTree

import numpy as np
from scipy.spatial.transform import Rotation

from vla_r1_ros.core.errors import ErrorCode, InputError
from vla_r1_ros.core.types import FloatArray

MOVING = ("revolute", "continuous", "prismatic")
_MAX_BYTES = 20_000_000


@dataclass(frozen=True)
class UrdfJoint:
    """A joint; limits in rad or m and per second, infinite where the URDF has none. `T_parent_joint` (4, 4).

    `mimics` names the joint that it follows, `mimic_factor` how far; empty where it moves by itself.
    """

    name: str
    kind: str
    parent: str
    child: str
    T_parent_joint: FloatArray
    axis: FloatArray
    lower: float
    upper: float
    velocity: float
    mimics: str = ""
    mimic_factor: float = 1.0

    def transform(self, position: float) -> FloatArray:
        """Return T_parent_child (4, 4) at a position."""
        T = np.eye(4)
        if self.kind in ("revolute", "continuous"):
            T[:3, :3] = Rotation.from_rotvec(self.axis * position).as_matrix()
        elif self.kind == "prismatic":
            T[:3, 3] = self.axis * position
        return np.asarray(self.T_parent_joint @ T)


@dataclass(frozen=True)
class Urdf:
    """The robot's name, links by name, joints by name."""

    links: frozenset[str]
    joints: dict[str, UrdfJoint]
    name: str = ""

    def chain(self, base: str, tip: str) -> list[UrdfJoint]:
        """Return the joints from `base` down to `tip`; empty where tip is not below base (or is base)."""
        above = {joint.child: joint for joint in self.joints.values()}
        found: list[UrdfJoint] = []
        while tip != base:
            if tip not in above or len(found) > len(self.joints):
                return []
            found.append(above[tip])
            tip = above[tip].parent
        return found[::-1]

    def pose(self, base: str, tip: str, positions: dict[str, float]) -> FloatArray:
        """Return T_base_tip (4, 4); a joint without a position follows what it mimics, or stands at 0."""
        T = np.eye(4)
        for joint in self.chain(base, tip):
            followed = joint.mimic_factor * positions.get(joint.mimics, 0.0)
            T = T @ joint.transform(positions.get(joint.name, followed))
        return T


def parse_urdf(text: str) -> Urdf:
    """Read a URDF (the text of a file or of the topic robot_description; not xacro).

    Raises:
        InputError: INPUT_FILE where it is no URDF or a number in it is none.
    """
    if len(text) > _MAX_BYTES or "<!ENTITY" in text:
        raise _bad("it is too large, or has entities", "give a plain URDF")
    try:
        root = ElementTree.fromstring(text)
        joints = [_joint(element) for element in root.findall("joint")]
    except (ElementTree.ParseError, ValueError, AttributeError) as error:
        raise _bad(str(error), "for a xacro file: xacro FILE > robot.urdf") from error
    links = frozenset(str(link.get("name")) for link in root.findall("link"))
    if root.tag != "robot" or not links:
        raise _bad("it has no <robot> with links", "for a xacro file: xacro FILE > robot.urdf")
    return Urdf(links, {joint.name: joint for joint in joints}, root.get("name", ""))


def _bad(what: str, advice: str) -> InputError:
    return InputError(ErrorCode.INPUT_FILE, f"this is no URDF: {what}", advice)


def _numbers(element: ElementTree.Element | None, key: str, default: str) -> FloatArray:
    text = default if element is None else element.get(key, default)
    values = np.array([float(word) for word in text.split()])
    if values.shape != (3,):
        raise ValueError(f"{key}={text!r} is not three numbers")
    return values


def _joint(element: ElementTree.Element) -> UrdfJoint:
    origin, limit, mimic = element.find("origin"), element.find("limit"), element.find("mimic")
    parent, child, kind = element.find("parent"), element.find("child"), element.get("type", "")
    if parent is None or child is None:
        raise ValueError(f"joint {element.get('name')!r} has no parent or no child")
    T = np.eye(4)
    T[:3, :3] = Rotation.from_euler("xyz", _numbers(origin, "rpy", "0 0 0")).as_matrix()
    T[:3, 3] = _numbers(origin, "xyz", "0 0 0")
    axis = _numbers(element.find("axis"), "xyz", "1 0 0")
    bounds = {key: float(limit.get(key, "0")) for key in ("lower", "upper", "velocity")} if limit is not None else {}
    if kind == "continuous" or limit is None:
        bounds |= {"lower": -np.inf, "upper": np.inf, "velocity": bounds.get("velocity", np.inf)}
    return UrdfJoint(str(element.get("name")), kind, str(parent.get("link")), str(child.get("link")), T,
                     axis / (float(np.linalg.norm(axis)) or 1.0), bounds["lower"], bounds["upper"],
                     bounds["velocity"], "" if mimic is None else mimic.get("joint", ""),
                     1.0 if mimic is None else float(mimic.get("multiplier", "1")))  # fmt: skip
