# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""What a page may send: one JSON object a message, checked before anything is done with it."""

import json
from dataclasses import dataclass
from enum import StrEnum

from vla_r1_ros.core.errors import ErrorCode, InputError
from vla_r1_ros.core.instruction import MAX_CHARACTERS

MAX_MESSAGE_BYTES = 4 * MAX_CHARACTERS + 2000
_MAX_NUMBER = 2**53
_TEXTS = ("text", "about", "verdict", "by")


class Do(StrEnum):
    """The requests of a page."""

    HELLO = "hello"
    BEAT = "beat"
    ENABLE = "enable"
    DISABLE = "disable"
    STOP = "stop"
    SAY = "say"
    APPROVE = "approve"
    REJECT = "reject"
    RESET = "reset"
    CANCEL = "cancel"
    ATTEMPTS = "attempts"
    OPEN = "open"
    JUDGE = "judge"


@dataclass(frozen=True)
class Ask:
    """One request: `text` is the token of hello, the words of say, the look of approve and reject, the reason of
    disable, the notes of judge; `number` is the server's tick of enable and beat; `id` comes back with the answer.
    open and judge are `about` an attempt; `verdict` is "success" or the reason of a failure, `by` who says so."""

    do: Do
    text: str = ""
    number: int = -1
    id: int = 0
    about: str = ""
    verdict: str = ""
    by: str = ""


@dataclass(frozen=True)
class Answer:
    """Whether it was done, and plain words for the user."""

    ok: bool
    words: str


def parse_ask(message: str | bytes) -> Ask:
    """Return the request of a page.

    Raises:
        InputError: INPUT_MESSAGE for anything that a page of ours does not send.
    """
    if not isinstance(message, str) or len(message) > MAX_MESSAGE_BYTES:
        raise _malformed(f"it is not text of at most {MAX_MESSAGE_BYTES} characters")
    try:
        fields = json.loads(message)
    except (ValueError, RecursionError):
        raise _malformed("it is not JSON") from None
    if not isinstance(fields, dict):
        raise _malformed("it is not an object")
    try:
        do = Do(fields.pop("do", ""))
    except (ValueError, TypeError):
        raise _malformed(f"'do' is none of {', '.join(Do)}") from None
    unknown = sorted(set(fields) - {"number", "id", *_TEXTS})
    if unknown:
        raise _malformed(f"it has unknown fields {str(unknown)[:80]}")
    texts = {name: _text(fields, name) for name in _TEXTS}
    return Ask(do, number=_whole(fields, "number", -1), id=_whole(fields, "id", 0), **texts)


def _text(fields: dict[str, object], name: str) -> str:
    text = fields.get(name, "")
    if not isinstance(text, str) or not text.isprintable():
        raise _malformed(f"'{name}' is not printable text")
    if len(text) > MAX_CHARACTERS:
        raise _malformed(f"'{name}' has {len(text)} characters, at most {MAX_CHARACTERS} are taken")
    return text


def _whole(fields: dict[str, object], name: str, default: int) -> int:
    value = fields.get(name, default)
    if type(value) is not int or not -1 <= value <= _MAX_NUMBER:
        raise _malformed(f"'{name}' is not a whole number from 0 to 2^53")
    return value


def _malformed(what: str) -> InputError:
    return InputError(ErrorCode.INPUT_MESSAGE, f"a message of the page is not understood: {what}", "load the page anew")
