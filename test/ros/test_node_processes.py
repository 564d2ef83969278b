# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""Each node as the process that a user starts: clean start alone, clean end, parameters refused in plain words."""

import os
import random
import signal
import sys
import time
from pathlib import Path

import numpy as np
import pytest

from vla_r1_ros.calibration.result import Marker, write_marker
from vla_r1_ros.calibration.target import parse_target
from vla_r1_ros.core.processes import ManagedProcess, stop_all
from vla_r1_ros.core.resources import share_path
from vla_r1_ros.ros.transport import transport_environment

NODES = ("vla_node", "projection_node", "planner_node", "sim_node", "recorder_node", "console_node",
         "calibration_node")
STARTED = "started"


@pytest.fixture
def environment() -> dict[str, str]:
    return {
        **os.environ, **transport_environment(), "AMENT_PREFIX_PATH": os.environ.get("AMENT_PREFIX_PATH", sys.prefix),
        "ROS_DOMAIN_ID": str(random.randint(102, 200)), "ROS_AUTOMATIC_DISCOVERY_RANGE": "LOCALHOST",
        "OMP_NUM_THREADS": "1",
    }  # fmt: skip


def start(name: str, environment: dict[str, str], folder: Path, *arguments: str) -> ManagedProcess:
    command = [sys.executable, "-m", f"vla_r1_ros.ros.{name}", "--ros-args", "--params-file",
               str(share_path(f"config/nodes/{name}.yaml")), *arguments]  # fmt: skip
    if name == "recorder_node":
        command += ["-p", f"output_directory:='{folder}'"]
    if name == "console_node":
        command += ["-p", "port:=0"]
    if name == "calibration_node":
        marker = Marker(parse_target("tag:APRILTAG_36h11:0:80"), "panda_link0", np.eye(4))
        write_marker(folder / "marker.yaml", marker, {})
        command += ["-p", f"marker:='{folder / 'marker.yaml'}'"]
    return ManagedProcess(name, command, environment=environment, log=folder / f"{name}.log")


def wait_for(process: ManagedProcess, word: str, seconds: float = 60.0) -> None:
    end = time.monotonic() + seconds
    while word not in process.log_tail(50):
        assert process.status is None, process.log_tail(30)
        assert time.monotonic() < end, process.log_tail(30)
        time.sleep(0.05)


@pytest.mark.slow
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
@pytest.mark.parametrize("name", NODES)
def test_a_node_alone_starts_and_ends_cleanly(
    name: str, number: signal.Signals, environment: dict[str, str], tmp_path: Path
) -> None:
    process = start(name, environment, tmp_path)
    try:
        wait_for(process, STARTED)
        process.send(number)
        assert process.wait(20.0), process.log_tail()
        assert process.status == 0, process.log_tail(30)
        assert "Traceback" not in process.log_tail(200)
    finally:
        stop_all([process])


@pytest.mark.slow
@pytest.mark.parametrize("name", NODES)
@pytest.mark.parametrize(
    ("argument", "word"), [("no_such_parameter:=1", "no_such_parameter"), ("use_sim_time:=7", "use_sim_time")]
)
def test_a_wrong_parameter_ends_it_with_a_reason(
    name: str, argument: str, word: str, environment: dict[str, str], tmp_path: Path
) -> None:
    process = start(name, environment, tmp_path, "-p", argument)
    try:
        assert process.wait(60.0)
        assert process.status == 1, process.log_tail(30)
        assert word in process.log_tail(30)
        if word == "no_such_parameter":
            assert "INPUT_PARAMETER" in process.log_tail(30)
            assert "Traceback" not in process.log_tail(200)
    finally:
        stop_all([process])
