# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""What happens when the ROS clock goes back: a simulation was started again, or a bag is played anew."""

from collections.abc import Callable

from rclpy.clock import JumpHandle, JumpThreshold
from rclpy.duration import Duration
from rclpy.node import Node


def on_jump_back(node: Node, forget: Callable[[], None]) -> JumpHandle:
    """Call `forget` before the clock of `node` goes back or changes its source; it must not block.

    Keep the handle as long as the node lives: rclpy does not, and a jump after the handle's end is a crash.
    """
    threshold = JumpThreshold(min_forward=None, min_backward=Duration(nanoseconds=-1), on_clock_change=True)
    return node.get_clock().create_jump_callback(threshold, pre_callback=forget)
