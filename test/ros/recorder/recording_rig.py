# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""Recorders and publishers of known messages as processes."""

import json
import os
import random
import runpy
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from rclpy.serialization import serialize_message

from vla_r1_ros.ros.transport import transport_environment

ROOT = Path(__file__).resolve().parents[3]
STREAM = Path(__file__).parent / "stream.py"


class Rig:
    """Starts publishers and recorders in one random domain; `close` ends what is left of them."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.processes: list[subprocess.Popen[str]] = []
        self.environment = {
            **os.environ,
            "PYTHONPATH": os.pathsep.join([str(ROOT), os.environ.get("PYTHONPATH", "")]),
            "ROS_DOMAIN_ID": str(random.randint(1, 100)),
            "OMP_NUM_THREADS": "1",
        }
        self.environment.setdefault("AMENT_PREFIX_PATH", sys.prefix)
        self.environment |= transport_environment(self.environment)

    def close(self) -> None:
        """End every process."""
        for process in self.processes:
            if process.poll() is None:
                process.kill()
            process.wait()

    def start(self, command: list[str], name: str) -> subprocess.Popen[str]:
        log = (self.folder / f"{name}.log").open("w")
        # a session of its own: with the kernel's autogroups a share of the CPU of its own on a loaded machine
        process = subprocess.Popen(
            command, env=self.environment, stdout=log, stderr=log, text=True, cwd=self.folder, start_new_session=True
        )
        self.processes.append(process)
        return process

    def recorder(self, **parameters: object) -> subprocess.Popen[str]:
        settings: dict[str, object] = {"output_directory": str(self.folder), "name": "bag", "bag_per": "session"}
        settings |= {"min_free_mib": 1, **parameters}
        arguments = [word for name, value in settings.items() for word in ("-p", f"{name}:={value}")]
        command = [sys.executable, "-m", "vla_r1_ros.ros.recorder_node", "--ros-args", *arguments]
        process = self.start(command, "recorder")
        self.wait(lambda: any(words in self.log("recorder") for words in ("recording to", "waits for"))
                  or process.poll() is not None, 30.0)  # fmt: skip
        return process

    def stream(self, **plan: Any) -> subprocess.Popen[str]:
        (self.folder / "plan.json").write_text(json.dumps(plan))
        return self.start([sys.executable, str(STREAM), str(self.folder / "plan.json")], "stream")

    def log(self, name: str) -> str:
        return (self.folder / f"{name}.log").read_text()

    def wait(self, done: Callable[[], bool], timeout_s: float) -> None:
        end = time.monotonic() + timeout_s
        while not done():
            assert time.monotonic() < end, {p.args[-1]: p.poll() for p in self.processes}
            time.sleep(0.05)

    def finish(self, recorder: subprocess.Popen[str], signum: int = signal.SIGINT) -> float:
        """Send the signal; return the seconds until the bag was complete, after the process ended well."""
        begin = time.time()
        recorder.send_signal(signum)
        assert recorder.wait(20.0) == 0, self.log("recorder")
        return max(file.stat().st_mtime for file in self.folder.rglob("metadata.yaml")) - begin


def expected(topics: dict[str, Any], name: str, count: int) -> list[bytes]:
    """The serialized messages of a topic, as stream.py publishes them."""
    make = runpy.run_path(str(STREAM))["make"]
    topic = topics[name]
    return [bytes(serialize_message(make(topic["kind"], name, i, topic.get("size", [])))) for i in range(count)]
