# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""The surface that objects stand on, found in the measured points."""

from dataclasses import dataclass

import numpy as np

from vla_r1_ros.core.errors import ErrorCode, ProjectionError
from vla_r1_ros.core.types import FloatArray

MIN_POINTS = 300
_SAMPLE = 4_000
_TRIALS = 240


@dataclass(frozen=True)
class SupportPlane:
    """A plane in the base frame: unit `normal` (3,) pointing up, `normal @ p = offset` (m) on it.

    `inlier_share` of the points looked at lie on it; `z` is its height (m) at their centre.
    """

    normal: FloatArray
    offset: float
    inlier_share: float
    z: float

    def height(self, points: FloatArray) -> FloatArray:
        """Return the distance above the plane (m) of points (..., 3), NaN where a point is NaN."""
        return np.asarray(np.asarray(points, dtype=np.float64) @ self.normal - self.offset)

    def z_at(self, x: float, y: float) -> float:
        """Return the plane's z (m, base) over a point of the base frame's x-y plane."""
        return float((self.offset - self.normal[0] * x - self.normal[1] * y) / self.normal[2])


def _refusal(message: str) -> ProjectionError:
    return ProjectionError(
        ErrorCode.PROJECTION_NO_SUPPORT, message, "let the camera see more of the table, and check its pose (TF)"
    )


def find_support(
    points_base: FloatArray,
    *,
    lower: FloatArray | None = None,
    upper: FloatArray | None = None,
    tolerance: float = 0.005,
    max_tilt_deg: float = 15.0,
    min_share: float = 0.2,
    seed: int = 0,
) -> SupportPlane:
    """Find the plane with most points among those tilted at most `max_tilt_deg` from the base's z.

    Args:
        points_base: (..., 3) m, NaN where nothing was measured.
        lower, upper: corners (3,) m of the part of space that is looked at; all where left out.
        tolerance: distance (m) up to which a point counts as on the plane.
        min_share: least share of the points that must lie on it.
        seed: of the random trials, fixed so that the same image gives the same plane.

    Raises:
        ProjectionError: PROJECTION_NO_SUPPORT.
    """
    points = np.asarray(points_base, dtype=np.float64).reshape(-1, 3)
    keep = np.isfinite(points).all(axis=1)
    for bound, sign in ((lower, 1.0), (upper, -1.0)):
        if bound is not None:
            with np.errstate(invalid="ignore"):
                keep &= (sign * (points - bound) >= 0).all(axis=1)
    points = points[keep]
    if len(points) < MIN_POINTS:
        raise _refusal(f"only {len(points)} measured points to find the table in, {MIN_POINTS} are needed")
    rng = np.random.default_rng(seed)
    some = points[rng.choice(len(points), min(_SAMPLE, len(points)), replace=False)]
    normals, offsets = _hypotheses(some, rng, np.cos(np.radians(max_tilt_deg)))
    if not len(normals):
        raise _refusal(f"no plane within {max_tilt_deg:g} degrees of level")
    counts = (np.abs(normals @ some.T - offsets[:, None]) <= tolerance).sum(axis=1)
    best = int(counts.argmax())
    normal, offset = normals[best], float(offsets[best])
    for _ in range(3):
        normal, offset = _least_squares(some[np.abs(some @ normal - offset) <= tolerance])
    on = np.abs(some @ normal - offset) <= tolerance
    share = float(on.mean())
    if not share >= min_share or not normal[2] >= np.cos(np.radians(max_tilt_deg)):
        raise _refusal(f"the best level plane holds {share:.0%} of the points, {min_share:.0%} are needed")
    x, y = some[on, :2].mean(axis=0)
    return SupportPlane(normal, offset, share, float((offset - normal[0] * x - normal[1] * y) / normal[2]))


def _hypotheses(points: FloatArray, rng: np.random.Generator, least_z: float) -> tuple[FloatArray, FloatArray]:
    a, b, c = points[rng.integers(0, len(points), (3, _TRIALS))]
    normals = np.cross(b - a, c - a)
    length = np.linalg.norm(normals, axis=1)
    wide = length > 1e-6  # three points on a line name no plane
    normals = normals[wide] / length[wide, None]
    normals *= np.where(normals[:, 2:] < 0, -1.0, 1.0)
    level = normals[:, 2] >= least_z
    return normals[level], (normals[level] * a[wide][level]).sum(axis=1)


def _least_squares(points: FloatArray) -> tuple[FloatArray, float]:
    centre = points.mean(axis=0)
    normal = np.linalg.svd((points - centre).T @ (points - centre))[2][2]
    normal = normal if normal[2] >= 0 else -normal
    return normal, float(normal @ centre)
