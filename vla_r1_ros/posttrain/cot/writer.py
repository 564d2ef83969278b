# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""The finished set on disk: ShareGPT-style JSON, and the parquet that GRPO trainers read, with the pictures inside.

Parquet columns as in the released converter (contract): `data_source`, `prompt` (one user turn that ends with
`<image>`), `images`, `reward_model.ground_truth` (the whole answer; rewards read its output block), and `extra_info`.
A picture is {bytes, path}: verl decodes the bytes, and so does `datasets` when the column is cast to images.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any

from vla_r1_ros.core.prompt import prompt_text
from vla_r1_ros.posttrain.cot.journal import cannot_write
from vla_r1_ros.posttrain.cot.parquet import load_pyarrow
from vla_r1_ros.posttrain.cot.sample import Sample, label_text

IMAGES = "images"
BATCH = 256


@dataclass(frozen=True)
class Row:
    """A kept sample with its think text and the name of its picture below `images/`."""

    sample: Sample
    think: str
    image: str

    @property
    def asked(self) -> str:
        """The user's turn, the picture's place last (contract)."""
        return f"{prompt_text(self.sample.question)}<image>"

    @property
    def answer(self) -> str:
        """Think text and the label itself, not the teacher's copy of it."""
        return f"<think>{self.think}</think><output>{label_text(self.sample.task, self.sample.label)}</output>"


def sharegpt(rows: Sequence[Row]) -> list[dict[str, Any]]:
    """Rows as the contract's ShareGPT-style entries; `image` is relative to the set's folder."""
    return [
        {
            "id": row.sample.key,
            "image": f"{IMAGES}/{row.image}",
            "conversations": [{"from": "human", "value": row.asked}, {"from": "gpt", "value": row.answer}],
            **({"origin": dict(row.sample.origin)} if row.sample.origin is not None else {}),
        }
        for row in rows
    ]


def write_set(folder: Path, split: str, rows: Sequence[Row], *, parquet: bool = True) -> None:
    """Write `<split>.json` and, unless left out, `<split>.parquet`; each replaces an older one only when it is whole.

    Raises:
        InputError: INPUT_ENVIRONMENT where pyarrow is missing or the disk is full.
    """
    try:
        _replace(folder / f"{split}.json", json.dumps(sharegpt(rows), ensure_ascii=False, indent=1) + "\n")
        if parquet:
            write_parquet(folder / f"{split}.parquet", _columns(folder, split, rows))
    except OSError as error:
        raise cannot_write(folder, error) from error


def write_manifest(folder: Path, manifest: dict[str, Any]) -> None:
    """Write `manifest.json`. Raises InputError (INPUT_ENVIRONMENT)."""
    try:
        _replace(folder / "manifest.json", json.dumps(manifest, ensure_ascii=False, indent=2) + "\n")
    except OSError as error:
        raise cannot_write(folder, error) from error


def save_picture(folder: Path, name: str, data: bytes) -> None:
    """Store a picture below `images/` unless it is there. Raises InputError (INPUT_ENVIRONMENT)."""
    path = folder / IMAGES / name
    if path.is_file():
        return
    try:
        path.parent.mkdir(exist_ok=True)
        part = path.with_suffix(".part")
        part.write_bytes(data)
        part.replace(path)
    except OSError as error:
        raise cannot_write(path, error) from error


def _replace(path: Path, text: str) -> None:
    part = path.with_suffix(path.suffix + ".part")
    part.write_text(text, encoding="utf-8")
    part.replace(path)


def write_parquet(path: Path, entries: Iterable[Mapping[str, Any]]) -> None:
    """Write rows with the columns of the module's head; replaces an older file only when the new one is whole.

    Raises:
        InputError: INPUT_ENVIRONMENT where pyarrow is missing.
        OSError: the disk is full.
    """
    pa, pq = load_pyarrow()

    text = pa.string()
    schema = pa.schema({
        "data_source": text,
        "prompt": pa.list_(pa.struct({"role": text, "content": text})),
        "images": pa.list_(pa.struct({"bytes": pa.binary(), "path": text})),
        "reward_model": pa.struct({"style": text, "ground_truth": text}),
        "extra_info": pa.struct({"index": pa.int64(), "split": text, "key": text, "task": text, "where": text}),
    })  # fmt: skip
    part = path.with_suffix(".parquet.part")
    waiting = iter(entries)
    with pq.ParquetWriter(part, schema) as writer:
        while batch := list(islice(waiting, BATCH)):
            writer.write_table(pa.Table.from_pylist(batch, schema=schema))
    part.replace(path)


def _columns(folder: Path, split: str, rows: Sequence[Row]) -> Iterator[dict[str, Any]]:
    for index, row in enumerate(rows):
        sample = row.sample
        yield {
            "data_source": f"vla_r1/{sample.source}",
            "prompt": [{"role": "user", "content": row.asked}],
            "images": [{"bytes": (folder / IMAGES / row.image).read_bytes(), "path": f"{IMAGES}/{row.image}"}],
            "reward_model": {"style": "rule", "ground_truth": row.answer},
            "extra_info": {"index": index, "split": split, "key": sample.key, "task": sample.task.value,
                           "where": sample.where},
        }  # fmt: skip
