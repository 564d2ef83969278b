# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""VAIT, the vision-action instruction tuning set of LLARVA (Niu et al., CoRL 2024).

Format read off LLARVA's page (github.com/Dantong88/LLARVA, docs/DATASET.md) and off the scripts that made the set
(github.com/Dantong88/LLaRVA_new, process_dataset/large_scale_training): a list of `id`, `image`, and `conversations` in
the form of LLaVA. The human turn says `The task is "..."`; the answer holds `The trajectory: [[x, y], ...]`, whole
pixels of the picture, from the frame on to the end of the episode. The size is not in the file: pictures are opened.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from functools import partial
from typing import Any

from vla_r1_ros.core.types import Task
from vla_r1_ros.posttrain.cot.convention import Convention, Units
from vla_r1_ros.posttrain.cot.images import file_picture, load
from vla_r1_ros.posttrain.cot.sample import BadSample, Item, Reason, Sample, entry, instruction, turn
from vla_r1_ros.posttrain.cot.sources.options import SourceOptions, json_entries

CONVENTION = Convention(Units.PIXELS)
_TASK = re.compile(r'task is\s+(?:"([^"]+)"|(.+?),\s*and the previous)', re.IGNORECASE | re.DOTALL)
_PATH = re.compile(r"(?:trajectory|visual trace)\D{0,60}?(\[\s*\[.*?\]\s*\])", re.IGNORECASE | re.DOTALL)


def items(options: SourceOptions) -> Iterator[Item]:
    """The entries of one annotation file. Raises InputError (INPUT_FILE) for a file that is none."""
    convention = options.convention(CONVENTION)
    for where, value in json_entries(options.data):
        yield Item(where, partial(_samples, value, where, options, convention))


def _samples(value: Any, where: str, options: SourceOptions, convention: Convention) -> list[Sample]:
    asked, answered = turn(value, "human"), turn(value, "gpt")
    task = _TASK.search(asked)
    if task is None:
        raise BadSample(Reason.MALFORMED, f"no task in {asked[:80]!r}")
    text = instruction(task[1] or task[2])
    name = entry(value, "image")
    if not isinstance(name, str):
        raise BadSample(Reason.MALFORMED, f"image is {name!r}, not a path")
    picture = file_picture(options.image_root, name)
    points = _points(answered)
    loaded = load(picture)
    size = (loaded.width_px, loaded.height_px)
    label = convention.path(points, size, options.evidence)
    return [Sample("vait", where, Task.TRAJECTORY, text, label, picture, size)]


def _points(answer: str) -> Any:
    found = _PATH.search(answer)
    if found is None:
        raise BadSample(Reason.MALFORMED, f"no trajectory in {answer[:80]!r}")
    try:
        return json.loads(found[1])
    except ValueError:
        raise BadSample(Reason.MALFORMED, f"the trajectory {found[1][:60]!r} is no list of points") from None
