# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""recorder_node: every topic of the stack, as serialized bytes, into one rosbag2 directory."""

import dataclasses
import os
import sys
import time
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from rclpy.clock import Clock, ClockType
from rclpy.node import Node
from rclpy.qos import QoSProfile
from rclpy.subscription import Subscription
from rclpy.topic_endpoint_info import TopicEndpointInfo

from vla_r1_ros.core.errors import ErrorCode, InputError, RecordingError
from vla_r1_ros.ros.about import about
from vla_r1_ros.ros.bag_writer import COMPRESSIONS, BagTopic, BagWriter, qos_dict
from vla_r1_ros.ros.diagnostics import Diagnostics, Report
from vla_r1_ros.ros.distro import ros_distro
from vla_r1_ros.ros.params import declare, param
from vla_r1_ros.ros.rates import RateMonitor
from vla_r1_ros.ros.recording import Recording, RecordingLimits, free_bytes
from vla_r1_ros.ros.schemas import message_class, schema_text, type_hash
from vla_r1_ros.ros.spin import run_node
from vla_r1_ros.ros.topic_choice import IMAGE_TYPES, ImageThinner, TopicFilter, matching_qos

_MIB = 1 << 20
_STOP_WITHIN_S = 1.2


@dataclass(frozen=True)
class RecorderParameters:
    """Parameters of recorder_node."""

    output_directory: str = param("recordings", "folder that receives one folder per recording")
    name: str = param("vla_r1_%Y%m%d_%H%M%S", "name of the recording, strftime codes are filled in (local time)")
    include: tuple[str, ...] = param((".*",), "regular expressions of absolute topic names to record")
    exclude: tuple[str, ...] = param((), "regular expressions of absolute topic names to leave out")
    include_hidden: bool = param(False, "record hidden topics too (a part of the name begins with _)")
    image_rate_hz: float = param(0.0, "images a second of each topic that are kept, 0 for all", low=0.0, high=1000.0)
    compression: str = param("lz4", "compression of the chunks", choices=COMPRESSIONS)
    chunk_mib: int = param(4, "size of a chunk, MiB: a kill loses the last one and what waits", low=1, high=64)
    flush_period_s: float = param(1.0, "a chunk is ended after this time at the latest, s", low=0.05, high=60.0)
    sync: bool = param(True, "each flush is forced onto the disk: a power cut loses little more than flush_period_s, "
                             "else what the system has not written yet, up to half a minute")  # fmt: skip
    queue_mib: int = param(256, "memory for messages that wait to be written, MiB", low=8, high=16384)
    min_free_mib: int = param(512, "the recording ends when less of the disk is free, MiB", low=0, high=10**7)
    discovery_period_s: float = param(0.25, "time between looks for new topics, s", low=0.05, high=10.0)

    def __post_init__(self) -> None:
        TopicFilter(self.include, self.exclude)
        _folder_name(self.name)


def _folder_name(pattern: str) -> str:
    try:
        name = datetime.now().astimezone().strftime(pattern)
    except ValueError:
        name = ""
    if not name or name.startswith(".") or any(c in name for c in "/\\\0"):
        raise InputError(
            ErrorCode.INPUT_PARAMETER, f"name '{pattern}' is not the name of a folder", "leave out / and a leading dot"
        )
    return name


def _new_folder(parameters: RecorderParameters) -> Path:
    parent = Path(parameters.output_directory).expanduser().absolute()
    name = _folder_name(parameters.name)
    folder, count = parent / name, 1
    while folder.exists():
        folder, count = parent / f"{name}_{count}", count + 1
    return folder


def _check_disk(parent: Path, min_free: int) -> None:
    try:
        parent.mkdir(parents=True, exist_ok=True)
        free = free_bytes(parent)
    except OSError as error:
        words = f"cannot record into {parent}: {error.strerror}"
        raise RecordingError(ErrorCode.RECORD_FAILED, words, "choose another output_directory") from error
    if free < min_free:
        words = f"{free // _MIB} MiB are free in {parent}, {min_free // _MIB} MiB are kept"
        raise RecordingError(ErrorCode.RECORD_DISK_FULL, words, "free space, or choose another output_directory")


@dataclass
class _Ear:
    """One recorded topic: its subscription, the QoS it was made with, and what arrived."""

    subscription: "Subscription[Any]"
    qos: QoSProfile
    monitor: RateMonitor


class RecorderNode(Node):
    """Finds topics, hears them with the QoS that their publishers offer, hands the bytes to the recording."""

    def __init__(self) -> None:
        super().__init__("recorder_node")
        self._p = declare(self, RecorderParameters)
        self._wanted = TopicFilter(self._p.include, self._p.exclude, self._p.include_hidden)
        self._thinner = ImageThinner(self._p.image_rate_hz)
        self._ears: dict[str, _Ear] = {}
        self._refused: dict[str, str] = {}
        self._said_over = False
        folder = _new_folder(self._p)
        limits = RecordingLimits(self._p.queue_mib * _MIB, self._p.flush_period_s, self._p.min_free_mib * _MIB)
        _check_disk(folder.parent, limits.min_free_bytes)
        writer = BagWriter(
            folder, about(dataclasses.asdict(self._p)), ros_distro(), self._p.compression, self._p.chunk_mib * _MIB
        )
        self.diagnostics = Diagnostics(self)
        steady = Clock(clock_type=ClockType.STEADY_TIME)
        self.create_timer(self._p.discovery_period_s, self._discover, clock=steady)
        # last: its thread would keep a process alive whose node could not be made
        self._recording = Recording(writer, limits, sync=os.fdatasync if self._p.sync else None)
        self.diagnostics.add("recording", self._report)
        self.get_logger().info(f"recording to {folder}")

    def _discover(self) -> None:
        """Hear what is new, hear again what cannot be heard with the QoS chosen before, end when it is over."""
        if self._recording.state().error is not None:
            self._fall_silent()
            return
        for topic, types in self.get_topic_names_and_types():
            if not self._wanted(topic) or topic in self._refused:
                continue
            offers = self.get_publishers_info_by_topic(topic)
            if not offers:
                continue
            if len(types) != 1:
                self._refuse(topic, f"it is published with {len(types)} types: {', '.join(types)}")
                continue
            self._hear(topic, types[0], offers)

    def _hear(self, topic: str, type_name: str, offers: list[TopicEndpointInfo]) -> None:
        qos = matching_qos([offer.qos_profile for offer in offers], type_name)
        ear = self._ears.get(topic)
        if ear is not None and (ear.qos.reliability, ear.qos.durability) == (qos.reliability, qos.durability):
            return
        if ear is not None:
            self.destroy_subscription(ear.subscription)
            self.get_logger().info(f"{topic}: a publisher with weaker QoS joined, heard anew")
        else:
            bag_topic = self._bag_topic(topic, type_name, offers)
            if bag_topic is None:
                return
            self._recording.add_topic(bag_topic)
        monitor = ear.monitor if ear is not None else RateMonitor()
        thin = type_name in IMAGE_TYPES

        def received(data: Any, info: Any) -> None:
            monitor.tick(info)
            published_ns, received_ns = int(info["source_timestamp"]), int(info["received_timestamp"])
            received_ns = received_ns or time.time_ns()
            if thin and not self._thinner.keeps(topic, data, received_ns):
                return
            self._recording.put(topic, received_ns, published_ns, data)

        subscription = self.create_subscription(message_class(type_name), topic, received, qos, raw=True)
        self._ears[topic] = _Ear(subscription, qos, monitor)

    def _bag_topic(self, topic: str, type_name: str, offers: list[TopicEndpointInfo]) -> BagTopic | None:
        try:
            ours, schema = type_hash(type_name), schema_text(type_name)
            message_class(type_name)
        except RecordingError as error:
            self._refuse(topic, str(error))
            return None
        foreign = {str(offer.topic_type_hash) for offer in offers} - {ours, "INVALID"}
        if foreign:
            self._refuse(topic, f"its publisher has another definition of {type_name}: {foreign}, here {ours}")
            return None
        return BagTopic(topic, type_name, schema, ours, tuple(qos_dict(offer.qos_profile) for offer in offers))

    def _refuse(self, topic: str, why: str) -> None:
        self._refused[topic] = why
        self.get_logger().warning(f"{topic} is not recorded: {why}")

    def _fall_silent(self) -> None:
        if self._said_over:
            return
        self._said_over = True
        for ear in self._ears.values():
            self.destroy_subscription(ear.subscription)
        self.get_logger().error(str(self._recording.state().error))

    def _report(self) -> Report:
        state = self._recording.state()
        dropped, lost = self._recording.dropped(), self._lost()
        values = {
            "folder": str(self._recording.folder),
            "topics": str(len(self._ears)),
            "messages": str(state.messages),
            "bytes": str(state.bytes_in),
            "bytes_written": str(state.bytes_written),
            "bytes_synced": "off" if state.bytes_synced is None else str(state.bytes_synced),
            "dropped": str(state.dropped),
            "lost_in_transport": str(sum(lost.values())),
            "images_left_out": str(self._thinner.skipped),
            "queue_mib": f"{state.queued_bytes / _MIB:.1f}",
            "disk_free_mib": str(state.free_bytes // _MIB),
        }
        values |= {f"dropped {topic}": str(count) for topic, count in dropped.items()}
        values |= {f"lost {topic}": str(count) for topic, count in lost.items() if count}
        values |= {f"not recorded {topic}": why for topic, why in self._refused.items()}
        if state.error is not None:
            return Report.error(str(state.error), **values)
        if state.dropped:
            return Report.warn(f"{state.dropped} messages were dropped: the disk is slower than the topics", **values)
        return Report.ok(f"{state.messages} messages of {len(self._ears)} topics", **values)

    def _lost(self) -> dict[str, int]:
        return {topic: ear.monitor.report().total_lost for topic, ear in self._ears.items()}

    def close(self) -> None:
        """End the recording: all that is queued is written, the bag gets its index and metadata.yaml."""
        lost = self._lost()
        notes = {"lost_in_transport": str(sum(lost.values()))}
        notes |= {f"lost {topic}": str(count) for topic, count in lost.items() if count}
        notes |= {f"not recorded {topic}": why for topic, why in self._refused.items()}
        state = self._recording.stop(_STOP_WITHIN_S, notes)
        words = f"{state.messages} messages of {len(self._ears)} topics, {state.bytes_written / _MIB:.1f} MiB"
        self.get_logger().info(f"recorded {words}, {state.dropped} dropped: {self._recording.folder}")


def main() -> int:
    """Entry point of the executable."""
    return run_node("recorder_node", RecorderNode)


if __name__ == "__main__":
    sys.exit(main())
