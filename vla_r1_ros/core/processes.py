# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""Child processes that never outlive us: each in a group of its own, with a log, ended in order."""

import ctypes
import os
import signal
import subprocess
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import FrameType

_PR_SET_PDEATHSIG = 1
_LIBC = ctypes.CDLL(None, use_errno=True) if os.name == "posix" else None


def die_with_parent() -> None:
    """Run in the child before exec: the kernel ends it when our thread dies, however that happens (Linux). Ctrl-C
    counts for it even where we were started with it ignored, as a shell's background job is."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    if _LIBC is not None and hasattr(_LIBC, "prctl"):
        _LIBC.prctl(_PR_SET_PDEATHSIG, signal.SIGTERM, 0, 0, 0)


class ManagedProcess:
    """One child process, its group and its log file. Start it from a thread that lives as long as it should."""

    def __init__(self, name: str, command: Sequence[str], *, environment: Mapping[str, str], log: Path) -> None:
        self.name = name
        self.log = log
        log.parent.mkdir(parents=True, exist_ok=True)
        with log.open("wb") as sink:
            self._process = subprocess.Popen(
                list(command), env=dict(environment), stdin=subprocess.DEVNULL, stdout=sink, stderr=subprocess.STDOUT,
                start_new_session=True, preexec_fn=die_with_parent,
            )  # fmt: skip

    @property
    def pid(self) -> int:
        """Process id, which is the id of its group too."""
        return self._process.pid

    @property
    def status(self) -> int | None:
        """Exit status, negative for a signal; None while it runs."""
        return self._process.poll()

    def log_tail(self, lines: int = 12) -> str:
        """The last lines that it wrote."""
        try:
            text = self.log.read_text(encoding="utf-8", errors="replace")
        except OSError:
            return ""
        return "\n".join(text.splitlines()[-lines:])

    def send(self, number: signal.Signals) -> None:
        """Send a signal to the process alone; nothing happens when it has ended."""
        if self._process.poll() is None:
            self._process.send_signal(number)

    def wait(self, seconds: float) -> bool:
        """Wait for the end; False when it still runs after `seconds`."""
        try:
            self._process.wait(seconds)
        except subprocess.TimeoutExpired:
            return False
        return True

    def kill_group(self, number: signal.Signals = signal.SIGKILL) -> None:
        """Send a signal to the whole group, grandchildren included."""
        try:
            os.killpg(self.pid, number)
        except ProcessLookupError:
            return


def stop_all(processes: Sequence[ManagedProcess], *, patience_s: float = 5.0) -> None:
    """End processes together: interrupt each, then terminate, then kill, then sweep what their groups left."""
    for number, seconds in ((signal.SIGINT, patience_s), (signal.SIGTERM, 3.0)):
        for process in processes:
            process.send(number)
        end = time.monotonic() + seconds
        for process in processes:
            process.wait(max(0.0, end - time.monotonic()))
        if all(process.status is not None for process in processes):
            break
    for process in processes:
        process.kill_group()
        process.wait(2.0)


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
