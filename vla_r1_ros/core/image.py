# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""Colour images from the bytes of a sensor_msgs/Image."""

from typing import Any

import numpy as np

from vla_r1_ros.core.buffers import check_endian, image_rows
from vla_r1_ros.core.errors import ErrorCode, InputError
from vla_r1_ros.core.types import ImageArray

# channels in the message, and which of them are red, green, blue
ENCODINGS: dict[str, tuple[int, tuple[int, int, int]]] = {
    "rgb8": (3, (0, 1, 2)),
    "bgr8": (3, (2, 1, 0)),
    "rgba8": (4, (0, 1, 2)),
    "bgra8": (4, (2, 1, 0)),
    "mono8": (1, (0, 0, 0)),
}


def decode_image(
    data: Any, encoding: str, width_px: int, height_px: int, step: int, is_bigendian: bool | int
) -> ImageArray:
    """Return the image as RGB, (H, W, 3) uint8, a copy of its own.

    Args:
        data: `step * height_px` bytes (anything with the buffer protocol).
        encoding: rgb8, bgr8, rgba8, bgra8 or mono8.
        is_bigendian: checked, without meaning for eight bits.

    Raises:
        InputError: INPUT_IMAGE_ENCODING, INPUT_IMAGE_TOO_LARGE (before anything is copied) or INPUT_IMAGE_INVALID.
    """
    if not isinstance(encoding, str) or encoding not in ENCODINGS:
        message = f"image: the encoding {str(encoding)[:40]!r} is not understood"
        raise InputError(ErrorCode.INPUT_IMAGE_ENCODING, message, f"use one of {', '.join(ENCODINGS)}")
    check_endian(is_bigendian, ErrorCode.INPUT_IMAGE_INVALID, "image")
    channels, order = ENCODINGS[encoding]
    rows = image_rows(data, width_px, height_px, step, channels, ErrorCode.INPUT_IMAGE_INVALID, "image")
    pixels = rows.reshape(height_px, width_px, channels)
    return np.ascontiguousarray(pixels[:, :, order])
