# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""What is measured: each measure as a value per question, its mean with a 95 % bootstrap interval, and differences."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from vla_r1_ros.core.bootstrap import difference_interval, mean_interval
from vla_r1_ros.core.errors import ErrorCode, InputError
from vla_r1_ros.core.metrics import wilson_interval
from vla_r1_ros.evaluation.marks import Record

#: 2 * 0.5 ** 6 < 0.05 < 2 * 0.5 ** 5
LEAST_PICTURES = 6


@dataclass(frozen=True)
class Measure:
    """A mean over questions: key of the JSON, words for tables, and the value of one question, None where it has none.

    `better` is +1 where more is better, -1 where less is.
    """

    key: str
    words: str
    unit: str
    better: int
    of: Callable[[Record], float | None]


@dataclass(frozen=True)
class Figure:
    """A mean over `n` questions with its 95 % interval; all None where there was nothing to measure."""

    value: float | None
    interval95: tuple[float, float] | None
    n: int

    def to_json(self) -> dict[str, Any]:
        """Plain JSON: value, interval95, n."""
        return {"value": _rounded(self.value), "interval95": _ends(self.interval95), "n": self.n}


@dataclass(frozen=True)
class Difference:
    """Mean of the second less mean of the first run on the `n` questions that both have this measure of."""

    measure: Measure
    value: float
    interval95: tuple[float, float] | None
    n: int

    @property
    def verdict(self) -> str:
        """`better`, `worse`, or `not told apart` where the interval has the zero in it, or there is none."""
        if self.interval95 is None or self.interval95[0] <= 0.0 <= self.interval95[1]:
            return "not told apart"
        return "better" if self.value * self.measure.better > 0 else "worse"

    def to_json(self) -> dict[str, Any]:
        """Plain JSON: value, interval95, n, verdict."""
        return {"value": _rounded(self.value), "interval95": _ends(self.interval95), "n": self.n,
                "verdict": self.verdict}


def _path(index: int) -> Callable[[Record], float | None]:
    return lambda record: None if record.mark.path is None else record.mark.path[index]


def _present_box(over: float) -> Callable[[Record], float | None]:
    return lambda record: None if record.mark.iou is None else 100.0 * (record.mark.iou > over)


MEASURES = (
    Measure("iou_percent", "IoU", "%", 1, lambda r: None if r.mark.iou is None else 100.0 * r.mark.iou),
    Measure("dfd", "DFD", "of 1000", -1, _path(0)),
    Measure("hd", "HD", "of 1000", -1, _path(1)),
    Measure("rmse", "RMSE", "of 1000", -1, _path(2)),
    Measure("avg", "Avg", "of 1000", -1, _path(3)),
    Measure("parse_percent", "parses", "%", 1, lambda r: 100.0 * r.mark.parsed),
    Measure("iou_over_half_percent", "IoU > 0.5", "%", 1, _present_box(0.5)),
    Measure("avg_given", "Avg where a path was given", "of 1000", -1,
            lambda r: r.mark.path[3] if r.mark.path is not None and r.mark.gives_path else None),
    Measure("path_called_absent_percent", "paths: present called absent", "%", -1,
            lambda r: None if r.mark.path is None else 100.0 * r.mark.said_absent),
    Measure("absent_percent", "absent recognised", "%", 1,
            lambda r: 100.0 * r.mark.said_absent if r.mark.absent_label else None),
    Measure("false_absent_percent", "present called absent", "%", -1,
            lambda r: None if r.mark.absent_label else 100.0 * r.mark.said_absent),
    Measure("truthful_percent", "think texts without a false word", "%", 1,
            lambda r: None if r.truthful is None else 100.0 * r.truthful),
)  # fmt: skip
BY_KEY = {measure.key: measure for measure in MEASURES}
#: The paper's columns.
PAPER = ("iou_percent", "dfd", "hd", "rmse", "avg")


def figure(measure: Measure, records: Sequence[Record], seed: int = 0) -> Figure:
    """A measure over records; those of one picture are drawn together.

    Where all values are the same a bootstrap knows no spread: a share of 0 or 100 % has Wilson's interval over the
    pictures then, another measure none.
    """
    pairs = [(value, record.picture) for record in records if (value := measure.of(record)) is not None]
    if not pairs:
        return Figure(None, None, 0)
    values, pictures = [value for value, _ in pairs], [picture for _, picture in pairs]
    if len(set(values)) > 1:
        interval = mean_interval(values, pictures, seed=seed)
    else:
        interval = _of_constant(measure, values[0], len(set(pictures)))
    return Figure(float(np.mean(values)), interval, len(pairs))


def _of_constant(measure: Measure, value: float, pictures: int) -> tuple[float, float] | None:
    if measure.unit != "%" or value not in (0.0, 100.0) or measure.key == "iou_percent":
        return None
    low, high = wilson_interval(pictures if value else 0, pictures)
    return 100.0 * low, 100.0 * high


def figures(records: Sequence[Record], seed: int = 0) -> dict[str, Figure]:
    """All measures over records, by key."""
    return {measure.key: figure(measure, records, seed) for measure in MEASURES}


def differences(first: Sequence[Record], second: Sequence[Record], seed: int = 0) -> list[Difference]:
    """What `second` has more than `first`, on the questions that both were asked, for each measure that both have.

    Under :data:`LEAST_PICTURES` pictures there is no interval: a bootstrap over so few is too narrow, and even a sign
    test over them could not tell the runs apart at 5 %.

    Raises:
        InputError: INPUT_PARAMETER where no question is common.
    """
    before = {record.key: record for record in first}
    common = [(before[record.key], record) for record in second if record.key in before]
    if not common:
        raise InputError(ErrorCode.INPUT_PARAMETER, f"the runs have no question in common ({len(first)} and "
                         f"{len(second)} questions)", "compare runs on the same sets with the same --seed and --limit")
    found = []
    for measure in MEASURES:
        values = [(x, y, a.picture) for a, b in common
                  if (x := measure.of(a)) is not None and (y := measure.of(b)) is not None]  # fmt: skip
        if values:
            a, b = np.array([x for x, _, _ in values]), np.array([y for _, y, _ in values])
            groups = [group for _, _, group in values]
            enough = len(set(groups)) >= LEAST_PICTURES
            interval = difference_interval(a, b, groups, seed=seed) if enough else None
            found.append(Difference(measure, float((b - a).mean()), interval, len(values)))
    return found


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 4)


def _ends(interval: tuple[float, float] | None) -> list[float] | None:
    return None if interval is None else [round(interval[0], 4), round(interval[1], 4)]
