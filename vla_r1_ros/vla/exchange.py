# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""One request to the server and its streamed answer; every way in which it can fail has its ModelError."""

import asyncio
import itertools
import math
import ssl
import time
from collections.abc import Callable
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from typing import NoReturn

import httpx

from vla_r1_ros.core.errors import ErrorCode, ModelError
from vla_r1_ros.vla.settings import ModelSettings
from vla_r1_ros.vla.stream import ChatStream

_BUSY = (429, 503)
_FIRST_BACKOFF_S = 0.1
_MAX_ERROR_BYTES = 4096
_LOG_ADVICE = "look into the model server's log"


def trusted(settings: ModelSettings) -> ssl.SSLContext | bool:
    """Return whom an https endpoint must be certified by (loading that takes a while, once is enough)."""
    return ssl.create_default_context() if settings.endpoint.lower().startswith("https") else False


def http_client(settings: ModelSettings, verify: ssl.SSLContext | bool) -> httpx.AsyncClient:
    """Return a client for streamed answers: key and headers set, no proxy of the environment, no limits of its own."""
    headers = {"Content-Type": "application/json", "Accept": "text/event-stream", "Accept-Encoding": "identity"}
    if settings.api_key:
        headers["Authorization"] = f"Bearer {settings.api_key}"
    return httpx.AsyncClient(verify=verify, timeout=None, trust_env=False, headers=headers,
                             limits=httpx.Limits(max_connections=None))


class _BusyServer(Exception):
    def __init__(self, status: int, words: str, retry_after_s: float | None) -> None:
        super().__init__(words)
        self.status = status
        self.retry_after_s = retry_after_s


@dataclass(frozen=True)
class Exchange:
    """Sends one body after the other to one address.

    Args:
        http: the open connection pool.
        url: where completions are asked for.
        deadline: end of patience on the loop's clock; the caller's time-out ends the work, here it only decides
            whether a busy server's wish for a pause can be met.
        max_reply_bytes: cap of the bytes of one reply.
    """

    http: httpx.AsyncClient
    url: str
    deadline: float
    max_reply_bytes: int

    async def complete(self, body: bytes, on_growth: Callable[[str], None] | None = None,
                       samples: int = 1) -> ChatStream:
        """Send `body`, read the streamed reply to its end; `on_growth` gets the text so far.

        Where the body asks for several `samples`, it is the first one's text, and the end is that of all.

        A busy server (429, 503) is asked again after its Retry-After, as long as the deadline allows.

        Raises:
            ModelError: MODEL_UNREACHABLE, _HTTP, _OVERLOADED, _CONNECTION_LOST, _BAD_RESPONSE, _TOO_LARGE or
                _SERVER_FAILED.
        """
        for tries in itertools.count():
            try:
                return await self._once(body, on_growth, samples)
            except _BusyServer as busy:
                pause_s = busy.retry_after_s
                if pause_s is None:
                    pause_s = _FIRST_BACKOFF_S * 2.0**min(tries, 10)
                left_s = self.deadline - asyncio.get_running_loop().time()
                if pause_s >= left_s:
                    raise ModelError(
                        ErrorCode.MODEL_OVERLOADED,
                        f"the server is busy (HTTP {busy.status}, asked {tries + 1} times); it wants a pause of "
                        f"{pause_s:.2f} s, {max(left_s, 0.0):.2f} s are left: {busy}",
                        "fewer clients, a longer deadline, or a faster server") from None  # fmt: skip
                await asyncio.sleep(pause_s)
            except httpx.HTTPError as error:
                raise _translated(error, self.url) from error
            except httpx.StreamError as error:
                raise ModelError(ErrorCode.MODEL_CONNECTION_LOST, f"reading the reply failed: {error}",
                                 _LOG_ADVICE) from error
        raise AssertionError("unreachable")

    async def _once(self, body: bytes, on_growth: Callable[[str], None] | None, samples: int) -> ChatStream:
        async with self.http.stream("POST", self.url, content=body) as response:
            if response.status_code != 200:
                await _refuse_status(response)
            _check_headers(response)
            stream = ChatStream(self.max_reply_bytes, samples)
            async for data in response.aiter_raw():
                if stream.feed(data) and on_growth is not None:
                    on_growth(stream.text)
                if stream.ended:
                    break
            stream.finish()
            return stream


async def _refuse_status(response: httpx.Response) -> NoReturn:
    words = bytearray()
    async for data in response.aiter_raw():
        words += data[:_MAX_ERROR_BYTES]
        if len(words) >= _MAX_ERROR_BYTES:
            break
    said = " ".join(words[:_MAX_ERROR_BYTES].decode("utf-8", "replace").split())[:300]
    status = response.status_code
    if status in _BUSY:
        raise _BusyServer(status, said, retry_after_s(response.headers.get("retry-after")))
    advice = {
        401: "set the server's API key", 403: "set the server's API key",
        404: "check the endpoint (it ends in /v1) and the served model's name",
        400: "check image size, prompt length and sampling against the server's limits",
    }.get(status, _LOG_ADVICE)  # fmt: skip
    raise ModelError(ErrorCode.MODEL_HTTP, f"the server answered HTTP {status}: {said}", advice)


def _check_headers(response: httpx.Response) -> None:
    kind = response.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind != "text/event-stream":
        raise ModelError(ErrorCode.MODEL_BAD_RESPONSE,
                         f"the reply has the content type '{kind[:60]}', not text/event-stream",
                         "check that the endpoint is an OpenAI-compatible chat API with streaming")
    coding = response.headers.get("content-encoding", "identity").strip().lower()
    if coding not in ("", "identity"):
        raise ModelError(ErrorCode.MODEL_BAD_RESPONSE, f"the reply is packed with '{coding[:40]}' unasked",
                         "check what stands between client and model server")


def retry_after_s(value: str | None) -> float | None:
    """Read a Retry-After header (RFC 9110: seconds or a date); None for anything that makes no sense."""
    if value is None:
        return None
    try:
        seconds = float(value)
    except ValueError:
        try:
            seconds = parsedate_to_datetime(value).timestamp() - time.time()
        except (ValueError, TypeError, OverflowError, OSError):
            return None
    return max(seconds, 0.01) if math.isfinite(seconds) and seconds > -3600.0 else None


def _translated(error: httpx.HTTPError, url: str) -> ModelError:
    words = f"{type(error).__name__} {error}".strip()
    if isinstance(error, (httpx.ConnectError, httpx.ConnectTimeout, httpx.UnsupportedProtocol, httpx.ProxyError)):
        return ModelError(ErrorCode.MODEL_UNREACHABLE, f"no connection to {url}: {words}",
                          "start the model server (vla_r1 serve) or correct the endpoint")
    lost = isinstance(error, httpx.NetworkError) or "disconnected" in words or "closed connection" in words
    if lost:
        return ModelError(ErrorCode.MODEL_CONNECTION_LOST, f"the connection broke: {words}", _LOG_ADVICE)
    return ModelError(ErrorCode.MODEL_BAD_RESPONSE, f"the server breaks HTTP: {words}", _LOG_ADVICE)
