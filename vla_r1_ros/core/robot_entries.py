# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""Reading a robot file entry by entry, so that all that is missing or wrong is named at once."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from vla_r1_ros.core.types import FloatArray


class Entries:
    """Reads typed entries of a mapping; notes by name what is missing or wrong, and gives a neutral value instead."""

    def __init__(self, data: Any, where: str, problems: list[str]) -> None:
        self._where = where
        self._problems = problems
        self._asked: set[str] = set()
        self._parts: list[Entries] = []
        if not isinstance(data, Mapping):
            self.note("", "must be a mapping")
        self._data = data if isinstance(data, Mapping) else None

    def note_unknown(self) -> None:
        """Note each entry, here and below, that nobody has asked for: a misspelt one would be left out in silence."""
        for key in self._data or {}:
            if key not in self._asked:
                self.note(str(key), f"is no entry of a robot file; here are {', '.join(sorted(self._asked))}")
        for part in self._parts:
            part.note_unknown()

    def note(self, key: str, what: str) -> None:
        """Note a problem of an entry, or of this mapping where `key` is empty."""
        self._problems.append(f"{self._where}{'.' if key else ''}{key} {what}")

    def sub(self, key: str) -> "Entries":
        """The mapping below an entry."""
        value = self._get(key)
        known = self._data is not None and key in self._data
        part = Entries(value if known else None, f"{self._where}.{key}", self._problems if known else [])
        self._parts.append(part)
        return part

    def text(self, key: str, default: str | None = None) -> str:
        """A text; the default where one is given and the entry is not there."""
        if default is not None and self._data is not None and key not in self._data:
            self._asked.add(key)
            return default
        value = self._get(key)
        if value is not None and (not isinstance(value, str) or not value):
            self.note(key, "must be a non-empty text")
        return value if isinstance(value, str) else ""

    def texts(self, key: str) -> tuple[str, ...]:
        """Names, one or more, none twice."""
        value = self._get(key)
        if value is None:
            return ()
        names = isinstance(value, Sequence) and not isinstance(value, str) and all(isinstance(v, str) for v in value)
        if not names or not value or not all(value):
            self.note(key, "must be a list of names, one or more")
            return ()
        if len(set(value)) < len(value):
            self.note(key, "has a name twice")
        return tuple(value)

    def number(self, key: str) -> float:
        """A positive number."""
        value = self._get(key)
        number = isinstance(value, int | float) and not isinstance(value, bool)
        if not number or not np.isfinite(value) or value <= 0:
            if value is not None:
                self.note(key, f"must be a positive number, is {value!r}")
            return 1.0
        return float(value)

    def flag(self, key: str) -> bool:
        """True or false."""
        value = self._get(key)
        if value is not None and not isinstance(value, bool):
            self.note(key, f"must be true or false, is {value!r}")
        return bool(value)

    def vector(self, key: str, length: int) -> FloatArray:
        """`length` numbers; NaN where they are not there."""
        value, nothing = self._get(key), np.full(length, np.nan)
        if value is None:
            return nothing
        try:
            array = np.asarray(value, dtype=np.float64)
        except (TypeError, ValueError):
            self.note(key, f"must be {length} numbers, is {value!r}")
            return nothing
        if array.shape != (length,) or not np.isfinite(array).all():
            self.note(key, f"must be {length} finite numbers, is {value!r}")
            return nothing
        return array

    def given(self, key: str) -> bool:
        """Whether an entry that may be left out is there."""
        self._asked.add(key)
        return self._data is not None and key in self._data

    def names(self) -> tuple[str, ...]:
        """The entries' names, of a mapping whose names are the user's."""
        return tuple(str(key) for key in self._data or {})

    def row(self, key: str) -> FloatArray:
        """Two numbers or more (N,); one NaN where they are not there."""
        value = self._get(key)
        row = isinstance(value, Sequence) and not isinstance(value, str) and len(value) > 1
        if value is not None and not row:
            self.note(key, f"must be a list of two numbers or more, is {value!r}")
        return self.vector(key, len(value)) if row else np.array([np.nan])

    def list_of(self, key: str) -> list["Entries"]:
        """The mappings of a list."""
        value = self._get(key)
        if value is None:
            return []
        if not isinstance(value, Sequence) or isinstance(value, str):
            self.note(key, "must be a list")
            return []
        parts = [Entries(item, f"{self._where}.{key}[{i}]", self._problems) for i, item in enumerate(value)]
        self._parts += parts
        return parts

    def _get(self, key: str) -> Any:
        self._asked.add(key)
        if self._data is None:
            return None
        if self._data.get(key) is None:
            self.note(key, f"is missing; there are {sorted(map(str, self._data))}")
        return self._data.get(key)
