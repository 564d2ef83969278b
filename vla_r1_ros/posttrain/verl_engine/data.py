# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""The parquet that verl's `RLHFDataset` reads: taken from a set or written from its JSON, and looked through first."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from vla_r1_ros.core.errors import ErrorCode, InputError
from vla_r1_ros.core.prompt import TRAJECTORY_SUFFIX
from vla_r1_ros.core.types import Task
from vla_r1_ros.posttrain.cot.journal import cannot_write
from vla_r1_ros.posttrain.cot.parquet import load_pyarrow
from vla_r1_ros.posttrain.cot.writer import write_parquet
from vla_r1_ros.posttrain.tune.rows import TuneRow, fault_of_truths, load_rows

COLUMNS = ("data_source", "prompt", "images", "reward_model", "extra_info")
_PLACE = "<image>"
_BATCH = 64


@dataclass(frozen=True)
class VerlFile:
    """A parquet file that was looked through, and how many rows it has."""

    path: Path
    rows: int


def prepare(data: Path, split: str, out: Path) -> VerlFile | None:
    """The parquet of a split: that of the set, or one written to `out` from the set's JSON; None without such a split.

    Args:
        data: folder of a set, or one file of it.
        split: `train` or `test`.
        out: folder for what has to be written.

    Raises:
        InputError: INPUT_FILE naming the first row that verl or the reward could not use; INPUT_ENVIRONMENT where
            pyarrow is missing or the disk is full.
    """
    places = [data] if data.is_file() else [data / f"{split}.parquet", data / f"{split}.json"]
    found = next((place for place in places if place.is_file()), None)
    if found is None:
        return None
    if found.suffix != ".parquet":
        rows = load_rows(found, out)
        found = out / f"{split}.parquet"
        try:
            out.mkdir(parents=True, exist_ok=True)
            write_parquet(found, _entries(rows, split))
        except OSError as error:
            raise cannot_write(found, error) from error
    return VerlFile(found.resolve(), check_parquet(found))


def _entries(rows: Sequence[TuneRow], split: str) -> Iterator[dict[str, Any]]:
    for index, row in enumerate(rows):
        task = Task.TRAJECTORY if row.question.rstrip().endswith(TRAJECTORY_SUFFIX.strip()) else Task.AFFORDANCE
        yield {
            "data_source": "vla_r1/set",
            "prompt": [{"role": "user", "content": f"{row.question}{_PLACE}"}],
            "images": [{"bytes": row.image.read_bytes(), "path": row.image.name}],
            "reward_model": {"style": "rule", "ground_truth": row.answer},
            "extra_info": {"index": index, "split": split, "key": "", "task": task.value, "where": row.where},
        }


def check_parquet(path: Path) -> int:
    """Look through a file as verl will, which itself drops or stumbles over bad rows; returns the number of rows.

    Raises:
        InputError: as :func:`prepare`.
    """
    pa, pq = load_pyarrow()
    try:
        file = pq.ParquetFile(path)
        missing = sorted(set(COLUMNS) - set(file.schema_arrow.names))
        if missing:
            raise _bad(path, f"has no column {', '.join(missing)}")
        number = 0
        for batch in file.iter_batches(batch_size=_BATCH, columns=["prompt", "images", "reward_model"]):
            rows = batch.to_pylist()
            _check_rows(path, number, rows)
            number += len(rows)
    except (OSError, pa.ArrowException) as error:
        raise _bad(path, f"cannot be read: {error}") from error
    if not number:
        raise _bad(path, "has no rows")
    return number


def _check_rows(path: Path, first: int, rows: Sequence[Mapping[str, Any]]) -> None:
    truths = []
    for number, row in enumerate(rows, first):
        turns, images, rule = row["prompt"], row["images"], row["reward_model"]
        if not (isinstance(turns, list) and isinstance(images, list) and isinstance(rule, Mapping)
                and all(isinstance(turn, Mapping) for turn in turns)):
            raise _bad(path, f"row {number} has no list of turns, no list of images, or no struct reward_model")
        text, truth = "".join(str(turn.get("content")) for turn in turns), rule.get("ground_truth")
        if text.count(_PLACE) != 1 or len(images) != 1:
            raise _bad(path, f"row {number} has {text.count(_PLACE)} {_PLACE} in its prompt and {len(images)} "
                             "pictures, not one of each")
        if not _has_picture(images[0]):
            raise _bad(path, f"row {number} has no picture: neither bytes nor a path that is a file here")
        truths.append(truth)
    fault = fault_of_truths(truths)
    if fault is not None:
        raise _bad(path, f"row {first + fault[0]}: {fault[1]}")


def _has_picture(image: Any) -> bool:
    if isinstance(image, Mapping):
        return bool(image.get("bytes"))  # verl opens the bytes of a struct, never its path
    return isinstance(image, str) and Path(image).is_file()


def _bad(path: Path, words: str) -> InputError:
    return InputError(ErrorCode.INPUT_FILE, f"{path} {words}",
                      "make the set with `vla_r1 data labels` or `vla_r1 data cot`")
