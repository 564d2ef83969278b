# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
import json
import shutil
from pathlib import Path

import pytest

from vla_r1_ros.core import doctor
from vla_r1_ros.core.doctor import check_disk
from vla_r1_ros.core.errors import ErrorCode, InputError
from vla_r1_ros.core.findings import Finding, FindingLine, Level, as_json, examine


def refused() -> Finding:
    raise InputError(ErrorCode.INPUT_FILE, "no file", "name one")


def test_each_line_is_told_in_order_and_an_error_is_one_that_fails() -> None:
    told: list[FindingLine] = []
    lines = list(examine([("a", lambda: Finding.ok("fine", count=3)), ("b", refused)], told.append))
    assert lines == told and [finding.level for _, finding in lines] == [Level.OK, Level.FAIL]
    assert "150 INPUT_FILE" in lines[1][1].seen and lines[1][1].todo == "name one"
    plain = json.loads(json.dumps(as_json(lines)))
    assert plain[0] == {"name": "a", "level": "OK", "seen": "fine", "todo": "", "values": {"count": 3}}


@pytest.mark.parametrize(("free_gib", "level"), [(0.5, Level.FAIL), (5.0, Level.WARN), (500.0, Level.OK)])
def test_the_disk_is_judged_by_its_room(free_gib: float, level: Level, tmp_path: Path,
                                        monkeypatch: pytest.MonkeyPatch) -> None:
    room = shutil.disk_usage(tmp_path)._replace(free=int(free_gib * 2**30))
    monkeypatch.setattr(doctor.shutil, "disk_usage", lambda _: room)
    finding = check_disk(tmp_path / "not" / "there" / "yet")
    assert finding.level is level and f"{free_gib:.1f} GiB" in finding.seen
    assert bool(finding.todo) is (level is not Level.OK)
