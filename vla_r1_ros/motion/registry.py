# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""Planner back ends by name; a back end is imported when it is asked for."""

import importlib
import importlib.util
from collections.abc import Callable

from vla_r1_ros.core.errors import ErrorCode, InputError
from vla_r1_ros.core.robot import RobotDescription
from vla_r1_ros.motion.protocols import Planner

# name: (module, class, package that it stands on); first come, first default
_BACK_ENDS: dict[str, tuple[str, str, str]] = {
    "moveit": ("vla_r1_ros.motion.moveit", "MoveItPlanner", "moveit"),
    "embedded": ("vla_r1_ros.motion.embedded", "EmbeddedPlanner", "roboplan"),
}


def planner_names() -> tuple[str, ...]:
    """All names that `make_planner` knows, installed or not."""
    return tuple(_BACK_ENDS)


def default_planner_name(robot: RobotDescription) -> str:
    """`moveit` where it imports and the robot file names a MoveIt configuration, else `embedded`."""
    return "moveit" if robot.moveit is not None and _installed("moveit") else "embedded"


def make_planner(name: str, robot: RobotDescription, *, max_tool_speed: float = 0.25,
                 heard_urdf: Callable[[], str] = str) -> Planner:
    """Make the planner called `name`, or the default one where `name` is empty.

    Args:
        heard_urdf: asked by a back end that can plan with the URDF that the robot's driver publishes; an empty text
            where there is none.

    Raises:
        InputError: INPUT_PARAMETER for an unknown name, INPUT_ENVIRONMENT where what it needs is not installed; and
            what the back end says of the robot.
    """
    name = name or default_planner_name(robot)
    if name not in _BACK_ENDS:
        raise InputError(ErrorCode.INPUT_PARAMETER, f"no planner is called {name!r}; there are {list(_BACK_ENDS)}")
    module, cls, needs = _BACK_ENDS[name]
    if not _installed(name):
        raise InputError(
            ErrorCode.INPUT_ENVIRONMENT,
            f"planner {name!r} needs the package {needs!r}, which is not installed",
            "choose another planner or install it",
        )
    back_end = getattr(importlib.import_module(module), cls)
    planner: Planner = back_end(robot, max_tool_speed=max_tool_speed, heard_urdf=heard_urdf)
    return planner


def _installed(name: str) -> bool:
    return importlib.util.find_spec(_BACK_ENDS[name][2]) is not None
