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
from vla_r1_ros.core.robot_assets import robot_model_data
from vla_r1_ros.core.types import FloatArray
from vla_r1_ros.sim.assets import ARM_RGBA, panda_spec, panda_xml
from vla_r1_ros.sim.simulator import link_name

_FINGER_SPEED = 0.2


def robot_urdf(robot: RobotDescription) -> str:
    """Return the URDF: links, joints and, as collision and visual alike, the meshes that the simulator draws.

    Raises:
        InputError: INPUT_PARAMETER for a robot without a model here.
    """
    data = robot_model_data(robot.name)
    joints = dict(zip((*data.arm_joints, *data.finger_joints), (*robot.arm.joints, *robot.gripper.joints), strict=True))
    limits = dict(zip(robot.arm.joints, zip(robot.arm.position_lower, robot.arm.position_upper, robot.arm.velocity,
                                            strict=True), strict=True))  # fmt: skip
    limits |= dict.fromkeys(robot.gripper.joints, (0.0, robot.gripper.max_width / 2, _FINGER_SPEED))
    spec = panda_spec()
    meshes = {mesh.name or Path(mesh.file).stem: panda_xml().parent / spec.meshdir / mesh.file for mesh in spec.meshes}
    root = ElementTree.Element("robot", name=robot.name)
    todo = [(spec.body(data.base_body), "")]
    while todo:
        body, parent = todo.pop()
        name = link_name(robot, body.name)
        _link(root, name, body, meshes)
        if parent:
            _joint(root, body, parent, name, joints, limits)
        todo += [(child, name) for child in body.bodies]
    tool = ElementTree.SubElement(root, "joint", name=f"{robot.tool_frame}_joint", type="fixed")
    _ends(tool, robot.hand_frame, robot.tool_frame)
    T = robot.T_hand_tool
    _origin(tool, T[:3, 3], Rotation.from_matrix(T[:3, :3]))
    ElementTree.SubElement(root, "link", name=robot.tool_frame)
    return ElementTree.tostring(root, encoding="unicode")


def _link(root: ElementTree.Element, name: str, body: Any, meshes: dict[str, Path]) -> None:
    link = ElementTree.SubElement(root, "link", name=name)
    for geom in body.geoms:
        for kind in ("visual", "collision"):
            part = ElementTree.SubElement(link, kind)
            _origin(part, geom.pos, _rotation(geom.quat))
            shape = ElementTree.SubElement(part, "geometry")
            if geom.meshname:
                ElementTree.SubElement(shape, "mesh", filename=meshes[geom.meshname].as_uri())
            else:
                ElementTree.SubElement(shape, "box", size=_words(2 * np.asarray(geom.size)))
            if kind == "visual":
                material = ElementTree.SubElement(part, "material", name="arm")
                ElementTree.SubElement(material, "color", rgba=_words(np.asarray(ARM_RGBA)))


def _joint(root: ElementTree.Element, body: Any, parent: str, name: str, joints: dict[str, str],
           limits: dict[str, tuple[float, float, float]]) -> None:  # fmt: skip
    moving = next((joint for joint in body.joints if joint.name in joints), None)
    if moving is None:
        joint = ElementTree.SubElement(root, "joint", name=f"{name}_joint", type="fixed")
    else:
        ours = joints[moving.name]
        slides = moving.type.name.endswith("SLIDE")
        joint = ElementTree.SubElement(root, "joint", name=ours, type="prismatic" if slides else "revolute")
        ElementTree.SubElement(joint, "axis", xyz=_words(np.asarray(moving.axis)))
        lower, upper, speed = (f"{value:.6g}" for value in limits[ours])
        ElementTree.SubElement(joint, "limit", lower=lower, upper=upper, velocity=speed, effort="87")
    _ends(joint, parent, name)
    _origin(joint, body.pos, _rotation(body.quat))


def _ends(joint: ElementTree.Element, parent: str, child: str) -> None:
    ElementTree.SubElement(joint, "parent", link=parent)
    ElementTree.SubElement(joint, "child", link=child)


def _origin(element: ElementTree.Element, xyz: FloatArray, rotation: Rotation) -> None:
    ElementTree.SubElement(element, "origin", xyz=_words(np.asarray(xyz)), rpy=_words(rotation.as_euler("xyz")))


def _rotation(wxyz: FloatArray) -> Rotation:
    return Rotation.from_quat(np.roll(np.asarray(wxyz, dtype=np.float64), -1))


def _words(values: FloatArray) -> str:
    return " ".join(f"{value:.9g}" for value in np.ravel(values))
