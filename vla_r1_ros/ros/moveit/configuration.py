# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""The parameters that MoveIt starts with: the robot's MoveIt configuration package, with the robot file's limits."""

import logging
from pathlib import Path
from typing import Any

import yaml
from ament_index_python.packages import PackageNotFoundError, get_package_share_directory
from moveit_configs_utils import MoveItConfigsBuilder

from vla_r1_ros.core.errors import ErrorCode, InputError
from vla_r1_ros.core.moveit import MoveItDescription
from vla_r1_ros.core.robot import RobotDescription
from vla_r1_ros.core.robot_check_srdf import srdf_problems
from vla_r1_ros.core.srdf import parse_srdf
from vla_r1_ros.core.urdf import parse_urdf

DESCRIPTION, SEMANTIC, PLANNING = "robot_description", "robot_description_semantic", "robot_description_planning"
_SAMPLE_S = 0.02  # between points of a timed trajectory: MoveIt's own 0.1 s is too coarse for the gate's joint step
_PATH_TOLERANCE = 0.01  # rad by which timing may cut a corner of a path that is free; MoveIt's own 0.1 hits things
_EDGE_STEP = 0.08  # rad, summed over the joints, between checks along an edge; the usual 0.005 of the space is 0.17
_URL = "package://"
_TURN_SPEED = 0.8  # rad/s of straight motions
_ACCELERATION = 0.8  # m/s^2 of straight motions

_log = logging.getLogger(__name__)


def moveit_configuration(robot: RobotDescription, max_tool_speed: float, urdf: str = "") -> dict[str, Any]:
    """Return MoveIt's parameters for a robot.

    Args:
        max_tool_speed: m/s, of straight motions. urdf: text that takes the place of the package's own URDF, where the
            package's SRDF fits it.

    Raises:
        InputError: INPUT_ENVIRONMENT where the package or a part of it is missing, INPUT_PARAMETER where the robot
            file contradicts it.
    """
    moveit = robot.moveit
    assert moveit is not None
    parameters = _package(robot, moveit)
    if urdf and (DESCRIPTION not in parameters or not (problems := _problems(robot, urdf, parameters[SEMANTIC]))):
        parameters[DESCRIPTION] = urdf
    elif urdf:
        _log.warning("the URDF on robot_description does not fit %s (%s); its own URDF is taken",
                     moveit.config_package, problems[0])  # fmt: skip
    if DESCRIPTION not in parameters:
        raise InputError(ErrorCode.INPUT_ENVIRONMENT, f"{moveit.config_package} names no URDF, and nobody publishes "
                         "robot_description", "start the robot's driver first, or remap robot_description")
    if problems := _problems(robot, parameters[DESCRIPTION], parameters[SEMANTIC]):
        raise InputError(ErrorCode.INPUT_PARAMETER, f"{moveit.config_package} contradicts the robot file: "
                         f"{'; '.join(problems)}", "vla_r1 robot check FILE --urdf URDF --srdf SRDF tells more")
    names = list(dict.fromkeys((moveit.free.pipeline, moveit.straight.pipeline)))
    parameters["planning_pipelines"] = {"pipeline_names": names}
    for name in names:
        timing = {"path_tolerance": _PATH_TOLERANCE} | parameters[name].get("totg", {})
        parameters[name]["totg"] = timing | {"resample_dt": _SAMPLE_S}
        if configs := parameters[name].get("planner_configs"):
            _tune_ompl(parameters[name].setdefault(moveit.arm_group, {}), configs, robot)
    _check_planner(moveit, parameters)
    parameters[PLANNING] = _limits(robot, max_tool_speed)
    parameters["plan_request_params"] = {  # of no effect: each request sets its own, but MoveIt warns without
        "planner_id": moveit.free.planner, "planning_pipeline": moveit.free.pipeline, "planning_attempts": 1,
        "planning_time": 1.0, "max_velocity_scaling_factor": 1.0, "max_acceleration_scaling_factor": 1.0,
    }  # fmt: skip
    # each plan is told where it starts: nothing waits for joint states here
    parameters["planning_scene_monitor_options"] = {
        "name": "planning_scene_monitor", "robot_description": DESCRIPTION, "joint_state_topic": "joint_states",
        "wait_for_initial_state_timeout": 0.0,
    }  # fmt: skip
    return parameters


class _Builder(MoveItConfigsBuilder):
    """Without what is not needed here, and what not every configuration package has."""

    def joint_limits(self, file_path: str | None = None) -> "_Builder":
        """The robot file's are taken."""
        return self

    def pilz_cartesian_limits(self, file_path: str | None = None) -> "_Builder":
        """The robot file's are taken."""
        return self

    def sensors_3d(self, file_path: str | None = None) -> "_Builder":
        """The scene comes from projection_node."""
        return self


def _package(robot: RobotDescription, moveit: MoveItDescription) -> dict[str, Any]:
    """What the configuration package says."""
    names = list(dict.fromkeys((moveit.free.pipeline, moveit.straight.pipeline)))
    try:
        builder = _Builder(robot.name, package_name=moveit.config_package)
        builder.robot_description(mappings=moveit.xacro_args or None)
        builder.robot_description_semantic(_path(moveit.srdf) or None, mappings=moveit.xacro_args or None)
        builder.planning_pipelines(moveit.free.pipeline, names)
        found: dict[str, Any] = builder.to_moveit_configs().to_dict()
        for name in names:
            if "planning_plugins" not in found[name]:  # its own launch file adds them
                found[name] = _default(name) | found[name]
    except PackageNotFoundError as error:
        raise InputError(ErrorCode.INPUT_ENVIRONMENT, f"the MoveIt configuration {moveit.config_package} of robot "
                         f"{robot.name!r} is not installed, or a package that it names is not: {error}",
                         f"sudo apt install ros-$ROS_DISTRO-{moveit.config_package.replace('_', '-')}, or source the "
                         "workspace that has it") from error  # fmt: skip
    except Exception as error:
        raise InputError(ErrorCode.INPUT_ENVIRONMENT, f"the MoveIt configuration {moveit.config_package} cannot be "
                         f"read: {type(error).__name__}: {error}",
                         "does its own launch file start? moveit.srdf and moveit.xacro_args: docs/robots.md") from error
    return found


def _default(pipeline: str) -> dict[str, Any]:
    file = Path(get_package_share_directory("moveit_configs_utils")) / f"default_configs/{pipeline}_planning.yaml"
    settings: dict[str, Any] = yaml.safe_load(file.read_text(encoding="utf-8"))
    return settings


def _path(file: str) -> str:
    """A file of a robot file's entry: inside the configuration package, or package://PACKAGE/FILE."""
    if not file.startswith(_URL):
        return file
    package, _, inside = file.removeprefix(_URL).partition("/")
    return str(Path(get_package_share_directory(package)) / inside)


def _tune_ompl(group: dict[str, Any], configs: dict[str, Any], robot: RobotDescription) -> None:
    """Name the planners for the group, as without a list it takes none of them; and let edges be checked finely."""
    group.setdefault("planner_configs", list(configs))
    extent = float((robot.arm.position_upper - robot.arm.position_lower).sum())  # as MoveIt measures a group's space
    finest = _EDGE_STEP / extent
    group["longest_valid_segment_fraction"] = min(finest, float(group.get("longest_valid_segment_fraction", finest)))


def _check_planner(moveit: MoveItDescription, parameters: dict[str, Any]) -> None:
    """Refuse a planner that OMPL would replace by its default, with a warning in the log."""
    for entry, chosen in (("free", moveit.free), ("straight", moveit.straight)):
        known = parameters[chosen.pipeline].get("planner_configs")
        if known and chosen.planner and chosen.planner not in known:
            raise InputError(ErrorCode.INPUT_PARAMETER, f"moveit.{entry}.planner {chosen.planner!r} is none of "
                             f"{moveit.config_package}'s for {chosen.pipeline}: {', '.join(sorted(known))}",
                             "name one of these in the robot file")  # fmt: skip


def _problems(robot: RobotDescription, urdf: str, srdf: str) -> list[str]:
    return srdf_problems(robot, parse_srdf(srdf), parse_urdf(urdf))


def _limits(robot: RobotDescription, max_tool_speed: float) -> dict[str, Any]:
    """The robot file's limits, as MoveIt's planners read them."""
    arm = robot.arm
    joints = {
        name: {"has_position_limits": True, "min_position": float(lower), "max_position": float(upper),
               "has_velocity_limits": True, "max_velocity": float(velocity),
               "has_acceleration_limits": True, "max_acceleration": float(acceleration)}
        for name, lower, upper, velocity, acceleration in zip(
            arm.joints, arm.position_lower, arm.position_upper, arm.velocity, arm.acceleration, strict=True)
    }  # fmt: skip
    lines = {"max_trans_vel": max_tool_speed, "max_trans_acc": _ACCELERATION, "max_trans_dec": -_ACCELERATION,
             "max_rot_vel": _TURN_SPEED}  # fmt: skip
    return {"joint_limits": joints, "cartesian_limits": lines}
