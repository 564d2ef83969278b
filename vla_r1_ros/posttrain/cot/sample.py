# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""A labelled picture on its way to the teacher, and the named reasons for which one is left out."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from vla_r1_ros.core.errors import ErrorCode, InputError
from vla_r1_ros.core.types import Box, FloatArray, Question, Task

MAX_TEXT = 500
#: Signs that mean something to a chat template or to the contract; no instruction has them.
_MARKS = ("<image>", "<|", "<think", "</think", "<output", "</output")

Label = Box | FloatArray | None  # None: what is asked for is not in the picture


class Reason(StrEnum):
    """Why a label never reaches the teacher; the manifest counts by these names."""

    MALFORMED = "malformed"
    PIXEL_VALUES = "pixel_values"  # in a set declared normalised
    NORMALISED_VALUES = "normalised_values"  # in a set declared to be in pixels
    TOP_LEFT_BOX = "top_left_box"  # in a set declared to have centres
    CENTRE_BOX = "centre_box"  # in a set declared to have top-left corners
    OUTSIDE_IMAGE = "outside_image"
    EMPTY_LABEL = "empty_label"
    PATH_LENGTH = "path_length"
    AUTOMATIC_LABEL = "automatic_label"
    IMAGE_MISSING = "image_missing"
    IMAGE_UNREADABLE = "image_unreadable"
    IMAGE_SIZE = "image_size"
    IMAGE_TURNED = "image_turned"  # by EXIF: readers differ in whether they turn it, and so may the label's maker
    DUPLICATE = "duplicate"
    # of recorded attempts
    NOT_JUDGED = "not_judged"
    JUDGED_FAILURE = "judged_failure"
    TRIED_AGAIN = "tried_again"  # a later look of the same step took its place
    NO_ANSWER = "no_answer"
    ABSENT_UNCLEAR = "absent_unclear"  # of a carry: whether the thing or its goal is missing is not recorded
    NO_LOOK = "no_look"


class BadSample(InputError):
    """One label or picture that cannot be used; it is counted and listed, the run goes on."""

    def __init__(self, reason: Reason, message: str) -> None:
        super().__init__(ErrorCode.INPUT_FILE, message, f"left out as {reason.value}")
        self.reason = reason


@dataclass(frozen=True)
class Picture:
    """A picture that is read when it is needed. `name` is its own within the source; `read` gives PNG or JPEG bytes
    (any format that OpenCV knows) and raises BadSample."""

    name: str
    read: Callable[[], bytes]


@dataclass(frozen=True)
class Sample:
    """A question about a picture with its true answer.

    Args:
        source: name of the reader it comes from.
        where: file and index, for messages.
        text: the instruction.
        label: a box, a path (N, 2), both normalised to [0, 1] with three decimals, or None for "absent".
        size_px: width and height of the picture that the label was drawn on, where the source says so.
        think: the true think text, where the source has one.
        origin: where the label comes from (bag, attempt, who said so, model), where there is more to tell than `where`.
    """

    source: str
    where: str
    task: Task
    text: str
    label: Label
    picture: Picture
    size_px: tuple[int, int] | None = None
    think: str | None = None
    origin: Mapping[str, Any] | None = None

    @property
    def key(self) -> str:
        """Twenty hex digits of what is asked about what; the same in every run."""
        parts = (self.source, self.picture.name, self.task.value, self.text, label_text(self.task, self.label))
        return hashlib.sha256("\0".join(parts).encode()).hexdigest()[:20]

    @property
    def question(self) -> Question:
        """The question in the contract's form."""
        return Question(self.task, self.text)


@dataclass(frozen=True)
class Item:
    """An entry of a source, not looked at yet: `make` gives its samples or raises BadSample."""

    where: str
    make: Callable[[], Sequence[Sample]]


def label_text(task: Task, label: Label) -> str:
    """The label as it stands in the output block; `{}` and `[]` say absent."""
    if label is None:
        return "{}" if task is Task.AFFORDANCE else "[]"
    if isinstance(label, Box):
        return (f'{{"x": {label.x:.3f}, "y": {label.y:.3f}, '
                f'"width": {label.width:.3f}, "height": {label.height:.3f}}}')  # fmt: skip
    return "[" + ", ".join(f"[{x:.3f}, {y:.3f}]" for x, y in label) + "]"


def instruction(value: Any) -> str:
    """A usable instruction with single spaces. Raises BadSample (malformed) for anything else."""
    if not isinstance(value, str) or not value.strip():
        raise BadSample(Reason.MALFORMED, f"the instruction is {str(value)[:40]!r}, not words")
    text = " ".join(value.split())
    if len(text) > MAX_TEXT:
        raise BadSample(Reason.MALFORMED, f"the instruction has {len(text)} characters, at most {MAX_TEXT} are taken")
    found = [mark for mark in _MARKS if mark in text]
    if found:
        raise BadSample(Reason.MALFORMED, f"the instruction contains {found[0]!r}")
    return text


def entry(value: Any, *keys: str) -> Any:
    """Value below `keys` of nested objects. Raises BadSample (malformed) that names the missing key."""
    for depth, key in enumerate(keys):
        if not isinstance(value, dict) or key not in value:
            raise BadSample(Reason.MALFORMED, f"the entry has no {'.'.join(keys[: depth + 1])}")
        value = value[key]
    return value


def turn(value: Any, speaker: str) -> str:
    """What `speaker` ("human" or "gpt") says first in an entry's `conversations`. Raises BadSample (malformed)."""
    turns = entry(value, "conversations")
    for said in turns if isinstance(turns, list) else []:
        if isinstance(said, dict) and said.get("from") == speaker and isinstance(said.get("value"), str):
            return str(said["value"])
    raise BadSample(Reason.MALFORMED, f"the conversation has no {speaker} turn")
