# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""Does a robot file fit its MoveIt configuration? Each entry that contradicts the SRDF, by name."""

import numpy as np

from vla_r1_ros.core.moveit import MoveItDescription
from vla_r1_ros.core.robot import RobotDescription
from vla_r1_ros.core.srdf import Srdf
from vla_r1_ros.core.urdf import MOVING, Urdf

_HOME = 0.01  # rad: SRDFs give home in three digits
_SHARE = 0.25  # of the opening: a named state "open" is often a little less than all


def srdf_problems(robot: RobotDescription, srdf: Srdf, urdf: Urdf | None = None) -> list[str]:
    """Return every contradiction between a robot file and an SRDF; empty where they agree.

    Without the URDF a group that is given as a chain or by links cannot be compared joint by joint.
    """
    moveit = robot.moveit
    if moveit is None:
        return ["moveit is missing: an SRDF belongs to the entry moveit (docs/robots.md)"]
    found = []
    if urdf is not None and srdf.name != urdf.name:
        found.append(f"the SRDF is of robot {srdf.name!r}, the URDF of {urdf.name!r}: MoveIt wants one name")
    for entry, group in (("arm_group", moveit.arm_group), ("gripper_group", moveit.gripper_group)):
        if group and group not in srdf.groups:
            found.append(f"moveit.{entry} {group!r} is no group of the SRDF; it has {', '.join(sorted(srdf.groups))}")
    if urdf is not None and moveit.arm_group in srdf.groups:
        found += _group_problems(robot, moveit, srdf, urdf)
    for ours, state in moveit.named_states.items():
        found += _state_problems(robot, moveit, srdf, ours, state)
    return found


def _group_problems(robot: RobotDescription, moveit: MoveItDescription, srdf: Srdf, urdf: Urdf) -> list[str]:
    found = []
    moving = [name for name in srdf.joints(moveit.arm_group, urdf)
              if name not in urdf.joints or (urdf.joints[name].kind in MOVING and not urdf.joints[name].mimics)]
    if moving != list(robot.arm.joints):
        found.append(f"moveit.arm_group {moveit.arm_group!r} moves {', '.join(moving) or 'nothing'}, but arm.joints "
                     f"are {', '.join(robot.arm.joints)}")  # fmt: skip
    for base, tip in srdf.groups[moveit.arm_group].chains:
        for entry, frame, end in (("base_frame", robot.base_frame, base), ("hand_frame", robot.hand_frame, tip)):
            if not _fixed(urdf, frame, end):
                found.append(f"{entry} {frame!r} is not fixed to {end!r}, an end of moveit.arm_group's chain")
    if moveit.gripper_group in srdf.groups:
        joints = srdf.joints(moveit.gripper_group, urdf)
        if not set(joints) & set(robot.gripper.joints):
            found.append(f"moveit.gripper_group {moveit.gripper_group!r} has none of gripper.joints "
                         f"{', '.join(robot.gripper.joints)}")  # fmt: skip
    return found


def _fixed(urdf: Urdf, one: str, other: str) -> bool:
    """Whether nothing moves between two links, of which one is below the other."""
    between = urdf.chain(one, other) or urdf.chain(other, one)
    return one == other or (bool(between) and not any(joint.kind in MOVING for joint in between))


def _state_problems(robot: RobotDescription, moveit: MoveItDescription, srdf: Srdf, ours: str,
                    state: str) -> list[str]:
    group = moveit.arm_group if ours == "home" else moveit.gripper_group
    there = srdf.states.get((group, state))
    where = f"moveit.named_states.{ours} {state!r}"
    if there is None:
        known = sorted(name for of, name in srdf.states if of == group)
        return [f"{where} is no state of group {group!r}; it has {', '.join(known) or 'none'}"]
    if ours == "home":
        arm = robot.arm
        off = [f"{name} {there[name]:g} (arm.home {home:g})" if name in there else f"{name} not there"
               for name, home in zip(arm.joints, arm.home, strict=True)
               if name not in there or abs(there[name] - home) > _HOME]  # fmt: skip
        return [f"{where} is not arm.home: {', '.join(off)}"] if off else []
    gripper, widest = robot.gripper, robot.gripper.max_width
    columns = [index for index, name in enumerate(gripper.joints) if name in there]
    if not columns:
        return [f"{where} has none of gripper.joints {', '.join(gripper.joints)}"]
    seat = gripper.opening.joint_positions(widest if ours == "open" else 0.0)
    for index in columns:
        seat[index] = there[gripper.joints[index]]
    width = float(np.mean(gripper.opening.widths_by_joint(seat)[columns]))
    if abs(width - (widest if ours == "open" else gripper.opening.widths[0])) > _SHARE * widest:
        return [f"{where} has the fingers {width:g} m apart by gripper.opening, of {widest:g} m"]
    return []
