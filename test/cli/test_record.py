# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""The command that records: its options reach the node, and Ctrl-C closes the bag."""

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
import yaml

from vla_r1_ros.cli.main import make_parser
from vla_r1_ros.cli.record import parameters


def test_options_are_parameters() -> None:
    words = ["record", "--out", "o", "--images", "packed", "--image-rate", "5", "--topics", "/a", "/b", "--before", "1"]
    assert parameters(make_parser(words).parse_args(words)) == {
        "output_directory": "o", "bag_per": "attempt", "before_s": 1.0, "after_s": 3.0, "image_format": "packed",
        "image_rate_hz": 5.0, "include": ["/a", "/b"]}  # fmt: skip


@pytest.mark.parametrize(("words", "status"), [
    (("--per", "session", "--leave-out", "/parameter_events"), 0), (("--topics", "["), 1), (("--before", "-1"), 1),
    (("--ros-args", "-r"), 1),
])  # fmt: skip
def test_it_records_until_ctrl_c_or_says_why_not(tmp_path: Path, words: tuple[str, ...], status: int) -> None:
    environment = {**os.environ, "ROS_DOMAIN_ID": str(random.randint(102, 200)),
                   "ROS_AUTOMATIC_DISCOVERY_RANGE": "LOCALHOST"}  # fmt: skip
    command = [sys.executable, "-m", "vla_r1_ros.cli.main", "record", "--out", str(tmp_path / "bags"), *words]
    log = tmp_path / "log"
    with log.open("w") as file:
        process = subprocess.Popen(command, env=environment, stdout=file, stderr=file, start_new_session=True)
    try:
        end = time.monotonic() + 60.0
        while process.poll() is None and "started" not in log.read_text():
            assert time.monotonic() < end, log.read_text()
            time.sleep(0.05)
        if status == 0:
            time.sleep(1.0)
            process.send_signal(signal.SIGINT)
        assert process.wait(20.0) == status, log.read_text()
    finally:
        process.kill()
    assert "Traceback" not in log.read_text()
    if status == 0:
        (bag,) = (tmp_path / "bags").iterdir()
        information = yaml.safe_load((bag / "metadata.yaml").read_text())["rosbag2_bagfile_information"]
        names = {topic["topic_metadata"]["name"] for topic in information["topics_with_message_count"]}
        assert "/rosout" in names and "/parameter_events" not in names
