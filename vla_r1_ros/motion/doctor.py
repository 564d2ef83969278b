# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""Checks of the planner: does MoveIt import, and does the back end know the robot?"""

import importlib.util
import subprocess
import sys

from vla_r1_ros.core.errors import ErrorCode, InputError
from vla_r1_ros.core.findings import Finding
from vla_r1_ros.core.robot import RobotDescription
from vla_r1_ros.core.robot_assets import robot_model_data, robot_model_file
from vla_r1_ros.motion.registry import default_planner_name, planner_names, shipped

_IMPORT_S = 30.0


def check_moveit(python: str = sys.executable) -> Finding:
    """Import moveit_py in a process of its own, since a broken build may end the process."""
    if importlib.util.find_spec("moveit") is None:
        return Finding.warn("moveit_py is not installed; the planner 'embedded' is taken instead",
                            "on a ROS 2 machine: sudo apt install ros-$ROS_DISTRO-moveit-py, and source its setup.bash")
    try:
        done = subprocess.run([python, "-c", "import moveit.planning"], capture_output=True, text=True,
                              timeout=_IMPORT_S, check=False)  # fmt: skip
    except subprocess.TimeoutExpired:
        return Finding.fail(f"importing moveit_py took over {_IMPORT_S:g} s", "reinstall ros-$ROS_DISTRO-moveit-py")
    if done.returncode != 0:
        last = (done.stderr.strip().splitlines() or [f"status {done.returncode}"])[-1]
        return Finding.fail(f"moveit_py is installed but does not import: {last[:200]}",
                            "source the setup.bash of the workspace that has it, or reinstall it")  # fmt: skip
    return Finding.ok("moveit_py imports")


def check_planner(robot: RobotDescription, name: str = "") -> Finding:
    """The back end that planner_node would take (`name`: its parameter), and whether it knows the robot's geometry.

    Raises:
        InputError: INPUT_PARAMETER or INPUT_ENVIRONMENT where it knows no such robot, or its model is not installed.
    """
    chosen = name or default_planner_name()
    if chosen not in planner_names():
        raise InputError(ErrorCode.INPUT_PARAMETER, f"no planner is called {chosen!r}; there are {planner_names()}",
                         "leave --planner out")
    if not shipped(chosen):
        return Finding.fail(f"planner {chosen!r} is not part of this version", "leave --planner out")
    if chosen == "moveit":
        return Finding.ok("moveit, with the robot's own MoveIt configuration", planner=chosen)
    if importlib.util.find_spec("roboplan") is None:
        return Finding.fail(f"planner {chosen!r} needs roboplan, which is not installed", "pip install roboplan")
    file = robot_model_file(robot_model_data(robot.name))
    return Finding.ok(f"{chosen}, with the geometry of {robot.name} in {file.name}", planner=chosen)
