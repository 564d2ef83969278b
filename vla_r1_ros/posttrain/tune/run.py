# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""What SFT and GRPO have in common: a run's folder, its data, its evaluations, its checkpoints, going on after a kill.

    run.json            model, data and settings
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
from vla_r1_ros.posttrain.cot.journal import cannot_write
from vla_r1_ros.posttrain.tune.card import card_text
from vla_r1_ros.posttrain.tune.checkpoints import (
    find_base,
    load_model,
    part_of,
    training_device,
    weights_fingerprint,
    write_servable,
)
from vla_r1_ros.posttrain.tune.curve import draw_tuning
from vla_r1_ros.posttrain.tune.evaluate import Examiner
from vla_r1_ros.posttrain.tune.named import named_errors
from vla_r1_ros.posttrain.tune.prompts import check_prompts
from vla_r1_ros.posttrain.tune.rows import TEST, TRAIN, check_truths, choose_rows, fingerprint, load_rows, set_file
from vla_r1_ros.posttrain.tune.runlog import Report, RunLog
from vla_r1_ros.posttrain.tune.settings import Precision, TuneSettings
from vla_r1_ros.posttrain.tune.settings_file import to_values
from vla_r1_ros.posttrain.tune.states import last_state, saving, step_of

BEST, LAST = "best", "last"
#: Settings that a resumed run may change, some on the advice of an error or a guard; the log keeps what changed.
_FREE = {"epochs", "steps", "log_every", "evaluate_every", "save_every", "keep", "device", "threads", "guards",
         "cluster", "per_device", "gradient_checkpointing", "precision", "max_prompt_tokens", "max_reply_tokens",
         "learning_rate", "kl", "entropy", "temperature"}  # fmt: skip
#: What else must be as it was.
_SAME = ("kind", "model", "model_sha256", "data_sha256", "held_out_sha256")


class TuneRun:
    """A run's folder and all that a trainer of it needs.

    Args:
        kind: `sft` or `grpo`.
        model: what to start from.
        data, held_out: labelled sets, folders or files; without `held_out` the test split of `data`.
        out: the run's folder.
        settings: of the run.
        reply_tokens: where replies of the evaluation are cut.
        least_rows: a smaller set is refused.
        resume: go on from the last whole state, from the start where there is none; a folder with a run is refused
            without it.
        report: gets one line of text at a time.

    Raises:
        InputError, ModelError, TrainingError: what is wrong with model, data, settings or folder, before any step.
    """

    def __init__(self, kind: str, model: str, data: Path, held_out: Path | None, out: Path, settings: TuneSettings,
                 reply_tokens: int, *, least_rows: int = 1, resume: bool, report: Report) -> None:
        self.kind, self.out, self.settings = kind, out, settings
        disable_progress_bar()  # of loading and saving: the log has lines
        self.device = training_device(settings)
        if settings.threads:
            torch.set_num_threads(settings.threads)
        self.base = find_base(model)
        train = _need(data, TRAIN)
        test = _held_out(held_out or data, train) if settings.evaluate_rows else None
        self.facts: dict[str, Any] = {
            "kind": kind, "model": self.base.name, "model_sha256": weights_fingerprint(self.base.folder),
            "data": train.parent.name, "data_sha256": fingerprint(train),
            "held_out_sha256": fingerprint(test) if test else None, "settings": to_values(settings),
        }  # fmt: skip
        before = self._open(resume)
        self.state = last_state(out)
        changed = _changes(before, self.facts) if self.state is not None else {}
        self.rows = load_rows(train, out)
        if len(self.rows) < least_rows:
            raise InputError(ErrorCode.INPUT_PARAMETER,
                             f"the set has {len(self.rows)} rows, a batch takes {least_rows}",
                             f"--set batch=N with N up to {len(self.rows)}, and mini_batch a divisor of it")
        examined = choose_rows(load_rows(test, out), settings.evaluate_rows, settings.seed) if test else []
        check_truths([*(self.rows if kind == "grpo" else ()), *examined])
        self.model, self.processor = load_model(self.base, settings, self.state)
        self.model.to(self.device)
        longest = check_prompts([*self.rows, *examined], self.processor, settings.max_prompt_tokens)
        self._write_facts()
        self.facts |= {"rows": len(self.rows), "held_out_rows": len(examined), "longest_prompt": longest}
        self._examiner = Examiner(examined, self.processor, settings.per_device, reply_tokens) if examined else None
        step = step_of(self.state) if self.state else 0
        self.log = RunLog(out, step, report)
        self.log.say(f"{kind} of {self.base.name} on {self.device}: {len(self.rows)} rows, {len(examined)} held out, "
                     f"longest prompt {longest} tokens" + (f", from step {step}" if step else ""))
        if changed:
            self.log.add("resumed", step, {"settings": changed})

    def _open(self, resume: bool) -> dict[str, Any]:
        """Make the folder; the facts that a run in it was begun with, empty where there is none."""
        path = self.out / "run.json"
        try:
            self.out.mkdir(parents=True, exist_ok=True)
            text = path.read_text(encoding="utf-8") if path.is_file() else "{}"
        except OSError as error:
            raise cannot_write(self.out, error) from error
        if path.is_file() and not resume:
            raise InputError(ErrorCode.INPUT_PARAMETER, f"{self.out} has a run already",
                             "add --resume, or choose another --out")
        try:
            return dict(json.loads(text))
        except (TypeError, ValueError) as error:
            raise InputError(ErrorCode.INPUT_FILE, f"{path} is damaged: {error}", "choose another --out") from None

    def _write_facts(self) -> None:
        part = self.out / "run.json.part"
        try:
            part.write_text(json.dumps(self.facts, indent=1) + "\n", encoding="utf-8")
            part.replace(self.out / "run.json")
        except OSError as error:
            raise cannot_write(self.out, error) from error

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
        with saving(part_of(folder), self.out):
            write_servable(model, self.processor, self.base, folder, title, card)

    def train(self, make_trainer: Callable[[], Any]) -> None:
        """Train from where the run stands, then leave `last`."""
        state, steps = self.state, self.settings.steps
        with named_errors():
            trainer = make_trainer()
            if state is not None and 0 < steps <= step_of(state):  # transformers would take one more
                trainer._load_from_checkpoint(str(state))
                step = step_of(state)
            else:
                trainer.train(resume_from_checkpoint=str(state) if state else None)
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
                         "hold some pictures out when making the set, give --held-out, or do without "
                         "evaluations: --set evaluate_rows=0")
    return path


def _held_out(data: Path, train: Path) -> Path:
    path = _need(data, TEST)
    if path.samefile(train):
        raise InputError(ErrorCode.INPUT_PARAMETER, f"{path} would be both trained on and held out",
                         "name other rows with --held-out, or do without evaluations: --set evaluate_rows=0")
    return path


def _changes(before: dict[str, Any], now: dict[str, Any]) -> dict[str, list[Any]]:
    """Settings that a resumed run changes, as [old, new].

    Raises:
        InputError: INPUT_PARAMETER where it is not the same run any more.
    """
    old, new = before.get("settings", {}), now["settings"]
    changed = {key: [old.get(key), new[key]] for key in new if old.get(key) != new[key]}
    differ = [f"{key} was {old.get(key)!r}" for key in changed if key not in _FREE]
    differ += [f"{key} was {before[key]!r}" for key in _SAME if key in before and before[key] != now[key]]
    if differ:
        raise InputError(ErrorCode.INPUT_PARAMETER, f"the run was begun otherwise: {', '.join(differ)}",
                         "resume with the same, or choose another --out")
    return changed
