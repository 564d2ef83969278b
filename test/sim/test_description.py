# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""The simulated arm's URDF says where its links are as the physics does."""

from dataclasses import replace
from pathlib import Path
from urllib.parse import unquote, urlsplit
from xml.etree import ElementTree

import numpy as np

from vla_r1_ros.core.robot import RobotDescription
from vla_r1_ros.core.urdf import parse_urdf
from vla_r1_ros.sim.description import robot_urdf
from vla_r1_ros.sim.layout import sample_layout
from vla_r1_ros.sim.simulator import Simulator


def test_links_are_where_the_physics_has_them_and_meshes_are_there(robot: RobotDescription) -> None:
    text = robot_urdf(robot)
    urdf = parse_urdf(text)
    simulator = Simulator(replace(sample_layout(1), objects=()), robot, settle_s=0.1)
    state = simulator.state()
    names = [*robot.arm.joints, *robot.gripper.joints]
    at = dict(zip(names, [*state.positions, *state.fingers], strict=True))
    poses = simulator.link_poses()
    assert urdf.links == poses.keys()
    for link, pose in poses.items():
        assert np.allclose(urdf.pose(robot.base_frame, link, at), pose, atol=2e-4), link
    for joint, low, high in zip(robot.arm.joints, robot.arm.position_lower, robot.arm.position_upper, strict=True):
        assert np.allclose((urdf.joints[joint].lower, urdf.joints[joint].upper), (low, high), atol=1e-5)
    meshes = {mesh.get("filename", "") for mesh in ElementTree.fromstring(text).iter("mesh")}
    assert len(meshes) > 8 and all(Path(unquote(urlsplit(name).path)).is_file() for name in meshes)
