# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""A recorded look as projection_node had it: an answer is lifted to 3D with the recorded depth, calibration and TF."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from vla_r1_ros.core.camera_info import camera_from_msg
from vla_r1_ros.core.depth import DepthArray, decode_depth, depth_in_metres
from vla_r1_ros.core.errors import ErrorCode, ProjectionError
from vla_r1_ros.core.measure import LookInput, Measured, measure_look
from vla_r1_ros.core.robot import RobotDescription
from vla_r1_ros.core.types import Box, CameraModel, FloatArray
from vla_r1_ros.evaluation.bag_contents import Contents, Decoder
from vla_r1_ros.evaluation.bag_depth import COMPRESSED
from vla_r1_ros.evaluation.bag_frames import LookFrames
from vla_r1_ros.evaluation.bag_pictures import header_stamp
from vla_r1_ros.evaluation.bag_read import Raw
from vla_r1_ros.evaluation.bag_story import LookStory
from vla_r1_ros.evaluation.look_read import LookData, frame_of
from vla_r1_ros.vla.compressed import unpack_depth


@dataclass(frozen=True)
class LookScene:
    """What does not depend on the answer: see :class:`~vla_r1_ros.core.measure.LookInput`; `joints` (J,) rad and
    `width` m of the arm at the look, None where the bag does not have them."""

    camera: CameraModel
    T_base_camera: FloatArray
    depth: DepthArray
    depth_camera: CameraModel
    T_camera_depth: FloatArray
    tool: FloatArray
    capsules: list[tuple[FloatArray, FloatArray, float]]
    joints: FloatArray | None
    width: float | None

    def lift(self, box: Box | None, path: FloatArray | None, robot: RobotDescription, clearance: float) -> Measured:
        """Measure an answer, box and path (N, 2) as shares of the picture. Raises ProjectionError, InputError."""
        look = LookInput(box, path, self.camera, self.T_base_camera, self.depth, self.depth_camera,
                         self.T_camera_depth, self.tool, self.capsules)  # fmt: skip
        return measure_look(look, robot, clearance=clearance)


def scene_of(look: LookStory, data: LookData, contents: Contents, decode: Decoder, robot: RobotDescription,
             depth_tolerance_s: float) -> LookScene:
    """The scene of a look, from what the bag has.

    Raises:
        ProjectionError: PROJECTION_NO_DEPTH, _STALE or _NO_TRANSFORM where the bag lacks what projection_node needs.
        InputError: INPUT_CAMERA_INFO_INVALID, INPUT_DEPTH_* for what cannot be used.
    """
    camera_frame = look.frame or ("" if data.image is None else frame_of(data.image.data))
    depth = _near(data.depth, look.stamp_ns, depth_tolerance_s)
    camera, depth_camera = _camera(data.info, decode, "camera_info"), _camera(data.depth_info, decode,
                                                                              "depth/camera_info")  # fmt: skip
    message: Any = decode(depth)
    if message is None:
        raise _lacking("the depth image of the look cannot be read")
    frames, base, stamp = LookFrames(contents, look.begin_ns), robot.base_frame, look.stamp_ns
    depth_frame = frame_of(depth.data)
    ends = [(frames.matrix(base, link.start_frame, stamp)[:3, 3], frames.matrix(base, link.end_frame, stamp)[:3, 3],
             link.radius) for link in robot.links]  # fmt: skip
    same = depth_frame == camera_frame
    return LookScene(
        camera=camera,
        T_base_camera=frames.matrix(base, camera_frame, stamp),
        depth=_metres(depth, message),
        depth_camera=depth_camera,
        T_camera_depth=np.eye(4) if same else frames.matrix(camera_frame, depth_frame, header_stamp(depth.data)),
        tool=frames.matrix(base, robot.tool_frame, stamp)[:3, 3],
        capsules=ends,
        joints=_joints(data, robot.arm.joints),
        width=_width(data, robot),
    )  # fmt: skip


def _metres(raw: Raw, message: Any) -> DepthArray:
    if raw.type_name == COMPRESSED:
        return depth_in_metres(unpack_depth(bytes(message.data), message.format))
    return decode_depth(message.data, message.encoding, message.width, message.height, message.step,
                        message.is_bigendian)


def _near(depth: Raw | None, stamp_ns: int, tolerance_s: float) -> Raw:
    if depth is None:
        raise _lacking("the bag has no depth image of the look")
    gap_s = abs(header_stamp(depth.data) - stamp_ns) * 1e-9
    if gap_s > tolerance_s:
        raise ProjectionError(ErrorCode.PROJECTION_STALE, f"the nearest depth image is {gap_s:.3f} s from the look, "
                              f"limit {tolerance_s:g} s", "record depth at the camera's rate")
    return depth


def _camera(info: Raw | None, decode: Decoder, topic: str) -> CameraModel:
    message: Any = None if info is None else decode(info)
    if message is None:
        raise _lacking(f"the bag has no {topic} of the look's camera that can be read")
    return camera_from_msg(message)


def _lacking(words: str) -> ProjectionError:
    return ProjectionError(ErrorCode.PROJECTION_NO_DEPTH, words,
                           "record depth, camera_info of both cameras, /tf and /tf_static with the attempt")


def _joints(data: LookData, names: tuple[str, ...]) -> FloatArray | None:
    if not all(name in data.joints for name in names):
        return None
    return np.array([data.joints[name][1] for name in names])


def _width(data: LookData, robot: RobotDescription) -> float | None:
    fingers = _joints(data, robot.gripper.joints)
    return None if fingers is None else robot.gripper.opening.width(fingers)
