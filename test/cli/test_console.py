# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""The command that serves the console: its address, its token, its refusals."""

import os
import random
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from vla_r1_ros.cli.console import addresses


@pytest.mark.parametrize(("host", "found"), [
    ("127.0.0.1", ["127.0.0.1"]), ("localhost", ["localhost"]), ("::1", ["[::1]"]), ("robot.local", ["robot.local"]),
])  # fmt: skip
def test_where_a_browser_finds_it(host: str, found: list[str]) -> None:
    assert addresses(host) == found
    assert addresses("0.0.0.0")[0] == "127.0.0.1"


@pytest.fixture
def environment() -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("VLA_R1_")}
    return {**kept, "ROS_DOMAIN_ID": str(random.randint(102, 200)), "ROS_AUTOMATIC_DISCOVERY_RANGE": "LOCALHOST"}


@pytest.fixture
def taken_port() -> Iterator[int]:
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield int(server.getsockname()[1])


def command(*words: str) -> list[str]:
    return [sys.executable, "-m", "vla_r1_ros.cli.main", "console", *words]


@pytest.mark.slow
def test_for_other_machines_it_prints_a_token_that_stays_out_of_the_log(
    environment: dict[str, str], tmp_path: Path
) -> None:
    port = random.randint(20000, 30000)
    with (tmp_path / "log").open("w") as log:
        process = subprocess.Popen(command("--host", "0.0.0.0", "--port", str(port)), env=environment, text=True,
                                   stdout=subprocess.PIPE, stderr=log)
    try:
        assert process.stdout is not None
        said = re.fullmatch(rf"open http://127\.0\.0\.1:{port}/#token=([\w-]{{20,}})\n", process.stdout.readline())
        assert said is not None
        end = time.monotonic() + 30
        while "started" not in (tmp_path / "log").read_text():
            assert time.monotonic() < end and process.poll() is None, (tmp_path / "log").read_text()
            time.sleep(0.1)
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=5) as page:
            assert b"STOP" in page.read()
        process.send_signal(signal.SIGINT)
        assert process.wait(10) == 0
        assert said[1] not in (tmp_path / "log").read_text()
    finally:
        process.kill()
        process.wait()
        process.stdout.close()


@pytest.mark.parametrize("words", [("--port", "99999"), ("--host", "nowhere.invalid"), ("--ros-args", "-r")])
def test_an_address_that_is_not_served_is_not_told(environment: dict[str, str], words: tuple[str, ...]) -> None:
    done = subprocess.run(command(*words), env=environment, text=True, capture_output=True, timeout=60, check=False)
    assert done.returncode == 1 and "open http" not in done.stdout
    assert "INPUT_" in done.stderr and "Traceback" not in done.stderr


@pytest.mark.slow
def test_a_port_that_is_taken_ends_it_with_the_reason(environment: dict[str, str], taken_port: int) -> None:
    done = subprocess.run(command("--port", str(taken_port)), env=environment, text=True, capture_output=True,
                          timeout=60, check=False)
    assert done.returncode == 1
    assert "INPUT_ENVIRONMENT" in done.stderr and str(taken_port) in done.stderr and "Traceback" not in done.stderr
