# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""What a motion must keep clear of."""

from typing import Any

import numpy as np
import pytest

from vla_r1_ros.core.errors import ErrorCode, InputError
from vla_r1_ros.core.obstacles import inside_capsules, obstacle_points

CUBE = (0.05, 0.05, 0.05)


def _near(points: np.ndarray, x: float, y: float, radius: float) -> np.ndarray:
    return points[np.hypot(points[:, 0] - x, points[:, 1] - y) <= radius]


def test_a_cube_is_covered_from_top_to_table(scene: Any) -> None:
    look = scene.cast(scene.block(0.5, 0.0, CUBE))
    points = obstacle_points(look.points, look.support, None, [])
    cube = _near(points, 0.5, 0.0, 0.04)
    assert len(cube) == len(points)  # nothing else stands there
    for x in np.arange(0.48, 0.52, 0.01):
        for y in np.arange(-0.02, 0.021, 0.01):
            column = _near(points, x, y, 0.0075)[:, 2]
            assert column.max() == pytest.approx(0.045, abs=0.006)
            assert column.min() < 0.012
    assert np.abs(cube[:, 0] - 0.5).max() < 0.035 and cube[:, 2].max() < 0.055


def test_an_empty_table_has_no_obstacles(scene: Any) -> None:
    look = scene.cast(noise=0.002)
    assert obstacle_points(look.points, look.support, None, []).shape == (0, 3)


def test_the_target_is_left_out_with_its_edge(scene: Any) -> None:
    look = scene.cast(scene.block(0.5, 0.0, CUBE), scene.block(0.5, 0.15, CUBE))
    mask = (look.owner == 0) & (look.points[..., 2] > 0.01)
    points = obstacle_points(look.points, look.support, mask, [])
    assert len(_near(points, 0.5, 0.0, 0.05)) == 0
    assert len(_near(points, 0.5, 0.15, 0.05)) > 50


def test_the_robot_is_left_out(scene: Any) -> None:
    arm = scene.block(0.45, 0.0, (0.06, 0.06, 0.1), z=0.3)
    look = scene.cast(arm, scene.block(0.6, 0.1, CUBE))
    with_arm = obstacle_points(look.points, look.support, None, [])
    capsule = (np.array([0.45, 0.0, 0.28]), np.array([0.45, 0.0, 0.42]), 0.06)
    without = obstacle_points(look.points, look.support, None, [capsule])
    assert len(_near(with_arm, 0.45, 0.0, 0.05)) > 100
    assert len(_near(without, 0.45, 0.0, 0.05)) == 0
    assert len(_near(without, 0.6, 0.1, 0.05)) == len(_near(with_arm, 0.6, 0.1, 0.05)) > 50


def test_a_vessel_stays_open(scene: Any) -> None:
    look = scene.cast(scene.tube(0.5, 0.0, 0.075, 0.05, wall=0.006, floor=0.004))
    points = obstacle_points(look.points, look.support, None, [])
    middle = _near(points, 0.5, 0.0, 0.05)
    wall = points[np.abs(np.hypot(points[:, 0] - 0.5, points[:, 1]) - 0.072) < 0.012]
    assert len(middle) <= 3 and len(wall) > 150
    assert wall[:, 2].max() == pytest.approx(0.045, abs=0.007)
    around = np.arctan2(wall[:, 1], wall[:, 0] - 0.5)
    assert np.diff(np.sort(around)).max() < 0.35  # closed all around


@pytest.mark.parametrize("voxel", [0.005, 0.01, 0.02])
def test_points_stand_for_cubes_of_the_asked_size(scene: Any, voxel: float) -> None:
    look = scene.cast(scene.block(0.5, 0.0, CUBE))
    points = obstacle_points(look.points, look.support, None, [], voxel=voxel)
    columns = np.round(points[:, :2] / voxel - 0.5).astype(int)
    assert np.allclose(columns, points[:, :2] / voxel - 0.5, atol=1e-6)  # on the grid
    volume = len(points) * voxel**3
    assert 0.9 * 0.05**3 < volume < (0.05 + 2 * voxel) ** 2 * (0.05 + voxel)
    assert len(np.unique(points, axis=0)) == len(points)


def test_strays_are_no_obstacles(scene: Any) -> None:
    look = scene.cast()
    points = look.points.copy()
    rng = np.random.default_rng(0)
    for v, u in rng.integers(0, [480, 640], (40, 2)):
        points[v, u] = rng.uniform([0.3, -0.3, 0.05], [0.7, 0.3, 0.4])
    assert len(obstacle_points(points, look.support, None, [])) == 0


def test_all_holes(scene: Any) -> None:
    look = scene.cast()
    assert obstacle_points(np.full_like(look.points, np.nan), look.support, None, []).shape == (0, 3)


@pytest.mark.parametrize("voxel", [0.0, -0.01, np.nan, 10.0])
def test_voxels_that_make_no_sense(scene: Any, voxel: float) -> None:
    look = scene.cast()
    with pytest.raises(InputError) as caught:
        obstacle_points(look.points, look.support, None, [], voxel=voxel)
    assert caught.value.code is ErrorCode.INPUT_PARAMETER


def test_mask_of_another_image(scene: Any) -> None:
    look = scene.cast()
    with pytest.raises(InputError):
        obstacle_points(look.points, look.support, np.zeros((10, 10), bool), [])


def test_capsules() -> None:
    start, end = np.array([0.0, 0, 0]), np.array([1.0, 0, 0])
    points = np.array([[0.5, 0.1, 0], [0.5, 0.11, 0], [-0.1, 0, 0], [-0.08, 0.08, 0], [1.05, 0, 0.05], [np.nan, 0, 0]])
    inside = inside_capsules(points, [(start, end, 0.1)])
    assert inside.tolist() == [True, False, True, False, True, False]
    assert inside_capsules(points, []).sum() == 0
    sphere = inside_capsules(np.array([[0.0, 0.09, 0], [0.2, 0, 0]]), [(start, start, 0.1)])
    assert sphere.tolist() == [True, False]
    assert inside_capsules(np.zeros((4, 5, 3)), [(start, end, 0.1)]).shape == (4, 5)
