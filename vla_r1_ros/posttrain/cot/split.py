# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""Kept samples as rows, in the source's order, and which of them are held out."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from vla_r1_ros.posttrain.cot.gather import draw
from vla_r1_ros.posttrain.cot.journal import Journal
from vla_r1_ros.posttrain.cot.sample import Sample
from vla_r1_ros.posttrain.cot.writer import Row, write_set


def finished_rows(samples: Sequence[Sample], journal: Journal) -> list[Row]:
    """The rows of all samples that the journal says were kept."""
    rows = []
    for sample in samples:
        entry = journal.final.get(sample.key)
        if entry is not None and entry["status"] == "kept":
            rows.append(Row(sample, entry["think"], entry["image"]))
    return rows


def write_splits(
    out: Path, rows: Sequence[Row], held_out: float, seed: int, *, parquet: bool = True
) -> dict[str, int]:
    """Write `train` and, where a share is held out, `test`; all rows of a picture go into the same. Returns sizes."""
    test = [row for row in rows if draw(seed, row.image) < held_out]
    train = [row for row in rows if draw(seed, row.image) >= held_out]
    write_set(out, "train", train, parquet=parquet)
    if held_out > 0:
        write_set(out, "test", test, parquet=parquet)
        return {"train": len(train), "test": len(test)}
    return {"train": len(train)}
