# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""What was written, forced onto the disk beside the writing: what a power cut leaves of a recording."""

import errno
import os
import threading
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

_UNSUPPORTED = frozenset({errno.EINVAL, errno.ENOSYS, errno.EOPNOTSUPP})  # file systems that cannot be told to


class DiskSync:
    """Syncs a growing file in a thread of its own whenever it is asked to, so that no writer waits for the disk.

    What was written but not synced is in the system's memory alone; Linux may keep it there for half a minute.
    `bytes_synced` of the file are on the disk. `error` is set, and nothing is synced any more, where the disk refused.
    """

    def __init__(self, file: Path, sync: Callable[[int], None] = os.fdatasync) -> None:
        self.bytes_synced = 0
        self.error: OSError | None = None
        self._file = file
        self._sync = sync
        self._wake = threading.Condition()
        self._due = self._closing = False
        # a daemon: a disk that hangs must not keep the process
        self._thread = threading.Thread(target=self._run, name="disk sync", daemon=True)
        self._thread.start()

    def request(self) -> None:
        """Sync what is in the file by now; returns at once. Requests during a sync become one."""
        with self._wake:
            self._due = True
            self._wake.notify()

    def close(self, within_s: float) -> bool:
        """Sync the file and its folder a last time; False where that takes longer than `within_s` or failed."""
        with self._wake:
            self._closing = True
            self._wake.notify()
        self._thread.join(within_s)
        return not self._thread.is_alive() and self.error is None

    def _run(self) -> None:
        try:
            # a descriptor of its own: the writer may close its own at any time
            fd = os.open(self._file, os.O_RDONLY)
            try:
                self._sync_names()
                while not self._wait():
                    self._sync_file(fd)
                self._sync_file(fd)
            finally:
                os.close(fd)
            self._sync_names()
        except OSError as error:
            self.error = None if error.errno in _UNSUPPORTED else error

    def _wait(self) -> bool:
        """Wait for the next request; True when it is the last."""
        with self._wake:
            self._wake.wait_for(lambda: self._due or self._closing)
            self._due = False
            return self._closing

    def _sync_file(self, fd: int) -> None:
        size = os.fstat(fd).st_size
        if size > self.bytes_synced:
            self._sync(fd)
            self.bytes_synced = size

    def _sync_names(self) -> None:
        """metadata.yaml, where it is there, and the entries of the folders, without which nothing is found again."""
        folder = self._file.parent
        for path in (folder / "metadata.yaml", folder, folder.parent):
            with suppress(FileNotFoundError, PermissionError):
                fd = os.open(path, os.O_RDONLY)
                try:
                    self._sync(fd)
                finally:
                    os.close(fd)
