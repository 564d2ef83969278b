# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""Straight tool motion of the embedded planner, on roboplan's Cartesian planner in its bounded mode.

That planner checks no collisions, and its time-optimal mode broke acceleration limits by half; here every result is
measured again: distance from the line, limits, collisions.
"""

from collections.abc import Sequence

import numpy as np
from roboplan import cartesian_planning as rp_cartesian
from roboplan import core as rp

from vla_r1_ros.core.errors import ErrorCode, PlanningError
from vla_r1_ros.core.robot import RobotDescription
from vla_r1_ros.core.types import FloatArray, JointTrajectory
from vla_r1_ros.motion.budget import Budget
from vla_r1_ros.motion.embedded_scene import GROUP, EmbeddedScene
from vla_r1_ros.motion.timing import slowed
from vla_r1_ros.motion.verify import acceleration_factor, check_line

_SAMPLE_S = 0.01
_TURN_SPEED = 0.8  # rad/s
_ACCELERATION = 0.8  # m/s^2 of the tool


class EmbeddedStraightMotion:
    """Timed straight motion of the tool through poses."""

    def __init__(self, scene: EmbeddedScene, robot: RobotDescription) -> None:
        self._scene = scene
        self._robot = robot

    def plan(
        self, start: FloatArray, waypoints: Sequence[FloatArray], tool_speed: float, budget: Budget
    ) -> JointTrajectory:
        """Return the motion from joints (J,) through tool poses (4, 4), not yet checked for collisions.

        Raises:
            PlanningError: PLAN_NO_PATH where the arm cannot follow the line.
        """
        T_tool_hand = np.linalg.inv(self._robot.T_hand_tool)
        hands = [self._scene.hand_pose(start), *(np.asarray(T) @ T_tool_hand for T in waypoints)]
        planner = rp_cartesian.CartesianPathPlanner(self._scene.handle, self._options(tool_speed))
        full = self._scene.full(start)
        self._scene.handle.setJointPositions(full)
        path = rp.CartesianPath(
            [self._scene.base_body], [self._scene.hand_body], [[np.asfortranarray(T) for T in hands]]
        )
        try:
            result = planner.plan(path, rp.JointConfiguration(list(self._scene.joint_names), full))
        except RuntimeError as error:
            raise PlanningError(
                ErrorCode.PLAN_NO_PATH, f"the arm cannot follow the straight line: {error}", "start from another pose"
            ) from error
        trajectory = self._trajectory(result)
        check_line(trajectory, waypoints, self._scene.tool_pose)
        return slowed(trajectory, acceleration_factor(trajectory, self._robot.arm))

    def _trajectory(self, result: rp.JointTrajectory) -> JointTrajectory:
        times = np.array(result.times, dtype=np.float64)
        positions = self._scene.arm(np.array(result.positions, dtype=np.float64))
        velocities = self._scene.arm(np.array(result.velocities, dtype=np.float64))
        velocities[[0, -1]] = 0.0
        return JointTrajectory(self._robot.arm.joints, times - times[0], positions, velocities)

    def _options(self, tool_speed: float) -> rp_cartesian.CartesianPlannerOptions:
        return rp_cartesian.CartesianPlannerOptions(
            group_name=GROUP,
            dt=_SAMPLE_S,
            speed_mode=rp_cartesian.CartesianSpeedMode.Bounded,
            max_linear_speed=tool_speed,
            max_angular_speed=_TURN_SPEED,
            max_linear_acceleration=_ACCELERATION,
        )
