# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""Depth images (REP-118) and the depth at a pixel; a missing measurement is NaN (REP-117), never zero metres."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from vla_r1_ros.core.buffers import check_endian, image_rows
from vla_r1_ros.core.errors import ErrorCode, InputError, ProjectionError

DepthArray = NDArray[np.float32]

MIN_DEPTH, MAX_DEPTH = 0.1, 5.0  # m, what a tabletop camera measures
MIN_VALID_SHARE = 0.3
SAME_SURFACE = 0.02  # m, measurements that close to the median belong to one surface


def decode_depth(
    data: Any, encoding: str, width_px: int, height_px: int, step: int, is_bigendian: bool | int
) -> DepthArray:
    """Return depth in metres, (H, W) float32, NaN where nothing between 0.1 and 5 m was measured.

    Args:
        data: `step * height_px` bytes (anything with the buffer protocol).
        encoding: 16UC1 (mm) or 32FC1 (m).

    Raises:
        InputError: INPUT_DEPTH_ENCODING, INPUT_IMAGE_TOO_LARGE (before anything is copied) or INPUT_DEPTH_INVALID.
    """
    if encoding not in ("16UC1", "32FC1"):
        message = f"depth: the encoding {str(encoding)[:40]!r} is not understood"
        raise InputError(ErrorCode.INPUT_DEPTH_ENCODING, message, "use 32FC1 (m) or 16UC1 (mm), see REP-118")
    order = ">" if check_endian(is_bigendian, ErrorCode.INPUT_DEPTH_INVALID, "depth") else "<"
    dtype = np.dtype(f"{order}u2" if encoding == "16UC1" else f"{order}f4")
    rows = image_rows(data, width_px, height_px, step, dtype.itemsize, ErrorCode.INPUT_DEPTH_INVALID, "depth")
    return depth_in_metres(np.ascontiguousarray(rows).view(dtype))


def depth_in_metres(raw: NDArray[Any]) -> DepthArray:
    """Return depth (H, W), whole mm or float m, in metres, NaN where nothing between 0.1 and 5 m was measured."""
    metres = raw.astype(np.float32)
    if raw.dtype.kind == "u":
        metres *= np.float32(0.001)
    return mask_depth(metres)


def mask_depth(metres: DepthArray) -> DepthArray:
    """Put NaN where a depth (H, W) in m lies outside [`MIN_DEPTH`, `MAX_DEPTH`]; returns the same array."""
    with np.errstate(invalid="ignore"):
        valid = (metres >= np.float32(MIN_DEPTH)) & (metres <= np.float32(MAX_DEPTH))
    metres[~valid] = np.nan
    return metres


def depth_at(depth: DepthArray, u: float, v: float, window: int = 7) -> float:
    """Return the depth (m) of the surface at a pixel: the middle of the largest agreement in a window around it.

    Args:
        depth: (H, W) m, NaN where not measured.
        u, v: pixel, centre at whole numbers.
        window: side of the square that is looked at, pixels.

    Raises:
        ProjectionError: PROJECTION_RAY for a pixel outside the image, PROJECTION_DEPTH_HOLES where less than 30 % of
            the window was measured.
    """
    height, width = depth.shape
    if not (-0.5 <= u <= width - 0.5 and -0.5 <= v <= height - 0.5):
        message = f"pixel ({u:.1f}, {v:.1f}) is outside the depth image of {width} x {height}"
        raise ProjectionError(ErrorCode.PROJECTION_RAY, message, "")
    column, row, half = round(float(u)), round(float(v)), max(0, int(window) // 2)
    patch = depth[max(0, row - half) : row + half + 1, max(0, column - half) : column + half + 1]
    values = np.sort(patch[(patch >= MIN_DEPTH) & (patch <= MAX_DEPTH)].astype(np.float64))
    share = len(values) / patch.size if patch.size else 0.0
    if not share >= MIN_VALID_SHARE:
        message = f"only {share:.0%} of the depth around pixel ({u:.0f}, {v:.0f}) is measured"
        raise ProjectionError(
            ErrorCode.PROJECTION_DEPTH_HOLES, message, f"at least {MIN_VALID_SHARE:.0%} is needed; shiny or too near?"
        )
    middle = values[(len(values) - 1) // 2]  # a value that was measured, never one between two surfaces
    return float(np.median(values[np.abs(values - middle) <= SAME_SURFACE]))
