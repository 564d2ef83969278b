# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""The entry `moveit` of a robot file against an SRDF: a small robot of our own, and the FR3's as roboplan ships it."""

import copy
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from vla_r1_ros.cli.main import main
from vla_r1_ros.core.errors import ErrorCode, InputError
from vla_r1_ros.core.robot import parse_robot, robot_problems
from vla_r1_ros.core.robot_check import urdf_problems
from vla_r1_ros.core.robot_check_srdf import srdf_problems
from vla_r1_ros.core.robot_file import load_robot, read_robot_file
from vla_r1_ros.core.srdf import parse_srdf
from vla_r1_ros.core.urdf import parse_urdf

PIPER: dict[str, Any] = read_robot_file("piper")
ARM = [f"joint{i}" for i in range(1, 7)]


def joint(name: str, kind: str, parent: str, child: str, xyz: str = "0 0 0.1", rpy: str = "0 0 0",
          limit: tuple[float, float] | None = None) -> str:
    bounds = f"<limit lower='{limit[0]}' upper='{limit[1]}' velocity='5'/>" if limit else ""
    return (f"<joint name='{name}' type='{kind}'><parent link='{parent}'/><child link='{child}'/>"
            f"<origin xyz='{xyz}' rpy='{rpy}'/><axis xyz='0 0 1'/>{bounds}</joint>")  # fmt: skip


def small_urdf(finger_rpy: str = "1.5707963 0 0") -> str:
    """Names, limits and fingers of the Piper on a stick: enough for everything but where the tool is."""
    links = ["base_link", *(f"link{i}" for i in range(1, 9)), "gripper_base"]
    arm = load_robot("piper").arm
    parts = [joint(name, "revolute", links[i], links[i + 1], limit=(arm.position_lower[i], arm.position_upper[i]))
             for i, name in enumerate(ARM)]  # fmt: skip
    parts += [joint("hand", "fixed", "link6", "gripper_base"),
              joint("joint7", "prismatic", "gripper_base", "link7", rpy=finger_rpy, limit=(0.0, 0.035)),
              joint("joint8", "prismatic", "gripper_base", "link8", rpy=finger_rpy, limit=(-0.035, 0.0))]  # fmt: skip
    return f"<robot name='piper'>{''.join(f'<link name={link!r}/>' for link in links)}{''.join(parts)}</robot>"


SRDF = """<robot name='piper'>
<group name='arm'><chain base_link='base_link' tip_link='link6'/></group>
<group name='gripper'><link name='link7'/></group>
<group name='both'><group name='arm'/><group name='gripper'/></group>
<group_state name='rest' group='arm'>{rest}</group_state>
<group_state name='open' group='gripper'><joint name='joint7' value='0.035'/></group_state>
<group_state name='close' group='gripper'><joint name='joint7' value='0'/></group_state>
</robot>""".format(rest="".join(f"<joint name='{name}' value='{value}'/>"
                                for name, value in zip(ARM, PIPER["arm"]["home"], strict=True)))  # fmt: skip


def with_moveit(**entries: Any) -> dict[str, Any]:
    data = copy.deepcopy(PIPER)
    data["moveit"] |= entries
    return data


def problems(data: dict[str, Any], srdf: str = SRDF, urdf: bool = True) -> str:
    return "; ".join(srdf_problems(parse_robot(data), parse_srdf(srdf), parse_urdf(small_urdf()) if urdf else None))


@pytest.mark.parametrize("urdf", [True, False])
def test_a_file_that_fits(urdf: bool) -> None:
    states = {"home": "rest", "open": "open", "closed": "close"}
    assert problems(with_moveit(named_states=states), urdf=urdf) == ""


@pytest.mark.parametrize(("entries", "words"), [
    ({"arm_group": "manipulator"}, "'manipulator' is no group of the SRDF; it has arm, both, gripper"),
    ({"gripper_group": "hand"}, "moveit.gripper_group 'hand' is no group"),
    ({"arm_group": "both"}, "'both' moves joint1, joint2, joint3, joint4, joint5, joint6, joint7, but arm.joints"),
    ({"arm_group": "gripper"}, "'gripper' moves joint7, but"),
    ({"gripper_group": "arm"}, "'arm' has none of gripper.joints joint7, joint8"),
    ({"named_states": {"home": "ready"}}, "'ready' is no state of group 'arm'; it has rest"),
    ({"named_states": {"open": "close"}}, "'close' has the fingers 0 m apart"),
    ({"named_states": {"closed": "open"}}, "'open' has the fingers 0.07 m apart"),
])  # fmt: skip
def test_each_contradiction_is_named(entries: dict[str, Any], words: str) -> None:
    assert words in problems(with_moveit(**entries))


def test_a_named_state_that_is_not_home() -> None:
    data = with_moveit(named_states={"home": "rest"})
    data["arm"]["home"] = [0.0, 1.0, -0.9798, 0.0, 1.1142, 0.0]
    assert "'rest' is not arm.home: joint2 1.5237 (arm.home 1)" in problems(data)


def test_a_srdf_of_another_robot_and_a_chain_elsewhere() -> None:
    assert "the SRDF is of robot 'arm', the URDF of 'piper'" in problems(PIPER, SRDF.replace("'piper'", "'arm'"))
    shorter = problems(PIPER, SRDF.replace("tip_link='link6'", "tip_link='link5'"))
    assert "hand_frame 'gripper_base' is not fixed to 'link5'" in shorter and "moves joint1" in shorter


def test_a_file_without_the_entry() -> None:
    data = copy.deepcopy(PIPER)
    del data["moveit"]
    assert "moveit is missing" in problems(data)


@pytest.mark.parametrize(("entries", "words"), [
    ({"arm_group": ""}, "moveit.arm_group must be a non-empty text"),
    ({"free": "ompl"}, "moveit.free must be a mapping"),
    ({"straight": {"planner": "LIN"}}, "moveit.straight.pipeline is missing"),
    ({"named_states": {"ready": "ready"}}, "named_states.ready is no entry of a robot file; here are closed, home"),
    ({"pipeline": "ompl"}, "moveit.pipeline is no entry"),
])  # fmt: skip
def test_what_is_missing_or_wrong_in_it_is_named(entries: dict[str, Any], words: str) -> None:
    assert words in "; ".join(robot_problems(with_moveit(**entries)))


def test_states_of_a_gripper_need_its_group() -> None:
    data = with_moveit()
    del data["moveit"]["gripper_group"]
    assert "named_states has closed, open, but there is no gripper_group" in "; ".join(robot_problems(data))


@pytest.mark.parametrize("text", ["", "<robot/>", "<a><group name='g'/></a>", "name: piper",
                                  "<!DOCTYPE r [<!ENTITY a 'b'>]><robot><group name='g'/></robot>",
                                  "<robot><group name='g'/><group_state name='s' group='g'>"
                                  "<joint name='j' value='up'/></group_state></robot>"])  # fmt: skip
def test_what_is_no_srdf(text: str) -> None:
    with pytest.raises(InputError) as caught:
        parse_srdf(text)
    assert caught.value.code is ErrorCode.INPUT_FILE


def test_fingers_that_close_along_the_wrong_axis() -> None:
    robot = parse_robot(PIPER)
    assert not [p for p in urdf_problems(robot, parse_urdf(small_urdf())) if "T_hand_tool" in p]
    turned = "; ".join(urdf_problems(robot, parse_urdf(small_urdf(finger_rpy="0 1.5707963 0"))))
    assert "T_hand_tool is turned wrongly: joint7 slides along [1.0, 0.0, 0.0] of the tool frame" in turned


def test_a_table_that_leaves_the_joints_limits_or_their_way() -> None:
    urdf = parse_urdf(small_urdf().replace("upper='0.035'", "upper='0.03'"))
    found = "; ".join(urdf_problems(parse_robot(PIPER), urdf))
    assert "gripper.opening moves joint7 from 0 to 0.035, the URDF from 0 to 0.03" in found
    assert "gripper.max_width is 0.07 m, the joints open 0.065 m" in found
    data = copy.deepcopy(PIPER)
    data["gripper"]["opening"]["positions"]["joint8"] = [0.0, -0.02]
    found = "; ".join(urdf_problems(parse_robot(data), parse_urdf(small_urdf())))
    assert "opens by 0.07 m, while its joints slide 0.055 m" in found


def test_a_joint_that_turns_needs_a_table() -> None:
    data = copy.deepcopy(PIPER)
    del data["gripper"]["opening"]
    urdf = parse_urdf(small_urdf().replace("name='joint7' type='prismatic'", "name='joint7' type='revolute'"))
    assert "joint7 do not slide: gripper.opening must say" in "; ".join(urdf_problems(parse_robot(data), urdf))


def test_the_command(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "piper.srdf").write_text(SRDF)
    assert main(["robot", "check", "piper", "--srdf", str(tmp_path / "piper.srdf")]) == 0
    assert "OK    piper (compared with piper.srdf)" in capsys.readouterr().out
    assert main(["robot", "check", "ur5e", "--srdf", str(tmp_path / "piper.srdf")]) == 1
    assert "FAIL  moveit.arm_group 'ur_manipulator' is no group" in capsys.readouterr().out


def dh(a: float, d: float, alpha: float, theta: float) -> Any:
    c, s, ca, sa = np.cos(theta), np.sin(theta), np.cos(alpha), np.sin(alpha)
    return np.array([[c, -s * ca, s * sa, a * c], [s, c * ca, -c * sa, a * s], [0, sa, ca, d], [0, 0, 0, 1]])


def test_the_ur5es_home_by_the_makers_dh_parameters() -> None:
    """Universal Robots, "DH Parameters for calculations of kinematics and dynamics"; ROS turns the base by 180 degrees
    about z. The tool points down, inside the workspace, 11 mm (the gripper's mount) over where the Panda's is at home,
    and the fingers close along its y."""
    robot = load_robot("ur5e")
    T = np.diag([-1.0, -1.0, 1.0, 1.0])
    for parameters, q in zip([(0, 0.1625, np.pi / 2), (-0.425, 0, 0), (-0.3922, 0, 0), (0, 0.1333, np.pi / 2),
                              (0, 0.0997, -np.pi / 2), (0, 0.0996, 0)], robot.arm.home, strict=True):  # fmt: skip
        T = T @ dh(*parameters, q)
    T = T @ robot.T_hand_tool
    assert T[2, 2] < -0.999 and (robot.workspace_lower <= T[:3, 3]).all() and (T[:3, 3] <= robot.workspace_upper).all()
    np.testing.assert_allclose(T[:3, 3], [0.307, 0.0, 0.498], atol=1e-3)
    np.testing.assert_allclose(np.abs(robot.T_hand_tool[:3, 1]), [1, 0, 0], atol=1e-6)  # the 2F-85 closes along its x
