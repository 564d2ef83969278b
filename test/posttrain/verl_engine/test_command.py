# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""`vla_r1 train grpo --engine verl` from the command line, as far as it goes without a GPU."""

from __future__ import annotations

import shlex
from pathlib import Path

import pytest

pytest.importorskip("pyarrow")

import verl_sets as sets

from vla_r1_ros.cli.main import main

SMALL = ["--set", "batch=4", "--set", "mini_batch=4", "--set", "per_device=2"]


@pytest.fixture
def words(tmp_path: Path) -> list[str]:
    """A whole command line for a set of six rows; `--out` is `run` beside it."""
    sets.write_json(tmp_path / "set", "train", 6)
    sets.write_json(tmp_path / "set", "test", 3)
    return ["train", "grpo", "--engine", "verl", "--preset", "paper", "--model", "tabletop", "--data",
            str(tmp_path / "set"), "--out", str(tmp_path / "run"), *SMALL]  # fmt: skip


def _begin(run: Path) -> None:
    """A run that has saved at verl's step 40."""
    tracker = run / "checkpoints" / "latest_checkpointed_iteration.txt"
    tracker.parent.mkdir(parents=True)
    tracker.write_text("40")


def test_a_dry_run_prints_the_command(words: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    more = ["--nodes", "2", "--gpus-per-node", "1", "--set", "cluster.tensor_parallel=1", "--ray-address", "auto",
            "--verl", "trainer.logger=[console,wandb]", "--dry-run"]  # fmt: skip
    assert main([*words, *more]) == 0
    said = shlex.split(capsys.readouterr().out, comments=True)
    assert {"verl.trainer.main_ppo", "trainer.nnodes=2", "trainer.n_gpus_per_node=1", "data.train_batch_size=4",
            "+ray_kwargs.ray_init.address=auto", "trainer.resume_mode=disable", "trainer.test_freq=10",
            f"data.train_files={tmp_path}/run/data/train.parquet",
            f"data.val_files={tmp_path}/run/data/test.parquet"} <= set(said)  # fmt: skip
    assert said.index("trainer.logger=[console,file]") < said.index("trainer.logger=[console,wandb]")
    assert not (tmp_path / "run" / "verl.json").exists()


def test_without_verl_the_way_to_it_is_said(
    words: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([*words, "--venv", str(tmp_path)]) == 1
    said = capsys.readouterr().err
    assert "[160 INPUT_ENVIRONMENT] no verl in" in said and "docs/verl.md" in said


def test_a_run_that_has_a_checkpoint_is_not_begun_again(
    words: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    _begin(tmp_path / "run")
    assert main([*words, "--dry-run"]) == 1
    assert "has a checkpoint of verl's step 40 (add --resume" in capsys.readouterr().err
    assert main([*words, "--resume", "--dry-run"]) == 0
    assert "trainer.resume_mode=auto" in capsys.readouterr().out


def test_a_run_is_resumed_with_the_model_it_began_with(
    words: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    _begin(tmp_path / "run")
    (tmp_path / "run" / "verl.json").write_text('{"model": "/models/other", "rows": 6}')
    assert main([*words, "--resume", "--dry-run"]) == 1
    assert "began with model /models/other" in capsys.readouterr().err


def test_without_held_out_rows_it_is_said(words: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "set" / "test.json").unlink()
    assert main([*words, "--dry-run"]) == 0
    said = capsys.readouterr()
    assert "note: no held-out rows" in said.err and "trainer.test_freq=-1" in said.out
    assert main([*words, "--held-out", str(tmp_path / "set"), "--dry-run"]) == 1
    assert "has neither test.parquet nor test.json" in capsys.readouterr().err


@pytest.mark.parametrize(("change", "words_said"), [
    (["--set", "batch=512", "--set", "mini_batch=128"], "the set has 6 rows, a batch takes 512"),
    (["--set", "lora.rank=8"], "lora.rank is 8"),
    (["--verl", "logger"], "'logger' sets nothing in verl"),
    (["--gpus-per-node", "3"], "tensor_parallel 2 does not divide 3 GPUs"),
])
def test_wrong_settings_are_named_before_anything_starts(
    words: list[str], capsys: pytest.CaptureFixture[str], change: list[str], words_said: str
) -> None:
    assert main([*words, *change, "--dry-run"]) == 1
    assert words_said in capsys.readouterr().err


def test_a_set_without_a_training_split_is_named(
    words: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "set" / "train.json").unlink()
    assert main([*words, "--dry-run"]) == 1
    assert "has neither train.parquet nor train.json" in capsys.readouterr().err
