# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""Recorded attempts for tests: what the stack's topics say of a carry, written by the project's own writer."""

import json
import struct
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import IO, Any

import numpy as np
from geometry_msgs.msg import PoseStamped, TransformStamped
from mcap.exceptions import McapError
from mcap.records import Channel, Message
from mcap.stream_reader import StreamReader
from nav_msgs.msg import Path as PathMsg
from rclpy.serialization import serialize_message
from sensor_msgs.msg import CameraInfo, Image, JointState
from std_msgs.msg import String
from tf2_msgs.msg import TFMessage
from vision_msgs.msg import Detection2D, Detection2DArray

from vla_r1_ros.core.errors import ErrorCode
from vla_r1_ros.core.report import StatusReport
from vla_r1_ros.evaluation.bag_attempts import BagResult, evaluate_bag
from vla_r1_ros.evaluation.bag_files import find_bags
from vla_r1_ros.evaluation.bag_read import BagReader, Raw
from vla_r1_ros.ros import convert
from vla_r1_ros.ros.bag_writer import BagTopic, BagWriter
from vla_r1_ros.ros.schemas import schema_text

T0 = 1_790_000_000 * 10**9
S = 10**9
WAY = [(0.5, 0.0, 0.02), (0.5, 0.0, 0.25), (0.5, 0.2, 0.25), (0.5, 0.2, 0.05)]
SAY = "put the red cube in the blue bowl"
Item = tuple[float, str, Any]


def report(at: float, source: str, stage: str, attempt: str = "", stamp: int = 7, code: ErrorCode = ErrorCode.OK,
           reason: str = "", **values: str) -> Item:
    topic = "/cell/status" if source == "vla_node" else "/cell/motion_status"
    why = reason or code.name * bool(code)
    return at, topic, convert.status_to_msg(StatusReport(stamp, source, attempt, 0, stage, code, why, values))


def stamped(message: Any, stamp: int, frame: str) -> Any:
    message.header.stamp.sec, message.header.stamp.nanosec, message.header.frame_id = stamp // S, stamp % S, frame
    return message


def path(points: list[tuple[float, ...]], stamp: int, frame: str) -> PathMsg:
    message = stamped(PathMsg(), stamp, frame)
    for point in points:
        pose = PoseStamped()
        at = pose.pose.position
        at.x, at.y, at.z = *map(float, point), *([0.0] * (3 - len(point)))
        message.poses.append(pose)
    return message


def tf(point: np.ndarray, offset: float) -> TFMessage:
    one = TransformStamped()
    one.header.frame_id, one.child_frame_id = "panda_link0", "panda_hand"
    translation = one.transform.translation
    translation.x, translation.y, translation.z = point[0] + offset, point[1], point[2] + 0.1
    tool = TransformStamped()
    tool.header.frame_id, tool.child_frame_id = "panda_hand", "panda_hand_tcp"
    tool.transform.translation.z = -0.1
    return TFMessage(transforms=[one, tool])


def items(name: str, *, good: bool, begin: float = 0.0, stamp: int = 7, picture: int = 0) -> Iterator[Item]:
    """One carry: the tool goes 5 mm beside the intended way from 3 s to 7 s after `begin`."""
    code = ErrorCode.OK if good else ErrorCode.GRASP_LOST
    yield begin, "/cell/camera_info", stamped(CameraInfo(width=640, height=480), stamp, "cam")
    yield begin, "/joint_states", JointState(name=[f"panda_joint{i}" for i in range(1, 8)])
    yield report(begin, "vla_node", "accepted", name, 0, instruction=SAY, steps="1", model="tabletop")
    yield report(begin + 0.1, "vla_node", "look", name, stamp)
    if not good:
        yield report(begin + 0.2, "vla_node", "retry", name, stamp)
    box = Detection2D()
    box.bbox.center.position.x, box.bbox.center.position.y, box.bbox.size_x, box.bbox.size_y = 320.0, 240.0, 64.0, 48.0
    yield begin + 1, "/cell/affordance", stamped(Detection2DArray(detections=[box]), stamp, "cam")
    yield begin + 1, "/cell/trajectory_2d", path([(64, 48), (320, 240)], stamp, "cam")
    yield report(begin + 1.1, "vla_node", "decided", name, stamp, kind="carry", model_ms="900.0", own_ms="50.0")
    yield begin + 1.2, "/cell/trajectory", path(WAY, stamp, "panda_link0")
    for i, share in enumerate(np.linspace(0.0, 1.0, 41)):
        point = np.array([0.5, 0.2 * min(1.0, 2 * share), 0.25 - 0.2 * max(0.0, 2 * share - 1)])
        at = begin + 3.0 + 0.1 * i
        yield at, "/tf", tf(point, 0.005)
        yield at, "/cell/image", stamped(Image(height=1, width=picture, data=bytes(picture)), i, "cam")
    yield report(begin + 5.0, "planner_node", "travel", stamp=stamp, seconds="2.0")
    yield report(begin + 7.0, "planner_node", "lower", stamp=stamp, seconds="2.0")
    yield report(begin + 8.0, "vla_node", "done" if good else "failed", name, stamp, code)
    # the stack believes in itself; the referee saw it fall off the table
    word = {"seed": 3, "task": "carry", "instruction": SAY, "verdict": "failure", "success": False,
            "code": "OFF_TABLE", "reason": "the red cube fell off the table"}  # fmt: skip
    yield begin + 9.0, "/sim_node/referee", String(data=json.dumps(word))


def type_name(message: Any) -> str:
    return f"{type(message).__module__.split('.')[0]}/msg/{type(message).__name__}"


def write(folder: Path, told: list[Item], compression: str = "lz4",
          change: Callable[[bytes], bytes] = bytes, writer: type[BagWriter] = BagWriter) -> Path:
    """The bag of what is told; `change` may spoil the bytes of each message."""
    bag = writer(folder, {}, "kilted", compression, 4096)
    for at, topic, message in told:
        kind = type_name(message)
        bag.add_topic(BagTopic(topic, kind, schema_text(kind), "RIHS01_0"))
        bag.write(topic, T0 + int(at * S), T0 + int(at * S), change(serialize_message(message)))
    bag.close()
    return folder


def result(folder: Path) -> BagResult:
    (bag,) = find_bags(folder)
    return evaluate_bag(bag)


def read(folder: Path) -> tuple[list[Raw], list[str]]:
    """All messages of the bag, and what is told as lost."""
    (bag,) = find_bags(folder)
    reader = BagReader(bag, lambda *_: True)
    return list(reader.messages()), reader.lost


def readable(data: IO[bytes]) -> list[tuple[str, Message]]:
    """Topic and message of all before the damage, by mcap's own reader."""
    found: list[tuple[str, Message]] = []
    topics: dict[int, str] = {}
    try:
        for record in StreamReader(data, validate_crcs=True).records:
            if isinstance(record, Channel):
                topics[record.id] = record.topic
            elif isinstance(record, Message):
                found.append((topics[record.channel_id], record))
    except (McapError, EOFError, struct.error):
        pass
    return found


def two(picture: int = 0) -> list[Item]:
    return [*items("a-1", good=True, picture=picture), *items("a-2", good=False, begin=20.0, stamp=8, picture=picture)]


def plain_items(name: str = "a-1", say: str = "pick up thing 2", stamp: int = 7, *, good: bool = True,
                begin: float = 0.0, kind: str = "pick", broken: bool = False, seed: int = 3,
                reasoning: str = "") -> list[Item]:
    """An attempt whose look has its picture and neither depth nor a robot that is seen; no referee."""
    picture = np.random.default_rng(seed).integers(0, 255, (480, 640, 3), dtype=np.uint8)
    told = [item for item in items(name, good=good, stamp=stamp, begin=begin) if not item[1].startswith("/sim_node")]
    image = Image(height=480, width=640, encoding="rgb8", step=1920, data=picture.tobytes()[: 100 if broken else None])
    told.append((begin + 0.05, "/cell/image", stamped(image, stamp, "cam")))
    told.append(report(begin + 0.2, "vla_node", "ask", name, stamp, text=say))
    if reasoning:
        told.append((begin + 0.9, "/cell/reasoning", String(data=reasoning)))
    for _, _, message in told:
        for status in getattr(message, "status", ()):
            for pair in status.values:
                pair.value = kind if pair.key == "kind" else say if pair.key == "instruction" else pair.value
    return sorted(told, key=lambda item: item[0])


def plain_bag(folder: Path, **options: Any) -> Path:
    """A bag with one such attempt."""
    return write(folder, plain_items(**options))
