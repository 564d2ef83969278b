# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""The camera model: projection and its inverse (reliability test R4), checks of what arrives as CameraInfo (R2)."""

import numpy as np
import pytest
from scipy.spatial.transform import Rotation

from vla_r1_ros.core.camera import (
    check_camera,
    invert_transform,
    project,
    ray_grid,
    rays,
    scaled,
    transform_points,
)
from vla_r1_ros.core.errors import ErrorCode, InputError, ProjectionError
from vla_r1_ros.core.types import CameraModel, FloatArray

K = np.array([[600.0, 0.0, 319.5], [0.0, 590.0, 239.5], [0.0, 0.0, 1.0]])
LENSES = {
    "none": np.zeros(0),
    "plumb_bob4": np.array([-0.28, 0.09, 0.001, -0.0007]),
    "plumb_bob": np.array([0.12, -0.25, 0.0005, -0.0006, 0.1]),
    "rational": np.array([0.4, -0.3, 0.001, 0.0005, 0.1, 0.7, -0.2, 0.15]),
}


@pytest.fixture(params=LENSES, ids=list(LENSES))
def camera(request: pytest.FixtureRequest) -> CameraModel:
    return CameraModel(640, 480, K, LENSES[request.param])


def test_the_middle_ray_looks_ahead() -> None:
    camera = CameraModel(640, 480, K)
    np.testing.assert_allclose(rays(camera, np.array([[319.5, 239.5]])), [[0, 0, 1]])
    np.testing.assert_allclose(project(camera, np.array([[0.5, 0.2, 2.0]])), [[469.5, 298.5]])


def test_projection_equals_opencv(camera: CameraModel) -> None:
    cv2 = pytest.importorskip("cv2")
    points = np.random.default_rng(0).uniform([-0.6, -0.5, 1.2], [0.6, 0.5, 3.0], (500, 3))
    D = camera.D if len(camera.D) else np.zeros(5)
    reference, _ = cv2.projectPoints(points, np.zeros(3), np.zeros(3), camera.K, D)
    np.testing.assert_allclose(project(camera, points), reference[:, 0], atol=1e-9)


def test_points_behind_the_camera_have_no_pixel(camera: CameraModel) -> None:
    pixels = project(camera, np.array([[0.1, 0.1, -1.0], [0.0, 0.0, 0.0], [np.nan, 0.0, 1.0], [0.0, 0.0, 1.0]]))
    assert np.isnan(pixels[:3]).all() and np.isfinite(pixels[3]).all()


def test_points_beyond_the_fold_of_the_lens_have_no_pixel() -> None:
    camera = CameraModel(640, 480, K, np.array([-0.4, 0.0, 0.0, 0.0, 0.0]))
    inside, beyond = project(camera, np.array([[0.5, 0.0, 1.0], [1.5, 0.0, 1.0]]))
    assert np.isfinite(inside).all() and np.isnan(beyond).all()


def test_pixels_that_no_point_maps_to_are_refused() -> None:
    camera = CameraModel(2000, 480, K, np.array([-0.4, 0.0, 0.0, 0.0, 0.0]))
    pixels = np.array([[320.0, 240.0], [1900.0, 240.0]])
    with pytest.raises(ProjectionError) as caught:
        rays(camera, pixels)
    assert caught.value.code is ErrorCode.PROJECTION_RAY and "1900" in caught.value.message
    lenient = rays(camera, pixels, strict=False)
    assert np.isfinite(lenient[0]).all() and np.isnan(lenient[1]).all()


def test_nan_pixels_are_refused(camera: CameraModel) -> None:
    with pytest.raises(ProjectionError):
        rays(camera, np.array([[np.nan, 3.0]]))


def test_round_trip_of_every_pixel(camera: CameraModel) -> None:
    grid = ray_grid(camera)
    assert grid.shape == (480, 640, 3) and not grid.flags.writeable
    v, u = np.mgrid[:480, :640]
    back = project(camera, grid.reshape(-1, 3)).reshape(480, 640, 2)
    np.testing.assert_allclose(back, np.stack([u, v], axis=2), atol=1e-5)


def test_ray_grid_is_computed_once(camera: CameraModel) -> None:
    assert ray_grid(camera) is ray_grid(CameraModel(640, 480, camera.K.copy(), camera.D.copy()))


def _random_lens(rng: np.random.Generator, kind: int) -> FloatArray:
    if kind == 0:
        return np.zeros(0)
    D = np.zeros(8 if kind == 3 else 5 if kind == 2 else 4)
    D[:4] = rng.normal(0, [0.12, 0.06, 0.001, 0.001])
    if kind >= 2:
        D[4] = rng.normal(0, 0.02)
    if kind == 3:
        D[5:] = rng.normal(0, [0.12, 0.06, 0.02])
    return D


def test_r4_hundred_thousand_round_trips() -> None:
    """Random K, T, lens and pixels: pixel -> ray -> point in base -> pixel, 1e-6 relative; and the point itself."""
    rng = np.random.default_rng(4)
    checked = 0
    for index in range(250):
        width, height = int(rng.integers(160, 1920)), int(rng.integers(120, 1200))
        focal = rng.uniform(0.7, 2.5) * width
        matrix = np.array(
            [
                [focal, rng.normal(0, 0.5), width * rng.uniform(0.4, 0.6)],
                [0.0, focal * rng.uniform(0.9, 1.1), height * rng.uniform(0.4, 0.6)],
                [0.0, 0.0, 1.0],
            ]
        )
        camera = CameraModel(width, height, matrix, _random_lens(rng, index % 4))
        check_camera(camera)
        T = np.eye(4)
        T[:3, :3], T[:3, 3] = Rotation.random(random_state=rng).as_matrix(), rng.uniform(-3, 3, 3)
        pixels = rng.uniform(0, [width, height], (408, 2))
        found = rays(camera, pixels, strict=False)
        has_ray = np.isfinite(found).all(axis=1)
        assert has_ray.mean() > 0.9 or index % 4  # only strong lenses may leave corners without a ray
        points = transform_points(T, found[has_ray] * rng.uniform(0.2, 5.0, (int(has_ray.sum()), 1)))
        local = transform_points(invert_transform(T), points)
        error = np.abs(project(camera, local) - pixels[has_ray])
        assert (error <= 1e-6 * max(width, height)).all()
        again = rays(camera, project(camera, local)) * local[:, 2:]
        np.testing.assert_allclose(again, local, rtol=1e-6, atol=1e-6)
        checked += len(points)
    assert checked >= 100_000


def test_scaled_camera_sees_the_same(camera: CameraModel) -> None:
    half = scaled(camera, 320, 240)
    check_camera(half)
    points = np.random.default_rng(1).uniform([-0.3, -0.2, 1.0], [0.3, 0.2, 2.0], (50, 3))
    np.testing.assert_allclose(project(half, points) + 0.5, (project(camera, points) + 0.5) / 2, atol=1e-9)
    np.testing.assert_array_equal(camera.K, K)  # the original is left alone


def test_transforms() -> None:
    T = np.eye(4)
    T[:3, :3], T[:3, 3] = Rotation.from_euler("xyz", [0.3, -1.0, 2.0]).as_matrix(), [1.0, -2.0, 0.5]
    np.testing.assert_allclose(invert_transform(T) @ T, np.eye(4), atol=1e-12)
    points = np.random.default_rng(2).normal(size=(4, 5, 3))
    np.testing.assert_allclose(transform_points(invert_transform(T), transform_points(T, points)), points, atol=1e-12)


def _with(**changes: object) -> CameraModel:
    values = {"width_px": 640, "height_px": 480, "K": K, "D": np.zeros(5)} | changes
    return CameraModel(**values)  # type: ignore[arg-type]


def _matrix(row: int, column: int, value: float) -> FloatArray:
    changed = K.copy()
    changed[row, column] = value
    return changed


def test_good_cameras_pass(camera: CameraModel) -> None:
    check_camera(camera)


@pytest.mark.parametrize(
    "changes",
    [
        {"width_px": 0},
        {"height_px": -480},
        {"width_px": 1 << 20},
        {"width_px": 640.5},
        {"width_px": True},
        {"K": np.eye(2)},
        {"K": np.zeros((3, 3))},
        {"K": _matrix(0, 0, 0.0)},
        {"K": _matrix(0, 0, np.nan)},
        {"K": _matrix(1, 1, -600.0)},
        {"K": _matrix(0, 0, np.inf)},
        {"K": _matrix(0, 2, 1e7)},
        {"K": _matrix(1, 0, 0.1)},
        {"K": _matrix(2, 2, 0.0)},
        {"K": "abc"},
        {"D": np.zeros(3)},
        {"D": np.zeros((1, 5))},
        {"D": np.array([0.1, np.nan, 0, 0, 0])},
        {"D": np.zeros(14)},
    ],
    ids=str,
)
def test_bad_cameras_are_refused(changes: dict[str, object]) -> None:
    with pytest.raises(InputError) as caught:
        check_camera(_with(**changes))
    assert caught.value.code is ErrorCode.INPUT_CAMERA_INFO_INVALID


def test_r2_random_camera_infos_are_good_or_refused() -> None:
    rng = np.random.default_rng(5)
    wild = [0.0, -1.0, np.nan, np.inf, -np.inf, 1e308, 1e-308, 600.0, 320.0]
    refused = 0
    for _ in range(1000):
        matrix = np.where(rng.random((3, 3)) < 0.2, rng.choice(wild, (3, 3)), K)
        D = rng.choice([0.0, 0.1, np.nan, 1e300], int(rng.choice([0, 1, 4, 5, 8, 12])), p=[0.6, 0.3, 0.05, 0.05])
        camera = _with(
            width_px=int(rng.choice([0, -1, 640, 1 << 30])), height_px=int(rng.choice([0, 480])), K=matrix, D=D
        )
        try:
            check_camera(camera)
        except InputError as error:
            assert error.code is ErrorCode.INPUT_CAMERA_INFO_INVALID
            refused += 1
            continue
        found = rays(camera, np.array([[0.0, 0.0], [320.0, 240.0]]), strict=False)
        assert found.shape == (2, 3)
    assert refused > 500
