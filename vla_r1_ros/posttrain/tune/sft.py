# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""Supervised fine-tuning on one machine, by TRL."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from trl import SFTConfig

from vla_r1_ros.core.errors import ErrorCode, InputError
from vla_r1_ros.posttrain.tune.checkpoints import lora_config
from vla_r1_ros.posttrain.tune.prompts import sft_set, unknown_answers
from vla_r1_ros.posttrain.tune.run import TuneRun
from vla_r1_ros.posttrain.tune.runlog import Report
from vla_r1_ros.posttrain.tune.settings import SftSettings
from vla_r1_ros.posttrain.tune.trainers import CarefulSft, Watcher, quiet


def train_sft(model: str, data: Path, out: Path, settings: SftSettings, *, held_out: Path | None = None,
              resume: bool = False, report: Report = print) -> None:
    """Train `model` on the answers of the set `data`, see :class:`~vla_r1_ros.posttrain.tune.run.TuneRun`.

    Raises:
        TrainingError: TRAIN_NOT_FINITE, TRAIN_PROMPT_TOO_LONG, TRAIN_DISK_FULL.
        InputError, ModelError: what is wrong with model, data, settings or folder.
    """
    if settings.batch % settings.per_device:
        raise InputError(ErrorCode.INPUT_PARAMETER,
                         f"batch {settings.batch} is no multiple of per_device {settings.per_device}",
                         "choose per_device among its divisors")
    run = TuneRun("sft", model, data, held_out, out, settings, settings.max_reply_tokens, resume=resume, report=report)
    if unknown := unknown_answers(run.rows, run.processor):
        report(f"warning: {unknown} of {len(run.rows)} answers have coordinates that this model has no tokens for; it "
               "would learn to answer <unk>. The shipped tabletop writes steps of 0.002: `data from-bags --step 0.002`")

    def trainer() -> Any:
        made = CarefulSft(
            model=run.model, processing_class=run.processor, train_dataset=sft_set(run.rows),
            args=SFTConfig(**run.arguments(), max_length=None, completion_only_loss=True,
                           gradient_accumulation_steps=settings.batch // settings.per_device),
            peft_config=lora_config(settings))  # fmt: skip
        return quiet(made, Watcher(run.log, settings.evaluate_every, run.evaluate))

    run.train(trainer)
