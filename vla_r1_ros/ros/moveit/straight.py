# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""Straight tool motion of MoveIt: the robot file's pipeline (Pilz LIN), one waypoint after the other.

moveit_py has neither Cartesian paths nor sequences. Each line is planned from where the one before ended; the arm comes
to rest in between.
"""

from collections.abc import Sequence

import numpy as np
from geometry_msgs.msg import PoseStamped
from scipy.interpolate import CubicSpline

from vla_r1_ros.core.errors import ErrorCode, PlanningError
from vla_r1_ros.core.robot import RobotDescription
from vla_r1_ros.core.types import FloatArray, JointTrajectory
from vla_r1_ros.motion.budget import Budget
from vla_r1_ros.motion.ik import pose_error
from vla_r1_ros.motion.timing import concatenated, slowed
from vla_r1_ros.motion.verify import acceleration_factor
from vla_r1_ros.ros.convert import pose_to_msg
from vla_r1_ros.ros.moveit.scene import MoveItScene
from vla_r1_ros.ros.moveit.session import MoveItSession

_SAMPLE_S = 0.02
_SLICE_S = 1.0
_MAX_STEP = 0.3  # rad between the planner's own samples (0.1 s): more is a jump to another posture
_SAME_POSE = np.array([1e-4] * 3 + [1e-3] * 3)  # m, rad
_SLOWER = (1.0, 0.5, 0.2)  # a line past a bend of the arm is refused at full speed: its joints would be too fast


class MoveItStraightMotion:
    """StraightMotion on a planning pipeline with pose goals, in a scene without obstacles: those are checked after."""

    def __init__(
        self, session: MoveItSession, scene: MoveItScene, robot: RobotDescription, max_tool_speed: float
    ) -> None:
        assert robot.moveit is not None
        self._session = session
        self._scene = scene
        self._robot = robot
        self._planner = robot.moveit.straight
        self._max_tool_speed = max_tool_speed
        self._T_tool_hand = np.linalg.inv(robot.T_hand_tool)
        self._free_space = session.empty_scene()

    def plan(
        self, start: FloatArray, waypoints: Sequence[FloatArray], tool_speed: float, budget: Budget
    ) -> JointTrajectory:
        """Return the motion from joints (J,) through tool poses (4, 4), not yet checked for collisions."""
        parts: list[JointTrajectory] = []
        at = np.asarray(start, dtype=np.float64)
        for T_base_tool in waypoints:
            T_base_hand = np.asarray(T_base_tool) @ self._T_tool_hand
            if (np.abs(pose_error(self._scene.hand_pose(at), T_base_hand)) < _SAME_POSE).all():
                continue
            parts.append(self._line(at, T_base_hand, tool_speed, budget))
            at = parts[-1].positions[-1]
        if not parts:
            still = np.zeros((2, len(at)))
            return JointTrajectory(self._robot.arm.joints, np.array([0.0, _SAMPLE_S]), still + at, still)
        return concatenated(parts)

    def _line(self, start: FloatArray, T_base_hand: FloatArray, tool_speed: float, budget: Budget) -> JointTrajectory:
        goal = PoseStamped()
        goal.header.frame_id = self._robot.base_frame
        goal.pose = pose_to_msg(T_base_hand)
        state = self._scene.state(start)
        state.clear_attached_bodies()
        for share in _SLOWER:
            budget.check("a straight line")
            found = self._session.plan(
                self._planner, self._free_space, state,
                {"pose_stamped_msg": goal, "pose_link": self._robot.hand_frame},
                seconds=min(_SLICE_S, max(0.02, budget.left())),
                velocity_scale=min(1.0, share * tool_speed / self._max_tool_speed), acceleration_scale=share,
            )  # fmt: skip
            if found is not None and len(found) >= 2:
                return self._smooth(self._session.trajectory(found))
        where = (T_base_hand @ self._robot.T_hand_tool)[:3, 3]
        raise PlanningError(
            ErrorCode.PLAN_NO_PATH,
            f"the arm cannot follow the straight line to {np.round(where, 3).tolist()}: no configuration there, or a "
            "joint would have to be too fast",
            "start from another pose",
        )

    def _smooth(self, line: JointTrajectory) -> JointTrajectory:
        """Join the line's samples by a spline from rest to rest: Pilz gives one in 0.1 s, with backward velocities."""
        step = np.abs(np.diff(line.positions, axis=0))
        if step.max() > _MAX_STEP:
            joint = self._robot.arm.joints[int(np.argmax(step.max(axis=0)))]
            raise PlanningError(
                ErrorCode.PLAN_NO_PATH,
                f"on the straight line {joint} would jump by {step.max():.2f} rad",
                "start from another pose",
            )
        spline = CubicSpline(line.times, line.positions, bc_type="clamped")
        times = np.linspace(0.0, line.times[-1], max(2, int(np.ceil(line.times[-1] / _SAMPLE_S)) + 1))
        velocities = spline(times, 1)
        velocities[[0, -1]] = 0.0
        smooth = JointTrajectory(line.joint_names, times, spline(times), velocities)
        return slowed(smooth, acceleration_factor(smooth, self._robot.arm))
