# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""The recorder as users run it: a process of its own, over DDS, ended by signals, read back by two other readers."""

import json
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest
import yaml

pytest.importorskip("rclpy")

from mcap.reader import make_reader
from rosbags.highlevel import AnyReader

from ...evaluation.bags import readable
from .recording_rig import ROOT, Rig, expected

SMALL = [48, 64]


@pytest.fixture
def rig(tmp_path: Path) -> Iterator[Rig]:
    made = Rig(tmp_path)
    yield made
    made.close()


def by_mcap(file: Path) -> dict[str, list[bytes]]:
    found: dict[str, list[bytes]] = {}
    with file.open("rb") as stream:
        for _, channel, message in make_reader(stream, validate_crcs=True).iter_messages(log_time_order=False):
            found.setdefault(channel.topic, []).append(message.data)
    return found


def by_rosbags(folder: Path) -> dict[str, list[bytes]]:
    found: dict[str, list[bytes]] = {}
    with AnyReader([folder]) as reader:
        for connection, _, data in reader.messages():
            found.setdefault(connection.topic, []).append(bytes(data))
            reader.deserialize(data, connection.msgtype)
    return found


TOPICS = {
    "/camera/image": {"kind": "image", "qos": "sensor", "size": SMALL},
    "/camera/depth": {"kind": "depth", "qos": "sensor", "size": SMALL},
    "/words": {"kind": "text", "qos": "command"},
    "/robot_description": {"kind": "text", "qos": "latched"},
    "/private/words": {"kind": "text", "qos": "command"},
    "/hidden/_action/words": {"kind": "text", "qos": "command"},
}


@pytest.mark.parametrize(
    ("compression", "signum"),
    [("lz4", signal.SIGINT), pytest.param("zstd", signal.SIGTERM, marks=pytest.mark.slow)],
)
def test_two_independent_readers_give_the_bytes_that_were_published(
    rig: Rig, compression: str, signum: signal.Signals
) -> None:
    recorder = rig.recorder(compression=compression, include="['/camera/.*', '/words', '/robot.*', '/private/.*']",
                            exclude="['/private/.*']")  # fmt: skip
    heard = {name: topic for name, topic in TOPICS.items() if "private" not in name and "hidden" not in name}
    stream = rig.stream(topics=heard, count=40, rate_hz=50, early=["/robot_description"])
    assert stream.wait(60.0) == 0, rig.log("stream")
    assert rig.finish(recorder, signum) < 2.0
    folder = rig.folder / "bag"
    assert sorted(path.name for path in folder.iterdir()) == ["bag_0.mcap", "metadata.yaml"]
    bag, other = by_mcap(folder / "bag_0.mcap"), by_rosbags(folder)
    assert bag == other
    assert set(bag) == set(heard)
    for name in heard:
        wanted = expected(heard, name, 1 if name == "/robot_description" else 40)
        assert len(bag[name]) == len(wanted), name
        assert [i for i, data in enumerate(bag[name]) if data != wanted[i]] == [], name


@pytest.mark.slow
def test_metadata(rig: Rig) -> None:
    recorder = rig.recorder(image_rate_hz=10.0)
    topics = {name: TOPICS[name] for name in ("/camera/image", "/camera/depth", "/words")}
    assert rig.stream(topics=topics, count=60, rate_hz=60).wait(60.0) == 0
    rig.finish(recorder)
    folder = rig.folder / "bag"
    information = yaml.safe_load((folder / "metadata.yaml").read_text())["rosbag2_bagfile_information"]
    assert (information["version"], information["storage_identifier"]) == (9, "mcap")
    found = {t["topic_metadata"]["name"]: t for t in information["topics_with_message_count"]}
    assert {"/rosout", "/parameter_events", "/diagnostics"} <= set(found)
    image = found["/camera/image"]["topic_metadata"]
    assert image["offered_qos_profiles"][0]["reliability"] == "best_effort"
    assert found["/words"]["message_count"] == 60
    assert information["message_count"] == sum(t["message_count"] for t in found.values())
    custom = information["custom_data"]
    assert json.loads(custom["recorder_parameters"])["image_rate_hz"] == 10.0
    assert custom["dropped"] == "0"
    assert "rclpy" in custom["versions"]
    # 60 images at 30 Hz of their own stamps are 2 s: 10 a second are kept, the same of colour and of depth
    bag = by_mcap(folder / "bag_0.mcap")
    assert len(bag["/camera/image"]) == pytest.approx(20, abs=1)
    assert [data[4:12] for data in bag["/camera/image"]] == [data[4:12] for data in bag["/camera/depth"]]
    with (folder / "bag_0.mcap").open("rb") as file:
        records = {record.name: record.metadata for record in make_reader(file).iter_metadata()}
    assert records["vla_r1_ros"]["ros_distro"] == information["ros_distro"]
    assert yaml.safe_load(records["rosbag2"]["serialized_metadata"]) == information


@pytest.mark.slow
def test_a_kill_loses_at_most_the_last_chunk(rig: Rig) -> None:
    recorder = rig.recorder(flush_period_s=0.3, chunk_mib=1, compression="none")
    topics = {"/camera/image": {"kind": "image", "qos": "command", "size": [240, 320]}}
    stream = rig.stream(topics=topics, count=2000, rate_hz=30)
    file = rig.folder / "bag" / "bag_0.mcap"
    rig.wait(lambda: file.stat().st_size > 2 << 20, 30.0)
    killed_ns = time.time_ns()
    recorder.kill()
    recorder.wait()
    stream.kill()
    with file.open("rb") as opened:
        got = [message for topic, message in readable(opened) if topic == "/camera/image"]
    wanted = expected(topics, "/camera/image", len(got))
    assert [i for i, message in enumerate(got) if message.data != wanted[i]] == []
    # a chunk is 1 MiB or 0.3 s; the rest of the second is for a loaded machine
    assert killed_ns - got[-1].log_time < 1.3e9
    assert not (rig.folder / "bag" / "metadata.yaml").exists()
    assert [path.name for path in (rig.folder / "bag").iterdir()] == ["bag_0.mcap"]


def mounted(folder: Path, size_mib: int) -> bool:
    folder.mkdir()
    command = ["mount", "-t", "tmpfs", "-o", f"size={size_mib}m", "none", str(folder)]
    return subprocess.run(command, capture_output=True, check=False).returncode == 0


@pytest.mark.slow
@pytest.mark.parametrize("min_free_mib", [0, 4])
def test_full_disk(rig: Rig, min_free_mib: int) -> None:
    """With a limit it ends before the disk is full; without one at the last byte: readable either way."""
    disk = rig.folder / "disk"
    if not mounted(disk, 24):
        pytest.skip("a small file system cannot be mounted here (needs root)")
    try:
        recorder = rig.recorder(output_directory=disk, min_free_mib=min_free_mib, compression="none", chunk_mib=1)
        topics = {"/camera/image": {"kind": "image", "qos": "command", "size": [480, 640]}}
        stream = rig.stream(topics=topics, count=60, rate_hz=30)
        rig.wait(lambda: "RECORD_DISK_FULL" in rig.log("recorder"), 30.0)
        assert stream.wait(30.0) == 0
        assert recorder.poll() is None, "the node goes on reporting"
        rig.finish(recorder)
        bag = by_mcap(disk / "bag" / "bag_0.mcap")["/camera/image"]
        wanted = expected(topics, "/camera/image", 60)
        assert [i for i, data in enumerate(bag) if data != wanted[i]] == []
        assert 14 <= len(bag) < 40
        assert by_rosbags(disk / "bag")["/camera/image"] == bag
        custom = yaml.safe_load((disk / "bag" / "metadata.yaml").read_text())["rosbag2_bagfile_information"]
        assert "RECORD_DISK_FULL" in custom["custom_data"]["ended_by"]
    finally:
        for process in rig.processes:
            process.kill()
            process.wait()
        subprocess.run(["umount", str(disk)], check=True)


@pytest.mark.parametrize(
    ("parameters", "words"),
    [
        ({"min_free_mib": 10**7}, "RECORD_DISK_FULL"),
        pytest.param({"output_directory": "/proc/nowhere"}, "RECORD_FAILED", marks=pytest.mark.slow),
        pytest.param({"include": "['[']"}, "regular expression", marks=pytest.mark.slow),
        pytest.param({"colour": "red"}, "has no parameter 'colour'", marks=pytest.mark.slow),
    ],
)
def test_refused_at_start(rig: Rig, parameters: dict[str, object], words: str) -> None:
    recorder = rig.recorder(**parameters)
    assert recorder.wait(20.0) == 1
    assert words in rig.log("recorder")
    assert "Traceback" not in rig.log("recorder")
    assert not (rig.folder / "bag").exists()


@pytest.mark.slow
def test_a_second_recording_of_the_same_name_has_its_own_folder(rig: Rig) -> None:
    for name in ("bag", "bag_1"):
        recorder = rig.recorder(exclude="['.*']")
        rig.finish(recorder)
        assert (rig.folder / name / f"{name}_0.mcap").exists()


def test_the_shipped_parameter_file_is_accepted(rig: Rig) -> None:
    file = ROOT / "config" / "nodes" / "recorder_node.yaml"
    command = [sys.executable, "-m", "vla_r1_ros.ros.recorder_node", "--ros-args", "--params-file", str(file)]
    recorder = rig.start(command, "recorder")
    rig.wait(lambda: "waits for an attempt" in rig.log("recorder") or recorder.poll() is not None, 60.0)
    recorder.send_signal(signal.SIGINT)
    assert recorder.wait(20.0) == 0, rig.log("recorder")
    assert not list((rig.folder / "recordings").iterdir()), "there was no attempt"


@pytest.mark.slow
def test_vga_colour_and_depth_at_30_hz_without_a_drop(rig: Rig) -> None:
    recorder = rig.recorder()
    topics = {
        "/camera/image": {"kind": "image", "qos": "sensor", "size": [480, 640]},
        "/camera/depth": {"kind": "depth", "qos": "sensor", "size": [480, 640]},
    }
    assert rig.stream(topics=topics, count=600, rate_hz=30, pool=10).wait(120.0) == 0
    cpu_s = sum(psutil.Process(recorder.pid).cpu_times()[:2])
    rss_mib = psutil.Process(recorder.pid).memory_info().rss / 2**20
    stop_s = rig.finish(recorder)
    text = (rig.folder / "bag" / "metadata.yaml").read_text()
    information = yaml.safe_load(text)["rosbag2_bagfile_information"]
    counts = {t["topic_metadata"]["name"]: t["message_count"] for t in information["topics_with_message_count"]}
    with (rig.folder / "bag" / "bag_0.mcap").open("rb") as file:
        times = [m.publish_time for _, _, m in make_reader(file).iter_messages(topics=["/camera/image"])]
    rate_hz = (len(times) - 1) / ((times[-1] - times[0]) * 1e-9)
    size_mib = (rig.folder / "bag" / "bag_0.mcap").stat().st_size / 2**20
    print(f"{rate_hz:.1f} Hz, {cpu_s:.1f} s CPU, {rss_mib:.0f} MiB resident, {size_mib:.0f} MiB, stop {stop_s:.2f} s")
    if rate_hz < 28.0:
        pytest.skip(f"this machine is too loaded to publish at 30 Hz: {rate_hz:.1f} Hz")
    assert information["custom_data"]["dropped"] == "0"
    assert information["custom_data"]["lost_in_transport"] == "0"
    assert {name: counts[name] for name in topics} == dict.fromkeys(topics, 600)
    assert stop_s < 2.0
    assert rss_mib < 700.0


@pytest.mark.slow
def test_a_late_publisher_with_weaker_qos_is_heard_too(rig: Rig) -> None:
    recorder = rig.recorder(include="['/words']")
    topics = {"/words": {"kind": "text", "qos": "command"}}
    first = rig.stream(topics=topics, count=20, rate_hz=50, hold_s=8.0)
    rig.wait(lambda: "reliable messages were sent" in rig.log("stream"), 30.0)
    # joins while the reliable publisher is still there: only a best-effort request matches both
    topics["/words"]["qos"] = "sensor"
    second = rig.stream(topics=topics, count=20, rate_hz=50, hold_s=1.0)
    assert second.wait(60.0) == 0, rig.log("stream")
    assert first.wait(60.0) == 0
    assert "heard anew" in rig.log("recorder")
    rig.finish(recorder)
    texts = by_mcap(rig.folder / "bag" / "bag_0.mcap")["/words"]
    wanted = expected(topics, "/words", 20)
    assert {data: texts.count(data) for data in wanted} == dict.fromkeys(wanted, 2)
