# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""From what a look measured to what the arm is asked to do."""

import numpy as np

from vla_r1_ros.core.measure import Measurement
from vla_r1_ros.core.robot import RobotDescription
from vla_r1_ros.core.types import BoxObstacle, FloatArray, SceneModel, StepKind
from vla_r1_ros.motion.stages import MotionRequest

_MIDDLE, _SIZE = np.array([0.65, 0.0]), np.array([1.0, 1.8])  # m: a table before the arm
_LOWER, _UPPER = np.array([0.15, -0.9]), np.array([1.15, 0.9])  # its corners
_BEYOND = 0.3  # m: how far hand and held object reach beyond the tool point
_BASE = 0.15  # m: half side of what is left free for the arm's base


def request_of(measured: Measurement, path: FloatArray, obstacles: FloatArray, robot: RobotDescription, *,
               holding: bool) -> MotionRequest:
    """The request of one look: what is there says what to do.

    Args:
        path: (M, 3) tool points, M may be 0. obstacles: (N, 3); m, base frame, both.
        holding: something is between the fingers, so that a path alone means to place it.
    """
    target, goal, way = measured.target, measured.goal, None if not len(path) else np.array(path)
    if target is not None:
        kind = StepKind.PICK if way is None else StepKind.CARRY
    else:
        kind = StepKind.PLACE if holding else StepKind.REACH
        if kind is StepKind.REACH and way is not None and goal is not None:
            way[-1, 2] = goal.rim_z
    scene = SceneModel(boxes=table(measured.support_z, robot), points=obstacles, target=target.box if target else None)
    return MotionRequest(kind=kind, target=target, path=way, scene=scene, support_z=measured.support_z,
                         goal_surface_z=goal.surface_z if goal else None, rim_z=goal.rim_z if goal else None)


def table(support_z: float, robot: RobotDescription) -> tuple[BoxObstacle, ...]:
    """The support as solids: their top at the measured height, wherever the tool may go, and beyond it what a hand and
    a held object need. One box before the arm where that is enough, else boxes around the arm's base."""
    lower, upper = robot.workspace_lower[:2], robot.workspace_upper[:2]
    before = (lower >= _LOWER) & (upper + _BEYOND <= _UPPER)
    if before.all() and lower[1] - _BEYOND >= _LOWER[1]:
        return (_slab("support", support_z, _MIDDLE, _SIZE),)
    lower, upper = np.minimum(lower - _BEYOND, _LOWER), np.maximum(upper + _BEYOND, _UPPER)
    inner = np.clip([-_BASE, _BASE], lower[0], upper[0])
    parts = (((_BASE, lower[1]), upper), (lower, (-_BASE, upper[1])),
             ((inner[0], _BASE), (inner[1], upper[1])), ((inner[0], lower[1]), (inner[1], -_BASE)))  # fmt: skip
    sides = ("front", "back", "left", "right")
    corners = [(side, np.array(low), np.array(high)) for side, (low, high) in zip(sides, parts, strict=True)]
    return tuple(_slab(f"support {side}", support_z, (low + high) / 2, high - low)
                 for side, low, high in corners if (low < high).all())


def _slab(name: str, support_z: float, middle: FloatArray, size: FloatArray) -> BoxObstacle:
    T = np.eye(4)
    T[:3, 3] = (*middle, support_z - 0.026)
    return BoxObstacle(name, T, np.array([*size, 0.05]))
