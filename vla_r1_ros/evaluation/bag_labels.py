# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""Marks of the looks of a bag that `labels.json` beside it has labels for (the form is in docs/data.md)."""

from pathlib import Path
from typing import Any

from vla_r1_ros.core.errors import ErrorCode, InputError
from vla_r1_ros.core.instruction import split_instruction
from vla_r1_ros.core.metrics import iou, path_metrics
from vla_r1_ros.core.report import FINAL_PHASES, Phase
from vla_r1_ros.core.types import Box, FloatArray, Task
from vla_r1_ros.evaluation.bag_contents import Contents, Line
from vla_r1_ros.evaluation.bag_files import Bag
from vla_r1_ros.evaluation.marks import Record, question_key
from vla_r1_ros.posttrain.cot.convention import CONTRACT, Evidence
from vla_r1_ros.posttrain.cot.sample import BadSample, entry
from vla_r1_ros.posttrain.cot.sources.options import json_entries
from vla_r1_ros.posttrain.cot.sources.recording import LABELS
from vla_r1_ros.posttrain.grade import Mark

_VLA = "vla_node"
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
    lines = [line for line in contents.lines if line.stamp_ns == stamp and line.source == _VLA]
    if not lines:
        return f"no look of the bag has the stamp {stamp}"
    if len({line.values["attempt"] for line in lines}) > 1:
        return f"looks of several attempts have the stamp {stamp}: was the simulator started anew?"
    decided = next((line for line in lines if line.stage == Phase.DECIDED), None)
    if (decided.values.get("kind") if decided is not None else _asked_kind(lines)) not in _ASKED[task]:
        return f"the look {stamp} was not asked for {task.value}"
    missing = _answer_missing(task, stamp, contents) if decided is not None else _no_reply(lines[-1], contents.lines)
    if missing:
        return f"the look {stamp} is not marked: {missing}"
    found = contents.box(stamp) if task is Task.AFFORDANCE else contents.path(stamp)
    key = question_key(str(stamp), task.value, str(value.get("instruction", "")))
    return Record(key, "bags", f"{path.parent}:{stamp}", task, _mark(label, found, decided is not None))


def _asked_kind(lines: list[Line]) -> str:
    """The kind of step that an unanswered look was for."""
    words = [line.values["text"] for line in lines if line.values.get("text")]
    try:
        return str(split_instruction(words[-1])[0].kind) if words else ""
    except InputError:
        return ""


def _answer_missing(task: Task, stamp_ns: int, contents: Contents) -> str:
    """Why an answer cannot be marked, empty where it can: what is not in the bag is not taken for "absent"."""
    told = contents.boxes if task is Task.AFFORDANCE else contents.drawn
    if stamp_ns not in told:
        topic = "affordance" if task is Task.AFFORDANCE else "trajectory_2d"
        return f"its answer on `{topic}` is not in the bag, or cannot be read"
    frame = told[stamp_ns][0]
    if frame not in contents.cameras:
        return f"the size of its picture is not known: the bag has no camera_info of the frame '{frame}'"
    return ""


def _no_reply(look: Line, lines: list[Line]) -> str:
    """Why a look without an answer does not count as a reply that does not parse, empty where it does."""
    after = [line for line in lines[lines.index(look) + 1 :] if line.values["attempt"] == look.values["attempt"]]
    end = next((line for line in after if line.stage == Phase.RETRY or line.stage in FINAL_PHASES), None)
    if end is None:
        return "its answer is not in the bag"
    code = end.number("code")
    parsed = code is None or not 300 <= code < 400 or code == ErrorCode.REPLY_DISAGREEMENT
    return f"it ended with {end.values.get('code_name', code)}" if parsed else ""


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
