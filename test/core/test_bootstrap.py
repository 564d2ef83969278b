# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""Bootstrap intervals: known widths, coverage, clusters and pairs."""

import math

import numpy as np
import pytest

from vla_r1_ros.core.bootstrap import difference_interval, mean_interval
from vla_r1_ros.core.errors import ErrorCode, InputError


def width(interval: tuple[float, float] | None) -> float:
    assert interval is not None
    return interval[1] - interval[0]


def test_width_is_that_of_the_normal_law_for_many_values() -> None:
    values = np.random.default_rng(0).normal(3.0, 2.0, 4000)
    low, high = mean_interval(values) or (0.0, 0.0)
    assert low < values.mean() < high
    assert high - low == pytest.approx(2 * 1.96 * 2.0 / math.sqrt(4000), rel=0.08)
    assert width(mean_interval(values, confidence=0.5)) < 0.4 * (high - low)


def test_it_covers_the_truth_about_as_often_as_it_says() -> None:
    rng = np.random.default_rng(1)
    covered = 0
    for trial in range(200):
        low, high = mean_interval(rng.exponential(1.0, 60), resamples=400, seed=trial) or (0.0, 0.0)
        covered += low <= 1.0 <= high
    assert 176 <= covered <= 200  # 95 % of 200 is 190


def test_seeded_and_independent_of_the_order_of_groups() -> None:
    values = np.random.default_rng(2).random(50)
    assert mean_interval(values) == mean_interval(values)
    assert mean_interval(values) != mean_interval(values, seed=1)
    assert mean_interval(values, [f"picture {i}" for i in range(50)]) == mean_interval(values)


def test_copies_of_a_picture_tell_nothing_new() -> None:
    values = np.random.default_rng(3).random(40)
    copies, pictures = np.repeat(values, 9), np.repeat(np.arange(40), 9)
    assert width(mean_interval(copies, pictures.tolist())) == pytest.approx(width(mean_interval(values)), rel=1e-9)
    assert width(mean_interval(copies)) < 0.5 * width(mean_interval(values))


def test_one_group_has_no_interval_and_constants_have_a_narrow_one() -> None:
    assert mean_interval([0.4]) is None
    assert mean_interval([0.4, 0.9], ["one", "one"]) is None
    assert mean_interval([0.5, 0.5, 0.5]) == (0.5, 0.5)


def test_pairs_are_told_apart_where_separate_intervals_are_not() -> None:
    rng = np.random.default_rng(4)
    hard = rng.normal(0.0, 1.0, 300)  # how hard a question is, for both alike
    a, b = hard + rng.normal(0.0, 0.05, 300), hard + 0.1 + rng.normal(0.0, 0.05, 300)
    low, high = difference_interval(a, b) or (0.0, 0.0)
    assert 0.05 < low < 0.1 < high < 0.15
    lows, highs = mean_interval(a), mean_interval(b)
    assert lows is not None and highs is not None and lows[1] > highs[0]
    assert difference_interval(b, a) == pytest.approx((-high, -low), abs=0.002)


def test_memory_is_bounded_for_many_values() -> None:
    values = np.random.default_rng(5).random(30_000)
    assert width(mean_interval(values, resamples=300)) == pytest.approx(2 * 1.96 / math.sqrt(12 * 30_000), rel=0.25)


@pytest.mark.parametrize(
    ("values", "more"),
    [([], {}), ([math.nan, 1.0], {}), ([1.0, 2.0], {"confidence": 1.0}), ([1.0, 2.0], {"groups": ["a"]})],
)
def test_what_is_no_sample_is_refused(values: list[float], more: dict[str, object]) -> None:
    with pytest.raises(InputError) as caught:
        mean_interval(values, **more)  # type: ignore[arg-type]
    assert caught.value.code is ErrorCode.INPUT_PARAMETER


def test_unequal_pairs_are_refused() -> None:
    with pytest.raises(InputError, match="no pairs"):
        difference_interval([1.0, 2.0], [1.0])
