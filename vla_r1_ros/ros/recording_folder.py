# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""Where a recording goes, whether there is room for it, and its counts as words."""

from datetime import datetime
from pathlib import Path

from vla_r1_ros.core.errors import ErrorCode, InputError, RecordingError
from vla_r1_ros.ros.recording import RecordingState, free_bytes

_MIB = 1 << 20


def folder_name(pattern: str) -> str:
    """Return the name with its strftime codes filled in, local time; InputError INPUT_PARAMETER where it is none."""
    try:
        name = datetime.now().astimezone().strftime(pattern)
    except ValueError:
        name = ""
    if not name or name.startswith(".") or any(c in name for c in "/\\\0"):
        raise InputError(
            ErrorCode.INPUT_PARAMETER, f"name '{pattern}' is not the name of a folder", "leave out / and a leading dot"
        )
    return name


def new_folder(output_directory: str, pattern: str) -> Path:
    """Return the path of a folder that is not there yet."""
    parent = Path(output_directory).expanduser().absolute()
    name = folder_name(pattern)
    folder, count = parent / name, 1
    while folder.exists():
        folder, count = parent / f"{name}_{count}", count + 1
    return folder


def check_disk(parent: Path, min_free: int) -> None:
    """Raise RecordingError, RECORD_DISK_FULL below `min_free` bytes, RECORD_FAILED where nothing can be written."""
    try:
        parent.mkdir(parents=True, exist_ok=True)
        free = free_bytes(parent)
    except OSError as error:
        words = f"cannot record into {parent}: {error.strerror}"
        raise RecordingError(ErrorCode.RECORD_FAILED, words, "choose another output_directory") from error
    if free < min_free:
        words = f"{free // _MIB} MiB are free in {parent}, {min_free // _MIB} MiB are kept"
        raise RecordingError(ErrorCode.RECORD_DISK_FULL, words, "free space, or choose another output_directory")


def state_values(state: RecordingState) -> dict[str, str]:
    """Return counts for /diagnostics."""
    return {
        "messages": str(state.messages),
        "bytes": str(state.bytes_in),
        "bytes_written": str(state.bytes_written),
        "bytes_synced": "off" if state.bytes_synced is None else str(state.bytes_synced),
        "queue_mib": f"{state.queued_bytes / _MIB:.1f}",
        "disk_free_mib": str(state.free_bytes // _MIB),
    }
