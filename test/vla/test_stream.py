# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""The reader of streamed replies takes any cut of the bytes and nothing that breaks the format."""

import itertools
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vla_r1_ros.core.errors import ErrorCode, ModelError
from vla_r1_ros.vla.stream import GARBAGE_RUN, ChatStream, think_so_far

MANY = 1 << 20


def _chunk(text: str, finish: str | None = None, index: int = 0) -> bytes:
    choice = {"index": index, "delta": {"content": text}, "finish_reason": finish}
    return b"data: " + json.dumps({"choices": [choice]}, ensure_ascii=False).encode() + b"\n\n"


def _body(texts: list[str], finish: str = "stop") -> bytes:
    usage = b'data: {"choices": [], "usage": {"prompt_tokens": 7, "completion_tokens": 3}}\n\n'
    return b": hello\n\n" + b"".join(map(_chunk, texts)) + _chunk("", finish) + usage + b"data: [DONE]\n\n"


texts = st.lists(st.text(st.characters(exclude_categories=["Cs"]), max_size=8), max_size=6).filter(
    lambda parts: all(len(part) < 8 for part in parts))


@given(texts, st.lists(st.integers(0, 600), max_size=8))
def test_text_does_not_depend_on_how_the_bytes_are_cut(parts: list[str], cuts: list[int]) -> None:
    body = _body(parts)
    edges = [0, *sorted(min(cut, len(body)) for cut in cuts), len(body)]
    stream = ChatStream(MANY)
    grown = [stream.feed(body[a:b]) for a, b in itertools.pairwise(edges)]
    stream.finish()
    assert stream.text == "".join(parts)
    assert any(grown) == bool(stream.text)
    assert stream.complete and stream.ended
    assert (stream.prompt_tokens, stream.completion_tokens) == (7, 3)


def test_carriage_returns_and_missing_spaces_are_taken() -> None:
    stream = ChatStream(MANY)
    stream.feed(_body(["ab", "c"]).replace(b"\n", b"\r\n").replace(b"data: ", b"data:"))
    assert stream.text == "abc"


def test_nothing_after_the_end_mark_counts() -> None:
    stream = ChatStream(MANY)
    stream.feed(_body(["a"]) + _chunk("b") + b"data: rubbish\n")
    assert stream.text == "a"


def test_reply_at_the_token_limit_is_not_complete() -> None:
    stream = ChatStream(MANY)
    stream.feed(_body(["a"], finish="length"))
    stream.finish()
    assert not stream.complete


@pytest.mark.parametrize("line", [
    b"data: {", b"data: []", b"data: 5", b'data: {"choices": 3}', b'data: {"choices": [4]}', b'data: {"x": 1}',
    b'data: {"choices": [{"delta": {"content": [1]}}]}', b'data: {"choices": [{}]}', b"data: \xff\xfe",
    b"data: " + b"[" * 100_000, b'{"object": "chat.completion"}',
])  # fmt: skip
def test_what_is_no_chunk_is_refused(line: bytes) -> None:
    with pytest.raises(ModelError) as caught:
        ChatStream(MANY).feed(line + b"\n")
    assert caught.value.code is ErrorCode.MODEL_BAD_RESPONSE


def test_error_inside_the_stream_is_the_servers() -> None:
    with pytest.raises(ModelError, match="out of memory") as caught:
        ChatStream(MANY).feed(b'data: {"error": {"message": "out of memory", "code": 500}}\n\n')
    assert caught.value.code is ErrorCode.MODEL_SERVER_FAILED


def test_endless_repetition_is_garbage() -> None:
    stream = ChatStream(MANY)
    stream.feed(_chunk("!" * (GARBAGE_RUN - 1)))
    with pytest.raises(ModelError, match="'!'") as caught:
        stream.feed(_chunk("!"))
    assert caught.value.code is ErrorCode.MODEL_BAD_RESPONSE


def test_body_longer_than_the_cap_is_refused_before_it_is_kept() -> None:
    stream = ChatStream(1000)
    stream.feed(b"x" * 1000)
    with pytest.raises(ModelError) as caught:
        stream.feed(b"x")
    assert caught.value.code is ErrorCode.MODEL_TOO_LARGE


def test_body_that_ends_before_the_reply_is_a_lost_connection() -> None:
    stream = ChatStream(MANY)
    stream.feed(_chunk("<think>The"))
    with pytest.raises(ModelError) as caught:
        stream.finish()
    assert caught.value.code is ErrorCode.MODEL_CONNECTION_LOST


@given(st.text(max_size=40))
def test_think_text_only_ever_grows(inside: str) -> None:
    inside = inside.replace("<", "(").strip()
    reply = f"<think> {inside} </think> so, the answer is <output>[]</output>"
    shown = [think_so_far(reply[:end]) for end in range(len(reply) + 1)]
    assert shown[-1] == inside
    assert all(inside.startswith(part) for part in shown)


def test_half_of_an_end_tag_is_not_thought() -> None:
    assert think_so_far("so <think>The cube.</thi") == "The cube."
    assert think_so_far("no tag yet") == ""


@given(st.lists(st.tuples(st.integers(0, 3), st.sampled_from(["a", "bc", "<think>", "0.5"])), max_size=24),
       st.integers(1, 200), st.booleans())
def test_choices_are_read_apart_however_they_are_mixed(parts: list[tuple[int, str]], cut: int, together: bool) -> None:
    wanted = {index: "".join(text for i, text in parts if i == index) for index in {i for i, _ in parts}}
    body = b"".join(_chunk(text, index=index) for index, text in parts)
    ends = [{"index": index, "delta": {}, "finish_reason": "stop"} for index in wanted]
    for group in ([ends] if together else [[end] for end in ends]):  # a chunk may hold several choices
        body += b"data: " + json.dumps({"choices": group}).encode() + b"\n\n"
    stream = ChatStream(MANY, samples=4)
    for begin in range(0, len(body), cut):
        stream.feed(body[begin : begin + cut])
    if wanted:
        stream.finish()  # all have ended, the end mark is not needed
    assert [choice.text for choice in stream.choices] == [wanted[index] for index in sorted(wanted)] or not wanted
    assert all(choice.complete for choice in stream.choices) or not wanted


@pytest.mark.parametrize("index", [4, -1, True, "0", None, 1.0])
def test_an_index_that_was_not_asked_for_is_refused_where_several_were(index: object) -> None:
    line = b"data: " + json.dumps({"choices": [{"index": index, "delta": {"content": "a"}}]}).encode() + b"\n"
    with pytest.raises(ModelError) as caught:
        ChatStream(MANY, samples=4).feed(line)
    assert caught.value.code is ErrorCode.MODEL_BAD_RESPONSE
    stream = ChatStream(MANY)
    stream.feed(line)
    assert stream.text == "a"  # where one was asked for, it is that one
