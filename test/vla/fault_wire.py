# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""What the fault server says on the wire where it is whole."""

import asyncio
import json

Writer = asyncio.StreamWriter
BOX = (
    "<think>The red cube is left of the bowl.</think>"
    '<output>{"x": 0.5, "y": 0.4, "width": 0.2, "height": 0.1}</output>'
)
PATH = "<think>From the cube to the bowl.</think><output>[[0.1, 0.2], [0.3, 0.2], [0.6, 0.5]]</output>"
STREAM_HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nConnection: close\r\n\r\n"


def chunk(text: str, finish: str | None = None, index: int = 0) -> bytes:
    choice = {"index": index, "delta": {"content": text}, "finish_reason": finish}
    return b"data: " + json.dumps({"choices": [choice]}).encode() + b"\n\n"


def usage() -> bytes:
    return b'data: {"choices": [], "usage": {"prompt_tokens": 60, "completion_tokens": 20}}\n\ndata: [DONE]\n\n'


async def send(writer: Writer, data: bytes) -> None:
    writer.write(data)
    await writer.drain()


async def reply(writer: Writer, text: str, pause_s: float = 0.0, finish: str = "stop") -> None:
    await send(writer, STREAM_HEAD)
    for begin in range(0, len(text), 12):
        await send(writer, chunk(text[begin : begin + 12]))
        await asyncio.sleep(pause_s)
    await send(writer, chunk("", finish) + usage())


async def interleaved(writer: Writer, texts: list[str], ended: int | None = None) -> None:
    """Several choices in turns, as vLLM sends them; only the first `ended` of them end."""
    await send(writer, STREAM_HEAD)
    for begin in range(0, max(map(len, texts)), 12):
        for index, text in enumerate(texts):
            if text[begin : begin + 12]:
                await send(writer, chunk(text[begin : begin + 12], index=index))
        await asyncio.sleep(0.005)
    for index in range(len(texts) if ended is None else ended):
        await send(writer, chunk("", "stop", index))
    if ended is None:
        await send(writer, usage())


def answer(body: bytes) -> str:
    return PATH if b"optimal trajectory" in body else BOX


def plain(status: str, body: bytes, kind: str = "application/json", extra: str = "") -> bytes:
    head = f"HTTP/1.1 {status}\r\nContent-Type: {kind}\r\nContent-Length: {len(body)}\r\n"
    return f"{head}Connection: close\r\n{extra}\r\n".encode() + body
