# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""The table of the counted tests."""

import json
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2] / "tools"))

import reliability


def test_the_table_counts_trials_failures_and_times(tmp_path: Path) -> None:
    trials = [{"load": 2.0, "command_ms": float(i), "seed": i} for i in range(1, 101)] + [{"load": 4.4, "failure": "x"}]
    (tmp_path / "R7_ideal_arm.jsonl").write_text("\n".join(map(json.dumps, trials)))
    (tmp_path / "R8_none.jsonl").write_text(json.dumps({"load": 1.0}))
    _, _, first, second = reliability.table(tmp_path).splitlines()
    assert first == "| R7 ideal arm | 101 | 1 | 2 to 4 | command_ms (100) | 50 | 99 | 100 |"
    assert second.startswith("| R8 none | 1 | 0 | 1 to 1 |") and second.count("|") == 9


def test_every_counted_test_is_run() -> None:
    found = {str(path.relative_to(reliability.ROOT)) for path in reliability.ROOT.glob("test/**/test_*_counted.py")}
    assert found == set(reliability.TESTS)
