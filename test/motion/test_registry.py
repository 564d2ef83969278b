# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
import importlib.util

import pytest

from vla_r1_ros.core.errors import ErrorCode, InputError
from vla_r1_ros.core.robot_assets import robot_model_data, robot_model_file
from vla_r1_ros.core.robot_file import load_robot
from vla_r1_ros.motion.registry import default_planner_name, make_planner, planner_names, shipped


def test_the_default_is_moveit_only_where_it_is() -> None:
    both = importlib.util.find_spec("moveit") and importlib.util.find_spec("vla_r1_ros.motion.moveit")
    assert default_planner_name() == ("moveit" if both else "embedded")
    assert {"moveit", "embedded"} <= set(planner_names())


def test_embedded_is_made_by_name() -> None:
    robot = load_robot("panda")
    planner = make_planner("embedded", robot, max_tool_speed=0.3)
    assert planner.tool_pose(robot.arm.home)[2, 3] == pytest.approx(0.487, abs=0.002)


def test_an_unknown_name_lists_the_known_ones() -> None:
    with pytest.raises(InputError, match="embedded") as caught:
        make_planner("magic", load_robot("panda"))
    assert caught.value.code == ErrorCode.INPUT_PARAMETER


@pytest.mark.skipif(shipped("moveit"), reason="the back end is there")
def test_a_back_end_that_is_not_there_says_so_and_not_that_moveit_is_missing() -> None:
    with pytest.raises(InputError, match="not part of this version") as caught:
        make_planner("moveit", load_robot("panda"))
    assert caught.value.code == ErrorCode.INPUT_ENVIRONMENT


def test_the_model_file_is_found_and_an_unknown_robot_is_named() -> None:
    assert robot_model_file(robot_model_data("panda")).name == "panda.xml"
    with pytest.raises(InputError, match="piper"):
        robot_model_data("piper")
