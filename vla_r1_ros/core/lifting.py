# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""From a path in the image to a way of the tool in space.

Only the ends of a path lie on something that was measured. In between the tool is in the air, and the depth image
shows the background there; those pixels are met with a plane at carry height above the support instead.
"""

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from scipy.spatial import cKDTree

from vla_r1_ros.core.camera import rays
from vla_r1_ros.core.errors import ErrorCode, InputError, ProjectionError
from vla_r1_ros.core.goal import find_goal
from vla_r1_ros.core.robot import RobotDescription
from vla_r1_ros.core.segment import MaskArray
from vla_r1_ros.core.support import SupportPlane
from vla_r1_ros.core.types import CameraModel, FloatArray

MAX_GAP = 0.05  # m between neighbours of a lifted path
MAX_CLIP = 0.10  # m that a point in the air may lie outside the workspace and be drawn in
_SAME_COLUMN = 0.04  # m; a point that close to above an end is taken as above it
_FINE = 0.01


@dataclass(frozen=True)
class LiftedPath:
    """A way of the tool point in the base frame.

    `positions` (M, 3) m from the measured start to the goal, neighbours at most 5 cm apart; `place_center` (3,) m the
    middle of what the path ends in or on; `goal_surface_z` m the surface there on which something comes to stand,
    `rim_z` m the highest part of it; `raised_by` m how far obstacles lifted the way above carry height; `on_thing`
    whether the path ends at something that stands on the support.
    """

    positions: FloatArray
    goal_surface_z: float
    place_center: FloatArray
    raised_by: float
    rim_z: float
    on_thing: bool


def lift_path(
    path_px: FloatArray,
    *,
    camera: CameraModel,
    T_base_camera: FloatArray,
    points_base: FloatArray,
    support: SupportPlane,
    robot: RobotDescription,
    start: FloatArray,
    carry_height: float,
    obstacles: FloatArray,
    clearance: float,
    at_top: bool = False,
    ignore: MaskArray | None = None,
) -> LiftedPath:
    """Lift a path (N, 2) in pixels, N >= 2, to the tool's way.

    Args:
        path_px: pixels of `camera`'s image in order of travel.
        points_base: (H, W, 3) m measured points registered to that image, NaN where there are none.
        start: (3,) m where the tool (or the grasp) is measured to be; replaces the first pixel.
        carry_height: m above the support at which the tool travels.
        obstacles: (K, 3) m occupied points.
        clearance: m the way keeps above and beside them (a held object's depth included).
        at_top: end at the goal's highest part (to reach for it), not on the surface inside it (to put into it).
        ignore: (H, W) pixels that show the robot.

    Raises:
        ProjectionError: PROJECTION_RAY, PROJECTION_OUT_OF_WORKSPACE or PROJECTION_DEPTH_HOLES.
        InputError: INPUT_PARAMETER for arguments of the wrong shape or not finite.
    """
    path, start = _checked(path_px, start, carry_height, clearance)
    _inside_image(path, camera)
    goal = find_goal(points_base, camera, T_base_camera, path[-1], support, ignore)
    end = goal.center.copy()
    if at_top:
        end[2] = goal.rim_z
    _in_workspace(end, robot, "the end of the path")
    between = _at_height(path[1:-1], camera, T_base_camera, support, carry_height)
    between = _drawn_in(between, robot)
    above_start, above_end = (_above(support, point, carry_height) for point in (start, end))
    high = start[2] >= above_start[2]  # a tool above carry height comes down on a slope, not in a well
    way = _without_kinks(start if high else above_start, between, above_end)
    way, raised_by = _raised(way, obstacles, clearance, robot)
    positions = _dense(np.vstack([start, way, end]), MAX_GAP)
    return LiftedPath(positions, float(goal.center[2]), goal.center, raised_by, goal.rim_z, goal.on_thing)


def _checked(
    path_px: FloatArray, start: FloatArray, carry_height: float, clearance: float
) -> tuple[FloatArray, FloatArray]:
    path, start = np.asarray(path_px, dtype=np.float64), np.asarray(start, dtype=np.float64)
    good = path.ndim == 2 and path.shape[1:] == (2,) and len(path) >= 2 and start.shape == (3,)
    if not (good and np.isfinite(path).all() and np.isfinite(start).all()):
        message = f"a path must be (N >= 2, 2) and a start (3,), finite; they are {path.shape} and {start.shape}"
        raise InputError(ErrorCode.INPUT_PARAMETER, message, "")
    if not (0.0 < carry_height <= 2.0 and 0.0 <= clearance <= 1.0):
        message = f"carry height {carry_height!r} m or clearance {clearance!r} m makes no sense"
        raise InputError(ErrorCode.INPUT_PARAMETER, message, "")
    return path, start


def _inside_image(path: FloatArray, camera: CameraModel) -> None:
    size = np.array([camera.width_px, camera.height_px])
    outside = ~((path >= -0.5) & (path <= size)).all(axis=1)
    if outside.any():
        u, v = path[outside.argmax()]
        message = f"the path's pixel ({u:.1f}, {v:.1f}) is outside the image of {size[0]} x {size[1]}"
        raise ProjectionError(ErrorCode.PROJECTION_RAY, message, "ask the model again")


def _in_workspace(point: FloatArray, robot: RobotDescription, what: str) -> None:
    # what lies on the support may be lower than the tool may go; the tool stops above it
    lower = np.array([robot.workspace_lower[0], robot.workspace_lower[1], robot.workspace_lower[2] - 0.05])
    if not ((point >= lower) & (point <= robot.workspace_upper)).all():
        message = f"{what} at ({point[0]:.3f}, {point[1]:.3f}, {point[2]:.3f}) m is outside the workspace"
        advice = f"the robot file allows {robot.workspace_lower} to {robot.workspace_upper} m"
        raise ProjectionError(ErrorCode.PROJECTION_OUT_OF_WORKSPACE, message, advice)


def _above(support: SupportPlane, point: FloatArray, height: float) -> FloatArray:
    return np.array([point[0], point[1], support.z_at(point[0], point[1]) + height])


def _at_height(
    pixels: FloatArray, camera: CameraModel, T_base_camera: FloatArray, support: SupportPlane, height: float
) -> FloatArray:
    """Meet the rays of pixels (N, 2) with the plane `height` m above the support; (N, 3) m in the base frame."""
    if not len(pixels):
        return np.zeros((0, 3))
    directions = rays(camera, pixels) @ T_base_camera[:3, :3].T
    origin = T_base_camera[:3, 3]
    descent = directions @ support.normal
    reach = support.offset + height - float(support.normal @ origin)
    with np.errstate(divide="ignore", invalid="ignore"):
        share = reach / descent
    bad = ~((share > 0.05) & (share < 20.0))
    if bad.any():
        u, v = pixels[bad.argmax()]
        message = f"the ray of pixel ({u:.1f}, {v:.1f}) does not meet the plane {height:.2f} m above the support"
        raise ProjectionError(ErrorCode.PROJECTION_RAY, message, "is the camera above carry height?")
    return np.asarray(origin + share[:, None] * directions)


def _drawn_in(points: FloatArray, robot: RobotDescription) -> FloatArray:
    inside = np.clip(points, robot.workspace_lower, robot.workspace_upper)
    away = np.linalg.norm(points - inside, axis=1)
    if (away > MAX_CLIP).any():
        far = points[away.argmax()]
        message = f"the path leads to ({far[0]:.2f}, {far[1]:.2f}, {far[2]:.2f}) m, {away.max():.2f} m outside the"
        advice = f"the robot file allows {robot.workspace_lower} to {robot.workspace_upper} m"
        raise ProjectionError(ErrorCode.PROJECTION_OUT_OF_WORKSPACE, f"{message} workspace", advice)
    return np.asarray(inside)


def _without_kinks(first: FloatArray, between: FloatArray, last: FloatArray) -> FloatArray:
    """Put the points exactly above start and goal at the ends, in place of the path's own ones close to them."""
    if len(between) and np.linalg.norm(between[0] - first) <= _SAME_COLUMN:
        between = between[1:]
    if len(between) and np.linalg.norm(between[-1] - last) <= _SAME_COLUMN:
        between = between[:-1]
    return np.vstack([first, between, last])


def _raised(
    way: FloatArray, obstacles: FloatArray, clearance: float, robot: RobotDescription
) -> tuple[FloatArray, float]:
    """Raise a level way (N, 3) where obstacles come too close, also a bit before and behind."""
    obstacles = np.asarray(obstacles, dtype=np.float64).reshape(-1, 3)
    tall = obstacles[obstacles[:, 2] + clearance > way[:, 2].min()]
    if not len(tall):
        return way, 0.0
    fine = _dense(way, _FINE)
    near = cKDTree(tall[:, :2]).query_ball_point(fine[:, :2], max(clearance, _FINE))
    needed = np.array([tall[found, 2].max() + clearance if found else -np.inf for found in near])
    lift = np.maximum(0.0, needed - fine[:, 2])
    if not lift.any():
        return way, 0.0
    top = float(robot.workspace_upper[2])
    if (fine[:, 2] + lift > top).any():
        message = f"obstacles would lift the path to {float((fine[:, 2] + lift).max()):.2f} m, the workspace ends at"
        raise ProjectionError(ErrorCode.PROJECTION_OUT_OF_WORKSPACE, f"{message} {top:.2f} m", "clear the way")
    fine[:, 2] += lift
    return fine, float(lift.max())


def _dense(points: FloatArray, gap: float) -> FloatArray:
    """Insert points so that neighbours are at most `gap` m apart; every given point stays, doubles go."""
    steps = np.linalg.norm(np.diff(points, axis=0), axis=1)
    points = points[np.r_[True, steps > 1e-6]]
    parts = [points[:1]]
    for a, b in pairwise(points):
        count = int(np.ceil(np.linalg.norm(b - a) / gap - 1e-9))
        share = np.arange(1, count + 1)[:, None] / count
        parts.append(a + share * (b - a))
    return np.vstack(parts)
