# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""Judges an instruction of several steps, each from where the one before it was done."""

from __future__ import annotations

from dataclasses import replace

from vla_r1_ros.sim.referee import Reason, Referee, Verdict, VerdictStatus
from vla_r1_ros.sim.simulator import Simulator
from vla_r1_ros.sim.tasks import Episode


class SequenceReferee:
    """As `Referee`, for an episode with earlier steps: success needs each in turn, and that no carry was undone."""

    def __init__(self, simulator: Simulator, episode: Episode) -> None:
        self._sim = simulator
        self._steps = (*episode.earlier, replace(episode, earlier=()))
        self._judges = [Referee(simulator, self._steps[0])]
        simulator.on_step.append(self._on_step)

    def verdict(self) -> Verdict:
        """Return the verdict as of now; its text names the step that it is about."""
        last = self._judges[-1].verdict()
        force = max(judge.verdict().max_force for judge in self._judges)
        number, total = len(self._judges), len(self._steps)
        if last.status is VerdictStatus.SUCCESS and number == total:
            for index, judge in enumerate(self._judges[:-1], 1):
                if (undone := judge.undone()) is not None:
                    text = f"step {index} of {total} was undone: {undone}"
                    return replace(last, status=VerdictStatus.OPEN, reason=Reason.NOT_IN_CONTAINER, text=text,
                                   max_force=force)
            return replace(last, text=f"all {total} steps done", max_force=force)
        return replace(last, text=f"step {number} of {total}: {last.text}", max_force=force)

    def _on_step(self) -> None:
        judge = self._judges[-1]
        if len(self._judges) < len(self._steps) and judge.verdict().status is VerdictStatus.SUCCESS:
            judge.leave()
            self._judges.append(Referee(self._sim, self._steps[len(self._judges)]))
