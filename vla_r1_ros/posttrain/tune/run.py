# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""What SFT and GRPO have in common: a run's folder, its data, its evaluations, its checkpoints, going on after a kill.

    run.json            model, data and settings; a run is only resumed with the same
    log.jsonl, curve.png
    checkpoint-N/       what resuming needs (weights, optimizer, random states); the newest `keep`
    best/, last/        what `vla_r1 serve --model` takes: best held-out score so far, and the weights at the end
"""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import torch
from transformers.utils.logging import disable_progress_bar

from vla_r1_ros.core.errors import ErrorCode, InputError
from vla_r1_ros.posttrain.tune.card import card_text
from vla_r1_ros.posttrain.tune.checkpoints import find_base, load_model, training_device, write_servable
from vla_r1_ros.posttrain.tune.curve import draw_tuning
from vla_r1_ros.posttrain.tune.evaluate import Examiner
from vla_r1_ros.posttrain.tune.named import named_errors
from vla_r1_ros.posttrain.tune.prompts import check_prompts
from vla_r1_ros.posttrain.tune.rows import TEST, TRAIN, choose_rows, fingerprint, load_rows, set_file
from vla_r1_ros.posttrain.tune.runlog import Report, RunLog
from vla_r1_ros.posttrain.tune.settings import Precision, TuneSettings
from vla_r1_ros.posttrain.tune.settings_file import to_values
from vla_r1_ros.posttrain.tune.states import last_state, saving

BEST, LAST = "best", "last"
#: Settings that a resumed run may change: none of them makes it another run.
_FREE = {"epochs", "steps", "log_every", "evaluate_every", "evaluate_rows", "save_every", "keep", "device", "threads",
         "guards", "cluster"}  # fmt: skip


class TuneRun:
    """A run's folder and all that a trainer of it needs.

    Args:
        kind: `sft` or `grpo`.
        model: what to start from.
        data, held_out: labelled sets, folders or files; without `held_out` the test split of `data`.
        out: the run's folder.
        settings: of the run.
        resume: go on from the last whole state; a folder with a run is refused without it.
        report: gets one line of text at a time.

    Raises:
        InputError, ModelError, TrainingError: what is wrong with model, data, settings or folder, before any step.
    """

    def __init__(self, kind: str, model: str, data: Path, held_out: Path | None, out: Path, settings: TuneSettings,
                 reply_tokens: int, *, resume: bool, report: Report) -> None:
        self.kind, self.out, self.settings = kind, out, settings
        disable_progress_bar()  # of loading and saving: the log has lines
        self.device = training_device(settings)
        if settings.threads:
            torch.set_num_threads(settings.threads)
        self.base = find_base(model)
        train = _need(data, TRAIN)
        test = _need(held_out or data, TEST)
        self.facts: dict[str, Any] = {
            "kind": kind, "model": self.base.name, "data": train.parent.name, "data_sha256": fingerprint(train),
            "held_out_sha256": fingerprint(test), "settings": to_values(settings),
        }  # fmt: skip
        self.state = self._open(resume)
        self.rows = load_rows(train, out)
        examined = choose_rows(load_rows(test, out), settings.evaluate_rows, settings.seed)
        self.model, self.processor = load_model(self.base, settings, self.state)
        self.model.to(self.device)
        longest = check_prompts([*self.rows, *examined], self.processor, settings.max_prompt_tokens)
        self.facts |= {"rows": len(self.rows), "held_out_rows": len(examined), "longest_prompt": longest}
        self._examiner = Examiner(examined, self.processor, settings.per_device, reply_tokens) if examined else None
        step = int(self.state.name.rpartition("-")[2]) if self.state else 0
        self.log = RunLog(out, step, report)
        self.log.say(f"{kind} of {self.base.name} on {self.device}: {len(self.rows)} rows, {len(examined)} held out, "
                     f"longest prompt {longest} tokens" + (f", from step {step}" if step else ""))

    def _open(self, resume: bool) -> Path | None:
        path = self.out / "run.json"
        if path.is_file() and not resume:
            raise InputError(ErrorCode.INPUT_PARAMETER, f"{self.out} has a run already",
                             "add --resume, or choose another --out")
        if path.is_file():
            _compare(json.loads(path.read_text(encoding="utf-8")), self.facts)
        self.out.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps(self.facts, indent=1) + "\n", encoding="utf-8")
        return last_state(self.out)

    def arguments(self) -> dict[str, Any]:
        """What TRL's configurations for SFT and GRPO have in common."""
        settings = self.settings
        return {
            "output_dir": str(self.out), "seed": settings.seed, "learning_rate": settings.learning_rate,
            "lr_scheduler_type": _SCHEDULES[settings.schedule.value], "warmup_steps": settings.warmup,
            "weight_decay": settings.weight_decay, "max_grad_norm": settings.max_grad_norm,
            "num_train_epochs": settings.epochs, "max_steps": settings.steps or -1,
            "per_device_train_batch_size": settings.per_device, "bf16": settings.precision is Precision.BF16,
            "gradient_checkpointing": settings.gradient_checkpointing, "use_cpu": self.device.type == "cpu",
            "dataloader_pin_memory": self.device.type != "cpu", "logging_steps": settings.log_every,
            "save_steps": settings.save_every, "save_total_limit": settings.keep, "report_to": "none",
            "disable_tqdm": True, "logging_nan_inf_filter": False,
        }  # fmt: skip

    def evaluate(self, model: Any, step: int) -> None:
        """Marks on the held-out rows; the best model so far is left for `serve`."""
        if self._examiner is None:
            return
        best = max((entry["score"] for entry in self.log.evaluations()), default=-1.0)
        marks = self._examiner.marks(model)
        self.log.add("evaluation", step, marks)
        if step and marks["score"] > best:
            self.leave(model, BEST, step)
        draw_tuning(self.log.entries, self.out / "curve.png")

    def leave(self, model: Any, name: str, step: int) -> None:
        """Write `best` or `last`. Raises TrainingError (TRAIN_DISK_FULL)."""
        folder = self.out / name
        title = f"{self.base.name}-{self.kind}"
        card = card_text(title, name, step, self.facts, self.log)
        with saving(folder, self.out):
            write_servable(model, self.processor, self.base, folder, title, card)

    def train(self, make_trainer: Callable[[], Any]) -> None:
        """Train from where the run stands, then leave `last`."""
        with named_errors():
            trainer = make_trainer()
            trainer.train(resume_from_checkpoint=str(self.state) if self.state else None)
        step = trainer.state.global_step
        self.leave(trainer.accelerator.unwrap_model(trainer.model), LAST, step)
        draw_tuning(self.log.entries, self.out / "curve.png")
        self.log.say(f"done: {step} steps, {self.log.minutes:.1f} min; {self.out / LAST} is for `vla_r1 serve --model`")


_SCHEDULES = {"constant": "constant_with_warmup", "linear": "linear", "cosine": "cosine"}


def _need(data: Path, split: str) -> Path:
    path = set_file(data, split)
    if path is None:
        raise InputError(ErrorCode.INPUT_FILE, f"{data} has neither {split}.json nor {split}.parquet",
                         "give a folder of `vla_r1 data labels` or `vla_r1 data cot`" if split == TRAIN else
                         "hold some pictures out when making the set, or give --held-out")
    return path


def _compare(before: dict[str, Any], now: dict[str, Any]) -> None:
    old, new = before.get("settings", {}), now["settings"]
    differ = [f"{key} was {old.get(key)!r}" for key in new if key not in _FREE and old.get(key) != new[key]]
    whole = ("kind", "model", "data_sha256")
    differ += [f"{key} was {before.get(key)!r}" for key in whole if before.get(key) != now[key]]
    if differ:
        raise InputError(ErrorCode.INPUT_PARAMETER, f"the run was begun otherwise: {', '.join(differ)}",
                         "resume with the same, or choose another --out")
