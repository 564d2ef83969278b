# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
import json

import pytest

from vla_r1_ros.evaluation.sim_bench import EpisodeResult, summarise, table


def result(task: str, success: bool, code: str = "", seconds: float = 10.0) -> EpisodeResult:
    return EpisodeResult(task, 0, "pick up the red cube", success, code, "", seconds, 1.0, (5.0, 7.0), (9.0,))


def test_counts_interval_and_failures() -> None:
    results = [result("pick", True)] * 8 + [result("pick", False, "GRASP_MISSED", 20.0)] * 2 + [result("absent", True)]
    summary = summarise(results, seed=4)
    pick = summary["tasks"]["pick"]
    assert (pick["episodes"], pick["successes"]) == (10, 8)
    assert pick["failures"] == {"GRASP_MISSED": 2}
    assert pick["wilson95"] == pytest.approx([0.4902, 0.9433], abs=1e-3)  # 8 of 10, Wilson's score interval
    assert pick["seconds_mean"] == pytest.approx(12.0)
    assert set(summary["tasks"]) == {"pick", "absent"}
    assert summary["own_time_ms"]["decision"]["p50"] == pytest.approx(6.0)
    assert summary["own_time_ms"]["motion"] == {"p50": 9.0, "p99": 9.0}
    assert summary["seed"] == 4
    json.dumps(summary)


def test_the_table_tells_the_same() -> None:
    text = table(summarise([result("carry", True), result("carry", False, "PLAN_NO_PATH")], 0))
    assert "| carry | 1/2 (50%)" in text
    assert "PLAN_NO_PATH 1" in text
    assert "p50 6.0 ms" in text


def test_nothing_measured_is_said() -> None:
    summary = summarise([EpisodeResult("reach", 1, "x", False, "", "", 1.0, 0.0)], 0)
    assert summary["own_time_ms"]["decision"] == {"p50": None, "p99": None}
    assert summary["tasks"]["reach"]["failures"] == {"UNKNOWN": 1}
    assert "not measured" in table(summary)
