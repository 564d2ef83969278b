# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""The preset becomes verl's configuration; numbers that do not go together are refused by name."""

from __future__ import annotations

import dataclasses
from pathlib import Path
from typing import Any

import pytest

from vla_r1_ros.core.errors import ErrorCode, InputError
from vla_r1_ros.posttrain.rewards import Profile
from vla_r1_ros.posttrain.tune.settings import (
    ClusterSettings,
    GrpoSettings,
    LoraSettings,
    Precision,
    Schedule,
)
from vla_r1_ros.posttrain.tune.settings_file import load, preset_path
from vla_r1_ros.posttrain.verl_engine.overrides import RunPlan, check_plan, hydra_arguments, overrides

PAPER = load(GrpoSettings, preset_path("grpo", "paper"))
PLAN = RunPlan("/models/3b", Path("/data/train.parquet"), 13_000, Path("/data/test.parquet"), Path("/runs/a"))


def test_the_preset_has_the_released_scripts_values() -> None:
    values = overrides(PAPER, PLAN)
    assert {
        "actor_rollout_ref.rollout.n": 5, "actor_rollout_ref.actor.optim.lr": 3e-5,
        "actor_rollout_ref.actor.use_kl_loss": True, "actor_rollout_ref.actor.kl_loss_type": "low_var_kl",
        "actor_rollout_ref.actor.kl_loss_coef": 0.01, "actor_rollout_ref.actor.entropy_coeff": 0.0,
        "data.train_batch_size": 512, "actor_rollout_ref.actor.ppo_mini_batch_size": 128,
        "data.max_prompt_length": 2048, "data.max_response_length": 2048, "actor_rollout_ref.rollout.name": "vllm",
        "actor_rollout_ref.rollout.tensor_model_parallel_size": 2, "trainer.n_gpus_per_node": 2, "trainer.nnodes": 1,
        "trainer.total_epochs": 50, "algorithm.adv_estimator": "grpo",
    }.items() <= values.items()  # fmt: skip
    check_plan(PAPER, PLAN)


def test_steps_of_ours_are_optimizer_steps_and_verls_are_batches() -> None:
    settings = dataclasses.replace(PAPER, steps=80, save_every=20, evaluate_every=6)
    values = overrides(settings, PLAN)
    assert values["trainer.total_training_steps"] == 20
    assert (values["trainer.save_freq"], values["trainer.test_freq"]) == (5, 2)


def test_part_of_an_epoch_is_counted_in_batches() -> None:
    values = overrides(dataclasses.replace(PAPER, epochs=1.5), PLAN)
    assert values["trainer.total_training_steps"] == 37 and values["trainer.total_epochs"] == 2
    assert "trainer.total_training_steps" not in overrides(PAPER, PLAN)


def test_without_a_held_out_split_nothing_is_evaluated() -> None:
    values = overrides(PAPER, dataclasses.replace(PLAN, held_out=None))
    assert values["trainer.test_freq"] == -1 and values["trainer.val_before_train"] is False


def test_resume_and_a_running_cluster() -> None:
    fresh = overrides(PAPER, PLAN)
    gone_on = overrides(PAPER, dataclasses.replace(PLAN, resume=True, ray_address="auto"))
    assert fresh["trainer.resume_mode"] == "disable" and gone_on["trainer.resume_mode"] == "auto"
    assert "+ray_kwargs.ray_init.address" not in fresh and gone_on["+ray_kwargs.ray_init.address"] == "auto"


def test_without_a_kl_term_there_is_no_reference_model() -> None:
    assert overrides(dataclasses.replace(PAPER, kl=0.0), PLAN)["actor_rollout_ref.actor.use_kl_loss"] is False


def test_the_profile_reaches_the_reward() -> None:
    values = overrides(dataclasses.replace(PAPER, profile=Profile.RELEASED), PLAN)
    assert values["+reward.custom_reward_function.reward_kwargs.profile"] == "released"


@pytest.mark.parametrize(("changes", "words"), [
    ({"lora": LoraSettings(rank=8)}, "lora.rank is 8"),
    ({"schedule": Schedule.LINEAR}, "schedule is linear"),
    ({"precision": Precision.FLOAT32}, "precision is float32"),
    ({"cluster": ClusterSettings(gpus_per_node=3)}, "tensor_parallel 2 does not divide 3"),
    ({"cluster": ClusterSettings(nodes=3)}, "640 replies cannot be shared out to 6 GPUs"),
    ({"cluster": ClusterSettings(nodes=32)}, "10 replies on each GPU are no multiple of per_device 16"),
])
def test_what_does_not_go_together_is_refused(changes: dict[str, Any], words: str) -> None:
    more = {"per_device": 16} if "16" in words else {}
    with pytest.raises(InputError) as caught:
        check_plan(dataclasses.replace(PAPER, **changes, **more), PLAN)
    assert caught.value.code is ErrorCode.INPUT_PARAMETER and words in caught.value.message and caught.value.advice


def test_a_set_smaller_than_a_batch_is_refused() -> None:
    with pytest.raises(InputError, match="400 rows, a batch takes 512"):
        check_plan(PAPER, dataclasses.replace(PLAN, rows=400))


def test_values_as_hydra_reads_them() -> None:
    values = {"a.b": True, "c": 3e-5, "d": None, "e": ["x", "y z"], "f": "/p/a b", "g": "it's", "h": "true",
              "i": "${x}"}  # fmt: skip
    assert hydra_arguments(values, ["k=[1,2]"]) == [
        "a.b=true", "c=3e-05", "d=null", "e=[x,'y z']", "f='/p/a b'", "g='it\\'s'", "h='true'", "i='\\${x}'", "k=[1,2]"]


@pytest.mark.parametrize("word", ["trainer.logger", "=3", "two words=3"])
def test_an_override_that_sets_nothing_is_refused(word: str) -> None:
    with pytest.raises(InputError, match="sets nothing"):
        hydra_arguments({}, [word])
