# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""Long runs over many questions: workers side by side, and requests that are sent again before anybody is told."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine

import httpx

from vla_r1_ros.core.errors import ErrorCode, ModelError
from vla_r1_ros.vla.exchange import Exchange
from vla_r1_ros.vla.settings import ModelSettings
from vla_r1_ros.vla.stream import ChatStream

SENDS = 3  # of one request, where the server or the connection fails
FIRST_PAUSE_S = 0.2


async def complete_patiently(http: httpx.AsyncClient, settings: ModelSettings, body: bytes) -> ChatStream:
    """Send `body` until an answer comes, `SENDS` times at most, each within `settings.deadline_s`.

    Raises:
        ModelError: what the last try ended in.
    """
    for sent in range(1, SENDS):
        try:
            return await _once(http, settings, body)
        except ModelError:
            await asyncio.sleep(FIRST_PAUSE_S * 4.0 ** (sent - 1))
    return await _once(http, settings, body)


async def side_by_side(work: Callable[[], Coroutine[None, None, None]], count: int) -> None:
    """Run `work` `count` times at once; the first failure, or a cancel, ends the others before it is raised."""
    workers = [asyncio.ensure_future(work()) for _ in range(count)]
    try:
        await asyncio.gather(*workers)
    finally:
        for worker in workers:
            worker.cancel()
        await asyncio.gather(*workers, return_exceptions=True)


async def _once(http: httpx.AsyncClient, settings: ModelSettings, body: bytes) -> ChatStream:
    deadline = asyncio.get_running_loop().time() + settings.deadline_s
    url = settings.endpoint.rstrip("/") + "/chat/completions"
    exchange = Exchange(http, url, deadline, settings.max_reply_bytes)
    try:
        async with asyncio.timeout_at(deadline):
            return await exchange.complete(body, samples=settings.samples)
    except TimeoutError:
        raise ModelError(ErrorCode.MODEL_DEADLINE, f"no complete answer after {settings.deadline_s:g} s",
                         "a longer --deadline, a smaller --concurrency, or look at the server") from None
