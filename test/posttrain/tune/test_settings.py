# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""Settings of fine-tuning: the presets say what they claim, wrong ones are named."""

from __future__ import annotations

from pathlib import Path

import pytest

from vla_r1_ros.core.errors import ErrorCode, InputError
from vla_r1_ros.posttrain.rewards import Profile
from vla_r1_ros.posttrain.tune.settings import GrpoSettings, GuardName, Precision, SftSettings
from vla_r1_ros.posttrain.tune.settings_file import from_values, load, preset_names, preset_path, to_values

CLASSES = {"sft": SftSettings, "grpo": GrpoSettings}


@pytest.mark.parametrize(("kind", "name"), [(kind, name) for kind in CLASSES for name in preset_names(kind)])
def test_presets_load_and_survive_being_written(kind: str, name: str) -> None:
    settings = load(CLASSES[kind], preset_path(kind, name))
    assert from_values(CLASSES[kind], to_values(settings)) == settings


def test_the_paper_preset_has_the_values_of_the_released_script() -> None:
    paper = load(GrpoSettings, preset_path("grpo", "paper"))
    assert (paper.group, paper.learning_rate, paper.kl, paper.entropy) == (5, 3e-5, 0.01, 0.0)
    assert (paper.batch, paper.mini_batch, paper.epochs) == (512, 128, 50)
    assert (paper.max_prompt_tokens, paper.max_reply_tokens) == (2048, 2048)
    assert (paper.cluster.tensor_parallel, paper.cluster.gpus_per_node) == (2, 2)
    assert paper.profile is Profile.STRICT


def test_single_values_are_changed_from_the_command_line() -> None:
    settings = load(GrpoSettings, preset_path("grpo", "tabletop"),
                    ["learning_rate=1e-6", "guards.kl=0.2", "guards.stop=[collapse]", "precision=bf16", "steps=7"])
    assert (settings.learning_rate, settings.guards.kl, settings.steps) == (1e-6, 0.2, 7)
    assert settings.guards.stop == (GuardName.COLLAPSE,) and settings.precision is Precision.BF16


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ("learning_rat=1", "no setting 'learning_rat'"),
        ("guards.kll=1", "no setting 'guards.kll'"),
        ("learning_rate=fast", "not a number"),
        ("learning_rate=7", "not within 0 to 1"),
        ("steps=1.5", "not a whole number"),
        ("steps=true", "not int"),
        ("freeze_vision=1", "not true or false"),
        ("precision=fp8", "one of float32, bf16"),
        ("guards.stop=collapse", "not a list"),
        ("group=1", "not within 2 to 1024"),
        ("mini_batch=3", "no multiple of mini_batch 3"),
        ("per_device=7", "divisors of 64"),
        ("guards=3", "not a group of settings"),
        ("seed.x=3", "not a whole number"),
        ("nothing", "sets nothing"),
        ("epochs=0", "nothing to do"),
    ],
)
def test_wrong_values_are_named(change: str, words: str) -> None:
    with pytest.raises(InputError, match=words) as caught:
        load(GrpoSettings, preset_path("grpo", "tabletop"), [change])
    assert caught.value.code is ErrorCode.INPUT_PARAMETER and caught.value.advice


def test_files_that_are_none_are_named(tmp_path: Path) -> None:
    (tmp_path / "list.yaml").write_text("- 1\n")
    (tmp_path / "bad.yaml").write_text("a: [\n")
    for name in ("list.yaml", "bad.yaml", "none.yaml"):
        with pytest.raises(InputError) as caught:
            load(SftSettings, tmp_path / name)
        assert caught.value.code is ErrorCode.INPUT_FILE
    with pytest.raises(InputError, match="there are: lora, paper, tabletop"):
        preset_path("grpo", "huge")
