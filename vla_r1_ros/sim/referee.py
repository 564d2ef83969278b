# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""Judges an episode by what physics did. The stack never sees this."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from vla_r1_ros.core.types import FloatArray
from vla_r1_ros.sim.contacts import WINDOW_STEPS, ContactMonitor
from vla_r1_ros.sim.layout import ObjectSpec
from vla_r1_ros.sim.objects import Dimensions, dimensions
from vla_r1_ros.sim.simulator import Simulator
from vla_r1_ros.sim.tasks import Episode, EpisodeTask


class VerdictStatus(StrEnum):
    """`open`: not done (yet), nothing broken. A failure is final; a success lasts while its condition holds."""

    OPEN = "open"
    SUCCESS = "success"
    FAILURE = "failure"


class Reason(StrEnum):
    """Why a verdict is what it is."""

    DONE = "DONE"
    NOT_LIFTED = "NOT_LIFTED"
    NOT_HELD = "NOT_HELD"
    NOT_IN_CONTAINER = "NOT_IN_CONTAINER"
    NOT_RELEASED = "NOT_RELEASED"
    NOT_AT_REST = "NOT_AT_REST"
    NOT_REACHED = "NOT_REACHED"
    OBJECT_MOVED = "OBJECT_MOVED"
    ARM_MOVED = "ARM_MOVED"
    FORCE = "FORCE"
    TOPPLED = "TOPPLED"
    OFF_TABLE = "OFF_TABLE"


@dataclass(frozen=True)
class Verdict:
    """The referee's word: `text` in plain words with numbers, `max_force` N, `time` simulated s."""

    status: VerdictStatus
    reason: Reason
    text: str
    max_force: float
    time: float


@dataclass(frozen=True)
class RefereeRules:
    """Thresholds: m, s, N, rad, m/s."""

    lift: float = 0.05
    hold_time: float = 0.5
    rest_speed: float = 0.02
    rest_time: float = 0.3
    reach_horizontal: float = 0.03
    reach_above: float = 0.06
    reach_below: float = 0.01
    reach_time: float = 0.3
    reach_moved: float = 0.03
    arm_moved: float = 0.02
    max_force: float = 5.0
    topple: float = 0.7
    fallen: float = 0.05


class Referee:
    """Watches one episode from where the simulator stands now; `verdict()` may be asked at any time.

    Args:
        simulator: the referee hangs itself into `on_step`.
        episode: what is to be done.
    """

    def __init__(self, simulator: Simulator, episode: Episode, rules: RefereeRules | None = None) -> None:
        self._sim, self._episode = simulator, episode
        self.rules = rules or RefereeRules()
        self._items = {item.name: item for item in episode.layout.objects}
        self._start = {name: simulator.object_pose(name) for name in self._items}
        self._joints = simulator.state().positions
        self._contacts = ContactMonitor(simulator, episode.target, episode.goal)
        self._since: float | None = None
        self._failure: tuple[Reason, str] | None = None
        self._state: tuple[Reason, str] = (Reason.NOT_AT_REST, "the episode just began")
        self._last = simulator.time
        self._previous = {name: pose[:3, 3].copy() for name, pose in self._start.items()}
        simulator.on_step.append(self._on_step)

    def verdict(self) -> Verdict:
        """Return the verdict as of now."""
        force, now = round(self._contacts.max_force, 2), self._sim.time
        if self._failure is not None:
            return Verdict(VerdictStatus.FAILURE, *self._failure, force, now)
        status = VerdictStatus.SUCCESS if self._state[0] is Reason.DONE else VerdictStatus.OPEN
        return Verdict(status, *self._state, force, now)

    def undone(self) -> str | None:
        """Say why what was carried does not lie in its container (any more); None where it does, or for no carry."""
        if self._episode.goal is None:
            return None
        return self._outside(self._target(), self._items[self._episode.goal])

    def leave(self) -> None:
        """Watch no longer: the verdict stays what it is."""
        self._sim.on_step.remove(self._on_step)

    def _on_step(self) -> None:
        if not self._contacts.update():
            return
        self._check_rules()
        missing = self._missing()
        self._note_positions()
        now = self._sim.time
        if missing is not None:
            self._since, self._state = None, missing
            return
        self._since = self._since if self._since is not None else now
        need = self._needed_time()
        lasted = now - self._since
        self._state = ((Reason.DONE, f"{self._episode.task} done") if lasted >= need
                       else (Reason.NOT_AT_REST, f"holds for {lasted:.2f} s of {need} s"))

    def _needed_time(self) -> float:
        rules = self.rules
        times = {EpisodeTask.PICK: rules.hold_time, EpisodeTask.CARRY: rules.rest_time,
                 EpisodeTask.REACH: rules.reach_time}
        return times.get(self._episode.task, 0.0)

    def _missing(self) -> tuple[Reason, str] | None:
        """What the task still lacks, None when its condition holds at this moment."""
        check = {EpisodeTask.PICK: self._missing_pick, EpisodeTask.CARRY: self._missing_carry,
                 EpisodeTask.REACH: self._missing_reach, EpisodeTask.ABSENT: self._missing_absent}
        return check[self._episode.task]()

    def _missing_pick(self) -> tuple[Reason, str] | None:
        height = float(self._lift(self._target().name))
        if height <= self.rules.lift:
            need = self.rules.lift
            return Reason.NOT_LIFTED, f"the target is {height * 100:.1f} cm above its start, not {need * 100:.0f}"
        if not all(self._contacts.finger_touch):
            return Reason.NOT_HELD, "the target is up but not between both fingers"
        return None

    def _missing_carry(self) -> tuple[Reason, str] | None:
        assert self._episode.goal is not None
        item, goal = self._target(), self._items[self._episode.goal]
        outside = self._outside(item, goal)
        if outside is not None:
            return Reason.NOT_IN_CONTAINER, outside
        if self._contacts.robot_touch:
            return Reason.NOT_RELEASED, "the target lies in the container but the gripper touches it"
        speed = self._speed(item.name)
        if speed > self.rules.rest_speed:
            return Reason.NOT_AT_REST, f"the target still moves at {speed:.3f} m/s"
        return None

    def _missing_reach(self) -> tuple[Reason, str] | None:
        item = self._target()
        pose = self._sim.object_pose(item.name)
        moved = float(np.linalg.norm((pose - self._start[item.name])[:2, 3]))
        if moved > self.rules.reach_moved:
            return Reason.OBJECT_MOVED, f"the object was pushed {moved * 100:.1f} cm"
        tool = self._sim.tool_pose()[:3, 3]
        top = pose[:3, 3] + [0, 0, dimensions(item.kind, item.scale).height]
        away = float(np.linalg.norm((tool - top)[:2]))
        above = float(tool[2] - top[2])
        if away > self.rules.reach_horizontal or not -self.rules.reach_below <= above <= self.rules.reach_above:
            return Reason.NOT_REACHED, f"the tool is {away * 100:.1f} cm beside and {above * 100:.1f} cm above its top"
        return None

    def _missing_absent(self) -> tuple[Reason, str] | None:
        return None

    def _check_rules(self) -> None:
        """Look for what cannot be made good again."""
        if self._failure is not None:
            return
        rules = self.rules
        if self._contacts.max_force > rules.max_force:
            self._failure = (Reason.FORCE, f"{self._contacts.max_force:.1f} N between {self._contacts.max_pair}; "
                             f"{rules.max_force:.0f} N are allowed")
        elif self._episode.task is EpisodeTask.ABSENT:
            moved = float(np.abs(self._sim.state().positions - self._joints).max())
            if moved > rules.arm_moved:
                self._failure = (Reason.ARM_MOVED, f"a joint moved by {moved:.3f} rad for an object that is absent")
        for name in self._items:
            self._check_object(name)
        if self._episode.target is not None and self._lift(self._episode.target) > 0.01:
            self._contacts.held = self._contacts.robot_touch
        else:
            self._contacts.held = False

    def _check_object(self, name: str) -> None:
        pose = self._sim.object_pose(name)
        if self._failure is None and pose[2, 3] < -self.rules.fallen:
            self._failure = (Reason.OFF_TABLE, f"the {name.replace('_', ' ')} fell off the table")
        moved_by_task = name == self._episode.target and self._episode.task in (EpisodeTask.PICK, EpisodeTask.CARRY)
        if self._failure is not None or moved_by_task or self._items[name].kind == "ball":
            return
        tilt = float(np.arccos(np.clip(pose[:3, 2] @ self._start[name][:3, 2], -1, 1)))
        if tilt > self.rules.topple:
            self._failure = (Reason.TOPPLED, f"the {name.replace('_', ' ')} was knocked over")

    def _outside(self, item: ObjectSpec, goal: ObjectSpec) -> str | None:
        size, inner = dimensions(item.kind, item.scale), dimensions(goal.kind, goal.scale)
        T_goal = self._sim.object_pose(goal.name)
        centre = _centre(self._sim.object_pose(item.name), size)
        local = T_goal[:3, :3].T @ (centre - T_goal[:3, 3])
        if goal.kind == "bowl":
            beside = float(np.hypot(local[0], local[1])) - inner.length / 2
        else:
            beside = float(max(abs(local[0]) - inner.length / 2, abs(local[1]) - inner.width / 2))
        if beside > 0:
            return f"the target's centre is {beside * 100:.1f} cm outside of the {goal.phrase}"
        if not 0 <= local[2] <= inner.height + size.height:
            return f"the target's centre is {local[2] * 100:.1f} cm over the bottom of the {goal.phrase}"
        return None

    def _target(self) -> ObjectSpec:
        assert self._episode.target is not None
        return self._items[self._episode.target]

    def _lift(self, name: str) -> float:
        """How far an object's centre rose, m; a cylinder that only tips over does not rise."""
        item = self._items[name]
        size = dimensions(item.kind, item.scale)
        return float((_centre(self._sim.object_pose(name), size) - _centre(self._start[name], size))[2])

    def _speed(self, name: str) -> float:
        moved = self._sim.object_pose(name)[:3, 3] - self._previous[name]
        return float(np.linalg.norm(moved)) / (WINDOW_STEPS * self._sim.dt)

    def _note_positions(self) -> None:
        for name in self._items:
            self._previous[name] = self._sim.object_pose(name)[:3, 3].copy()


def _centre(pose: FloatArray, size: Dimensions) -> FloatArray:
    return np.asarray(pose[:3, 3] + pose[:3, :3] @ np.array([0.0, 0.0, size.height / 2]), dtype=np.float64)
