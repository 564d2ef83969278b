# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""What evaluation wants of a bag: decisions, states, the referee, the tool's way. Of images only their kind."""

import struct
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, TypeVar

import numpy as np
from rosbags.serde import SerdeError
from rosbags.typesys import Stores, TypesysError, get_types_from_msg, get_typestore

from vla_r1_ros.core.types import Box, FloatArray
from vla_r1_ros.evaluation.bag_depth import COMPRESSED, IMAGE, ImageTopics
from vla_r1_ros.evaluation.bag_files import Bag
from vla_r1_ros.evaluation.bag_read import BagReader, Raw
from vla_r1_ros.evaluation.plain_text import whole_json

_ARRAY = "diagnostic_msgs/msg/DiagnosticArray"
_PATH = "nav_msgs/msg/Path"
#: Last part of the topic's name and the type, by what is done with it: names may be remapped into a namespace.
ROLES = {
    ("status", _ARRAY): "report",
    ("motion_status", _ARRAY): "report",
    ("affordance", "vision_msgs/msg/Detection2DArray"): "boxes",
    ("trajectory_2d", _PATH): "drawn",
    ("trajectory", _PATH): "intended",
    ("referee", "std_msgs/msg/String"): "referee",
    ("camera_info", "sensor_msgs/msg/CameraInfo"): "camera",
    ("joint_states", "sensor_msgs/msg/JointState"): "joints",
    ("tf", "tf2_msgs/msg/TFMessage"): "tf",
    ("tf_static", "tf2_msgs/msg/TFMessage"): "tf_static",
}
_T = TypeVar("_T")
#: From (included) and until (not) a time of receipt, ns.
Span = tuple[int, int]
ALWAYS = (0, 1 << 63)
_FIRST = 20
_JOINTS = 256
_UNREADABLE = (SerdeError, TypesysError, struct.error, ValueError, IndexError, KeyError, AttributeError, TypeError,
               AssertionError, OverflowError, MemoryError)  # fmt: skip


@dataclass(frozen=True)
class Line:
    """A line of `status` or `motion_status` and when it was recorded (ns)."""

    log_ns: int
    stamp_ns: int
    source: str
    values: dict[str, str]

    @property
    def stage(self) -> str:
        """The stage, as docs/topics.md names it."""
        return self.values["stage"]

    def number(self, key: str) -> float | None:
        """A value as a finite number; None where there is none."""
        try:
            value = float(self.values[key])
        except (KeyError, ValueError):
            return None
        return value if np.isfinite(value) else None


@dataclass
class Contents:
    """One bag. Pictures' coordinates are pixels until :meth:`share` divides them; stamps are those of the look.

    `tf` keeps recorded bytes by time of receipt: most of it is never needed, and decoding takes most of the time.
    `boxes`, `drawn` and `intended` have, for each message on a look, time of receipt, frame, and box, points (N, 2) of
    the picture, points (N, 3) in m of the base frame: stamps may come again where a simulator began anew.
    """

    lines: list[Line] = field(default_factory=list)
    boxes: dict[int, list[tuple[int, str, FloatArray | None]]] = field(default_factory=dict)
    drawn: dict[int, list[tuple[int, str, FloatArray]]] = field(default_factory=dict)
    intended: dict[int, list[tuple[int, str, FloatArray]]] = field(default_factory=dict)
    referee: list[tuple[int, dict[str, Any]]] = field(default_factory=list)
    cameras: dict[str, tuple[int, int]] = field(default_factory=dict)
    joints: set[str] = field(default_factory=set)
    tf: list[Raw] = field(default_factory=list)
    tf_static: list[Raw] = field(default_factory=list)
    lost: list[str] = field(default_factory=list)
    topics: set[str] = field(default_factory=set)
    decoder: "Decoder | None" = None

    def box(self, stamp_ns: int, span: Span = ALWAYS) -> Box | None:
        """The last box of a look in a span as shares of the picture; None where there is none, or the picture's size is
        not known."""
        frame, found = last_in(self.boxes.get(stamp_ns, ()), span) or ("", None)
        size = self.cameras.get(frame)
        return None if found is None or size is None else Box(*(found / [*size, *size]).tolist())

    def path(self, stamp_ns: int, span: Span = ALWAYS) -> FloatArray | None:
        """The last path (N, 2) of a look in a span as shares of the picture; None as in :meth:`box`."""
        frame, found = last_in(self.drawn.get(stamp_ns, ()), span) or ("", np.empty((0, 2)))
        size = self.cameras.get(frame)
        return None if not len(found) or size is None else found / size

    def way(self, stamp_ns: int, before_ns: int) -> tuple[str, FloatArray] | None:
        """Base frame and points (N, 3) in m of the look's newest way that was received before a time."""
        return last_in(self.intended.get(stamp_ns, ()), (0, before_ns + 1))


def last_in(told: Sequence[tuple[int, str, _T]], span: Span) -> tuple[str, _T] | None:
    """Frame and value of the last of the messages that were received in a span; None where there is none."""
    found = [(frame, value) for log_ns, frame, value in told if span[0] <= log_ns < span[1]]
    return found[-1] if found else None


class Decoder:
    """From bytes to messages, with the definitions of the bag where ours do not know a type."""

    def __init__(self, schemas: dict[str, str]) -> None:
        self._schemas = schemas
        self.failed: dict[str, int] = {}

    def __call__(self, raw: Raw) -> Any:
        """The message, None (and counted) where it cannot be read."""
        try:
            store = _store("", "")
            if raw.type_name not in store.types:
                store = _store(raw.type_name, self._schemas[raw.type_name])
            return store.deserialize_cdr(raw.data, raw.type_name)
        except _UNREADABLE:
            self.refuse(raw)
            return None

    def refuse(self, raw: Raw) -> None:
        """Count a message that cannot be used."""
        self.failed[raw.topic] = self.failed.get(raw.topic, 0) + 1


@lru_cache(maxsize=32)
def _store(type_name: str, schema: str) -> Any:
    """ROS 2's own types, and one more where it is named."""
    store = get_typestore(Stores.ROS2_JAZZY)
    if type_name:
        found = get_types_from_msg(schema, type_name)
        store.register({name: one for name, one in found.items() if name not in store.types})
    return store


def read_contents(bag: Bag) -> Contents:
    """Read a bag once; what is damaged is left out and told in `lost`."""
    found = Contents()
    reader = BagReader(bag, _wanted, found.lost, topics=found.topics, once=lambda _, kind: kind in (IMAGE, COMPRESSED))
    images, sizes = ImageTopics(), list[tuple[str, str, tuple[int, int]]]()
    found.decoder = decode = Decoder(reader.schemas)
    seen: Counter[str] = Counter()
    for raw in reader.messages():
        role = _role(raw.topic, raw.type_name)
        if role is None:
            images.take(raw)
        elif role in ("tf", "tf_static"):
            (found.tf if role == "tf" else found.tf_static).append(raw)
        else:
            seen[raw.topic] += 1
            if role in ("camera", "joints") and seen[raw.topic] > _FIRST:
                continue  # sizes and names do not change within a recording
            if role == "joints":
                found.joints |= joint_names(raw.data)
                continue
            message = decode(raw)
            if role == "camera":
                sizes += [] if message is None else [(raw.topic, *_size(message))]
            elif message is not None and not _take(found, role, raw, message):
                decode.refuse(raw)
    for topic, frame, size in sizes:
        if all(size) and not images.is_depth_info(topic):
            found.cameras.setdefault(frame, size)
    found.tf.sort(key=lambda raw: raw.log_ns)
    found.lost += [f"{topic}: {count} messages could not be read" for topic, count in decode.failed.items()]
    return found


def _role(topic: str, type_name: str) -> str | None:
    return ROLES.get((topic.rpartition("/")[2], type_name))


def _wanted(topic: str, type_name: str) -> bool:
    return _role(topic, type_name) is not None


def _take(found: Contents, role: str | None, raw: Raw, message: Any) -> bool:
    """Keep what the message says; False where it has numbers that are none."""
    if role == "report":
        found.lines += _lines(raw.log_ns, message)
    elif role == "boxes":
        centres = np.array([[d.bbox.center.position.x, d.bbox.center.position.y, d.bbox.size_x, d.bbox.size_y]
                            for d in message.detections[:1]])  # fmt: skip
        if not np.isfinite(centres).all():
            return False
        box = raw.log_ns, message.header.frame_id, centres[0] if len(centres) else None
        found.boxes.setdefault(_stamp(message), []).append(box)
    elif role in ("drawn", "intended"):
        points = np.array([[p.pose.position.x, p.pose.position.y, p.pose.position.z] for p in message.poses])
        points, stamp, frame = points.reshape(-1, 3), _stamp(message), message.header.frame_id
        if not np.isfinite(points).all():
            return False
        if role == "drawn":
            found.drawn.setdefault(stamp, []).append((raw.log_ns, frame, points[:, :2]))
        else:
            found.intended.setdefault(stamp, []).append((raw.log_ns, frame, points))
    elif role == "referee":
        found.referee += [(raw.log_ns, word) for word in _json(message.data)]
    return True


def _size(message: Any) -> tuple[str, tuple[int, int]]:
    return message.header.frame_id, (int(message.width), int(message.height))


def is_joint_states(topic: str, type_name: str) -> bool:
    """Whether a topic has the state of joints."""
    return _role(topic, type_name) == "joints"


def joint_names(cdr: bytes) -> set[str]:
    """The names of a JointState, none where it cannot be read."""
    try:
        return set(_read_names(cdr)[0])
    except (struct.error, UnicodeDecodeError):
        return set()


def joint_positions(cdr: bytes) -> dict[str, float]:
    """The finite positions of a JointState by joint, none where it cannot be read."""
    try:
        names, at = _read_names(cdr)
        order = _order(cdr)
        (count,) = struct.unpack_from(f"{order}I", cdr, at := (at + 3) // 4 * 4)
        values = struct.unpack_from(f"{order}{min(count, _JOINTS)}d", cdr, (at + 4 + 3) // 8 * 8 + 4)
    except (struct.error, UnicodeDecodeError):
        return {}
    return {name: value for name, value in zip(names, values, strict=False) if np.isfinite(value)}


def _read_names(cdr: bytes) -> tuple[list[str], int]:
    """The names of a JointState and where they end. By hand: rosbags refuses those without efforts, as it takes an
    empty list to be padded for the doubles that it does not have."""
    order, at, names = _order(cdr), 12, list[str]()
    (length,) = struct.unpack_from(f"{order}I", cdr, at)
    at += 4 + length
    (count,) = struct.unpack_from(f"{order}I", cdr, at := (at + 3) // 4 * 4)
    at += 4
    for _ in range(min(count, _JOINTS)):
        (length,) = struct.unpack_from(f"{order}I", cdr, at := (at + 3) // 4 * 4)
        names.append(cdr[at + 4 : at + 4 + length].rstrip(b"\0").decode())
        at += 4 + length
    return names, at


def _order(cdr: bytes) -> str:
    return "<" if cdr[1:2] == b"\x01" else ">"


def _lines(log_ns: int, message: Any) -> Iterator[Line]:
    for status in message.status:
        values = {pair.key: pair.value for pair in status.values}
        if {"attempt", "stage", "code"} <= values.keys():
            yield Line(log_ns, _stamp(message), status.name, values)


def _json(text: str) -> Iterator[dict[str, Any]]:
    try:
        word = whole_json(text)
    except (ValueError, RecursionError):
        return
    if isinstance(word, dict):
        yield word


def _stamp(message: Any) -> int:
    return int(message.header.stamp.sec) * 1_000_000_000 + int(message.header.stamp.nanosec)
