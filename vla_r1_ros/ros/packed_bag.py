# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""A bag in which images are packed as image_transport packs them: a sixth of the bytes, and any ROS tool shows them."""

from dataclasses import dataclass, field, replace

import numpy as np
from rclpy.serialization import deserialize_message, serialize_message
from sensor_msgs.msg import CompressedImage, Image

from vla_r1_ros.core.buffers import image_rows
from vla_r1_ros.core.errors import ErrorCode, InputError
from vla_r1_ros.core.image import ENCODINGS
from vla_r1_ros.ros.bag_writer import BagTopic, BagWriter
from vla_r1_ros.ros.convert import image_from_msg
from vla_r1_ros.ros.schemas import schema_text, type_hash
from vla_r1_ros.vla.compressed import COLOUR, DEPTH, pack_depth, pack_image

IMAGE, COMPRESSED = "sensor_msgs/msg/Image", "sensor_msgs/msg/CompressedImage"
_DEPTHS = {"16UC1": "u2", "32FC1": "f4"}


@dataclass
class PackedBagWriter(BagWriter):
    """Writes colour of topic T as JPEG to T/compressed, depth as PNG to T/compressedDepth; what has another encoding,
    or is broken, as it came, to T."""

    jpeg_quality: int = 90
    _images: dict[str, BagTopic] = field(default_factory=dict, init=False)

    def add_topic(self, topic: BagTopic) -> None:
        """Announce a topic; under which name images come is known with the first of them."""
        if topic.type_name == IMAGE:
            self._images[topic.name] = topic
        else:
            super().add_topic(topic)

    def write(self, topic: str, received_ns: int, published_ns: int, data: bytes) -> None:
        """Append a message, packed where it is an image."""
        if topic in self._images:
            topic, data = self._packed(self._images[topic], data)
        super().write(topic, received_ns, published_ns, data)

    def _packed(self, topic: BagTopic, data: bytes) -> tuple[str, bytes]:
        try:
            message = deserialize_message(data, Image)
            transport, form, packed = self._pack(message)
        except (InputError, RuntimeError):  # RMWError is one; what cannot be unpacked or packed is recorded as it came
            super().add_topic(topic)
            return topic.name, data
        name = f"{topic.name}/{transport}"
        super().add_topic(replace(topic, name=name, type_name=COMPRESSED, schema=schema_text(COMPRESSED),
                                  type_hash=type_hash(COMPRESSED)))  # fmt: skip
        made = CompressedImage(header=message.header, format=form, data=packed)
        return name, bytes(serialize_message(made))

    def _pack(self, message: Image) -> tuple[str, str, bytes]:
        if message.encoding in ENCODINGS:
            return COLOUR, *pack_image(image_from_msg(message), self.jpeg_quality)
        if message.encoding not in _DEPTHS:
            raise InputError(ErrorCode.INPUT_IMAGE_ENCODING, f"{message.encoding} is not packed")
        dtype = np.dtype((">" if message.is_bigendian else "<") + _DEPTHS[message.encoding])
        rows = image_rows(message.data, message.width, message.height, message.step, dtype.itemsize,
                          ErrorCode.INPUT_DEPTH_INVALID, "depth")  # fmt: skip
        depth = np.ascontiguousarray(rows).view(dtype).astype(dtype.newbyteorder("="))
        return DEPTH, *pack_depth(depth)
