# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""Planner back ends by name; a back end is imported when it is asked for."""

import importlib
import importlib.util

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


def shipped(name: str) -> bool:
    """Whether this version holds the back end of that name; what it stands on may still be missing."""
    return name in _BACK_ENDS and importlib.util.find_spec(_BACK_ENDS[name][0]) is not None


def default_planner_name() -> str:
    """`moveit` where its back end is there and imports, else `embedded`."""
    return next((name for name in _BACK_ENDS if _usable(name)), "embedded")


def make_planner(name: str, robot: RobotDescription, *, max_tool_speed: float = 0.25) -> Planner:
    """Make the planner called `name`, or the default one where `name` is empty.

    Raises:
        InputError: INPUT_PARAMETER for an unknown name, INPUT_ENVIRONMENT where what it needs is not installed.
    """
    name = name or default_planner_name()
    if name not in _BACK_ENDS:
        raise InputError(ErrorCode.INPUT_PARAMETER, f"no planner is called {name!r}; there are {list(_BACK_ENDS)}")
    module, cls, needs = _BACK_ENDS[name]
    if not shipped(name):
        raise InputError(ErrorCode.INPUT_ENVIRONMENT, f"planner {name!r} is not part of this version",
                         f"choose another planner: {', '.join(filter(shipped, _BACK_ENDS))}")
    if not _usable(name):
        raise InputError(
            ErrorCode.INPUT_ENVIRONMENT,
            f"planner {name!r} needs the package {needs!r}, which is not installed",
            "choose another planner or install it",
        )
    planner: Planner = getattr(importlib.import_module(module), cls)(robot, max_tool_speed=max_tool_speed)
    return planner


def _usable(name: str) -> bool:
    return shipped(name) and importlib.util.find_spec(_BACK_ENDS[name][2]) is not None
