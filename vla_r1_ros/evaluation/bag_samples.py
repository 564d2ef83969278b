# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""Recorded attempts as samples to train on: answers that led to a success, and what a person put right.

A success says that the answer was good enough, not that it was exact. What was judged a failure, or was not judged, is
left out by name unless a person said what the right answer is.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from vla_r1_ros.core.errors import ErrorCode, InputError
from vla_r1_ros.core.prompt import questions_for
from vla_r1_ros.core.types import ImageArray, Question, Task
from vla_r1_ros.evaluation.bag_attempts import BagAttempt, evaluate_bag
from vla_r1_ros.evaluation.bag_contents import read_contents
from vla_r1_ros.evaluation.bag_files import Bag
from vla_r1_ros.evaluation.bag_labels import kept_labels, read_label
from vla_r1_ros.evaluation.bag_pictures import read_reasoning
from vla_r1_ros.evaluation.bag_story import LookStory
from vla_r1_ros.evaluation.look_read import look_key, read_looks
from vla_r1_ros.evaluation.plain_text import plain
from vla_r1_ros.evaluation.replay import Answer, label_json
from vla_r1_ros.evaluation.replay_run import recorded_answer, step_of
from vla_r1_ros.evaluation.verdicts import Source, Verdict
from vla_r1_ros.posttrain.cot.gather import Gathered, gather
from vla_r1_ros.posttrain.cot.images import file_picture, png_bytes
from vla_r1_ros.posttrain.cot.sample import BadSample, Item, Label, Picture, Reason, Sample, instruction

SOURCE = "bags"
_MARKS = ("<", "|>")


@dataclass(frozen=True)
class Choice:
    """Whose verdicts make a recorded answer a label, the first that judged an attempt counts; `corrected_only` takes
    what a person put right and nothing else. Coordinates are rounded to multiples of `step`.

    Raises:
        InputError: INPUT_PARAMETER for a step outside 0.001 to 0.1.
    """

    judges: tuple[Source, ...] = (Source.HUMAN, Source.PHYSICS)
    corrected_only: bool = False
    step: float = 0.001

    def __post_init__(self) -> None:
        if not 0.001 <= self.step <= 0.1:
            raise InputError(ErrorCode.INPUT_PARAMETER, f"--step is {self.step:g}, not 0.001 to 0.1",
                             "0.001 is the contract's; the shipped tabletop writes steps of 0.002")


@dataclass(frozen=True)
class _Correction:
    label: Label
    by: str
    when: str


def gather_bags(bags: Sequence[Bag], choice: Choice, spool: Path, facts: Mapping[str, str] | None = None,
                on_bag: Callable[[int], None] | None = None) -> tuple[Gathered, dict[str, list[str]]]:
    """The samples of bags, what was left out by reason, and by bag what could not be read.

    Args:
        spool: folder for the pictures until the set is written.
    """
    lost: dict[str, list[str]] = {}
    items: list[Item] = []
    for number, bag in enumerate(bags, 1):
        items += _bag_items(bag, choice, spool, dict(facts or {}), lost.setdefault(str(bag.path), []))
        if on_bag is not None:
            on_bag(number)
    return gather(items), {path: words for path, words in lost.items() if words}


def _bag_items(bag: Bag, choice: Choice, spool: Path, facts: dict[str, str], lost: list[str]) -> Iterator[Item]:
    contents = read_contents(bag)
    result = evaluate_bag(bag, facts, contents)
    lost += result.lost
    corrections = _corrections(bag)
    stamps = Counter(look.stamp_ns for attempt in result.attempts for look in attempt.story.looks)
    for stamp, task in [key for key in corrections if stamps[key[0]] != 1]:
        del corrections[stamp, task]
        words = "several looks of the bag have" if stamps[stamp] else "no look of the bag has"
        yield _refused(f"{bag.path}: label {stamp} {task}", Reason.NO_LOOK, f"{words} this stamp")
    wanted = [look for attempt in result.attempts for look in attempt.story.looks
              if _refusal(attempt, look, choice) is None or any(look.stamp_ns == stamp for stamp, _ in corrections)]
    data, decode = read_looks(bag, wanted, measured=False)
    reasoning = read_reasoning(bag, wanted)
    for attempt in result.attempts:
        for number, look in enumerate(attempt.story.looks, 1):
            where = f"{bag.path}: attempt {attempt.attempt}, look {number}"
            image = data[look_key(look)].picture(decode) if look_key(look) in data else None
            said = reasoning.get(look_key(look), "")
            own = {task: found for (stamp, task), found in corrections.items() if stamp == look.stamp_ns}
            yield from _look_items(attempt, look, number, where, choice, own, said, _spooled(image, spool))


def _corrections(bag: Bag) -> dict[tuple[int, Task], _Correction]:
    """What stands in the label file; what cannot be read was told when the bag was evaluated."""
    return {key: _Correction(kept.label, *(plain(kept.entry.get(name, "")) for name in ("by", "when")))
            for key, kept in kept_labels(bag, []).items()}  # fmt: skip


def _verdict(attempt: BagAttempt, choice: Choice) -> Verdict | None:
    return next((attempt.verdicts[source] for source in choice.judges if source in attempt.verdicts), None)


def _refusal(attempt: BagAttempt, look: LookStory, choice: Choice) -> tuple[Reason, str] | None:
    """Why the recorded answer to a look is no label; None where it is one."""
    verdict = _verdict(attempt, choice)
    if verdict is None:
        return Reason.NOT_JUDGED, f"nobody of {', '.join(choice.judges)} judged the attempt"
    if not verdict.success:
        return Reason.JUDGED_FAILURE, f"{verdict.source}: {verdict.reason}"
    if any(later.step == look.step and later.begin_ns > look.begin_ns for later in attempt.story.looks):
        return Reason.TRIED_AGAIN, "the stack looked again at this step"
    answer = recorded_answer(attempt, look)
    if answer.code is not ErrorCode.OK:
        return Reason.NO_ANSWER, answer.reason or answer.code.name
    return None


def _look_items(attempt: BagAttempt, look: LookStory, number: int, where: str, choice: Choice,
                corrections: Mapping[Task, _Correction], said: str, picture: Picture | None) -> Iterator[Item]:
    """An item for each question of a look."""
    try:
        questions = questions_for(step_of(attempt, look))
    except InputError as error:
        yield _refused(where, Reason.NO_ANSWER, error.message)
        return
    refusal = _refusal(attempt, look, choice)
    answer = recorded_answer(attempt, look)
    if refusal is None and answer.said == "absent" and len(questions) > 1:
        refusal = Reason.ABSENT_UNCLEAR, "of a carry it is not recorded whether the thing or its goal was called absent"
    thoughts = _thoughts(said, questions)
    for question in questions:
        put_right = corrections.get(question.task)
        at = f"{where}, {question.task}"
        if put_right is None and (refusal is not None or choice.corrected_only):
            reason, why = refusal or (Reason.NOT_JUDGED, "nobody put it right")
            yield _refused(at, reason, why)
        elif picture is None:
            yield _refused(at, Reason.IMAGE_MISSING, "the picture of the look is not in the bag, or cannot be read")
        else:
            origin = _origin(attempt, look, number, _verdict(attempt, choice), put_right)
            label = _rounded(_label(question, answer, put_right), choice.step)
            think = None if put_right else thoughts.get(question.task)
            yield Item(at, _making(Sample(SOURCE, at, question.task, question.text, None, picture, None, think,
                                          origin), label))  # fmt: skip


def _making(sample: Sample, label: Any) -> Callable[[], list[Sample]]:
    """The sample with its label in the contract's form (three decimals)."""

    def make() -> list[Sample]:
        text = instruction(sample.text)
        value = {"stamp_ns": 0, sample.task.value: label}
        return [Sample(sample.source, sample.where, sample.task, text, read_label(value)[1], sample.picture,
                       None, sample.think, sample.origin)]  # fmt: skip

    return make


def _label(question: Question, answer: Answer, put_right: _Correction | None) -> Any:
    if put_right is not None:
        return label_json(put_right.label)
    return label_json(answer.box if question.task is Task.AFFORDANCE else answer.path)


def _rounded(label: Any, step: float) -> Any:
    """A label's numbers as multiples of `step`, sizes at least one."""
    if isinstance(label, dict):
        return {name: max(step if name in ("width", "height") else 0.0, round(value / step) * step)
                for name, value in label.items()}  # fmt: skip
    return None if label is None else [[round(value / step) * step for value in point] for point in label]


def _origin(attempt: BagAttempt, look: LookStory, number: int, verdict: Verdict | None,
            put_right: _Correction | None) -> dict[str, Any]:
    """Where a label comes from. `by` is the source of a verdict, or `human` for what was put right."""
    told = {"bag": Path(attempt.bag).name, "attempt": attempt.attempt, "look": number, "stamp_ns": look.stamp_ns,
            **{name: attempt.facts.get(name, "") for name in ("model", "scene", "robot", "task")},
            "verdict": "" if verdict is None else "success" if verdict.success else verdict.reason}  # fmt: skip
    if put_right is not None:
        return told | {"label": "corrected", "by": str(Source.HUMAN), "name": put_right.by, "when": put_right.when}
    assert verdict is not None
    return told | {"label": "recorded", "by": str(verdict.source), "name": verdict.by, "when": verdict.when}


def _thoughts(said: str, questions: Sequence[Question]) -> dict[Task, str]:
    """The recorded reasoning by question, where it is clear which is whose: the stack joins the texts of a carry by a
    line break, so two texts of one line each can be told apart. Text with marks of the contract is not taken."""
    parts = [said.strip()] if len(questions) == 1 else said.strip().split("\n")
    if len(parts) != len(questions) or any(not part.strip() or any(m in part for m in _MARKS) for part in parts):
        return {}
    return {question.task: part.strip() for question, part in zip(questions, parts, strict=True)}


def _spooled(image: ImageArray | None, spool: Path) -> Picture | None:
    if image is None:
        return None
    data = png_bytes(image)
    name = f"{hashlib.sha256(data).hexdigest()[:20]}.png"
    if not (spool / name).is_file():
        (spool / name).write_bytes(data)
    return file_picture(spool, name)


def _refused(where: str, reason: Reason, words: str) -> Item:
    def make() -> list[Sample]:
        raise BadSample(reason, words)

    return Item(where, make)
