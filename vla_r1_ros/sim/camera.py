# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""Geometry of the simulated camera (numpy only). Optical frame: x right, y down, z forward (REP-103)."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike, NDArray


def camera_matrix(fovy_deg: float, width: int, height: int) -> NDArray[np.float64]:
    """3x3 K of a MuJoCo camera in pixels, integer coordinates at pixel centres (ROS's convention)."""
    focal = height / 2 / math.tan(math.radians(fovy_deg) / 2)
    return np.array([[focal, 0.0, (width - 1) / 2], [0.0, focal, (height - 1) / 2], [0.0, 0.0, 1.0]])


def optical_pose(position: Sequence[float], target: Sequence[float]) -> NDArray[np.float64]:
    """`T_base_camera` (4x4) of a camera at `position` looking at `target`, its horizon level."""
    eye = np.asarray(position, dtype=np.float64)
    forward = np.asarray(target, dtype=np.float64) - eye
    forward = forward / np.linalg.norm(forward)
    right = np.cross(forward, [0.0, 0.0, 1.0])
    right = right / np.linalg.norm(right)
    pose = np.eye(4)
    pose[:3, :3] = np.stack([right, np.cross(forward, right), forward], axis=1)
    pose[:3, 3] = eye
    return pose


def mujoco_axes(position: Sequence[float], target: Sequence[float]) -> list[float]:
    """The `xyaxes` of the same camera for MuJoCo (x right, y up)."""
    rotation = optical_pose(position, target)[:3, :3]
    return [float(v) for v in (*rotation[:, 0], *(-rotation[:, 1]))]


def project(points: ArrayLike, K: ArrayLike, T_base_camera: ArrayLike) -> NDArray[np.float64]:
    """Pixels (N, 2) of points (N, 3) in the base frame. Points behind the camera give NaN."""
    pose = np.asarray(T_base_camera, dtype=np.float64)
    local = (np.atleast_2d(np.asarray(points, dtype=np.float64)) - pose[:3, 3]) @ pose[:3, :3]
    depth = np.where(local[:, 2] > 1e-6, local[:, 2], np.nan)
    image = local @ np.asarray(K, dtype=np.float64).T
    return np.asarray(image[:, :2] / depth[:, None])
