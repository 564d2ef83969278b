# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""Does a robot file fit its robot? Each entry that contradicts the URDF, by name."""

import numpy as np

from vla_r1_ros.core.robot import RobotDescription
from vla_r1_ros.core.urdf import MOVING, Urdf, UrdfJoint

_ANGLE, _LENGTH = 1e-3, 1e-3  # rad, m: what rounding may differ by
_ALONG = 0.99  # cosine


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
    names, opening = robot.gripper.joints, robot.gripper.opening
    found = [f"gripper.joints: {name!r} is no joint of the URDF" for name in names if name not in urdf.joints]
    if found:
        return found
    joints = [urdf.joints[name] for name in names]
    found = [f"gripper.joints: {joint.name} is {joint.kind} in the URDF"
             for joint in joints if joint.kind not in MOVING]  # fmt: skip
    turning = [joint.name for joint in joints if joint.kind in ("revolute", "continuous")]
    if turning and opening.assumed:
        found.append(f"gripper.joints: {', '.join(turning)} do not slide: gripper.opening must say how the opening "
                     "follows from them")  # fmt: skip
    if found:
        return found
    for joint, column in zip(joints, opening.positions.T, strict=True):
        if column.min() < joint.lower - _LENGTH or column.max() > joint.upper + _LENGTH:
            found.append(f"gripper.opening moves {joint.name} from {column.min():g} to {column.max():g}, the URDF from "
                         f"{joint.lower:g} to {joint.upper:g}")  # fmt: skip
    if all(joint.kind == "prismatic" for joint in joints):
        found += _sliding_problems(robot, urdf, joints)
    return found


def _sliding_problems(robot: RobotDescription, urdf: Urdf, joints: list[UrdfJoint]) -> list[str]:
    """Fingers that slide apart open by the sum of their ways, those included that only follow."""
    gripper, names = robot.gripper, set(robot.gripper.joints)
    followers = [joint for joint in urdf.joints.values() if joint.mimics in names and joint.name not in names]
    most = sum(joint.upper - joint.lower for joint in (*joints, *followers))
    if abs(most - gripper.max_width) > _LENGTH:
        return [f"gripper.max_width is {gripper.max_width:g} m, the joints open {most:g} m"]
    ways = dict(zip(gripper.joints, np.ptp(gripper.opening.positions, axis=0), strict=True))
    way = sum(ways.values()) + sum(abs(joint.mimic_factor) * ways[joint.mimics] for joint in followers)
    opens = gripper.opening.widths[-1] - gripper.opening.widths[0]
    if abs(way - opens) > _LENGTH:
        return [f"gripper.opening opens by {opens:g} m, while its joints slide {way:g} m"]
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
    found += _closing_problems(robot, urdf)
    home = dict(zip(robot.arm.joints, robot.arm.home.tolist(), strict=True))
    T_base_tool = urdf.pose(robot.base_frame, robot.hand_frame, home) @ robot.T_hand_tool
    at = T_base_tool[:3, 3]
    if not ((robot.workspace_lower <= at) & (at <= robot.workspace_upper)).all():
        found.append(f"arm.home has the tool at {np.round(at, 3).tolist()}, outside the workspace")
    if robot.tool_down and T_base_tool[2, 2] > -0.98:
        found.append("tool_down is true, but at arm.home the tool's z axis does not point down")
    return found


def _closing_problems(robot: RobotDescription, urdf: Urdf) -> list[str]:
    """Fingers must close along the tool's y: what slides does so along y, what turns does so about x."""
    found = []
    for name in robot.gripper.joints:
        joint = urdf.joints[name]
        if not urdf.chain(robot.hand_frame, joint.child):
            continue
        T_hand_finger = urdf.pose(robot.hand_frame, joint.child, {})
        axis = robot.T_hand_tool[:3, :3].T @ T_hand_finger[:3, :3] @ joint.axis
        along, how = (1, "slides along") if joint.kind == "prismatic" else (0, "turns about")
        if abs(axis[along]) < _ALONG:
            found.append(f"T_hand_tool is turned wrongly: {name} {how} {np.round(axis, 2).tolist()} of the tool frame, "
                         f"which must be its {'xy'[along]}, so that the fingers close along y")  # fmt: skip
    return found
