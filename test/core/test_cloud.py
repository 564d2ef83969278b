# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""Clouds in the base frame, and depth registered to the colour camera."""

from typing import Any

import numpy as np
import pytest

from vla_r1_ros.core.camera import invert_transform
from vla_r1_ros.core.cloud import base_points, register_depth
from vla_r1_ros.core.errors import ErrorCode, InputError
from vla_r1_ros.core.types import CameraModel


def _camera(width: int, height: int, focal: float) -> CameraModel:
    K = np.array([[focal, 0, (width - 1) / 2], [0, focal, (height - 1) / 2], [0, 0, 1.0]])
    return CameraModel(width, height, K)


def test_points_of_a_table_lie_on_it(scene: Any) -> None:
    look = scene.cast(noise=0.0, holes=0.0)
    table = look.points[np.isfinite(look.points).all(axis=2)]
    assert np.abs(table[:, 2]).max() < 1e-3  # millimetres of the sensor
    assert len(table) > 250_000


def test_no_depth_no_point(scene: Any) -> None:
    look = scene.cast(holes=0.3)
    np.testing.assert_array_equal(np.isnan(look.points).any(axis=2), np.isnan(look.depth))


def test_distorted_camera_measures_the_same_block(scene: Any) -> None:
    D = np.array([-0.1, 0.03, 0.001, 0.0005, 0.0])
    for lens in (None, D):
        look = scene.cast(scene.block(0.5, 0.0, (0.05, 0.05, 0.05)), noise=0.0, holes=0.0, D=lens)
        top = look.points[(look.owner == 0) & (look.points[..., 2] > 0.048)]
        np.testing.assert_allclose((top[:, :2].min(0) + top[:, :2].max(0)) / 2, [0.5, 0.0], atol=0.002)


def test_size_of_depth_and_camera_must_fit() -> None:
    with pytest.raises(InputError) as caught:
        base_points(np.ones((10, 10), np.float32), _camera(20, 10, 20.0), np.eye(4))
    assert caught.value.code is ErrorCode.INPUT_DEPTH_INVALID


def test_registration_to_the_same_camera_changes_nothing() -> None:
    camera = _camera(64, 48, 60.0)
    depth = np.random.default_rng(0).uniform(0.5, 2.0, (48, 64)).astype(np.float32)
    depth[3, 4] = np.nan
    np.testing.assert_allclose(register_depth(depth, camera, camera, np.eye(4)), depth, rtol=1e-6)


@pytest.mark.parametrize("factor", [0.5, 1.0, 2.0])
def test_registration_of_a_wall_is_dense_and_right(factor: float) -> None:
    depth_camera, color_camera = _camera(160, 120, 150.0), _camera(int(160 * factor), int(120 * factor), 130.0 * factor)
    T = np.eye(4)
    T[:3, 3] = [0.03, -0.01, 0.02]
    found = register_depth(np.full((120, 160), 1.0, np.float32), depth_camera, color_camera, T)
    middle = found[found.shape[0] // 4 : -found.shape[0] // 4, found.shape[1] // 4 : -found.shape[1] // 4]
    assert np.isfinite(middle).mean() > 0.97
    np.testing.assert_allclose(middle[np.isfinite(middle)], 1.02, atol=1e-5)


def test_the_nearer_surface_hides_the_farther() -> None:
    camera = _camera(160, 120, 150.0)
    depth = np.full((120, 160), 2.0, np.float32)
    depth[40:80, 60:100] = 0.8
    T = np.eye(4)
    T[0, 3] = 0.1  # the colour camera stands 0.1 m to the left
    found = register_depth(depth, camera, camera, T)
    shift = 0.1 * 150
    columns = np.flatnonzero(np.isclose(found[60], 0.8))
    assert columns.min() == pytest.approx(60 + shift / 0.8, abs=1.5)
    assert columns.max() == pytest.approx(99 + shift / 0.8, abs=1.5)
    inside = found[45:75, columns.min() + 1 : columns.max()]
    assert (inside[np.isfinite(inside)] < 1.0).all()


def test_what_the_colour_camera_cannot_see_is_left_out() -> None:
    camera = _camera(64, 48, 60.0)
    behind = invert_transform(np.diag([-1.0, 1.0, -1.0, 1.0]))  # looks the other way
    found = register_depth(np.ones((48, 64), np.float32), camera, camera, behind)
    assert np.isnan(found).all()
