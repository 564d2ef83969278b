# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""The data engine: asks the teacher about many samples at once, keeps a journal, writes the set and its manifest."""

from __future__ import annotations

import asyncio
import dataclasses
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from vla_r1_ros.core.errors import ModelError
from vla_r1_ros.posttrain.cot.checks import Rules
from vla_r1_ros.posttrain.cot.gather import Gathered
from vla_r1_ros.posttrain.cot.images import load_for
from vla_r1_ros.posttrain.cot.journal import Journal, cannot_write
from vla_r1_ros.posttrain.cot.manifest import Prices, build_manifest, spent_in
from vla_r1_ros.posttrain.cot.prompts import TeacherForm
from vla_r1_ros.posttrain.cot.sample import BadSample, Sample
from vla_r1_ros.posttrain.cot.split import finished_rows, write_splits
from vla_r1_ros.posttrain.cot.teacher import Spent, Teacher
from vla_r1_ros.posttrain.cot.writer import save_picture, write_manifest
from vla_r1_ros.posttrain.tune.settings import check_ranges
from vla_r1_ros.vla.patient import side_by_side
from vla_r1_ros.vla.settings import ModelSettings

JOURNAL = "journal.jsonl"
GIVE_UP = 8


@dataclass(frozen=True)
class EngineSettings:
    """How a set is made.

    Args:
        source: name of the reader, for journal and manifest.
        teacher: endpoint, model and sampling.
        form, rules: how it is asked and what an answer must keep.
        tries: answers per sample before it is dropped.
        concurrency: requests under way at most.
        seed: of the teacher's sampling, the choice of samples and the split.
        held_out: share of the pictures whose samples go into `test`.
        licence: as the user states it, for the manifest.
        prices: of a million tokens.
    """

    source: str
    teacher: ModelSettings
    form: TeacherForm
    rules: Rules
    tries: int = 3
    concurrency: int = 8
    seed: int = 0
    held_out: float = 0.0
    licence: str = "not stated"
    prices: Prices = dataclasses.field(default_factory=lambda: Prices(0.0, 0.0))

    def __post_init__(self) -> None:
        check_ranges(self, ("tries", 1, 20), ("concurrency", 1, 1024), ("seed", 0, 2**31), ("held_out", 0.0, 0.9))

    def asked(self) -> dict[str, Any]:
        """All that an answer depends on, as plain JSON: what a journal must have in common with a resumed run."""
        teacher = self.teacher
        return {
            "source": self.source, "model": teacher.model, "temperature": teacher.temperature, "top_p": teacher.top_p,
            "max_tokens": teacher.max_tokens, "form": self.form.value, "tries": self.tries, "seed": self.seed,
            **dataclasses.asdict(self.rules),
        }  # fmt: skip


@dataclass(frozen=True)
class Progress:
    """Where a run stands; `cost` by the prices that were given."""

    done: int
    total: int
    kept: int
    dropped: int
    unanswered: int
    spent: Spent
    cost: float


def make_set(gathered: Gathered, out: Path, settings: EngineSettings, *, resume: bool,
             on_progress: Callable[[Progress], None] | None = None) -> dict[str, Any]:
    """Explain all samples and write `train` and `test` (JSON and parquet), `images/` and `manifest.json`.

    May be killed at any time: with `resume`, a later call asks only about what has no verdict yet.

    Returns:
        The manifest.

    Raises:
        InputError: the folder is in use, is of another run, or cannot be written.
        ModelError: the teacher failed for many samples in a row; nothing is lost.
    """
    try:
        out.mkdir(parents=True, exist_ok=True)
        journal = Journal(out / JOURNAL, settings.asked(), resume=resume)
    except OSError as error:
        raise cannot_write(out, error) from error
    with journal:
        run = _Run(gathered.samples, out, settings, journal, on_progress)
        asyncio.run(run.ask_all())
        rows = finished_rows(gathered.samples, journal)
        splits = write_splits(out, rows, settings.held_out, settings.seed)
        manifest = build_manifest(gathered, journal, settings.asked(), settings.prices, splits, run.problems)
        manifest = {"licence": settings.licence, **manifest}
        write_manifest(out, manifest)
    return manifest


class _Run:
    """The questions of one call, shared by its workers."""

    def __init__(self, samples: Sequence[Sample], out: Path, settings: EngineSettings, journal: Journal,
                 on_progress: Callable[[Progress], None] | None) -> None:
        self._samples, self._out, self._settings, self._journal = samples, out, settings, journal
        self._on_progress = on_progress
        self._in_a_row = 0
        self._spent = spent_in(journal)
        self._kept = sum(e["status"] == "kept" for s in samples if (e := journal.final.get(s.key)))
        self._done = sum(sample.key in journal.final for sample in samples)
        self._unanswered = 0
        self.problems: dict[str, BadSample | ModelError] = {}  # by key; both are looked at again in the next run

    async def ask_all(self) -> None:
        settings = self._settings
        todo = iter([sample for sample in self._samples if sample.key not in self._journal.final])
        self._show()
        async with Teacher(settings.teacher, settings.form, settings.rules, settings.tries, settings.seed) as teacher:
            await side_by_side(lambda: self._work(teacher, todo), settings.concurrency)

    async def _work(self, teacher: Teacher, todo: Iterator[Sample]) -> None:
        for sample in todo:  # one iterator for all workers: each sample goes to one of them
            await self._one(teacher, sample)
            self._show()

    async def _one(self, teacher: Teacher, sample: Sample) -> None:
        spent = Spent()
        entry: dict[str, Any] = {"key": sample.key}
        try:
            picture = load_for(sample)
            verdict = await teacher.explain(sample, picture, spent)
        except BadSample as bad:
            self.problems[sample.key] = bad
            return
        except ModelError as error:
            self._failed(sample, error)
            entry |= {"status": "unanswered", "code": error.code.name}
        else:
            self._in_a_row = 0
            entry["faults"] = [fault.value for fault in verdict.faults]
            if verdict.think is None:
                entry |= {"status": "dropped", "words": verdict.words}
            else:
                save_picture(self._out, picture.file_name, picture.data)
                entry |= {"status": "kept", "think": verdict.think, "image": picture.file_name}
        self._journal.add({**entry, **dataclasses.asdict(spent)})
        self._spent.add(spent)
        self._kept += entry["status"] == "kept"
        self._done += entry["status"] != "unanswered"
        if self._in_a_row >= max(GIVE_UP, 2 * self._settings.concurrency):
            raise self.problems[sample.key]

    def _failed(self, sample: Sample, error: ModelError) -> None:
        self._in_a_row += 1
        self._unanswered += 1
        self.problems[sample.key] = ModelError(
            error.code, f"{error.message} (asked about {sample.where}; {self._in_a_row} failures in a row)",
            f"{error.advice}; then add --resume" if error.advice else "then add --resume")  # fmt: skip

    def _show(self) -> None:
        if self._on_progress is not None:
            self._on_progress(Progress(self._done, len(self._samples), self._kept, self._done - self._kept,
                                       self._unanswered, dataclasses.replace(self._spent),
                                       self._settings.prices.cost(self._spent)))
