# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from vla_r1_ros.motion.lines import distance_to_polyline, simplified, travel_part

POLYLINES = arrays(np.float64, st.tuples(st.integers(2, 30), st.just(3)), elements=st.floats(-1, 1, width=16))


def test_distance_is_to_the_nearest_stretch() -> None:
    corners = np.array([[0.0, 0, 0], [1, 0, 0], [1, 1, 0]])
    points = np.array([[0.5, 0.2, 0], [1.3, 0.5, 0], [-0.3, 0, 0.4], [1, 1, 0]])
    np.testing.assert_allclose(distance_to_polyline(points, corners), [0.2, 0.3, 0.5, 0.0])


def test_a_corner_on_a_corner_is_no_division_by_zero() -> None:
    assert distance_to_polyline(np.zeros((1, 3)), np.ones((2, 3)))[0] == pytest.approx(np.sqrt(3))


@settings(deadline=None)
@given(POLYLINES)
def test_simplified_keeps_ends_and_tolerance(points: np.ndarray) -> None:
    kept = simplified(points, 0.01)
    np.testing.assert_array_equal(kept[[0, -1]], points[[0, -1]])
    assert distance_to_polyline(points, kept).max() <= 0.0101


def test_simplified_drops_what_lies_on_the_line() -> None:
    dense = np.linspace((0, 0, 0), (1, 0, 0), 20)
    corner = np.vstack([dense, np.linspace((1, 0.05, 0), (1, 1, 0), 20)])
    np.testing.assert_allclose(simplified(corner), [(0, 0, 0), (1, 0, 0), (1, 1, 0)])


def test_travel_part_leaves_out_rise_and_descent() -> None:
    rise = np.linspace((0.5, 0.1, 0.02), (0.5, 0.1, 0.25), 6)
    level = np.linspace((0.5, 0.1, 0.25), (0.4, -0.2, 0.25), 8)[1:]
    descent = np.linspace((0.4, -0.2, 0.25), (0.4, -0.2, 0.01), 6)[1:]
    part = travel_part(np.vstack([rise, level, descent]))
    np.testing.assert_allclose(part[[0, -1]], [(0.5, 0.1, 0.25), (0.4, -0.2, 0.25)])
    assert (part[:, 2] == 0.25).all()


def test_travel_part_of_a_slope_keeps_it() -> None:
    path = np.array([(0.3, 0, 0.48), (0.4, 0.1, 0.3), (0.5, 0.2, 0.25), (0.5, 0.2, 0.05)])
    np.testing.assert_allclose(travel_part(path), path[:3])


def test_travel_part_of_an_upright_path_is_its_highest_point() -> None:
    path = np.array([(0.5, 0, 0.05), (0.5, 0, 0.25), (0.5, 0.001, 0.05)])
    np.testing.assert_allclose(travel_part(path), [(0.5, 0, 0.25)])
