# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""Where the camera is fixed, from pairs of a robot pose and a picture of a target (hand-eye calibration).

One equation serves both mountings: A_i Z = X B_i with A_i = T_parent_carrier (known by the robot), B_i =
T_camera_target (seen), X = T_parent_camera and Z = T_carrier_target (wanted). Eye-to-hand: parent is the base, carrier
the hand. Eye-in-hand: parent is the hand, carrier the base.

Methods: those of OpenCV (`cv2.calibrateHandEye`, `cv2.calibrateRobotWorldHandEye`) where the installed build has them
(the wheel of 5.0.0 does not: opencv/opencv#29565); Park and Martin 1994 (doi 10.1109/70.326576) and Shah 2013
(doi 10.1115/1.4024473) here, always; and the least squares of the pixels over X and Z, begun from each.
"""

from collections.abc import Callable, Sequence
from copy import copy
from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np
from scipy.optimize import least_squares
from scipy.spatial.transform import Rotation

from vla_r1_ros.calibration.pose import CORNER_SIGMA_PX, View, misses
from vla_r1_ros.core.camera import invert_transform, project
from vla_r1_ros.core.types import CameraModel, FloatArray

#: Least squares of the pixels, without and with the robot's own errors; every other method is closed-form.
REFINED = {"pixels": False, "pixels and robot": True}
#: Repeatability of an arm that is taken for granted in the latter: m and rad, one sigma.
ROBOT_SIGMA = (3e-4, np.radians(0.03))
_cv2: Any = cv2  # not every build has the solvers
_HAND_EYE = {"tsai": "TSAI", "park": "PARK", "horaud": "HORAUD", "andreff": "ANDREFF", "daniilidis": "DANIILIDIS"}
_ROBOT_WORLD = {"shah": "SHAH", "li": "LI"}


@dataclass(frozen=True)
class Mounting:
    """X and Z, (4, 4) each: where the camera is in its parent, and where the target is on its carrier."""

    T_parent_camera: FloatArray
    T_carrier_target: FloatArray

    def expected(self, T_parent_carrier: FloatArray) -> FloatArray:
        """T_camera_target for a pose of the robot."""
        return invert_transform(self.T_parent_camera) @ T_parent_carrier @ self.T_carrier_target


def methods() -> tuple[str, ...]:
    """Names of the closed-form methods, best known first."""
    found = ["park", "shah"]
    if hasattr(cv2, "calibrateHandEye"):
        found += [f"opencv {name}" for name in _HAND_EYE]
    if hasattr(cv2, "calibrateRobotWorldHandEye"):
        found += [f"opencv {name}" for name in _ROBOT_WORLD]
    return tuple(found)


def solve(method: str, A: FloatArray, B: FloatArray) -> Mounting | None:
    """Return X and Z by one of :func:`methods`; None where it finds none.

    Args:
        A: (N, 4, 4) T_parent_carrier, N >= 3.
        B: (N, 4, 4) T_camera_target.
    """
    solvers: dict[str, Callable[[FloatArray, FloatArray], Mounting]] = {"park": _park, "shah": _shah}
    try:
        mounting = solvers[method](A, B) if method in solvers else _opencv(method.removeprefix("opencv "), A, B)
    except (cv2.error, np.linalg.LinAlgError, ValueError):  # degenerate poses
        return None
    found = np.stack([mounting.T_parent_camera, mounting.T_carrier_target])
    rotations = found[:, :3, :3]
    sound = np.isfinite(found).all() and np.allclose(rotations @ rotations.transpose(0, 2, 1), np.eye(3), atol=1e-3)
    return mounting if sound and (np.linalg.det(rotations) > 0).all() else None


class Pixels:
    """All corners of all views at once, as seen and as a mounting has them.

    With `robot` the poses of the robot are taken to be off by ROBOT_SIGMA too, which weighs the corners of a view less
    where they are all off alike.
    """

    def __init__(self, camera: CameraModel, A: FloatArray, views: Sequence[View], *, robot: bool = False) -> None:
        self._camera = camera
        self._whiten = [_whitening(camera, view) if robot else None for view in views]
        self._keep(A, views)

    def _keep(self, A: FloatArray, views: Sequence[View]) -> None:
        self._A, self._views = A, views
        self._points = np.vstack([view.seen.points for view in views])
        self._pixels = np.vstack([view.seen.pixels for view in views])
        counts = [len(view.seen.points) for view in views]
        self._owner = np.repeat(np.arange(len(views)), counts)
        self._ends = np.cumsum(counts)[:-1] * 2

    def without(self, left: int) -> "Pixels":
        """The same but for one view."""
        fewer = copy(self)
        fewer._whiten = [W for i, W in enumerate(self._whiten) if i != left]
        fewer._keep(np.delete(self._A, left, axis=0), [view for i, view in enumerate(self._views) if i != left])
        return fewer

    def __call__(self, mounting: Mounting) -> FloatArray:
        """What every corner is off by, px, or in sigmas with `robot`; one vector."""
        T = invert_transform(mounting.T_parent_camera) @ self._A @ mounting.T_carrier_target
        points = np.einsum("nij,nj->ni", T[self._owner, :3, :3], self._points) + T[self._owner, :3, 3]
        missed = np.nan_to_num(self._pixels - project(self._camera, points), nan=1e3).ravel()
        parts = np.split(missed, self._ends)
        return np.concatenate([part if W is None else W @ part for W, part in zip(self._whiten, parts, strict=True)])


def _whitening(camera: CameraModel, view: View) -> FloatArray:
    """Inverse square root of what the corners of a view (2N,) are off by together: their own noise, and that of the
    robot's pose, which moves all of them alike."""
    jacobian = np.zeros((2 * len(view.seen.points), 6))
    base = misses(camera, view.seen, view.T_camera_target).ravel()
    for axis in range(6):
        step = np.zeros(6)
        step[axis] = 1e-5
        jacobian[:, axis] = (misses(camera, view.seen, _nudged(view.T_camera_target, step)).ravel() - base) / 1e-5
    pose = np.diag([ROBOT_SIGMA[1] ** 2] * 3 + [ROBOT_SIGMA[0] ** 2] * 3)
    corner = max(view.error_px / np.sqrt(2), CORNER_SIGMA_PX)
    covariance = jacobian @ pose @ jacobian.T + corner**2 * np.eye(len(jacobian))
    return np.asarray(np.linalg.inv(np.linalg.cholesky(covariance)))


def refine(pixels: Pixels, start: Mounting) -> Mounting:
    """Return X and Z of least squared error over all corners, from a start nearby."""

    def moved(values: FloatArray) -> Mounting:
        return Mounting(_nudged(start.T_parent_camera, values[:6]), _nudged(start.T_carrier_target, values[6:]))

    found = least_squares(lambda values: pixels(moved(values)), np.zeros(12), x_scale=1e-2, max_nfev=60, xtol=1e-7,
                          ftol=1e-7)  # fmt: skip
    return moved(found.x)


def _nudged(T: FloatArray, values: FloatArray) -> FloatArray:
    """T turned by the rotation vector values[:3] about its own origin, and moved by values[3:]."""
    moved = T.copy()
    moved[:3, :3] = Rotation.from_rotvec(values[:3]).as_matrix() @ T[:3, :3]
    moved[:3, 3] += values[3:]
    return moved


def _with_target(A: FloatArray, B: FloatArray, X: FloatArray) -> Mounting:
    """X with the Z that is the mean of what each pose says."""
    each = np.array([invert_transform(T) for T in A]) @ X @ B
    Z = np.eye(4)
    Z[:3, :3] = Rotation.from_matrix(each[:, :3, :3]).mean().as_matrix()
    Z[:3, 3] = np.median(each[:, :3, 3], axis=0)
    return Mounting(X, Z)


def _park(A: FloatArray, B: FloatArray) -> Mounting:
    """From motions between poses: M X = X N with M = A_j inv(A_i), N = B_j inv(B_i)."""
    first, second = np.triu_indices(len(A), k=1)
    inverse_A, inverse_B = (np.array([invert_transform(T) for T in poses]) for poses in (A, B))
    M, N = A[second] @ inverse_A[first], B[second] @ inverse_B[first]
    alpha, beta = (Rotation.from_matrix(T[:, :3, :3]).as_rotvec() for T in (M, N))
    u, _, vt = np.linalg.svd(alpha.T @ beta)
    R = u @ np.diag([1.0, 1.0, np.linalg.det(u @ vt)]) @ vt
    rows = (np.eye(3) - M[:, :3, :3]).reshape(-1, 3)
    right = (M[:, :3, 3] - N[:, :3, 3] @ R.T).reshape(-1)
    X = np.eye(4)
    X[:3, :3], X[:3, 3] = R, np.linalg.lstsq(rows, right, rcond=None)[0]
    return _with_target(A, B, X)


def _shah(A: FloatArray, B: FloatArray) -> Mounting:
    """Rotations by the singular vectors of sum kron(R_A, R_B), then both translations by linear least squares."""
    K = sum(np.kron(a[:3, :3], b[:3, :3]) for a, b in zip(A, B, strict=True))
    u, _, vt = np.linalg.svd(np.asarray(K))
    R_X, R_Z = (_rotation(vector.reshape(3, 3)) for vector in (u[:, 0], vt[0]))
    rows, right = [], []
    for a, b in zip(A, B, strict=True):
        rows.append(np.hstack([-np.eye(3), a[:3, :3]]))
        right.append(R_X @ b[:3, 3] - a[:3, 3])
    both = np.linalg.lstsq(np.vstack(rows), np.concatenate(right), rcond=None)[0]
    X, Z = np.eye(4), np.eye(4)
    X[:3, :3], X[:3, 3], Z[:3, :3], Z[:3, 3] = R_X, both[:3], R_Z, both[3:]
    return Mounting(X, Z)


def _rotation(matrix: FloatArray) -> FloatArray:
    """The rotation nearest to a multiple of one."""
    scaled = matrix * np.sign(np.linalg.det(matrix))
    u, _, vt = np.linalg.svd(scaled)
    return np.asarray(u @ np.diag([1.0, 1.0, np.linalg.det(u @ vt)]) @ vt)


def _opencv(name: str, A: FloatArray, B: FloatArray) -> Mounting:
    """OpenCV's words: parent is its gripper, carrier its base (hand-eye) or world is the target (robot-world)."""
    target = ([T[:3, :3] for T in B], [T[:3, 3:] for T in B])
    if name in _HAND_EYE:
        inverse = [invert_transform(T) for T in A]
        method = getattr(cv2, f"CALIB_HAND_EYE_{_HAND_EYE[name]}")
        R, t = _cv2.calibrateHandEye([T[:3, :3] for T in inverse], [T[:3, 3:] for T in inverse], *target, method=method)
        return _with_target(A, B, _transform(R, t))
    method = getattr(cv2, f"CALIB_ROBOT_WORLD_HAND_EYE_{_ROBOT_WORLD[name]}")
    R_target_carrier, t_target_carrier, R_camera_parent, t_camera_parent = _cv2.calibrateRobotWorldHandEye(
        *target, [T[:3, :3] for T in A], [T[:3, 3:] for T in A], method=method)  # fmt: skip
    return Mounting(invert_transform(_transform(R_camera_parent, t_camera_parent)),
                    invert_transform(_transform(R_target_carrier, t_target_carrier)))  # fmt: skip


def _transform(R: FloatArray, t: FloatArray) -> FloatArray:
    T = np.eye(4)
    T[:3, :3], T[:3, 3] = R, np.ravel(t)
    return T
