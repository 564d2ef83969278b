# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""Markers say what was measured, in the base frame, where it was measured."""

from pathlib import Path

import numpy as np
import pytest
import yaml

pytest.importorskip("rclpy")

from rclpy.serialization import deserialize_message, serialize_message
from visualization_msgs.msg import Marker, MarkerArray

from vla_r1_ros.core.robot import RobotDescription, parse_robot
from vla_r1_ros.core.types import Grasp, OrientedBox, Target
from vla_r1_ros.ros.markers import SWEPT_STEP, claim_markers, plan_markers

ROBOT_FILE = Path(__file__).parents[2] / "config" / "robots" / "panda.yaml"
PATH = np.array([[0.4, 0.0, 0.05], [0.4, 0.0, 0.25], [0.5, 0.2, 0.25]])


@pytest.fixture(scope="module")
def robot() -> RobotDescription:
    return parse_robot(yaml.safe_load(ROBOT_FILE.read_text()))


@pytest.fixture
def target() -> Target:
    T_box, T_tool = np.eye(4), np.diag([1.0, -1.0, -1.0, 1.0])
    T_box[:3, 3], T_tool[:3, 3] = (0.4, 0.0, 0.025), (0.4, 0.0, 0.02)
    size = np.array([0.05, 0.06, 0.05])
    return Target(OrientedBox(T_box, size), (Grasp(T_tool, 0.05, 0.9), Grasp(T_tool, 0.06, 0.4)), 0.0)


def by_name(array: MarkerArray) -> dict[str, list[Marker]]:
    wire = deserialize_message(serialize_message(array), MarkerArray)
    found: dict[str, list[Marker]] = {}
    for marker in wire.markers:
        found.setdefault(marker.ns, []).append(marker)
    return found


def test_claims(robot: RobotDescription, target: Target) -> None:
    array = claim_markers(target, PATH, robot, 5)
    assert array.markers[0].action == Marker.DELETEALL
    found = by_name(array)
    assert set(found) == {"", "workspace", "target", "grasps", "path"}
    box = found["target"][0]
    assert (box.scale.x, box.scale.y, box.scale.z) == (0.05, 0.06, 0.05)
    assert (box.pose.position.x, box.pose.position.z) == (0.4, 0.025)
    assert [marker.id for marker in found["grasps"]] == [0, 1]
    assert all(m.header.frame_id == "panda_link0" and m.header.stamp.nanosec == 5 for m in array.markers)
    assert all(m.lifetime.sec > 0 for m in array.markers[1:])
    assert len({(m.ns, m.id) for m in array.markers}) == len(array.markers)


def test_workspace_is_the_twelve_edges(robot: RobotDescription) -> None:
    points = by_name(claim_markers(None, np.zeros((0, 3)), robot, 0))["workspace"][0].points
    array = np.array([[p.x, p.y, p.z] for p in points])
    assert len(array) == 24
    np.testing.assert_array_equal(array.min(axis=0), robot.workspace_lower)
    np.testing.assert_array_equal(array.max(axis=0), robot.workspace_upper)
    assert ((np.abs(np.diff(array.reshape(12, 2, 3), axis=1)) > 0).sum(axis=(1, 2)) == 1).all()


def test_grasp_fingers_stand_at_the_width_around_the_tool_point(robot: RobotDescription, target: Target) -> None:
    points = by_name(claim_markers(target, PATH, robot, 0))["grasps"][0].points
    tips = np.array([[points[0].x, points[0].y, points[0].z], [points[2].x, points[2].y, points[2].z]])
    assert np.linalg.norm(tips[0] - tips[1]) == pytest.approx(0.05)
    np.testing.assert_allclose(tips.mean(axis=0), [0.4, 0.0, 0.02])
    assert points[7].z > 0.02 + robot.gripper.finger_depth  # the stem goes up: the tool points down


def test_path_line_has_a_colour_for_each_point(robot: RobotDescription) -> None:
    line = by_name(claim_markers(None, PATH, robot, 0))["path"][0]
    assert len(line.points) == len(line.colors) == 3
    assert line.colors[0].r < line.colors[-1].r


def test_nothing_measured_shows_the_workspace_only(robot: RobotDescription) -> None:
    assert set(by_name(claim_markers(None, np.zeros((0, 3)), robot, 0))) == {"", "workspace"}


def test_plan(robot: RobotDescription) -> None:
    way = np.linspace([0.4, 0.0, 0.1], [0.4, 0.0, 0.5], 500)
    swept, line = by_name(plan_markers(way, robot, 7))["swept"]
    assert len(line.points) == 500
    assert len(swept.points) == pytest.approx(0.4 / SWEPT_STEP, abs=2)
    assert swept.points[-1].z == pytest.approx(0.5)
    assert all(m.action == Marker.ADD for m in (swept, line))


def test_an_empty_plan_takes_the_old_one_away(robot: RobotDescription) -> None:
    assert [m.action for m in plan_markers(np.zeros((0, 3)), robot, 0).markers] == [Marker.DELETE] * 2
