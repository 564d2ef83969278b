# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""Free motion of MoveIt: the robot file's pipeline (OMPL), timed by the pipeline."""

import numpy as np

from vla_r1_ros.core.robot import RobotDescription
from vla_r1_ros.core.types import FloatArray, JointTrajectory
from vla_r1_ros.motion.budget import Budget
from vla_r1_ros.motion.timing import slowed
from vla_r1_ros.motion.verify import acceleration_factor
from vla_r1_ros.ros.moveit.scene import MoveItScene
from vla_r1_ros.ros.moveit.session import MoveItSession

_SLICE_S = 0.5  # longest call: nothing ends it before its time


class MoveItFreeMotion:
    """FreeMotion on a planning pipeline with joint goals."""

    def __init__(self, session: MoveItSession, scene: MoveItScene, robot: RobotDescription) -> None:
        assert robot.moveit is not None
        self._session = session
        self._scene = scene
        self._robot = robot
        self._planner = robot.moveit.free

    def plan(
        self, start: FloatArray, goal: FloatArray, speed: float, budget: Budget, attempt: int
    ) -> JointTrajectory | None:
        """Return a motion, or None where this attempt found none."""
        found = self._session.plan(
            self._planner, self._scene.handle, self._scene.state(start), {"robot_state": self._scene.state(goal)},
            seconds=min(_SLICE_S, max(0.02, budget.left())), velocity_scale=speed, acceleration_scale=speed,
        )  # fmt: skip
        budget.check("timing")
        if found is None or len(found) < 2:
            return None
        if found.duration <= 0.0:  # the pipeline has no adapter that times
            found.apply_totg_time_parameterization(speed, speed, path_tolerance=0.01, resample_dt=0.02)
        trajectory = self._session.trajectory(found)
        if not (np.diff(trajectory.times) > 0).all():
            return None
        trajectory.velocities[[0, -1]] = 0.0
        return slowed(trajectory, acceleration_factor(trajectory, self._robot.arm))
