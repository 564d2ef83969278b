# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""One recording for each attempt: cut by status, with the seconds before, what still holds, and who ran."""

import json
import signal
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from mcap.reader import make_reader
from rclpy.serialization import deserialize_message
from std_msgs.msg import String

from vla_r1_ros.core.report import StatusReport
from vla_r1_ros.ros.attempt_cut import AttemptCut, Cut
from vla_r1_ros.ros.bag_writer import BagTopic
from vla_r1_ros.ros.recording import Message
from vla_r1_ros.ros.ring import Ring, held

from .recording_rig import Rig

SCRIPT = Path(__file__).parent / "attempts.py"
BEFORE_S, AFTER_S = 1.0, 0.6
LATCHED, LIVE = {"durability": "transient_local"}, {"durability": "volatile"}


@pytest.fixture
def rig(tmp_path: Path) -> Iterator[Rig]:
    made = Rig(tmp_path)
    yield made
    made.close()


def read(folder: Path) -> tuple[dict[str, list[tuple[int, str]]], dict[str, dict[str, str]], dict[str, Any]]:
    """Texts by topic with their times of receipt (ns), metadata records by name, metadata.yaml."""
    texts: dict[str, list[tuple[int, str]]] = {}
    with (folder / f"{folder.name}_0.mcap").open("rb") as file:
        reader = make_reader(file)
        for schema, channel, message in reader.iter_messages():
            assert schema is not None
            text = deserialize_message(message.data, String).data if schema.name == "std_msgs/msg/String" else ""
            texts.setdefault(channel.topic, []).append((message.log_time, text))
        records = {record.name: record.metadata for record in reader.iter_metadata()}
    return texts, records, yaml.safe_load((folder / "metadata.yaml").read_text())["rosbag2_bagfile_information"]


def test_each_attempt_has_its_recording(rig: Rig) -> None:
    recorder = rig.recorder(bag_per="attempt", before_s=BEFORE_S, after_s=AFTER_S)
    lines = [[1.5, "a", "accepted"], [2.0, "a", "decided"], [2.3, "a", "done"], [2.31, "a", "done"],
             [5.5, "b", "accepted"], [5.9, "c", "refused"], [6.0, "b", "failed"],
             [9.0, "d", "accepted"]]  # fmt: skip
    (rig.folder / "plan.json").write_text(json.dumps({"lines": lines, "seconds": 9.5}))
    rig.start([sys.executable, str(SCRIPT), str(rig.folder / "plan.json")], "attempts")
    rig.wait(lambda: "over over" in rig.log("attempts"), 60.0)
    rig.finish(recorder)
    said = {(name, stage): int(at) for name, stage, at in map(str.split, rig.log("attempts").splitlines())}
    folders = sorted(path for path in rig.folder.iterdir() if path.is_dir())
    assert [folder.name for folder in folders] == ["bag", "bag_1", "bag_2"]
    spans = [("a", said["a", "accepted"], said["a", "done"]), ("b", said["b", "accepted"], said["b", "failed"]),
             ("d", said["d", "accepted"], None)]  # fmt: skip
    for folder, (attempt, begin_ns, end_ns) in zip(folders, spans, strict=True):
        texts, records, information = read(folder)
        words = [int(text) for _, text in texts["/words"]]
        assert len(words) == len(set(words)) and words == sorted(words)
        assert BEFORE_S - 0.2 < (begin_ns - words[0]) * 1e-9 < BEFORE_S + 0.3
        if end_ns is not None:
            assert AFTER_S - 0.2 < (words[-1] - end_ns) * 1e-9 < AFTER_S + 1.0
        assert [text for _, text in texts["/robot_description"]] == ["<robot name='of the test'/>"]
        assert {text for _, text in texts["/overlay"]} <= {attempt, "c"}, "the look of another attempt"
        assert information["duration"]["nanoseconds"] < 5e9, "what was latched long ago stretches no recording"
        assert records["attempt"] == {"id": attempt}
        assert records["robot_description"]["urdf"] == "<robot name='of the test'/>"
        parameters = json.loads(records["vla_node"]["parameters"])
        assert (parameters["model"], parameters["speeds"]) == ("tabletop", [0.1, 0.2])
        custom = information["custom_data"]
        assert (custom["attempt id"], custom["vla_node model"], custom["dropped"]) == (attempt, "tabletop", "0")


@pytest.mark.slow
def test_an_attempt_without_end_is_cut(rig: Rig) -> None:
    recorder = rig.recorder(bag_per="attempt", before_s=0.0, longest_attempt_s=1.0)
    plan = {"lines": [[0.2, "a", "accepted"]], "seconds": 4.0}
    (rig.folder / "plan.json").write_text(json.dumps(plan))
    rig.start([sys.executable, str(SCRIPT), str(rig.folder / "plan.json")], "attempts")
    rig.wait(lambda: "over over" in rig.log("attempts"), 60.0)
    rig.finish(recorder, signal.SIGTERM)
    texts, _, _ = read(rig.folder / "bag")
    assert 0.8 < (texts["/words"][-1][0] - texts["/words"][0][0]) * 1e-9 < 2.5


def line(attempt: str, stage: str) -> StatusReport:
    return StatusReport(0, "vla_node", attempt, 0, stage)


def test_the_cut_follows_one_attempt_at_a_time() -> None:
    cut = AttemptCut(2.0, 100.0)
    assert cut.heard(line("", "ready"), 0.0) is Cut.NOTHING
    assert cut.heard(line("a", "accepted"), 1.0) is Cut.BEGIN
    assert cut.heard(line("b", "refused"), 2.0) is Cut.NOTHING
    assert cut.heard(line("a", "done"), 3.0) is Cut.NOTHING
    assert (cut.tick(4.9), cut.tick(5.1), cut.tick(5.2)) == (Cut.NOTHING, Cut.END, Cut.NOTHING)
    assert cut.heard(line("a", "done"), 6.0) is Cut.NOTHING, "a late line begins nothing"
    assert cut.heard(line("b", "failed"), 7.0) is Cut.BEGIN, "refused before, then asked again; over at once"
    assert cut.heard(line("c", "accepted"), 7.5) is Cut.BEGIN
    assert (cut.attempt, cut.tick(9.5), cut.tick(107.6)) == ("c", Cut.NOTHING, Cut.END)


def message(topic: str, at_s: float, data: bytes = b"12345678") -> Message:
    return Message(topic, int(at_s * 1e9), int(at_s * 1e9), data)


def test_the_ring_is_bounded_in_time_and_bytes() -> None:
    ring = Ring(2.0, 8 * 15)
    for tenth in range(100):
        ring.put(message("/t", tenth / 10))
    assert [m.received_ns / 1e9 for m in ring.messages(int(9.9e9))] == [at / 10 for at in range(85, 100)]
    assert ring.bytes == 8 * 15
    assert [m.received_ns / 1e9 for m in ring.messages(int(11.75e9))] == [9.8, 9.9]


def test_what_still_holds_is_given_once_as_if_it_had_come_when_the_rest_begins() -> None:
    ring = Ring(1.0, 1000)
    for count, data in enumerate((b"one", b"two", b"one", b"three")):
        ring.put(message("/tf_static", count, data), hold=2)
    for at in (9.5, 9.7):
        ring.put(message("/t", at))
    ring.put(message("/tf_static", 9.8, b"three"), hold=2)
    found = [(m.topic, m.received_ns / 1e9, m.data) for m in ring.messages(int(10e9))]
    assert found == [("/tf_static", 9.5, b"one"), ("/t", 9.5, b"12345678"), ("/t", 9.7, b"12345678"),
                     ("/tf_static", 9.8, b"three")]  # fmt: skip


@pytest.mark.parametrize(
    ("name", "offers", "count"),
    [("/robot_description", (LATCHED,), 1), ("/cell/tf_static", (LATCHED, LATCHED), 64), ("/words", (LIVE,), 0),
     ("/mixed", (LATCHED, LIVE), 0), ("/cell/affordance", (LATCHED,), 0), ("/unknown", (), 0)],
)  # fmt: skip
def test_what_is_held(name: str, offers: tuple[dict[str, str], ...], count: int) -> None:
    assert held(BagTopic(name, "std_msgs/msg/String", "", "", offers)) == count
