# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""The benchmark on held-out scenes, drawn for real, asked of somebody who knows the truth."""

from __future__ import annotations

import json
from collections.abc import Sequence
from itertools import count
from typing import Any

import numpy as np
import pytest

from vla_r1_ros.core.errors import InputError
from vla_r1_ros.core.types import Question, Task
from vla_r1_ros.evaluation import compare, model_bench
from vla_r1_ros.evaluation.model_bench import Answer, held_out_scenes, layout_seed, run_model_bench
from vla_r1_ros.posttrain.grade import exam
from vla_r1_ros.posttrain.think import join

SCENES, SEED = 6, 3
KEYS = {"parse_rate", "absent_accuracy", "iou_mean", "iou_median", "iou_over_half", "path", "think_truthful", "scenes",
        "seed"}  # of issue 2; scripts read them
ABSENT = "<think>It is not there.</think><output>{}</output>"


@pytest.fixture(scope="module")
def drawn() -> list[Any]:
    return list(held_out_scenes(SCENES, SEED))


@pytest.fixture(autouse=True)
def _drawn_once(drawn: list[Any], monkeypatch: pytest.MonkeyPatch) -> None:
    """Five tests, one drawing."""
    monkeypatch.setattr(model_bench, "held_out_scenes", lambda count, seed, split: iter(drawn[:count]))


def _truth(drawn: list[Any]) -> dict[tuple[int, Question], str]:
    answers = {}
    for index, (picture, scene) in enumerate(drawn):
        for case in exam([scene], seed=layout_seed(SEED, index), first=index):
            key = (picture.tobytes().__hash__(), Question(case.example.task, case.example.text))
            answers[key] = join(case.example.answer(scene))
    return answers


def _asker(drawn: list[Any], spoil: Any = lambda text, number, question: Answer(text, 0.1)) -> Any:
    answers, numbers = _truth(drawn), count()

    def ask(looks: Sequence[tuple[Any, Sequence[Question]]]) -> list[list[Answer]]:
        return [[spoil(answers[picture.tobytes().__hash__(), question], next(numbers), question)
                 for question in questions] for picture, questions in looks]  # fmt: skip

    return ask


def test_who_knows_the_truth_has_full_marks_under_the_keys_of_old(drawn: list[Any]) -> None:
    done: list[int] = []
    result = run_model_bench(_asker(drawn), SCENES, SEED, done.append)
    assert result.keys() >= KEYS and set(result["path"]) == {"dfd", "hd", "rmse", "avg"}
    assert (result["parse_rate"], result["absent_accuracy"], result["think_truthful"]) == (1.0, 1.0, 1.0)
    assert result["iou_mean"] > 0.95 and result["path"]["avg"] < 2.0
    assert result["path_given"]["share"] == 1.0 and result["path_false_absent_rate"] == 0.0
    low, high = result["intervals95"]["absent_accuracy"]
    assert [low, high] == pytest.approx(result["absent_wilson95"]) and low < 0.7
    assert result["questions"] == len(result["marks"]["rows"]) == 3 * SCENES and done[-1] == SCENES
    assert result["calibration"] is None
    json.dumps(result)


def test_paths_that_are_missing_are_told_from_paths_that_are_drawn_badly(drawn: list[Any]) -> None:
    present = [0]

    def spoil(text: str, number: int, question: Question) -> Answer:
        if question.task is Task.TRAJECTORY and "[[" in text:
            present[0] += 1
            if present[0] == 1:
                return Answer(ABSENT.replace("{}", "[]"), 0.1)
        return Answer(text, 0.1)

    result = run_model_bench(_asker(drawn, spoil), SCENES, SEED, lambda _: None)
    assert result["path_false_absent_rate"] == pytest.approx(1 / SCENES)
    assert result["path"]["avg"] == pytest.approx(1414.2 / SCENES, abs=2.0)
    assert result["path_given"]["avg_mean"] < 2.0 and result["path_given"]["share"] == pytest.approx(1 - 1 / SCENES)


def test_two_runs_have_the_same_questions_whatever_the_model_says(drawn: list[Any]) -> None:
    best = run_model_bench(_asker(drawn), SCENES, SEED, lambda _: None, at_once=3)
    shares = []

    def silent(looks: Any) -> Any:
        shares.append(len(looks))
        return [[("", 0.1) for _ in questions] for _, questions in looks]

    mute = run_model_bench(silent, SCENES, SEED, lambda _: None, together=SCENES - 1)
    assert shares == [SCENES - 1, 1]
    assert mute["parse_rate"] == mute["iou_mean"] == 0.0 and mute["path_given"]["avg_mean"] is None
    [found] = compare.compare([compare.run_of("mute", mute, ""), compare.run_of("best", best, "")])
    told = {one.measure.key: one for one in found.differences["best"]}
    assert told["iou_percent"].n == SCENES and told["iou_percent"].verdict == "better"
    assert told["avg"].verdict == "better" and "avg_given" not in told


def test_scores_of_samples_are_held_against_the_truth(drawn: list[Any]) -> None:
    rng = np.random.default_rng(0)
    result = run_model_bench(_asker(drawn, lambda text, *_: Answer(text, 0.1, float(rng.random()))), SCENES, SEED,
                             lambda _: None)  # fmt: skip
    assert result["calibration"]["boxes"]["questions"] == result["calibration"]["paths"]["questions"] == SCENES


def test_nothing_to_ask_is_refused() -> None:
    with pytest.raises(InputError):
        run_model_bench(lambda *_: [], 0, 0, lambda _: None)
