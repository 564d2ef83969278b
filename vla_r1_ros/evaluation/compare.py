# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""Runs of `vla_r1 bench model` beside each other, and what tells them apart on the questions that both were asked."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from vla_r1_ros.core.errors import ErrorCode, InputError
from vla_r1_ros.evaluation.marks import Record, from_json
from vla_r1_ros.evaluation.measures import Difference, differences, figures


@dataclass(frozen=True)
class Run:
    """A run by the name that tables give it."""

    name: str
    records: list[Record]

    @property
    def sets(self) -> list[str]:
        """Names of its sets, in their order."""
        return list(dict.fromkeys(record.set for record in self.records))

    def of(self, name: str) -> list[Record]:
        """The records of one set."""
        return [record for record in self.records if record.set == name]


def load_run(path: Path) -> Run:
    """Read a run from the file that `--json` wrote; it is named after the file.

    Raises:
        InputError: INPUT_FILE for a file that is none.
    """
    try:
        result = json.loads(path.read_text(encoding="utf-8"), parse_constant=_refuse)
    except (OSError, ValueError, RecursionError) as error:
        raise InputError(ErrorCode.INPUT_FILE, f"{path} cannot be read: {error}",
                         "give a file that `vla_r1 bench model --json` wrote") from None
    return run_of(path.stem, result, str(path))


def _refuse(constant: str) -> None:
    raise ValueError(f"{constant} is no number")


def run_of(name: str, result: Any, where: str) -> Run:
    """The run of a result. Raises InputError (INPUT_FILE) for one without marks, such as those of older versions."""
    records = from_json(result.get("marks") if isinstance(result, dict) else None, where)
    if not records:
        raise InputError(ErrorCode.INPUT_FILE, f"{where} has no marked question", "did the run end?")
    return Run(name, records)


@dataclass(frozen=True)
class Comparison:
    """Runs on one set: figures' JSON by the run's name, and the differences of each later run from the first."""

    set: str
    figures: Mapping[str, Mapping[str, Any]]
    differences: Mapping[str, Sequence[Difference]]


def compare(runs: Sequence[Run], seed: int = 0) -> list[Comparison]:
    """Compare all later runs with the first one, set by set.

    Raises:
        InputError: INPUT_PARAMETER for fewer than two runs, runs of one name, or runs without a common question.
    """
    if len(runs) < 2 or len({run.name for run in runs}) < len(runs):
        raise InputError(ErrorCode.INPUT_PARAMETER, f"{', '.join(run.name for run in runs) or 'no run'}: two runs or "
                         "more with different names can be compared", "name the files differently")
    found = []
    first, *others = runs
    for name in first.sets:
        parts = {run.name: run.of(name) for run in runs}
        if not all(parts.values()):
            continue
        told = {run.name: differences(parts[first.name], parts[run.name], seed) for run in others}
        figured = {run: {key: one.to_json() for key, one in figures(records, seed).items()}
                   for run, records in parts.items()}  # fmt: skip
        found.append(Comparison(name, figured, told))
    if not found:
        raise InputError(ErrorCode.INPUT_PARAMETER,
                         f"the runs have no set in common: {'; '.join(', '.join(run.sets) for run in runs)}",
                         "compare runs on the same sets")
    return found


def to_json(runs: Sequence[Run], found: Sequence[Comparison]) -> dict[str, Any]:
    """The comparison as plain JSON; its keys are told in docs/bench.md."""
    return {
        "kind": "comparison", "first": runs[0].name, "runs": [run.name for run in runs],
        "sets": {
            one.set: {
                "figures": {name: dict(figured) for name, figured in one.figures.items()},
                "differences": {name: {item.measure.key: item.to_json() for item in items}
                                for name, items in one.differences.items()},
            } for one in found
        },
    }  # fmt: skip
