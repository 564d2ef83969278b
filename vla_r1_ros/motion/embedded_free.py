# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""Free motion of the embedded planner: RRT-connect, shortcuts, TOPPRA."""

import numpy as np
from roboplan import core as rp
from roboplan import rrt as rp_rrt
from roboplan import toppra as rp_toppra

from vla_r1_ros.core.robot import RobotDescription
from vla_r1_ros.core.types import FloatArray, JointTrajectory
from vla_r1_ros.motion.budget import Budget
from vla_r1_ros.motion.embedded_scene import GROUP, EmbeddedScene
from vla_r1_ros.motion.timing import slowed
from vla_r1_ros.motion.verify import acceleration_factor

_EDGE_STEP = 0.02  # rad between checks along an edge
_SLICE_S = 0.4  # longest call into the library: bounds how late a cancel is seen
_SAMPLE_S = 0.01
_SHORTEST_S = 1e-6  # TOPPRA's last sample may come no time after the one before: in a message both would be one


class EmbeddedFreeMotion:
    """Collision-free timed joint motion between two configurations."""

    def __init__(self, scene: EmbeddedScene, robot: RobotDescription, seed: int) -> None:
        self._scene = scene
        self._robot = robot
        self._seed = seed
        self._rrt = rp_rrt.RRT(scene.handle, self._rrt_options(_SLICE_S))
        self._timing = rp_toppra.PathParameterizerTOPPRA(scene.handle, GROUP)

    def plan(
        self, start: FloatArray, goal: FloatArray, speed: float, budget: Budget, attempt: int
    ) -> JointTrajectory | None:
        """Return a motion, or None where this attempt found none."""
        path = self._path(start, goal, budget, attempt)
        budget.check("timing")
        return None if path is None else self._timed(path, speed)

    def _path(self, start: FloatArray, goal: FloatArray, budget: Budget, attempt: int) -> FloatArray | None:
        """Return a collision-free path (N, J), or None where this attempt found none."""
        if not self._blocked(start, goal):
            return np.stack([start, goal])
        budget.check("the search for a path")
        self._rrt.setOptions(self._rrt_options(min(_SLICE_S, max(0.02, budget.left()))))
        self._rrt.setRngSeed(self._seed + attempt)
        self._scene.handle.setJointPositions(self._scene.full(start))
        try:
            found = self._rrt.plan(self._configuration(start), self._configuration(goal))
        except RuntimeError:  # roboplan's way to say that there is none
            return None
        budget.check("the shortening of the path")
        options = rp.PathShortcuttingOptions(group_name=GROUP, max_step_size=_EDGE_STEP, seed=self._seed + attempt)
        return np.array(rp.PathShortcutter(self._scene.handle, options).shortcut(found).positions, dtype=np.float64)

    def _timed(self, path: FloatArray, speed: float) -> JointTrajectory | None:
        """Return a path (N, J) timed within `speed` times the limits, or None where it cannot be timed."""
        joints = rp.JointPath()
        joints.joint_names = list(self._scene.arm_joints)
        joints.positions = [np.ascontiguousarray(q) for q in path]
        result = None
        for mode in (rp_toppra.SplineFittingMode.Adaptive, rp_toppra.SplineFittingMode.Hermite):
            options = rp_toppra.TOPPRAOptions()
            options.dt = _SAMPLE_S
            options.mode = mode
            options.velocity_scale = speed
            options.acceleration_scale = speed
            try:
                result = self._timing.generate(joints, options)
                break
            except RuntimeError:  # Hermite stops at every corner, but it always gives a timing
                continue
        if result is None:
            return None
        count = len(self._robot.arm.joints)
        times = np.array(result.times, dtype=np.float64)
        kept = np.append(np.diff(times) > _SHORTEST_S, True)
        trajectory = JointTrajectory(
            self._robot.arm.joints,
            times[kept],
            np.array(result.positions, dtype=np.float64)[kept, :count],
            np.array(result.velocities, dtype=np.float64)[kept, :count],
        )
        trajectory.velocities[[0, -1]] = 0.0
        return slowed(trajectory, acceleration_factor(trajectory, self._robot.arm))

    def _blocked(self, start: FloatArray, goal: FloatArray) -> bool:
        full = self._scene.full
        return bool(rp.hasCollisionsAlongPath(self._scene.handle, full(start), full(goal), _EDGE_STEP))

    def _configuration(self, joints: FloatArray) -> rp.JointConfiguration:
        return rp.JointConfiguration(list(self._scene.arm_joints), np.ascontiguousarray(joints))

    def _rrt_options(self, seconds: float) -> rp_rrt.RRTOptions:
        return rp_rrt.RRTOptions(
            group_name=GROUP,
            max_nodes=20000,
            max_connection_distance=0.8,
            collision_check_step_size=_EDGE_STEP,
            max_planning_time=seconds,
            rrt_connect=True,
        )
