# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""What `vla_r1 calibrate` hears: pictures with the pose of the hand at their time. It commands nothing."""

import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from rclpy.qos import DurabilityPolicy, QoSProfile
from sensor_msgs.msg import Image
from tf2_msgs.msg import TFMessage

from vla_r1_ros.calibration.detector import grey
from vla_r1_ros.calibration.pose import moved, stands
from vla_r1_ros.calibration.tree import chain, mounted_frame
from vla_r1_ros.core.errors import ErrorCode, InputError, ProjectionError
from vla_r1_ros.core.robot import RobotDescription
from vla_r1_ros.core.types import CameraModel, FloatArray, ImageArray
from vla_r1_ros.ros import convert
from vla_r1_ros.ros.doctor_ear import DISCOVERY_S, Ear

_STATIC_TOPIC = "/tf_static"
_WAIT_S = 5.0
_STILL_S = 0.3  # the hand must have stood that long before the picture


@dataclass(frozen=True)
class Shot:
    """A grey picture (H, W), its time, and the poses of that time."""

    picture: ImageArray
    stamp_ns: int
    T_base_hand: FloatArray


class CalibrationEar:
    """Pictures and poses of a running cell; made by :func:`hearing`."""

    def __init__(self, ear: Ear, robot: RobotDescription) -> None:
        self._ear, self._robot = ear, robot
        self._parents: dict[str, str] = {}
        self._statics = 0
        static = QoSProfile(depth=100, durability=DurabilityPolicy.TRANSIENT_LOCAL)
        ear.node.create_subscription(TFMessage, "/tf", self._on_tf, QoSProfile(depth=100))
        ear.node.create_subscription(TFMessage, _STATIC_TOPIC, self._on_static, static)

    def _on_tf(self, message: TFMessage) -> None:
        self._parents |= {one.child_frame_id: one.header.frame_id for one in message.transforms}

    def _on_static(self, message: TFMessage) -> None:
        self._on_tf(message)
        self._statics += 1

    def await_tf(self) -> None:
        """Until the hand hangs on the base and each publisher of static transforms has spoken, 5 s at most.

        A frame that came later would change which frame the camera is mounted by.
        """
        base, hand, end = self._robot.base_frame, self._robot.hand_frame, time.monotonic() + _WAIT_S
        while time.monotonic() < end:
            if base in chain(self._parents, hand) and self._statics >= self._ear.node.count_publishers(_STATIC_TOPIC):
                return
            time.sleep(0.05)

    def camera(self) -> tuple[CameraModel, str]:
        """The camera's model and the frame of its pictures, once both topics speak.

        Raises:
            InputError: INPUT_NO_IMAGE, INPUT_CAMERA_INFO_INVALID.
        """
        heard, end = self._ear.heard, time.monotonic() + _WAIT_S
        while heard["image"].last is None or heard["camera_info"].last is None:
            if time.monotonic() > end:
                silent = next(name for name in ("image", "camera_info") if heard[name].last is None)
                raise InputError(ErrorCode.INPUT_NO_IMAGE, f"nothing came on {heard[silent].topic} in {_WAIT_S:g} s",
                                 f"is the camera running? Remap: --ros-args -r {silent}:=/its/topic")  # fmt: skip
            time.sleep(0.05)
        return convert.camera_from_msg(heard["camera_info"].last), str(heard["image"].last.header.frame_id)

    def mounted_frame(self, camera_frame: str) -> str:
        """The frame that a static transform should have as its child."""
        return mounted_frame(self._parents, camera_frame, [self._robot.base_frame, self._robot.hand_frame])

    def parent_of(self, frame: str) -> str:
        """The parent of a frame in TF, empty where it has none."""
        return self._parents.get(frame, "")

    def matrix(self, target: str, source: str, stamp_ns: int = 0) -> FloatArray:
        """T_target_source; raises ProjectionError PROJECTION_NO_TRANSFORM."""
        return self._ear.transforms.matrix(target, source, stamp_ns)

    def shot(self) -> Shot:
        """A picture of now, of a hand that stands.

        Raises:
            InputError: INPUT_NO_IMAGE, or INPUT_IMAGE_* where it cannot be decoded.
            ProjectionError: CALIBRATION_MOVING, PROJECTION_NO_TRANSFORM.
        """
        message = self._next_image(self._ear.now_ns())
        stamp_ns = convert.stamp_from_msg(message.header.stamp)
        base, hand = self._robot.base_frame, self._robot.hand_frame
        poses = [self.matrix(base, hand, stamp_ns - round(before * 1e9)) for before in (_STILL_S, _STILL_S / 2, 0.0)]
        for earlier in poses[:-1]:
            if not stands(earlier, poses[-1]):
                mm, deg = moved(earlier, poses[-1])
                raise ProjectionError(ErrorCode.CALIBRATION_MOVING, f"{hand} moved by {mm:.1f} mm and {deg:.2f} deg in "
                                      f"the {_STILL_S:g} s before the picture", "wait until the hand stands")
        return Shot(grey(convert.image_from_msg(message)), stamp_ns, poses[-1])

    def _next_image(self, after_ns: int) -> Image:
        heard, end = self._ear.heard["image"], time.monotonic() + _WAIT_S
        while time.monotonic() < end:
            last = heard.last
            if last is not None and convert.stamp_from_msg(last.header.stamp) > after_ns:
                return last
            time.sleep(0.01)
        raise InputError(ErrorCode.INPUT_NO_IMAGE, f"no picture newer than now came on {heard.topic} in {_WAIT_S:g} s",
                         "is the camera alive, and do the clocks agree? vla_r1 doctor says")  # fmt: skip


@contextmanager
def hearing(robot: RobotDescription, ros_args: Sequence[str]) -> Iterator[CalibrationEar]:
    """Listen to a cell; nothing is commanded.

    Raises:
        InputError: INPUT_ENVIRONMENT where the middleware does not start or does not take `ros_args`.
    """
    with Ear(robot, ros_args) as ear:
        listener = CalibrationEar(ear, robot)
        time.sleep(DISCOVERY_S)
        listener.await_tf()
        yield listener
