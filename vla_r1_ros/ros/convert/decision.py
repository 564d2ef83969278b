# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""The model's decision on topics: box and path in pixels of the image that it saw."""

from dataclasses import dataclass

import numpy as np
from geometry_msgs.msg import Point, Pose, PoseStamped, Quaternion
from nav_msgs.msg import Path
from vision_msgs.msg import (
    BoundingBox2D,
    Detection2D,
    Detection2DArray,
    ObjectHypothesis,
    ObjectHypothesisWithPose,
    Point2D,
    Pose2D,
)

from vla_r1_ros.core.types import Box, FloatArray
from vla_r1_ros.ros.convert.geometry import finite_array, header, malformed, stamp_from_msg

_MAX_POINTS = 1000


@dataclass(frozen=True)
class Affordance:
    """The content of an `affordance` message: `box` normalised (None: absent or not asked), `score` the
    agreement over the answers in [0, 1], `attempt` and `label` as given by the sender."""

    stamp_ns: int
    frame_id: str
    box: Box | None
    attempt: str = ""
    label: str = ""
    score: float = 1.0


def _check_size(width_px: int, height_px: int) -> None:
    if width_px <= 0 or height_px <= 0:
        raise malformed(f"image size {width_px}x{height_px} px is not positive")


def affordance_to_msg(affordance: Affordance, width_px: int, height_px: int) -> Detection2DArray:
    """Return the box in pixels of a `width_px` x `height_px` image; no box gives an empty array.

    Raises:
        InputError: INPUT_MESSAGE where size or box are not finite and positive.
    """
    _check_size(width_px, height_px)
    same = header(affordance.stamp_ns, affordance.frame_id)
    msg = Detection2DArray(header=same)
    if affordance.box is None:
        return msg
    box = affordance.box.to_pixels(width_px, height_px)
    finite_array("the box's numbers", (box.x, box.y, box.width, box.height, affordance.score))
    detection = Detection2D(header=same, id=affordance.attempt)
    hypothesis = ObjectHypothesis(class_id=affordance.label, score=float(affordance.score))
    detection.results = [ObjectHypothesisWithPose(hypothesis=hypothesis)]
    centre = Pose2D(position=Point2D(x=float(box.x), y=float(box.y)))
    detection.bbox = BoundingBox2D(center=centre, size_x=float(box.width), size_y=float(box.height))
    msg.detections = [detection]
    return msg


def affordance_from_msg(msg: Detection2DArray, width_px: int, height_px: int) -> Affordance:
    """Return the first detection, normalised by the size of the image; an empty array gives `box` None.

    Raises:
        InputError: INPUT_MESSAGE for numbers that are not finite, a size that is not positive, a turned box,
            or a box wholly outside the image.
    """
    _check_size(width_px, height_px)
    stamp_ns, frame_id = stamp_from_msg(msg.header.stamp), msg.header.frame_id
    if not msg.detections:
        return Affordance(stamp_ns, frame_id, None)
    detection = msg.detections[0]
    bbox = detection.bbox
    centre = bbox.center
    u, v, theta, w, h = finite_array(
        "the box's numbers",
        (centre.position.x, centre.position.y, centre.theta, bbox.size_x, bbox.size_y),
    ).tolist()
    if w <= 0.0 or h <= 0.0:
        raise malformed(f"the box has size {w:g}x{h:g} px, must be positive")
    if abs(theta) > 1e-6:
        raise malformed(f"the box is turned by {theta:g} rad, must lie along the image's axes")
    if u + w / 2 <= 0 or v + h / 2 <= 0 or u - w / 2 >= width_px or v - h / 2 >= height_px:
        raise malformed(f"the box at ({u:g}, {v:g}) px lies outside the {width_px}x{height_px} image")
    label, score = "", 1.0
    if detection.results:
        hypothesis = detection.results[0].hypothesis
        label, score = hypothesis.class_id, float(finite_array("the box's score", hypothesis.score))
    box = Box(u / width_px, v / height_px, w / width_px, h / height_px)
    return Affordance(stamp_ns, frame_id, box, detection.id, label, score)


def path_to_msg(path: FloatArray | None, width_px: int, height_px: int, stamp_ns: int, frame_id: str) -> Path:
    """Return a path (N, 2), normalised, as a Path in pixels (x, y; z 0); None gives an empty one.

    Raises:
        InputError: INPUT_MESSAGE where shape, size or numbers are wrong.
    """
    _check_size(width_px, height_px)
    same = header(stamp_ns, frame_id)
    msg = Path(header=same)
    if path is None:
        return msg
    points = finite_array("the path's points", path)
    if points.ndim != 2 or points.shape[1] != 2:
        raise malformed(f"a path must have shape (N, 2), has {points.shape}")
    upright = Quaternion(w=1.0)
    msg.poses = [
        PoseStamped(header=same, pose=Pose(position=Point(x=u, y=v, z=0.0), orientation=upright))
        for u, v in (points * (width_px, height_px)).tolist()
    ]
    return msg


def path_from_msg(msg: Path, width_px: int, height_px: int) -> FloatArray | None:
    """Return the points of a pixel Path as (N, 2), normalised by the image's size; None for an empty one.

    Raises:
        InputError: INPUT_MESSAGE for points that are not finite, lie more than a pixel outside the image, are
            more than 1000, or when there is a single one.
    """
    _check_size(width_px, height_px)
    if not msg.poses:
        return None
    if not 2 <= len(msg.poses) <= _MAX_POINTS:
        raise malformed(f"a path of {len(msg.poses)} points, must have 2 to {_MAX_POINTS}")
    positions = [(pose.pose.position.x, pose.pose.position.y) for pose in msg.poses]
    points = finite_array("the path's points", positions)
    if (points < -1.0).any() or (points > (width_px + 1.0, height_px + 1.0)).any():
        raise malformed(f"the path leaves the {width_px}x{height_px} image")
    return np.asarray(points / (width_px, height_px), dtype=np.float64)
