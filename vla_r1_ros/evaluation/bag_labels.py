# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""Marks of the looks of a bag that `labels.json` beside it has labels for (the form is in docs/data.md)."""

from collections.abc import Mapping, Set
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from vla_r1_ros.core.errors import ErrorCode, InputError
from vla_r1_ros.core.instruction import split_instruction
from vla_r1_ros.core.metrics import iou, path_metrics
from vla_r1_ros.core.report import FINAL_PHASES, Phase
from vla_r1_ros.core.types import Box, Task
from vla_r1_ros.evaluation.bag_contents import Contents, Line
from vla_r1_ros.evaluation.bag_files import Bag
from vla_r1_ros.evaluation.bag_pictures import picture_stamps
from vla_r1_ros.evaluation.marks import Record, question_key
from vla_r1_ros.evaluation.plain_text import plain
from vla_r1_ros.posttrain.cot.convention import CONTRACT, Evidence
from vla_r1_ros.posttrain.cot.sample import BadSample, Label, Reason, entry
from vla_r1_ros.posttrain.cot.sources.options import json_entries
from vla_r1_ros.posttrain.cot.sources.recording import LABELS
from vla_r1_ros.posttrain.grade import Mark

__all__ = ["Kept", "Label", "kept_labels", "label_records", "labels_of", "labels_path", "mark_answer", "read_label"]

_VLA = "vla_node"
_ASKED = {Task.AFFORDANCE: ("pick", "carry"), Task.TRAJECTORY: ("carry", "reach", "place")}


@dataclass(frozen=True)
class Kept:
    """A label as it stands in the file, and the entry that it comes from."""

    label: Label
    where: str
    entry: Mapping[str, Any]


def label_records(bag: Bag, contents: Contents) -> tuple[Record, ...]:
    """The mark of each labelled look; labels that fit no look are told in `contents.lost`. In a bag without lines of
    the stack each picture that has an answer is one."""
    kept = kept_labels(bag, contents.lost)
    told = any(line.source == _VLA for line in contents.lines)
    pictures = picture_stamps(bag) if kept and not told else frozenset[int]()
    records = []
    for (stamp, task), one in kept.items():
        record = _record(labels_path(bag.path), stamp, task, one, contents, pictures)
        if isinstance(record, str):
            contents.lost.append(f"{one.where}: {record}")
        else:
            records.append(record)
    return tuple(records)


def labels_path(bag: Path) -> Path:
    """Where the labels of a bag (folder, or single file) lie."""
    return bag / LABELS if bag.is_dir() else bag.with_name(f"{bag.name}.{LABELS}")


def labels_of(bag: Bag, lost: list[str]) -> dict[tuple[int, Task], Label]:
    """The labels of :func:`kept_labels`."""
    return {key: one.label for key, one in kept_labels(bag, lost).items()}


def kept_labels(bag: Bag, lost: list[str]) -> dict[tuple[int, Task], Kept]:
    """The labels beside a bag by stamp (ns) and task, the last one of equal ones; what cannot be read is told in
    `lost`."""
    path, found = labels_path(bag.path), dict[tuple[int, Task], Kept]()
    try:
        for where, value in json_entries(path) if path.is_file() else ():
            try:
                stamp, (task, label) = _stamp(value), read_label(value)
                found[stamp, task] = Kept(label, where, value)
            except BadSample as error:
                lost.append(f"{where}: the label cannot be read: {error.message}")
    except InputError as error:
        lost.append(error.message)
    return found


def _stamp(value: Any) -> int:
    stamp = entry(value, "stamp_ns")
    if not isinstance(stamp, int) or isinstance(stamp, bool) or not 0 <= stamp < 1 << 63:
        raise BadSample(Reason.MALFORMED, f"stamp_ns is {plain(stamp, 40)}, no time in ns")
    return stamp


def _record(path: Path, stamp: int, task: Task, kept: Kept, contents: Contents, pictures: Set[int]) -> Record | str:
    """The mark of one label, or why there is none."""
    lines = [line for line in contents.lines if line.stamp_ns == stamp and line.source == _VLA]
    if not lines and stamp in pictures:
        missing = _answer_missing(task, stamp, contents, several=False)
        if missing:
            return f"the picture {stamp} is not marked: {missing}"
        return _marked(path, stamp, task, kept, contents)
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
    return _marked(path, stamp, task, kept, contents, answered=decided is not None)


def _marked(path: Path, stamp: int, task: Task, kept: Kept, contents: Contents, *, answered: bool = True) -> Record:
    found = contents.box(stamp) if task is Task.AFFORDANCE else contents.path(stamp)
    key = question_key(str(stamp), task.value, plain(kept.entry.get("instruction", "")))
    return Record(key, "bags", f"{path.parent}:{stamp}", task, mark_answer(kept.label, found, answered))


def _asked_kind(lines: list[Line]) -> str:
    """The kind of step that an unanswered look was for."""
    words = [line.values["text"] for line in lines if line.values.get("text")]
    try:
        return str(split_instruction(words[-1])[0].kind) if words else ""
    except InputError:
        return ""


def _answer_missing(task: Task, stamp_ns: int, contents: Contents, *, several: bool = True) -> str:
    """Why an answer cannot be marked, empty where it can: what is not in the bag is not taken for "absent". `several`:
    of more than one the last counts."""
    told = contents.boxes if task is Task.AFFORDANCE else contents.drawn
    if stamp_ns not in told:
        topic = "affordance" if task is Task.AFFORDANCE else "trajectory_2d"
        return f"its answer on `{topic}` is not in the bag, or cannot be read"
    if len(told[stamp_ns]) > 1 and not several:
        return "it has several answers"
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
