# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""Camera pictures for pages: JPEG, the newest wins at each hand-over, and nobody waits for a slow viewer."""

import struct
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np
from sensor_msgs.msg import CompressedImage, Image

from vla_r1_ros.core.errors import ErrorCode, InputError
from vla_r1_ros.ros import convert

_HEAD = struct.Struct(">IdHH")


@dataclass(frozen=True)
class Frame:
    """One picture: running `number`, Unix time of arrival in ms, size of the camera image, JPEG bytes."""

    number: int
    arrived_ms: float
    width_px: int
    height_px: int
    jpeg: bytes

    def packed(self) -> bytes:
        """As it travels: number u32, arrival f64, width u16, height u16, big endian; then the JPEG."""
        size = (min(self.width_px, 0xFFFF), min(self.height_px, 0xFFFF))
        return _HEAD.pack(self.number & 0xFFFFFFFF, self.arrived_ms, *size) + self.jpeg


class Feed:
    """One image topic on its way to pages. `offer` returns at once; a thread encodes, only while somebody watches."""

    def __init__(self, name: str, quality: int, max_width_px: int, max_rate_hz: float) -> None:
        self._quality = quality
        self._max_width_px = max_width_px
        self._period_s = 1.0 / max_rate_hz
        self._changed = threading.Condition()
        self._raw: tuple[Image | CompressedImage, float] | None = None
        self._newest: Frame | None = None
        self._viewers = 0
        self._closing = False
        self._refusal = ""
        self._arrived_s: float | None = None
        self._thread = threading.Thread(target=self._encode, name=f"encode {name}", daemon=True)
        self._thread.start()

    @property
    def arrived_s(self) -> float | None:
        """When the last image came (monotonic s); None: never."""
        return self._arrived_s

    @property
    def refusal(self) -> str:
        """Why the last image could not be shown; empty where it could."""
        return self._refusal

    def offer(self, message: Image | CompressedImage) -> None:
        """Take an image from its topic; one that waits is replaced."""
        with self._changed:
            self._arrived_s = time.monotonic()
            self._raw = (message, time.time() * 1e3)
            if self._viewers:
                self._changed.notify_all()

    @contextmanager
    def watched(self) -> Iterator[None]:
        """While inside, images are encoded."""
        with self._changed:
            self._viewers += 1
            self._changed.notify_all()
        try:
            yield
        finally:
            with self._changed:
                self._viewers -= 1

    def newer(self, than: int, seconds: float) -> Frame | None:
        """Wait for a frame after number `than`; None where none came or the feed has ended."""
        with self._changed:
            self._changed.wait_for(lambda: self._closing or (self._newest and self._newest.number > than), seconds)
            newest = self._newest
            return newest if newest is not None and newest.number > than else None

    def close(self) -> None:
        """End the thread."""
        with self._changed:
            self._closing = True
            self._changed.notify_all()
        self._thread.join(1.0)

    def _encode(self) -> None:
        number = 0
        while True:
            with self._changed:
                self._changed.wait_for(lambda: self._closing or (self._raw is not None and self._viewers > 0))
                if self._closing or self._raw is None:
                    return
                (message, arrived_ms), self._raw = self._raw, None
            begun = time.monotonic()
            number += 1
            try:
                frame, refusal = self._frame(number, message, arrived_ms), ""
            except InputError as error:
                frame, refusal = None, str(error)
            with self._changed:
                self._refusal = refusal
                self._newest = frame or self._newest
                self._changed.notify_all()
            time.sleep(max(0.0, self._period_s - (time.monotonic() - begun) - 0.002))

    def _frame(self, number: int, message: Image | CompressedImage, arrived_ms: float) -> Frame:
        rgb = convert.image_from_msg(message)
        height, width = rgb.shape[:2]
        if width > self._max_width_px:
            size = (self._max_width_px, max(1, round(height * self._max_width_px / width)))
            rgb = np.asarray(cv2.resize(rgb, size, interpolation=cv2.INTER_AREA), dtype=np.uint8)
        jpeg = encode_jpeg(rgb, self._quality)
        return Frame(number, arrived_ms, width, height, jpeg)


def encode_jpeg(rgb: Any, quality: int) -> bytes:
    """Return an RGB picture (H, W, 3) uint8 as JPEG.

    Raises:
        InputError: INPUT_IMAGE_INVALID where it cannot be encoded.
    """
    try:
        done, data = cv2.imencode(".jpg", cv2.cvtColor(rgb, cv2.COLOR_RGB2BGR), [cv2.IMWRITE_JPEG_QUALITY, quality])
    except cv2.error as error:
        raise InputError(ErrorCode.INPUT_IMAGE_INVALID, f"no JPEG of a {rgb.shape} picture: {error}") from error
    if not done:
        raise InputError(ErrorCode.INPUT_IMAGE_INVALID, f"no JPEG of a {rgb.shape} picture")
    return bytes(data.tobytes())
