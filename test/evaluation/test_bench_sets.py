# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""`vla_r1 bench model --data`, the command itself, on published formats against a model of this machine."""

from __future__ import annotations

import json
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from scipy.io import savemat

from vla_r1_ros.cli.main import main

Make = Callable[..., Path]


def _bench(students: Any, out: Path, *words: str, manner: str = "student", model: str = "tabletop") -> int:
    command = ["bench", "model", "--endpoint", students.endpoint(manner), "--model", model, "--json", str(out)]
    return main([*command, *words])


def _iou(number: int) -> float:
    """Of the student's first answer with the label of all ShareRobot pictures."""
    shift = 0.0 if number % 2 == 0 else min(0.02 * number, 0.2)
    return 0.0 if number % 7 == 6 else (0.2 - shift) / (0.2 + shift)


def _umd(folder: Path, draw: Callable[..., str]) -> Path:
    mask = np.zeros((48, 64))
    mask[14:34, 19:32] = 1
    (folder / "tools" / "mug_01").mkdir(parents=True)
    savemat(folder / "tools/mug_01/mug_01_00000001_label.mat", {"gt_label": mask, "gt_type": "manual"})
    draw(folder / "tools/mug_01/mug_01_00000001_rgb.jpg", 7)
    return folder / "tools"


def test_the_papers_table_of_published_formats(
    sharerobot: Make, vait: Make, students: Any, tmp_path: Path, draw: Any,
    capsys: pytest.CaptureFixture[str]
) -> None:  # fmt: skip
    out = tmp_path / "run.json"
    assert _bench(students, out, "--data", str(sharerobot(12)), "--ood-data", str(vait(6)), "--ood-data",
                  f"{_umd(tmp_path, draw)},name=UMD") == 0  # fmt: skip
    result = json.loads(out.read_text())
    assert [(s["name"], s["source"], s["questions"]) for s in result["sets"]] == [
        ("affordance", "sharerobot", 12), ("vait", "vait", 6), ("UMD", "umd", 1)]  # fmt: skip
    expected = 100 * np.mean([_iou(number) for number in range(12)])
    figures = result["in_domain"]
    assert figures["iou_percent"]["value"] == pytest.approx(expected, abs=0.2)
    low, high = figures["iou_percent"]["interval95"]
    assert low < expected < high and figures["iou_percent"]["n"] == 12
    assert figures["parse_percent"]["value"] == pytest.approx(100 * 11 / 12, abs=0.01)
    assert figures["avg"]["value"] is None
    ood = result["out_of_domain"]
    assert ood["avg"]["n"] == 6 and ood["iou_percent"]["n"] == 1 and ood["avg"]["value"] > 0
    assert result["published"][4]["in_domain"] == [36.51, 106.2, 97.9, 71.12, 91.74]
    assert len(result["marks"]["rows"]) == 19 and result["tokens"] == {"prompt": 19 * 60, "completion": 19 * 20}
    printed = capsys.readouterr().out
    assert "| tabletop (measured)" in printed and f"{expected:.2f}"[:4] in printed and "VLA-R1-3B *" in printed
    assert "RMSE after resampling" in printed and "percentile bootstrap" in printed and "units" in printed


def test_samples_are_held_against_the_truth(
    sharerobot: Make, students: Any, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "run.json"
    assert _bench(students, out, "--data", str(sharerobot(14)), "--samples", "4") == 0
    result = json.loads(out.read_text())
    assert result["asked"]["samples"] == 4 and result["asked"]["temperature"] == 0.7
    boxes = result["calibration"]["boxes"]
    assert boxes["questions"] == 14 and boxes["spearman"] > 0.8  # odd ones sway, and are wrong by as much
    assert boxes["bins"][-1]["value"] == pytest.approx(100.0, abs=0.1)
    assert "acting only on answers that agree" in capsys.readouterr().out


def test_a_killed_run_goes_on_and_asks_nothing_twice(sharerobot: Make, students: Any, tmp_path: Path) -> None:
    data, out = sharerobot(30), tmp_path / "run.json"
    command = [sys.executable, "-m", "vla_r1_ros.cli.main", "bench", "model", "--endpoint",
               students.endpoint("slow_student"), "--model", "tabletop", "--json", str(out), "--data", str(data),
               "--concurrency", "2"]  # fmt: skip
    journal = tmp_path / "run.answers.jsonl"
    with subprocess.Popen(command, stdout=subprocess.DEVNULL) as process:
        until = time.monotonic() + 60
        while time.monotonic() < until and not (journal.is_file() and journal.read_bytes().count(b"\n") > 8):
            time.sleep(0.02)
        process.send_signal(signal.SIGKILL)
    assert not out.exists()
    kept = journal.read_bytes().count(b"\n") - 1
    assert 8 <= kept < 30
    before = students.count("slow_student")
    assert _bench(students, out, "--data", str(data), "--resume", manner="slow_student") == 0
    assert students.count("slow_student") - before == 30 - kept + 1  # and the probe
    resumed = json.loads(out.read_text())["marks"]
    whole = tmp_path / "whole.json"
    assert _bench(students, whole, "--data", str(data)) == 0
    assert json.loads(whole.read_text())["marks"] == resumed
    assert _bench(students, out, "--data", str(data)) == 1  # an answered run is not written over


def test_what_the_server_never_answers_is_told_and_not_counted(
    sharerobot: Make, students: Any, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("vla_r1_ros.vla.patient.FIRST_PAUSE_S", 0.01)
    data, out = sharerobot(5), tmp_path / "run.json"
    (data.parent / "1.png").unlink()
    assert _bench(students, out, "--data", str(data), manner="forgetful") == 1
    result = json.loads(out.read_text())
    assert result["unanswered"] == 1 and result["sets"][0]["left_out"] == {"image_missing": 1}
    assert result["in_domain"]["iou_percent"]["n"] == 3
    assert "--resume" in capsys.readouterr().out
    assert _bench(students, out, "--data", str(data), "--resume") == 0  # the server is well again
    assert json.loads(out.read_text())["in_domain"]["iou_percent"]["n"] == 4


@pytest.mark.parametrize(("manner", "model", "words"), [
    ("only_tabletop", "other", "MODEL_HTTP"), ("wrong_type", "tabletop", "MODEL_BAD_RESPONSE"),
])  # fmt: skip
def test_a_wrong_name_or_address_shows_before_labels_are_read(
    sharerobot: Make, students: Any, tmp_path: Path, capsys: pytest.CaptureFixture[str], manner: str, model: str,
    words: str
) -> None:  # fmt: skip
    out = tmp_path / "run.json"
    assert _bench(students, out, "--data", str(sharerobot(2)), manner=manner, model=model) == 1
    assert words in capsys.readouterr().err and not out.exists() and not out.with_suffix(".answers.jsonl").exists()


def test_nobody_at_the_endpoint_and_no_set_are_named(
    sharerobot: Make, tmp_path: Path, students: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["bench", "model", "--endpoint", "http://127.0.0.1:9/v1", "--data", str(sharerobot(1))]) == 1
    assert "MODEL_UNREACHABLE" in capsys.readouterr().err
    assert _bench(students, tmp_path / "a.json", "--data", str(tmp_path / "none.json")) == 1
    assert "INPUT_FILE" in capsys.readouterr().err
    for words in (["--samples", "0"], ["--concurrency", "0"], ["--limit", "-1"], ["--local"], ["--model", "tabletop"]):
        assert _bench(students, tmp_path / "a.json", "--data", str(sharerobot(1)), *words) == 1
        assert "INPUT_PARAMETER" in capsys.readouterr().err


def test_two_models_and_two_files_stand_beside_each_other(
    sharerobot: Make, students: Any, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    data, out = sharerobot(10), tmp_path / "run.json"
    assert _bench(students, out, "--data", str(data), "--model", "other") == 0
    printed = capsys.readouterr().out
    assert "| tabletop (measured)" in printed and "other less tabletop" in printed and "not told apart" in printed
    assert (tmp_path / "run.tabletop.json").is_file()
    told = tmp_path / "told.json"
    files = [str(tmp_path / f"run.{name}.json") for name in ("tabletop", "other")]
    assert main(["bench", "model", "--compare", *files, "--json", str(told)]) == 0
    differences = json.loads(told.read_text())["sets"]["affordance"]["differences"]["run.other"]
    assert differences["iou_percent"]["value"] == 0.0 and differences["iou_percent"]["n"] == 10
    lenient = tmp_path / "bare.json"
    assert _bench(students, lenient, "--data", str(data), "--reading", "output", manner="bare_student") == 0
    assert json.loads(lenient.read_text())["in_domain"]["iou_percent"]["value"] == pytest.approx(100.0)
    assert main(["bench", "model", "--compare", files[0], str(lenient)]) == 0
    assert re.search(r"\| +better \|", capsys.readouterr().out)


def test_held_out_scenes_print_their_table_and_keep_their_marks(
    students: Any, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "run.json"
    assert _bench(students, out, "--scenes", "2", "--split", "camera", "--samples", "3") == 0
    result = json.loads(out.read_text())
    assert [result[key] for key in ("kind", "split", "model", "questions")] == ["scenes", "camera", "tabletop", 6]
    assert result["parse_rate"] == 1.0 and result["calibration"]["paths"]["questions"] == 2
    printed = " ".join(capsys.readouterr().out.split())
    assert "2 held-out scenes, seed 0, training phrasings, camera 6 to 10 cm off" in printed
    assert "path Avg (of 1000)" in printed and "agreement of the samples" in printed
