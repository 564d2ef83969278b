# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
import dataclasses
import importlib.util

import pytest

from vla_r1_ros.core.errors import ErrorCode, InputError
from vla_r1_ros.core.robot_assets import robot_model_data, robot_model_file
from vla_r1_ros.core.robot_file import load_robot, simulated
from vla_r1_ros.motion.registry import default_planner_name, make_planner, planner_names


def test_the_default_is_moveit_only_where_it_is() -> None:
    robot = load_robot("panda")
    assert default_planner_name(robot) == ("moveit" if importlib.util.find_spec("moveit") else "embedded")
    assert default_planner_name(dataclasses.replace(robot, moveit=None)) == "embedded"
    assert {"moveit", "embedded"} <= set(planner_names())


def test_embedded_is_made_by_name() -> None:
    robot = load_robot("panda")
    planner = make_planner("embedded", robot, max_tool_speed=0.3)
    assert planner.tool_pose(robot.arm.home)[2, 3] == pytest.approx(0.487, abs=0.002)


def test_an_unknown_name_lists_the_known_ones() -> None:
    with pytest.raises(InputError, match="embedded") as caught:
        make_planner("magic", load_robot("panda"))
    assert caught.value.code == ErrorCode.INPUT_PARAMETER


@pytest.mark.skipif(importlib.util.find_spec("moveit") is not None, reason="MoveIt is installed")
def test_moveit_asked_for_by_name_says_that_it_is_not_installed() -> None:
    with pytest.raises(InputError, match="'moveit', which is not installed") as caught:
        make_planner("moveit", load_robot("panda"))
    assert caught.value.code == ErrorCode.INPUT_ENVIRONMENT


def test_the_model_file_is_found_and_an_unknown_robot_is_named() -> None:
    assert robot_model_file(robot_model_data("panda")).name == "panda.xml"
    with pytest.raises(InputError, match="piper"):
        robot_model_data("piper")


@pytest.mark.parametrize("name", ["panda", "ur5e"])
def test_the_simulated_robots_are_read_with_their_packages(name: str) -> None:
    assert simulated(name).name == name


def test_a_robot_that_is_not_simulated_says_which_are() -> None:
    with pytest.raises(InputError, match=r"no geometry is known for robot 'piper'; there are \['panda', 'ur5e'\]"):
        simulated("piper")
