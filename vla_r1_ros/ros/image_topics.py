# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""In which form a camera's pictures are heard, named as image_transport names it: raw, or a compressed topic beside.

What comes is kept as it came: convert.image_from_msg and convert.depth_from_msg unpack it where it is used, so that
pictures that nobody looks at cost nothing.
"""

from collections.abc import Callable
from typing import Any

from rcl_interfaces.msg import ParameterDescriptor
from rclpy.node import Node
from rclpy.subscription import Subscription
from sensor_msgs.msg import CompressedImage, Image

from vla_r1_ros.core.errors import ErrorCode, InputError
from vla_r1_ros.ros.diagnostics import Diagnostics, StreamLimits, watched_subscription
from vla_r1_ros.ros.qos import SENSOR
from vla_r1_ros.vla.compressed import COLOUR, DEPTH

RAW = "raw"
IMAGE_TRANSPORTS, DEPTH_TRANSPORTS = (RAW, COLOUR), (RAW, DEPTH)
IMAGE_WORDS = ("form in which the camera's images are heard: raw, or compressed (JPEG or PNG on the topic's name with "
               "/compressed)")  # fmt: skip
DEPTH_WORDS = ("form in which depth is heard: raw, or compressedDepth (PNG of 16 bits on the topic's name with "
               "/compressedDepth)")  # fmt: skip
#: topic: its parameter, the forms
FORMS = {"image": ("image_transport", IMAGE_TRANSPORTS), "depth/image": ("depth_transport", DEPTH_TRANSPORTS)}


def image_topic(node: Node, topic: str, transport: str) -> tuple[type, str]:
    """Return type and name under which a topic comes; the remapping of the base name carries over."""
    if transport == RAW:
        return Image, topic
    return CompressedImage, f"{node.resolve_topic_name(topic)}/{transport}"


def subscribe_images(
    node: Node, diagnostics: Diagnostics, topic: str, transport: str, callback: Callable[[Any], None], max_age_s: float
) -> "Subscription[Any]":
    """Hear `topic` in the form `transport`, and watch it under the task "topic <name>" whatever its form."""
    kind, name = image_topic(node, topic, transport)
    subscription, report = watched_subscription(node, kind, name, callback, SENSOR, StreamLimits(max_age_s=max_age_s))
    diagnostics.add(f"topic {topic}", report)
    return subscription


def declared_transport(node: Node, topic: str) -> str:
    """Declare a topic's parameter on a node that has no parameter dataclass, and return what was chosen.

    Raises:
        InputError: INPUT_PARAMETER for a form that there is not.
    """
    name, legal = FORMS[topic]
    chosen = node.declare_parameter(name, RAW, ParameterDescriptor(dynamic_typing=True)).value
    if chosen not in legal:
        raise InputError(ErrorCode.INPUT_PARAMETER, f"parameter '{name}' is {str(chosen)[:80]!r}, must be one of "
                         f"{', '.join(map(repr, legal))}", f"-p {name}:={legal[1]}")
    return str(chosen)
