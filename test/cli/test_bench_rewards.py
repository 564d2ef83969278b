# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""The bench, untimed: it compares before it times."""

import json
from pathlib import Path

import pytest

from vla_r1_ros.cli.bench_rewards import sample_paths
from vla_r1_ros.cli.main import main
from vla_r1_ros.posttrain.rewards import trajectory_distance


def test_bench_compares_before_it_times(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "rewards.json"
    assert main(["bench", "rewards", "--pairs", "90", "--points", "5", "--rounds", "2", "--json", str(file)]) == 0
    figures = json.loads(file.read_text())
    assert figures["largest_difference"] <= 1e-9 and figures["ratio"]["min"] > 0
    assert "times faster" in capsys.readouterr().out
    for words in (["--pairs", "0"], ["--points", "0"], ["--rounds", "0"], ["--seed", "-1"]):
        assert main(["bench", "rewards", *words]) == 1


def test_bench_says_when_the_two_differ(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("vla_r1_ros.cli.bench_rewards.plain_alaf", lambda P, Q: 0.5)
    assert main(["bench", "rewards", "--pairs", "30", "--rounds", "1"]) == 1


def test_bench_paths_are_near_equal_and_far() -> None:
    wanted, found = sample_paths(300, 8, 0)
    shares = trajectory_distance(found, wanted)
    assert shares[1::3].max() == 0.0 and shares[::3].mean() < shares[2::3].mean() < 1.0
    assert ((found >= 0) & (found <= 1)).all()
