# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""The prompts are the contract's, word by word."""

import pytest

from vla_r1_ros.core.prompt import (
    AFFORDANCE_SUFFIX,
    TRAJECTORY_SUFFIX,
    PromptForm,
    affordance_prompt,
    prompt_text,
    questions_for,
    trajectory_prompt,
)
from vla_r1_ros.core.types import Question, Step, StepKind, Task


def test_suffixes_are_the_checkpoints_own_words() -> None:
    assert AFFORDANCE_SUFFIX == (
        " Please output the 2D affordance region define by bounding box of the object in the format <output>"
        '{"x": value, "y": value, "width": value, "height": value}</output>.'
    )
    assert TRAJECTORY_SUFFIX == (
        " Please output the optimal trajectory of the end-effector to the target object in the format "
        "<output>[[x1, y1], [x2, y2], ...]</output>."
    )


def test_training_form_ends_with_a_line_break_before_the_image() -> None:
    assert affordance_prompt("pick the cube.") == f"pick the cube.{AFFORDANCE_SUFFIX}\n"
    assert trajectory_prompt("reach for the pan.") == f"reach for the pan.{TRAJECTORY_SUFFIX}\n"


def test_released_form_leads_with_a_space_and_leaves_the_tag() -> None:
    question = Question(Task.AFFORDANCE, "pick the cube.")
    assert prompt_text(question, PromptForm.RELEASED) == f" pick the cube.{AFFORDANCE_SUFFIX}\n<image>"
    assert "<image>" not in prompt_text(question)


def test_forms_have_names_for_parameters() -> None:
    assert [str(form) for form in PromptForm] == ["training", "released"]


@pytest.mark.parametrize(
    ("kind", "tasks"),
    [
        (StepKind.PICK, [Task.AFFORDANCE]),
        (StepKind.CARRY, [Task.AFFORDANCE, Task.TRAJECTORY]),
        (StepKind.REACH, [Task.TRAJECTORY]),
        (StepKind.PLACE, [Task.TRAJECTORY]),
    ],
)
def test_each_kind_of_step_asks_its_questions(kind: StepKind, tasks: list[Task]) -> None:
    questions = questions_for(Step(kind, "put the cube in the bowl", "cube", "bowl"))
    assert [question.task for question in questions] == tasks
    assert all(question.text == "put the cube in the bowl" for question in questions)
