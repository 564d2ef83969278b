# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""Answers against labels: which answer counts, and how it is read."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from vla_r1_ros.core.types import Box, Task
from vla_r1_ros.evaluation.labelled import Reading, in_contract_form, records_of
from vla_r1_ros.evaluation.sets import Anchor, Counter, Domain, LabelledSet, SetSpec, Units
from vla_r1_ros.posttrain.cot.sample import Label, Picture, Sample
from vla_r1_ros.posttrain.grade import Mark, grade

BOX, PATH = Box(0.5, 0.5, 0.2, 0.2), np.array([[0.1, 0.1], [0.5, 0.5]])
SAME = '<think>a</think><output>{"x": 0.5, "y": 0.5, "width": 0.2, "height": 0.2}</output>'
HALF = SAME.replace('"width": 0.2', '"width": 0.1')
WAY = "<think>a</think><output>[[0.1, 0.1], [0.5, 0.5]]</output>"
ABSENT = "<think>a</think><output>{}</output>"


def _set(task: Task, label: Label) -> LabelledSet:
    sample = Sample("test", "a#0", task, "pick the cup", label, Picture("0.png", lambda: b""))
    return LabelledSet(SetSpec(Path("a"), Domain.IN, "a"), "test", Units.NORMALISED, Anchor.CENTRE, [sample], Counter())


def _mark(task: Task, label: Label, texts: list[Any], reading: Reading = Reading.CONTRACT) -> tuple[Mark, float | None]:
    one = _set(task, label)
    [record] = records_of(one, {one.samples[0].key: {"texts": texts}}, reading)
    return record.mark, record.score


@pytest.mark.parametrize(("label", "reply", "iou"), [
    (BOX, SAME, 1.0), (BOX, HALF, 0.5), (BOX, ABSENT, 0.0), (BOX, "no", 0.0), (BOX, WAY, 0.0), (None, SAME, None),
])  # fmt: skip
def test_a_box_is_marked_by_its_overlap(label: Label, reply: str, iou: float | None) -> None:
    mark = grade(Task.AFFORDANCE, label, reply)
    assert mark.iou == (None if iou is None else pytest.approx(iou)) and mark.path is None
    assert mark.parsed == (reply in (SAME, HALF, ABSENT)) and mark.said_absent == (reply == ABSENT)
    assert mark.absent_label == (label is None)


def test_a_path_is_marked_by_its_distances_and_a_missing_one_by_the_diagonal() -> None:
    assert grade(Task.TRAJECTORY, PATH, WAY).path == pytest.approx((0.0,) * 4, abs=1e-9)
    for reply in ("no", SAME, "<think>a</think><output>[]</output>"):
        assert grade(Task.TRAJECTORY, PATH, reply).path == pytest.approx((1414.2136,) * 4)
    moved = WAY.replace("[0.1, 0.1]", "[0.1, 0.2]")
    dfd, hd, rmse, avg = grade(Task.TRAJECTORY, PATH, moved).path or (0.0,) * 4
    assert (dfd, hd, rmse) == pytest.approx((100.0, 100.0, 1000 * np.sqrt(0.005)))
    assert avg == pytest.approx((dfd + hd + rmse) / 3)


def test_a_reply_that_was_cut_is_never_read_as_absent() -> None:
    assert grade(Task.AFFORDANCE, None, "<think>gone</think>").said_absent
    assert not grade(Task.AFFORDANCE, None, "<think>gone</think>", complete=False).parsed


def test_one_answer_has_no_score_and_the_medoid_of_several_is_marked() -> None:
    assert _mark(Task.AFFORDANCE, BOX, [[SAME, True]])[1] is None
    far = SAME.replace('"x": 0.5', '"x": 0.9')
    mark, score = _mark(Task.AFFORDANCE, BOX, [[far, True], [SAME, True], [SAME, True]])
    assert mark.iou == pytest.approx(1.0) and score == pytest.approx(1 / 3)
    mark, score = _mark(Task.AFFORDANCE, BOX, [["no", True], ["no", True]])
    assert (mark.parsed, mark.iou, score) == (False, 0.0, 0.0)
    assert _mark(Task.AFFORDANCE, None, [[ABSENT, True]] * 2) == (Mark(True, True, True, False), 1.0)


@pytest.mark.parametrize("reply", [
    '{"x": 0.5, "y": 0.5, "width": 0.2, "height": 0.2}', SAME, SAME.replace("<think>a</think>", "Here it is: "),
    '```json\n{"x": 0.5, "y": 0.5, "width": 0.2, "height": 0.2}\n```', f"{SAME} and again {HALF}",
    '<think>hm</think>{"x": 0.5, "y": 0.5, "width": 0.2, "height": 0.2}',
])  # fmt: skip
def test_the_lenient_reading_takes_the_first_output_or_bare_json(reply: str) -> None:
    assert _mark(Task.AFFORDANCE, BOX, [[reply, True]], Reading.OUTPUT)[0].iou == pytest.approx(1.0)


@pytest.mark.parametrize("reply", [
    "", "I see no cup.", "<output>cup</output>", '{"x": 320, "y": 1, "width": 1}', "<think>"])
def test_the_lenient_reading_invents_nothing(reply: str) -> None:
    mark, _ = _mark(Task.AFFORDANCE, BOX, [[reply, True]], Reading.OUTPUT)
    assert not mark.parsed and not mark.said_absent and in_contract_form("") == ""
