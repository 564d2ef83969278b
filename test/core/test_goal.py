# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""What the end of a path means: a vessel as a whole, a thing's top, or the bare table."""

from typing import Any

import numpy as np
import pytest

from vla_r1_ros.core.errors import ErrorCode, ProjectionError
from vla_r1_ros.core.goal import PathGoal, anchor_point, find_goal

BOWL = (0.55, 0.1, 0.075, 0.05, 0.006)


def _goal(look: Any, pixel: Any, ignore: Any = None) -> PathGoal:
    return find_goal(look.points, look.camera, look.T_base_camera, np.asarray(pixel), look.support, ignore)


def test_anchor_is_the_measured_point(scene: Any) -> None:
    look = scene.cast(scene.block(0.5, 0.0, (0.05, 0.05, 0.05)))
    for point in ([0.5, 0.0, 0.05], [0.4, 0.2, 0.0]):
        found = anchor_point(look.points, look.camera, look.T_base_camera, look.pixel_of(point))
        np.testing.assert_allclose(found, point, atol=0.003)


def test_anchor_without_depth_is_refused(scene: Any) -> None:
    look = scene.cast()
    points = look.points.copy()
    points[195:206, 295:306] = np.nan
    with pytest.raises(ProjectionError) as caught:
        anchor_point(points, look.camera, look.T_base_camera, np.array([300.0, 200.0]))
    assert caught.value.code is ErrorCode.PROJECTION_DEPTH_HOLES


@pytest.mark.parametrize("offset", [(0, 0), (0.05, 0), (-0.05, 0.03), (0, -0.06)])
def test_anywhere_in_a_bowl_means_the_bowl(scene: Any, offset: tuple[float, float]) -> None:
    look = scene.cast(scene.tube(*BOWL))
    goal = _goal(look, look.pixel_of([0.55 + offset[0], 0.1 + offset[1], 0.01]))
    assert goal.on_thing
    np.testing.assert_allclose(goal.center[:2], [0.55, 0.1], atol=0.004)
    assert goal.center[2] == pytest.approx(0.006, abs=0.003)  # its inner floor
    assert goal.rim_z == pytest.approx(0.05, abs=0.003)


def test_close_beside_a_bowl_means_the_bowl(scene: Any) -> None:
    look = scene.cast(scene.tube(*BOWL))
    beside = look.pixel_of([0.55, 0.1 - 0.095, 0.0])
    np.testing.assert_allclose(_goal(look, beside).center[:2], [0.55, 0.1], atol=0.004)


def test_far_from_everything_means_the_table(scene: Any) -> None:
    look = scene.cast(scene.tube(*BOWL))
    goal = _goal(look, look.pixel_of([0.45, -0.15, 0.0]))
    assert not goal.on_thing
    np.testing.assert_allclose(goal.center, [0.45, -0.15, 0.0], atol=0.003)
    assert goal.rim_z == pytest.approx(0.0, abs=0.003)


def test_a_solid_thing_is_stacked_upon(scene: Any) -> None:
    look = scene.cast(scene.block(0.5, 0.0, (0.05, 0.05, 0.06), 0.4))
    goal = _goal(look, look.pixel_of([0.51, 0.01, 0.06]))
    np.testing.assert_allclose(goal.center, [0.5, 0.0, 0.06], atol=0.004)
    assert goal.rim_z == pytest.approx(0.06, abs=0.003)


def test_the_middle_of_a_mug_is_its_opening(scene: Any) -> None:
    look = scene.cast(scene.tube(0.5, 0.0, 0.034, 0.08, wall=0.005))
    goal = _goal(look, look.pixel_of([0.5, 0.0, 0.08]))  # that pixel shows the inside of the far wall
    np.testing.assert_allclose(goal.center[:2], [0.5, 0.0], atol=0.004)
    assert goal.rim_z == pytest.approx(0.08, abs=0.003)


def test_the_nearest_of_two(scene: Any) -> None:
    look = scene.cast(scene.block(0.5, 0.0, (0.05, 0.05, 0.05)), scene.block(0.5, 0.09, (0.05, 0.05, 0.05)))
    for y in (0.0, 0.09):
        assert _goal(look, look.pixel_of([0.5, y, 0.05])).center[1] == pytest.approx(y, abs=0.004)


def test_a_large_thing_keeps_the_end_point(scene: Any) -> None:
    look = scene.cast(scene.block(0.55, 0.0, (0.28, 0.28, 0.05)))  # a tray turned over
    goal = _goal(look, look.pixel_of([0.5, 0.05, 0.05]))
    np.testing.assert_allclose(goal.center, [0.5, 0.05, 0.05], atol=0.004)
    assert goal.on_thing


def test_the_robot_is_no_goal(scene: Any) -> None:
    look = scene.cast(scene.block(0.5, 0.0, (0.05, 0.05, 0.05)), scene.block(0.46, -0.05, (0.05, 0.05, 0.1), z=0.15))
    pixel = look.pixel_of([0.5, 0.0, 0.02])
    hidden = _goal(look, pixel, ignore=look.owner == 1)
    assert abs(hidden.center[2] - 0.05) < 0.01 or hidden.center[2] < 0.01  # never the arm at 0.15 m and more
