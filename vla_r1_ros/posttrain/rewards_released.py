# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""The `released` way to read and compare: what VLA-R1's released reward does, with its quirks, for many rows at once.

Tags count in any case and order, the first output block is the reply, numbers may be strings, everything is clipped to
the image. A comparison with NaN is false, which decides what its `min` and `max` return: hence `_least` and `_most`.
"""

import json
import re
from typing import Any

import numpy as np

from vla_r1_ros.core.types import FloatArray, Task
from vla_r1_ros.posttrain.rewards_reading import Reading, output_block

#: The released code couples by recursion: with more points than about this in both paths it fails, and pays 0.
MOST_POINTS = 990
_THINK, _THINK_END = re.compile("<think>", re.IGNORECASE), re.compile("</think>", re.IGNORECASE)
_KEYS = ("x", "y", "width", "height")
_TINY = 1e-12


def read_released(reply: object, truth: object) -> Reading:
    """Read a reply and its truth as the released code does. Never raises."""
    found, wanted = _output(reply), _output(truth)
    task = Task.AFFORDANCE if _is_box(wanted) else Task.TRAJECTORY if _is_path(wanted) else None
    formed = found is not None and isinstance(reply, str) and _thinks(reply)
    try:
        if task is Task.AFFORDANCE and _is_box(found):
            return Reading(formed, task, (_box(found), _box(wanted)))
        if task is Task.TRAJECTORY and _is_path(found) and _is_coupled(len(found), len(wanted)):
            return Reading(formed, task, (_path(found), _path(wanted)))
    except (TypeError, ValueError, OverflowError):  # what float() raises: the released code catches it and pays 0
        pass
    return Reading(formed, task)


def released_overlaps(a: FloatArray, b: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Return IoU and GIoU, each (K,), of boxes a and b (K, 4); any value, NaN too."""
    with np.errstate(invalid="ignore", over="ignore"):
        p, q = _corners(a), _corners(b)
        inside = _area(_most(p[:2], q[:2]), _least(p[2:], q[2:]))
        total = _area(p[:2], p[2:]) + _area(q[:2], q[2:]) - inside
        hull = _area(_least(p[:2], q[:2]), _most(p[2:], q[2:]))
        hull = np.where(hull == 0, _TINY, hull)
        iou = np.where(total <= 0, 0.0, inside / np.where(total <= 0, 1.0, total))
        return iou, np.clip(iou - (hull - np.maximum(total, _TINY)) / hull, -1.0, 1.0)


def _output(text: object) -> Any:
    block = output_block(text) if isinstance(text, str) else None
    try:
        return None if block is None else json.loads(block)
    except (ValueError, RecursionError):
        return None


def _thinks(text: str) -> bool:
    begin = _THINK.search(text)
    return begin is not None and _THINK_END.search(text, begin.end()) is not None


def _is_box(value: Any) -> bool:
    return isinstance(value, dict) and all(key in value for key in _KEYS)


def _is_path(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(point, list) and len(point) == 2 for point in value)


def _is_coupled(n: int, m: int) -> bool:
    return min(n, m) > 0 and n + m <= MOST_POINTS


def _box(value: Any) -> FloatArray:
    return np.array([float(value[key]) for key in _KEYS])


def _path(value: Any) -> FloatArray:
    points: FloatArray = np.array([[float(x), float(y)] for x, y in value])
    return points.clip(0.0, 1.0)


def _corners(boxes: FloatArray) -> FloatArray:
    """Return x0, y0, x1, y1 as (4, K)."""
    centre, half = boxes[:, :2].T, np.abs(boxes[:, 2:].T) / 2
    corners: FloatArray = np.concatenate([centre - half, centre + half])
    return corners.clip(0.0, 1.0)


def _area(low: FloatArray, high: FloatArray) -> FloatArray:
    area: FloatArray = np.where(high > low, high - low, 0.0).prod(axis=0)
    return area


def _least(a: FloatArray, b: FloatArray) -> FloatArray:
    return np.where(b < a, b, a)


def _most(a: FloatArray, b: FloatArray) -> FloatArray:
    return np.where(b > a, b, a)
