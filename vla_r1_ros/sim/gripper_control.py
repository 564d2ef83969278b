# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""A gripper controller in simulated time, with the semantics of control_msgs/GripperCommand."""

import math
from dataclasses import dataclass

from vla_r1_ros.sim.goals import ControlCode, GoalPhase, GoalRejected


@dataclass(frozen=True)
class GripperSettings:
    """Speeds in m/s of one finger, tolerances in m, times in s.

    A grasp ends in `stalled`, which counts as success (allow_stalling of ros2_control's gripper controller).
    """

    speed: float = 0.05
    tolerance: float = 0.001
    stall_speed: float = 0.002
    stall_time: float = 0.1
    timeout: float = 3.0


@dataclass(frozen=True)
class GripperOrder:
    """What the drive is told: position of one finger (m) and the force limit of one finger (N)."""

    position: float
    max_effort: float


class GripperGoal:
    """A goal that the gripper controller took; read-only for the outside."""

    def __init__(self, position: float, max_effort: float, start: float) -> None:
        self.position_goal = position
        self.max_effort = max_effort
        self.start = start
        self.phase = GoalPhase.ACTIVE
        self.position = math.nan
        self.effort = 0.0
        self.stalled = False
        self.reached_goal = False
        self.reason = ""

    @property
    def done(self) -> bool:
        """True in a final phase."""
        return self.phase is not GoalPhase.ACTIVE

    def finish(self, phase: GoalPhase, reason: str = "") -> None:
        """Set the final phase once; a later call changes nothing."""
        if not self.done:
            self.phase, self.reason = phase, reason


class GripperController:
    """Moves both fingers together at a bounded speed and force. The stepping thread owns it.

    Args:
        max_position: finger position when open, m.
        max_effort: largest force of one finger, N; a goal with max_effort 0 gets it (control_msgs).
    """

    def __init__(self, max_position: float, max_effort: float, settings: GripperSettings | None = None) -> None:
        self._max_position, self._max_effort = max_position, max_effort
        self.settings = settings or GripperSettings()
        self._order = GripperOrder(max_position, max_effort)
        self._target = max_position
        self._still_since: float | None = None
        self._last_update: float | None = None
        self.taken = 0
        self.active: GripperGoal | None = None

    def submit(self, position: float, max_effort: float, now: float, measured: float) -> GripperGoal:
        """Take a goal: `position` m of one finger, `max_effort` N; a goal under way is aborted.

        Raises:
            GoalRejected: position outside of [0, open], a force that is negative or not finite.
        """
        if not math.isfinite(position) or not -1e-6 <= position <= self._max_position + 1e-6:
            raise GoalRejected(ControlCode.INVALID_GOAL,
                               f"gripper position {position} m is outside of [0, {self._max_position}]",
                               "the position is that of one finger: half the opening")
        if not math.isfinite(max_effort) or max_effort < 0:
            raise GoalRejected(ControlCode.INVALID_GOAL, f"max_effort {max_effort} N must be finite and not negative")
        if self.active is not None:
            self.active.finish(GoalPhase.ABORTED, "preempted by a new goal")
        effort = min(max_effort or self._max_effort, self._max_effort)
        self._target = position
        # the ramp starts where the last order stands, so that a held object stays under force; on the way open it
        # starts at the measured opening, so that the fingers move at once
        start = self._order.position if position <= measured else max(self._order.position, measured)
        self._order = GripperOrder(start, effort)
        self._still_since = None
        self.taken += 1
        self.active = GripperGoal(position, effort, now)
        return self.active

    def cancel(self) -> None:
        """Stop the fingers where they are; a force that holds an object stays. Does nothing when idle."""
        if self.active is None:
            return
        self.active.finish(GoalPhase.CANCELED, "canceled")
        self.active = None
        self._target = self._order.position

    def update(self, now: float, position: float, velocity: float, effort: float) -> GripperOrder:
        """Return the order for `now`; `position` m, `velocity` m/s and `effort` N of one finger, measured."""
        dt = 0.0 if self._last_update is None else now - self._last_update
        self._last_update = now
        step = self.settings.speed * dt
        gap = self._target - self._order.position
        self._order = GripperOrder(self._order.position + max(-step, min(step, gap)), self._order.max_effort)
        if self.active is not None:
            self._judge(self.active, now, position, velocity, effort)
        return self._order

    def _judge(self, goal: GripperGoal, now: float, position: float, velocity: float, effort: float) -> None:
        goal.position, goal.effort = position, effort
        arrived = abs(position - goal.position_goal) <= self.settings.tolerance
        still = abs(velocity) <= self.settings.stall_speed
        ramp_done = self._order.position == self._target
        pushing = ramp_done or abs(effort) >= 0.95 * goal.max_effort
        self._still_since = (self._still_since if self._still_since is not None else now) if still and pushing else None
        if arrived and still:
            goal.reached_goal = True
            goal.finish(GoalPhase.SUCCEEDED)
        elif self._still_since is not None and now - self._still_since >= self.settings.stall_time:
            goal.stalled = True
            goal.finish(GoalPhase.SUCCEEDED, "stalled")
        elif now - goal.start > self.settings.timeout:
            goal.finish(GoalPhase.ABORTED, f"neither reached nor stalled within {self.settings.timeout} s")
        if goal.done:
            self.active = None
