# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""How far several sampled answers to one question agree, and which of them stands for all."""

import math
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np

from vla_r1_ros.core.alaf import alaf_batch, alaf_limit
from vla_r1_ros.core.errors import ErrorCode, InputError
from vla_r1_ros.core.metrics import overlaps
from vla_r1_ros.core.types import BoxReply, FloatArray, PathReply

#: One of N sampled answers; None is a reply that does not parse.
Sampled = BoxReply | PathReply | None


@dataclass(frozen=True)
class Agreement:
    """What N answers to one question say together.

    Args:
        score: mean similarity of all pairs, in [0, 1]; 1 where there is one answer alone, which says nothing.
        medoid: index of the answer that stands for all, None where none parses.
        answers: how many came, those that do not parse with them.
        absent: how many of them say that the object is absent.
        unparsed: how many of them do not parse.
    """

    score: float
    medoid: int | None
    answers: int
    absent: int
    unparsed: int


def agreement(replies: Sequence[Sampled]) -> Agreement:
    """Return how far the answers to one question agree, and the medoid.

    The score is the mean of :func:`similarities` over all pairs, so it does not depend on the order. It is no
    probability that the answer is right: a model that is wrong in the same way each time agrees with itself.

    The medoid has the largest mean similarity to the others, the first of those that have it. "Absent" is taken where
    more than half of the answers that parse say so, and only there; then it has the largest mean anyway.

    Args:
        replies: N >= 1 answers to one question, all boxes or all paths; None for a reply that does not parse.

    Raises:
        InputError: INPUT_PARAMETER where there is none, or boxes and paths are mixed.
    """
    alike = similarities(replies)
    count = len(replies)
    absent = [i for i, reply in enumerate(replies) if reply is not None and _shape(reply) is None]
    given = [i for i, reply in enumerate(replies) if reply is not None and _shape(reply) is not None]
    candidates = absent if len(absent) > len(given) else given
    totals = [math.fsum(row) for row in alike]  # rounded once, so equal totals stay equal in any order
    medoid = max(candidates, key=lambda i: (totals[i], -i)) if candidates else None
    pairs = [alike[i, j] for i, j in combinations(range(count), 2)]
    score = math.fsum(pairs) / len(pairs) if pairs else float(medoid is not None)
    return Agreement(score, medoid, count, len(absent), count - len(absent) - len(given))


def similarities(replies: Sequence[Sampled]) -> FloatArray:
    """Return the similarity (N, N) in [0, 1] of each answer with each, symmetric, 1 on the diagonal.

    Two boxes: their IoU. Two paths: 1 - ALAF / limit, at least 0 (the distance of VLA-R1's reward, scaled as there).
    Two that say "absent": 1, one that does and one that does not: 0. A reply that does not parse is like none, itself
    included: 0.

    Raises:
        InputError: INPUT_PARAMETER where there is none, or boxes and paths are mixed.
    """
    if not replies or len({type(reply) for reply in replies if reply is not None}) > 1:
        kinds = sorted({type(reply).__name__ for reply in replies})
        raise InputError(ErrorCode.INPUT_PARAMETER, f"{len(replies)} answers of the kinds {kinds} cannot be compared",
                         "compare answers to one question")
    alike = np.diag([float(reply is not None) for reply in replies])
    shapes: dict[int, FloatArray] = {}
    for i, reply in enumerate(replies):
        if reply is not None and (shape := _shape(reply)) is not None:
            shapes[i] = shape
    by_size: dict[tuple[int, int], list[tuple[int, int]]] = defaultdict(list)
    for i, j in combinations(range(len(replies)), 2):
        if i in shapes and j in shapes:
            by_size[len(shapes[i]), len(shapes[j])].append((i, j))
        elif replies[i] is not None and replies[j] is not None and i not in shapes and j not in shapes:
            alike[i, j] = alike[j, i] = 1.0
    for pairs in by_size.values():
        first, second = np.array(pairs).T
        a, b = (np.stack([shapes[i] for i in indices]) for indices in (first, second))
        alike[first, second] = alike[second, first] = _alike(a, b)
    return alike


def _shape(reply: BoxReply | PathReply) -> FloatArray | None:
    if isinstance(reply, PathReply):
        return reply.path
    box = reply.box
    return None if box is None else np.array([box.x, box.y, box.width, box.height], dtype=np.float64)


def _alike(a: FloatArray, b: FloatArray) -> FloatArray:
    """Similarities (K,) of boxes (K, 4) or paths (K, N, 2) and (K, M, 2)."""
    if a.ndim == 3:
        return np.clip(1.0 - alaf_batch(a, b) / alaf_limit(), 0.0, 1.0)
    equal = (a == b).all(axis=1)  # even where the area is too small for a number
    return np.where(equal, 1.0, np.clip(overlaps(a, b)[0], 0.0, 1.0))
