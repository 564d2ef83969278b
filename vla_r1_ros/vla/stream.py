# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""Reading a streamed chat completion (server-sent events) from bytes, without trust in the sender."""

import json
from dataclasses import dataclass
from typing import Any, NoReturn

from vla_r1_ros.core.errors import ErrorCode, ModelError

GARBAGE_RUN = 64  # the same sign that often in a row: a server whose numbers have gone bad writes "!!!!" for ever


def _refuse(message: str, advice: str = "look into the model server's log") -> NoReturn:
    raise ModelError(ErrorCode.MODEL_BAD_RESPONSE, message, advice)


@dataclass
class Choice:
    """One of the answers that a request asked for: `text` grows, `finish_reason` is "" until it has ended."""

    text: str = ""
    finish_reason: str = ""
    received: int = 0

    @property
    def complete(self) -> bool:
        """True when the model ended by itself, not at the token limit."""
        return self.finish_reason == "stop"


class ChatStream:
    """Collects the text of one streamed reply, or of the several that one request asked for.

    Feed it the body's bytes as they come; `text` grows. Errors are ModelError: MODEL_TOO_LARGE beyond `max_bytes` for
    one reply or `max_bytes` times their number for all, MODEL_BAD_RESPONSE for what is not the chunk format or is
    garbage, MODEL_SERVER_FAILED for an error that the server sends inside the stream, MODEL_CONNECTION_LOST when the
    body ends before a reply does.

    Args:
        max_bytes: cap of the bytes of one reply.
        samples: how many replies were asked for. Where it is 1, the index of a choice does not count.
    """

    def __init__(self, max_bytes: int, samples: int = 1) -> None:
        self.prompt_tokens = 0
        self.completion_tokens = 0
        self.chunks = 0
        self._samples = samples
        self._max_bytes = max_bytes
        self._received = 0
        self._rest = bytearray()
        self._ended = False
        self._first = Choice()
        self._choices: dict[int, Choice] = {}

    @property
    def choices(self) -> list[Choice]:
        """The replies that have begun, by their index; at least the first."""
        return [self._choices[index] for index in sorted(self._choices)] or [self._first]

    @property
    def text(self) -> str:
        """The text of the first reply so far."""
        return self._first.text

    @property
    def finish_reason(self) -> str:
        """Why the first reply has ended, "" while it has not."""
        return self._first.finish_reason

    @property
    def complete(self) -> bool:
        """True when the first reply was ended by the model itself, not at the token limit."""
        return self._first.complete

    @property
    def ended(self) -> bool:
        """True once the end mark was read; nothing after it counts."""
        return self._ended

    def feed(self, data: bytes) -> bool:
        """Take bytes of the body; return whether the first reply's text has grown."""
        self._received += len(data)
        if self._received > self._max_bytes * self._samples:
            self._too_large(self._max_bytes * self._samples)
        before = len(self.text)
        self._rest += data
        if b"\n" in data:
            *lines, rest = bytes(self._rest).split(b"\n")
            self._rest = bytearray(rest)
            for line in lines:
                self._line(line)
        return len(self.text) > before

    def finish(self) -> None:
        """Say that the body has ended; checks that every reply that has begun did too."""
        if not (self._ended or all(choice.finish_reason for choice in self.choices)):
            raise ModelError(ErrorCode.MODEL_CONNECTION_LOST,
                             f"the reply ended after {len(self.text)} characters without its end mark",
                             "look into the model server's log")

    def _too_large(self, limit: int) -> NoReturn:
        raise ModelError(ErrorCode.MODEL_TOO_LARGE, f"the reply is longer than {limit} bytes",
                         "check the server, or raise max_reply_bytes")

    def _line(self, line: bytes) -> None:
        line = line.strip()
        if self._ended or not line.startswith(b"data:"):
            if line.startswith(b"{"):
                _refuse(f"a bare JSON line stands in the stream: {line[:80]!r}")
            return  # comments, event names, blank lines
        payload = line[5:].strip()
        if payload == b"[DONE]":
            self._ended = True
            return
        try:
            value = json.loads(payload)
        except (ValueError, RecursionError):
            raise ModelError(ErrorCode.MODEL_BAD_RESPONSE, f"a chunk is not JSON: {payload[:80]!r}",
                             "look into the model server's log") from None
        if not isinstance(value, dict):
            _refuse("a chunk is not an object")
        self._chunk(value, len(line))

    def _chunk(self, value: dict[str, Any], length: int) -> None:
        if "error" in value:
            error = value["error"]
            words = error.get("message") if isinstance(error, dict) else error
            raise ModelError(ErrorCode.MODEL_SERVER_FAILED, f"the server broke off: {str(words)[:300]}",
                             "look into the model server's log")
        self.chunks += 1
        usage = value.get("usage")
        if isinstance(usage, dict):
            self.prompt_tokens = _count(usage.get("prompt_tokens"))
            self.completion_tokens = _count(usage.get("completion_tokens"))
        choices = value.get("choices")
        if not isinstance(choices, list):
            _refuse("a chunk has no list of choices")
        for choice in choices if self._samples > 1 else choices[:1]:
            self._take(choice, length)

    def _take(self, choice: Any, length: int) -> None:
        delta = choice.get("delta") if isinstance(choice, dict) else None
        if not isinstance(delta, dict):
            _refuse("a choice has no delta")
        content = delta.get("content") or ""
        if not isinstance(content, str):
            _refuse(f"the content of a chunk is {type(content).__name__}, not text")
        reply = self._reply(choice.get("index", 0) if self._samples > 1 else 0)
        reply.received += length
        if reply.received > self._max_bytes:
            self._too_large(self._max_bytes)
        reason = choice.get("finish_reason")
        if isinstance(reason, str):
            reply.finish_reason = reason
        reply.text += content
        tail = reply.text[-GARBAGE_RUN:]
        if content and len(tail) == GARBAGE_RUN and tail == tail[0] * GARBAGE_RUN:
            _refuse(f"the model writes '{tail[0]}' {GARBAGE_RUN} times in a row",
                    "restart the model server; its numbers have gone bad (NaN)")

    def _reply(self, index: Any) -> Choice:
        if type(index) is not int or not 0 <= index < self._samples:
            _refuse(f"a choice has the index {str(index)[:20]}, {self._samples} were asked for")
        return self._choices.setdefault(index, Choice() if index else self._first)


def _count(value: Any) -> int:
    return value if isinstance(value, int) and not isinstance(value, bool) and value >= 0 else 0


def think_so_far(text: str) -> str:
    """Return what stands inside the think block of a reply that may still grow; "" before it begins."""
    begin = text.find("<think>")
    if begin < 0:
        return ""
    inside = text[begin + len("<think>") :]
    end = inside.find("</think>")
    if end >= 0:
        return inside[:end].strip()
    for length in range(len("</think>") - 1, 0, -1):  # half of the end tag is not thought
        if inside.endswith("</think>"[:length]):
            inside = inside[:-length]
            break
    return inside.strip()
