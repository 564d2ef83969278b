# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""The planner back end `embedded`: roboplan in this process, no ROS, no MoveIt."""

from collections.abc import Callable

from vla_r1_ros.core.robot import RobotDescription
from vla_r1_ros.motion.arm_planner import ArmPlanner
from vla_r1_ros.motion.embedded_free import EmbeddedFreeMotion
from vla_r1_ros.motion.embedded_scene import EmbeddedScene
from vla_r1_ros.motion.embedded_straight import EmbeddedStraightMotion


class EmbeddedPlanner(ArmPlanner):
    """Planner protocol on roboplan; its geometry is its own, so that `heard_urdf` is not asked.

    Raises InputError where the robot's geometry is not installed.
    """

    def __init__(self, robot: RobotDescription, *, max_tool_speed: float = 0.25, seed: int = 0,
                 heard_urdf: Callable[[], str] = str) -> None:
        scene = EmbeddedScene(robot)
        super().__init__(robot, scene, EmbeddedFreeMotion(scene, robot, seed), EmbeddedStraightMotion(scene, robot),
                         max_tool_speed=max_tool_speed, seed=seed)
