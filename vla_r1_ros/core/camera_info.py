# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""The pinhole model that a sensor_msgs/CameraInfo means, whoever decoded the message."""

import math
from typing import Any

import numpy as np

from vla_r1_ros.core.camera import check_camera
from vla_r1_ros.core.errors import ErrorCode, InputError
from vla_r1_ros.core.types import CameraModel, FloatArray

_MODELS = ("", "none", "plumb_bob", "rational_polynomial")


def camera_from_msg(msg: Any, *, rectified: bool = False) -> CameraModel:
    """Return the pinhole model of the image that a CameraInfo (REP-104) belongs to.

    Binning and region of interest are applied, so the model is that of the image as sent. With `rectified` the
    image is an `image_rect`: its model is P without distortion instead of K with D.

    Raises:
        InputError: INPUT_CAMERA_INFO_INVALID for an uncalibrated camera (K or P zero), numbers that are not
            finite, an unknown distortion model, a D that does not fit it, or a region outside the image.
    """
    if rectified:
        K = np.array(_numbers("P", msg.p, 12).reshape(3, 4)[:, :3])
        D = np.zeros(0)
    else:
        K = _numbers("K", msg.k, 9).reshape(3, 3).copy()
        D = _distortion(msg)
    if not (K[0, 0] > 0.0 and K[1, 1] > 0.0):
        name = "P" if rectified else "K"
        raise _invalid(f"fx {K[0, 0]:g}, fy {K[1, 1]:g} in {name}: the camera is not calibrated (REP-104)")
    width, height = _apply_window(msg, K)
    model = CameraModel(width, height, K, D)
    check_camera(model)
    return model


def _invalid(message: str, advice: str = "check the camera's calibration") -> InputError:
    return InputError(ErrorCode.INPUT_CAMERA_INFO_INVALID, f"camera info: {message}", advice)


def _numbers(name: str, values: Any, length: int | None = None) -> FloatArray:
    try:
        array = np.asarray(values, dtype=np.float64).ravel()
    except (TypeError, ValueError, OverflowError):
        raise _invalid(f"{name} is not made of numbers") from None
    if length is not None and len(array) != length:
        raise _invalid(f"{name} has {len(array)} numbers, must have {length}")
    if not np.isfinite(array).all():
        raise _invalid(f"{name} is not finite")
    return array


def _distortion(msg: Any) -> FloatArray:
    D = _numbers("D", msg.d)
    if msg.distortion_model not in _MODELS:
        raise _invalid(
            f"the distortion model {str(msg.distortion_model)[:40]!r} is not understood",
            f"it must be one of {', '.join(map(repr, _MODELS))}; rectify fisheye images before",
        )
    if not D.any():
        return np.zeros(0)
    known = {"plumb_bob": (4, 5), "rational_polynomial": (8,)}.get(msg.distortion_model, ())
    if msg.distortion_model == "rational_polynomial" and len(D) in (12, 14) and not D[8:].any():
        return D[:8]
    if len(D) not in known:
        raise _invalid(f"{len(D)} coefficients do not fit the distortion model {msg.distortion_model!r}")
    return D


def _apply_window(msg: Any, K: FloatArray) -> tuple[int, int]:
    """Move K to the region of interest and the binning of the image (in place); return width, height in pixels."""
    width, height, roi = msg.width, msg.height, msg.roi
    if (roi.x_offset, roi.y_offset, roi.width, roi.height) != (0, 0, 0, 0):
        right, bottom = roi.x_offset + roi.width, roi.y_offset + roi.height
        inside = min(roi.x_offset, roi.y_offset) >= 0 and right <= width and bottom <= height
        if not (roi.width > 0 and roi.height > 0 and inside):
            raise _invalid(f"the region {roi.width}x{roi.height} at ({roi.x_offset}, {roi.y_offset}) leaves the image")
        K[0, 2] -= roi.x_offset
        K[1, 2] -= roi.y_offset
        width, height = roi.width, roi.height
    bx, by = max(1, msg.binning_x), max(1, msg.binning_y)
    if bx > width or by > height:
        raise _invalid(f"binning {bx}x{by} leaves no pixel of {width}x{height}")
    K[0] /= bx
    K[1] /= by
    return math.floor(width / bx), math.floor(height / by)
