# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""The shipped robot, and a ray caster that makes depth images of simple solids with known truth."""

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import pytest
import yaml

from vla_r1_ros.core.camera import project, ray_grid, transform_points
from vla_r1_ros.core.cloud import base_points
from vla_r1_ros.core.robot import RobotDescription, parse_robot
from vla_r1_ros.core.support import SupportPlane, find_support
from vla_r1_ros.core.types import Box, CameraModel, FloatArray

Solid = Callable[[FloatArray, FloatArray], FloatArray]  # (origin (3,), directions (N, 3)) -> distance (N,), inf


def block(x: float, y: float, size: tuple[float, float, float], yaw: float = 0.0, z: float = 0.0) -> Solid:
    """A box that stands at height z."""
    c, s = np.cos(yaw), np.sin(yaw)
    R = np.array([[c, s, 0], [-s, c, 0], [0, 0, 1.0]])
    half = np.array(size) / 2

    def hit(origin: FloatArray, directions: FloatArray) -> FloatArray:
        o, d = R @ (origin - [x, y, z + half[2]]), directions @ R.T
        with np.errstate(divide="ignore", invalid="ignore"):
            near, far = (-half - o) / d, (half - o) / d
        first, last = np.minimum(near, far).max(axis=1), np.maximum(near, far).min(axis=1)
        return np.where((first <= last) & (first > 0), first, np.inf)

    return hit


def ball(x: float, y: float, radius: float) -> Solid:
    """A ball on the table."""

    def hit(origin: FloatArray, directions: FloatArray) -> FloatArray:
        o = origin - [x, y, radius]
        a, b, c = (directions**2).sum(1), directions @ o, o @ o - radius**2
        root = b * b - a * c
        return np.where(root > 0, (-b - np.sqrt(np.maximum(root, 0))) / a, np.inf)

    return hit


def tube(x: float, y: float, radius: float, height: float, wall: float | None = None, floor: float = 0.006) -> Solid:
    """An upright cylinder on the table; with `wall` an open vessel with an inner floor."""

    def side(o: FloatArray, d: FloatArray, r: float, sign: float) -> FloatArray:
        a, b, c = (d[:, :2] ** 2).sum(1), d[:, :2] @ o[:2], o[:2] @ o[:2] - r * r
        root = b * b - a * c
        with np.errstate(divide="ignore", invalid="ignore"):
            t = (-b + sign * np.sqrt(np.maximum(root, 0))) / a
        z = o[2] + t * d[:, 2]
        return np.where((root > 0) & (t > 0) & (z >= 0) & (z <= height), t, np.inf)

    def disc(o: FloatArray, d: FloatArray, z: float, inner: float, outer: float) -> FloatArray:
        t = (z - o[2]) / d[:, 2]
        r = np.hypot(o[0] + t * d[:, 0], o[1] + t * d[:, 1])
        return np.where((t > 0) & (r <= outer) & (r >= inner), t, np.inf)

    def hit(origin: FloatArray, directions: FloatArray) -> FloatArray:
        o, d = origin - [x, y, 0.0], directions
        outside = side(o, d, radius, -1.0)
        if wall is None:
            return np.minimum(outside, disc(o, d, height, 0.0, radius))
        inner = radius - wall
        parts = [outside, disc(o, d, height, inner, radius), side(o, d, inner, 1.0), disc(o, d, floor, 0.0, inner)]
        return np.min(parts, axis=0)

    return hit


@dataclass
class Look:
    """A measured view of solids on a table at z = 0."""

    camera: CameraModel
    T_base_camera: FloatArray
    depth: FloatArray
    points: FloatArray
    support: SupportPlane
    owner: FloatArray = field(repr=False)  # (H, W), number of the solid seen, -1 table

    def box_of(self, index: int, shift: float = 0.0, grow: float = 0.0) -> Box:
        """The true box of a solid in pixels, moved and grown by shares of its size."""
        v, u = np.nonzero(self.owner == index)
        width, height = float(np.ptp(u) + 1), float(np.ptp(v) + 1)
        return Box(
            u.min() + width / 2 + shift * width, v.min() + height / 2 + shift * height,
            width * (1 + grow), height * (1 + grow),
        )  # fmt: skip

    def pixel_of(self, point: FloatArray) -> FloatArray:
        """The pixel (2,) of a point in the base frame."""
        T = np.linalg.inv(self.T_base_camera)
        return project(self.camera, transform_points(T, np.asarray(point)[None]))[0]


def looking_at(eye: FloatArray, aim: FloatArray) -> FloatArray:
    """`T_base_camera` of a level camera."""
    ahead = (aim - eye) / np.linalg.norm(aim - eye)
    right = np.cross(ahead, [0, 0, 1.0])
    right /= np.linalg.norm(right)
    T = np.eye(4)
    T[:3, :3], T[:3, 3] = np.stack([right, np.cross(ahead, right), ahead], axis=1), eye
    return T


def cast(
    *solids: Solid,
    noise: float = 0.0015,
    holes: float = 0.02,
    seed: int = 0,
    eye: tuple[float, float, float] = (-0.05, -0.47, 0.78),
    D: FloatArray | None = None,
) -> Look:
    """Measure solids on a table with a 640 x 480 camera over the shoulder; noise in m, holes as a share."""
    camera = CameraModel(640, 480, np.array([[617.0, 0, 319.5], [0, 617.0, 239.5], [0, 0, 1.0]]),
                         np.zeros(0) if D is None else D)  # fmt: skip
    T = looking_at(np.array(eye), np.array([0.51, -0.03, 0.045]))
    directions = ray_grid(camera).reshape(-1, 3) @ T[:3, :3].T
    table = np.where(directions[:, 2] < 0, -T[2, 3] / directions[:, 2], np.inf)
    hits = np.stack([table, *(solid(T[:3, 3], directions) for solid in solids)])
    rng = np.random.default_rng(seed)
    true = hits.min(axis=0)
    measured = np.round(true + rng.normal(0, noise, true.shape), 3)
    measured[(rng.random(true.shape) < holes) | ~(true < 3.0)] = np.nan
    depth = measured.reshape(480, 640).astype(np.float32)
    points = base_points(depth, camera, T)
    owner = np.where(np.isfinite(true), hits.argmin(axis=0) - 1, -1).reshape(480, 640)
    return Look(camera, T, depth, points, find_support(points), owner)


@dataclass(frozen=True)
class Caster:
    """What tests build scenes from."""

    cast: Callable[..., Look] = cast
    block: Callable[..., Solid] = block
    ball: Callable[..., Solid] = ball
    tube: Callable[..., Solid] = tube


@pytest.fixture(scope="session")
def scene() -> Caster:
    return Caster()


@pytest.fixture(scope="session")
def robot() -> RobotDescription:
    path = Path(__file__).parents[2] / "config" / "robots" / "panda.yaml"
    return parse_robot(yaml.safe_load(path.read_text()))
