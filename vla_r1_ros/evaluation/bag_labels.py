# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""Marks of the looks of a bag that `labels.json` beside it has labels for (the form is in docs/data.md)."""

from pathlib import Path
from typing import Any

from vla_r1_ros.core.errors import InputError
from vla_r1_ros.core.metrics import iou, path_metrics
from vla_r1_ros.core.types import Box, FloatArray, Task
from vla_r1_ros.evaluation.bag_contents import Contents
from vla_r1_ros.evaluation.bag_read import Bag
from vla_r1_ros.evaluation.marks import Record, question_key
from vla_r1_ros.posttrain.cot.convention import CONTRACT, Evidence
from vla_r1_ros.posttrain.cot.sample import BadSample, entry
from vla_r1_ros.posttrain.cot.sources.options import json_entries
from vla_r1_ros.posttrain.cot.sources.recording import LABELS
from vla_r1_ros.posttrain.grade import Mark

_ASKED = {Task.AFFORDANCE: ("pick", "carry"), Task.TRAJECTORY: ("carry", "reach", "place")}


def label_records(bag: Bag, contents: Contents) -> tuple[Record, ...]:
    """The mark of each labelled look; labels that fit no look are told in `contents.lost`."""
    path = bag.path / LABELS if bag.path.is_dir() else bag.path.with_name(f"{bag.path.name}.{LABELS}")
    if not path.is_file():
        return ()
    records = []
    try:
        for where, value in json_entries(path):
            record = _record(path, value, contents)
            if isinstance(record, str):
                contents.lost.append(f"{where}: {record}")
            else:
                records.append(record)
    except InputError as error:
        contents.lost.append(error.message)
    return tuple(records)


def _record(path: Path, value: Any, contents: Contents) -> Record | str:
    """The mark of one label, or why there is none."""
    if not isinstance(value, dict) or not isinstance(value.get("stamp_ns"), int):
        return "is no label with stamp_ns"
    stamp = value["stamp_ns"]
    task = Task.AFFORDANCE if "affordance" in value else Task.TRAJECTORY
    if task.value not in value:
        return "has neither affordance nor trajectory"
    try:
        label = _label(task, value[task.value], next(iter(contents.cameras.values()), (1, 1)))
    except BadSample as error:
        return f"the label cannot be read: {error}"
    lines = [line for line in contents.lines if line.stamp_ns == stamp and line.source == "vla_node"]
    decided = next((line for line in lines if line.stage == "decided"), None)
    if not lines:
        return f"no look of the bag has the stamp {stamp}"
    if decided is not None and decided.values.get("kind") not in _ASKED[task]:
        return f"the look {stamp} was not asked for {task.value}"
    if decided is not None and not contents.cameras:
        return "the size of the picture is not known: no camera_info in the bag"
    found = contents.box(stamp) if task is Task.AFFORDANCE else contents.path(stamp)
    key = question_key(str(stamp), task.value, str(value.get("instruction", "")))
    return Record(key, "bags", f"{path.parent}:{stamp}", task, _mark(label, found, decided is not None))


def _label(task: Task, value: Any, size_px: tuple[int, int]) -> Box | FloatArray | None:
    if value is None:
        return None
    if task is Task.AFFORDANCE:
        return CONTRACT.box([entry(value, key) for key in ("x", "y", "width", "height")], size_px, Evidence())
    return CONTRACT.path(value, size_px, Evidence())


def _mark(label: Box | FloatArray | None, found: Box | FloatArray | None, answered: bool) -> Mark:
    said_absent = answered and found is None
    if label is None:
        return Mark(answered, True, said_absent, False)
    if isinstance(label, Box):
        return Mark(answered, False, said_absent, False, iou=iou(found, label) if isinstance(found, Box) else 0.0)
    scores = path_metrics(None if isinstance(found, Box) else found, label)
    return Mark(answered, False, said_absent, False, path=(scores.dfd, scores.hd, scores.rmse, scores.avg))
