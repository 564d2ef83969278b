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
    """Write `train` and, where a share is held out, `test`; all rows of a picture go into the same. Returns sizes.

    Files of an earlier call that this one does not write are deleted: their rows may be in the other split now.
    """
    splits = {"train": [row for row in rows if draw(seed, row.image) >= held_out]}
    if held_out > 0:
        splits["test"] = [row for row in rows if draw(seed, row.image) < held_out]
    for split, own in splits.items():
        write_set(out, split, own, parquet=parquet)
    stale = {f"{split}.{kind}" for split in ("train", "test") for kind in ("json", "parquet")
             if split not in splits or (kind == "parquet" and not parquet)}  # fmt: skip
    for name in stale:
        (out / name).unlink(missing_ok=True)
    return {split: len(own) for split, own in splits.items()}
