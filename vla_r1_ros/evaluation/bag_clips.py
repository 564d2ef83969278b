# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""A short clip of each attempt for the report: the camera's colour pictures over it, as an animated WebP.

The pass that reads the pictures of the looks hands them over; only those that are shown are decoded.
"""

from __future__ import annotations

import base64
import bisect
import itertools
import struct
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any

import cv2
import numpy as np

from vla_r1_ros.core.errors import InputError
from vla_r1_ros.core.types import ImageArray
from vla_r1_ros.evaluation.bag_attempts import BagAttempt
from vla_r1_ros.evaluation.bag_contents import Decoder
from vla_r1_ros.evaluation.bag_pictures import is_overlay, pixels_of
from vla_r1_ros.evaluation.bag_read import Raw
from vla_r1_ros.vla.image import check_image

MAX_FRAMES, MIN_FRAMES = 24, 4
MAX_WIDTH_PX = 320
#: Qualities to try, and of how many frames one is kept, until a clip is small enough.
_WAYS = ((60, 1), (30, 1), (30, 2))
_ENOUGH_BYTES = 180_000
_RATE_HZ = 2.0  # of the bag's time
_PLAY_S, _HOLD_MS = 5.0, 1000  # longer ones are sped up; the last picture stands
_EDGE_NS, _AFTER_NS = 300_000_000, 1_000_000_000
_TRIES = 3
_MAX_RAW_BYTES = 128 * 1024 * 1024
_COLOURS = ("rgb8", "bgr8", "rgba8", "bgra8")


@dataclass(frozen=True)
class Clip:
    """An animated WebP as a data URI: `frames` pictures over `seconds` of the bag, `speed` times as fast."""

    url: str
    width_px: int
    height_px: int
    frames: int
    seconds: float
    speed: float


@cache
def can_clip() -> bool:
    """Whether the installed OpenCV writes animated WebP; 4.12 and later do, where they were built with WebP."""
    return bool(_webp([np.full((8, 8, 3), shade, np.uint8) for shade in (0, 255)], [100, 100], 50))


@dataclass
class _Track:
    """The pictures of one attempt by slot: slots are evenly spread, and the last begins shortly before the end."""

    attempt: BagAttempt
    begin_ns: int
    end_ns: int
    slots: int
    step_ns: float
    cameras: frozenset[bytes]
    frames: dict[int, ImageArray] = field(default_factory=dict)
    camera: tuple[bool, bytes] | None = None
    topic: str = ""
    tries: Counter[int] = field(default_factory=Counter)

    def open_slot(self, raw: Raw) -> int | None:
        """The slot that a picture may fill; a topic gives way to another of its camera where it leaves half a slot."""
        at = min((raw.log_ns - self.begin_ns) / self.step_ns, self.slots - 0.5)
        camera = self.camera_of(raw)
        if self.camera is not None and camera != self.camera and camera[0] >= self.camera[0]:
            return None
        taken = camera == self.camera and int(at) in self.frames
        other = camera == self.camera and raw.topic != self.topic and at - int(at) < 0.5
        return None if taken or other or self.tries[int(at)] >= _TRIES else int(at)

    def camera_of(self, raw: Raw) -> tuple[bool, bytes]:
        """Whether it is another camera than that of the looks, and its frame."""
        (length,) = struct.unpack_from("<I" if raw.data[1] & 1 else ">I", raw.data, 12)
        frame = raw.data[16 : 16 + min(length, 256)].rstrip(b"\0")
        return frame not in self.cameras, frame

    def fill(self, slot: int, raw: Raw, image: ImageArray) -> None:
        """Keep a picture; one of the camera of the looks drops those of another."""
        camera = self.camera_of(raw)
        if camera != self.camera:
            self.frames.clear()
        self.camera, self.topic, self.frames[slot] = camera, raw.topic, image


class ClipMaker:
    """Clips of one bag's attempts from its pictures in order of receipt."""

    def __init__(self, attempts: Iterable[BagAttempt]) -> None:
        ordered = sorted(attempts, key=lambda attempt: attempt.story.begin_ns)
        begins = [attempt.story.begin_ns for attempt in ordered]
        self._tracks = [track for attempt, later in zip(ordered, [*begins[1:], 1 << 63], strict=False)
                        if (track := _track(attempt, later)) is not None]  # fmt: skip
        self._begins = [track.begin_ns for track in self._tracks]
        self._place = 0
        self._failed: Counter[str] = Counter()
        self._made: dict[int, Clip] = {}

    @property
    def wants(self) -> bool:
        """Whether there is an attempt that could have a clip."""
        return bool(self._tracks)

    def see(self, raw: Raw, decode: Decoder) -> None:
        """Take a picture where one is due. A topic without any that can be read (depth, grey) is soon given up."""
        place = bisect.bisect_right(self._begins, raw.log_ns) - 1
        if place < self._place or is_overlay(raw.topic) or len(raw.data) < 16 or self._failed[raw.topic] >= _TRIES:
            return
        track = self._tracks[place]
        slot = track.open_slot(raw) if raw.log_ns < track.end_ns else None
        if slot is None:
            return
        if place > self._place:
            self._end(self._tracks[self._place])
            self._place = place
        image = _small(raw, decode, next(iter(track.frames.values()), None))
        if image is not None:
            track.fill(slot, raw, image)
            self._failed[raw.topic] = -(1 << 30)
        else:
            self._failed[raw.topic] += 1
            track.tries[slot] += 1

    def clips(self) -> dict[int, Clip]:
        """The clips that there are, by `id` of the attempt; to be called once, after the last picture."""
        if self._place < len(self._tracks):
            self._end(self._tracks[self._place])
        return self._made

    def _end(self, track: _Track) -> None:
        clip = _clip(track)
        if clip is not None:
            self._made[id(track.attempt)] = clip
        track.frames.clear()


def _track(attempt: BagAttempt, later_ns: int) -> _Track | None:
    """From the first line to the last that says how it ended, not into the next attempt; None where that is no time."""
    story = attempt.story
    ends = [event.at_s for event in story.events if event.stage == attempt.final] or [
        event.at_s for event in story.events]  # fmt: skip
    whole_ns = min(int(ends[-1] * 1e9) if ends else 0, later_ns - story.begin_ns) - _EDGE_NS
    if whole_ns < _EDGE_NS:
        return None
    slots = min(MAX_FRAMES, max(MIN_FRAMES, round(whole_ns * 1e-9 * _RATE_HZ) + 1))
    end_ns = min(story.begin_ns + whole_ns + _EDGE_NS + _AFTER_NS, later_ns)
    cameras = frozenset(look.frame.encode() for look in story.looks if look.frame)
    return _Track(attempt, story.begin_ns, end_ns, slots, whole_ns / (slots - 1), cameras)


def _small(raw: Raw, decode: Decoder, like: ImageArray | None) -> ImageArray | None:
    """A colour picture as BGR, scaled down, all of a clip to one size; None where it is none or cannot be read."""
    message: Any = decode(raw)
    if message is None or not _is_colour(message):
        return None
    try:
        image = pixels_of(raw, message)
        check_image(image, _MAX_RAW_BYTES)
        height, width = image.shape[:2]
        scale = min(1.0, MAX_WIDTH_PX / max(width, height))
        size = max(1, round(width * scale)), max(1, round(height * scale))
        size = size if like is None else (like.shape[1], like.shape[0])
        small = cv2.resize(image, size, interpolation=cv2.INTER_AREA)
    except (InputError, cv2.error):
        return None
    return np.ascontiguousarray(small[:, :, ::-1], dtype=np.uint8)


def _is_colour(message: Any) -> bool:
    if hasattr(message, "encoding"):
        return message.encoding in _COLOURS
    return not any(word in message.format for word in ("mono", "16UC1", "32FC1", "compressedDepth"))


def _clip(track: _Track) -> Clip | None:
    slots = sorted(track.frames)
    if len(slots) < MIN_FRAMES:
        return None
    seconds = (slots[-1] - slots[0]) * track.step_ns * 1e-9
    speed = max(1.0, seconds / _PLAY_S)
    for quality, every in _WAYS:
        kept = [*slots[:-1:every], slots[-1]] if len(slots) // every >= MIN_FRAMES else slots
        lasts = [round((b - a) * track.step_ns * 1e-6 / speed) for a, b in itertools.pairwise(kept)]
        data = _webp([track.frames[slot] for slot in kept], [*lasts, _HOLD_MS], quality)
        if len(data) <= _ENOUGH_BYTES:
            break
    height, width = track.frames[slots[0]].shape[:2]
    url = f"data:image/webp;base64,{base64.b64encode(data).decode('ascii')}"
    return Clip(url, width, height, len(kept), seconds, speed) if data else None


def _webp(frames: Sequence[ImageArray], lasts_ms: Sequence[int], quality: int) -> bytes:
    """BGR pictures as an animated WebP that loops; empty where OpenCV cannot."""
    try:
        animation = cv2.Animation()
        animation.frames, animation.durations = list(frames), list(lasts_ms)
        done, data = cv2.imencodeanimation(".webp", animation, [cv2.IMWRITE_WEBP_QUALITY, quality])
    except (AttributeError, cv2.error):
        return b""
    return bytes(data.tobytes()) if done else b""
