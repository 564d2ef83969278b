# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""R8: the enable heartbeat is lost, contradicted by a second publisher, or comes late and out of order."""

import random
import threading
import time
from pathlib import Path

import pytest
from counted import Note, Series
from std_msgs.msg import Bool
from stopping import COMMAND_MS, StopRig

from vla_r1_ros.core.report import Phase
from vla_r1_ros.ros.qos import COMMAND

pytestmark = [pytest.mark.slow, pytest.mark.timeout(0)]
_PERIOD_S, _TIMEOUT_S = 0.05, 0.5  # of the heartbeat; enable_timeout_s of planner_node
_PLANNED_S, _LONGEST_S = 0.25, 1.8


class HeartRig(StopRig):
    """planner_node asks for a heartbeat; two publishers can give one."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder, require_enable=True)
        self._voices = [self.cell.node.create_publisher(Bool, "enable_motion", COMMAND) for _ in range(2)]
        self.last_s = self._silent_s = 0.0
        self._beat_s = time.monotonic()
        self.first = self.second = False
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._beat)
        self._thread.start()
        self.user.until(lambda: all(voice.get_subscription_count() for voice in self._voices), "subscription")

    def say(self, yes: bool, voice: int = 0) -> float:
        """Publish one message; returns when."""
        now_s = time.monotonic()
        if yes:
            self.last_s = now_s
        self._voices[voice].publish(Bool(data=yes))
        return now_s

    def works_again(self) -> None:
        """As everywhere; but where this process itself fell silent (rclpy's executor of the ideal arm can keep its
        other threads from running for a second), the node was right to stop, and the look is made once more."""
        for _ in range(3):
            self._silent_s = 0.0
            end = self._next_look()
            silent_s = max(self._silent_s, time.monotonic() - self._beat_s)
            if end.stage == Phase.DONE or silent_s < _TIMEOUT_S - _PERIOD_S:
                break
            assert self.user.call("reset").success
            reset_s = time.monotonic()
            self.user.until(lambda since_s=reset_s: self._beat_s > since_s + _PERIOD_S, "heartbeat")
        self._holds(end)

    def _beat(self) -> None:
        while not self._over.wait(_PERIOD_S):
            now_s = time.monotonic()
            self._silent_s, self._beat_s = max(self._silent_s, now_s - self._beat_s), now_s
            if self.first:
                self.say(True)
            if self.second:
                self.say(False, 1)

    def close(self) -> None:
        self._over.set()
        self._thread.join(2.0)
        super().close()


def lost(rig: HeartRig, rng: random.Random) -> float:
    """Nothing comes any more."""
    rig.first = False
    time.sleep(0.002)
    return rig.last_s + _TIMEOUT_S


def doubled(rig: HeartRig, rng: random.Random) -> float:
    """A second publisher says no, again and again, while the first one goes on."""
    rig.second = True
    return rig.say(False, 1)


def reordered(rig: HeartRig, rng: random.Random) -> float:
    """A no, and after it trues that were on their way."""
    rig.first = False
    since_s = rig.say(False)
    for _ in range(rng.randint(1, 3)):
        time.sleep(rng.uniform(0.0, 0.02))
        rig.say(True, rng.randrange(2))
    return since_s


FAULTS = {fault.__name__: fault for fault in (lost, doubled, reordered)}


def trial(rig: HeartRig, rng: random.Random, note: Note) -> None:
    how = rng.choice(sorted(FAULTS))
    moment_s, back_s = rng.uniform(0.0, rng.choice((_PLANNED_S, _LONGEST_S))), rng.uniform(0.0, 0.4)
    note |= {"how": how, "moment_s": round(moment_s, 3), "back_s": round(back_s, 3)}
    rig.first, rig.second = True, False
    time.sleep(2.5 * _PERIOD_S)
    began_s = time.monotonic()
    stamp_ns = rig.begin(rng)
    time.sleep(max(0.0, began_s + moment_s - time.monotonic()))
    note["during"] = rig.doing(stamp_ns)
    since_s = FAULTS[how](rig, rng)
    rig.echo.ask()
    back = threading.Timer(max(0.0, since_s + 0.15 + back_s - time.monotonic()), setattr, (rig, "first", True))
    back.start()
    try:
        rig.held(since_s, note)
    finally:
        back.join()
    end = rig.user.end_of(stamp_ns)
    note |= {"end": str(end.stage), "code": end.code.name}
    before_loss = how == "lost" and end.stage == Phase.DONE and "command_ms" not in note
    late = end.stage == Phase.CANCELLED and "late_s" in end.values
    assert end.stage == Phase.STOPPED or late or before_loss or note["during"] == "done", \
        f"{how} is told as {end.stage} {end.code.name}: {end.reason}"
    if not before_loss:
        rig.stays_stopped()
    rig.second = False
    time.sleep(0.3)  # a no that is on its way stops again
    assert rig.user.call("reset").success
    assert rig.cell.stands(2.5 * _PERIOD_S), "the arm moved upon ~/reset"
    rig.works_again()


def test_a_heartbeat_that_fails_stops_the_arm_and_nothing_resumes(tmp_path: Path) -> None:
    series = Series("R8 heartbeat", full=300, few=4)
    series.run(lambda: HeartRig(tmp_path), trial)
    series.check_p99("command_ms", COMMAND_MS)
