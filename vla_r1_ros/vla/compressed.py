# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""Pictures and depth as ROS's image_transport packs them into sensor_msgs/CompressedImage.

Colour (`compressed`): a JPEG or PNG file. Depth (`compressedDepth`): 12 bytes (format, two parameters), then a PNG of
16 bits; depth in mm (16UC1) as it is, depth in m (32FC1) as A / depth + B with the two parameters, which is finer near
the camera (compressed_depth_image_transport, codec.cpp).
"""

import struct
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from vla_r1_ros.core.buffers import check_size
from vla_r1_ros.core.depth import DepthArray
from vla_r1_ros.core.errors import ErrorCode, InputError
from vla_r1_ros.core.types import ImageArray

COLOUR, DEPTH = "compressed", "compressedDepth"  # transports, and the last part of their topics' names
_HEAD = struct.Struct("<iff")
_PNG = b"\x89PNG\r\n\x1a\n"
_SIZE = struct.Struct(">II")  # of a PNG, from byte 16 on
_JPEG, _JPEG_SIZE = b"\xff\xd8", struct.Struct(">HH")
_NO_FRAMES = (0xC4, 0xC8, 0xCC)  # markers among those of frames: tables
_NEAREST_STEPS, _FARTHEST_M = 100.0, 10.0  # its defaults: depth_quantization, depth_max
_A = _NEAREST_STEPS * (_NEAREST_STEPS + 1.0)
_B = 1.0 - _A / _FARTHEST_M


def pack_image(rgb: ImageArray, quality: int) -> tuple[str, bytes]:
    """Return the format text and the JPEG of an RGB image (H, W, 3) uint8; `quality` 1 to 100."""
    done, jpeg = cv2.imencode(".jpg", rgb[:, :, ::-1], [cv2.IMWRITE_JPEG_QUALITY, quality])
    return "rgb8; jpeg compressed bgr8", _encoded(done, jpeg)


def unpack_image(data: bytes) -> ImageArray:
    """Return a JPEG or PNG as RGB (H, W, 3) uint8.

    Raises:
        InputError: INPUT_IMAGE_INVALID, or INPUT_IMAGE_TOO_LARGE (before it is unpacked).
    """
    _check_size(data, ErrorCode.INPUT_IMAGE_INVALID)
    return np.ascontiguousarray(_decoded(data, cv2.IMREAD_COLOR, ErrorCode.INPUT_IMAGE_INVALID)[:, :, ::-1])


def pack_depth(depth: NDArray[np.uint16] | DepthArray) -> tuple[str, bytes]:
    """Return the format text and the bytes of a depth image (H, W): uint16 in mm without loss; float32 in m, where
    what lies beyond 10 m or nearer than 0.16 m becomes "not measured", in steps of 0.1 mm at 1 m, 2.5 mm at 5 m."""
    if depth.dtype == np.uint16:
        return "16UC1; compressedDepth png", _HEAD.pack(0, 0.0, 0.0) + _png(np.asarray(depth, np.uint16))
    with np.errstate(divide="ignore", invalid="ignore"):
        steps = _A / depth + _B
        known = np.isfinite(steps) & (depth > 0.0) & (depth < _FARTHEST_M) & (steps < 65_536.0)
    packed = np.where(known, steps, 0.0).astype(np.uint16)
    return "32FC1; compressedDepth png", _HEAD.pack(0, _A, _B) + _png(packed)


def unpack_depth(data: bytes, form: str) -> NDArray[np.uint16] | DepthArray:
    """Return compressed depth (H, W): uint16 in mm for the format 16UC1, float32 in m, NaN where not measured, for
    32FC1.

    Raises:
        InputError: INPUT_DEPTH_ENCODING for another format (rvl too), INPUT_DEPTH_INVALID, or INPUT_IMAGE_TOO_LARGE.
    """
    encoding = form.partition(";")[0].strip()
    if encoding not in ("16UC1", "32FC1") or "rvl" in form:
        raise InputError(ErrorCode.INPUT_DEPTH_ENCODING, f"compressed depth: unknown format {form[:60]!r}",
                         "have the driver publish 16UC1 or 32FC1 as compressedDepth with png, or the raw topic")
    if len(data) <= _HEAD.size:
        raise InputError(ErrorCode.INPUT_DEPTH_INVALID, f"compressed depth of {len(data)} bytes", "check the driver")
    _, a, b = _HEAD.unpack_from(data)
    png = data[_HEAD.size :]
    _check_size(png, ErrorCode.INPUT_DEPTH_INVALID)
    steps = _decoded(png, cv2.IMREAD_UNCHANGED, ErrorCode.INPUT_DEPTH_INVALID)
    if steps.dtype != np.uint16 or steps.ndim != 2:
        raise InputError(ErrorCode.INPUT_DEPTH_INVALID, f"compressed depth holds {steps.dtype} {steps.shape}",
                         "a PNG of one channel with 16 bits is expected")
    if encoding == "16UC1":
        return np.asarray(steps, np.uint16)
    with np.errstate(divide="ignore", invalid="ignore"):
        metres = np.float32(a) / (steps.astype(np.float32) - np.float32(b))
    metres[(steps == 0) | ~np.isfinite(metres)] = np.nan
    return np.asarray(metres, np.float32)


def _png(values: NDArray[np.uint16]) -> bytes:
    return _encoded(*cv2.imencode(".png", values, [cv2.IMWRITE_PNG_COMPRESSION, 1]))


def _encoded(done: bool, found: NDArray[np.uint8]) -> bytes:
    if not done:
        raise InputError(ErrorCode.INPUT_IMAGE_INVALID, "the image cannot be encoded", "check the camera's images")
    return found.tobytes()


def _check_size(data: bytes, code: ErrorCode) -> None:
    """A small file may say that it is huge."""
    if data[:8] != _PNG:
        check_size(*_jpeg_size(data), "compressed image")
        return
    if len(data) < 24:
        raise InputError(code, f"a PNG of {len(data)} bytes", "check the driver")
    width, height = _SIZE.unpack_from(data, 16)
    check_size(width, height, "compressed image")


def _jpeg_size(data: bytes) -> tuple[int, int]:
    """Width and height that a JPEG's frame header tells; zeros where there is none: then it cannot be decoded."""
    at = 2
    while data[:2] == _JPEG and at + 9 <= len(data) and data[at] == 0xFF:
        marker = data[at + 1]
        if 0xC0 <= marker <= 0xCF and marker not in _NO_FRAMES:
            height, width = _JPEG_SIZE.unpack_from(data, at + 5)
            return width, height
        filler = marker == 0xFF  # bytes between segments
        at += 1 if filler else 2 + int.from_bytes(data[at + 2 : at + 4], "big")
    return 0, 0


def _decoded(data: bytes, flags: int, code: ErrorCode) -> NDArray[Any]:
    try:
        found = cv2.imdecode(np.frombuffer(data, np.uint8), flags) if data else None
    except cv2.error:
        found = None
    if found is None:
        raise InputError(code, f"a compressed image of {len(data)} bytes cannot be unpacked",
                         "is it whole, and a JPEG or PNG?")
    check_size(found.shape[1], found.shape[0], "compressed image")
    return np.asarray(found)
