# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""A run of verl while it goes on: a line per step from its metrics, and our guards on the replies that it dumps."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

from vla_r1_ros.core.errors import ErrorCode, TrainingError
from vla_r1_ros.posttrain.tune.guards import Group, Guards
from vla_r1_ros.posttrain.tune.settings import GrpoSettings
from vla_r1_ros.posttrain.verl_engine.launch import Launch, metrics_file

REPLIES = "replies"
_SHOWN = (
    ("reward", "critic/score/mean", ".3f"), ("KL", "actor/kl_loss", ".4f"), ("tokens", "response_length/mean", ".0f"),
    ("cut", "response_length/clip_ratio", ".0%"), ("gradient", "actor/grad_norm", ".2f"),
    ("seconds", "timing_s/step", ".0f"),
)  # fmt: skip
_LOSS = "actor/pg_loss"
_FOUND, _KEPT = r"(?<!filter )dataset len: (\d+)", r"filter dataset len: (\d+)"
_HELD_OUT = ("val-core/", "val-aux/")


class Watch:
    """Reads what verl has written since the last look.

    Args:
        launch: the start; none of its files need be there yet.
        report: gets each line.
    """

    def __init__(self, launch: Launch, settings: GrpoSettings, report: Callable[[str], None]) -> None:
        self._metrics, self._replies, self._log = launch.metrics, launch.out / REPLIES, launch.log
        self._settings, self._report = settings, report
        self._offset, self._counted = 0, False
        first = first_lengths(launch, settings.guards.window)
        self._guards = Guards(settings.guards, settings.max_reply_tokens, first)
        self._waiting: dict[int, Mapping[str, Any]] = {}

    def look(self) -> None:
        """Report new steps and what the guards say about them.

        Raises:
            TrainingError: TRAIN_NOT_FINITE for such a loss, TRAIN_GUARD where a guard of `guards.stop` has tripped.
        """
        if not self._counted:
            self._count_rows()
        for step, values in self._new_steps():
            self._report(step_line(step, values))
            if _LOSS in values and values[_LOSS] is None:  # so verl's file has what is not finite
                raise TrainingError(ErrorCode.TRAIN_NOT_FINITE, f"the loss ({_LOSS}) of step {step} is not a finite "
                                    "number", "a lower learning_rate, then --resume from the last checkpoint")
            if "response_length/mean" in values:
                self._waiting[step] = values
        for step in sorted(self._waiting):
            rows = _whole_rows(self._replies / f"{step}.jsonl", self._settings.batch * self._settings.group)
            if rows:
                self._guard(step, rows, self._waiting.pop(step))

    def _count_rows(self) -> None:
        """Tell how many rows verl left out, which it does without a warning, once it has read both files."""
        text = self._log.read_text(encoding="utf-8", errors="replace") if self._log.is_file() else ""
        found, kept = (list(map(int, re.findall(pattern, text))) for pattern in (_FOUND, _KEPT))
        if len(kept) < 2:
            return
        self._counted = True
        for name, before, after in zip(("training", "held-out"), found, kept, strict=False):
            if after < before:
                self._report(f"WARNING {before - after} of {before} {name} rows are left out: their prompts have more "
                             f"than {self._settings.max_prompt_tokens} tokens (max_prompt_tokens), pictures included")

    def _new_steps(self) -> Iterator[tuple[int, Mapping[str, Any]]]:
        try:
            with self._metrics.open("rb") as file:
                file.seek(self._offset)
                text = file.read()
        except FileNotFoundError:
            return
        whole = text[: text.rfind(b"\n") + 1]
        self._offset += len(whole)
        for line in whole.splitlines():
            entry = json.loads(line)
            yield int(entry["step"]), entry["data"]

    def _guard(self, step: int, rows: list[dict[str, Any]], values: Mapping[str, Any]) -> None:
        self._guards.see(groups_of(rows, values, self._settings.max_reply_tokens))
        if isinstance(values.get("actor/kl_loss"), (int, float)):
            self._guards.see_kl(float(values["actor/kl_loss"]))
        for alarm in self._guards.check(step):
            self._report(str(alarm))
            if alarm.guard in self._settings.guards.stop:
                raise TrainingError(ErrorCode.TRAIN_GUARD, f"{alarm.guard.value} at step {step}: {alarm.words}",
                                    alarm.advice)


def step_line(step: int, values: Mapping[str, Any]) -> str:
    """A step's metrics in one line; held-out means with their names in verl."""
    parts = [f"{name} {format(values[key], form)}" for name, key, form in _SHOWN
             if isinstance(values.get(key), (int, float))]  # fmt: skip
    parts += [f"held out {'/'.join(key.split('/')[-2:])} {value:.3f}" for key, value in sorted(values.items())
              if key.startswith(_HELD_OUT) and "/mean@" in key and isinstance(value, (int, float))]  # fmt: skip
    return f"step {step}: {', '.join(parts)}"


def groups_of(rows: list[dict[str, Any]], values: Mapping[str, Any], longest: int) -> list[Group]:
    """The dumped replies of a step by question.

    verl dumps no token counts: each reply's is its share of the characters times the true mean, and the share that
    verl counted as cut, the longest ones, is given `longest`.
    """
    sizes = [len(row["output"]) for row in rows]
    scale = float(values["response_length/mean"]) * len(sizes) / max(sum(sizes), 1)
    lengths = [min(max(1, round(size * scale)), longest - 1) for size in sizes]
    cut = round(float(values.get("response_length/clip_ratio") or 0.0) * len(sizes))
    for index in sorted(range(len(sizes)), key=sizes.__getitem__)[len(sizes) - cut :]:
        lengths[index] = longest
    found: dict[str, list[int]] = {}
    for index, row in enumerate(rows):
        found.setdefault(str(row["uid"]).rsplit("_", 2)[0], []).append(index)
    return [Group(rows[places[0]]["input"], str(rows[places[0]]["gts"]), tuple(rows[i]["output"] for i in places),
                  tuple(float(rows[i]["score"]) for i in places), tuple(lengths[i] for i in places))
            for places in found.values()]  # fmt: skip


def first_lengths(launch: Launch, count: int) -> list[float]:
    """Mean lengths of the replies of a run's first steps, from the metrics of its earlier starts."""
    found: dict[int, float] = {}
    for number in range(1, launch.number):
        path = metrics_file(launch.out, number)
        for line in path.read_bytes().splitlines() if path.is_file() else ():
            try:
                entry = json.loads(line)
            except ValueError:  # a kill cut it short
                continue
            if isinstance(length := entry["data"].get("response_length/mean"), (int, float)):
                found.setdefault(int(entry["step"]), float(length))
    return [found[step] for step in sorted(found)[:count]]


def _whole_rows(path: Path, count: int) -> list[dict[str, Any]]:
    """The rows of a dump, none while verl is still writing it."""
    try:
        lines = path.read_bytes().splitlines()  # of text, splitlines would also cut at U+2028, which replies may have
        return [json.loads(line) for line in lines] if len(lines) >= count else []
    except (FileNotFoundError, ValueError):
        return []

