# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""`vla_r1 bench record`: how many camera frames recorder_node keeps, and what that costs."""

import argparse
import json
import os
import signal
import subprocess
import sys
import tempfile
import time
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import yaml

from vla_r1_ros.cli.bench_transport import SLACK_S, configured_environment
from vla_r1_ros.cli.style import command
from vla_r1_ros.core.errors import ErrorCode, InputError
from vla_r1_ros.evaluation.result_file import write_result

_START_S, _END_S = 60.0, 60.0


@dataclass(frozen=True)
class RecordFigures:
    """Frames sent and kept of both streams together, as recorder_node counts them too; s, MiB."""

    seconds: float
    sent: int
    kept: int
    dropped: int
    lost_in_transport: int
    size_mib: float
    cpu_s: float
    memory_mib: float
    sent_hz: float


def register(subparsers: Any) -> None:
    """Describe the subcommand."""
    parser = command(
        subparsers, "record", "what recorder_node keeps of a camera, and what that costs",
        description="Sends VGA colour and depth with a camera's noise from one process, records them with another, and "
        "counts what the recording has.",
        examples=("vla_r1 bench record", "vla_r1 bench record --seconds 600 --json record.json",
                  "vla_r1 bench record --images packed"),
        ends={0: "nothing was lost", 1: "frames were lost, or an error"})
    parser.add_argument("--seconds", type=float, default=30.0, help="length of the recording (default: %(default)s)")
    parser.add_argument("--rate", type=float, default=30.0, help="frames a second (default: %(default)s)")
    parser.add_argument("--images", choices=("raw", "packed"), default="raw",
                        help="as they come; or colour as JPEG, depth as PNG")
    parser.add_argument("--compression", choices=("none", "lz4", "zstd"), default="lz4",
                        help="of the chunks (default: %(default)s)")
    parser.add_argument("--folder", type=Path, metavar="DIR",
                        help="keep the recording there (default: a temporary folder; raw is 61 MB a second)")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the figures there as well")
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Measure, print the figures; 1 where frames were lost."""
    if not (arguments.seconds > 0.0 and 0.0 < arguments.rate <= 1000.0):
        raise InputError(ErrorCode.INPUT_PARAMETER, "seconds and rate must be positive, the rate at most 1000 Hz")
    print(f"640x480 rgb8 and 32FC1 at {arguments.rate:g} Hz for {arguments.seconds:g} s, {arguments.images}, "
          f"{arguments.compression}", flush=True)
    with tempfile.TemporaryDirectory(prefix="vla_r1_record_") as scratch:
        figures = measure(Path(scratch), arguments)
    print(f"sent {figures.sent} at {figures.sent_hz:.1f} Hz, kept {figures.kept}, dropped {figures.dropped}, lost in "
          f"transport {figures.lost_in_transport}")
    print(f"{figures.size_mib:.0f} MiB, {figures.cpu_s:.1f} s of CPU ({figures.cpu_s / figures.seconds:.0%} of a core)"
          f", {figures.memory_mib:.0f} MiB resident")
    if arguments.json:
        write_result(arguments.json, {**asdict(figures), "rate_hz": arguments.rate, "images": arguments.images,
                                      "compression": arguments.compression})  # fmt: skip
    return int(figures.kept != figures.sent)


def measure(scratch: Path, arguments: argparse.Namespace) -> RecordFigures:
    """Run sender and recorder as processes.

    Raises:
        InputError: INPUT_ENVIRONMENT when one of them fails or hangs.
    """
    environment, frames = configured_environment("shipped"), max(2, round(arguments.seconds * arguments.rate))
    folder = (arguments.folder or scratch).absolute()
    parameters = {"bag_per": "session", "output_directory": str(folder), "name": "bench_record",
                  "image_format": arguments.images, "compression": arguments.compression,
                  "include": ["/image", "/depth"]}  # fmt: skip
    words = [word for name, value in parameters.items() for word in ("-p", f"{name}:={json.dumps(value)}")]
    log = scratch / "recorder.log"
    with log.open("w") as file:
        recorder = subprocess.Popen([sys.executable, "-m", "vla_r1_ros.ros.recorder_node", "--ros-args", *words],
                                    env=environment, stdout=file, stderr=file)  # fmt: skip
    try:
        _await_start(recorder, log)
        sent = _send(scratch / "sent.json", environment, arguments.rate, frames)
        recorder.send_signal(signal.SIGINT)
        usage = _ended(recorder, log)
    finally:
        recorder.kill()
        recorder.wait()
    (path,) = (Path(line.rpartition("recording to ")[2]) for line in log.read_text().splitlines()
               if "recording to " in line)  # fmt: skip
    told = yaml.safe_load((path / "metadata.yaml").read_text())["rosbag2_bagfile_information"]
    custom = told["custom_data"]
    return RecordFigures(
        frames / arguments.rate, 2 * sent["sent"], int(told["message_count"]), int(custom["dropped"]),
        int(custom["lost_in_transport"]), sum(each.stat().st_size for each in path.glob("*.mcap")) / 2**20,
        usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024, sent["rate_hz"])  # fmt: skip


def _await_start(recorder: "subprocess.Popen[bytes]", log: Path) -> None:
    end = time.monotonic() + _START_S
    while "started" not in log.read_text():
        if recorder.poll() is not None or time.monotonic() > end:
            raise InputError(ErrorCode.INPUT_ENVIRONMENT, f"recorder_node did not start: {log.read_text()[-300:]}")
        time.sleep(0.1)


def _send(out: Path, environment: dict[str, str], rate_hz: float, frames: int) -> Any:
    command = [sys.executable, "-m", "vla_r1_ros.ros.transport_probe", "send", "--noisy", "--out", str(out),
               "--rate", str(rate_hz), "--frames", str(frames)]  # fmt: skip
    try:
        done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False,
                              timeout=frames / rate_hz + SLACK_S)  # fmt: skip
    except subprocess.TimeoutExpired as error:
        raise InputError(ErrorCode.INPUT_ENVIRONMENT, f"the measurement took over {error.timeout:.0f} s",
                         "the machine may be overloaded: try a lower --rate") from error
    if done.returncode != 0:
        raise InputError(ErrorCode.INPUT_ENVIRONMENT, f"the sender failed: {done.stderr.strip()[-300:]}")
    return json.loads(out.read_text())


def _ended(recorder: "subprocess.Popen[bytes]", log: Path) -> Any:
    """What the recorder used (a rusage) until it ended."""
    end = time.monotonic() + _END_S
    while time.monotonic() < end:
        pid, status, usage = os.wait4(recorder.pid, os.WNOHANG)
        if pid:
            recorder.returncode = os.waitstatus_to_exitcode(status)
            if recorder.returncode:
                break
            return usage
        time.sleep(0.05)
    raise InputError(ErrorCode.INPUT_ENVIRONMENT, f"recorder_node did not end well: {log.read_text()[-300:]}")
