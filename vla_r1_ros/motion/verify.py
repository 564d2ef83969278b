# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""The last word on a planned trajectory: is what will be executed within limits, and free of collisions?"""

from collections.abc import Callable, Sequence
from itertools import pairwise

import numpy as np

from vla_r1_ros.core.errors import ErrorCode, PlanningError
from vla_r1_ros.core.robot import ArmDescription
from vla_r1_ros.core.types import FloatArray, JointTrajectory
from vla_r1_ros.motion.lines import distance_to_polyline
from vla_r1_ros.motion.timing import accelerations, tool_points

_LIMIT_SLACK = 0.0  # rad; the safety gate has none either
_SPEED_SLACK = 1.0 + 1e-9
_ACCELERATION_SLACK = 1.05
_ROUNDING = 1.0 + 1e-6
_MAX_STEP = 0.1  # rad between samples of a planned trajectory: more is a jump
_START_TOLERANCE = 0.01  # rad
_CHECK_STEP = 0.01  # rad between checks for collision
_MAX_DEVIATION = 0.006  # m from the line of a straight motion
_MAX_TILT = 0.05  # rad at its end


def check_limits(trajectory: JointTrajectory, arm: ArmDescription, start: FloatArray) -> None:
    """Accept a trajectory that is finite, begins at `start` (J,), rises in time, ends at rest and keeps all limits.

    Raises:
        PlanningError: PLAN_INVALID with the joint and the numbers.
    """
    q, v, t = trajectory.positions, trajectory.velocities, trajectory.times
    if len(t) < 2 or q.shape != (len(t), len(arm.joints)) or v.shape != q.shape:
        raise _invalid(f"has shapes {t.shape}, {q.shape}, {v.shape}")
    if not (np.isfinite(q).all() and np.isfinite(v).all() and np.isfinite(t).all()):
        raise _invalid("holds numbers that are not finite")
    if not ((np.diff(t) > 0).all() and t[0] == 0.0):
        raise _invalid("does not rise in time from 0")
    _check(np.abs(q[0] - start), np.full(len(start), _START_TOLERANCE), arm, "begins away from the arm", "rad")
    _check(arm.position_lower - q, np.full(q.shape[1], _LIMIT_SLACK), arm, "passes a lower joint limit", "rad")
    _check(q - arm.position_upper, np.full(q.shape[1], _LIMIT_SLACK), arm, "passes an upper joint limit", "rad")
    _check(np.abs(v), arm.velocity * _SPEED_SLACK, arm, "is too fast", "rad/s")
    _check(np.abs(accelerations(trajectory)), arm.acceleration * _ACCELERATION_SLACK, arm, "accelerates too hard",
           "rad/s^2")
    _check(np.abs(np.diff(q, axis=0)), np.full(q.shape[1], _MAX_STEP), arm, "jumps", "rad")
    _check(np.abs(v[[0, -1]]), np.full(q.shape[1], 0.05), arm, "does not begin and end at rest", "rad/s")


def acceleration_factor(trajectory: JointTrajectory, arm: ArmDescription) -> float:
    """Return by how much time must be stretched (>= 1) to keep velocity and acceleration limits."""
    mean = np.abs(np.diff(trajectory.positions, axis=0)) / np.diff(trajectory.times)[:, None]
    speed = max(float((np.abs(v) / arm.velocity).max()) for v in (trajectory.velocities, mean))
    hard = float((np.abs(accelerations(trajectory)) / arm.acceleration).max())
    needed = max(speed, float(np.sqrt(hard)))
    return needed * _ROUNDING if needed > 1.0 else 1.0


def check_workspace(points: FloatArray, lower: FloatArray, upper: FloatArray) -> None:
    """Accept tool points (N, 3) m that stay between corners (3,), or that begin outside of them.

    Raises:
        PlanningError: PLAN_NO_PATH with the point farthest outside.
    """
    outside = np.maximum(lower - points, points - upper).max(axis=1)
    if outside[0] <= 0.0 < outside.max():
        raise PlanningError(
            ErrorCode.PLAN_NO_PATH,
            f"the tool would leave the workspace by {outside.max() * 1000:.0f} mm, at "
            f"{np.round(points[int(np.argmax(outside))], 3).tolist()}",
            "ask for something nearer, or widen the workspace in the robot file",
        )


def check_line(
    trajectory: JointTrajectory, waypoints: Sequence[FloatArray], tool_pose: Callable[[FloatArray], FloatArray]
) -> None:
    """Accept a motion that keeps to the straight lines from its start through tool poses (4, 4).

    Raises:
        PlanningError: PLAN_NO_PATH with what it is off by.
    """
    points = tool_points(trajectory, tool_pose)
    corners = np.array([points[0], *(np.asarray(T)[:3, 3] for T in waypoints)])
    deviation = float(distance_to_polyline(points, corners).max())
    end = tool_pose(trajectory.positions[-1])
    miss = float(np.linalg.norm(end[:3, 3] - corners[-1]))
    cosine = (np.trace(end[:3, :3].T @ np.asarray(waypoints[-1])[:3, :3]) - 1) / 2
    tilt = float(np.arccos(np.clip(cosine, -1.0, 1.0)))
    if not (deviation <= _MAX_DEVIATION and miss <= _MAX_DEVIATION and tilt <= _MAX_TILT):
        raise PlanningError(
            ErrorCode.PLAN_NO_PATH,
            f"the arm leaves the straight line by {deviation * 1000:.1f} mm, misses its end by "
            f"{miss * 1000:.1f} mm and {np.degrees(tilt):.1f} degrees",
            "start from another pose",
        )


def collisions_along(
    trajectory: JointTrajectory, collides: Callable[[FloatArray], bool]
) -> tuple[FloatArray, FloatArray]:
    """Check a trajectory at steps of at most 0.01 rad.

    Returns the joints checked (M, J), and whether each collides (M,), dtype bool.
    """
    q = trajectory.positions
    checked = [q[:1]]
    for before, after in pairwise(q):
        count = max(1, int(np.ceil(np.abs(after - before).max() / _CHECK_STEP)))
        checked.append(before + (after - before) * (np.arange(1, count + 1) / count)[:, None])
    joints = _thinned(np.concatenate(checked))
    return joints, np.array([collides(point) for point in joints])


def _thinned(joints: FloatArray) -> FloatArray:
    """Drop points that are closer than half a step to the last kept one; first and last stay."""
    keep, last = [0], joints[0]
    for i in range(1, len(joints) - 1):
        if np.abs(joints[i] - last).max() >= _CHECK_STEP / 2:
            keep.append(i)
            last = joints[i]
    return joints[[*keep, len(joints) - 1]]


def _check(values: FloatArray, allowed: FloatArray, arm: ArmDescription, what: str, unit: str) -> None:
    over = np.atleast_2d(values) - allowed
    if (over > 0).any():
        row, joint = np.unravel_index(int(np.argmax(over)), over.shape)
        value = np.atleast_2d(values)[row, joint]
        raise _invalid(f"{what}: {arm.joints[joint]} {value:.4f} {unit}, allowed {allowed[joint]:.4f} {unit}")


def _invalid(what: str) -> PlanningError:
    return PlanningError(ErrorCode.PLAN_INVALID, f"the planned trajectory {what}", "plan again")
