# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""Marks the model's answers against the truth of a scene; used while training and by `vla_r1 bench model`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from vla_r1_ros.core.errors import ReplyError
from vla_r1_ros.core.metrics import iou, path_metrics
from vla_r1_ros.core.reply import parse_box, parse_path
from vla_r1_ros.core.types import Box, Task
from vla_r1_ros.posttrain.examples import Example, sample_example
from vla_r1_ros.posttrain.phrases import Ask
from vla_r1_ros.posttrain.scenes import Scene
from vla_r1_ros.posttrain.think import join, think_truth


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


def exam(scenes: Sequence[Scene], seed: int, first: int = 0) -> list[Case]:
    """Three held-out questions per scene: a present box, a path, and an absent one (box or path in turn).

    `first` is the place of the first scene in a longer exam.
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
            example = sample_example(scene, task, rng, absent=absent, ask=ask, held_out=True)
            cases.append(Case(index, example, absent))
    return cases


def mark(case: Case, scene: Scene, reply: str) -> Mark:
    """Marks one reply. A reply that does not parse scores IoU 0 and the worst path."""
    truthful = think_truth(reply.partition("</think>")[0], scene)
    label = join(case.example.answer(scene))
    if case.example.task is Task.AFFORDANCE:
        wanted = parse_box(label).box
        try:
            box = parse_box(reply).box
        except ReplyError:
            return Mark(False, case.absent, False, False, None if wanted is None else 0.0)
        return Mark(True, case.absent, box is None, truthful, _iou(wanted, box))
    way = parse_path(label).path
    try:
        found = parse_path(reply).path
    except ReplyError:
        worst = None if way is None else _path_marks(None, way)
        return Mark(False, case.absent, False, False, path=worst)
    return Mark(
        True, case.absent, found is None, truthful, path=None if way is None else _path_marks(found, way)
    )


def _iou(wanted: Box | None, box: Box | None) -> float | None:
    if wanted is None:
        return None
    return 0.0 if box is None else iou(box, wanted)


def _path_marks(found: Any, way: Any) -> tuple[float, float, float, float]:
    scores = path_metrics(found, way)
    return scores.dfd, scores.hd, scores.rmse, scores.avg


def summary(marks: Sequence[Mark]) -> dict[str, Any]:
    """Means over an exam; the keys are those of `vla_r1 bench model`."""
    boxes = np.array([m.iou for m in marks if m.iou is not None] or [0.0])
    paths = np.array([m.path for m in marks if m.path is not None] or [(0.0,) * 4])
    absent = [m for m in marks if m.absent_label]
    present = [m for m in marks if not m.absent_label]
    return {
        "parse_rate": float(np.mean([m.parsed for m in marks])),
        "absent_accuracy": float(np.mean([m.said_absent for m in absent])) if absent else 0.0,
        "false_absent_rate": float(np.mean([m.said_absent for m in present])) if present else 0.0,
        "iou_mean": float(boxes.mean()),
        "iou_median": float(np.median(boxes)),
        "iou_over_half": float((boxes > 0.5).mean()),
        "path": dict(zip(("dfd", "hd", "rmse", "avg"), (float(v) for v in paths.mean(0)), strict=True)),
        "path_median_avg": float(np.median(paths[:, 3])),
        "think_truthful": float(np.mean([m.truthful for m in marks])),
        "questions": len(marks),
    }
