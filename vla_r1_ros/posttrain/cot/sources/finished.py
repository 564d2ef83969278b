# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""A finished set in the contract's form: what `vla_r1 data cot` writes, as ShareGPT-style JSON or as parquet.

The question is the human turn (text, suffix, `<image>`), the label the output block of the answer, where `{}` and `[]`
say absent; think texts are not read. A folder stands for its `test` split, or for `train` where it has no other.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import lru_cache, partial
from pathlib import Path
from typing import Any

from vla_r1_ros.core.errors import ErrorCode, InputError
from vla_r1_ros.core.prompt import AFFORDANCE_SUFFIX, TRAJECTORY_SUFFIX
from vla_r1_ros.core.types import Task
from vla_r1_ros.posttrain.cot.convention import CONTRACT, Convention, Units
from vla_r1_ros.posttrain.cot.images import file_picture, load
from vla_r1_ros.posttrain.cot.parquet import load_pyarrow
from vla_r1_ros.posttrain.cot.sample import (
    BadSample,
    Item,
    Label,
    Picture,
    Reason,
    Sample,
    entry,
    instruction,
    turn,
)
from vla_r1_ros.posttrain.cot.sources.options import SourceOptions, json_entries
from vla_r1_ros.posttrain.rewards_reading import output_block

CONVENTION = CONTRACT
FILES = ("test.json", "test.parquet", "train.json", "train.parquet")
_SUFFIXES = ((AFFORDANCE_SUFFIX, Task.AFFORDANCE), (TRAJECTORY_SUFFIX, Task.TRAJECTORY))
_BOX_KEYS = ("x", "y", "width", "height")


def items(options: SourceOptions) -> Iterator[Item]:
    """The rows of a set. Raises InputError (INPUT_FILE) for a file or folder that is none, INPUT_ENVIRONMENT where
    pyarrow is missing."""
    path = set_file(options.data)
    root = options.images if options.images is not None else path.parent
    convention = options.convention(CONVENTION)
    if path.suffix == ".parquet":
        yield from _parquet_items(path, options, convention)
        return
    for where, value in json_entries(path):
        yield Item(where, partial(_from_json, value, where, root, options, convention))


def set_file(data: Path) -> Path:
    """The file that is meant: itself, or the one of a folder. Raises InputError (INPUT_FILE)."""
    if not data.is_dir():
        return data
    found = [data / name for name in FILES if (data / name).is_file()]
    if not found:
        raise InputError(ErrorCode.INPUT_FILE, f"{data} has none of {', '.join(FILES)}",
                         "give the folder that `vla_r1 data cot` wrote, or one of its files")
    return found[0]


def _from_json(value: Any, where: str, root: Path, options: SourceOptions, convention: Convention) -> list[Sample]:
    name = entry(value, "image")
    if not isinstance(name, str):
        raise BadSample(Reason.MALFORMED, f"image is {name!r}, not a path")
    return [_sample(turn(value, "human"), turn(value, "gpt"), where, file_picture(root, name), options, convention)]


def _sample(asked: str, answer: str, where: str, picture: Picture, options: SourceOptions,
            convention: Convention) -> Sample:
    words = asked.replace("<image>", "").strip()
    for suffix, task in _SUFFIXES:
        if words.endswith(suffix):
            text = instruction(words.removesuffix(suffix))
            return Sample("finished", where, task, text, _label(answer, task, picture, options, convention), picture)
    raise BadSample(Reason.MALFORMED, f"the question does not end in one of the contract's: {words[-60:]!r}")


def _label(answer: str, task: Task, picture: Picture, options: SourceOptions, convention: Convention) -> Label:
    block = output_block(answer)
    if block is None:
        raise BadSample(Reason.EMPTY_LABEL, f"the answer {answer[-60:]!r} has no output block: no label")
    try:
        value = json.loads(block or "null")
    except ValueError:
        raise BadSample(Reason.MALFORMED, f"the label {block[:60]!r} is not JSON") from None
    if value in ({}, [], None):
        return None
    size = (1, 1)
    if convention.units is Units.PIXELS:
        loaded = load(picture)
        size = (loaded.width_px, loaded.height_px)
    if task is Task.TRAJECTORY:
        return convention.path(value, size, options.evidence)
    return convention.box([entry(value, key) for key in _BOX_KEYS], size, options.evidence)


def _parquet_items(path: Path, options: SourceOptions, convention: Convention) -> Iterator[Item]:
    pa, pq = load_pyarrow()
    try:
        file = pq.ParquetFile(path)
        missing = [name for name in ("prompt", "images", "reward_model") if name not in file.schema_arrow.names]
        if missing:
            raise InputError(ErrorCode.INPUT_FILE, f"{path} cannot be read as a set: no column {', '.join(missing)}",
                             "is it a parquet of `vla_r1 data cot`?")
        index = 0
        for group in range(file.num_row_groups):
            questions = file.read_row_group(group, columns=["prompt", "reward_model"]).to_pylist()
            for row, question in enumerate(questions):
                where = f"{path.name}#{index}"
                yield Item(where, partial(_from_parquet, question, path, (group, row), where, options, convention))
                index += 1
    except (OSError, pa.ArrowException) as error:
        raise InputError(ErrorCode.INPUT_FILE, f"{path} cannot be read as a set: {error}",
                         "is the file whole?") from None


def _from_parquet(question: Any, path: Path, at: tuple[int, int], where: str, options: SourceOptions,
                  convention: Convention) -> list[Sample]:
    turns = [said for said in entry(question, "prompt") or [] if said.get("role") == "user"]
    asked, answer = turns[0].get("content") if turns else None, entry(question, "reward_model", "ground_truth")
    if not isinstance(asked, str) or not isinstance(answer, str):
        raise BadSample(Reason.MALFORMED, "the row has no user turn, or no ground truth")
    name = _pictures(path, at[0])[at[1]][0]
    picture = Picture(name or where, lambda: _picture_bytes(path, at))
    return [_sample(asked, answer, where, picture, options, convention)]


def _picture_bytes(path: Path, at: tuple[int, int]) -> bytes:
    name, data = _pictures(path, at[0])[at[1]]
    if not data:
        raise BadSample(Reason.IMAGE_MISSING, f"no picture in {path} for {name!r}")
    return data


@lru_cache(maxsize=2)  # rows are taken in their order, so one group after the other
def _pictures(path: Path, group: int) -> list[tuple[str, bytes]]:
    import pyarrow.parquet as pq

    rows = pq.ParquetFile(path).read_row_group(group, columns=["images"]).column("images").to_pylist()
    return [(str(row[0].get("path") or ""), row[0].get("bytes") or b"") if row else ("", b"") for row in rows]
