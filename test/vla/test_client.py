# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""What the client asks, when it asks again, what it tells while it waits, and how it is called off."""

import itertools
import json
import threading
import time
from typing import Any

import httpx
import numpy as np
import pytest
from numpy.typing import NDArray

from vla_r1_ros.core.cancel import CancelToken
from vla_r1_ros.core.errors import ErrorCode, InputError, ModelError, ReplyError
from vla_r1_ros.core.prompt import PromptForm, prompt_text
from vla_r1_ros.core.types import Box, BoxReply, PathReply, Question, Task
from vla_r1_ros.vla.client import ModelClient
from vla_r1_ros.vla.exchange import retry_after_s
from vla_r1_ros.vla.settings import ModelSettings

BOX = Question(Task.AFFORDANCE, "put the red cube in the blue bowl")
PATH = Question(Task.TRAJECTORY, "put the red cube in the blue bowl")


def _client(port: int, fault: str, **changes: Any) -> ModelClient:
    values: dict[str, Any] = {"deadline_s": 5.0, **changes}
    return ModelClient(ModelSettings(endpoint=f"http://127.0.0.1:{port}/{fault}/v1", model="m", **values))


def _server_counts(port: int, what: str, fault: str) -> int:
    counts = httpx.get(f"http://127.0.0.1:{port}/", trust_env=False).json()
    return int(counts[what].get(fault, 0))


def _echoed(port: int, picture: NDArray[np.uint8], question: Question, **changes: Any) -> dict[str, Any]:
    [reply] = _client(port, "echo", **changes).ask(picture, [question], cancel=CancelToken())
    told = json.loads(reply.think)
    assert isinstance(told, dict)
    return told


def test_answers_come_in_the_order_of_the_questions(fault_port: int, picture: NDArray[np.uint8]) -> None:
    client = _client(fault_port, "good")
    path, box = client.ask(picture, [PATH, BOX], cancel=CancelToken())
    assert isinstance(path, PathReply) and path.path is not None and path.path.shape == (3, 2)
    assert isinstance(box, BoxReply) and box.box == Box(0.5, 0.4, 0.2, 0.1)


def test_circumstances_are_told(fault_port: int, picture: NDArray[np.uint8]) -> None:
    [reply] = _client(fault_port, "good").ask_in_full(picture, [BOX], cancel=CancelToken())
    assert reply.tries == 1 and reply.text.startswith("<think>") and reply.question is BOX
    assert (reply.prompt_tokens, reply.completion_tokens) == (60, 20)
    assert 0 < reply.first_text_s <= reply.seconds < 5


def test_two_questions_are_asked_at_once(fault_port: int, picture: NDArray[np.uint8]) -> None:
    client = _client(fault_port, "late", max_tokens=1000)  # this server answers after max_tokens milliseconds
    begun = time.monotonic()
    client.ask(picture, [BOX, PATH, BOX], cancel=CancelToken())
    assert 1.0 <= time.monotonic() - begun < 2.0


@pytest.mark.parametrize("form", list(PromptForm))
def test_text_stands_first_and_the_image_goes_as_bytes(fault_port: int, picture: NDArray[np.uint8],
                                                       form: PromptForm) -> None:
    told = _echoed(fault_port, picture, PATH, prompt_form=form)
    assert told["order"] == ["text", "image_url"]
    assert told["image"].startswith("data:image/png;base64,")
    assert told["text"] == prompt_text(PATH, form).replace("<", "(").replace(">", ")")


def test_sampling_of_the_settings_is_sent(fault_port: int, picture: NDArray[np.uint8]) -> None:
    sampling = {"temperature": 0.7, "top_p": 0.9, "repetition_penalty": 1.1, "max_tokens": 77}
    asked = _echoed(fault_port, picture, BOX, **sampling)["asked"]
    assert {key: asked[key] for key in ("model", *sampling)} == {"model": "m", **sampling}
    assert asked["stream"] is True and "seed" not in asked


def test_a_reply_that_does_not_parse_is_asked_again_once(fault_port: int, picture: NDArray[np.uint8]) -> None:
    [reply] = _client(fault_port, "bad_then_good").ask_in_full(picture, [BOX], cancel=CancelToken())
    assert reply.tries == 2 and isinstance(reply.answer, BoxReply) and reply.answer.box is not None
    before = _server_counts(fault_port, "seen", "bad_reply")
    with pytest.raises(ReplyError) as caught:
        _client(fault_port, "bad_reply").ask(picture, [BOX], cancel=CancelToken())
    assert caught.value.code is ErrorCode.REPLY_OUT_OF_RANGE
    assert _server_counts(fault_port, "seen", "bad_reply") - before == 2


def test_a_reply_cut_at_the_token_limit_is_never_absent(fault_port: int, picture: NDArray[np.uint8]) -> None:
    with pytest.raises(ReplyError) as caught:
        _client(fault_port, "cut_by_limit").ask(picture, [BOX], cancel=CancelToken())
    assert caught.value.code is ErrorCode.REPLY_INCOMPLETE


def test_a_busy_server_is_asked_again_after_its_pause(fault_port: int, picture: NDArray[np.uint8]) -> None:
    [reply] = _client(fault_port, "busy_once").ask(picture, [BOX], cancel=CancelToken())
    assert isinstance(reply, BoxReply)


def test_a_pause_beyond_the_deadline_is_not_waited_for(fault_port: int, picture: NDArray[np.uint8]) -> None:
    begun = time.monotonic()
    with pytest.raises(ModelError, match="120") as caught:
        _client(fault_port, "busy").ask(picture, [BOX], cancel=CancelToken())
    assert caught.value.code is ErrorCode.MODEL_OVERLOADED
    assert time.monotonic() - begun < 4.0


def test_think_text_grows_while_it_streams(fault_port: int, picture: NDArray[np.uint8]) -> None:
    shown: list[list[str]] = [[], []]
    threads = set()

    def on_text(which: int, text: str) -> None:
        shown[which].append(text)
        threads.add(threading.get_ident())

    replies = _client(fault_port, "slow").ask(picture, [BOX, PATH], cancel=CancelToken(), on_text=on_text)
    for texts, reply in zip(shown, replies, strict=True):
        assert len(texts) >= 3
        assert all(late.startswith(early) for early, late in itertools.pairwise(texts))
        assert texts[-1] == reply.think
    assert threads == {threading.get_ident()}


def test_an_error_of_the_callers_callback_comes_out(fault_port: int, picture: NDArray[np.uint8]) -> None:
    def on_text(which: int, text: str) -> None:
        raise LookupError("mine")

    with pytest.raises(LookupError, match="mine"):
        _client(fault_port, "good").ask(picture, [BOX, PATH], cancel=CancelToken(), on_text=on_text)


def _ends_running(port: int, fault: str) -> bool:
    until = time.monotonic() + 3.0
    while time.monotonic() < until:
        if _server_counts(port, "running", fault) == 0:
            return True
        time.sleep(0.01)
    return False


@pytest.mark.parametrize("fault", ["hang", "hung_stream", "drip"])
def test_cancel_closes_the_connections(fault_port: int, picture: NDArray[np.uint8], fault: str) -> None:
    cancel = CancelToken()
    timer = threading.Timer(0.15, cancel.cancel)
    timer.start()
    begun = time.monotonic()
    with pytest.raises(ModelError) as caught:
        _client(fault_port, fault).ask(picture, [BOX, PATH], cancel=cancel)
    assert caught.value.code is ErrorCode.MODEL_CANCELLED
    assert 0.1 < time.monotonic() - begun < 3.0  # the faults go on for 30 s; the time itself is R6's matter
    assert _ends_running(fault_port, fault)


def test_a_token_cancelled_before_asks_nothing(fault_port: int, picture: NDArray[np.uint8]) -> None:
    cancel = CancelToken()
    cancel.cancel()
    before = _server_counts(fault_port, "seen", "good")
    with pytest.raises(ModelError) as caught:
        _client(fault_port, "good").ask(picture, [BOX], cancel=cancel)
    assert caught.value.code is ErrorCode.MODEL_CANCELLED
    assert _server_counts(fault_port, "seen", "good") == before


def test_the_first_failure_calls_the_other_question_off(fault_port: int, picture: NDArray[np.uint8]) -> None:
    begun = time.monotonic()
    with pytest.raises(ModelError) as caught:
        _client(fault_port, "half").ask(picture, [BOX, PATH], cancel=CancelToken())
    assert caught.value.code is ErrorCode.MODEL_HTTP
    assert time.monotonic() - begun < 2.0
    assert _ends_running(fault_port, "half")


def test_close_ends_calls_of_other_threads(fault_port: int, picture: NDArray[np.uint8]) -> None:
    client = _client(fault_port, "hang")
    codes: list[ErrorCode] = []

    def ask() -> None:
        try:
            client.ask(picture, [BOX], cancel=CancelToken())
        except ModelError as error:
            codes.append(error.code)

    workers = [threading.Thread(target=ask) for _ in range(4)]
    for worker in workers:
        worker.start()
    time.sleep(0.2)
    client.close()
    for worker in workers:
        worker.join(3.0)
    assert codes == [ErrorCode.MODEL_CANCELLED] * 4


def test_many_threads_share_a_client(fault_port: int, picture: NDArray[np.uint8]) -> None:
    client = _client(fault_port, "good", deadline_s=20.0)
    results: list[int] = []
    workers = [threading.Thread(target=lambda: results.append(
        sum(len(client.ask(picture, [BOX, PATH], cancel=CancelToken())) for _ in range(5)))) for _ in range(6)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert results == [10] * 6


def test_probe_needs_a_generated_token(fault_port: int) -> None:
    assert 0 < _client(fault_port, "good").probe(2.0) < 2.0
    for fault, code, deadline_s in (("hang", ErrorCode.MODEL_DEADLINE, 0.3), ("error_500", ErrorCode.MODEL_HTTP, 5.0)):
        with pytest.raises(ModelError) as caught:
            _client(fault_port, fault).probe(deadline_s)
        assert caught.value.code is code


@pytest.mark.parametrize("count", [0, 9])
def test_number_of_questions_is_bounded(fault_port: int, picture: NDArray[np.uint8], count: int) -> None:
    with pytest.raises(InputError):
        _client(fault_port, "good").ask(picture, [BOX] * count, cancel=CancelToken())


@pytest.mark.parametrize(("value", "seconds"), [
    (None, None), ("2", 2.0), ("0.5", 0.5), ("0", 0.01), ("nan", None), ("inf", None), ("soon", None), ("-1e9", None),
    ("Wed, 21 Oct 1970 07:28:00 GMT", None), ("Fri, 99 Foo 9999", None),
])  # fmt: skip
def test_retry_after(value: str | None, seconds: float | None) -> None:
    assert retry_after_s(value) == seconds
