# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""Spots of an open vessel's wall that a gripper can straddle, as measured: one finger outside, one inside.

A spot counts only where the camera saw that the inside is lower: what it did not see there is taken as full.
"""

from dataclasses import dataclass

import numpy as np

from vla_r1_ros.core.gripper import GripperDescription
from vla_r1_ros.core.outline import Outline
from vla_r1_ros.core.support import SupportPlane
from vla_r1_ros.core.thing import TOP_BAND, MeasuredThing, inner_floor
from vla_r1_ros.core.types import FloatArray

STRADDLE = 0.012  # m between the wall and each open finger
MAX_WALL = 0.02  # m, from its foremost to its hindmost point below the rim: what is thicker or leans more would slip
TIP_CLEARANCE = 0.004  # m between a fingertip and what is below it
_DEPTHS = (0.3, 0.22, 0.14)  # shares of a finger's depth that the tool point may be below the rim, best first
_EDGE = 0.012  # m around the outline in which the rim is looked for
_LEVEL = 0.008  # m by which the rim may be lower than the top
_SIDE = 0.003  # m beside a finger that count as its way
_GAP = 0.005  # m: points closer than that are one wall
_CELL = 0.006  # m
_LEAST_SEEN = 0.6  # of the cells where the inner finger goes
_LEAST_POINTS = 8
_UNEVEN = 0.008  # m thicker than most of the wall: something leans on it there
_STRAY = 0.01  # of the points may lie where nothing is
_BLUR = 0.03  # of a wall's points on each side are left out of its width: noise makes it thicker, never thinner
_TURN = np.radians(15.0)


@dataclass(frozen=True)
class WallSpot:
    """Where to take a wall: tool point `xy` (2,) m and its `height` m above the support, `closing` rad, the direction
    across the wall, the wall's `width` m there, and the `opening` m at which the fingers fit over it."""

    xy: FloatArray
    height: float
    closing: float
    width: float
    opening: float


@dataclass(frozen=True)
class _Strip:
    """Points of one finger's breadth across a wall: `out` (N,) m from the outline outwards, `along` (N,) m beside the
    middle, `heights` (N,) m above the support."""

    out: FloatArray
    along: FloatArray
    heights: FloatArray


def find_wall_spots(
    thing: MeasuredThing, around: FloatArray, support: SupportPlane, gripper: GripperDescription
) -> list[WallSpot]:
    """Return the spots of a thing's wall where the gripper fits over it; none where it is no open vessel.

    Args:
        thing: what is to be taken.
        around: (h, w, 3) m measured points of its window, neighbours included, NaN where not measured.
        support: what it stands on.
        gripper: sizes of the fingers and how far they open.
    """
    if thing.ball is not None or thing.top - inner_floor(around, thing, support) < _DEPTHS[-1] * gripper.finger_depth:
        return []
    points = around[np.isfinite(around).all(axis=2)]
    heights = support.height(points)
    spots = []
    for edge, closing in _edges(thing.outline, gripper):
        normal = np.array([np.cos(closing), np.sin(closing)])
        local = points[:, :2] - edge
        out, along = local @ normal, local @ np.array([-normal[1], normal[0]])
        near = (np.abs(along) <= _half_way(gripper)) & (np.abs(out) <= gripper.max_width + gripper.finger_breadth)
        found = _across(_Strip(out[near], along[near], heights[near]), thing.top, gripper)
        if found is not None:
            middle, height, width = found
            spots.append(WallSpot(edge + middle * normal, height, closing, width, width + 2 * STRADDLE))
    usual = float(np.median([spot.width for spot in spots])) if spots else 0.0
    return [spot for spot in spots if spot.width <= usual + _UNEVEN]


def _half_way(gripper: GripperDescription) -> float:
    return gripper.finger_thickness / 2 + _SIDE


def _edges(outline: Outline, gripper: GripperDescription) -> list[tuple[FloatArray, float]]:
    """Return points (2,) m of the outline and the direction (rad) outwards there; corners are left out."""
    if outline.is_round:
        angles = np.arange(0.0, 2 * np.pi - 1e-9, _TURN)
        return [(outline.centre + outline.width / 2 * np.array([np.cos(a), np.sin(a)]), float(a)) for a in angles]
    edges = []
    for quarter in range(4):
        angle = outline.yaw + quarter * np.pi / 2
        away, side = (outline.length, outline.width) if quarter % 2 == 0 else (outline.width, outline.length)
        normal = np.array([np.cos(angle), np.sin(angle)])
        free = side / 2 - _half_way(gripper) - _EDGE
        for share in (0.0, -0.5, 0.5, -1.0, 1.0) if free > 0 else ():
            edges.append((outline.centre + away / 2 * normal + share * free * np.array([-normal[1], normal[0]]), angle))
    return edges


def _across(strip: _Strip, top: float, gripper: GripperDescription) -> tuple[float, float, float] | None:
    """Return the middle of the wall (m from the outline), the tool's height (m) and the wall's width (m)."""
    edge = np.abs(strip.out) <= _EDGE
    if edge.sum() < _LEAST_POINTS:
        return None
    high = strip.heights[edge]
    rim = float(np.median(high[high >= np.quantile(high, 0.9) - TOP_BAND / 2]))
    if abs(rim - top) > _LEVEL:
        return None
    crest = strip.out[edge & (strip.heights >= rim - TOP_BAND)]
    for share in _DEPTHS:
        height = rim - share * gripper.finger_depth
        level = height - gripper.finger_tip - TIP_CLEARANCE
        wall = _wall(strip.out[strip.heights >= level], float(np.median(crest)))
        if height < gripper.lowest_tool or wall is None:
            continue
        inner, outer = wall
        width = outer - inner
        fits = width <= min(MAX_WALL, gripper.max_width - 2 * STRADDLE)
        if fits and _is_free(strip, level, inner, outer, gripper):
            return (inner + outer) / 2, height, width
    return None


def _wall(out: FloatArray, crest: float) -> tuple[float, float] | None:
    """Return where the wall under the `crest` begins and ends (m): points without a gap between them."""
    if len(out) < _LEAST_POINTS:
        return None
    ordered = np.sort(out)
    group = np.r_[0, np.cumsum(np.diff(ordered) > _GAP)]
    mine = ordered[group == group[int(np.abs(ordered - crest).argmin())]]
    if len(mine) < _LEAST_POINTS:
        return None
    inner, outer = np.quantile(mine, [_BLUR, 1 - _BLUR])
    return float(inner), float(outer)


def _is_free(strip: _Strip, level: float, inner: float, outer: float, gripper: GripperDescription) -> bool:
    """Whether nothing was measured where the open fingers go, and enough was to know that it is empty inside."""
    reach = (outer - inner) / 2 + STRADDLE + gripper.finger_breadth + _SIDE
    away = np.abs(strip.out - (inner + outer) / 2)
    beside = (away <= reach) & ((strip.out < inner - _GAP / 2) | (strip.out > outer + _GAP / 2))
    blocked = beside & (strip.heights >= level)
    if blocked.sum() > max(2, _STRAY * beside.sum()):
        return False
    inside = (away <= reach) & (strip.out < inner) & (strip.heights < level)
    half = _half_way(gripper)
    cells = np.floor(np.column_stack([inner - strip.out[inside], strip.along[inside] + half]) / _CELL)
    count = np.ceil(np.array([reach - (outer - inner) / 2, 2 * half]) / _CELL).prod()
    return bool(len(np.unique(cells, axis=0)) >= _LEAST_SEEN * count)
