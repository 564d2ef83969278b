# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""What a camera sees of a table top, made into what a planner must keep clear of."""

import numpy as np

from vla_r1_ros.core.types import FloatArray, OrientedBox, SceneModel


def filled_columns(points: FloatArray, support_z: float, resolution: float) -> FloatArray:
    """Return points (M, 3) with everything between a seen surface and the support counted as solid.

    One camera sees tops and near sides only; what stands on a table is solid below its top. Points (N, 3) and heights
    are in the base frame, m. Points within `resolution` of the support are left out: the support is known as a box.
    """
    points = points[points[:, 2] > support_z + resolution]
    if not len(points):
        return np.zeros((0, 3))
    cells = np.floor(points[:, :2] / resolution).astype(np.int64)
    columns, index = np.unique(cells, axis=0, return_inverse=True)
    tops = np.full(len(columns), -np.inf)
    np.maximum.at(tops, index.ravel(), points[:, 2])
    levels = np.maximum(1, np.ceil((tops - support_z) / resolution).astype(np.int64) - 1)
    which = np.repeat(np.arange(len(columns)), levels)
    step = np.concatenate([np.arange(count) for count in levels])
    heights = tops[which] - step * resolution
    return np.column_stack([(columns[which] + 0.5) * resolution, heights])


def without_cylinder(points: FloatArray, centre: FloatArray, radius: float) -> FloatArray:
    """Return the points (M, 3) farther than `radius` m from the upright line through `centre` (at least x, y)."""
    kept: FloatArray = points[np.hypot(points[:, 0] - centre[0], points[:, 1] - centre[1]) > radius]
    return kept


def without_box(points: FloatArray, box: OrientedBox, margin: float) -> FloatArray:
    """Return the points (M, 3) outside of a box grown by `margin` m on each side."""
    if not len(points):
        return points
    local = (points - box.T_base_box[:3, 3]) @ box.T_base_box[:3, :3]
    kept: FloatArray = points[(np.abs(local) > box.size / 2 + margin).any(axis=1)]
    return kept


def planning_scene(scene: SceneModel, support_z: float, target_margin: float = 0.008) -> SceneModel:
    """Return the scene to plan in: columns filled, the target's own points left to its box."""
    points = filled_columns(np.asarray(scene.points, dtype=np.float64), support_z, scene.resolution)
    if scene.target is not None:
        points = without_box(points, scene.target, target_margin)
    return SceneModel(scene.boxes, points, scene.resolution, scene.target)
