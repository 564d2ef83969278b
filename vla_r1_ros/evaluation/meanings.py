# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""What a failure's code means: the stack's from docs/errors.md, the referee's, a person's."""

from __future__ import annotations

import re
from functools import cache

from vla_r1_ros.core.errors import InputError
from vla_r1_ros.core.resources import share_path
from vla_r1_ros.evaluation.verdicts import MEANINGS

_ROW = re.compile(r"^\| \d+ \| (\w+) \| ([^|]+) \| ([^|]+) \|$", re.MULTILINE)
_LINK = re.compile(r"\[([^\]]*)\]\([^)]*\)")
#: Codes that no table of errors has: the referee's, and what stands where no code is.
_OTHERS = {
    "NOT_LIFTED": "the object was not lifted by 5 cm",
    "NOT_HELD": "the object was lifted, but not held",
    "NOT_IN_CONTAINER": "the object did not end in the container",
    "NOT_RELEASED": "the gripper still touches the object",
    "NOT_AT_REST": "the object did not come to rest",
    "NOT_REACHED": "the tool did not come to the object",
    "OBJECT_MOVED": "the object was pushed where it was only to be reached",
    "ARM_MOVED": "the arm moved for an object that is not there",
    "FORCE": "something was pressed with more force than is allowed",
    "TOPPLED": "an object was knocked over",
    "OFF_TABLE": "an object fell off the table",
    "DONE": "done",
    "UNKNOWN": "the referee gave no code",
    "NOT_IN_BAG": "the recording ends before the attempt does",
    "ABSENT": "the model says that the object is not there",
    "FAILED": "the stack gave up without a code",
    "CANCELLED": "a user cancelled it",
    "STOPPED": "it was stopped",
}


def meaning(code: str) -> tuple[str, str]:
    """What a code means and what to do about it, "" where nothing is known."""
    return _table().get(code, ("", ""))


@cache
def _table() -> dict[str, tuple[str, str]]:
    found = {code: (words, "") for code, words in _OTHERS.items()}
    found |= {str(reason): (words, "") for reason, words in MEANINGS.items()}
    try:
        page = share_path("docs/errors.md").read_text(encoding="utf-8")
    except (InputError, OSError):  # an installation without its documents still reports
        return found
    return found | {name: (_words(means), _words(todo)) for name, means, todo in _ROW.findall(page)}


def _words(cell: str) -> str:
    return _LINK.sub(r"\1", cell).replace("`", "").strip()
