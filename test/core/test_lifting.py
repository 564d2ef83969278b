# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""Paths in the image become the tool's way: the true way's image is inverted, and everything else is refused."""

from itertools import pairwise
from typing import Any

import numpy as np
import pytest
from scipy.spatial import cKDTree

from vla_r1_ros.core.errors import ErrorCode, InputError, ProjectionError
from vla_r1_ros.core.lifting import MAX_GAP, LiftedPath, lift_path

NO_OBSTACLES = np.zeros((0, 3))
CARRY = 0.25
BOWL = (0.55, 0.15, 0.075, 0.05, 0.006)
CUBE = (0.45, -0.1, (0.05, 0.05, 0.05))
WAY = np.array(
    [[0.45, -0.1, 0.05], [0.45, -0.1, CARRY], [0.483, -0.017, CARRY], [0.517, 0.067, CARRY], [0.55, 0.15, CARRY],
     [0.55, 0.15, 0.01]]
)  # fmt: skip


@pytest.fixture(scope="module")
def look(scene: Any) -> Any:
    return scene.cast(scene.tube(*BOWL), scene.block(*CUBE))


def lift(look: Any, robot: Any, way: np.ndarray, **changes: Any) -> LiftedPath:
    path = np.array([look.pixel_of(point) for point in way])
    values: dict[str, Any] = {
        "camera": look.camera, "T_base_camera": look.T_base_camera, "points_base": look.points,
        "support": look.support, "robot": robot, "start": way[0], "carry_height": CARRY, "obstacles": NO_OBSTACLES,
        "clearance": 0.05,
    }  # fmt: skip
    return lift_path(changes.pop("path", path), **(values | changes))


def dense(way: np.ndarray) -> np.ndarray:
    share = np.linspace(0, 1, 100)[:, None]
    return np.vstack([a + share * (b - a) for a, b in pairwise(way)])


def apart(a: np.ndarray, b: np.ndarray) -> float:
    """The greatest distance of one way from the other, either way round."""
    a, b = dense(a), dense(b)
    return float(max(cKDTree(a).query(b)[0].max(), cKDTree(b).query(a)[0].max()))


def test_the_image_of_a_carry_is_inverted(look: Any, robot: Any) -> None:
    lifted = lift(look, robot, WAY)
    assert apart(lifted.positions, WAY) < 0.005 + 0.002
    np.testing.assert_allclose(lifted.positions[0], WAY[0])
    np.testing.assert_allclose(lifted.place_center, [0.55, 0.15, 0.006], atol=0.004)
    assert lifted.goal_surface_z == pytest.approx(0.006, abs=0.003)
    assert lifted.rim_z == pytest.approx(0.05, abs=0.003)
    assert lifted.raised_by == 0.0 and lifted.on_thing


def test_neighbours_are_close_together(look: Any, robot: Any) -> None:
    steps = np.linalg.norm(np.diff(lift(look, robot, WAY).positions, axis=0), axis=1)
    assert steps.max() <= MAX_GAP + 1e-9 and steps.min() > 1e-6


def test_the_image_of_a_reach_is_inverted(look: Any, robot: Any) -> None:
    tool, top = np.array([0.307, 0.0, 0.487]), np.array([0.45, -0.1, 0.05])
    between = [[*(tool + share * (top - tool))[:2], CARRY] for share in (1 / 3, 2 / 3, 1)]
    way = np.array([tool, *between, top])
    lifted = lift(look, robot, way, at_top=True)
    assert apart(lifted.positions, way) < 0.005
    np.testing.assert_allclose(lifted.positions[-1], top, atol=0.004)


@pytest.mark.parametrize("seed", range(12))
def test_property_random_ways_are_inverted(look: Any, robot: Any, seed: int) -> None:
    rng = np.random.default_rng(seed)
    height = rng.uniform(0.15, 0.35)
    start, goal = np.array([0.45, -0.1, rng.uniform(0.02, 0.08)]), rng.uniform([0.4, -0.25, 0], [0.65, 0.0, 0])
    if np.hypot(*(goal - start)[:2]) < 0.12:
        goal[:2] = [0.62, -0.2]
    bend = (start + goal) / 2 + [0, rng.uniform(0.0, 0.15), 0]
    way = np.array([start, [*start[:2], height], [*bend[:2], height], [*goal[:2], height], goal])
    lifted = lift(look, robot, way, carry_height=height)
    assert apart(lifted.positions, way) < 0.005
    assert not lifted.on_thing


def test_pixels_in_the_air_are_not_taken_from_the_background(look: Any, robot: Any) -> None:
    """The pixels between show the table or the bowl; at carry height the tool is up to 0.3 m away from there."""
    lifted = lift(look, robot, WAY)
    above_table = lifted.positions[(lifted.positions[:, 2] > CARRY - 1e-3)]
    assert len(above_table) >= 5
    np.testing.assert_allclose(above_table[:, 2], CARRY, atol=0.002)


def test_two_points_are_enough(look: Any, robot: Any) -> None:
    lifted = lift(look, robot, WAY[[0, -1]])
    direct = np.array([WAY[0], WAY[1], WAY[-2], WAY[-1]])
    assert apart(lifted.positions, direct) < 0.007


def test_an_end_that_is_off_is_drawn_to_the_vessels_middle(look: Any, robot: Any) -> None:
    way = WAY.copy()
    way[-1, :2] += [0.04, -0.04]
    way[-2, :2] += [0.025, -0.02]
    lifted = lift(look, robot, way)
    np.testing.assert_allclose(lifted.place_center[:2], [0.55, 0.15], atol=0.004)
    last = lifted.positions[-4:]
    np.testing.assert_allclose(last[:, :2], np.tile([[0.55, 0.15]], (4, 1)), atol=0.004)  # straight down


def test_obstacles_lift_the_way(look: Any, robot: Any) -> None:
    post = np.array([[0.5, 0.025, z] for z in np.arange(0.005, 0.28, 0.01)])
    lifted = lift(look, robot, WAY, obstacles=post, clearance=0.06)
    assert lifted.raised_by == pytest.approx(0.275 + 0.06 - CARRY, abs=0.003)
    away = np.hypot(lifted.positions[:, 0] - 0.5, lifted.positions[:, 1] - 0.025)
    assert lifted.positions[away < 0.05, 2].min() > 0.275 + 0.055
    distance = cKDTree(post).query(dense(lifted.positions))[0].min()
    assert distance > 0.05
    assert np.linalg.norm(np.diff(lifted.positions, axis=0), axis=1).max() <= MAX_GAP + 1e-9


def test_obstacles_beside_or_below_do_not(look: Any, robot: Any) -> None:
    beside = np.array([[0.3, 0.3, z] for z in np.arange(0.0, 0.6, 0.01)])
    below = np.array([[0.5, 0.025, 0.1]])
    assert lift(look, robot, WAY, obstacles=np.vstack([beside, below])).raised_by == 0.0


def test_obstacles_up_to_the_ceiling_are_refused(look: Any, robot: Any) -> None:
    wall = np.array([[0.5, 0.025, z] for z in np.arange(0.0, 0.7, 0.01)])
    with pytest.raises(ProjectionError) as caught:
        lift(look, robot, WAY, obstacles=wall)
    assert caught.value.code is ErrorCode.PROJECTION_OUT_OF_WORKSPACE and "0.7" in caught.value.message


def _refusal(look: Any, robot: Any, **changes: Any) -> ErrorCode:
    with pytest.raises((ProjectionError, InputError)) as caught:
        lift(look, robot, WAY, **changes)
    assert caught.value.message
    return caught.value.code


def test_an_end_outside_the_workspace(look: Any, robot: Any) -> None:
    far = look.pixel_of([0.95, 0.3, 0.0])
    path = np.array([look.pixel_of(WAY[0]), far])
    assert _refusal(look, robot, path=path) is ErrorCode.PROJECTION_OUT_OF_WORKSPACE


def test_points_in_the_air_far_outside_are_refused_near_ones_drawn_in(look: Any, robot: Any) -> None:
    path = np.array([look.pixel_of(point) for point in WAY])
    path[2] = look.pixel_of([0.83, -0.1, CARRY])
    lifted = lift(look, robot, WAY, path=path)
    assert (lifted.positions <= robot.workspace_upper + 1e-9).all()
    path[2] = look.pixel_of([0.98, -0.1, CARRY])
    assert _refusal(look, robot, path=path) is ErrorCode.PROJECTION_OUT_OF_WORKSPACE


@pytest.mark.parametrize("pixel", [(-5, 100), (700, 100), (100, 481), (100, -1)])
def test_pixels_outside_the_image(look: Any, robot: Any, pixel: tuple[float, float]) -> None:
    path = np.array([look.pixel_of(WAY[0]), pixel, look.pixel_of(WAY[-1])])
    assert _refusal(look, robot, path=path) is ErrorCode.PROJECTION_RAY


def test_a_camera_below_carry_height_has_no_way(look: Any, robot: Any) -> None:
    assert _refusal(look, robot, carry_height=0.9) is ErrorCode.PROJECTION_RAY


def test_holes_at_the_end(look: Any, robot: Any) -> None:
    u, v = np.rint(look.pixel_of(WAY[-1])).astype(int)
    points = look.points.copy()
    points[v - 8 : v + 9, u - 8 : u + 9] = np.nan
    assert _refusal(look, robot, points_base=points) is ErrorCode.PROJECTION_DEPTH_HOLES


@pytest.mark.parametrize(
    "changes",
    [
        {"path": np.zeros((1, 2))},
        {"path": np.zeros((3, 3))},
        {"path": np.full((3, 2), np.nan)},
        {"start": np.zeros(2)},
        {"start": np.array([0.4, np.inf, 0.1])},
        {"carry_height": 0.0},
        {"carry_height": np.nan},
        {"clearance": -0.1},
    ],
    ids=str,
)
def test_arguments_that_make_no_sense(look: Any, robot: Any, changes: dict[str, Any]) -> None:
    assert _refusal(look, robot, **changes) is ErrorCode.INPUT_PARAMETER
