# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""What the teacher is told. Our own words; the four steps are those of the contract."""

from __future__ import annotations

from enum import StrEnum
from typing import Any

from vla_r1_ros.core.prompt import prompt_text
from vla_r1_ros.core.types import Task
from vla_r1_ros.posttrain.cot.checks import Fault, Rules
from vla_r1_ros.posttrain.cot.sample import Sample, label_text

Turn = dict[str, Any]
MAX_QUOTED = 4000  # characters of a refused answer that are sent back


class TeacherForm(StrEnum):
    """How the teacher is asked: with the answer at hand, or blind, in the contract's words, like the student. A blind
    teacher must speak the contract already; what it says is kept where it agrees with the label."""

    HINTED = "hinted"
    BLIND = "blind"


_STEPS = {
    Task.AFFORDANCE: (
        "Task: what the instruction asks for, and which object or part matters for it.",
        "Scene: what is on the picture and how things lie to each other.",
        "Region: which place the gripper should act on, found by what can be seen around it.",
        "Feasibility: whether the gripper can get there and do it.",
    ),
    Task.TRAJECTORY: (
        "Task: what the instruction asks for, and where the movement has to end.",
        "Scene: what is on the picture and what could be in the way.",
        "Location: where the object and the gripper are, in relation to other things.",
        "Trajectory: why the path runs as it does, and how many points it takes.",
    ),
}
_ANSWER = {
    Task.AFFORDANCE: "the box around the region to act on (x, y of its centre, width, height, shares of the picture)",
    Task.TRAJECTORY: "the path of the gripper (points x, y in order of travel, shares of the picture)",
}
_ABSENT = "which says that what is asked for is not in the picture"


def hinted_text(sample: Sample, rules: Rules) -> str:
    """The request that shows the answer and asks for the way to it."""
    output = f"<output>{label_text(sample.task, sample.label)}</output>"
    meaning = _ABSENT if sample.label is None else _ANSWER[sample.task]
    steps = "\n".join(f"{number}. {step}" for number, step in enumerate(_STEPS[sample.task], 1))
    return (
        f'A robot sees this picture and is told: "{sample.text}"\n'
        f"Its right answer is {output}, {meaning}.\n"
        "Write down how one gets from picture and instruction to this answer, as if you had found it by looking. "
        f"Go through four steps and begin each with its name:\n{steps}\n"
        f"Use {rules.min_words} to {rules.max_words} words. Say only what the picture shows. Say places in words "
        "(left, behind the bowl), never by coordinates, percentages or pixels. Do not mention that an answer was shown "
        "to you.\n"
        f"Reply with nothing but <think>your four steps</think>{output}, the output copied as it is."
    )


def first_turn(sample: Sample, form: TeacherForm, rules: Rules, image_url: str) -> Turn:
    """The opening user turn, text first and picture last (contract)."""
    text = hinted_text(sample, rules) if form is TeacherForm.HINTED else prompt_text(sample.question)
    return {"role": "user", "content": [
        {"type": "text", "text": text},
        {"type": "image_url", "image_url": {"url": image_url}},
    ]}  # fmt: skip


def next_turns(opening: Turn, form: TeacherForm, reply: str, fault: Fault) -> list[Turn]:
    """What is sent after a refused answer: the fault by name; blind, the same question again (with another seed)."""
    if form is TeacherForm.BLIND:
        return [opening]
    return [
        opening,
        {"role": "assistant", "content": reply[:MAX_QUOTED] or "(nothing)"},
        {"role": "user", "content": f"This is not accepted ({fault.kind.value}): {fault.words}. "
                                    "Write the whole reply again without this fault."},
    ]  # fmt: skip


def chat_body(model: str, turns: list[Turn], *, temperature: float, top_p: float, max_tokens: int,
              seed: int) -> dict[str, Any]:
    """A streamed chat completion with only the fields that every OpenAI-compatible server knows."""
    return {
        "model": model,
        "messages": turns,
        "temperature": temperature,
        "top_p": top_p,
        "max_tokens": max_tokens,
        "seed": seed,
        "stream": True,
        "stream_options": {"include_usage": True},
    }
