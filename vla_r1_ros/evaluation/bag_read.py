# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""Bags read message by message, as far as a damaged one can be read.

MCAP is walked here rather than by a library: messages that nobody wants (images) are stepped over without a copy, and
what comes before and after a damaged chunk is still given. The format is https://mcap.dev/spec.
"""

import bisect
import mmap
import sqlite3
import struct
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import lz4.frame  # type: ignore[import-untyped]
import zstandard

from vla_r1_ros.evaluation.bag_files import PACKED, Bag

Wanted = Callable[[str, str], bool]
_MAGIC = b"\x89MCAP0\r\n"
_FOOTER, _SCHEMA, _CHANNEL, _MESSAGE, _CHUNK, _CHUNK_INDEX, _DATA_END = 2, 3, 4, 5, 6, 8, 15
_FOOTER_BYTES = 29
_MAX_CHUNK, _MAX_MESSAGE = 1 << 30, 1 << 26
_ZSTD = b"\x28\xb5\x2f\xfd"  # no CDR message begins so


@dataclass(frozen=True)
class Raw:
    """A message as recorded: time of receipt in ns, CDR bytes."""

    topic: str
    type_name: str
    log_ns: int
    data: bytes


@dataclass
class BagReader:
    """Reads the wanted messages of a bag, in the order of the files.

    `wanted` is asked with topic and type of each channel; of a topic that `once` wants, each file gives the first
    message only. While and after reading, `lost` says in plain words what could not be read, `schemas` has the
    definitions (ros2msg) of the wanted types that the bag brings.
    """

    bag: Bag
    wanted: Wanted
    lost: list[str] = field(default_factory=list)
    schemas: dict[str, str] = field(default_factory=dict)
    topics: set[str] = field(default_factory=set)
    once: Wanted = lambda *_: False

    def messages(self) -> Iterator[Raw]:
        """The wanted messages; never raises for what a file holds."""
        for path in self.bag.files:
            if path.suffix == PACKED:
                self.lost.append(f"{path.name}: is packed as a whole, not read; unpack it with `zstd -d`")
                continue
            try:
                yield from map(_unpacked_message, self._sqlite(path) if path.suffix == ".db3" else self._mcap(path))
            except (OSError, ValueError) as error:
                self.lost.append(f"{path.name}: cannot be read: {error}")

    def _sqlite(self, path: Path) -> Iterator[Raw]:
        count = 0
        try:
            base = sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)
            try:
                rows = base.execute("SELECT id, name, type FROM topics").fetchall()
                rows = [row for row in rows if isinstance(row[1], str) and isinstance(row[2], str)]
                self.topics |= {name for _, name, _ in rows}
                chosen = {ident: (name, kind) for ident, name, kind in rows if self.wanted(name, kind)}
                self._definitions(base)
                for ident, name, kind in rows:
                    if ident not in chosen and self.once(name, kind):
                        query = ("SELECT timestamp, data FROM messages WHERE topic_id = ? AND "
                                 "typeof(timestamp) = 'integer' AND typeof(data) = 'blob' LIMIT 1")
                        yield from (Raw(name, kind, stamp, data) for stamp, data in base.execute(query, (ident,)))
                marks = ",".join("?" * len(chosen))
                query = ("SELECT topic_id, timestamp, data FROM messages WHERE typeof(timestamp) = 'integer' AND "
                         f"typeof(data) = 'blob' AND topic_id IN ({marks}) ORDER BY id")
                for ident, stamp, data in base.execute(query, tuple(chosen)):
                    count += 1
                    yield Raw(*chosen[ident], stamp, data)
            finally:
                base.close()
        except sqlite3.DatabaseError as error:
            self.lost.append(f"{path.name}: damaged after {count} messages of the stack: {error}")

    def _definitions(self, base: sqlite3.Connection) -> None:
        """What the bag itself says about its types; bags before ROS 2 Iron have no such table."""
        if base.execute("SELECT 1 FROM sqlite_master WHERE name = 'message_definitions'").fetchone():
            query = ("SELECT topic_type, encoded_message_definition FROM message_definitions "
                     "WHERE encoding = 'ros2msg' AND typeof(encoded_message_definition) = 'text'")
            self.schemas.update(base.execute(query))

    def _mcap(self, path: Path) -> Iterator[Raw]:
        if path.stat().st_size < len(_MAGIC):
            self.lost.append(f"{path.name}: is empty")
            return
        with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as mapped:
            view = memoryview(mapped)
            try:
                yield from _McapWalk(self, path.name).file(view)
            finally:
                view.release()


class _McapWalk:
    """One MCAP file from its first to its last readable record."""

    def __init__(self, reader: BagReader, name: str) -> None:
        self._reader = reader
        self._name = name
        self._schemas: dict[int, tuple[str, str, str]] = {}
        self._channels: dict[int, tuple[str, str] | None] = {}
        self._once: set[int] = set()
        self._unknown = 0
        self._ends: dict[int, int] = {}  # of each chunk, by its place, where the file's index has them
        self._places: list[int] = []

    def file(self, view: memoryview) -> Iterator[Raw]:
        """The wanted messages of the file."""
        if bytes(view[: len(_MAGIC)]) != _MAGIC:
            self._lose("is no MCAP file")
            return
        yield from self._summary(view)
        yield from self._data(view)
        if self._unknown:
            self._lose(f"{self._unknown} messages of topics whose definition is lost")

    def _summary(self, view: memoryview) -> Iterator[Raw]:
        """The definitions of all topics from the end of the file, where it has one: a damaged chunk may hold them."""
        at = len(view) - len(_MAGIC) - _FOOTER_BYTES
        if at < len(_MAGIC) or bytes(view[-len(_MAGIC) :]) != _MAGIC or view[at] != _FOOTER:
            return
        start, _, crc = struct.unpack_from("<QQI", view, at + 9)
        if not 0 < start < at:
            return
        if crc and zlib.crc32(view[start : len(view) - len(_MAGIC) - 4]) != crc:
            self._lose("its index is damaged (checksum)")
            return
        yield from self._guarded(0, view[start:at], "in the summary", cut=False)
        self._places = sorted(self._ends)

    def _data(self, view: memoryview) -> Iterator[Raw]:
        at, size, chunked = len(_MAGIC), len(view), bool(self._places)
        while at + 9 <= size:
            opcode, length = struct.unpack_from("<BQ", view, at)
            end = at + 9 + length
            later = bisect.bisect_right(self._places, at)
            following = self._places[later] if later < len(self._places) else None
            opcode = _CHUNK if self._ends.get(at) == end else opcode  # the index knows, whatever stands there
            if opcode == 0 or end > (following or size) or self._ends.get(at, end) != end:
                if following is None:
                    break
                self._lose(f"is damaged from byte {at}; goes on at byte {following}")
                at = following
            elif opcode == _DATA_END and following is None:
                return
            elif opcode == _MESSAGE and chunked:
                self._lose(f"is damaged at byte {at}: a message outside of the chunks")
                at = end
            else:
                chunked |= opcode == _CHUNK
                yield from self._guarded(opcode, view[at + 9 : end], f"at byte {at}", cut=False)
                at = end
        self._lose(f"was cut: readable up to byte {at} of {size}, no end of the recording")
        if at + 9 <= size and view[at] == _CHUNK:
            yield from self._guarded(_CHUNK, view[at + 9 :], "at the cut", cut=True)

    def _guarded(self, opcode: int, content: memoryview, where: str, *, cut: bool) -> Iterator[Raw]:
        try:
            if opcode == _CHUNK:
                yield from self._records(self._chunk(content, where, cut), where, cut)
            elif opcode == 0:
                yield from self._records(content, where, cut)
            else:
                yield from self._record(opcode, content)
        except (struct.error, RuntimeError, EOFError, zstandard.ZstdError, ValueError, MemoryError) as error:
            self._lose(f"a record {where} is damaged: {error!r}")

    def _chunk(self, content: memoryview, where: str, cut: bool) -> memoryview:
        start, end, size, crc, words = struct.unpack_from("<QQQII", content, 0)
        compression = bytes(content[32 : 32 + words]).decode()
        stored = content[40 + words :]
        if size > _MAX_CHUNK:
            raise ValueError(f"a chunk that claims {size} bytes")
        data = _unpacked(compression, stored[:size] if cut and not compression else stored, size)
        if crc and not (cut and len(data) < size) and zlib.crc32(data) != crc:  # of a part there is no checksum
            self._lose(f"a chunk {where} is damaged (checksum): {max(end - start, 0) * 1e-9:.2f} s of messages")
            return memoryview(b"")
        return memoryview(data)

    def _records(self, view: memoryview, where: str, cut: bool) -> Iterator[Raw]:
        at, size = 0, len(view)
        while at + 9 <= size:
            opcode, length = struct.unpack_from("<BQ", view, at)
            if at + 9 + length > size:
                break
            yield from self._record(opcode, view[at + 9 : at + 9 + length])
            at += 9 + length
        if at < size and not cut:
            self._lose(f"a record {where} is damaged: {size - at} of its {size} bytes cannot be read")

    def _record(self, opcode: int, content: memoryview) -> Iterator[Raw]:
        if opcode == _MESSAGE:
            ident, _, log_ns = struct.unpack_from("<HIQ", content, 0)
            channel = self._channels.get(ident)
            self._unknown += ident not in self._channels
            if ident in self._once:
                self._channels[ident] = None
            if channel is not None:
                yield Raw(*channel, log_ns, bytes(content[22:]))
        elif opcode == _SCHEMA:
            (ident,) = struct.unpack_from("<H", content, 0)
            name, at = _text(content, 2)
            encoding, at = _text(content, at)
            self._schemas.setdefault(ident, (name, encoding, _text(content, at)[0]))
        elif opcode == _CHANNEL:
            ident, schema = struct.unpack_from("<HH", content, 0)
            topic, at = _text(content, 4)
            name, kind, definition = self._schemas.get(schema, ("", "", ""))
            self._reader.topics.add(topic)
            wanted = self._reader.wanted(topic, name)
            chosen = _text(content, at)[0] == "cdr" and (wanted or self._reader.once(topic, name))
            if chosen and not wanted:
                self._once.add(ident)
            self._channels.setdefault(ident, (topic, name) if chosen else None)  # the first one counts: all are equal
            if chosen and kind == "ros2msg":
                self._reader.schemas[name] = definition
        elif opcode == _CHUNK_INDEX:
            place, length = struct.unpack_from("<QQ", content, 16)
            self._ends[place] = place + length

    def _lose(self, words: str) -> None:
        self._reader.lost.append(f"{self._name}: {words}")


def _text(view: memoryview, at: int) -> tuple[str, int]:
    (length,) = struct.unpack_from("<I", view, at)
    return bytes(view[at + 4 : at + 4 + length]).decode(), at + 4 + length


def _unpacked(compression: str, stored: memoryview, size: int) -> Any:
    """At most `size` bytes, whatever the compressed frame claims; fewer where it was cut."""
    if compression == "":
        return stored
    if compression == "lz4":
        # not LZ4FrameDecompressor: it copies whatever is no bytes object
        return lz4.frame.decompress_chunk(lz4.frame.create_decompression_context(), stored, max_length=size)[0]
    if compression == "zstd":
        return zstandard.ZstdDecompressor().stream_reader(stored).read(size)
    raise ValueError(f"unknown compression '{compression[:20]}'")


def _unpacked_message(raw: Raw) -> Raw:
    """The message as it was before `ros2 bag record --compression-mode message`; damaged ones stay as they are."""
    if not raw.data.startswith(_ZSTD):
        return raw
    try:
        size = zstandard.frame_content_size(raw.data)
        most = min(size, _MAX_MESSAGE) if size >= 0 else _MAX_MESSAGE
        return replace(raw, data=zstandard.ZstdDecompressor().stream_reader(raw.data).read(most))
    except zstandard.ZstdError:
        return raw
