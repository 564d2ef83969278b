# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""What a page sends: taken, or refused in plain words; nothing else comes out for any text."""

import json
import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vla_r1_ros.core.errors import ErrorCode, InputError
from vla_r1_ros.ros.console.protocol import MAX_MESSAGE_BYTES, Ask, Do, parse_ask


def test_what_our_page_sends_is_taken() -> None:
    assert parse_ask('{"do":"hello","text":"secret"}') == Ask(Do.HELLO, "secret")
    assert parse_ask('{"do":"beat","number":12}') == Ask(Do.BEAT, number=12)
    assert parse_ask('{"do":"say","text":"nimm den Würfel","id":3}') == Ask(Do.SAY, "nimm den Würfel", id=3)
    assert parse_ask('{"do":"stop","id":4}') == Ask(Do.STOP, id=4)
    judged = {"do": "judge", "about": "a1", "verdict": "DROPPED", "by": "ada", "text": "slid off"}
    assert parse_ask(json.dumps(judged)) == Ask(Do.JUDGE, "slid off", about="a1", verdict="DROPPED", by="ada")


@pytest.mark.parametrize(("message", "words"), [
    ("", "JSON"), ("[" * 1500, "JSON"), ("[]", "object"), ("7", "object"), ("{}", "'do'"), ('{"do":"go"}', "'do'"),
    ('{"do":["stop"]}', "'do'"), ('{"do":"stop","force":1}', "force"), ('{"do":"say","text":7}', "text"),
    ('{"do":"say","text":"a\\nb"}', "printable"), ('{"do":"say","text":"\\u0000"}', "printable"),
    ('{"do":"beat","number":1.5}', "whole"), ('{"do":"beat","number":true}', "whole"),
    ('{"do":"judge","verdict":true}', "verdict"),
    ('{"do":"beat","number":1e400}', "whole"), ('{"do":"beat","number":-2}', "whole"),
    ('{"do":"beat","id":"1"}', "whole"),
    (json.dumps({"do": "say", "text": "x" * 501}), "501"), (" " * (MAX_MESSAGE_BYTES + 1), "text of at most"),
    (b'{"do":"stop"}', "text of at most"),
])  # fmt: skip
def test_what_it_does_not_send_is_refused(message: str | bytes, words: str) -> None:
    with pytest.raises(InputError, match=words) as caught:
        parse_ask(message)
    assert caught.value.code is ErrorCode.INPUT_MESSAGE


@settings(max_examples=300, deadline=None)
@given(st.text() | st.recursive(
    st.none() | st.booleans() | st.floats() | st.integers() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.sampled_from(["do", "text", "number", "id", "x"]), inner),
    max_leaves=8,
).map(json.dumps))  # fmt: skip
def test_anything_is_a_request_or_a_refusal(message: str) -> None:
    try:
        assert isinstance(parse_ask(message), Ask)
    except InputError as error:
        assert error.code is ErrorCode.INPUT_MESSAGE


def test_a_request_with_a_flipped_byte_is_a_request_or_a_refusal() -> None:
    rng = random.Random(0)
    whole = '{"do":"say","text":"put the red cube in the blue bowl","id":17}'
    for _ in range(2000):
        at = rng.randrange(len(whole))
        broken = whole[:at] + chr(rng.randrange(1, 0x250)) + whole[at + 1 :]
        try:
            parse_ask(broken)
        except InputError as error:
            assert error.code is ErrorCode.INPUT_MESSAGE
