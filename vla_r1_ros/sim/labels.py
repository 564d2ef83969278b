# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""True labels of a rendered scene: boxes from the segmentation picture, paths from the tool's true way."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from vla_r1_ros.sim.camera import camera_matrix, optical_pose, project
from vla_r1_ros.sim.layout import CARRY_HEIGHT, CameraSpec, ObjectSpec
from vla_r1_ros.sim.objects import dimensions

INNER_FLOOR_Z = 0.01


@dataclass(frozen=True, slots=True)
class TrueBox:
    """Box of the visible pixels: centre x, y and width, height, all over the picture's size (0..1)."""

    x: float
    y: float
    width: float
    height: float
    visible_px: int


def true_boxes(body_picture: NDArray[np.integer], bodies: Mapping[int, str]) -> dict[str, TrueBox]:
    """Boxes by name of each body of `bodies` (body id -> name) that shows in `body_picture` (H, W) of body ids."""
    height, width = body_picture.shape
    found: dict[str, TrueBox] = {}
    for body, name in bodies.items():
        mask = body_picture == body
        rows, columns = np.flatnonzero(mask.any(1)), np.flatnonzero(mask.any(0))
        if not len(rows):
            continue
        x0, x1, y0, y1 = columns[0], columns[-1] + 1, rows[0], rows[-1] + 1
        found[name] = TrueBox(
            float((x0 + x1) / 2 / width),
            float((y0 + y1) / 2 / height),
            float((x1 - x0) / width),
            float((y1 - y0) / height),
            int(mask.sum()),
        )
    return found


def camera_of(spec: CameraSpec, width: int, height: int) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """K (3x3, pixels) and `T_base_camera` (4x4, optical frame) of a layout's camera at a picture size."""
    return camera_matrix(spec.fovy_deg, width, height), optical_pose(spec.position, spec.target)


def object_top(item: ObjectSpec) -> NDArray[np.float64]:
    """Centre of the object's top in the base frame, metres."""
    return np.array([item.x, item.y, dimensions(item.kind, item.scale).height])


def carry_way(start_top: ArrayLike, goal_xy: ArrayLike, carry_height: float = CARRY_HEIGHT) -> NDArray[np.float64]:
    """Tool points (6, 3) of a carry: object top, above it, two in between, above the container, its inner floor."""
    start, goal = np.asarray(start_top, dtype=np.float64), np.asarray(goal_xy, dtype=np.float64)
    share = np.linspace(0.0, 1.0, 4)[:, None]
    level = np.column_stack([start[:2] + share * (goal[:2] - start[:2]), np.full(4, carry_height)])
    return np.vstack([start, level, [goal[0], goal[1], INNER_FLOOR_Z]])


def reach_way(tool: ArrayLike, top: ArrayLike, carry_height: float = CARRY_HEIGHT) -> NDArray[np.float64]:
    """Tool points (5, 3) of a reach: the tool now, three at carry height ending above the object, the object's top."""
    start, goal = np.asarray(tool, dtype=np.float64), np.asarray(top, dtype=np.float64)
    share = np.array([[1 / 3], [2 / 3], [1.0]])
    level = np.column_stack([start[:2] + share * (goal[:2] - start[:2]), np.full(3, carry_height)])
    return np.vstack([start, level, goal])


def path_label(way: ArrayLike, camera: CameraSpec, width: int = 640, height: int = 480) -> NDArray[np.float64]:
    """Image of a way (N, 3) as (N, 2) points over the picture's size; may leave 0..1 where the way leaves the view.

    Pixel = label * size, so that lifting the label through the same K gives the way back.
    """
    K, T_base_camera = camera_of(camera, width, height)
    return project(way, K, T_base_camera) / np.array([width, height], dtype=np.float64)
