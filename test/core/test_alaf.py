# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""ALAF against its definition, values by hand, and what a distance must be."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vla_r1_ros.cli.bench_rewards import plain_alaf
from vla_r1_ros.core.alaf import alaf, alaf_batch, alaf_limit
from vla_r1_ros.core.errors import InputError
from vla_r1_ros.core.metrics import discrete_frechet

LINE = np.array([[0.2, 0.5], [0.4, 0.5], [0.6, 0.5]])
POINTS = st.tuples(st.floats(0, 1), st.floats(0, 1)) | st.sampled_from([(0.0, 0.0), (0.5, 0.5), (0.5, 0.25)])
PATHS = st.lists(POINTS, min_size=1, max_size=7).map(np.array)
BOTH = pytest.mark.parametrize("as_released", [False, True])


def _one(P: np.ndarray, Q: np.ndarray, as_released: bool = False, **weights: float) -> float:
    return float(alaf_batch(P[None], Q[None], as_released=as_released, **weights)[0])


def test_the_limit_is_that_of_the_contract() -> None:
    assert alaf_limit() == pytest.approx(2.430, abs=5e-4)
    assert alaf_limit(0.0, 0.0) == math.sqrt(2)


@BOTH
def test_values_by_hand(as_released: bool) -> None:
    assert _one(LINE, LINE + np.array([0, 0.3]), as_released) == pytest.approx(0.3, abs=1e-8)  # moved as a whole
    assert _one(LINE, LINE[::-1], as_released) == pytest.approx(0.4 + 0.25 * math.pi)  # ends apart, half a turn
    turned = np.array([[0.2, 0.5], [0.2, 0.7], [0.2, 0.9]])
    assert _one(LINE, turned, as_released) == pytest.approx(math.hypot(0.4, 0.4) + 0.25 * math.pi / 2)
    halves = np.array([[0.2, 0.5], [0.3, 0.5], [0.4, 0.5], [0.5, 0.5], [0.6, 0.5]])
    assert _one(LINE, halves, as_released) == pytest.approx(0.1 + 0.1 * math.log(2), abs=1e-8)  # steps half as long
    assert _one(LINE[:1], LINE[:1], as_released) == 0.0


@BOTH
def test_angles_between_headings_on_both_sides_of_half_a_turn(as_released: bool) -> None:
    for heading in np.linspace(-math.pi, math.pi, 41):
        for turn in (0.1, 1.0, 3.0):
            P, Q = (np.outer([0, 1, 2], [math.cos(a), math.sin(a)]) for a in (heading, heading + turn))
            expected = 4 * math.sin(turn / 2) + 0.25 * turn  # the last points are two steps out
            assert _one(P, Q, as_released) == pytest.approx(expected)


def test_tangents_inside_halve_the_turn() -> None:
    corner = np.array([[0.0, 0.0], [0.1, 0.0], [0.1, 0.1]])
    straight = np.array([[0.0, 0.0], [0.1, 0.0], [0.2, 0.0]])
    only_angles = _one(corner, straight, angle_weight=1.0, length_weight=0.0)
    assert only_angles == pytest.approx(math.hypot(0.1, 0.1) + math.pi / 2)  # at the end: a whole right angle
    there_and_back = np.array([[0.0, 0.0], [0.1, 0.0], [0.0, 0.0]])  # steps cancel in the middle: the earlier counts
    bent = np.array([[0.0, 0.0], [0.1, 0.0], [0.0, 0.1]])
    only_angles = _one(there_and_back, bent, angle_weight=1.0, length_weight=0.0)
    assert only_angles == pytest.approx(3 / 8 * math.pi)


@BOTH
def test_a_point_without_a_step_costs_its_length_and_no_angle(as_released: bool) -> None:
    stands = LINE[[0, 0, 1, 2]]
    assert _one(LINE, stands, as_released) == pytest.approx(0.1 * math.log((0.2 + 1e-12) / 1e-12), rel=1e-6)
    assert _one(stands, stands, as_released) == pytest.approx(0.0, abs=1e-8)
    assert _one(LINE, stands, as_released, length_weight=0.0) == pytest.approx(0.0, abs=1e-8)


@settings(max_examples=300, deadline=None)
@given(PATHS, PATHS)
def test_it_is_its_definition(P: np.ndarray, Q: np.ndarray) -> None:
    expected = plain_alaf([(x, y) for x, y in P.tolist()], [(x, y) for x, y in Q.tolist()])
    assert alaf(P, Q) == pytest.approx(expected, abs=1e-9)
    assert _one(P, Q, as_released=True) == pytest.approx(expected, abs=1e-8)  # its arc cosine


@settings(max_examples=200, deadline=None)
@given(PATHS, PATHS)
def test_symmetry_identity_and_bounds(P: np.ndarray, Q: np.ndarray) -> None:
    assert alaf(P, Q) == pytest.approx(alaf(Q, P), abs=1e-12)
    assert alaf(P, P) == 0.0
    assert alaf(P, Q) >= discrete_frechet(P, Q) - 1e-12
    assert _one(P, Q, angle_weight=0.0, length_weight=0.0) == pytest.approx(discrete_frechet(P, Q))


@given(PATHS, PATHS, st.floats(0, 1), st.floats(0, 1))
@settings(deadline=None)
def test_more_weight_never_brings_paths_nearer(P: np.ndarray, Q: np.ndarray, more: float, less: float) -> None:
    low, high = sorted((more, less))
    assert _one(P, Q, angle_weight=low) <= _one(P, Q, angle_weight=high) + 1e-12
    assert _one(P, Q, length_weight=low) <= _one(P, Q, length_weight=high) + 1e-12


def test_farther_away_is_farther() -> None:
    found = [alaf(LINE, LINE + np.array([0, shift])) for shift in np.linspace(0, 0.5, 30)]
    assert (np.diff(found) > 0).all()


@BOTH
@pytest.mark.parametrize(("n", "m"), [(1, 1), (1, 8), (8, 1), (5, 7), (24, 24), (100, 2)])
def test_a_batch_is_its_pairs(n: int, m: int, as_released: bool) -> None:
    rng = np.random.default_rng(n + m)
    P, Q = rng.random((30, n, 2)), rng.random((30, m, 2))
    P[::7, : n // 2] = P[::7, :1]  # some stand still
    found = alaf_batch(P, Q, as_released=as_released)
    assert found.shape == (30,)
    alone = [_one(p, q, as_released) for p, q in zip(P, Q, strict=True)]
    np.testing.assert_allclose(found, alone, rtol=0, atol=1e-13)


def test_a_batch_larger_than_a_block_and_an_empty_one() -> None:
    rng = np.random.default_rng(0)
    P, Q = rng.random((2500, 8, 2)), rng.random((2500, 8, 2))
    part = alaf_batch(P[1200:1300], Q[1200:1300])
    np.testing.assert_allclose(alaf_batch(P, Q)[1200:1300], part, rtol=0, atol=1e-14)
    assert alaf_batch(P[:0], Q[:0]).shape == (0,)


@BOTH
def test_what_is_not_a_number_costs_nothing_after_the_first_points(as_released: bool) -> None:
    tail, head = LINE.copy(), LINE.copy()
    tail[2] = np.nan
    head[0] = np.nan
    assert np.isnan(_one(LINE, head, as_released))
    assert _one(LINE, tail, as_released) == pytest.approx(0.0, abs=1e-8)


@pytest.mark.parametrize(
    ("P", "Q"),
    [
        (np.zeros((2, 3, 2)), np.zeros((3, 3, 2))),
        (np.zeros((2, 0, 2)), np.zeros((2, 3, 2))),
        (np.zeros((2, 3, 3)), np.zeros((2, 3, 3))),
        (np.zeros((3, 2)), np.zeros((3, 2))),
    ],
)
def test_other_shapes_are_refused(P: np.ndarray, Q: np.ndarray) -> None:
    with pytest.raises(InputError):
        alaf_batch(P, Q)
