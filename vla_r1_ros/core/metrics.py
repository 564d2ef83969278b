# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""Scores of boxes and paths, and the interval of a share.

Paths are scored in thousandths of the image (`scale` = 1000), as the VLA-R1 paper prints them. The paper does not say
how paths of unequal length are compared, so the rule here is explicit: DFD and HD are taken on the points as they
are; RMSE after both paths are resampled by arc length to the label's number of points. A reply that does not parse
scores `WORST_DISTANCE` (the image's diagonal, sqrt(2) * scale) in each.
"""

import math
from dataclasses import dataclass
from statistics import NormalDist

import numpy as np
from scipy.spatial.distance import cdist

from vla_r1_ros.core.errors import ErrorCode, InputError
from vla_r1_ros.core.types import Box, FloatArray

WORST_DISTANCE = math.sqrt(2.0)
RESAMPLING_RULE = (
    "DFD and HD on the raw points; RMSE after resampling both paths by arc length to the label's number of points"
)
FAILURE_RULE = "a reply that does not parse scores IoU 0 and sqrt(2) * scale in each path metric"


@dataclass(frozen=True)
class PathMetrics:
    """Discrete Frechet distance, Hausdorff distance, RMSE and their mean, in units of 1 / scale of the image."""

    dfd: float
    hd: float
    rmse: float
    avg: float


def overlaps(a: FloatArray, b: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Return IoU in [0, 1] and GIoU in [-1, 1] (Rezatofighi et al. 2019), each (K,), of boxes a and b (K, 4).

    A row is centre x, y, width, height, normalised; boxes are clipped to the image. Without area, -1 is the GIoU.
    """
    p, q = _corners(a), _corners(b)
    inside = np.clip(np.minimum(p[:, 2:], q[:, 2:]) - np.maximum(p[:, :2], q[:, :2]), 0.0, None).prod(axis=1)
    union = (p[:, 2:] - p[:, :2]).prod(axis=1) + (q[:, 2:] - q[:, :2]).prod(axis=1) - inside
    hull = (np.maximum(p[:, 2:], q[:, 2:]) - np.minimum(p[:, :2], q[:, :2])).prod(axis=1)
    some = (union > 0) & (hull > 0)
    union, hull = np.where(some, union, 1.0), np.where(some, hull, 1.0)
    share = np.where(some, inside / union, 0.0)
    return share, np.where(some, share - (hull - union) / hull, -1.0)


def _corners(boxes: FloatArray) -> FloatArray:
    half = boxes[:, 2:] / 2
    return np.clip(np.hstack([boxes[:, :2] - half, boxes[:, :2] + half]), 0.0, 1.0)


def _row(box: Box) -> FloatArray:
    return np.array([[box.x, box.y, box.width, box.height]], dtype=np.float64)


def iou(a: Box, b: Box) -> float:
    """Return intersection over union in [0, 1] of two normalised boxes, clipped to the image."""
    return float(overlaps(_row(a), _row(b))[0][0])


def giou(a: Box, b: Box) -> float:
    """Return the generalised IoU in [-1, 1] of two normalised boxes, clipped to the image."""
    return float(overlaps(_row(a), _row(b))[1][0])


def _paths(P: FloatArray, Q: FloatArray) -> tuple[FloatArray, FloatArray]:
    P, Q = np.asarray(P, dtype=np.float64), np.asarray(Q, dtype=np.float64)
    if P.ndim != 2 or Q.ndim != 2 or P.shape[1] != Q.shape[1] or not len(P) or not len(Q):
        raise InputError(ErrorCode.INPUT_PARAMETER, f"paths must be (N, d) with N >= 1, are {P.shape} and {Q.shape}")
    return P, Q


def discrete_frechet(P: FloatArray, Q: FloatArray) -> float:
    """Return the discrete Frechet distance (Eiter & Mannila 1994) of paths (N, d) and (M, d)."""
    P, Q = _paths(P, Q)
    distance = cdist(P, Q)
    reach = np.empty_like(distance)
    reach[0] = np.maximum.accumulate(distance[0])
    for i in range(1, len(P)):
        row, before = reach[i], reach[i - 1]
        row[0] = max(before[0], distance[i, 0])
        diagonal = np.minimum(before[1:], before[:-1])
        for j in range(1, len(Q)):
            row[j] = max(min(diagonal[j - 1], row[j - 1]), distance[i, j])
    return float(reach[-1, -1])


def hausdorff(P: FloatArray, Q: FloatArray) -> float:
    """Return the symmetric Hausdorff distance of the point sets (N, d) and (M, d)."""
    P, Q = _paths(P, Q)
    distance = cdist(P, Q)
    return float(max(distance.min(axis=1).max(), distance.min(axis=0).max()))


def rmse(P: FloatArray, Q: FloatArray) -> float:
    """Return the root of the mean squared point distance of two paths of equal length (N, d).

    Raises:
        InputError: INPUT_PARAMETER where the lengths differ.
    """
    P, Q = _paths(P, Q)
    if len(P) != len(Q):
        raise InputError(ErrorCode.INPUT_PARAMETER, f"RMSE needs paths of equal length, {len(P)} is not {len(Q)}")
    return float(np.sqrt(((P - Q) ** 2).sum(axis=1).mean()))


def resample(P: FloatArray, n: int) -> FloatArray:
    """Return `n` points (n, d) equally spaced by arc length along path (N, d), first and last kept."""
    P, _ = _paths(P, P)
    if n < 1:
        raise InputError(ErrorCode.INPUT_PARAMETER, f"a path cannot be resampled to {n} points")
    along = np.concatenate([[0.0], np.cumsum(np.linalg.norm(np.diff(P, axis=0), axis=1))])
    wanted = np.linspace(0.0, along[-1], n)
    return np.stack([np.interp(wanted, along, P[:, k]) for k in range(P.shape[1])], axis=1)


def path_metrics(pred: FloatArray | None, true: FloatArray, scale: float = 1000.0) -> PathMetrics:
    """Score a predicted path (N, 2) against a label (M, 2), both normalised; None scores the worst case."""
    if pred is None:
        worst = WORST_DISTANCE * scale
        return PathMetrics(worst, worst, worst, worst)
    P, Q = _paths(pred, true)
    dfd, hd = discrete_frechet(P, Q) * scale, hausdorff(P, Q) * scale
    error = rmse(resample(P, len(Q)), resample(Q, len(Q))) * scale
    return PathMetrics(dfd, hd, error, (dfd + hd + error) / 3)


def wilson_interval(successes: int, n: int, confidence: float = 0.95) -> tuple[float, float]:
    """Return Wilson's score interval (1927) of a share; (0, 1) where nothing was tried."""
    if not 0 <= successes <= n or not 0 < confidence < 1:
        raise InputError(ErrorCode.INPUT_PARAMETER, f"{successes} of {n} at {confidence} is no share")
    if n == 0:
        return 0.0, 1.0
    z = NormalDist().inv_cdf(0.5 + confidence / 2)
    share, zz = successes / n, z * z / n
    middle = (share + zz / 2) / (1 + zz)
    half = z / (1 + zz) * math.sqrt(share * (1 - share) / n + zz / (4 * n))
    return max(0.0, middle - half), min(1.0, middle + half)
