# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""Manifests: what ships is right, what is wrong is named, anything else than a shipped name can be served too."""

from pathlib import Path

import pytest

from vla_r1_ros.core.errors import ErrorCode, InputError
from vla_r1_ros.core.prompt import PromptForm
from vla_r1_ros.vla.manifest import Device, find_manifest, load_manifest, settings_for
from vla_r1_ros.vla.settings import ModelSettings

GOOD = "name: a\nsource: .\nserved_name: b\n"


def test_tabletop_is_served_from_its_own_folder() -> None:
    manifest = find_manifest("tabletop")
    assert isinstance(manifest.checkpoint, Path) and manifest.checkpoint.name == "tabletop"
    assert manifest.served_name == "tabletop"
    settings = manifest.settings("http://127.0.0.1:8000/v1")
    assert settings.temperature == 0.0 and settings.model == "tabletop"
    assert settings.prompt_form is PromptForm.TRAINING


@pytest.mark.parametrize("name", ["vla-r1", "vla_r1"])
def test_the_released_checkpoint_comes_from_the_hub(name: str) -> None:
    manifest = find_manifest(name)
    assert manifest.checkpoint == "GigaAI-Research/vla-r1"
    assert manifest.dtype[Device.CUDA] == "bfloat16"
    assert manifest.max_pixels is not None and manifest.max_pixels % (28 * 28) == 0


def test_changes_win_over_the_manifest() -> None:
    assert find_manifest("tabletop").settings("http://h/v1", max_tokens=9, deadline_s=1.5).max_tokens == 9


def test_a_served_name_is_asked_as_its_shipped_manifest_says() -> None:
    released = settings_for("vla-r1", "http://127.0.0.1:1/v1")
    assert (released.model, released.max_tokens, released.deadline_s) == ("vla-r1", 2048, 60.0)
    assert settings_for("tabletop", "http://127.0.0.1:1/v1", max_tokens=99).max_tokens == 99
    other = settings_for("of-another-house", "http://127.0.0.1:1/v1", deadline_s=3.0)
    assert other == ModelSettings(endpoint="http://127.0.0.1:1/v1", model="of-another-house", deadline_s=3.0)


def test_a_folder_without_manifest_is_served_under_its_own_name(tmp_path: Path) -> None:
    (tmp_path / "config.json").write_text('{"text_config": {"max_position_embeddings": 512}}')
    manifest = find_manifest(str(tmp_path))
    assert manifest.checkpoint == tmp_path and manifest.served_name == tmp_path.name
    assert manifest.max_model_len == 512


def test_a_folder_with_manifest_is_served_as_it_says(tmp_path: Path) -> None:
    (tmp_path / "manifest.yaml").write_text(GOOD + "serve: {args: [--x], cpu: {args: [1], env: {A: 2}}}\n")
    manifest = find_manifest(str(tmp_path))
    assert manifest.served_name == "b" and manifest.checkpoint == tmp_path
    assert manifest.args == {Device.CPU: ("--x", "1"), Device.CUDA: ("--x",)}
    assert manifest.env[Device.CPU] == {"A": "2"}


def test_a_hub_name_is_taken_as_it_is() -> None:
    manifest = find_manifest("Qwen/Qwen2.5-VL-3B-Instruct")
    assert manifest.checkpoint == "Qwen/Qwen2.5-VL-3B-Instruct"
    assert manifest.served_name == "Qwen2.5-VL-3B-Instruct"


@pytest.mark.parametrize("name", ["no_such", "a/b/c", "/no/such/folder", "../x", ""])
def test_what_is_nothing_is_refused_with_the_shipped_names(name: str) -> None:
    with pytest.raises(InputError, match="tabletop") as caught:
        find_manifest(name or "''")
    assert caught.value.code is ErrorCode.INPUT_FILE


@pytest.mark.parametrize("text", [
    "", "[]", "name: a", GOOD + "other: 1", GOOD + "sampling: {top_k: 3}", GOOD + "sampling: {temperature: -1}",
    GOOD + "prompt_form: mine", GOOD + "dtype: {tpu: x}", GOOD + "max_model_len: many", GOOD + "serve: 5",
    GOOD + "image: [1]", GOOD + "image: {max_pixels: 5}", "{", "\x00", GOOD + "deadline_s: .nan",
])  # fmt: skip
def test_a_wrong_manifest_is_refused(tmp_path: Path, text: str) -> None:
    path = tmp_path / "manifest.yaml"
    path.write_text(text)
    with pytest.raises(InputError):
        load_manifest(path)
