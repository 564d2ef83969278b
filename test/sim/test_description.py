# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""The simulated arm's URDF says where its links are as the physics does."""

from dataclasses import replace
from pathlib import Path
from urllib.parse import unquote, urlsplit
from xml.etree import ElementTree

import numpy as np
import pytest

from vla_r1_ros.core.robot_check import urdf_problems
from vla_r1_ros.core.robot_file import load_robot
from vla_r1_ros.core.urdf import parse_urdf
from vla_r1_ros.sim.description import robot_urdf
from vla_r1_ros.sim.layout import sample_layout
from vla_r1_ros.sim.simulator import Simulator


@pytest.mark.parametrize("name", ["panda", "ur5e"])
def test_links_are_where_the_physics_has_them_and_meshes_are_there(name: str) -> None:
    robot = load_robot(name)
    text = robot_urdf(robot)
    urdf = parse_urdf(text)
    simulator = Simulator(replace(sample_layout(1), objects=()), robot, settle_s=0.1)
    state = simulator.state()
    names = [*robot.arm.joints, *robot.gripper.joints]
    at = dict(zip(names, [*state.positions, *state.fingers], strict=True))
    poses = simulator.link_poses()
    assert urdf.links == poses.keys()
    for link, pose in poses.items():
        tolerance = 2e-4 if "robotiq" not in link else 4e-4  # a linkage's parts follow by a straight line here
        assert np.allclose(urdf.pose(robot.base_frame, link, at), pose, atol=tolerance), link
    for joint, low, high in zip(robot.arm.joints, robot.arm.position_lower, robot.arm.position_upper, strict=True):
        assert np.allclose((urdf.joints[joint].lower, urdf.joints[joint].upper), (low, high), atol=1e-5)
    meshes = {mesh.get("filename", "") for mesh in ElementTree.fromstring(text).iter("mesh")}
    assert len(meshes) > 5 and all(Path(unquote(urlsplit(name).path)).is_file() for name in meshes)


def test_the_gripper_that_turns_is_where_the_physics_has_it_half_shut() -> None:
    """The URDF cuts the four-bar linkage open elsewhere than the model does."""
    robot = load_robot("ur5e")
    urdf = parse_urdf(robot_urdf(robot))
    simulator = Simulator(replace(sample_layout(1), objects=()), robot, settle_s=0.1)
    for width in (0.06, 0.03):
        simulator.gripper.submit(width / 2, 0.0, simulator.drive_time, simulator.state().width / 2)
        simulator.step(1.5)
        state = simulator.state()
        assert state.width == pytest.approx(width, abs=2e-3)
        at = dict(zip([*robot.arm.joints, *robot.gripper.joints], [*state.positions, *state.fingers], strict=True))
        for link, pose in simulator.link_poses().items():
            np.testing.assert_allclose(urdf.pose(robot.base_frame, link, at)[:3, 3], pose[:3, 3], atol=2e-4)
    assert {joint.mimics for joint in urdf.joints.values()} == {"", *robot.gripper.joints}


def test_the_ur5es_links_are_those_of_its_maker() -> None:
    """Universal Robots' DH parameters: the links' frames as ur_description has them, to Menagerie's 1 mm."""
    robot = load_robot("ur5e")
    urdf = parse_urdf(robot_urdf(robot))
    links = ["shoulder_link", "upper_arm_link", "forearm_link", "wrist_1_link", "wrist_2_link", "wrist_3_link"]
    steps = [((0, 0, 0.1625), 0.0), ((0, 0, 0), np.pi / 2), ((-0.425, 0, 0), 0.0), ((-0.3922, 0, 0.1333), 0.0),
             ((0, -0.0997, 0), np.pi / 2), ((0, 0.0996, 0), -np.pi / 2)]  # fmt: skip
    for q in np.random.default_rng(0).uniform(-2.0, 0.0, (5, 6)):
        T, at = np.diag([-1.0, -1.0, 1.0, 1.0]), dict(zip(robot.arm.joints, q, strict=True))
        for link, (xyz, tip), angle in zip(links, steps, q, strict=True):
            c, s, ct, st = np.cos(angle), np.sin(angle), np.cos(tip), np.sin(tip)
            about_x = np.array([[1, 0, 0, xyz[0]], [0, ct, -st, xyz[1]], [0, st, ct, xyz[2]], [0, 0, 0, 1]])
            T = T @ about_x @ np.array([[c, -s, 0, 0], [s, c, 0, 0], [0, 0, 1, 0], [0, 0, 0, 1]])
            found = urdf.pose("base_link", link, at)
            np.testing.assert_allclose(found[:3, :3], T[:3, :3], atol=1e-6, err_msg=link)
            assert np.linalg.norm(found[:3, 3] - T[:3, 3]) < 1.5e-3, link


@pytest.mark.parametrize("name", ["panda", "ur5e"])
def test_the_robot_file_does_not_contradict_the_simulated_description(name: str) -> None:
    robot = load_robot(name)
    assert urdf_problems(robot, parse_urdf(robot_urdf(robot))) == []
