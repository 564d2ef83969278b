# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""Images that are packed while they are recorded."""

from pathlib import Path

import numpy as np
import pytest
from mcap.reader import make_reader
from rclpy.serialization import deserialize_message, serialize_message
from sensor_msgs.msg import CompressedImage, Image
from std_msgs.msg import String

from vla_r1_ros.ros.bag_writer import BagTopic
from vla_r1_ros.ros.convert import depth_to_msg, image_to_msg
from vla_r1_ros.ros.packed_bag import COMPRESSED, IMAGE, PackedBagWriter
from vla_r1_ros.ros.schemas import schema_text, type_hash
from vla_r1_ros.vla.compressed import unpack_depth, unpack_image

ROWS, COLUMNS = np.mgrid[:120, :160]
RGB = np.stack([ROWS, COLUMNS, ROWS + COLUMNS], axis=2).astype(np.uint8)
DEPTH = (0.5 + ROWS * 0.003 + COLUMNS * 0.001).astype(np.float32)


def packed(folder: Path, *messages: Image | String | bytes) -> list[tuple[str, str, bytes]]:
    """Topic, type and bytes of what the bag has of messages of the topic /t."""
    kind = "std_msgs/msg/String" if isinstance(messages[0], String) else IMAGE
    writer = PackedBagWriter(folder / "bag", {}, "jazzy")
    writer.add_topic(BagTopic("/t", kind, schema_text(kind), type_hash(kind)))
    for count, message in enumerate(messages):
        data = message if isinstance(message, bytes) else bytes(serialize_message(message))
        writer.write("/t", 1000 + count, 900 + count, data)
    writer.close()
    with (folder / "bag" / "bag_0.mcap").open("rb") as file:
        return [(channel.topic, schema.name if schema is not None else "", message.data)
                for schema, channel, message in make_reader(file).iter_messages()]  # fmt: skip


def test_colour_is_a_jpeg(tmp_path: Path) -> None:
    image = image_to_msg(RGB, 5_000_000_007, "camera")
    ((topic, kind, data),) = packed(tmp_path, image)
    assert (topic, kind) == ("/t/compressed", COMPRESSED)
    found = deserialize_message(data, CompressedImage)
    assert found.header == image.header and found.format == "rgb8; jpeg compressed bgr8"
    assert np.abs(unpack_image(bytes(found.data)).astype(int) - RGB).mean() < 2.0
    assert len(data) < 0.2 * len(serialize_message(image))


@pytest.mark.parametrize(("encoding", "within_m"), [("16UC1", 0.00051), ("32FC1", 0.0002)])
def test_depth_is_a_png(tmp_path: Path, encoding: str, within_m: float) -> None:
    image = depth_to_msg(DEPTH, 5_000_000_007, "camera", encoding)
    ((topic, kind, data),) = packed(tmp_path, image)
    assert (topic, kind) == ("/t/compressedDepth", COMPRESSED)
    found = deserialize_message(data, CompressedImage)
    depth = unpack_depth(bytes(found.data), found.format) * (0.001 if encoding == "16UC1" else 1.0)
    assert found.header == image.header and np.abs(depth - DEPTH).max() < within_m


def test_what_cannot_be_packed_is_recorded_as_it_came(tmp_path: Path) -> None:
    bayer = Image(height=2, width=4, step=4, encoding="bayer_rggb8", data=bytes(8))
    short = Image(height=20, width=40, step=120, encoding="rgb8", data=bytes(8))
    found = packed(tmp_path, bayer, image_to_msg(RGB, 1, "camera"), short, b"\0\1\0\0 no image")
    assert [(topic, kind) for topic, kind, _ in found] == [
        ("/t", IMAGE), ("/t/compressed", COMPRESSED), ("/t", IMAGE), ("/t", IMAGE)]  # fmt: skip
    assert deserialize_message(found[0][2], Image) == bayer
    assert found[3][2] == b"\0\1\0\0 no image"


def test_other_messages_are_untouched(tmp_path: Path) -> None:
    assert packed(tmp_path, String(data="words")) == [
        ("/t", "std_msgs/msg/String", bytes(serialize_message(String(data="words"))))]  # fmt: skip
