# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""An image as bytes inside a request; never as an address that the server would fetch."""

import base64

import cv2
import numpy as np

from vla_r1_ros.core.errors import ErrorCode, InputError
from vla_r1_ros.core.types import ImageArray
from vla_r1_ros.vla.settings import ImageFormat

MIN_SIDE_PX = 28  # one merged patch of Qwen2.5-VL
MAX_ASPECT = 200.0  # its image processor refuses more


def check_image(image: ImageArray, max_bytes: int) -> None:
    """Refuse what is not a (H, W, 3) uint8 image of a sensible size, before a byte of it is read.

    Raises:
        InputError: INPUT_IMAGE_INVALID, or INPUT_IMAGE_TOO_LARGE above `max_bytes` of raw pixels.
    """
    if not isinstance(image, np.ndarray) or image.dtype != np.uint8 or image.ndim != 3 or image.shape[2] != 3:
        found = f"{image.dtype} {image.shape}" if isinstance(image, np.ndarray) else type(image).__name__
        raise InputError(ErrorCode.INPUT_IMAGE_INVALID, f"the image is {found}, not uint8 (height, width, 3)",
                         "convert it to RGB with 8 bits a channel")
    height, width = image.shape[:2]
    raw_bytes = height * width * 3
    if raw_bytes > max_bytes:
        raise InputError(ErrorCode.INPUT_IMAGE_TOO_LARGE,
                         f"the image is {width} x {height}, {raw_bytes} bytes raw; the limit is {max_bytes}",
                         "scale it down, or raise max_image_bytes")
    if min(width, height) < MIN_SIDE_PX or max(width, height) > MAX_ASPECT * min(width, height):
        raise InputError(ErrorCode.INPUT_IMAGE_INVALID,
                         f"the image is {width} x {height}; the model needs {MIN_SIDE_PX} pixels a side and an "
                         f"aspect up to {MAX_ASPECT:g}", "check the camera's size")


def data_url(image: ImageArray, image_format: ImageFormat, jpeg_quality: int) -> str:
    """Encode a checked RGB image once, as a `data:` URL with base64."""
    if image_format is ImageFormat.PNG:
        suffix, flags = ".png", [cv2.IMWRITE_PNG_COMPRESSION, 1]
    else:
        suffix, flags = ".jpg", [cv2.IMWRITE_JPEG_QUALITY, jpeg_quality]
    try:
        done, encoded = cv2.imencode(suffix, np.ascontiguousarray(image[:, :, ::-1]), flags)
    except cv2.error as error:
        raise InputError(ErrorCode.INPUT_IMAGE_INVALID, f"the image cannot be encoded: {error}",
                         "check the camera's images") from error
    if not done:
        raise InputError(ErrorCode.INPUT_IMAGE_INVALID, f"the image cannot be encoded as {suffix[1:]}",
                         "check the camera's images")
    return f"data:image/{image_format.value};base64,{base64.b64encode(encoded.tobytes()).decode('ascii')}"
