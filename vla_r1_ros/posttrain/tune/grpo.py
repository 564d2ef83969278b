# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""GRPO with verifiable rewards on one machine, by TRL."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from trl import GRPOConfig

from vla_r1_ros.core.errors import ErrorCode, TrainingError
from vla_r1_ros.posttrain.rewards import TRL_WEIGHTS, completion_text, score_replies, trl_rewards
from vla_r1_ros.posttrain.tune.checkpoints import lora_config
from vla_r1_ros.posttrain.tune.guards import Alarm, Group, Guards
from vla_r1_ros.posttrain.tune.pictures import see_once
from vla_r1_ros.posttrain.tune.prompts import grpo_set
from vla_r1_ros.posttrain.tune.run import TuneRun
from vla_r1_ros.posttrain.tune.runlog import Report
from vla_r1_ros.posttrain.tune.settings import GrpoSettings
from vla_r1_ros.posttrain.tune.trainers import CarefulGrpo, Watcher, quiet


def train_grpo(model: str, data: Path, out: Path, settings: GrpoSettings, *, held_out: Path | None = None,
               resume: bool = False, report: Report = print) -> None:
    """Train `model` on the set `data` into the folder `out`, see :class:`~vla_r1_ros.posttrain.tune.run.TuneRun`.

    Raises:
        TrainingError: TRAIN_NOT_FINITE, TRAIN_PROMPT_TOO_LONG, TRAIN_DISK_FULL; TRAIN_GUARD where a guard in
            `guards.stop` ended the run, after its state and `last/` were written.
        InputError, ModelError: what is wrong with model, data, settings or folder.
    """
    run = TuneRun("grpo", model, data, held_out, out, settings, settings.max_reply_tokens, least_rows=settings.batch,
                  resume=resume, report=report)
    watch = Watch(run, settings)
    rewards = [*trl_rewards(settings.profile)[:2], watch.format_reward]

    def trainer() -> Any:
        made = CarefulGrpo(
            model=run.model, processing_class=run.processor, reward_funcs=rewards, args=GRPOConfig(
                **run.arguments(), **_arguments(settings)),
            train_dataset=grpo_set(run.rows), peft_config=lora_config(settings))  # fmt: skip
        for seeing in (run.model, made.ref_model):
            if seeing is not None:
                see_once(seeing)
        return quiet(made, Watcher(run.log, settings.evaluate_every, run.evaluate, watch.judge))

    run.train(trainer)
    if watch.ended is not None:
        raise TrainingError(ErrorCode.TRAIN_GUARD, f"{watch.ended.guard.value} at step {watch.ended.step}: "
                            f"{watch.ended.words}", watch.ended.advice)


def _arguments(settings: GrpoSettings) -> dict[str, Any]:
    micro_batches = settings.mini_batch * settings.group // settings.per_device
    return {
        "gradient_accumulation_steps": micro_batches,
        "steps_per_generation": micro_batches * settings.batch // settings.mini_batch,
        "num_generations": settings.group, "max_completion_length": settings.max_reply_tokens,
        "temperature": settings.temperature, "top_p": settings.top_p, "beta": settings.kl,
        "use_bias_correction_kl": False,  # low_var_kl of the released script is the plain estimate
        "entropy_coef": settings.entropy, "epsilon": settings.clip, "loss_type": "dapo",  # token mean of the batch
        "scale_rewards": "group" if settings.scale_advantages else "none", "reward_weights": list(TRL_WEIGHTS),
    }  # fmt: skip


class Watch:
    """Shows the guards what is sampled: it stands in for the format reward, which TRL calls with everything."""

    def __init__(self, run: TuneRun, settings: GrpoSettings) -> None:
        self._run, self._settings = run, settings
        lengths = [entry["length"] for entry in run.log.entries if entry["kind"] == "train" and "length" in entry]
        self._guards = Guards(settings.guards, settings.max_reply_tokens, lengths)
        self.ended: Alarm | None = None
        if not settings.kl:
            run.log.say("kl is 0: there is no first model to compare with, and no guard against drift")

    def format_reward(self, completions: Sequence[Any], ground_truth: Sequence[Any], prompts: Sequence[Any],
                      completion_ids: Sequence[Sequence[int]], **_: Any) -> list[float]:
        """TRL reward function: as :func:`vla_r1_ros.posttrain.rewards.format_reward`."""
        replies = [completion_text(item) for item in completions]
        found = score_replies(replies, list(ground_truth), self._settings.profile)
        size, groups = self._settings.group, []
        for begin in range(0, len(replies), size):
            own = slice(begin, begin + size)
            groups.append(Group(str(prompts[begin][0]["content"][0]["text"]), str(ground_truth[begin]),
                                tuple(replies[own]), tuple(found.score[own].tolist()),
                                tuple(len(ids) for ids in completion_ids[own])))  # fmt: skip
        self._guards.see(groups)
        return [float(value) for value in found.format]

    def judge(self, step: int, values: dict[str, Any]) -> bool:
        """Tell what the guards find at a step; whether one of them ends the run."""
        if "kl" in values:
            self._guards.see_kl(float(values["kl"]))
        for alarm in self._guards.check(step):
            self._run.log.add("guard", step, {"guard": alarm.guard.value, "value": alarm.value, "limit": alarm.limit,
                                              "words": alarm.words, "advice": alarm.advice}, str(alarm))  # fmt: skip
            if alarm.guard in self._settings.guards.stop:
                self.ended = alarm
        return self.ended is not None
