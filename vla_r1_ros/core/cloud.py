# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""Organised point clouds in the base frame, and depth moved into the colour camera's view."""

import numpy as np

from vla_r1_ros.core.camera import project, ray_grid, transform_points
from vla_r1_ros.core.depth import DepthArray, mask_depth
from vla_r1_ros.core.errors import ErrorCode, InputError
from vla_r1_ros.core.types import CameraModel, FloatArray


def _check_size(depth: DepthArray, camera: CameraModel) -> None:
    if depth.shape != (camera.height_px, camera.width_px):
        message = f"depth is {depth.shape[1]} x {depth.shape[0]}, its camera {camera.width_px} x {camera.height_px}"
        raise InputError(ErrorCode.INPUT_DEPTH_INVALID, message, "the camera info must belong to the depth image")


def base_points(depth: DepthArray, camera: CameraModel, T_base_camera: FloatArray) -> FloatArray:
    """Return the measured points in the base frame, (H, W, 3) m, NaN where `depth` (H, W) has none.

    `camera` is the one that the depth image belongs to; `T_base_camera` (4, 4) maps its optical frame to base.

    Raises:
        InputError: INPUT_DEPTH_INVALID where image and camera differ in size.
    """
    _check_size(depth, camera)
    return transform_points(T_base_camera, ray_grid(camera) * depth[..., None].astype(np.float64))


def register_depth(
    depth: DepthArray, depth_camera: CameraModel, color_camera: CameraModel, T_color_depth: FloatArray
) -> DepthArray:
    """Return `depth` as the colour camera would see it, (H, W) float32 of the colour image, NaN where it cannot tell.

    Each measurement covers as many colour pixels as it stands for; where several meet, the nearest wins.
    """
    _check_size(depth, depth_camera)
    measured = np.isfinite(depth)
    points = ray_grid(depth_camera)[measured] * depth[measured][:, None].astype(np.float64)
    points = transform_points(T_color_depth, points[np.isfinite(points).all(axis=1)])
    pixels = project(color_camera, points)
    seen = np.isfinite(pixels).all(axis=1)
    pixels, z = pixels[seen], points[seen, 2]
    width, height = color_camera.width_px, color_camera.height_px
    spread = max(color_camera.K[0, 0] / depth_camera.K[0, 0], color_camera.K[1, 1] / depth_camera.K[1, 1])
    size = int(np.clip(np.ceil(spread - 0.05), 1, 8))
    first = np.floor(pixels - 0.5 * size + 0.5 + 0.5).astype(np.int64) if size > 1 else np.rint(pixels).astype(np.int64)
    nearest = np.full(width * height, np.inf)
    for row in range(size):
        for column in range(size):
            u, v = first[:, 0] + column, first[:, 1] + row
            inside = (u >= 0) & (u < width) & (v >= 0) & (v < height)
            np.minimum.at(nearest, v[inside] * width + u[inside], z[inside])
    return mask_depth(nearest.reshape(height, width).astype(np.float32))
