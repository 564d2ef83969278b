# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""R16, the recorder: killed at a random moment of a recording."""

import random
import time
from pathlib import Path

import pytest

pytest.importorskip("rclpy")

from ...evaluation.bags import read, readable
from ..planner.counted import Note, Series
from .recording_rig import Rig, expected

pytestmark = [pytest.mark.slow, pytest.mark.timeout(0)]
_FLUSH_S, _LATE_S = 0.3, 1.0  # flush_period_s; what a loaded machine may take besides
_TOPICS = {"/camera/image": {"kind": "image", "qos": "command", "size": [120, 160]}}
_RATE_HZ = 30


def trial(rig: Rig, rng: random.Random, note: Note) -> None:
    packed, moment_s = rng.choice(("none", "lz4", "zstd")), rng.uniform(0.0, 3.0)
    note |= {"packed": packed, "moment_s": round(moment_s, 3)}
    name = f"bag{note['seed']}"
    recorder = rig.recorder(name=name, flush_period_s=_FLUSH_S, chunk_mib=1, compression=packed)
    file = rig.folder / name / f"{name}_0.mcap"
    stream = rig.stream(topics=_TOPICS, count=400, rate_hz=_RATE_HZ)
    rig.wait(lambda: file.stat().st_size > 100_000, 30.0)
    time.sleep(moment_s)
    killed_ns = time.time_ns()
    recorder.kill()
    recorder.wait()
    stream.kill()
    stream.wait()
    assert [path.name for path in file.parent.iterdir()] == [file.name]
    with file.open("rb") as opened:
        theirs = [message for topic, message in readable(opened) if topic == "/camera/image"]
    found, lost = read(file.parent)
    ours = [raw for raw in found if raw.topic == "/camera/image"]
    lost_ms = (killed_ns - ours[-1].log_ns) * 1e-6
    note |= {"messages": len(ours), "unread_ms": round(lost_ms, 1)}
    assert len(ours) >= len(theirs), "another reader has more"
    assert [raw.data for raw in ours] == expected(_TOPICS, "/camera/image", len(ours)), "a message is missing or wrong"
    assert lost, "a recording without an end was not told"
    assert lost_ms <= (_FLUSH_S + _LATE_S) * 1e3, f"the last {lost_ms:.0f} ms are not in the recording"


def test_a_recorder_that_is_killed_leaves_all_but_the_last_moment(tmp_path: Path) -> None:
    Series("R16 killed recorder", full=50, few=1).run(lambda: Rig(tmp_path), trial)
