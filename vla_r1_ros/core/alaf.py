# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""Angle-length augmented Frechet distance (ALAF) of paths, the distance in VLA-R1's reward, for many pairs at once.

Of all order-preserving couplings of the points p and q, the one that minimises the largest
`|p - q| + angle_weight * angle(tangent_p, tangent_q) + length_weight * |log(length_p / length_q)|`.
The tangent of a point is the unit step at the ends and the normalised sum of both unit steps inside, the earlier one
where they cancel; its length is that of the step to the next point, for the last point that of the step before.
Nothing is resampled.
"""

import math
from collections.abc import Callable
from itertools import pairwise

import numpy as np

from vla_r1_ros.core.errors import ErrorCode, InputError
from vla_r1_ros.core.types import FloatArray

ANGLE_WEIGHT, LENGTH_WEIGHT = 0.25, 0.10
#: A step below this has no direction; a ratio with a length below it is taken after adding it to both.
SHORTEST = 1e-12
#: Pairs of points computed at once: more would not fit into the processor's cache.
_BLOCK = 65_536


def alaf_limit(angle_weight: float = ANGLE_WEIGHT, length_weight: float = LENGTH_WEIGHT) -> float:
    """Return the distance at which the reward ends: the image's diagonal, half a turn, lengths ten times apart."""
    return math.sqrt(2.0) + angle_weight * math.pi + length_weight * math.log(10.0)


def alaf(P: FloatArray, Q: FloatArray) -> float:
    """Return the ALAF distance of path (N, 2) and path (M, 2), normalised to the image; see :func:`alaf_batch`."""
    return float(alaf_batch(np.asarray(P)[None], np.asarray(Q)[None])[0])


def alaf_batch(
    P: FloatArray,
    Q: FloatArray,
    angle_weight: float = ANGLE_WEIGHT,
    length_weight: float = LENGTH_WEIGHT,
    *,
    as_released: bool = False,
) -> FloatArray:
    """Return the ALAF distances (B,) of the paths P (B, N, 2) to the paths Q (B, M, 2), normalised to the image.

    A pair of points whose cost is not a number costs nothing, as in the released code; where that is the pair of
    the first points, the distance is not a number.

    Args:
        P: the ones.
        Q: the others.
        angle_weight: cost of a radian.
        length_weight: cost of a factor e between lengths.
        as_released: round as the released code does, which takes the arc cosine of the tangents' product, and turns
            one rounding near 1 into 1e-8 of angle. Without it, angles are differences of headings, good to 1e-15.

    Raises:
        InputError: INPUT_PARAMETER where the shapes are not these, or N or M is 0.
    """
    P, Q = np.asarray(P, dtype=np.float64), np.asarray(Q, dtype=np.float64)
    if not (P.ndim == Q.ndim == 3 and len(P) == len(Q) and P.shape[2] == Q.shape[2] == 2 and P.shape[1] * Q.shape[1]):
        raise InputError(
            ErrorCode.INPUT_PARAMETER, f"paths must be (B, N, 2) and (B, M, 2) with N, M >= 1, are {P.shape}, {Q.shape}"
        )
    step = max(1, min(len(P), _BLOCK // (P.shape[1] * Q.shape[1])))
    work = np.empty((3, P.shape[1], Q.shape[1], step))  # new memory for each block would cost more than the arithmetic
    found = np.empty(len(P))
    angles, hypot = (_arc_cosines, _exact_hypot) if as_released else (_headings, np.hypot)
    with np.errstate(invalid="ignore", divide="ignore"):
        for first in range(0, len(P), step):
            p, q = (np.ascontiguousarray(paths[first : first + step].T) for paths in (P, Q))
            costs, angle, ratio = work[..., : p.shape[2]]
            (p_tangent, p_length), (q_tangent, q_length) = _tangents(p, hypot), _tangents(q, hypot)
            angles(p_tangent, q_tangent, angle, ratio)
            _log_ratios(p_length, q_length, ratio)
            angle *= angle_weight
            ratio *= length_weight
            angle += ratio
            _distances(p, q, costs, ratio)
            costs += angle
            found[first : first + step] = _coupled(costs)
    return found


def _exact_hypot(x: FloatArray, y: FloatArray) -> FloatArray:
    """Return the norms of vectors, rounded right as Python's `math.hypot` does; numpy's misses in one of 150."""
    long, short = np.maximum(np.abs(x), np.abs(y)), np.minimum(np.abs(x), np.abs(y))
    norm = np.sqrt(long * long + short * short)
    squares, errors = zip(*(_two_square(value) for value in (long, short, norm)), strict=True)
    missing = ((squares[0] - squares[2]) + squares[1]) + (errors[0] + errors[1] - errors[2])
    rounded: FloatArray = norm + missing / np.maximum(2.0 * norm, SHORTEST)
    return rounded


def _two_square(a: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Return the square and its rounding error (Dekker 1971)."""
    high = a * 134_217_729.0  # 2 ** 27 + 1
    high = high - (high - a)
    low, square = a - high, a * a
    return square, ((high * high - square) + 2.0 * high * low) + low * low


def _tangents(
    points: FloatArray, hypot: Callable[[FloatArray, FloatArray], FloatArray]
) -> tuple[FloatArray, FloatArray]:
    """Return tangents (2, N, B), zero where there is no direction, and lengths (N, B) of points (2, N, B)."""
    tangent, length = np.zeros_like(points), np.zeros_like(points[0])
    if points.shape[1] == 1:
        return tangent, length
    step = np.diff(points, axis=1)
    length[:-1] = hypot(step[0], step[1])
    length[-1] = length[-2]
    step /= length[:-1]
    if (still := length[:-1] < SHORTEST).any():
        step[:, still] = 0.0
    inner = step[:, :-1] + step[:, 1:]
    size = hypot(inner[0], inner[1])
    inner /= size
    if not (turned := size >= SHORTEST).all():
        inner[:, ~turned] = step[:, :-1][:, ~turned]
    tangent[:, 0], tangent[:, 1:-1], tangent[:, -1] = step[:, 0], inner, step[:, -1]
    return tangent, length


def _headings(p: FloatArray, q: FloatArray, angle: FloatArray, spare: FloatArray) -> None:
    """Write the angles (N, M, B) between tangents p (2, N, B) and q (2, M, B), 0 where one has no direction."""
    np.subtract(np.arctan2(p[1], p[0])[:, None], np.arctan2(q[1], q[0]), out=spare)
    np.abs(spare, out=spare)
    spare -= math.pi
    np.subtract(math.pi, np.abs(spare, out=spare), out=angle)  # brings what is over half a turn back below it
    _zero_without_direction(np.square(p).sum(axis=0), np.square(q).sum(axis=0), angle)


def _arc_cosines(p: FloatArray, q: FloatArray, angle: FloatArray, spare: FloatArray) -> None:
    """Write the same angles with the roundings of the released code."""
    p_norm, q_norm = _exact_hypot(p[0], p[1]), _exact_hypot(q[0], q[1])
    np.multiply(p[0][:, None], q[0], out=angle)
    angle += np.multiply(p[1][:, None], q[1], out=spare)
    angle /= np.multiply(p_norm[:, None], q_norm, out=spare)
    np.arccos(np.clip(angle, -1.0, 1.0, out=angle), out=angle)
    _zero_without_direction(p_norm, q_norm, angle)


def _zero_without_direction(p_norm: FloatArray, q_norm: FloatArray, angle: FloatArray) -> None:
    p_turns, q_turns = p_norm > SHORTEST, q_norm > SHORTEST  # false where the norm is not a number, too
    if not (p_turns.all() and q_turns.all()):
        angle[~(p_turns[:, None] & q_turns)] = 0.0


def _log_ratios(p: FloatArray, q: FloatArray, ratio: FloatArray) -> None:
    """Write |log(p / q)| (N, M, B) of lengths p (N, B) and q (M, B)."""
    np.subtract(np.log(p)[:, None], np.log(q), out=ratio)
    p_moves, q_moves = p > SHORTEST, q > SHORTEST
    if not (p_moves.all() and q_moves.all()):
        still = ~(p_moves[:, None] & q_moves)
        ratio[still] = (np.log(p + SHORTEST)[:, None] - np.log(q + SHORTEST))[still]
    np.abs(ratio, out=ratio)


def _distances(p: FloatArray, q: FloatArray, distance: FloatArray, spare: FloatArray) -> None:
    """Write the distances (N, M, B) between points p (2, N, B) and q (2, M, B)."""
    np.square(np.subtract(p[0][:, None], q[0], out=distance), out=distance)
    distance += np.square(np.subtract(p[1][:, None], q[1], out=spare), out=spare)
    np.sqrt(distance, out=distance)


def _coupled(costs: FloatArray) -> FloatArray:
    """Return the least largest cost (B,) over the order-preserving couplings; overwrites `costs` (N, M, B)."""
    first = costs[0, 0].copy()
    np.fmax.accumulate(costs[0], axis=0, out=costs[0])
    best = np.empty_like(first)
    for before, row in pairwise(costs):
        np.fmax(before[0], row[0], out=row[0])
        diagonal = np.minimum(before[1:], before[:-1])
        for j in range(1, len(row)):
            np.minimum(diagonal[j - 1], row[j - 1], out=best)
            np.fmax(best, row[j], out=row[j])
    return np.where(np.isnan(first), np.nan, costs[-1, -1])
