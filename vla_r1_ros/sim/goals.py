# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""Goals of the joint trajectory controller and the checks that ros2_control makes before it takes one."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import IntEnum, StrEnum

import numpy as np

from vla_r1_ros.core.errors import ErrorCode, ExecutionError
from vla_r1_ros.core.types import FloatArray


class ControlCode(IntEnum):
    """control_msgs/FollowJointTrajectory result codes."""

    SUCCESSFUL = 0
    INVALID_GOAL = -1
    INVALID_JOINTS = -2
    OLD_HEADER_TIMESTAMP = -3
    PATH_TOLERANCE_VIOLATED = -4
    GOAL_TOLERANCE_VIOLATED = -5


class GoalPhase(StrEnum):
    """Where a goal stands; the last three are final."""

    ACTIVE = "active"
    SUCCEEDED = "succeeded"
    ABORTED = "aborted"
    CANCELED = "canceled"


class GoalRejected(ExecutionError):
    """A controller refuses a goal before any motion (EXEC_REJECTED); `control_code` says why in control_msgs' words."""

    def __init__(self, control_code: ControlCode, message: str, advice: str = "") -> None:
        super().__init__(ErrorCode.EXEC_REJECTED, message, advice)
        self.control_code = control_code


@dataclass(frozen=True)
class TrajectoryGoal:
    """A FollowJointTrajectory goal: times (N,) s from the start, positions and velocities (N, J) rad, rad/s.

    Without velocities the path is linear between points, with them cubic. `start_time` is the simulated time of
    the header stamp, None for at once. Tolerances (rad, by joint name): 0 takes the controller's own, a negative
    value switches the check off, as in control_msgs. `goal_time_tolerance` in s, 0 takes the controller's own.
    """

    joint_names: tuple[str, ...]
    times: FloatArray
    positions: FloatArray
    velocities: FloatArray | None = None
    start_time: float | None = None
    path_tolerance: Mapping[str, float] = field(default_factory=dict)
    goal_tolerance: Mapping[str, float] = field(default_factory=dict)
    goal_time_tolerance: float = 0.0


@dataclass(frozen=True)
class JointLimits:
    """Limits in the controller's joint order, each (J,): rad, rad, rad/s, rad/s^2."""

    lower: FloatArray
    upper: FloatArray
    velocity: FloatArray
    acceleration: FloatArray


@dataclass(frozen=True)
class ControllerSettings:
    """Defaults of the trajectory controller: rad, rad/s, s.

    `start`: largest distance between the measured joints and a first point at time 0.
    `velocity_margin`: a segment may ask for this much more than the velocity limit before it is refused.
    """

    start: float = 0.02
    path: float = 0.1
    goal: float = 0.01
    goal_time: float = 0.5
    stopped_velocity: float = 0.02
    velocity_margin: float = 1.05


def check_shape(goal: TrajectoryGoal, joint_names: tuple[str, ...]) -> None:
    """Refuse wrong names, shapes, numbers that are not finite, and times that do not rise.

    Raises:
        GoalRejected: INVALID_JOINTS or INVALID_GOAL.
    """
    if sorted(goal.joint_names) != sorted(joint_names):
        raise GoalRejected(ControlCode.INVALID_JOINTS,
                           f"the goal names the joints {list(goal.joint_names)}, not {list(joint_names)}",
                           "name each joint of the controller once, in any order")
    n, j = len(goal.times), len(joint_names)
    shapes = [("positions", goal.positions), ("velocities", goal.velocities)]
    if n == 0:
        raise GoalRejected(ControlCode.INVALID_GOAL, "the trajectory has no points")
    for name, values in shapes:
        if values is None:
            continue
        if values.shape != (n, j):
            raise GoalRejected(ControlCode.INVALID_GOAL, f"{name} have the shape {values.shape}, not {(n, j)}")
        if not np.isfinite(values).all():
            raise GoalRejected(ControlCode.INVALID_GOAL, f"{name} hold numbers that are not finite")
    if not np.isfinite(goal.times).all() or goal.times[0] < 0:
        raise GoalRejected(ControlCode.INVALID_GOAL, "times must be finite and not negative")
    falls = np.flatnonzero(np.diff(goal.times) <= 0)
    if len(falls):
        raise GoalRejected(ControlCode.INVALID_GOAL, f"time does not rise between points {falls[0]} and {falls[0] + 1}")
    tolerances = [*goal.path_tolerance.values(), *goal.goal_tolerance.values(), goal.goal_time_tolerance]
    if not np.isfinite(tolerances).all():
        raise GoalRejected(ControlCode.INVALID_GOAL, "tolerances must be finite")


def reordered(goal: TrajectoryGoal, joint_names: tuple[str, ...]) -> TrajectoryGoal:
    """Return the goal with its columns in the controller's order; call after `check_shape`."""
    order = [goal.joint_names.index(name) for name in joint_names]
    velocities = None if goal.velocities is None else goal.velocities[:, order]
    return TrajectoryGoal(joint_names, goal.times, goal.positions[:, order], velocities, goal.start_time,
                          goal.path_tolerance, goal.goal_tolerance, goal.goal_time_tolerance)


def check_motion(goal: TrajectoryGoal, measured: FloatArray, limits: JointLimits, now: float,
                 settings: ControllerSettings) -> None:
    """Refuse a start away from the measured joints, limits broken, an end in the past or in motion.

    Args:
        goal: in the controller's joint order.
        measured: joints now (J,) rad.

    Raises:
        GoalRejected: INVALID_GOAL or OLD_HEADER_TIMESTAMP, with the joint and the numbers.
    """
    names = goal.joint_names
    if goal.start_time is not None and goal.start_time + goal.times[-1] < now:
        raise GoalRejected(ControlCode.OLD_HEADER_TIMESTAMP,
                           f"the trajectory ends {now - goal.start_time - goal.times[-1]:.3f} s in the past",
                           "leave the header stamp at zero to start at once")
    outside = np.argwhere((goal.positions < limits.lower - 1e-6) | (goal.positions > limits.upper + 1e-6))
    if len(outside):
        i, j = outside[0]
        raise GoalRejected(ControlCode.INVALID_GOAL,
                           f"point {i} puts {names[j]} at {goal.positions[i, j]:.4f} rad, outside of "
                           f"[{limits.lower[j]:.4f}, {limits.upper[j]:.4f}]")
    away = np.abs(goal.positions[0] - measured)
    j = int(np.argmax(away))
    if goal.times[0] <= 1e-3 and away[j] > settings.start:
        raise GoalRejected(ControlCode.INVALID_GOAL,
                           f"the trajectory starts with {names[j]} {away[j]:.4f} rad away from where it is; "
                           f"{settings.start} are allowed", "plan again from the measured joints")
    times = np.concatenate([[0.0], goal.times]) if goal.times[0] > 1e-3 else goal.times
    points = np.vstack([measured, goal.positions]) if goal.times[0] > 1e-3 else goal.positions
    if len(times) > 1:
        speeds = np.abs(np.diff(points, axis=0)) / np.diff(times)[:, None]
        _check_speed(speeds, limits, names, settings)
    if goal.velocities is not None:
        _check_speed(np.abs(goal.velocities), limits, names, settings)
        if np.abs(goal.velocities[-1]).max() > settings.stopped_velocity:
            raise GoalRejected(ControlCode.INVALID_GOAL, "the last point is in motion; it must be at rest")


def _check_speed(speeds: FloatArray, limits: JointLimits, names: tuple[str, ...], settings: ControllerSettings) -> None:
    fast = np.argwhere(speeds > limits.velocity * settings.velocity_margin)
    if len(fast):
        i, j = fast[0]
        raise GoalRejected(ControlCode.INVALID_GOAL,
                           f"{names[j]} would move at {speeds[i, j]:.3f} rad/s near point {i}; "
                           f"its limit is {limits.velocity[j]:.3f}", "slow the trajectory down")
