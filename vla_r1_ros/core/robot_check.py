# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""Does a robot file fit its robot? Each entry that contradicts the URDF, by name."""

import numpy as np

from vla_r1_ros.core.robot import RobotDescription
from vla_r1_ros.core.urdf import MOVING, Urdf

_ANGLE, _LENGTH = 1e-3, 1e-3  # rad, m: what rounding may differ by


def urdf_problems(robot: RobotDescription, urdf: Urdf) -> list[str]:
    """Return every contradiction between a robot file and a URDF; empty where they agree.

    Frames that are missing from the URDF count, but for the tool frame, which may be published by somebody else.
    """
    frames = dict.fromkeys([robot.base_frame, robot.hand_frame,
                            *(name for link in robot.links for name in (link.start_frame, link.end_frame))])
    found = [f"frame {name!r} is no link of the URDF" for name in frames if name not in urdf.links]
    found += _arm_problems(robot, urdf)
    found += _gripper_problems(robot, urdf)
    if not found:
        found += _tool_problems(robot, urdf)
    return found


def _arm_problems(robot: RobotDescription, urdf: Urdf) -> list[str]:
    arm, found = robot.arm, []
    for index, name in enumerate(arm.joints):
        joint = urdf.joints.get(name)
        if joint is None:
            found.append(f"arm.joints: {name!r} is no joint of the URDF")
            continue
        if joint.kind not in MOVING:
            found.append(f"arm.joints: {name!r} is {joint.kind} in the URDF")
        lower, upper = arm.position_lower[index], arm.position_upper[index]
        if lower < joint.lower - _ANGLE or upper > joint.upper + _ANGLE:
            found.append(f"arm.position_lower and _upper of {name}: {lower:g} to {upper:g} is wider than the URDF's "
                         f"{joint.lower:g} to {joint.upper:g}")  # fmt: skip
        if arm.velocity[index] > joint.velocity + _ANGLE:
            found.append(f"arm.velocity of {name}: {arm.velocity[index]:g} is above the URDF's {joint.velocity:g}")
    known = all(name in urdf.joints for name in arm.joints)
    if known and robot.base_frame in urdf.links and robot.hand_frame in urdf.links:
        moving = [j.name for j in urdf.chain(robot.base_frame, robot.hand_frame) if j.kind in MOVING]
        if moving != list(arm.joints):
            found.append(f"arm.joints are {', '.join(arm.joints)}, but from {robot.base_frame} to {robot.hand_frame} "
                         f"the URDF has {', '.join(moving) or 'no way'}")  # fmt: skip
    return found


def _gripper_problems(robot: RobotDescription, urdf: Urdf) -> list[str]:
    names = robot.gripper.joints
    found = [f"gripper.joints: {name!r} is no joint of the URDF" for name in names if name not in urdf.joints]
    if found:
        return found
    joints = [urdf.joints[name] for name in names]
    if turning := [joint.name for joint in joints if joint.kind != "prismatic"]:
        return [f"gripper.joints: {', '.join(turning)} do not slide; the opening must be the sum of the positions"]
    opening = sum(joint.upper for joint in joints)
    if abs(opening - robot.gripper.max_width) > _LENGTH:
        return [f"gripper.max_width is {robot.gripper.max_width:g} m, the joints open {opening:g} m"]
    return []


def _tool_problems(robot: RobotDescription, urdf: Urdf) -> list[str]:
    found = []
    if robot.tool_frame in urdf.links:
        T = urdf.pose(robot.hand_frame, robot.tool_frame, {})
        if not urdf.chain(robot.hand_frame, robot.tool_frame) and robot.tool_frame != robot.hand_frame:
            found.append(f"tool_frame {robot.tool_frame!r} is not below hand_frame {robot.hand_frame!r}")
        elif not np.allclose(T, robot.T_hand_tool, atol=_LENGTH):
            found.append(f"T_hand_tool is {np.round(robot.T_hand_tool[:3, 3], 4).tolist()}, in the URDF it is "
                         f"{np.round(T[:3, 3], 4).tolist()} (or turned otherwise)")  # fmt: skip
    home = dict(zip(robot.arm.joints, robot.arm.home.tolist(), strict=True))
    T_base_tool = urdf.pose(robot.base_frame, robot.hand_frame, home) @ robot.T_hand_tool
    at = T_base_tool[:3, 3]
    if not ((robot.workspace_lower <= at) & (at <= robot.workspace_upper)).all():
        found.append(f"arm.home has the tool at {np.round(at, 3).tolist()}, outside the workspace")
    if robot.tool_down and T_base_tool[2, 2] > -0.98:
        found.append("tool_down is true, but at arm.home the tool's z axis does not point down")
    return found
