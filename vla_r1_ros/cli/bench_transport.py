# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""`vla_r1 bench transport`: how many camera frames get lost between two processes, and how late they are."""

import argparse
import json
import os
import random
import subprocess
import sys
import tempfile
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from vla_r1_ros.cli.style import command
from vla_r1_ros.core.errors import ErrorCode, InputError
from vla_r1_ros.evaluation.result_file import write_result

CONFIGURATIONS = ("default", "shipped", "small")
SLACK_S = 45.0


@dataclass(frozen=True)
class StreamFigures:
    """One image stream: frames sent and lost, age on arrival in ms (None where nothing arrived)."""

    sent: int
    lost: int
    p50_ms: float | None
    p99_ms: float | None


def register(subparsers: Any) -> None:
    """Describe the subcommand."""
    parser = command(
        subparsers, "transport", "lost image frames between processes",
        description="Send VGA colour and depth between two processes, best effort, with Fast DDS as it ships "
        "(default), with the settings of this package (shipped), and with those it takes where /dev/shm is small "
        "(small).",
        examples=("vla_r1 bench transport", "vla_r1 bench transport --configuration small --rate 60 --json lost.json"),
        ends={0: "the shipped configuration lost no frame", 1: "it lost frames, or an error"})
    parser.add_argument("--configuration", choices=CONFIGURATIONS, action="append",
                        help="measure only this one; may be given again (default: default and shipped)")
    parser.add_argument("--seconds", type=float, default=10.0, help="length of a measurement (default: %(default)s)")
    parser.add_argument("--rate", type=float, default=30.0, help="frames a second (default: %(default)s)")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the figures there as well")
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Measure, print a table; 1 where the shipped configuration lost a frame."""
    if not (arguments.seconds > 0.0 and 0.0 < arguments.rate <= 1000.0):
        raise InputError(ErrorCode.INPUT_PARAMETER, "seconds and rate must be positive, the rate at most 1000 Hz")
    frames = max(2, round(arguments.seconds * arguments.rate))
    results: dict[str, dict[str, StreamFigures]] = {}
    print(f"{frames} frames of 640x480 rgb8 and 32FC1 at {arguments.rate:g} Hz, best effort, two processes")
    print(f"{'configuration':15}{'stream':8}{'lost':>6}{'p50 ms':>9}{'p99 ms':>9}")
    for name in arguments.configuration or ("default", "shipped"):
        results[name] = measure(name, arguments.rate, frames)
        for stream, figures in results[name].items():
            ages = (f"{age:9.1f}" if age is not None else f"{'-':>9}" for age in (figures.p50_ms, figures.p99_ms))
            print(f"{name:15}{stream:8}{figures.lost:6d}{''.join(ages)}")
    if arguments.json:
        report: dict[str, object] = {
            name: {stream: asdict(figures) for stream, figures in streams.items()}
            for name, streams in results.items()
        }
        write_result(arguments.json, {**report, "rate_hz": arguments.rate, "frames": frames})
    return int(any(figures.lost for figures in results.get("shipped", {}).values()))


def configured_environment(configuration: str) -> dict[str, str]:
    """This process's environment with one of CONFIGURATIONS and a DDS domain of its own."""
    from vla_r1_ros.ros.transport import USER_VARIABLES, transport_environment

    environment = {name: value for name, value in os.environ.items() if name not in USER_VARIABLES}
    environment["ROS_DOMAIN_ID"] = str(random.SystemRandom().randint(1, 101))
    environment["ROS_AUTOMATIC_DISCOVERY_RANGE"] = "LOCALHOST"
    environment.setdefault("AMENT_PREFIX_PATH", sys.prefix)
    if configuration == "shipped":
        environment.update(transport_environment(environment))
    elif configuration == "small":
        environment.update(transport_environment(environment, shared_memory=Path("/nowhere")))
    return environment


def measure(configuration: str, rate_hz: float, frames: int) -> dict[str, StreamFigures]:
    """Run both ends as processes; figures by stream.

    Raises:
        InputError: INPUT_ENVIRONMENT when an end fails, hangs, or the two do not find each other.
    """
    environment = configured_environment(configuration)
    with tempfile.TemporaryDirectory(prefix="vla_r1_transport_") as folder:
        files = {role: Path(folder) / f"{role}.json" for role in ("receive", "send")}
        processes = {role: subprocess.Popen(
            [sys.executable, "-m", "vla_r1_ros.ros.transport_probe", role, "--out", str(file),
             "--rate", str(rate_hz), "--frames", str(frames)],
            env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
            for role, file in files.items()}
        try:
            for role, process in processes.items():
                _, errors = process.communicate(timeout=frames / rate_hz + SLACK_S)
                if process.returncode != 0:
                    raise InputError(ErrorCode.INPUT_ENVIRONMENT, f"the {role} process ended with status "
                                     f"{process.returncode}: {errors.strip()[-300:]}")
        except subprocess.TimeoutExpired as error:
            raise InputError(ErrorCode.INPUT_ENVIRONMENT, f"the measurement took over {error.timeout:.0f} s",
                             "the machine may be overloaded: try a lower --rate") from error
        finally:
            for process in processes.values():
                process.kill()
                process.wait()
        received, sent = (json.loads(files[role].read_text()) for role in ("receive", "send"))
    if not sent["sent"]:
        raise InputError(ErrorCode.INPUT_ENVIRONMENT, "the two processes did not find each other over DDS",
                         "check that multicast on the loopback interface and /dev/shm are available")
    return {stream: _figures(sent["sent"], sorted(ages)) for stream, ages in received.items()}


def _figures(sent: int, ages_ms: list[float]) -> StreamFigures:
    def percentile(share: float) -> float | None:
        return ages_ms[min(len(ages_ms) - 1, int(share * len(ages_ms)))] if ages_ms else None

    return StreamFigures(sent, sent - len(ages_ms), percentile(0.50), percentile(0.99))
