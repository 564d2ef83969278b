# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""Things on the support, told apart in space: points closer than about a centimetre are one thing."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import ndimage

from vla_r1_ros.core.errors import ErrorCode, ProjectionError
from vla_r1_ros.core.types import Box, FloatArray

MaskArray = NDArray[np.bool_]

MIN_HEIGHT, MAX_HEIGHT = 0.006, 0.35  # m above the support
MIN_PIXELS = 25
_VOXEL = 0.008
_NEIGHBOURS = ((0, 1), (1, 0), (1, 1), (1, -1), (0, -1), (-1, 0), (-1, -1), (-1, 1))


@dataclass(frozen=True)
class Window:
    """A part of an image: rows v0..v1 and columns u0..u1, ends excluded, pixels."""

    u0: int
    v0: int
    u1: int
    v1: int

    @property
    def slices(self) -> tuple[slice, slice]:
        """Rows and columns to index an image with."""
        return slice(self.v0, self.v1), slice(self.u0, self.u1)


def window_around(box_px: Box, shape: tuple[int, int], grow: float, least_px: int) -> Window:
    """Return the box (centre, pixels) grown by a share of its size, at least `least_px`, within an image (H, W).

    Raises:
        ProjectionError: PROJECTION_NO_OBJECT where box and image do not overlap or the box is not finite.
    """
    values = np.array([box_px.x, box_px.y, box_px.width, box_px.height])
    if not (np.isfinite(values).all() and box_px.width > 0 and box_px.height > 0):
        raise ProjectionError(ErrorCode.PROJECTION_NO_OBJECT, "the box is empty or not finite", "ask the model again")
    half_u = box_px.width / 2 + max(grow * box_px.width, least_px)
    half_v = box_px.height / 2 + max(grow * box_px.height, least_px)
    u0, u1 = np.clip([np.floor(box_px.x - half_u), np.ceil(box_px.x + half_u) + 1], 0, shape[1]).astype(int)
    v0, v1 = np.clip([np.floor(box_px.y - half_v), np.ceil(box_px.y + half_v) + 1], 0, shape[0]).astype(int)
    if u1 - u0 < 2 or v1 - v0 < 2:
        message = f"the box around ({box_px.x:.0f}, {box_px.y:.0f}) lies outside the image"
        raise ProjectionError(ErrorCode.PROJECTION_NO_OBJECT, message, "ask the model again")
    return Window(int(u0), int(v0), int(u1), int(v1))


def label_things(
    points: FloatArray, heights: FloatArray, *, min_height: float = MIN_HEIGHT, max_height: float = MAX_HEIGHT
) -> NDArray[np.int32]:
    """Label what stands on the support: (H, W), 0 where there is nothing, equal numbers on one thing.

    Args:
        points: (H, W, 3) m, NaN where not measured.
        heights: (H, W) m above the support.
    """
    with np.errstate(invalid="ignore"):
        above = (heights >= min_height) & (heights <= max_height) & np.isfinite(points).all(axis=2)
    labels = np.zeros(heights.shape, dtype=np.int32)
    if not above.any():
        return labels
    cells = np.floor(points[above] / _VOXEL).astype(np.int64)
    cells -= cells.min(axis=0)
    size = cells.max(axis=0) + 1
    if int(size.prod()) > 20_000_000:  # stray points far away: leave out what is far from the middle
        middle = np.median(cells, axis=0)
        near = (np.abs(cells - middle) <= 125).all(axis=1)
        above[above] = near
        cells = cells[near] - cells[near].min(axis=0)
        size = cells.max(axis=0) + 1
    grid = np.zeros(tuple(size), dtype=bool)
    grid[tuple(cells.T)] = True
    parts, _ = ndimage.label(grid, structure=np.ones((3, 3, 3)))
    labels[above] = parts[tuple(cells.T)]
    return labels


def _extent(mask: MaskArray) -> tuple[float, float, float, float]:
    """Return u0, v0, u1, v1 of a mask without its outermost half percent."""
    v, u = np.nonzero(mask)
    (u0, u1), (v0, v1) = np.quantile(u, [0.005, 0.995]), np.quantile(v, [0.005, 0.995])
    return float(u0), float(v0), float(u1) + 1, float(v1) + 1


def explaining_thing(labels: NDArray[np.int32], box: tuple[float, float, float, float]) -> MaskArray:
    """Return the mask of the thing whose outline in the image fits the box (u0, v0, u1, v1) best.

    Raises:
        ProjectionError: PROJECTION_NO_OBJECT where nothing of `MIN_PIXELS` overlaps the box.
    """
    u0, v0, u1, v1 = box
    best, best_score = 0, 0.0
    counts = np.bincount(labels.ravel())
    for label in np.flatnonzero(counts >= MIN_PIXELS):
        if label == 0:
            continue
        a0, b0, a1, b1 = _extent(labels == label)
        inside = max(0.0, min(u1, a1) - max(u0, a0)) * max(0.0, min(v1, b1) - max(v0, b0))
        union = (u1 - u0) * (v1 - v0) + (a1 - a0) * (b1 - b0) - inside
        if inside / union > best_score:
            best, best_score = int(label), inside / union
    if best == 0:
        message = "nothing that stands on the support was measured inside the box"
        raise ProjectionError(ErrorCode.PROJECTION_NO_OBJECT, message, "look again; is the depth there full of holes?")
    return np.asarray(labels == best)


def smoothed(points: FloatArray, mask: MaskArray, reach: float = 0.012) -> FloatArray:
    """Return points (H, W, 3) averaged over the 3 x 3 neighbours on the same mask within `reach` m."""
    total, weight = points.copy(), np.ones(mask.shape)
    padded = np.pad(np.where(mask[..., None], points, np.nan), ((1, 1), (1, 1), (0, 0)), constant_values=np.nan)
    rows, columns = mask.shape
    for dv, du in _NEIGHBOURS:
        neighbour = padded[1 + dv : 1 + dv + rows, 1 + du : 1 + du + columns]
        with np.errstate(invalid="ignore"):
            near = np.linalg.norm(neighbour - points, axis=2) <= reach
        total[near] += neighbour[near]
        weight += near
    return np.asarray(total / weight[..., None])
