# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""Labelled sets as the user names them: `PATH[,key=value...]`; the format is found by looking, labels are checked."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any

from vla_r1_ros.core.errors import ErrorCode, InputError
from vla_r1_ros.posttrain.cot.convention import Anchor, Units
from vla_r1_ros.posttrain.cot.gather import choose, gather
from vla_r1_ros.posttrain.cot.sample import Sample
from vla_r1_ros.posttrain.cot.sources.finished import FILES
from vla_r1_ros.posttrain.cot.sources.options import SourceOptions, json_entries
from vla_r1_ros.posttrain.cot.sources.registry import SOURCES, open_source

KEYS = ("source", "images", "units", "anchor", "name", "topic")


class Domain(StrEnum):
    """Whether a set is like what the model was trained on; only the user knows."""

    IN = "in_domain"
    OUT = "out_of_domain"


@dataclass(frozen=True)
class SetSpec:
    """A set as named on the command line; `source` is empty where the format is to be found by looking."""

    path: Path
    domain: Domain
    name: str
    source: str = ""
    images: Path | None = None
    units: Units | None = None
    anchor: Anchor | None = None
    topic: str = ""


@dataclass(frozen=True)
class LabelledSet:
    """Questions with their true answers, and how many labels were left out, by reason."""

    spec: SetSpec
    source: str
    units: Units
    anchor: Anchor
    samples: list[Sample]
    left_out: Counter[str]


def read_spec(text: str, domain: Domain) -> SetSpec:
    """Read `PATH[,key=value...]`; keys are those of `KEYS`.

    Raises:
        InputError: INPUT_PARAMETER for an unknown key or value, INPUT_FILE where nothing is at PATH.
    """
    name, *pairs = [text] if Path(text).exists() else text.split(",")
    path = Path(name).expanduser()
    if not path.exists():
        raise InputError(ErrorCode.INPUT_FILE, f"no set at {path}", "check --data; PATH[,key=value...]")
    values: dict[str, str] = {}
    for pair in pairs:
        key, _, value = pair.partition("=")
        if key not in KEYS or not value:
            raise InputError(ErrorCode.INPUT_PARAMETER, f"'{pair}' says nothing about a set",
                             f"PATH[,key=value...] with the keys {', '.join(KEYS)}")
        values[key] = value
    if values.get("source", SOURCES[0]) not in SOURCES:
        raise InputError(ErrorCode.INPUT_PARAMETER, f"no source '{values['source']}'", f"one of {', '.join(SOURCES)}")
    images = Path(values["images"]).expanduser() if "images" in values else None
    if images is not None and not images.exists():
        raise InputError(ErrorCode.INPUT_FILE, f"no pictures at {images}", "check images=")
    try:
        units = Units(values["units"]) if "units" in values else None
        anchor = Anchor(values["anchor"]) if "anchor" in values else None
    except ValueError as error:
        raise InputError(ErrorCode.INPUT_PARAMETER, str(error),
                         f"units: {', '.join(Units)}; anchor: {', '.join(Anchor)}") from None
    return SetSpec(path, domain, values.get("name", path.stem or path.name), values.get("source", ""), images, units,
                   anchor, values.get("topic", ""))


def open_set(spec: SetSpec, *, limit: int = 0, seed: int = 0, check: bool = True,
             on_label: Callable[[int, int], None] | None = None) -> LabelledSet:
    """Convert a set's labels to the contract's form.

    Args:
        limit: at most so many entries, drawn by `seed`; 0 for all.
        check: refuse a set whose labels together speak against its units or anchor.
        on_label: told how many labels of how many are done.

    Raises:
        InputError: INPUT_FILE for a set that is empty or cannot be read, INPUT_PARAMETER for one that counts
            otherwise than said.
    """
    source = spec.source or detect(spec.path)
    options = SourceOptions(spec.path, spec.images, spec.units, spec.anchor, seed, spec.topic)
    items, convention = open_source(source, options)
    items = choose(items, limit, seed)

    def told(done: int) -> None:
        if on_label is not None:
            on_label(done, len(items))

    found = gather(items, told)
    if check:
        convention.check_set(options.evidence)
    left_out = Counter(rejected.reason.value for rejected in found.rejected)
    if not found.samples:
        why = ", ".join(f"{reason} {count}" for reason, count in left_out.most_common()) or "it is empty"
        first = f"; first: {found.rejected[0].words} ({found.rejected[0].where})" if found.rejected else ""
        raise InputError(ErrorCode.INPUT_FILE, f"no label of {spec.path} can be used as {source}: {why}{first}",
                         "check source=, images= and units= of the set; docs/data.md has the formats")
    return LabelledSet(spec, source, convention.units, convention.anchor, found.samples, left_out)


def detect(path: Path) -> str:
    """Name of the source that a path looks like. Raises InputError (INPUT_FILE) for one that looks like none."""
    if path.is_dir():
        for source, pattern in (("scenes", "scenes_*.json"), ("recording", "labels.json")):
            if any(path.glob(pattern)):
                return source
        if any((path / name).is_file() for name in FILES):
            return "finished"
        if next(path.rglob("*_label.mat"), None) is not None:
            return "umd"
    elif path.suffix == ".parquet":
        return "finished"
    else:
        found = _json_source(next(json_entries(path))[1])
        if found:
            return found
    raise InputError(ErrorCode.INPUT_FILE, f"{path} looks like no format that is known",
                     f"say which: {path},source=... with one of {', '.join(SOURCES)}")


def _json_source(first: Any) -> str:
    if not isinstance(first, dict):
        return ""
    if "stamp_ns" in first:
        return "recording"
    if "meta_data" in first and ("affordance" in first or "points" in first):
        return "sharerobot"
    if "conversations" in first:
        return "finished" if "Please output the" in str(first["conversations"]) else "vait"
    return ""
