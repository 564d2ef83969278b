# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""The readers by name; one is imported when it is asked for."""

from __future__ import annotations

import importlib
from collections.abc import Iterator
from typing import Protocol, cast

from vla_r1_ros.core.errors import ErrorCode, InputError
from vla_r1_ros.posttrain.cot.convention import CONTRACT, Convention
from vla_r1_ros.posttrain.cot.sample import Item
from vla_r1_ros.posttrain.cot.sources.options import SourceOptions

_LABELS = frozenset({"images", "units", "anchor"})
#: Which of the options each source has a use for, besides `data` and `seed`.
_USES = {"sharerobot": _LABELS, "umd": frozenset[str](), "vait": _LABELS, "scenes": frozenset({"absent"}),
         "recording": _LABELS | {"topic"}, "finished": _LABELS}  # fmt: skip
SOURCES = tuple(_USES)
_DEFAULTS = {"images": None, "units": None, "anchor": None, "topic": "", "absent": 1.0}


class _Reader(Protocol):
    def items(self, options: SourceOptions) -> Iterator[Item]: ...


def open_source(name: str, options: SourceOptions) -> tuple[list[Item], Convention]:
    """All items of a source, not yet looked at, and the convention that its labels are read in.

    Raises:
        InputError: INPUT_PARAMETER for an unknown name, or an option that the source has no use for; what the reader
            raises for a set that cannot be read.
        RecordingError: BAG_DAMAGED.
    """
    if name not in SOURCES:
        raise InputError(ErrorCode.INPUT_PARAMETER, f"no source '{name}'", f"one of {', '.join(SOURCES)}")
    idle = [option for option, default in _DEFAULTS.items()
            if option not in _USES[name] and getattr(options, option) != default]
    if idle:
        raise InputError(ErrorCode.INPUT_PARAMETER,
                         f"source {name} has no use for {', '.join(f'--{option}' for option in idle)}",
                         "leave it out; docs/data.md says how each source is read")
    reader = importlib.import_module(f"vla_r1_ros.posttrain.cot.sources.{name}")
    own: Convention = getattr(reader, "CONVENTION", CONTRACT)
    return list(cast(_Reader, reader).items(options)), options.convention(own)
