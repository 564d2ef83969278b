# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""Inverse kinematics by damped least squares with a posture in the null space.

Unlike a sampling solver it says how far a pose is out of reach, keeps to one family of elbow postures, and gives
the same answer each time.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from scipy.spatial.transform import Rotation

from vla_r1_ros.core.types import FloatArray

_DAMPING = 1e-3
_MAX_STEP = 0.3  # rad an iteration
_LEAST_GAIN = 0.02  # of the error; with less over `_PATIENCE` iterations the pose is out of reach from this seed
_PATIENCE = 12
_POSTURE_GAIN = 0.05
_LIMIT_MARGIN = 0.02  # rad kept from each joint limit
_ORIENTATION_WEIGHT = 0.3  # m per rad: a radian counts like 30 cm


@dataclass(frozen=True)
class IkSolution:
    """Joints (J,) rad, and what is left of the error there: m and rad."""

    joints: FloatArray
    position_error: float
    rotation_error: float

    @property
    def exact(self) -> bool:
        """Within 0.2 mm and 1 mrad."""
        return self.position_error < 2e-4 and self.rotation_error < 1e-3


def pose_error(T_base_now: FloatArray, T_base_goal: FloatArray) -> FloatArray:
    """Return the twist (6,) from one pose (4, 4) to another, in the frame of the first: m, then rad."""
    to_now = T_base_now[:3, :3].T
    turn = to_now @ T_base_goal[:3, :3]
    error = np.empty(6)
    error[:3] = to_now @ (T_base_goal[:3, 3] - T_base_now[:3, 3])
    axis = np.array([turn[2, 1] - turn[1, 2], turn[0, 2] - turn[2, 0], turn[1, 0] - turn[0, 1]]) / 2
    sine, cosine = float(np.linalg.norm(axis)), float(np.trace(turn) - 1) / 2
    if sine > 1e-3:
        error[3:] = axis * (np.arctan2(sine, cosine) / sine)
    else:  # no turn or half a turn, where the axis is lost in the antisymmetric part
        error[3:] = axis if cosine > 0 else Rotation.from_matrix(turn).as_rotvec()
    return error


def solve_ik(
    hand_pose: Callable[[FloatArray], FloatArray],
    hand_jacobian: Callable[[FloatArray], FloatArray],
    T_base_hand: FloatArray,
    seed: FloatArray,
    posture: FloatArray,
    limits: tuple[FloatArray, FloatArray],
    *,
    iterations: int = 80,
) -> IkSolution:
    """Find joints (J,) whose hand pose is `T_base_hand`, from `seed`, leaning towards `posture`.

    The best joints found come back even where the pose is not reached; see `IkSolution.exact`.
    """
    lower, upper = limits[0] + _LIMIT_MARGIN, limits[1] - _LIMIT_MARGIN
    q = np.clip(seed, lower, upper)
    best = _solution(q, pose_error(hand_pose(q), T_base_hand))
    weight = np.array([1.0, 1.0, 1.0] + [_ORIENTATION_WEIGHT] * 3)
    gained = 0
    for iteration in range(iterations):
        error = pose_error(hand_pose(q), T_base_hand)
        found = _solution(q, error)
        if _cost(found) < (1 - _LEAST_GAIN) * _cost(best):
            gained = iteration
        if _cost(found) < _cost(best):
            best = found
        if (found.exact and iteration > 3) or iteration - gained > _PATIENCE:
            break
        q = np.clip(q + _step(hand_jacobian(q) * weight[:, None], error * weight, posture - q, found), lower, upper)
    return best


def _solution(q: FloatArray, error: FloatArray) -> IkSolution:
    return IkSolution(q, float(np.linalg.norm(error[:3])), float(np.linalg.norm(error[3:])))


def _cost(solution: IkSolution) -> float:
    return solution.position_error + _ORIENTATION_WEIGHT * solution.rotation_error


def _step(jacobian: FloatArray, error: FloatArray, to_posture: FloatArray, found: IkSolution) -> FloatArray:
    damping = _DAMPING * min(1.0, _cost(found) / 0.05 + 1e-3)
    pseudo = jacobian.T @ np.linalg.inv(jacobian @ jacobian.T + damping * np.eye(len(error)))
    null = np.eye(len(to_posture)) - pseudo @ jacobian
    gain = _POSTURE_GAIN if _cost(found) > 1e-3 else 0.0
    step: FloatArray = pseudo @ error + gain * null @ to_posture
    longest = float(np.abs(step).max())
    return step * min(1.0, _MAX_STEP / longest) if longest > 0 else step
