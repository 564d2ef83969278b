# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import psutil
import pytest

from vla_r1_ros.core.processes import ManagedProcess, interruptible, stop_all, uninterrupted

STUBBORN = """
import signal, time
for number in (signal.SIGINT, signal.SIGTERM):
    signal.signal(number, signal.SIG_IGN)
print("up", flush=True)
time.sleep(60)
"""
POLITE = """
import time
print("up", flush=True)
try:
    time.sleep(60)
except KeyboardInterrupt:
    print("bye")
"""
PARENT = """
import subprocess, sys, time
subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"])
print("up", flush=True)
time.sleep(60)
"""
STARTER = """
import os, sys, time
from pathlib import Path
from vla_r1_ros.core.processes import ManagedProcess
sleep = [sys.executable, "-c", "import time; time.sleep(60)"]
print(ManagedProcess("c", sleep, environment=os.environ, log=Path(sys.argv[1])).session, flush=True)
time.sleep(60)
"""


def start(code: str, folder: Path, name: str = "child") -> ManagedProcess:
    process = ManagedProcess(name, [sys.executable, "-c", code], environment=os.environ, log=folder / f"{name}.log")
    end = time.monotonic() + 10
    while "up" not in process.log_tail() and time.monotonic() < end:
        time.sleep(0.01)
    return process


def test_a_polite_child_ends_at_the_interrupt(tmp_path: Path) -> None:
    process = start(POLITE, tmp_path)
    stop_all([process])
    assert process.status == 0
    assert "bye" in process.log_tail()


def test_a_stubborn_child_is_killed(tmp_path: Path) -> None:
    process = start(STUBBORN, tmp_path)
    stop_all([process], patience_s=0.2)
    assert process.status == 128 + signal.SIGKILL


def test_grandchildren_end_too(tmp_path: Path) -> None:
    process = start(PARENT, tmp_path)
    family = psutil.Process(process.session).children(recursive=True)
    assert family
    stop_all([process], patience_s=0.2)
    _, alive = psutil.wait_procs(family, timeout=3)
    assert alive == []


def test_children_end_when_their_starter_is_killed(tmp_path: Path) -> None:
    command = [sys.executable, "-c", STARTER, str(tmp_path / "child.log")]
    starter = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    assert starter.stdout is not None
    child = psutil.Process(int(starter.stdout.readline()))
    starter.kill()
    starter.wait()
    child_gone, _ = psutil.wait_procs([child], timeout=3)
    assert child_gone


def test_sigterm_is_an_interrupt_and_cleaning_up_is_not_cut_short() -> None:
    cleaned = False
    with interruptible(), pytest.raises(KeyboardInterrupt):
        try:
            os.kill(os.getpid(), signal.SIGTERM)
            time.sleep(1)
        finally:
            with uninterrupted():
                os.kill(os.getpid(), signal.SIGINT)
                cleaned = True
    assert cleaned
