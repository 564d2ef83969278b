# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""Grasps measured from depth: where, how wide, which way round, and the refusals with their numbers."""

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from vla_r1_ros.core.errors import ErrorCode, ProjectionError
from vla_r1_ros.core.grasp import measure_target, tool_down
from vla_r1_ros.core.types import Box, Grasp, Target

CUBE = (0.05, 0.05, 0.05)


def _measure(look: Any, robot: Any, index: int = 0, shift: float = 0.0, grow: float = 0.0) -> Target:
    target, mask = measure_target(look.points, look.box_of(index, shift, grow), look.support, robot)
    assert mask.shape == (480, 640) and mask.dtype == np.bool_
    assert (look.owner[mask] == index).mean() > 0.95  # what it took for the object is the object
    return target


def _closing(grasp: Grasp) -> np.ndarray:
    """The line along which the fingers close: the tool's y axis."""
    return np.asarray(grasp.T_base_tool[:2, 1])


def _check_pose(grasp: Grasp) -> None:
    T = grasp.T_base_tool
    np.testing.assert_allclose(T[:3, :3] @ T[:3, :3].T, np.eye(3), atol=1e-12)
    assert np.linalg.det(T[:3, :3]) == pytest.approx(1.0)
    np.testing.assert_allclose(T[:3, 2], [0, 0, -1])
    assert 0.0 <= grasp.score <= 1.0 and grasp.width > 0


@pytest.mark.parametrize("yaw_deg", [0, 20, 44, 70])
def test_cube(scene: Any, robot: Any, yaw_deg: float) -> None:
    target = _measure(scene.cast(scene.block(0.5, 0.05, CUBE, np.radians(yaw_deg)), seed=yaw_deg), robot)
    best = target.grasps[0]
    np.testing.assert_allclose(best.T_base_tool[:2, 3], [0.5, 0.05], atol=0.004)
    assert best.T_base_tool[2, 3] == pytest.approx(0.05 - 0.03, abs=0.003)
    assert best.width == pytest.approx(0.05, abs=0.005)
    assert target.support_z == pytest.approx(0.0, abs=0.001)
    np.testing.assert_allclose(target.box.size, CUBE, atol=0.005)
    assert target.box.T_base_box[2, 3] == pytest.approx(0.025, abs=0.002)
    for grasp in target.grasps:
        _check_pose(grasp)
        turn = np.degrees(np.arctan2(*_closing(grasp)[::-1])) - yaw_deg
        assert abs((turn + 45) % 90 - 45) < 4.0  # fingers on faces, not on edges
    assert len(target.grasps) == 4  # two pairs of faces, each both ways round


def test_box_is_taken_across_its_short_side(scene: Any, robot: Any) -> None:
    target = _measure(scene.cast(scene.block(0.5, -0.05, (0.085, 0.045, 0.045), 0.5)), robot)
    assert len(target.grasps) == 2
    for grasp in target.grasps:
        assert abs(_closing(grasp) @ [-np.sin(0.5), np.cos(0.5)]) > 0.998
        assert grasp.width == pytest.approx(0.045, abs=0.004)
    first, second = (grasp.T_base_tool[:3, :3] for grasp in target.grasps)
    np.testing.assert_allclose(first[:, :2], -second[:, :2], atol=1e-9)  # twins, half a turn apart
    np.testing.assert_allclose(target.box.size, [0.085, 0.045, 0.045], atol=0.005)


@pytest.mark.parametrize("seed", [0, 1])
def test_cylinder(scene: Any, robot: Any, seed: int) -> None:
    target = _measure(scene.cast(scene.tube(0.55, 0.1, 0.025, 0.10), seed=seed), robot)
    best = target.grasps[0]
    np.testing.assert_allclose(best.T_base_tool[:3, 3], [0.55, 0.1, 0.07], atol=0.004)
    assert best.width == pytest.approx(0.05, abs=0.005)
    assert len(target.grasps) >= 12  # round: any way will do
    assert abs(_closing(best) @ [0, 1]) > 0.99  # so the wrist stays as it is


def test_ball_is_taken_at_its_middle(scene: Any, robot: Any) -> None:
    target = _measure(scene.cast(scene.ball(0.45, -0.1, 0.031)), robot)
    best = target.grasps[0]
    np.testing.assert_allclose(best.T_base_tool[:3, 3], [0.45, -0.1, 0.032], atol=0.004)
    assert best.width == pytest.approx(0.062, abs=0.005)
    np.testing.assert_allclose(target.box.size, [0.062] * 3, atol=0.006)


@pytest.mark.parametrize("handle_deg", [0, 60, 100, 200, 330])
def test_mug_is_taken_away_from_its_handle(scene: Any, robot: Any, handle_deg: float) -> None:
    angle = np.radians(handle_deg)
    away = np.array([np.cos(angle), np.sin(angle)])
    x, y = np.array([0.5, 0.0]) + 0.048 * away
    mug, handle = scene.tube(0.5, 0.0, 0.034, 0.08, wall=0.005), scene.block(x, y, (0.028, 0.01, 0.052), angle, z=0.014)
    look = scene.cast(mug, handle)
    look.owner[look.owner == 1] = 0
    target = _measure(look, robot)
    handle_in_view = (look.points[look.owner == 0][:, :2] - [0.5, 0.0]) @ away > 0.045
    for grasp in target.grasps[:3]:
        np.testing.assert_allclose(grasp.T_base_tool[:2, 3], [0.5, 0.0], atol=0.004)
        assert grasp.width == pytest.approx(0.068, abs=0.005)
        if handle_in_view.sum() > 20:
            assert abs(_closing(grasp) @ away) < 0.95


@pytest.mark.parametrize("shift", [-0.25, 0.25])
@pytest.mark.parametrize("grow", [-0.25, 0.3])
def test_a_box_that_is_off_measures_the_same(scene: Any, robot: Any, shift: float, grow: float) -> None:
    look = scene.cast(scene.block(0.5, 0.0, CUBE, 0.3), scene.ball(0.43, 0.06, 0.031))
    best = _measure(look, robot, 0, shift, grow).grasps[0]
    np.testing.assert_allclose(best.T_base_tool[:2, 3], [0.5, 0.0], atol=0.004)
    assert best.width == pytest.approx(0.05, abs=0.005)


def test_things_that_touch_are_cut_where_the_box_ends(scene: Any, robot: Any) -> None:
    row = [scene.block(0.5, y, (0.05, 0.05, 0.05)) for y in (-0.1, -0.05, 0.0, 0.05, 0.1)]
    look = scene.cast(*row)
    target, mask = measure_target(look.points, look.box_of(2), look.support, robot)
    assert 0.25 * (look.owner == 2).sum() < mask.sum() < 3 * (look.owner == 2).sum()
    np.testing.assert_allclose(target.grasps[0].T_base_tool[:2, 3], [0.5, 0.0], atol=0.03)


@pytest.mark.parametrize("noise", [0.0, 0.003])
def test_noise(scene: Any, robot: Any, noise: float) -> None:
    best = _measure(scene.cast(scene.block(0.55, 0.0, CUBE, 0.7), noise=noise, holes=0.1), robot).grasps[0]
    np.testing.assert_allclose(best.T_base_tool[:2, 3], [0.55, 0.0], atol=0.005)
    assert best.width == pytest.approx(0.05, abs=0.007)


def test_half_of_the_depth_missing(scene: Any, robot: Any) -> None:
    best = _measure(scene.cast(scene.block(0.5, 0.0, CUBE, 0.2), holes=0.5), robot).grasps[0]
    np.testing.assert_allclose(best.T_base_tool[:2, 3], [0.5, 0.0], atol=0.005)


def test_grasps_are_ranked_by_how_little_the_wrist_turns(scene: Any, robot: Any) -> None:
    target = _measure(scene.cast(scene.block(0.5, 0.0, CUBE, 0.3)), robot)
    turns = [abs(np.arctan2(grasp.T_base_tool[1, 0], grasp.T_base_tool[0, 0])) for grasp in target.grasps]
    assert turns == sorted(turns)
    scores = [grasp.score for grasp in target.grasps]
    assert scores == sorted(scores, reverse=True)


def test_a_neighbour_where_a_finger_would_go_puts_that_grasp_last(scene: Any, robot: Any) -> None:
    beside = scene.block(0.5, 0.065, (0.05, 0.03, 0.09))  # 25 mm from the cube in y
    target = _measure(scene.cast(scene.block(0.5, 0.0, CUBE), beside), robot)
    assert abs(_closing(target.grasps[0]) @ [1, 0]) > 0.99
    assert abs(_closing(target.grasps[-1]) @ [0, 1]) > 0.99


def test_low_things_are_taken_just_above_the_support(scene: Any, robot: Any) -> None:
    target = _measure(scene.cast(scene.block(0.5, 0.0, (0.06, 0.04, 0.025))), robot)
    assert target.grasps[0].T_base_tool[2, 3] == pytest.approx(robot.gripper.lowest_tool, abs=0.001)


REFUSALS = [
    ("too wide", "block", (0.5, 0.0, (0.1, 0.12, 0.05)), ErrorCode.GRASP_TOO_WIDE),
    ("too flat", "block", (0.5, 0.0, (0.06, 0.05, 0.009)), ErrorCode.GRASP_TOO_FLAT),
    ("solid and round", "tube", (0.5, 0.0, 0.075, 0.05), ErrorCode.GRASP_TOO_WIDE),
    ("thick wall", "tube", (0.5, 0.0, 0.095, 0.05, 0.06), ErrorCode.GRASP_TOO_WIDE),
    ("low rim", "tube", (0.5, 0.0, 0.075, 0.02, 0.006), ErrorCode.GRASP_TOO_WIDE),
]


@pytest.mark.parametrize(("kind", "solid", "values", "code"), REFUSALS, ids=[case[0] for case in REFUSALS])
def test_refusals_carry_numbers(scene: Any, robot: Any, kind: str, solid: str, values: Any, code: ErrorCode) -> None:
    with pytest.raises(ProjectionError) as caught:
        _measure(scene.cast(getattr(scene, solid)(*values)), robot)
    assert caught.value.code is code
    assert " mm" in caught.value.message and any(c.isdigit() for c in caught.value.message) and caught.value.advice


def test_the_gripper_decides_what_is_too_wide(scene: Any, robot: Any) -> None:
    look = scene.cast(scene.block(0.5, 0.0, (0.1, 0.1, 0.05)))
    wide = replace(robot, gripper=replace(robot.gripper, max_width=0.14))
    assert _measure(look, wide).grasps[0].width == pytest.approx(0.1, abs=0.005)


def test_out_of_the_workspace(scene: Any, robot: Any) -> None:
    look = scene.cast(scene.block(0.5, 0.0, CUBE))
    small = replace(robot, workspace_upper=np.array([0.45, 0.5, 0.7]))
    with pytest.raises(ProjectionError) as caught:
        _measure(look, small)
    assert caught.value.code is ErrorCode.GRASP_OUT_OF_REACH and " m " in caught.value.message


@pytest.mark.parametrize("box", [Box(60, 60, 40, 40), Box(320, 240, 3, 3), Box(-50, 0, 20, 20)])
def test_nothing_inside_the_box(scene: Any, robot: Any, box: Box) -> None:
    look = scene.cast(scene.block(0.62, 0.2, CUBE))
    with pytest.raises(ProjectionError) as caught:
        measure_target(look.points, box, look.support, robot)
    assert caught.value.code is ErrorCode.PROJECTION_NO_OBJECT


def test_no_depth_at_all_on_the_object(scene: Any, robot: Any) -> None:
    look = scene.cast(scene.block(0.5, 0.0, CUBE))
    points = look.points.copy()
    points[look.owner == 0] = np.nan
    with pytest.raises(ProjectionError) as caught:
        measure_target(points, look.box_of(0), look.support, robot)
    assert caught.value.code is ErrorCode.PROJECTION_NO_OBJECT


def test_tool_down_axes() -> None:
    np.testing.assert_allclose(tool_down(np.zeros(3), 0.0)[:3, :3], np.diag([1.0, -1.0, -1.0]))
    T = tool_down(np.array([0.1, 0.2, 0.3]), np.pi / 2)
    np.testing.assert_allclose(T[:3, 0], [0, 1, 0], atol=1e-12)
    np.testing.assert_allclose(T[:3, 3], [0.1, 0.2, 0.3])
