# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""Cells with a known mounting: where the hand went, and what camera and robot then say of it, with their noise."""

from dataclasses import dataclass

import numpy as np
from scipy.spatial.transform import Rotation

from vla_r1_ros.calibration.detector import Seen
from vla_r1_ros.calibration.pose import View, target_view
from vla_r1_ros.calibration.target import Target
from vla_r1_ros.core.camera import invert_transform, project, transform_points
from vla_r1_ros.core.types import CameraModel, FloatArray


def transform(xyz: FloatArray | list[float], rotation: Rotation) -> FloatArray:
    T = np.eye(4)
    T[:3, :3], T[:3, 3] = rotation.as_matrix(), xyz
    return T


def small(random: np.random.Generator, mm: float, deg: float) -> FloatArray:
    """A transform of `mm` and `deg` each axis, one sigma."""
    return transform(random.normal(0.0, mm * 1e-3, 3), Rotation.from_rotvec(random.normal(0.0, np.radians(deg), 3)))


def apart(T: FloatArray, truth: FloatArray) -> tuple[float, float]:
    """Distance (mm) and angle (deg) between two transforms."""
    E = invert_transform(truth) @ T
    return (float(np.linalg.norm(T[:3, 3] - truth[:3, 3])) * 1e3,
            float(np.degrees(Rotation.from_matrix(E[:3, :3]).magnitude())))  # fmt: skip


@dataclass(frozen=True)
class KnownCell:
    """X, Z, and the poses A (N, 4, 4) T_parent_carrier and B (N, 4, 4) T_camera_target that are true."""

    camera: CameraModel
    target: Target
    X: FloatArray
    Z: FloatArray
    A: FloatArray
    B: FloatArray

    def views(self, random: np.random.Generator, noise_px: float) -> list[View]:
        """What a detector with that much noise (px, one sigma, each axis) finds."""
        found = []
        for T in self.B:
            pixels = project(self.camera, transform_points(T, self.target.corners()))
            view = target_view(self.camera, Seen(pixels + random.normal(0.0, noise_px, pixels.shape),
                                                 self.target.corners()))  # fmt: skip
            assert view is not None
            found.append(view)
        return found

    def told(self, random: np.random.Generator, mm: float, deg: float) -> FloatArray:
        """A as the robot says it."""
        return np.array([T @ small(random, mm, deg) for T in self.A])


def make_cell(camera: CameraModel, target: Target, random: np.random.Generator, poses: int, *, tilt_deg: float = 35.0,
              X: FloatArray | None = None, Z: FloatArray | None = None) -> KnownCell:
    """The target whole in the picture, 0.45 to 0.85 m away, tilted to all sides; X and Z anywhere unless given."""
    anywhere = Rotation.random(2, rng=random)
    X = transform(random.uniform(-0.8, 0.8, 3), anywhere[0]) if X is None else X
    Z = transform(random.uniform(-0.15, 0.15, 3), anywhere[1]) if Z is None else Z
    B: list[FloatArray] = []
    while len(B) < poses:
        tilt = Rotation.from_euler("xy", random.uniform(-tilt_deg, tilt_deg, 2), degrees=True)
        turn = Rotation.from_euler("z", random.uniform(-180, 180), degrees=True)
        place = [random.uniform(-0.15, 0.15), random.uniform(-0.12, 0.12), random.uniform(0.45, 0.85)]
        T = transform(place, tilt * Rotation.from_euler("x", 180, degrees=True) * turn)
        pixels = project(camera, transform_points(T, target.corners()))
        if ((pixels > 12) & (pixels < np.array([camera.width_px, camera.height_px]) - 12)).all():
            B.append(T)
    seen = np.array(B)
    return KnownCell(camera, target, X, Z, X @ seen @ invert_transform(Z), seen)
