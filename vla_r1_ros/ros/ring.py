# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""What a recording that begins now has to know of the time before: the last seconds, and what still holds."""

from collections import OrderedDict, deque
from dataclasses import replace

from rclpy.qos import DurabilityPolicy

from vla_r1_ros.ros.bag_writer import BagTopic
from vla_r1_ros.ros.recording import Message

_NS = 1_000_000_000
_STATIC = 64  # static transforms: each of many publishers has its own message
#: Latched, but of one look: a recording of a later attempt has no use for the decision of an earlier one.
_OF_A_LOOK = frozenset({"affordance", "trajectory_2d", "overlay", "target", "trajectory", "obstacles", "plan",
                        "markers"})  # fmt: skip


def held(topic: BagTopic) -> int:
    """Return how many of a topic's last messages still hold for one who comes later; 0 for what is not latched."""
    name = topic.name.rpartition("/")[2]
    latched = DurabilityPolicy.TRANSIENT_LOCAL.name.lower()
    if name in _OF_A_LOOK or not topic.offered or any(offer["durability"] != latched for offer in topic.offered):
        return 0
    return _STATIC if name == "tf_static" else len(topic.offered)


class Ring:
    """Messages in the order of their receipt, at most `seconds` and `most_bytes` of them, and what is held."""

    def __init__(self, seconds: float, most_bytes: int) -> None:
        self._span_ns, self._most_bytes = int(seconds * _NS), most_bytes
        self._messages: deque[Message] = deque()
        self._held: dict[str, OrderedDict[bytes, Message]] = {}
        self.bytes = 0

    def put(self, message: Message, hold: int = 0) -> None:
        """Take a message; `hold` as in :func:`held`."""
        self._messages.append(message)
        self.bytes += len(message.data)
        self._forget(message.received_ns)
        if hold:
            kept = self._held.setdefault(message.topic, OrderedDict())
            kept.pop(message.data, None)
            kept[message.data] = message
            while len(kept) > hold:
                kept.popitem(last=False)

    def messages(self, now_ns: int) -> list[Message]:
        """Return what a recording begins with: first what still holds, as if it had come when the rest begins."""
        self._forget(now_ns)
        begin_ns = self._messages[0].received_ns if self._messages else now_ns
        older = [replace(message, received_ns=begin_ns) for kept in self._held.values() for message in kept.values()
                 if message.received_ns < begin_ns]  # fmt: skip
        return [*older, *self._messages]

    def _forget(self, now_ns: int) -> None:
        while self._messages and (self._messages[0].received_ns < now_ns - self._span_ns
                                  or self.bytes > self._most_bytes):  # fmt: skip
            self.bytes -= len(self._messages.popleft().data)
