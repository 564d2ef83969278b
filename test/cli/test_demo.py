# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""`vla_r1 demo` as a user runs it: the real model server, the real nodes, physics. Nothing is left behind."""

import json
import os
import signal
import subprocess
import sys
import uuid
from collections.abc import Iterator
from pathlib import Path

import cv2
import pytest
from mcap.reader import make_reader
from rosbags.rosbag2 import Reader

sys.path.insert(0, str(Path(__file__).parent))

from left_over import MARK, left_over, wait_gone

from vla_r1_ros.cli.demo import Teller, keep_verdicts
from vla_r1_ros.core.report import Phase, StatusReport
from vla_r1_ros.evaluation.verdicts import Source, load_verdicts

TOPICS = {
    "/instruction", "/reasoning", "/affordance", "/trajectory_2d", "/overlay", "/status", "/camera/color/image_raw",
    "/camera/depth/image_raw", "/camera/color/camera_info", "/joint_states", "/tf", "/tf_static", "/clock",
}  # fmt: skip
MEASURED_TOPICS = {"/target", "/trajectory", "/obstacles", "/motion_status"}  # where the model saw the object


@pytest.fixture
def mark() -> Iterator[str]:
    value = uuid.uuid4().hex
    yield value
    for process in left_over(value):
        process.kill()


def start(mark: str, folder: Path, *arguments: str) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "vla_r1_ros.cli.main", "demo", "--out", str(folder), *arguments]
    environment = {**os.environ, MARK: mark, "PYTHONUNBUFFERED": "1"}
    environment.pop("ROS_DOMAIN_ID", None)
    return subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, env=environment,
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),  # ignored in a shell's background jobs
    )  # fmt: skip


@pytest.mark.slow
@pytest.mark.timeout(420)
def test_the_whole_way_leaves_a_verdict_and_a_readable_recording(mark: str, tmp_path: Path) -> None:
    said = tmp_path.with_suffix(".json")
    process = start(mark, tmp_path, "--json", str(said))
    output, _ = process.communicate(timeout=400)
    last = output.strip().splitlines()[-1]
    assert last.startswith("verdict: "), output[-3000:]
    assert process.returncode == (0 if last == "verdict: success" else 1)
    verdict = json.loads(said.read_text())
    assert verdict["success"] == (process.returncode == 0) and verdict["physics"]["success"] == verdict["success"]
    assert " decided " in output
    assert "task:" in output  # the reasoning was shown
    assert wait_gone(mark, 3.0) == []
    (folder,) = tmp_path.iterdir()
    for name in ("overlay.png", "before.png", "after.png"):
        picture = cv2.imread(str(folder / name))
        assert picture is not None and picture.std() > 10, name
    clip = cv2.VideoCapture(str(folder / "clip.mp4"))
    assert clip.get(cv2.CAP_PROP_FRAME_COUNT) > 1, output[-3000:]  # an attempt that ends early leaves a short clip
    (metadata,) = folder.glob("*/metadata.yaml")
    with Reader(metadata.parent) as bag:
        counts = {connection.topic: connection.msgcount for connection in bag.connections}
        wanted = TOPICS | (MEASURED_TOPICS if " projected " in output else set())
        assert counts.keys() >= wanted, wanted - counts.keys()
        assert all(counts[topic] > 0 for topic in wanted)
    (words,) = load_verdicts(metadata.parent).attempts.values()
    assert set(words) == {Source.PHYSICS, Source.STACK}
    assert words[Source.PHYSICS].success == (process.returncode == 0)
    (mcap,) = metadata.parent.glob("*.mcap")
    with mcap.open("rb") as stream:
        summary = make_reader(stream).get_summary()
        assert summary is not None and summary.statistics is not None
        assert summary.statistics.message_count == sum(counts.values())


@pytest.mark.slow
@pytest.mark.timeout(240)
@pytest.mark.parametrize(("after_s", "number"), [(0.3, signal.SIGINT), (4.0, signal.SIGINT), (12.0, signal.SIGINT),
                                                 (8.0, signal.SIGTERM), (6.0, signal.SIGKILL)])
def test_an_interrupt_at_any_moment_leaves_no_process(
    after_s: float, number: signal.Signals, mark: str, tmp_path: Path
) -> None:
    process = start(mark, tmp_path)
    try:
        process.wait(after_s)
        pytest.fail(process.stdout.read() if process.stdout else "")
    except subprocess.TimeoutExpired:
        process.send_signal(number)
    output, _ = process.communicate(timeout=40)
    assert process.returncode != 0
    assert after_s < 1.0 or "Traceback" not in output  # before its own first line Python prints one
    assert wait_gone(mark, 15.0) == []


def test_verdicts_lie_beside_the_bag(tmp_path: Path) -> None:
    bag = tmp_path / "vla_r1_x"
    bag.mkdir()
    (bag / "vla_r1_x_0.mcap").write_bytes(b"")
    final = StatusReport(1, "vla_node", "a-1", 0, Phase.DONE)
    word = {"verdict": "open", "success": False, "code": "NOT_LIFTED", "reason": "0.1 cm above its start"}
    keep_verdicts(tmp_path, final, word, "tabletop", Teller())
    found = load_verdicts(bag)
    assert found.facts == {"model": "tabletop"}
    assert found.of("a-1")[Source.STACK].success and found.of("a-1")[Source.PHYSICS].reason == "NOT_LIFTED"


def test_a_missing_checkpoint_is_named(mark: str, tmp_path: Path) -> None:
    process = start(mark, tmp_path, "--model", str(tmp_path / "nothing_here"))
    output, _ = process.communicate(timeout=60)
    assert process.returncode == 1
    assert "nothing_here" in output
    assert "Traceback" not in output
    assert wait_gone(mark, 5.0) == []
