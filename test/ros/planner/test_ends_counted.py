# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""R21: each node is interrupted, terminated or killed while nothing happens, while the model is asked, while the motion
is planned, while the arm moves, and while it holds something.

What goes on by design: a decision under way is carried out where projection_node ends or vla_node is killed; and the
controller follows the one goal that it has to its end where planner_node is killed.
"""

import os
import random
import signal
import time
from itertools import product
from pathlib import Path

import pytest
from counted import Note, Series

pytest.importorskip("mujoco")

from diagnostic_msgs.msg import DiagnosticArray
from sim_rig import SimRig
from std_msgs.msg import String
from truth_server import TruthServer

from vla_r1_ros.core.guard import session_members
from vla_r1_ros.core.report import Phase, StatusReport
from vla_r1_ros.ros import convert
from vla_r1_ros.ros.qos import COMMAND, STATUS

pytestmark = [pytest.mark.slow, pytest.mark.timeout(0)]
NODES = ("planner_node", "vla_node", "projection_node", "sim_node")
SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGKILL)
PHASES = ("moving", "holding", "asking", "planning", "idle")
WAYS = list(product(PHASES, SIGNALS, NODES))
_EXIT_S, _TOLD_S, _CARRIED_S, _REST_S = 2.0, 40.0, 180.0, 1.0


class EndRig(SimRig):
    """The whole stack, with a model that is right."""

    def __init__(self, folder: Path) -> None:
        self.server = TruthServer()
        super().__init__(folder, "vla_node", camera_rate=4.0, endpoint=self.server.url, model="tabletop",
                         motion_start_timeout_s=4.0)  # fmt: skip
        self.said: list[StatusReport] = []
        node = self.cell.node
        node.create_subscription(DiagnosticArray, "status", self._on_status, STATUS)
        self._say = node.create_publisher(String, "instruction", COMMAND)
        self.user.until(self._say.get_subscription_count, "vla_node", 60.0)

    def _on_status(self, message: DiagnosticArray) -> None:
        self.said.append(convert.status_from_msg(message))

    def close(self) -> None:
        super().close()
        self.server.close()

    @property
    def told(self) -> StatusReport | None:
        """vla_node's last word on the instruction, None while there is none."""
        return next((report for report in self.said if report.final), None)

    def reach(self, phase: str, rng: random.Random) -> None:
        """Have the stack in a phase, at a random moment of it."""
        self.asked_again = 0
        self.load(rng.randrange(1000))
        self.server.episode, self.server.thinks_s = self.episode, 1.5 if phase == "asking" else 0.1
        self.said.clear()
        time.sleep(0.5)  # a picture of the new world
        if phase != "idle":
            self._say.publish(String(data=self.episode.instruction))
        cell, reports, said = self.cell, self.user.reports, self.said
        begins = {
            "idle": lambda: True, "asking": lambda: any(report.stage == Phase.ASK for report in said),
            "planning": lambda: any(report.stage == Phase.DECIDED for report in said),
            "moving": lambda: cell.moving, "holding": lambda: any(report.stage == "verify_held" for report in reports),
        }[phase]  # fmt: skip
        self.user.until(lambda: begins() or self.told, phase, 60.0)
        time.sleep(rng.uniform(0.0, {"asking": 1.2, "planning": 0.4}.get(phase, 1.0)))

    def end(self, name: str, number: signal.Signals) -> tuple[float, int | None]:
        """Send a signal to a node; returns how long it took to end (s), and its status."""
        process, sent_s = self.nodes[name], time.monotonic()
        if number is signal.SIGKILL:
            for member in session_members(process.session):
                if member != process.session:
                    os.kill(member, number)
        else:
            process.send(number)
        process.wait(15.0)
        return time.monotonic() - sent_s, process.status

    def again(self, name: str) -> None:
        """Start a node again, and hold that nothing moves because of it."""
        if name == "sim_node":
            self.cell.forget_goals()
        goals, begun_s = len(self.cell.taken), time.monotonic()
        self.start(name)
        self.user.until(lambda: "started" in self.nodes[name].log_tail(50), f"start of {name}", 60.0)
        time.sleep(1.5)  # until the others know it
        assert len(self.cell.taken) == goals and self.cell.moved_s < begun_s, f"the arm moves as {name} starts again"


def trial(rig: EndRig, rng: random.Random, note: Note) -> None:
    phase, number, name = WAYS[note["seed"] % len(WAYS)]
    note |= {"node": name, "signal": number.name, "phase": phase}
    rig.reach(phase, rng)
    if rig.asked_again:
        note["asked_again"] = rig.asked_again
    early = rig.told
    goals, sent_s = len(rig.cell.taken), time.monotonic()
    took_s, status = rig.end(name, number)
    note |= {"status": status}
    if number is not signal.SIGKILL:
        note["exit_ms"] = round(took_s * 1e3, 1)
        log = rig.nodes[name].log_tail(200)
        assert status == 0 and "Traceback" not in log, f"{name} ended with {status}\n{log[-1500:]}"
        assert took_s <= _EXIT_S, f"{name} took {took_s:.1f} s to end"
    goes_on = name == "projection_node" or (name == "vla_node" and number is signal.SIGKILL)
    if goes_on and phase != "asking" and rng.random() < 0.7:  # elsewhere it is waited for to the end
        note["cancelled"] = True
        time.sleep(1.0)
        assert rig.user.call("cancel").success
    carried = goes_on and "cancelled" not in note  # to its end
    under_way = phase != "idle" and early is None
    if under_way and name != "vla_node":
        rig.user.until(lambda: rig.told, "last word of vla_node", _CARRIED_S if carried else _TOLD_S)
        note |= {"end": str(rig.told.stage), "code": rig.told.code.name, "told_s": round(time.monotonic() - sent_s, 1)}
        done = rig.told.stage == Phase.DONE and name == "projection_node"
        assert done or rig.told.code, f"vla_node says {rig.told.stage} without a code"
    if name != "sim_node":
        stands(rig, sent_s, note, carried)
        if not goes_on:
            late = [at for at in rig.cell.taken[goals:] if at > sent_s + 0.1]
            assert not late, f"{len(late)} goals were sent after the end of {name}"
            if not (name == "planner_node" and number is signal.SIGKILL):
                assert note["moved_s"] <= _REST_S, f"the arm moved for {note['moved_s']} s after the end of {name}"
    assert [other for other, process in rig.nodes.items() if process.status is not None] == [name], "others ended too"
    rig.again(name)


def stands(rig: EndRig, sent_s: float, note: Note, carried: bool) -> None:
    """Wait until the arm stands, and what was decided is done; note for how long it moved."""
    end_s, quiet_s = sent_s + (_CARRIED_S if carried else _TOLD_S), 4.0 if carried else 0.7
    while time.monotonic() < max(sent_s, rig.cell.moved_s) + quiet_s:
        assert time.monotonic() < end_s, "the arm does not come to rest"
        time.sleep(0.02)
    note["moved_s"] = round(max(0.0, rig.cell.moved_s - sent_s), 2)
    assert not rig.cell.under_way, "a goal is still under way"


def test_whatever_ends_nothing_moves_on_and_the_rest_says_so(tmp_path: Path) -> None:
    series = Series("R21 ends of nodes", full=120, few=1)
    series.run(lambda: EndRig(tmp_path), trial)
