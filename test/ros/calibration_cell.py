# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""A camera over DDS that looks at a tag on the table, and TF of a cell whose arm stands."""

from typing import Any

import numpy as np
from sensor_msgs.msg import CameraInfo, Image

from vla_r1_ros.calibration.detector import Detector
from vla_r1_ros.calibration.target import parse_target
from vla_r1_ros.core.camera import invert_transform
from vla_r1_ros.core.types import FloatArray
from vla_r1_ros.ros import convert
from vla_r1_ros.ros.qos import SENSOR
from vla_r1_ros.ros.tf import StaticTransformBroadcaster
from vla_r1_ros.sim.camera import optical_pose

from ..calibration.pictures import Studio, vga

FRAME = "camera_color_optical_frame"
T_LINK_HAND = np.diag([1.0, -1.0, -1.0, 1.0])
T_LINK_HAND[:3, 3] = (0.31, 0.0, 0.59)


class Cell:
    """A camera that takes pictures of a tag on the table, and TF that says where it was calibrated."""

    def __init__(self, node: Any, T_base_tag: FloatArray) -> None:
        tag = parse_target("tag:APRILTAG_36h11:0:80")
        self._node, self._camera = node, vga()
        studio = Studio(Detector(tag), self._camera, noise=8.0, blur_px=0.8)
        noise = np.random.default_rng(0)
        self._calibrated = optical_pose((0.05, -0.50, 0.65), (0.52, 0.0, 0.0))
        knocked = self._calibrated.copy()
        knocked[:3, 3] += self._calibrated[:3, 0] * 5e-3
        away = self._calibrated.copy()
        away[:3, 3] += [0.0, 0.0, 3.0]
        self._pictures = {name: [studio.take(invert_transform(T) @ T_base_tag, noise) for _ in range(3)]
                          for name, T in (("here", self._calibrated), ("knocked", knocked), ("away", away))}
        self._images = node.create_publisher(Image, "image", SENSOR)
        self._infos = node.create_publisher(CameraInfo, "camera_info", SENSOR)
        self._tf = StaticTransformBroadcaster(node)
        self._tf.sendTransform([
            convert.transform_stamped_to_msg(self._calibrated, "panda_link0", FRAME),
            convert.transform_stamped_to_msg(T_LINK_HAND, "panda_link0", "panda_hand"),
        ])
        self._count = 0
        self.shows = "here"
        node.create_timer(0.05, self._speak)

    def _speak(self) -> None:
        now_ns = self._node.get_clock().now().nanoseconds
        self._count += 1
        grey = self._pictures[self.shows][self._count % 3]
        self._images.publish(convert.image_to_msg(np.repeat(grey[:, :, None], 3, axis=2), now_ns, FRAME))
        self._infos.publish(convert.camera_to_msg(self._camera, now_ns, FRAME))
