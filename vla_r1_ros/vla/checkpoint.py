# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""Is a local checkpoint whole? Looked at before a server spends half a minute to find out."""

import json
import struct
from pathlib import Path

from vla_r1_ros.core.errors import ErrorCode, ModelError

_INDEX = "model.safetensors.index.json"
_MAX_HEADER_BYTES = 100_000_000


def check_checkpoint(folder: Path) -> None:
    """Check that `folder` holds config, tokenizer, and safetensors files as long as their headers say.

    Raises:
        ModelError: MODEL_CHECKPOINT naming the file and what is wrong with it.
    """
    if not folder.is_dir():
        raise _broken(f"{folder} is not a folder")
    config = _read_json(folder / "config.json")
    if not (isinstance(config, dict) and config.get("architectures")):
        raise _broken(f"{folder / 'config.json'} names no architecture")
    for name in ("tokenizer.json", "tokenizer_config.json"):
        _read_json(folder / name)
    for path in _weight_files(folder):
        _check_safetensors(path)


def _broken(message: str) -> ModelError:
    return ModelError(ErrorCode.MODEL_CHECKPOINT, message,
                      "fetch or export the checkpoint again (vla_r1 train), or give another --model")


def _read_json(path: Path) -> object:
    try:
        return json.loads(path.read_bytes())
    except FileNotFoundError:
        raise _broken(f"{path} is missing") from None
    except (OSError, ValueError, RecursionError) as error:
        raise _broken(f"{path} cannot be read: {error}") from error


def _weight_files(folder: Path) -> list[Path]:
    if (folder / _INDEX).exists():
        index = _read_json(folder / _INDEX)
        shards = index.get("weight_map") if isinstance(index, dict) else None
        if not isinstance(shards, dict) or not shards:
            raise _broken(f"{folder / _INDEX} has no weight map")
        return [folder / str(name) for name in sorted(set(shards.values()))]
    files = sorted(folder.glob("*.safetensors"))
    if not files:
        raise _broken(f"{folder} has no weights (*.safetensors)")
    return files


def _check_safetensors(path: Path) -> None:
    """A safetensors file is 8 bytes of header length, a JSON header, and data up to the largest offset."""
    try:
        size = path.stat().st_size
        with path.open("rb") as file:
            begin = file.read(8)
            if begin.startswith(b"version "):
                raise _broken(f"{path} is a Git LFS pointer, not the weights")
            length = struct.unpack("<Q", begin)[0] if len(begin) == 8 else _MAX_HEADER_BYTES + 1
            if length > min(_MAX_HEADER_BYTES, size - 8):
                raise _broken(f"{path} is cut or no safetensors file ({size} bytes)")
            header = json.loads(file.read(length))
        end = max((entry["data_offsets"][1] for name, entry in header.items() if name != "__metadata__"), default=0)
    except FileNotFoundError:
        raise _broken(f"{path} is missing") from None
    except (OSError, ValueError, TypeError, KeyError, IndexError, AttributeError, RecursionError) as error:
        raise _broken(f"the header of {path} cannot be read: {error}") from error
    if size != 8 + length + end:
        raise _broken(f"{path} has {size} bytes, its header says {8 + length + end}")
