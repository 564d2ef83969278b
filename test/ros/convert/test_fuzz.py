# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""R2: 2,000 malformed messages of each kind give a typed error or a sane value, never another exception."""

import random
import tracemalloc
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

pytest.importorskip("rclpy")

from rclpy.serialization import deserialize_message, serialize_message
from sensor_msgs.msg import CameraInfo, CompressedImage, Image

from vla_r1_ros.core.errors import VlaError
from vla_r1_ros.core.report import StatusReport
from vla_r1_ros.core.types import Box, CameraModel, Grasp, JointTrajectory, OrientedBox, Target
from vla_r1_ros.ros import convert
from vla_r1_ros.vla.compressed import pack_depth, pack_image

COUNT = 2000
FLOATS = [float("nan"), float("inf"), float("-inf"), 0.0, -0.0, -1.0, 1e308, -1e308, 1e-320, 1.5, 1e9]
UINTS = [0, 1, 2, 3, 7, 255, 256, 65535, 2**31, 2**32 - 1]
INTS = [0, -1, 1, 2**31 - 1, -(2**31)]
TEXTS = ["", "rgb8", "bgr8", "16UC1", "32FC1", "mono16", "bayer_rggb8", "grasp:", "grasp:nan", "grasp:1:nan", "support",
         "Ä" * 99, "٣"]  # fmt: skip

EYE = np.eye(4)
BOX = OrientedBox(EYE, np.array([0.05, 0.05, 0.05]))
TARGET = Target(BOX, (Grasp(EYE, 0.04, 0.9), Grasp(EYE, 0.01, 0.5, 0.03)), 0.0)
TRAJECTORY = JointTrajectory(("a", "b"), np.array([0.0, 1.0]), np.zeros((2, 2)), np.zeros((2, 2)))
CAMERA = CameraModel(8, 6, np.array([[9.0, 0, 4], [0, 9.0, 3], [0, 0, 1.0]]), np.full(5, 0.01))


def _image() -> Image:
    return convert.image_to_msg(np.zeros((6, 8, 3), np.uint8), 1, "c")


def _depth() -> Image:
    return convert.depth_to_msg(np.ones((6, 8), np.float32), 1, "c", random.choice(["16UC1", "32FC1"]))


def _jpeg() -> CompressedImage:
    form, data = pack_image(np.zeros((6, 8, 3), np.uint8), 80)
    return CompressedImage(format=form, data=_cut(data))


def _packed_depth() -> CompressedImage:
    form, data = pack_depth(np.ones((6, 8), random.choice([np.uint16, np.float32])))
    return CompressedImage(format=form, data=_cut(data))


def _cut(data: bytes) -> bytes:
    """Some of them with one byte changed, some short."""
    at = random.randrange(len(data))
    return random.choice([data, data[:at] + random.randbytes(1) + data[at + 1 :], data[:at]])


def _path() -> Any:
    return convert.path_to_msg(np.full((3, 2), 0.5), 8, 6, 1, "c")


CASES: dict[str, tuple[Callable[[], Any], Callable[[Any], Any]]] = {
    "image": (_image, convert.image_from_msg),
    "depth": (_depth, convert.depth_from_msg),
    "compressed": (_jpeg, convert.image_from_msg),
    "compressed depth": (_packed_depth, convert.depth_from_msg),
    "camera_info": (lambda: convert.camera_to_msg(CAMERA, 1, "c"), convert.camera_from_msg),
    "camera_rect": (
        lambda: convert.camera_to_msg(CAMERA, 1, "c"),
        lambda msg: convert.camera_from_msg(msg, rectified=True),
    ),
    "affordance": (
        lambda: convert.affordance_to_msg(convert.Affordance(1, "c", Box(0.5, 0.5, 0.1, 0.1)), 8, 6),
        lambda msg: convert.affordance_from_msg(msg, 8, 6),
    ),
    "path": (_path, lambda msg: convert.path_from_msg(msg, 8, 6)),
    "tool_path": (lambda: convert.tool_path_to_msg(EYE[None], 1, "b"), convert.tool_path_from_msg),
    "target": (lambda: convert.target_to_msg(TARGET, 1, "b"), convert.target_from_msg),
    "points": (lambda: convert.points_to_msg(np.ones((5, 3)), 1, "b"), convert.points_from_msg),
    "trajectory": (lambda: convert.joint_trajectory_to_msg(TRAJECTORY), convert.joint_trajectory_from_msg),
    "status": (lambda: convert.status_to_msg(StatusReport(1, "n", "a", 0, "look")), convert.status_from_msg),
    "transform": (lambda: convert.transform_to_msg(EYE), convert.transform_from_msg),
    "pose": (lambda: convert.pose_to_msg(EYE), convert.pose_from_msg),
}


def spoil(msg: Any, rng: random.Random) -> None:
    """Change one randomly chosen field, however deep, to something its type can hold."""
    fields = list(msg.get_fields_and_field_types().items())
    name, kind = rng.choice(fields)
    value = getattr(msg, name)
    if hasattr(value, "get_fields_and_field_types"):
        spoil(value, rng)
    elif isinstance(value, list) and value and rng.random() < 0.7:
        item = rng.randrange(len(value))
        if hasattr(value[item], "get_fields_and_field_types"):
            spoil(value[item], rng)
        else:
            value[item] = rng.choice(FLOATS if isinstance(value[item], float) else TEXTS)
    elif isinstance(value, list):
        setattr(msg, name, value * rng.choice([0, 2]))
    elif "sequence<uint8>" in kind:
        setattr(msg, name, rng.randbytes(rng.choice([0, 1, len(value), len(value) + 1, 4096])))
    elif "double" in kind or "float" in kind:
        setattr(msg, name, _spoilt_numbers(value, kind, rng))
    elif kind == "string":
        setattr(msg, name, rng.choice(TEXTS))
    elif kind == "boolean":
        setattr(msg, name, not value)
    elif kind in ("int32", "uint32", "uint8"):
        top = {"uint8": 255, "uint32": 2**32 - 1, "int32": 2**31 - 1}[kind]
        setattr(msg, name, rng.choice([v for v in (INTS if kind == "int32" else UINTS) if v <= top]))


def _spoilt_numbers(value: Any, kind: str, rng: random.Random) -> Any:
    if isinstance(value, float):
        return rng.choice(FLOATS)
    numbers = [float(v) for v in value]
    if "sequence" in kind and rng.random() < 0.4:
        return numbers * 2 if rng.random() < 0.5 else numbers[:-1]
    if numbers:
        numbers[rng.randrange(len(numbers))] = rng.choice(FLOATS)
    return numbers


@pytest.mark.parametrize("kind", CASES)
def test_malformed_messages(kind: str) -> None:
    make, read = CASES[kind]
    rng = random.Random(kind)
    refused = 0
    for _ in range(COUNT):
        msg = make()
        for _ in range(rng.choice([1, 1, 2, 5])):
            spoil(msg, rng)
        arrived = deserialize_message(serialize_message(msg), type(msg))
        try:
            _assert_sane(read(arrived))
        except VlaError as error:
            assert error.message, msg
            refused += 1
    assert refused > COUNT // 20, "the fuzz must reach the checks"


def _assert_sane(value: Any) -> None:
    if isinstance(value, CameraModel):
        assert np.isfinite(value.K).all() and value.K[0, 0] > 0 and value.K[1, 1] > 0
        assert np.isfinite(value.D).all() and value.width_px > 0 and value.height_px > 0
    elif isinstance(value, np.ndarray) and value.dtype == np.float64:
        assert np.isfinite(value).all()


@pytest.mark.parametrize(
    ("name", "value"),
    [("k", [1.0, 2.0]), ("k", None), ("d", ["a"]), ("d", 3), ("p", [1e400] * 12), ("k", [[1.0]])],
)
def test_camera_info_with_wrong_python_types(name: str, value: Any) -> None:
    """Not possible on the wire, but a message made in Python can hold it (rclpy does not check)."""
    msg = CameraInfo(width=8, height=6)
    msg.k = CAMERA.K.ravel().tolist()
    try:
        setattr(msg, name, value)
    except (AssertionError, TypeError, ValueError):
        return  # this rclpy checks its fields
    with pytest.raises(VlaError):
        convert.camera_from_msg(msg, rectified=name == "p")


def test_memory_stays_flat() -> None:
    rng = random.Random(0)

    def some(count: int) -> None:
        for _ in range(count):
            msg = _image()
            spoil(msg, rng)
            try:
                convert.image_from_msg(msg)
            except VlaError:
                continue

    some(500)
    tracemalloc.start()
    try:
        some(200)
        before = tracemalloc.get_traced_memory()[0]
        some(2000)
        after = tracemalloc.get_traced_memory()[0]
    finally:
        tracemalloc.stop()
    assert after - before < 200_000
