# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""What a motion must keep clear of: measured things without the robot and the target, filled down to the support."""

from collections.abc import Sequence

import numpy as np
from scipy import ndimage

from vla_r1_ros.core.errors import ErrorCode, InputError
from vla_r1_ros.core.segment import MaskArray
from vla_r1_ros.core.support import SupportPlane
from vla_r1_ros.core.types import FloatArray

Capsule = tuple[FloatArray, FloatArray, float]  # start (3,), end (3,), radius: m, base frame

MAX_HEIGHT = 1.0  # m above the support
_LEAST_POINTS = 3  # in a column; fewer are noise
_TARGET_GROWTH_PX = 2


def inside_capsules(points: FloatArray, capsules: Sequence[Capsule]) -> MaskArray:
    """Return which points (..., 3) m lie in any capsule; a point that was not measured lies in none."""
    points = np.asarray(points, dtype=np.float64)
    inside = np.zeros(points.shape[:-1], dtype=bool)
    if not len(capsules):
        return inside
    ends = [(np.asarray(start, dtype=np.float64), np.asarray(end, dtype=np.float64)) for start, end, _ in capsules]
    radii = [radius for _, _, radius in capsules]
    lower = np.min([np.minimum(a, b) - r for (a, b), r in zip(ends, radii, strict=True)], axis=0)
    upper = np.max([np.maximum(a, b) + r for (a, b), r in zip(ends, radii, strict=True)], axis=0)
    with np.errstate(invalid="ignore"):
        close = ((points >= lower) & (points <= upper)).all(axis=-1)
    some = points[close]
    found = np.zeros(len(some), dtype=bool)
    for (start, end), radius in zip(ends, radii, strict=True):
        axis, offset = end - start, some - start
        length2 = float(axis @ axis)
        share = np.clip(offset @ axis / length2, 0.0, 1.0) if length2 > 0 else np.zeros(len(some))
        apart = offset - share[:, None] * axis
        found |= np.einsum("ij,ij->i", apart, apart) <= radius * radius
    inside[close] = found
    return inside


def obstacle_points(
    points_base: FloatArray,
    support: SupportPlane,
    target_mask: MaskArray | None,
    capsules: Sequence[Capsule],
    voxel: float = 0.01,
    min_height: float = 0.008,
) -> FloatArray:
    """Return centres (N, 3) m of cubes of `voxel` m that cover what stands on the support.

    Args:
        points_base: (H, W, 3) m, NaN where not measured.
        target_mask: (H, W), what is to be grasped; left out, with two pixels around it. None: nothing is left out.
        capsules: the robot's links as (start, end, radius), left out.
        min_height: m above the support from which on a point counts.

    Below each measured top the column is filled down to the support: what the camera cannot see there counts as
    occupied. A vessel's inside stays open where the camera sees into it.

    Raises:
        InputError: INPUT_PARAMETER for sizes that do not fit or a voxel below 2 mm.
    """
    if not 0.002 <= voxel <= 0.2:
        raise InputError(ErrorCode.INPUT_PARAMETER, f"a voxel of {voxel!r} m is not between 0.002 and 0.2", "")
    heights = support.height(points_base)
    with np.errstate(invalid="ignore"):
        keep = (heights >= min_height) & (heights <= MAX_HEIGHT)
    if target_mask is not None:
        if target_mask.shape != keep.shape:
            raise InputError(
                ErrorCode.INPUT_PARAMETER, f"the target's mask is {target_mask.shape}, the points {keep.shape}", ""
            )
        keep &= ~ndimage.binary_dilation(target_mask, np.ones((3, 3)), iterations=_TARGET_GROWTH_PX)
    points, heights = points_base[keep], heights[keep]
    outside = ~inside_capsules(points, capsules)
    return _columns(points[outside], heights[outside], support, voxel)


def _columns(points: FloatArray, heights: FloatArray, support: SupportPlane, voxel: float) -> FloatArray:
    if not len(points):
        return np.zeros((0, 3))
    cells = np.floor(points[:, :2] / voxel).astype(np.int64)
    first = cells.min(axis=0)
    width = int(np.ptp(cells[:, 1])) + 1
    keys = (cells[:, 0] - first[0]) * width + (cells[:, 1] - first[1])
    order = np.lexsort((-heights, keys))  # in each column the highest first
    keys, heights = keys[order], heights[order]
    starts = np.flatnonzero(np.r_[True, keys[1:] != keys[:-1]])
    counts = np.diff(np.r_[starts, len(keys)])
    full = counts >= _LEAST_POINTS
    tops, cell = heights[starts[full] + 1], keys[starts[full]]  # the second highest: one stray point lifts nothing
    layers = np.maximum(1, np.ceil(tops / voxel - 0.25).astype(np.int64))
    level = np.arange(int(layers.sum())) - np.repeat(np.cumsum(layers) - layers, layers)
    x = (np.repeat(cell // width, layers) + first[0] + 0.5) * voxel
    y = (np.repeat(cell % width, layers) + first[1] + 0.5) * voxel
    above = np.repeat(tops, layers) - (level + 0.5) * voxel
    normal = support.normal
    ground = (support.offset - normal[0] * x - normal[1] * y) / normal[2]
    return np.stack([x, y, ground + above / normal[2]], axis=1)
