# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""Files beside a bag that anybody may have written: what is no label is told, the rest goes on."""

import json
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("rclpy")

from diagnostic_msgs.msg import DiagnosticArray
from sensor_msgs.msg import Image
from vision_msgs.msg import Detection2DArray

from vla_r1_ros.cli.main import main
from vla_r1_ros.core.errors import InputError
from vla_r1_ros.evaluation.bag_summary import summarise
from vla_r1_ros.evaluation.replay_run import step_of
from vla_r1_ros.evaluation.verdicts import Source, Verdict, VerdictFile, save_verdicts, verdict_path

from .bags import plain_bag, plain_items, result, write

BOX = {"x": 0.5, "y": 0.5, "width": 0.1, "height": 0.1}
GOOD = {"stamp_ns": 7, "affordance": BOX}
ODD: list[Any] = [
    *({"stamp_ns": stamp, "affordance": BOX} for stamp in ([7], {}, "7\ud800", 7.5, True, None, -7, 10**400)),
    *({"stamp_ns": 7, "affordance": {**BOX, "x": x}} for x in (10**400, "1", None, float("nan"))),
    {"stamp_ns": 7, "trajectory": [[10**400, 1], [0, 0]]}, {"stamp_ns": 7}, "x", 3, None, [1],
]  # fmt: skip


def judged(bag: Path) -> Path:
    save_verdicts(bag, VerdictFile().having("a-1", Verdict(Source.HUMAN, True, by="ada")))
    return bag


def test_labels_that_are_none_cost_themselves_only(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    bag = judged(plain_bag(tmp_path / "bag"))
    (bag / "labels.json").write_text(json.dumps([*ODD, GOOD]))
    found = result(bag)
    assert len(found.labelled) == 1 and len(found.lost) == len(ODD)
    assert all("labels.json#" in words for words in found.lost)
    assert main(["data", "from-bags", str(bag), "--out", str(tmp_path / "set"), "--no-parquet"]) == 0
    assert main(["label", str(bag)]) == 0 and main(["evaluate", str(bag)]) == 0
    assert "labelled affordance: box 0.5" in capsys.readouterr().out
    (row,) = json.loads((tmp_path / "set" / "train.json").read_text())
    assert row["origin"]["label"] == "corrected"


def test_a_number_that_is_too_long_is_named(tmp_path: Path) -> None:
    bag = plain_bag(tmp_path / "bag")
    (bag / "labels.json").write_text('[{"stamp_ns": ' + "9" * 9000 + "}]")
    assert "too long" in result(bag).lost[-1]


def test_of_two_labels_of_one_look_and_task_the_last_counts(tmp_path: Path) -> None:
    bag = plain_bag(tmp_path / "bag")
    wrong = {"stamp_ns": 7, "affordance": {**BOX, "x": 0.2}}
    for labels, percent in (([wrong, GOOD], 100.0), ([GOOD, wrong], 0.0)):
        (bag / "labels.json").write_text(json.dumps(labels))
        found = result(bag)
        assert len(found.labelled) == 1 and found.lost == ()
        assert summarise([found])["labels"]["iou_percent"]["value"] == pytest.approx(percent, abs=0.5)


def test_half_characters_stop_no_command(tmp_path: Path) -> None:
    bag = judged(plain_bag(tmp_path / "bag"))
    text = verdict_path(bag).read_text().replace('"ada"', '"\\ud800"')
    verdict_path(bag).write_text(text.replace('"facts": {', '"facts": {"scene": "S\\ud800"'))
    (bag / "labels.json").write_text(json.dumps([GOOD | {"by": "\ud800", "when": "\ud800", "instruction": "\ud800"}]))
    assert main(["judge", str(bag), "--success", "--notes", "\udcff"]) == 0
    assert main(["evaluate", str(bag), "--json", str(tmp_path / "e.json"), "--html", str(tmp_path / "e.html")]) == 0
    assert main(["data", "from-bags", str(bag), "--out", str(tmp_path / "set"), "--no-parquet"]) == 0


def test_a_step_that_is_none_is_an_error_with_a_code(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    told = plain_items()
    for _, _, message in told:
        for status in message.status if isinstance(message, DiagnosticArray) else ():
            for pair in status.values:
                pair.value = {"step": "-9", "text": "", "kind": "odd"}.get(pair.key, pair.value)
    bag = write(tmp_path / "bag", told)
    (attempt,) = result(bag).attempts
    with pytest.raises(InputError, match="step -9"):
        step_of(attempt, attempt.story.looks[0])
    assert main(["label", str(bag), "--box", "100,200,30,40"]) == 1
    assert "INPUT_FILE" in capsys.readouterr().err


def test_labels_of_a_bag_without_the_stacks_lines(tmp_path: Path) -> None:
    """As of a plain `ros2 bag record` of picture, camera_info and answer."""
    told = [item for item in plain_items() if not isinstance(item[2], DiagnosticArray)]
    way = {"stamp_ns": 7, "trajectory": [[0.1, 0.1], [0.5, 0.5]]}
    bag = write(tmp_path / "bag", told)
    (bag / "labels.json").write_text(json.dumps([GOOD, way, GOOD | {"stamp_ns": 99}]))
    found = result(bag)
    figures = summarise([found])["labels"]
    assert len(found.labelled) == 2 and figures["iou_percent"]["value"] == pytest.approx(100.0, abs=0.5)
    assert figures["dfd"]["value"] == pytest.approx(0.0) and found.attempts == ()
    assert len(found.lost) == 1 and "no look of the bag has the stamp 99" in found.lost[0]
    for other, words in (
        ([item for item in told if not isinstance(item[2], Detection2DArray)], "`affordance` is not in the bag"),
        ([*told, *(item for item in told if isinstance(item[2], Detection2DArray))], "several answers"),
        ([item for item in told if not isinstance(item[2], Image)], "no look of the bag has the stamp 7"),
    ):
        bag = write(tmp_path / f"bag{len(other)}", other)
        (bag / "labels.json").write_text(json.dumps([GOOD]))
        lost = result(bag)
        assert lost.labelled == () and any(words in one for one in lost.lost), lost.lost
