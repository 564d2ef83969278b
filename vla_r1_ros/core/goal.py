# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""What the end of a path points at: a thing to put something into or onto, or the bare support."""

from dataclasses import dataclass

import numpy as np
from scipy.spatial import ConvexHull, QhullError

from vla_r1_ros.core.camera import invert_transform, rays, transform_points
from vla_r1_ros.core.depth import depth_at, mask_depth
from vla_r1_ros.core.errors import ErrorCode, ProjectionError
from vla_r1_ros.core.segment import MIN_PIXELS, MaskArray, Window, label_things, window_around
from vla_r1_ros.core.support import SupportPlane
from vla_r1_ros.core.thing import MeasuredThing, describe_thing, inner_floor
from vla_r1_ros.core.types import Box, CameraModel, FloatArray

MAX_FOOTPRINT = 0.25  # m; on larger things the end point itself counts, not the thing's centre
SNAP = 0.03  # m beside a thing that still mean it
_LOOK_AROUND = 0.16  # m
_LEAST_HEIGHT = 0.012


@dataclass(frozen=True)
class PathGoal:
    """Where a path ends: `anchor` (3,) m as measured at the pixel, `center` (3,) m where to put things (z: the
    surface they come to stand on), `rim_z` m the highest part there, and whether a thing was found."""

    anchor: FloatArray
    center: FloatArray
    rim_z: float
    on_thing: bool


def anchor_point(
    points_base: FloatArray, camera: CameraModel, T_base_camera: FloatArray, pixel: FloatArray, window: int = 7
) -> FloatArray:
    """Return the measured point (3,) m in the base frame that a pixel shows.

    Raises:
        ProjectionError: PROJECTION_RAY outside the image, PROJECTION_DEPTH_HOLES where too little was measured.
    """
    height, width = points_base.shape[:2]
    u, v = float(np.clip(pixel[0], 0, width - 1)), float(np.clip(pixel[1], 0, height - 1))
    half = window // 2 + 1
    u0, v0 = max(0, round(u) - half), max(0, round(v) - half)
    patch = points_base[v0 : round(v) + half + 1, u0 : round(u) + half + 1]
    depth = mask_depth(transform_points(invert_transform(T_base_camera), patch)[..., 2].astype(np.float32))
    ray = rays(camera, np.array([[u, v]]))[0]
    return transform_points(T_base_camera, ray * depth_at(depth, u - u0, v - v0, window))


def find_goal(
    points_base: FloatArray,
    camera: CameraModel,
    T_base_camera: FloatArray,
    pixel: FloatArray,
    support: SupportPlane,
    ignore: MaskArray | None = None,
) -> PathGoal:
    """Find what the last pixel (2,) of a path means.

    A thing under the pixel, or within `SNAP` m beside it, is meant as a whole: its middle and the surface inside it.
    Elsewhere the measured point itself is the goal. `ignore` (H, W) marks pixels of the robot.

    Raises:
        ProjectionError: PROJECTION_RAY or PROJECTION_DEPTH_HOLES.
    """
    anchor = anchor_point(points_base, camera, T_base_camera, pixel)
    distance = float(transform_points(invert_transform(T_base_camera), anchor)[2])
    metre_px = float(camera.K[0, 0]) / max(distance, 0.05)
    side = 2 * _LOOK_AROUND * metre_px
    window = window_around(Box(float(pixel[0]), float(pixel[1]), side, side), points_base.shape[:2], 0.0, 0)
    points = points_base[window.slices]
    if ignore is not None:
        points = np.where(ignore[window.slices][..., None], np.nan, points)
    labels = label_things(points, support.height(points), min_height=_LEAST_HEIGHT)
    local = np.array([pixel[0] - window.u0, pixel[1] - window.v0])
    mask = _thing_at(labels, local, SNAP * metre_px)
    thing = None if mask is None else _described(points_base, mask, window, support)
    if thing is None or thing.outline.length > MAX_FOOTPRINT:
        on_support = bool(support.height(anchor) < _LEAST_HEIGHT)
        return PathGoal(anchor, anchor.copy(), float(anchor[2]), not on_support)
    x, y = thing.outline.centre
    ground = support.z_at(x, y)
    center = np.array([x, y, ground + inner_floor(points_base[window.slices], thing, support)])
    return PathGoal(anchor, center, ground + thing.top, True)


def _described(points_base: FloatArray, mask: MaskArray, window: Window, support: SupportPlane) -> MeasuredThing | None:
    try:
        return describe_thing(points_base, mask, window, support)
    except ProjectionError as error:
        if error.code is ErrorCode.PROJECTION_NO_OBJECT:
            return None
        raise


def _thing_at(labels: np.ndarray, pixel: FloatArray, margin_px: float) -> MaskArray | None:
    """Return the mask of the thing at or next to a pixel (u, v): inside its hull first, then the nearest."""
    best: MaskArray | None = None
    best_score = np.inf
    counts = np.bincount(labels.ravel())
    for label in np.flatnonzero(counts >= MIN_PIXELS):
        if label == 0:
            continue
        mask = labels == label
        seen = np.argwhere(mask)[:, ::-1].astype(np.float64)
        outside = _beyond_hull(seen, pixel)
        if outside > margin_px:
            continue
        score = max(0.0, outside) + 0.25 * float(np.linalg.norm(seen - pixel, axis=1).min())
        if score < best_score:
            best, best_score = mask, score
    return best


def _beyond_hull(points: FloatArray, pixel: FloatArray) -> float:
    """Return how far a pixel lies outside the convex hull of points (N, 2); not above 0 inside."""
    try:
        hull = ConvexHull(points)
    except QhullError:  # all in one line
        return float(np.linalg.norm(points - pixel, axis=1).min())
    return float((hull.equations[:, :2] @ pixel + hull.equations[:, 2]).max())
