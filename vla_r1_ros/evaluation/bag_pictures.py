# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""The pictures of chosen looks and the words of the reasoning, in one more pass over a bag; damage is tolerated."""

from __future__ import annotations

import struct
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

import cv2
import numpy as np

from vla_r1_ros.core.errors import InputError
from vla_r1_ros.core.image import decode_image
from vla_r1_ros.core.types import ImageArray
from vla_r1_ros.evaluation.bag_contents import Decoder
from vla_r1_ros.evaluation.bag_depth import COMPRESSED, IMAGE, is_depth
from vla_r1_ros.evaluation.bag_files import Bag
from vla_r1_ros.evaluation.bag_read import BagReader, Raw
from vla_r1_ros.evaluation.bag_story import LookStory
from vla_r1_ros.vla.image import check_image, data_url
from vla_r1_ros.vla.settings import ImageFormat

_STRING = "std_msgs/msg/String"
_QUALITY = 80
_MAX_RAW_BYTES = 128 * 1024 * 1024
_MAX_WORDS = 64 * 1024


@dataclass(frozen=True)
class Shown:
    """A picture as a data URI. `drawn`: it is the stack's own overlay, with the decision in it."""

    url: str
    width_px: int
    height_px: int
    drawn: bool


@dataclass
class Seen:
    """What a bag shows: pictures by look (stamp and beginning, ns), and the last words on a look with their time of
    receipt (ns)."""

    pictures: dict[tuple[int, int], Shown] = field(default_factory=dict)
    words: dict[tuple[int, int], tuple[int, str]] = field(default_factory=dict)

    def picture(self, look: LookStory) -> Shown | None:
        """The picture of a look, None where it is not in the bag."""
        return self.pictures.get(_key(look))

    def reasoning(self, look: LookStory) -> str:
        """All that was said on a look: the text grows, and its last state is the whole."""
        return self.words.get(_key(look), (0, ""))[1]

    def hear(self, look: LookStory, log_ns: int, text: str) -> None:
        """Keep words that came during a look, unless later ones are there."""
        if look.begin_ns <= log_ns < look.end_ns and log_ns >= self.words.get(_key(look), (0, ""))[0]:
            self.words[_key(look)] = log_ns, text[:_MAX_WORDS]


def read_seen(bag: Bag, looks: Sequence[LookStory], side_px: int,
              watch: Callable[[Raw, Decoder], None] | None = None) -> Seen:
    """Read what is shown of a bag's looks; pictures have at most `side_px` on their longer side. `watch` is given every
    picture that passes by, not decoded.

    The camera's picture goes before the stack's overlay, of several cameras the one in whose frame the box is, of
    equal stamps (a simulator that began anew) the one received nearest to the look.
    """
    found = Seen()
    best: dict[tuple[int, int], tuple[bool, bool, int]] = {}
    by_stamp: dict[int, list[LookStory]] = {}
    for look in looks:
        by_stamp.setdefault(look.stamp_ns, []).append(look)
    reader = BagReader(bag, _wanted)
    decode = Decoder(reader.schemas)
    for raw in reader.messages():
        if raw.type_name == _STRING:
            message = decode(raw)
            for look in looks if message is not None else ():
                found.hear(look, raw.log_ns, message.data)
            continue
        if is_depth(raw):
            continue
        if watch is not None:
            watch(raw, decode)
        for look in by_stamp.get(header_stamp(raw.data), ()):
            key = _key(look)
            other_frame = look.frame.encode() + b"\0" not in raw.data[12:512]
            rank = is_overlay(raw.topic), other_frame, abs(raw.log_ns - look.begin_ns)
            shown = _shown(raw, decode, side_px) if key not in best or rank < best[key] else None
            if shown is not None:
                best[key], found.pictures[key] = rank, shown
    return found


def _key(look: LookStory) -> tuple[int, int]:
    return look.stamp_ns, look.begin_ns


def _wanted(topic: str, type_name: str) -> bool:
    if type_name == _STRING:
        return topic.rpartition("/")[2] == "reasoning"
    return type_name in (IMAGE, COMPRESSED)


def read_reasoning(bag: Bag, looks: Sequence[LookStory]) -> dict[tuple[int, int], str]:
    """The words of the reasoning by look (stamp and beginning, ns); no picture is touched."""
    found = Seen()
    reader = BagReader(bag, lambda topic, kind: kind == _STRING and _wanted(topic, kind))
    decode = Decoder(reader.schemas)
    for raw in reader.messages():
        message = decode(raw)
        for look in looks if message is not None else ():
            found.hear(look, raw.log_ns, message.data)
    return {key: text for key, (_, text) in found.words.items()}


def picture_stamps(bag: Bag) -> set[int]:
    """The header stamps (ns) of the cameras' pictures."""
    reader = BagReader(bag, lambda topic, kind: kind in (IMAGE, COMPRESSED) and not is_overlay(topic))
    return {header_stamp(raw.data) for raw in reader.messages() if not is_depth(raw)}


def is_overlay(topic: str) -> bool:
    """Whether it is the stack's own drawing, not the camera's picture."""
    return "overlay" in topic.split("/")


def header_stamp(cdr: bytes) -> int:
    """The stamp of a message that begins with a header, without reading the rest of it; 0 where there is none."""
    if len(cdr) < 12:
        return 0
    seconds, nanoseconds = struct.unpack_from("<iI" if cdr[1] & 1 else ">iI", cdr, 4)
    return int(seconds) * 1_000_000_000 + int(nanoseconds)


def _shown(raw: Raw, decode: Decoder, side_px: int) -> Shown | None:
    message = decode(raw)
    if message is None:
        return None
    try:
        image = pixels_of(raw, message)
        check_image(image, _MAX_RAW_BYTES)
        scale = side_px / max(image.shape[:2])
        if scale < 1.0:
            size = max(1, round(image.shape[1] * scale)), max(1, round(image.shape[0] * scale))
            image = np.asarray(cv2.resize(image, size, interpolation=cv2.INTER_AREA), dtype=np.uint8)
        url = data_url(image, ImageFormat.JPEG, _QUALITY)
    except (InputError, cv2.error):
        return None
    return Shown(url, image.shape[1], image.shape[0], is_overlay(raw.topic))


def pixels_of(raw: Raw, message: Any) -> ImageArray:
    """An Image or CompressedImage as RGB (H, W, 3) uint8, of no size where it cannot be decompressed.

    Raises:
        InputError: INPUT_IMAGE_* for an image of ours that cannot be read.
    """
    if raw.type_name == IMAGE:
        return decode_image(message.data, message.encoding, message.width, message.height, message.step,
                            message.is_bigendian)
    bgr = cv2.imdecode(np.asarray(message.data, dtype=np.uint8), cv2.IMREAD_COLOR)
    return np.empty((0, 0, 3), np.uint8) if bgr is None else np.ascontiguousarray(bgr[:, :, ::-1], dtype=np.uint8)
