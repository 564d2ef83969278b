# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
import dataclasses
import sys
from pathlib import Path

import pytest

from vla_r1_ros.core.errors import InputError
from vla_r1_ros.core.findings import Level
from vla_r1_ros.core.robot_file import load_robot
from vla_r1_ros.motion.doctor import check_moveit, check_planner
from vla_r1_ros.motion.registry import shipped


@pytest.mark.parametrize(("source", "level", "words"), [
    ("", Level.OK, "imports"), ("raise ImportError('libfoo.so: no such file')\n", Level.FAIL, "libfoo.so"),
    ("import os\nos.abort()\n", Level.FAIL, "does not import"),
])  # fmt: skip
def test_moveit_is_really_imported(source: str, level: Level, words: str, tmp_path: Path,
                                   monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "moveit").mkdir()
    (tmp_path / "moveit/__init__.py").touch()
    (tmp_path / "moveit/planning.py").write_text(source)
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    monkeypatch.syspath_prepend(str(tmp_path))
    monkeypatch.delitem(sys.modules, "moveit", raising=False)
    finding = check_moveit()
    assert finding.level is level and words in finding.seen


def test_the_embedded_planner_has_to_know_the_robot() -> None:
    robot = load_robot("panda")
    assert check_planner(robot, "embedded").level is Level.OK
    with pytest.raises(InputError, match="no geometry is known"):
        check_planner(dataclasses.replace(robot, name="other"), "embedded")
    if not shipped("moveit"):
        assert check_planner(robot, "moveit").level is Level.FAIL
    with pytest.raises(InputError, match="no planner is called"):
        check_planner(robot, "none")
