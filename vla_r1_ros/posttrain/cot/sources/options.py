# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""What every reader is given, and how a file as a whole is read."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from vla_r1_ros.core.errors import ErrorCode, InputError
from vla_r1_ros.posttrain.cot.convention import Anchor, Convention, Evidence, Units


@dataclass(frozen=True)
class SourceOptions:
    """Where a set lies and how it is to be understood.

    Args:
        data: file or folder of the labels.
        images: folder that picture names are relative to; the folder of `data` where not given.
        units, anchor: instead of the source's own convention.
        seed: of draws, where a reader makes any.
        topic: of the pictures in a recording.
        absent: of scenes: how often absent things are asked for, as a multiple of the usual 38 %.
        evidence: filled by the reader while it converts.
    """

    data: Path
    images: Path | None = None
    units: Units | None = None
    anchor: Anchor | None = None
    seed: int = 0
    topic: str = ""
    absent: float = 1.0
    evidence: Evidence = field(default_factory=Evidence)

    @property
    def image_root(self) -> Path:
        """The folder that picture names are relative to."""
        return self.images if self.images is not None else self.data.parent

    def convention(self, own: Convention) -> Convention:
        """The source's own convention with what the user said instead."""
        return Convention(self.units or own.units, self.anchor or own.anchor)


def read_json(path: Path) -> Any:
    """A JSON file's value. Raises InputError (INPUT_FILE) with path and line."""
    try:
        return json.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(ErrorCode.INPUT_FILE, f"{path} cannot be read: {error}", "check --data") from None
    except json.JSONDecodeError as error:
        raise InputError(ErrorCode.INPUT_FILE, f"{path}, line {error.lineno}, is not JSON: {error.msg}",
                         "is the download whole?") from None
    except ValueError:
        raise InputError(ErrorCode.INPUT_FILE, f"{path} holds a number that is too long", "is it damaged?") from None
    except RecursionError:
        raise InputError(ErrorCode.INPUT_FILE, f"{path} is nested too deeply", "is it the right file?") from None


def json_entries(path: Path) -> Iterator[tuple[str, Any]]:
    """(`file#index`, entry) of a file that is a JSON list. Raises InputError (INPUT_FILE) where it is none."""
    value = read_json(path)
    if not isinstance(value, list):
        raise InputError(ErrorCode.INPUT_FILE, f"{path} is not a JSON list", "is it the right file and format?")
    if not value:
        raise InputError(ErrorCode.INPUT_FILE, f"{path} has no entries",
                         "take another file, or make the set with another --held-out")
    for index, item in enumerate(value):
        yield f"{path.name}#{index}", item
