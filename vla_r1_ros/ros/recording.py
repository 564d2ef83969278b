# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""A recording under way: messages go in from the executor, a thread of its own writes them, memory stays bounded."""

import os
import shutil
import threading
import time
from collections import Counter, deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from vla_r1_ros.core.errors import ErrorCode, RecordingError, internal_error
from vla_r1_ros.ros.bag_file import FULL
from vla_r1_ros.ros.bag_writer import BagTopic, BagWriter
from vla_r1_ros.ros.disk_sync import DiskSync

_SMALL = 64 << 10
_SMALL_RESERVE = 0.1
_DISK_PERIOD_S = 1.0
_OVERHEAD = 200
_SYNC_WITHIN_S = 0.4


@dataclass(frozen=True)
class RecordingLimits:
    """`queue_bytes` may wait to be written; a chunk is ended every `flush_period_s`; recording ends when less than
    `min_free_bytes` of the disk are free."""

    queue_bytes: int = 256 << 20
    flush_period_s: float = 1.0
    min_free_bytes: int = 512 << 20


@dataclass(frozen=True)
class RecordingState:
    """Counts since the start; `bytes_synced` of those written would outlive a power cut, None where nobody forces them
    onto the disk; `error` says why the recording ended by itself."""

    messages: int
    bytes_in: int
    bytes_written: int
    bytes_synced: int | None
    dropped: int
    queued_bytes: int
    free_bytes: int
    error: RecordingError | None


@dataclass(frozen=True)
class Message:
    """One serialized message; times in ns since the epoch."""

    topic: str
    received_ns: int
    published_ns: int
    data: bytes


@dataclass(frozen=True)
class _Note:
    name: str
    values: Mapping[str, str]


def free_bytes(folder: Path) -> int:
    """Return the bytes that are free for us on the disk of `folder`."""
    return shutil.disk_usage(folder).free


class Recording:
    """Feeds a bag from a bounded queue. When the queue is full, new messages are dropped and counted: large ones
    first, a tenth of the queue is kept for messages under 64 KiB (decisions, states).

    Args:
        sync: forces a file onto the disk after each flush, in a thread of its own; None leaves that to the system.
    """

    def __init__(
        self,
        writer: BagWriter,
        limits: RecordingLimits,
        free: Callable[[Path], int] = free_bytes,
        sync: Callable[[int], None] | None = os.fdatasync,
    ) -> None:
        self._writer = writer
        self._limits = limits
        self._free = free
        self._wake = threading.Condition()
        self._queue: deque[BagTopic | _Note | Message] = deque()
        self._queued_bytes = 0
        self._dropped: Counter[str] = Counter()
        self._messages = 0
        self._bytes_in = 0
        self._error: RecordingError | None = None
        self._stop_by: float | None = None
        self._abandoned = 0
        self._notes: dict[str, str] = {}
        self._free_bytes = free(writer.folder)
        self._disk = None if sync is None else DiskSync(writer.path, sync)
        self._thread = threading.Thread(target=self._run, name="recording")
        self._thread.start()

    @property
    def folder(self) -> Path:
        """The bag's directory."""
        return self._writer.folder

    def add_topic(self, topic: BagTopic) -> None:
        """Announce a topic before its first message."""
        with self._wake:
            self._queue.append(topic)
            self._wake.notify()

    def note(self, name: str, values: Mapping[str, str]) -> None:
        """Put a record of texts by name into the bag; readers take the last one of a name."""
        with self._wake:
            self._queue.append(_Note(name, dict(values)))
            self._wake.notify()

    def put(self, topic: str, received_ns: int, published_ns: int, data: bytes) -> bool:
        """Queue one serialized message; returns at once, False where it was dropped or the recording is over."""
        size = len(data) + _OVERHEAD
        share = 1.0 if size < _SMALL else 1.0 - _SMALL_RESERVE
        with self._wake:
            if self._error is not None or self._stop_by is not None:
                return False
            if self._queued_bytes + size > share * self._limits.queue_bytes:
                self._dropped[topic] += 1
                return False
            # the publisher's time comes from the network, and a bag has no field for one before 1970
            self._queue.append(Message(topic, received_ns, published_ns if published_ns > 0 else received_ns, data))
            self._queued_bytes += size
            self._wake.notify()
        return True

    def state(self) -> RecordingState:
        """Return the counts as they are now."""
        with self._wake:
            return RecordingState(
                self._messages, self._bytes_in, self._writer.bytes_written,
                None if self._disk is None else self._disk.bytes_synced, self._dropped.total() + self._abandoned,
                self._queued_bytes, self._free_bytes, self._error,
            )  # fmt: skip

    def dropped(self) -> dict[str, int]:
        """Return the dropped messages by topic."""
        with self._wake:
            return dict(self._dropped)

    def stop(self, within_s: float = 1.5, notes: Mapping[str, str] | None = None) -> RecordingState:
        """Write what is queued, as far as `within_s` allows, close the bag with `notes` among its info, and return
        the final counts."""
        with self._wake:
            self._notes = dict(notes or {})
            self._stop_by = time.monotonic() + within_s
            self._wake.notify()
        self._thread.join()
        return self.state()

    def _run(self) -> None:
        try:
            self._pump()
            self._writer.close(self._summary())
        except Exception as error:  # noqa: BLE001 - the boundary of the thread: told by state(), and the node says it
            words = f"the recording broke off: {getattr(error, 'strerror', None) or internal_error(error).message}"
            self._end(RecordingError(ErrorCode.RECORD_FAILED, words, "what was written until then can be read"))
            self._writer.abandon()
        if self._disk is not None:
            self._disk.close(_SYNC_WITHIN_S)
            if self._disk.error is not None and self._error is None:
                self._end(_not_kept(self._disk.error))

    def _pump(self) -> None:
        """Write until told to stop, the disk is nearly full, or it fails."""
        flushed_s = checked_s = time.monotonic()
        while True:
            item, over = self._next(flushed_s + self._limits.flush_period_s)
            if over:
                return
            if isinstance(item, BagTopic):
                self._writer.add_topic(item)
            elif isinstance(item, _Note):
                self._writer.note(item.name, item.values)
            elif item is not None:
                self._writer.write(item.topic, item.received_ns, item.published_ns, item.data)
                self._messages += 1
                self._bytes_in += len(item.data)
            now = time.monotonic()
            if now - flushed_s >= self._limits.flush_period_s:
                self._writer.flush()
                flushed_s = now
                if self._disk is not None:
                    self._disk.request()
            if now - checked_s >= _DISK_PERIOD_S:
                self._free_bytes = self._free(self._writer.folder)
                checked_s = now
            if self._writer.full or self._free_bytes < self._limits.min_free_bytes:
                self._end(self._disk_full())
                return
            if self._disk is not None and self._disk.error is not None:
                self._end(_not_kept(self._disk.error))
                return

    def _next(self, until_s: float) -> tuple[BagTopic | _Note | Message | None, bool]:
        """Return the next item, None when there is none until then; True when the recording is to end."""
        with self._wake:
            while not self._queue and self._stop_by is None:
                wait_s = until_s - time.monotonic()
                if wait_s <= 0.0:
                    return None, False
                self._wake.wait(wait_s)
            late = self._stop_by is not None and time.monotonic() > self._stop_by
            if not self._queue or late:
                self._discard()
                return None, True
            item = self._queue.popleft()
            if isinstance(item, Message):
                self._queued_bytes -= len(item.data) + _OVERHEAD
            return item, False

    def _discard(self) -> None:
        self._abandoned += sum(isinstance(item, Message) for item in self._queue)
        self._queue.clear()
        self._queued_bytes = 0

    def _end(self, error: RecordingError) -> None:
        with self._wake:
            self._error = error
            self._discard()

    def _disk_full(self) -> RecordingError:
        mib = self._free_bytes >> 20
        words = f"the disk is full: {mib} MiB free, {self._limits.min_free_bytes >> 20} MiB are kept; recording ended"
        return RecordingError(ErrorCode.RECORD_DISK_FULL, words, "free space, or choose another output_directory")

    def _summary(self) -> dict[str, str]:
        with self._wake:
            summary = dict(self._notes)
            summary |= {f"dropped {topic}": str(count) for topic, count in sorted(self._dropped.items())}
            summary["dropped"] = str(self._dropped.total() + self._abandoned)
            if self._error is not None:
                summary["ended_by"] = str(self._error)
        return summary


def _not_kept(error: OSError) -> RecordingError:
    code = ErrorCode.RECORD_DISK_FULL if error.errno in FULL else ErrorCode.RECORD_FAILED
    words = f"the disk did not keep what was written: {error.strerror}; recording ended"
    return RecordingError(code, words, "look at the disk (`dmesg`), or choose another output_directory")
