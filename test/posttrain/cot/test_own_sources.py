# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""Our simulator's scenes and our recordings as sources."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pytest

from vla_r1_ros.core.errors import ErrorCode, InputError, RecordingError
from vla_r1_ros.core.types import Box, Task
from vla_r1_ros.posttrain.cot.gather import Gathered, gather
from vla_r1_ros.posttrain.cot.images import load_for
from vla_r1_ros.posttrain.cot.sample import Reason
from vla_r1_ros.posttrain.cot.sources.options import SourceOptions
from vla_r1_ros.posttrain.cot.sources.registry import open_source
from vla_r1_ros.posttrain.scenes import MODEL_SIZE, Scene, to_json


def _read(name: str, data: Path, **options: Any) -> Gathered:
    return gather(open_source(name, SourceOptions(data, **options))[0])


def _pixels(data: bytes) -> np.ndarray:
    return np.asarray(cv2.imdecode(np.frombuffer(data, np.uint8), cv2.IMREAD_COLOR))[:, :, ::-1]


def test_scenes_bring_the_simulators_truth(tmp_path: Path, scenes: list[Scene]) -> None:
    images = np.random.default_rng(0).integers(0, 255, (20, MODEL_SIZE[1], MODEL_SIZE[0], 3), dtype=np.uint8)
    np.save(tmp_path / "scenes_000000000.npy", images)
    (tmp_path / "scenes_000000000.json").write_text(json.dumps([to_json(scene) for scene in scenes[:20]]))
    found = _read("scenes", tmp_path, seed=4)
    assert len(found.samples) + len(found.rejected) == 60
    assert {r.reason for r in found.rejected} <= {Reason.DUPLICATE}
    assert {sample.task for sample in found.samples} == set(Task)
    assert 5 < sum(sample.label is None for sample in found.samples) < 40
    first = found.samples[0]
    assert np.array_equal(_pixels(load_for(first).data), images[0])
    boxes = {item.phrase: item.box for item in scenes[0].objects}
    for sample in (s for s in found.samples if s.picture == first.picture and isinstance(s.label, Box)):
        assert isinstance(sample.label, Box)
        _, true = min((sample.text.find(phrase), box) for phrase, box in boxes.items() if phrase in sample.text)
        label = sample.label
        assert np.allclose([label.x, label.y, label.width, label.height], true, atol=0.002)
    assert [s.key for s in _read("scenes", tmp_path, seed=4).samples] == [s.key for s in found.samples]


# -- recordings -------------------------------------------------------------------------------------------------------

COLOUR, OVERLAY, DEPTH = "/camera/color/image_raw", "/vla/overlay", "/camera/depth/image_raw"


def _picture(number: int) -> np.ndarray:
    return np.random.default_rng(number).integers(0, 255, (48, 64, 3), dtype=np.uint8)


def _bag(folder: Path, topics: Sequence[str] = (COLOUR, OVERLAY, DEPTH)) -> Path:
    """A bag as our recorder writes it, with three stamps of each topic; picture 2 has an encoding of depth."""
    pytest.importorskip("rclpy")
    from rclpy.serialization import serialize_message
    from sensor_msgs.msg import Image

    from vla_r1_ros.ros.bag_writer import BagTopic, BagWriter
    from vla_r1_ros.ros.schemas import schema_text, type_hash

    bag = folder / "bag"
    writer = BagWriter(bag, {}, "kilted", "lz4", 1 << 20)
    for topic in topics:
        kind = "sensor_msgs/msg/Image"
        writer.add_topic(BagTopic(topic, kind, schema_text(kind), type_hash(kind)))
        for number in range(3):
            rgb = _picture(number)
            message = Image(height=48, width=64, encoding="rgb8" if number < 2 else "16UC1", step=192)
            message.header.stamp.sec, message.header.stamp.nanosec = 100 + number, 5
            message.data = rgb.tobytes()
            writer.write(topic, 10**9 * number, 10**9 * number, bytes(serialize_message(message)))
    writer.close()
    return bag


def _stamp(number: int) -> int:
    return (100 + number) * 10**9 + 5


def test_recordings_pair_labels_with_pictures_by_stamp(tmp_path: Path) -> None:
    bag = _bag(tmp_path)
    labels = [
        {"stamp_ns": _stamp(1), "instruction": "pick up the cup",
         "affordance": {"x": 0.5, "y": 0.5, "width": 0.25, "height": 0.5}},
        {"stamp_ns": _stamp(0), "instruction": "reach for the cup", "trajectory": [[0.1, 0.2], [0.5, 0.5]]},
        {"stamp_ns": _stamp(0), "instruction": "pick up the dog", "affordance": None},
        {"stamp_ns": _stamp(7), "instruction": "pick up the cup", "affordance": None},
        {"stamp_ns": _stamp(2), "instruction": "pick up the cup", "affordance": None},
        {"stamp_ns": _stamp(0), "instruction": "pick up the cup",
         "affordance": {"x": 32, "y": 24, "width": 16, "height": 24}},
    ]  # fmt: skip
    (bag / "labels.json").write_text(json.dumps(labels))
    found = _read("recording", bag)
    box, path, absent = found.samples
    assert box.label == Box(0.5, 0.5, 0.25, 0.5) and absent.label is None
    assert isinstance(path.label, np.ndarray) and path.label.tolist() == [[0.1, 0.2], [0.5, 0.5]]
    assert np.array_equal(_pixels(load_for(box).data), _picture(1))
    assert np.array_equal(_pixels(load_for(path).data), _picture(0))
    assert [(r.where, r.reason) for r in found.rejected] == [
        ("labels.json#3", Reason.IMAGE_MISSING), ("labels.json#4", Reason.IMAGE_UNREADABLE),
        ("labels.json#5", Reason.PIXEL_VALUES)]  # fmt: skip


def test_recordings_say_what_is_missing(tmp_path: Path) -> None:
    bag = _bag(tmp_path, (COLOUR, "/other/image_raw"))
    labels = tmp_path / "elsewhere.json"
    labels.write_text(json.dumps([{"stamp_ns": _stamp(0), "instruction": "pick up the dog", "affordance": None}]))
    with pytest.raises(InputError, match="name one with --topic") as unclear:
        _read("recording", labels, images=bag)
    assert unclear.value.code is ErrorCode.INPUT_PARAMETER
    assert len(_read("recording", labels, images=bag, topic=COLOUR).samples) == 1
    with pytest.raises(InputError, match="'/none'"):
        _read("recording", labels, images=bag, topic="/none")
    with pytest.raises(RecordingError) as damaged:
        _read("recording", labels)  # its folder is no bag
    assert damaged.value.code is ErrorCode.BAG_DAMAGED
    mcap = next(bag.glob("*.mcap"))
    mcap.write_bytes(mcap.read_bytes()[:3000])
    with pytest.raises(RecordingError):
        _read("recording", labels, images=bag, topic=COLOUR)
