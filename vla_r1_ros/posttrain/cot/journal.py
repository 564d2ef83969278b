# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""What a run has found out so far, one JSON line per finished sample, so that a killed run goes on where it was.

The first line says how the teacher was asked. A line that a kill cut short is cut off when the file is opened; its
sample is asked again. One process at a time holds the file.
"""

from __future__ import annotations

import errno
import fcntl
import json
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from vla_r1_ros.core.errors import ErrorCode, InputError

Entry = dict[str, Any]


class Journal:
    """The journal file of an output folder.

    Attributes:
        final: the entry of each sample (by key) that was kept or dropped.
        unanswered: entries of samples for which the server gave no answer; they are asked again.

    Args:
        path: the file.
        settings: how the teacher is asked, plain JSON; a journal of other settings is refused.
        resume: whether a journal that is there is gone on with.
        option: of the command, that says where the file lies; for advice.

    Raises:
        InputError: INPUT_BUSY where another run holds it, INPUT_PARAMETER where it is there without `resume` or was
            made with other settings, INPUT_FILE (with the line) where it is damaged.
    """

    def __init__(self, path: Path, settings: Entry, *, resume: bool, option: str = "--out") -> None:
        self._path, self._option = path, option
        self.final: dict[str, Entry] = {}
        self.unanswered: list[Entry] = []
        self._file = path.open("a+b")
        try:
            fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            self._file.close()
            raise InputError(ErrorCode.INPUT_BUSY, f"another run writes into {path.parent}",
                             f"wait for it, or choose another {option}") from None
        try:
            self._open(settings, resume)
        except InputError:
            self._file.close()
            raise

    def _open(self, settings: Entry, resume: bool) -> None:
        self._file.seek(0)
        content = self._file.read()
        whole = content.rfind(b"\n") + 1
        if whole < len(content):
            self._file.truncate(whole)
        lines = content[:whole].splitlines()
        if not lines:
            self._write({"settings": settings})
            return
        if not resume:
            raise InputError(ErrorCode.INPUT_PARAMETER, f"{self._path} exists",
                             f"add --resume, or choose another {self._option}")
        for number, line in enumerate(lines, 1):
            entry = self._parse(line, number)
            if number == 1:
                self._compare(entry.get("settings", {}), settings)
            elif entry["status"] == "unanswered":
                self.unanswered.append(entry)
            else:
                self.final[entry["key"]] = entry

    def _parse(self, line: bytes, number: int) -> Entry:
        try:
            entry = json.loads(line)
        except ValueError:
            entry = None
        if not isinstance(entry, dict) or not ({"settings"} <= entry.keys() or {"key", "status"} <= entry.keys()):
            raise InputError(ErrorCode.INPUT_FILE, f"{self._path}, line {number}, is damaged",
                             "remove that line: its sample is asked again")
        return entry

    def _compare(self, before: Entry, now: Entry) -> None:
        differ = [f"{name} was {before.get(name)!r}" for name in now if before.get(name) != now[name]]
        if differ:
            raise InputError(ErrorCode.INPUT_PARAMETER, f"{self._path} was begun otherwise: {', '.join(differ)}",
                             f"resume with the same, or choose another {self._option}")

    def add(self, entry: Entry) -> None:
        """Append what became of a sample: key, status (kept, dropped or unanswered) and more. Raises InputError."""
        self._write(entry)
        if entry["status"] == "unanswered":
            self.unanswered.append(entry)
        else:
            self.final[entry["key"]] = entry

    def _write(self, entry: Entry) -> None:
        try:
            self._file.write(json.dumps(entry, ensure_ascii=False).encode() + b"\n")
            self._file.flush()
        except OSError as error:
            raise cannot_write(self._path, error) from error

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None,
                 trace: TracebackType | None) -> None:
        self._file.close()


def cannot_write(path: Path, error: OSError) -> InputError:
    """The named error of a full or unwritable disk."""
    full = error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
    return InputError(ErrorCode.INPUT_ENVIRONMENT, f"{path} cannot be written: {error.strerror or error}",
                      "free space, then add --resume" if full else "may you write there, is it a folder?")
