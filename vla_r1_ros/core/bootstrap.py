# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""Intervals by the percentile bootstrap (Efron 1979), seeded; what belongs together is drawn together.

Several questions about one picture are no independent samples. Where `groups` says which values share a picture, whole
groups are drawn (cluster bootstrap); with one value a group this is the plain bootstrap over samples.
"""

from __future__ import annotations

import inspect
from collections.abc import Hashable, Sequence
from typing import Any

import numpy as np
from scipy import stats

from vla_r1_ros.core.errors import ErrorCode, InputError
from vla_r1_ros.core.types import FloatArray

RESAMPLES = 2000
_BATCH_VALUES = 4_000_000  # drawn at a time, which bounds the memory
#: What scipy before 1.15 (Ubuntu 24.04 has 1.11) calls the generator.
_SEED = "rng" if "rng" in inspect.signature(stats.bootstrap).parameters else "random_state"


def mean_interval(
    values: Sequence[float] | FloatArray,
    groups: Sequence[Hashable] | None = None,
    *,
    confidence: float = 0.95,
    resamples: int = RESAMPLES,
    seed: int = 0,
) -> tuple[float, float] | None:
    """Return the percentile bootstrap interval of the mean of `values` (N,), N >= 1.

    Args:
        groups: what each value belongs to (N,), for example its picture; None: each value is on its own.

    Returns:
        The ends, or None where all is one group: nothing is known about the spread then.

    Raises:
        InputError: INPUT_PARAMETER for no values, values that are not finite, or groups of another number.
    """
    data = np.asarray(values, dtype=np.float64).ravel()
    if not len(data) or not np.isfinite(data).all() or not 0 < confidence < 1:
        raise InputError(ErrorCode.INPUT_PARAMETER, f"no interval from {len(data)} values at {confidence}",
                         "finite values, and a confidence between 0 and 1")
    sums, counts = _grouped(data, groups)
    if len(sums) < 2:
        return None
    found = stats.bootstrap(
        (sums, counts), _ratio, paired=True, vectorized=True, method="percentile", confidence_level=confidence,
        n_resamples=resamples, batch=max(1, _BATCH_VALUES // len(sums)), **{_SEED: np.random.default_rng(seed)},
    ).confidence_interval  # fmt: skip
    return float(found.low), float(found.high)


def difference_interval(
    a: Sequence[float] | FloatArray,
    b: Sequence[float] | FloatArray,
    groups: Sequence[Hashable] | None = None,
    *,
    confidence: float = 0.95,
    resamples: int = RESAMPLES,
    seed: int = 0,
) -> tuple[float, float] | None:
    """Return the interval of mean(b) - mean(a) where a and b (N,) answer the same questions (paired bootstrap).

    Arguments and errors are those of :func:`mean_interval`.
    """
    first, second = np.asarray(a, dtype=np.float64).ravel(), np.asarray(b, dtype=np.float64).ravel()
    if len(first) != len(second):
        raise InputError(ErrorCode.INPUT_PARAMETER, f"{len(first)} and {len(second)} values are no pairs")
    return mean_interval(second - first, groups, confidence=confidence, resamples=resamples, seed=seed)


def _ratio(sums: Any, counts: Any, axis: int = -1) -> Any:
    return sums.sum(axis=axis) / counts.sum(axis=axis)


def _grouped(data: FloatArray, groups: Sequence[Hashable] | None) -> tuple[FloatArray, FloatArray]:
    if groups is None:
        return data, np.ones(len(data))
    if len(groups) != len(data):
        raise InputError(ErrorCode.INPUT_PARAMETER, f"{len(groups)} groups for {len(data)} values")
    place = {group: index for index, group in enumerate(dict.fromkeys(groups))}
    where = np.array([place[group] for group in groups])
    return np.bincount(where, data).astype(np.float64), np.bincount(where).astype(np.float64)
