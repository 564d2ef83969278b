# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""Evaluation from bags that the project's own writer wrote, and the commands on them."""

import json
import shutil
from pathlib import Path

import pytest

pytest.importorskip("rclpy")

from vla_r1_ros.cli.main import main
from vla_r1_ros.evaluation.bag_summary import csv_text, report_text, summarise
from vla_r1_ros.evaluation.verdicts import Source, load_verdicts

from .bags import SAY, result, two, write


def test_two_attempts_of_one_bag(tmp_path: Path) -> None:
    found = result(write(tmp_path / "bag", two()))
    assert found.lost == ()
    first, second = found.attempts
    assert (first.attempt, first.instruction, first.final, first.code) == ("a-1", SAY, "done", "OK")
    assert first.facts == {"task": "carry", "scene": "seed 3", "robot": "panda", "model": "tabletop"}
    assert first.seconds == pytest.approx(8.0) and first.retries == 0 and second.retries == 1
    assert (second.final, second.code) == ("failed", "GRASP_LOST")
    assert first.stages == (("travel", 2.0), ("lower", 2.0)) and first.model_ms == (900.0,)
    assert first.verdicts[Source.STACK].success and not second.verdicts[Source.STACK].success
    assert first.verdicts[Source.PHYSICS].reason == "OFF_TABLE"
    assert second.verdicts[Source.STACK].reason == "GRASP_LOST"
    assert first.tool is not None and first.tool.points == 41
    assert first.tool.mean_mm == pytest.approx(5.0, abs=0.1) and first.tool.max_mm == pytest.approx(5.0, abs=0.2)
    assert 5.0 <= first.tool.dfd_mm < 12.0


def test_figures_by_the_chosen_source(tmp_path: Path) -> None:
    results = [result(write(tmp_path / f"bag{i}", two())) for i in range(2)]
    physics = summarise(results)
    assert physics["verdicts_by"] == "physics", "of those that judged all, the one that saw more comes first"
    assert physics["success"] == {"successes": 0, "judged": 4, "unjudged": 0, "wilson95": [0.0, 0.4899]}
    stack = summarise(results, Source.STACK)
    assert stack["success"]["successes"] == 2 and stack["success"]["wilson95"] == [0.15, 0.85]
    assert stack["failures"] == {"GRASP_LOST": 2} and stack["by"]["model"]["tabletop"]["judged"] == 4
    assert stack["agreement"] == {"physics/stack": {"both_success": 0, "both_failure": 2, "only_physics_success": 0,
                                                    "only_stack_success": 2}}  # fmt: skip
    assert "OFF_TABLE 4" in report_text(physics) and "model: tabletop" in report_text(physics)
    assert len(csv_text(stack).splitlines()) == 5
    json.dumps(stack, allow_nan=False)


def test_labels_beside_the_bag(tmp_path: Path) -> None:
    folder = write(tmp_path / "bag", two())
    box = {"x": 0.5, "y": 0.5, "width": 0.1, "height": 0.2}
    labels = [{"stamp_ns": 7, "instruction": SAY, "affordance": box},
              {"stamp_ns": 8, "instruction": SAY, "trajectory": [[0.1, 0.1], [0.5, 0.6]]},
              {"stamp_ns": 8, "instruction": SAY, "affordance": None},
              {"stamp_ns": 99, "instruction": SAY, "affordance": box},
              {"stamp_ns": 7, "affordance": {"x": 300, "y": 5, "width": 3, "height": 3}}]  # fmt: skip
    (folder / "labels.json").write_text(json.dumps(labels))
    found = result(folder)
    assert len(found.labelled) == 3 and len(found.lost) == 2
    figures = summarise([found])["labels"]
    assert figures["iou_percent"]["value"] == pytest.approx(50.0)
    assert figures["dfd"]["value"] == pytest.approx(100.0) and figures["absent_percent"]["value"] == 0.0


def test_judge_and_evaluate_as_commands(tmp_path: Path, capsys: pytest.CaptureFixture[str],
                                        monkeypatch: pytest.MonkeyPatch) -> None:
    folder = write(tmp_path / "runs" / "bag", two())
    shutil.copytree(folder, tmp_path / "other" / "x")
    assert main(["judge", str(folder), "--success"]) == 1, "two attempts, one verdict"
    assert main(["judge", str(folder), "--attempt", "a-1", "--failure", "DROPPED", "--judge", "ada",
                 "--scene", "S1"]) == 0  # fmt: skip
    answers = iter(["maybe", "s", "clean", "f", "99", "4", ""])
    monkeypatch.setattr("builtins.input", lambda _: next(answers))
    assert main(["judge", str(folder)]) == 0
    shown = capsys.readouterr().out
    assert SAY in shown and "the stack says: failure, GRASP_LOST" in shown
    words = {name: load_verdicts(folder).of(name)[Source.HUMAN] for name in ("a-1", "a-2")}
    assert words["a-1"].success and words["a-1"].notes == "clean"
    assert words["a-2"].reason == "MISSED_GRASP"
    assert main(["evaluate", str(tmp_path / "runs"), "--by", "human", "--json", str(tmp_path / "e.json"),
                 "--csv", str(tmp_path / "e.csv")]) == 0  # fmt: skip
    out = capsys.readouterr().out
    assert "1/2 (50%)" in out and "scene: S1" in out and "MISSED_GRASP 1" in out
    assert json.loads((tmp_path / "e.json").read_text())["success"]["judged"] == 2
    assert (tmp_path / "e.csv").read_text().count("\n") == 3
    assert main(["evaluate", str(tmp_path / "nothing")]) == 1
    monkeypatch.setattr("builtins.input", lambda _: (_ for _ in ()).throw(EOFError))
    assert main(["judge", str(tmp_path / "other")]) == 1, "no answer, no verdict"
    assert load_verdicts(tmp_path / "other" / "x").attempts == {}
