# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""Depth images that a decision may still ask for: the newest, and those of the looks that the model thinks about."""

import threading
from collections import OrderedDict, deque
from typing import TypeAlias

from sensor_msgs.msg import CompressedImage, Image

from vla_r1_ros.ros.convert import stamp_from_msg

KEPT_LOOKS = 4

DepthMessage: TypeAlias = Image | CompressedImage  # as it came: only what a look asks for is unpacked


class DepthStore:
    """Thread-safe. A model may think for a minute, and a minute of depth is gigabytes: so only as many images are kept
    as come until it is known which one it looks at, and of the last `KEPT_LOOKS` looks those near in time.

    Args:
        newest: how many of the newest images are kept whatever they are of.
        tolerance_s: largest distance in time between a look and a depth image that belongs to it.
    """

    def __init__(self, newest: int, tolerance_s: float) -> None:
        self._most = newest
        self._tolerance_ns = int(tolerance_s * 1e9)
        self._lock = threading.Lock()
        self._newest: OrderedDict[int, DepthMessage] = OrderedDict()
        self._of_looks: dict[int, DepthMessage] = {}
        self._looks: deque[int] = deque(maxlen=KEPT_LOOKS)

    def add(self, message: DepthMessage) -> None:
        """Take an image; one that is not among the newest any more is kept where a look wants it."""
        with self._lock:
            self._newest[stamp_from_msg(message.header.stamp)] = message
            while len(self._newest) > self._most:
                stamp_ns, old = self._newest.popitem(last=False)
                if self._wanted(stamp_ns):
                    self._of_looks[stamp_ns] = old

    def look(self, stamp_ns: int) -> None:
        """Keep from now on what belongs to this look, and no more what belongs to the oldest of too many."""
        with self._lock:
            if stamp_ns not in self._looks:
                self._looks.append(stamp_ns)
            self._of_looks = {ns: image for ns, image in self._of_looks.items() if self._wanted(ns)}

    def nearest(self, stamp_ns: int) -> DepthMessage | None:
        """Return the image nearest in time, however far; None where none has come."""
        with self._lock:
            images = self._of_looks | self._newest
            return images[min(images, key=lambda ns: abs(ns - stamp_ns))] if images else None

    def forget(self) -> None:
        """Drop all: after a jump of the clock stamps may come again."""
        with self._lock:
            self._newest.clear()
            self._of_looks.clear()
            self._looks.clear()

    def __len__(self) -> int:
        with self._lock:
            return len(self._newest) + len(self._of_looks)

    def _wanted(self, stamp_ns: int) -> bool:
        return any(abs(stamp_ns - look_ns) <= self._tolerance_ns for look_ns in self._looks)
