# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""What a run of the stack has left behind, by a mark in its environment."""

import os
import time

import psutil

MARK = "VLA_R1_TEST_RUN"


def left_over(mark: str) -> list[psutil.Process]:
    """Processes that still carry the mark of a run in their environment."""
    found = []
    for process in psutil.process_iter():
        try:
            if process.pid != os.getpid() and process.environ().get(MARK) == mark:
                found.append(process)
        except (psutil.AccessDenied, psutil.NoSuchProcess, psutil.ZombieProcess):
            continue
    return found


def wait_gone(mark: str, seconds: float) -> list[psutil.Process]:
    end = time.monotonic() + seconds
    while (rest := left_over(mark)) and time.monotonic() < end:
        time.sleep(0.1)
    return rest
