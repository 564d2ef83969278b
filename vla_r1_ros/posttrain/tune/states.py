# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""What a run can go on from: TRL's `checkpoint-N` folders, of which only those count that were written to the end."""

from __future__ import annotations

import errno
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from vla_r1_ros.core.errors import ErrorCode, TrainingError

MARK = "complete"
_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
_FULL_WORDS = ("no space left", "disk quota exceeded", "file too large", "file write failed", "failed writing file")


def mark_complete(state: Path) -> None:
    """Say that a state is whole."""
    (state / MARK).touch()


def step_of(state: Path) -> int:
    """The optimizer step that a state was written at."""
    return int(state.name.rpartition("-")[2])


def last_state(run: Path) -> Path | None:
    """The newest whole state of a run, None where there is none; what a kill left half written is deleted."""
    states = _states(run)
    for state in states:
        if not (state / MARK).is_file():
            shutil.rmtree(state)
    whole = [state for state in states if state.is_dir()]
    return whole[-1] if whole else None


def delete_older(run: Path, keep: int) -> None:
    """Delete all whole states but the newest `keep`."""
    for state in _states(run)[:-keep]:
        (state / MARK).unlink(missing_ok=True)  # first: a kill while it is deleted must not leave it looking whole
        shutil.rmtree(state)


def _states(run: Path) -> list[Path]:
    named = [path for path in run.glob("checkpoint-*") if path.name.removeprefix("checkpoint-").isdecimal()]
    return sorted(named, key=step_of)


def _disk_is_full(error: BaseException) -> bool:
    """Whether an error, or one that it came from, says that nothing more can be written. The writers of weights wrap
    the system's error in their own, as words."""
    seen: BaseException | None = error
    while seen is not None:
        if isinstance(seen, OSError) and seen.errno in _FULL:
            return True
        if any(words in str(seen).lower() for words in _FULL_WORDS):
            return True
        seen = seen.__cause__ or seen.__context__
    return False


@contextmanager
def saving(target: Path, run: Path) -> Iterator[None]:
    """Around everything that writes the folder `target`: where the disk is full it is deleted and the error named.

    `target` is a folder that holds nothing else yet; an older whole one must stand under another name.

    Raises:
        TrainingError: TRAIN_DISK_FULL.
    """
    from safetensors import SafetensorError

    # safetensors and torch wrap the system's error: only the words tell what happened
    try:
        yield
    except (OSError, RuntimeError, SafetensorError) as error:
        if not _disk_is_full(error):
            raise
        shutil.rmtree(target, ignore_errors=True)
        kept = last_state(run)
        free = shutil.disk_usage(run).free / 1e9
        raise TrainingError(
            ErrorCode.TRAIN_DISK_FULL, f"{target} could not be written, {free:.2f} GB are free: {error}",
            f"free space, then --resume: it goes on from {kept.name if kept else 'the start'}") from error
