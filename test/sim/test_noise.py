# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""The statistics of the simulated sensor's errors."""

from dataclasses import replace

import numpy as np
import pytest

from vla_r1_ros.sim.noise import CameraNoise, NoiseSettings

QUIET = replace(NoiseSettings(), blobs=0)
SHAPE = (480, 640)
FOCAL = 620.0


@pytest.mark.parametrize("z", [0.5, 1.0, 2.0])
def test_depth_noise_grows_with_the_square_of_the_distance(z: float) -> None:
    mm = CameraNoise(1, QUIET).depth_mm(np.full(SHAPE, z, np.float32), FOCAL, 0)
    assert (mm > 0).all()
    error = mm.astype(np.float64) / 1000 - z
    quantisation = 0.001 / np.sqrt(12)
    assert error.std() == pytest.approx(np.hypot(0.0015 * z * z, quantisation), rel=0.03 if z >= 1.0 else 0.15)
    assert abs(error.mean()) < 5e-5


def test_out_of_range_is_a_hole() -> None:
    depth = np.full(SHAPE, 1.0, np.float32)
    depth[:100], depth[100:200] = 0.1, 3.5
    mm = CameraNoise(1, replace(QUIET, edge_loss=0.0, grazing_loss=0.0)).depth_mm(depth, FOCAL, 0)
    assert (mm[:200] == 0).all() and (mm[200:] > 0).all()


def test_holes_lie_at_edges_of_depth_and_not_elsewhere() -> None:
    depth = np.full(SHAPE, 1.0, np.float32)
    depth[:, 320:] = 0.8
    holes = CameraNoise(2, QUIET).depth_mm(depth, FOCAL, 0) == 0
    assert holes[:, 319:321].mean() == pytest.approx(0.8, abs=0.04)  # one draw a pixel: the larger loss counts
    assert not holes[:, :319].any() and not holes[:, 321:].any()


@pytest.mark.parametrize(("angle_deg", "share"), [(60.0, 0.0), (84.0, 0.6)])
def test_surfaces_at_grazing_angles_lose_pixels(angle_deg: float, share: float) -> None:
    slope = np.tan(np.deg2rad(angle_deg)) / FOCAL
    depth = (0.8 * np.exp(slope * np.arange(40))).astype(np.float32)[:, None] * np.ones(SHAPE[1], np.float32)
    settings = replace(QUIET, depth_max=50.0, edge_jump=10.0)
    holes = CameraNoise(3, settings).depth_mm(np.minimum(depth, 40.0), FOCAL, 0) == 0
    assert holes.mean() == pytest.approx(share, abs=0.05)


def test_blobs_are_few_and_small() -> None:
    noise = CameraNoise(4, replace(NoiseSettings(), blobs=4))
    flat = np.full(SHAPE, 1.0, np.float32)
    lost = [(noise.depth_mm(flat, FOCAL, frame) == 0).sum() for frame in range(40)]
    assert 0 < max(lost) <= 4 * np.pi * 6**2
    assert min(lost) == 0


def test_the_same_seed_and_frame_give_the_same_picture_and_others_differ() -> None:
    depth = np.full(SHAPE, 1.0, np.float32)
    first = CameraNoise(5).depth_mm(depth, FOCAL, 7)
    np.testing.assert_array_equal(first, CameraNoise(5).depth_mm(depth, FOCAL, 7))
    other = CameraNoise(5).depth_mm(depth, FOCAL, 8)
    assert abs(np.corrcoef(first.ravel(), other.ravel())[0, 1]) < 0.02
    assert (first != CameraNoise(6).depth_mm(depth, FOCAL, 7)).any()


def test_colour_noise_is_small_and_stays_in_range() -> None:
    noise = CameraNoise(1)
    grey = np.full((*SHAPE, 3), 120, np.uint8)
    error = noise.colour(grey, 0).astype(np.float64) - 120
    assert error.std() == pytest.approx(np.hypot(1.5, 1 / np.sqrt(12)), rel=0.05)
    white = noise.colour(np.full((*SHAPE, 3), 255, np.uint8), 0)
    assert white.min() > 240
    np.testing.assert_array_equal(CameraNoise(1, replace(QUIET, colour_sigma=0.0)).colour(grey, 0), grey)
