# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""Shapes fitted to what is seen of an object: the outline of its top as rectangle or circle, or a ball."""

from dataclasses import dataclass, replace

import numpy as np

from vla_r1_ros.core.types import FloatArray

ROUND_RATIO = 1.17  # widest over narrowest; a square has 1.41
_DIRECTIONS = 72


@dataclass(frozen=True)
class Outline:
    """A top seen from above: `centre` (2,) m, `yaw` (rad) of the long side, `length` >= `width` m, round or not."""

    centre: FloatArray
    yaw: float
    length: float
    width: float
    is_round: bool


def reaches(xy: FloatArray, angles: FloatArray) -> FloatArray:
    """Return how far points (N, 2) reach in each direction, (A,) m; single stray points do not count."""
    directions = np.stack([np.cos(angles), np.sin(angles)])
    along = xy @ directions
    rank = min(len(xy) - 1, 1 + round(0.004 * min(len(xy), 500)))
    return np.asarray(-np.partition(-along, rank, axis=0)[rank])


def fit_outline(xy: FloatArray) -> Outline:
    """Fit a circle or the rectangle of least area to points (N, 2) m of a top, N >= 3."""
    angles = np.linspace(0.0, 2 * np.pi, _DIRECTIONS, endpoint=False)
    middle = np.median(xy, axis=0)
    far = reaches(xy - middle, angles)
    half = _DIRECTIONS // 2
    widths = far[:half] + far[half:]
    if widths.max() <= ROUND_RATIO * widths.min():
        centre, radius = _circle(far, angles)
        return Outline(middle + centre, 0.0, 2 * radius, 2 * radius, True)
    return _rectangle(xy, middle)


def _circle(far: FloatArray, angles: FloatArray) -> tuple[FloatArray, float]:
    """Fit far = centre . direction + radius; directions that fall short (hidden there) are left out."""
    system = np.stack([np.cos(angles), np.sin(angles), np.ones_like(angles)], axis=1)
    use = np.ones(len(far), dtype=bool)
    for _ in range(3):
        solution = np.linalg.lstsq(system[use], far[use], rcond=None)[0]
        residual = far - system @ solution
        kept = residual >= -0.003
        if kept.sum() < _DIRECTIONS // 3:
            break
        use = kept
    return solution[:2], float(solution[2])


def _rectangle(xy: FloatArray, middle: FloatArray) -> Outline:
    local = xy - middle

    def extents(yaws: FloatArray) -> FloatArray:
        quarter = yaws[:, None] + np.arange(4) * (np.pi / 2)
        return reaches(local, quarter.ravel()).reshape(-1, 4)

    def areas(found: FloatArray) -> FloatArray:
        return np.asarray((found[:, 0] + found[:, 2]) * (found[:, 1] + found[:, 3]))

    coarse = np.radians(np.arange(0.0, 90.0, 3.0))
    start = coarse[areas(extents(coarse)).argmin()]
    fine = start + np.radians(np.arange(-3.0, 3.01, 0.5))
    sides = extents(fine)
    best = int(areas(sides).argmin())
    yaw, (a, b, c, d) = float(fine[best]), sides[best]
    x, y = (a - c) / 2, (b - d) / 2
    centre = middle + np.array([np.cos(yaw) * x - np.sin(yaw) * y, np.sin(yaw) * x + np.cos(yaw) * y])
    if b + d > a + c:
        yaw, length, width = yaw + np.pi / 2, b + d, a + c
    else:
        length, width = a + c, b + d
    return Outline(centre, float((yaw + np.pi / 2) % np.pi - np.pi / 2), float(length), float(width), False)


def grown(outline: Outline, by: float) -> Outline:
    """Return the outline with `by` m added to its length and width."""
    return replace(outline, length=outline.length + by, width=outline.width + by)


def fit_ball(points: FloatArray) -> tuple[FloatArray, float, float]:
    """Return centre (3,) m, radius m and the spread (m, root mean square) of points (N, 3) around that sphere."""
    middle = points.mean(axis=0)
    local = points - middle
    system = np.column_stack([2 * local, np.ones(len(local))])
    solution = np.linalg.lstsq(system, (local**2).sum(axis=1), rcond=None)[0]
    centre, radius = solution[:3], float(np.sqrt(max(0.0, solution[3] + solution[:3] @ solution[:3])))
    residual = np.linalg.norm(local - centre, axis=1) - radius
    return middle + centre, radius, float(np.sqrt((residual**2).mean()))
