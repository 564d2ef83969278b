# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""Images, depth images and camera calibration: between sensor_msgs and core."""

import math
from typing import Any

import numpy as np
from sensor_msgs.msg import CameraInfo, Image

from vla_r1_ros.core.camera import check_camera
from vla_r1_ros.core.depth import DepthArray, decode_depth
from vla_r1_ros.core.errors import ErrorCode, InputError
from vla_r1_ros.core.image import decode_image
from vla_r1_ros.core.types import CameraModel, FloatArray, ImageArray
from vla_r1_ros.ros.convert.geometry import header, malformed

_MODELS = ("", "none", "plumb_bob", "rational_polynomial")
_MAX_MM = 65_535


def image_from_msg(msg: Image) -> ImageArray:
    """Return an Image (rgb8, bgr8, rgba8, bgra8, mono8) as RGB (H, W, 3) uint8, a copy.

    Raises:
        InputError: INPUT_IMAGE_ENCODING, INPUT_IMAGE_TOO_LARGE or INPUT_IMAGE_INVALID.
    """
    return decode_image(msg.data, msg.encoding, msg.width, msg.height, msg.step, msg.is_bigendian)


def image_to_msg(rgb: ImageArray, stamp_ns: int, frame_id: str) -> Image:
    """Return RGB (H, W, 3) uint8 as an Image of encoding rgb8."""
    if rgb.dtype != np.uint8 or rgb.ndim != 3 or rgb.shape[2] != 3:
        raise malformed(f"an RGB image must be (H, W, 3) uint8, is {rgb.shape} {rgb.dtype}")
    return _image("rgb8", rgb.shape, 3, rgb.tobytes(), stamp_ns, frame_id)


def depth_from_msg(msg: Image) -> DepthArray:
    """Return a depth Image (REP-118: 32FC1 m or 16UC1 mm) as (H, W) float32 m, NaN where not measured.

    Raises:
        InputError: INPUT_DEPTH_ENCODING, INPUT_IMAGE_TOO_LARGE or INPUT_DEPTH_INVALID.
    """
    return decode_depth(msg.data, msg.encoding, msg.width, msg.height, msg.step, msg.is_bigendian)


def depth_to_msg(depth: DepthArray, stamp_ns: int, frame_id: str, encoding: str = "32FC1") -> Image:
    """Return depth (H, W) m as 32FC1 (m, NaN kept) or 16UC1 (mm, 0 where not measured or over 65.535 m)."""
    if depth.ndim != 2:
        raise malformed(f"a depth image must be (H, W), is {depth.shape}")
    if encoding == "32FC1":
        return _image(encoding, depth.shape, 4, depth.astype("<f4").tobytes(), stamp_ns, frame_id)
    if encoding != "16UC1":
        raise InputError(ErrorCode.INPUT_DEPTH_ENCODING, f"depth: no encoding {encoding!r}", "use 32FC1 or 16UC1")
    mm = np.nan_to_num(np.round(depth * 1000.0), nan=0.0, posinf=0.0, neginf=0.0)
    mm[(mm < 0) | (mm > _MAX_MM)] = 0.0
    return _image(encoding, depth.shape, 2, mm.astype("<u2").tobytes(), stamp_ns, frame_id)


def _image(encoding: str, shape: tuple[int, ...], pixel_bytes: int, data: bytes, stamp_ns: int, frame_id: str) -> Image:
    # bytes is the one type that rclpy's setter takes quickly (memoryview 31 ms, ndarray 89 ms for VGA)
    height, width = shape[:2]
    return Image(
        header=header(stamp_ns, frame_id), height=height, width=width, encoding=encoding, is_bigendian=0,
        step=width * pixel_bytes, data=data,
    )  # fmt: skip


def camera_from_msg(msg: CameraInfo, *, rectified: bool = False) -> CameraModel:
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


def camera_to_msg(camera: CameraModel, stamp_ns: int, frame_id: str) -> CameraInfo:
    """Return the model as the CameraInfo of a raw image (R unit, P = K without distortion)."""
    K = np.asarray(camera.K, dtype=np.float64)
    return CameraInfo(
        header=header(stamp_ns, frame_id), height=camera.height_px, width=camera.width_px,
        distortion_model="rational_polynomial" if len(camera.D) > 5 else "plumb_bob",
        d=[float(v) for v in camera.D] if len(camera.D) else [0.0] * 5,
        k=K.ravel().tolist(), r=np.eye(3).ravel().tolist(), p=np.hstack([K, np.zeros((3, 1))]).ravel().tolist(),
    )  # fmt: skip


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


def _distortion(msg: CameraInfo) -> FloatArray:
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


def _apply_window(msg: CameraInfo, K: FloatArray) -> tuple[int, int]:
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
