# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""What `vla_r1 doctor` hears: one node that listens to a cell for some seconds and moves nothing."""

import threading
import time
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import partial
from types import TracebackType
from typing import Any, Self

import rclpy
from control_msgs.action import FollowJointTrajectory, GripperCommand
from rclpy.action import ActionClient
from rclpy.context import Context
from rclpy.executors import ExternalShutdownException, SingleThreadedExecutor
from rclpy.node import Node
from rclpy.qos import DurabilityPolicy, QoSProfile
from rclpy.signals import SignalHandlerOptions
from rclpy.subscription import Subscription
from rclpy.utilities import get_rmw_implementation_identifier
from sensor_msgs.msg import CameraInfo, Image, JointState
from std_msgs.msg import Bool, String
from tf2_msgs.msg import TFMessage

from vla_r1_ros.core.errors import InputError
from vla_r1_ros.core.robot import RobotDescription
from vla_r1_ros.ros import convert
from vla_r1_ros.ros.diagnostics import Report, StreamLimits, watched_subscription
from vla_r1_ros.ros.image_topics import FORMS, declared_transport, image_topic
from vla_r1_ros.ros.lookup import TransformLookup
from vla_r1_ros.ros.qos import LATCHED, SENSOR, STATUS
from vla_r1_ros.ros.starting import ros_starts

IMAGE_RATE_HZ, JOINT_RATE_HZ, ENABLE_RATE_HZ = 5.0, 20.0, 5.0
DISCOVERY_S = 1.5
_TRANSFORM_TIMEOUT_S = 0.5  # as projection_node waits
_KEPT = 2000
_TF_STATIC = QoSProfile(depth=100, durability=DurabilityPolicy.TRANSIENT_LOCAL)
#: name: type, QoS that the stack asks for, least rate Hz (0: none is demanded)
_STREAMS: dict[str, tuple[type, QoSProfile, float]] = {
    "image": (Image, SENSOR, IMAGE_RATE_HZ),
    "camera_info": (CameraInfo, SENSOR, 0.0),
    "depth/image": (Image, SENSOR, IMAGE_RATE_HZ),
    "depth/camera_info": (CameraInfo, SENSOR, 0.0),
    "joint_states": (JointState, SENSOR, JOINT_RATE_HZ),
    "enable_motion": (Bool, STATUS, 0.0),
    "robot_description": (String, LATCHED, 0.0),
    "/tf": (TFMessage, QoSProfile(depth=100), 0.0),
    "/tf_static": (TFMessage, _TF_STATIC, 0.0),
}


@dataclass
class Heard:
    """One topic: its subscription, what judges it, the last message, and of each message stamp (ns) and age (s)."""

    subscription: "Subscription[Any]"
    report: Callable[[], Report]
    message_type: str
    least_rate_hz: float
    last: Any = None
    stamps_ns: deque[int] = field(default_factory=lambda: deque(maxlen=_KEPT))
    ages_s: deque[float] = field(default_factory=lambda: deque(maxlen=_KEPT))

    @property
    def topic(self) -> str:
        """The name after remapping."""
        return str(self.subscription.topic_name)


class Ear:
    """A node in a context and thread of its own. Use it as a context manager; `listen` first, then look at `heard`,
    which does not change any more then; TF and the graph of nodes go on.

    Args:
        robot: whose joints, frames and controllers are looked for.
        ros_args: as behind `--ros-args` of a node: remaps, namespace, `-p use_sim_time:=true`,
            `-p image_transport:=compressed`, `-p depth_transport:=compressedDepth`.

    Raises:
        InputError: INPUT_ENVIRONMENT where the middleware does not start or does not take `ros_args`, INPUT_PARAMETER
            for a transport that there is not.
    """

    def __init__(self, robot: RobotDescription, ros_args: Sequence[str] = (), window_s: float = 5.0) -> None:
        self.context = Context()
        try:
            with ros_starts():
                rclpy.init(args=["--ros-args", *ros_args] if ros_args else [], context=self.context,
                           signal_handler_options=SignalHandlerOptions.NO)  # fmt: skip
                self.middleware = str(get_rmw_implementation_identifier())
                self.node = Node("vla_r1_doctor", context=self.context, enable_rosout=False)
            self._transports = {name: declared_transport(self.node, name) for name in FORMS}
        except InputError:
            rclpy.try_shutdown(context=self.context)
            raise
        self._lock = threading.Lock()
        self._over = False
        self._positions: dict[str, float] = {}
        self._velocities: dict[str, float] = {}
        self.heard = {name: self._subscribe(name, window_s) for name in _STREAMS}
        self.transforms = TransformLookup(self.node, _TRANSFORM_TIMEOUT_S)
        self.arm_action = f"{robot.arm.controller}/follow_joint_trajectory"
        self.gripper_action = f"{robot.gripper.controller}/{robot.gripper.action}"
        self.arm = ActionClient(self.node, FollowJointTrajectory, self.arm_action)
        self.gripper = ActionClient(self.node, GripperCommand, self.gripper_action)
        self.real_time_factor = 1.0
        self._executor = SingleThreadedExecutor(context=self.context)
        self._executor.add_node(self.node)
        self._thread = threading.Thread(target=self._spin, name="doctor")
        self._thread.start()

    def _subscribe(self, name: str, window_s: float) -> Heard:
        kind, qos, rate_hz = _STREAMS[name]
        topic = name
        if name in FORMS:
            kind, topic = image_topic(self.node, name, self._transports[name])
        limits = StreamLimits(rate_hz, max(1.0, window_s))
        subscription, report = watched_subscription(self.node, kind, topic, partial(self._received, name), qos, limits,
                                                    window_s=window_s)  # fmt: skip
        package = kind.__module__.split(".")[0]
        return Heard(subscription, report, f"{package}/msg/{kind.__name__}", rate_hz)

    def _received(self, name: str, message: Any) -> None:
        with self._lock:
            if self._over:
                return
            heard = self.heard[name]
            heard.last = message
            if isinstance(message, JointState):
                self._merge(message)
            stamp = getattr(getattr(message, "header", None), "stamp", None)
            if stamp is not None:
                stamp_ns = convert.stamp_from_msg(stamp)
                heard.stamps_ns.append(stamp_ns)
                heard.ages_s.append((self.now_ns() - stamp_ns) * 1e-9)

    def _merge(self, message: JointState) -> None:
        """Keep the newest of each joint: arm and gripper may have a publisher each."""
        self._positions |= dict(zip(message.name, message.position, strict=False))
        if len(message.velocity) == len(message.name):
            self._velocities |= dict(zip(message.name, message.velocity, strict=False))

    def joints(self) -> tuple[dict[str, float], dict[str, float]]:
        """Newest positions (rad, m) and velocities by joint, of all messages together."""
        return dict(self._positions), dict(self._velocities)

    def _spin(self) -> None:
        try:
            self._executor.spin()
        except ExternalShutdownException:
            return

    def listen(self, seconds: float) -> None:
        """Wait for discovery, then listen; the streams are judged over the last `seconds`."""
        time.sleep(DISCOVERY_S)
        began_ns, began_s = self.now_ns(), time.monotonic()
        time.sleep(seconds)
        self.real_time_factor = (self.now_ns() - began_ns) * 1e-9 / (time.monotonic() - began_s)
        with self._lock:  # the checks go through what was heard from another thread
            self._over = True

    def now_ns(self) -> int:
        """The ROS clock of this node."""
        return int(self.node.get_clock().now().nanoseconds)

    @property
    def sim_time(self) -> bool:
        """Whether this node was told to take /clock."""
        return bool(self.node.get_parameter("use_sim_time").value)

    @property
    def clock_agrees(self) -> bool:
        """Whether this node takes /clock exactly where somebody publishes it; else no age means anything."""
        return self.sim_time == bool(self.node.count_publishers("/clock"))

    def topics_of(self, type_name: str) -> list[str]:
        """All topics with a publisher of a type, such as sensor_msgs/msg/Image."""
        names = (name for name, types in self.node.get_topic_names_and_types() if type_name in types)
        return sorted(name for name in names if self.node.count_publishers(name))

    def close(self) -> None:
        """End the node and its thread."""
        self._executor.shutdown(timeout_sec=1.0)
        self._thread.join(2.0)
        self.node.destroy_node()
        rclpy.try_shutdown(context=self.context)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None,
                 trace: TracebackType | None) -> None:
        self.close()
