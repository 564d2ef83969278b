# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""Checkpoints: where a model's files are, how it is loaded for training, and how a trained one is left for `serve`."""

from __future__ import annotations

import hashlib
import json
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch

from vla_r1_ros.core.errors import ErrorCode, InputError, ModelError
from vla_r1_ros.posttrain.tune.rows import fingerprint
from vla_r1_ros.posttrain.tune.settings import Precision, TuneSettings
from vla_r1_ros.vla.checkpoint import check_checkpoint
from vla_r1_ros.vla.manifest import FILE_NAME, find_manifest

MODEL_TYPE = "qwen2_5_vl"
#: Files of a checkpoint that its training does not change. Weights, cards and pictures are not among them.
_UNCHANGED = (".json", ".jinja", ".txt")
_WEIGHT_INDEX = "model.safetensors.index.json"


@dataclass(frozen=True)
class Base:
    """What a run starts from: its name, its folder, and its manifest file where it has one."""

    name: str
    folder: Path
    manifest: Path | None


def find_base(model: str) -> Base:
    """The checkpoint of a shipped name, a folder, or a hub repository, which is fetched.

    Raises:
        InputError: INPUT_FILE where there is no such model.
        ModelError: MODEL_CHECKPOINT where it is damaged, cannot be fetched, or is no Qwen2.5-VL.
    """
    found = find_manifest(model)
    folder = found.checkpoint if isinstance(found.checkpoint, Path) else _fetch(found.checkpoint)
    check_checkpoint(folder)
    kind = json.loads((folder / "config.json").read_bytes()).get("model_type")
    if kind != MODEL_TYPE:
        raise ModelError(ErrorCode.MODEL_CHECKPOINT, f"{folder} is a model of type {kind!r}, not {MODEL_TYPE}",
                         "give a Qwen2.5-VL checkpoint: tabletop, a folder, or Qwen/Qwen2.5-VL-3B-Instruct")
    manifest = folder / FILE_NAME
    return Base(found.name, folder, manifest if manifest.is_file() else None)


def weights_fingerprint(folder: Path) -> str:
    """Twelve hex digits of a checkpoint's weights: folders of the same name need not hold the same model."""
    digests = [fingerprint(path) for path in sorted(folder.glob("*.safetensors"))]
    return hashlib.sha256("".join(digests).encode()).hexdigest()[:12]


def part_of(folder: Path) -> Path:
    """Where :func:`write_servable` writes a checkpoint until it is whole."""
    return folder.with_name(f"{folder.name}.part")


def _fetch(repository: str) -> Path:
    from huggingface_hub import snapshot_download
    from huggingface_hub.errors import HfHubHTTPError, LocalEntryNotFoundError

    try:
        return Path(snapshot_download(repository))
    except (OSError, ValueError, HfHubHTTPError, LocalEntryNotFoundError) as error:
        raise ModelError(ErrorCode.MODEL_CHECKPOINT, f"{repository} cannot be fetched: {error}",
                         "check name and network, or give the folder of a copy") from error


def training_device(settings: TuneSettings) -> torch.device:
    """The device that the settings ask for. Raises InputError (INPUT_ENVIRONMENT) for a GPU that is not there, and for
    several, which TRL refuses in one process."""
    there = torch.cuda.is_available()
    if settings.device == "cuda" and not there:
        raise InputError(ErrorCode.INPUT_ENVIRONMENT, "there is no GPU that torch can use",
                         "set device to cpu, or install torch for CUDA")
    if not there or settings.device == "cpu":
        return torch.device("cpu")
    if torch.cuda.device_count() > 1:
        raise InputError(ErrorCode.INPUT_ENVIRONMENT, f"this trains on one GPU, torch sees {torch.cuda.device_count()}",
                         "put CUDA_VISIBLE_DEVICES=0 before the command, or use all of them: --engine verl (GRPO)")
    return torch.device("cuda")


def load_model(base: Base, settings: TuneSettings, state: Path | None = None) -> tuple[Any, Any]:
    """Model and processor. Weights are float32, with adapters the frozen ones as `precision` says.

    With `state`, the weights are those that a run has reached. Trainers load them too, but under the names that
    weights have on disk, which Qwen2.5-VL's modules do not have: they would find none and go on from the base.

    Raises:
        ModelError: MODEL_CHECKPOINT where transformers cannot read the files.
    """
    from transformers import Qwen2_5_VLForConditionalGeneration, Qwen2_5_VLProcessor

    frozen_bf16 = settings.lora.rank and settings.precision is Precision.BF16
    try:
        processor = Qwen2_5_VLProcessor.from_pretrained(base.folder, padding_side="left")
        reached = state if state is not None and not settings.lora.rank else base.folder
        model = Qwen2_5_VLForConditionalGeneration.from_pretrained(
            reached, dtype=torch.bfloat16 if frozen_bf16 else torch.float32)
    except (OSError, ValueError, RuntimeError, KeyError) as error:
        raise ModelError(ErrorCode.MODEL_CHECKPOINT, f"{base.folder} cannot be loaded: {error}",
                         "fetch or export the checkpoint again") from error
    model.config._name_or_path = str(base.folder)  # from there TRL takes the model that KL is measured to
    if settings.freeze_vision:
        model.model.visual.requires_grad_(False)
    return model, processor


def lora_config(settings: TuneSettings) -> Any:
    """peft's configuration of the adapters, None where all weights are trained.

    Raises:
        InputError: INPUT_ENVIRONMENT where peft is missing.
    """
    if not settings.lora.rank:
        return None
    try:
        from peft import LoraConfig
    except ImportError as error:
        raise InputError(ErrorCode.INPUT_ENVIRONMENT, f"LoRA needs the package peft: {error}",
                         "pip install --no-deps peft, or train all weights with --set lora.rank=0") from None
    lora = settings.lora
    return LoraConfig(r=lora.rank, lora_alpha=lora.alpha, lora_dropout=lora.dropout, target_modules=lora.targets,
                      task_type="CAUSAL_LM")


def write_servable(model: Any, processor: Any, base: Base, folder: Path, name: str, card: str) -> None:
    """Write a checkpoint that `vla_r1 serve --model FOLDER` takes: weights in the base's number format, adapters
    merged, the base's other files, manifest and card. It replaces an older one only when it is whole.

    Raises:
        OSError: the disk.
    """
    part, old = part_of(folder), folder.with_name(f"{folder.name}.old")
    for stale in (part, old):
        shutil.rmtree(stale, ignore_errors=True)
    plain, state = _merged_state(model)
    kind = _number_format(base.folder)
    processor.save_pretrained(part)
    plain.save_pretrained(part, state_dict=_converted(state, kind))
    for path in base.folder.iterdir():
        if path.suffix in _UNCHANGED and path.name != _WEIGHT_INDEX:
            shutil.copyfile(path, part / path.name)
    (part / FILE_NAME).write_text(_manifest(base, name), encoding="utf-8")
    (part / "README.md").write_text(card, encoding="utf-8")
    for path in part.iterdir():
        path.chmod(0o644)  # weights are written for the owner alone
    check_checkpoint(part)
    if folder.exists():
        folder.replace(old)
    part.replace(folder)
    shutil.rmtree(old, ignore_errors=True)


def _merged_state(model: Any) -> tuple[Any, dict[str, Any]]:
    """The plain model, and its weights with adapters merged in, under the plain names."""
    if not hasattr(model, "peft_config"):
        return model, model.state_dict()
    plain = model.get_base_model()
    model.merge_adapter()
    try:
        state = {
            key.replace(".base_layer.", "."): value.detach().clone() if ".base_layer." in key else value
            for key, value in plain.state_dict().items() if ".lora_" not in key
        }  # fmt: skip
    finally:
        model.unmerge_adapter()
    return plain, state


def _converted(state: dict[str, Any], kind: Any) -> dict[str, Any]:
    """The weights in another number format on the CPU; what is tied stays one tensor, which is saved once."""
    done: dict[int, Any] = {}
    return {key: done.setdefault(value.data_ptr(), value.detach().to("cpu", kind)) for key, value in state.items()}


def _number_format(folder: Path) -> Any:
    config = json.loads((folder / "config.json").read_bytes())
    return getattr(torch, str(config.get("dtype") or config.get("torch_dtype") or "float32"))


def _manifest(base: Base, name: str) -> str:
    """The base's manifest under a new name, or the least that a manifest needs."""
    import yaml

    values: dict[str, Any] = {}
    if base.manifest is not None:
        values = yaml.safe_load(base.manifest.read_text(encoding="utf-8"))
    head = "# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors\n# SPDX-License-Identifier: Apache-2.0\n"
    return head + str(yaml.safe_dump({**values, "name": name, "source": ".", "served_name": name}, sort_keys=False))
