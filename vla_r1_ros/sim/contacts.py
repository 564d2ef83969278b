# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""Which contacts a scene has and how strong they are, sorted by what touches what."""

from __future__ import annotations

from enum import IntEnum
from typing import Any

import numpy as np
from numpy.typing import NDArray

from vla_r1_ros.sim.simulator import Simulator

WINDOW_STEPS = 5
"""Physics steps (2 ms) over which a force is averaged: what a force sensor at 100 Hz shows."""


class Party(IntEnum):
    """Who takes part in a contact."""

    WORLD = 0
    ROBOT = 1
    TABLE = 2
    TARGET = 3
    GOAL = 4
    OTHER = 5


# plain numbers: an enum's look-up costs more than the comparison, 500 times a simulated second
_ROBOT, _TABLE, _TARGET, _OTHER = int(Party.ROBOT), int(Party.TABLE), int(Party.TARGET), int(Party.OTHER)


class ContactMonitor:
    """Watches a simulator's contacts after each physics step.

    `max_force` (N) is the largest normal force, averaged over `WINDOW_STEPS`, between the robot or the object that
    it holds and anything that it must not push: the table, and objects other than target and goal. `max_pair`
    names who. `finger_touch` (2,) says which fingers touch the target, `robot_touch` whether anything of the robot
    does.
    """

    def __init__(self, simulator: Simulator, target: str | None, goal: str | None) -> None:
        self._sim = simulator
        self._names = self._label(simulator, target, goal)
        self._left, self._right = simulator.finger_bodies()
        self._geom_body = np.asarray(simulator.model.geom_bodyid)
        self._sums: dict[tuple[int, int], float] = {}
        self._steps = 0
        self.held = False
        self.max_force = 0.0
        self.max_pair = ""
        self.finger_touch = (False, False)
        self.robot_touch = False

    def update(self) -> bool:
        """Take in one physics step; returns True when a window ended."""
        contacts = self._sim.data.contact
        bodies = self._geom_body[np.asarray(contacts.geom).reshape(-1, 2)]
        parties = self._names[bodies]
        low, high = np.minimum(parties[:, 0], parties[:, 1]), np.maximum(parties[:, 0], parties[:, 1])
        self._find_touches(bodies[(low == _ROBOT) & (high == _TARGET)])
        bad = (low == _ROBOT) & ((high == _TABLE) | (high == _OTHER))
        if self.held:
            bad |= (low == _TABLE) & (high == _TARGET) | (low == _TARGET) & (high == _OTHER)
        for index in np.flatnonzero(bad):
            pair = (int(bodies[index].min()), int(bodies[index].max()))
            self._sums[pair] = self._sums.get(pair, 0.0) + self._normal_force(int(index))
        self._steps += 1
        if self._steps < WINDOW_STEPS:
            return False
        self._close_window()
        return True

    def _find_touches(self, touching: NDArray[np.int32]) -> None:
        self.robot_touch = len(touching) > 0
        self.finger_touch = (bool((touching == self._left).any()), bool((touching == self._right).any()))

    def _normal_force(self, index: int) -> float:
        force = np.zeros(6)
        self._sim.contact_force(index, force)
        return float(force[0])

    def _close_window(self) -> None:
        model: Any = self._sim.model
        for (a, b), total in self._sums.items():
            force = total / WINDOW_STEPS
            if force > self.max_force:
                self.max_force = force
                self.max_pair = f"{model.body(a).name} and {model.body(b).name}"
        self._sums, self._steps = {}, 0

    @staticmethod
    def _label(sim: Simulator, target: str | None, goal: str | None) -> NDArray[np.int8]:
        parties = np.zeros(sim.model.nbody, np.int8)
        parties[list(sim.robot_bodies())] = Party.ROBOT
        parties[sim.model.body("table").id] = Party.TABLE
        for item in sim.layout.objects:
            party = {target: Party.TARGET, goal: Party.GOAL}.get(item.name, Party.OTHER)
            parties[sim.model.body(item.name).id] = party
        return parties
