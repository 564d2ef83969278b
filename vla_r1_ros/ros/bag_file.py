# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""A file that ends well on a full disk: it keeps a reserve which is given up when the disk is full."""

import errno
import os
from collections.abc import Callable
from pathlib import Path

from vla_r1_ros.core.errors import ErrorCode, RecordingError

FULL = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})


class ReservedFile:
    """A write-only binary file beside a reserve of `reserve_bytes` on the same disk.

    When a write finds the disk full, the reserve is given up and the write goes on in the space that this gives:
    `full` is True from then on, and the owner must end the file soon.
    """

    def __init__(self, path: Path, reserve_bytes: int, write: Callable[[int, memoryview], int] = os.write) -> None:
        self.full = False
        self._write = write
        self._position = 0
        self._reserve_fd = -1
        try:
            self._fd = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o644)
        except OSError as error:
            raise _failed(path, error) from error
        try:
            self._take_reserve(path.with_name(f".{path.name}.reserve"), reserve_bytes)
        except OSError as error:
            self.close()
            raise _failed(path, error) from error

    def _take_reserve(self, path: Path, size: int) -> None:
        # without a name the space is given back even when this process is killed
        self._reserve_fd = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        path.unlink()
        if size > 0:
            os.posix_fallocate(self._reserve_fd, 0, size)

    def _give_up_reserve(self) -> None:
        if self._reserve_fd >= 0:
            os.close(self._reserve_fd)
            self._reserve_fd = -1

    def write(self, data: bytes) -> int:
        """Write all of `data`; raises OSError only when the disk is full beyond the reserve, or broken."""
        view = memoryview(data)
        done = 0
        while done < len(view):
            try:
                done += self._write(self._fd, view[done:])
            except OSError as error:
                if error.errno not in FULL or self.full:
                    raise
                self.full = True
                self._give_up_reserve()
        self._position += done
        return done

    def tell(self) -> int:
        """Bytes written so far."""
        return self._position

    def flush(self) -> None:
        """Nothing is held back: what was written is the system's already."""

    def close(self) -> None:
        """Close the file and give up the reserve."""
        if self._fd >= 0:
            os.close(self._fd)
            self._fd = -1
        self._give_up_reserve()


def _failed(path: Path, error: OSError) -> RecordingError:
    code = ErrorCode.RECORD_DISK_FULL if error.errno in FULL else ErrorCode.RECORD_FAILED
    return RecordingError(code, f"cannot write {path.name}: {error.strerror}", "choose another output_directory")
