# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""A joint trajectory controller in simulated time, with the semantics of ros2_control's joint_trajectory_controller."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from vla_r1_ros.core.types import FloatArray
from vla_r1_ros.sim.goals import (
    ControlCode,
    ControllerSettings,
    GoalPhase,
    JointLimits,
    TrajectoryGoal,
    check_motion,
    check_shape,
    reordered,
)


@dataclass(frozen=True)
class JointCommand:
    """What the drives are told: positions and velocities (J,), rad and rad/s."""

    positions: FloatArray
    velocities: FloatArray


class ActiveGoal:
    """A goal that a trajectory controller took; read-only for the outside."""

    def __init__(self, goal: TrajectoryGoal, start: float) -> None:
        self.goal = goal
        self.start = start
        self.phase = GoalPhase.ACTIVE
        self.code = ControlCode.SUCCESSFUL
        self.reason = ""

    @property
    def done(self) -> bool:
        """True in a final phase."""
        return self.phase is not GoalPhase.ACTIVE

    def finish(self, phase: GoalPhase, code: ControlCode, reason: str) -> None:
        """Set the final phase once; a later call changes nothing."""
        if not self.done:
            self.phase, self.code, self.reason = phase, code, reason


class _Ramp:
    """A straight deceleration from (q, v) to rest, all joints ending together; then rest."""

    def __init__(self, q: FloatArray, v: FloatArray, acceleration: FloatArray, start: float) -> None:
        self._q, self._v, self._start = q.copy(), v.copy(), start
        self.duration = float((np.abs(v) / acceleration).max())

    def sample(self, now: float) -> JointCommand:
        if self.duration < 1e-6:
            return JointCommand(self._q, np.zeros_like(self._q))
        t = min(now - self._start, self.duration)
        left = 1.0 - t / self.duration
        return JointCommand(self._q + self._v * (t - t * t / (2 * self.duration)), self._v * left)


class TrajectoryController:
    """Follows one trajectory at a time; otherwise holds. Not thread-safe: the stepping thread owns it.

    Args:
        joint_names: the order of every joint vector here.
        limits: for checks and for the deceleration of a stop.
        home: joints to hold before the first goal (J,).
    """

    def __init__(self, joint_names: tuple[str, ...], limits: JointLimits, home: FloatArray,
                 settings: ControllerSettings | None = None) -> None:
        self.joint_names = joint_names
        self.limits = limits
        self.settings = settings or ControllerSettings()
        self.taken = 0
        self._active: ActiveGoal | None = None
        self._stopping: tuple[ActiveGoal, float] | None = None
        self._ramp = _Ramp(home, np.zeros(len(joint_names)), limits.acceleration, 0.0)
        self.desired = self._ramp.sample(0.0)

    @property
    def active(self) -> ActiveGoal | None:
        """The goal being followed or stopped, None while holding."""
        return self._active or (self._stopping[0] if self._stopping else None)

    def submit(self, goal: TrajectoryGoal, now: float, measured: FloatArray) -> ActiveGoal:
        """Check a goal and follow it from now on; a goal under way is aborted (preempted).

        Raises:
            GoalRejected: names, shapes, times, limits, start state; the goal under way goes on.
        """
        check_shape(goal, self.joint_names)
        goal = reordered(goal, self.joint_names)
        check_motion(goal, measured, self.limits, now, self.settings)
        previous = self.active
        if previous is not None:
            previous.finish(GoalPhase.ABORTED, ControlCode.INVALID_GOAL, "preempted by a new goal")
        if goal.times[0] > 1e-3:
            goal = self._with_start(goal)
        start = now if goal.start_time is None else goal.start_time
        self._active, self._stopping = ActiveGoal(goal, start), None
        self.taken += 1
        return self._active

    def cancel(self, now: float) -> None:
        """Decelerate and hold; the goal is CANCELED once the joints are at rest. Does nothing while holding."""
        if self._active is not None:
            self._brake(self._active, now, self.desired.positions, self.desired.velocities)

    def update(self, now: float, positions: FloatArray, velocities: FloatArray) -> JointCommand:
        """Return the command for `now` from the measured joints; moves the goal's phase on."""
        if self._active is not None:
            self.desired = self._follow(self._active, now, positions, velocities)
        else:
            self.desired = self._ramp.sample(now)
            if self._stopping is not None:
                self._finish_stop(now, velocities)
        return self.desired

    def _with_start(self, goal: TrajectoryGoal) -> TrajectoryGoal:
        start = self.desired
        times = np.concatenate([[0.0], goal.times])
        points = np.vstack([start.positions, goal.positions])
        speeds = None if goal.velocities is None else np.vstack([start.velocities, goal.velocities])
        return TrajectoryGoal(goal.joint_names, times, points, speeds, goal.start_time, goal.path_tolerance,
                              goal.goal_tolerance, goal.goal_time_tolerance)

    def _follow(self, active: ActiveGoal, now: float, q: FloatArray, v: FloatArray) -> JointCommand:
        goal, t = active.goal, now - active.start
        command = sample(goal, t)
        error = np.abs(command.positions - q)
        if 0 <= t <= goal.times[-1]:
            worst = self._violated(error, goal.path_tolerance, self.settings.path)
            if worst is not None:
                j, allowed = worst
                self._abort(active, ControlCode.PATH_TOLERANCE_VIOLATED, now, q, v,
                            f"{self.joint_names[j]} is {error[j]:.4f} rad off the path; {allowed:.4f} are allowed")
                return self._ramp.sample(now)
        elif t > goal.times[-1]:
            self._check_end(active, now, t - goal.times[-1], error, q, v)
        return command

    def _check_end(self, active: ActiveGoal, now: float, late: float, error: FloatArray, q: FloatArray,
                   v: FloatArray) -> None:
        goal = active.goal
        worst = self._violated(error, goal.goal_tolerance, self.settings.goal)
        if worst is None and np.abs(v).max() <= self.settings.stopped_velocity:
            active.finish(GoalPhase.SUCCEEDED, ControlCode.SUCCESSFUL, "")
            self._active = None
            self._ramp = _Ramp(goal.positions[-1], np.zeros_like(q), self.limits.acceleration, now)
            return
        if late > (goal.goal_time_tolerance or self.settings.goal_time):
            j = worst[0] if worst is not None else int(np.argmax(np.abs(v)))
            reason = (f"{self.joint_names[j]} is {error[j]:.4f} rad off the goal and moves at {v[j]:.3f} rad/s, "
                      f"{late:.2f} s after the end")
            self._abort(active, ControlCode.GOAL_TOLERANCE_VIOLATED, now, q, v, reason)

    def _violated(self, error: FloatArray, given: Mapping[str, float], default: float) -> tuple[int, float] | None:
        allowed = np.array([given.get(name, 0.0) or default for name in self.joint_names])
        bad = np.flatnonzero((allowed > 0) & (error > allowed))
        return (int(bad[0]), float(allowed[bad[0]])) if len(bad) else None

    def _abort(self, active: ActiveGoal, code: ControlCode, now: float, q: FloatArray, v: FloatArray,
               reason: str) -> None:
        active.finish(GoalPhase.ABORTED, code, reason)
        self._active = None
        self._ramp = _Ramp(q, v, self.limits.acceleration, now)

    def _brake(self, active: ActiveGoal, now: float, q: FloatArray, v: FloatArray) -> None:
        self._active = None
        self._ramp = _Ramp(q, v, self.limits.acceleration, now)
        self._stopping = (active, now + self._ramp.duration)

    def _finish_stop(self, now: float, v: FloatArray) -> None:
        assert self._stopping is not None
        active, end = self._stopping
        if now >= end and (np.abs(v).max() <= self.settings.stopped_velocity or now >= end + self.settings.goal_time):
            active.finish(GoalPhase.CANCELED, ControlCode.SUCCESSFUL, "canceled; the arm is at rest")
            self._stopping = None


def sample(goal: TrajectoryGoal, t: float) -> JointCommand:
    """Return positions and velocities at `t` s: cubic with velocities, linear without; rest before and after."""
    times, P, V = goal.times, goal.positions, goal.velocities
    if t <= times[0] or t >= times[-1]:
        return JointCommand(P[0] if t <= times[0] else P[-1], np.zeros(P.shape[1]))
    i = int(np.searchsorted(times, t, side="right")) - 1
    h = times[i + 1] - times[i]
    s = (t - times[i]) / h
    if V is None:
        slope = (P[i + 1] - P[i]) / h
        return JointCommand(P[i] + slope * (t - times[i]), slope)
    a, b = P[i + 1] - P[i], h * V[i]
    c = h * V[i + 1]
    # Hermite form: q = p0 + b s + (3a - 2b - c) s^2 + (b + c - 2a) s^3
    k2, k3 = 3 * a - 2 * b - c, b + c - 2 * a
    return JointCommand(P[i] + s * (b + s * (k2 + s * k3)), (b + s * (2 * k2 + 3 * s * k3)) / h)
