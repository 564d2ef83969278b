# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""What a teacher's answer must keep, and how a refusal is told."""

from __future__ import annotations

import numpy as np
import pytest

from vla_r1_ros.core.errors import InputError
from vla_r1_ros.core.types import Box, Task
from vla_r1_ros.posttrain.cot.checks import Fault, FaultKind, Rules, judge, parroted_numbers
from vla_r1_ros.posttrain.cot.prompts import TeacherForm, first_turn, next_turns
from vla_r1_ros.posttrain.cot.sample import Label, Picture, Sample, label_text

RULES = Rules(0.9, 0.02, 8, 60)
SIZE = (640, 480)
BOX = Box(0.551, 0.352, 0.1, 0.2)
PATH = np.array([[0.413, 0.251], [0.436, 0.338], [0.437, 0.541]])
THINK = "Task: pick up the cup. Scene: two cups on a table. Region: the left cup. Feasibility: it fits the gripper."
WAY = "Task: reach for the cup. Scene: a clear table. Location: the gripper is above it. Trajectory: down in 3 points."


def _sample(label: Label, task: Task = Task.AFFORDANCE) -> Sample:
    return Sample("hand", "a#0", task, "pick up the cup", label, Picture("a.png", lambda: b""))


def _answer(think: str, output: str) -> str:
    return f"<think>{think}</think> so the answer is <output>{output}</output>"


def _fault(text: str, sample: Sample, complete: bool = True) -> Fault:
    with pytest.raises(Fault) as caught:
        judge(text, complete, sample, RULES, SIZE)
    return caught.value


def test_good_answers_pass_and_keep_their_words() -> None:
    box, path = _sample(BOX), _sample(PATH, Task.TRAJECTORY)
    assert judge(_answer(f"\n {THINK}\n", label_text(box.task, BOX)), True, box, RULES, SIZE) == THINK
    assert judge(_answer(WAY, label_text(path.task, PATH)), True, path, RULES, SIZE) == WAY


def test_a_box_on_the_right_is_no_leak() -> None:
    think = THINK.replace("left cup", "right box")
    assert judge(_answer(think, label_text(Task.AFFORDANCE, BOX)), True, _sample(BOX), RULES, SIZE) == think


def test_absent_things_need_an_absent_answer() -> None:
    for task, output in ((Task.AFFORDANCE, "{}"), (Task.TRAJECTORY, "[]")):
        think = THINK if task is Task.AFFORDANCE else WAY
        assert judge(_answer(think, output), True, _sample(None, task), RULES, SIZE) == think
    assert _fault(_answer(THINK, "{}"), _sample(BOX)).kind is FaultKind.DISAGREES
    assert _fault(_answer(THINK, label_text(Task.AFFORDANCE, BOX)), _sample(None)).kind is FaultKind.DISAGREES


@pytest.mark.parametrize(("text", "kind"), [
    ("no form at all", FaultKind.FORMAT),
    (_answer(THINK, '{"x": 1}'), FaultKind.FORMAT),
    (_answer(THINK, "[[0.1, 0.2], [0.3, 0.4]]"), FaultKind.FORMAT),
    (f"<think>{THINK}</think><output>", FaultKind.FORMAT),
    (_answer("Task. Scene. Region. Feasibility.", label_text(Task.AFFORDANCE, BOX)), FaultKind.TOO_SHORT),
    (_answer(THINK + " word" * 60, label_text(Task.AFFORDANCE, BOX)), FaultKind.TOO_LONG),
    (_answer(THINK.replace("Region", "Thing"), label_text(Task.AFFORDANCE, BOX)), FaultKind.STEPS_MISSING),
    (_answer("Feasibility: yes. Task: pick. Scene: a table here. Region: left.", label_text(Task.AFFORDANCE, BOX)),
     FaultKind.STEPS_MISSING),
    (_answer(THINK, '{"x": 0.7, "y": 0.352, "width": 0.1, "height": 0.2}'), FaultKind.DISAGREES),
    (_answer(THINK + " It is at 0.551.", label_text(Task.AFFORDANCE, BOX)), FaultKind.NUMBERS_PARROTED),
    (_answer(THINK + " This is the given box.", label_text(Task.AFFORDANCE, BOX)), FaultKind.HINT_LEAKED),
    (_answer(THINK + " <|im_end|>", label_text(Task.AFFORDANCE, BOX)), FaultKind.FORMAT),
    (_answer(THINK + " That is the right answer.", label_text(Task.AFFORDANCE, BOX)), FaultKind.HINT_LEAKED),
    (_answer(THINK + " It matches the ground truth.", label_text(Task.AFFORDANCE, BOX)), FaultKind.HINT_LEAKED),
])  # fmt: skip
def test_each_broken_rule_has_its_name(text: str, kind: FaultKind) -> None:
    assert _fault(text, _sample(BOX)).kind is kind


def test_a_cut_answer_is_never_absent() -> None:
    assert _fault(f"<think>{THINK}</think>", _sample(None), complete=False).kind is FaultKind.FORMAT


def test_paths_must_keep_their_order_and_place() -> None:
    sample = _sample(PATH, Task.TRAJECTORY)
    moved = label_text(Task.TRAJECTORY, PATH + np.array([0.03, 0.0]))
    for output in (label_text(Task.TRAJECTORY, PATH[::-1]), moved):
        fault = _fault(_answer(WAY, output), sample)
        assert fault.kind is FaultKind.DISAGREES and "away" in fault.words
    near = label_text(Task.TRAJECTORY, PATH + np.array([0.01, 0.0]))
    assert judge(_answer(WAY, near), True, sample, RULES, SIZE) == WAY


@pytest.mark.parametrize(("text", "found"), [
    ("it is at 0.551 of the width", ["0.551"]),
    ("near x=0.55, y=.35", ["0.55", ".35"]),
    ("about 55% from the left", ["55%"]),
    ("35.2 percent down", ["35.2 percent"]),
    ("at pixel 353", ["353"]),  # 0.551 * 640 = 352.64
    ("at pixel (352.6, 169)", ["352.6", "169"]),
    ("at 551 of 1000", ["551"]),
    ("two cups, 3 steps and 6 points", []),
    ("about 40% from the left", []),
    ("model R2.55 of 1999", []),
    ("at 0.72 and 480", []),
])  # fmt: skip
def test_numbers_of_the_label_are_found_however_they_are_written(text: str, found: list[str]) -> None:
    assert parroted_numbers(text, BOX, SIZE) == found


def test_numbers_of_a_path_are_found_and_an_absent_label_has_none() -> None:
    assert parroted_numbers("start at (0.41, 0.25), end at 0.541.", PATH, SIZE) == ["0.41", "0.25", "0.541"]
    assert parroted_numbers("0.55 and 55%", None, SIZE) == []


def test_a_hinted_teacher_sees_the_answer_and_is_told_its_fault() -> None:
    sample = _sample(BOX)
    opening = first_turn(sample, TeacherForm.HINTED, RULES, "data:image/png;base64,AA")
    words = opening["content"][0]["text"]
    assert label_text(sample.task, BOX) in words and sample.text in words
    for step in ("Task", "Scene", "Region", "Feasibility"):
        assert f" {step}: " in words
    assert opening["content"][1]["image_url"]["url"].startswith("data:")
    turns = next_turns(opening, TeacherForm.HINTED, "bad", Fault(FaultKind.TOO_SHORT, "has 3 words"))
    assert [turn["role"] for turn in turns] == ["user", "assistant", "user"]
    assert "too_short" in turns[2]["content"] and "has 3 words" in turns[2]["content"]


def test_a_blind_teacher_sees_the_contract_only() -> None:
    sample = _sample(BOX)
    opening = first_turn(sample, TeacherForm.BLIND, RULES, "data:image/png;base64,AA")
    assert "0.551" not in opening["content"][0]["text"]
    assert opening["content"][0]["text"].startswith("pick up the cup Please output the 2D affordance region")
    assert next_turns(opening, TeacherForm.BLIND, "bad", Fault(FaultKind.DISAGREES, "IoU 0.2")) == [opening]


def test_rules_must_make_sense() -> None:
    for values in ((1.1, 0.1, 8, 60), (0.5, -0.1, 8, 60), (0.5, 0.1, 0, 60), (0.5, 0.1, 61, 60)):
        with pytest.raises(InputError):
            Rules(*values)
