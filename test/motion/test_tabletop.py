# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
import numpy as np
import pytest

from vla_r1_ros.core.types import OrientedBox, SceneModel
from vla_r1_ros.motion.place import poses_along, release_heights
from vla_r1_ros.motion.tabletop import planning_scene, without_box, without_cylinder


def turned_box() -> OrientedBox:
    T = np.eye(4)
    c, s = np.cos(0.5), np.sin(0.5)
    T[:2, :2] = [[c, -s], [s, c]]
    T[:3, 3] = (0.5, 0.1, 0.05)
    return OrientedBox(T, np.array([0.1, 0.04, 0.1]))


def test_without_box_takes_what_lies_in_the_turned_box_only() -> None:
    box = turned_box()
    local = np.array([[0.049, 0.0, 0.0], [0.0, 0.019, 0.0], [0.06, 0.0, 0.0], [0.0, 0.03, 0.0], [0.0, 0.0, 0.06]])
    points = local @ box.T_base_box[:3, :3].T + box.T_base_box[:3, 3]
    np.testing.assert_allclose(without_box(points, box, 0.005), points[2:])
    assert without_box(np.zeros((0, 3)), box, 0.0).shape == (0, 3)


def test_without_cylinder_is_upright_and_endless() -> None:
    points = np.array([[0.5, 0.0, 9.0], [0.5, 0.04, -1.0], [0.5, 0.06, 0.0]])
    np.testing.assert_array_equal(without_cylinder(points, np.array([0.5, 0.0]), 0.05), points[2:])


def test_planning_scene_leaves_support_and_target_to_their_boxes() -> None:
    points = np.array([[0.5, 0.1, 0.05], [0.3, 0.0, 0.002], [0.3, 0.0, 0.03]])
    scene = planning_scene(SceneModel(points=points, target=turned_box()), 0.0)
    np.testing.assert_array_equal(scene.points, points[2:])
    assert planning_scene(SceneModel(), 0.0).points.shape == (0, 3)


def test_release_is_low_first_and_never_below_the_surface() -> None:
    heights = release_heights(0.03, 0.006, 0.05, 0.012)
    assert heights == tuple(sorted(heights))
    assert heights[0] == pytest.approx(0.048)
    assert heights[-1] >= 0.05 + 0.03
    assert min(release_heights(0.07, 0.1, None, 0.012)) >= 0.18


def test_poses_along_keep_the_orientation_and_merge_points() -> None:
    T = np.diag([1.0, -1.0, -1.0, 1.0])
    poses = poses_along(np.array([[0.0, 0, 0.001], [0.1, 0, 0], [0.2, 0, 0], [0.2, 0.1, 0]]), T)
    np.testing.assert_allclose([P[:3, 3] for P in poses], [(0.2, 0, 0), (0.2, 0.1, 0)])
    assert all((P[:3, :3] == T[:3, :3]).all() for P in poses)
