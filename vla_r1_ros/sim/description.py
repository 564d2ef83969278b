# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""The simulated arm as a URDF with the names of the robot file, as a real arm's driver publishes it."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import numpy as np
from scipy.spatial.transform import Rotation

from vla_r1_ros.core.robot import RobotDescription
from vla_r1_ros.core.robot_assets import FingerJoint, RobotModelData, robot_model_data
from vla_r1_ros.core.types import FloatArray
from vla_r1_ros.sim.assets import mesh_folder, robot_spec
from vla_r1_ros.sim.links import T_body_link, link_parents
from vla_r1_ros.sim.urdf_shapes import MeshFile, add_shapes, put_origin, words

_FINGER_SPEED = 0.2


def robot_urdf(robot: RobotDescription) -> str:
    """Return the URDF: links, joints and, as collision and visual alike, the geometry that the simulator draws.

    Raises:
        InputError: INPUT_PARAMETER for a robot without a model here.
    """
    data = robot_model_data(robot.name)
    spec = robot_spec(data)
    folder = mesh_folder(data, spec)
    meshes = {mesh.name or Path(mesh.file).stem: MeshFile(folder / mesh.file, np.asarray(mesh.scale))
              for mesh in spec.meshes}  # fmt: skip
    bodies = _below(spec.body(data.base_body))
    hangs_on = link_parents(data, {body.name: parent for parent, children in bodies.items() for body in children})
    T_bodies = _poses(spec.body(data.base_body), bodies)
    T_links = {frame.link: T_bodies[frame.body] @ T_body_link(frame) for frame in data.links}
    shown = {frame.body: frame.link for frame in data.links}
    root = ElementTree.Element("robot", name=robot.name)
    for frame in data.links:
        link = ElementTree.SubElement(root, "link", name=frame.link)
        for body in [spec.body(frame.body), *_nameless(frame.body, bodies, shown)]:
            add_shapes(link, body, np.linalg.inv(T_links[frame.link]) @ T_bodies[body.name], meshes)
    joints = _Joints(robot, data)
    for frame in data.links:
        if frame.link in hangs_on:
            parent = hangs_on[frame.link]
            joint = joints.add(root, frame.link, spec.body(frame.body), T_body_link(frame))
            _ends(joint, parent, frame.link)
            put_origin(joint, np.linalg.inv(T_links[parent]) @ T_links[frame.link])
    tool = ElementTree.SubElement(root, "joint", name=f"{robot.tool_frame}_joint", type="fixed")
    _ends(tool, robot.hand_frame, robot.tool_frame)
    put_origin(tool, robot.T_hand_tool)
    ElementTree.SubElement(root, "link", name=robot.tool_frame)
    return ElementTree.tostring(root, encoding="unicode")


class _Joints:
    """Writes the joints: those of the robot file, those that follow its gripper's, and fixed ones."""

    def __init__(self, robot: RobotDescription, data: RobotModelData) -> None:
        arm, opening = robot.arm, robot.gripper.opening
        self._gripper = robot.gripper.joints
        self._names = dict(zip((*data.arm_joints, *data.gripper_joints), (*arm.joints, *self._gripper), strict=True))
        self._followers = {finger.joint: finger for finger in data.finger_joints if finger.joint not in self._names}
        self._limits = dict(zip(arm.joints, zip(arm.position_lower, arm.position_upper, arm.velocity, strict=True),
                                strict=True))  # fmt: skip
        for name, column in zip(self._gripper, opening.positions.T, strict=True):
            speed = _FINGER_SPEED * float(np.ptp(column) / np.ptp(opening.widths)) * 2
            self._limits[name] = (float(column.min()), float(column.max()), speed)

    def add(self, root: ElementTree.Element, link: str, body: Any, T_body_link: FloatArray) -> ElementTree.Element:
        """Add the joint that carries a link, for `body` and the link's frame in it (4, 4)."""
        moving = next(iter(body.joints), None)
        follower = None if moving is None else self._followers.get(moving.name)
        if moving is None or (follower is not None and follower.factor == 0.0):
            return ElementTree.SubElement(root, "joint", name=f"{link}_joint", type="fixed")
        kind = "prismatic" if moving.type.name.endswith("SLIDE") else "revolute"
        name = self._names[moving.name] if follower is None else f"{link.removesuffix('_link')}_joint"
        joint = ElementTree.SubElement(root, "joint", name=name, type=kind)
        ElementTree.SubElement(joint, "axis", xyz=words(T_body_link[:3, :3].T @ np.asarray(moving.axis)))
        limits = self._limits[name] if follower is None else self._mimic(joint, follower)
        lower, upper, speed = (f"{value:.6g}" for value in limits)
        ElementTree.SubElement(joint, "limit", lower=lower, upper=upper, velocity=speed, effort="87")
        return joint

    def _mimic(self, joint: ElementTree.Element, follower: FingerJoint) -> tuple[float, float, float]:
        leader = self._gripper[follower.of]
        ElementTree.SubElement(joint, "mimic", joint=leader, multiplier=f"{follower.factor:.6g}")
        lower, upper, speed = self._limits[leader]
        ends = sorted((lower * follower.factor, upper * follower.factor))
        return ends[0], ends[1], speed * abs(follower.factor)


def _below(base: Any) -> dict[str, list[Any]]:
    """The children of each body from the base on."""
    found, todo = {}, [base]
    while todo:
        body = todo.pop()
        found[body.name] = list(body.bodies)
        todo += found[body.name]
    return found


def _poses(base: Any, bodies: dict[str, list[Any]]) -> dict[str, FloatArray]:
    """`T_base_body` (4, 4) of each body with all joints at zero."""
    poses, todo = {base.name: np.eye(4)}, [base.name]
    while todo:
        name = todo.pop()
        for child in bodies[name]:
            T = np.eye(4)
            T[:3, :3] = Rotation.from_quat(np.roll(np.asarray(child.quat, dtype=np.float64), -1)).as_matrix()
            T[:3, 3] = child.pos
            poses[child.name] = poses[name] @ T
            todo.append(child.name)
    return poses


def _nameless(body: str, bodies: dict[str, list[Any]], shown: dict[str, str]) -> list[Any]:
    """Bodies below one that are no links: they are drawn with it."""
    found, todo = [], [child for child in bodies[body] if child.name not in shown]
    while todo:
        child = todo.pop()
        found.append(child)
        todo += [grand for grand in bodies[child.name] if grand.name not in shown]
    return found


def _ends(joint: ElementTree.Element, parent: str, child: str) -> None:
    ElementTree.SubElement(joint, "parent", link=parent)
    ElementTree.SubElement(joint, "child", link=child)
