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

SOURCES = ("sharerobot", "umd", "vait", "scenes", "recording", "finished")


class _Reader(Protocol):
    def items(self, options: SourceOptions) -> Iterator[Item]: ...


def open_source(name: str, options: SourceOptions) -> tuple[list[Item], Convention]:
    """All items of a source, not yet looked at, and the convention that its labels are read in.

    Raises:
        InputError: INPUT_PARAMETER for an unknown name; what the reader raises for a set that cannot be read.
        RecordingError: BAG_DAMAGED.
    """
    if name not in SOURCES:
        raise InputError(ErrorCode.INPUT_PARAMETER, f"no source '{name}'", f"one of {', '.join(SOURCES)}")
    reader = importlib.import_module(f"vla_r1_ros.posttrain.cot.sources.{name}")
    own: Convention = getattr(reader, "CONVENTION", CONTRACT)
    return list(cast(_Reader, reader).items(options)), options.convention(own)
