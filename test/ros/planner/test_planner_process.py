# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""planner_node as a process that is told to end while the arm moves."""

import signal
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from planner_user import planner_process

from vla_r1_ros.core.processes import stop_all
from vla_r1_ros.core.report import Phase

pytestmark = pytest.mark.slow


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_told_to_end_it_stops_the_arm_and_says_so(
    number: signal.Signals, cell: Any, make_user: Callable[[], Any], domain: int, tmp_path: Path
) -> None:
    process = planner_process(domain, tmp_path / "planner.log")
    try:
        user = make_user()
        stamp_ns = user.moving()
        told_s = time.monotonic()
        process.send(number)
        report = user.end_of(stamp_ns, 10.0)
        assert report.stage == Phase.CANCELLED
        assert min(cell.cancelled) - told_s < 1.0
        assert process.wait(5.0) and process.status == 0, process.log_tail(40)
        assert "Traceback" not in process.log_tail(200)
        assert cell.stands(0.3)
    finally:
        stop_all([process])
