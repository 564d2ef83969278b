# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""Two success rates compared once, after a number of trials that was fixed beforehand."""

from __future__ import annotations

import math
from dataclasses import dataclass

from scipy import stats

from vla_r1_ros.core.metrics import wilson_interval


@dataclass(frozen=True)
class FixedResult:
    """Difference of the rates (first less second) with its 95 % interval, the two-sided p value, and their methods."""

    difference: float
    interval: tuple[float, float]
    interval_method: str
    p_value: float
    test: str


def compare_paired(both: int, only_first: int, only_second: int, neither: int) -> FixedResult:
    """Exact McNemar test (McNemar 1947), and Newcombe's interval for paired shares (1998, Stat. Med. 17:2635, method
    10). At least one pair."""
    pairs = both + only_first + only_second + neither
    apart = only_first + only_second
    p_value = float(stats.binomtest(only_first, apart, 0.5).pvalue) if apart else 1.0
    correlation = _correlation(both, only_first, only_second, neither)
    interval = _newcombe((both + only_first, pairs), (both + only_second, pairs), correlation)
    return FixedResult((only_first - only_second) / pairs, interval, "Newcombe 1998, paired", p_value, "exact McNemar")


def compare_unpaired(first: tuple[int, int], second: tuple[int, int]) -> FixedResult:
    """Fisher's exact test, and Newcombe's interval for independent shares (1998, Stat. Med. 17:873, method 10).

    Args:
        first, second: successes and trials, at least one trial each.
    """
    table = [[first[0], first[1] - first[0]], [second[0], second[1] - second[0]]]
    p_value = float(stats.fisher_exact(table).pvalue)
    difference = first[0] / first[1] - second[0] / second[1]
    return FixedResult(difference, _newcombe(first, second, 0.0), "Newcombe 1998, unpaired", p_value, "exact Fisher")


def _newcombe(first: tuple[int, int], second: tuple[int, int], correlation: float) -> tuple[float, float]:
    """Both Wilson intervals squared and added, less what the pairs have in common."""
    p1, p2 = first[0] / first[1], second[0] / second[1]
    (l1, u1), (l2, u2) = wilson_interval(*first), wilson_interval(*second)

    def together(one: float, other: float) -> float:
        return math.sqrt(max(0.0, one * one - 2.0 * correlation * one * other + other * other))

    return max(-1.0, p1 - p2 - together(p1 - l1, u2 - p2)), min(1.0, p1 - p2 + together(u1 - p1, p2 - l2))


def _correlation(a: int, b: int, c: int, d: int) -> float:
    """Phi with Newcombe's correction, which lowers a positive one."""
    margins = (a + b) * (c + d) * (a + c) * (b + d)
    if not margins:
        return 0.0
    product = float(a * d - b * c)
    if product > 0:
        product = max(product - (a + b + c + d) / 2, 0.0)
    return product / math.sqrt(margins)
