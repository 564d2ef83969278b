# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""Evaluation from bags: written by the project's own writer and by rosbags' SQLite writer, whole, cut and damaged."""

import json
import random
import shutil
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest

pytest.importorskip("rclpy")

from geometry_msgs.msg import PoseStamped, TransformStamped
from nav_msgs.msg import Path as PathMsg
from rclpy.serialization import serialize_message
from sensor_msgs.msg import CameraInfo, Image, JointState
from std_msgs.msg import String
from tf2_msgs.msg import TFMessage
from vision_msgs.msg import Detection2D, Detection2DArray

from vla_r1_ros.cli.main import main
from vla_r1_ros.core.errors import ErrorCode
from vla_r1_ros.core.report import StatusReport
from vla_r1_ros.evaluation.bag_attempts import BagResult, evaluate_bag
from vla_r1_ros.evaluation.bag_read import find_bags
from vla_r1_ros.evaluation.bag_summary import csv_text, report_text, summarise
from vla_r1_ros.evaluation.verdicts import Source, load_verdicts
from vla_r1_ros.ros import convert
from vla_r1_ros.ros.bag_writer import BagTopic, BagWriter
from vla_r1_ros.ros.schemas import schema_text

T0 = 1_790_000_000 * 10**9
S = 10**9
WAY = [(0.5, 0.0, 0.02), (0.5, 0.0, 0.25), (0.5, 0.2, 0.25), (0.5, 0.2, 0.05)]
SAY = "put the red cube in the blue bowl"
Item = tuple[float, str, Any]


def report(at: float, source: str, stage: str, attempt: str = "", stamp: int = 7, code: ErrorCode = ErrorCode.OK,
           **values: str) -> Item:
    topic = "/cell/status" if source == "vla_node" else "/cell/motion_status"
    return at, topic, convert.status_to_msg(StatusReport(stamp, source, attempt, 0, stage, code, code.name * bool(code),
                                                         values))  # fmt: skip


def stamped(message: Any, stamp: int, frame: str) -> Any:
    message.header.stamp.sec, message.header.stamp.nanosec, message.header.frame_id = stamp // S, stamp % S, frame
    return message


def path(points: list[tuple[float, ...]], stamp: int, frame: str) -> PathMsg:
    message = stamped(PathMsg(), stamp, frame)
    for point in points:
        pose = PoseStamped()
        at = pose.pose.position
        at.x, at.y, at.z = *map(float, point), *([0.0] * (3 - len(point)))
        message.poses.append(pose)
    return message


def tf(point: np.ndarray, offset: float) -> TFMessage:
    one = TransformStamped()
    one.header.frame_id, one.child_frame_id = "panda_link0", "panda_hand"
    translation = one.transform.translation
    translation.x, translation.y, translation.z = point[0] + offset, point[1], point[2] + 0.1
    tool = TransformStamped()
    tool.header.frame_id, tool.child_frame_id = "panda_hand", "panda_hand_tcp"
    tool.transform.translation.z = -0.1
    return TFMessage(transforms=[one, tool])


def items(name: str, *, good: bool, begin: float = 0.0, stamp: int = 7, picture: int = 0) -> Iterator[Item]:
    """One carry: the tool goes 5 mm beside the intended way from 3 s to 7 s after `begin`."""
    code = ErrorCode.OK if good else ErrorCode.GRASP_LOST
    yield begin, "/cell/camera_info", stamped(CameraInfo(width=640, height=480), stamp, "cam")
    yield begin, "/joint_states", JointState(name=[f"panda_joint{i}" for i in range(1, 8)])
    yield report(begin, "vla_node", "accepted", name, 0, instruction=SAY, steps="1", model="tabletop")
    yield report(begin + 0.1, "vla_node", "look", name, stamp)
    if not good:
        yield report(begin + 0.2, "vla_node", "retry", name, stamp)
    box = Detection2D()
    box.bbox.center.position.x, box.bbox.center.position.y, box.bbox.size_x, box.bbox.size_y = 320.0, 240.0, 64.0, 48.0
    yield begin + 1, "/cell/affordance", stamped(Detection2DArray(detections=[box]), stamp, "cam")
    yield begin + 1, "/cell/trajectory_2d", path([(64, 48), (320, 240)], stamp, "cam")
    yield report(begin + 1.1, "vla_node", "decided", name, stamp, kind="carry", model_ms="900.0", own_ms="50.0")
    yield begin + 1.2, "/cell/trajectory", path(WAY, stamp, "panda_link0")
    for i, share in enumerate(np.linspace(0.0, 1.0, 41)):
        point = np.array([0.5, 0.2 * min(1.0, 2 * share), 0.25 - 0.2 * max(0.0, 2 * share - 1)])
        at = begin + 3.0 + 0.1 * i
        yield at, "/tf", tf(point, 0.005)
        yield at, "/cell/image", stamped(Image(height=1, width=picture, data=bytes(picture)), i, "cam")
    yield report(begin + 5.0, "planner_node", "travel", stamp=stamp, seconds="2.0")
    yield report(begin + 7.0, "planner_node", "lower", stamp=stamp, seconds="2.0")
    yield report(begin + 8.0, "vla_node", "done" if good else "failed", name, stamp, code)
    # the stack believes in itself; the referee saw it fall off the table
    word = {"seed": 3, "task": "carry", "instruction": SAY, "verdict": "failure", "success": False,
            "code": "OFF_TABLE", "reason": "the red cube fell off the table"}  # fmt: skip
    yield begin + 9.0, "/sim_node/referee", String(data=json.dumps(word))


def type_name(message: Any) -> str:
    return f"{type(message).__module__.split('.')[0]}/msg/{type(message).__name__}"


def write(folder: Path, told: list[Item], compression: str = "lz4") -> Path:
    bag = BagWriter(folder, {}, "kilted", compression, 4096)
    for at, topic, message in told:
        kind = type_name(message)
        bag.add_topic(BagTopic(topic, kind, schema_text(kind), "RIHS01_0"))
        bag.write(topic, T0 + int(at * S), T0 + int(at * S), serialize_message(message))
    bag.close()
    return folder


def result(folder: Path) -> BagResult:
    (bag,) = find_bags(folder)
    return evaluate_bag(bag)


def two(picture: int = 0) -> list[Item]:
    return [*items("a-1", good=True, picture=picture), *items("a-2", good=False, begin=20.0, stamp=8, picture=picture)]


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


@pytest.mark.parametrize("compression", ["none", "lz4", "zstd"])
def test_cut_anywhere_gives_a_prefix_and_says_so(tmp_path: Path, compression: str) -> None:
    folder = write(tmp_path / "bag", two(picture=2000), compression)
    file = folder / "bag_0.mcap"
    whole, data_end = file.read_bytes(), file.read_bytes().rfind(b"\x0f\x04\x00\x00\x00\x00\x00\x00\x00")
    full = [a.attempt for a in result(folder).attempts]
    rng, seen = random.Random(5), set()
    for _ in range(40):
        cut = rng.randrange(data_end)
        file.write_bytes(whole[:cut])
        found = result(folder)
        names = [a.attempt for a in found.attempts]
        assert names == full[: len(names)] and found.lost, cut
        assert all(attempt.final or attempt.tool is None for attempt in found.attempts), "half a way is not compared"
        seen.add((len(names), found.attempts[-1].final if names else ""))
        assert "lost or left out" in report_text(summarise([found]))
    assert {count for count, _ in seen} == {0, 1, 2}, "cuts before, in and after the first attempt"
    assert (1, "") in seen or (2, "") in seen, "an attempt without its end is told as such"


def test_damage_in_the_middle_costs_that_chunk_only(tmp_path: Path) -> None:
    folder = write(tmp_path / "bag", two(picture=2000), "none")
    file = folder / "bag_0.mcap"
    data = bytearray(file.read_bytes())
    data[data.find(b"retry")] ^= 0xFF
    file.write_bytes(data)
    found = result(folder)
    assert len(found.lost) == 1 and "checksum" in found.lost[0]
    first, second = found.attempts
    assert first.model_ms == (900.0,), "before it"
    assert (second.final, second.retries) == ("failed", 0), "after it"
    assert second.stages == (("travel", 2.0), ("lower", 2.0)), "their topic's definition was in the damaged chunk too"


def test_noise_is_never_an_exception(tmp_path: Path) -> None:
    folder = write(tmp_path / "bag", two(), "none")
    file, rng = folder / "bag_0.mcap", random.Random(11)
    whole = file.read_bytes()
    for _ in range(60):
        data = bytearray(whole)
        for _ in range(rng.randrange(1, 30)):
            data[rng.randrange(len(data))] = rng.randrange(256)
        file.write_bytes(data)
        report_text(summarise([result(folder)]))


def test_a_bag_of_ros2_bag_record_in_sqlite(tmp_path: Path) -> None:
    file = tmp_path / "trial" / "trial_0.db3"
    file.parent.mkdir()
    with sqlite3.connect(file) as base:  # the tables of rosbag2_storage_sqlite3
        base.execute("CREATE TABLE topics(id INTEGER PRIMARY KEY, name TEXT, type TEXT, serialization_format TEXT)")
        base.execute("CREATE TABLE messages(id INTEGER PRIMARY KEY, topic_id INTEGER, timestamp INTEGER, data BLOB)")
        ids: dict[str, int] = {}
        for at, topic, message in two():
            if topic not in ids:
                ids[topic] = len(ids) + 1
                base.execute("INSERT INTO topics VALUES(?, ?, ?, 'cdr')", (ids[topic], topic, type_name(message)))
            row = (ids[topic], T0 + int(at * S), serialize_message(message))
            base.execute("INSERT INTO messages(topic_id, timestamp, data) VALUES(?, ?, ?)", row)
    base.close()
    found = result(tmp_path)
    assert [a.final for a in found.attempts] == ["done", "failed"] and found.attempts[0].tool is not None
    file.write_bytes(file.read_bytes()[: file.stat().st_size // 2])
    assert result(tmp_path).lost


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
