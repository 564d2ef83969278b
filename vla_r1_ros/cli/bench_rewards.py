# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""`vla_r1 bench rewards`: the batched trajectory reward beside a plain double loop, same paths, same process."""

import argparse
import math
import time
from collections.abc import Callable, Sequence
from itertools import pairwise
from pathlib import Path
from statistics import median
from typing import Any

import numpy as np

from vla_r1_ros.cli.style import command
from vla_r1_ros.core.alaf import ANGLE_WEIGHT, LENGTH_WEIGHT, SHORTEST, alaf_limit
from vla_r1_ros.core.errors import ErrorCode, InputError
from vla_r1_ros.core.types import FloatArray
from vla_r1_ros.evaluation.result_file import write_result

Vector = tuple[float, float]
AGREEMENT = 1e-9
AIM = 30.0


def register(subparsers: Any) -> None:
    """Describe the command."""
    parser = command(
        subparsers, "rewards", "the batched trajectory reward beside a plain double loop",
        description="Time the trajectory reward of many pairs of paths, batched in numpy and as a plain double loop, "
        "in alternating rounds of one process, in processor time; compare the values.",
        examples=("vla_r1 bench rewards", "vla_r1 bench rewards --pairs 512 --json rewards.json"),
        ends={0: "both agree", 1: "they do not, or an error"})
    parser.add_argument("--pairs", type=int, default=4096, help="pairs of paths (default: %(default)s)")
    parser.add_argument("--points", type=int, default=8, help="points of a path (default: %(default)s)")
    parser.add_argument("--rounds", type=int, default=9, help="rounds (default: %(default)s)")
    parser.add_argument("--seed", type=int, default=0, help="seed of the paths (default: %(default)s)")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the figures there as well")
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Measure and print; 1 where the two do not agree."""
    if min(arguments.pairs, arguments.points, arguments.rounds) < 1 or arguments.seed < 0:
        raise InputError(ErrorCode.INPUT_PARAMETER, "--pairs, --points, --rounds must be 1 or more, --seed 0 or more")
    figures = measure(arguments.pairs, arguments.points, arguments.rounds, arguments.seed)
    print(f"{figures['pairs']} pairs of {figures['points']}-point paths, {figures['rounds']} alternating rounds, "
          "processor time of this thread, median (lowest to highest)")  # fmt: skip
    for name, unit in (("plain_ms", "ms, plain double loop"), ("batched_ms", "ms, batched"), ("ratio", "times faster")):
        spread = figures[name]
        print(f"{spread['median']:9.2f} ({spread['min']:.2f} to {spread['max']:.2f}) {unit}")
    print(f"largest difference of a reward {figures['largest_difference']:.1e} (allowed {AGREEMENT:g}); "
          f"aim: at least {AIM:g} times faster")  # fmt: skip
    if arguments.json:
        write_result(arguments.json, figures)
    return int(figures["largest_difference"] > AGREEMENT)


def measure(pairs: int, points: int, rounds: int, seed: int) -> dict[str, Any]:
    """Return times in ms, their ratio (plain over batched, round by round), and the largest difference of a reward."""
    from vla_r1_ros.posttrain.rewards import trajectory_distance

    wanted, found = sample_paths(pairs, points, seed)
    plain_wanted, plain_found = _plain_paths(wanted), _plain_paths(found)

    def plain() -> list[float]:
        limit = alaf_limit()
        return [min(1.0, plain_alaf(P, Q) / limit) for P, Q in zip(plain_found, plain_wanted, strict=True)]

    def batched() -> FloatArray:
        return trajectory_distance(found, wanted)

    difference = float(np.abs(np.array(plain()) - batched()).max())  # the first, untimed round
    times: dict[str, list[float]] = {"plain": [], "batched": []}
    for index in range(rounds):
        both: list[tuple[str, Callable[[], object]]] = [("plain", plain), ("batched", batched)]
        for name, call in both if index % 2 else reversed(both):
            began = time.thread_time()
            call()
            times[name].append((time.thread_time() - began) * 1e3)
    ratios = [slow / quick for slow, quick in zip(times["plain"], times["batched"], strict=True)]
    return {
        "pairs": pairs, "points": points, "rounds": rounds, "seed": seed, "largest_difference": difference,
        "plain_ms": _spread(times["plain"]), "batched_ms": _spread(times["batched"]), "ratio": _spread(ratios),
    }  # fmt: skip


def sample_paths(pairs: int, points: int, seed: int) -> tuple[FloatArray, FloatArray]:
    """Return random labels and predictions, each (pairs, points, 2): a third near the label, a third equal, a third
    unrelated."""
    rng = np.random.default_rng(seed)
    wanted = rng.random((pairs, points, 2))
    found = rng.random((pairs, points, 2))
    found[::3] = np.clip(wanted[::3] + rng.normal(0.0, 0.03, wanted[::3].shape), 0.0, 1.0)
    found[1::3] = wanted[1::3]
    return wanted, found


def plain_alaf(P: Sequence[Vector], Q: Sequence[Vector]) -> float:
    """Return the ALAF distance of two paths, one pair of points after the other: the definition, nothing batched."""
    p_tangents, q_tangents = _tangents(P), _tangents(Q)
    p_lengths, q_lengths = _lengths(P), _lengths(Q)
    reach = [[0.0] * len(Q) for _ in P]
    for i in range(len(P)):
        for j in range(len(Q)):
            cost = math.dist(P[i], Q[j])
            cost += ANGLE_WEIGHT * _angle(p_tangents[i], q_tangents[j])
            cost += LENGTH_WEIGHT * _log_ratio(p_lengths[i], q_lengths[j])
            if i and j:
                cost = max(cost, min(reach[i - 1][j], reach[i - 1][j - 1], reach[i][j - 1]))
            elif i:
                cost = max(cost, reach[i - 1][0])
            elif j:
                cost = max(cost, reach[0][j - 1])
            reach[i][j] = cost
    return reach[-1][-1]


def _tangents(path: Sequence[Vector]) -> list[Vector]:
    if len(path) == 1:
        return [(0.0, 0.0)]
    steps = [_unit(b[0] - a[0], b[1] - a[1]) or (0.0, 0.0) for a, b in pairwise(path)]
    inner = [_unit(a[0] + b[0], a[1] + b[1]) or a for a, b in pairwise(steps)]
    return [steps[0], *inner, steps[-1]]


def _unit(x: float, y: float) -> Vector | None:
    norm = math.hypot(x, y)
    return (x / norm, y / norm) if norm >= SHORTEST else None


def _lengths(path: Sequence[Vector]) -> list[float]:
    steps = [math.dist(a, b) for a, b in pairwise(path)]
    return [*steps, steps[-1]] if steps else [0.0]


def _angle(u: Vector, v: Vector) -> float:
    if u == (0.0, 0.0) or v == (0.0, 0.0):
        return 0.0
    return abs(math.atan2(u[0] * v[1] - u[1] * v[0], u[0] * v[0] + u[1] * v[1]))


def _log_ratio(p: float, q: float) -> float:
    if p > SHORTEST and q > SHORTEST:
        return abs(math.log(p / q))
    return abs(math.log((p + SHORTEST) / (q + SHORTEST)))


def _plain_paths(paths: FloatArray) -> list[list[Vector]]:
    return [[(x, y) for x, y in path] for path in paths.tolist()]


def _spread(values: Sequence[float]) -> dict[str, float]:
    return {"median": median(values), "min": min(values), "max": max(values)}
