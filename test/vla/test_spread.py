# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""Several answers in one request: read apart, compared, the medoid taken, and every fault of one told for all."""

import itertools
import json
import threading
import time
from typing import Any

import httpx
import numpy as np
import pytest
from numpy.typing import NDArray

from vla_r1_ros.core.agreement import agreement
from vla_r1_ros.core.cancel import CancelToken
from vla_r1_ros.core.errors import ErrorCode, InputError, ModelError, ReplyError
from vla_r1_ros.core.reply import parse_box, parse_path
from vla_r1_ros.core.types import BoxReply, PathReply, Question, Task
from vla_r1_ros.vla.client import ModelClient
from vla_r1_ros.vla.reply import Reply
from vla_r1_ros.vla.request import chat_body
from vla_r1_ros.vla.settings import MAX_SAMPLES, ModelSettings
from vla_r1_ros.vla.spread import LeastAgreement, status_values

BOX = Question(Task.AFFORDANCE, "put the red cube in the blue bowl")
PATH = Question(Task.TRAJECTORY, "put the red cube in the blue bowl")
Picture = NDArray[np.uint8]


def _client(port: int, fault: str, **changes: Any) -> ModelClient:
    values: dict[str, Any] = {"deadline_s": 10.0, "temperature": 0.7, "samples": 5, **changes}
    return ModelClient(ModelSettings(endpoint=f"http://127.0.0.1:{port}/{fault}/v1", model="m", **values))


def _ask(port: int, picture: Picture, fault: str, question: Question = BOX, **changes: Any) -> Reply:
    [reply] = _client(port, fault, **changes).ask_in_full(picture, [question], cancel=CancelToken())
    return reply


def _seen(port: int, fault: str) -> int:
    return int(httpx.get(f"http://127.0.0.1:{port}/", trust_env=False).json()["seen"].get(fault, 0))


def test_one_request_brings_all_answers_and_the_medoid_counts(fault_port: int, picture: Picture) -> None:
    before = _seen(fault_port, "sampled")
    box, path = _client(fault_port, "sampled").ask_in_full(picture, [BOX, PATH], cancel=CancelToken())
    assert _seen(fault_port, "sampled") - before == 2
    for reply, parse in ((box, parse_box), (path, parse_path)):
        assert len(reply.texts) == reply.samples == reply.agreement.answers == 5
        assert reply.agreement == agreement([parse(text) for text in reply.texts])
        assert len(set(reply.texts)) == 5 and reply.agreement.medoid not in (0, None)  # the first is far from the rest
        assert reply.text == reply.texts[reply.agreement.medoid or 0] and reply.tries == 1
        assert 0.0 < reply.agreement.score < 1.0
    assert isinstance(box.answer, BoxReply) and box.answer.box is not None and box.answer.box.x == 0.51
    assert isinstance(path.answer, PathReply) and path.answer.path is not None and path.answer.path[0, 0] < 0.6


def test_the_think_text_shown_is_the_first_answers(fault_port: int, picture: Picture) -> None:
    shown: list[str] = []
    [reply] = _client(fault_port, "sampled").ask_in_full(picture, [BOX], cancel=CancelToken(),
                                                         on_text=lambda _, text: shown.append(text))
    assert len(shown) >= 3 and shown[-1] == parse_box(reply.texts[0]).think != reply.answer.think
    assert all(late.startswith(early) for early, late in itertools.pairwise(shown))


def test_a_server_that_sends_fewer_is_gone_on_with(fault_port: int, picture: Picture) -> None:
    few = _ask(fault_port, picture, "sampled_few")
    assert (few.samples, few.agreement.answers) == (5, 3)
    one = _ask(fault_port, picture, "good")  # knows nothing of n
    assert (one.samples, one.agreement.answers, one.agreement.score) == (5, 1, 1.0)
    with pytest.raises(ReplyError, match="one box answer came of 5") as caught:
        LeastAgreement(box=0.01).check([one])
    assert caught.value.code is ErrorCode.REPLY_DISAGREEMENT
    LeastAgreement(path=0.9).check([one])  # no path was asked for


def test_what_does_not_parse_counts_as_disagreeing_and_is_not_asked_again(fault_port: int, picture: Picture) -> None:
    reply = _ask(fault_port, picture, "sampled_mixed")
    assert (reply.agreement.unparsed, reply.agreement.absent, reply.tries) == (1, 1, 1)
    assert isinstance(reply.answer, BoxReply) and reply.answer.box is not None
    assert reply.agreement.score < 0.3  # three pairs of ten are boxes
    assert status_values([reply]) == {
        "samples": "5", "box_agreement": f"{reply.agreement.score:.3f}",
        "box_answers": "5 of 5 (1 say absent, 1 do not parse)",
    }  # fmt: skip


def test_it_is_asked_again_once_where_none_parses(fault_port: int, picture: Picture) -> None:
    reply = _ask(fault_port, picture, "sampled_bad")
    assert (reply.tries, reply.agreement.unparsed) == (2, 0)
    before = _seen(fault_port, "bad_reply")
    with pytest.raises(ReplyError) as caught:
        _ask(fault_port, picture, "bad_reply")
    assert caught.value.code is ErrorCode.REPLY_OUT_OF_RANGE
    assert _seen(fault_port, "bad_reply") - before == 2


@pytest.mark.parametrize(("fault", "code"), [
    ("sampled_cut", ErrorCode.MODEL_CONNECTION_LOST), ("sampled_strange", ErrorCode.MODEL_BAD_RESPONSE),
    ("sampled_hang", ErrorCode.MODEL_DEADLINE), ("error_in_stream", ErrorCode.MODEL_SERVER_FAILED),
])  # fmt: skip
def test_the_fault_of_one_answer_is_that_of_all(fault_port: int, picture: Picture, fault: str, code: ErrorCode) -> None:
    with pytest.raises(ModelError) as caught:
        _ask(fault_port, picture, fault, deadline_s=1.0)
    assert caught.value.code is code


def test_the_cap_holds_for_one_answer_and_for_all(fault_port: int, picture: Picture) -> None:
    with pytest.raises(ModelError, match=f"{1 << 16} bytes") as caught:
        _ask(fault_port, picture, "sampled_endless", max_reply_bytes=1 << 16)
    assert caught.value.code is ErrorCode.MODEL_TOO_LARGE
    with pytest.raises(ModelError, match=f"{5 << 16} bytes") as caught:
        _ask(fault_port, picture, "huge", max_reply_bytes=1 << 16)
    assert caught.value.code is ErrorCode.MODEL_TOO_LARGE


def test_a_cancel_ends_all_answers(fault_port: int, picture: Picture) -> None:
    cancel = CancelToken()
    threading.Timer(0.15, cancel.cancel).start()
    begun = time.monotonic()
    with pytest.raises(ModelError) as caught:
        _client(fault_port, "sampled_hang").ask(picture, [BOX], cancel=cancel)
    assert caught.value.code is ErrorCode.MODEL_CANCELLED
    assert time.monotonic() - begun < 3.0
    while httpx.get(f"http://127.0.0.1:{fault_port}/", trust_env=False).json()["running"].get("sampled_hang"):
        assert time.monotonic() - begun < 6.0
        time.sleep(0.01)


def test_a_single_answer_is_asked_for_as_ever() -> None:
    """The bytes on the wire did not change for those who do not sample."""
    asked = {key: value for key, value in chat_body(ModelSettings(), BOX, "data:,").items() if key != "messages"}
    assert json.dumps(asked) == (
        '{"model": "tabletop", "temperature": 0.0, "top_p": 1.0, "repetition_penalty": 1.0, "max_tokens": 512, '
        '"stream": true, "stream_options": {"include_usage": true}}')
    assert chat_body(ModelSettings(), BOX, "data:,", again=True)["seed"] == 1


def test_several_answers_are_asked_for_by_n_and_drawn_anew_the_second_time() -> None:
    settings = ModelSettings(temperature=0.7, top_p=0.9, samples=5, seed=40)
    first, again = (chat_body(settings, BOX, "data:,", again=again) for again in (False, True))
    assert (first["n"], first["temperature"], first["top_p"], first["seed"]) == (5, 0.7, 0.9, 40)
    assert again["n"] == 5 and again["seed"] == 45  # a server that gives sample i the seed + i repeats none
    assert "seed" not in chat_body(ModelSettings(temperature=0.7, samples=5), BOX, "data:,")


@pytest.mark.parametrize("changes", [
    {"samples": 0}, {"samples": MAX_SAMPLES + 1, "temperature": 1.0}, {"samples": 2}, {"seed": -1}, {"samples": True},
])  # fmt: skip
def test_what_cannot_be_sampled_is_refused_by_name(changes: dict[str, Any]) -> None:
    with pytest.raises(InputError, match=next(iter(changes))) as caught:
        ModelSettings(**changes)
    assert caught.value.code is ErrorCode.INPUT_PARAMETER
