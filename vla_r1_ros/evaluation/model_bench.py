# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""How well a model boxes, draws paths, knows what is absent and tells the truth, on scenes kept out of training."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from vla_r1_ros.core.cancel import CancelToken
from vla_r1_ros.core.errors import ErrorCode, InputError, ReplyError
from vla_r1_ros.core.metrics import wilson_interval
from vla_r1_ros.core.types import Question
from vla_r1_ros.posttrain.grade import Case, Mark, exam, mark, summary
from vla_r1_ros.posttrain.scenes import Scene, take
from vla_r1_ros.sim.layout import HELD_OUT_SEEDS, sample_layout

if TYPE_CHECKING:
    from vla_r1_ros.vla.client import ModelClient

Picture = NDArray[np.uint8]
Ask = Callable[[Picture, Sequence[Question]], list[tuple[str, float]]]


def layout_seed(seed: int, index: int) -> int:
    """Seed of the bench's `index`-th scene; always in the range that training never draws from."""
    return (seed * 10_007 + index) % len(HELD_OUT_SEEDS)


def held_out_scenes(count: int, seed: int) -> Iterator[tuple[Picture, Scene]]:
    """Full-size pictures (480, 640, 3) and their truth."""
    from vla_r1_ros.sim.pool import ScenePool

    with ScenePool() as pool:
        for index in range(count):
            yield take(pool, sample_layout(layout_seed(seed, index)))


def endpoint_asker(client: ModelClient) -> Ask:
    """Asks through the stack's own client. A reply that it refuses (also on its second try) counts as unparsed."""

    def ask(picture: Picture, questions: Sequence[Question]) -> list[tuple[str, float]]:
        replies = []
        for question in questions:
            try:
                [reply] = client.ask_in_full(picture, [question], cancel=CancelToken())
            except ReplyError:
                replies.append(("", 0.0))
                continue
            replies.append(("" if reply.tries > 1 else reply.text, reply.seconds))
        return replies

    return ask


def run_model_bench(
    ask: Ask, count: int, seed: int, progress: Callable[[int], None], *, at_once: int = 1
) -> dict[str, Any]:
    """Asks three questions per scene (a box, a path, one about an absent thing) and sums up.

    Up to `at_once` scenes are asked about at the same time, which a server answers together.

    Returns the keys of `vla_r1 bench model --json`. Raises InputError for a count below one, ModelError where the
    endpoint fails.
    """
    if count < 1 or at_once < 1:
        raise InputError(ErrorCode.INPUT_PARAMETER, f"{count} scenes, {at_once} at once: at least 1 is needed")
    marks: list[Mark] = []
    seconds: list[float] = []
    waiting: list[tuple[list[Case], Scene, Future[list[tuple[str, float]]]]] = []

    def settle(limit: int) -> None:
        while len(waiting) > limit:
            cases, scene, replies = waiting.pop(0)
            for case, (reply, taken) in zip(cases, replies.result(), strict=True):
                marks.append(mark(case, scene, reply))
                seconds.append(taken)
            progress(len(marks) // len(cases))

    with ThreadPoolExecutor(at_once) as pool:
        for index, (picture, scene) in enumerate(held_out_scenes(count, seed)):
            cases = exam([scene], seed=layout_seed(seed, index), first=index)
            questions = [Question(case.example.task, case.example.text) for case in cases]
            waiting.append((cases, scene, pool.submit(ask, picture, questions)))
            settle(2 * at_once)
        settle(0)
    result = summary(marks)
    absent = [m for m in marks if m.absent_label]
    low, high = wilson_interval(sum(m.said_absent for m in absent), len(absent))
    taken_s = np.array(seconds)
    return {
        **result,
        "absent_wilson95": [low, high],
        "reply_s": {"p50": float(np.quantile(taken_s, 0.5)), "p99": float(np.quantile(taken_s, 0.99))},
        "scenes": count,
        "seed": seed,
    }
