# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
import copy
from typing import Any

import numpy as np
import pytest
import yaml

from vla_r1_ros.core.errors import ErrorCode, InputError
from vla_r1_ros.core.resources import share_path
from vla_r1_ros.core.robot import parse_robot
from vla_r1_ros.core.robot_file import load_robot

PANDA = yaml.safe_load(share_path("config/robots/panda.yaml").read_text(encoding="utf-8"))


def changed(path: str, value: Any) -> dict[str, Any]:
    data = copy.deepcopy(PANDA)
    *folders, last = path.split(".")
    inner = data
    for key in folders:
        inner = inner[key]
    if value is ...:
        del inner[last]
    else:
        inner[last] = value
    return data


def test_the_shipped_panda_is_whole() -> None:
    robot = load_robot("panda")
    assert len(robot.arm.joints) == 7
    assert np.all(robot.arm.position_lower < robot.arm.position_upper)
    assert np.allclose(robot.T_hand_tool[:3, 3], [0, 0, 0.1034])
    assert robot.gripper.max_width == pytest.approx(0.08)


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("base_frame", ...), ("base_frame", ""), ("base_frame", 3), ("arm.home", [0.0] * 6), ("arm.home", [9.0] * 7),
        ("arm.velocity", [0.0] * 7), ("arm.velocity", [float("nan")] * 7), ("arm.position_lower", [5.0] * 7),
        ("gripper.max_width", -0.1), ("gripper.max_width", "wide"), ("gripper.max_width", True),
        ("gripper.finger_breadth", ...), ("gripper.finger_tip", 0.0),
        ("workspace.lower", [1.0, 1.0, 1.0]), ("workspace", 3), ("tool_down", "yes"), ("links", "all"),
        ("links", [{"from": "a", "to": "b"}]), ("carry_height", float("inf")), ("T_hand_tool.rpy", [0, 0]),
        ("arm.joints", []), ("gripper.joints", []), ("gripper.joints", [""]), ("arm.joints", "panda_joint1"),
        ("gripper.acton", "gripper_action"), ("carry_hight", 0.3), ("links", [{"from": "a", "to": "b", "radius": 0.1,
                                                                              "lenght": 1}]),
    ],
)  # fmt: skip
def test_what_is_missing_or_wrong_is_named(path: str, value: Any) -> None:
    with pytest.raises(InputError) as caught:
        parse_robot(changed(path, value))
    assert caught.value.code is ErrorCode.INPUT_PARAMETER
    assert path.split(".")[-1] in caught.value.message


@pytest.mark.parametrize(
    ("path", "value", "words"),
    [
        ("workspace.lower", [-50.0, -0.5, 0.004], "has 50 m, at most 3"), ("workspace.upper", [0.8, 3.5, 0.7], "3.5 m"),
        ("arm.velocity", [1000.0] * 7, "has 1000 rad/s"), ("arm.acceleration", [1e6] * 7, "1e+06 rad/s^2"),
        ("arm.position_lower", [-100.0] * 7, "has 100 rad"), ("arm.position_upper", [100.0] * 7, "degrees?"),
        ("gripper.max_effort", 1e9, "has 1e+09 N"),
    ],
)  # fmt: skip
def test_a_limit_that_limits_nothing_is_refused(path: str, value: Any, words: str) -> None:
    """A slip of unit or digit would let the gate pass anything."""
    with pytest.raises(InputError) as caught:
        parse_robot(changed(path, value))
    assert f"robot.{path} has" in caught.value.message and words in caught.value.message


def test_a_whole_turn_is_no_slip() -> None:
    data = changed("arm.position_lower", [-6.2832] * 7)
    data["arm"]["position_upper"], data["arm"]["velocity"] = [6.2832] * 7, [6.2832] * 7
    assert parse_robot(data).arm.velocity[0] == 6.2832


def test_a_robot_that_is_not_there() -> None:
    with pytest.raises(InputError) as caught:
        load_robot("no_such_robot")
    assert caught.value.code is ErrorCode.INPUT_FILE
    assert "'no_such_robot'; there are fr3, panda, piper, ur5e" in caught.value.message


def test_a_robot_file_that_is_no_yaml(tmp_path: Any) -> None:
    file = tmp_path / "robot.yaml"
    file.write_bytes(b"\xff\xfe{{{")
    with pytest.raises(InputError) as caught:
        load_robot(str(file))
    assert caught.value.code is ErrorCode.INPUT_FILE
