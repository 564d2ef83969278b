# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""planner_node as a process in front of the ideal arm, and what is held of every stop: when it was commanded, when the
arm stood, that nothing moved after."""

import os
import random
import sys
import time
from pathlib import Path
from typing import Any

from counted import Note
from echo import Echo
from ideal_arm import Cell
from planner_user import User, planner_process
from rclpy.context import Context
from std_srvs.srv import Trigger

from vla_r1_ros.cli.stack import LAST_DOMAIN
from vla_r1_ros.core.processes import ManagedProcess, stop_all
from vla_r1_ros.core.report import Phase, StatusReport

COMMAND_MS, REST_MS = 50.0, 500.0
WATCH_S = 0.5
_FAST = 20.0  # times faster than asked, where only the end counts


class StopRig:
    """An ideal arm, a user, an echo and planner_node; the time of each goal of the arm is known."""

    def __init__(self, folder: Path, **parameters: Any) -> None:
        self.domain = random.SystemRandom().randint(1, LAST_DOMAIN)
        self._context = Context()
        self._context.init(domain_id=self.domain)
        self.cell = Cell(self._context)
        environment = {**os.environ, "ROS_DOMAIN_ID": str(self.domain)}
        command = [sys.executable, str(Path(__file__).parent / "echo.py")]
        self._processes = [
            planner_process(self.domain, folder / f"planner{time.monotonic_ns()}.log", speed=0.5, max_tool_speed=0.25,
                            **parameters),
            ManagedProcess("echo", command, environment=environment, log=folder / "echo.log"),
        ]
        self.user = User(self.cell)
        self.began_s = 0.0
        self.echo = Echo(self.cell.node)
        self.user.until(self.echo.ready, "echo")

    def close(self) -> None:
        """End the processes and the arm."""
        stop_all(self._processes)
        self.cell.close()
        self._context.try_shutdown()

    def begin(self, rng: random.Random) -> int:
        """The arm stands at home; a look is sent. Returns its stamp."""
        self.cell.home()
        self.cell.pace = 1.0
        time.sleep(0.03)  # until a joint state told it
        self.user.reports.clear()
        self.began_s = time.monotonic()
        return self.user.measure(y=rng.choice((-1, 1)) * rng.uniform(0.15, 0.25))

    def held(self, since_s: float, note: Note) -> None:
        """Hold that a stop at `since_s` was commanded in time, that the arm came to rest, and that it stays there.

        A goal that was being sent meanwhile counts: its end must have been asked for too, unless it came to its end
        without a motion (fingers that are open already).
        """
        cell = self.cell
        since_clock_s = moved_clock_s = cell.clock_s() + since_s - time.monotonic()
        moved_s = max(since_s, time.monotonic())
        while (now_s := time.monotonic()) < moved_s + WATCH_S and now_s < since_s + 5.0:
            if cell.moving:
                moved_s, moved_clock_s = now_s, cell.clock_s()
            time.sleep(0.002)
        came = [at for at in cell.taken if at > since_s]
        asked = [at for at in cell.cancelled if at > max(since_s, *came[-1:], 0.0)]
        note |= {"rest_ms": round((moved_clock_s - since_clock_s) * 1e3, 1), "goals_after": len(came)}
        if asked:
            note["command_ms"] = round((asked[0] - since_s) * 1e3, 2)
        if self.echo.late_ms is not None:
            note["echo_ms"] = self.echo.late_ms
        idle = note["rest_ms"] == 0.0 and bool(came and cell.ended and cell.ended[-1] >= came[-1])
        assert asked or not came or idle, \
            f"a goal that was sent {(came[-1] - since_s) * 1e3:.0f} ms after the stop went on"
        assert len(came) <= 1, f"{len(came)} goals were sent after the stop"
        told = [(report.stage, report.reason) for report in self.user.reports]
        assert note["rest_ms"] <= REST_MS, f"{told}: the arm moved until {note['rest_ms']:.0f} ms after the stop"

    def doing(self, stamp_ns: int) -> str:
        """What a look's motion is at: `moving`, `done`, or planning and the like."""
        if self.cell.moving:
            return "moving"
        ended = any(report.final for report in self.user.reports if report.stamp_ns == stamp_ns)
        return "done" if ended else "planning"

    def stays_stopped(self) -> None:
        """Hold that a look is refused and moves nothing while the stop is latched."""
        goals = len(self.cell.taken)
        end = self.user.end_of(self.user.measure())
        assert end.stage == Phase.STOPPED, f"a look after the stop ended as {end.stage} {end.code.name}: {end.reason}"
        assert len(self.cell.taken) == goals and not self.cell.moving, "a look after the stop moved the arm"

    def works_again(self) -> None:
        """Hold that the next look is carried out to its end."""
        self._holds(self._next_look())

    def _next_look(self) -> StatusReport:
        self.cell.pace = _FAST
        return self.user.end_of(self.user.measure())

    def _holds(self, end: StatusReport) -> None:
        assert end.stage == Phase.DONE, \
            f"the next look ended as {end.stage} {end.code.name}: {end.reason}\n{self._processes[0].log_tail(12)}"


def stop_somewhere(rig: StopRig, rng: random.Random, note: Note, within_s: tuple[float, ...]) -> None:
    """One trial of R7: a look, a stop or cancel in one of the first `within_s` seconds, and what is held of it."""
    how = rng.choice(("stop", "cancel"))
    moment_s = rng.uniform(0.0, rng.choice(within_s))
    note |= {"how": how, "moment_s": round(moment_s, 3)}
    stamp_ns = rig.begin(rng)
    time.sleep(max(0.0, rig.began_s + moment_s - time.monotonic()))
    since_s = time.monotonic()
    note["during"] = rig.doing(stamp_ns)
    answer = rig.user.clients[how].call_async(Trigger.Request())
    rig.echo.ask()
    rig.held(since_s, note)
    rig.user.until(answer.done, f"answer of {how}")
    end = rig.user.end_of(stamp_ns)
    note |= {"end": str(end.stage), "code": end.code.name}
    if note["during"] != "done":
        late = end.stage == Phase.CANCELLED and "the look is older" in end.reason  # it was on its way to the node
        told = {"stop": Phase.STOPPED, "cancel": Phase.CANCELLED}[how]
        done = end.stage == Phase.DONE and "command_ms" not in note  # it came to its end while it was called
        assert end.stage == told or late or done, f"{how} is told as {end.stage} {end.code.name}: {end.reason}"
    if how == "stop":
        rig.stays_stopped()
        assert rig.user.call("reset").success
    rig.works_again()
