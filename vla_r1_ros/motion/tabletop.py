# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""What a camera sees of a table top, made into what a planner must keep clear of."""

import numpy as np

from vla_r1_ros.core.types import FloatArray, OrientedBox, SceneModel


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
    """Return the scene to plan in: the target's own points are left to its box, the support's to the support."""
    points = np.asarray(scene.points, dtype=np.float64).reshape(-1, 3)
    points = points[points[:, 2] > support_z + scene.resolution / 2]
    if scene.target is not None:
        points = without_box(points, scene.target, target_margin)
    return SceneModel(scene.boxes, points, scene.resolution, scene.target)
