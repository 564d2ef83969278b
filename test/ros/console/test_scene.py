# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""What the 3D view is told: from real messages, with bounds, and no file but meshes."""

import base64
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from rclpy.context import Context
from rclpy.node import Node
from sensor_msgs.msg import JointState, PointCloud2
from std_msgs.msg import String
from trajectory_msgs.msg import JointTrajectory, JointTrajectoryPoint
from visualization_msgs.msg import Marker, MarkerArray

from vla_r1_ros.core.errors import ErrorCode, InputError
from vla_r1_ros.ros import convert
from vla_r1_ros.ros.console.kept import Kept
from vla_r1_ros.ros.console.meshes import mesh_addresses
from vla_r1_ros.ros.console.scene import MAX_MARKERS, MAX_PLAN, MAX_POINTS, SceneView
from vla_r1_ros.ros.markers import CLAIM_LIFETIME_S, claim_markers, plan_markers

from .scene_teller import BASE, LOOK_NS, ROBOT, motion, target

PATH = np.array([[0.5, 0.0, 0.05], [0.5, 0.1, 0.25], [0.4, 0.2, 0.02]])


class View:
    """A view, its clock, and what it told last."""

    def __init__(self, node: Node) -> None:
        self.now = 100.0
        self.kept = Kept()
        self.scene = SceneView(node, self.kept, lambda: self.now)
        self._seen: dict[str, int] = {}
        self._facts: dict[str, Any] = {}

    @property
    def facts(self) -> dict[str, Any]:
        self._facts |= json.loads(self.scene.board.newer(self._seen) or "{}")
        return self._facts

    @property
    def names(self) -> list[str]:
        return sorted({marker["ns"] for marker in self.facts["markers"]})


@pytest.fixture(scope="module")
def node() -> Iterator[Node]:
    context = Context()
    context.init()
    node = Node("view", context=context)
    yield node
    node.destroy_node()
    context.try_shutdown()


@pytest.fixture
def view(node: Node) -> View:
    return View(node)


def urdf(*meshes: str) -> str:
    links = "".join(f'<link name="l{i}"><collision><geometry><mesh filename="{name}"/></geometry></collision></link>'
                    for i, name in enumerate(meshes))  # fmt: skip
    return f'<robot name="r"><link name="base"/>{links}</robot>'


def test_markers_come_and_go_as_in_rviz(view: View) -> None:
    view.scene.heard_markers(claim_markers(target(), PATH, ROBOT, LOOK_NS))
    assert view.names == ["grasps", "path", "target", "workspace"]
    (box,) = [marker for marker in view.facts["markers"] if marker["ns"] == "target"]
    assert (box["kind"], box["base"]) == ("cube", BASE) and box["at"] == [0.5, -0.12, 0.025]
    strip = next(marker for marker in view.facts["markers"] if marker["kind"] == "strip")
    assert len(strip["points"]) == len(strip["colours"]) == 9
    view.scene.heard_markers(plan_markers(PATH, ROBOT, LOOK_NS))
    assert "swept" in view.names
    view.scene.heard_markers(plan_markers(PATH[:0], ROBOT, LOOK_NS))  # takes the swept tool away
    assert "swept" not in view.names
    view.now += CLAIM_LIFETIME_S + 1
    view.scene.tidy()
    assert view.facts["markers"] == []


def test_markers_without_sense_or_end_are_bounded(view: View) -> None:
    broken = Marker(ns="x" * 500, type=Marker.CUBE, action=Marker.ADD)
    broken.pose.position.x, broken.scale.x = float("nan"), float("inf")
    many = [Marker(ns="many", id=i, type=Marker.SPHERE, action=Marker.ADD) for i in range(2 * MAX_MARKERS)]
    unknown = Marker(ns="mesh", type=Marker.MESH_RESOURCE, action=Marker.ADD)
    view.scene.heard_markers(MarkerArray(markers=[broken, unknown, *many]))
    assert len(view.facts["markers"]) == MAX_MARKERS and "mesh" not in view.names
    (first,) = [marker for marker in view.facts["markers"] if marker["ns"].startswith("x")]
    assert first["at"] == [0.0, 0.0, 0.0] and first["scale"][0] == 0.0 and len(first["ns"]) == 80


def test_the_plan_is_that_of_its_look(view: View) -> None:
    moves = motion()
    view.scene.heard_plan(convert.joint_trajectory_to_msg(moves, LOOK_NS, BASE))
    plan = view.facts["plan"]
    assert (plan["look"], plan["base"], plan["names"]) == (str(LOOK_NS), BASE, list(moves.joint_names))
    assert len(plan["times"]) == len(plan["positions"]) == MAX_PLAN and plan["times"][-1] == 4.0
    assert np.allclose(plan["positions"][0], moves.positions[0], atol=1e-4)
    assert np.allclose(plan["positions"][-1], moves.positions[-1], atol=1e-4)
    for point in (JointTrajectoryPoint(positions=[0.1]), JointTrajectoryPoint(positions=[float("nan"), 0.0])):
        view.scene.heard_plan(JointTrajectory(joint_names=["a", "b"], points=[point]))
        assert view.facts["plan"] is None


def test_joints_are_told_twenty_times_a_second_at_most(view: View) -> None:
    for step in range(100):
        view.now += 0.01
        at = float("nan") if step == 50 else 0.01 * step
        view.scene.heard_joints(JointState(name=["j1", "j2"], position=[at, 1.0]))
    view.now += 0.01
    assert view.scene.board._facts["joints"][0] <= 21
    assert view.facts["joints"]["j2"] == 1.0 and view.facts["joints"]["j1"] > 0.9


def test_the_cloud_is_in_millimetres_and_bounded(view: View) -> None:
    points = np.random.default_rng(0).uniform(-1, 1, (3 * MAX_POINTS, 3))
    points[0] = np.nan
    view.scene.heard_cloud(convert.points_to_msg(points, LOOK_NS, BASE))
    told = np.frombuffer(base64.b64decode(view.facts["cloud"]["mm"]), "<i2").reshape(-1, 3)
    assert 0.9 * MAX_POINTS < len(told) <= MAX_POINTS and np.allclose(told[0], points[1] * 1e3, atol=0.51)
    view.scene.heard_cloud(PointCloud2(width=5, height=1, data=b"123"))
    assert len(view.facts["cloud"]["mm"]) > 1000  # what makes no sense changes nothing


def test_the_arm_comes_with_its_meshes_and_nothing_else_is_given_out(view: View, tmp_path: Path) -> None:
    good, other = tmp_path / "link one.STL", tmp_path / "passwd"
    good.write_bytes(b"solid")
    other.write_bytes(b"secret")
    (tmp_path / "trick.stl").symlink_to(other)
    names = [good.as_uri(), other.as_uri(), (tmp_path / "trick.stl").as_uri(), "package://no_such_package/a.stl",
             "http://elsewhere/a.stl", "../a.stl", f"file://host{good}"]  # fmt: skip
    view.scene.heard_robot(String(data=urdf(*names)))
    robot = view.facts["robot"]
    assert list(robot["meshes"]) == [good.as_uri()] and "6 of 7 meshes are not shown" in robot["problem"]
    item = view.kept.find(robot["meshes"][good.as_uri()])
    assert item is not None and item.part(None) == (b"solid", None)
    view.scene.heard_robot(String(data="<robot"))
    assert view.facts["robot"]["urdf"] == "" and "no URDF" in view.facts["robot"]["problem"]
    with pytest.raises(InputError) as caught:
        mesh_addresses('<!DOCTYPE r [<!ENTITY x "y">]>' + urdf(), Kept())
    assert caught.value.code is ErrorCode.INPUT_FILE


def test_a_package_of_the_workspace_is_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    share = tmp_path / "share"
    (share / "ament_index/resource_index/packages").mkdir(parents=True)
    (share / "ament_index/resource_index/packages/arm_description").touch()
    (share / "arm_description/meshes").mkdir(parents=True)
    (share / "arm_description/meshes/l0.dae").write_bytes(b"<COLLADA/>")
    monkeypatch.setenv("AMENT_PREFIX_PATH", str(tmp_path))
    found, problem = mesh_addresses(urdf("package://arm_description/meshes/l0.dae"), Kept())
    assert list(found) == ["package://arm_description/meshes/l0.dae"] and problem == ""
