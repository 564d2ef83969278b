# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""The recordings of one node, one after the other: each begins with what the time before left."""

import threading
import time
from collections import Counter
from collections.abc import Callable, Mapping
from pathlib import Path

from vla_r1_ros.core.errors import RecordingError
from vla_r1_ros.ros.bag_writer import BagTopic
from vla_r1_ros.ros.recording import Message, Recording, RecordingState
from vla_r1_ros.ros.ring import Ring, held

_STOP_WITHIN_S = 1.2


class Recordings:
    """Hands what is heard to the recording under way. Called from one thread; ends happen in threads of their own.

    Args:
        make: opens a recording; may raise RecordingError.
        ring: keeps the time before a recording; None where one begins at once.
        ended: told folder and final counts of each recording, from any thread.
    """

    def __init__(self, make: Callable[[], Recording], ring: Ring | None,
                 ended: Callable[[Path, RecordingState], None]) -> None:
        self._make, self._ring, self._ended = make, ring, ended
        self._topics: dict[str, BagTopic] = {}
        self._held: dict[str, int] = {}
        self._notes: dict[str, Mapping[str, str]] = {}
        self._ends: list[threading.Thread] = []
        self._lock = threading.Lock()
        self._dropped: Counter[str] = Counter()
        self.now: Recording | None = None
        self.finished = 0
        self.error: RecordingError | None = None

    def begin(self, info: Mapping[str, str], notes: Mapping[str, str]) -> Path | None:
        """Begin a recording with a note `info` (a record of its own where it has words), end the one under way with
        `notes`; None, and `error` says why, where there can be none."""
        self.end(notes)
        try:
            recording = self._make()
        except RecordingError as error:
            self.error = error
            return None
        self.error = None
        notes_of_it: dict[str, Mapping[str, str]] = self._notes | ({"attempt": info} if info else {})
        for name, values in notes_of_it.items():
            recording.note(name, values)
        for topic in self._topics.values():
            recording.add_topic(topic)
        for each in self._ring.messages(time.time_ns()) if self._ring is not None else ():
            recording.put(each.topic, each.received_ns, each.published_ns, each.data)
        self.now = recording
        return recording.folder

    def end(self, notes: Mapping[str, str]) -> None:
        """End the recording under way, if any, without waiting for the disk."""
        recording, self.now = self.now, None
        if recording is not None:
            thread = threading.Thread(target=self._close, args=(recording, notes), name="end of a recording")
            self._ends = [each for each in self._ends if each.is_alive()] + [thread]
            thread.start()

    def close(self, notes: Mapping[str, str]) -> None:
        """End the recording under way, and wait for all."""
        self.end(notes)
        for thread in self._ends:
            thread.join()

    def add_topic(self, topic: BagTopic) -> None:
        """Announce a topic before its first message."""
        self._topics[topic.name], self._held[topic.name] = topic, held(topic)
        if self.now is not None:
            self.now.add_topic(topic)

    def note(self, name: str, values: Mapping[str, str]) -> None:
        """Put a record of texts into this recording, and into those that follow."""
        self._notes[name] = values
        if self.now is not None:
            self.now.note(name, values)

    def put(self, topic: str, received_ns: int, published_ns: int, data: bytes) -> None:
        """Take one serialized message."""
        if self._ring is not None:
            self._ring.put(Message(topic, received_ns, published_ns, data), self._held[topic])
        if self.now is not None:
            self.now.put(topic, received_ns, published_ns, data)

    def dropped(self) -> Counter[str]:
        """Return the dropped messages by topic, of all recordings."""
        with self._lock:
            return self._dropped + Counter(self.now.dropped() if self.now is not None else {})

    def _close(self, recording: Recording, notes: Mapping[str, str]) -> None:
        state = recording.stop(_STOP_WITHIN_S, notes)
        with self._lock:
            self._dropped.update(recording.dropped())
            self.finished += 1
        self._ended(recording.folder, state)
