# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""Two success rates compared after every pair of trials: a test and an interval that may be looked at at any time.

Trials come in pairs, one of each set (Wald 1947, Sequential Analysis, ch. 6). Where both rates are equal, a pair in
which they differ is as likely to favour the one as the other, so that the Bayes factor of a uniform mixture against
one half is a nonnegative martingale of mean 1 (Robbins 1970, Ann. Math. Statist. 41:1397; the mixture SPRT of Johari et
al. 2022, Oper. Res. 70:1806): the chance that it ever reaches 1/alpha is at most alpha (Ville 1939), whenever one looks
and whenever one stops. The interval has the same guarantee by the same argument, with a Dirichlet mixture over a pair's
three outcomes.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy.optimize import brentq
from scipy.special import betaln, gammaln

from vla_r1_ros.core.types import FloatArray

ALPHA = 0.05
NEEDED = 1.0 / ALPHA
_MOST_PAIRS = 100_000
_EPS = 1e-12


@dataclass(frozen=True)
class SequentialResult:
    """How the evidence stands after `pairs` pairs.

    Attributes:
        evidence: Bayes factor against equal rates, the greatest so far; `needed` of it tells them apart.
        decided_at: the pair after which it was first that great; None where it never was.
        interval: of first less second rate, valid at any time at 95 %.
        more_pairs: about how many pairs are missing if the rates stay as they are; None where they are told apart, or
            where over 100 000 would be.
    """

    pairs: int
    evidence: float
    decided_at: int | None
    interval: tuple[float, float]
    more_pairs: int | None
    needed: float = NEEDED

    def to_json(self) -> dict[str, Any]:
        """Plain JSON; evidence is kept below 1e12."""
        return {"pairs": self.pairs, "evidence": float(f"{min(self.evidence, 1e12):.4g}"), "needed": self.needed,
                "decided_at": self.decided_at, "interval95": [round(end, 4) for end in self.interval],
                "more_pairs": self.more_pairs}  # fmt: skip


def sequential_test(differences: Sequence[int]) -> SequentialResult:
    """Look at all pairs in the order in which they came.

    Args:
        differences: of each pair: 1 where only the first set's trial succeeded, -1 where only the second's, else 0.
    """
    signs = np.asarray(differences, dtype=np.int64)
    more, less = np.cumsum(signs == 1), np.cumsum(signs == -1)
    logs = log_evidence(more, less)
    over = np.flatnonzero(logs >= math.log(NEEDED) - _EPS)
    plus, minus = (int(more[-1]), int(less[-1])) if len(signs) else (0, 0)
    decided = int(over[0]) + 1 if len(over) else None
    return SequentialResult(
        len(signs), math.exp(min(700.0, float(logs.max(initial=0.0)))), decided,
        confidence_sequence(plus, len(signs) - plus - minus, minus),
        None if decided is not None else _more_pairs(plus, minus, len(signs)),
    )  # fmt: skip


def log_evidence(more: Any, less: Any) -> FloatArray:
    """Logarithm of the Bayes factor after `more` pairs for the first, `less` for the second (arrays of one shape)."""
    more, less = np.asarray(more, dtype=np.float64), np.asarray(less, dtype=np.float64)
    found: FloatArray = betaln(more + 1.0, less + 1.0) + (more + less) * math.log(2.0)
    return found


def _more_pairs(plus: int, minus: int, pairs: int) -> int | None:
    rates = (plus + 0.5) / (pairs + 1.5), (minus + 0.5) / (pairs + 1.5)
    counts = np.unique(np.geomspace(pairs + 1, pairs + _MOST_PAIRS, 4000).astype(np.int64))
    added = counts - pairs
    enough = log_evidence(plus + rates[0] * added, minus + rates[1] * added) >= math.log(NEEDED)
    return int(added[enough][0]) if enough.any() else None


def confidence_sequence(plus: int, zero: int, minus: int, alpha: float = ALPHA) -> tuple[float, float]:
    """The differences of the rates, mean of a pair's +1, 0 or -1, that the pairs so far do not exclude; (-1, 1) where
    there are none. With chance 1 - alpha the true one is never excluded, however often one looks."""
    pairs = plus + zero + minus
    if not pairs:
        return -1.0, 1.0
    middle = (plus - minus) / pairs

    def inside(value: float) -> float:
        return math.log(1.0 / alpha) - float(log_against(plus, zero, minus, value))

    edge = 1.0 - 1e-9
    low = -1.0 if middle <= -edge or inside(-edge) > 0 else float(brentq(inside, -edge, middle))
    high = 1.0 if middle >= edge or inside(edge) > 0 else float(brentq(inside, middle, edge))
    return low, high


def log_against(plus: Any, zero: Any, minus: Any, difference: float) -> FloatArray:
    """Logarithm of the mixture's odds (Dirichlet, 1/2 each) against the likeliest outcomes' shares that have this
    difference (arrays of one shape)."""
    counts = np.stack(np.broadcast_arrays(plus, zero, minus)).astype(np.float64)
    plus, zero, minus = counts if difference >= 0 else counts[::-1]
    delta, total = abs(difference), counts.sum(axis=0)
    mixture = gammaln(counts + 0.5).sum(axis=0) - gammaln(total + 1.5) + math.lgamma(1.5) - 3 * math.lgamma(0.5)
    # the share of minus at which the likelihood is greatest: the derivative is a quadratic
    b = (plus + minus) * (1.0 - delta) - 2.0 * delta * (minus + zero)
    root = np.sqrt(b * b + 8.0 * total * minus * delta * (1.0 - delta))
    share = np.clip((b + root) / np.maximum(4.0 * total, _EPS), 0.0, (1.0 - delta) / 2.0)
    likeliest = _xlogy(plus, share + delta) + _xlogy(minus, share) + _xlogy(zero, 1.0 - 2.0 * share - delta)
    found: FloatArray = mixture - likeliest
    return found


def _xlogy(count: FloatArray, share: FloatArray) -> FloatArray:
    found: FloatArray = np.where(count > 0, count * np.log(np.maximum(share, 1e-300)), 0.0)
    return found
