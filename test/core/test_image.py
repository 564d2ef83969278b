# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""Colour images: what is malformed is refused with its code, before anything is copied (reliability test R2)."""

import array
import tracemalloc

import numpy as np
import pytest

from vla_r1_ros.core.buffers import MAX_SIDE_PX
from vla_r1_ros.core.depth import decode_depth
from vla_r1_ros.core.errors import ErrorCode, InputError
from vla_r1_ros.core.image import ENCODINGS, decode_image

RGB = np.random.default_rng(0).integers(0, 256, (6, 8, 3), dtype=np.uint8)


def _packed(encoding: str, padding: int = 0) -> tuple[bytes, int]:
    """RGB as the bytes of an encoding, and the step."""
    if encoding == "mono8":
        pixels = RGB[..., :1]
    else:
        pixels = RGB if encoding.startswith("rgb") else RGB[..., ::-1]
        if encoding.endswith("a8"):
            pixels = np.concatenate([pixels, np.full((6, 8, 1), 9, np.uint8)], axis=2)
    rows = pixels.reshape(6, -1)
    padded = np.concatenate([rows, np.full((6, padding), 77, np.uint8)], axis=1)
    return padded.tobytes(), padded.shape[1]


@pytest.mark.parametrize("encoding", ENCODINGS)
@pytest.mark.parametrize("padding", [0, 5])
def test_every_encoding_comes_out_as_rgb(encoding: str, padding: int) -> None:
    data, step = _packed(encoding, padding)
    image = decode_image(data, encoding, 8, 6, step, 0)
    expected = RGB if encoding != "mono8" else np.repeat(RGB[..., :1], 3, axis=2)
    np.testing.assert_array_equal(image, expected)
    assert image.dtype == np.uint8 and image.flags.c_contiguous and image.flags.owndata


def test_any_buffer_will_do() -> None:
    data, step = _packed("rgb8")
    for buffer in (bytearray(data), memoryview(data), array.array("B", data), np.frombuffer(data, np.uint8)):
        np.testing.assert_array_equal(decode_image(buffer, "rgb8", 8, 6, step, False), RGB)


def test_the_result_is_a_copy() -> None:
    data, step = _packed("rgb8")
    source = bytearray(data)
    image = decode_image(source, "rgb8", 8, 6, step, 0)
    source[:] = bytes(len(source))
    np.testing.assert_array_equal(image, RGB)


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"encoding": "yuv422"}, ErrorCode.INPUT_IMAGE_ENCODING),
        ({"encoding": ""}, ErrorCode.INPUT_IMAGE_ENCODING),
        ({"encoding": None}, ErrorCode.INPUT_IMAGE_ENCODING),
        ({"encoding": "32FC1"}, ErrorCode.INPUT_IMAGE_ENCODING),
        ({"width_px": 0}, ErrorCode.INPUT_IMAGE_INVALID),
        ({"height_px": 0}, ErrorCode.INPUT_IMAGE_INVALID),
        ({"height_px": -6}, ErrorCode.INPUT_IMAGE_INVALID),
        ({"width_px": 8.0}, ErrorCode.INPUT_IMAGE_INVALID),
        ({"width_px": True}, ErrorCode.INPUT_IMAGE_INVALID),
        ({"width_px": 9}, ErrorCode.INPUT_IMAGE_INVALID),
        ({"height_px": 7}, ErrorCode.INPUT_IMAGE_INVALID),
        ({"step": 23}, ErrorCode.INPUT_IMAGE_INVALID),
        ({"step": 0}, ErrorCode.INPUT_IMAGE_INVALID),
        ({"step": 1 << 40}, ErrorCode.INPUT_IMAGE_INVALID),
        ({"data": b""}, ErrorCode.INPUT_IMAGE_INVALID),
        ({"data": b"x" * 143}, ErrorCode.INPUT_IMAGE_INVALID),
        ({"data": b"x" * 145}, ErrorCode.INPUT_IMAGE_INVALID),
        ({"data": "text"}, ErrorCode.INPUT_IMAGE_INVALID),
        ({"data": None}, ErrorCode.INPUT_IMAGE_INVALID),
        ({"data": [1, 2, 3]}, ErrorCode.INPUT_IMAGE_INVALID),
        ({"is_bigendian": 2}, ErrorCode.INPUT_IMAGE_INVALID),
        ({"is_bigendian": None}, ErrorCode.INPUT_IMAGE_INVALID),
        ({"width_px": MAX_SIDE_PX + 1}, ErrorCode.INPUT_IMAGE_TOO_LARGE),
        ({"width_px": 8000, "height_px": 8000}, ErrorCode.INPUT_IMAGE_TOO_LARGE),
        ({"width_px": 1 << 31, "height_px": 1 << 31}, ErrorCode.INPUT_IMAGE_TOO_LARGE),
    ],
    ids=str,
)
def test_malformed_images_are_refused(changes: dict[str, object], code: ErrorCode) -> None:
    values: dict[str, object] = {
        "data": RGB.tobytes(), "encoding": "rgb8", "width_px": 8, "height_px": 6, "step": 24, "is_bigendian": 0,
    }  # fmt: skip
    with pytest.raises(InputError) as caught:
        decode_image(**(values | changes))  # type: ignore[arg-type]
    assert caught.value.code is code
    assert caught.value.message


def _malformed(rng: np.random.Generator, encoding: str, pixel: int) -> dict[str, object]:
    """A message with one to three fields that do not belong together."""
    size = 640 * 480 * pixel
    values: dict[str, object] = {
        "data": bytes(size), "encoding": encoding, "width_px": 640, "height_px": 480, "step": 640 * pixel,
        "is_bigendian": 0,
    }  # fmt: skip
    wild: dict[str, list[object]] = {
        "data": [b"", bytes(100), bytes(size + 1), bytes(size - 640), None, "x", 3.5],
        "encoding": ["", "rgb16", "RGB8", "bayer_rggb8", "jpeg", "\x00", None, 8, "rgba8"],
        "width_px": [0, -640, 641, 2**31 - 1, 2**32, None, 640.0, np.nan, True],
        "height_px": [0, -1, 479, 2**31 - 1, None, "480"],
        "step": [0, 1, 640 * pixel - 1, 2562, 2**32 - 1, None, -1920],
        "is_bigendian": [2, 255, -1, None, "yes", np.nan],
    }
    for field in rng.choice(list(wild), int(rng.integers(1, 4)), replace=False):
        values[str(field)] = wild[str(field)][int(rng.integers(len(wild[str(field)])))]
    return values


def test_r2_two_thousand_malformed_images_cost_no_memory() -> None:
    rng = np.random.default_rng(2)
    codes: set[ErrorCode] = set()
    tracemalloc.start()
    for index in range(2_000):
        decode = (decode_image, decode_depth)[index % 2]
        values = _malformed(rng, *(("16UC1", 2) if index % 2 else ("rgb8", 3)))
        with pytest.raises(InputError) as caught:
            decode(**values)  # type: ignore[arg-type]
        assert 110 <= caught.value.code <= 131
        codes.add(caught.value.code)
        if index == 200:
            del caught, values
            tracemalloc.reset_peak()
            before = tracemalloc.get_traced_memory()[0]
    after, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert len(codes) >= 4
    assert after - before < 2_000_000 and peak - before < 8_000_000  # some of the messages announce terabytes
