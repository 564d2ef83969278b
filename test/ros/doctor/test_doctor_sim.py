# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""The command beside a running sim_node: sound, then with the wrong topic, the wrong robot, and no model."""

import json
import os
import random
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from vla_r1_ros.core.processes import ManagedProcess, stop_all
from vla_r1_ros.core.resources import share_path
from vla_r1_ros.ros.transport import transport_environment

pytestmark = pytest.mark.slow
CAMERA = ["-r", "image:=camera/color/image_raw", "-r", "camera_info:=camera/color/camera_info",
          "-r", "depth/camera_info:=camera/depth/camera_info", "-p", "use_sim_time:=true"]  # fmt: skip
DEPTH = ["-r", "depth/image:=camera/depth/image_raw"]


@pytest.fixture(scope="module")
def environment(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, str]]:
    values = {**os.environ, **transport_environment(), "OMP_NUM_THREADS": "1",
              "ROS_DOMAIN_ID": str(random.randint(102, 200)), "ROS_AUTOMATIC_DISCOVERY_RANGE": "LOCALHOST"}  # fmt: skip
    command = [sys.executable, "-m", "vla_r1_ros.ros.sim_node", "--ros-args", "--params-file",
               str(share_path("config/nodes/sim_node.yaml"))]  # fmt: skip
    log = tmp_path_factory.mktemp("doctor") / "sim_node.log"
    process = ManagedProcess("sim_node", command, environment=values, log=log)
    try:
        for _ in range(20):  # MuJoCo and its first picture take a while
            done, _ = doctor(values, log.parent, ["--skip", "model"], [*CAMERA, *DEPTH])
            if "nothing came" not in done.stdout and "nobody publishes /camera" not in done.stdout:
                break
        yield values
    finally:
        stop_all([process])


def doctor(environment: dict[str, str], folder: Path, words: list[str],
           ros_args: list[str]) -> tuple[subprocess.CompletedProcess[str], dict[str, Any]]:
    file = folder / "doctor.json"
    command = [sys.executable, "-m", "vla_r1_ros.cli.main", "doctor", "--seconds", "2", "--json", str(file),
               "--recordings", str(folder), *words, "--ros-args", *ros_args]  # fmt: skip
    done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=120, check=False)
    return done, {line["name"]: line for line in json.loads(file.read_text())["lines"]}


def test_the_simulated_cell_is_ready(environment: dict[str, str], tmp_path: Path, fault_port: int) -> None:
    done, lines = doctor(environment, tmp_path, ["--endpoint", f"http://127.0.0.1:{fault_port}/good/v1"],
                         [*CAMERA, *DEPTH])  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    assert not [name for name, line in lines.items() if line["level"] in ("FAIL", "SKIP")]
    assert lines["view"]["values"]["table_z_m"] == pytest.approx(0.0, abs=0.01)
    assert lines["joint_states"]["values"]["rate_hz"] > 20


def test_wrong_topic_wrong_robot_and_no_model(environment: dict[str, str], tmp_path: Path) -> None:
    data = yaml.safe_load(share_path("config/robots/panda.yaml").read_text(encoding="utf-8"))
    data["base_frame"], data["arm"]["controller"] = "fr3_link0", "fr3_arm_controller"
    (tmp_path / "fr3.yaml").write_text(yaml.safe_dump(data))
    words = ["--robot", str(tmp_path / "fr3.yaml"), "--endpoint", "http://127.0.0.1:9/v1", "--deadline", "2"]
    done, lines = doctor(environment, tmp_path, words, [*CAMERA, "-r", "depth/image:=camera/color/image_raw"])
    assert done.returncode == 1, done.stdout + done.stderr
    assert "INPUT_DEPTH_ENCODING" in lines["depth/image"]["seen"]
    assert "MODEL_UNREACHABLE" in lines["model"]["seen"]
    assert "fr3_link0" in lines["camera tf"]["seen"] and lines["camera tf"]["level"] == "FAIL"
    assert "served at /panda_arm_controller/follow_joint_trajectory" in lines["arm controller"]["seen"]
    assert lines["robot tf"]["level"] == "FAIL"


def test_a_simulated_cell_needs_its_clock(environment: dict[str, str], tmp_path: Path) -> None:
    done, lines = doctor(environment, tmp_path, ["--skip", "model"], [*CAMERA[:-2], *DEPTH])
    assert done.returncode == 1
    assert "use_sim_time" in lines["clock"]["todo"] and lines["clock skew"]["level"] == "SKIP"
