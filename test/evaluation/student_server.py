# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""The fault server of test/vla with manners of a student besides; the first folder of the path chooses one.

A student's answer depends on the number in the instruction alone: "pick up thing 3".
"""

import asyncio
import json
import re
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "vla"))

import fault_server
from fault_server import FAULTS
from fault_wire import Writer, interleaved, plain, reply, send


def answer(number: int, sample: int, path: bool) -> str:
    """Even numbers are answered alike each time, odd ones differ from sample to sample; every seventh is no answer."""
    shift = 0.0 if number % 2 == 0 else round(0.02 * number * (sample + 1), 3)
    if number % 7 == 6:
        return "I do not know."
    if path:
        output = f"[[0.1, {min(0.2 + shift, 1.0):g}], [0.3, 0.4], [0.5, 0.6]]"
    else:
        output = f'{{"x": {min(0.4 + shift, 1.0):g}, "y": 0.5, "width": 0.2, "height": 0.4}}'
    return f"<think>Thing {number} is there.</think><output>{output}</output>"


async def student(writer: Writer, body: bytes) -> None:
    asked = json.loads(body)
    text = asked["messages"][0]["content"][0]["text"]
    found = re.search(r"thing (\d+)", text)
    number = int(found[1]) if found else 0
    said = [answer(number, sample, "optimal trajectory" in text) for sample in range(asked.get("n", 1))]
    await interleaved(writer, said)


async def slow_student(writer: Writer, body: bytes) -> None:
    await asyncio.sleep(0.1)
    await student(writer, body)


async def bare_student(writer: Writer, body: bytes) -> None:
    """Does not think aloud."""
    output = '{"x": 0.4, "y": 0.5, "width": 0.2, "height": 0.4}'
    await reply(writer, f"```json\n{output}\n```")


async def only_tabletop(writer: Writer, body: bytes) -> None:
    """Knows one model, as vLLM says it."""
    if json.loads(body)["model"] == "tabletop":
        await student(writer, body)
    else:
        await send(writer, plain("404 Not Found", b'{"error": {"message": "The model `other` does not exist."}}'))


async def forgetful(writer: Writer, body: bytes) -> None:
    """Never has an answer about thing 3."""
    if b"thing 3" in body:
        await send(writer, plain("500 Internal Server Error", b'{"error": {"message": "engine died"}}'))
    else:
        await student(writer, body)


for manner in (student, slow_student, bare_student, only_tabletop, forgetful):
    FAULTS[manner.__name__] = manner

if __name__ == "__main__":
    asyncio.run(fault_server.main())
