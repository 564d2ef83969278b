# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""Schemas name everything a message needs; hashes are those of the publishers."""

import random
import time

import pytest

pytest.importorskip("rclpy")

import rclpy
from rclpy.context import Context
from rclpy.node import Node
from rosbags.typesys import Stores, get_types_from_msg, get_typestore
from sensor_msgs.msg import Image
from vision_msgs.msg import Detection3DArray
from visualization_msgs.msg import MarkerArray

from vla_r1_ros.core.errors import ErrorCode, RecordingError
from vla_r1_ros.ros.schemas import schema_text, type_hash

TYPES = [
    "std_msgs/msg/String", "std_msgs/msg/Bool", "sensor_msgs/msg/Image", "sensor_msgs/msg/CameraInfo",
    "sensor_msgs/msg/JointState", "sensor_msgs/msg/PointCloud2", "vision_msgs/msg/Detection2DArray",
    "vision_msgs/msg/Detection3DArray", "nav_msgs/msg/Path", "trajectory_msgs/msg/JointTrajectory",
    "visualization_msgs/msg/MarkerArray", "diagnostic_msgs/msg/DiagnosticArray", "tf2_msgs/msg/TFMessage",
    "rosgraph_msgs/msg/Clock", "rcl_interfaces/msg/Log", "rcl_interfaces/msg/ParameterEvent",
]  # fmt: skip


@pytest.mark.parametrize("type_name", TYPES)
def test_an_independent_parser_reads_the_schema_and_computes_the_same_hash(type_name: str) -> None:
    store = get_typestore(Stores.EMPTY)
    store.register(get_types_from_msg(schema_text(type_name), type_name))
    assert store.hash_rihs01(type_name) == type_hash(type_name)


def test_hash_equals_what_publishers_announce() -> None:
    context = Context()
    rclpy.init(context=context, domain_id=random.randint(1, 90))
    node = Node("n", context=context)
    try:
        kinds = {"/a": Image, "/b": Detection3DArray, "/c": MarkerArray}
        for name, kind in kinds.items():
            node.create_publisher(kind, name, 1)
        end = time.monotonic() + 5
        while not all(node.get_publishers_info_by_topic(name) for name in kinds) and time.monotonic() < end:
            time.sleep(0.05)
        for name, kind in kinds.items():
            info = node.get_publishers_info_by_topic(name)[0]
            full = f"{kind.__module__.split('.')[0]}/msg/{kind.__name__}"
            assert info.topic_type == full
            assert type_hash(full) == str(info.topic_type_hash)
    finally:
        node.destroy_node()
        rclpy.shutdown(context=context)


@pytest.mark.parametrize("name", ["no_such_pkg/msg/Thing", "../etc/passwd", "std_msgs/String", "", "a/msg/../../B"])
def test_unknown_types(name: str) -> None:
    with pytest.raises(RecordingError) as caught:
        schema_text(name)
    assert caught.value.code is ErrorCode.RECORD_FAILED
    with pytest.raises(RecordingError):
        type_hash(name)
