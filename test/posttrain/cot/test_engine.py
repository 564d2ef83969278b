# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""The engine against a teacher of this machine: faults told back, drops, concurrency, cost, errors, kills."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from vla_r1_ros.cli.main import main
from vla_r1_ros.core.errors import ErrorCode, InputError, ModelError
from vla_r1_ros.posttrain.cot.checks import Rules
from vla_r1_ros.posttrain.cot.engine import EngineSettings, Progress, make_set
from vla_r1_ros.posttrain.cot.gather import gather
from vla_r1_ros.posttrain.cot.manifest import Prices
from vla_r1_ros.posttrain.cot.prompts import TeacherForm
from vla_r1_ros.posttrain.cot.sources.options import SourceOptions
from vla_r1_ros.posttrain.cot.sources.registry import open_source
from vla_r1_ros.vla import patient
from vla_r1_ros.vla.settings import ModelSettings

RULES = Rules(0.9, 0.02, 20, 120)
MakeFile = Callable[[int], Path]
FINAL = ("train.json", "test.json", "train.parquet", "test.parquet")


def _settings(endpoint: str, **more: Any) -> EngineSettings:
    deadline_s = more.pop("deadline_s", 20.0)
    model = ModelSettings(endpoint, "teacher", deadline_s=deadline_s, temperature=0.7)
    return EngineSettings("sharerobot", model, more.pop("form", TeacherForm.HINTED), RULES, **more)


def _make(file: Path, out: Path, settings: EngineSettings, *, resume: bool = False,
          on_progress: Callable[[Progress], None] | None = None) -> dict[str, Any]:
    options = SourceOptions(file, file.parent / "images")
    gathered = gather(open_source("sharerobot", options)[0])
    return make_set(gathered, out, settings, resume=resume, on_progress=on_progress)


def _rows(out: Path, split: str = "train") -> list[dict[str, Any]]:
    return json.loads((out / f"{split}.json").read_text())  # type: ignore[no-any-return]


def test_an_honest_teacher_fills_the_set(sharerobot: MakeFile, teacher_server: Any, tmp_path: Path) -> None:
    file, out = sharerobot(12), tmp_path / "out"
    shown: list[Progress] = []
    settings = _settings(teacher_server.endpoint("honest"), held_out=0.3, licence="CC-BY-4.0", seed=5)
    manifest = _make(file, out, settings, on_progress=shown.append)
    train, test = _rows(out), _rows(out, "test")
    assert manifest["counts"]["kept"] == 12 == len(train) + len(test)
    assert 0 < len(test) < 12
    assert manifest["licence"] == "CC-BY-4.0" and manifest["teacher"]["seed"] == 5
    assert manifest["teacher"]["model"] == "teacher"
    assert json.loads((out / "manifest.json").read_text()) == manifest
    row = next(r for r in train + test if r["conversations"][0]["value"].startswith("pick up thing 4 "))
    human, gpt = row["conversations"]
    assert human["from"] == "human" and human["value"].endswith("</output>.\n<image>")
    assert gpt["from"] == "gpt" and gpt["value"].startswith("<think>Task:")
    assert gpt["value"].endswith('<output>{"x": 0.312, "y": 0.500, "width": 0.250, "height": 0.500}</output>')
    assert (out / row["image"]).read_bytes() == (file.parent / "images" / "4.png").read_bytes()
    assert (shown[-1].done, shown[-1].kept, shown[-1].total) == (12, 12, 12)
    assert [p.done for p in shown] == sorted(p.done for p in shown)


def test_parroted_numbers_are_refused_and_the_fault_is_told(
    sharerobot: MakeFile, teacher_server: Any, tmp_path: Path
) -> None:
    manifest = _make(sharerobot(5), tmp_path / "told", _settings(teacher_server.endpoint("parrot")))
    assert manifest["counts"]["kept"] == 5
    assert manifest["answers_refused"] == {"numbers_parroted": 5}
    assert manifest["spent"]["requests"] == 10
    for row in _rows(tmp_path / "told"):
        assert "0." not in row["conversations"][1]["value"].split("</think>")[0]


@pytest.mark.parametrize(("manner", "fault"), [
    ("stubborn", "numbers_parroted"), ("liar", "disagrees"), ("terse", "too_short"), ("cut_by_limit", "format"),
])  # fmt: skip
def test_what_stays_wrong_is_dropped_after_n_tries(
    sharerobot: MakeFile, teacher_server: Any, tmp_path: Path, manner: str, fault: str
) -> None:
    before = teacher_server.count(manner)
    manifest = _make(sharerobot(4), tmp_path / "out", _settings(teacher_server.endpoint(manner), tries=3))
    assert manifest["counts"]["kept"] == 0 and _rows(tmp_path / "out") == []
    assert manifest["samples_dropped"] == {fault: 4}
    assert manifest["answers_refused"] == {fault: 12}
    assert teacher_server.count(manner) - before == 12
    assert [entry["where"] for entry in manifest["left_out"]] == [f"affordance.json#{i}" for i in range(4)]


def test_bad_labels_and_pictures_never_end_a_run(sharerobot: MakeFile, teacher_server: Any, tmp_path: Path) -> None:
    file = sharerobot(8)
    entries = json.loads(file.read_text())
    entries[1]["affordance"]["x"] = "left"
    entries[2]["affordance"] = {"x": 0.5, "y": 0.5, "width": 0.1, "height": 0.1}
    file.write_text(json.dumps(entries))
    (file.parent / "images" / "5.png").unlink()
    (file.parent / "images" / "6.png").write_bytes(b"GIF89a")
    out, settings = tmp_path / "out", _settings(teacher_server.endpoint("honest"))
    manifest = _make(file, out, settings)
    assert manifest["counts"]["kept"] == 4
    assert manifest["labels_left_out"] == {"malformed": 1, "normalised_values": 1, "image_missing": 1,
                                           "image_unreadable": 1}
    listed = {entry["where"]: entry["reason"] for entry in manifest["left_out"]}
    assert listed == {"affordance.json#1": "malformed", "affordance.json#2": "normalised_values",
                      "affordance.json#5": "image_missing", "affordance.json#6": "image_unreadable"}
    sharerobot(8)  # the pictures are there again: only what was missing is asked
    entries[5]["instruction"] = "pick up thing 5"
    file.write_text(json.dumps(entries))
    assert _make(file, out, settings, resume=True)["counts"]["kept"] == 6


@pytest.mark.parametrize("concurrency", [1, 4])
def test_never_more_requests_at_once_than_said(
    sharerobot: MakeFile, teacher_server: Any, tmp_path: Path, concurrency: int
) -> None:
    before = teacher_server.peak("unhurried")
    settings = _settings(teacher_server.endpoint("unhurried"), concurrency=concurrency)
    _make(sharerobot(16), tmp_path / "out", settings)
    assert teacher_server.peak("unhurried") == max(before, concurrency)


def test_cost_is_what_the_server_counts(sharerobot: MakeFile, teacher_server: Any, tmp_path: Path) -> None:
    shown: list[Progress] = []
    settings = _settings(teacher_server.endpoint("parrot"), prices=Prices(2.5, 10.0))
    manifest = _make(sharerobot(3), tmp_path / "out", settings, on_progress=shown.append)
    spent = manifest["spent"]  # two answers each, 60 + 20 tokens an answer
    assert (spent["requests"], spent["prompt_tokens"], spent["completion_tokens"]) == (6, 360, 120)
    assert spent["cost"] == pytest.approx((360 * 2.5 + 120 * 10.0) / 1e6)
    assert shown[-1].cost == pytest.approx(spent["cost"])
    again = _make(sharerobot(3), tmp_path / "out", settings, resume=True)
    assert again["spent"] == spent  # nothing was asked again, and what was spent is not forgotten


def test_a_server_that_fails_now_and_then_is_asked_again(
    sharerobot: MakeFile, teacher_server: Any, tmp_path: Path
) -> None:
    manifest = _make(sharerobot(4), tmp_path / "out", _settings(teacher_server.endpoint("flaky")))
    assert manifest["counts"] == {"samples": 4, "kept": 4, "train": 4, "unanswered": 0,
                                  "by_task": {"affordance": 4}, "absent": 0}


def test_a_refused_sample_stays_open_and_the_others_are_kept(
    sharerobot: MakeFile, teacher_server: Any, tmp_path: Path
) -> None:
    out = tmp_path / "out"
    manifest = _make(sharerobot(6), out, _settings(teacher_server.endpoint("picky"), concurrency=2))
    assert (manifest["counts"]["kept"], manifest["counts"]["unanswered"]) == (5, 1)
    [entry] = manifest["left_out"]
    assert (entry["where"], entry["reason"]) == ("affordance.json#3", "MODEL_HTTP")
    assert "this picture is refused" in entry["words"]
    now = _make(sharerobot(6), out, _settings(teacher_server.endpoint("honest")), resume=True)
    assert (now["counts"]["kept"], now["counts"]["unanswered"], now["left_out"]) == (6, 0, [])


@pytest.mark.parametrize(("manner", "code"), [
    ("error_404", ErrorCode.MODEL_HTTP), ("wrong_type", ErrorCode.MODEL_BAD_RESPONSE),
    ("silent_close", ErrorCode.MODEL_CONNECTION_LOST), ("hang", ErrorCode.MODEL_DEADLINE),
    ("busy", ErrorCode.MODEL_OVERLOADED),
])  # fmt: skip
def test_a_teacher_that_always_fails_ends_the_run_by_name_and_nothing_is_lost(
    sharerobot: MakeFile, teacher_server: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, manner: str,
    code: ErrorCode
) -> None:  # fmt: skip
    monkeypatch.setattr(patient, "FIRST_PAUSE_S", 0.01)
    out = tmp_path / "out"
    broken = _settings(teacher_server.endpoint(manner), concurrency=8, deadline_s=0.4 if manner == "hang" else 20.0)
    with pytest.raises(ModelError, match="16 failures in a row") as caught:
        _make(sharerobot(30), out, broken)
    assert caught.value.code is code and "--resume" in caught.value.advice
    assert not (out / "train.json").exists()
    manifest = _make(sharerobot(30), out, _settings(teacher_server.endpoint("honest")), resume=True)
    assert manifest["counts"]["kept"] == 30


def test_nobody_at_the_endpoint_is_named(sharerobot: MakeFile, tmp_path: Path) -> None:
    with pytest.raises(ModelError) as caught:
        _make(sharerobot(9), tmp_path / "out", _settings("http://127.0.0.1:9/v1", concurrency=4))
    assert caught.value.code is ErrorCode.MODEL_UNREACHABLE


def test_a_folder_belongs_to_one_run_of_one_kind(sharerobot: MakeFile, teacher_server: Any, tmp_path: Path) -> None:
    file, out = sharerobot(3), tmp_path / "out"
    settings = _settings(teacher_server.endpoint("honest"))
    _make(file, out, settings)
    with pytest.raises(InputError, match="--resume") as exists:
        _make(file, out, settings)
    assert exists.value.code is ErrorCode.INPUT_PARAMETER
    with pytest.raises(InputError, match="tries was 3"):
        _make(file, out, _settings(teacher_server.endpoint("honest"), tries=2), resume=True)

    def second(_: Progress) -> None:
        with pytest.raises(InputError) as busy:
            _make(file, out, settings, resume=True)
        assert busy.value.code is ErrorCode.INPUT_BUSY

    _make(file, out, settings, resume=True, on_progress=second)


def test_a_damaged_journal_is_told_with_its_line(sharerobot: MakeFile, teacher_server: Any, tmp_path: Path) -> None:
    file, out = sharerobot(3), tmp_path / "out"
    settings = _settings(teacher_server.endpoint("honest"))
    _make(file, out, settings)
    before = {name: (out / name).read_bytes() for name in ("train.json", "train.parquet")}
    journal = out / "journal.jsonl"
    lines = journal.read_bytes().splitlines(keepends=True)
    journal.write_bytes(b"".join(lines[:-1]) + lines[-1][:40])  # a kill in the middle of a line
    _make(file, out, settings, resume=True)
    assert {name: (out / name).read_bytes() for name in before} == before
    journal.write_bytes(lines[0] + b"{broken\n" + b"".join(lines[1:]))
    with pytest.raises(InputError, match="line 2") as caught:
        _make(file, out, settings, resume=True)
    assert caught.value.code is ErrorCode.INPUT_FILE


def _command(file: Path, out: Path, endpoint: str) -> list[str]:
    return ["data", "cot", "--source", "sharerobot", "--data", str(file), "--images", str(file.parent / "images"),
            "--out", str(out), "--endpoint", endpoint, "--model", "teacher", "--concurrency", "4", "--seed", "7",
            "--held-out", "0.2", "--words", "20", "120"]  # fmt: skip


@pytest.mark.slow
def test_killed_and_resumed_makes_exactly_the_same_set(
    sharerobot: MakeFile, teacher_server: Any, tmp_path: Path
) -> None:
    file, whole, killed = sharerobot(60), tmp_path / "whole", tmp_path / "killed"
    endpoint = teacher_server.endpoint("moody")
    assert main(_command(file, whole, endpoint)) == 0
    kills = 0
    for done in (3, 15, 30):
        command = [sys.executable, "-m", "vla_r1_ros.cli.main", *_command(file, killed, endpoint), "--resume"]
        process = subprocess.Popen(command, stdout=subprocess.DEVNULL, env={**os.environ, "OMP_NUM_THREADS": "1"})
        journal, until = killed / "journal.jsonl", time.monotonic() + 60.0
        while not journal.is_file() or journal.read_bytes().count(b"\n") < 1 + done:
            assert process.poll() is None and time.monotonic() < until
            time.sleep(0.002)
        process.send_signal(signal.SIGKILL)
        assert process.wait(10) == -signal.SIGKILL
        kills += not (killed / "manifest.json").exists()
    assert kills == 3, "a kill came too late to be in the middle"
    assert main([*_command(file, killed, endpoint), "--resume"]) == 0
    for name in FINAL:
        assert (whole / name).read_bytes() == (killed / name).read_bytes(), name
    rows = _rows(killed) + _rows(killed, "test")
    assert len({row["id"] for row in rows}) == len(rows)
    lines = [json.loads(line) for line in (killed / "journal.jsonl").read_bytes().splitlines()[1:]]
    assert len({line["key"] for line in lines}) == len(lines) == 60
    manifests = [json.loads((out / "manifest.json").read_text()) for out in (whole, killed)]
    assert manifests[0] == manifests[1]
    assert manifests[0]["answers_refused"].keys() >= {"disagrees", "numbers_parroted", "format"}
    assert 40 < manifests[0]["counts"]["kept"] <= 60


def test_the_command_refuses_a_set_that_looks_otherwise(
    sharerobot: MakeFile, teacher_server: Any, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = teacher_server.count("honest")
    command = _command(sharerobot(6), tmp_path / "out", teacher_server.endpoint("honest"))
    assert main([*command, "--units", "normalised"]) == 1
    assert "pixel_values" in capsys.readouterr().err
    assert teacher_server.count("honest") == before
    assert main([*command, "--limit", "4"]) == 0
    assert "4 of 4 samples kept" in capsys.readouterr().out


def test_wrong_values_are_named(sharerobot: MakeFile, teacher_server: Any, tmp_path: Path) -> None:
    for values in ({"tries": 0}, {"concurrency": 0}, {"held_out": 1.0}, {"seed": -1}):
        with pytest.raises(InputError, match=next(iter(values))):
            _settings("http://127.0.0.1:1/v1", **values)
    with pytest.raises(InputError):
        Prices(-1.0, 0.0)
    (tmp_path / "file").write_text("")
    with pytest.raises(InputError) as caught:
        _make(sharerobot(1), tmp_path / "file" / "out", _settings(teacher_server.endpoint("honest")))
    assert caught.value.code is ErrorCode.INPUT_ENVIRONMENT
