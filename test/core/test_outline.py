# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""Circles, rectangles and balls fitted to measured points."""

import numpy as np
import pytest

from vla_r1_ros.core.outline import fit_ball, fit_outline, grown, reaches


def _rectangle(rng: np.random.Generator, length: float, width: float, yaw: float, n: int = 900) -> np.ndarray:
    xy = rng.uniform(-0.5, 0.5, (n, 2)) * [length, width]
    c, s = np.cos(yaw), np.sin(yaw)
    return xy @ np.array([[c, s], [-s, c]]) + [0.5, -0.1]


@pytest.mark.parametrize("yaw_deg", [-80, -45, -10, 0, 1, 30, 60, 89])
def test_rectangle(yaw_deg: float) -> None:
    rng = np.random.default_rng(yaw_deg + 100)
    xy = _rectangle(rng, 0.085, 0.045, np.radians(yaw_deg)) + rng.normal(0, 0.0006, (900, 2))
    outline = fit_outline(xy)
    assert not outline.is_round
    np.testing.assert_allclose(outline.centre, [0.5, -0.1], atol=0.0015)
    assert (outline.length, outline.width) == pytest.approx((0.085, 0.045), abs=0.003)
    turn = np.degrees(outline.yaw) - yaw_deg
    assert abs((turn + 90) % 180 - 90) < 2.5
    assert -np.pi / 2 <= outline.yaw < np.pi / 2


def test_square_is_not_round() -> None:
    outline = fit_outline(_rectangle(np.random.default_rng(0), 0.05, 0.05, 0.4))
    assert not outline.is_round and outline.length == pytest.approx(outline.width, abs=0.002)


@pytest.mark.parametrize("ring", [False, True])
def test_circle(ring: bool) -> None:
    rng = np.random.default_rng(1)
    angle, radius = rng.uniform(0, 2 * np.pi, 5000), 0.034 * np.sqrt(rng.uniform(0.7 if ring else 0, 1, 5000))
    xy = np.column_stack([radius * np.cos(angle), radius * np.sin(angle)]) + np.array([0.6, 0.2])
    outline = fit_outline(xy)
    assert outline.is_round
    np.testing.assert_allclose(outline.centre, [0.6, 0.2], atol=0.001)
    assert outline.width == pytest.approx(0.068, abs=0.003)


def test_circle_that_is_hidden_on_one_side() -> None:
    rng = np.random.default_rng(2)
    angle, radius = rng.uniform(0, 2 * np.pi, 5000), 0.034 * np.sqrt(rng.uniform(0, 1, 5000))
    xy = np.column_stack([radius * np.cos(angle), radius * np.sin(angle)])
    outline = fit_outline(xy[xy[:, 0] < 0.029])
    assert outline.is_round
    np.testing.assert_allclose(outline.centre, [0, 0], atol=0.0015)
    assert outline.width == pytest.approx(0.068, abs=0.003)


def test_reaches_leave_single_strays_out() -> None:
    xy = np.vstack([_rectangle(np.random.default_rng(3), 0.1, 0.1, 0.0, 1000) - [0.5, -0.1], [[5.0, 0.0]]])
    assert reaches(xy, np.array([0.0]))[0] == pytest.approx(0.05, abs=0.001)


def test_grown() -> None:
    outline = fit_outline(_rectangle(np.random.default_rng(4), 0.08, 0.04, 0.0))
    bigger = grown(outline, 0.002)
    assert (bigger.length - outline.length, bigger.width - outline.width) == pytest.approx((0.002, 0.002))


def test_ball_from_the_side_that_is_seen() -> None:
    rng = np.random.default_rng(5)
    normals = rng.normal(size=(4000, 3))
    normals /= np.linalg.norm(normals, axis=1, keepdims=True)
    toward = np.array([-0.5, -0.5, 0.7]) / np.linalg.norm([-0.5, -0.5, 0.7])
    seen = normals[normals @ toward > 0.2]
    points = [0.5, 0.1, 0.031] + 0.031 * seen + rng.normal(0, 0.0008, seen.shape)
    centre, radius, spread = fit_ball(points)
    np.testing.assert_allclose(centre, [0.5, 0.1, 0.031], atol=0.001)
    assert radius == pytest.approx(0.031, abs=0.001)
    assert spread < 0.001


def test_a_block_is_no_ball() -> None:
    rng = np.random.default_rng(6)
    top = np.column_stack([rng.uniform(-0.025, 0.025, (800, 2)), np.full(800, 0.05)])
    side = np.column_stack([np.full(500, -0.025), rng.uniform(-0.025, 0.025, 500), rng.uniform(0, 0.05, 500)])
    assert fit_ball(np.vstack([top, side]))[2] > 0.0035
