# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""A run of verl while it goes on: a line per step from its metrics, and our guards on the replies that it dumps."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

from vla_r1_ros.core.errors import ErrorCode, InputError
from vla_r1_ros.posttrain.tune.guards import Group, Guards
from vla_r1_ros.posttrain.tune.settings import GrpoSettings

REPLIES = "replies"
_SHOWN = (
    ("reward", "critic/score/mean", ".3f"), ("KL", "actor/kl_loss", ".4f"), ("tokens", "response_length/mean", ".0f"),
    ("cut", "response_length/clip_ratio", ".0%"), ("gradient", "actor/grad_norm", ".2f"),
    ("seconds", "timing_s/step", ".0f"),
)  # fmt: skip
_LOSS = "actor/pg_loss"
_HELD_OUT = ("val-core/", "val-aux/")


class Watch:
    """Reads what verl has written since the last look.

    Args:
        metrics: verl's file of metrics, which need not be there yet.
        out: folder of the run.
        report: gets each line.
    """

    def __init__(self, metrics: Path, out: Path, settings: GrpoSettings, report: Callable[[str], None]) -> None:
        self._metrics, self._replies, self._settings, self._report = metrics, out / REPLIES, settings, report
        self._offset = 0
        self._guards = Guards(settings.guards, settings.max_reply_tokens)
        self._waiting: dict[int, Mapping[str, Any]] = {}

    def look(self) -> None:
        """Report new steps and what the guards say about them.

        Raises:
            InputError: INPUT_PARAMETER where a loss is not a number, or a guard of `guards.stop` has tripped.
        """
        for step, values in self._new_steps():
            self._report(step_line(step, values))
            if _LOSS in values and values[_LOSS] is None:  # so verl's file has what is not finite
                raise InputError(ErrorCode.INPUT_PARAMETER, f"the loss ({_LOSS}) is not a number at step {step}",
                                 "lower learning_rate, or max_grad_norm, and begin again from a sound checkpoint")
            if "response_length/mean" in values:
                self._waiting[step] = values
        for step in sorted(self._waiting):
            rows = _whole_rows(self._replies / f"{step}.jsonl", self._settings.batch * self._settings.group)
            if rows:
                self._guard(step, rows, self._waiting.pop(step))

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
                raise InputError(ErrorCode.INPUT_PARAMETER, f"guard {alarm.guard.value} ended the run at step {step}: "
                                 f"{alarm.words}", alarm.advice)


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


def _whole_rows(path: Path, count: int) -> list[dict[str, Any]]:
    """The rows of a dump, none while verl is still writing it."""
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
        return [json.loads(line) for line in lines] if len(lines) >= count else []
    except (FileNotFoundError, ValueError):
        return []

