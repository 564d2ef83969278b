# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""Checks of the arm: joint states, the controllers' action servers, the enabling heartbeat."""

import numpy as np
from rclpy.action import ActionClient, get_action_names_and_types

from vla_r1_ros.core.findings import Finding, Level
from vla_r1_ros.core.robot import RobotDescription
from vla_r1_ros.core.robot_check import urdf_problems
from vla_r1_ros.core.urdf import parse_urdf
from vla_r1_ros.motion.doctor import check_geometry
from vla_r1_ros.ros.controllers import TWO_WORDS, nodes_serving, servers_of
from vla_r1_ros.ros.doctor_ear import ENABLE_RATE_HZ, Ear
from vla_r1_ros.ros.doctor_stream import silence, stream_finding

_LIMIT_SLACK = 0.01  # rad: what a joint at its limit may show
_FINGER_SLACK = 0.05  # of a gripper joint's way
_FINGERS_APART = 0.2  # of the opening: what a gripper's joints may differ in it


def check_description(ear: Ear, robot: RobotDescription) -> Finding:
    """The robot file, and the geometry that the embedded planner has of it, against the URDF on robot_description.

    Raises:
        InputError: INPUT_FILE where what is published is no URDF.
    """
    heard = ear.heard["robot_description"]
    if heard.last is None:
        return Finding.warn(f"nothing on {heard.topic}: the robot file was not compared with the URDF",
                            "remap robot_description, or: vla_r1 robot check FILE --urdf URDF")  # fmt: skip
    urdf = parse_urdf(heard.last.data)
    problems = urdf_problems(robot, urdf)
    if problems:
        return Finding.fail("; ".join(problems), "correct the robot file (docs/robots.md)", problems=problems)
    geometry = check_geometry(robot, urdf)
    if geometry is not None and geometry.level is not Level.OK:
        return geometry
    also = "" if geometry is None else f"; {geometry.seen}"
    return Finding.ok(f"the robot file agrees with it: frames, joints, limits, gripper, tool, home{also}")


def check_joint_states(ear: Ear, robot: RobotDescription) -> Finding:
    """Rate; the joints of the robot file are all there, with velocities, and within the file's limits."""
    if (silent := silence(ear, "joint_states")) is not None:
        return silent
    positions, velocities = ear.joints()
    wanted = (*robot.arm.joints, *robot.gripper.joints)
    missing = [name for name in wanted if name not in positions]
    if missing:
        return Finding.fail(f"joint_states has no {', '.join(missing)}; it has {', '.join(sorted(positions)[:12])}",
                            "does the robot file (--robot) fit this robot? Does the gripper's driver run?",
                            missing=missing)  # fmt: skip
    if any(name not in velocities for name in robot.arm.joints):
        return Finding.fail("joint_states has no velocities of the arm: a stop could not be verified",
                            "export the velocity state interface of the arm's joints")  # fmt: skip
    q = np.array([positions[name] for name in robot.arm.joints])
    out = (q < robot.arm.position_lower - _LIMIT_SLACK) | (q > robot.arm.position_upper + _LIMIT_SLACK)
    if not np.isfinite(q).all() or out.any():
        names = ", ".join(f"{name} {value:.3f} rad" for name, value, bad in zip(robot.arm.joints, q, out, strict=True)
                          if bad or not np.isfinite(value))  # fmt: skip
        return Finding.fail(f"outside the robot file's limits: {names}",
                            "does the robot file fit this robot? Else move the arm back by hand or pendant")
    if (wrong := _gripper_words(robot, positions)) is not None:
        return wrong
    return stream_finding(ear, "joint_states", f"{len(wanted)} of {len(wanted)} joints, within limits", may_lose=True)


def _gripper_words(robot: RobotDescription, positions: dict[str, float]) -> Finding | None:
    """What is wrong with the gripper's joints: outside their table, or they tell different openings."""
    gripper = robot.gripper
    table = gripper.opening.positions
    slack = _FINGER_SLACK * np.ptp(table, axis=0)
    q = np.array([positions[name] for name in gripper.joints])
    out = ~((q >= table.min(axis=0) - slack) & (q <= table.max(axis=0) + slack))
    if out.any():
        words = ", ".join(f"{name} {value:.4f} ({low:g} to {high:g})" for name, value, low, high, bad in zip(
            gripper.joints, q, table.min(axis=0), table.max(axis=0), out, strict=True) if bad)  # fmt: skip
        return Finding.fail(f"the gripper is outside the robot file's gripper.opening: {words}",
                            "unit and sign of the joint in joint_states must be those of gripper.opening "
                            "(docs/robots.md)")  # fmt: skip
    widths = gripper.opening.widths_by_joint(q)
    if np.ptp(widths) > _FINGERS_APART * gripper.max_width:
        words = ", ".join(f"{name} tells {width * 1e3:.0f} mm" for name, width in zip(gripper.joints, widths,
                                                                                     strict=True))  # fmt: skip
        return Finding.fail(f"the gripper's joints tell different openings: {words}",
                            "which sign has each joint? See gripper.opening in docs/robots.md")  # fmt: skip
    return None


def check_action(ear: Ear, which: str) -> Finding:
    """The action server of the arm's or the gripper's controller (`which`: arm, gripper)."""
    client: ActionClient = ear.arm if which == "arm" else ear.gripper
    name = ear.arm_action if which == "arm" else ear.gripper_action
    kind = "FollowJointTrajectory" if which == "arm" else "GripperCommand"
    if client.server_is_ready():
        if servers_of(ear.node, name) > 1:
            return Finding.fail(f"{servers_of(ear.node, name)} controllers answer to {name}, and each would carry out "
                                f"every goal: {', '.join(nodes_serving(ear.node, name))}", TWO_WORDS)  # fmt: skip
        return Finding.ok(f"{name} ({kind}) is ready")
    there = {action: types for action, types in get_action_names_and_types(ear.node) if _has_server(ear, action)}
    same_name = [types for action, types in there.items() if action.endswith(f"/{name.lstrip('/')}")]
    if same_name and not any(text.endswith(f"/{kind}") for text in same_name[0]):
        return Finding.fail(f"{name} is {', '.join(same_name[0])}, not control_msgs/action/{kind}",
                            f"load a controller with the {kind} action")  # fmt: skip
    others = sorted(action for action, types in there.items() if any(text.endswith(f"/{kind}") for text in types))
    other = f"; {kind} is served at {', '.join(others)}" if others else ""
    return Finding.fail(f"no server for {name}{other}",
                        f"load and activate the controller (ros2 control list_controllers); its name stands in the "
                        f"robot file under {which}.controller")  # fmt: skip


def _has_server(ear: Ear, action: str) -> bool:
    """Whether an action has a server: only servers publish its status."""
    return bool(ear.node.count_publishers(f"{action}/_action/status"))


def check_enable(ear: Ear) -> Finding:
    """The heartbeat without which planner_node does not move a real arm."""
    heard = ear.heard["enable_motion"]
    offers = ear.node.get_publishers_info_by_topic(heard.topic)
    todo = (f"publish true at {ENABLE_RATE_HZ:g} Hz or more from an enabling device: with require_enable "
            "planner_node moves nothing without")  # fmt: skip
    if heard.last is None and not offers:
        return Finding.warn(f"nobody publishes {heard.topic}", todo)
    if (silent := silence(ear, "enable_motion")) is not None:
        return silent
    rate_hz = float(heard.report().values["rate_hz"])
    state = "enabled" if heard.last.data else "disabled"
    seen = f"{state}, {rate_hz:.1f} Hz"
    return Finding.ok(seen, rate_hz=rate_hz) if rate_hz >= 0.8 * ENABLE_RATE_HZ else Finding.warn(seen, todo)

