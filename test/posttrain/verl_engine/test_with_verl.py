# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""The real verl: its configuration, data set, rollout prompt, reward manager, trainer up to the GPUs, and merger.

What needs a GPU (rollout by vLLM, the update) runs nowhere in these tests.
"""

from __future__ import annotations

import asyncio
import os
import socket
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import verl_sets as sets

from vla_r1_ros.core.errors import ErrorCode, InputError
from vla_r1_ros.posttrain.tune.settings import ClusterSettings, GrpoSettings, Precision
from vla_r1_ros.posttrain.verl_engine import VERL_VERSION
from vla_r1_ros.posttrain.verl_engine.data import prepare
from vla_r1_ros.posttrain.verl_engine.environment import find_verl
from vla_r1_ros.posttrain.verl_engine.export import export_verl_run
from vla_r1_ros.posttrain.verl_engine.launch import Launch, make_launch, run
from vla_r1_ros.posttrain.verl_engine.overrides import RunPlan, check_plan, hydra_arguments, overrides

pytestmark = [pytest.mark.train, pytest.mark.timeout(600),
              pytest.mark.filterwarnings("ignore::UserWarning", "ignore::FutureWarning", "ignore::DeprecationWarning")]
pytest.importorskip("verl")

MODEL = Path(__file__).resolve().parents[3] / "models" / "tabletop"
SETTINGS = GrpoSettings(group=4, batch=4, mini_batch=2, per_device=4, max_prompt_tokens=256, max_reply_tokens=128,
                        precision=Precision.BF16, kl=0.02, clip=0.3, learning_rate=2e-6, steps=6, seed=7,
                        cluster=ClusterSettings(gpus_per_node=1, tensor_parallel=1))  # fmt: skip


@pytest.fixture(scope="module")
def plan(tmp_path_factory: pytest.TempPathFactory) -> RunPlan:
    out = tmp_path_factory.mktemp("verl run")  # a space, as in folders of the real world
    sets.write_json(out / "set", "train", 9)
    sets.write_json(out / "set", "test", 6)
    train, test = (prepare(out / "set", split, out / "data") for split in ("train", "test"))
    assert train is not None and test is not None
    return RunPlan(str(MODEL), train.path, train.rows, test.path, out)


@pytest.fixture(scope="module")
def config(plan: RunPlan) -> Any:
    """verl's whole configuration with our overrides, read from the words of our command line."""
    from hydra import compose, initialize_config_module

    words = [word for word in hydra_arguments(overrides(SETTINGS, plan)) if not word.startswith("hydra.")]
    with initialize_config_module("verl.trainer.config", version_base=None):
        return compose("ppo_trainer", overrides=words)


@pytest.fixture(scope="module")
def processor() -> Any:
    from verl.utils import hf_processor

    return hf_processor(str(MODEL))


@pytest.fixture(scope="module")
def dataset(config: Any, processor: Any, tmp_path_factory: pytest.TempPathFactory) -> Any:
    import datasets
    from verl.trainer.ppo.utils import create_rl_dataset

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(datasets.config, "HF_DATASETS_CACHE", tmp_path_factory.mktemp("cache"))
        return create_rl_dataset(config.data.train_files, config.data, processor.tokenizer, processor)


def test_the_environment_is_found_with_the_version_that_is_spoken() -> None:
    assert find_verl(Path(sys.prefix)).versions["verl"] == VERL_VERSION


def test_every_override_lands_where_it_was_aimed(config: Any, plan: RunPlan) -> None:
    from omegaconf import OmegaConf

    for key, value in overrides(SETTINGS, plan).items():
        if not key.startswith("hydra."):
            assert OmegaConf.select(config, key.lstrip("+")) == value, key


def test_verls_own_check_passes(config: Any, plan: RunPlan) -> None:
    from verl.trainer.ppo.utils import need_critic, need_reference_policy
    from verl.utils.config import omega_conf_to_dataclass, validate_config

    check_plan(SETTINGS, plan)
    assert need_reference_policy(config) and not need_critic(config)
    validate_config(config=config, use_reference_policy=True, use_critic=False)
    actor = omega_conf_to_dataclass(config.actor_rollout_ref.actor)
    assert (actor.clip_ratio_low, actor.clip_ratio_high, actor.optim.lr, actor.optim.clip_grad) == (0.3, 0.3, 2e-6, 1.0)


def test_verls_data_set_reads_our_parquet(dataset: Any) -> None:
    assert len(dataset) == 9  # none is dropped as too long
    for index in range(9):
        row = dataset[index]
        asked, answer = sets.ASKED[index % 3]
        text, image = row["raw_prompt"][0]["content"]
        assert text == {"type": "text", "text": asked} and image["image"].size == (640, 480)
        assert row["reward_model"]["ground_truth"] == answer and row["index"] == index


def test_the_rollout_asks_what_the_checkpoint_was_trained_on(dataset: Any, config: Any, processor: Any) -> None:
    from verl.utils.tokenizer.continuous_token_wiring import create_continuous_token_builder

    builder = create_continuous_token_builder(processor.tokenizer, hf_model_type="qwen2_5_vl", chat_template_kwargs={},
                                              mm_processor_kwargs={}, processor=processor)
    messages = dataset[0]["raw_prompt"]
    images, _, _ = asyncio.run(type(dataset).process_multi_modal_info(messages, image_patch_size=14,
                                                                      config=config.data))
    tokens = builder.build_initial_tokens(messages, tools=None, images=images, videos=None, audios=None,
                                          mm_inputs_out={})
    chat = [{"role": "user", "content": [{"type": "text", "text": sets.ASKED[0][0]}, {"type": "image"}]}]
    text = processor.apply_chat_template(chat, add_generation_prompt=True, tokenize=False)
    own = processor(text=[text], images=[messages[0]["content"][1]["image"]])["input_ids"][0]
    assert list(tokens) == list(own)


def test_verls_reward_manager_calls_our_function(dataset: Any, config: Any, processor: Any) -> None:
    import numpy as np
    import torch
    from verl import DataProto
    from verl.trainer.ppo.metric_utils import process_validation_metrics
    from verl.trainer.ppo.reward import load_reward_manager

    tokenizer = processor.tokenizer

    async def score(said: str, index: int) -> dict[str, Any]:
        manager = load_reward_manager(config, tokenizer)
        tokens = [*tokenizer.encode(said, add_special_tokens=False), tokenizer.eos_token_id]
        replies = torch.tensor([[*tokens, 0, 0]])
        mask = torch.tensor([[1, *[1] * len(tokens), 0, 0]])
        row = {key: np.array([value], dtype=object) for key, value in dataset[index].items() if key != "dummy_tensor"}
        batch = DataProto.from_dict({"prompts": torch.tensor([[1]]), "responses": replies, "attention_mask": mask}, row)
        return dict(await manager.run_single(batch))

    box, path, absent, wrong = (asyncio.run(score(*case)) for case in (
        (sets.BOX, 0), (sets.PATH, 1), (sets.ABSENT, 2), (sets.BOX, 1)))  # fmt: skip
    assert [found["reward_score"] for found in (box, path, absent)] == pytest.approx([1.0, 1.0, 1.0])
    assert wrong["reward_score"] == pytest.approx(0.1)
    assert box["reward_extra_info"]["iou"] == pytest.approx(1.0) and path["reward_extra_info"]["iou"] is None
    infos = [found["reward_extra_info"] for found in (box, path, absent)]
    means = process_validation_metrics(["set"] * 3, ["a", "b", "c"], {key: [i[key] for i in infos] for key in infos[0]})
    assert means["set"]["iou"]["mean@1"] == pytest.approx(1.0)  # not NaN, though paths and absent things have none
    assert means["set"]["os_frechet_norm"]["mean@1"] == pytest.approx(0.0)


def test_the_trainer_gets_as_far_as_the_gpus(plan: RunPlan, tmp_path: Path) -> None:
    """Hydra, Ray, the task runner, TransferQueue, tokenizer and both data sets are real; then GPUs are missing."""
    launch = make_launch(Path(sys.executable), hydra_arguments(overrides(SETTINGS, plan), [
        "data.dataloader_num_workers=0", "transfer_queue.backend.SimpleStorage.num_data_storage_units=1",
        "ray_kwargs.ray_init.num_cpus=4"]), tmp_path)  # fmt: skip
    environment = {**launch.environment, "HF_DATASETS_CACHE": str(tmp_path / "cache"), "CUDA_VISIBLE_DEVICES": ""}
    with pytest.raises(InputError) as caught:
        run(Launch(launch.command, environment, tmp_path, launch.number), lambda: None)
    said = launch.log.read_text(errors="replace")
    assert "dataset len: 9" in said and "dataset len: 6" in said
    assert caught.value.code is ErrorCode.INPUT_ENVIRONMENT
    assert "GPUs 0 is less than total desired GPUs 1" in caught.value.message


_SAVE = """
import sys, torch
from omegaconf import OmegaConf
from torch.distributed.device_mesh import init_device_mesh
from torch.distributed.fsdp import fully_shard
from transformers import Qwen2_5_VLForConditionalGeneration
from verl.utils import hf_processor
from verl.utils.checkpoint.fsdp_checkpoint_manager import FSDPCheckpointManager
model, out = sys.argv[1:]
torch.distributed.init_process_group("gloo")
module = Qwen2_5_VLForConditionalGeneration.from_pretrained(model, dtype=torch.float32)
fully_shard(module, mesh=init_device_mesh("cpu", (torch.distributed.get_world_size(),), mesh_dim_names=("fsdp",)))
FSDPCheckpointManager(module, processing_class=hf_processor(model), checkpoint_config=OmegaConf.create(
    {"save_contents": ["model"], "load_contents": ["model"]})).save_checkpoint(out, global_step=3)
"""


def test_a_sharded_checkpoint_becomes_a_folder_to_serve(tmp_path: Path) -> None:
    """Two ranks shard and save the shipped checkpoint as verl's workers do (on CPU); the export gives it back."""
    from safetensors.torch import load_file

    from vla_r1_ros.vla.checkpoint import check_checkpoint

    actor = tmp_path / "checkpoints" / "global_step_3" / "actor"
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    place = {**os.environ, "MASTER_ADDR": "127.0.0.1", "MASTER_PORT": str(port), "WORLD_SIZE": "2"}
    ranks = [subprocess.Popen([sys.executable, "-c", _SAVE, MODEL, actor], env={**place, "RANK": str(rank)})
             for rank in range(2)]  # fmt: skip
    assert [rank.wait(300) for rank in ranks] == [0, 0]
    (tmp_path / "checkpoints" / "latest_checkpointed_iteration.txt").write_text("3")
    (tmp_path / "verl.json").write_text(f'{{"model": "{MODEL}", "settings": {{"kl": 0.01}}}}')
    assert export_verl_run(tmp_path, tmp_path / "model", Path(sys.executable)) == 3
    check_checkpoint(tmp_path / "model")
    own, found = load_file(MODEL / "model.safetensors"), load_file(tmp_path / "model" / "model.safetensors")
    assert own.keys() == found.keys() and all(bool((own[name] == found[name]).all()) for name in own)
    assert (tmp_path / "model" / "manifest.yaml").is_file()
    assert "verl's step: 3" in (tmp_path / "model" / "README.md").read_text()
