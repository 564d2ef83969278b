# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""Child processes that never outlive us: each in a session of its own with a guard and a log, ended in order."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import FrameType

from vla_r1_ros.core import guard

#: Python settings of a sourced ROS workspace; a program of another environment must not get them.
FOREIGN_PYTHON = ("PYTHONPATH", "PYTHONHOME", "VIRTUAL_ENV", "PYTHONSTARTUP")
_STOP_S = guard.GRACE_S + 3.0


class ManagedProcess:
    """One child process, its log file, and a guard that ends the child's whole session when we are gone, even killed.

    Args:
        name: for messages.
        command: program and arguments.
        environment: the child's whole environment.
        log: file for what it writes, made anew.

    Raises:
        OSError: the log cannot be written.
    """

    def __init__(self, name: str, command: Sequence[str], *, environment: Mapping[str, str], log: Path) -> None:
        self.name = name
        self.log = log
        log.parent.mkdir(parents=True, exist_ok=True)
        with log.open("wb") as sink:
            self._process = subprocess.Popen(
                [sys.executable, "-I", guard.__file__, *command], env=dict(environment), stdin=subprocess.PIPE,
                stdout=sink, stderr=subprocess.STDOUT, start_new_session=True,
            )  # fmt: skip

    @property
    def session(self) -> int:
        """Process id of the guard, which is the id of the session that the child and its children are in."""
        return self._process.pid

    @property
    def status(self) -> int | None:
        """Exit status of the child as a shell gives it, 128 + n for signal n; None while it runs."""
        return self._process.poll()

    def log_tail(self, lines: int = 12) -> str:
        """The last lines that it wrote."""
        try:
            text = self.log.read_text(encoding="utf-8", errors="replace")
        except OSError:
            return ""
        return "\n".join(text.splitlines()[-lines:])

    def send(self, number: signal.Signals) -> None:
        """Send SIGINT, SIGTERM or SIGHUP to the child alone; nothing happens when it has ended."""
        if self._process.poll() is None:
            self._process.send_signal(number)

    def wait(self, seconds: float) -> bool:
        """Wait for the end; False when it still runs after `seconds`."""
        try:
            self._process.wait(seconds)
        except subprocess.TimeoutExpired:
            return False
        return True

    def release(self) -> None:
        """Let the guard end the child and everything it started: terminate, then kill. Returns at once."""
        if self._process.stdin is not None:
            self._process.stdin.close()

    def end(self) -> None:
        """As `release`, and return when nothing of the session runs."""
        self.release()
        try:
            self.wait(_STOP_S)
        finally:
            for member in guard.session_members(self.session):  # none, unless the guard itself was killed
                try:
                    os.kill(member, signal.SIGKILL)
                except ProcessLookupError:
                    continue
            self._process.wait()


def stop_all(processes: Sequence[ManagedProcess], *, patience_s: float = 5.0) -> None:
    """End processes together: interrupt each, then terminate and kill what is left of their sessions."""
    for process in processes:
        process.send(signal.SIGINT)
    end = time.monotonic() + patience_s
    for process in processes:
        process.wait(max(0.0, end - time.monotonic()))
    for process in processes:
        process.release()
    for process in processes:
        process.end()


@contextmanager
def interruptible() -> Iterator[None]:
    """While in this context SIGTERM and SIGHUP end the work as Ctrl-C does. Main thread only."""

    def interrupt(_number: int, _frame: FrameType | None) -> None:
        raise KeyboardInterrupt

    kept: dict[signal.Signals, Callable[[int, FrameType | None], object] | int | None] = {}
    for number in (signal.SIGTERM, signal.SIGHUP):
        kept[number] = signal.signal(number, interrupt)
    try:
        yield
    finally:
        for number, handler in kept.items():
            signal.signal(number, handler)


@contextmanager
def uninterrupted() -> Iterator[None]:
    """While in this context Ctrl-C and its siblings are ignored, so that cleaning up is not cut short."""
    numbers = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
    kept = [signal.signal(number, signal.SIG_IGN) for number in numbers]
    try:
        yield
    finally:
        for number, handler in zip(numbers, kept, strict=True):
            signal.signal(number, handler)
