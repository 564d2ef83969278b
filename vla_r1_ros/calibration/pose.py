# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""Where a target is, from one picture: both solutions of a flat pattern, and how sure the better one is."""

from dataclasses import dataclass

import cv2
import numpy as np
from scipy.spatial.transform import Rotation

from vla_r1_ros.calibration.detector import Seen
from vla_r1_ros.core.camera import invert_transform, project, transform_points
from vla_r1_ros.core.types import CameraModel, FloatArray

#: Error of one corner (px, one sigma) that is taken for granted however well a pose fits.
CORNER_SIGMA_PX = 0.15
#: A hand that moves less between two times stands.
STILL_MM, STILL_DEG = 0.5, 0.1
_CLEAR_RATIO = 2.0


@dataclass(frozen=True)
class View:
    """A target in one picture. `error_px` rms of the fit; `other_px` that of the mirrored solution, which a small
    target far away cannot be told from; `sigma` (3,) m of the target's place in the camera, one sigma."""

    seen: Seen
    T_camera_target: FloatArray
    error_px: float
    other_px: float
    sigma: FloatArray

    @property
    def ambiguous(self) -> bool:
        """Whether the mirrored solution fits nearly as well: the turn of the target is not known then."""
        return self.other_px < _CLEAR_RATIO * max(self.error_px, CORNER_SIGMA_PX)


def rms(values: FloatArray) -> float:
    """Root mean square of the lengths of the rows (N, D)."""
    return float(np.sqrt(np.mean(np.sum(np.square(values), axis=-1))))


def misses(camera: CameraModel, seen: Seen, T_camera_target: FloatArray) -> FloatArray:
    """Return seen minus expected pixels (N, 2) of a target at a pose; 1e3 where that projects to no pixel."""
    expected = project(camera, transform_points(T_camera_target, seen.points))
    return np.nan_to_num(seen.pixels - expected, nan=1e3)


def moved(T: FloatArray, other: FloatArray) -> tuple[float, float]:
    """Way (mm) and turn (deg) between two poses."""
    E = invert_transform(T) @ other
    return float(np.linalg.norm(E[:3, 3])) * 1e3, float(np.degrees(Rotation.from_matrix(E[:3, :3]).magnitude()))


def stands(T: FloatArray, other: FloatArray) -> bool:
    """Whether two poses are one, to STILL_MM and STILL_DEG."""
    mm, deg = moved(T, other)
    return mm <= STILL_MM and deg <= STILL_DEG


@dataclass(frozen=True)
class Offset:
    """How far a target is from where it is expected: `px` rms of its corners; seen less expected place in the camera,
    across (`lateral` (3,) m) and along (`along` m) the line of sight; `along_sigma` m of the latter, one sigma."""

    px: float
    lateral: FloatArray
    along: float
    along_sigma: float


def offset_of(camera: CameraModel, view: View, T_camera_target: FloatArray) -> Offset:
    """Return how far a view is from the pose that is expected."""
    place = view.T_camera_target[:3, 3]
    sight = place / np.linalg.norm(place)
    move = place - T_camera_target[:3, 3]
    along = float(move @ sight)
    return Offset(rms(misses(camera, view.seen, T_camera_target)), move - along * sight, along, float(view.sigma[2]))


def target_view(camera: CameraModel, seen: Seen) -> View | None:
    """Return the pose of a target whose corners were seen; None where no pose explains them."""
    D = camera.D if len(camera.D) else np.zeros(5)
    try:
        count, turns, moves, _ = cv2.solvePnPGeneric(seen.points, seen.pixels, camera.K, D, flags=cv2.SOLVEPNP_IPPE)
    except cv2.error:  # corners that are no picture of a plane
        return None
    fits = []
    for turn, move in zip(turns[:count], moves[:count], strict=True):
        turn, move = cv2.solvePnPRefineLM(seen.points, seen.pixels, camera.K, D, turn, move)
        T = np.eye(4)
        T[:3, :3], T[:3, 3] = Rotation.from_rotvec(np.ravel(turn)).as_matrix(), np.ravel(move)
        if np.isfinite(T).all() and T[2, 3] > 0:
            fits.append((rms(misses(camera, seen, T)), turn, move, T))
    if not fits:
        return None
    error, turn, move, T = min(fits, key=lambda fit: fit[0])
    # two starts that end in one place are one solution
    others = [fit[0] for fit in fits if np.linalg.norm(fit[3][:3, 2] - T[:3, 2]) > 0.02]
    jacobian = cv2.projectPoints(seen.points, turn, move, camera.K, D)[1][:, :6]
    covariance = np.linalg.pinv(jacobian.T @ jacobian) * max(error / np.sqrt(2), CORNER_SIGMA_PX) ** 2
    return View(seen, T, error, min(others, default=np.inf), np.sqrt(np.diag(covariance)[3:]))
