# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""Which topics are recorded, with which QoS they are heard, and which images are left out."""

import re
import struct
from collections.abc import Sequence

from rclpy.qos import DurabilityPolicy, HistoryPolicy, QoSProfile, ReliabilityPolicy

from vla_r1_ros.core.errors import ErrorCode, InputError

IMAGE_TYPES = frozenset({"sensor_msgs/msg/Image", "sensor_msgs/msg/CompressedImage"})
_IMAGE_DEPTH = 90  # 3 s at 30 Hz
_DEPTH = 1000


class TopicFilter:
    """Regular expressions over absolute topic names: recorded is what fits one of `include` and none of `exclude`.

    Names with a part that begins with an underscore (actions, services) are hidden, and left out unless asked for.

    Raises:
        InputError: INPUT_PARAMETER for an expression that does not compile.
    """

    def __init__(self, include: Sequence[str], exclude: Sequence[str], include_hidden: bool = False) -> None:
        self._include = [_compiled(text) for text in include]
        self._exclude = [_compiled(text) for text in exclude]
        self._include_hidden = include_hidden

    def __call__(self, topic: str) -> bool:
        """Return whether the topic is to be recorded."""
        if not self._include_hidden and any(part.startswith("_") for part in topic.split("/")):
            return False
        chosen = any(pattern.fullmatch(topic) for pattern in self._include)
        return chosen and not any(pattern.fullmatch(topic) for pattern in self._exclude)


def _compiled(text: str) -> re.Pattern[str]:
    try:
        return re.compile(text)
    except re.error as error:
        advice = "topics are given as Python regular expressions, such as /camera/.*"
        raise InputError(ErrorCode.INPUT_PARAMETER, f"'{text}' is no regular expression: {error}", advice) from None


def matching_qos(offers: Sequence[QoSProfile], type_name: str) -> QoSProfile:
    """Return the strongest request that every publisher's offer satisfies (as `ros2 bag record` chooses it)."""
    reliable = all(offer.reliability == ReliabilityPolicy.RELIABLE for offer in offers)
    latched = all(offer.durability == DurabilityPolicy.TRANSIENT_LOCAL for offer in offers)
    return QoSProfile(
        history=HistoryPolicy.KEEP_LAST,
        depth=_IMAGE_DEPTH if type_name in IMAGE_TYPES else _DEPTH,
        reliability=ReliabilityPolicy.RELIABLE if reliable else ReliabilityPolicy.BEST_EFFORT,
        durability=DurabilityPolicy.TRANSIENT_LOCAL if latched else DurabilityPolicy.VOLATILE,
    )


def header_stamp_ns(cdr: bytes) -> int | None:
    """Return the stamp of a serialized message that begins with a std_msgs/Header; None where it is too short."""
    if len(cdr) < 12:
        return None
    seconds, nanoseconds = struct.unpack_from("<iI" if cdr[1] & 1 else ">iI", cdr, 4)
    return int(seconds) * 1_000_000_000 + int(nanoseconds)


class ImageThinner:
    """Keeps the first image of a topic in each 1/rate s by header stamp, so that colour and depth of one look, which
    carry one stamp, are kept or left out together. Rate 0 keeps all."""

    def __init__(self, rate_hz: float) -> None:
        self._rate_hz = rate_hz
        self._last: dict[str, int] = {}
        self.skipped = 0

    def keeps(self, topic: str, cdr: bytes, received_ns: int) -> bool:
        """Return whether this image is recorded."""
        if self._rate_hz <= 0.0:
            return True
        stamp_ns = header_stamp_ns(cdr) or received_ns
        slot = int(stamp_ns * self._rate_hz) // 1_000_000_000
        if self._last.get(topic) == slot:
            self.skipped += 1
            return False
        self._last[topic] = slot
        return True
