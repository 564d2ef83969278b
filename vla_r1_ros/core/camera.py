# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""Pinhole camera with plumb_bob or rational distortion (REP-104), in the optical frame: x right, y down, z ahead."""

from dataclasses import replace
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from vla_r1_ros.core.errors import ErrorCode, InputError, ProjectionError
from vla_r1_ros.core.types import CameraModel, FloatArray

MAX_SIDE_PX = 16_384
UNDISTORT_TOLERANCE = 1e-10  # normalised image units
_MAX_ITERATIONS = 50


def _invalid(message: str) -> InputError:
    return InputError(ErrorCode.INPUT_CAMERA_INFO_INVALID, f"camera info: {message}", "check the camera's calibration")


def check_camera(camera: CameraModel) -> None:
    """Refuse a camera model that nothing can be computed with.

    Raises:
        InputError: INPUT_CAMERA_INFO_INVALID for a size outside 1..16384, a K that is not a finite upper triangle
            with positive focal lengths and its centre near the image, or a D that is not 0, 4, 5 or 8 finite numbers.
    """
    for name, side in (("width", camera.width_px), ("height", camera.height_px)):
        if isinstance(side, bool) or not isinstance(side, int | np.integer) or not 1 <= side <= MAX_SIDE_PX:
            raise _invalid(f"{name} is {side!r}, not 1 to {MAX_SIDE_PX} pixels")
    K, D = _finite(camera.K, "K"), _finite(camera.D, "D")
    if K.shape != (3, 3):
        raise _invalid(f"K has the shape {K.shape}, not (3, 3)")
    if D.shape not in {(0,), (4,), (5,), (8,)}:
        raise _invalid(f"D has the shape {D.shape}; 0, 4, 5 (plumb_bob) or 8 (rational) numbers are understood")
    if not (1e-3 <= K[0, 0] <= 1e6 and 1e-3 <= K[1, 1] <= 1e6):
        raise _invalid(f"the focal lengths are {K[0, 0]:g} and {K[1, 1]:g} pixels")
    if K[1, 0] != 0 or K[2, 0] != 0 or K[2, 1] != 0 or K[2, 2] != 1 or not abs(K[0, 1]) <= K[0, 0]:
        raise _invalid("K is not [fx s cx; 0 fy cy; 0 0 1]")
    inside = -camera.width_px <= K[0, 2] <= 2 * camera.width_px and -camera.height_px <= K[1, 2] <= 2 * camera.height_px
    if not inside:
        raise _invalid(f"the principal point ({K[0, 2]:g}, {K[1, 2]:g}) is far outside the image")


def _finite(values: FloatArray, name: str) -> FloatArray:
    try:
        array = np.asarray(values, dtype=np.float64)
    except (TypeError, ValueError):
        raise _invalid(f"{name} is not made of numbers") from None
    if not np.isfinite(array).all():
        raise _invalid(f"{name} is not finite")
    return array


def _coefficients(D: FloatArray) -> FloatArray:
    """Return k1 k2 p1 p2 k3 k4 k5 k6, zero where D is shorter."""
    full = np.zeros(8)
    full[: len(D)] = D
    return full


def _distort(x: FloatArray, y: FloatArray, D: FloatArray) -> tuple[FloatArray, FloatArray, FloatArray]:
    """Return distorted x, y and the Jacobian's (a, b, d) of [[a, b], [b, d]], shape (3, N) (OpenCV's lens model)."""
    k1, k2, p1, p2, k3, k4, k5, k6 = _coefficients(D)
    r2 = x * x + y * y
    top, bottom = 1 + r2 * (k1 + r2 * (k2 + r2 * k3)), 1 + r2 * (k4 + r2 * (k5 + r2 * k6))
    top_slope, bottom_slope = k1 + r2 * (2 * k2 + 3 * k3 * r2), k4 + r2 * (2 * k5 + 3 * k6 * r2)
    radial = top / bottom
    slope = (top_slope - radial * bottom_slope) / bottom
    radial = np.where(bottom > 0, radial, np.nan)
    xd = x * radial + 2 * p1 * x * y + p2 * (r2 + 2 * x * x)
    yd = y * radial + p1 * (r2 + 2 * y * y) + 2 * p2 * x * y
    a = radial + 2 * x * x * slope + 2 * p1 * y + 6 * p2 * x
    b = 2 * x * y * slope + 2 * p1 * x + 2 * p2 * y
    d = radial + 2 * y * y * slope + 6 * p1 * y + 2 * p2 * x
    return xd, yd, np.stack([a, b, d])


def _folded(jacobian: FloatArray) -> NDArray[np.bool_]:
    """True where the lens model is not one to one any more (or not finite)."""
    a, b, d = jacobian
    return np.asarray(~((a * d - b * b > 0) & (a + d > 0)))


def project(camera: CameraModel, points_cam: FloatArray) -> FloatArray:
    """Project points (N, 3) m of the optical frame to pixels (N, 2).

    NaN where a point is not in front of the camera, or where the lens model folds back and names no pixel.
    """
    points = np.asarray(points_cam, dtype=np.float64).reshape(-1, 3)
    z = np.where(points[:, 2] > 1e-9, points[:, 2], np.nan)
    x, y = points[:, 0] / z, points[:, 1] / z
    if np.any(camera.D):
        with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
            x, y, jacobian = _distort(x, y, camera.D)
            x = np.where(_folded(jacobian), np.nan, x)
    K = camera.K
    pixels = np.stack([K[0, 0] * x + K[0, 1] * y + K[0, 2], K[1, 1] * y + K[1, 2]], axis=1)
    pixels[~np.isfinite(pixels).all(axis=1)] = np.nan
    return pixels


def rays(camera: CameraModel, pixels: FloatArray, *, strict: bool = True) -> FloatArray:
    """Return the rays (N, 3) through pixels (N, 2), in the optical frame with z = 1.

    Raises:
        ProjectionError: PROJECTION_RAY where a pixel has no ray (not finite, or outside what the lens model covers);
            with `strict` False such rays are NaN.
    """
    pixels = np.asarray(pixels, dtype=np.float64).reshape(-1, 2)
    K = camera.K
    y = (pixels[:, 1] - K[1, 2]) / K[1, 1]
    x = (pixels[:, 0] - K[0, 2] - K[0, 1] * y) / K[0, 0]
    if np.any(camera.D):
        with np.errstate(divide="ignore", invalid="ignore", over="ignore"):  # what overflows has no ray
            x, y = _undistort(x, y, camera.D)
    found = np.stack([x, y, np.ones_like(x)], axis=1)
    bad = ~np.isfinite(found).all(axis=1)
    if bad.any() and strict:
        first = pixels[bad.argmax()]
        message = f"pixel ({first[0]:.1f}, {first[1]:.1f}) has no ray ({int(bad.sum())} of {len(bad)} pixels)"
        raise ProjectionError(ErrorCode.PROJECTION_RAY, message, "check D of the camera info")
    found[bad] = np.nan
    return found


def _undistort(xd: FloatArray, yd: FloatArray, D: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Solve distort(x, y) = (xd, yd) by damped Newton steps from the distorted point; NaN where that fails."""
    x, y = xd.copy(), yd.copy()
    for _ in range(200):  # begin inside the lens model's one-to-one disc
        folded = _folded(_distort(x, y, D)[2]) & np.isfinite(x)
        if not folded.any():
            break
        x, y = np.where(folded, 0.9 * x, x), np.where(folded, 0.9 * y, y)
    for _ in range(_MAX_ITERATIONS):
        fx, fy, (a, b, d) = _distort(x, y, D)
        ex, ey = xd - fx, yd - fy
        if not (np.hypot(ex, ey) > UNDISTORT_TOLERANCE).any():
            break
        determinant = a * d - b * b
        dx, dy = (d * ex - b * ey) / determinant, (a * ey - b * ex) / determinant
        step = np.hypot(dx, dy)
        limit = 0.25 * (1.0 + np.hypot(x, y))
        shrink = np.where(step > limit, limit / np.maximum(step, 1e-300), 1.0)
        for _ in range(8):
            out = _folded(_distort(x + shrink * dx, y + shrink * dy, D)[2])
            if not out.any():
                break
            shrink = np.where(out, 0.5 * shrink, shrink)
        x, y = x + shrink * dx, y + shrink * dy
    fx, fy, jacobian = _distort(x, y, D)
    wrong = ~(np.hypot(xd - fx, yd - fy) <= 1e-8 * (1 + np.hypot(xd, yd))) | _folded(jacobian)
    return np.where(wrong, np.nan, x), np.where(wrong, np.nan, y)


def ray_grid(camera: CameraModel) -> FloatArray:
    """Return the ray of every pixel, (H, W, 3) with z = 1, NaN where the lens model names none; cached, read-only."""
    K, D = np.asarray(camera.K, dtype=np.float64), np.asarray(camera.D, dtype=np.float64)
    return _ray_grid(camera.width_px, camera.height_px, K.tobytes(), D.tobytes())


@lru_cache(maxsize=4)
def _ray_grid(width_px: int, height_px: int, K: bytes, D: bytes) -> FloatArray:
    camera = CameraModel(width_px, height_px, np.frombuffer(K).reshape(3, 3), np.frombuffer(D))
    v, u = np.mgrid[:height_px, :width_px]
    pixels = np.stack([u.ravel(), v.ravel()], axis=1).astype(np.float64)
    grid = rays(camera, pixels, strict=False).reshape(height_px, width_px, 3)
    grid.flags.writeable = False
    return grid


def scaled(camera: CameraModel, width_px: int, height_px: int) -> CameraModel:
    """Return the camera of the same view resized to another number of pixels (pixel centres at whole numbers)."""
    sx, sy = width_px / camera.width_px, height_px / camera.height_px
    K = np.array(camera.K, dtype=np.float64)
    K[0] *= sx
    K[1] *= sy
    K[0, 2] += 0.5 * sx - 0.5
    K[1, 2] += 0.5 * sy - 0.5
    return replace(camera, width_px=width_px, height_px=height_px, K=K)


def invert_transform(T: FloatArray) -> FloatArray:
    """Return the inverse of a rigid transform (4, 4)."""
    T = np.asarray(T, dtype=np.float64)
    inverse = np.eye(4)
    inverse[:3, :3] = T[:3, :3].T
    inverse[:3, 3] = -T[:3, :3].T @ T[:3, 3]
    return inverse


def transform_points(T: FloatArray, points: FloatArray) -> FloatArray:
    """Return points (..., 3) moved by a rigid transform (4, 4)."""
    T = np.asarray(T, dtype=np.float64)
    return np.asarray(points, dtype=np.float64) @ T[:3, :3].T + T[:3, 3]
