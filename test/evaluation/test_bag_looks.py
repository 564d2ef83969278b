# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""Which answer, and which picture, is a look's: by time of receipt where stamps come again, by content of images."""

from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("rclpy")

from rclpy.serialization import serialize_message
from sensor_msgs.msg import CameraInfo, CompressedImage, Image
from vision_msgs.msg import Detection2DArray

from vla_r1_ros.evaluation.bag_depth import IMAGE, ImageTopics, is_depth
from vla_r1_ros.evaluation.bag_pictures import read_seen
from vla_r1_ros.evaluation.bag_read import Raw
from vla_r1_ros.evaluation.look_read import look_key, read_looks

from .bags import Item, items, plain_items, result, stamped, type_name, write


def again(change: Any = None) -> list[Item]:
    """The second of two attempts of one stamp."""
    found = list(items("a-2", good=True, begin=20.0))
    for _, topic, message in found:
        if change is not None and isinstance(message, Detection2DArray):
            change(message)
        if change is None and topic == "/cell/trajectory_2d":
            message.poses = []
        if change is None and isinstance(message, Detection2DArray):
            message.detections = []
    return found


def answers(bag: Path) -> list[tuple[float | None, bool, bool]]:
    looks = [look for attempt in result(bag).attempts for look in attempt.story.looks]
    return [(look.box and round(look.box.x, 3), look.path is not None, look.absent) for look in looks]


def test_each_attempt_has_its_own_answer_at_the_same_stamp(tmp_path: Path) -> None:
    def left(message: Detection2DArray) -> None:
        message.detections[0].bbox.center.position.x = 64.0

    first = list(items("a-1", good=True))
    assert answers(write(tmp_path / "moved", [*first, *again(left)])) == [(0.5, True, False), (0.1, True, False)]
    assert answers(write(tmp_path / "gone", [*first, *again()])) == [(0.5, True, False), (None, False, True)]


def test_an_answer_that_is_lost_is_not_the_next_attempts(tmp_path: Path) -> None:
    first = [item for item in items("a-1", good=True) if not isinstance(item[2], Detection2DArray)]
    assert answers(write(tmp_path / "bag", [*first, *again()])) == [(None, True, False), (None, False, True)]
    second = [item for item in again(lambda _: None) if not isinstance(item[2], Detection2DArray)]
    turned = write(tmp_path / "turned", [*items("a-1", good=True), *second])
    assert answers(turned) == [(0.5, True, False), (None, True, False)]


def test_the_answer_stays_where_the_first_lines_of_its_look_are_lost(tmp_path: Path) -> None:
    def left(message: Detection2DArray) -> None:
        message.detections[0].bbox.center.position.x = 64.0

    cut = [item for item in again(left) if not (item[1] == "/cell/status" and item[0] < 21.0)]
    folder = write(tmp_path / "bag", [*items("a-1", good=True), *cut])
    assert answers(folder) == [(0.5, True, False), (0.1, True, False)]


def renamed(told: list[Item], **names: str) -> list[Item]:
    return [(at, names.get(topic.rpartition("/")[2], topic), message) for at, topic, message in told]


def depth_items(space: str, encoding: str = "16UC1", size: tuple[int, int] = (64, 48)) -> list[Item]:
    """Depth of the look with its camera_info, in the frame of the pictures but of another size."""
    width, height = size
    image = Image(height=height, width=width, encoding=encoding, step=4 * width, data=bytes(4 * width * height))
    return [(0.05, f"{space}/near", stamped(image, 7, "cam")),
            (0.0, f"{space}/camera_info", stamped(CameraInfo(width=width, height=height), 7, "cam"))]  # fmt: skip


def test_a_colour_camera_may_be_called_depth(tmp_path: Path) -> None:
    told = renamed(plain_items(), image="/depth_camera/image_raw", camera_info="/depth_camera/camera_info")
    found = result(write(tmp_path / "bag", told))
    (look,) = found.attempts[0].story.looks
    assert look.box is not None and look.box.x == 0.5
    data, decode = read_looks(found.bag, [look])
    seen = data[look_key(look)]
    picture = seen.picture(decode)
    assert picture is not None and picture.shape == (480, 640, 3) and seen.info is not None and seen.depth is None
    assert read_seen(found.bag, [look], 200).picture(look) is not None


@pytest.mark.parametrize("encoding", ["16UC1", "32FC1"])
def test_depth_need_not_be_called_so(tmp_path: Path, encoding: str) -> None:
    told = sorted([*plain_items(), *depth_items("/range", encoding)], key=lambda item: item[0])
    found = result(write(tmp_path / "bag", told))
    (look,) = found.attempts[0].story.looks
    assert look.box is not None and look.box.x == 0.5, "shares of the picture, not of the depth image"
    seen = read_looks(found.bag, [look])[0][look_key(look)]
    assert seen.depth is not None and seen.depth.topic == "/range/near"
    assert seen.depth_info is not None and seen.depth_info.topic == "/range/camera_info"
    assert seen.image is not None and seen.image.topic == "/cell/image"
    assert seen.info is not None and seen.info.topic == "/cell/camera_info"
    colour = read_looks(found.bag, [look], measured=False)[0][look_key(look)]
    assert colour.depth is None and colour.image is not None
    shown = read_seen(found.bag, [look], 200).picture(look)
    assert shown is not None and (shown.width_px, shown.height_px) == (200, 150)


def raw(message: Any, topic: str = "/a/image") -> Raw:
    return Raw(topic, type_name(message), 0, serialize_message(message))


def test_what_an_image_holds_tells_whether_it_is_depth() -> None:
    for frame in ("", "c", "cam", "camera_optical_frame"):
        for message, expected in ((Image(encoding="16UC1"), True), (Image(encoding="32FC1"), True),
                                  (Image(encoding="rgb8"), False), (Image(), False),
                                  (CompressedImage(format="16UC1; compressedDepth png"), True),
                                  (CompressedImage(format="16UC1; png compressed "), True),
                                  (CompressedImage(format="rgb8; jpeg compressed bgr8"), False),
                                  (CompressedImage(format="jpeg"), False)):  # fmt: skip
            assert is_depth(raw(stamped(message, 7, frame))) is expected, (frame, message)
    assert not is_depth(Raw("/a", IMAGE, 0, b"")) and not is_depth(Raw("/a", IMAGE, 0, b"\0\1\0\0" + b"\xff" * 16))


def test_whose_camera_info_it_is() -> None:
    topics = ImageTopics()
    for topic, message in (("/a/depth/image_raw", Image(encoding="rgb8")), ("/b/image", Image(encoding="16UC1")),
                           ("/c/near", Image(encoding="16UC1")), ("/c/image", Image(encoding="rgb8")),
                           ("/d/near/compressedDepth", CompressedImage(format="16UC1; compressedDepth"))):  # fmt: skip
        topics.take(raw(message, topic))
    said = {space: topics.is_depth_info(f"/{space}/camera_info") for space in ("a/depth", "b", "c", "d", "e", "depth")}
    assert said == {"a/depth": False, "b": True, "c": False, "d": True, "e": False, "depth": True}
