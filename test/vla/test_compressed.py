# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
import struct

import cv2
import numpy as np
import pytest

from vla_r1_ros.core.errors import ErrorCode, InputError
from vla_r1_ros.vla.compressed import pack_depth, pack_image, unpack_depth, unpack_image

RNG = np.random.default_rng(3)
HEAD = struct.pack("<iff", 0, 0.0, 0.0)


def png(array: np.ndarray) -> bytes:
    return bytes(cv2.imencode(".png", array)[1].tobytes())


def jpeg_that_says(width: int, height: int, before: bytes = b"") -> bytes:
    data = pack_image(np.zeros((8, 8, 3), np.uint8), 80)[1]
    at = data.index(b"\xff\xc0") + 5
    return data[:2] + before + data[2:at] + struct.pack(">HH", height, width) + data[at + 4 :]


def test_colour_comes_back_nearly_and_in_its_order() -> None:
    rgb = np.zeros((48, 64, 3), np.uint8)
    rgb[:, :32, 0], rgb[:, 32:, 2] = 200, 90
    form, data = pack_image(rgb, 90)
    assert form == "rgb8; jpeg compressed bgr8"
    assert np.abs(unpack_image(data).astype(int) - rgb)[:, np.r_[:24, 40:64]].max() <= 4
    assert np.array_equal(unpack_image(png(rgb[:, :, ::-1])), rgb)


def test_depth_in_millimetres_comes_back_whole() -> None:
    depth = RNG.integers(0, 65_536, (48, 64)).astype(np.uint16)
    form, data = pack_depth(depth)
    assert form == "16UC1; compressedDepth png" and data[:12] == HEAD
    assert np.array_equal(unpack_depth(data, "16UC1; compressedDepth"), depth)


def test_depth_in_metres_comes_back_within_its_steps() -> None:
    depth = RNG.uniform(0.2, 9.9, (48, 64)).astype(np.float32)
    depth[0, :5] = np.nan, 0.0, -1.0, 12.0, np.inf
    form, data = pack_depth(depth)
    found = unpack_depth(data, form)
    assert np.isnan(found[0, :5]).all()
    good = np.s_[1:]
    assert (np.abs(found[good] - depth[good]) <= depth[good] ** 2 / 10_100.0 * 1.01 + 1e-5).all()


def test_what_image_transport_wrote_is_read() -> None:
    """By the formula of its codec.cpp with depth_quantization 50 and depth_max 5: A = 2550, B = -509."""
    steps = np.array([[0, 1, 2041]], np.uint16)
    found = unpack_depth(struct.pack("<iff", 0, 2550.0, -509.0) + png(steps), "32FC1; compressedDepth")
    assert found == pytest.approx(np.array([[np.nan, 5.0, 1.0]]), nan_ok=True)


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", ErrorCode.INPUT_IMAGE_INVALID),
        (b"\xff\xd8\xff\xe0 no jpeg", ErrorCode.INPUT_IMAGE_INVALID),
        (b"\x89PNG\r\n\x1a\n", ErrorCode.INPUT_IMAGE_INVALID),
        (png(np.zeros((8, 8), np.uint8))[:16] + struct.pack(">II", 60_000, 60_000), ErrorCode.INPUT_IMAGE_TOO_LARGE),
        (jpeg_that_says(60_000, 8), ErrorCode.INPUT_IMAGE_TOO_LARGE),
        (jpeg_that_says(8, 60_000, before=b"\xff\xff\xfe\x00\x04ab"), ErrorCode.INPUT_IMAGE_TOO_LARGE),
    ],
)
def test_a_bad_picture_has_a_code(data: bytes, code: ErrorCode) -> None:
    with pytest.raises(InputError) as caught:
        unpack_image(data)
    assert caught.value.code is code


@pytest.mark.parametrize(
    ("data", "form", "code"),
    [
        (b"", "16UC1; compressedDepth png", ErrorCode.INPUT_DEPTH_INVALID),
        (HEAD + b"no png", "16UC1; compressedDepth png", ErrorCode.INPUT_DEPTH_INVALID),
        (HEAD + png(np.zeros((8, 8, 3), np.uint8)), "16UC1", ErrorCode.INPUT_DEPTH_INVALID),
        (HEAD + png(np.zeros((8, 8), np.uint16)), "16UC1; compressedDepth rvl", ErrorCode.INPUT_DEPTH_ENCODING),
        (HEAD + png(np.zeros((8, 8), np.uint16)), "mono16", ErrorCode.INPUT_DEPTH_ENCODING),
    ],
)
def test_bad_depth_has_a_code(data: bytes, form: str, code: ErrorCode) -> None:
    with pytest.raises(InputError) as caught:
        unpack_depth(data, form)
    assert caught.value.code is code
