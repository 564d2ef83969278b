# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""From what a look measured to what the arm is asked to do."""

import numpy as np

from vla_r1_ros.core.measure import Measurement
from vla_r1_ros.core.types import BoxObstacle, FloatArray, SceneModel, StepKind
from vla_r1_ros.motion.stages import MotionRequest


def request_of(measured: Measurement, path: FloatArray, obstacles: FloatArray, *, holding: bool) -> MotionRequest:
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
    scene = SceneModel(boxes=(table(measured.support_z),), points=obstacles, target=target.box if target else None)
    return MotionRequest(kind=kind, target=target, path=way, scene=scene, support_z=measured.support_z,
                         goal_surface_z=goal.surface_z if goal else None, rim_z=goal.rim_z if goal else None)


def table(support_z: float) -> BoxObstacle:
    """The support as a solid: its top at the measured height, far enough around the arm."""
    T = np.eye(4)
    T[:3, 3] = (0.65, 0.0, support_z - 0.026)
    return BoxObstacle("support", T, np.array([1.0, 1.8, 0.05]))
