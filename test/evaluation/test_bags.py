# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""Evaluation from bags that the project's own writer wrote, and the commands on them."""

import json
import math
import shutil
from pathlib import Path

import numpy as np
import pytest

pytest.importorskip("rclpy")

from nav_msgs.msg import Path as PathMsg
from sensor_msgs.msg import CameraInfo
from tf2_msgs.msg import TFMessage
from vision_msgs.msg import Detection2DArray

from vla_r1_ros.cli.main import main
from vla_r1_ros.core.errors import ErrorCode
from vla_r1_ros.evaluation.bag_summary import csv_text, report_text, summarise
from vla_r1_ros.evaluation.tool_way import distances_to_line
from vla_r1_ros.evaluation.verdicts import Source, Verdict, VerdictFile, load_verdicts, save_verdicts

from .bags import SAY, Item, items, report, result, two, write


def test_two_attempts_of_one_bag(tmp_path: Path) -> None:
    found = result(write(tmp_path / "bag", two()))
    assert found.lost == ()
    first, second = found.attempts
    assert (first.attempt, first.instruction, first.final, first.code) == ("a-1", SAY, "done", "OK")
    assert first.facts == {"task": "carry", "scene": "seed 3", "robot": "panda", "model": "tabletop", "seed": "3"}
    assert first.seconds == pytest.approx(8.0) and first.retries == 0 and second.retries == 1
    assert (second.final, second.code) == ("failed", "GRASP_LOST")
    assert first.stages == (("travel", 2.0), ("lower", 2.0)) and first.model_ms == (900.0,)
    assert first.verdicts[Source.STACK].success and not second.verdicts[Source.STACK].success
    assert first.verdicts[Source.PHYSICS].reason == "OFF_TABLE"
    assert second.verdicts[Source.STACK].reason == "GRASP_LOST"
    assert first.tool is not None and first.tool.points == 41
    assert first.tool.mean_mm == pytest.approx(5.0, abs=0.1) and first.tool.max_mm == pytest.approx(5.0, abs=0.2)
    assert 5.0 <= first.tool.dfd_mm < 12.0


def test_each_look_is_held_against_its_own_way(tmp_path: Path) -> None:
    """A second try that looks again goes another way; neither is measured against the other's."""
    first, second = list(items("a-1", good=True)), list(items("a-1", good=True, begin=20.0, stamp=8))
    for _, _, message in second:
        if isinstance(message, PathMsg) and message.header.frame_id == "panda_link0":
            for pose in message.poses:
                pose.pose.position.x += 0.1
        if isinstance(message, TFMessage):
            message.transforms[0].transform.translation.x += 0.1 - 0.005  # right on the way
    (found,) = result(write(tmp_path / "bag", [*first[:-2], *second])).attempts
    assert found.tool is not None and found.tool.points == 82 and len(found.stages) == 4
    assert found.tool.mean_mm == pytest.approx(2.5, abs=0.01) and found.tool.max_mm == pytest.approx(5.0, abs=0.01)


def test_a_transform_that_is_no_number_is_left_out(tmp_path: Path) -> None:
    told = list(items("a-1", good=True))
    poses = [message for _, _, message in told if isinstance(message, TFMessage)]
    poses[7].transforms[0].transform.translation.y = math.nan
    (found,) = result(write(tmp_path / "bag", told)).attempts
    assert found.tool is not None and found.tool.points == 41 and found.tool.max_mm == pytest.approx(5.0, abs=0.01)


def test_distances_are_to_the_line_not_to_its_points() -> None:
    line = np.array([[0.0, 0, 0], [1.0, 0, 0], [1.0, 0, 0], [1.0, 1.0, 0]])
    points = np.array([[0.123, 0, 0], [0.5, -0.2, 0], [-0.3, 0, 0.4], [1.1, 0.77, 0]])
    assert distances_to_line(points, line) == pytest.approx([0.0, 0.2, 0.5, 0.1])


def test_looks_of_two_attempts_may_have_one_stamp(tmp_path: Path) -> None:
    """As after `sim_node/load`, which lets the simulated time begin anew."""
    again = [*items("a-1", good=True), *items("a-2", good=True, begin=20.0)]
    folder = write(tmp_path / "bag", again)
    (folder / "labels.json").write_text(json.dumps([{"stamp_ns": 7, "affordance": None}]))
    found = result(folder)
    assert [a.stages for a in found.attempts] == [(("travel", 2.0), ("lower", 2.0))] * 2
    assert [a.tool.points for a in found.attempts if a.tool] == [41, 41]
    assert found.labelled == () and "anew" in found.lost[0]


def test_the_time_of_an_attempt_is_the_stacks_own(tmp_path: Path) -> None:
    told = [*items("a-1", good=True)][:-2]
    told.append(report(8.0, "vla_node", "done", "a-1", 7, seconds="3.5"))
    (found,) = result(write(tmp_path / "bag", told)).attempts
    assert found.seconds == 3.5, "a clock that was set meanwhile changes the times of receipt"


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
    assert stack["repeated"] == {name: [str(tmp_path / f"bag{i}") for i in range(2)] for name in ("a-1", "a-2")}
    assert "in several bags" in report_text(stack) and "by stack (its own word)" in report_text(stack)
    human = summarise(results[:1], Source.HUMAN)
    assert human["repeated"] == {} and human["success"]["judged"] == 0
    assert "no verdict by human" in report_text(human) and "failures by" not in report_text(human)
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


def without(told: list[Item], *topics: str) -> list[Item]:
    return [item for item in told if item[1] not in topics]


UNANSWERED = [*items("a-1", good=True)][:4]
NO_CAMERA = [item for item in items("a-1", good=True) if not isinstance(item[2], CameraInfo)]


@pytest.mark.parametrize(("told", "words"), [
    (without([*items("a-1", good=True)], "/cell/affordance"), "`affordance` is not in the bag"),
    (NO_CAMERA, "no camera_info of the frame 'cam'"),
    (UNANSWERED, "its answer is not in the bag"),
    ([*UNANSWERED, report(2, "vla_node", "failed", "a-1", 0, ErrorCode.MODEL_UNREACHABLE)], "MODEL_UNREACHABLE"),
    ([*UNANSWERED, report(2, "vla_node", "retry", "a-1", 0, ErrorCode.REPLY_DISAGREEMENT)], "REPLY_DISAGREEMENT"),
])  # fmt: skip
def test_an_answer_that_is_not_there_is_not_the_models_absent(tmp_path: Path, told: list[Item], words: str) -> None:
    told = [*told, report(1.05, "vla_node", "ask", "a-1", 7, text=SAY)]
    told.sort(key=lambda item: item[0])
    folder = write(tmp_path / "bag", told)
    box = {"x": 0.5, "y": 0.5, "width": 0.1, "height": 0.2}
    (folder / "labels.json").write_text(json.dumps([{"stamp_ns": 7, "instruction": SAY, "affordance": box}]))
    found = result(folder)
    assert found.labelled == () and words in found.lost[-1]


def test_a_reply_that_does_not_parse_counts(tmp_path: Path) -> None:
    told = [*UNANSWERED, report(1, "vla_node", "ask", "a-1", 7, text=SAY),
            report(2, "vla_node", "retry", "a-1", 0, ErrorCode.REPLY_NOT_JSON)]  # fmt: skip
    folder = write(tmp_path / "bag", told)
    labels = [{"stamp_ns": 7, "affordance": None}, {"stamp_ns": 7, "trajectory": [[0.1, 0.1], [0.5, 0.6]]}]
    (folder / "labels.json").write_text(json.dumps(labels))
    figures = summarise([result(folder)])["labels"]
    assert figures["parse_percent"]["value"] == 0.0 and figures["avg"]["value"] == pytest.approx(1414.2, abs=0.1)
    assert figures["absent_percent"]["value"] == 0.0


def test_numbers_that_are_none_are_told(tmp_path: Path) -> None:
    told = [*items("a-1", good=True)]
    for _, _, message in told:
        if isinstance(message, Detection2DArray):
            message.detections[0].bbox.size_x = math.nan
    folder = write(tmp_path / "bag", told)
    box = {"x": 0.5, "y": 0.5, "width": 0.1, "height": 0.2}
    (folder / "labels.json").write_text(json.dumps([{"stamp_ns": 7, "affordance": box}]))
    found = result(folder)
    assert found.labelled == () and len(found.lost) == 2
    json.dumps(summarise([found]), allow_nan=False)


def test_judge_and_evaluate_as_commands(tmp_path: Path, capsys: pytest.CaptureFixture[str],
                                        monkeypatch: pytest.MonkeyPatch) -> None:
    folder = write(tmp_path / "runs" / "bag", two())
    shutil.copytree(folder, tmp_path / "other" / "x")
    assert main(["judge", str(folder), "--success"]) == 1, "two attempts, one verdict"
    assert main(["judge", str(folder), "--attempt", "a-1", "--failure", "DROPPED", "--judge", "ada",
                 "--scene", "S1"]) == 0  # fmt: skip
    answers = iter(["maybe", "s", "clean", "f", "99", "\u00b2", "4", ""])
    monkeypatch.setattr("builtins.input", lambda _: next(answers))
    assert main(["judge", str(folder)]) == 0
    shown = capsys.readouterr().out
    assert SAY in shown and "in place of: failure, DROPPED (ada, " in shown
    stack = shown.index("the stack said: failure, GRASP_LOST")
    assert stack > shown.index("a-2: failure, MISSED_GRASP"), "a verdict that leans on the stack's is worth nothing"
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
    (tmp_path / "taken").write_text("")
    assert main(["evaluate", str(tmp_path / "runs"), "--csv", str(tmp_path / "taken" / "e.csv")]) == 1
    assert "choose another --csv" in capsys.readouterr().err
    monkeypatch.setattr("builtins.input", lambda _: (_ for _ in ()).throw(EOFError))
    assert main(["judge", str(tmp_path / "other")]) == 1, "no answer, no verdict"
    assert load_verdicts(tmp_path / "other" / "x").attempts == {}


def test_a_verdict_given_meanwhile_is_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Two people judge the attempts of one bag at the same time."""
    folder = write(tmp_path / "bag", two())

    def think(_: str) -> str:
        assert main(["judge", str(folder), "--attempt", "a-2", "--success", "--judge", "bob"]) == 0
        return next(answers)

    answers = iter(["f", "5", "slipped"])
    monkeypatch.setattr("builtins.input", think)
    assert main(["judge", str(folder), "--attempt", "a-1", "--judge", "ada"]) == 0
    found = load_verdicts(folder)
    assert [(name, found.of(name)[Source.HUMAN].by) for name in ("a-1", "a-2")] == [("a-1", "ada"), ("a-2", "bob")]


def test_a_verdict_on_the_recording_as_a_whole_is_not_lost(tmp_path: Path) -> None:
    """Given while the bag could not be read; it is the only attempt's, unless that one has its own."""
    said = Verdict(Source.HUMAN, False, "DROPPED")
    one = write(tmp_path / "one", [*items("a-1", good=True)])
    save_verdicts(one, VerdictFile().having("", said, Verdict(Source.PHYSICS, True)))
    (found,) = result(one).attempts
    assert found.verdicts[Source.HUMAN] == said and found.verdicts[Source.PHYSICS].success
    save_verdicts(one, VerdictFile().having("", said).having("a-1", Verdict(Source.HUMAN, True)))
    assert result(one).attempts[0].verdicts[Source.HUMAN].success
    several = write(tmp_path / "several", two())
    save_verdicts(several, VerdictFile().having("", said))
    both = result(several)
    assert not any(Source.HUMAN in attempt.verdicts for attempt in both.attempts)
    assert "counts for none of its 2 attempts" in both.lost[-1]


def test_two_sets_as_a_command(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for i in range(2):
        write(tmp_path / "new" / f"b{i}", [*items(f"n-{i}", good=True, begin=100.0 * i)])
        write(tmp_path / "old" / f"b{i}", [*items(f"o-{i}", good=False, begin=50.0 + 100.0 * i)])
    told = tmp_path / "told.json"
    command = ["evaluate", str(tmp_path / "new"), "--against", str(tmp_path / "old"), "--by", "stack"]
    assert main([*command, "--json", str(told)]) == 0
    text = capsys.readouterr().out
    assert "success by stack, paired (both success 0, only first success 2" in text and "not yet known" in text
    found = json.loads(told.read_text())
    assert found["against"]["pairing"] == "paired" and found["success"]["successes"] == 2
    assert main([*command, "--margin", "2"]) == 1 and "between 0 and 1" in capsys.readouterr().err
