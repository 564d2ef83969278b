# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""What a check of the machine found: one line each, with the number seen and what to do."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict, dataclass, field
from enum import StrEnum
from typing import Any, Protocol

from vla_r1_ros.core.errors import VlaError


class Level(StrEnum):
    """FAIL: the arm would not move, or must not. WARN: it works, but not as it should. SKIP: could not be looked at,
    because of another line."""

    OK = "OK"
    WARN = "WARN"
    FAIL = "FAIL"
    SKIP = "SKIP"


@dataclass(frozen=True)
class Finding:
    """One line: level, what was seen in plain words, what to do, and the numbers for a machine (units in the names)."""

    level: Level
    seen: str
    todo: str = ""
    values: dict[str, Any] = field(default_factory=dict)

    @classmethod
    def ok(cls, seen: str, **values: Any) -> "Finding":
        """As it should be."""
        return cls(Level.OK, seen, "", values)

    @classmethod
    def warn(cls, seen: str, todo: str, **values: Any) -> "Finding":
        """It works, but not as it should."""
        return cls(Level.WARN, seen, todo, values)

    @classmethod
    def fail(cls, seen: str, todo: str, **values: Any) -> "Finding":
        """The arm would not move, or must not."""
        return cls(Level.FAIL, seen, todo, values)

    @classmethod
    def skip(cls, seen: str) -> "Finding":
        """Could not be looked at, because of another line."""
        return cls(Level.SKIP, seen)

    @classmethod
    def of(cls, error: VlaError) -> "Finding":
        """The line for a typed error."""
        return cls(Level.FAIL, f"[{int(error.code)} {error.code.name}] {error.message}", error.advice,
                   {"code": int(error.code)})  # fmt: skip


class Check(Protocol):
    """A check: a callable without arguments; what it looks at is bound when it is made."""

    def __call__(self) -> Finding:
        """Look, and return the finding; a VlaError that is raised becomes a FAIL."""
        ...


NamedCheck = tuple[str, Check]
FindingLine = tuple[str, Finding]


def examine(checks: Iterable[NamedCheck], told: Callable[[FindingLine], None]) -> Iterator[FindingLine]:
    """Run the checks in order, tell each line as soon as it is there, and yield it."""
    for name, check in checks:
        try:
            finding = check()
        except VlaError as error:
            finding = Finding.of(error)
        line = (name, finding)
        told(line)
        yield line


def as_json(lines: Iterable[FindingLine]) -> list[dict[str, Any]]:
    """Return the lines as plain data: name, level, seen, todo, values."""
    return [{"name": name, **asdict(finding), "level": str(finding.level)} for name, finding in lines]
