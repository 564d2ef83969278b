# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""What was measured and planned: target with grasps, obstacle points, joint trajectory."""

from typing import Any

import numpy as np
from builtin_interfaces.msg import Duration
from geometry_msgs.msg import Point, Pose, PoseWithCovariance, Quaternion, Vector3
from numpy.typing import NDArray
from sensor_msgs.msg import PointCloud2, PointField
from trajectory_msgs.msg import JointTrajectory as JointTrajectoryMsg
from trajectory_msgs.msg import JointTrajectoryPoint
from vision_msgs.msg import (
    BoundingBox3D,
    Detection3D,
    Detection3DArray,
    ObjectHypothesis,
    ObjectHypothesisWithPose,
)

from vla_r1_ros.core.types import FloatArray, Grasp, JointTrajectory, OrientedBox, Target
from vla_r1_ros.ros.convert.geometry import (
    finite_array,
    header,
    malformed,
    pose_from_msg,
    pose_to_msg,
    stamp_from_msg,
    stamp_to_msg,
)

_GRASP = "grasp:"
_SUPPORT = "support"
_MAX_POINT_BYTES = 4096
_FLOATS = {PointField.FLOAT32: "f4", PointField.FLOAT64: "f8"}


def _hypothesis(class_id: str, score: float, pose: Pose) -> ObjectHypothesisWithPose:
    hypothesis = ObjectHypothesis(class_id=class_id, score=float(score))
    return ObjectHypothesisWithPose(hypothesis=hypothesis, pose=PoseWithCovariance(pose=pose))


def target_to_msg(target: Target | None, stamp_ns: int, frame_id: str, attempt: str = "") -> Detection3DArray:
    """Return the target in the base frame `frame_id`; None gives an empty array.

    One detection: `bbox` is the oriented box; each of `results` is a tool pose, best first, with `class_id`
    ``grasp:<width between the fingers in m>``, for a vessel's wall ``grasp:<width>:<opening on the way in, m>``; a
    last result ``support`` carries the height of the support in position.z. Nothing is lost:
    :func:`target_from_msg` gives an equal target.
    """
    same = header(stamp_ns, frame_id)
    msg = Detection3DArray(header=same)
    if target is None:
        return msg
    sx, sy, sz = (float(v) for v in finite_array("the box's size", target.box.size))
    detection = Detection3D(header=same, id=attempt)
    detection.bbox = BoundingBox3D(center=pose_to_msg(target.box.T_base_box), size=Vector3(x=sx, y=sy, z=sz))
    results = [_hypothesis(_class_of(g), g.score, pose_to_msg(g.T_base_tool)) for g in target.grasps]
    support = Pose(position=Point(z=float(target.support_z)), orientation=Quaternion(w=1.0))
    detection.results = [*results, _hypothesis(_SUPPORT, 1.0, support)]
    msg.detections = [detection]
    return msg


def _class_of(grasp: Grasp) -> str:
    numbers = [grasp.width] if grasp.opening is None else [grasp.width, grasp.opening]
    return _GRASP + ":".join(repr(float(number)) for number in numbers)


def target_from_msg(msg: Detection3DArray) -> Target | None:
    """Return the target of the first detection, in the message's frame; None for an empty array.

    Raises:
        InputError: INPUT_MESSAGE for poses, sizes, widths or scores that make no sense, or without a support.
    """
    if not msg.detections:
        return None
    detection = msg.detections[0]
    size = detection.bbox.size
    extent = finite_array("the box's size", (size.x, size.y, size.z))
    if (extent <= 0.0).any():
        raise malformed(f"the target's box has size {extent.tolist()} m, must be positive")
    grasps: list[Grasp] = []
    support_z: float | None = None
    for result in detection.results:
        class_id = result.hypothesis.class_id
        if class_id == _SUPPORT:
            support_z = float(finite_array("the support's height", result.pose.pose.position.z))
        elif class_id.startswith(_GRASP):
            grasps.append(_grasp(result))
    if support_z is None:
        raise malformed("the target names no support height", "the last result must have class_id 'support'")
    return Target(OrientedBox(pose_from_msg(detection.bbox.center), extent), tuple(grasps), support_z)


def _grasp(result: ObjectHypothesisWithPose) -> Grasp:
    text = result.hypothesis.class_id.removeprefix(_GRASP)
    try:
        width, opening = (float(number) for number in text.split(":")) if ":" in text else (float(text), None)
    except ValueError:
        raise malformed(f"grasp {text[:40]!r} is not one number or two") from None
    score = float(finite_array("the grasp's score", result.hypothesis.score))
    if not (0.0 <= width < 10.0 and 0.0 <= score <= 1.0):
        raise malformed(f"grasp with width {width:g} m and score {score:g}, must be in [0, 10) and [0, 1]")
    if opening is not None and not width <= opening < 10.0:
        raise malformed(f"grasp of width {width:g} m with an opening of {opening:g} m, must be wider and below 10")
    return Grasp(pose_from_msg(result.pose.pose), width, score, opening)


def points_to_msg(points: FloatArray, stamp_ns: int, frame_id: str) -> PointCloud2:
    """Return points (N, 3), m, as an unordered PointCloud2 of float32 x, y, z."""
    xyz = np.ascontiguousarray(points, dtype="<f4")
    if xyz.ndim != 2 or xyz.shape[1] != 3:
        raise malformed(f"points must have shape (N, 3), have {xyz.shape}")
    fields = [PointField(name=name, offset=4 * i, datatype=PointField.FLOAT32, count=1) for i, name in enumerate("xyz")]
    return PointCloud2(
        header=header(stamp_ns, frame_id), height=1, width=len(xyz), fields=fields, is_bigendian=False,
        point_step=12, row_step=12 * len(xyz), data=xyz.tobytes(), is_dense=bool(np.isfinite(xyz).all()),
    )  # fmt: skip


def points_from_msg(msg: PointCloud2) -> FloatArray:
    """Return the finite points of any PointCloud2 with float x, y, z fields: (N, 3) float64, m.

    Raises:
        InputError: INPUT_MESSAGE where fields are missing or sizes disagree with the data.
    """
    rows, columns, step, row_step = msg.height, msg.width, msg.point_step, msg.row_step
    try:
        data = np.frombuffer(msg.data, dtype=np.uint8)
    except (TypeError, ValueError, BufferError):
        raise malformed(f"the points' data is no bytes but {type(msg.data).__name__}") from None
    if min(rows, columns, step, row_step) < 0:
        raise malformed(f"point cloud with a negative size: {columns}x{rows}, point {step} B, row {row_step} B")
    if step > _MAX_POINT_BYTES or row_step < columns * step or len(data) < rows * row_step:
        raise malformed(f"point cloud {columns}x{rows}, point {step} B, row {row_step} B, has {len(data)} B of data")
    if rows * columns == 0:
        return np.zeros((0, 3))
    layout = _xyz_layout(msg, step)
    cloud: NDArray[Any] = np.ndarray((rows, columns), layout, data, strides=(row_step, step))
    with np.errstate(invalid="ignore"):  # a signalling NaN
        xyz = np.stack([cloud[name].astype(np.float64) for name in "xyz"], axis=-1).reshape(-1, 3)
    return np.asarray(xyz[np.isfinite(xyz).all(axis=1)])


def _xyz_layout(msg: PointCloud2, step: int) -> np.dtype[Any]:
    by_name = {field.name: field for field in msg.fields}
    order = ">" if msg.is_bigendian else "<"
    formats, offsets = [], []
    for name in "xyz":
        field = by_name.get(name)
        if field is None or field.datatype not in _FLOATS or field.count != 1:
            raise malformed(f"point cloud without a single float field '{name}'; it has {sorted(by_name)[:16]}")
        kind = np.dtype(order + _FLOATS[field.datatype])
        if field.offset < 0 or field.offset + kind.itemsize > step:
            raise malformed(f"field '{name}' at offset {field.offset} B leaves the point of {step} B")
        formats.append(kind)
        offsets.append(int(field.offset))
    return np.dtype({"names": list("xyz"), "formats": formats, "offsets": offsets, "itemsize": step})


def joint_trajectory_to_msg(trajectory: JointTrajectory, stamp_ns: int = 0, frame_id: str = "") -> JointTrajectoryMsg:
    """Return the trajectory with positions and velocities; stamp 0 means: start when it arrives.

    Raises:
        InputError: INPUT_MESSAGE where shapes disagree or numbers are not finite.
    """
    n, joints = len(trajectory.times), len(trajectory.joint_names)
    positions = finite_array("joint positions", trajectory.positions)
    velocities = finite_array("joint velocities", trajectory.velocities)
    times = finite_array("times", trajectory.times)
    if positions.shape != (n, joints) or velocities.shape != (n, joints):
        raise malformed(f"{n} times, {joints} joints, but positions {positions.shape}, velocities {velocities.shape}")
    return JointTrajectoryMsg(
        header=header(stamp_ns, frame_id),
        joint_names=list(trajectory.joint_names),
        points=[
            JointTrajectoryPoint(positions=q, velocities=qd, time_from_start=_duration(t))
            for q, qd, t in zip(positions.tolist(), velocities.tolist(), times.tolist(), strict=True)
        ],
    )


def _duration(seconds: float) -> Duration:
    stamp = stamp_to_msg(round(seconds * 1e9))
    return Duration(sec=stamp.sec, nanosec=stamp.nanosec)


def joint_trajectory_from_msg(msg: JointTrajectoryMsg) -> JointTrajectory:
    """Return the trajectory; where no point has velocities they are the differences of the positions.

    Raises:
        InputError: INPUT_MESSAGE for names that repeat, lengths that disagree, times that do not rise, or
            numbers that are not finite.
    """
    names = tuple(msg.joint_names)
    if not names or len(set(names)) != len(names) or "" in names:
        raise malformed(f"joint names {names} must be there and differ")
    if not msg.points:
        raise malformed("a trajectory without points")
    for i, point in enumerate(msg.points):
        if len(point.positions) != len(names) or len(point.velocities) not in (0, len(names)):
            sizes = f"{len(point.positions)} positions, {len(point.velocities)} velocities"
            raise malformed(f"point {i} has {sizes} for {len(names)} joints")
    times = np.array([stamp_from_msg(point.time_from_start) for point in msg.points], dtype=np.float64) * 1e-9
    if times[0] < 0.0 or (np.diff(times) <= 0.0).any():
        raise malformed("the times of the trajectory do not rise from 0")
    positions = finite_array("joint positions", [point.positions for point in msg.points])
    given = [len(point.velocities) for point in msg.points]
    if all(given):
        velocities = finite_array("joint velocities", [point.velocities for point in msg.points])
    elif any(given):
        raise malformed("some points have velocities and some have none")
    else:
        velocities = np.gradient(positions, times, axis=0) if len(times) > 1 else np.zeros_like(positions)
    return JointTrajectory(names, times, positions, velocities)
