# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""Reading a streamed chat completion (server-sent events) from bytes, without trust in the sender."""

import json
from typing import Any, NoReturn

from vla_r1_ros.core.errors import ErrorCode, ModelError

GARBAGE_RUN = 64  # the same sign that often in a row: a server whose numbers have gone bad writes "!!!!" for ever


def _refuse(message: str, advice: str = "look into the model server's log") -> NoReturn:
    raise ModelError(ErrorCode.MODEL_BAD_RESPONSE, message, advice)


class ChatStream:
    """Collects the text of one streamed reply.

    Feed it the body's bytes as they come; `text` grows. Errors are ModelError: MODEL_TOO_LARGE beyond `max_bytes`,
    MODEL_BAD_RESPONSE for what is not the chunk format or is garbage, MODEL_SERVER_FAILED for an error that the
    server sends inside the stream, MODEL_CONNECTION_LOST when the body ends before the reply does.
    """

    def __init__(self, max_bytes: int) -> None:
        self.text = ""
        self.finish_reason = ""
        self.prompt_tokens = 0
        self.completion_tokens = 0
        self.chunks = 0
        self._max_bytes = max_bytes
        self._received = 0
        self._rest = bytearray()
        self._ended = False

    @property
    def complete(self) -> bool:
        """True when the model ended by itself, not at the token limit."""
        return self.finish_reason == "stop"

    @property
    def ended(self) -> bool:
        """True once the end mark was read; nothing after it counts."""
        return self._ended

    def feed(self, data: bytes) -> bool:
        """Take bytes of the body; return whether the text has grown."""
        self._received += len(data)
        if self._received > self._max_bytes:
            raise ModelError(ErrorCode.MODEL_TOO_LARGE, f"the reply is longer than {self._max_bytes} bytes",
                             "check the server, or raise max_reply_bytes")
        before = len(self.text)
        self._rest += data
        if b"\n" in data:
            *lines, rest = bytes(self._rest).split(b"\n")
            self._rest = bytearray(rest)
            for line in lines:
                self._line(line)
        return len(self.text) > before

    def finish(self) -> None:
        """Say that the body has ended; checks that the reply did too."""
        if not (self._ended or self.finish_reason):
            raise ModelError(ErrorCode.MODEL_CONNECTION_LOST,
                             f"the reply ended after {len(self.text)} characters without its end mark",
                             "look into the model server's log")

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
        self._chunk(value)

    def _chunk(self, value: dict[str, Any]) -> None:
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
        if not choices:
            return
        choice = choices[0]
        delta = choice.get("delta") if isinstance(choice, dict) else None
        if not isinstance(delta, dict):
            _refuse("a choice has no delta")
        content = delta.get("content") or ""
        if not isinstance(content, str):
            _refuse(f"the content of a chunk is {type(content).__name__}, not text")
        reason = choice.get("finish_reason")
        if isinstance(reason, str):
            self.finish_reason = reason
        self._grow(content)

    def _grow(self, content: str) -> None:
        self.text += content
        tail = self.text[-GARBAGE_RUN:]
        if content and len(tail) == GARBAGE_RUN and tail == tail[0] * GARBAGE_RUN:
            _refuse(f"the model writes '{tail[0]}' {GARBAGE_RUN} times in a row",
                    "restart the model server; its numbers have gone bad (NaN)")


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
