# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""What the camera and the joints said at chosen looks, in one more pass over a bag; only what is needed is decoded."""

from __future__ import annotations

import struct
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import cv2

from vla_r1_ros.core.errors import InputError
from vla_r1_ros.core.types import ImageArray
from vla_r1_ros.evaluation.bag_contents import Decoder, joint_positions
from vla_r1_ros.evaluation.bag_depth import COMPRESSED, IMAGE, ImageTopics
from vla_r1_ros.evaluation.bag_files import Bag
from vla_r1_ros.evaluation.bag_pictures import header_stamp, is_overlay, pixels_of
from vla_r1_ros.evaluation.bag_read import BagReader, Raw
from vla_r1_ros.evaluation.bag_story import LookStory

_INFO, _JOINTS = "sensor_msgs/msg/CameraInfo", "sensor_msgs/msg/JointState"
_JOINTS_WITHIN_NS = 500_000_000
_DEPTH_WITHIN_NS = 1_000_000_000
Key = tuple[int, int]


@dataclass
class LookData:
    """One look as recorded: messages of the colour image, of the depth image nearest in time, of both cameras'
    info, and by name the position of each joint, of the state nearest in time, with how far it is from the look (ns).
    """

    image: Raw | None = None
    depth: Raw | None = None
    info: Raw | None = None
    depth_info: Raw | None = None
    joints: dict[str, tuple[int, float]] = field(default_factory=dict)

    def picture(self, decode: Decoder) -> ImageArray | None:
        """The colour image as RGB (H, W, 3) uint8; None where it is not in the bag or cannot be read."""
        message: Any = None if self.image is None else decode(self.image)
        if self.image is None or message is None:
            return None
        try:
            image = pixels_of(self.image, message)
        except (InputError, cv2.error):
            return None
        return image if image.size else None


def look_key(look: LookStory) -> Key:
    """Looks of two attempts may have one stamp, where a simulator began anew."""
    return look.stamp_ns, look.begin_ns


def read_looks(bag: Bag, looks: Sequence[LookStory], *, measured: bool = True) -> tuple[dict[Key, LookData], Decoder]:
    """Read what was recorded at looks, by :func:`look_key`, and what decodes it.

    Of several cameras the one counts in whose frame the answer is; of equal stamps the image received nearest to the
    look. With `measured` False only the colour images are read.
    """
    found = {look_key(look): LookData() for look in looks}
    reader = BagReader(bag, _wanted if measured else _wanted_picture)
    pick = _Pick(looks, found, measured)
    for raw in reader.messages():
        pick.take(raw)
    pick.infos()
    return found, Decoder(reader.schemas)


class _Pick:
    """Of the messages that fit a look, the best one."""

    def __init__(self, looks: Sequence[LookStory], found: dict[Key, LookData], measured: bool) -> None:
        self._looks, self._found, self._measured = looks, found, measured
        self._best: dict[tuple[Key, str], tuple[bool, int, int]] = {}
        self._seen_infos: dict[tuple[str, str], Raw] = {}
        self._images = ImageTopics()
        self._stamps = {look.stamp_ns for look in looks}

    def take(self, raw: Raw) -> None:
        """Keep a message where it is the best so far for a look."""
        if raw.type_name == _INFO:
            self._seen_infos.setdefault((raw.topic, frame_of(raw.data)), raw)
            return
        stamp = header_stamp(raw.data)
        if raw.type_name == _JOINTS:
            self._joints(raw, stamp)
        elif self._images.take(raw):
            for look in self._looks if self._measured else ():
                away = abs(stamp - look.stamp_ns)
                if away <= _DEPTH_WITHIN_NS:
                    self._keep("depth", look, raw, away)
        elif stamp in self._stamps:
            for look in self._looks:
                if look.stamp_ns == stamp:
                    self._keep("image", look, raw, 0)

    def _keep(self, which: str, look: LookStory, raw: Raw, away_ns: int) -> None:
        key = look_key(look)
        other_frame = bool(look.frame) and frame_of(raw.data) != look.frame
        rank = other_frame, away_ns, abs(raw.log_ns - look.begin_ns)
        if (key, which) not in self._best or rank < self._best[key, which]:
            self._best[key, which] = rank
            setattr(self._found[key], which, raw)

    def _joints(self, raw: Raw, stamp: int) -> None:
        near = [look for look in self._looks if abs(stamp - look.stamp_ns) <= _JOINTS_WITHIN_NS]
        positions = joint_positions(raw.data) if near else {}
        for look in near:
            joints, away = self._found[look_key(look)].joints, abs(stamp - look.stamp_ns)
            for name, position in positions.items():
                if away < joints.get(name, (_JOINTS_WITHIN_NS + 1, 0.0))[0]:
                    joints[name] = away, position

    def infos(self) -> None:
        """Give each look the info of its cameras, by the frame of the images."""
        infos: dict[tuple[bool, str], Raw] = {}
        for (topic, frame), raw in self._seen_infos.items():
            infos.setdefault((self._images.is_depth_info(topic), frame), raw)
        for data in self._found.values():
            for image, which, depth in ((data.image, "info", False), (data.depth, "depth_info", True)):
                info = None if image is None else infos.get((depth, frame_of(image.data)))
                if info is None and image is not None and depth:  # registered, with the colour camera's info
                    info = infos.get((False, frame_of(image.data)))
                setattr(data, which, info)


def frame_of(cdr: bytes) -> str:
    """The frame of a message that begins with a header, empty where there is none."""
    try:
        (length,) = struct.unpack_from("<I" if cdr[1] & 1 else ">I", cdr, 12)
        return cdr[16 : 16 + min(length, 256)].rstrip(b"\0").decode()
    except (struct.error, IndexError, UnicodeDecodeError):
        return ""


def _wanted_picture(topic: str, type_name: str) -> bool:
    return type_name in (IMAGE, COMPRESSED) and not is_overlay(topic)


def _wanted(topic: str, type_name: str) -> bool:
    return type_name in (_INFO, _JOINTS) or _wanted_picture(topic, type_name)
