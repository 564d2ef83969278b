# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""Our recordings: pictures from a rosbag2 folder, labels from a JSON file beside them.

The file is a list of `{"stamp_ns": header stamp of the picture, "instruction": words}` with `"affordance"` (an object
of x, y, width, height) or `"trajectory"` (a list of points); `null` says that the thing is absent. Coordinates are the
contract's unless said otherwise. It is `labels.json` in the bag's folder, or any file: then the bag is its folder, or
the one that --images names.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any

from vla_r1_ros.core.errors import ErrorCode, InputError, RecordingError
from vla_r1_ros.core.image import decode_image
from vla_r1_ros.core.types import Task
from vla_r1_ros.posttrain.cot.convention import CONTRACT, Convention
from vla_r1_ros.posttrain.cot.images import png_bytes
from vla_r1_ros.posttrain.cot.sample import BadSample, Item, Label, Picture, Reason, Sample, entry, instruction
from vla_r1_ros.posttrain.cot.sources.options import SourceOptions, json_entries

CONVENTION = CONTRACT
LABELS = "labels.json"
_TYPE = "sensor_msgs/msg/Image"
Pictures = dict[int, tuple[bytes, tuple[int, int]] | BadSample]


def items(options: SourceOptions) -> Iterator[Item]:
    """The entries of the label file.

    Raises:
        InputError: INPUT_FILE for a label file that is none, INPUT_PARAMETER where the topic is not clear.
        RecordingError: BAG_DAMAGED where the bag cannot be read.
    """
    file = options.data / LABELS if options.data.is_dir() else options.data
    entries = list(json_entries(file))
    stamps = {value.get("stamp_ns") for _, value in entries if isinstance(value, dict)}
    pictures = read_pictures(options.images or file.parent, options.topic, stamps)
    convention = options.convention(CONVENTION)
    for where, value in entries:
        yield Item(where, partial(_samples, value, where, options, convention, pictures))


def _samples(value: Any, where: str, options: SourceOptions, convention: Convention,
             pictures: Pictures) -> list[Sample]:
    text, stamp = instruction(entry(value, "instruction")), entry(value, "stamp_ns")
    found = pictures.get(stamp) if isinstance(stamp, int) else None
    if found is None:
        raise BadSample(Reason.IMAGE_MISSING, f"the bag has no picture with the stamp {stamp!r}")
    if isinstance(found, BadSample):
        raise found
    data, size = found
    label: Label = None
    if "affordance" in value:
        task, box = Task.AFFORDANCE, value["affordance"]
        if box is not None:
            label = convention.box([entry(box, key) for key in ("x", "y", "width", "height")], size, options.evidence)
    else:
        task, points = Task.TRAJECTORY, entry(value, "trajectory")
        if points is not None:
            label = convention.path(points, size, options.evidence)
    return [Sample("recording", where, task, text, label, Picture(f"{stamp}", lambda: data), size)]


def read_pictures(bag: Path, topic: str, stamps: set[Any]) -> Pictures:
    """The pictures with these header stamps (ns) as PNG with their size, by stamp; one pass over the bag.

    Args:
        topic: of the pictures; where empty, the only one that is called `.../image...` and not of depth.
    """
    from rosbags.highlevel import AnyReader, AnyReaderError
    from rosbags.typesys import Stores, get_typestore

    found: Pictures = {}
    try:
        with AnyReader([bag], default_typestore=get_typestore(Stores.ROS2_JAZZY)) as reader:
            name = topic or _only_topic(reader.connections)
            chosen = [c for c in reader.connections if c.topic == name and c.msgtype == _TYPE]
            if not chosen:
                raise InputError(ErrorCode.INPUT_PARAMETER, f"{bag} has no {_TYPE} on '{name}'", "see --topic")
            for connection, _, raw in reader.messages(connections=chosen):
                message: Any = reader.deserialize(raw, connection.msgtype)
                stamp = message.header.stamp.sec * 1_000_000_000 + message.header.stamp.nanosec
                if stamp in stamps:
                    found[stamp] = _picture(message)
    except (AnyReaderError, OSError) as error:
        raise RecordingError(ErrorCode.BAG_DAMAGED, f"{bag}: {error}", "give the bag's folder with --images") from None
    return found


def _only_topic(connections: Any) -> str:
    topics = {c.topic for c in connections if c.msgtype == _TYPE and "depth" not in c.topic}
    names = sorted(name for name in topics if name.rpartition("/")[2].startswith("image"))
    if len(names) != 1:
        raise InputError(ErrorCode.INPUT_PARAMETER, f"the bag has pictures on {names or 'no topic'}",
                         "name one with --topic")
    return str(names[0])


def _picture(message: Any) -> tuple[bytes, tuple[int, int]] | BadSample:
    try:
        image = decode_image(message.data, message.encoding, message.width, message.height, message.step,
                             message.is_bigendian)
    except InputError as error:
        return BadSample(Reason.IMAGE_UNREADABLE, error.message)
    return png_bytes(image), (int(message.width), int(message.height))
