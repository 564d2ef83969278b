# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""The MoveIt back end keeps the planner's contract; skipped by name where MoveIt is not importable."""

import dataclasses
import importlib.util
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest

sys.path.insert(0, str(Path(__file__).parent))

from planner_contract import MAX_TOOL_SPEED, PlannerContract, emptied, table, tool_down

from vla_r1_ros.core.cancel import CancelToken
from vla_r1_ros.core.errors import ErrorCode, InputError, PlanningError
from vla_r1_ros.core.robot import RobotDescription
from vla_r1_ros.core.robot_file import load_robot
from vla_r1_ros.core.types import SceneModel
from vla_r1_ros.motion.compare import solve
from vla_r1_ros.motion.doctor import check_planner
from vla_r1_ros.motion.moveit import MoveItPlanner
from vla_r1_ros.motion.problems import problems
from vla_r1_ros.motion.protocols import Planner

pytestmark = [pytest.mark.slow, pytest.mark.skipif(importlib.util.find_spec("moveit") is None,
                                                   reason="MoveIt (moveit_py) is not importable here")]  # fmt: skip


def test_a_robot_without_a_configuration_is_refused(robot: RobotDescription) -> None:
    with pytest.raises(InputError, match="no entry moveit") as caught:
        MoveItPlanner(dataclasses.replace(robot, moveit=None))
    assert caught.value.code == ErrorCode.INPUT_PARAMETER


@pytest.fixture(scope="module")
def robot() -> RobotDescription:
    return load_robot("panda")


@pytest.fixture(scope="module")
def one() -> Iterator[MoveItPlanner]:
    planner = MoveItPlanner(load_robot("panda"), max_tool_speed=MAX_TOOL_SPEED)
    yield planner
    planner.close()


class TestMoveItPlanner(PlannerContract):
    @pytest.fixture
    def make(self, one: MoveItPlanner) -> Callable[[RobotDescription], Planner]:
        return lambda robot: emptied(one, robot)


def test_a_line_that_bends_is_followed_with_rests_and_no_jump(one: MoveItPlanner, robot: RobotDescription) -> None:
    one.set_scene(SceneModel((table(),)))
    start = one.plan_to_pose(robot.arm.home, tool_down(0.4, -0.2, 0.2), speed=0.5, deadline_s=5.0,
                             cancel=CancelToken()).positions[-1]  # fmt: skip
    corners = [tool_down(0.4 + 0.03 * i, -0.2 + 0.05 * i, 0.2 + 0.03 * (i % 2)) for i in range(1, 8)]
    motion = one.plan_straight(start, corners, tool_speed=0.2, deadline_s=5.0, cancel=CancelToken())
    assert np.abs(np.diff(motion.positions, axis=0)).max() < 0.05
    at = np.array([one.tool_pose(q)[:3, 3] for q in motion.positions])
    for corner in corners:
        assert np.linalg.norm(at - corner[:3, 3], axis=1).min() < 0.002


def test_the_process_is_replaced_when_it_is_killed(one: MoveItPlanner, robot: RobotDescription) -> None:
    one.set_scene(SceneModel((table(),)))
    assert one._process is not None
    os.kill(one._process.pid, signal.SIGKILL)
    with pytest.raises(PlanningError) as caught:
        one.plan_to_joints(robot.arm.home, robot.arm.home + 0.1, speed=0.5, deadline_s=2.0, cancel=CancelToken())
    assert caught.value.code == ErrorCode.PLAN_PROCESS_LOST
    one.plan_to_joints(robot.arm.home, robot.arm.home + 0.1, speed=0.5, deadline_s=2.0, cancel=CancelToken())


def moveit_entry(robot: RobotDescription, **changes: object) -> RobotDescription:
    assert robot.moveit is not None
    return dataclasses.replace(robot, moveit=dataclasses.replace(robot.moveit, **changes))


@pytest.mark.parametrize(("changes", "words"), [
    ({"config_package": "nobodys_moveit_config"}, "nobodys_moveit_config"),
    ({"arm_group": "hand"}, "moves"),
    ({"arm_group": "leg"}, "no group"),
    ({"srdf": "config/none.srdf"}, "none.srdf"),
])  # fmt: skip
def test_a_wrong_configuration_is_named(robot: RobotDescription, changes: dict[str, object], words: str) -> None:
    with pytest.raises(InputError, match=words) as caught:
        MoveItPlanner(moveit_entry(robot, **changes))
    assert caught.value.code in (ErrorCode.INPUT_ENVIRONMENT, ErrorCode.INPUT_PARAMETER)


@pytest.mark.parametrize("entry", [{"pipeline": "magic"}, {"planner": "MagicConnect"}])
def test_a_pipeline_or_planner_that_is_not_there_is_named(robot: RobotDescription, entry: dict[str, str]) -> None:
    assert robot.moveit is not None
    free = dataclasses.replace(robot.moveit.free, **entry)
    with pytest.raises(InputError, match=next(iter(entry.values()))):
        MoveItPlanner(moveit_entry(robot, free=free))


def test_the_drivers_urdf_is_taken_where_it_fits(robot: RobotDescription) -> None:
    """A driver's URDF with a hand 1 cm farther out moves the tool by that; one of another robot is left alone."""
    from ament_index_python.packages import get_package_share_directory

    share = Path(get_package_share_directory("moveit_resources_panda_description"))
    own = (share / "urdf/panda.urdf").read_text()
    longer = own.replace('xyz="0 0 0.107"', 'xyz="0 0 0.117"')
    assert longer != own
    planner = MoveItPlanner(robot, heard_urdf=lambda: longer)
    far = planner.tool_pose(robot.arm.home)
    planner.close()
    planner = MoveItPlanner(robot, heard_urdf=lambda: own.replace("panda_joint3", "other_joint3"))
    near = planner.tool_pose(robot.arm.home)
    planner.close()
    assert near[2, 3] - far[2, 3] == pytest.approx(0.01, abs=1e-4)


def test_the_doctor_plans_with_it(robot: RobotDescription) -> None:
    assert "planned 2 cm up" in check_planner(robot, "moveit").seen


def share(package: str) -> Path:
    """Where an ament package's files are; the test is skipped by name where it is not installed."""
    packages = pytest.importorskip("ament_index_python.packages")
    try:
        return Path(packages.get_package_share_directory(package))
    except packages.PackageNotFoundError:
        pytest.skip(f"{package} is not installed")


CELL = """<robot xmlns:xacro="http://wiki.ros.org/xacro" name="ur5e">
  <xacro:include filename="{ur}/urdf/ur_macro.xacro"/>
  <xacro:include filename="{gripper}/urdf/robotiq_2f_85_macro.urdf.xacro"/>
  <link name="world"/>
  <xacro:ur_robot name="ur5e" tf_prefix="" parent="world" {files}><origin xyz="0 0 0" rpy="0 0 0"/></xacro:ur_robot>
  <xacro:robotiq_gripper name="hand" prefix="" parent="tool0"><origin xyz="0 0 0" rpy="0 0 0"/></xacro:robotiq_gripper>
</robot>
"""


def cell_file(robot: str, folder: Path) -> Path:
    """The xacro file of what a driver publishes: the arm with its gripper."""
    if robot == "fr3":
        share("franka_fr3_moveit_config")
        return share("franka_description") / "robots/fr3/fr3.urdf.xacro"
    share("ur_moveit_config")
    ur, gripper = share("ur_description"), share("robotiq_description")
    names = {"joint_limits_parameters_file": "joint_limits", "kinematics_parameters_file": "default_kinematics",
             "physical_parameters_file": "physical_parameters", "visual_parameters_file": "visual_parameters"}
    files = " ".join(f'{entry}="{ur}/config/ur5e/{name}.yaml"' for entry, name in names.items())
    cell = folder / "cell.urdf.xacro"
    cell.write_text(CELL.format(ur=ur, gripper=gripper, files=files))
    return cell


@pytest.mark.parametrize(("name", "least"), [("ur5e", 36), ("fr3", 24)])  # the FR3's limits leave fewer goals in reach
def test_the_makers_configuration_is_enough(name: str, least: int, tmp_path: Path) -> None:
    """UR's has no gripper, URDF or planners, Franka's no URDF, SRDF or plugins; the URDF is what a driver publishes."""
    urdf = subprocess.run(["xacro", str(cell_file(name, tmp_path))], capture_output=True, text=True, check=True).stdout
    robot = load_robot(name)
    with pytest.raises(InputError, match="nobody publishes"):
        MoveItPlanner(robot)
    planner = MoveItPlanner(robot, heard_urdf=lambda: urdf)
    home = planner.tool_pose(robot.arm.home)
    codes = [solve(planner, robot.arm.home, problem).code for problem in problems(robot, home[:3, 3], 10)]
    planner.close()
    assert codes.count("OK") >= least, codes
    assert set(codes) <= {"OK", "PLAN_NO_IK", "PLAN_NO_PATH", "PLAN_GOAL_IN_COLLISION"}, codes
