# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""The recording without DDS: bounded memory, full disks, broken disks, choice of topics and images."""

import errno
import os
import random
import struct
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest
import yaml

pytest.importorskip("rclpy")

from mcap.reader import make_reader
from rclpy.qos import DurabilityPolicy, ReliabilityPolicy

from vla_r1_ros.core.errors import ErrorCode, InputError, RecordingError
from vla_r1_ros.ros.bag_file import ReservedFile
from vla_r1_ros.ros.bag_writer import BagTopic, BagWriter
from vla_r1_ros.ros.qos import COMMAND, LATCHED, SENSOR
from vla_r1_ros.ros.recorder_node import RecorderParameters
from vla_r1_ros.ros.recording import Recording, RecordingLimits
from vla_r1_ros.ros.topic_choice import ImageThinner, TopicFilter, header_stamp_ns, matching_qos

TOPIC = BagTopic("/t", "std_msgs/msg/String", "string data\n", "RIHS01_0")
MIB = 1 << 20


class Disk:
    """os.write with a quota over all files, or slow, or broken after so many bytes."""

    def __init__(self, quota: int = 1 << 60, error: int = errno.ENOSPC) -> None:
        self.quota = quota
        self.error = error
        self.gate = threading.Event()
        self.gate.set()

    def write(self, fd: int, data: memoryview) -> int:
        self.gate.wait(10.0)
        if self.quota <= 0:
            raise OSError(self.error, os.strerror(self.error))
        done = os.write(fd, data[: self.quota])
        self.quota -= done
        return done


def writer(folder: Path, disk: Disk | None = None, chunk_bytes: int = MIB) -> BagWriter:
    return BagWriter(folder / "bag", {"a": "b"}, "kilted", "none", chunk_bytes, (disk or Disk()).write)


def messages(folder: Path) -> list[bytes]:
    with (folder / "bag" / "bag_0.mcap").open("rb") as file:
        return [message.data for _, _, message in make_reader(file, validate_crcs=True).iter_messages()]


def information(folder: Path) -> dict[str, object]:
    text = (folder / "bag" / "metadata.yaml").read_text()
    return yaml.safe_load(text)["rosbag2_bagfile_information"]  # type: ignore[no-any-return]


def wait(done: Callable[[], bool]) -> None:
    end = time.monotonic() + 10.0
    while not done():
        assert time.monotonic() < end
        time.sleep(0.01)


def test_a_message_that_cannot_be_written_ends_the_recording_with_a_word(tmp_path: Path) -> None:
    recording = Recording(writer(tmp_path), RecordingLimits())
    recording.put("/never_announced", 1000, 900, b"x")
    wait(lambda: recording.state().error is not None)
    error = recording.state().error
    assert error is not None and error.code is ErrorCode.RECORD_FAILED and "KeyError" in error.message
    assert not recording.put("/t", 1001, 900, b"x"), "nothing piles up any more"
    recording.stop()


def test_a_publisher_with_a_time_before_1970_is_recorded(tmp_path: Path) -> None:
    recording = Recording(writer(tmp_path), RecordingLimits())
    recording.add_topic(TOPIC)
    recording.put("/t", 1000, -5, b"x")
    assert recording.stop().error is None
    assert messages(tmp_path) == [b"x"]


def test_what_is_put_is_in_the_bag(tmp_path: Path) -> None:
    recording = Recording(writer(tmp_path), RecordingLimits())
    recording.add_topic(TOPIC)
    sent = [random.Random(i).randbytes(i * 100) for i in range(100)]
    for i, data in enumerate(sent):
        assert recording.put("/t", 1000 + i, 900 + i, data)
    state = recording.stop(notes={"note": "x"})
    assert (state.messages, state.dropped, state.error) == (100, 0, None)
    assert messages(tmp_path) == sent
    found = information(tmp_path)
    assert found["message_count"] == 100
    assert found["duration"] == {"nanoseconds": 99}
    assert found["custom_data"] == {"a": "b", "note": "x", "dropped": "0"}
    assert not recording.put("/t", 1, 1, b"late")


def test_an_empty_recording_is_a_bag(tmp_path: Path) -> None:
    Recording(writer(tmp_path), RecordingLimits()).stop()
    assert messages(tmp_path) == []
    assert information(tmp_path)["message_count"] == 0


def test_a_slow_disk_costs_counted_drops_of_images_first_and_no_memory(tmp_path: Path) -> None:
    disk = Disk()
    recording = Recording(writer(tmp_path, disk), RecordingLimits(queue_bytes=10 * MIB))
    recording.add_topic(TOPIC)
    disk.gate.clear()
    taken = [recording.put("/t", i, i, bytes(MIB)) for i in range(30)]
    # up to 2 chunks may be under way in the writer
    assert 8 <= sum(taken) <= 12
    assert recording.state().queued_bytes <= 10 * MIB
    assert recording.put("/t", 99, 99, b"a decision")
    assert recording.state().dropped == 30 - sum(taken)
    assert recording.dropped() == {"/t": 30 - sum(taken)}
    disk.gate.set()
    state = recording.stop()
    assert state.messages == sum(taken) + 1
    assert information(tmp_path)["custom_data"]["dropped"] == str(30 - sum(taken))  # type: ignore[index]


def test_stop_comes_back_in_time_with_a_full_queue(tmp_path: Path) -> None:
    disk = Disk()
    slow = disk.write
    recording = Recording(writer(tmp_path), RecordingLimits(queue_bytes=64 * MIB))
    recording._writer._file._write = lambda fd, data: (time.sleep(0.05), slow(fd, data))[1]  # type: ignore[attr-defined]
    recording.add_topic(TOPIC)
    for i in range(60):
        recording.put("/t", i, i, bytes(MIB))
    begin = time.monotonic()
    state = recording.stop(within_s=0.5)
    assert time.monotonic() - begin < 2.0
    assert state.messages + state.dropped == 60
    assert state.dropped > 0
    assert len(messages(tmp_path)) == state.messages


@pytest.mark.parametrize("seed", range(50))
def test_the_disk_fills_at_a_random_byte(tmp_path: Path, seed: int) -> None:
    """R17: it ends cleanly, says so, and all that it counted is in the bag."""
    rng = random.Random(seed)
    chunk = 1 << 16
    disk = Disk(quota=rng.randrange(3000, 3_000_000))
    bag = writer(tmp_path, disk, chunk)
    give_up = bag._file._give_up_reserve

    def freed() -> None:
        disk.quota += 3 * chunk + MIB
        give_up()

    bag._file._give_up_reserve = freed  # type: ignore[method-assign]
    recording = Recording(bag, RecordingLimits(flush_period_s=0.05, min_free_bytes=0))
    recording.add_topic(TOPIC)
    sent = 0
    while recording.state().error is None:
        recording.put("/t", sent, sent, struct.pack("<I", sent) + bytes(rng.randrange(50_000)))
        sent += 1
        assert sent < 100_000
        while recording.state().queued_bytes > MIB:
            time.sleep(0.001)
    state = recording.stop()
    assert state.error is not None
    assert state.error.code is ErrorCode.RECORD_DISK_FULL
    got = messages(tmp_path)
    assert len(got) == state.messages
    assert [struct.unpack_from("<I", data)[0] for data in got] == list(range(len(got)))
    assert "RECORD_DISK_FULL" in information(tmp_path)["custom_data"]["ended_by"]  # type: ignore[index]


def test_the_disk_is_watched(tmp_path: Path) -> None:
    free = [100 * MIB]
    limits = RecordingLimits(flush_period_s=0.05, min_free_bytes=50 * MIB)
    recording = Recording(writer(tmp_path), limits, lambda _: free[0])
    recording.add_topic(TOPIC)
    recording.put("/t", 1, 1, b"one")
    free[0] = 49 * MIB
    wait(lambda: recording.state().error is not None)
    state = recording.stop()
    assert state.error is not None
    assert state.error.code is ErrorCode.RECORD_DISK_FULL
    assert messages(tmp_path) == [b"one"]


def test_a_broken_disk_ends_the_recording_with_a_code(tmp_path: Path) -> None:
    disk = Disk(quota=5000, error=errno.EIO)
    recording = Recording(writer(tmp_path, disk), RecordingLimits(flush_period_s=0.05))
    recording.add_topic(TOPIC)
    recording.put("/t", 1, 1, bytes(10_000))
    wait(lambda: recording.state().error is not None)
    state = recording.stop()
    assert state.error is not None
    assert state.error.code is ErrorCode.RECORD_FAILED
    assert not recording.put("/t", 2, 2, b"x")


def test_folder_cannot_be_made(tmp_path: Path) -> None:
    (tmp_path / "bag").write_text("a file")
    with pytest.raises(RecordingError) as caught:
        writer(tmp_path)
    assert caught.value.code is ErrorCode.RECORD_FAILED


def test_a_disk_without_room_for_the_reserve_is_full(tmp_path: Path) -> None:
    with pytest.raises(RecordingError) as caught:
        ReservedFile(tmp_path / "f", 1 << 60)
    assert caught.value.code is ErrorCode.RECORD_DISK_FULL


def test_the_reserve_has_no_name(tmp_path: Path) -> None:
    file = ReservedFile(tmp_path / "f", 4 * MIB)
    assert [path.name for path in tmp_path.iterdir()] == ["f"]
    assert file.write(b"abc") == 3
    assert file.tell() == 3
    file.close()
    assert (tmp_path / "f").read_bytes() == b"abc"


@pytest.mark.parametrize("name", ["a/b", "..", ".hidden", "", "a\\b"])
def test_names_of_folders(name: str) -> None:
    with pytest.raises(InputError):
        RecorderParameters(name=name)


def test_topic_filter() -> None:
    chosen = TopicFilter(["/camera/.*", "/status"], [".*/compressed"])
    names = ["/camera/image", "/camera/image/compressed", "/status", "/motion_status", "/camera/_action/status"]
    assert [name for name in names if chosen(name)] == ["/camera/image", "/status"]
    assert TopicFilter([".*"], [], include_hidden=True)("/a/_action/status")
    with pytest.raises(InputError, match="regular expression"):
        TopicFilter(["("], [])


def test_qos_is_the_strongest_that_all_publishers_offer() -> None:
    both = matching_qos([LATCHED, SENSOR], "std_msgs/msg/String")
    assert (both.reliability, both.durability) == (ReliabilityPolicy.BEST_EFFORT, DurabilityPolicy.VOLATILE)
    latched = matching_qos([LATCHED, LATCHED], "std_msgs/msg/String")
    assert latched.reliability == ReliabilityPolicy.RELIABLE
    assert latched.durability == DurabilityPolicy.TRANSIENT_LOCAL
    assert matching_qos([LATCHED, COMMAND], "x/msg/Y").durability == DurabilityPolicy.VOLATILE


def cdr(stamp_ns: int) -> bytes:
    return b"\x00\x01\x00\x00" + struct.pack("<iI", *divmod(stamp_ns, 10**9)) + bytes(20)


def test_thinning_keeps_colour_and_depth_of_one_stamp_together() -> None:
    thinner = ImageThinner(5.0)
    stamps = [int(i * 1e9 / 30) for i in range(300)]
    colour = [stamp for stamp in stamps if thinner.keeps("/colour", cdr(stamp), 1)]
    depth = [stamp for stamp in stamps if thinner.keeps("/depth", cdr(stamp), 2)]
    assert colour == depth
    assert len(colour) == 50
    assert thinner.skipped == 500
    assert all(ImageThinner(0.0).keeps("/colour", cdr(0), 1) for _ in range(3))


def test_header_stamp() -> None:
    assert header_stamp_ns(cdr(1_234_567_890_123)) == 1_234_567_890_123
    assert header_stamp_ns(b"\x00\x00\x00\x00" + struct.pack(">iI", 5, 6)) == 5_000_000_006
    assert header_stamp_ns(b"short") is None
