# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
import dataclasses
import sys
from pathlib import Path
from xml.etree import ElementTree

import pytest

from vla_r1_ros.core.errors import InputError
from vla_r1_ros.core.findings import Level
from vla_r1_ros.core.robot_file import load_robot
from vla_r1_ros.core.urdf import parse_urdf
from vla_r1_ros.motion.doctor import check_geometry, check_moveit, check_planner
from vla_r1_ros.sim.description import robot_urdf


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
    with pytest.raises(InputError, match="no planner is called"):
        check_planner(robot, "none")


@pytest.mark.parametrize("name", ["panda", "ur5e"])
def test_the_simulated_arms_are_those_that_are_planned_for(name: str) -> None:
    robot = load_robot(name)
    finding = check_geometry(robot, parse_urdf(robot_urdf(robot)))
    assert finding is not None and finding.level is Level.OK and "0.0 mm and 0.0 degrees" in finding.seen


@pytest.mark.parametrize(("changed", "words"), [
    ({"xyz": "0 0 0.02"}, "20.0 mm and 0.0 degrees"), ({"rpy": "0 0 1.5707963"}, "mm and 90.0 degrees"),
])  # fmt: skip
def test_a_gripper_that_is_mounted_otherwise_is_told(changed: dict[str, str], words: str) -> None:
    """Another adapter, or the gripper turned on the flange: the plan would be for fingers that are elsewhere."""
    robot = load_robot("ur5e")
    root = ElementTree.fromstring(robot_urdf(robot))
    mount = next(j for j in root.iter("joint") if j.find("child").get("link") == robot.hand_frame)
    xyz = [float(v) for v in mount.find("origin").get("xyz").split()]
    more = [float(v) for v in changed.pop("xyz", "0 0 0").split()]
    mount.find("origin").attrib.update({"xyz": " ".join(str(a + b) for a, b in zip(xyz, more, strict=True))} | changed)
    finding = check_geometry(robot, parse_urdf(ElementTree.tostring(root, encoding="unicode")))
    assert finding is not None and finding.level is Level.WARN and words in finding.seen and finding.todo


def test_of_a_robot_without_geometry_nothing_is_said() -> None:
    robot = load_robot("ur5e")
    assert check_geometry(dataclasses.replace(robot, name="other"), parse_urdf(robot_urdf(robot))) is None
