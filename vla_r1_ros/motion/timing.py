# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""Timed joint paths: slowing down, speed of the tool, accelerations."""

from collections.abc import Callable

import numpy as np

from vla_r1_ros.core.types import FloatArray, JointTrajectory


def slowed(trajectory: JointTrajectory, factor: float) -> JointTrajectory:
    """Return the same path `factor` (>= 1) times slower; velocities fall by it, accelerations by its square."""
    return JointTrajectory(
        trajectory.joint_names,
        trajectory.times * factor,
        trajectory.positions,
        trajectory.velocities / factor,
    )


def tool_points(trajectory: JointTrajectory, tool_pose: Callable[[FloatArray], FloatArray]) -> FloatArray:
    """Return the tool's positions (N, 3), m in the base frame."""
    return np.array([tool_pose(q)[:3, 3] for q in trajectory.positions])


def peak_tool_speed(trajectory: JointTrajectory, tool_pose: Callable[[FloatArray], FloatArray]) -> float:
    """Return the highest speed of the tool point between samples, m/s."""
    if len(trajectory.times) < 2:
        return 0.0
    steps = np.linalg.norm(np.diff(tool_points(trajectory, tool_pose), axis=0), axis=1)
    return float((steps / np.diff(trajectory.times)).max())


def capped(
    trajectory: JointTrajectory, tool_pose: Callable[[FloatArray], FloatArray], max_tool_speed: float
) -> JointTrajectory:
    """Return the trajectory, slowed down as a whole where the tool would exceed `max_tool_speed` m/s."""
    factor = peak_tool_speed(trajectory, tool_pose) / max_tool_speed
    return slowed(trajectory, factor * 1.001) if factor > 1.0 else trajectory


def accelerations(trajectory: JointTrajectory) -> FloatArray:
    """Return mean accelerations between samples (N-1, J), rad/s^2, from the velocities."""
    return np.diff(trajectory.velocities, axis=0) / np.diff(trajectory.times)[:, None]


def concatenated(parts: list[JointTrajectory]) -> JointTrajectory:
    """Join trajectories that follow on each other, each from rest to rest; raises ValueError for none."""
    if not parts:
        raise ValueError("nothing to join")
    times, positions, velocities = [parts[0].times], [parts[0].positions], [parts[0].velocities]
    end = parts[0].duration
    for part in parts[1:]:
        times.append(part.times[1:] + end)
        positions.append(part.positions[1:])
        velocities.append(part.velocities[1:])
        end += part.duration
    return JointTrajectory(
        parts[0].joint_names, np.concatenate(times), np.concatenate(positions), np.concatenate(velocities)
    )
