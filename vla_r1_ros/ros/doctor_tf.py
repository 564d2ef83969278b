# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""Checks of TF: camera and robot frames in the base frame, their ages, and whether the camera sees the workspace."""

import numpy as np

from vla_r1_ros.core.camera import invert_transform, project, transform_points
from vla_r1_ros.core.cloud import base_points
from vla_r1_ros.core.errors import ProjectionError, VlaError
from vla_r1_ros.core.findings import Finding
from vla_r1_ros.core.robot import RobotDescription
from vla_r1_ros.core.types import FloatArray
from vla_r1_ros.ros import convert
from vla_r1_ros.ros.doctor_camera import camera_model
from vla_r1_ros.ros.doctor_ear import Ear

STALE_S = 1.0
LEAST_SEEN, GOOD_SEEN = 0.05, 0.4
_GRID = 12
_LAYER = 0.005  # m
_LEAST_POINTS = 200
_OPTICAL_ADVICE = ("is the camera's mounting right, and is it that of the optical frame (z ahead, x right)? "
                   "Look at TF and depth cloud in RViz")  # fmt: skip


def camera_frame(ear: Ear) -> str:
    """The frame that colour images carry, empty where none came."""
    last = ear.heard["image"].last or ear.heard["camera_info"].last
    return "" if last is None else str(last.header.frame_id)


def check_camera_tf(ear: Ear, robot: RobotDescription) -> Finding:
    """T_base_camera at the time of the last image, as projection_node asks for it.

    Raises:
        ProjectionError: PROJECTION_NO_TRANSFORM with the reason that TF gives.
    """
    frame, base = camera_frame(ear), robot.base_frame
    last = ear.heard["image"].last
    if not frame or last is None:
        return Finding.skip("needs an image")
    newest_ns = ear.transforms.newest_ns(base, frame)
    age_s = (ear.now_ns() - newest_ns) * 1e-9
    if newest_ns and age_s > STALE_S and ear.clock_agrees:
        return Finding.fail(f"{base} <- {frame} is {age_s:.1f} s old",
                            "who publishes this transform, and is it alive? ros2 run tf2_ros tf2_echo "
                            f"{base} {frame}", age_s=age_s)  # fmt: skip
    T_base_camera = ear.transforms.matrix(base, frame, convert.stamp_from_msg(last.header.stamp))
    x, y, z = T_base_camera[:3, 3]
    how = f"{age_s:.2f} s old" if newest_ns else "static"
    seen = f"{base} <- {frame} at ({x:.3f}, {y:.3f}, {z:.3f}) m, {how}"
    values = {"xyz_m": [float(x), float(y), float(z)], "age_s": age_s if newest_ns else None}
    if np.allclose(T_base_camera, np.eye(4), atol=1e-6):
        return Finding.fail(f"{base} <- {frame} is the identity: the camera would sit in the robot's foot",
                            "publish the measured mounting (static_transform_publisher)", **values)  # fmt: skip
    return Finding.ok(seen, **values)


def check_robot_tf(ear: Ear, robot: RobotDescription) -> Finding:
    """Tool frame, and every frame with which the robot is cut out of depth images, in the base frame."""
    frames = dict.fromkeys([robot.tool_frame, robot.hand_frame,
                            *(frame for link in robot.links for frame in (link.start_frame, link.end_frame))])
    missing: dict[str, str] = {}
    ages: dict[str, float] = {}
    now_ns = ear.now_ns()
    for frame in frames:
        try:
            newest_ns = ear.transforms.newest_ns(robot.base_frame, frame)
        except ProjectionError as error:
            missing[frame] = error.message
            continue
        if newest_ns:
            ages[frame] = (now_ns - newest_ns) * 1e-9
    if missing:
        return Finding.fail(f"{len(missing)} of {len(frames)} frames are not under {robot.base_frame}: "
                            f"{', '.join(missing)}",
                            "is robot_state_publisher running, with joint_states? Does the robot file name the "
                            "frames of this robot? A tool frame that the URDF lacks: bringup.launch.py "
                            "tool_frame:=publish", missing=list(missing))  # fmt: skip
    oldest = max(ages, key=lambda frame: ages[frame], default="")
    seen = f"{len(frames)} frames under {robot.base_frame}, the oldest {ages.get(oldest, 0.0):.2f} s ({oldest})"
    if not ear.clock_agrees:
        return Finding.skip(f"{len(frames)} frames under {robot.base_frame}; for their age see the line 'clock'")
    if oldest and ages[oldest] > STALE_S:
        return Finding.fail(seen, "is robot_state_publisher alive, and do joint_states come?", age_s=ages[oldest])
    return Finding.ok(seen, age_s=ages.get(oldest))


def check_view(ear: Ear, robot: RobotDescription) -> Finding:
    """Share of the workspace's floor that the camera sees by TF, and at what height depth has the table there.

    The height is the most frequent one of the points within the workspace; a mounting that is wrong shows in it.
    """
    camera, last = camera_model(ear), ear.heard["image"].last
    if camera is None or last is None:
        return Finding.skip("needs an image and its camera_info")
    try:
        T_base_camera = ear.transforms.matrix(robot.base_frame, camera_frame(ear),
                                              convert.stamp_from_msg(last.header.stamp))  # fmt: skip
    except ProjectionError:
        return Finding.skip("needs the camera's transform")
    lower, upper = robot.workspace_lower, robot.workspace_upper
    x, y = np.meshgrid(np.linspace(lower[0], upper[0], _GRID), np.linspace(lower[1], upper[1], _GRID))
    floor = np.stack([x.ravel(), y.ravel(), np.full(x.size, lower[2])], axis=1)
    pixels = project(camera, transform_points(invert_transform(T_base_camera), floor))
    inside = (pixels >= 0).all(axis=1) & (pixels[:, 0] < camera.width_px) & (pixels[:, 1] < camera.height_px)
    share = float(inside.mean())
    height = _table_height(ear, robot)
    seen = f"{share:.0%} of the workspace's floor is in the picture"
    seen += "" if height is None else f"; depth has the table at z = {height:+.3f} m"
    values = {"seen_share": share, "table_z_m": height}
    if share < LEAST_SEEN:
        return Finding.fail(seen, _OPTICAL_ADVICE, **values)
    if height is not None and height > float(lower[2]) + 0.1:
        return Finding.warn(seen, f"that is {height - lower[2]:.2f} m over the lowest tool height: {_OPTICAL_ADVICE}",
                            **values)  # fmt: skip
    if share < GOOD_SEEN:
        return Finding.warn(seen, "turn the camera, or narrow 'workspace' in the robot file", **values)
    return Finding.ok(seen, **values)


def _table_height(ear: Ear, robot: RobotDescription) -> float | None:
    """The most frequent height (m, base frame) of the depth points over the workspace; None where it cannot be told."""
    message, info = ear.heard["depth/image"].last, ear.heard["depth/camera_info"].last
    if message is None or info is None:
        return None
    try:
        stamp_ns = convert.stamp_from_msg(message.header.stamp)
        T_base_depth = ear.transforms.matrix(robot.base_frame, message.header.frame_id, stamp_ns)
        cloud = base_points(convert.depth_from_msg(message), convert.camera_from_msg(info), T_base_depth)
    except VlaError:
        return None  # told by the lines of depth and TF
    points: FloatArray = cloud.reshape(-1, 3)
    lower, upper = robot.workspace_lower, robot.workspace_upper
    within = ((points[:, :2] >= lower[:2]) & (points[:, :2] <= upper[:2])).all(axis=1) & np.isfinite(points[:, 2])
    heights = points[within, 2]
    if len(heights) < _LEAST_POINTS:
        return None
    layers, counts = np.unique(np.round(heights / _LAYER).astype(int), return_counts=True)
    middle = layers[counts.argmax()] * _LAYER
    return float(np.median(heights[np.abs(heights - middle) <= _LAYER]))
