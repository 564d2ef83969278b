# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""What is known of a checkpoint: where it is, how it is served, how it is asked."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Any

import yaml

from vla_r1_ros.core.errors import ErrorCode, InputError
from vla_r1_ros.core.prompt import PromptForm
from vla_r1_ros.core.resources import share_roots
from vla_r1_ros.vla.settings import ImageFormat, ModelSettings

FILE_NAME = "manifest.yaml"
_KEYS = {
    "name", "source", "served_name", "parameters_millions", "max_model_len", "dtype", "image", "sampling",
    "prompt_form", "image_format", "deadline_s", "memory_gb", "ready_within_s", "serve",
}  # fmt: skip
_SAMPLING = {"temperature", "top_p", "repetition_penalty", "max_tokens"}


class Device(StrEnum):
    """What the model runs on."""

    CPU = "cpu"
    CUDA = "cuda"


@dataclass(frozen=True)
class Manifest:
    """One checkpoint.

    `checkpoint` is a local folder or the name of a hub repository; `min_pixels` and `max_pixels` bound the image
    after the processor's resizing, `max_model_len` prompt and reply in tokens (None: as the checkpoint says);
    `memory_gb` is what the running server needs.
    """

    name: str
    checkpoint: Path | str
    served_name: str
    max_model_len: int | None = None
    dtype: Mapping[Device, str] = field(default_factory=dict)
    min_pixels: int | None = None
    max_pixels: int | None = None
    sampling: Mapping[str, float] = field(default_factory=dict)
    prompt_form: PromptForm = PromptForm.TRAINING
    image_format: ImageFormat = ImageFormat.PNG
    deadline_s: float = 30.0
    memory_gb: Mapping[Device, float] = field(default_factory=dict)
    ready_within_s: float = 600.0
    args: Mapping[Device, tuple[str, ...]] = field(default_factory=dict)
    env: Mapping[Device, Mapping[str, str]] = field(default_factory=dict)

    def settings(self, endpoint: str, **changes: Any) -> ModelSettings:
        """Return how this checkpoint is asked at `endpoint`; `changes` are fields of ModelSettings."""
        sampling: dict[str, Any] = dict(self.sampling)
        if "max_tokens" in sampling:
            sampling["max_tokens"] = int(sampling["max_tokens"])
        values: dict[str, Any] = {
            "endpoint": endpoint, "model": self.served_name, "deadline_s": self.deadline_s,
            "prompt_form": self.prompt_form, "image_format": self.image_format, **sampling, **changes,
        }  # fmt: skip
        return ModelSettings(**values)


def find_manifest(model: str) -> Manifest:
    """Return the manifest of a shipped name (`tabletop`, `vla-r1`), a local checkpoint folder, or a hub repository.

    Raises:
        InputError: INPUT_FILE when it is none of these, or when the manifest is not right.
    """
    folder_name = model.replace("-", "_")
    names: list[str] = []
    for root in dict.fromkeys(share_roots()):
        shipped = root / "models" / folder_name / FILE_NAME
        if "/" not in model and shipped.is_file():
            return load_manifest(shipped)
        names += sorted(path.parent.name for path in (root / "models").glob(f"*/{FILE_NAME}"))
    folder = Path(model).expanduser()
    if folder.is_dir():
        folder = folder.resolve()
        if (folder / FILE_NAME).is_file():
            return load_manifest(folder / FILE_NAME)
        return Manifest(name=folder.name, checkpoint=folder, served_name=folder.name,
                        max_model_len=_usable_length(folder / "config.json"))
    parts = model.split("/")
    if len(parts) == 2 and all(part and part[0].isalnum() for part in parts):
        return Manifest(name=parts[1], checkpoint=model, served_name=parts[1])
    shipped_names = ", ".join(dict.fromkeys(names)) or "none"
    raise InputError(ErrorCode.INPUT_FILE, f"no model '{model}': neither a folder nor a shipped name",
                     f"shipped: {shipped_names}; or give a folder, or OWNER/NAME of the hub")


def settings_for(served_name: str, endpoint: str, **changes: Any) -> ModelSettings:
    """Return how to ask the model that a server knows as `served_name`: as its shipped manifest says where there is
    one, else as :class:`ModelSettings` has it. `changes` are fields of ModelSettings and win.

    Raises:
        InputError: INPUT_PARAMETER for a value outside its range, INPUT_FILE for a manifest that is not right.
    """
    for root in dict.fromkeys(share_roots()):
        for path in sorted((root / "models").glob(f"*/{FILE_NAME}")):
            manifest = load_manifest(path)
            if manifest.served_name == served_name:
                return manifest.settings(endpoint, **changes)
    return ModelSettings(endpoint=endpoint, model=served_name, **changes)


def load_manifest(path: Path) -> Manifest:
    """Read and check a manifest file.

    Raises:
        InputError: INPUT_FILE naming what is wrong.
    """
    try:
        raw = yaml.safe_load(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise InputError(ErrorCode.INPUT_FILE, f"{path} cannot be read: {error}", "correct the manifest") from error
    if not isinstance(raw, dict) or not {"name", "source", "served_name"} <= set(raw) or set(raw) - _KEYS:
        found = sorted(map(str, raw)) if isinstance(raw, dict) else type(raw).__name__
        raise InputError(ErrorCode.INPUT_FILE, f"{path} has {found}", f"the keys are {sorted(_KEYS)}")
    try:
        return _build(path, raw)
    except (TypeError, ValueError, KeyError, AttributeError) as error:
        raise InputError(ErrorCode.INPUT_FILE, f"{path}: {error}", "correct the manifest") from error


def _build(path: Path, raw: dict[str, Any]) -> Manifest:
    serve, image, sampling = (raw.get(key) or {} for key in ("serve", "image", "sampling"))
    if set(sampling) - _SAMPLING:
        raise ValueError(f"sampling has {sorted(sampling)}, the keys are {sorted(_SAMPLING)}")
    if image and set(image) != {"min_pixels", "max_pixels"}:
        raise ValueError(f"image has {sorted(image)}, not both min_pixels and max_pixels")
    common = tuple(map(str, serve.get("args") or ()))
    devices = {device: serve.get(device.value) or {} for device in Device}
    manifest = Manifest(
        name=str(raw["name"]),
        checkpoint=_checkpoint(path.parent.resolve(), str(raw["source"])),
        served_name=str(raw["served_name"]),
        max_model_len=_whole(raw.get("max_model_len")),
        dtype={Device(key): str(value) for key, value in (raw.get("dtype") or {}).items()},
        min_pixels=_whole(image.get("min_pixels")),
        max_pixels=_whole(image.get("max_pixels")),
        sampling=dict(sampling),
        prompt_form=PromptForm(raw.get("prompt_form", "training")),
        image_format=ImageFormat(raw.get("image_format", "png")),
        deadline_s=float(raw.get("deadline_s", 30.0)),
        memory_gb={Device(key): float(value) for key, value in (raw.get("memory_gb") or {}).items()},
        ready_within_s=float(raw.get("ready_within_s", 600.0)),
        args={device: common + tuple(map(str, part.get("args") or ())) for device, part in devices.items()},
        env={device: {str(k): str(v) for k, v in (part.get("env") or {}).items()} for device, part in devices.items()},
    )
    manifest.settings("http://127.0.0.1:1/v1")  # refuses sampling values out of range
    return manifest


def _usable_length(config: Path) -> int | None:
    """The context length of a checkpoint, up to 8192: more costs memory that no look needs."""
    try:
        values = json.loads(config.read_bytes())
        length = (values.get("text_config") or values).get("max_position_embeddings")
    except (OSError, ValueError, AttributeError):
        return None  # the server's start tells what is wrong with it
    return min(length, 8192) if isinstance(length, int) else None


def _checkpoint(folder: Path, source: str) -> Path | str:
    if (folder / "config.json").is_file() or source == ".":
        return folder
    if (folder / source).is_dir():
        return (folder / source).resolve()
    return source


def _whole(value: Any) -> int | None:
    return None if value is None else int(value)
