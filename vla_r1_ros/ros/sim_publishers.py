# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""What the simulator says over ROS: clock, joint states, TF, camera, and the referee's word on a topic of its own."""

import json
import time
from dataclasses import replace

import numpy as np
from rclpy.node import Node
from rclpy.qos import QoSProfile, ReliabilityPolicy
from rosgraph_msgs.msg import Clock
from sensor_msgs.msg import CameraInfo, Image, JointState
from std_msgs.msg import String

from vla_r1_ros.core.robot import RobotDescription
from vla_r1_ros.core.types import FloatArray
from vla_r1_ros.ros import convert
from vla_r1_ros.ros.qos import DRIVER, LATCHED
from vla_r1_ros.ros.tf import StaticTransformBroadcaster, TransformBroadcaster
from vla_r1_ros.sim.description import robot_urdf
from vla_r1_ros.sim.rgbd import RgbdFrame, invert
from vla_r1_ros.sim.simulator import RobotState
from vla_r1_ros.sim.world import World

CAMERA_FRAME = "camera_color_optical_frame"
_CLOCK_QOS = QoSProfile(depth=1, reliability=ReliabilityPolicy.BEST_EFFORT)
_TF_EVERY = 2  # ticks, of 10 or 20 ms
_REFEREE_EVERY_S = 0.25
_SHORTEST_TICK_S = 0.008
"""Wall time between two ticks: when physics runs faster than the clock, listeners are not flooded."""
_STILL_TICK_S = 0.02
"""Simulated time between two ticks where scenes stand still between goals: there ticks are what costs most."""
_SHORTEST_FRAME = 0.8
"""The same for pictures of a scene that moves and stands still between goals, in periods: nobody looks at a motion."""


class SimPublishers:
    """All publishers of the simulator; called by the physics thread alone.

    Args:
        still: pictures between two goals have the same noise.
    """

    def __init__(self, node: Node, robot: RobotDescription, camera_rate_hz: float, *, still: bool = False) -> None:
        self._robot, self._period, self._still = robot, 1.0 / camera_rate_hz, still
        self._clock = node.create_publisher(Clock, "/clock", _CLOCK_QOS)
        self._joints = node.create_publisher(JointState, "joint_states", DRIVER)
        self._colour = node.create_publisher(Image, "camera/color/image_raw", DRIVER)
        self._colour_info = node.create_publisher(CameraInfo, "camera/color/camera_info", DRIVER)
        self._depth = node.create_publisher(Image, "camera/depth/image_raw", DRIVER)
        self._depth_info = node.create_publisher(CameraInfo, "camera/depth/camera_info", DRIVER)
        self._referee = node.create_publisher(String, "~/referee", LATCHED)
        node.create_publisher(String, "robot_description", LATCHED).publish(String(data=robot_urdf(robot)))
        self._tf = TransformBroadcaster(node)
        self._tf_static = StaticTransformBroadcaster(node)
        self._names = [*robot.arm.joints, *robot.gripper.joints]
        self._count = 0
        self._next_frame = self._next_tick = self._next_report = 0.0
        self._said: tuple[str, str] = ("", "")
        self._last_tick = 0.0
        self._last_frame = 0.0
        self._drawn: tuple[tuple[float, int], RgbdFrame] | None = None

    def begin(self, world: World) -> None:
        """Announce a new world: clock, fixed frames, a first picture, the referee's first word."""
        stamp = stamp_ns(world.simulator.time)
        self._next_frame = self._next_tick = self._next_report = world.simulator.time
        camera = convert.transform_stamped_to_msg(
            world.camera.T_base_camera, self._robot.base_frame, CAMERA_FRAME, stamp)
        tool = convert.transform_stamped_to_msg(
            self._robot.T_hand_tool, self._robot.hand_frame, self._robot.tool_frame, stamp)
        self._tf_static.sendTransform([camera, tool])
        self._said = ("", "")
        self._last_tick = self._last_frame = 0.0
        self._drawn = None
        self.update(world)

    def update(self, world: World) -> None:
        """Publish what is due after a chunk of simulated time."""
        now = world.simulator.time
        frame_due = now >= self._next_frame - 1e-9 and not self._hurries(world)
        if frame_due or (now >= self._next_tick - 1e-9 and time.monotonic() - self._last_tick >= _SHORTEST_TICK_S):
            self._next_tick = now + (_STILL_TICK_S if self._still else 0.0)
            self._tick(world, frame_due)
        if frame_due:
            self._next_frame, self._last_frame = max(self._next_frame + self._period, now), time.monotonic()
            self._publish_frame(world, self._picture(world))
        self._report(world)

    def _hurries(self, world: World) -> bool:
        """Whether the last picture was just now, and physics is ahead of the wall clock."""
        moved = self._drawn is not None and self._drawn[0] != _state(world)
        return self._still and moved and time.monotonic() - self._last_frame < _SHORTEST_FRAME * self._period

    def _picture(self, world: World) -> RgbdFrame:
        """The next picture; where scenes stand still between goals, one of a scene that stood still is not drawn again:
        it would be the same, and drawing is most of what a simulator costs that waits for the model."""
        sim = world.simulator
        if not self._still:
            return world.camera.render()
        state = _state(world)
        if self._drawn is None or self._drawn[0] != state:
            self._drawn = (state, world.camera.render(sim.goals_taken))
        return replace(self._drawn[1], time=sim.time)

    def _tick(self, world: World, frame_due: bool) -> None:
        stamp = stamp_ns(world.simulator.time)
        self._last_tick = time.monotonic()
        self._clock.publish(Clock(clock=convert.stamp_to_msg(stamp)))
        self._joints.publish(joint_state(world.simulator.state(), self._names, stamp))
        self._count += 1
        if frame_due or self._count % _TF_EVERY == 0:
            poses = world.simulator.link_poses()
            self._tf.sendTransform([
                convert.transform_stamped_to_msg(invert(poses[parent]) @ poses[link], parent, link, stamp)
                for link, parent in world.simulator.link_parents().items()
            ])

    def _publish_frame(self, world: World, frame: RgbdFrame) -> None:
        stamp = stamp_ns(frame.time)
        info = convert.camera_to_msg(world.camera.model, stamp, CAMERA_FRAME)
        self._colour_info.publish(info)
        self._depth_info.publish(info)
        self._colour.publish(convert.image_to_msg(frame.colour, stamp, CAMERA_FRAME))
        height, width = frame.depth_mm.shape
        self._depth.publish(Image(
            header=convert.header(stamp, CAMERA_FRAME), height=height, width=width, encoding="16UC1",
            is_bigendian=0, step=2 * width, data=frame.depth_mm.astype("<u2", copy=False).tobytes(),
        ))  # fmt: skip

    def _report(self, world: World) -> None:
        """The referee's word when it changes and four times a simulated second; the stack does not read it."""
        verdict = world.referee.verdict()
        said = (str(verdict.status), str(verdict.reason))
        if said != self._said or world.simulator.time >= self._next_report:
            self._said = said
            self._next_report = world.simulator.time + _REFEREE_EVERY_S
            self._referee.publish(String(data=json.dumps(world.report())))


def _state(world: World) -> tuple[float, int]:
    """What a scene that stands still, and its picture, depend on."""
    return world.simulator.drive_time, world.simulator.goals_taken


def stamp_ns(seconds: float) -> int:
    """Simulated seconds in ns, rounded to 1 us so that equal times have equal stamps."""
    return round(seconds * 1e6) * 1000


def joint_state(state: RobotState, names: list[str], stamp: int) -> JointState:
    """Return the drives' state as a message: arm joints, then the fingers."""
    finger_efforts: FloatArray = np.full(len(state.fingers), state.finger_effort)
    return JointState(
        header=convert.header(stamp, ""), name=names,
        position=np.concatenate([state.positions, state.fingers]).tolist(),
        velocity=np.concatenate([state.velocities, state.finger_velocities]).tolist(),
        effort=np.concatenate([state.efforts, finger_efforts]).tolist(),
    )  # fmt: skip
