# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""Stamps, headers, transforms and poses: between messages and numpy."""

import math
from typing import Any

import numpy as np
from builtin_interfaces.msg import Time
from geometry_msgs.msg import Point, Pose, PoseStamped, Quaternion, Transform, TransformStamped, Vector3
from nav_msgs.msg import Path
from numpy.typing import ArrayLike
from scipy.spatial.transform import Rotation
from std_msgs.msg import Header

from vla_r1_ros.core.errors import ErrorCode, InputError
from vla_r1_ros.core.types import FloatArray

_NS = 1_000_000_000
_MAX_STAMP_NS = (2**31) * _NS
_UNIT_TOLERANCE = 1e-3


def malformed(what: str, advice: str = "") -> InputError:
    """Return the error for a message whose content makes no sense (INPUT_MESSAGE)."""
    return InputError(ErrorCode.INPUT_MESSAGE, what, advice)


def finite_array(what: str, values: ArrayLike) -> FloatArray:
    """Return `values` as float64; raises InputError INPUT_MESSAGE where one is no finite number."""
    try:
        array = np.asarray(values, dtype=np.float64)
    except (TypeError, ValueError, OverflowError):
        raise malformed(f"{what} are not numbers") from None
    if not np.isfinite(array).all():
        raise malformed(f"{what} are not finite: {np.array2string(array.ravel()[:16], threshold=16)}")
    return array


def stamp_to_msg(stamp_ns: int) -> Time:
    """Return nanoseconds as a Time; raises InputError INPUT_MESSAGE outside of what a Time can hold."""
    if not -_MAX_STAMP_NS <= stamp_ns < _MAX_STAMP_NS:
        raise malformed(f"stamp {stamp_ns} ns does not fit a builtin_interfaces/Time")
    sec, nanosec = divmod(int(stamp_ns), _NS)
    return Time(sec=sec, nanosec=nanosec)


def stamp_from_msg(stamp: Time) -> int:
    """Return a Time (or Duration) in nanoseconds."""
    return int(stamp.sec) * _NS + int(stamp.nanosec)


def header(stamp_ns: int, frame_id: str) -> Header:
    """Return a header of the stamp (ns) and the frame."""
    return Header(stamp=stamp_to_msg(stamp_ns), frame_id=frame_id)


def _rotation_to_msg(T: FloatArray) -> Quaternion:
    # scipy would turn a sheared or mirrored matrix into the nearest rotation; here it is somebody's mistake.
    R = T[:3, :3]
    if not np.allclose(R @ R.T, np.eye(3), atol=1e-6) or np.linalg.det(R) < 0:
        raise malformed("the transform's upper 3x3 is no rotation")
    x, y, z, w = (float(v) for v in Rotation.from_matrix(R).as_quat(canonical=True))
    return Quaternion(x=x, y=y, z=z, w=w)


def _checked_transform(T: FloatArray) -> FloatArray:
    T = finite_array("the transform's elements", T)
    if T.shape != (4, 4) or not np.array_equal(T[3], (0.0, 0.0, 0.0, 1.0)):
        raise malformed(f"a transform must be 4x4 with last row 0 0 0 1, has shape {T.shape}")
    return T


def _matrix(what: str, translation: Any, q: Quaternion) -> FloatArray:
    xyz = finite_array(f"{what}: position", (translation.x, translation.y, translation.z))
    quat = finite_array(f"{what}: quaternion", (q.x, q.y, q.z, q.w))
    norm = math.hypot(*quat)
    if not abs(norm - 1.0) <= _UNIT_TOLERANCE:
        raise malformed(f"{what}: the quaternion has length {norm:g}, must be 1", "normalise it where it is published")
    T = np.eye(4)
    T[:3, :3] = Rotation.from_quat(quat).as_matrix()
    T[:3, 3] = xyz
    return T


def transform_to_msg(T: FloatArray) -> Transform:
    """Return the (4, 4) matrix, m, as a Transform; raises InputError INPUT_MESSAGE where it is none."""
    T = _checked_transform(T)
    x, y, z = (float(v) for v in T[:3, 3])
    return Transform(translation=Vector3(x=x, y=y, z=z), rotation=_rotation_to_msg(T))


def transform_from_msg(msg: Transform) -> FloatArray:
    """Return a Transform as a (4, 4) matrix, m; raises InputError INPUT_MESSAGE (not finite, not of length 1)."""
    return _matrix("transform", msg.translation, msg.rotation)


def transform_stamped_to_msg(
    T_parent_child: FloatArray, parent: str, child: str, stamp_ns: int = 0
) -> TransformStamped:
    """Return `T_parent_child` (4, 4) as what tf2 sends: coordinates in `child` are mapped to `parent`."""
    return TransformStamped(
        header=header(stamp_ns, parent), child_frame_id=child, transform=transform_to_msg(T_parent_child)
    )


def pose_to_msg(T: FloatArray) -> Pose:
    """Return the (4, 4) pose, m, as a Pose; raises InputError INPUT_MESSAGE where it is none."""
    T = _checked_transform(T)
    x, y, z = (float(v) for v in T[:3, 3])
    return Pose(position=Point(x=x, y=y, z=z), orientation=_rotation_to_msg(T))


def pose_from_msg(msg: Pose) -> FloatArray:
    """Return a Pose as a (4, 4) matrix, m; raises InputError INPUT_MESSAGE (not finite, not of length 1)."""
    return _matrix("pose", msg.position, msg.orientation)


def tool_path_to_msg(poses: FloatArray, stamp_ns: int, frame_id: str) -> Path:
    """Return tool poses (N, 4, 4), m, in `frame_id` as a Path, each pose under the same header."""
    same = header(stamp_ns, frame_id)
    return Path(header=same, poses=[PoseStamped(header=same, pose=pose_to_msg(T)) for T in poses])


def tool_path_from_msg(msg: Path) -> FloatArray:
    """Return the poses of a Path as (N, 4, 4), m, in the path's frame; N may be 0.

    Raises:
        InputError: INPUT_MESSAGE where a pose is malformed or stands in another frame than the path.
    """
    for pose in msg.poses:
        if pose.header.frame_id not in ("", msg.header.frame_id):
            raise malformed(f"path in '{msg.header.frame_id}' holds a pose in '{pose.header.frame_id}'")
    if not msg.poses:
        return np.zeros((0, 4, 4))
    return np.stack([pose_from_msg(pose.pose) for pose in msg.poses])
