# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
from datetime import UTC, datetime, timedelta
from pathlib import Path

import numpy as np
import pytest

from vla_r1_ros.calibration.doctor import check_calibration
from vla_r1_ros.calibration.result import Marker, StaticTransform, write_calibration
from vla_r1_ros.calibration.target import parse_target
from vla_r1_ros.core.findings import Level

NOW = datetime(2026, 11, 23, tzinfo=UTC)


@pytest.mark.parametrize(("days", "verdict", "level"), [
    (3.0, "good", Level.OK), (200.0, "good", Level.WARN), (3.0, "usable", Level.WARN), (3.0, "poor", Level.FAIL),
    (-1.0, "good", Level.WARN), (3.0, "", Level.WARN),
])  # fmt: skip
def test_age_and_verdict_of_a_calibration(days: float, verdict: str, level: Level, tmp_path: Path) -> None:
    made = NOW - timedelta(days=days)
    transform = StaticTransform("panda_link0", "camera_link", np.eye(4), made)
    marker = Marker(parse_target("tag:APRILTAG_36h11:0:80"), "panda_hand", np.eye(4))
    write_calibration(tmp_path / "camera.yaml", transform, marker, {"verdict": verdict} if verdict else {})
    finding = check_calibration(tmp_path / "camera.yaml", NOW)
    assert finding.level is level and f"{days:.1f} days old" in finding.seen
    assert bool(finding.todo) == (level is not Level.OK)
