# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""Held-out questions put to the model while it trains, greedy, marked by the metrics of the benchmarks."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import torch

from vla_r1_ros.core.reply import parse_box, parse_path
from vla_r1_ros.core.types import Task
from vla_r1_ros.posttrain.grade import Mark, grade, summary
from vla_r1_ros.posttrain.rewards import Profile, score_replies
from vla_r1_ros.posttrain.rewards_reading import read_truth
from vla_r1_ros.posttrain.tune.prompts import messages
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
        ends = torch.tensor(_ends(model, self._processor), device=model.device)
        found = []
        for begin in range(0, len(self._rows), self._at_once):
            rows = self._rows[begin : begin + self._at_once]
            texts = [self._processor.apply_chat_template(messages(row.question), add_generation_prompt=True,
                                                         tokenize=False) for row in rows]  # fmt: skip
            pictures = []
            for row in rows:
                with Image.open(row.image) as picture:
                    pictures.append(picture.convert("RGB"))
            inputs = self._processor(text=texts, images=pictures, padding=True, padding_side="left",
                                     return_tensors="pt").to(model.device)
            with torch.no_grad():
                tokens = model.generate(**inputs, do_sample=False, temperature=None, top_p=None, top_k=None,
                                        use_cache=True, max_new_tokens=self._longest, eos_token_id=ends.tolist())
            answers = tokens[:, inputs["input_ids"].shape[1] :]
            whole = torch.isin(answers, ends).any(dim=1).tolist()
            said = self._processor.tokenizer.batch_decode(answers, skip_special_tokens=True)
            found += list(zip(said, whole, strict=True))
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


def _ends(model: Any, processor: Any) -> list[int]:
    """Every token that ends a reply: those of the checkpoint and the tokenizer's own."""
    declared = model.generation_config.eos_token_id
    several = declared if isinstance(declared, list) else [] if declared is None else [declared]
    return sorted({*several, processor.tokenizer.eos_token_id})
