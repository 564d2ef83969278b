# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""A rosbag2 directory: metadata.yaml (version 9) and one MCAP file with compressed chunks and checksums."""

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml
from mcap.writer import CompressionType, Writer
from rclpy.duration import Infinite
from rclpy.qos import QoSProfile

from vla_r1_ros.core.errors import ErrorCode, RecordingError
from vla_r1_ros.ros.bag_file import ReservedFile

COMPRESSIONS = ("none", "lz4", "zstd")
_NS = 1_000_000_000
_SHOWN = 4096  # characters: `ros2 bag info` prints custom_data, and nobody wants a URDF there


@dataclass(frozen=True)
class BagTopic:
    """A topic as it stands in the bag: absolute name, type, schema text (ros2msg), type hash, offered QoS."""

    name: str
    type_name: str
    schema: str
    type_hash: str
    offered: tuple[Mapping[str, Any], ...] = ()


@dataclass
class _Channel:
    topic: BagTopic
    ident: int
    count: int = 0


@dataclass
class _Span:
    first: int | None = None
    last: int = 0
    count: int = 0

    def add(self, stamp_ns: int) -> None:
        self.first = stamp_ns if self.first is None else min(self.first, stamp_ns)
        self.last = max(self.last, stamp_ns)
        self.count += 1


def qos_dict(profile: QoSProfile) -> dict[str, Any]:
    """Return a QoS profile as metadata version 9 writes it."""

    def duration(value: Any) -> dict[str, int]:
        ns = min(int(value.nanoseconds), int(Infinite.nanoseconds))
        return {"sec": ns // _NS, "nsec": ns % _NS}

    return {
        "history": profile.history.name.lower(),
        "depth": profile.depth,
        "reliability": profile.reliability.name.lower(),
        "durability": profile.durability.name.lower(),
        "deadline": duration(profile.deadline),
        "lifespan": duration(profile.lifespan),
        "liveliness": profile.liveliness.name.lower(),
        "liveliness_lease_duration": duration(profile.liveliness_lease_duration),
        "avoid_ros_namespace_conventions": profile.avoid_ros_namespace_conventions,
    }


@dataclass
class BagWriter:
    """Writes one bag. Not thread-safe: one thread owns it. Times are nanoseconds since the epoch.

    `info` (text by text) goes into MCAP's metadata record `vla_r1_ros` at the start of the file, where a killed
    recording keeps it, and into `custom_data` of metadata.yaml.
    """

    folder: Path
    info: Mapping[str, str]
    ros_distro: str
    compression: str = "lz4"
    chunk_bytes: int = 4 << 20
    os_write: Callable[[int, memoryview], int] = os.write
    _channels: dict[str, _Channel] = field(default_factory=dict, init=False)
    _span: _Span = field(default_factory=_Span, init=False)
    _noted: dict[str, str] = field(default_factory=dict, init=False)

    def __post_init__(self) -> None:
        try:
            self.folder.mkdir(parents=True)
        except OSError as error:
            words = f"cannot create {self.folder}: {error.strerror}"
            raise RecordingError(ErrorCode.RECORD_FAILED, words, "choose another output_directory") from error
        self._mcap = f"{self.folder.name}_0.mcap"
        self._file = ReservedFile(self.path, 3 * self.chunk_bytes + (1 << 20), self.os_write)
        self._writer = Writer(
            self._file,
            chunk_size=self.chunk_bytes,
            compression=CompressionType[self.compression.upper()],
            enable_crcs=True,
            enable_data_crcs=True,
        )
        self._writer.start(profile="ros2", library="vla_r1_ros")
        self._writer.add_metadata("vla_r1_ros", dict(self.info))

    @property
    def path(self) -> Path:
        """The MCAP file."""
        return self.folder / self._mcap

    @property
    def full(self) -> bool:
        """True when the disk was full: close soon, there is room for little more than the end of the file."""
        return self._file.full

    @property
    def bytes_written(self) -> int:
        """Size of the MCAP file so far."""
        return self._file.tell()

    def add_topic(self, topic: BagTopic) -> None:
        """Announce a topic; messages may follow. Announcing it again changes nothing."""
        if topic.name in self._channels:
            return
        schema = self._writer.register_schema(topic.type_name, "ros2msg", topic.schema.encode())
        offered = yaml.safe_dump(list(topic.offered), sort_keys=False) if topic.offered else ""
        metadata = {"offered_qos_profiles": offered, "topic_type_hash": topic.type_hash}
        ident = self._writer.register_channel(topic.name, "cdr", schema, metadata)
        self._channels[topic.name] = _Channel(topic, ident)

    def write(self, topic: str, received_ns: int, published_ns: int, data: bytes) -> None:
        """Append one serialized (CDR) message of an announced topic; OSError when the disk fails."""
        channel = self._channels[topic]
        sequence = channel.count & 0xFFFFFFFF
        self._writer.add_message(channel.ident, received_ns, data, published_ns, sequence)
        channel.count += 1
        self._span.add(received_ns)

    def note(self, name: str, values: Mapping[str, str]) -> None:
        """Write a metadata record; what is short joins the info in metadata.yaml, as "NAME KEY"."""
        self._writer.add_metadata(name, dict(values))
        self._noted |= {f"{name} {key}": text for key, text in values.items() if len(text) <= _SHOWN}

    def flush(self) -> None:
        """End the chunk under way and hand it to the system."""
        self._writer.flush()

    def close(self, summary: Mapping[str, str] | None = None) -> None:
        """Write index and metadata.yaml; `summary` (drops and the like) joins the info in both."""
        custom = {**self.info, **self._noted, **(summary or {})}
        information = self._metadata(custom)
        try:
            if summary:
                self._writer.add_metadata("vla_r1_ros_summary", dict(summary))
            # rosbag2_storage_mcap reads what is below the root key of metadata.yaml, and plays no file that has the key
            self._writer.add_metadata("rosbag2", {"serialized_metadata": _yaml(information)})
            self._writer.finish()
        finally:
            self._file.close()
        text = _yaml({"rosbag2_bagfile_information": information})
        (self.folder / "metadata.yaml").write_text(text, encoding="utf-8")

    def abandon(self) -> None:
        """Close the file as it is, without index: after an error that :meth:`close` cannot survive."""
        self._file.close()

    def _metadata(self, custom: Mapping[str, str]) -> dict[str, Any]:
        start = {"nanoseconds_since_epoch": self._span.first or 0}
        duration = {"nanoseconds": self._span.last - (self._span.first or 0)}
        count = self._span.count
        file = {"path": self._mcap, "starting_time": start, "duration": duration, "message_count": count}
        return {
            "version": 9,
            "storage_identifier": "mcap",
            "duration": dict(duration),
            "starting_time": dict(start),
            "message_count": count,
            "topics_with_message_count": [self._topic(channel) for channel in self._channels.values()],
            "compression_format": "",
            "compression_mode": "",
            "relative_file_paths": [self._mcap],
            "files": [file],
            "custom_data": dict(custom),
            "ros_distro": self.ros_distro,
        }

    @staticmethod
    def _topic(channel: _Channel) -> dict[str, Any]:
        topic = channel.topic
        metadata = {
            "name": topic.name,
            "type": topic.type_name,
            "serialization_format": "cdr",
            "offered_qos_profiles": [dict(profile) for profile in topic.offered],
            "type_description_hash": topic.type_hash,
        }
        return {"topic_metadata": metadata, "message_count": channel.count}


def _yaml(data: Mapping[str, Any]) -> str:
    return str(yaml.safe_dump(data, sort_keys=False, allow_unicode=True))
