# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""R19 and the encoding: nothing of a wrong shape or size is encoded, PNG keeps every bit."""

import base64
import time

import cv2
import numpy as np
import pytest
from numpy.lib.stride_tricks import as_strided
from numpy.typing import NDArray

from vla_r1_ros.core.cancel import CancelToken
from vla_r1_ros.core.errors import ErrorCode, InputError
from vla_r1_ros.core.types import Question, Task
from vla_r1_ros.vla.client import ModelClient
from vla_r1_ros.vla.image import check_image, data_url
from vla_r1_ros.vla.settings import ImageFormat, ModelSettings

LIMIT = 32 * 1024 * 1024


def _claims(height: int, width: int) -> NDArray[np.uint8]:
    """An array that claims a size without owning the memory: reading it all would show in time."""
    return as_strided(np.zeros(1, dtype=np.uint8), shape=(height, width, 3), strides=(0, 0, 0))


BOMBS = [(side, other) for side in (4_000, 20_000, 65_535, 300_000, 2**31) for other in (4_000, 65_535, 2**20)]
THIN = [(28 * k + 1, 28) for k in (201, 1000, 10_000)] + [(28, 28 * k + 1) for k in (201, 1000, 10_000)]
SMALL = [(0, 0), (0, 640), (480, 0), (1, 1), (27, 640), (480, 27)]
WRONG = [
    np.zeros((480, 640), np.uint8), np.zeros((480, 640, 1), np.uint8), np.zeros((480, 640, 4), np.uint8),
    np.zeros((1, 480, 640, 3), np.uint8), np.zeros((480, 640, 3), np.float32), np.zeros((480, 640, 3), np.int8),
    np.zeros((480, 640, 3), np.uint16), np.zeros((3, 480, 640), np.uint8), np.zeros(0, np.uint8),
    np.zeros((480, 640, 3), object), None, b"\x89PNG", [[[0, 0, 0]]],
]  # fmt: skip


def test_forty_image_bombs_are_refused_at_once() -> None:
    client = ModelClient(ModelSettings(endpoint="http://127.0.0.1:1/v1"))
    cases = [*(_claims(*size) for size in BOMBS + THIN + SMALL), *WRONG]
    assert len(cases) == 40
    for image in cases:
        begun = time.monotonic()
        with pytest.raises(InputError) as caught:
            client.ask(image, [Question(Task.AFFORDANCE, "pick it up")], cancel=CancelToken())
        assert caught.value.code in (ErrorCode.INPUT_IMAGE_INVALID, ErrorCode.INPUT_IMAGE_TOO_LARGE)
        assert time.monotonic() - begun < 1.0  # encoding any of them would take far longer


def test_the_limit_itself_is_allowed_and_one_row_more_is_not() -> None:
    check_image(_claims(1024, 1024), 1024 * 1024 * 3)
    with pytest.raises(InputError, match="1024 x 1025") as caught:
        check_image(_claims(1025, 1024), 1024 * 1024 * 3)
    assert caught.value.code is ErrorCode.INPUT_IMAGE_TOO_LARGE


def _decoded(url: str) -> NDArray[np.uint8]:
    pixels = cv2.imdecode(np.frombuffer(base64.b64decode(url.partition(",")[2]), np.uint8), cv2.IMREAD_COLOR)
    return np.asarray(pixels[:, :, ::-1], dtype=np.uint8)


def test_png_keeps_every_bit_and_the_order_of_channels(picture: NDArray[np.uint8]) -> None:
    url = data_url(picture, ImageFormat.PNG, 90)
    assert url.startswith("data:image/png;base64,")
    assert np.array_equal(_decoded(url), picture)


def test_jpeg_is_close_and_smaller(picture: NDArray[np.uint8]) -> None:
    smooth = cv2.GaussianBlur(picture, (0, 0), 6)
    url = data_url(smooth, ImageFormat.JPEG, 90)
    assert url.startswith("data:image/jpeg;base64,")
    assert np.abs(_decoded(url).astype(int) - smooth).mean() < 3
    assert len(url) < len(data_url(smooth, ImageFormat.PNG, 90)) / 2


def test_a_view_that_is_not_contiguous_is_encoded_right(picture: NDArray[np.uint8]) -> None:
    flipped = picture[::-1, ::2]
    assert np.array_equal(_decoded(data_url(flipped, ImageFormat.PNG, 90)), flipped)
