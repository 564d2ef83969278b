# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""MoveIt itself, started: robot model, planning components, and which links are what."""

import copy
import os
from itertools import combinations
from typing import Any

import numpy as np
import rclpy.logging
from moveit.core.planning_scene import PlanningScene
from moveit.planning import MoveItPy, PlanRequestParameters
from moveit_msgs.msg import MoveItErrorCodes

from vla_r1_ros.core.errors import ErrorCode, InputError, PlanningError
from vla_r1_ros.core.moveit import MoveItPlanner
from vla_r1_ros.core.robot import RobotDescription
from vla_r1_ros.core.types import FloatArray, JointTrajectory
from vla_r1_ros.core.urdf import MOVING, Urdf, parse_urdf
from vla_r1_ros.ros.moveit.configuration import DESCRIPTION

#: Failures that another attempt may not have: a sampling planner is out of luck, or its path was cut by the timing.
_TRY_AGAIN = (MoveItErrorCodes.FAILURE, MoveItErrorCodes.PLANNING_FAILED, MoveItErrorCodes.INVALID_MOTION_PLAN,
              MoveItErrorCodes.TIMED_OUT, MoveItErrorCodes.NO_IK_SOLUTION)  # fmt: skip
_NAMES = {getattr(MoveItErrorCodes, name): name for name in dir(type(MoveItErrorCodes)) if name.isupper()}

_SPACE = 5.0  # m around the robot: of use for mobile bases alone


class MoveItSession:
    """Raises InputError INPUT_ENVIRONMENT where MoveIt does not start with these parameters."""

    def __init__(self, robot: RobotDescription, parameters: dict[str, Any]) -> None:
        assert robot.moveit is not None
        self._group = robot.moveit.arm_group
        try:
            self._moveit = MoveItPy(node_name=f"planner_moveit_{os.getpid()}", config_dict=parameters,
                                    provide_planning_service=False)  # fmt: skip
            self._component = self._moveit.get_planning_component(self._group)
        except RuntimeError as error:
            raise InputError(ErrorCode.INPUT_ENVIRONMENT, f"MoveIt does not start: {error}",
                             "what it wrote before says why") from error  # fmt: skip
        # five lines of its own for each plan are too many for a node's log
        rclpy.logging.set_logger_level("", rclpy.logging.LoggingSeverity.WARN)
        self._component.set_workspace(*(-_SPACE, -_SPACE, -_SPACE, _SPACE, _SPACE, _SPACE))  # unset, it warns each time
        self.model = self._moveit.get_robot_model()
        self.urdf: Urdf = parse_urdf(parameters[DESCRIPTION])
        self.base_links = _fixed_to_root(self.urdf)
        self.finger_links = _moving_below(self.urdf, robot.hand_frame)
        self.hand_links = _fixed_to(self.urdf, robot.hand_frame) | _below(self.urdf, robot.hand_frame)
        group = self.model.get_joint_model_group(self._group)
        self.group_joints = tuple(group.active_joint_model_names)
        first = group.joint_model_names[0]
        self.group_root = self.urdf.joints[first].parent if first in self.urdf.joints else robot.base_frame
        self._columns = [self.group_joints.index(name) for name in robot.arm.joints]
        self._robot = robot

    def empty_scene(self) -> PlanningScene:
        """A scene with the robot alone; a copy: moveit_py gives all scenes that it makes one and the same world.

        Parts of the hand may touch each other: an arm's own SRDF does not know the gripper that was put on it.
        """
        scene = copy.copy(PlanningScene(self.model))
        allowed = scene.allowed_collision_matrix
        for one, other in combinations(self.hand_links, 2):
            allowed.set_entry(one, other, True)
        scene.allowed_collision_matrix = allowed
        return scene

    def in_group_order(self, joints: FloatArray) -> FloatArray:
        """Return joints (J,) of the robot file in MoveIt's order."""
        ordered = np.empty(len(self._columns))
        ordered[self._columns] = joints
        return ordered

    def columns(self, rows: FloatArray) -> FloatArray:
        """Return columns (..., J) of MoveIt's order in that of the robot file."""
        return rows[..., self._columns]

    def plan(self, planner: MoveItPlanner, scene: PlanningScene, start: Any, goal: dict[str, Any], *, seconds: float,
             velocity_scale: float, acceleration_scale: float) -> Any:
        """Return MoveIt's trajectory, or None where another attempt may find one.

        Args:
            start: RobotState. goal: what `PlanningComponent.set_goal_state` takes.

        Raises:
            PlanningError: PLAN_INVALID where MoveIt refuses the request itself.
        """
        parameters = PlanRequestParameters(self._moveit, "")
        parameters.planning_pipeline, parameters.planner_id = planner.pipeline, planner.planner
        parameters.planning_attempts, parameters.planning_time = 1, seconds
        parameters.max_velocity_scaling_factor = velocity_scale
        parameters.max_acceleration_scaling_factor = acceleration_scale
        self._component.set_start_state(robot_state=start)
        self._component.set_goal_state(**goal)
        response = self._component.plan(single_plan_parameters=parameters, planning_scene=scene)
        code = response.error_code.val
        if code == MoveItErrorCodes.SUCCESS:
            return response.trajectory
        if code in _TRY_AGAIN:
            return None
        raise PlanningError(ErrorCode.PLAN_INVALID,
                            f"MoveIt's pipeline {planner.pipeline!r} refuses the request: {_NAMES.get(code, code)}",
                            "its log says why; moveit.free and moveit.straight: docs/robots.md")  # fmt: skip

    def trajectory(self, found: Any) -> JointTrajectory:
        """Return a RobotTrajectory as ours: its samples as they are."""
        message = found.get_robot_trajectory_msg().joint_trajectory
        columns = [list(message.joint_names).index(name) for name in self._robot.arm.joints]
        points = message.points
        times = np.array([p.time_from_start.sec + p.time_from_start.nanosec * 1e-9 for p in points])
        positions = np.array([p.positions for p in points], dtype=np.float64)[:, columns]
        velocities = np.array([p.velocities or [0.0] * len(p.positions) for p in points], dtype=np.float64)[:, columns]
        return JointTrajectory(self._robot.arm.joints, times, positions, velocities)


def _fixed_to_root(urdf: Urdf) -> frozenset[str]:
    """Links that no joint moves."""
    moved = {link for joint in urdf.joints.values() if joint.kind in MOVING for link in _below(urdf, joint.child)}
    return urdf.links - moved


def _fixed_to(urdf: Urdf, link: str) -> frozenset[str]:
    """A link and all that are one solid with it."""
    found, todo = {link}, [link]
    while todo:
        at = todo.pop()
        new = [joint.child if joint.parent == at else joint.parent for joint in urdf.joints.values()
               if joint.kind not in MOVING and at in (joint.parent, joint.child)]  # fmt: skip
        todo += [other for other in new if other not in found]
        found.update(new)
    return frozenset(found)


def _moving_below(urdf: Urdf, link: str) -> frozenset[str]:
    """Links below `link` that move against it: fingers and what moves with them."""
    inside = _below(urdf, link)
    moved = [joint.child for joint in urdf.joints.values() if joint.kind in MOVING and joint.parent in inside]
    return frozenset().union(*(_below(urdf, child) for child in moved))


def _below(urdf: Urdf, link: str) -> frozenset[str]:
    """A link and all below it."""
    found, todo = {link}, [link]
    while todo:
        above = todo.pop()
        new = [joint.child for joint in urdf.joints.values() if joint.parent == above and joint.child not in found]
        found.update(new)
        todo += new
    return frozenset(found)
