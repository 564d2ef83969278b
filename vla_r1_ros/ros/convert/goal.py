# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""The `target` message as a whole: what is grasped, and where a path ends."""

from geometry_msgs.msg import Point, Pose, PoseWithCovariance, Quaternion, Vector3
from vision_msgs.msg import BoundingBox3D, Detection3D, Detection3DArray, ObjectHypothesis, ObjectHypothesisWithPose

from vla_r1_ros.core.measure import GoalRegion, Measurement
from vla_r1_ros.ros.convert.geometry import finite_array, header, malformed, pose_from_msg
from vla_r1_ros.ros.convert.measurement import target_from_msg, target_to_msg

_GOAL = "goal"
_SUPPORT = "support"
_MIN_SIZE = 1e-3


def measurement_to_msg(measured: Measurement, stamp_ns: int, frame_id: str, attempt: str = "") -> Detection3DArray:
    """Return one detection for the target, then one of class `goal`: its box spans floor to rim, its first result
    is the point on the floor, its second the support's height. Nothing measured gives an empty array."""
    msg = target_to_msg(measured.target, stamp_ns, frame_id, attempt)
    if measured.goal is None:
        return msg
    x, y, z = (float(v) for v in finite_array("the goal's centre", measured.goal.center))
    height = max(float(measured.goal.rim_z) - z, 0.0)
    box = BoundingBox3D(
        center=Pose(position=Point(x=x, y=y, z=z + height / 2), orientation=Quaternion(w=1.0)),
        size=Vector3(x=_MIN_SIZE, y=_MIN_SIZE, z=height),
    )
    results = [_result(_GOAL, Point(x=x, y=y, z=z)), _result(_SUPPORT, Point(z=float(measured.support_z)))]
    msg.detections = [
        *msg.detections,
        Detection3D(header=header(stamp_ns, frame_id), bbox=box, results=results, id=attempt),
    ]
    return msg


def _result(class_id: str, position: Point) -> ObjectHypothesisWithPose:
    pose = Pose(position=position, orientation=Quaternion(w=1.0))
    hypothesis = ObjectHypothesis(class_id=class_id, score=1.0)
    return ObjectHypothesisWithPose(hypothesis=hypothesis, pose=PoseWithCovariance(pose=pose))


def measurement_from_msg(msg: Detection3DArray) -> Measurement | None:
    """Return what a `target` message holds; None for an empty array.

    Raises:
        InputError: INPUT_MESSAGE for content that makes no sense.
    """
    goals = [d for d in msg.detections if _is_goal(d)]
    others = [d for d in msg.detections if not _is_goal(d)]
    if len(goals) > 1 or len(others) > 1:
        raise malformed(f"a target message with {len(others)} targets and {len(goals)} goals, at most one each")
    target = target_from_msg(Detection3DArray(header=msg.header, detections=others))
    if not goals:
        return None if target is None else Measurement(target, None, target.support_z)
    support = [r.pose.pose.position.z for r in goals[0].results if r.hypothesis.class_id == _SUPPORT]
    if not support:
        raise malformed("the goal names no support height", "a result must have class_id 'support'")
    center = pose_from_msg(goals[0].results[0].pose.pose)[:3, 3]
    size_z = float(finite_array("the goal's height", goals[0].bbox.size.z))
    if size_z < 0.0:
        raise malformed(f"the goal's box is {size_z:g} m high")
    support_z = float(finite_array("the support's height", support[0]))
    return Measurement(target, GoalRegion(center, float(center[2]) + size_z), support_z)


def _is_goal(detection: Detection3D) -> bool:
    return bool(detection.results) and detection.results[0].hypothesis.class_id == _GOAL
