# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""What every test needs before anything is imported."""

import gc
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from vla_r1_ros.sim.gl import ensure_gl

ensure_gl()  # MuJoCo chooses its renderer when it is imported, whichever test does that first
os.environ.setdefault("AMENT_PREFIX_PATH", sys.prefix)  # nothing sets it in a plain virtual environment


@pytest.fixture(scope="module", autouse=True)
def _nothing_left() -> Iterator[None]:
    """Nodes in reference cycles stay in the ROS graph, with their files and threads, until they are collected."""
    yield
    if "rclpy" in sys.modules:
        gc.collect()


@pytest.fixture(scope="session")
def fault_port() -> Iterator[int]:
    """The port of a running fault server."""
    script = Path(__file__).parent / "vla" / "fault_server.py"
    process = subprocess.Popen([sys.executable, str(script)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    assert process.stdin is not None and process.stdout is not None
    yield int(process.stdout.readline())
    process.stdin.close()
    process.wait(10)
    process.stdout.close()
