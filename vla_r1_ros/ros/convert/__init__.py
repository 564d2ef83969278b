# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""Pure conversions between ROS messages and the core's types; `X_to_msg` and `X_from_msg` are inverse.

Whatever a message holds, only typed errors come out: INPUT_IMAGE_*, INPUT_DEPTH_*, INPUT_CAMERA_INFO_INVALID for the
camera's messages, INPUT_MESSAGE for all others.
"""

from vla_r1_ros.ros.convert.decision import (
    Affordance,
    affordance_from_msg,
    affordance_to_msg,
    path_from_msg,
    path_to_msg,
)
from vla_r1_ros.ros.convert.geometry import (
    header,
    pose_from_msg,
    pose_to_msg,
    stamp_from_msg,
    stamp_to_msg,
    tool_path_from_msg,
    tool_path_to_msg,
    transform_from_msg,
    transform_stamped_to_msg,
    transform_to_msg,
)
from vla_r1_ros.ros.convert.goal import measurement_from_msg, measurement_to_msg
from vla_r1_ros.ros.convert.images import (
    camera_from_msg,
    camera_to_msg,
    depth_from_msg,
    depth_to_msg,
    image_from_msg,
    image_to_msg,
)
from vla_r1_ros.ros.convert.measurement import (
    joint_trajectory_from_msg,
    joint_trajectory_to_msg,
    points_from_msg,
    points_to_msg,
    target_from_msg,
    target_to_msg,
)
from vla_r1_ros.ros.convert.status import status_from_msg, status_to_msg

__all__ = [
    "Affordance",
    "affordance_from_msg",
    "affordance_to_msg",
    "camera_from_msg",
    "camera_to_msg",
    "depth_from_msg",
    "depth_to_msg",
    "header",
    "image_from_msg",
    "image_to_msg",
    "joint_trajectory_from_msg",
    "joint_trajectory_to_msg",
    "measurement_from_msg",
    "measurement_to_msg",
    "path_from_msg",
    "path_to_msg",
    "points_from_msg",
    "points_to_msg",
    "pose_from_msg",
    "pose_to_msg",
    "stamp_from_msg",
    "stamp_to_msg",
    "status_from_msg",
    "status_to_msg",
    "target_from_msg",
    "target_to_msg",
    "tool_path_from_msg",
    "tool_path_to_msg",
    "transform_from_msg",
    "transform_stamped_to_msg",
    "transform_to_msg",
]
