# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""The drivers of a small cell, over DDS: camera, TF, joint states, controllers, enabling device. Each can be faulty."""

import gc
import random
import threading
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from typing import Any

import numpy as np
import pytest
import rclpy
from control_msgs.action import FollowJointTrajectory, GripperCommand
from rclpy.action import ActionServer
from rclpy.context import Context
from rclpy.executors import ExternalShutdownException, SingleThreadedExecutor
from rclpy.node import Node
from rclpy.qos import QoSProfile, ReliabilityPolicy
from scipy.spatial.transform import Rotation
from sensor_msgs.msg import CompressedImage, Image, JointState
from std_msgs.msg import Bool, String

from vla_r1_ros.core.findings import Finding, examine
from vla_r1_ros.core.robot_file import load_robot
from vla_r1_ros.core.types import CameraModel
from vla_r1_ros.ros import convert
from vla_r1_ros.ros.doctor import listening
from vla_r1_ros.ros.qos import COMMAND, LATCHED, SENSOR
from vla_r1_ros.ros.tf import StaticTransformBroadcaster, TransformBroadcaster
from vla_r1_ros.vla.compressed import pack_depth, pack_image

ROBOT = load_robot("panda")
WIDTH_PX, HEIGHT_PX, HEIGHT_M = 64, 48, 1.0
FRAME = "camera_color_optical_frame"
CAMERA = CameraModel(WIDTH_PX, HEIGHT_PX, np.array([[60.0, 0, 31.5], [0, 60.0, 23.5], [0, 0, 1]]), np.zeros(5))
FRAMES = sorted({name for link in ROBOT.links for name in (link.start_frame, link.end_frame)}
                - {ROBOT.base_frame, ROBOT.hand_frame})  # fmt: skip


def looking_down() -> Any:
    """T_base_camera, 1 m over the middle of the workspace."""
    T = np.eye(4)
    T[:3, :3] = Rotation.from_euler("x", 180, degrees=True).as_matrix()
    T[:3, 3] = 0.5, 0.0, HEIGHT_M
    return T


class Drivers(Node):
    """What a cell publishes, at 20 Hz (joint states at 60); `faults` are names of what is wrong."""

    def __init__(self, context: Context, faults: frozenset[str]) -> None:
        super().__init__("drivers", context=context)
        self.faults = faults
        self.count = 0
        self.packed = "compressed beside" in faults
        kind, beside = (CompressedImage, "/compressed") if self.packed else (Image, "")
        self.colour = self.create_publisher(kind, f"image{beside}", SENSOR)
        self.colour_info = self.create_publisher(convert.camera_to_msg(CAMERA, 0, "").__class__, "camera_info", SENSOR)
        self.depth_info = self.create_publisher(self.colour_info.msg_type, "depth/camera_info", SENSOR)
        kind = CompressedImage if self.packed or "depth compressed" in faults else Image
        beside = "/compressedDepth" if self.packed else ""
        self.depth = None if "no depth" in faults else self.create_publisher(kind, f"depth/image{beside}", SENSOR)
        self.joints = self.create_publisher(JointState, "joint_states", SENSOR)
        sloppy = QoSProfile(depth=1, reliability=ReliabilityPolicy.BEST_EFFORT)
        qos = sloppy if "enable best effort" in faults else COMMAND
        self.enable = self.create_publisher(Bool, "enable_motion", qos)
        if "other urdf" in faults:
            self.urdf = self.create_publisher(String, "robot_description", LATCHED)
            self.urdf.publish(String(data="<robot name='other'><link name='base_link'/></robot>"))
        self.tf, self.tf_static = TransformBroadcaster(self), StaticTransformBroadcaster(self)
        gripper = "other_gripper" if "no controllers" in faults else ROBOT.gripper.controller
        self.controllers = [ActionServer(self, GripperCommand, f"{gripper}/gripper_cmd", _nothing)]
        if "no controllers" not in faults:
            name = f"{ROBOT.arm.controller}/follow_joint_trajectory"
            self.controllers.append(ActionServer(self, FollowJointTrajectory, name, _nothing))
        if "two controllers" in faults:  # of one name: a simulator in the robot's domain
            self.controllers.append(ActionServer(self, FollowJointTrajectory, name, _nothing))
        T = np.eye(4) if "camera identity" in faults else looking_down()
        if "camera sideways" in faults:
            T[:3, :3] = np.eye(3)
        camera = convert.transform_stamped_to_msg(T, ROBOT.base_frame, FRAME, self.now())
        if "camera tf stale" in faults:
            self.tf.sendTransform(camera)
            self.first = self.create_timer(1.0, lambda: (self.tf.sendTransform(camera), self.first.cancel()))
        elif "no camera tf" not in faults:
            self.tf_static.sendTransform([camera])
        tool = convert.transform_stamped_to_msg(ROBOT.T_hand_tool, ROBOT.hand_frame, ROBOT.tool_frame, self.now())
        self.tf_static.sendTransform([tool])
        self.create_timer(0.05, self.pictures)
        self.create_timer(1 / 60, self.states)

    def now(self) -> int:
        return int(self.get_clock().now().nanoseconds)

    def pictures(self) -> None:
        stamp = self.now() - (int(3e9) if "camera clock behind" in self.faults else 0)
        picture = np.zeros((HEIGHT_PX, WIDTH_PX, 3), np.uint8)
        if "lens covered" not in self.faults:
            picture[:, ::2] = 200
        message = convert.image_to_msg(picture, stamp, FRAME)
        if "colour encoding" in self.faults:
            message.encoding = "bayer_rggb16"
        self.colour.publish(_packed(message.header, pack_image(picture, 90)) if self.packed else message)
        info = convert.camera_to_msg(CAMERA, stamp, FRAME)
        if "uncalibrated" in self.faults:
            info.k = [0.0] * 9
        self.colour_info.publish(info)
        self.depth_info.publish(convert.camera_to_msg(CAMERA, stamp, FRAME))
        self.count += 1
        if self.depth is not None and ("depth slow" not in self.faults or self.count % 10 == 0):
            self.depth.publish(self.depth_message(stamp))
        if "no heartbeat" not in self.faults:
            self.enable.publish(Bool(data=True))

    def depth_message(self, stamp: int) -> Image | CompressedImage:
        if "depth compressed" in self.faults:
            return CompressedImage(header=convert.header(stamp, FRAME), format="png")
        depth = np.full((HEIGHT_PX, WIDTH_PX), HEIGHT_M, np.float32)
        if "depth in mm" in self.faults:
            depth *= 1000
        if "depth holes" in self.faults:
            depth[:, 10:] = np.nan
        if self.packed:
            return _packed(convert.header(stamp, FRAME), pack_depth(depth))
        return convert.depth_to_msg(depth, stamp, FRAME)

    def states(self) -> None:
        stamp = self.now()
        names = [*ROBOT.arm.joints, *(() if "no fingers" in self.faults else ROBOT.gripper.joints)]
        second = 0.0 if "fingers disagree" in self.faults else 0.02
        finger = 20.0 if "finger in mm" in self.faults else 0.02
        home = [*ROBOT.arm.home, finger, second][: len(names)]
        if "joint out of limits" in self.faults:
            home[3] = 1.0
        velocity = [] if "no velocities" in self.faults else [0.0] * len(names)
        self.joints.publish(JointState(header=convert.header(stamp, ""), name=names, position=home, velocity=velocity))
        frames = [ROBOT.hand_frame, *(FRAMES[:-1] if "frame missing" in self.faults else FRAMES)]
        T = np.eye(4)
        self.tf.sendTransform([convert.transform_stamped_to_msg(T, ROBOT.base_frame, frame, stamp) for frame in frames])

    def destroy_node(self) -> None:
        """The controllers too: they would stay in the graph for whoever draws this domain next."""
        for controller in self.controllers:
            controller.destroy()
        super().destroy_node()


def _packed(header: Any, packed: tuple[str, bytes]) -> CompressedImage:
    return CompressedImage(header=header, format=packed[0], data=packed[1])


def _nothing(_: Any) -> Any:
    raise AssertionError("the doctor commands nothing")


@contextmanager
def drivers(faults: frozenset[str]) -> Iterator[None]:
    context = Context()
    rclpy.init(context=context)
    node = Drivers(context, faults)
    executor = SingleThreadedExecutor(context=context)
    executor.add_node(node)

    def spin() -> None:
        try:
            executor.spin()
        except ExternalShutdownException:
            return

    thread = threading.Thread(target=spin)
    thread.start()
    try:
        yield
    finally:
        executor.shutdown(timeout_sec=1.0)
        thread.join(2.0)
        node.destroy_node()
        rclpy.try_shutdown(context=context)


Examined = Callable[..., dict[str, Finding]]


@pytest.fixture
def running(monkeypatch: pytest.MonkeyPatch) -> Callable[..., AbstractContextManager[None]]:
    """The drivers with the named faults, on a domain of their own."""
    monkeypatch.setenv("ROS_DOMAIN_ID", str(random.SystemRandom().randint(102, 200)))
    monkeypatch.setenv("ROS_AUTOMATIC_DISCOVERY_RANGE", "LOCALHOST")  # not what other machines of this network have
    monkeypatch.setenv("FASTDDS_BUILTIN_TRANSPORTS", "DEFAULT")
    return lambda *faults: drivers(frozenset(faults))


@pytest.fixture
def examined(running: Callable[..., AbstractContextManager[None]]) -> Iterator[Examined]:
    """The lines of the doctor about a cell with the named faults; `running=False`: about nothing at all."""
    drivers_with = running

    def look(*faults: str, running: bool = True, ros_args: tuple[str, ...] = ()) -> dict[str, Finding]:
        with ExitStack() as stack:
            if running:
                stack.enter_context(drivers_with(*faults))
            checks = stack.enter_context(listening(ROBOT, 1.5, ros_args))
            return dict(examine(checks, lambda _: None))

    yield look
    gc.collect()  # what is left of one test would be seen by the next that draws the same domain
