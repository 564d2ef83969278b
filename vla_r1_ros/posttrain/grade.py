# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""Marks the model's answers against the truth of a scene; used while training and by `vla_r1 bench model`."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from vla_r1_ros.core.errors import ReplyError
from vla_r1_ros.core.metrics import iou, path_metrics
from vla_r1_ros.core.reply import parse_box, parse_path
from vla_r1_ros.core.types import Box, FloatArray, Task
from vla_r1_ros.posttrain.examples import Example, sample_example
from vla_r1_ros.posttrain.phrases import Ask
from vla_r1_ros.posttrain.scenes import Scene
from vla_r1_ros.posttrain.think import join, think_truth

_DRAWS = 200  # of a question about one of at most seven things


@dataclass(frozen=True, slots=True)
class Case:
    """One question of an exam: which scene, what is asked, whether what is named is absent."""

    scene: int
    example: Example
    absent: bool


@dataclass(frozen=True, slots=True)
class Mark:
    """Marks of one answer; `iou` and `path` (DFD, HD, RMSE, Avg) only where the label has a box or a path."""

    parsed: bool
    absent_label: bool
    said_absent: bool
    truthful: bool
    iou: float | None = None
    path: tuple[float, float, float, float] | None = None

    @property
    def gives_path(self) -> bool:
        """Whether there is a path to be drawn and one was given."""
        return self.path is not None and self.parsed and not self.said_absent


def exam(
    scenes: Sequence[Scene], seed: int, first: int = 0, *, held_out: bool = True,
    about: Collection[str] | None = None,
) -> list[Case]:  # fmt: skip
    """Three questions per scene: a present box, a path, and an absent one (box or path in turn).

    `first` is the place of the first scene in a longer exam, `held_out` says whether the phrasings are those that
    training never uses. With `about` the things asked for that are there are among these ("red cube"), where the
    scene has one that can be asked for so.
    """
    rng = np.random.default_rng([seed, 99])
    cases: list[Case] = []
    for index, scene in enumerate(scenes):
        ask_box = (Ask.PICK, Ask.CARRY)[int(rng.random() < 0.35)]
        ask_path = (Ask.CARRY, Ask.REACH)[int(rng.random() < 0.4)]
        task_absent = (Task.AFFORDANCE, Task.TRAJECTORY)[(first + index) % 2]
        ask_absent = (
            (Ask.PICK, Ask.CARRY) if task_absent is Task.AFFORDANCE else (Ask.CARRY, Ask.REACH)
        )[int(rng.random() < 0.5)]
        for task, ask, absent in (
            (Task.AFFORDANCE, ask_box, False),
            (Task.TRAJECTORY, ask_path, False),
            (task_absent, ask_absent, True),
        ):
            example = sample_example(scene, task, rng, absent=absent, ask=ask, held_out=held_out)
            for _ in range(_DRAWS):
                if about is None or absent or example.wish.item in about:
                    break
                example = sample_example(scene, task, rng, absent=absent, ask=ask, held_out=held_out)
            cases.append(Case(index, example, absent))
    return cases


def mark(case: Case, scene: Scene, reply: str) -> Mark:
    """Marks one reply. A reply that does not parse scores IoU 0 and the worst path."""
    truthful = think_truth(reply.partition("</think>")[0], scene)
    answer = join(case.example.answer(scene))
    task = case.example.task
    label = parse_box(answer).box if task is Task.AFFORDANCE else parse_path(answer).path
    graded = grade(task, label, reply)
    return replace(graded, absent_label=case.absent, truthful=truthful and graded.parsed)


def grade(task: Task, label: Box | FloatArray | None, reply: str, *, complete: bool = True) -> Mark:
    """Marks one reply against a label alone: box, path (N, 2), or None for absent; `truthful` is not known, False.

    `complete` says that the model ended by itself; a reply that was cut is not read as "absent". A reply that does
    not parse, and "absent" where there is a label, score IoU 0 and the worst path.
    """
    found: Box | FloatArray | None = None
    try:
        found = parse_box(reply, complete=complete).box if task is Task.AFFORDANCE else parse_path(
            reply, complete=complete).path
        parsed = True
    except ReplyError:
        parsed = False
    said_absent = parsed and found is None
    if label is None:
        return Mark(parsed, True, said_absent, False)
    if isinstance(label, Box):
        return Mark(parsed, False, said_absent, False, iou=iou(found, label) if isinstance(found, Box) else 0.0)
    scores = path_metrics(None if isinstance(found, Box) else found, label)
    return Mark(parsed, False, said_absent, False, path=(scores.dfd, scores.hd, scores.rmse, scores.avg))


def summary(marks: Sequence[Mark]) -> dict[str, Any]:
    """Means over an exam; the keys are those of `vla_r1 bench model`."""
    boxes = np.array([m.iou for m in marks if m.iou is not None] or [0.0])
    paths = np.array([m.path for m in marks if m.path is not None] or [(0.0,) * 4])
    absent = [m for m in marks if m.absent_label]
    present = [m for m in marks if not m.absent_label]
    about_paths = [m for m in marks if m.path is not None]
    given = [m.path[3] for m in about_paths if m.path is not None and m.gives_path]
    return {
        "parse_rate": float(np.mean([m.parsed for m in marks])),
        "absent_accuracy": float(np.mean([m.said_absent for m in absent])) if absent else 0.0,
        "false_absent_rate": float(np.mean([m.said_absent for m in present])) if present else 0.0,
        "iou_mean": float(boxes.mean()),
        "iou_median": float(np.median(boxes)),
        "iou_over_half": float((boxes > 0.5).mean()),
        "path": dict(zip(("dfd", "hd", "rmse", "avg"), (float(v) for v in paths.mean(0)), strict=True)),
        "path_median_avg": float(np.median(paths[:, 3])),
        "path_false_absent_rate": float(np.mean([m.said_absent for m in about_paths])) if about_paths else 0.0,
        "path_given": {
            "share": len(given) / len(about_paths) if about_paths else 0.0,
            "avg_mean": float(np.mean(given)) if given else None,
            "avg_median": float(np.median(given)) if given else None,
        },
        "think_truthful": float(np.mean([m.truthful for m in marks])),
        "questions": len(marks),
    }
