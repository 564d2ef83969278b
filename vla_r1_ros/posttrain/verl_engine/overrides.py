# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""From our settings to the overrides of verl's configuration (hydra, `verl/trainer/config/ppo_trainer.yaml`)."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from vla_r1_ros.core.errors import ErrorCode, InputError
from vla_r1_ros.posttrain.tune.settings import GrpoSettings, Precision, Schedule
from vla_r1_ros.posttrain.verl_engine import reward

Value = str | int | float | bool | None | list[str]
_ROLLOUT, _ACTOR, _REF = (f"actor_rollout_ref.{part}" for part in ("rollout", "actor", "ref"))
_PLAIN = re.compile(r"[A-Za-z0-9_./][A-Za-z0-9_./:-]*")
_WORDS_OF_HYDRA = ("true", "false", "null", "nan", "inf")
_BATCHED_TOKENS = 8192


@dataclass(frozen=True)
class RunPlan:
    """What a run reads and writes, besides its settings.

    Args:
        model: folder of a checkpoint, or OWNER/NAME of the hub.
        train: parquet with `rows` rows.
        held_out: parquet to evaluate on, None for no evaluation.
        out: folder of the run; absolute, and the same on all machines where there are several.
        resume: go on from the last checkpoint in `out`.
        ray_address: a Ray cluster that runs already, "auto" for the one of this machine; empty: start Ray here.
    """

    model: str
    train: Path
    rows: int
    held_out: Path | None
    out: Path
    resume: bool = False
    ray_address: str = ""


def check_plan(settings: GrpoSettings, plan: RunPlan) -> None:
    """Refuse what verl cannot do, or would stumble over after minutes.

    Raises:
        InputError: INPUT_PARAMETER with the numbers that do not go together.
    """
    cluster = settings.cluster
    gpus, replies = cluster.nodes * cluster.gpus_per_node, settings.mini_batch * settings.group
    _refuse(settings.lora.rank > 0, f"lora.rank is {settings.lora.rank}", "verl trains all weights here; adapters are "
            "for --engine trl, or --set lora.rank=0")  # fmt: skip
    _refuse(settings.schedule is Schedule.LINEAR, "schedule is linear", "verl has constant and cosine")
    _refuse(settings.precision is not Precision.BF16, f"precision is {settings.precision.value}",
            "verl computes in bf16 and keeps float32 weights: --set precision=bf16")  # fmt: skip
    _refuse(gpus % cluster.tensor_parallel > 0 or cluster.gpus_per_node % cluster.tensor_parallel > 0,
            f"tensor_parallel {cluster.tensor_parallel} does not divide {cluster.gpus_per_node} GPUs a machine",
            "--set cluster.tensor_parallel=1 where one GPU holds the model")  # fmt: skip
    _refuse(replies % gpus > 0, f"mini_batch {settings.mini_batch} x group {settings.group} = {replies} replies cannot "
            f"be shared out to {gpus} GPUs", f"choose mini_batch so that its product with group divides by {gpus}")
    _refuse(replies % gpus == 0 and replies // gpus % settings.per_device > 0,
            f"{replies // gpus} replies on each GPU are no multiple of per_device {settings.per_device}",
            f"choose per_device among the divisors of {replies // gpus}")  # fmt: skip
    _refuse(plan.rows < settings.batch, f"the set has {plan.rows} rows, a batch takes {settings.batch}",
            f"--set batch=N with N up to {plan.rows}, and mini_batch a divisor of it")  # fmt: skip


def _refuse(wrong: bool, message: str, advice: str) -> None:
    if wrong:
        raise InputError(ErrorCode.INPUT_PARAMETER, message, advice)


def overrides(settings: GrpoSettings, plan: RunPlan) -> dict[str, Value]:
    """Keys of verl's configuration with their values; `+` before a key that verl's files do not have."""
    return {**_data(settings, plan), **_actor(settings, plan), **_rollout(settings), **_reward(settings),
            **_trainer(settings, plan)}  # fmt: skip


def hydra_arguments(values: Mapping[str, Value], extra: Iterable[str] = ()) -> list[str]:
    """The command line's words for hydra; `extra` (KEY=VALUE, in hydra's own syntax) comes last and wins.

    Raises:
        InputError: INPUT_PARAMETER for an extra word that is no KEY=VALUE.
    """
    words = [f"{key}={_text(value)}" for key, value in values.items()]
    for word in extra:
        _refuse(not re.fullmatch(r"[+~]{0,2}[\w.@/]+=.*", word, re.DOTALL), f"'{word}' sets nothing in verl",
                "write KEY=VALUE, for example trainer.logger=[console,wandb]")  # fmt: skip
        words.append(word)
    return words


def _text(value: Value) -> str:
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list):
        return f"[{','.join(_text(item) for item in value)}]"
    if isinstance(value, str) and not (_PLAIN.fullmatch(value) and value.lower() not in _WORDS_OF_HYDRA):
        escaped = value.replace("\\", "\\\\").replace("'", "\\'").replace("${", "\\${")
        return f"'{escaped}'"
    return repr(value) if isinstance(value, float) else str(value)


def _data(settings: GrpoSettings, plan: RunPlan) -> dict[str, Value]:
    return {
        "data.train_files": str(plan.train),
        "data.val_files": str(plan.held_out or plan.train),
        "data.val_max_samples": settings.evaluate_rows if plan.held_out else 1,
        "data.train_batch_size": settings.batch,
        "data.max_prompt_length": settings.max_prompt_tokens,
        "data.max_response_length": settings.max_reply_tokens,
        "data.filter_overlong_prompts": True,
        "data.truncation": "error",
        "data.image_key": "images",
        "data.seed": settings.seed,
    }


def _actor(settings: GrpoSettings, plan: RunPlan) -> dict[str, Value]:
    return {
        "actor_rollout_ref.model.path": plan.model,
        "actor_rollout_ref.model.use_remove_padding": True,
        "actor_rollout_ref.model.enable_gradient_checkpointing": settings.gradient_checkpointing,
        f"{_ACTOR}.strategy": "fsdp2",
        f"{_ACTOR}.optim.lr": settings.learning_rate,
        f"{_ACTOR}.optim.lr_scheduler_type": settings.schedule.value,
        f"{_ACTOR}.optim.lr_warmup_steps_ratio": settings.warmup,
        f"{_ACTOR}.optim.weight_decay": settings.weight_decay,
        f"{_ACTOR}.optim.clip_grad": settings.max_grad_norm,
        f"{_ACTOR}.grad_clip": settings.max_grad_norm,
        f"{_ACTOR}.ppo_mini_batch_size": settings.mini_batch,
        f"{_ACTOR}.ppo_micro_batch_size_per_gpu": settings.per_device,
        # clip_ratio alone has no effect: the two sides have values of their own
        **{f"{_ACTOR}.clip_ratio{side}": settings.clip for side in ("", "_low", "_high")},
        f"{_ACTOR}.use_kl_loss": settings.kl > 0,
        f"{_ACTOR}.kl_loss_coef": settings.kl,
        f"{_ACTOR}.kl_loss_type": "low_var_kl",
        f"{_ACTOR}.entropy_coeff": settings.entropy,
        f"{_ACTOR}.freeze_vision_tower": settings.freeze_vision,
        f"{_ACTOR}.data_loader_seed": settings.seed,
        f"{_REF}.log_prob_micro_batch_size_per_gpu": settings.per_device,
        f"{_REF}.fsdp_config.param_offload": True,
        "algorithm.adv_estimator": "grpo",
        "algorithm.norm_adv_by_std_in_grpo": settings.scale_advantages,
        "algorithm.use_kl_in_reward": False,
    }


def _rollout(settings: GrpoSettings) -> dict[str, Value]:
    longest = settings.max_prompt_tokens + settings.max_reply_tokens
    return {
        f"{_ROLLOUT}.name": "vllm",
        f"{_ROLLOUT}.n": settings.group,
        f"{_ROLLOUT}.temperature": settings.temperature,
        f"{_ROLLOUT}.top_p": settings.top_p,
        f"{_ROLLOUT}.seed": settings.seed,
        f"{_ROLLOUT}.tensor_model_parallel_size": settings.cluster.tensor_parallel,
        f"{_ROLLOUT}.gpu_memory_utilization": settings.cluster.gpu_memory_share,
        f"{_ROLLOUT}.max_num_batched_tokens": max(_BATCHED_TOKENS, longest),
        f"{_ROLLOUT}.log_prob_micro_batch_size_per_gpu": settings.per_device,
        f"+{_ROLLOUT}.limit_images": 1,
    }


def _reward(settings: GrpoSettings) -> dict[str, Value]:
    return {
        "reward.custom_reward_function.path": reward.PATH,
        "reward.custom_reward_function.name": reward.NAME,
        "+reward.custom_reward_function.reward_kwargs.profile": settings.profile.value,
    }


def _trainer(settings: GrpoSettings, plan: RunPlan) -> dict[str, Value]:
    updates = settings.batch // settings.mini_batch  # optimizer steps of one of verl's
    values: dict[str, Value] = {
        "trainer.nnodes": settings.cluster.nodes,
        "trainer.n_gpus_per_node": settings.cluster.gpus_per_node,
        "trainer.total_epochs": math.ceil(settings.epochs),
        "trainer.save_freq": max(1, round(settings.save_every / updates)),
        "trainer.test_freq": max(1, round(settings.evaluate_every / updates)) if plan.held_out else -1,
        "trainer.val_before_train": plan.held_out is not None,
        "trainer.max_actor_ckpt_to_keep": settings.keep,
        "trainer.resume_mode": "auto" if plan.resume else "disable",
        "trainer.default_local_dir": str(plan.out / "checkpoints"),
        "trainer.rollout_data_dir": str(plan.out / "replies"),
        "trainer.validation_data_dir": str(plan.out / "held_out_replies"),
        "trainer.project_name": "vla_r1",
        "trainer.experiment_name": plan.out.name,
        "trainer.logger": ["console", "file"],
        "hydra.run.dir": str(plan.out / "hydra"),
    }
    if settings.steps:
        steps = max(1, settings.steps // updates)
        values |= {"trainer.total_training_steps": steps, "trainer.total_epochs": steps}  # an epoch has a step or more
    elif not float(settings.epochs).is_integer():
        values["trainer.total_training_steps"] = max(1, int(settings.epochs * (plan.rows // settings.batch)))
    if plan.ray_address:
        values["+ray_kwargs.ray_init.address"] = plan.ray_address
    return values
