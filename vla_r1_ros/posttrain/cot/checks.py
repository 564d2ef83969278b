# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""Whether a teacher's answer may become training data; what is wrong with it is said so that it can be told back."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from vla_r1_ros.core.errors import ErrorCode, InputError, ReplyError
from vla_r1_ros.core.metrics import discrete_frechet, iou
from vla_r1_ros.core.reply import parse_box, parse_path
from vla_r1_ros.core.types import Box, FloatArray, Task
from vla_r1_ros.posttrain.cot.sample import Label, Sample


class FaultKind(StrEnum):
    """Why an answer is refused; the manifest counts by these names."""

    FORMAT = "format"
    STEPS_MISSING = "steps_missing"
    DISAGREES = "disagrees"
    NUMBERS_PARROTED = "numbers_parroted"
    HINT_LEAKED = "hint_leaked"
    TOO_SHORT = "too_short"
    TOO_LONG = "too_long"


class Fault(Exception):
    """A refused answer: its kind and what to tell the teacher."""

    def __init__(self, kind: FaultKind, words: str) -> None:
        super().__init__(f"{kind.value}: {words}")
        self.kind, self.words = kind, words


@dataclass(frozen=True)
class Rules:
    """What an answer must keep.

    Args:
        min_iou: least overlap of its box with the label.
        max_distance: largest discrete Frechet distance of its path from the label, in sides of the picture.
        min_words, max_words: length of the think text.
    """

    min_iou: float
    max_distance: float
    min_words: int
    max_words: int

    def __post_init__(self) -> None:
        if not (0.0 <= self.min_iou <= 1.0 and 0.0 <= self.max_distance <= 2.0
                and 1 <= self.min_words <= self.max_words):
            raise InputError(ErrorCode.INPUT_PARAMETER, f"{self} makes no sense",
                             "IoU in [0, 1], distance in [0, 2], at least one word, least words first")


_STEPS = {
    Task.AFFORDANCE: {"Task": r"task|instruction", "Scene": r"scene", "Region": r"region|locali[sz]",
                      "Feasibility": r"feasib"},
    Task.TRAJECTORY: {"Task": r"task|instruction", "Scene": r"scene", "Location": r"location|locali[sz]|gripper",
                      "Trajectory": r"trajectory|path"},
}  # fmt: skip
_NUMBER = re.compile(r"(?<![\w.])(\d+(?:\.\d+)?|\.\d+)(?![\d.]*\d)\s*(%|per ?cent\b)?")
_LEAK = re.compile(
    r"\bground[- ]truth\b|\bright\s+(?:answer|output|label|coordinates?)\b|"  # "the right box" may be a thing
    r"\b(?:given|provided|shown|supplied|labell?ed|correct|expected)\s+"
    r"(?:answer|output|label|bounding box|box|coordinates?|trajectory|path|points?)\b", re.IGNORECASE
)  # fmt: skip
_FOREIGN = ("<image>", "<|")  # signs of chat templates: they would change what the student is trained on
_COUNTS = 10  # whole numbers below are counts ("two cups", "6 points"), not pixels


def judge(text: str, complete: bool, sample: Sample, rules: Rules, size_px: tuple[int, int]) -> str:
    """The think text of an answer that keeps all rules.

    Args:
        text: the whole answer; `complete` says that the teacher ended by itself.
        size_px: width and height of the picture, to know its pixels when they are parroted.

    Raises:
        Fault: the first rule that is broken.
    """
    answer: Box | FloatArray | None
    try:
        if sample.task is Task.AFFORDANCE:
            box_reply = parse_box(text, complete=complete)
            think, answer = box_reply.think, box_reply.box
        else:
            path_reply = parse_path(text, complete=complete)
            think, answer = path_reply.think, path_reply.path
    except ReplyError as error:
        raise Fault(FaultKind.FORMAT, f"{error.message}; the form is <think>...</think><output>...</output>") from None
    if any(mark in think for mark in _FOREIGN):
        raise Fault(FaultKind.FORMAT, "the think text holds signs of a chat template")
    think = " ".join(think.split())
    _check_length(think, rules)
    _check_steps(think, sample.task)
    _check_agreement(answer, sample.label, rules)
    parroted = parroted_numbers(think, sample.label, size_px)
    if parroted:
        raise Fault(FaultKind.NUMBERS_PARROTED,
                    f"the think text repeats numbers of the answer ({', '.join(parroted)}); say places in words")
    leak = _LEAK.search(think)
    if leak:
        raise Fault(FaultKind.HINT_LEAKED, f"'{leak[0]}' tells that an answer was shown")
    return think


def _check_length(think: str, rules: Rules) -> None:
    words = len(think.split())
    if words < rules.min_words:
        raise Fault(FaultKind.TOO_SHORT, f"the think text has {words} words, at least {rules.min_words} are wanted")
    if words > rules.max_words:
        raise Fault(FaultKind.TOO_LONG, f"the think text has {words} words, at most {rules.max_words} are wanted")


def _check_steps(think: str, task: Task) -> None:
    begin = 0
    for name, pattern in _STEPS[task].items():
        found = re.compile(rf"\b(?:{pattern})", re.IGNORECASE).search(think, begin)
        if found is None:
            raise Fault(FaultKind.STEPS_MISSING,
                        f"the step {name} is missing or out of order (the steps: {', '.join(_STEPS[task])})")
        begin = found.end()


def _check_agreement(answer: Box | FloatArray | None, label: Label, rules: Rules) -> None:
    if answer is None or label is None:
        if answer is not label:
            said, true = ("absent", "there") if answer is None else ("there", "absent")
            raise Fault(FaultKind.DISAGREES, f"the output says that it is {said}, it is {true}")
    elif isinstance(answer, Box) and isinstance(label, Box):
        overlap = iou(answer, label)
        if overlap < rules.min_iou:
            raise Fault(FaultKind.DISAGREES, f"the box overlaps the right one by {overlap:.2f} (IoU), "
                                             f"{rules.min_iou:.2f} is wanted")
    elif not isinstance(answer, Box) and not isinstance(label, Box):
        distance = discrete_frechet(answer, label)
        if distance > rules.max_distance:
            raise Fault(FaultKind.DISAGREES, f"the path is {distance:.3f} away from the right one, "
                                             f"at most {rules.max_distance:.3f} is wanted")
    else:
        raise Fault(FaultKind.DISAGREES, "a box was answered where a path is right, or the other way round")


def parroted_numbers(think: str, label: Label, size_px: tuple[int, int]) -> list[str]:
    """Numbers of a text that are a coordinate of the label: as share, percentage, pixel or thousandth, as far as the
    number is written out. Whole numbers below ten are counts."""
    if label is None:
        return []
    if isinstance(label, Box):
        values = [(label.x, size_px[0]), (label.y, size_px[1]), (label.width, size_px[0]), (label.height, size_px[1])]
    else:
        values = [(float(v), side) for point in label for v, side in zip(point, size_px, strict=True)]
    found = []
    for match in _NUMBER.finditer(think):
        number, decimals = float(match[1]), len(match[1].partition(".")[2])
        half = 0.5 * 10.0**-decimals + 1e-9
        scales = [100.0] if match[2] else [1.0] if decimals and number <= 1.0 else []
        for value, side in values:
            if not match[2] and number >= _COUNTS:
                scales = [float(side), 1000.0]
            if any(abs(value * scale - number) <= half for scale in scales):
                found.append(match[0].strip())
                break
    return found
