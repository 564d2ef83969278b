# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""`vla_r1 bench model --data ... --ood-data ...`: the paper's table on any labelled set."""

from __future__ import annotations

import argparse
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from vla_r1_ros.cli import bench_model_show as show
from vla_r1_ros.cli.bench_model import sampling
from vla_r1_ros.cli.model_server import model_endpoint
from vla_r1_ros.evaluation.asking import Asked, ask_all, asked_as
from vla_r1_ros.evaluation.labelled import Reading, build_result
from vla_r1_ros.evaluation.sets import Domain, LabelledSet, SetSpec, open_set, read_spec
from vla_r1_ros.posttrain.cot.journal import Journal, cannot_write
from vla_r1_ros.vla.key import api_key
from vla_r1_ros.vla.manifest import settings_for
from vla_r1_ros.vla.settings import ModelSettings


def run_sets(arguments: argparse.Namespace) -> int:
    """Asks each model about all sets, prints, keeps; 1 where a question was left without an answer."""
    specs = [read_spec(text, Domain.IN) for text in arguments.data]
    specs += [read_spec(text, Domain.OUT) for text in arguments.ood_data]
    if arguments.json is None:
        print("answers are kept and a killed run can be resumed with --json FILE only")
    results: dict[str, dict[str, Any]] = {}
    sets: list[LabelledSet] = []
    several = len(arguments.model) > 1
    for model in arguments.model:
        one = argparse.Namespace(**{**vars(arguments), "model": model})
        file = show.file_of(model, arguments, several=several)
        with tempfile.TemporaryDirectory(prefix="vla_r1_bench_") as scratch:
            (Path(scratch) / "logs").mkdir()
            with model_endpoint(one, Path(scratch), print) as (endpoint, name, wait):
                if arguments.endpoint:
                    wait(lambda: None)  # a wrong address or name shows before labels are read
                sets = sets or _open(specs, arguments)
                if not arguments.endpoint:
                    wait(lambda: None)
                journal = journal_path(file) or Path(scratch) / "answers.jsonl"
                results[model] = _ask(sets, _settings(name, endpoint, arguments), journal, one)
        show.keep(results[model], file)
    show.show_sets(list(results.values()))
    show.show_beside(results, arguments.seed)
    return int(any(result["unanswered"] for result in results.values()))


def journal_path(file: Path | None) -> Path | None:
    """Where the answers of a run are kept whose result goes to `file`."""
    return None if file is None else file.with_suffix(".answers.jsonl")


def _settings(name: str, endpoint: str, arguments: argparse.Namespace) -> ModelSettings:
    changes = sampling(arguments)
    if arguments.max_tokens is not None:
        changes["max_tokens"] = arguments.max_tokens
    return settings_for(name, endpoint, deadline_s=arguments.deadline, api_key=api_key(), **changes)


def _open(specs: Sequence[SetSpec], arguments: argparse.Namespace) -> list[LabelledSet]:
    from rich.progress import Progress

    sets = []
    with Progress() as bar:
        for spec in specs:
            task = bar.add_task(f"labels of {spec.name}")

            def told(done: int, total: int, task: Any = task) -> None:
                bar.update(task, completed=done, total=total)

            sets.append(open_set(spec, limit=arguments.limit, seed=arguments.seed, check=not arguments.no_set_check,
                                 on_label=told))
    return sets


def _ask(sets: Sequence[LabelledSet], settings: ModelSettings, journal_file: Path,
         arguments: argparse.Namespace) -> dict[str, Any]:
    samples = {sample.key: sample for one in sets for sample in one.samples}
    described = asked_as(settings)
    try:
        journal_file.parent.mkdir(parents=True, exist_ok=True)
        journal = Journal(journal_file, described, resume=arguments.resume, option="--json")
    except OSError as error:
        raise cannot_write(journal_file, error) from error
    with journal:
        asked = _with_bar(arguments.model, lambda told: ask_all(
            list(samples.values()), settings, journal, concurrency=arguments.concurrency, on_progress=told))
        return build_result(arguments.model, described, sets, journal.final, asked,
                            reading=Reading(arguments.reading), seed=arguments.seed)


def _with_bar(name: str, work: Callable[[Callable[[Asked], None]], Asked]) -> Asked:
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn(),
               TextColumn("{task.fields[words]}"))
    with Progress(*columns) as bar:
        task = bar.add_task(name, total=None, words="")

        def told(at: Asked) -> None:
            words = ", ".join(f"{len(some)} {what}" for some, what in
                              ((at.unanswered, "unanswered"), (at.left_out, "pictures left out")) if some)
            bar.update(task, completed=at.done, total=at.total, words=words)

        return work(told)
