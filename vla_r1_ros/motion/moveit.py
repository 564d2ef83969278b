# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""The planner back end `moveit`: MoveIt 2 through moveit_py, in a process of its own."""

import sys
from collections.abc import Callable

from vla_r1_ros.core.errors import ErrorCode, InputError
from vla_r1_ros.core.robot import RobotDescription
from vla_r1_ros.motion.remote import RemotePlanner

_WORKER = "vla_r1_ros.ros.moveit"


class MoveItPlanner(RemotePlanner):
    """Planner protocol on MoveIt with the robot's own MoveIt configuration.

    Args:
        heard_urdf: gives the robot's description as its driver publishes it (text). Where it is empty, or the
            configuration's SRDF does not fit it, that of the configuration is taken.

    Raises:
        InputError: INPUT_PARAMETER where the robot file names no MoveIt configuration or contradicts it,
            INPUT_ENVIRONMENT where it is not installed or MoveIt does not start with it.
    """

    def __init__(self, robot: RobotDescription, *, max_tool_speed: float = 0.25,
                 heard_urdf: Callable[[], str] = str) -> None:
        if robot.moveit is None:
            raise InputError(ErrorCode.INPUT_PARAMETER, f"the file of robot {robot.name!r} has no entry moveit",
                             "see docs/robots.md, or choose another planner")  # fmt: skip
        super().__init__([sys.executable, "-m", _WORKER],
                         {"robot": robot, "max_tool_speed": max_tool_speed, "urdf": heard_urdf()})  # fmt: skip
