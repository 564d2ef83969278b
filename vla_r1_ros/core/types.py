# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""The values that travel between the parts of the stack. SI units, REP-103 axes, float64 unless said otherwise."""

from dataclasses import dataclass, field
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

FloatArray = NDArray[np.float64]
ImageArray = NDArray[np.uint8]


class Task(StrEnum):
    """The two questions of the VLA-R1 contract."""

    AFFORDANCE = "affordance"
    TRAJECTORY = "trajectory"


class StepKind(StrEnum):
    """What a step of an instruction asks the arm to do; decides which questions the model is asked."""

    PICK = "pick"  # box only
    CARRY = "carry"  # box and path
    REACH = "reach"  # path only, empty gripper
    PLACE = "place"  # path only, with what is held


@dataclass(frozen=True)
class Step:
    """One step of an instruction: `text` is what the model is asked, `object` and `goal` are noun phrases."""

    kind: StepKind
    text: str
    object: str = ""
    goal: str = ""


@dataclass(frozen=True)
class Question:
    """One question to the model: the task decides suffix and type of the answer."""

    task: Task
    text: str


@dataclass(frozen=True)
class Box:
    """Axis-aligned box in an image, normalised to [0, 1]: **centre** x, y, then width, height (contract)."""

    x: float
    y: float
    width: float
    height: float

    def corners(self) -> FloatArray:
        """Return (x0, y0, x1, y1), normalised, clipped to the image; shape (4,)."""
        half_w, half_h = self.width / 2, self.height / 2
        corners = (self.x - half_w, self.y - half_h, self.x + half_w, self.y + half_h)
        return np.asarray(np.clip(corners, 0.0, 1.0), dtype=np.float64)

    def to_pixels(self, width_px: int, height_px: int) -> "Box":
        """Return the box in pixels of an image (u = x * width, no half-pixel shift)."""
        return Box(self.x * width_px, self.y * height_px, self.width * width_px, self.height * height_px)


@dataclass(frozen=True)
class BoxReply:
    """A parsed affordance reply; `box` is None when the model says that the object is absent."""

    think: str
    box: Box | None


@dataclass(frozen=True)
class PathReply:
    """A parsed trajectory reply; `path` is (N, 2) normalised [x, y] in order of travel, None when absent."""

    think: str
    path: FloatArray | None


@dataclass(frozen=True)
class CameraModel:
    """Pinhole camera with plumb_bob or rational distortion (sensor_msgs/CameraInfo, REP-104).

    `K` (3, 3); `D` (0,), (4,), (5,) or (8,); pixel (u, v) is the centre of a pixel counted from 0.
    """

    width_px: int
    height_px: int
    K: FloatArray
    D: FloatArray = field(default_factory=lambda: np.zeros(0))


@dataclass(frozen=True)
class OrientedBox:
    """A measured object: `T_base_box` (4, 4) maps box coordinates (centre, z up) to base, `size` (3,) m."""

    T_base_box: FloatArray
    size: FloatArray


@dataclass(frozen=True)
class Grasp:
    """A grasp: `T_base_tool` (4, 4) tool pose at closing, `width` m between the fingers there, `score` in [0, 1].

    Where it takes a vessel by its wall, `opening` m is how far the fingers are to be apart on the way in: no more, for
    one of them goes down inside.
    """

    T_base_tool: FloatArray
    width: float
    score: float
    opening: float | None = None


@dataclass(frozen=True)
class Target:
    """What is to be grasped: the measured box, ranked grasps (best first), and the height of its support (m, base)."""

    box: OrientedBox
    grasps: tuple[Grasp, ...]
    support_z: float


@dataclass(frozen=True)
class JointTrajectory:
    """A timed joint path: names (J), times (N,) s from 0 rising, positions and velocities (N, J) rad, rad/s."""

    joint_names: tuple[str, ...]
    times: FloatArray
    positions: FloatArray
    velocities: FloatArray

    @property
    def duration(self) -> float:
        """Seconds from start to end."""
        return float(self.times[-1]) if len(self.times) else 0.0


@dataclass(frozen=True)
class BoxObstacle:
    """A box to keep clear of: name, `T_base_box` (4, 4), size (3,) m."""

    name: str
    T_base_box: FloatArray
    size: FloatArray


@dataclass(frozen=True)
class SceneModel:
    """What a planner must keep clear of, in the base frame.

    `points` (N, 3) m are measured surface points without target and robot, each standing for a cube of
    `resolution` m; `boxes` are known solids (table); `target` may be touched only by the fingers.
    """

    boxes: tuple[BoxObstacle, ...] = ()
    points: FloatArray = field(default_factory=lambda: np.zeros((0, 3)))
    resolution: float = 0.01
    target: OrientedBox | None = None


@dataclass(frozen=True)
class GripperState:
    """Opening between the fingers (m), and whether the command ended on a resistance."""

    width: float
    stalled: bool
