# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""Counted tests: many trials with random faults at random moments, each made again by its seed.

Environment: `RELIABILITY_TRIALS` is how many trials each test has, a number or `full` (default: a few);
`RELIABILITY_SEED` is the seed of the first, those after it count up; `RELIABILITY_OUT` is a folder that keeps a line of
JSON for each trial. Trials that are in it are not made again, so a run that was cut off goes on where it was.
"""

import json
import os
import random
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, Protocol, TypeVar

import numpy as np

Note = dict[str, Any]


class Rig(Protocol):
    """What trials are made on; a failed trial gets the next one a new rig."""

    def close(self) -> None:
        """End all that it started."""


R = TypeVar("R", bound=Rig)


class Series:
    """The trials of one counted test.

    Args:
        name: as in docs/reliability.md, for example `R7 ideal arm`.
        full: trials of a whole run; `few`: those of a run where nothing is said.
    """

    def __init__(self, name: str, *, full: int, few: int) -> None:
        told = os.environ.get("RELIABILITY_TRIALS", "")
        self.name = name
        self.count = full if told == "full" else min(int(told), full) if told else few
        self.notes: list[Note] = []
        self._first = int(os.environ.get("RELIABILITY_SEED") or random.SystemRandom().randrange(10**9))
        folder = os.environ.get("RELIABILITY_OUT")
        self._file = Path(folder) / f"{name.replace(' ', '_')}.jsonl" if folder else None
        if self._file is not None and self._file.is_file():
            self.notes = [json.loads(line) for line in self._file.read_text().splitlines()]

    def run(self, make: Callable[[], R], trial: Callable[[R, random.Random, Note], None]) -> None:
        """Make the trials that are left; raises AssertionError with seed and moment of each that failed."""
        print(f"{self.name}: {len(self.notes)} of {self.count} trials made before, first seed {self._first}")
        rig: R | None = None
        try:
            for seed in range(self._first, self._first + self.count - len(self.notes)):
                rig = rig or make()
                note: Note = {"seed": seed}
                began = time.monotonic()
                try:
                    trial(rig, random.Random(seed), note)
                except AssertionError as error:
                    note["failure"] = str(error) or repr(error)
                    broken, rig = rig, None
                    broken.close()
                note |= {"seconds": round(time.monotonic() - began, 2), "load": round(os.getloadavg()[0], 1)}
                self._keep(note)
        finally:
            if rig is not None:
                rig.close()
        failed = [f"{note}; again: RELIABILITY_TRIALS=1 RELIABILITY_SEED={note['seed']}"
                  for note in self.notes if "failure" in note]  # fmt: skip
        assert not failed, f"{self.name}: {len(failed)} of {len(self.notes)} trials failed\n" + "\n".join(failed)
        assert len(self.notes) >= self.count

    def check_p99(self, name: str, limit: float) -> None:
        """Hold a limit on the 99th percentile of a figure; a few trials have none, there it is the median."""
        values = [note[name] for note in self.notes if name in note]
        if values:
            share = 99 if len(values) >= 100 else 50
            found = float(np.percentile(values, share))
            assert found <= limit, f"{self.name}: p{share} of {len(values)} {name} is {found:.1f}, limit {limit}"

    def _keep(self, note: Note) -> None:
        self.notes.append(note)
        if self._file is not None:
            self._file.parent.mkdir(parents=True, exist_ok=True)
            with self._file.open("a") as file:
                file.write(json.dumps(note) + "\n")
