# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""The robot's URDF as its driver publishes it: with the arm's own calibration, which no file of a package has."""

from collections.abc import Sequence

import rclpy
from rclpy.context import Context
from rclpy.exceptions import ParameterException
from rclpy.node import Node
from rclpy.signals import SignalHandlerOptions
from rclpy.wait_for_message import wait_for_message
from std_msgs.msg import String

from vla_r1_ros.ros.qos import LATCHED

_WAIT_S = 2.0  # what is latched comes at once, when discovery is done


def published_description(ros_args: Sequence[str]) -> str:
    """What robot_description holds, asked by a node of its own; `ros_args` as behind `--ros-args`. Empty where nobody
    publishes it, or where ROS does not start."""
    context = Context()
    try:
        rclpy.init(args=["--ros-args", *ros_args] if ros_args else [], context=context,
                   signal_handler_options=SignalHandlerOptions.NO)  # fmt: skip
        node = Node("vla_r1_description", context=context, enable_rosout=False)
        text = heard_description(node)
        node.destroy_node()
        return text
    except (RuntimeError, ParameterException):
        return ""
    finally:
        rclpy.try_shutdown(context=context)


def heard_description(node: Node) -> str:
    """Return what robot_description holds, empty where nobody publishes it. Of use before the node is spun."""
    heard, message = wait_for_message(String, node, "robot_description", qos_profile=LATCHED, time_to_wait=_WAIT_S)
    if not heard:
        node.get_logger().info("nobody publishes robot_description: the planner takes its own URDF")
    return str(message.data) if heard else ""
