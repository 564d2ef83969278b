# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""Held-out questions put to the model while it trains, greedy, marked by the metrics of the benchmarks."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from vla_r1_ros.core.reply import parse_box, parse_path
from vla_r1_ros.core.types import Task
from vla_r1_ros.posttrain.grade import Mark, grade, summary
from vla_r1_ros.posttrain.local import greedy_replies
from vla_r1_ros.posttrain.rewards import Profile, score_replies
from vla_r1_ros.posttrain.rewards_reading import read_truth
from vla_r1_ros.posttrain.tune.rows import TuneRow


class Examiner:
    """Asks about the same rows every time.

    Args:
        rows: held out.
        processor: padding on the left.
        per_device: questions at once.
        max_reply_tokens: a reply is cut there, and then never means "absent".
    """

    def __init__(self, rows: Sequence[TuneRow], processor: Any, per_device: int, max_reply_tokens: int) -> None:
        self._rows, self._processor = rows, processor
        self._at_once, self._longest = per_device, max_reply_tokens

    def replies(self, model: Any) -> list[tuple[str, bool]]:
        """What a model says to each row, and whether it ended by itself."""
        from PIL import Image

        was_training = model.training
        model.eval()
        found: list[tuple[str, bool]] = []
        for begin in range(0, len(self._rows), self._at_once):
            rows = self._rows[begin : begin + self._at_once]
            pictures = []
            for row in rows:
                with Image.open(row.image) as picture:
                    pictures.append(picture.convert("RGB"))
            found += greedy_replies(model, self._processor, [row.question for row in rows], pictures, self._longest)
        model.train(was_training)
        return found

    def marks(self, model: Any) -> dict[str, Any]:
        """Parse rate, absent accuracy, IoU, path DFD, HD, RMSE, Avg, and `score`, the mean strict reward.

        None stands for what no row asks for.
        """
        replies = self.replies(model)
        graded = []
        for row, (reply, whole) in zip(self._rows, replies, strict=True):
            task = read_truth(row.answer)[0]
            label = parse_box(row.answer).box if task is Task.AFFORDANCE else parse_path(row.answer).path
            graded.append(grade(task, label, reply, complete=whole))
        scores = score_replies([reply for reply, _ in replies], [row.answer for row in self._rows], Profile.STRICT)
        return {"score": float(scores.score.mean()), **_asked(graded)}


def _asked(marks: Sequence[Mark]) -> dict[str, Any]:
    """The summary with None for what no row asks for: 0 of 1000 would be a perfect path."""
    figures = summary(marks)
    del figures["think_truthful"]  # needs the scene, which a labelled set does not have
    missing = {
        "iou_mean iou_median iou_over_half": all(mark.iou is None for mark in marks),
        "path path_median_avg path_false_absent_rate path_given": all(mark.path is None for mark in marks),
        "absent_accuracy": not any(mark.absent_label for mark in marks),
        "false_absent_rate": all(mark.absent_label for mark in marks),
    }
    return {**figures, **{name: None for names, none in missing.items() if none for name in names.split()}}

