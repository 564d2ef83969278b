# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""Checked views of the raw bytes of an image message, before anything is copied."""

from typing import Any

import numpy as np

from vla_r1_ros.core.errors import ErrorCode, InputError
from vla_r1_ros.core.types import ImageArray

MAX_SIDE_PX = 8_192
MAX_PIXELS = 16_777_216


def image_rows(
    data: Any, width_px: int, height_px: int, step: int, bytes_per_pixel: int, invalid: ErrorCode, what: str
) -> ImageArray:
    """Return a (H, W * bytes_per_pixel) uint8 view of `data`, padding left out; nothing is copied.

    Raises:
        InputError: INPUT_IMAGE_TOO_LARGE above the caps, `invalid` where sizes and bytes do not fit together.
    """
    for name, value in (("width", width_px), ("height", height_px), ("step", step)):
        if isinstance(value, bool) or not isinstance(value, int | np.integer) or value < 1:
            raise InputError(invalid, f"{what}: {name} is {value!r}", "the sender's message is malformed")
    check_size(width_px, height_px, what)
    row = width_px * bytes_per_pixel
    if not row <= step <= 2 * row + 4096:
        raise InputError(invalid, f"{what}: step is {step} bytes, a row of {width_px} pixels has {row}", "")
    try:
        flat = np.frombuffer(data, dtype=np.uint8)
    except (TypeError, ValueError, BufferError):
        raise InputError(invalid, f"{what}: the data is no bytes but {type(data).__name__}", "") from None
    if flat.size != step * height_px:
        raise InputError(invalid, f"{what}: {flat.size} bytes, but {height_px} rows of {step} were announced", "")
    return flat.reshape(height_px, step)[:, :row]


def check_size(width_px: int, height_px: int, what: str) -> None:
    """Raise InputError INPUT_IMAGE_TOO_LARGE for more than 16.8 million pixels, or 8,192 a side."""
    if width_px > MAX_SIDE_PX or height_px > MAX_SIDE_PX or width_px * height_px > MAX_PIXELS:
        message = f"{what}: {width_px} x {height_px} pixels, at most {MAX_PIXELS} and {MAX_SIDE_PX} a side are read"
        raise InputError(ErrorCode.INPUT_IMAGE_TOO_LARGE, message, "send a smaller image")


def check_endian(is_bigendian: Any, invalid: ErrorCode, what: str) -> bool:
    """Return the byte order flag of a message as a bool; 0, 1, False and True are understood."""
    if isinstance(is_bigendian, bool | int | np.integer | np.bool_) and is_bigendian in (0, 1):
        return bool(is_bigendian)
    raise InputError(invalid, f"{what}: is_bigendian is {is_bigendian!r}", "it must be 0 or 1")
