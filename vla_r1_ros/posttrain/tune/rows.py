# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""The rows of a labelled set as training reads them: question, picture, answer. No torch and no OpenCV here.

A set is what `vla_r1 data cot` and `vla_r1 data labels` write: ShareGPT-style JSON, or parquet with the pictures in it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from vla_r1_ros.core.errors import ErrorCode, InputError, ReplyError
from vla_r1_ros.posttrain.cot.gather import draw
from vla_r1_ros.posttrain.cot.parquet import load_pyarrow
from vla_r1_ros.posttrain.cot.sample import BadSample, Reason, entry, turn
from vla_r1_ros.posttrain.cot.sources.options import json_entries
from vla_r1_ros.posttrain.cot.writer import IMAGES, save_picture
from vla_r1_ros.posttrain.rewards import score_replies
from vla_r1_ros.posttrain.rewards_reading import right_reply

TRAIN, TEST = "train", "test"
_PLACE = "<image>"


@dataclass(frozen=True)
class TuneRow:
    """One exchange: `question` is the user's text without the picture's place, `answer` the whole reply."""

    where: str
    question: str
    answer: str
    image: Path


def set_file(data: Path, split: str) -> Path | None:
    """The file of a split: `data` itself where it is a file, else JSON or parquet in the folder, None for neither."""
    if data.is_file():
        return data
    return next((path for path in (data / f"{split}.json", data / f"{split}.parquet") if path.is_file()), None)


def load_rows(path: Path, pictures: Path) -> list[TuneRow]:
    """All rows of a file; pictures out of a parquet file are put below `pictures`, each once.

    Raises:
        InputError: INPUT_FILE naming the first row that is no exchange with one picture, or whose picture is missing
            (and how many are); INPUT_ENVIRONMENT where pyarrow is needed and missing, or the disk is full.
    """
    try:
        rows = list(_from_parquet(path, pictures) if path.suffix == ".parquet" else _from_json(path))
    except BadSample as bad:
        raise InputError(ErrorCode.INPUT_FILE, f"{path}: {bad.message}",
                         "is it a set of `vla_r1 data cot` or `vla_r1 data labels`?") from None
    if not rows:
        raise InputError(ErrorCode.INPUT_FILE, f"{path} has no rows", "take another set, or hold out less")
    missing = [row for row in rows if not row.image.is_file()]
    if missing:
        raise InputError(ErrorCode.INPUT_FILE, f"{missing[0].where}: no picture {missing[0].image}; {len(missing)} of "
                         f"{len(rows)} rows have none", f"copy the whole folder, {IMAGES}/ too")
    return rows


def fault_of_truths(truths: Sequence[object]) -> tuple[int, str] | None:
    """Which ground truth the reward cannot work with, and why: even the right reply would not be worth 1."""
    replies = []
    for index, truth in enumerate(truths):
        try:
            replies.append(right_reply(truth))
        except ReplyError as error:
            return index, error.message
    for index, score in enumerate(score_replies(replies, truths).score):
        if score < 1.0 - 1e-6:
            return index, f"its own ground truth is worth {score:.2f}, not 1: {str(truths[index])[-80:]!r}"
    return None


def check_truths(rows: Sequence[TuneRow]) -> None:
    """Raises InputError (INPUT_FILE) naming the first row whose answer has no label that a reward can work with."""
    fault = fault_of_truths([row.answer for row in rows])
    if fault is not None:
        raise InputError(ErrorCode.INPUT_FILE, f"{rows[fault[0]].where}: {fault[1]}",
                         "labels are boxes or paths in shares of the picture: make the set with `vla_r1 data labels`")


def choose_rows(rows: Sequence[TuneRow], count: int, seed: int) -> list[TuneRow]:
    """At most `count` rows drawn by the seed, in their order."""
    order = sorted(range(len(rows)), key=lambda index: draw(seed, f"{index} {rows[index].where}"))
    return [rows[index] for index in sorted(order[:count])]


def fingerprint(path: Path) -> str:
    """Twelve hex digits of a file's content."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()[:12]


def _bad(where: str, words: str) -> BadSample:
    return BadSample(Reason.MALFORMED, f"{where}: {words}")


def _row(where: str, asked: str, answer: str, image: Path) -> TuneRow:
    if asked.count(_PLACE) != 1 or not asked.endswith(_PLACE):
        raise _bad(where, f"the question does not end with one {_PLACE}: {asked[-40:]!r}")
    return TuneRow(where, asked.removesuffix(_PLACE), answer, image)


def _from_json(path: Path) -> Iterator[TuneRow]:
    for where, value in json_entries(path):
        try:
            name = entry(value, "image")
            asked, answer = turn(value, "human"), turn(value, "gpt")
        except BadSample as bad:
            raise _bad(where, bad.message) from None
        yield _row(where, asked, answer, path.parent / str(name))


def _from_parquet(path: Path, pictures: Path) -> Iterator[TuneRow]:
    pa, pq = load_pyarrow()
    try:
        pictures.mkdir(parents=True, exist_ok=True)
        file = pq.ParquetFile(path)
        number = 0
        for batch in file.iter_batches(batch_size=64, columns=["prompt", "images", "reward_model"]):
            for value in batch.to_pylist():
                yield _from_columns(f"{path.name}#{number}", value, pictures)
                number += 1
    except (OSError, pa.ArrowException, KeyError) as error:
        raise InputError(ErrorCode.INPUT_FILE, f"{path} cannot be read as a set: {error}",
                         "columns prompt, images and reward_model are needed") from None


def _from_columns(where: str, value: dict[str, Any], pictures: Path) -> TuneRow:
    said = [turn for turn in _objects(value["prompt"]) if turn.get("role") == "user"]
    data = [image["bytes"] for image in _objects(value["images"]) if isinstance(image.get("bytes"), bytes)]
    answer = value["reward_model"].get("ground_truth") if isinstance(value["reward_model"], dict) else None
    if len(said) != 1 or len(data) != 1 or not isinstance(answer, str):
        raise _bad(where, f"{len(said)} user turns, {len(data)} pictures with bytes, ground truth "
                         f"{str(answer)[:20]!r}; one of each is needed")
    kind = "png" if data[0].startswith(b"\x89PNG") else "jpg"
    name = f"{hashlib.sha256(data[0]).hexdigest()[:20]}.{kind}"
    save_picture(pictures, name, data[0])
    return _row(where, str(said[0].get("content")), answer, pictures / IMAGES / name)


def _objects(value: Any) -> list[dict[str, Any]]:
    return [item for item in value if isinstance(item, dict)] if isinstance(value, list) else []
