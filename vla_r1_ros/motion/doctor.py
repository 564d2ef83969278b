# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""Checks of the planner: does MoveIt import, does the back end know the robot, and is it this robot?"""

import importlib.util
import subprocess
import sys
import time
from collections.abc import Callable

import numpy as np

from vla_r1_ros.core.cancel import CancelToken
from vla_r1_ros.core.errors import ErrorCode, InputError
from vla_r1_ros.core.findings import Finding
from vla_r1_ros.core.robot import RobotDescription
from vla_r1_ros.core.robot_assets import robot_model_data, robot_model_file, whole_model
from vla_r1_ros.core.robot_models import MODELS
from vla_r1_ros.core.urdf import Urdf
from vla_r1_ros.motion.ik import pose_error
from vla_r1_ros.motion.registry import default_planner_name, make_planner, planner_names

_IMPORT_S = 30.0
_PLAN_S = 5.0
_OFF, _TURNED = 0.004, 0.02  # m, rad: more is a mistake in a grasp
_STEP = 0.5  # rad


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


def check_planner(robot: RobotDescription, name: str = "", *, heard_urdf: Callable[[], str] = str) -> Finding:
    """The back end that planner_node would take (`name`: its parameter), and whether it knows the robot's geometry;
    `heard_urdf` as for `make_planner`.

    Raises:
        InputError: INPUT_PARAMETER or INPUT_ENVIRONMENT where it knows no such robot, or its model is not installed.
    """
    chosen = name or default_planner_name(robot)
    if chosen not in planner_names():
        raise InputError(ErrorCode.INPUT_PARAMETER, f"no planner is called {chosen!r}; there are {planner_names()}",
                         "leave --planner out")
    if chosen == "moveit":
        return _plan_with_moveit(robot, heard_urdf)
    if importlib.util.find_spec("roboplan") is None:
        return Finding.fail(f"planner {chosen!r} needs roboplan, which is not installed", "pip install roboplan")
    data = robot_model_data(robot.name)
    with whole_model(data):
        name = robot_model_file(data).name
    return Finding.ok(f"{chosen}, with the geometry of {robot.name} in {name}", planner=chosen)


def check_geometry(robot: RobotDescription, urdf: Urdf) -> Finding | None:
    """Whether the geometry that `embedded` has of a robot puts the tool where the URDF does; None where it has none.

    Args:
        urdf: with the robot file's base and hand frames.
    """
    if robot.name not in MODELS or importlib.util.find_spec("roboplan") is None:
        return None
    from vla_r1_ros.motion.embedded_scene import EmbeddedScene

    scene, joints = EmbeddedScene(robot), robot.arm.joints
    poses = [robot.arm.home, *(robot.arm.home + step for step in _STEP * np.eye(len(joints)))]
    off, turned = 0.0, 0.0
    for q in poses:
        T = urdf.pose(robot.base_frame, robot.hand_frame, dict(zip(joints, q, strict=True))) @ robot.T_hand_tool
        error = pose_error(scene.tool_pose(q), T)
        off, turned = max(off, float(np.linalg.norm(error[:3]))), max(turned, float(np.linalg.norm(error[3:])))
    words = f"planner embedded has the tool {off * 1000:.1f} mm and {np.degrees(turned):.1f} degrees from where it is"
    if off > _OFF or turned > _TURNED:
        return Finding.warn(words, "mount the gripper as core/robot_models.py has it, or do not move with `embedded`: "
                            "docs/robots.md", mm=off * 1000, degrees=float(np.degrees(turned)))  # fmt: skip
    return Finding.ok(words)


def _plan_with_moveit(robot: RobotDescription, heard_urdf: Callable[[], str]) -> Finding:
    """Start MoveIt as planner_node would, and let it plan both ways to 2 cm above home.

    Raises:
        VlaError: what planner_node would say.
    """
    planner = make_planner("moveit", robot, heard_urdf=heard_urdf)
    home, up = robot.arm.home, planner.tool_pose(robot.arm.home)
    up[2, 3] += 0.02
    begin = time.monotonic()
    planner.plan_to_pose(home, up, speed=0.5, deadline_s=_PLAN_S, cancel=CancelToken())
    free = time.monotonic()
    planner.plan_straight(home, [up], tool_speed=0.1, deadline_s=_PLAN_S, cancel=CancelToken())
    straight = time.monotonic()
    package = robot.moveit.config_package if robot.moveit is not None else ""
    return Finding.ok(f"moveit with {package}: planned 2 cm up from home freely in {(free - begin) * 1e3:.0f} ms, in a "
                      f"straight line in {(straight - free) * 1e3:.0f} ms", planner="moveit")  # fmt: skip
