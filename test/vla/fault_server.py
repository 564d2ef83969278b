# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""A TCP server that breaks in every way that model servers were seen to break; run as a process of its own.

The first folder of the path chooses the fault, so one server serves all: POST /drip/v1/chat/completions.
It prints its port, and ends when its standard input closes.
"""

import asyncio
import json
import struct
import sys
from collections import Counter
from collections.abc import Awaitable, Callable
from socket import SO_LINGER, SOL_SOCKET

import fault_samples
from fault_wire import PATH, STREAM_HEAD, Writer, answer, chunk, plain, reply, send, usage

seen: Counter[str] = Counter()
running: Counter[str] = Counter()


async def good(writer: Writer, body: bytes) -> None:
    await reply(writer, answer(body))


async def slow(writer: Writer, body: bytes) -> None:
    await reply(writer, answer(body), pause_s=0.03)


async def late(writer: Writer, body: bytes) -> None:
    """Answers within 0.9 of the deadline that the client told in a header-free way: max_tokens is milliseconds."""
    await asyncio.sleep(json.loads(body)["max_tokens"] / 1000)
    await reply(writer, answer(body))


async def hang(writer: Writer, body: bytes) -> None:
    await asyncio.sleep(30)


async def hung_stream(writer: Writer, body: bytes) -> None:
    await send(writer, STREAM_HEAD + chunk("<think>The"))
    await asyncio.sleep(30)


async def drip(writer: Writer, body: bytes) -> None:
    await send(writer, STREAM_HEAD)
    for byte in (chunk("<think>The red cube") * 200):
        await send(writer, bytes([byte]))
        await asyncio.sleep(0.005)


async def drip_head(writer: Writer, body: bytes) -> None:
    for byte in STREAM_HEAD * 50:
        await send(writer, bytes([byte]))
        await asyncio.sleep(0.02)


async def error_500(writer: Writer, body: bytes) -> None:
    await send(writer, plain("500 Internal Server Error", b'{"error": {"message": "EngineCore died"}}'))


async def half(writer: Writer, body: bytes) -> None:
    """One question fails after a while, the other never ends."""
    await asyncio.sleep(0.1)
    await (hang if answer(body) == PATH else error_500)(writer, body)


async def error_400(writer: Writer, body: bytes) -> None:
    await send(writer, plain("400 Bad Request", b'{"error": {"message": "too many tokens"}}'))


async def error_404(writer: Writer, body: bytes) -> None:
    await send(writer, plain("404 Not Found", b'{"error": {"message": "no such model"}}'))


async def error_in_stream(writer: Writer, body: bytes) -> None:
    await send(writer, STREAM_HEAD + chunk("<think>") + b'data: {"error": {"message": "out of memory"}}\n\n')


async def busy(writer: Writer, body: bytes) -> None:
    await send(writer, plain("429 Too Many Requests", b"slow down", extra="Retry-After: 120\r\n"))


async def busy_once(writer: Writer, body: bytes) -> None:
    if seen["busy_once"] % 2:
        await send(writer, plain("429 Too Many Requests", b"slow down", extra="Retry-After: 0.05\r\n"))
    else:
        await reply(writer, answer(body))


async def busy_always(writer: Writer, body: bytes) -> None:
    await send(writer, plain("503 Service Unavailable", b"loading"))


async def reset(writer: Writer, body: bytes) -> None:
    await send(writer, STREAM_HEAD + chunk("<think>The red"))
    await asyncio.sleep(0.01)
    writer.get_extra_info("socket").setsockopt(SOL_SOCKET, SO_LINGER, struct.pack("ii", 1, 0))
    writer.transport.abort()


async def early_end(writer: Writer, body: bytes) -> None:
    await send(writer, STREAM_HEAD + chunk("<think>The red"))


async def short_body(writer: Writer, body: bytes) -> None:
    await send(writer, STREAM_HEAD.replace(b"Connection", b"Content-Length: 5000\r\nConnection") + chunk("<think>"))


async def silent_close(writer: Writer, body: bytes) -> None:
    pass


async def cut_json(writer: Writer, body: bytes) -> None:
    await send(writer, STREAM_HEAD + chunk("<think>The red")[:-20] + b"\n\n" + b"data: [DONE]\n\n")


async def exclaims(writer: Writer, body: bytes) -> None:
    await send(writer, STREAM_HEAD)
    for _ in range(4000):
        await send(writer, chunk("!"))


async def few_exclaims(writer: Writer, body: bytes) -> None:
    await reply(writer, "!!!!")


async def huge(writer: Writer, body: bytes) -> None:
    await send(writer, STREAM_HEAD + b"data: ")
    for _ in range(800):
        await send(writer, b"x" * 65536)


async def huge_chunks(writer: Writer, body: bytes) -> None:
    await send(writer, STREAM_HEAD)
    for number in range(400):
        await send(writer, chunk(f"{number} " * 32768))


async def wrong_type(writer: Writer, body: bytes) -> None:
    await send(writer, plain("200 OK", b"<html>hello</html>", kind="text/html"))


async def packed(writer: Writer, body: bytes) -> None:
    await send(writer, plain("200 OK", b"\x1f\x8b" * 20, kind="text/event-stream", extra="Content-Encoding: gzip\r\n"))


async def not_http(writer: Writer, body: bytes) -> None:
    await send(writer, b"SSH-2.0-OpenSSH_9.6\r\n\r\n" * 3)


async def redirect(writer: Writer, body: bytes) -> None:
    await send(writer, plain("307 Temporary Redirect", b"", extra="Location: /good/v1/chat/completions\r\n"))


async def bad_shape(writer: Writer, body: bytes) -> None:
    await send(writer, STREAM_HEAD + b'data: {"choices": [{"delta": {"content": 5}}]}\n\n' + usage())


async def bad_reply(writer: Writer, body: bytes) -> None:
    await reply(writer, '<think>a</think><output>{"x": 2, "y": 0, "width": 1, "height": 1}</output>')


async def bad_then_good(writer: Writer, body: bytes) -> None:
    again = "seed" in json.loads(body)
    await reply(writer, answer(body) if again else "<think>a</think><output>nonsense</output>")


async def cut_by_limit(writer: Writer, body: bytes) -> None:
    await reply(writer, "<think>It is not there.</think>", finish="length")


async def echo(writer: Writer, body: bytes) -> None:
    """Sends back what it was asked, inside the think text."""
    asked = json.loads(body)
    content = asked["messages"][0]["content"]
    told = {
        "asked": {**asked, "messages": None},
        "text": content[0]["text"],
        "order": [part["type"] for part in content],
        "image": content[1]["image_url"]["url"],
    }
    words = json.dumps(told).replace("<", "(").replace(">", ")")
    await reply(writer, f"<think>{words}</think><output>null</output>")


FAULTS: dict[str, Callable[[Writer, bytes], Awaitable[None]]] = {
    function.__name__: function
    for function in (
        good, slow, late, hang, hung_stream, drip, drip_head, error_500, error_400, error_404, error_in_stream, busy,
        busy_once, busy_always, reset, early_end, short_body, silent_close, cut_json, exclaims, few_exclaims, huge,
        huge_chunks, wrong_type, packed, not_http, redirect, bad_shape, bad_reply, bad_then_good, cut_by_limit, echo,
        half,
    )
} | fault_samples.FAULTS  # fmt: skip


async def serve(reader: asyncio.StreamReader, writer: Writer) -> None:
    try:
        head = await reader.readuntil(b"\r\n\r\n")
        fault = head.split(b" ", 2)[1].decode().split("/")[1]
        if head.startswith(b"GET"):
            await send(writer, plain("200 OK", json.dumps({"seen": seen, "running": running}).encode()))
            return
        length = int(next(line.split(b":")[1] for line in head.lower().split(b"\r\n") if b"content-length" in line))
        body = await reader.readexactly(length)
        seen[fault] += 1
        running[fault] += 1
        try:
            gone = asyncio.ensure_future(reader.read())  # ends when the client closes
            work = asyncio.ensure_future(FAULTS[fault](writer, body))
            await asyncio.wait({gone, work}, return_when=asyncio.FIRST_COMPLETED)
            work.cancel()
            gone.cancel()
            await asyncio.gather(work, gone, return_exceptions=True)
        finally:
            running[fault] -= 1
    except (OSError, asyncio.IncompleteReadError):
        pass
    finally:
        writer.close()


async def main() -> None:
    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    print(server.sockets[0].getsockname()[1], flush=True)
    await asyncio.get_running_loop().run_in_executor(None, sys.stdin.read)


if __name__ == "__main__":
    asyncio.run(main())
