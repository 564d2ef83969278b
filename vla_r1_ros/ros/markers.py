# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""What the stack believes and intends, as RViz/Foxglove markers in the base frame.

Namespaces: `workspace`, `target`, `grasps`, `path` (:func:`claim_markers`, which clears all older ones first),
`swept` (:func:`plan_markers`). The tool frame's z axis points along the approach, the fingers open along y.
"""

import numpy as np
from builtin_interfaces.msg import Duration
from geometry_msgs.msg import Point, Vector3
from std_msgs.msg import ColorRGBA
from visualization_msgs.msg import Marker, MarkerArray

from vla_r1_ros.core.camera import transform_points
from vla_r1_ros.core.gripper import GripperDescription
from vla_r1_ros.core.robot import RobotDescription
from vla_r1_ros.core.types import FloatArray, Grasp, Target
from vla_r1_ros.ros.convert import header, pose_to_msg

CLAIM_LIFETIME_S = 300
PLAN_LIFETIME_S = 120
SWEPT_STEP = 0.02
SWEPT_RADIUS = 0.03
_MAX_SWEPT = 2000

_GREEN = (0.2, 0.9, 0.35)
_GREY = (0.6, 0.6, 0.6)
_BLUE = (0.25, 0.75, 1.0)
_PINK = (1.0, 0.3, 0.6)
_ORANGE = (1.0, 0.6, 0.1)
# corners of a unit cube, and which of them are joined by its twelve edges
_CUBE = np.array([[x, y, z] for x in (0, 1) for y in (0, 1) for z in (0, 1)], dtype=np.float64)
_EDGES = [(i, i | bit) for i in range(8) for bit in (1, 2, 4) if not i & bit]


def claim_markers(target: Target | None, path: FloatArray, robot: RobotDescription, stamp_ns: int) -> MarkerArray:
    """Return what was measured: workspace, target box, ranked grasps, tool path (N, 3) m; clears older markers."""
    make = _Maker(robot.base_frame, stamp_ns, CLAIM_LIFETIME_S)
    markers = [_delete_all(robot.base_frame, stamp_ns), _workspace(make, robot)]
    if target is not None:
        markers.append(_target_box(make, target))
        markers += [_grasp(make, i, grasp, robot.gripper) for i, grasp in enumerate(target.grasps)]
    markers += _path(make, np.asarray(path, dtype=np.float64).reshape(-1, 3))
    return MarkerArray(markers=markers)


def plan_markers(tool: FloatArray, robot: RobotDescription, stamp_ns: int,
                 lifetime_s: float = PLAN_LIFETIME_S) -> MarkerArray:
    """Return the space that the tool will sweep: its positions (N, 3) m on the planned motion, over the claims."""
    make = _Maker(robot.base_frame, stamp_ns, max(PLAN_LIFETIME_S, round(lifetime_s)))
    points = np.asarray(tool, dtype=np.float64).reshape(-1, 3)
    swept = make(Marker.SPHERE_LIST, "swept", 0, (*_ORANGE, 0.25), (2 * SWEPT_RADIUS,) * 3)
    swept.points = _points(_thinned(points))
    line = make(Marker.LINE_STRIP, "swept", 1, (*_ORANGE, 1.0), (0.004, 0.0, 0.0))
    line.points = _points(points)
    return MarkerArray(markers=[swept, line] if len(points) > 1 else [_delete(make, "swept", i) for i in (0, 1)])


class _Maker:
    """Makes markers of one frame, stamp and lifetime."""

    def __init__(self, frame_id: str, stamp_ns: int, lifetime_s: int) -> None:
        self._header = header(stamp_ns, frame_id)
        self._lifetime = Duration(sec=lifetime_s)

    def __call__(
        self, kind: int, namespace: str, ident: int, colour: tuple[float, ...], scale: tuple[float, ...]
    ) -> Marker:
        r, g, b, a = colour
        marker = Marker(header=self._header, ns=namespace, id=ident, type=kind, action=Marker.ADD)
        marker.lifetime = self._lifetime
        marker.color = ColorRGBA(r=r, g=g, b=b, a=a)
        marker.scale = Vector3(x=scale[0], y=scale[1], z=scale[2])
        marker.pose.orientation.w = 1.0
        return marker


def _delete_all(frame_id: str, stamp_ns: int) -> Marker:
    return Marker(header=header(stamp_ns, frame_id), action=Marker.DELETEALL)


def _delete(make: _Maker, namespace: str, ident: int) -> Marker:
    marker = make(Marker.SPHERE_LIST, namespace, ident, (0.0,) * 4, (0.0,) * 3)
    marker.action = Marker.DELETE
    return marker


def _points(points: FloatArray) -> list[Point]:
    return [Point(x=x, y=y, z=z) for x, y, z in points[np.isfinite(points).all(axis=1)].tolist()]


def _thinned(points: FloatArray) -> FloatArray:
    """Return points at most every `SWEPT_STEP` m along the way."""
    if len(points) < 2:
        return points
    travelled = np.concatenate([[0.0], np.cumsum(np.linalg.norm(np.diff(points, axis=0), axis=1))])
    count = int(np.clip(np.nan_to_num(travelled[-1]) / SWEPT_STEP + 1, 2, _MAX_SWEPT))
    at = np.linspace(0.0, travelled[-1], count)
    return np.stack([np.interp(at, travelled, points[:, axis]) for axis in range(3)], axis=1)


def _workspace(make: _Maker, robot: RobotDescription) -> Marker:
    marker = make(Marker.LINE_LIST, "workspace", 0, (*_GREY, 0.6), (0.002, 0.0, 0.0))
    corners = robot.workspace_lower + _CUBE * (robot.workspace_upper - robot.workspace_lower)
    marker.points = _points(corners[np.array(_EDGES).ravel()])
    return marker


def _target_box(make: _Maker, target: Target) -> Marker:
    marker = make(Marker.CUBE, "target", 0, (*_GREEN, 0.45), tuple(float(v) for v in target.box.size))
    marker.pose = pose_to_msg(target.box.T_base_box)
    return marker


def _grasp(make: _Maker, rank: int, grasp: Grasp, gripper: GripperDescription) -> Marker:
    """Two fingers, the palm and a stem; the best grasp bright and thick, the others grey."""
    colour, line = ((*_GREEN, 1.0), 0.005) if rank == 0 else ((*_GREY, 0.5), 0.002)
    half, depth = grasp.width / 2, gripper.finger_depth
    tool = np.array([
        [0, -half, 0], [0, -half, -depth], [0, half, 0], [0, half, -depth],
        [0, -half, -depth], [0, half, -depth], [0, 0, -depth], [0, 0, -2 * depth],
    ])  # fmt: skip
    marker = make(Marker.LINE_LIST, "grasps", rank, colour, (line, 0.0, 0.0))
    marker.points = _points(transform_points(grasp.T_base_tool, tool))
    return marker


def _path(make: _Maker, path: FloatArray) -> list[Marker]:
    if len(path) < 2:
        return []
    line = make(Marker.LINE_STRIP, "path", 0, (*_BLUE, 1.0), (0.006, 0.0, 0.0))
    line.points = _points(path)
    shares = np.linspace(0.0, 1.0, len(line.points))[:, None]
    colours = (1.0 - shares) * np.array(_BLUE) + shares * np.array(_PINK)
    line.colors = [ColorRGBA(r=r, g=g, b=b, a=1.0) for r, g, b in colours.tolist()]
    arrow = make(Marker.ARROW, "path", 1, (*_PINK, 1.0), (0.006, 0.018, 0.02))
    arrow.points = _points(path[-2:])
    dots = make(Marker.SPHERE_LIST, "path", 2, (*_BLUE, 1.0), (0.014,) * 3)
    dots.points = _points(path)
    return [line, arrow, dots]
