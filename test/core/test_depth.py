# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""Depth images with holes of every kind: a depth within 5 mm or a refusal, never zero metres (reliability test R3)."""

import numpy as np
import pytest

from vla_r1_ros.core.depth import MAX_DEPTH, MIN_DEPTH, MIN_VALID_SHARE, decode_depth, depth_at
from vla_r1_ros.core.errors import ErrorCode, InputError, ProjectionError


def _encoded(depth_m: np.ndarray, encoding: str, big: bool = False) -> tuple[bytes, int]:
    order = ">" if big else "<"
    if encoding == "16UC1":
        raw = np.clip(np.nan_to_num(np.rint(depth_m * 1000), nan=0.0), 0, 65535).astype(f"{order}u2")
    else:
        raw = depth_m.astype(f"{order}f4")
    return raw.tobytes(), raw.strides[0]


@pytest.mark.parametrize("encoding", ["16UC1", "32FC1"])
@pytest.mark.parametrize("big", [False, True])
def test_both_encodings_and_byte_orders_give_metres(encoding: str, big: bool) -> None:
    true = np.random.default_rng(0).uniform(0.2, 4.0, (5, 7))
    data, step = _encoded(true, encoding, big)
    depth = decode_depth(data, encoding, 7, 5, step, big)
    assert depth.dtype == np.float32 and depth.shape == (5, 7)
    np.testing.assert_allclose(depth, true, atol=6e-4)


def test_padded_rows() -> None:
    rows = np.full((3, 6), 1000, "<u2")
    rows[:, 4:] = 7
    depth = decode_depth(rows.tobytes(), "16UC1", 4, 3, 12, 0)
    np.testing.assert_allclose(depth, 1.0)
    odd = np.zeros((3, 9), np.uint8)
    odd[:, :8] = np.full((3, 4), 1000, "<u2").view(np.uint8)
    np.testing.assert_allclose(decode_depth(odd.tobytes(), "16UC1", 4, 3, 9, 0), 1.0)


@pytest.mark.parametrize("value", [np.nan, np.inf, -np.inf, 0.0, -1.0, 0.0999, 5.001, 1e30, -0.0])
def test_what_is_no_distance_becomes_nan(value: float) -> None:
    data, step = _encoded(np.array([[1.0, value, 2.0]]), "32FC1")
    depth = decode_depth(data, "32FC1", 3, 1, step, 0)
    assert np.isnan(depth[0, 1]) and depth[0, 0] == 1.0 and depth[0, 2] == 2.0


def test_zero_millimetres_and_the_far_end_become_nan() -> None:
    raw = np.array([[0, 99, 100, 5000, 5001, 65535]], "<u2")
    depth = decode_depth(raw.tobytes(), "16UC1", 6, 1, 12, 0)
    assert np.isnan(depth[0]).tolist() == [True, True, False, False, True, True]


@pytest.mark.parametrize(
    ("encoding", "code"),
    [
        ("8UC1", ErrorCode.INPUT_DEPTH_ENCODING),
        ("mono16", ErrorCode.INPUT_DEPTH_ENCODING),
        (None, ErrorCode.INPUT_DEPTH_ENCODING),
    ],
)
def test_encodings_not_understood(encoding: str, code: ErrorCode) -> None:
    with pytest.raises(InputError) as caught:
        decode_depth(bytes(8), encoding, 2, 2, 4, 0)
    assert caught.value.code is code


@pytest.mark.parametrize("data", [bytes(7), bytes(9), b"", None])
def test_sizes_that_do_not_fit(data: bytes) -> None:
    with pytest.raises(InputError) as caught:
        decode_depth(data, "16UC1", 2, 2, 4, 0)
    assert caught.value.code is ErrorCode.INPUT_DEPTH_INVALID


def test_depth_at_takes_a_surface_never_the_mean_of_two() -> None:
    depth = np.full((21, 21), 1.0, np.float32)
    depth[:, 11:] = 1.5
    assert depth_at(depth, 9, 10) == pytest.approx(1.0)
    assert depth_at(depth, 12, 10) == pytest.approx(1.5)
    depth[:, 10] = np.nan  # as many on either side
    assert depth_at(depth, 10, 10) in (pytest.approx(1.0), pytest.approx(1.5))


def test_depth_at_trusts_no_depth_outside_its_range() -> None:
    depth = np.full((9, 9), 1.0, np.float32)
    depth[:, ::2] = 0.0
    depth[0] = 9.0
    assert depth_at(depth, 4, 4, 9) == pytest.approx(1.0)


def test_the_window_decides_what_is_looked_at() -> None:
    depth = np.full((21, 21), np.nan, np.float32)
    depth[:, 13:] = 1.0
    assert depth_at(depth, 10, 10, 13) == pytest.approx(1.0)  # columns 4 to 16: 4 of 13 measured
    assert depth_at(depth, 10, 10, 12) == pytest.approx(1.0)  # an even window counts as the next odd one
    for window in (1, 5, 11):
        with pytest.raises(ProjectionError):
            depth_at(depth, 10, 10, window)
    depth[10, 10] = 0.7
    assert depth_at(depth, 10, 10, 1) == pytest.approx(0.7)


def test_depth_at_the_edge_of_the_image() -> None:
    depth = np.full((10, 12), 0.8, np.float32)
    for u, v in ((0, 0), (11, 9), (-0.5, 9.5), (11.5, -0.5)):
        assert depth_at(depth, u, v) == pytest.approx(0.8)
    for u, v in ((-1, 5), (12, 5), (5, 10.1), (np.nan, 5), (5, np.inf)):
        with pytest.raises(ProjectionError) as caught:
            depth_at(depth, u, v)
        assert caught.value.code is ErrorCode.PROJECTION_RAY


def test_depth_at_says_how_much_was_measured() -> None:
    depth = np.full((9, 9), np.nan, np.float32)
    depth[4, 4:6] = 1.0
    with pytest.raises(ProjectionError) as caught:
        depth_at(depth, 4, 4)
    assert caught.value.code is ErrorCode.PROJECTION_DEPTH_HOLES and "4%" in caught.value.message


HOLES = {"nan": np.nan, "inf": np.inf, "zero": 0.0, "negative": -1.0}


@pytest.mark.parametrize("encoding", ["16UC1", "32FC1"])
@pytest.mark.parametrize("hole", HOLES)
def test_r3_holes(encoding: str, hole: str) -> None:
    """0 to 100 % holes x 2 encodings x 4 kinds x repeats = 8,400 images (this is one of eight parts of 1,050)."""
    rng = np.random.default_rng(sum(map(ord, encoding + hole)))
    measured = refused = 0
    for index in range(1_050):
        share = (index % 21) / 20  # 0, 5, ... 100 %
        true = rng.uniform(0.3, 3.0)
        slope = rng.uniform(-0.001, 0.001, 2)  # m per pixel
        v, u = np.mgrid[-7:8, -7:8]
        surface = true + slope[0] * u + slope[1] * v + rng.normal(0, 0.0015, u.shape)
        holes = rng.permutation(225).reshape(15, 15) < round(share * 225)
        data, step = _encoded(np.where(holes, HOLES[hole], surface), encoding)
        depth = decode_depth(data, encoding, 15, 15, step, 0)
        valid = np.isfinite(depth[4:11, 4:11]).mean()
        assert not (depth < MIN_DEPTH).any() and not (depth > MAX_DEPTH).any()
        try:
            found = depth_at(depth, 7, 7)
        except ProjectionError as error:
            assert error.code is ErrorCode.PROJECTION_DEPTH_HOLES
            assert valid < MIN_VALID_SHARE
            refused += 1
            continue
        assert valid >= MIN_VALID_SHARE
        assert abs(found - true) <= 0.005
        measured += 1
    assert measured + refused == 1_050 and measured > 600 and refused > 200
