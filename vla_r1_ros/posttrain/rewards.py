# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""Verifiable rewards of VLA-R1: region alignment, trajectory consistency, format; for TRL and for verl.

`score_replies` scores many replies at once. `region_reward`, `trajectory_reward` and `format_reward` are TRL reward
functions; `compute_score` is verl's entry point. Two profiles, see docs/rewards.md: `strict` pays for what the stack
would act on, `released` reproduces the released code. Bad text scores, it never raises.
"""

import functools
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

import numpy as np

from vla_r1_ros.core.alaf import ANGLE_WEIGHT, LENGTH_WEIGHT, alaf_batch, alaf_limit
from vla_r1_ros.core.errors import ErrorCode, InputError
from vla_r1_ros.core.metrics import overlaps
from vla_r1_ros.core.types import FloatArray, Task
from vla_r1_ros.posttrain.rewards_reading import Reading, read_strict
from vla_r1_ros.posttrain.rewards_released import read_released, released_overlaps

TASK_WEIGHT, FORMAT_WEIGHT = 0.9, 0.1
#: For `GRPOConfig.reward_weights`, in the order of :func:`trl_rewards`.
TRL_WEIGHTS = (TASK_WEIGHT, TASK_WEIGHT, FORMAT_WEIGHT)
_HEAVIEST = 1e6


class Profile(StrEnum):
    """Which rules score a reply."""

    STRICT = "strict"
    RELEASED = "released"


@dataclass(frozen=True)
class Rewards:
    """Rewards of N replies, arrays (N,): `score` = 0.9 `task` + 0.1 `format`, all three in [0, 1].

    `tasks` says what each truth asks for, None where it cannot be read. `iou` (boxes) and `norm` (paths: ALAF distance
    over its limit, at most 1) are NaN where there is nothing to compare; `strict` gives a missed box IoU 0, a missed
    path norm 1.
    """

    tasks: tuple[Task | None, ...]
    score: FloatArray
    task: FloatArray
    format: FloatArray
    iou: FloatArray
    norm: FloatArray


def region_alignment(
    found: FloatArray, wanted: FloatArray, profile: Profile | str = Profile.STRICT
) -> tuple[FloatArray, FloatArray]:
    """Return IoU and reward (GIoU + 1) / 2, each (K,), of boxes (K, 4): centre x, y, width, height, normalised."""
    compare = released_overlaps if _profile(profile) is Profile.RELEASED else overlaps
    iou, giou = compare(found, wanted)
    return iou, np.clip((giou + 1.0) / 2.0, 0.0, 1.0)


def trajectory_distance(
    found: FloatArray,
    wanted: FloatArray,
    profile: Profile | str = Profile.STRICT,
    weights: tuple[float, float] = (ANGLE_WEIGHT, LENGTH_WEIGHT),
) -> FloatArray:
    """Return the ALAF distance over its limit, at most 1, (B,) of paths (B, N, 2) to paths (B, M, 2), normalised.

    One less this is the reward. It is 1 where the distance is not a number.
    """
    released = _profile(profile) is Profile.RELEASED
    share = alaf_batch(wanted, found, *weights, as_released=released) / alaf_limit(*weights)
    return np.where(share < 1.0, share, 1.0)


def score_replies(
    replies: Sequence[object],
    truths: Sequence[object],
    profile: Profile | str = Profile.STRICT,
    weights: tuple[float, float] = (ANGLE_WEIGHT, LENGTH_WEIGHT),
) -> Rewards:
    """Score replies against their truths, text each; what is no text scores as empty text.

    Args:
        replies: what the model said.
        truths: a reply, or its output block; `strict` also takes the bare JSON.
        profile: the rules.
        weights: cost of an angle in rad and of a factor e between lengths, in ALAF.

    Raises:
        InputError: INPUT_PARAMETER where there is no such profile, or not one truth for each reply.
    """
    read = read_released if _profile(profile) is Profile.RELEASED else read_strict
    if len(replies) != len(truths):
        raise InputError(ErrorCode.INPUT_PARAMETER, f"{len(replies)} replies, but {len(truths)} truths")
    rows = [read(reply, truth) for reply, truth in zip(replies, truths, strict=True)]
    task = np.array([row.agreed for row in rows], dtype=np.float64)
    iou, norm = np.full(len(rows), np.nan), np.full(len(rows), np.nan)
    for worst, values, kind in ((0.0, iou, Task.AFFORDANCE), (1.0, norm, Task.TRAJECTORY)):
        values[[row.missed and row.task is kind for row in rows]] = worst
    for which, found, wanted in _groups(rows):
        if found.ndim == 2:
            iou[which], task[which] = region_alignment(found, wanted, profile)
        else:
            norm[which] = trajectory_distance(found, wanted, profile, weights)
            task[which] = 1.0 - norm[which]
    formed = np.array([row.format for row in rows], dtype=np.float64)
    score = TASK_WEIGHT * task + FORMAT_WEIGHT * formed
    return Rewards(tuple(row.task for row in rows), score, task, formed, iou, norm)


def region_reward(
    completions: Sequence[Any], ground_truth: Sequence[Any], profile: Profile | str = Profile.STRICT, **_: Any
) -> list[float | None]:
    """TRL reward function: (GIoU + 1) / 2 of each box; None where the truth is not about a box."""
    return _task_rewards(Task.AFFORDANCE, completions, ground_truth, profile)


def trajectory_reward(
    completions: Sequence[Any], ground_truth: Sequence[Any], profile: Profile | str = Profile.STRICT, **_: Any
) -> list[float | None]:
    """TRL reward function: 1 - ALAF distance / limit of each path; None where the truth is not about a path."""
    return _task_rewards(Task.TRAJECTORY, completions, ground_truth, profile)


def format_reward(
    completions: Sequence[Any], ground_truth: Sequence[Any], profile: Profile | str = Profile.STRICT, **_: Any
) -> list[float]:
    """TRL reward function: 1 where the blocks of a reply are as the profile asks, else 0."""
    found = score_replies([completion_text(item) for item in completions], ground_truth, profile)
    return [float(value) for value in found.format]


def trl_rewards(profile: Profile | str = Profile.STRICT) -> list[Callable[..., Sequence[float | None]]]:
    """Return the three rewards under a profile, for `GRPOTrainer(reward_funcs=...)`; `TRL_WEIGHTS` go with them.

    The data set needs a column `ground_truth`.

    Raises:
        InputError: INPUT_PARAMETER where there is no such profile.
    """
    chosen = _profile(profile)
    return [functools.partial(reward, profile=chosen) for reward in (region_reward, trajectory_reward, format_reward)]


def compute_score(
    data_source: str, solution_str: str, ground_truth: str, extra_info: Mapping[str, Any] | None = None
) -> dict[str, float]:
    """verl's entry point: the reward of one reply.

    Args:
        data_source: of no account.
        solution_str: the reply.
        ground_truth: the true reply or its output block.
        extra_info: `profile`, default `strict`; with `released` also `lambda_theta` and `lambda_ratio`, the weights
            of angle and length.

    Returns:
        `score`, `task`, `format`, `iou`, `os_frechet_norm`, as in :class:`Rewards`.

    Raises:
        InputError: INPUT_PARAMETER where there is no such profile: a run must not learn from the wrong reward.
    """
    extra = extra_info if isinstance(extra_info, Mapping) else {}
    profile, weights = _profile(extra.get("profile") or Profile.STRICT), (ANGLE_WEIGHT, LENGTH_WEIGHT)
    if profile is Profile.RELEASED:
        weights = _weight(extra.get("lambda_theta"), ANGLE_WEIGHT), _weight(extra.get("lambda_ratio"), LENGTH_WEIGHT)
    found = score_replies([solution_str], [ground_truth], profile, weights)
    names = {"score": found.score, "task": found.task, "format": found.format, "iou": found.iou}
    return {name: float(values[0]) for name, values in {**names, "os_frechet_norm": found.norm}.items()}


def _profile(name: Any) -> Profile:
    try:
        return Profile(name)
    except ValueError:
        names = ", ".join(Profile)
        raise InputError(ErrorCode.INPUT_PARAMETER, f"no reward profile {name!r}", f"there are: {names}") from None


def _weight(value: Any, default: float) -> float:
    try:
        weight = float(value)
    except (TypeError, ValueError, OverflowError):
        return default
    return weight if 0.0 <= weight <= _HEAVIEST else default


def _groups(rows: Sequence[Reading]) -> Iterator[tuple[list[int], FloatArray, FloatArray]]:
    """Give rows that can be computed at once: places, and what was found and wanted there, stacked."""
    shapes: dict[tuple[tuple[int, ...], ...], list[tuple[int, FloatArray, FloatArray]]] = {}
    for place, row in enumerate(rows):
        if row.pair is not None:
            found, wanted = row.pair
            shapes.setdefault((found.shape, wanted.shape), []).append((place, found, wanted))
    for group in shapes.values():
        places, founds, wanteds = zip(*group, strict=True)
        yield list(places), np.stack(founds), np.stack(wanteds)


def _task_rewards(
    task: Task, completions: Sequence[Any], ground_truth: Sequence[Any], profile: Profile | str
) -> list[float | None]:
    found = score_replies([completion_text(item) for item in completions], ground_truth, profile)
    return [float(value) if kind is task else None for kind, value in zip(found.tasks, found.task, strict=True)]


def completion_text(completion: Any) -> str:
    """Return the text of a completion: plain, or the last of a list of messages, its content plain or in parts."""
    last = completion[-1] if isinstance(completion, list) and completion else completion
    content = last.get("content") if isinstance(last, Mapping) else last
    if isinstance(content, list):
        content = "".join(str(part.get("text") or "") for part in content if isinstance(part, Mapping))
    return content if isinstance(content, str) else ""
