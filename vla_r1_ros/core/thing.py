# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""One thing on the support as measured: its points, the height of its top and the shape of that."""

from dataclasses import dataclass

import numpy as np

from vla_r1_ros.core.errors import ErrorCode, ProjectionError
from vla_r1_ros.core.outline import Outline, fit_ball, fit_outline, grown
from vla_r1_ros.core.segment import MaskArray, Window, explaining_thing, label_things, smoothed, window_around
from vla_r1_ros.core.support import SupportPlane
from vla_r1_ros.core.types import Box, FloatArray

TOP_BAND = 0.004  # m below the top that count as top
_BALL_SPREAD = 0.0028


@dataclass(frozen=True)
class MeasuredThing:
    """One thing on the support: image mask (H, W), its points (N, 3) m base, heights (N,) m, top height m, outline."""

    mask: MaskArray
    points: FloatArray
    heights: FloatArray
    top: float
    outline: Outline
    ball: tuple[FloatArray, float] | None = None


def measure_in_window(points_base: FloatArray, box_px: Box, support: SupportPlane, window: Window) -> MeasuredThing:
    """Segment the thing that explains the box best within a window and fit its shape.

    Raises:
        ProjectionError: PROJECTION_NO_OBJECT.
    """
    points = points_base[window.slices]
    heights = support.height(points)
    labels = label_things(points, heights)
    u, v, half_u, half_v = box_px.x - window.u0, box_px.y - window.v0, box_px.width / 2, box_px.height / 2
    mask = explaining_thing(labels, (u - half_u, v - half_v, u + half_u, v + half_v))
    columns, rows = np.flatnonzero(mask.any(axis=0)), np.flatnonzero(mask.any(axis=1))
    if np.ptp(columns) + 1 > 2.0 * box_px.width + 8 or np.ptp(rows) + 1 > 2.0 * box_px.height + 8:
        cut = np.zeros_like(mask)  # it touches a neighbour: keep what the box is about
        grown = window_around(Box(u, v, box_px.width, box_px.height), mask.shape, 0.15, 4)
        cut[grown.slices] = True
        mask &= cut
    return describe_thing(points_base, mask, window, support)


def describe_thing(points_base: FloatArray, mask: MaskArray, window: Window, support: SupportPlane) -> MeasuredThing:
    """Fit top, outline and, where it is one, the ball of a thing given by its mask in a window.

    Raises:
        ProjectionError: PROJECTION_NO_OBJECT where too little of its top was measured.
    """
    image = smoothed(points_base[window.slices], mask)
    points = image[mask]
    heights = support.height(points)
    if len(points) < 12:
        raise ProjectionError(ErrorCode.PROJECTION_NO_OBJECT, f"only {len(points)} points of the object measured", "")
    top = _top(heights)
    full = np.zeros(points_base.shape[:2], dtype=bool)
    full[window.slices] = mask
    ball = _ball(points, heights, top)
    if ball is not None:
        centre, radius = ball
        outline = Outline(centre[:2], 0.0, 2 * radius, 2 * radius, True)
        return MeasuredThing(full, points, heights, float(support.height(centre)) + radius, outline, ball)
    band = points[heights > top - TOP_BAND]
    outline = grown(fit_outline(band[:, :2]), _pixel_size(image, mask))
    return MeasuredThing(full, points, heights, top, outline)


def inner_floor(points: FloatArray, thing: MeasuredThing, support: SupportPlane) -> float:
    """Return the height (m above the support) on which something put into or onto the thing comes to stand.

    `points` (h, w, 3) m are those of its window; a solid thing's inner floor is its top.
    """
    heights = support.height(points)
    away = np.linalg.norm(points[..., :2] - thing.outline.centre, axis=2)
    with np.errstate(invalid="ignore"):
        inside = heights[(away <= 0.3 * thing.outline.width) & (heights >= -0.02) & (heights <= thing.top + 0.01)]
    if len(inside) < 12:
        return thing.top
    low = float(np.quantile(inside, 0.2))
    floor = float(np.median(inside[inside <= low + 0.006]))
    return max(0.0, floor) if thing.top - floor > 0.01 else thing.top


def _pixel_size(points: FloatArray, mask: MaskArray) -> float:
    """Return the distance (m) between horizontal neighbours: outlines end half of that beyond the last centre."""
    pairs = mask[:, 1:] & mask[:, :-1]
    return float(np.median(np.linalg.norm(points[:, 1:] - points[:, :-1], axis=2)[pairs])) if pairs.any() else 0.0


def _top(heights: FloatArray) -> float:
    """Return the height of the top: the middle of the highest points, so that noise does not lift it."""
    high = np.quantile(heights, 0.98)
    return float(np.median(heights[heights > high - 0.0025]))


def _ball(points: FloatArray, heights: FloatArray, top: float) -> tuple[FloatArray, float] | None:
    centre, radius, spread = fit_ball(points[heights > 0.3 * top])
    if not (spread <= _BALL_SPREAD and 0.008 <= radius <= 0.12):
        return None
    return (centre, radius) if abs(top - 2 * radius) <= 0.25 * top else None
