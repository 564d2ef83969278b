# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""Asks the model: all questions of one look at once, streamed, within one deadline, cancelled on the wire."""

import asyncio
import json
import time
from collections.abc import Awaitable, Callable, Coroutine, Sequence
from types import TracebackType
from typing import Any, Self, TypeVar

import httpx
import numpy as np

from vla_r1_ros.core.cancel import CancelToken
from vla_r1_ros.core.errors import ErrorCode, InputError, ModelError, ReplyError
from vla_r1_ros.core.types import BoxReply, ImageArray, PathReply, Question
from vla_r1_ros.vla.exchange import Exchange, http_client, trusted
from vla_r1_ros.vla.image import check_image, data_url
from vla_r1_ros.vla.reply import Reply, read_samples
from vla_r1_ros.vla.request import chat_body, probe_body
from vla_r1_ros.vla.settings import ModelSettings
from vla_r1_ros.vla.stream import ChatStream, think_so_far

MAX_QUESTIONS = 8
_PROBE_SIDE_PX = 56
_CANCEL_POLL_S = 0.01
_CLEAN_UP_S = 0.05

Result = TypeVar("Result")
OnText = Callable[[int, str], None]


class ModelClient:
    """An OpenAI-compatible endpoint as the stack uses it. Thread-safe; blocks the calling thread only.

    Each call opens its connections and closes them before it returns, so there is nothing that could grow stale or
    leak between looks. Not to be called from a thread that runs an asyncio loop.
    """

    def __init__(self, settings: ModelSettings) -> None:
        self.settings = settings
        self._url = settings.endpoint.rstrip("/") + "/chat/completions"
        self._verify = trusted(settings)
        self._closed = CancelToken()

    def ask(self, image: ImageArray, questions: Sequence[Question], *, cancel: CancelToken,
            on_text: OnText | None = None) -> list[BoxReply | PathReply]:
        """Ask all questions about one image at once; answers in the order of the questions.

        Where the settings ask for several samples, each answer is their medoid; :meth:`ask_in_full` tells how far
        they agree. A question is asked a second time only where none of its samples keeps the contract; the deadline
        holds for all samples, none is taken before the last has ended.

        Args:
            image: (H, W, 3) uint8 RGB.
            questions: one for a pick or a reach, two for a carry.
            cancel: ends the call within some 10 ms and closes its connections, so that the server stops generating.
            on_text: called in this thread with the index of a question and its think text so far, as it grows; of
                several samples the first one's.

        Raises:
            InputError: the image cannot be sent.
            ModelError: MODEL_UNREACHABLE, _DEADLINE, _HTTP, _OVERLOADED, _CONNECTION_LOST, _BAD_RESPONSE,
                _TOO_LARGE, _SERVER_FAILED or _CANCELLED.
            ReplyError: a reply broke the contract twice, of several samples all of them.
        """
        return [reply.answer for reply in self.ask_in_full(image, questions, cancel=cancel, on_text=on_text)]

    def ask_in_full(self, image: ImageArray, questions: Sequence[Question], *, cancel: CancelToken,
                    on_text: OnText | None = None) -> list[Reply]:
        """Like :meth:`ask`, with raw texts, agreement of the samples, tries, times and token counts."""
        deadline = time.monotonic() + self.settings.deadline_s
        if not 1 <= len(questions) <= MAX_QUESTIONS:
            raise InputError(ErrorCode.INPUT_PARAMETER, f"{len(questions)} questions, not 1 to {MAX_QUESTIONS}",
                             "ask about one step at a time")
        if cancel.cancelled:
            raise _cancelled()
        check_image(image, self.settings.max_image_bytes)
        url = data_url(image, self.settings.image_format, self.settings.jpeg_quality)

        async def look() -> list[Reply]:
            async with self._open() as http:
                exchange = Exchange(http, self._url, deadline, self.settings.max_reply_bytes)
                jobs = [self._one(exchange, index, question, url, on_text) for index, question in enumerate(questions)]
                return await _all_or_none(jobs, (cancel, self._closed), deadline, self.settings.deadline_s)

        return _run(look())

    def probe(self, deadline_s: float, cancel: CancelToken | None = None) -> float:
        """Have one token generated from a tiny image; a healthy `/health` says nothing about that.

        Returns:
            The seconds it took.

        Raises:
            ModelError: as :meth:`ask`.
        """
        begun = time.monotonic()
        deadline = begun + deadline_s
        grey = np.full((_PROBE_SIDE_PX, _PROBE_SIDE_PX, 3), 128, dtype=np.uint8)
        body = _encoded(probe_body(self.settings, data_url(grey, self.settings.image_format, 90)))

        async def probe() -> list[ChatStream]:
            async with self._open() as http:
                exchange = Exchange(http, self._url, deadline, self.settings.max_reply_bytes)
                tokens = (self._closed,) if cancel is None else (cancel, self._closed)
                return await _all_or_none([exchange.complete(body)], tokens, deadline, deadline_s)

        [stream] = _run(probe())
        if not (stream.finish_reason or stream.completion_tokens):
            raise ModelError(ErrorCode.MODEL_BAD_RESPONSE, "the server answered the probe without a token",
                             "look into the model server's log")
        return time.monotonic() - begun

    def close(self) -> None:
        """End calls that are under way in other threads; later ones are refused as cancelled."""
        self._closed.cancel()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None,
                 trace: TracebackType | None) -> None:
        self.close()

    def _open(self) -> httpx.AsyncClient:
        return http_client(self.settings, self._verify)

    async def _one(self, exchange: Exchange, index: int, question: Question, url: str,
                   on_text: OnText | None) -> Reply:
        begun = time.monotonic()
        first_text_s = 0.0
        shown = ""

        def grown(text: str) -> None:
            nonlocal first_text_s, shown
            first_text_s = first_text_s or time.monotonic() - begun
            think = think_so_far(text)
            if on_text is not None and think != shown:
                shown = think
                on_text(index, think)

        tries, samples = 1, self.settings.samples
        while True:
            stream = await exchange.complete(
                _encoded(chat_body(self.settings, question, url, again=tries > 1)), grown, samples)
            try:
                answer, text, found = read_samples(question, stream)
            except ReplyError:
                if tries > 1:
                    raise
                tries += 1
                continue
            return Reply(question, answer, text, tries, time.monotonic() - begun, first_text_s,
                         stream.prompt_tokens, stream.completion_tokens, samples, found,
                         tuple(choice.text for choice in stream.choices))


def _encoded(body: dict[str, Any]) -> bytes:
    return json.dumps(body, allow_nan=False).encode()


def _cancelled() -> ModelError:
    return ModelError(ErrorCode.MODEL_CANCELLED, "the question was cancelled")


async def _all_or_none(jobs: Sequence[Coroutine[Any, Any, Result]], tokens: Sequence[CancelToken], deadline: float,
                       deadline_s: float) -> list[Result]:
    """Run the jobs side by side; the first failure, a cancel or the deadline ends them all."""
    tasks = [asyncio.ensure_future(job) for job in jobs]
    watch = asyncio.ensure_future(_until_cancelled(tokens))
    pending = set(tasks)
    try:
        async with asyncio.timeout_at(deadline):
            while pending:
                done, _ = await asyncio.wait({*pending, watch}, return_when=asyncio.FIRST_COMPLETED)
                if watch in done:
                    raise _cancelled()
                for task in tasks:
                    if task in done:
                        task.result()
                pending -= done
        return [task.result() for task in tasks]
    except TimeoutError:
        raise ModelError(ErrorCode.MODEL_DEADLINE,
                         f"{len(pending)} of {len(tasks)} questions had no complete answer after {deadline_s:.2f} s",
                         "a longer deadline, a smaller image, or look whether the model server hangs") from None
    finally:
        await _ended([*tasks, watch])


async def _ended(tasks: Sequence["asyncio.Future[Any]"]) -> None:
    for task in tasks:
        task.cancel()
    done, _ = await asyncio.wait(tasks, timeout=_CLEAN_UP_S)
    for task in done:
        if not task.cancelled():
            task.exception()  # seen: only the first failure counts


async def _until_cancelled(tokens: Sequence[CancelToken]) -> None:
    while not any(token.cancelled for token in tokens):
        await asyncio.sleep(_CANCEL_POLL_S)


def _run(work: Awaitable[Result]) -> Result:
    """Run `work` on an event loop of its own in this thread and leave nothing of it behind.

    Unlike asyncio.run this does not wait for a name lookup that hangs in its helper thread.
    """
    loop = asyncio.new_event_loop()
    try:
        return loop.run_until_complete(work)
    finally:
        rest = asyncio.all_tasks(loop)
        if rest:
            loop.run_until_complete(_ended(list(rest)))
        loop.run_until_complete(loop.shutdown_asyncgens())
        loop.close()
