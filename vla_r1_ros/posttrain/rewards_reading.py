# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""What a reward compares: the box or path of a reply and of its truth, and the `strict` way to read them.

`strict` pays for what the stack would act on: the reply goes through the parser of the running system.
"""

import re
from dataclasses import dataclass

import numpy as np

from vla_r1_ros.core.errors import ErrorCode, ReplyError
from vla_r1_ros.core.reply import parse_box, parse_path
from vla_r1_ros.core.types import FloatArray, Task

_OUTPUT, _OUTPUT_END = re.compile("<output>", re.IGNORECASE), re.compile("</output>", re.IGNORECASE)
#: Faults of the blocks and of the JSON; what else is wrong with a reply is wrong with its values.
_FORMAT_FAULTS = {
    ErrorCode.REPLY_NO_OUTPUT,
    ErrorCode.REPLY_NO_THINK,
    ErrorCode.REPLY_NOT_JSON,
    ErrorCode.REPLY_TOO_LONG,
    ErrorCode.REPLY_INCOMPLETE,
}


@dataclass(frozen=True, slots=True)
class Reading:
    """A reply and its truth, read.

    `task` is what the truth asks for, None where it cannot be read. `pair` is what the reply has and what the truth
    has, where these can be compared: x, y, width, height (4,) each, or paths (N, 2) and (M, 2). `agreed`: both say that
    the object is absent. `missed`: the truth has a box or a path, the reply none that counts: the worst score.
    """

    format: bool
    task: Task | None
    pair: tuple[FloatArray, FloatArray] | None = None
    agreed: bool = False
    missed: bool = False


def output_block(text: str) -> str | None:
    """Return what stands in the first output block, whatever the case of its tags, None where there is none."""
    # two searches: one pattern for both tags takes quadratic time or worse on text made for that
    begin = _OUTPUT.search(text)
    end = _OUTPUT_END.search(text, begin.end()) if begin else None
    return text[begin.end() : end.start()].strip() if begin and end else None


def read_truth(truth: object) -> tuple[Task, FloatArray | None]:
    """Read a ground truth: a reply, an output block, or the JSON in it.

    Returns:
        The task and the box (4,) or path (N, 2); None where the truth says "absent", of which `[]` belongs to a path.

    Raises:
        ReplyError: the truth breaks the contract.
    """
    body = _label_part(truth)
    task = Task.TRAJECTORY if body.lstrip().startswith("[") else Task.AFFORDANCE
    return task, _value(_reply(body), task)


def right_reply(truth: object) -> str:
    """The shortest reply that says what a truth says. Raises ReplyError where the truth is no text or has no label."""
    return _reply(_label_part(truth))


def _label_part(truth: object) -> str:
    block = output_block(truth) if isinstance(truth, str) else None
    if block is not None:
        return block
    body = truth.rpartition("</think>")[2] if isinstance(truth, str) else ""
    if not body.strip():  # a label that is missing must not be read as "absent"
        raise ReplyError(ErrorCode.REPLY_NO_OUTPUT, f"the ground truth {truth!r} has no label",
                         "a reply, its output block, or the JSON in it is needed")  # fmt: skip
    return body


def _reply(body: str) -> str:
    return f"<think></think><output>{body}</output>"


def read_strict(reply: object, truth: object) -> Reading:
    """Read a reply as the running system does, which refuses all that is outside the contract. Never raises."""
    task, wanted = None, None
    try:
        task, wanted = read_truth(truth)
        readable = True
    except ReplyError:
        readable = False
    missed = wanted is not None
    try:
        found = _value(reply if isinstance(reply, str) else "", task or Task.AFFORDANCE)
    except ReplyError as error:
        return Reading(error.code not in _FORMAT_FAULTS, task, missed=missed)
    if found is None or wanted is None:
        return Reading(True, task, agreed=readable and found is None and wanted is None, missed=missed)
    return Reading(True, task, (found, wanted))


def _value(text: str, task: Task) -> FloatArray | None:
    # complete=False: a reply without output block may have been cut, and is not read as "absent"
    if task is Task.TRAJECTORY:
        return parse_path(text, complete=False).path
    box = parse_box(text, complete=False).box
    return None if box is None else np.array([box.x, box.y, box.width, box.height])
