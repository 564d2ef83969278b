# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""A set without a teacher: the labels alone, or with the think text that the source itself knows to be true.

GRPO needs no more. As an answer to learn by SFT, an empty think block before the output is the "answer only" form.
"""

from __future__ import annotations

import dataclasses
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any

from vla_r1_ros.core.errors import ErrorCode, InputError
from vla_r1_ros.posttrain.cot.gather import Gathered, Rejected
from vla_r1_ros.posttrain.cot.images import load_for
from vla_r1_ros.posttrain.cot.journal import cannot_write
from vla_r1_ros.posttrain.cot.manifest import VERSION
from vla_r1_ros.posttrain.cot.sample import BadSample
from vla_r1_ros.posttrain.cot.split import write_splits
from vla_r1_ros.posttrain.cot.writer import Row, save_picture, write_manifest
from vla_r1_ros.posttrain.tune.settings import check_ranges


class Think(StrEnum):
    """What stands in the think block: nothing, the source's own true text, or what was recorded where there is any."""

    NONE = "none"
    TRUE = "true"
    RECORDED = "recorded"


@dataclass(frozen=True)
class LabelSettings:
    """How a set of labels is written; `held_out` is the share of the pictures that become `test`, `parquet` whether
    the parquet files (pictures inside) are written beside the JSON."""

    source: str
    think: Think = Think.NONE
    seed: int = 0
    held_out: float = 0.0
    licence: str = "not stated"
    parquet: bool = True

    def __post_init__(self) -> None:
        check_ranges(self, ("seed", 0, 2**31), ("held_out", 0.0, 1.0))


def refuse_taken(out: Path) -> None:
    """Raises InputError (INPUT_PARAMETER) for a folder that has a set already."""
    if (out / "manifest.json").is_file():
        raise InputError(ErrorCode.INPUT_PARAMETER, f"{out} has a set already", "choose another --out, or delete it")


def write_labels(gathered: Gathered, out: Path, settings: LabelSettings,
                 on_sample: Callable[[int], None] | None = None, more: Mapping[str, Any] | None = None,
                 ) -> dict[str, Any]:  # fmt: skip
    """Write `train` and `test` (JSON and parquet), `images/` and `manifest.json`; returns the manifest, with `more` at
    its end.

    Raises:
        InputError: INPUT_PARAMETER where the folder has a set already, or where true think texts are asked for and
            the source has none; INPUT_ENVIRONMENT for a full disk.
    """
    refuse_taken(out)
    try:
        out.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise cannot_write(out, error) from error
    rejected, rows = list(gathered.rejected), []
    for number, sample in enumerate(gathered.samples, 1):
        if settings.think is Think.TRUE and sample.think is None:
            raise InputError(ErrorCode.INPUT_PARAMETER, f"{sample.source} has no think texts of its own",
                             "leave --think at none, or ask a teacher: `vla_r1 data cot`")
        try:
            picture = load_for(sample)
        except BadSample as bad:
            rejected.append(Rejected(sample.where, bad.reason, bad.message))
            continue
        save_picture(out, picture.file_name, picture.data)
        think = None if settings.think is Think.NONE else sample.think
        rows.append(Row(sample, think or "", picture.file_name))
        if on_sample is not None:
            on_sample(number)
    splits = write_splits(out, rows, settings.held_out, settings.seed, parquet=settings.parquet)
    manifest = _manifest(settings, rows, rejected, splits) | dict(more or {})
    write_manifest(out, manifest)
    return manifest


def _manifest(settings: LabelSettings, rows: list[Row], rejected: list[Rejected],
              splits: dict[str, int]) -> dict[str, Any]:
    return {
        "licence": settings.licence,
        "version": VERSION,
        "labels": {**dataclasses.asdict(settings), "think": settings.think.value},
        "counts": {
            "kept": len(rows), **splits, "by_task": dict(Counter(row.sample.task.value for row in rows)),
            "absent": sum(row.sample.label is None for row in rows), "with_think": sum(bool(row.think) for row in rows),
        },
        **_origins(rows),
        "labels_left_out": dict(Counter(item.reason.value for item in rejected)),
        "left_out": [{"where": r.where, "reason": r.reason.value, "words": r.words} for r in rejected],
    }  # fmt: skip


def _origins(rows: list[Row]) -> dict[str, Any]:
    """Where the labels come from, counted by what is told of them, and of each row; nothing where it is not told."""
    told = [(row.sample.key, row.sample.origin) for row in rows if row.sample.origin is not None]
    if not told:
        return {}
    counts = {name: dict(Counter(str(origin[name]) for _, origin in told if origin.get(name)).most_common())
              for name in ("label", "by", "model", "scene", "robot")}  # fmt: skip
    return {"origins": {**counts, "rows": [{"key": key, **origin} for key, origin in told]}}
