# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""How different the poses of a calibration are, and what to add where they are too few or too alike."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy.spatial.transform import Rotation

from vla_r1_ros.calibration.pose import View
from vla_r1_ros.core.types import CameraModel, FloatArray

LEAST_POSES, GOOD_POSES = 6, 15
#: Rotation about the second axis (deg, rms): under the first nothing follows, under the second little.
LEAST_TURN_DEG, GOOD_TURN_DEG = 2.0, 10.0
_GOOD_COVER = 0.4
_GOOD_DEPTH_RATIO = 1.25
_GRID = 4


@dataclass(frozen=True)
class Spread:
    """`turns_deg` (3,): rms rotation of the carrier in its parent about the principal axes, largest first; `cover`:
    share of the picture's 4 by 4 fields in which corners were seen; `nearest` and `farthest` target, m."""

    poses: int
    turns_deg: FloatArray
    cover: float
    nearest: float
    farthest: float

    def advice(self) -> list[str]:
        """What to add, in words; empty where nothing needs to be."""
        words = []
        if self.poses < GOOD_POSES:
            words.append(f"{self.poses} poses are few: take {GOOD_POSES} or more")
        if self.turns_deg[1] < GOOD_TURN_DEG:
            words.append(f"the turns of the hand are nearly all about one axis ({self.turns_deg[0]:.0f} deg rms about "
                         f"it, {self.turns_deg[1]:.0f} about the next): tilt the hand 20 to 40 deg to all four sides")
        if self.cover < _GOOD_COVER:
            words.append(f"the target was seen in {self.cover:.0%} of the picture only: move it into the corners too")
        if self.farthest < _GOOD_DEPTH_RATIO * self.nearest:
            words.append(f"all distances are {self.nearest:.2f} to {self.farthest:.2f} m: come nearer and go farther")
        return words


def spread_of(camera: CameraModel, A: FloatArray, views: Sequence[View]) -> Spread:
    """Return the spread of poses A (N, 4, 4) T_parent_carrier, N >= 1, and their views."""
    turns = Rotation.from_matrix(A[:, :3, :3])
    vectors = (turns.mean().inv() * turns).as_rotvec()
    sizes = np.linalg.svd(vectors, compute_uv=False) / np.sqrt(len(A))
    pixels = np.vstack([view.seen.pixels for view in views])
    fields = np.floor(pixels / (camera.width_px, camera.height_px) * _GRID).clip(0, _GRID - 1)
    depths = [float(view.T_camera_target[2, 3]) for view in views]
    padded = np.zeros(3)
    padded[: len(sizes)] = np.degrees(sizes)
    return Spread(len(A), padded, len(np.unique(fields, axis=0)) / _GRID**2, min(depths), max(depths))
