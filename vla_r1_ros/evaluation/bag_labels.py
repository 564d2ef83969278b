# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""Marks of the looks of a bag that `labels.json` beside it has labels for (the form is in docs/data.md)."""

from pathlib import Path
from typing import Any

from vla_r1_ros.core.errors import ErrorCode, InputError
from vla_r1_ros.core.instruction import split_instruction
from vla_r1_ros.core.metrics import iou, path_metrics
from vla_r1_ros.core.report import FINAL_PHASES, Phase
from vla_r1_ros.core.types import Box, Task
from vla_r1_ros.evaluation.bag_contents import Contents, Line
from vla_r1_ros.evaluation.bag_files import Bag
from vla_r1_ros.evaluation.marks import Record, question_key
from vla_r1_ros.posttrain.cot.convention import CONTRACT, Evidence
from vla_r1_ros.posttrain.cot.sample import BadSample, Label, entry
from vla_r1_ros.posttrain.cot.sources.options import json_entries
from vla_r1_ros.posttrain.cot.sources.recording import LABELS
from vla_r1_ros.posttrain.grade import Mark

__all__ = ["Label", "label_records", "labels_of", "labels_path", "mark_answer", "read_label"]

_VLA = "vla_node"
_ASKED = {Task.AFFORDANCE: ("pick", "carry"), Task.TRAJECTORY: ("carry", "reach", "place")}


def label_records(bag: Bag, contents: Contents) -> tuple[Record, ...]:
    """The mark of each labelled look; labels that fit no look are told in `contents.lost`."""
    path = labels_path(bag.path)
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


def labels_path(bag: Path) -> Path:
    """Where the labels of a bag (folder, or single file) lie."""
    return bag / LABELS if bag.is_dir() else bag.with_name(f"{bag.name}.{LABELS}")


def labels_of(bag: Bag, lost: list[str]) -> dict[tuple[int, Task], Label]:
    """The labels beside a bag by stamp (ns) and task, the last one of equal ones; what cannot be read is told in
    `lost`."""
    path, found = labels_path(bag.path), dict[tuple[int, Task], Label]()
    try:
        for where, value in json_entries(path) if path.is_file() else ():
            try:
                task, label = read_label(value)
                found[int(entry(value, "stamp_ns")), task] = label
            except (BadSample, TypeError, ValueError) as error:
                lost.append(f"{where}: the label cannot be read: {error}")
    except InputError as error:
        lost.append(error.message)
    return found


def _record(path: Path, value: Any, contents: Contents) -> Record | str:
    """The mark of one label, or why there is none."""
    if not isinstance(value, dict) or not isinstance(value.get("stamp_ns"), int):
        return "is no label with stamp_ns"
    stamp = value["stamp_ns"]
    try:
        task, label = read_label(value)
    except BadSample as error:
        return f"the label cannot be read: {error.message}"
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
    return Record(key, "bags", f"{path.parent}:{stamp}", task, mark_answer(label, found, decided is not None))


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
    frame = told[stamp_ns][-1][1]
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


def read_label(value: Any) -> tuple[Task, Label]:
    """What an entry of the label file says; None for a thing that is absent.

    Raises:
        BadSample: it is no label of the contract's form.
    """
    task = Task.AFFORDANCE if "affordance" in value else Task.TRAJECTORY
    said = entry(value, task.value)
    if said is None:
        return task, None
    if task is Task.AFFORDANCE:
        return task, CONTRACT.box([entry(said, key) for key in ("x", "y", "width", "height")], (1, 1), Evidence())
    return task, CONTRACT.path(said, (1, 1), Evidence())


def mark_answer(label: Label, found: Label, answered: bool) -> Mark:
    """The mark of an answer to a labelled question; `answered` where a reply came that parses."""
    said_absent = answered and found is None
    if label is None:
        return Mark(answered, True, said_absent, False)
    if isinstance(label, Box):
        return Mark(answered, False, said_absent, False, iou=iou(found, label) if isinstance(found, Box) else 0.0)
    scores = path_metrics(None if isinstance(found, Box) else found, label)
    return Mark(answered, False, said_absent, False, path=(scores.dfd, scores.hd, scores.rmse, scores.avg))
