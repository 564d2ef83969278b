# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""The mark of each question, by the question's key, so that runs can be compared question by question."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from vla_r1_ros.core.errors import ErrorCode, InputError
from vla_r1_ros.core.types import Task
from vla_r1_ros.posttrain.grade import Mark

COLUMNS = ("key", "set", "picture", "task", "parsed", "absent", "said_absent", "truthful", "iou", "dfd", "hd", "rmse",
           "score")
_DECIMALS = 5


@dataclass(frozen=True)
class Record:
    """One question's mark.

    Args:
        key: the same for the same question about the same picture with the same label, in every run.
        set: name of the set.
        picture: what is drawn together in a bootstrap.
        truthful: whether the think text is true of the scene; None where nobody knows.
        score: agreement of sampled answers in [0, 1]; None where one answer was asked for.
    """

    key: str
    set: str
    picture: str
    task: Task
    mark: Mark
    truthful: bool | None = None
    score: float | None = None


def question_key(*parts: str) -> str:
    """Sixteen hex digits of what is asked about what."""
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()[:16]


def to_json(records: Sequence[Record]) -> dict[str, Any]:
    """The marks as `columns` and `rows`; values that do not apply are null."""
    return {"columns": list(COLUMNS), "rows": [_row(record) for record in records]}


def _row(record: Record) -> list[Any]:
    mark = record.mark
    dfd, hd, rmse = (round(v, 3) for v in mark.path[:3]) if mark.path is not None else (None,) * 3
    iou = None if mark.iou is None else round(mark.iou, _DECIMALS)
    score = None if record.score is None else round(record.score, _DECIMALS)
    return [record.key, record.set, record.picture, record.task.value, mark.parsed, mark.absent_label,
            mark.said_absent, record.truthful, iou, dfd, hd, rmse, score]  # fmt: skip


def from_json(value: Any, where: str) -> list[Record]:
    """The inverse of :func:`to_json`, to the written decimals.

    Raises:
        InputError: INPUT_FILE naming `where`, for what is no such table.
    """
    try:
        columns = value["columns"]
        rows = [dict(zip(columns, row, strict=True)) for row in value["rows"]]
        return [_record(row) for row in rows]
    except (KeyError, TypeError, ValueError) as error:
        raise InputError(ErrorCode.INPUT_FILE, f"{where} has no marks that can be read: {error!r}",
                         "give a file that `vla_r1 bench model --json` of this version wrote") from None


def _record(row: dict[str, Any]) -> Record:
    path = None
    if row["dfd"] is not None:
        dfd, hd, rmse = (float(row[name]) for name in ("dfd", "hd", "rmse"))
        path = (dfd, hd, rmse, (dfd + hd + rmse) / 3)
    iou = None if row["iou"] is None else float(row["iou"])
    mark = Mark(bool(row["parsed"]), bool(row["absent"]), bool(row["said_absent"]), bool(row["truthful"]), iou, path)
    score = None if row["score"] is None else float(row["score"])
    truthful = None if row["truthful"] is None else bool(row["truthful"])
    return Record(str(row["key"]), str(row["set"]), str(row["picture"]), Task(row["task"]), mark, truthful, score)
