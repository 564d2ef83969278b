# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""ShareRobot affordance and trajectory JSON.

Format read off the data set's page (github.com/FlagOpen/ShareRobot, README, "Data Format" and its drawing code): a list
of entries with `instruction`, `meta_data.original_width` and `original_height`, and either `affordance` (an object of
x, y, width, height in pixels, x, y the **top-left** corner) or `points` (pairs of pixels in order of travel). `id` is
the picture's path below the image folder; an `image` key, where there is one, goes before it.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import Any

from vla_r1_ros.core.types import Task
from vla_r1_ros.posttrain.cot.convention import Anchor, Convention, Units
from vla_r1_ros.posttrain.cot.images import file_picture
from vla_r1_ros.posttrain.cot.sample import BadSample, Item, Label, Reason, Sample, entry, instruction
from vla_r1_ros.posttrain.cot.sources.options import SourceOptions, json_entries

CONVENTION = Convention(Units.PIXELS, Anchor.TOP_LEFT)


def items(options: SourceOptions) -> Iterator[Item]:
    """The entries of one of ShareRobot's two files. Raises InputError (INPUT_FILE) for a file that is none."""
    convention = options.convention(CONVENTION)
    for where, value in json_entries(options.data):
        yield Item(where, partial(_samples, value, where, options, convention))


def _samples(value: Any, where: str, options: SourceOptions, convention: Convention) -> list[Sample]:
    text = instruction(entry(value, "instruction"))
    size = _size(value)
    picture = file_picture(options.image_root, _image_name(value))
    label: Label
    if "affordance" in value:
        task = Task.AFFORDANCE
        numbers = [entry(value, "affordance", key) for key in ("x", "y", "width", "height")]
        label = convention.box(numbers, size, options.evidence)
    else:
        task = Task.TRAJECTORY
        label = convention.path(entry(value, "points"), size, options.evidence)
    return [Sample("sharerobot", where, task, text, label, picture, size)]


def _size(value: Any) -> tuple[int, int]:
    width, height = (entry(value, "meta_data", f"original_{side}") for side in ("width", "height"))
    if not all(isinstance(side, int) and not isinstance(side, bool) and side > 0 for side in (width, height)):
        raise BadSample(Reason.MALFORMED, f"the picture's size is {width!r} x {height!r}")
    return int(width), int(height)


def _image_name(value: Any) -> str:
    name = value["image"] if "image" in value else entry(value, "id")
    if not isinstance(name, str):
        raise BadSample(Reason.MALFORMED, f"neither image nor id is the path of a picture: {name!r}")
    return name
