# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""Labels beside a bag, written entry by entry: what a person says that the model should have answered."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from vla_r1_ros.core.errors import ErrorCode, InputError
from vla_r1_ros.core.types import Task
from vla_r1_ros.evaluation.bag_labels import Label, labels_path, read_label
from vla_r1_ros.evaluation.replay import label_json
from vla_r1_ros.evaluation.result_file import write_whole
from vla_r1_ros.evaluation.verdicts import now
from vla_r1_ros.posttrain.cot.sources.options import read_json


def read_entries(bag: Path) -> list[Any]:
    """The entries of a bag's label file, none where there is no file.

    Raises:
        InputError: INPUT_FILE where it cannot be read, or is no JSON list.
    """
    path = labels_path(bag)
    if not path.is_file():
        return []
    entries = read_json(path)
    if not isinstance(entries, list):
        raise InputError(ErrorCode.INPUT_FILE, f"{path} is not a JSON list", "move the damaged file away")
    return entries


def add_label(bag: Path, stamp_ns: int, text: str, task: Task, label: Label, by: str) -> Path:
    """Keep a label of a look; it takes the place of an earlier one of the same look and task, others stay as they are.

    Args:
        text: what the model was asked. label: None for a thing that is not there.
        by: who says so.

    Returns:
        Where the labels lie.

    Raises:
        BadSample: the label is none of the contract's. InputError: the file cannot be read, or not be written.
    """
    new = {"stamp_ns": stamp_ns, "instruction": text, task.value: label_json(label), "by": by, "when": now()}
    read_label(new)
    kept = [entry for entry in read_entries(bag) if not _same(entry, stamp_ns, task)]
    path = labels_path(bag)
    write_whole(path, json.dumps([*kept, new], indent=1, ensure_ascii=False) + "\n", "folder")
    return path


def _same(entry: Any, stamp_ns: int, task: Task) -> bool:
    return isinstance(entry, dict) and entry.get("stamp_ns") == stamp_ns and task.value in entry
