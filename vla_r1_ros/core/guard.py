# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""Runs a command and ends its whole session when the one who started it is gone, however it went.

Started as a file by a plain Python, so standard library only: `python guard.py COMMAND ARGS...`. It must lead its
own session. Its standard input is a pipe that the starter holds open; when that closes, everything is ended.
"""

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Sequence
from pathlib import Path
from types import FrameType

GRACE_S = 1.5


def session_members(session: int) -> list[int]:
    """Process ids of a session, zombies left out."""
    members = []
    for path in Path("/proc").glob("[0-9]*/stat"):
        try:
            state, _, _, its_session = path.read_text().rpartition(")")[2].split()[:4]
        except (OSError, ValueError):
            continue  # ended meanwhile
        if int(its_session) == session and state != "Z":
            members.append(int(path.parent.name))
    return members


def end_others(grace_s: float) -> None:
    """Ask all other members of this session to end, then make them."""
    me = os.getpid()
    for number, patience_s in ((signal.SIGTERM, grace_s), (signal.SIGKILL, 1.0)):
        others = [member for member in session_members(os.getsid(0)) if member != me]
        for other in others:
            try:
                os.kill(other, number)
            except ProcessLookupError:
                continue
        until = time.monotonic() + patience_s
        while time.monotonic() < until and len(session_members(os.getsid(0))) > 1:
            time.sleep(0.02)


def main(command: Sequence[str]) -> int:
    """Run `command` to its end; returns its exit status as a shell would. Signals are passed on to it."""
    child: subprocess.Popen[bytes] | None = None
    early: list[int] = []

    def pass_on(number: int, _frame: FrameType | None) -> None:
        if child is None:
            early.append(number)
        else:
            child.send_signal(number)

    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, pass_on)  # a handler, not SIG_IGN, which the child would inherit
    child = subprocess.Popen(command, stdin=subprocess.DEVNULL)
    for missed in early:
        child.send_signal(missed)

    def end_with_the_starter() -> None:
        while os.read(0, 4096):
            pass
        end_others(GRACE_S)

    threading.Thread(target=end_with_the_starter, daemon=True).start()
    status = child.wait()
    end_others(GRACE_S)
    return status if status >= 0 else 128 - status


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
