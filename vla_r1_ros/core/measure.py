# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""One look measured: from box and path in the image to target, tool path and obstacles in the base frame."""

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from vla_r1_ros.core.cloud import base_points, register_depth
from vla_r1_ros.core.grasp import measure_target
from vla_r1_ros.core.lifting import lift_path
from vla_r1_ros.core.obstacles import inside_capsules, obstacle_points
from vla_r1_ros.core.robot import RobotDescription
from vla_r1_ros.core.support import find_support
from vla_r1_ros.core.types import Box, CameraModel, FloatArray, Target


@dataclass(frozen=True)
class GoalRegion:
    """Where a path ends: `center` (3,) m, base frame, on the inner floor; `rim_z` m, the top of what surrounds it."""

    center: FloatArray
    rim_z: float

    @property
    def surface_z(self) -> float:
        """Height of the inner floor, m."""
        return float(self.center[2])


@dataclass(frozen=True)
class Measurement:
    """What one look measured: target of a grasp (or None), goal of a path (or None), height of the support, m."""

    target: Target | None
    goal: GoalRegion | None
    support_z: float


@dataclass(frozen=True)
class LookInput:
    """All that a look needs: normalised box and path, depth (H, W) m with its camera, transforms (4, 4), the tool
    point (3,) and the robot's capsules (start (3,), end (3,), radius) in the base frame at the look's time."""

    box: Box | None
    path: FloatArray | None
    camera: CameraModel
    T_base_camera: FloatArray
    depth: NDArray[np.float32]
    depth_camera: CameraModel
    T_camera_depth: FloatArray
    tool: FloatArray
    capsules: Sequence[tuple[FloatArray, FloatArray, float]]


@dataclass(frozen=True)
class Measured:
    """What came of it: measurement, tool poses `path` (M, 4, 4), obstacle points (N, 3), numbers for the status."""

    measurement: Measurement | None
    path: FloatArray
    obstacles: FloatArray
    values: dict[str, str] = field(default_factory=dict)


def measure_look(look: LookInput, robot: RobotDescription, *, clearance: float) -> Measured:
    """Measure a look. Raises ProjectionError or InputError, never returns a guess."""
    width, height = look.camera.width_px, look.camera.height_px
    depth = look.depth
    if not _same_camera(look):
        depth = register_depth(depth, look.depth_camera, look.camera, look.T_camera_depth)
    points = base_points(depth, look.camera, look.T_base_camera)
    support = find_support(points)
    target, mask = None, np.zeros((height, width), dtype=bool)
    values: dict[str, str] = {}
    if look.box is not None:
        target, mask = measure_target(points, look.box.to_pixels(width, height), support, robot)
        values["width_mm"] = f"{min(target.box.size[:2]) * 1e3:.1f}"
    obstacles = obstacle_points(points, support, mask, look.capsules)
    if look.path is None:
        measurement = None if target is None else Measurement(target, None, target.support_z)
        return Measured(measurement, np.zeros((0, 4, 4)), obstacles, values)
    start = look.tool if target is None else target.grasps[0].T_base_tool[:3, 3]
    lifted = lift_path(
        look.path * (width, height), camera=look.camera, T_base_camera=look.T_base_camera, points_base=points,
        support=support, robot=robot, start=start, carry_height=robot.carry_height, obstacles=obstacles,
        clearance=clearance, ignore=inside_capsules(points, look.capsules),
    )  # fmt: skip
    values["raised_mm"] = f"{lifted.raised_by * 1e3:.1f}"
    goal = GoalRegion(lifted.place_center, lifted.rim_z)
    support_z = support.z_at(*lifted.place_center[:2]) if target is None else target.support_z
    return Measured(Measurement(target, goal, support_z), _tool_down(lifted.positions), obstacles, values)


def _same_camera(look: LookInput) -> bool:
    return (
        look.depth.shape == (look.camera.height_px, look.camera.width_px)
        and np.allclose(look.depth_camera.K, look.camera.K)
        and np.allclose(look.T_camera_depth, np.eye(4))
    )


def _tool_down(positions: FloatArray) -> FloatArray:
    """Tool poses (M, 4, 4) at positions (M, 3), z down, x along the base's x."""
    poses = np.tile(np.diag([1.0, -1.0, -1.0, 1.0]), (len(positions), 1, 1))
    poses[:, :3, 3] = positions
    return poses
