# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""Bags that were cut, damaged, packed, or written by others: all that can be read is read, the rest is told."""

import random
import shutil
import sqlite3
from pathlib import Path

import pytest
import zstandard

pytest.importorskip("rclpy")

from mcap.writer import CompressionType, Writer
from rclpy.serialization import serialize_message
from sensor_msgs.msg import CameraInfo, Image

from vla_r1_ros.evaluation.bag_files import Bag, find_bags
from vla_r1_ros.evaluation.bag_summary import report_text, summarise
from vla_r1_ros.ros.schemas import schema_text

from .bags import T0, S, read, result, stamped, two, type_name, write


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


@pytest.mark.parametrize("compression", ["none", "lz4", "zstd"])
def test_one_wrong_byte_anywhere_is_harmless_or_told(tmp_path: Path, compression: str) -> None:
    folder = write(tmp_path / "bag", two(), compression)
    file, rng = folder / "bag_0.mcap", random.Random(11)
    whole, (full, lost) = file.read_bytes(), read(folder)
    assert lost == []
    heads = [at for at in range(len(whole) - 8) if whole[at : at + 4] in (b"\x28\xb5\x2f\xfd", b"\x04\x22\x4d\x18")]
    places = [(at + i, rng.randrange(8)) for at in heads[:10] for i in range(4, 15)]  # frames that claim another size
    records, at = [], 8
    while at + 9 <= len(whole):
        records.append(at)
        at += 9 + int.from_bytes(whole[at + 1 : at + 9], "little")
    places += [(at + i, rng.randrange(8)) for at in rng.sample(records, 10) for i in range(9)]
    places += [(at, bit) for at in records if whole[at] in (6, 15) for bit in range(8)]  # kinds: chunk, end of data
    places += [(next(at for at in records if whole[at] == 7), bit) for bit in range(8)]  # index of a chunk
    for at, bit in places + [(rng.randrange(len(whole)), rng.randrange(8)) for _ in range(100)]:
        data = bytearray(whole)
        data[at] ^= 1 << bit
        file.write_bytes(data)
        found, lost = read(folder)
        assert lost or found == full, (at, bit)


@pytest.mark.parametrize("compression", ["none", "zstd"])
def test_a_chunk_whose_length_is_wrong_is_not_believed_where_its_content_is_wrong_too(
    tmp_path: Path, compression: str
) -> None:
    folder = write(tmp_path / "bag", two(), compression)
    file, (full, _) = folder / "bag_0.mcap", read(folder)
    data = bytearray(file.read_bytes())
    data[-20] ^= 0xFF  # the index's checksum: the file tells no more where chunks are
    chunk = 8
    while data[chunk] != 6:
        chunk += 9 + int.from_bytes(data[chunk + 1 : chunk + 9], "little")
    data[chunk + 8] ^= 0x40  # its length: beyond the end of the file, as where a recording was cut
    file.write_bytes(data)
    whole, lost = read(folder)
    assert whole == full[: len(whole)] != [] and "was cut" in lost[-1], "only its length is wrong"
    data[chunk + 9 + 40 + 300] ^= 1
    file.write_bytes(data)
    found, lost = read(folder)
    assert found == [] and lost


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


def test_a_damaged_page_across_chunks_costs_those_chunks(tmp_path: Path) -> None:
    folder = write(tmp_path / "bag", two(picture=2000), "none")
    file = folder / "bag_0.mcap"
    whole, (full, _) = file.read_bytes(), read(folder)
    middle = len(whole) // 2
    file.write_bytes(whole[:middle] + bytes(8192) + whole[middle + 8192 :])
    found, lost = read(folder)
    assert any("goes on at byte" in words for words in lost)
    assert found[0] == full[0] and found[-1] == full[-1] and len(full) - 30 < len(found) < len(full)


def test_a_chunk_without_checksum_that_ends_early_is_told(tmp_path: Path) -> None:
    file = tmp_path / "bag_0.mcap"
    with file.open("wb") as stream:  # as `ros2 bag record --storage-preset-profile fastwrite` writes
        writer = Writer(stream, compression=CompressionType.NONE, enable_crcs=False, use_chunking=True)
        writer.start(profile="ros2")
        schema = writer.register_schema("std_msgs/msg/String", "ros2msg", b"string data")
        channel = writer.register_channel("/words", "cdr", schema)
        for i in range(10):
            writer.add_message(channel, T0 + i, b"here it is %d" % i, T0)
        writer.finish()
    assert len(read(file)[0]) == 10 and read(file)[1] == []
    data = bytearray(file.read_bytes())
    data[data.find(b"here it is 5") - 23] = 0xFF  # a byte of the record's length
    file.write_bytes(data)
    found, lost = read(file)
    assert len(found) == 5 and len(lost) == 1 and "cannot be read" in lost[0]


def test_a_file_of_a_bag_stands_for_the_bag(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = write(tmp_path / "bag", [])
    (folder / "metadata.yaml").unlink()  # a recorder that was killed
    file = folder / "bag_0.mcap"
    assert find_bags(file) == find_bags(folder) == find_bags(tmp_path) == [Bag(folder, (file,))]
    monkeypatch.chdir(folder)
    assert [len(bag.files) for bag in find_bags(Path())] == [1] and find_bags(Path())[0].path.is_dir()
    other = tmp_path / "loose.mcap"
    other.write_bytes(file.read_bytes())
    assert find_bags(other) == [Bag(other, (other,))]


def test_messages_that_were_packed_one_by_one_are_read(tmp_path: Path) -> None:
    """As `ros2 bag record --compression-mode message --compression-format zstd` writes them."""
    file, packer = tmp_path / "bag_0.mcap", zstandard.ZstdCompressor()
    with file.open("wb") as stream:
        writer = Writer(stream, compression=CompressionType.NONE)
        writer.start(profile="ros2")
        channels: dict[str, int] = {}
        for at, topic, message in two():
            kind = type_name(message)
            schema = writer.register_schema(kind, "ros2msg", schema_text(kind).encode())
            channels.setdefault(topic, writer.register_channel(topic, "cdr", schema))
            data = packer.compress(serialize_message(message))
            writer.add_message(channels[topic], T0 + int(at * S), data, T0)
        writer.add_message(channels["/tf"], T0, b"\x28\xb5\x2f\xfd" + bytes(9), T0)  # damaged
        writer.finish()
    found = result(file)
    assert [a.final for a in found.attempts] == ["done", "failed"] and found.lost == ()
    assert found.attempts[0].facts["robot"] == "panda" and found.attempts[0].tool is not None


def test_a_packed_file_is_told_not_passed_over(tmp_path: Path) -> None:
    folder = write(tmp_path / "bag", two())
    shutil.copytree(folder, tmp_path / "packed")
    (tmp_path / "packed" / "bag_0.mcap").rename(tmp_path / "packed" / "packed_0.mcap.zstd")
    bags = find_bags(tmp_path)
    assert [bag.path.name for bag in bags] == ["bag", "packed"]
    assert "zstd -d" in result(tmp_path / "packed").lost[0]


def test_a_bag_of_ros2_bag_record_in_sqlite(tmp_path: Path) -> None:
    file = tmp_path / "trial" / "trial_0.db3"
    file.parent.mkdir()
    with sqlite3.connect(file) as base:  # the tables of rosbag2_storage_sqlite3
        base.execute("CREATE TABLE topics(id INTEGER PRIMARY KEY, name TEXT, type TEXT, serialization_format TEXT)")
        base.execute("CREATE TABLE messages(id INTEGER PRIMARY KEY, topic_id INTEGER, timestamp INTEGER, data BLOB)")
        base.execute("CREATE TABLE message_definitions(id INTEGER PRIMARY KEY, topic_type TEXT, encoding TEXT, "
                     "encoded_message_definition TEXT, type_description_hash TEXT)")
        ids: dict[str, int] = {}
        near = [(0.0, "/cam/near", stamped(Image(encoding="16UC1"), i, "cam")) for i in range(3)]
        small = (0.0, "/cam/camera_info", stamped(CameraInfo(width=64, height=48), 7, "cam"))
        for at, topic, message in [small, *near, *two()]:
            if topic not in ids:
                ids[topic] = len(ids) + 1
                kind = type_name(message)
                base.execute("INSERT INTO topics VALUES(?, ?, ?, 'cdr')", (ids[topic], topic, kind))
                base.execute("INSERT INTO message_definitions(topic_type, encoding, encoded_message_definition) "
                             "VALUES(?, 'ros2msg', ?)", (kind, schema_text(kind)))
            row = (ids[topic], T0 + int(at * S), serialize_message(message))
            base.execute("INSERT INTO messages(topic_id, timestamp, data) VALUES(?, ?, ?)", row)
        for stamp, data in ((T0, 10**12), (T0, None), ("now", b""), (None, "text")):  # what damage can leave there
            base.execute("INSERT INTO messages(topic_id, timestamp, data) VALUES(1, ?, ?)", (stamp, data))
    base.close()
    found = result(tmp_path)
    assert found.lost == (), "vision_msgs too, by the bag's own definitions"
    assert [a.final for a in found.attempts] == ["done", "failed"] and found.attempts[0].tool is not None
    box = found.attempts[0].story.looks[0].box
    assert box is not None and box.x == 0.5, "the depth camera's info is not the picture's"
    file.write_bytes(file.read_bytes()[: file.stat().st_size // 2])
    assert result(tmp_path).lost
