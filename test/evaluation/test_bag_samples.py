# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""Recorded attempts as a set: what becomes a row, what is left out and why, and that training reads it."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("rclpy")

from vision_msgs.msg import Detection2DArray

from vla_r1_ros.cli.main import main
from vla_r1_ros.evaluation.verdicts import Source, Verdict, VerdictFile, save_verdicts
from vla_r1_ros.posttrain.tune.rows import check_truths, load_rows

from .bags import Item, path, plain_bag, plain_items, report, write

BOX = '<output>{"x": 0.500, "y": 0.500, "width": 0.100, "height": 0.100}</output>'
PATH = "<output>[[0.100, 0.100], [0.500, 0.500]]</output>"
Made = tuple[list[dict[str, Any]], dict[str, Any], str]


def judge(folder: Path, attempt: str, source: Source, success: bool) -> None:
    reason = "" if success else "DROPPED"
    save_verdicts(folder, VerdictFile().having(attempt, Verdict(source, success, reason, by="ada")))


@pytest.fixture
def make(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Callable[..., Made]:
    """make(...) -> rows, manifest and what is printed of the set from the bags in tmp_path/bags."""

    def call(*words: str) -> Made:
        out = tmp_path / "set"
        shutil.rmtree(out, ignore_errors=True)
        status = main(["data", "from-bags", str(tmp_path / "bags"), "--out", str(out), "--no-parquet", *words])
        printed = capsys.readouterr()
        assert status == 0, printed.err
        check_truths(load_rows(out / "train.json", tmp_path))
        return (json.loads((out / "train.json").read_text()), json.loads((out / "manifest.json").read_text()),
                printed.out)  # fmt: skip

    return call


def answers(rows: list[dict[str, Any]]) -> list[str]:
    return [row["conversations"][1]["value"] for row in rows]


def test_only_judged_successes_become_rows(tmp_path: Path, make: Callable[..., Made]) -> None:
    """Four attempts: a success, a failure, one that nobody judged, one that only the stack believes in."""
    for index, name in enumerate("abcd"):
        plain_bag(tmp_path / "bags" / name, name=name, say=f"pick up thing {index}", seed=index)
    judge(tmp_path / "bags" / "a", "a", Source.HUMAN, True)
    judge(tmp_path / "bags" / "b", "b", Source.PHYSICS, False)
    judge(tmp_path / "bags" / "d", "d", Source.STACK, True)
    rows, manifest, text = make()
    assert answers(rows) == ["<think></think>" + BOX]
    assert rows[0]["conversations"][0]["value"].startswith("pick up thing 0 Please output the 2D affordance")
    assert manifest["labels_left_out"] == {"judged_failure": 1, "not_judged": 2}
    assert manifest["left_out"][0]["words"] == "physics: DROPPED"
    assert "left out: not_judged 2, judged_failure 1" in text
    origin = rows[0]["origin"]
    assert origin | {"bag": "a", "attempt": "a", "look": 1, "stamp_ns": 7, "label": "recorded", "by": "human",
                     "name": "ada", "model": "tabletop", "robot": "panda"} == origin  # fmt: skip
    assert manifest["origins"]["model"] == {"tabletop": 1} and manifest["origins"]["rows"][0]["key"] == rows[0]["id"]
    assert len(make("--by", "stack")[0]) == 4, "the stack's own word counts where it is asked for"


def test_a_person_goes_before_physics(tmp_path: Path, make: Callable[..., Made]) -> None:
    plain_bag(tmp_path / "bags" / "a", name="a")
    plain_bag(tmp_path / "bags" / "b", name="b", seed=9)
    judge(tmp_path / "bags" / "b", "b", Source.PHYSICS, True)
    both = VerdictFile().having("a", Verdict(Source.PHYSICS, True), Verdict(Source.HUMAN, False, "WRONG_OBJECT"))
    save_verdicts(tmp_path / "bags" / "a", both)
    rows, manifest, _ = make()
    assert [row["origin"]["attempt"] for row in rows] == ["b"]
    assert manifest["left_out"][0]["words"] == "human: WRONG_OBJECT"


def test_what_a_person_puts_right_becomes_the_label(tmp_path: Path, make: Callable[..., Made],
                                                    capsys: pytest.CaptureFixture[str]) -> None:
    bag = plain_bag(tmp_path / "bags" / "a", name="a", reasoning="It is on the left.")
    judge(bag, "a", Source.HUMAN, False)
    picture = tmp_path / "look.png"
    assert main(["label", str(bag), "--box", "64,48,32,24", "--picture", str(picture), "--judge", "eva"]) == 0
    assert "640 x 480" in capsys.readouterr().out and picture.stat().st_size > 100_000
    rows, manifest, _ = make()
    (row,) = rows
    told = '{"x": 0.100, "y": 0.100, "width": 0.050, "height": 0.050}'
    assert answers(rows) == [f"<think></think><output>{told}</output>"], "the reasoning was for another answer"
    assert (row["origin"]["label"], row["origin"]["name"], row["origin"]["verdict"]) == ("corrected", "eva", "DROPPED")
    coarse = answers(make("--step", "0.04")[0])
    assert coarse == ['<think></think><output>{"x": 0.080, "y": 0.080, "width": 0.040, "height": 0.040}</output>']
    assert main(["label", str(bag), "--absent", "box"]) == 0  # takes its place
    assert answers(make()[0]) == ["<think></think><output>{}</output>"]
    assert main(["label", str(bag)]) == 0
    assert "labelled affordance: absent" in capsys.readouterr().out
    assert manifest["counts"]["with_think"] == 0


def test_the_label_command_refuses_with_a_code(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    bag = str(plain_bag(tmp_path / "a", name="a"))
    for words, code in ((("--box", "1,2,3"), "INPUT_PARAMETER"), (("--box", "0.1,0.2,0.3,0.4"), "INPUT_FILE"),
                        (("--box", "9000,2,3,4"), "INPUT_FILE"), (("--look", "3", "--absent", "box"),
                        "INPUT_PARAMETER"), (("--attempt", "b", "--absent", "box"), "INPUT_PARAMETER"),
                        (("--box", "9,9,9,9", "--absent", "box"), "INPUT_PARAMETER")):  # fmt: skip
        assert main(["label", bag, *words]) == 1
        assert code in capsys.readouterr().err, words
    assert not (tmp_path / "a" / "labels.json").exists()


def test_reasoning_is_kept_where_it_is_clear_whose_it_is(tmp_path: Path, make: Callable[..., Made]) -> None:
    for name, kind, said in (("a", "pick", "It is there.\nI see it."), ("b", "carry", "The box.\nThe way."),
                             ("c", "carry", "One.\nTwo.\nThree."), ("d", "pick", "I say <output>.")):  # fmt: skip
        bag = plain_bag(tmp_path / "bags" / name, name=name, kind=kind, reasoning=said, seed=ord(name))
        judge(bag, name, Source.HUMAN, True)
    rows = make()[0]
    found = {(row["origin"]["attempt"], answer.endswith(BOX)): answer.partition("</think>")[0]
             for row in rows for answer in answers([row])}  # fmt: skip
    assert found == {("a", True): "<think>It is there.\nI see it.", ("b", True): "<think>The box.",
                     ("b", False): "<think>The way.", ("c", True): "<think>", ("c", False): "<think>",
                     ("d", True): "<think>"}  # fmt: skip
    assert len(rows) == 6 and all(answer.endswith((BOX, PATH)) for answer in answers(rows))
    assert all(answer.startswith("<think></think>") for answer in answers(make("--think", "none")[0]))


def test_of_several_looks_at_a_step_the_last_one_counts(tmp_path: Path, make: Callable[..., Made]) -> None:
    first = [item for item in plain_items("a", stamp=7) if item[1] != "/cell/status" or "done" not in str(item[2])]
    again = [item for item in plain_items("a", stamp=8, begin=9.0, seed=5)
             if "accepted" not in str(item[2])]  # fmt: skip
    bag = write(tmp_path / "bags" / "a", [*first, report(8.9, "vla_node", "retry", "a", 7), *again])
    judge(bag, "a", Source.HUMAN, True)
    rows, manifest, _ = make()
    assert [row["origin"]["look"] for row in rows] == [2] and manifest["labels_left_out"] == {"tried_again": 1}


def absent(name: str, kind: str) -> list[Item]:
    told = []
    for item in plain_items(name, kind=kind, seed=ord(name)):
        message = item[2]
        if isinstance(message, Detection2DArray):
            message.detections = []
        told.append((item[0], item[1], path([], 7, "cam")) if item[1].endswith("trajectory_2d") else item)
    return told


def test_absent_is_a_label_where_it_is_clear_what_is(tmp_path: Path, make: Callable[..., Made]) -> None:
    for name, kind in (("a", "pick"), ("b", "carry")):
        judge(write(tmp_path / "bags" / name, absent(name, kind)), name, Source.HUMAN, True)
    rows, manifest, _ = make()
    assert answers(rows) == ["<think></think><output>{}</output>"]
    assert manifest["labels_left_out"] == {"absent_unclear": 2} and manifest["counts"]["absent"] == 1


def test_a_copy_a_cut_and_a_lost_picture(tmp_path: Path, make: Callable[..., Made]) -> None:
    bags = tmp_path / "bags"
    judge(plain_bag(bags / "a", name="a"), "a", Source.HUMAN, True)
    shutil.copytree(bags / "a", bags / "b")
    judge(plain_bag(bags / "c", name="c", broken=True), "c", Source.HUMAN, True)
    (file,) = (bags / "b").glob("*.mcap")
    file.write_bytes(file.read_bytes()[:-32_000])
    rows, manifest, text = make()
    assert len(rows) == 1 and manifest["labels_left_out"] == {"duplicate": 1, "image_missing": 1}
    assert "was cut" in manifest["lost"][str(bags / "b")][0] and "lost in" in text


def test_nothing_to_train_on_is_an_error(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    plain_bag(tmp_path / "bags" / "a", name="a")
    assert main(["data", "from-bags", str(tmp_path / "bags"), "--out", str(tmp_path / "set")]) == 1
    told = capsys.readouterr().err
    assert "not_judged 1" in told and "vla_r1 judge" in told and not (tmp_path / "set").exists()
