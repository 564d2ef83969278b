# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""Metrics against values known from elsewhere or by hand."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vla_r1_ros.core.errors import InputError
from vla_r1_ros.core.metrics import (
    discrete_frechet,
    giou,
    hausdorff,
    iou,
    path_metrics,
    resample,
    rmse,
    wilson_interval,
)
from vla_r1_ros.core.types import Box

UNIT = st.floats(0, 1, allow_nan=False)
PATHS = st.lists(st.tuples(UNIT, UNIT), min_size=1, max_size=12).map(np.array)
BOXES = st.builds(Box, UNIT, UNIT, st.floats(0.01, 1), st.floats(0.01, 1))


def test_iou_by_hand() -> None:
    a = Box(0.3, 0.3, 0.2, 0.2)
    assert iou(a, a) == pytest.approx(1.0)
    assert iou(a, Box(0.4, 0.3, 0.2, 0.2)) == pytest.approx(1 / 3)
    assert iou(a, Box(0.7, 0.7, 0.2, 0.2)) == 0.0
    assert iou(a, Box(0.5, 0.3, 0.2, 0.2)) == pytest.approx(0.0, abs=1e-12)


def test_reading_the_centre_as_top_left_costs_as_much_as_the_contract_says() -> None:
    assert iou(Box(0.5, 0.5, 0.2, 0.2), Box(0.6, 0.6, 0.2, 0.2)) == pytest.approx(0.1429, abs=1e-4)


def test_boxes_are_clipped_to_the_image() -> None:
    assert iou(Box(0.0, 0.5, 0.2, 0.2), Box(0.05, 0.5, 0.1, 0.2)) == pytest.approx(1.0)


def test_giou_by_hand() -> None:
    a, b = Box(0.1, 0.1, 0.2, 0.2), Box(0.5, 0.1, 0.2, 0.2)
    assert giou(a, a) == pytest.approx(1.0)
    assert giou(a, b) == pytest.approx(-1 / 3)  # hull 0.6 x 0.2, a third of it empty
    whole, target = Box(0.5, 0.5, 1, 1), Box(0.5, 0.5, 0.2, 0.2)
    assert (giou(whole, target) + 1) / 2 == pytest.approx(0.52)


@given(BOXES, BOXES)
def test_iou_and_giou_are_symmetric_and_bounded(a: Box, b: Box) -> None:
    assert iou(a, b) == pytest.approx(iou(b, a))
    assert giou(a, b) == pytest.approx(giou(b, a))
    assert 0 <= iou(a, b) <= 1 + 1e-12
    assert -1 <= giou(a, b) <= iou(a, b) + 1e-9


def test_frechet_and_hausdorff_by_hand() -> None:
    P = np.array([[0.0, 0.0], [1.0, 0.0], [2.0, 0.0]])
    assert discrete_frechet(P, P) == 0.0
    assert discrete_frechet(P, P + np.array([0, 1])) == pytest.approx(1.0)
    assert discrete_frechet(P, P[::-1]) == pytest.approx(2.0)  # order counts
    assert hausdorff(P, P[::-1]) == 0.0  # order does not count
    assert discrete_frechet(P, P[[0, 2]]) == pytest.approx(1.0)
    assert hausdorff(P, np.array([[0.0, 3.0]])) == pytest.approx(math.hypot(2, 3))


def _frechet_by_recursion(P: np.ndarray, Q: np.ndarray, i: int, j: int) -> float:
    here = float(np.linalg.norm(P[i] - Q[j]))
    if i == j == 0:
        return here
    options = []
    if i:
        options.append(_frechet_by_recursion(P, Q, i - 1, j))
    if j:
        options.append(_frechet_by_recursion(P, Q, i, j - 1))
    if i and j:
        options.append(_frechet_by_recursion(P, Q, i - 1, j - 1))
    return max(here, min(options))


@pytest.mark.parametrize("seed", range(20))
def test_frechet_equals_its_definition(seed: int) -> None:
    rng = np.random.default_rng(seed)
    P, Q = rng.random((rng.integers(1, 6), 2)), rng.random((rng.integers(1, 6), 2))
    assert discrete_frechet(P, Q) == pytest.approx(_frechet_by_recursion(P, Q, len(P) - 1, len(Q) - 1))


@given(PATHS, PATHS)
@settings(max_examples=200, deadline=None)
def test_distances_are_symmetric_and_ordered(P: np.ndarray, Q: np.ndarray) -> None:
    assert discrete_frechet(P, Q) == pytest.approx(discrete_frechet(Q, P))
    assert hausdorff(P, Q) == pytest.approx(hausdorff(Q, P))
    assert hausdorff(P, Q) <= discrete_frechet(P, Q) + 1e-12


def test_rmse() -> None:
    P = np.array([[0.0, 0.0], [1.0, 0.0]])
    assert rmse(P, P + np.array([3, 4])) == pytest.approx(5.0)
    assert rmse(P, P + np.array([[0, 0], [0, 2]])) == pytest.approx(math.sqrt(2))
    with pytest.raises(InputError):
        rmse(P, P[:1])


def test_resample_keeps_ends_and_spaces_by_length() -> None:
    P = np.array([[0.0, 0.0], [3.0, 0.0], [3.0, 1.0]])
    np.testing.assert_allclose(resample(P, 5), [[0, 0], [1, 0], [2, 0], [3, 0], [3, 1]])
    np.testing.assert_allclose(resample(P, 2), P[[0, 2]])
    np.testing.assert_allclose(resample(P[:1], 3), np.zeros((3, 2)))  # a path without length
    np.testing.assert_allclose(resample(P, 1), P[:1])
    with pytest.raises(InputError):
        resample(P, 0)


def test_path_metrics_follow_the_stated_rule() -> None:
    true = np.array([[0.0, 0.5], [0.5, 0.5], [1.0, 0.5]])
    perfect = path_metrics(true, true)
    assert (perfect.dfd, perfect.hd, perfect.rmse, perfect.avg) == (0, 0, 0, 0)
    coarse = path_metrics(true[[0, 2]], true)  # same line with fewer points: RMSE sees none of it, DFD does
    assert coarse.rmse == pytest.approx(0.0) and coarse.dfd == pytest.approx(500.0)
    beside = path_metrics(true + np.array([0, 0.1]), true)
    assert (beside.dfd, beside.hd, beside.rmse, beside.avg) == pytest.approx((100, 100, 100, 100))
    assert path_metrics(true + np.array([0, 0.1]), true, scale=1.0).avg == pytest.approx(0.1)


def test_an_unparsed_path_scores_the_worst_case() -> None:
    worst = path_metrics(None, np.zeros((3, 2)))
    assert (worst.dfd, worst.hd, worst.rmse, worst.avg) == pytest.approx((1000 * math.sqrt(2),) * 4)
    corners = path_metrics(np.ones((3, 2)), np.zeros((3, 2)))
    assert corners.avg <= worst.avg + 1e-9


@pytest.mark.parametrize("bad", [np.zeros((0, 2)), np.zeros(3)])
def test_what_is_no_path(bad: np.ndarray) -> None:
    with pytest.raises(InputError):
        discrete_frechet(bad, np.zeros((2, 2)))


@pytest.mark.parametrize(
    ("successes", "n", "low", "high"),
    [(8, 10, 0.4902, 0.9433), (0, 10, 0.0, 0.2775), (10, 10, 0.7225, 1.0), (50, 100, 0.4038, 0.5962)],
)
def test_wilson_against_published_values(successes: int, n: int, low: float, high: float) -> None:
    assert wilson_interval(successes, n) == pytest.approx((low, high), abs=1e-4)


def test_wilson_at_the_edges() -> None:
    assert wilson_interval(0, 0) == (0.0, 1.0)
    assert wilson_interval(5, 10, confidence=0.5)[0] > wilson_interval(5, 10)[0]
    for bad in ((-1, 10, 0.95), (11, 10, 0.95), (1, 2, 1.0)):
        with pytest.raises(InputError):
            wilson_interval(*bad)


def test_wilson_covers_the_truth_about_as_often_as_it_says() -> None:
    rng = np.random.default_rng(3)
    drawn = rng.binomial(50, 0.85, 4000)
    inside = [low <= 0.85 <= high for low, high in (wilson_interval(int(k), 50) for k in drawn)]
    assert 0.93 <= np.mean(inside) <= 0.98
