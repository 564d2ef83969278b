# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""The fault server of test/vla with manners of a teacher besides; the first folder of the path chooses one.

An answer depends on the request alone, so that two runs that ask the same hear the same.
"""

import asyncio
import hashlib
import json
import re
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "vla"))

import fault_server
from fault_server import FAULTS, Writer, plain, reply, running, seen, send

BOX_WORDS = (
    "Task: the robot has to pick up one thing that the instruction names. Scene: several things lie on a grey table "
    "beside the arm. Region: the thing stands left of the others near the edge. Feasibility: the gripper can close "
    "around it from above without touching anything else. Mark {mark}."
)
PATH_WORDS = (
    "Task: the robot has to bring its gripper to one thing that is named. Scene: several things lie on a grey table "
    "beside the arm. Location: the thing is near the edge and the gripper hangs above the middle. Trajectory: it moves "
    "sideways at a safe height and goes down at the end. Mark {mark}."
)


def asked(body: bytes) -> tuple[str, str, bool]:
    """Words of the opening turn, the output that it shows, and whether a fault was named."""
    turns = json.loads(body)["messages"]
    text = turns[0]["content"][0]["text"]
    shown = re.findall(r"<output>.*?</output>", text)
    return text, shown[-1], len(turns) > 1 and "not accepted" in turns[-1]["content"]


def words(body: bytes) -> str:
    text, _, _ = asked(body)
    letters = hashlib.sha256(body).hexdigest().translate(str.maketrans("0123456789", "ghijklmnop"))
    return (PATH_WORDS if "path of the gripper" in text else BOX_WORDS).format(mark=letters[:12])


def good_answer(body: bytes) -> str:
    return f"<think>{words(body)}</think>{asked(body)[1]}"


async def honest(writer: Writer, body: bytes) -> None:
    await reply(writer, good_answer(body))


async def unhurried(writer: Writer, body: bytes) -> None:
    seen["peak unhurried"] = max(seen["peak unhurried"], running["unhurried"])
    await asyncio.sleep(0.05)
    await reply(writer, good_answer(body))


async def parrot(writer: Writer, body: bytes) -> None:
    """Repeats numbers of the answer until it is told not to."""
    numbers = re.findall(r"0\.\d{3}", asked(body)[1])
    told = asked(body)[2]
    text = good_answer(body)
    await reply(writer, text if told else text.replace(" near", f" at {numbers[0]}, near"))


async def stubborn(writer: Writer, body: bytes) -> None:
    numbers = re.findall(r"0\.\d{3}", asked(body)[1])
    await reply(writer, good_answer(body).replace(" near", f" at {numbers[0]}, near"))


async def liar(writer: Writer, body: bytes) -> None:
    await reply(writer, f"<think>{words(body)}</think>"
                        '<output>{"x": 0.9, "y": 0.9, "width": 0.1, "height": 0.1}</output>')


async def terse(writer: Writer, body: bytes) -> None:
    await reply(writer, f"<think>Task. Scene. Region. Feasibility.</think>{asked(body)[1]}")


async def moody(writer: Writer, body: bytes) -> None:
    """By the request: good, parroting, lying or without a form; slow enough to be killed in the middle."""
    await asyncio.sleep(0.03)
    mood = hashlib.sha256(body).digest()[0] % 8
    if mood == 0:
        await liar(writer, body)
    elif mood == 1:
        await stubborn(writer, body)
    elif mood == 2:
        await reply(writer, "I cannot help with that.")
    else:
        await reply(writer, good_answer(body))


async def flaky(writer: Writer, body: bytes) -> None:
    """Fails once for each request, then answers."""
    name = "flaky " + hashlib.sha256(body).hexdigest()
    seen[name] += 1
    if seen[name] == 1:
        await send(writer, plain("500 Internal Server Error", b'{"error": {"message": "engine restarts"}}'))
    else:
        await honest(writer, body)


async def picky(writer: Writer, body: bytes) -> None:
    """Never takes one of the samples."""
    if "thing 3" in asked(body)[0]:
        await send(writer, plain("400 Bad Request", b'{"error": {"message": "this picture is refused"}}'))
    else:
        await honest(writer, body)


for manner in (honest, unhurried, parrot, stubborn, liar, terse, moody, flaky, picky):
    FAULTS[manner.__name__] = manner

if __name__ == "__main__":
    asyncio.run(fault_server.main())
