# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""Where an open vessel's wall may be taken: over its rim, across it, above its floor, and only where that was seen."""

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from vla_r1_ros.core.errors import ErrorCode, ProjectionError
from vla_r1_ros.core.grasp import measure_target
from vla_r1_ros.core.types import Box, Grasp, Target
from vla_r1_ros.core.wall import STRADDLE

X, Y, RADIUS, HEIGHT, WALL = 0.5, 0.05, 0.075, 0.05, 0.006
BOWL = (X, Y, RADIUS, HEIGHT, WALL)
SIDES = (0.15, 0.12)
EYE = np.array([-0.05, -0.47])  # the camera


def _measure(look: Any, robot: Any, count: int = 1) -> Target:
    """Measure what the first `count` solids make up together."""
    v, u = np.nonzero((look.owner >= 0) & (look.owner < count))
    box = Box((u.min() + u.max()) / 2, (v.min() + v.max()) / 2, float(np.ptp(u)) + 1, float(np.ptp(v)) + 1)
    return measure_target(look.points, box, look.support, robot)[0]


def _basket(scene: Any, yaw: float) -> list[Any]:
    def part(x: float, y: float, size: tuple[float, float, float]) -> Any:
        c, s = np.cos(yaw), np.sin(yaw)
        return scene.block(X + c * x - s * y, Y + s * x + c * y, size, yaw)

    (a, b), t = SIDES, WALL
    walls = [part(sign * (a - t) / 2, 0, (t, b, 0.06)) for sign in (-1, 1)]
    walls += [part(0, sign * (b - t) / 2, (a, t, 0.06)) for sign in (-1, 1)]
    return [part(0, 0, (a, b, t)), *walls]


def _from_middle(grasp: Grasp) -> np.ndarray:
    return np.asarray(grasp.T_base_tool[:2, 3] - (X, Y))


def _bearing(direction: Any) -> float:
    """Degrees between a direction and that to the camera."""
    to_eye = EYE - (X, Y)
    cosine = direction @ to_eye / np.linalg.norm(direction) / np.linalg.norm(to_eye)
    return float(np.degrees(np.arccos(np.clip(cosine, -1, 1))))


@pytest.mark.parametrize(("seed", "noise"), [(0, 0.0), (1, 0.0015), (2, 0.003)])
def test_a_bowl_is_straddled_at_its_rim(scene: Any, robot: Any, seed: int, noise: float) -> None:
    target = _measure(scene.cast(scene.tube(*BOWL), seed=seed, noise=noise), robot)
    assert len(target.grasps) >= 12
    places = {tuple(np.round(_from_middle(grasp), 3)) for grasp in target.grasps}
    assert len(places) >= 6  # all around what was seen, not one spot
    for grasp in target.grasps:
        away = _from_middle(grasp)
        assert np.linalg.norm(away) == pytest.approx(RADIUS - WALL / 2, abs=0.004)
        assert abs(grasp.T_base_tool[:2, 1] @ away) / np.linalg.norm(away) > 0.99  # closes across the wall
        np.testing.assert_allclose(grasp.T_base_tool[:3, 2], [0, 0, -1])
        assert WALL - 0.002 <= grasp.width <= WALL + 0.005
        assert grasp.opening == pytest.approx(grasp.width + 2 * STRADDLE)
        assert WALL + robot.gripper.finger_tip < grasp.T_base_tool[2, 3] < HEIGHT - 0.005
    np.testing.assert_allclose(target.box.size, [2 * RADIUS, 2 * RADIUS, HEIGHT], atol=0.006)


@pytest.mark.parametrize("yaw", [0.0, 0.4, 1.2])
def test_a_basket_is_taken_across_its_sides_away_from_corners(scene: Any, robot: Any, yaw: float) -> None:
    target = _measure(scene.cast(*_basket(scene, yaw)), robot, count=5)
    assert len(target.grasps) >= 8
    turn = np.array([[np.cos(yaw), np.sin(yaw)], [-np.sin(yaw), np.cos(yaw)]])
    for grasp in target.grasps:
        x, y = np.abs(turn @ _from_middle(grasp))
        across = np.abs(turn @ grasp.T_base_tool[:2, 1])
        side = 0 if across[0] > 0.99 else 1
        assert across[side] > 0.99
        assert (x, y)[side] == pytest.approx((SIDES[side] - WALL) / 2, abs=0.004)
        assert (x, y)[1 - side] < SIDES[1 - side] / 2 - robot.gripper.finger_thickness / 2 - WALL


def test_near_and_little_turned_grasps_come_first(scene: Any, robot: Any) -> None:
    grasps = _measure(scene.cast(scene.tube(*BOWL)), robot).grasps
    scores = [grasp.score for grasp in grasps]
    assert scores == sorted(scores, reverse=True) and 0.0 <= scores[-1] < scores[0] <= 1.0
    turns = np.array([abs(np.arctan2(g.T_base_tool[1, 0], g.T_base_tool[0, 0])) for g in grasps])
    reach = np.array([np.hypot(*g.T_base_tool[:2, 3]) for g in grasps])
    assert turns[0] < np.radians(20) and turns[-1] > np.radians(90)
    alike = np.abs(turns[:, None] - turns[None]) < 1e-6
    for first, second in np.argwhere(alike & np.triu(np.ones_like(alike), 1)):
        assert reach[first] <= reach[second]  # of two that turn the wrist as far the nearer one comes first


def test_where_the_near_wall_hides_the_inside_no_finger_goes(scene: Any, robot: Any) -> None:
    for grasp in _measure(scene.cast(scene.tube(*BOWL)), robot).grasps:
        assert _bearing(_from_middle(grasp)) > 45.0


def test_an_inside_that_was_not_measured_is_taken_as_full(scene: Any, robot: Any) -> None:
    look = scene.cast(scene.tube(*BOWL))
    inside = (np.hypot(look.points[..., 0] - X, look.points[..., 1] - Y) < RADIUS - 0.01) & (look.owner == 0)
    points = look.points.copy()
    points[inside] = np.nan
    with pytest.raises(ProjectionError) as caught:
        _measure(replace(look, points=points), robot)
    assert caught.value.code is ErrorCode.GRASP_TOO_WIDE


def test_what_lies_inside_by_the_wall_keeps_fingers_away(scene: Any, robot: Any) -> None:
    free = _measure(scene.cast(scene.tube(*BOWL)), robot).grasps
    away = np.array([0.030, 0.035])
    look = scene.cast(scene.tube(*BOWL), scene.block(X + away[0], Y + away[1], (0.03, 0.03, 0.032), z=WALL))
    kept = _measure(look, robot, count=2).grasps

    def beside(grasps: tuple[Grasp, ...]) -> int:
        cosines = [_from_middle(g) @ away / np.linalg.norm(_from_middle(g)) / np.linalg.norm(away) for g in grasps]
        return sum(cosine > np.cos(np.radians(20)) for cosine in cosines)

    assert beside(free) > 0 and beside(kept) == 0 and kept


def test_a_neighbour_close_to_the_wall_keeps_fingers_away(scene: Any, robot: Any) -> None:
    neighbour = scene.block(X, Y + RADIUS + 0.03, (0.04, 0.02, 0.06))  # 20 mm from the wall, its side towards +y
    for grasp in _measure(scene.cast(scene.tube(*BOWL), neighbour), robot).grasps:
        away = _from_middle(grasp)
        assert away[1] / np.linalg.norm(away) < 0.97


@pytest.mark.parametrize("floor", [0.006, 0.012, 0.02])
def test_fingertips_stay_above_a_high_floor(scene: Any, robot: Any, floor: float) -> None:
    target = _measure(scene.cast(scene.tube(*BOWL, floor=floor)), robot)
    for grasp in target.grasps:
        assert grasp.T_base_tool[2, 3] >= max(robot.gripper.lowest_tool, floor + robot.gripper.finger_tip)


def test_a_floor_too_high_for_the_fingers_is_refused(scene: Any, robot: Any) -> None:
    with pytest.raises(ProjectionError) as caught:
        _measure(scene.cast(scene.tube(*BOWL, floor=0.036)), robot)
    assert caught.value.code is ErrorCode.GRASP_TOO_WIDE and "150" in caught.value.message.replace("149", "150")


def test_the_gripper_decides(scene: Any, robot: Any) -> None:
    look = scene.cast(scene.tube(*BOWL))
    tiny = replace(robot, gripper=replace(robot.gripper, max_width=0.025))
    broad = replace(robot, gripper=replace(robot.gripper, finger_breadth=0.13))
    long = replace(robot, gripper=replace(robot.gripper, finger_tip=0.04))
    for other in (tiny, broad, long):
        with pytest.raises(ProjectionError) as caught:
            _measure(look, other)
        assert caught.value.code is ErrorCode.GRASP_TOO_WIDE
    wide = replace(robot, gripper=replace(robot.gripper, max_width=0.2))
    assert all(grasp.opening is None for grasp in _measure(look, wide).grasps)  # around the whole, as ever


def test_grasps_outside_the_workspace_are_left_out(scene: Any, robot: Any) -> None:
    small = replace(robot, workspace_upper=np.array([0.8, Y + 0.02, 0.7]))
    look = scene.cast(scene.tube(*BOWL))
    grasps = _measure(look, small).grasps
    assert grasps and max(g.T_base_tool[1, 3] for g in grasps) <= Y + 0.02
    assert max(g.T_base_tool[1, 3] for g in _measure(look, robot).grasps) > Y + 0.05
    with pytest.raises(ProjectionError) as caught:
        _measure(look, replace(robot, workspace_lower=np.array([X - 0.02, Y - 0.02, 0.004]),
                               workspace_upper=np.array([X + 0.02, Y + 0.02, 0.7])))  # fmt: skip
    assert caught.value.code is ErrorCode.GRASP_OUT_OF_REACH
