# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""A motion on paper says what planner_node would: the same planner, skills and gate, and no arm."""

import dataclasses
import sys
from pathlib import Path

import numpy as np
import pytest

pytest.importorskip("roboplan")
pytest.importorskip("mujoco")
sys.path.insert(0, str(Path(__file__).parent))

from world import World, thing

from vla_r1_ros.core.errors import ErrorCode, InputError
from vla_r1_ros.core.node_values import node_values
from vla_r1_ros.core.robot import RobotDescription
from vla_r1_ros.core.robot_file import load_robot
from vla_r1_ros.core.types import StepKind
from vla_r1_ros.motion.rehearsal import Rehearser
from vla_r1_ros.motion.settings import MotionSettings

SETTINGS = MotionSettings.of_values(node_values("planner_node"))


@pytest.fixture(scope="module")
def robot() -> RobotDescription:
    return load_robot("panda")


@pytest.fixture(scope="module")
def world(robot: RobotDescription) -> World:
    return World(robot, [thing("cube", 0.5, 0.1, 0.6)])


def test_what_physics_can_do_passes_on_paper(robot: RobotDescription, world: World) -> None:
    request = world.request(StepKind.PICK, world.target("cube"))
    found = Rehearser(robot, SETTINGS).rehearse(request, robot.arm.home, 0.08)
    assert (found.passed, found.code, found.by_gate) == (True, ErrorCode.OK, False)
    assert found.motions >= 3 and 2.0 < found.motion_s < 30.0 and found.stage == "verify_held"


def test_the_gate_refuses_on_paper_as_on_the_arm(robot: RobotDescription, world: World) -> None:
    """A cell that keeps the tool 6 cm over the table cannot pick a cube of 5 cm."""
    high = dataclasses.replace(SETTINGS, min_tool_height=0.06)
    found = Rehearser(robot, high).rehearse(world.request(StepKind.PICK, world.target("cube")), robot.arm.home, 0.08)
    assert (found.passed, found.code, found.by_gate) == (False, ErrorCode.SAFETY_HEIGHT, True)
    assert found.stage == "approach" and found.motions == 1 and "0.060 m high" in found.reason


def test_a_place_is_not_guessed(robot: RobotDescription, world: World) -> None:
    request = dataclasses.replace(world.request(StepKind.PICK, world.target("cube")), kind=StepKind.PLACE,
                                  target=None, path=np.zeros((3, 3)))  # fmt: skip
    with pytest.raises(InputError, match="not rehearsed"):
        Rehearser(robot, SETTINGS).rehearse(request, robot.arm.home, 0.08)


def test_parameters_come_from_the_shipped_file_and_the_users_own(tmp_path: Path) -> None:
    own = tmp_path / "cell.yaml"
    own.write_text("/planner_node: {ros__parameters: {max_tool_speed: 1}}\n")
    assert node_values("planner_node")["max_tool_speed"] == 0.25
    assert MotionSettings.of_values(node_values("planner_node", (own,))).max_tool_speed == 1
    own.write_text("/**: {ros__parameters: {use_sim_time: true, endpoint: x}}\n"
                   "planner_node: {ros__parameters: {speeed: 1.0}}\n")
    with pytest.raises(InputError, match="no parameter 'speeed'"):
        node_values("planner_node", (own,))
    own.write_text("/**: {ros__parameters: {speed: fast}}\n")
    with pytest.raises(InputError, match="speed of planner_node is 'fast'"):
        node_values("planner_node", (own,))
