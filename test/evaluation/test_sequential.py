# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""Statistics of two success rates: error rates by simulation, published figures, and what they do with few trials."""

import math

import numpy as np
import pytest

from vla_r1_ros.evaluation.sequential import (
    ALPHA,
    NEEDED,
    confidence_sequence,
    log_against,
    log_evidence,
    sequential_test,
)
from vla_r1_ros.evaluation.two_rates import compare_paired, compare_unpaired

RUNS, PAIRS = 4000, 300
#: three standard errors of a rate of 5 % over RUNS
SLACK = 3 * math.sqrt(ALPHA * (1 - ALPHA) / RUNS)


def outcomes(plus: float, minus: float, seed: int, runs: int = RUNS) -> np.ndarray:
    """Running numbers of pairs (3, runs, PAIRS): only the first succeeded, equal, only the second."""
    drawn = np.random.default_rng(seed).random((runs, PAIRS))
    signs = np.stack([drawn < plus, (drawn >= plus) & (drawn < 1 - minus), drawn >= 1 - minus])
    return np.cumsum(signs, axis=2)


@pytest.mark.parametrize("p", [0.03, 0.3, 0.6, 0.9])
def test_one_who_looks_after_every_pair_is_wrong_in_at_most_5_percent(p: float) -> None:
    """Equal rates, unpaired sets (Wald's pairs); paired sets are the same with other shares of equal pairs."""
    more, _, less = outcomes(p * (1 - p), p * (1 - p), seed=int(1000 * p))
    wrong = (log_evidence(more, less) >= math.log(NEEDED)).any(axis=1).mean()
    assert wrong <= ALPHA + SLACK
    if p == 0.6:
        assert wrong > 0.005, "a test that never speaks would pass as well"


@pytest.mark.parametrize(("plus", "minus"), [(0.0, 0.0), (0.2, 0.2), (0.3, 0.1), (0.05, 0.25), (0.9, 0.02)])
def test_the_interval_holds_at_all_times_at_once(plus: float, minus: float) -> None:
    counts = outcomes(plus, minus, seed=5)
    left = (log_against(*counts, plus - minus) >= math.log(1 / ALPHA)).any(axis=1).mean()
    assert left <= ALPHA + SLACK


def test_a_fixed_test_that_is_looked_at_again_and_again_is_wrong_more_often() -> None:
    """Why all this: McNemar's test after every pair, where no difference is."""
    more, _, less = outcomes(0.24, 0.24, seed=9, runs=300)
    wrong = 0
    tables: dict[tuple[int, int], float] = {}
    for i in range(300):
        for a, b in {(int(a), int(b)) for a, b in zip(more[i], less[i], strict=True)}:
            if (a, b) not in tables:
                tables[a, b] = compare_paired(0, a, b, 1).p_value
        wrong += any(tables[int(a), int(b)] < ALPHA for a, b in zip(more[i], less[i], strict=True))
    assert wrong / 300 > 2 * ALPHA


def test_few_trials_suffice_where_the_difference_is_great() -> None:
    """90 % against 30 %: half of the runs end within 20 pairs, nearly all within 60, all of those rightly."""
    more, _, less = outcomes(0.9 * 0.7, 0.1 * 0.3, seed=1)
    over = log_evidence(more, less) >= math.log(NEEDED)
    first = np.where(over.any(axis=1), over.argmax(axis=1) + 1, PAIRS + 1)
    assert np.median(first) <= 20 and (first <= 60).mean() > 0.99
    at = np.minimum(first, PAIRS) - 1
    runs = np.arange(RUNS)
    assert (more[runs, at] > less[runs, at])[first <= PAIRS].all()


def test_eight_of_eight_tell_and_what_was_seen_once_stays() -> None:
    assert sequential_test([1] * 7).decided_at is None
    told = sequential_test([0, *[-1] * 8, *[1] * 8])
    assert told.decided_at == 9 and told.evidence == pytest.approx(2**8 / 9) and told.more_pairs is None
    nothing = sequential_test([])
    assert nothing.interval == (-1.0, 1.0) and nothing.evidence == 1.0 and nothing.pairs == 0
    json = sequential_test([1] * 400).to_json()
    assert json["evidence"] == 1e12 and json["decided_at"] == 8


def test_more_pairs_is_about_what_is_missing() -> None:
    missing = sequential_test([1, 1, 0, 1, 0]).more_pairs
    assert missing is not None and 3 <= missing <= 15
    assert sequential_test([1, -1] * 20).more_pairs is None


def test_the_interval_turns_with_the_sides_and_shrinks() -> None:
    low, high = confidence_sequence(12, 30, 3)
    assert confidence_sequence(3, 30, 12) == pytest.approx((-high, -low))
    assert low < (12 - 3) / 45 < high
    wide, narrow = confidence_sequence(1, 30, 1), confidence_sequence(10, 300, 10)
    assert narrow[1] - narrow[0] < (wide[1] - wide[0]) / 2
    assert max(map(abs, confidence_sequence(0, 90, 0))) < 0.1


def test_the_likeliest_shares_are_found() -> None:
    """Against a search over all shares with the difference."""
    for plus, zero, minus, difference in ((5, 9, 2, 0.1), (5, 9, 2, -0.3), (0, 4, 7, 0.2), (3, 0, 0, -0.5),
                                          (0, 5, 0, 0.0)):  # fmt: skip
        share = np.linspace(1e-9, 1 - 1e-9, 200_001)
        first, equal = share + difference, 1 - 2 * share - difference
        good = (first > 0) & (equal > 0)
        logs = sum(n * np.log(p[good]) for n, p in ((plus, first), (zero, equal), (minus, share)) if n)
        mixture = float(log_against(plus, zero, minus, difference)) + logs.max()
        at_zero = float(log_against(plus, zero, minus, 0.25))
        other = np.linspace(1e-9, 1 - 1e-9, 200_001)
        valid = (other + 0.25 > 0) & (1 - 2 * other - 0.25 > 0)
        other = other[valid]
        logs_two = sum(n * np.log(p) for n, p in ((plus, other + 0.25), (zero, 0.75 - 2 * other), (minus, other)) if n)
        assert mixture == pytest.approx(at_zero + logs_two.max(), abs=1e-3), "the mixture knows no difference"


def test_published_figures() -> None:
    """Newcombe 1998: 56/70 against 48/80 has 0.0524 to 0.3339; the pairs 20, 12, 2, 16 have 0.0562 to 0.3292."""
    assert compare_unpaired((56, 70), (48, 80)).interval == pytest.approx((0.0524, 0.3339), abs=1e-4)
    paired = compare_paired(20, 12, 2, 16)
    assert paired.interval == pytest.approx((0.0562, 0.3292), abs=2e-4)
    assert paired.p_value == pytest.approx(2 * sum(math.comb(14, k) for k in range(3)) / 2**14)
    assert compare_paired(5, 0, 0, 5).p_value == 1.0 and compare_paired(5, 0, 0, 5).difference == 0.0


def test_intervals_of_pairs_cover() -> None:
    rng = np.random.default_rng(3)
    shares, covered = (0.5, 0.2, 0.05, 0.25), 0
    for table in rng.multinomial(40, shares, size=1000):
        low, high = compare_paired(*map(int, table)).interval
        covered += low <= 0.15 <= high
    assert covered / 1000 > 0.93
