# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""What the 3D view shows: arm, joints, markers, the plan that waits, the measured cloud; from topics alone.

Pages that show the view get these facts on a connection of their own; see web/scene.js.
"""

import base64
import math
import time
from collections.abc import Callable, Iterable
from typing import Any

import numpy as np
from rclpy.node import Node
from sensor_msgs.msg import JointState, PointCloud2
from std_msgs.msg import String
from trajectory_msgs.msg import JointTrajectory
from visualization_msgs.msg import Marker, MarkerArray

from vla_r1_ros.core.errors import InputError
from vla_r1_ros.ros import convert
from vla_r1_ros.ros.console.board import Board
from vla_r1_ros.ros.console.kept import Kept
from vla_r1_ros.ros.console.meshes import mesh_addresses
from vla_r1_ros.ros.convert import stamp_from_msg
from vla_r1_ros.ros.qos import LATCHED, SENSOR

MAX_MARKERS = 200
MAX_POINTS = 40_000
MAX_PLAN = 240
_PERIOD_S = 0.05
_KINDS = {Marker.ARROW: "arrow", Marker.CUBE: "cube", Marker.SPHERE: "sphere", Marker.LINE_STRIP: "strip",
          Marker.LINE_LIST: "lines", Marker.CUBE_LIST: "cubes", Marker.SPHERE_LIST: "spheres",
          Marker.POINTS: "cubes"}  # fmt: skip


class SceneView:
    """Hears the scene's topics on a node; `board` has the newest of each. Callbacks run in the node's executor."""

    def __init__(self, node: Node, kept: Kept, clock: Callable[[], float] = time.monotonic) -> None:
        self.board = Board()
        self._kept, self._clock = kept, clock
        self._log = node.get_logger()
        self._joints: dict[str, float] = {}
        self._shown_s = -math.inf
        self._markers: dict[tuple[str, int], tuple[float, dict[str, Any]]] = {}
        node.create_subscription(String, "robot_description", self.heard_robot, LATCHED)
        node.create_subscription(JointState, "joint_states", self.heard_joints, SENSOR)
        node.create_subscription(MarkerArray, "markers", self.heard_markers, LATCHED)
        node.create_subscription(JointTrajectory, "plan", self.heard_plan, LATCHED)
        node.create_subscription(PointCloud2, "obstacles", self.heard_cloud, LATCHED)
        self.board.put("robot", {"urdf": "", "meshes": {}, "problem": ""})

    def heard_robot(self, message: String) -> None:
        """A description came: pages get it with the addresses of its meshes."""
        try:
            meshes, problem = mesh_addresses(message.data, self._kept)
        except InputError as error:
            self._log.warning(str(error))
            self.board.put("robot", {"urdf": "", "meshes": {}, "problem": str(error)[:300]})
            return
        self.board.put("robot", {"urdf": message.data, "meshes": meshes, "problem": problem[:300]})

    def heard_joints(self, message: JointState) -> None:
        """Joints moved; pages see 20 states a second at most."""
        self._joints |= {name[:80]: round(at, 4) for name, at in zip(message.name, message.position, strict=False)
                         if math.isfinite(at)}  # fmt: skip
        now = self._clock()
        if now - self._shown_s >= _PERIOD_S and len(self._joints) < MAX_MARKERS:
            self._shown_s = now
            self.board.put("joints", self._joints)

    def heard_markers(self, message: MarkerArray) -> None:
        """Markers were added or taken away."""
        for marker in message.markers:
            key = (marker.ns, marker.id)
            if marker.action == Marker.DELETEALL:
                self._markers = {} if not marker.ns else {k: m for k, m in self._markers.items() if k[0] != marker.ns}
            elif marker.action == Marker.DELETE or marker.type not in _KINDS:
                self._markers.pop(key, None)
            elif key in self._markers or len(self._markers) < MAX_MARKERS:
                seconds = marker.lifetime.sec + marker.lifetime.nanosec * 1e-9
                self._markers[key] = self._clock() + (seconds or math.inf), _marker(marker)
        self._show_markers()

    def tidy(self) -> None:
        """Take away what is past its lifetime; called a few times a second."""
        now = self._clock()
        if any(end < now for end, _ in self._markers.values()):
            self._markers = {key: one for key, one in self._markers.items() if one[0] >= now}
            self._show_markers()

    def _show_markers(self) -> None:
        self.board.put("markers", [one for _, one in self._markers.values()])

    def heard_plan(self, message: JointTrajectory) -> None:
        """What is about to be executed; pages play it while it waits for a person."""
        rows = [(point.time_from_start.sec + point.time_from_start.nanosec * 1e-9, list(point.positions))
                for point in message.points if len(point.positions) == len(message.joint_names)]  # fmt: skip
        keep = np.unique(np.linspace(0, max(len(rows) - 1, 0), min(len(rows), MAX_PLAN)).round().astype(int))
        chosen = [rows[i] for i in keep]
        finite = all(math.isfinite(value) for at, values in chosen for value in (at, *values))
        self.board.put("plan", {
            "look": str(stamp_from_msg(message.header.stamp)), "base": message.header.frame_id[:80],
            "names": [name[:80] for name in message.joint_names], "times": [round(at, 3) for at, _ in chosen],
            "positions": [_rounded(values) for _, values in chosen],
        } if finite and chosen else None)  # fmt: skip

    def heard_cloud(self, message: PointCloud2) -> None:
        """The measured scene: pages get it in whole millimetres."""
        try:
            points = convert.points_from_msg(message)
        except InputError as error:
            self._log.warning(str(error), throttle_duration_sec=5.0)
            return
        points = points[np.isfinite(points).all(axis=1) & (np.abs(points) < 30.0).all(axis=1)]
        if len(points) > MAX_POINTS:
            points = points[:: math.ceil(len(points) / MAX_POINTS)]
        packed = base64.b64encode((points * 1e3).round().astype("<i2").tobytes()).decode()
        self.board.put("cloud", {"base": message.header.frame_id[:80], "mm": packed})


def _marker(marker: Marker) -> dict[str, Any]:
    p, q, s, c = marker.pose.position, marker.pose.orientation, marker.scale, marker.color
    return {
        "kind": _KINDS[marker.type], "ns": marker.ns[:80], "base": marker.header.frame_id[:80],
        "at": _rounded((p.x, p.y, p.z)), "turn": _rounded((q.x, q.y, q.z, q.w)), "scale": _rounded((s.x, s.y, s.z)),
        "colour": _rounded((c.r, c.g, c.b, c.a)),
        "points": _rounded(v for point in marker.points[:MAX_POINTS] for v in (point.x, point.y, point.z)),
        "colours": _rounded(v for one in marker.colors[:MAX_POINTS] for v in (one.r, one.g, one.b)),
    }  # fmt: skip


def _rounded(values: Iterable[float]) -> list[float]:
    """As JSON can hold them; what is no number becomes 0."""
    return [round(value, 4) if math.isfinite(value) else 0.0 for value in values]
