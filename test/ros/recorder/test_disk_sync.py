# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""What a power cut leaves of a recording, on a real file system that is stopped without a last write."""

import errno
import fcntl
import os
import shutil
import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

pytest.importorskip("rclpy")

from vla_r1_ros.core.errors import ErrorCode
from vla_r1_ros.evaluation.bag_files import Bag
from vla_r1_ros.evaluation.bag_read import BagReader
from vla_r1_ros.ros.bag_writer import BagTopic, BagWriter
from vla_r1_ros.ros.disk_sync import DiskSync
from vla_r1_ros.ros.recording import Recording, RecordingLimits

TOPIC = BagTopic("/t", "std_msgs/msg/String", "string data\n", "RIHS01_0")
LIMITS = RecordingLimits(flush_period_s=0.1, min_free_bytes=0)
_SHUTDOWN, _NO_LOG_FLUSH = 0x8004587D, 2  # EXT4_IOC_SHUTDOWN: what is in memory is gone, as when the power is


def recording(folder: Path, sync: Callable[[int], None] | None) -> Recording:
    made = Recording(BagWriter(folder / "bag", {}, "kilted", "none", 1 << 16), LIMITS, sync=sync)
    made.add_topic(TOPIC)
    return made


class Disk:
    """An ext4 of its own in a file, whose power can be cut."""

    def __init__(self, folder: Path) -> None:
        self._image, self.path = folder / "image", folder / "disk"
        self.path.mkdir()
        with self._image.open("wb") as file:
            file.truncate(64 << 20)
        subprocess.run(["mkfs.ext4", "-q", str(self._image)], check=True, capture_output=True)

    def mount(self) -> bool:
        command = ["mount", "-o", "loop", str(self._image), str(self.path)]
        return subprocess.run(command, capture_output=True, check=False).returncode == 0

    def unmount(self) -> None:
        subprocess.run(["umount", str(self.path)], capture_output=True, check=False)

    def cut_power(self) -> None:
        fd = os.open(self.path, os.O_RDONLY)
        try:
            fcntl.ioctl(fd, _SHUTDOWN, _NO_LOG_FLUSH.to_bytes(4, "little"))
        finally:
            os.close(fd)


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Disk]:
    if shutil.which("mkfs.ext4") is None:
        pytest.skip("no mkfs.ext4 here")
    made = Disk(tmp_path)
    if not made.mount():
        pytest.skip("a file system in a file cannot be mounted here (needs root and a loop device)")
    yield made
    made.unmount()


def cut(disk: Disk, sync: Callable[[int], None] | None) -> tuple[float, int, int]:
    """Record for 1.5 s, cut the power, mount again: the age (s) of the newest message that is left at the cut, how
    many are left, and how many were put."""
    made = recording(disk.path, sync)
    count, end = 0, time.monotonic() + 1.5
    while time.monotonic() < end:
        made.put("/t", time.time_ns(), 0, count.to_bytes(4, "little") + bytes(2000))
        count += 1
        time.sleep(0.002)
    cut_ns = time.time_ns()
    disk.cut_power()
    made.stop()
    disk.unmount()
    assert disk.mount()
    file = disk.path / "bag" / "bag_0.mcap"
    if not file.exists():
        return 1e9, 0, count
    found = list(BagReader(Bag(file, (file,)), lambda *_: True).messages())
    assert [int.from_bytes(raw.data[:4], "little") for raw in found] == list(range(len(found)))
    return (cut_ns - found[-1].log_ns) * 1e-9 if found else 1e9, len(found), count


def test_a_power_cut_loses_little_more_than_the_flush_period(disk: Disk) -> None:
    age_s, left, count = cut(disk, os.fdatasync)
    assert age_s < 0.8, f"{left} of {count} messages are left"  # 0.1 s, and the rest for a loaded machine


def test_without_it_the_same_cut_loses_all(disk: Disk) -> None:
    """That the test above can fail."""
    age_s, left, _ = cut(disk, None)
    assert age_s > 1.0 and left == 0


def test_a_disk_that_hangs_delays_neither_writing_nor_the_end(tmp_path: Path) -> None:
    gate = threading.Event()
    made = recording(tmp_path, lambda _: gate.wait(20.0) and None)
    for i in range(100):
        assert made.put("/t", 1000 + i, 0, bytes(50_000))
    end = time.monotonic() + 5.0
    while made.state().messages < 100 and time.monotonic() < end:
        time.sleep(0.01)
    assert made.state().messages == 100 and made.state().bytes_synced == 0
    begin = time.monotonic()
    assert made.stop(0.5).error is None
    assert time.monotonic() - begin < 1.5 and (tmp_path / "bag" / "metadata.yaml").exists()
    gate.set()


def test_a_disk_that_refuses_ends_the_recording_with_a_code(tmp_path: Path) -> None:
    def refuse(_: int) -> None:
        raise OSError(errno.EIO, os.strerror(errno.EIO))

    made = recording(tmp_path, refuse)
    end = time.monotonic() + 5.0
    while made.state().error is None and time.monotonic() < end:
        time.sleep(0.01)
    error = made.stop().error
    assert error is not None and error.code is ErrorCode.RECORD_FAILED and "keep" in error.message


def test_a_file_system_that_knows_no_sync_is_no_fault(tmp_path: Path) -> None:
    def unknown(_: int) -> None:
        raise OSError(errno.EINVAL, os.strerror(errno.EINVAL))

    made = recording(tmp_path, unknown)
    made.put("/t", 1000, 0, b"x")
    state = made.stop()
    assert state.error is None and state.messages == 1 and state.bytes_synced == 0


def test_all_is_synced_at_the_end_and_requests_during_a_sync_become_one(tmp_path: Path) -> None:
    file, calls, gate = tmp_path / "f", [], threading.Semaphore(0)
    file.write_bytes(b"")

    def sync(fd: int) -> None:
        calls.append(str(Path(f"/proc/self/fd/{fd}").readlink()))
        if calls[-1] == str(file):
            gate.acquire()

    made = DiskSync(file, sync)
    for size in range(1, 6):
        file.write_bytes(bytes(size))
        made.request()
        time.sleep(0.02)
    for _ in range(3):
        gate.release()
    assert made.close(5.0) and made.bytes_synced == 5
    assert calls.count(str(file)) == 2 and calls.count(str(tmp_path)) == 2, calls
