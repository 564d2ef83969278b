# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""Verdicts on attempts, kept beside the bag: one entry per attempt and source, so that sources never mix.

`verdict.json` in the bag's folder (`<file>.verdict.json` beside a bag that is a single file)::

    {"version": 1, "facts": {"model": "tabletop", "scene": "S1"},
     "attempts": {"20261122T214316-0001": {"human": {"success": false, "reason": "DROPPED", "notes": "",
                                                     "by": "ada", "when": "2026-11-23T09:00:00+00:00"}}}}
"""

import fcntl
import json
import os
import re
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from typing import Any

from vla_r1_ros.core.errors import ErrorCode, InputError
from vla_r1_ros.core.report import Phase
from vla_r1_ros.evaluation.plain_text import whole_json

FILE = "verdict.json"
FACTS = ("scene", "robot", "model", "task", "seed")
MAX_TEXT = 2000
_VERSION = 1
_CODE = re.compile(r"[A-Z][A-Z0-9_]{0,63}")
_ADVICE = "write verdicts with `vla_r1 judge`, or move the damaged file away"


class Source(StrEnum):
    """Who judges: a person, the simulator's physics, or the stack's own verification."""

    HUMAN = "human"
    PHYSICS = "physics"
    STACK = "stack"


class FailureReason(StrEnum):
    """What a person saw go wrong: the first thing, where several did."""

    WRONG_OBJECT = "WRONG_OBJECT"
    CALLED_ABSENT = "CALLED_ABSENT"
    ABSENT_NOT_SEEN = "ABSENT_NOT_SEEN"
    MISSED_GRASP = "MISSED_GRASP"
    DROPPED = "DROPPED"
    WRONG_PLACE = "WRONG_PLACE"
    COLLISION = "COLLISION"
    DISTURBED = "DISTURBED"
    NO_MOTION = "NO_MOTION"
    STOPPED = "STOPPED"
    HARDWARE = "HARDWARE"
    OTHER = "OTHER"


MEANINGS = {
    FailureReason.WRONG_OBJECT: "it took, or went to, another object",
    FailureReason.CALLED_ABSENT: "it called an object absent that is there",
    FailureReason.ABSENT_NOT_SEEN: "it moved for an object that is not there",
    FailureReason.MISSED_GRASP: "it closed on nothing, or the object slipped at once",
    FailureReason.DROPPED: "it lost the object on the way",
    FailureReason.WRONG_PLACE: "the object, or the tool, ended in the wrong place",
    FailureReason.COLLISION: "arm or object hit something",
    FailureReason.DISTURBED: "another object was pushed or knocked over",
    FailureReason.NO_MOTION: "it refused, found no plan, or ran out of time",
    FailureReason.STOPPED: "a person or the safety gate stopped it",
    FailureReason.HARDWARE: "camera, arm or gripper failed",
    FailureReason.OTHER: "something else: say it in the notes",
}


@dataclass(frozen=True)
class Verdict:
    """One source's word on one attempt.

    Args:
        reason: empty for a success; a :class:`FailureReason` of a person, a code of the referee or of the stack.
        by: who said so: a name, or the node.
        when: ISO 8601 with offset, for example 2026-11-23T09:00:00+00:00.

    Raises:
        InputError: INPUT_PARAMETER for a failure without reason, an unknown reason, a time or text that is none.
    """

    source: Source
    success: bool
    reason: str = ""
    notes: str = ""
    by: str = ""
    when: str = field(default_factory=lambda: now())

    def __post_init__(self) -> None:
        if not isinstance(self.success, bool):
            raise _wrong(f"success must be true or false, is {self.success!r}")
        for name in ("reason", "notes", "by", "when"):
            value = getattr(self, name)
            if not isinstance(value, str) or len(value) > MAX_TEXT:
                raise _wrong(f"{name} must be text of at most {MAX_TEXT} characters")
        self._check_reason()
        try:
            aware = datetime.fromisoformat(self.when).tzinfo is not None
        except ValueError:
            aware = False
        if not aware:
            raise _wrong(f"'{self.when[:40]}' is no ISO 8601 time with an offset")

    def _check_reason(self) -> None:
        if not self.success and not self.reason:
            raise _wrong("a failure needs a reason")
        if self.source is Source.HUMAN:
            known = [str(reason) for reason in FailureReason]
            if self.reason and (self.success or self.reason not in known):
                words = "a success has no reason" if self.success else f"'{self.reason[:40]}' is no reason"
                raise _wrong(f"{words}; reasons of a failure are {', '.join(known)}")
        elif self.reason and not _CODE.fullmatch(self.reason):
            raise _wrong(f"the reason '{self.reason[:40]}' is no code in capitals")

    def to_json(self) -> dict[str, Any]:
        """Plain JSON; the source is the key that it stands under."""
        return {"success": self.success, "reason": self.reason, "notes": self.notes, "by": self.by, "when": self.when}


@dataclass(frozen=True)
class VerdictFile:
    """What stands in the file: verdicts by attempt id ("" = the recording as a whole) and source, and facts on the
    recording (:data:`FACTS`) that the bag itself does not tell."""

    attempts: Mapping[str, Mapping[Source, Verdict]] = field(default_factory=dict)
    facts: Mapping[str, str] = field(default_factory=dict)

    def of(self, attempt: str) -> Mapping[Source, Verdict]:
        """The verdicts on an attempt, by source."""
        return self.attempts.get(attempt, {})

    def having(self, attempt: str, *verdicts: Verdict, facts: Mapping[str, str] | None = None) -> "VerdictFile":
        """This file with these verdicts in place of those of the same source; other sources' stay as they are."""
        entry = {**self.of(attempt), **{verdict.source: verdict for verdict in verdicts}}
        known = {**self.facts, **{key: value for key, value in (facts or {}).items() if value}}
        return replace(self, attempts={**self.attempts, attempt: entry} if entry else self.attempts, facts=known)


def now() -> str:
    """The time as a verdict has it."""
    return datetime.now(UTC).isoformat(timespec="seconds")


def stack_verdict(stage: str, code: str, notes: str = "", *, by: str = "vla_node", when: str = "") -> Verdict:
    """The stack's own word from the last stage of `status` and its code's name. It cannot know more than that it is
    done, or that the model called the object absent (reason ABSENT)."""
    good = stage in (Phase.DONE, Phase.ABSENT)
    told = code if code not in ("", ErrorCode.OK.name) else stage.upper()
    reason = "ABSENT" if stage == Phase.ABSENT else "" if good else told
    return Verdict(Source.STACK, good, reason, notes[:MAX_TEXT], by, when or now())


def physics_verdict(word: Mapping[str, Any], when: str = "") -> Verdict:
    """The verdict in a message of `sim_node/referee`; what is not done is a failure."""
    good = word.get("success") is True
    reason = "" if good else str(word.get("code") or "UNKNOWN")
    return Verdict(Source.PHYSICS, good, reason, str(word.get("reason", ""))[:MAX_TEXT], "sim_node/referee",
                   when or now())  # fmt: skip


def verdict_path(bag: Path) -> Path:
    """Where the verdicts on a bag (folder, or single file) lie."""
    return bag / FILE if bag.is_dir() else bag.with_name(f"{bag.name}.{FILE}")


def load_verdicts(bag: Path) -> VerdictFile:
    """The verdicts beside a bag; an empty file where there is none.

    Raises:
        InputError: INPUT_FILE that names the file and what is wrong with it.
    """
    path = verdict_path(bag)
    try:
        data = whole_json(path.read_text(encoding="utf-8"))
        if data["version"] != _VERSION:
            raise _wrong(f"version {data['version']!r} is not {_VERSION}")
        attempts = {str(name): {Source(source): _verdict(Source(source), entry) for source, entry in entries.items()}
                    for name, entries in data["attempts"].items()}  # fmt: skip
        facts = _facts(data.get("facts", {}))
    except FileNotFoundError:
        return VerdictFile()
    except InputError as error:
        raise InputError(ErrorCode.INPUT_FILE, f"{path}: {error.message}", _ADVICE) from None
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise InputError(ErrorCode.INPUT_FILE, f"{path} holds no verdicts: {error!r}", _ADVICE) from None
    return VerdictFile(attempts, facts)


def save_verdicts(bag: Path, verdicts: VerdictFile) -> Path:
    """Write the verdicts beside a bag; a kill at any moment leaves the old file or the new one. Returns the path.

    Raises:
        InputError: INPUT_PARAMETER for unknown facts, INPUT_ENVIRONMENT where it cannot be written.
    """
    path = verdict_path(bag)
    attempts = {name: {str(source): verdict.to_json() for source, verdict in entries.items()}
                for name, entries in verdicts.attempts.items()}  # fmt: skip
    text = json.dumps({"version": _VERSION, "facts": _facts(verdicts.facts), "attempts": attempts}, indent=1,
                      ensure_ascii=False)  # fmt: skip
    part = ""
    try:
        with tempfile.NamedTemporaryFile("w", encoding="utf-8", errors="replace", dir=path.parent,
                                         prefix=f".{path.name}.", delete=False) as file:  # fmt: skip
            part = file.name
            file.write(text + "\n")
            file.flush()
            os.fsync(file.fileno())
        Path(part).chmod(0o644)
        Path(part).replace(path)
        part = ""
    except OSError as error:
        raise InputError(ErrorCode.INPUT_ENVIRONMENT, f"{path} cannot be written: {error.strerror}",
                         "is the folder yours, and is there room on the disk?") from error
    finally:
        if part:
            Path(part).unlink(missing_ok=True)
    return path


def keep_verdict(bag: Path, attempt: str, verdict: Verdict,
                 facts: Mapping[str, str] | None = None) -> tuple[Path, Verdict | None]:
    """Write one verdict into the file as it is now; others may have judged meanwhile. Returns the file's path, and the
    verdict of the same source that this one replaces.

    Raises:
        InputError: as :func:`load_verdicts` and :func:`save_verdicts`.
    """
    with _alone(verdict_path(bag).parent):
        file = load_verdicts(bag)
        return save_verdicts(bag, file.having(attempt, verdict, facts=facts)), file.of(attempt).get(verdict.source)


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """No other judge writes meanwhile. The folder is locked, as the file itself is replaced; where neither can be
    (some network disks), writing goes on without."""
    try:
        held = os.open(folder, os.O_RDONLY)
    except OSError:  # told when the file is written
        yield
        return
    try:
        with suppress(OSError):
            fcntl.flock(held, fcntl.LOCK_EX)
        yield
    finally:
        os.close(held)


def _verdict(source: Source, entry: Mapping[str, Any]) -> Verdict:
    return Verdict(source, entry["success"], entry["reason"], entry.get("notes", ""), entry.get("by", ""),
                   entry["when"])  # fmt: skip


def _facts(facts: Mapping[str, Any]) -> dict[str, str]:
    unknown = sorted(set(facts) - set(FACTS))
    if unknown or not all(isinstance(value, str) and len(value) <= MAX_TEXT for value in facts.values()):
        raise _wrong(f"facts are texts named {', '.join(FACTS)}; unknown: {unknown or 'none'}")
    return dict(facts)


def _wrong(words: str) -> InputError:
    return InputError(ErrorCode.INPUT_PARAMETER, f"verdict: {words}", "see docs/evaluate.md")
