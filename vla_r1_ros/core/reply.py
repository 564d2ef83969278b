# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""A total parser of the model's replies: a value inside the contract, or a `ReplyError`, for any text."""

import json
import re
from typing import Any, NoReturn

import numpy as np

from vla_r1_ros.core.errors import ErrorCode, ReplyError
from vla_r1_ros.core.types import Box, BoxReply, PathReply

MAX_CHARACTERS = 65_536
MAX_OUTPUT_CHARACTERS = 8_192
MIN_POINTS, MAX_POINTS = 2, 64

_TAG = re.compile(r"</?(?:think|output)>")
_ORDER = ["<think>", "</think>", "<output>", "</output>"]
_ABSENT_WORDS = {"", "{}", "[]", "null", "none", "absent"}
_BOX_KEYS = {"x", "y", "width", "height"}
_NOT_PROSE = re.compile(r"[<>{}\[\]0-9]")
_ADVICE = "ask again; see the contract: <think>...</think><output>...</output>, numbers in [0, 1]"


def parse_box(text: str, *, complete: bool = True) -> BoxReply:
    """Parse an affordance reply.

    Args:
        text: the whole reply.
        complete: whether the model ended by itself. A reply that was cut is never read as "absent".

    Returns:
        The think text and the box (normalised, centre), or None where the model says that the object is absent: an
        output block that is empty, `{}`, `[]`, `null`, "none" or "absent", or no output block after a closed think.

    Raises:
        ReplyError: a REPLY_* code that says what breaks the contract.
    """
    think, body = _blocks(text, complete)
    if body is None:
        return BoxReply(think, None)
    value = _load(body)
    if not isinstance(value, dict):
        _refuse(ErrorCode.REPLY_WRONG_TYPE, f"the output is a {_name(value)}, a box object was asked for")
    if set(value) != _BOX_KEYS:
        _refuse(ErrorCode.REPLY_WRONG_TYPE, f"the box has the keys {sorted(value)[:8]}, not x, y, width, height")
    box = Box(*(_coordinate(value[key], key) for key in ("x", "y", "width", "height")))
    x0, y0, x1, y1 = box.corners()
    if not (x0 < x1 and y0 < y1):
        _refuse(ErrorCode.REPLY_EMPTY_BOX, f"the box {box.width:g} x {box.height:g} has no area in the image")
    return BoxReply(think, box)


def parse_path(text: str, *, complete: bool = True) -> PathReply:
    """Parse a trajectory reply: (N, 2) normalised points, `MIN_POINTS` <= N <= `MAX_POINTS`, None when absent.

    Arguments and errors are those of :func:`parse_box`.
    """
    think, body = _blocks(text, complete)
    if body is None:
        return PathReply(think, None)
    value = _load(body)
    if not isinstance(value, list):
        _refuse(ErrorCode.REPLY_WRONG_TYPE, f"the output is a {_name(value)}, a list of points was asked for")
    if not MIN_POINTS <= len(value) <= MAX_POINTS:
        _refuse(ErrorCode.REPLY_PATH_LENGTH, f"the path has {len(value)} points, not {MIN_POINTS} to {MAX_POINTS}")
    points = []
    for i, point in enumerate(value):
        if not isinstance(point, list) or len(point) != 2:
            _refuse(ErrorCode.REPLY_WRONG_TYPE, f"point {i} of the path is not a pair of numbers")
        points.append([_coordinate(number, f"point {i}") for number in point])
    return PathReply(think, np.array(points, dtype=np.float64))


def _refuse(code: ErrorCode, message: str) -> NoReturn:
    raise ReplyError(code, message, _ADVICE)


def _name(value: Any) -> str:
    return {dict: "object", list: "list", float: "number", str: "text", bool: "boolean"}.get(type(value), "null")


def _blocks(text: str, complete: bool) -> tuple[str, str | None]:
    """Return the think text and the body of the output block, None where the reply says "absent"."""
    if not isinstance(text, str):
        _refuse(ErrorCode.REPLY_WRONG_TYPE, f"the reply is not a text but {type(text).__name__}")
    if len(text) > MAX_CHARACTERS:
        _refuse(ErrorCode.REPLY_TOO_LONG, f"the reply has {len(text)} characters, at most {MAX_CHARACTERS} are read")
    tags = list(_TAG.finditer(text))
    names = [tag.group() for tag in tags]
    if names == _ORDER:
        think = text[tags[0].end() : tags[1].start()].strip()
        body = text[tags[2].end() : tags[3].start()].strip()
        if len(body) > MAX_OUTPUT_CHARACTERS:
            _refuse(ErrorCode.REPLY_TOO_LONG, f"the output block has {len(body)} characters")
        return think, None if _says_absent(body) else body
    if names == _ORDER[:2] and complete:
        rest = text[tags[1].end() :].strip()
        if _NOT_PROSE.search(rest) or (rest and not re.search(r"[A-Za-z]", rest)):
            _refuse(ErrorCode.REPLY_NO_OUTPUT, f"no output block, but after think stands '{rest[:60]}'")
        return text[tags[0].end() : tags[1].start()].strip(), None
    raise _tags_error(names, complete)


def _tags_error(names: list[str], complete: bool) -> ReplyError:
    if (names and names == _ORDER[: len(names)]) or (not names and not complete):
        message = f"the reply ends after {names[-1] if names else 'no tag at all'}"
        return ReplyError(ErrorCode.REPLY_INCOMPLETE, message, _ADVICE)
    if names[:2] != _ORDER[:2]:
        message = f"the reply does not begin with one think block: tags are {names[:6]}"
        return ReplyError(ErrorCode.REPLY_NO_THINK, message, _ADVICE)
    message = f"think is not followed by one output block: tags are {names[:6]}"
    return ReplyError(ErrorCode.REPLY_NO_OUTPUT, message, _ADVICE)


def _says_absent(body: str) -> bool:
    return "".join(body.split()).strip("\"'.").lower() in _ABSENT_WORDS


def _load(body: str) -> Any:
    if not body.isascii():
        _refuse(ErrorCode.REPLY_NOT_JSON, "the output block has characters outside ASCII")
    try:
        return json.loads(
            body,
            parse_int=float,
            parse_float=float,
            parse_constant=_constant,
            object_pairs_hook=_unique,
        )
    except (ValueError, RecursionError) as error:
        raise ReplyError(ErrorCode.REPLY_NOT_JSON, f"the output is not JSON: {str(error)[:80]}", _ADVICE) from None


def _constant(name: str) -> NoReturn:
    _refuse(ErrorCode.REPLY_OUT_OF_RANGE, f"the output has the number {name}")


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    values = dict(pairs)
    if len(values) != len(pairs):
        _refuse(ErrorCode.REPLY_WRONG_TYPE, "the output names a key twice")
    return values


def _coordinate(value: Any, where: str) -> float:
    if not isinstance(value, float):
        _refuse(ErrorCode.REPLY_WRONG_TYPE, f"{where} is a {_name(value)}, not a number")
    if not 0.0 <= value <= 1.0:
        _refuse(ErrorCode.REPLY_OUT_OF_RANGE, f"{where} is {value:g}, outside [0, 1]")
    return value + 0.0  # -0.0 becomes 0.0
