# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""Lines and guards from verl's files, in the form in which verl 0.9.1 writes them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from vla_r1_ros.core.errors import ErrorCode, TrainingError
from vla_r1_ros.posttrain.tune.settings import GrpoSettings, GuardName, GuardSettings
from vla_r1_ros.posttrain.verl_engine.launch import Launch
from vla_r1_ros.posttrain.verl_engine.watch import Watch, first_lengths, groups_of, step_line

METRICS = {"critic/score/mean": 0.61, "actor/kl_loss": 0.002, "response_length/mean": 50.0,
           "response_length/clip_ratio": 0.0, "actor/pg_loss": 0.01}  # fmt: skip
GOOD = '<think>t</think><output>{"x": 0.5, "y": 0.5, "width": 0.2, "height": 0.2}</output>'
PIXELS = '<think>t</think><output>{"x": 320, "y": 240, "width": 90, "height": 90}</output>'


def _launch(out: Path) -> Launch:
    return Launch((), {}, out, 1)


def _settings(**guards: Any) -> GrpoSettings:
    return GrpoSettings(group=2, batch=2, mini_batch=2, per_device=1, guards=GuardSettings(window=2, **guards))


def _write(out: Path, step: int, output: str, **metrics: Any) -> None:
    rows = [{"input": f"question {i // 2}", "output": output, "gts": GOOD, "score": 0.1, "step": step,
             "uid": f"{step}-{i // 2}_{i % 2}_0"} for i in range(4)]  # fmt: skip
    (out / "replies").mkdir(exist_ok=True)
    (out / "replies" / f"{step}.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows))
    with _launch(out).metrics.open("a") as file:
        file.write(json.dumps({"step": step, "data": {**METRICS, **metrics}}) + "\n")


def test_a_line_a_step_and_only_new_ones(tmp_path: Path) -> None:
    said: list[str] = []
    watch = Watch(_launch(tmp_path), _settings(), said.append)
    watch.look()
    for step in (1, 2):
        _write(tmp_path, step, GOOD)
        watch.look()
        watch.look()
    assert [line.split(":")[0] for line in said if line.startswith("step")] == ["step 1", "step 2"]
    assert "reward 0.610" in said[0] and "KL 0.0020" in said[0] and "tokens 50" in said[0]


def test_a_line_that_is_being_written_waits(tmp_path: Path) -> None:
    said: list[str] = []
    path = tmp_path / "metrics_001.jsonl"
    watch = Watch(_launch(tmp_path), _settings(), said.append)
    path.write_text('{"step": 1, "da')
    watch.look()
    assert said == []
    path.write_text('{"step": 1, "data": {"critic/score/mean": 0.5}}\n')
    watch.look()
    assert said == ["step 1: reward 0.500"]


def test_the_guards_see_verls_replies(tmp_path: Path) -> None:
    said: list[str] = []
    for step in (1, 2):
        _write(tmp_path, step, PIXELS)
    Watch(_launch(tmp_path), _settings(), said.append).look()
    assert any(line.startswith("WARNING coordinate_space at step 2") for line in said)


def test_a_guard_may_end_the_run(tmp_path: Path) -> None:
    for step in (1, 2):
        _write(tmp_path, step, GOOD, **{"actor/kl_loss": 3.0})
    with pytest.raises(TrainingError, match="kl_drift at step 2") as caught:
        Watch(_launch(tmp_path), _settings(stop=(GuardName.KL,)), lambda _: None).look()
    assert caught.value.code is ErrorCode.TRAIN_GUARD


def test_a_loss_that_is_no_number_ends_the_run(tmp_path: Path) -> None:
    _write(tmp_path, 1, GOOD, **{"actor/pg_loss": None})
    with pytest.raises(TrainingError, match="of step 1 is not a finite") as caught:
        Watch(_launch(tmp_path), _settings(), lambda _: None).look()
    assert caught.value.code is ErrorCode.TRAIN_NOT_FINITE


def test_rows_that_verl_leaves_out_are_told_once(tmp_path: Path) -> None:
    said: list[str] = []
    watch = Watch(_launch(tmp_path), _settings(), said.append)
    lines = ["dataset len: 900", "filter dataset len: 890", "dataset len: 50", "filter dataset len: 50"]
    for count in range(5):
        _launch(tmp_path).log.write_text("".join(f"(TaskRunner pid=7) {line}\n" for line in lines[:count]))
        watch.look()
    watch.look()
    assert len(said) == 1 and said[0].startswith("WARNING 10 of 900 training rows are left out")


def test_lengths_keep_verls_mean_and_share_of_cut_replies() -> None:
    rows = [{"input": "q", "output": "x" * size, "gts": "", "score": 0.0, "uid": f"q_{size}_0"}
            for size in (10, 20, 30)]  # fmt: skip
    [group] = groups_of(rows, {"response_length/mean": 40.0, "response_length/clip_ratio": 0.0}, 100)
    assert group.lengths == (20, 40, 60)
    [group] = groups_of(rows, {"response_length/mean": 40.0, "response_length/clip_ratio": 1 / 3}, 100)
    assert group.lengths == (20, 40, 100)


def test_held_out_means_are_in_the_line() -> None:
    line = step_line(3, {"val-core/vla_r1/set/reward/mean@1": 0.7, "val-aux/vla_r1/set/iou/mean@1": 0.65,
                         "val-aux/vla_r1/set/iou/best@2/mean": 0.9})  # fmt: skip
    assert line == "step 3: held out iou/mean@1 0.650, held out reward/mean@1 0.700"


def test_replies_with_line_separators_of_unicode_are_whole(tmp_path: Path) -> None:
    watch = Watch(_launch(tmp_path), _settings(stop=(GuardName.SPACE,)), lambda line: None)
    _write(tmp_path, 1, PIXELS)
    watch.look()
    _write(tmp_path, 2, PIXELS)
    dump = tmp_path / "replies" / "2.jsonl"
    with_separators = dump.read_text().replace("<think>t", "<think>t\u2028\x85")  # verl escapes neither
    dump.write_text(with_separators, encoding="utf-8")
    with pytest.raises(TrainingError, match="outside 0 to 1"):
        watch.look()


def test_a_later_start_compares_lengths_with_those_of_the_first(tmp_path: Path) -> None:
    for step in (1, 2, 3):
        _write(tmp_path, step, GOOD, **{"response_length/mean": 20.0 + step})
    with _launch(tmp_path).metrics.open("a") as file:
        file.write('{"step": 4, "da')
    assert first_lengths(_launch(tmp_path), 2) == []
    later = Launch((), {}, tmp_path, 2)
    assert first_lengths(later, 2) == [21.0, 22.0] and first_lengths(later, 9) == [21.0, 22.0, 23.0]
