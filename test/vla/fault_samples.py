# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""Replies of several answers, whole and broken, of the fault server."""

import asyncio
import json

from fault_wire import STREAM_HEAD, Writer, answer, chunk, interleaved, send, usage


def drawn(body: bytes) -> list[str]:
    """The n answers of `sampled`: the first far away from the others, which are near each other."""
    places = [0.9, *(0.5 + 0.01 * i for i in range(json.loads(body).get("n", 1) - 1))]
    return [answer(body).replace("<think>", f"<think>At {x:.2f}. ").replace('"x": 0.5', f'"x": {x:.2f}')
            .replace("[[0.1", f"[[{x:.2f}") for x in places]  # fmt: skip


async def sampled(writer: Writer, body: bytes) -> None:
    await interleaved(writer, drawn(body))


async def sampled_few(writer: Writer, body: bytes) -> None:
    await interleaved(writer, drawn(body)[:-2])


async def sampled_mixed(writer: Writer, body: bytes) -> None:
    await interleaved(writer, ["nonsense", "<think>None.</think><output>null</output>", *drawn(body)[2:]])


async def sampled_bad(writer: Writer, body: bytes) -> None:
    again = "seed" in json.loads(body)
    await interleaved(writer, drawn(body) if again else ["<think>a</think><output>7</output>"] * len(drawn(body)))


async def sampled_cut(writer: Writer, body: bytes) -> None:
    await interleaved(writer, drawn(body), ended=len(drawn(body)) - 1)


async def sampled_hang(writer: Writer, body: bytes) -> None:
    await interleaved(writer, drawn(body), ended=1)
    await asyncio.sleep(30)


async def sampled_endless(writer: Writer, body: bytes) -> None:
    await send(writer, STREAM_HEAD)
    for number in range(40_000):
        await send(writer, chunk(f"{number} " * 256, index=1))


async def sampled_strange(writer: Writer, body: bytes) -> None:
    await send(writer, STREAM_HEAD + chunk("<think>", index=40) + usage())


FAULTS = {function.__name__: function for function in (
    sampled, sampled_few, sampled_mixed, sampled_bad, sampled_cut, sampled_hang, sampled_endless, sampled_strange,
)}  # fmt: skip
