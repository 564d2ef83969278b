# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""Geometry of polylines in space."""

from itertools import pairwise

import numpy as np

from vla_r1_ros.core.types import FloatArray


def distance_to_polyline(points: FloatArray, corners: FloatArray) -> FloatArray:
    """Return the distance (N,) of points (N, 3) from the polyline through corners (M, 3), m."""
    best = np.full(len(points), np.inf)
    for a, b in pairwise(corners):
        along = b - a
        length2 = float(along @ along)
        share = np.clip((points - a) @ along / length2, 0.0, 1.0) if length2 > 0 else np.zeros(len(points))
        best = np.minimum(best, np.linalg.norm(points - a - share[:, None] * along, axis=1))
    return best


def simplified(points: FloatArray, tolerance: float = 0.003) -> FloatArray:
    """Return the corners (K, 3) of a polyline (M, 3): no dropped point is farther than `tolerance` m from it."""
    points = np.asarray(points, dtype=np.float64)
    if len(points) <= 2:
        return points
    away = distance_to_polyline(points, points[[0, -1]])
    split = int(np.argmax(away))
    if away[split] <= tolerance:
        return points[[0, -1]]
    return np.vstack([simplified(points[: split + 1], tolerance)[:-1], simplified(points[split:], tolerance)])


def travel_part(path: FloatArray, same_column: float = 0.01) -> FloatArray:
    """Return the part (K, 3) of a lifted path (M, 3) between the rise over its start and the descent to its end."""
    beside_start = np.hypot(*(path[:, :2] - path[0, :2]).T) > same_column
    beside_end = np.hypot(*(path[:, :2] - path[-1, :2]).T) > same_column
    if not beside_start.any() or not beside_end.any():
        return path[[int(np.argmax(path[:, 2]))]]
    first = max(0, int(np.argmax(beside_start)) - 1)
    last = min(len(path) - 1, len(path) - int(np.argmax(beside_end[::-1])))
    return path[first : last + 1]
