# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""The line of `vla_r1 doctor` about a calibration: how old it is, and what it said of itself."""

from datetime import UTC, datetime
from pathlib import Path

from vla_r1_ros.calibration.result import load_transform
from vla_r1_ros.core.findings import Finding

_OLD_DAYS = 90.0


def check_calibration(path: Path, now: datetime | None = None) -> Finding:
    """Age and verdict of the file that bringup publishes; raises InputError where it is none."""
    transform = load_transform(path)
    age_days = transform.age_days(now or datetime.now(UTC))
    verdict = transform.verdict or "of unknown quality"
    seen = f"{transform.parent} <- {transform.child}, {verdict}, {age_days:.1f} days old"
    values = {"age_days": age_days, "verdict": transform.verdict}
    if transform.verdict == "poor":
        return Finding.fail(seen, "calibrate again, more poses tilted to all sides (docs/calibration.md)", **values)
    if not 0.0 <= age_days <= _OLD_DAYS or transform.verdict != "good":
        return Finding.warn(seen, "calibrate again, and watch a marker (docs/calibration.md)", **values)
    return Finding.ok(seen, **values)
