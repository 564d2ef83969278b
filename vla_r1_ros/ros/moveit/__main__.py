# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""The worker process of `motion/moveit.py`."""

from vla_r1_ros.core.robot import RobotDescription
from vla_r1_ros.motion.arm_planner import ArmPlanner
from vla_r1_ros.motion.remote import serve
from vla_r1_ros.ros.moveit.configuration import moveit_configuration
from vla_r1_ros.ros.moveit.free import MoveItFreeMotion
from vla_r1_ros.ros.moveit.scene import MoveItScene
from vla_r1_ros.ros.moveit.session import MoveItSession
from vla_r1_ros.ros.moveit.straight import MoveItStraightMotion


def make(robot: RobotDescription, max_tool_speed: float, urdf: str) -> ArmPlanner:
    """Start MoveIt and return the planner on it."""
    session = MoveItSession(robot, moveit_configuration(robot, max_tool_speed, urdf))
    scene = MoveItScene(session, robot)
    return ArmPlanner(robot, scene, MoveItFreeMotion(session, scene, robot),
                      MoveItStraightMotion(session, scene, robot, max_tool_speed), max_tool_speed=max_tool_speed)


if __name__ == "__main__":
    serve(make)
