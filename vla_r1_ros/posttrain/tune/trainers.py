# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""TRL's trainers, with care: no step from a number that is none, no half checkpoint, and a log of our own."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import torch
from transformers import PrinterCallback, TrainerCallback
from trl import GRPOTrainer, SFTTrainer

from vla_r1_ros.core.errors import ErrorCode, TrainingError
from vla_r1_ros.posttrain.tune.runlog import RunLog
from vla_r1_ros.posttrain.tune.states import delete_older, mark_complete, saving

#: Names in TRL's log, and ours.
_TRAIN = {
    "loss": "loss", "reward": "reward", "reward_std": "reward_std", "frac_reward_zero_std": "groups_without_signal",
    "rewards/region_reward/mean": "region", "rewards/trajectory_reward/mean": "trajectory",
    "rewards/format_reward/mean": "format", "kl": "kl", "entropy": "entropy",
    "completions/mean_length": "length", "completions/clipped_ratio": "cut", "grad_norm": "grad_norm",
    "mean_token_accuracy": "token_accuracy", "learning_rate": "learning_rate", "step_time": "step_s",
}  # fmt: skip


class Careful:
    """In front of a TRL trainer class."""

    def training_step(self, *args: Any, **kwargs: Any) -> Any:
        """One forward and backward pass. Raises TrainingError (TRAIN_NOT_FINITE) before a bad loss moves a weight."""
        loss = super().training_step(*args, **kwargs)  # type: ignore[misc]
        if not torch.isfinite(loss).all():
            raise _not_finite("the loss", self.state.global_step + 1)  # type: ignore[attr-defined]
        return loss

    def _save_checkpoint(self, model: Any, trial: Any) -> None:
        arguments = self.args  # type: ignore[attr-defined]
        run = Path(arguments.output_dir)
        state = run / f"checkpoint-{self.state.global_step}"  # type: ignore[attr-defined]
        keep, arguments.save_total_limit = arguments.save_total_limit, None  # none is deleted before this one is whole
        try:
            with saving(state, run):
                super()._save_checkpoint(model, trial)  # type: ignore[misc]
        finally:
            arguments.save_total_limit = keep
        mark_complete(state)
        delete_older(run, keep)

    def _load_optimizer_and_scheduler(self, checkpoint: str | None) -> None:
        super()._load_optimizer_and_scheduler(checkpoint)  # type: ignore[misc]
        if checkpoint is not None:
            set_rate(self.optimizer, self.lr_scheduler, self.args.learning_rate)  # type: ignore[attr-defined]

    def _load_from_checkpoint(self, resume_from_checkpoint: str, model: Any = None) -> None:
        # all weights were loaded with the model (see load_model); only adapters are loaded here
        if hasattr(self.model, "peft_config"):  # type: ignore[attr-defined]
            super()._load_from_checkpoint(resume_from_checkpoint, model)  # type: ignore[misc]

    def create_model_card(self, *args: Any, **kwargs: Any) -> None:
        """TRL's own card is left out: ours says how the checkpoint was made."""


class CarefulSft(Careful, SFTTrainer):  # type: ignore[misc]
    """TRL's SFTTrainer, with care."""


class CarefulGrpo(Careful, GRPOTrainer):  # type: ignore[misc]
    """TRL's GRPOTrainer, with care."""


def set_rate(optimizer: Any, scheduler: Any, rate: float) -> None:
    """Go on with another highest learning rate: what was loaded holds the one that the run was begun with."""
    scheduler.base_lrs = [rate] * len(scheduler.base_lrs)
    for group, share in zip(optimizer.param_groups, scheduler.lr_lambdas, strict=True):
        group["initial_lr"], group["lr"] = rate, rate * share(scheduler.last_epoch)
    scheduler._last_lr = [group["lr"] for group in optimizer.param_groups]


def _not_finite(what: str, step: int) -> TrainingError:
    return TrainingError(ErrorCode.TRAIN_NOT_FINITE, f"{what} of step {step} is not a finite number; the step was not "
                         "taken", "lower learning_rate or set precision to float32, then --resume")


class Watcher(TrainerCallback):  # type: ignore[misc]
    """Keeps the run's log, asks the held-out rows every so many steps, and lets the guards speak.

    Args:
        log: of the run.
        every: optimizer steps between evaluations.
        evaluate: called with the model and the step, at the start, every `every` steps and at the end.
        on_train: called with each step's figures, after they are logged; says whether the run has to end.
    """

    def __init__(self, log: RunLog, every: int, evaluate: Callable[[Any, int], None],
                 on_train: Callable[[int, dict[str, Any]], bool] | None = None) -> None:
        self._log, self._every, self._evaluate, self._on_train = log, every, evaluate, on_train
        self._evaluated = max((entry["step"] for entry in log.evaluations()), default=-1)

    def on_train_begin(self, args: Any, state: Any, control: Any, **kwargs: Any) -> None:
        """Marks before the first step."""
        if state.global_step == 0:
            self._look(kwargs["model"], 0)

    def on_pre_optimizer_step(self, args: Any, state: Any, control: Any, **kwargs: Any) -> None:
        """A gradient can be infinite where the loss is not; clipping would spread it over all weights."""
        for parameter in kwargs["model"].parameters():
            if parameter.grad is not None and not torch.isfinite(parameter.grad).all():
                raise _not_finite("a gradient", state.global_step + 1)

    def on_log(self, args: Any, state: Any, control: Any, logs: dict[str, Any] | None = None, **kwargs: Any) -> None:
        """Figures of the last steps, and what the guards find in them."""
        if logs is None or "loss" not in logs:
            return
        values = {ours: logs[name] for name, ours in _TRAIN.items() if logs.get(name) is not None}
        self._log.add("train", state.global_step, values)
        if self._on_train is not None and self._on_train(state.global_step, values):
            control.should_training_stop = control.should_save = True

    def on_step_end(self, args: Any, state: Any, control: Any, **kwargs: Any) -> None:
        """Marks every so many steps."""
        if state.global_step % self._every == 0:
            self._look(kwargs["model"], state.global_step)

    def on_train_end(self, args: Any, state: Any, control: Any, **kwargs: Any) -> None:
        """Marks of the last weights."""
        self._look(kwargs["model"], state.global_step)

    def _look(self, model: Any, step: int) -> None:
        if step > self._evaluated:
            self._evaluated = step
            self._evaluate(model, step)


def quiet(trainer: Any, watcher: Watcher) -> Any:
    """The same trainer with our log instead of the printed one."""
    trainer.remove_callback(PrinterCallback)
    trainer.add_callback(watcher)
    return trainer
