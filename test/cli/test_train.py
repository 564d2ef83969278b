# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""`vla_r1 train`: which training is meant, and what is missing, is said before torch is looked for."""

from __future__ import annotations

import importlib.util
import subprocess
import sys

import pytest

from vla_r1_ros.cli.environments import ROS, need
from vla_r1_ros.cli.main import main
from vla_r1_ros.core.errors import ErrorCode, InputError

SFT = ["train", "sft", "--data", "d", "--out", "o"]
GRPO = ["train", "grpo", "--model", "tabletop", "--data", "d", "--out", "o"]


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (SFT, "training from scratch needs --minutes or --images and --held-out"),
        ([*SFT, "--minutes", "3", "--images", "9", "--held-out", "h"], "3 minutes and 9 images"),
        ([*SFT, "--images", "-9", "--held-out", "h"], "-9 images"),
        ([*SFT, "--minutes", "3"], "training from scratch needs --held-out"),
        ([*SFT, "--model", "tabletop", "--minutes", "3"], "and --init are for training from scratch"),
        ([*SFT, "--minutes", "3", "--held-out", "h", "--preset", "tabletop"], "--preset is for fine-tuning"),
        ([*SFT, "--model", "tabletop"], "presets: lora, tabletop"),
        (GRPO, "presets: lora, paper, tabletop"),
        ([*GRPO, "--preset", "paper", "--config", "x.yaml"], "either --preset or --config"),
        ([*GRPO, "--preset", "tabletop", "--set", "group=1"], "group is 1, not within 2"),
        ([*GRPO, "--preset", "none"], "no preset 'none' of grpo"),
        ([*GRPO, "--preset", "tabletop", "--dry-run"], "--dry-run: for --engine verl only"),
        ([*GRPO, "--preset", "tabletop", "--nodes", "2", "--verl", "a=1"], "--nodes, --verl: for --engine verl only"),
    ],
)
def test_what_is_missing_is_named(words: list[str], message: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(words) == 1
    assert message in capsys.readouterr().err


@pytest.mark.skipif(importlib.util.find_spec("torch") is not None, reason="this environment can train")
@pytest.mark.parametrize("words", [[*SFT, "--minutes", "3", "--held-out", "h"], [*GRPO, "--preset", "tabletop"],
                                   [*SFT, "--model", "tabletop", "--preset", "tabletop"]])  # fmt: skip
def test_the_environment_for_it_is_named(words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(words) == 1
    said = capsys.readouterr().err
    assert "[160 INPUT_ENVIRONMENT]" in said and ".venv-train/bin/vla_r1" in said


@pytest.mark.parametrize("command", ["sft", "grpo", "export"])
def test_help_needs_no_torch(command: str) -> None:
    code = (
        "import sys\nfrom vla_r1_ros.cli.main import main\n"
        f"try:\n    main(['train', '{command}', '--help'])\nexcept SystemExit as end:\n    assert end.code == 0\n"
        "assert not {'torch', 'transformers', 'trl'} & set(sys.modules)\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=True)
    assert "--out" in done.stdout


DATA = ["data", "labels", "--source", "scenes", "--data", "d", "--out", "o"]


def test_a_package_that_an_environment_lacks_is_named_with_the_one_that_has_it() -> None:
    need("json", ROS)
    with pytest.raises(InputError, match="has no no_such_package") as caught:
        need("no_such_package", ROS)
    assert caught.value.code is ErrorCode.INPUT_ENVIRONMENT and "`make venv`" in caught.value.advice


@pytest.mark.skipif(importlib.util.find_spec("cv2") is None, reason="this environment cannot read pictures")
@pytest.mark.parametrize("more", [["--limit", "-1"], ["--absent", "-0.5"], ["--absent", "nan"], ["--seed", "-1"],
                                  ["--held-out", "1.5"]])  # fmt: skip
def test_values_of_data_that_make_no_sense_are_named(more: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main([*DATA, *more]) == 1
    assert "[140 INPUT_PARAMETER]" in capsys.readouterr().err
