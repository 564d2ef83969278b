# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""Both sides of planner_node: an ideal arm behind the actions of ros2_control, and a user."""

import random
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from rclpy.context import Context

sys.path.insert(0, str(Path(__file__).parent))

from ideal_arm import ROBOT, Cell
from planner_user import Session, User

from vla_r1_ros.core.types import FloatArray


@pytest.fixture
def domain() -> int:
    return random.randint(102, 200)


@pytest.fixture
def context(domain: int) -> Iterator[Context]:
    context = Context()
    context.init(domain_id=domain)
    yield context
    context.try_shutdown()


@pytest.fixture
def cell(context: Context) -> Iterator[Cell]:
    cell = Cell(context)
    yield cell
    cell.close()


@pytest.fixture
def until() -> Callable[..., None]:
    def until(condition: Callable[[], Any], what: str, seconds: float = 20.0) -> None:
        end = time.monotonic() + seconds
        while not condition():
            assert time.monotonic() < end, f"no {what} in {seconds} s"
            time.sleep(0.01)

    return until


@pytest.fixture
def away() -> FloatArray:
    """Joints (J,) some way from home."""
    return np.asarray(ROBOT.arm.home + np.array([0.3, 0.2, 0.0, 0.1, 0.0, 0.0, 0.0]))


@pytest.fixture
def start(cell: Cell, domain: int, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[..., Session]]:
    """Start planner_node with parameters."""
    monkeypatch.setenv("ROS_DOMAIN_ID", str(domain))
    sessions = []

    def start(**parameters: Any) -> Session:
        sessions.append(Session(cell, parameters))
        return sessions[-1]

    yield start
    for session in sessions[-1:]:  # those before it were closed by the test
        session.close()


@pytest.fixture
def make_user(cell: Cell) -> Callable[[], User]:
    """Called once planner_node is started: waits until both know each other."""
    return lambda: User(cell)
