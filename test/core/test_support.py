# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""The plane that things stand on."""

from typing import Any

import numpy as np
import pytest

from vla_r1_ros.core.errors import ErrorCode, ProjectionError
from vla_r1_ros.core.support import find_support


def _plane(rng: np.random.Generator, n: int, z: float = 0.0, slope: float = 0.0, noise: float = 0.0015) -> np.ndarray:
    xy = rng.uniform([0.2, -0.5], [0.9, 0.5], (n, 2))
    return np.column_stack([xy, z + slope * xy[:, 0] + rng.normal(0, noise, n)])


@pytest.mark.parametrize("z", [-0.2, 0.0, 0.75])
def test_table_among_clutter(z: float) -> None:
    rng = np.random.default_rng(0)
    clutter = rng.uniform([0.2, -0.5, z], [0.9, 0.5, z + 0.3], (4000, 3))
    plane = find_support(np.vstack([_plane(rng, 6000, z), clutter]))
    assert abs(plane.z - z) < 0.001
    assert plane.normal[2] > 0.9999 and np.linalg.norm(plane.normal) == pytest.approx(1.0)
    assert 0.55 < plane.inlier_share < 0.75


def test_heights_and_z_follow_a_tilted_table() -> None:
    plane = find_support(_plane(np.random.default_rng(1), 5000, 0.1, slope=0.1))
    assert plane.z_at(0.5, 0.2) == pytest.approx(0.15, abs=0.001)
    above = np.array([0.5, 0.0, 0.15]) + 0.07 * plane.normal
    assert plane.height(above) == pytest.approx(0.07, abs=0.001)
    assert plane.height(np.full((2, 3, 3), np.nan)).shape == (2, 3)


def test_a_large_wall_is_no_table() -> None:
    rng = np.random.default_rng(2)
    wall = np.column_stack([rng.normal(0.9, 0.001, 9000), rng.uniform(-0.5, 0.5, 9000), rng.uniform(0, 1, 9000)])
    plane = find_support(np.vstack([wall, _plane(rng, 4000)]))
    assert plane.normal[2] > 0.99 and abs(plane.z) < 0.002


def test_ramp_beyond_the_tilt_is_refused() -> None:
    with pytest.raises(ProjectionError) as caught:
        find_support(_plane(np.random.default_rng(3), 5000, slope=0.5))
    assert caught.value.code is ErrorCode.PROJECTION_NO_SUPPORT


def test_bounds_choose_the_table_not_the_floor() -> None:
    rng = np.random.default_rng(4)
    floor = _plane(rng, 9000, z=-0.75)
    points = np.vstack([floor, _plane(rng, 4000)])
    assert find_support(points).z == pytest.approx(-0.75, abs=0.01)
    bounded = find_support(points, lower=np.array([0.0, -1, -0.3]), upper=np.array([1.0, 1, 1]))
    assert bounded.z == pytest.approx(0.0, abs=0.002)


@pytest.mark.parametrize(
    "points",
    [np.zeros((0, 3)), np.full((480, 640, 3), np.nan), np.zeros((100, 3)), np.zeros((1000, 3))],
    ids=["none", "holes", "few", "one place"],
)
def test_nothing_to_find_a_plane_in(points: np.ndarray) -> None:
    with pytest.raises(ProjectionError) as caught:
        find_support(points)
    assert caught.value.code is ErrorCode.PROJECTION_NO_SUPPORT and caught.value.advice


def test_points_all_over_the_place_are_no_table() -> None:
    points = np.random.default_rng(5).uniform(0, 1, (20_000, 3))
    with pytest.raises(ProjectionError) as caught:
        find_support(points)
    assert "%" in caught.value.message


def test_same_image_same_plane(scene: Any) -> None:
    look = scene.cast(scene.block(0.5, 0.0, (0.05, 0.05, 0.05)), noise=0.002)
    again = find_support(look.points)
    np.testing.assert_array_equal(again.normal, look.support.normal)
    assert abs(look.support.z) < 0.0005 and look.support.inlier_share > 0.9
