# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""recorder_node: every topic of the stack, as serialized bytes, into one rosbag2 directory for each attempt."""

import dataclasses
import os
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from diagnostic_msgs.msg import DiagnosticArray
from rclpy.clock import Clock, ClockType
from rclpy.node import Node
from rclpy.qos import QoSProfile
from rclpy.serialization import deserialize_message
from rclpy.subscription import Subscription
from rclpy.topic_endpoint_info import TopicEndpointInfo
from std_msgs.msg import String

from vla_r1_ros.core.errors import ErrorCode, InputError, RecordingError
from vla_r1_ros.ros.about import about
from vla_r1_ros.ros.attempt_cut import AttemptCut, Cut
from vla_r1_ros.ros.bag_writer import COMPRESSIONS, BagTopic, BagWriter, qos_dict
from vla_r1_ros.ros.convert import status_from_msg
from vla_r1_ros.ros.diagnostics import Diagnostics, Report
from vla_r1_ros.ros.distro import ros_distro
from vla_r1_ros.ros.packed_bag import PackedBagWriter
from vla_r1_ros.ros.params import declare, param
from vla_r1_ros.ros.qos import STATUS
from vla_r1_ros.ros.rates import RateMonitor
from vla_r1_ros.ros.recording import Recording, RecordingLimits, RecordingState
from vla_r1_ros.ros.recording_folder import check_disk, folder_name, new_folder, state_values
from vla_r1_ros.ros.recordings import Recordings
from vla_r1_ros.ros.ring import Ring
from vla_r1_ros.ros.schemas import message_class, schema_text, type_hash
from vla_r1_ros.ros.spin import run_node
from vla_r1_ros.ros.stack_facts import StackFacts
from vla_r1_ros.ros.topic_choice import IMAGE_TYPES, ImageThinner, TopicFilter, matching_qos

_MIB = 1 << 20
_DESCRIPTION = "robot_description"


@dataclass(frozen=True)
class RecorderParameters:
    """Parameters of recorder_node."""

    output_directory: str = param("recordings", "folder that receives one folder per recording")
    name: str = param("vla_r1_%Y%m%d_%H%M%S", "name of the recording, strftime codes are filled in (local time)")
    bag_per: str = param("attempt", "one recording for each attempt, cut by status, or one from start to end",
                         choices=("attempt", "session"))  # fmt: skip
    before_s: float = param(3.0, "seconds before an attempt that its recording has, as far as half of queue_mib holds "
                                 "them", low=0.0, high=600.0)  # fmt: skip
    after_s: float = param(3.0, "seconds after an attempt that its recording has: physics' verdict needs a scene at "
                                "rest", low=0.0, high=600.0)  # fmt: skip
    longest_attempt_s: float = param(900.0, "the recording of an attempt ends then, s", low=1.0, high=86400.0)
    include: tuple[str, ...] = param((".*",), "regular expressions of absolute topic names to record")
    exclude: tuple[str, ...] = param((), "regular expressions of absolute topic names to leave out")
    include_hidden: bool = param(False, "record hidden topics too (a part of the name begins with _)")
    image_rate_hz: float = param(0.0, "images a second of each topic that are kept, 0 for all", low=0.0, high=1000.0)
    image_format: str = param("raw", "images as they come, or packed: colour as JPEG to TOPIC/compressed, depth as PNG "
                                     "to TOPIC/compressedDepth", choices=("raw", "packed"))  # fmt: skip
    jpeg_quality: int = param(90, "of packed colour images", low=1, high=100)
    compression: str = param("lz4", "compression of the chunks", choices=COMPRESSIONS)
    chunk_mib: int = param(4, "size of a chunk, MiB: a kill loses the last one and what waits", low=1, high=64)
    flush_period_s: float = param(1.0, "a chunk is ended after this time at the latest, s", low=0.05, high=60.0)
    sync: bool = param(True, "each flush is forced onto the disk: a power cut loses little more than flush_period_s, "
                             "else what the system has not written yet, up to half a minute")  # fmt: skip
    queue_mib: int = param(256, "memory for messages that wait to be written, MiB", low=8, high=16384)
    min_free_mib: int = param(512, "the recording ends when less of the disk is free, MiB", low=0, high=10**7)
    parameters_of: tuple[str, ...] = param(("vla_node", "projection_node", "planner_node", "calibration_node"),
                                           "nodes whose parameters each recording keeps in its metadata")  # fmt: skip
    discovery_period_s: float = param(0.25, "time between looks for new topics, s", low=0.05, high=10.0)

    def __post_init__(self) -> None:
        TopicFilter(self.include, self.exclude)
        folder_name(self.name)


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
        self._limits = RecordingLimits(self._p.queue_mib * _MIB, self._p.flush_period_s, self._p.min_free_mib * _MIB)
        self._parent = new_folder(self._p.output_directory, self._p.name).parent
        check_disk(self._parent, self._limits.min_free_bytes)
        self._cut = AttemptCut(self._p.after_s, self._p.longest_attempt_s)
        self._last: RecordingState | None = None
        self.diagnostics = Diagnostics(self)
        self._facts = StackFacts(self, [name for name in self._p.parameters_of if name], self._note)
        steady = Clock(clock_type=ClockType.STEADY_TIME)
        self.create_timer(self._p.discovery_period_s, self._discover, clock=steady)
        self.diagnostics.add("recording", self._report)
        ring = Ring(self._p.before_s, self._limits.queue_bytes // 2) if self._per_attempt else None
        self._recordings = Recordings(self._open, ring, self._ended)
        if self._per_attempt:
            self.create_subscription(DiagnosticArray, "status", self._on_status, STATUS)
            self.get_logger().info(f"waits for an attempt on {self.resolve_topic_name('status')}; "
                                   f"recordings go to {self._parent}")  # fmt: skip
        # last: its thread would keep a process alive whose node could not be made
        elif self._begin("") is None:
            raise self._recordings.error or RecordingError(ErrorCode.RECORD_FAILED, "nothing can be recorded")

    @property
    def _per_attempt(self) -> bool:
        return self._p.bag_per == "attempt"

    def _open(self) -> Recording:
        folder = new_folder(self._p.output_directory, self._p.name)
        check_disk(folder.parent, self._limits.min_free_bytes)
        fixed = (folder, about(dataclasses.asdict(self._p)), ros_distro(), self._p.compression,
                 self._p.chunk_mib * _MIB)  # fmt: skip
        packed = self._p.image_format == "packed"
        writer = PackedBagWriter(*fixed, jpeg_quality=self._p.jpeg_quality) if packed else BagWriter(*fixed)
        return Recording(writer, self._limits, sync=os.fdatasync if self._p.sync else None)

    def _begin(self, attempt: str) -> Path | None:
        folder = self._recordings.begin({"id": attempt} if attempt else {}, self._summary())
        if folder is None:
            self.get_logger().error(f"attempt {attempt} is not recorded: {self._recordings.error}")
        else:
            self._facts.ask()
            self.get_logger().info(f"recording to {folder}")
        return folder

    def _ended(self, folder: Path, state: RecordingState) -> None:
        self._last = state
        words = f"{state.messages} messages, {state.bytes_written / _MIB:.1f} MiB, {state.dropped} dropped"
        self.get_logger().info(f"recorded {words}: {folder}")
        if state.error is not None and self._per_attempt:
            self.get_logger().error(str(state.error))

    def _on_status(self, message: DiagnosticArray) -> None:
        try:
            line = status_from_msg(message)
        except InputError as error:
            self.get_logger().warning(f"status: {error}", throttle_duration_sec=5.0)
            return
        if self._cut.heard(line, time.monotonic()) is Cut.BEGIN:
            self._begin(line.attempt)

    def _note(self, name: str, values: dict[str, str]) -> None:
        self._recordings.note(name, values)

    def _discover(self) -> None:
        """Hear what is new, hear again what cannot be heard with the QoS chosen before, end when it is over."""
        self._facts.look()
        if self._cut.tick(time.monotonic()) is Cut.END:
            self._recordings.end(self._summary())
        now = self._recordings.now
        error = None if now is None or self._per_attempt else now.state().error
        if error is not None:
            self._fall_silent(error)
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
            self._recordings.add_topic(bag_topic)
        monitor = ear.monitor if ear is not None else RateMonitor()
        thin = type_name in IMAGE_TYPES
        describes = type_name == "std_msgs/msg/String" and topic.endswith(f"/{_DESCRIPTION}")

        def received(data: Any, info: Any) -> None:
            monitor.tick(info)
            published_ns, received_ns = int(info["source_timestamp"]), int(info["received_timestamp"])
            received_ns = received_ns or time.time_ns()
            if thin and not self._thinner.keeps(topic, data, received_ns):
                return
            if describes:
                self._note(_DESCRIPTION, {"urdf": deserialize_message(data, String).data})
            self._recordings.put(topic, received_ns, published_ns, data)

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

    def _fall_silent(self, error: RecordingError) -> None:
        if self._said_over:
            return
        self._said_over = True
        for ear in self._ears.values():
            self.destroy_subscription(ear.subscription)
        self.get_logger().error(str(error))

    def _report(self) -> Report:
        now = self._recordings.now
        state = now.state() if now is not None else self._last
        dropped = self._recordings.dropped()
        values = {
            "recording": str(now.folder) if now is not None else "",
            "recorded": str(self._recordings.finished),
            "attempt": self._cut.attempt,
            "topics": str(len(self._ears)),
            "dropped": str(dropped.total()),
            "images_left_out": str(self._thinner.skipped),
        }
        values |= self._summary() | {f"dropped {topic}": str(count) for topic, count in dropped.items()}
        values |= {} if state is None else state_values(state)
        error = self._recordings.error or (state.error if state is not None else None)
        if error is not None:
            return Report.error(str(error), **values)
        if dropped.total():
            return Report.warn(f"{dropped.total()} messages were dropped: the disk is slower than the topics", **values)
        if now is None:
            return Report.ok(f"waits for an attempt; {self._recordings.finished} recorded", **values)
        return Report.ok(f"{now.state().messages} messages of {len(self._ears)} topics", **values)

    def _summary(self) -> dict[str, str]:
        """What closes a recording; losses are those since the node started."""
        lost = {topic: ear.monitor.report().total_lost for topic, ear in self._ears.items()}
        notes = {"lost_in_transport": str(sum(lost.values()))}
        notes |= {f"lost {topic}": str(count) for topic, count in lost.items() if count}
        return notes | {f"not recorded {topic}": why for topic, why in self._refused.items()}

    def close(self) -> None:
        """End the recording: all that is queued is written, the bag gets its index and metadata.yaml."""
        self._recordings.close(self._summary())


def main() -> int:
    """Entry point of the executable."""
    return run_node("recorder_node", RecorderNode)


if __name__ == "__main__":
    sys.exit(main())
