# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""Pictures of a target as a true camera takes them: lens, blur, noise, light that falls off."""

import cv2
import numpy as np
from scipy.ndimage import map_coordinates

from vla_r1_ros.calibration.detector import Detector
from vla_r1_ros.core.camera import invert_transform, rays
from vla_r1_ros.core.types import CameraModel, FloatArray, ImageArray

_MARGIN = 0.02  # m of white paper around the pattern
_FINE = 2  # rays a side and pixel


class Studio:
    """Takes pictures of one target with one camera."""

    def __init__(self, detector: Detector, camera: CameraModel, *, pixels_per_mm: float = 4.0,
                 noise: float = 2.0, blur_px: float = 0.5) -> None:
        self._camera, self._noise, self._blur = camera, noise, blur_px
        self._scale = pixels_per_mm * 1e3
        margin = round(_MARGIN * self._scale)
        self._paper = cv2.copyMakeBorder(detector.picture(pixels_per_mm), *4 * [margin], cv2.BORDER_CONSTANT, value=255)
        step = 8  # a lens is smooth: the rays between these are interpolated, to 1e-4 px
        v, u = np.mgrid[-step : camera.height_px + step : step, -step : camera.width_px + step : step]
        coarse = rays(camera, np.stack([u.ravel(), v.ravel()], axis=1)).reshape(*u.shape, 3)
        fine_u = (np.arange(camera.width_px * _FINE) + 0.5) / _FINE - 0.5
        fine_v = (np.arange(camera.height_px * _FINE) + 0.5) / _FINE - 0.5
        at = [a.astype(np.float64) for a in np.meshgrid(fine_v / step + 1, fine_u / step + 1, indexing="ij")]
        self._rays = np.stack([map_coordinates(coarse[:, :, axis], at, order=3) for axis in range(3)], axis=-1)
        self._rays = self._rays.reshape(-1, 3)

    def take(self, T_camera_target: FloatArray, random: np.random.Generator) -> ImageArray:
        """A grey picture (H, W) of the target at a pose, on a dark table."""
        T_target_camera = invert_transform(T_camera_target)
        direction = self._rays @ T_target_camera[:3, :3].T
        eye = T_target_camera[:3, 3]
        points = eye + direction * (-eye[2] / direction[:, 2])[:, None]
        height, width = self._paper.shape
        x = (points[:, 0] * self._scale + width / 2 - 0.5).astype(np.float32)
        y = (height / 2 - 0.5 - points[:, 1] * self._scale).astype(np.float32)
        shape = (self._camera.height_px * _FINE, self._camera.width_px * _FINE)
        seen = cv2.remap(cv2.GaussianBlur(self._paper, (0, 0), 0.6), x.reshape(shape), y.reshape(shape),
                         cv2.INTER_LINEAR, borderMode=cv2.BORDER_CONSTANT, borderValue=70)
        seen = cv2.resize(seen, (self._camera.width_px, self._camera.height_px), interpolation=cv2.INTER_AREA)
        light = np.linspace(0.75, 0.95, self._camera.width_px)[None, :]
        picture = cv2.GaussianBlur(seen, (0, 0), self._blur).astype(np.float64) * light + 15.0
        return np.clip(picture + random.normal(0.0, self._noise, picture.shape), 0, 255).astype(np.uint8)


def vga(D: tuple[float, ...] = (0.08, -0.15, 0.0005, -0.0003, 0.0)) -> CameraModel:
    """A VGA camera like that of the simulator, with a lens."""
    K = np.array([[622.5, 0.0, 321.3], [0.0, 621.8, 238.1], [0.0, 0.0, 1.0]])
    return CameraModel(640, 480, K, np.array(D))
