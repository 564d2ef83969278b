# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""Joining the messages of one look: equal stamps belong together."""

from collections import OrderedDict
from collections.abc import Callable, Sequence
from typing import Any

from vla_r1_ros.ros.convert import stamp_from_msg


class StampJoiner:
    """Collects one message per topic and hands them on once all with an equal stamp are there.

    Of the looks that stay incomplete only the `keep` newest are kept. A repeated message replaces the earlier one
    and never fires twice."""

    def __init__(self, topics: Sequence[str], on_joined: Callable[[int, dict[str, Any]], None], keep: int = 8) -> None:
        self._topics = frozenset(topics)
        self._on_joined = on_joined
        self._keep = keep
        self._open: dict[int, dict[str, Any]] = {}
        self._fired: OrderedDict[int, None] = OrderedDict()

    def add(self, topic: str, message: Any) -> None:
        """Take a message with a header; calls `on_joined(stamp_ns, {topic: message})` when it completes a look."""
        stamp_ns = stamp_from_msg(message.header.stamp)
        if stamp_ns in self._fired:
            return
        parts = self._open.setdefault(stamp_ns, {})
        parts[topic] = message
        if self._topics <= parts.keys():
            del self._open[stamp_ns]
            self._fired[stamp_ns] = None
            self._on_joined(stamp_ns, parts)
        while len(self._open) > self._keep:
            del self._open[min(self._open)]
        while len(self._fired) > 4 * self._keep:
            self._fired.popitem(last=False)

    def forget(self) -> None:
        """Drop what is open and what was handed on: after a jump of the clock stamps may come again."""
        self._open.clear()
        self._fired.clear()
