# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""The words in which VLA-R1 is asked; the suffixes are the checkpoint's own ("define" included)."""

from enum import StrEnum

from vla_r1_ros.core.types import Question, Step, StepKind, Task

AFFORDANCE_SUFFIX = (
    " Please output the 2D affordance region define by bounding box of the object in the format "
    '<output>{"x": value, "y": value, "width": value, "height": value}</output>.'
)
TRAJECTORY_SUFFIX = (
    " Please output the optimal trajectory of the end-effector to the target object in the format "
    "<output>[[x1, y1], [x2, y2], ...]</output>."
)
_SUFFIX = {Task.AFFORDANCE: AFFORDANCE_SUFFIX, Task.TRAJECTORY: TRAJECTORY_SUFFIX}


class PromptForm(StrEnum):
    """How text and image stand together: as in training (default), or as the released server sends them."""

    TRAINING = "training"
    RELEASED = "released"


def prompt_text(question: Question, form: PromptForm = PromptForm.TRAINING) -> str:
    """Return the user turn's text; the image is the content part that follows it.

    The training form ends with a line break, after which the image stands. The released server leads with a space
    and leaves the literal "<image>" in the text.
    """
    words = f"{question.text}{_SUFFIX[question.task]}"
    if form is PromptForm.RELEASED:
        return f" {words}\n<image>"
    return f"{words}\n"


def affordance_prompt(text: str) -> str:
    """Return the training-form prompt that asks for the box of what `text` is about."""
    return prompt_text(Question(Task.AFFORDANCE, text))


def trajectory_prompt(text: str) -> str:
    """Return the training-form prompt that asks for the path of `text`."""
    return prompt_text(Question(Task.TRAJECTORY, text))


def questions_for(step: Step) -> tuple[Question, ...]:
    """Return what the model is asked for a step: pick a box, carry a box and a path, reach and place a path."""
    box, path = Question(Task.AFFORDANCE, step.text), Question(Task.TRAJECTORY, step.text)
    if step.kind is StepKind.PICK:
        return (box,)
    return (box, path) if step.kind is StepKind.CARRY else (path,)
