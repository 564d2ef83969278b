# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""Which images of a bag are depth, by what they hold (REP-118): topics may have any name."""

from __future__ import annotations

import struct
from dataclasses import dataclass, field

from vla_r1_ros.evaluation.bag_read import Raw

IMAGE, COMPRESSED = "sensor_msgs/msg/Image", "sensor_msgs/msg/CompressedImage"
_ENCODINGS = ("16UC1", "32FC1")
_MOST = 256


@dataclass
class ImageTopics:
    """What the images of topics are, by namespace; told by the first image of each topic."""

    _kinds: dict[str, bool] = field(default_factory=dict)

    def take(self, raw: Raw) -> bool:
        """Note an image's topic; returns whether the image is depth."""
        depth = is_depth(raw)
        base = raw.topic.rpartition("/")[0] if raw.type_name == COMPRESSED else raw.topic  # image_raw/compressed
        self._kinds.setdefault(base, depth)
        return depth

    def is_depth_info(self, topic: str) -> bool:
        """Whether a camera_info is depth's: there is depth beside it, and no picture. Only where neither is in the bag
        its name decides."""
        space = topic.rpartition("/")[0]
        kinds = {depth for base, depth in self._kinds.items() if base.rpartition("/")[0] == space}
        return kinds == {True} if kinds else "depth" in topic


def is_depth(raw: Raw) -> bool:
    """Whether an Image or CompressedImage is depth; its pixels are not read."""
    told = _kind(raw.data, 0 if raw.type_name == COMPRESSED else 8)
    return told.partition(";")[0].strip() in _ENCODINGS or "compressedDepth" in told


def _kind(cdr: bytes, sizes: int) -> str:
    """Format or encoding, which follows the header and `sizes` bytes; empty where there is none."""
    try:
        order = "<I" if cdr[1] & 1 else ">I"
        (frame,) = struct.unpack_from(order, cdr, 12)
        at = (16 + frame + 3) // 4 * 4 + sizes
        (length,) = struct.unpack_from(order, cdr, at)
        return cdr[at + 4 : at + 4 + min(length, _MOST)].rstrip(b"\0").decode()
    except (struct.error, IndexError, UnicodeDecodeError):
        return ""
