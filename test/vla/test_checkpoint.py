# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""A checkpoint that is cut, emptied or a pointer is told before a server starts."""

import json
import struct
from pathlib import Path

import pytest

from vla_r1_ros.core.errors import ErrorCode, ModelError
from vla_r1_ros.vla.checkpoint import check_checkpoint


def _weights(path: Path, values: int = 100) -> None:
    header = json.dumps({"__metadata__": {"format": "pt"},
                         "w": {"dtype": "F32", "shape": [values], "data_offsets": [0, 4 * values]}}).encode()
    path.write_bytes(struct.pack("<Q", len(header)) + header + bytes(4 * values))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "config.json").write_text('{"architectures": ["Qwen2_5_VLForConditionalGeneration"]}')
    (tmp_path / "tokenizer.json").write_text("{}")
    (tmp_path / "tokenizer_config.json").write_text("{}")
    _weights(tmp_path / "model.safetensors")
    return tmp_path


def _refusal(folder: Path) -> str:
    with pytest.raises(ModelError) as caught:
        check_checkpoint(folder)
    assert caught.value.code is ErrorCode.MODEL_CHECKPOINT
    return caught.value.message


def test_a_whole_checkpoint_passes(folder: Path) -> None:
    check_checkpoint(folder)


@pytest.mark.parametrize("name", ["config.json", "tokenizer.json", "tokenizer_config.json", "model.safetensors"])
def test_a_missing_file_is_named(folder: Path, name: str) -> None:
    (folder / name).unlink()
    assert ("weights" if name.startswith("model") else name) in _refusal(folder)


@pytest.mark.parametrize("name", ["config.json", "tokenizer.json"])
def test_a_broken_json_is_named(folder: Path, name: str) -> None:
    (folder / name).write_bytes(b'{"a": \xff')
    assert name in _refusal(folder)


@pytest.mark.parametrize("text", ["[]", "{}", '{"architectures": []}'])
def test_a_config_without_architecture_is_refused(folder: Path, text: str) -> None:
    (folder / "config.json").write_text(text)
    assert "architecture" in _refusal(folder)


def test_every_cut_of_the_weights_is_seen(folder: Path) -> None:
    path = folder / "model.safetensors"
    whole = path.read_bytes()
    for length in range(len(whole)):
        path.write_bytes(whole[:length])
        assert str(path) in _refusal(folder)
    path.write_bytes(whole + b"\0")
    assert "bytes" in _refusal(folder)


@pytest.mark.parametrize("content", [
    b"", b"version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 1\n", b"\xff" * 64,
    struct.pack("<Q", 2) + b"[]", struct.pack("<Q", 8) + b'{"w": 5}', struct.pack("<Q", 9) + b"{{{{{{{{{",
])  # fmt: skip
def test_what_is_no_safetensors_file_is_refused(folder: Path, content: bytes) -> None:
    (folder / "model.safetensors").write_bytes(content)
    assert "model.safetensors" in _refusal(folder)


def test_all_shards_of_an_index_are_looked_at(folder: Path) -> None:
    (folder / "model.safetensors").rename(folder / "part1.safetensors")
    index = {"weight_map": {"a": "part1.safetensors", "b": "part2.safetensors"}}
    (folder / "model.safetensors.index.json").write_text(json.dumps(index))
    assert "part2.safetensors is missing" in _refusal(folder)
    _weights(folder / "part2.safetensors")
    check_checkpoint(folder)
    (folder / "model.safetensors.index.json").write_text('{"weight_map": {}}')
    assert "weight map" in _refusal(folder)


def test_a_folder_that_is_not_there(tmp_path: Path) -> None:
    assert "not a folder" in _refusal(tmp_path / "none")
