# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""States of a run: which one counts, what is deleted, and what a full disk must leave alone."""

from __future__ import annotations

import errno
from pathlib import Path

import pytest

pytest.importorskip("safetensors")

from vla_r1_ros.core.errors import ErrorCode, TrainingError
from vla_r1_ros.posttrain.tune.states import delete_older, last_state, mark_complete, saving


def _state(run: Path, name: str, *, whole: bool = True) -> Path:
    state = run / name
    state.mkdir()
    (state / "model.safetensors").write_bytes(b"weights")
    if whole:
        mark_complete(state)
    return state


def test_the_newest_whole_state_counts_and_folders_of_the_user_are_left_alone(tmp_path: Path) -> None:
    _state(tmp_path, "checkpoint-9")
    ten = _state(tmp_path, "checkpoint-10")
    half = _state(tmp_path, "checkpoint-11", whole=False)
    kept = _state(tmp_path, "checkpoint-10-copy", whole=False)
    assert last_state(tmp_path) == ten
    assert not half.exists() and kept.is_dir()


def test_older_states_are_deleted_by_their_step(tmp_path: Path) -> None:
    for step in (2, 10, 8):
        _state(tmp_path, f"checkpoint-{step}")
    delete_older(tmp_path, 2)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["checkpoint-10", "checkpoint-8"]


def test_a_full_disk_deletes_what_was_begun_and_not_what_is_whole(tmp_path: Path) -> None:
    best, begun = _state(tmp_path, "best"), tmp_path / "best.part"
    state = _state(tmp_path, "checkpoint-4")
    with pytest.raises(TrainingError, match="GB are free") as caught, saving(begun, tmp_path):
        begun.mkdir()
        raise OSError(errno.ENOSPC, "No space left on device")
    assert caught.value.code is ErrorCode.TRAIN_DISK_FULL and "goes on from checkpoint-4" in caught.value.advice
    assert not begun.exists() and best.is_dir() and state.is_dir()
