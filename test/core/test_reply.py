# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""The reply parser is total: a value inside the contract or a ReplyError (reliability test R1)."""

import json
import random
import time
from collections.abc import Callable, Iterator
from contextlib import suppress

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vla_r1_ros.core.errors import ErrorCode, ReplyError
from vla_r1_ros.core.reply import MAX_CHARACTERS, MAX_POINTS, parse_box, parse_path
from vla_r1_ros.core.types import Box, BoxReply, PathReply

BOX = '{"x": 0.5, "y": 0.25, "width": 0.2, "height": 0.1}'
PATH = "[[0.1, 0.9], [0.5, 0.5], [1, 0]]"


def reply(output: str, think: str = "the cube is here") -> str:
    return f"<think>{think}</think> so, the answer is <output>{output}</output>"


def code_of(parse: Callable[..., object], text: object, **options: bool) -> ErrorCode:
    with pytest.raises(ReplyError) as caught:
        parse(text, **options)
    return caught.value.code


def test_box() -> None:
    assert parse_box(reply(BOX)) == BoxReply("the cube is here", Box(0.5, 0.25, 0.2, 0.1))


def test_path() -> None:
    parsed = parse_path(reply(PATH))
    assert parsed.think == "the cube is here"
    np.testing.assert_array_equal(parsed.path, [[0.1, 0.9], [0.5, 0.5], [1.0, 0.0]])


@pytest.mark.parametrize(
    "text",
    [
        f"<think></think><output>{BOX}</output>",
        f"  \n<think>a\nb</think>\n\n<output>\n{BOX}\n</output>\n",
        f"Sure! <think>a</think> anything at all [1, 2] {{}} <output>{BOX}</output> done.",
        f"<think>x < y, {{not json}}</think><output>{BOX}</output>",
        reply('{"height":1e-1,"width":2E-1,"y":0.25,"x":5e-1}'),
    ],
)
def test_text_around_the_blocks_is_free(text: str) -> None:
    assert parse_box(text).box == Box(0.5, 0.25, 0.2, 0.1)


ABSENT = ["", "  \n", "{}", "{ }", "[]", "null", "none", "None", "NONE", '"none"', "absent", "Absent."]


@pytest.mark.parametrize("output", ABSENT)
def test_absent_is_a_result(output: str) -> None:
    assert parse_box(reply(output)).box is None
    assert parse_path(reply(output)).path is None


@pytest.mark.parametrize("after", ["", "\n", " so, there is nothing to point at.", " The object is absent"])
def test_no_output_block_after_a_closed_think_is_absent(after: str) -> None:
    assert parse_box(f"<think>no red cube</think>{after}").box is None
    assert parse_path(f"<think>no red cube</think>{after}").path is None


def test_a_cut_reply_is_never_absent() -> None:
    assert code_of(parse_box, "<think>no red cube</think>", complete=False) is ErrorCode.REPLY_INCOMPLETE
    assert code_of(parse_box, "", complete=False) is ErrorCode.REPLY_INCOMPLETE


BAD_BLOCKS = [
    ("", ErrorCode.REPLY_NO_THINK),
    ("!!!!!!!!", ErrorCode.REPLY_NO_THINK),
    (BOX, ErrorCode.REPLY_NO_THINK),
    (f"<output>{BOX}</output>", ErrorCode.REPLY_NO_THINK),
    (f"<output>{BOX}</output><think>a</think>", ErrorCode.REPLY_NO_THINK),
    (f"<think>a<think>b</think></think><output>{BOX}</output>", ErrorCode.REPLY_NO_THINK),
    (f"<think>a<output>{BOX}</output></think>", ErrorCode.REPLY_NO_THINK),
    (f"</think><think>a<output>{BOX}</output>", ErrorCode.REPLY_NO_THINK),
    (f"<think>a</think><output>{BOX}</output><output>{BOX}</output>", ErrorCode.REPLY_NO_OUTPUT),
    (f"<think>a</think><output><output>{BOX}</output></output>", ErrorCode.REPLY_NO_OUTPUT),
    (f"<think>a</think>{BOX}", ErrorCode.REPLY_NO_OUTPUT),
    ("<think>a</think> <outp", ErrorCode.REPLY_NO_OUTPUT),
    ("<think>a</think> !!!!!!!!!", ErrorCode.REPLY_NO_OUTPUT),
    ("<think>a", ErrorCode.REPLY_INCOMPLETE),
    (f"<think>a</think><output>{BOX}", ErrorCode.REPLY_INCOMPLETE),
]


@pytest.mark.parametrize(("text", "code"), BAD_BLOCKS)
def test_blocks_must_stand_in_order_and_once(text: str, code: ErrorCode) -> None:
    assert code_of(parse_box, text) is code
    assert code_of(parse_path, text) is code


BAD_BOXES = [
    ("{", ErrorCode.REPLY_NOT_JSON),
    ("x=0.5", ErrorCode.REPLY_NOT_JSON),
    (f"{BOX} {BOX}", ErrorCode.REPLY_NOT_JSON),
    (BOX.replace("0.5", ".5"), ErrorCode.REPLY_NOT_JSON),
    (BOX.replace("0.5", "+0.5"), ErrorCode.REPLY_NOT_JSON),
    (BOX.replace("0.5", "0x1"), ErrorCode.REPLY_NOT_JSON),
    (BOX.replace("0.5", "٠.٥"), ErrorCode.REPLY_NOT_JSON),
    (BOX.replace("0.5", "０.５"), ErrorCode.REPLY_NOT_JSON),
    (BOX.replace("0.5", "NaN"), ErrorCode.REPLY_OUT_OF_RANGE),
    (BOX.replace("0.5", "Infinity"), ErrorCode.REPLY_OUT_OF_RANGE),
    (BOX.replace("0.5", "-Infinity"), ErrorCode.REPLY_OUT_OF_RANGE),
    (BOX.replace("0.5", "1e309"), ErrorCode.REPLY_OUT_OF_RANGE),
    (BOX.replace("0.5", "-0.01"), ErrorCode.REPLY_OUT_OF_RANGE),
    (BOX.replace("0.5", "1.0000001"), ErrorCode.REPLY_OUT_OF_RANGE),
    (BOX.replace("0.5", "320"), ErrorCode.REPLY_OUT_OF_RANGE),
    (BOX.replace("0.5", "9" * 5000), ErrorCode.REPLY_OUT_OF_RANGE),
    (BOX.replace("0.5", '"0.5"'), ErrorCode.REPLY_WRONG_TYPE),
    (BOX.replace("0.5", "true"), ErrorCode.REPLY_WRONG_TYPE),
    (BOX.replace("0.5", "null"), ErrorCode.REPLY_WRONG_TYPE),
    (BOX.replace("0.5", "[0.5]"), ErrorCode.REPLY_WRONG_TYPE),
    (BOX.replace('"y"', '"x"'), ErrorCode.REPLY_WRONG_TYPE),
    (BOX[:-1] + ', "x": 0.5}', ErrorCode.REPLY_WRONG_TYPE),
    (BOX[:-1] + ', "label": 0.5}', ErrorCode.REPLY_WRONG_TYPE),
    ('{"x": 0.5}', ErrorCode.REPLY_WRONG_TYPE),
    (PATH, ErrorCode.REPLY_WRONG_TYPE),
    ("0.5", ErrorCode.REPLY_WRONG_TYPE),
    ("true", ErrorCode.REPLY_WRONG_TYPE),
    (f"[{BOX}]", ErrorCode.REPLY_WRONG_TYPE),
    (BOX.replace(": 0.2,", ": 0,"), ErrorCode.REPLY_EMPTY_BOX),
    (BOX.replace("0.1", "-0.0"), ErrorCode.REPLY_EMPTY_BOX),
    ('{"x": 1, "y": 0.5, "width": 1e-17, "height": 0.5}', ErrorCode.REPLY_EMPTY_BOX),
    ("[" * 8000, ErrorCode.REPLY_NOT_JSON),
    (" " * 9000 + "{" + " " * 9000 + "}" + "1", ErrorCode.REPLY_TOO_LONG),
]


@pytest.mark.parametrize(("output", "code"), BAD_BOXES)
def test_bad_boxes(output: str, code: ErrorCode) -> None:
    assert code_of(parse_box, reply(output)) is code


BAD_PATHS = [
    (BOX, ErrorCode.REPLY_WRONG_TYPE),
    ("[[0.5, 0.5]]", ErrorCode.REPLY_PATH_LENGTH),
    (json.dumps([[0.5, 0.5]] * (MAX_POINTS + 1)), ErrorCode.REPLY_PATH_LENGTH),
    ("[0.5, 0.5, 0.6, 0.6]", ErrorCode.REPLY_WRONG_TYPE),
    ("[[0.5, 0.5], [0.5]]", ErrorCode.REPLY_WRONG_TYPE),
    ("[[0.5, 0.5], [0.5, 0.5, 0.5]]", ErrorCode.REPLY_WRONG_TYPE),
    ('[[0.5, 0.5], {"x": 0.5, "y": 0.5}]', ErrorCode.REPLY_WRONG_TYPE),
    ("[[0.5, 0.5], [0.5, false]]", ErrorCode.REPLY_WRONG_TYPE),
    ("[[0.5, 0.5], [0.5, 1.01]]", ErrorCode.REPLY_OUT_OF_RANGE),
    ("[[0.5, 0.5], [0.5, NaN]]", ErrorCode.REPLY_OUT_OF_RANGE),
    ("[[320, 240], [0.5, 0.5]]", ErrorCode.REPLY_OUT_OF_RANGE),
    ("[[0.5, 0.5], [0.5, 0.5],]", ErrorCode.REPLY_NOT_JSON),
    ("[[x1, y1], [x2, y2], ...]", ErrorCode.REPLY_NOT_JSON),
]


@pytest.mark.parametrize(("output", "code"), BAD_PATHS)
def test_bad_paths(output: str, code: ErrorCode) -> None:
    assert code_of(parse_path, reply(output)) is code


def test_longest_path_passes() -> None:
    assert parse_path(reply(json.dumps([[1.0, 0.0]] * MAX_POINTS))).path.shape == (MAX_POINTS, 2)


def test_negative_zero_is_zero() -> None:
    assert not np.signbit(parse_path(reply("[[-0.0, 0.5], [0.5, 0.5]]")).path).any()


def test_too_much_text_is_refused_at_once() -> None:
    text = reply(BOX, think="x" * 10_000_000)
    began = time.perf_counter()
    assert code_of(parse_box, text) is ErrorCode.REPLY_TOO_LONG
    assert time.perf_counter() - began < 0.01
    assert parse_box(reply(BOX, think="x" * (MAX_CHARACTERS - 200))).box is not None


@pytest.mark.parametrize("value", [None, b"<think>", 3, ["<think>"]])
def test_what_is_no_text(value: object) -> None:
    assert code_of(parse_box, value) is ErrorCode.REPLY_WRONG_TYPE


def test_errors_say_what_to_do() -> None:
    with pytest.raises(ReplyError) as caught:
        parse_box(reply(BOX.replace("0.5", "1.5")))
    assert "1.5" in caught.value.message and "ask again" in caught.value.advice


# --- R1: 100,000 generated replies ------------------------------------------------------------------------------

_NUMBERS = ["0", "1", "0.5", "-0.1", "1.01", "NaN", "1e309", "-Infinity", "٣", "1e-400", "true", '"0.2"', "9" * 400, ""]
_PIECES = ["<think>", "</think>", "<output>", "</output>", "{", "}", "[", "]", ",", '"x":', "null", "!!!!", "\x00", "é"]


def _grammar(rng: random.Random) -> str:
    def number() -> str:
        return rng.choice(_NUMBERS) if rng.random() < 0.2 else f"{rng.random():.{rng.randint(1, 6)}f}"

    if rng.random() < 0.5:
        keys = ["x", "y", "width", "height"]
        if rng.random() < 0.15:
            keys[rng.randrange(4)] = rng.choice(["x", "w", "label", ""])
        body = "{" + ", ".join(f'"{key}": {number()}' for key in keys) + "}"
    else:
        body = "[" + ", ".join(f"[{number()}, {number()}]" for _ in range(rng.choice([0, 1, 2, 6, 6, 6, 70]))) + "]"
    think = "look " * rng.randint(0, 40)
    return f"<think>{think}</think>{rng.choice(['', ' so, the answer is '])}<output>{body}</output>"


def _mutated(rng: random.Random, text: str) -> str:
    for _ in range(rng.randint(0, 3)):
        at = rng.randint(0, len(text))
        kind = rng.randrange(4)
        if kind == 0:
            text = text[:at] + rng.choice(_PIECES) + text[at:]
        elif kind == 1:
            text = text[:at] + text[at + rng.randint(1, 9) :]
        elif kind == 2:
            text = text[:at] + chr(rng.randint(0, 0x2FF)) + text[at + 1 :]
        else:
            text = text[:at] + text[max(0, at - rng.randint(1, 60)) :]
    return text


def _replies(count: int) -> Iterator[str]:
    rng = random.Random(1)
    given_out = 0
    while given_out < count:
        whole = _grammar(rng)
        if rng.random() < 0.01:  # cut at every byte
            for end in range(len(whole)):
                yield whole[:end]
            given_out += len(whole)
        yield _mutated(rng, whole)
        yield "".join(rng.choice(_PIECES) for _ in range(rng.randint(0, 12)))
        given_out += 2


def _check_box(parsed: BoxReply) -> bool:
    if parsed.box is None:
        return False
    values = np.array([parsed.box.x, parsed.box.y, parsed.box.width, parsed.box.height])
    assert ((values >= 0) & (values <= 1)).all() and parsed.box.width > 0 and parsed.box.height > 0
    return True


def _check_path(parsed: PathReply) -> bool:
    if parsed.path is None:
        return False
    assert parsed.path.dtype == np.float64 and parsed.path.shape[1] == 2 and 2 <= len(parsed.path) <= MAX_POINTS
    assert ((parsed.path >= 0) & (parsed.path <= 1)).all()
    return True


def test_r1_hundred_thousand_replies() -> None:
    count = boxes = paths = refused = 0
    for text in _replies(100_000):
        count += 1
        for parse, check in ((parse_box, _check_box), (parse_path, _check_path)):
            try:
                parsed = parse(text, complete=count % 3 > 0)
            except ReplyError as error:
                assert 300 <= error.code < 400
                refused += 1
                continue
            accepted = check(parsed)
            boxes, paths = boxes + (accepted and parse is parse_box), paths + (accepted and parse is parse_path)
    assert count >= 100_000
    assert boxes > 1_000 and paths > 500 and refused > 100_000  # the generator reaches both sides


def test_a_reply_cut_anywhere_is_never_a_box() -> None:
    whole = reply(BOX)
    for end in range(len(whole)):
        with pytest.raises(ReplyError):
            parse_box(whole[:end], complete=False)


def test_8_kb_take_at_most_a_millisecond() -> None:
    rng = random.Random(2)
    texts = []
    for _ in range(400):
        filler = "".join(rng.choice("<think>{}[],.0123456789 ") for _ in range(7000))
        texts += [
            reply(PATH, think=filler[:4000]),
            reply(filler),
            filler,
            reply("[" * 7000),
            reply(f"[{'[0,0],' * 1300}"),
        ]

    def taken(text: str) -> float:
        began = time.thread_time()  # the parser's own time: other processes may load the machine
        with suppress(ReplyError):
            parse_path(text)
        return time.thread_time() - began

    seconds = [min(taken(text) for _ in range(3)) for text in texts]  # and share its caches
    assert np.quantile(seconds, 0.99) <= 1e-3


@given(st.text(max_size=300))
@settings(max_examples=500, deadline=None)
def test_any_text_is_parsed_or_refused(text: str) -> None:
    for parse, check in ((parse_box, _check_box), (parse_path, _check_path)):
        for whole in (text, reply(text), f"<think>{text}</think>"):
            try:
                check(parse(whole))
            except ReplyError as error:
                assert 300 <= error.code < 400


@given(st.lists(st.tuples(st.floats(0, 1), st.floats(0, 1)), min_size=2, max_size=MAX_POINTS))
def test_every_path_inside_the_contract_comes_back(points: list[tuple[float, float]]) -> None:
    np.testing.assert_array_equal(parse_path(reply(json.dumps(points))).path, np.array(points))
