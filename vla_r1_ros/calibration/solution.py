# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""The best mounting of a camera: every method is tried on poses that it was not given, and that decides."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from scipy.spatial.transform import Rotation

from vla_r1_ros.calibration.handeye import REFINED, Mounting, Pixels, methods, refine, solve
from vla_r1_ros.calibration.pose import View, misses, rms
from vla_r1_ros.calibration.spread import LEAST_POSES, LEAST_TURN_DEG, Spread, spread_of
from vla_r1_ros.core.camera import invert_transform
from vla_r1_ros.core.errors import ErrorCode, ProjectionError
from vla_r1_ros.core.types import CameraModel, FloatArray

_GOOD = (1.0, 0.2, 2.0)  # mm, deg of the mounting (one sigma), held-out px
_POOR = (5.0, 1.0, 6.0)
_STANDS_OUT = 3.0
_AS_GOOD = 1.1  # of held-out px: nearer together is chance, and then the method that knows more is taken


class Grade(StrEnum):
    """GOOD: known to 1 mm and 0.2 deg. POOR: not to be used."""

    GOOD = "good"
    USABLE = "usable"
    POOR = "poor"


@dataclass(frozen=True)
class HeldOut:
    """What a method, given all poses but one, says of that one; rms over all: pixels of the corners, and place (mm) and
    turn (deg) of the target, its own noise in the picture included. `each_px` (N,) per pose."""

    px: float
    mm: float
    deg: float
    each_px: FloatArray


@dataclass(frozen=True)
class Solution:
    """`sigma_mm` and `sigma_deg`: how well T_parent_camera is known (jackknife, one sigma; a scale of the robot or a
    wrong size of the target is not in it). `fit_px`: rms over the poses that were used. `tried`: every method."""

    mounting: Mounting
    method: str
    tried: dict[str, HeldOut]
    fit_px: float
    sigma_mm: float
    sigma_deg: float
    spread: Spread
    stand_out: tuple[int, ...]

    @property
    def held_out(self) -> HeldOut:
        """Of the method that was chosen."""
        return self.tried[self.method]

    @property
    def grade(self) -> Grade:
        """Good, usable or poor, by what the held-out poses say."""
        seen = np.array([self.sigma_mm, self.sigma_deg, self.held_out.px])
        if not (seen <= _POOR).all():
            return Grade.POOR
        return Grade.GOOD if (seen <= _GOOD).all() else Grade.USABLE


def _check(A: FloatArray, spread: Spread) -> None:
    if len(A) < LEAST_POSES:
        raise ProjectionError(ErrorCode.CALIBRATION_TOO_FEW, f"{len(A)} usable poses, at least {LEAST_POSES} are "
                              "needed", "take 15 or more, the hand tilted to all sides in between")
    if spread.turns_deg[1] < LEAST_TURN_DEG:
        raise ProjectionError(
            ErrorCode.CALIBRATION_ALIKE, f"the hand turned about one axis only ({spread.turns_deg[0]:.0f} deg rms, "
            f"{spread.turns_deg[1]:.1f} about the next): along that axis nothing is known of the camera's place",
            "tilt the hand 20 to 40 deg about two axes")  # fmt: skip


def best_mounting(camera: CameraModel, A: FloatArray, views: Sequence[View]) -> Solution:
    """Return the mounting by the method that explains held-out poses best, and how good it is.

    Args:
        A: (N, 4, 4) T_parent_carrier. views: the target as seen at each.

    Raises:
        ProjectionError: CALIBRATION_TOO_FEW, CALIBRATION_ALIKE, or CALIBRATION_POOR where no method finds anything.
    """
    spread = spread_of(camera, A, views) if len(A) else Spread(0, np.zeros(3), 0.0, 0.0, 0.0)
    _check(A, spread)
    B = np.array([view.T_camera_target for view in views])
    full = {name: found for name in methods() if (found := solve(name, A, B)) is not None}
    if not full:
        raise ProjectionError(ErrorCode.CALIBRATION_POOR, "no method finds a mounting that fits these poses",
                              "is the target fixed to what you said (--camera), and does TF follow the real arm?")
    start = min(full.values(), key=lambda mounting: _fit(camera, A, views, mounting))
    pixels = {name: Pixels(camera, A, views, robot=robot) for name, robot in REFINED.items()}
    full |= {name: refine(corners, start) for name, corners in pixels.items()}
    tried: dict[str, HeldOut] = {}
    without: dict[str, list[Mounting]] = {}
    for name, mounting in full.items():
        rest = [refine(pixels[name].without(i), mounting) if name in pixels else
                solve(name, np.delete(A, i, axis=0), np.delete(B, i, axis=0)) for i in range(len(A))]  # fmt: skip
        if all(found is not None for found in rest):
            without[name] = [found for found in rest if found is not None]
            tried[name] = _held_out(camera, A, views, without[name])
    if not tried:
        raise ProjectionError(ErrorCode.CALIBRATION_POOR, "no method holds when a pose is left out",
                              "take more poses, the hand tilted to all sides")  # fmt: skip
    best = _choose(tried)
    each, mounting = tried[best].each_px, full[best]
    sigma_mm, sigma_deg = _jackknife([found.T_parent_camera for found in without[best]])
    typical = max(float(np.median(each)), 0.3)
    return Solution(mounting, best, tried, _fit(camera, A, views, mounting), sigma_mm, sigma_deg, spread,
                    tuple(int(i) for i in np.flatnonzero(each > _STANDS_OUT * typical)))  # fmt: skip


def _choose(tried: dict[str, HeldOut]) -> str:
    """The method of least held-out pixels; of those nearly as good the one that takes account of most errors."""
    least = min(held.px for held in tried.values())
    near = [name for name, held in tried.items() if held.px <= _AS_GOOD * least]
    refined = [name for name in reversed(REFINED) if name in near]
    return refined[0] if refined else min(near, key=lambda name: tried[name].px)


def _all_misses(camera: CameraModel, A: FloatArray, views: Sequence[View],
                mountings: Sequence[Mounting]) -> list[FloatArray]:
    return [misses(camera, view.seen, mounting.expected(T))
            for T, view, mounting in zip(A, views, mountings, strict=True)]  # fmt: skip


def _fit(camera: CameraModel, A: FloatArray, views: Sequence[View], mounting: Mounting) -> float:
    return rms(np.vstack(_all_misses(camera, A, views, [mounting] * len(A))))


def _held_out(camera: CameraModel, A: FloatArray, views: Sequence[View], mountings: Sequence[Mounting]) -> HeldOut:
    pixels = _all_misses(camera, A, views, mountings)
    apart = np.array([invert_transform(mounting.expected(T)) @ view.T_camera_target
                      for T, view, mounting in zip(A, views, mountings, strict=True)])  # fmt: skip
    turns = Rotation.from_matrix(apart[:, :3, :3]).magnitude()
    return HeldOut(rms(np.vstack(pixels)), rms(apart[:, :3, 3]) * 1e3, float(np.degrees(np.sqrt(np.mean(turns**2)))),
                   np.array([rms(each) for each in pixels]))  # fmt: skip


def _jackknife(estimates: Sequence[FloatArray]) -> tuple[float, float]:
    """Standard error (mm, deg) of a transform from its estimates with one pose left out each (Efron 1982)."""
    found = np.array(estimates)
    factor = np.sqrt(len(found) - 1.0)
    turns = Rotation.from_matrix(found[:, :3, :3])
    vectors = (turns.mean().inv() * turns).as_rotvec()
    moves = found[:, :3, 3] - found[:, :3, 3].mean(axis=0)
    return float(factor * rms(moves)) * 1e3, float(np.degrees(factor * rms(vectors)))
