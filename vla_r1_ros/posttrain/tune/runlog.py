# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""The log of a run: `log.jsonl` with entries of kind train, evaluation and guard, and a line of text for each."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

FILE = "log.jsonl"
Entry = dict[str, Any]
Report = Callable[[str], None]


def read_log(run: Path) -> list[Entry]:
    """All entries of a run's log; a line that a kill cut short is left out."""
    path = run / FILE
    entries = []
    for line in path.read_text(encoding="utf-8").splitlines() if path.is_file() else ():
        try:
            entries.append(json.loads(line))
        except ValueError:
            continue
    return entries


class RunLog:
    """Writes the log of one run and tells the same to `report`.

    Args:
        run: its folder.
        step: where it goes on; entries of later steps, which are trained again, are taken out.
        report: gets one line of text for each entry.
    """

    def __init__(self, run: Path, step: int, report: Report) -> None:
        self._path, self._report = run / FILE, report
        self.entries = [entry for entry in read_log(run) if entry["step"] <= step] if step else []
        self._path.write_text("".join(json.dumps(entry) + "\n" for entry in self.entries), encoding="utf-8")
        before = max((entry["minutes"] for entry in self.entries), default=0.0)
        self._begun = time.monotonic() - 60.0 * before

    @property
    def minutes(self) -> float:
        """Wall time of the run so far, over all its pieces."""
        return (time.monotonic() - self._begun) / 60.0

    def say(self, words: str) -> None:
        """Tell something that is not kept."""
        self._report(words)

    def add(self, kind: str, step: int, values: Entry, words: str = "") -> None:
        """Append an entry and tell it, in `words` or by its values."""
        entry = {"kind": kind, "step": step, "minutes": round(self.minutes, 3), **values}
        self.entries.append(entry)
        with self._path.open("a", encoding="utf-8") as file:
            file.write(json.dumps(entry) + "\n")
        self._report(words or f"{kind} step {step}, {entry['minutes']:.1f} min: {_values(values)}")

    def evaluations(self) -> list[Entry]:
        """The evaluations so far, in their order."""
        return [entry for entry in self.entries if entry["kind"] == "evaluation"]


def _values(values: Entry) -> str:
    parts = []
    for name, value in values.items():
        if isinstance(value, dict):
            parts.append(f"{name} ({_values(value)})")
        elif isinstance(value, float):
            parts.append(f"{name} {value:.4g}")
        elif value is not None:
            parts.append(f"{name} {value}")
    return ", ".join(parts)
