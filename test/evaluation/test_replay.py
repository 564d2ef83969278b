# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""Recorded looks asked again: bags by the project's own writer, scenes of its simulator, its planner and its gate."""

import dataclasses
import json
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pytest

pytest.importorskip("rclpy")
pytest.importorskip("mujoco")

from vla_r1_ros.cli.main import main
from vla_r1_ros.cli.replay_motion import rehearse_with
from vla_r1_ros.core.errors import ErrorCode, ModelError
from vla_r1_ros.core.robot_file import load_robot
from vla_r1_ros.core.types import ImageArray, Question, Task
from vla_r1_ros.evaluation.bag_attempts import robot_of
from vla_r1_ros.evaluation.bag_files import find_bags
from vla_r1_ros.evaluation.replay import Answer, change, look_json
from vla_r1_ros.evaluation.replay_page import replay_page
from vla_r1_ros.evaluation.replay_run import Ask, Lifting, Run, replay
from vla_r1_ros.evaluation.replay_summary import replay_text, summarise_replay
from vla_r1_ros.ros.packed_bag import PackedBagWriter

from .bags import S, plain_bag, write
from .conftest import Student
from .scene_bags import Told, scene_bag, scene_items

LIFTING = Lifting(load_robot("panda"), 0.03, 0.05)


def saying(answer: Answer, asked: list[tuple[ImageArray, tuple[Question, ...]]] | None = None) -> Ask:
    def ask(picture: ImageArray, questions: Sequence[Question]) -> Answer:
        if asked is not None:
            asked.append((picture, tuple(questions)))
        return answer

    return ask


@pytest.fixture(scope="module")
def scene(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Told]:
    folder = tmp_path_factory.mktemp("scene") / "bag"
    return folder, scene_bag(folder)


def test_the_same_answer_is_nowhere_else(scene: tuple[Path, Told]) -> None:
    folder, told = scene
    asked: list[Any] = []
    found = replay(find_bags(folder), saying(Answer(told.box, told.path), asked), LIFTING)
    (look,) = found.looks
    assert found.lost == {str(folder): []} and found.unanswered == 0
    [(picture, questions)] = asked
    assert np.array_equal(picture, told.image)
    assert [(q.task, q.text) for q in questions] == [(task, told.episode.instruction) for task in Task]
    assert look.recorded.said == look.new.said == "box and path"
    assert change(look) == {"said": "box and path", "iou": 1.0, "dfd": pytest.approx(0.0, abs=1e-6), "alaf": 0.0,
                            "target_mm": 0.0, "grasp_mm": 0.0, "grasp_deg": 0.0, "way_mm": 0.0, "end_mm": 0.0,
                            "gate": None}  # fmt: skip
    item = next(o for o in told.episode.layout.objects if o.name == told.episode.target)
    assert look.new_aim.target is not None
    assert np.linalg.norm(look.new_aim.target[:2] - (item.x, item.y)) < 0.01, "TF and joints are those of the look"


def test_packed_images_are_measured_as_raw_ones(scene: tuple[Path, Told], tmp_path: Path) -> None:
    _, told = scene
    _, items = scene_items(1007, "carry", "a-1007")
    folder = write(tmp_path / "packed", sorted(items, key=lambda item: item[0]), writer=PackedBagWriter)
    asked: list[Any] = []
    found = replay(find_bags(folder), saying(Answer(told.box, told.path), asked), LIFTING)
    (look,) = found.looks
    assert found.lost == {str(folder): []} and found.unanswered == 0
    assert np.abs(asked[0][0].astype(int) - told.image).mean() < 4.0, "a JPEG of it"
    raw = replay(find_bags(scene[0]), saying(Answer(told.box, told.path)), LIFTING).looks[0]
    assert look.new_aim.target is not None and raw.new_aim.target is not None
    np.testing.assert_allclose(look.new_aim.target, raw.new_aim.target, atol=1e-9,
                               err_msg="depth in mm loses nothing")  # fmt: skip


def test_another_object_is_as_far_as_it_is(scene: tuple[Path, Told]) -> None:
    """The answer that boxes another thing on the table: the distance is that of the things."""
    folder, told = scene
    others = [o for o in told.episode.layout.objects if o.name not in (told.episode.target, told.episode.goal)]
    other = next(o for o in others if o.kind in ("cube", "box", "cylinder", "ball"))
    from episodes import JitteredModel

    episode = dataclasses.replace(told.episode, target=other.name)
    (look,) = replay(find_bags(folder), saying(Answer(JitteredModel(episode).box(), told.path)), LIFTING).looks
    item = next(o for o in told.episode.layout.objects if o.name == told.episode.target)
    apart = 1000 * np.hypot(item.x - other.x, item.y - other.y)
    assert change(look)["target_mm"] == pytest.approx(apart, abs=15.0) and apart > 60
    assert change(look)["iou"] < 0.1 and change(look)["end_mm"] == 0.0


def test_the_gate_says_what_it_would_have_let_pass(scene: tuple[Path, Told], tmp_path: Path) -> None:
    folder, _ = scene
    robot = load_robot("panda")
    params = tmp_path / "cell.yaml"
    params.write_text("planner_node: {ros__parameters: {min_tool_height: 0.2}}\n")
    words = []
    for files in ((), (params,)):
        lifting = dataclasses.replace(LIFTING, rehearse=rehearse_with(robot, files))
        run = replay(find_bags(folder), saying(Answer()), lifting)
        (look,) = run.looks
        words.append(look.recorded_aim.gate)
        assert look.new_aim.gate is None and change(look)["said"] == "box and path -> absent"
    good, refused = words
    assert good is not None and good.passed and good.motion_s > 5.0
    assert refused is not None and (refused.passed, refused.code, refused.by_gate) == (False, "SAFETY_HEIGHT", True)
    summary = summarise_replay(run, {"model": "m"})
    assert summary["gate"]["recorded"]["refused"] == {"SAFETY_HEIGHT": 1} and "SAFETY_HEIGHT 1" in replay_text(summary)


def test_labels_say_who_is_nearer(scene: tuple[Path, Told]) -> None:
    folder, told = scene
    box = told.box
    label = {"x": box.x, "y": box.y, "width": box.width, "height": box.height}
    (folder / "labels.json").write_text(json.dumps([{"stamp_ns": 5 * S, "instruction": "x", "affordance": label}]))
    try:
        worse = dataclasses.replace(box, x=box.x + box.width / 2)
        run = replay(find_bags(folder), saying(Answer(worse, told.path)), None)
        summary = summarise_replay(run, {"model": "m"})
    finally:
        (folder / "labels.json").unlink()
    old, new = (summary["labels"][side]["iou_percent"]["value"] for side in ("recorded", "new"))
    assert old == pytest.approx(100.0, abs=1.5) and new == pytest.approx(100 / 3, abs=1.5)
    assert summary["list"][0]["labels"]["affordance"]["x"] == pytest.approx(box.x, abs=0.001)
    assert summary["gate"]["new"]["rehearsed"] == 0 and summary["change"]["target_mm"]["n"] == 0


def test_what_the_bag_lacks_is_told_and_the_rest_compared(tmp_path: Path) -> None:
    plain_bag(tmp_path / "one")
    plain_bag(tmp_path / "two", broken=True)
    run = replay(find_bags(tmp_path), saying(Answer()), LIFTING)
    (look,) = run.looks
    assert look.attempt.bag == str(tmp_path / "one") and look.recorded_aim.code == "PROJECTION_NO_DEPTH"
    one, two = (run.lost[str(tmp_path / name)] for name in ("one", "two"))
    assert one == ["attempt a-1, look 1: not lifted to 3D: the bag has no depth image of the look"]
    assert any("its picture is not in the bag, or cannot be read" in words for words in two)


def test_a_cut_bag_gives_its_whole_looks(tmp_path: Path) -> None:
    """Two attempts, the file cut in the second: the first is asked, the loss is told."""
    told = [*scene_items(1007, "carry", "a-1")[1], *scene_items(1009, "pick", "a-2", begin=20.0, stamp=25 * S)[1]]
    folder = write(tmp_path / "bag", sorted(told, key=lambda item: item[0]))
    (file,) = folder.glob("*.mcap")
    file.write_bytes(file.read_bytes()[: int(file.stat().st_size * 0.6)])
    run = replay(find_bags(folder), saying(Answer()), LIFTING)
    assert [(look.attempt.attempt, look.recorded.said) for look in run.looks][:1] == [("a-1", "box and path")]
    assert any("was cut" in words for words in run.lost[str(folder)])


def test_the_robot_is_known_by_its_joints(scene: tuple[Path, Told]) -> None:
    (bag,) = find_bags(scene[0])
    robot = robot_of(bag)
    assert robot is not None and robot.name == "panda"


def test_a_server_that_is_gone_ends_the_run(tmp_path: Path) -> None:
    for i in range(9):
        plain_bag(tmp_path / f"bag{i}")
    gone = Answer(code=ErrorCode.MODEL_UNREACHABLE, reason="no route")
    with pytest.raises(ModelError, match="8 looks in a row"):
        replay(find_bags(tmp_path), saying(gone), None, concurrency=1)
    bags = find_bags(tmp_path)[:3]
    run = replay(bags, saying(gone), None, concurrency=1)
    assert run.unanswered == 3 and run.looks[0].new.said == "no answer"
    refused = replay(bags, saying(Answer(code=ErrorCode.REPLY_NOT_JSON, reason="")), None)
    assert refused.unanswered == 0, "a reply that breaks the contract is the model's answer"


def test_reading_speed_is_of_the_files_and_of_cpu_time(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for name in ("a", "b"):
        plain_bag(tmp_path / name, seed=ord(name))
    assert main(["bench", "bags", str(tmp_path), "--json", str(tmp_path / "out.json")]) == 0
    found = json.loads((tmp_path / "out.json").read_text())
    sizes = [sum(path.stat().st_size for path in (tmp_path / name).glob("*.mcap")) / 1e6 for name in ("a", "b")]
    assert [one["mb"] for one in found["bags"]] == pytest.approx(sizes)
    assert [one["attempts"] for one in found["bags"]] == [1, 1]
    taken = sum(one["cpu_s"] for one in found["bags"])
    assert found["mb_per_cpu_s"] == pytest.approx(sum(sizes) / taken, rel=0.01)
    assert "MB/s a core" in capsys.readouterr().out


@pytest.fixture
def command(students: Student, capsys: pytest.CaptureFixture[str]) -> Callable[..., tuple[int, str, str]]:
    def call(*words: str | Path, manner: str = "student") -> tuple[int, str, str]:
        status = main(["replay", *map(str, words), "--endpoint", students.endpoint(manner), "--deadline", "20"])
        return status, *capsys.readouterr()

    return call


def test_a_folder_of_bags_through_a_server(tmp_path: Path, command: Callable[..., tuple[int, str, str]]) -> None:
    for i in range(3):
        plain_bag(tmp_path / f"bag{i}", say=f"pick up thing {2 * i}")
    out, page = tmp_path / "out.json", tmp_path / "page.html"
    status, text, _ = command(tmp_path, "--json", out, "--html", page, "--no-gate")
    assert status == 0 and "3 looks of 3 bags asked again: model tabletop" in text
    written = json.loads(out.read_text())
    new = {look["asked"][0][1]: look["new"] for look in written["list"]}
    assert new["pick up thing 2"]["box"] == {"x": 0.4, "y": 0.5, "width": 0.2, "height": 0.4}
    assert new["pick up thing 4"]["think"] == "Thing 4 is there." and written["said"] == {"box and path -> box": 3}
    assert all(look["recorded"]["box"]["x"] == 0.5 for look in written["list"])
    assert page.read_text().count("<article") == 3 and page.read_text().count("data:image/jpeg") == 6


def test_samples_and_prompt_form_reach_the_server(tmp_path: Path,
                                                  command: Callable[..., tuple[int, str, str]]) -> None:
    plain_bag(tmp_path / "bag", say="pick up thing 3")
    out = tmp_path / "out.json"
    status, _, _ = command(tmp_path / "bag", "--samples", "3", "--prompt-form", "released", "--json", out, "--no-3d")
    written = json.loads(out.read_text())
    assert status == 0 and written["asked"] | {"samples": 3, "prompt_form": "released", "temperature": 0.7,
                                               "seed": 0} == written["asked"]  # fmt: skip
    assert 0.0 < written["list"][0]["new"]["score"] < 1.0


def test_what_goes_wrong_has_a_code(tmp_path: Path, command: Callable[..., tuple[int, str, str]]) -> None:
    plain_bag(tmp_path / "bag", say="pick up thing 3")
    assert command(tmp_path / "bag", "--no-3d", manner="forgetful")[0] == 1
    status, _, told = command(tmp_path / "nothing")
    assert status == 1 and "INPUT_FILE" in told
    assert "INPUT_PARAMETER" in command(tmp_path / "bag", "--samples", "0")[2]
    assert "INPUT_PARAMETER" in command(tmp_path / "bag", "--samples", "2", "--temperature", "0", "--no-3d")[2]
    bad = tmp_path / "params.yaml"
    bad.write_text("projection_node: {ros__parameters: {clearanse: 1}}\n")
    assert "no parameter 'clearanse'" in command(tmp_path / "bag", "--params", bad)[2]


def test_text_of_bags_is_only_text(scene: tuple[Path, Told], tmp_path: Path) -> None:
    folder, told = scene
    evil = "<script>alert(1)</script>"
    run = replay(find_bags(folder), saying(Answer(told.box, told.path, think=evil)), None)
    run = Run([dataclasses.replace(run.looks[0], attempt=dataclasses.replace(run.looks[0].attempt, instruction=evil))],
              {evil: [evil]}, 1)  # fmt: skip
    page = replay_page(run, summarise_replay(run, {"model": evil}), find_bags(folder), tmp_path)
    assert "<script" not in page and page.count("&lt;script&gt;") >= 4
    assert json.dumps(look_json(run.looks[0]))
