# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""How well a model boxes, draws paths, knows what is absent and tells the truth, on scenes kept out of training."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from vla_r1_ros.core.cancel import CancelToken
from vla_r1_ros.core.errors import ErrorCode, InputError, ReplyError
from vla_r1_ros.core.metrics import wilson_interval
from vla_r1_ros.core.types import Question
from vla_r1_ros.evaluation.calibration import calibration
from vla_r1_ros.evaluation.marks import Record, question_key, to_json
from vla_r1_ros.evaluation.measures import BY_KEY, figure
from vla_r1_ros.evaluation.splits import Split, split_exam, split_layout
from vla_r1_ros.posttrain.grade import Case, mark, summary
from vla_r1_ros.posttrain.rewards_reading import output_block
from vla_r1_ros.posttrain.scenes import Scene, take
from vla_r1_ros.posttrain.think import join
from vla_r1_ros.sim.layout import HELD_OUT_SEEDS

if TYPE_CHECKING:
    from vla_r1_ros.vla.client import ModelClient

Picture = NDArray[np.uint8]
SCENES = "held-out scenes"


class Answer(NamedTuple):
    """A raw reply ("" for one that breaks the contract), its seconds, and the agreement of its samples if several."""

    text: str
    seconds: float
    score: float | None = None


Look = tuple[Picture, Sequence[Question]]
Ask = Callable[[Sequence[Look]], Sequence[Sequence[Answer | tuple[str, float]]]]


def layout_seed(seed: int, index: int) -> int:
    """Seed of the bench's `index`-th scene; always in the range that training never draws from."""
    return (seed * 10_007 + index) % len(HELD_OUT_SEEDS)


def held_out_scenes(count: int, seed: int, split: Split = Split.PHRASINGS) -> Iterator[tuple[Picture, Scene]]:
    """Full-size pictures (480, 640, 3) and their truth."""
    from vla_r1_ros.sim.pool import ScenePool

    with ScenePool() as pool:
        for index in range(count):
            yield take(pool, split_layout(split, layout_seed(seed, index)))


def endpoint_asker(client: ModelClient) -> Ask:
    """Asks through the stack's own client. A reply that it refuses (also on its second try) counts as unparsed."""

    def ask(looks: Sequence[Look]) -> list[list[Answer]]:
        return [ask_one(picture, questions) for picture, questions in looks]

    def ask_one(picture: Picture, questions: Sequence[Question]) -> list[Answer]:
        several = client.settings.samples > 1
        replies = []
        for question in questions:
            try:
                [reply] = client.ask_in_full(picture, [question], cancel=CancelToken())
            except ReplyError:
                replies.append(Answer("", 0.0, 0.0 if several else None))
                continue
            score = (0.0 if reply.tries > 1 else reply.agreement.score) if several else None
            replies.append(Answer("" if reply.tries > 1 else reply.text, reply.seconds, score))
        return replies

    return ask


def run_model_bench(
    ask: Ask, count: int, seed: int, progress: Callable[[int], None], *, at_once: int = 1, together: int = 1,
    split: Split = Split.PHRASINGS,
) -> dict[str, Any]:  # fmt: skip
    """Asks three questions per scene (a box, a path, one about an absent thing) and sums up.

    Up to `at_once` calls of `ask` run at the same time, which a server answers together; each is about `together`
    scenes. `split` says what is new about the scenes.

    Returns the keys of `vla_r1 bench model --json`. Raises InputError for a count below one, ModelError where the
    endpoint fails.
    """
    if min(count, at_once, together) < 1:
        raise InputError(ErrorCode.INPUT_PARAMETER, f"{count} scenes, {at_once} at once: at least 1 is needed")
    records: list[Record] = []
    seconds: list[float] = []
    asked: list[tuple[list[Case], Scene]] = []
    looks: list[Look] = []
    waiting: list[Future[Sequence[Sequence[Answer | tuple[str, float]]]]] = []

    def settle(limit: int) -> None:
        while len(waiting) > limit:
            for replies in waiting.pop(0).result():
                cases, scene = asked.pop(0)
                for case, reply in zip(cases, replies, strict=True):
                    answer = Answer(*reply)
                    records.append(_record(case, scene, answer, split))
                    seconds.append(answer.seconds)
                progress(len(records) // len(cases))

    with ThreadPoolExecutor(at_once) as pool:
        for index, (picture, scene) in enumerate(held_out_scenes(count, seed, split)):
            cases = split_exam(split, scene, layout_seed(seed, index), index)
            asked.append((cases, scene))
            looks.append((picture, [Question(case.example.task, case.example.text) for case in cases]))
            if len(looks) == together or index == count - 1:
                waiting.append(pool.submit(ask, tuple(looks)))
                looks = []
                settle(2 * at_once)
        settle(0)
    absent = [r.mark for r in records if r.mark.absent_label]
    low, high = wilson_interval(sum(m.said_absent for m in absent), len(absent))
    taken_s = np.array(seconds)
    return {
        **summary([r.mark for r in records]),
        "absent_wilson95": [low, high],
        "intervals95": _intervals(records),
        "reply_s": {"p50": float(np.quantile(taken_s, 0.5)), "p99": float(np.quantile(taken_s, 0.99))},
        "scenes": count,
        "seed": seed,
        "kind": "scenes",
        "split": split.value,
        "calibration": calibration(records) if any(r.score is not None for r in records) else None,
        "marks": to_json(records),
    }


def _record(case: Case, scene: Scene, answer: Answer, split: Split) -> Record:
    example = case.example
    marked = mark(case, scene, answer.text)
    label = output_block(join(example.answer(scene))) or ""
    key = question_key(str(scene.seed), example.task.value, example.text, label)
    name = SCENES if split is Split.PHRASINGS else f"{SCENES}, {split.words}"
    return Record(key, name, str(scene.seed), example.task, marked, marked.truthful, answer.score)


def _intervals(records: Sequence[Record]) -> dict[str, Any]:
    """95 % bootstrap intervals of the keys of the result that are means, in their units, scenes drawn as a whole."""

    def ends(key: str, scale: float = 1.0) -> list[float] | None:
        interval = figure(BY_KEY[key], records).interval95
        return None if interval is None else [end / scale for end in interval]

    return {
        "parse_rate": ends("parse_percent", 100.0), "iou_mean": ends("iou_percent", 100.0),
        "iou_over_half": ends("iou_over_half_percent", 100.0),
        "path": {key: ends(key) for key in ("dfd", "hd", "rmse", "avg")}, "path_given_avg": ends("avg_given"),
        "path_false_absent_rate": ends("path_called_absent_percent", 100.0),
        "absent_accuracy": ends("absent_percent", 100.0),
        "false_absent_rate": ends("false_absent_percent", 100.0),
        "think_truthful": ends("truthful_percent", 100.0),
    }  # fmt: skip
