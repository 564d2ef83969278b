# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""The gate between a plan and the arm. It denies by default: a motion passes only if every limit is shown to hold.

Comparisons are written `lo <= v <= hi`, so that a value which is not a number never passes. This gate has no
performance level and is no safety function in the sense of ISO 13849.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, NoReturn

import numpy as np

from vla_r1_ros.core.errors import ErrorCode, InputError, SafetyError
from vla_r1_ros.core.freshness import FUTURE_TOLERANCE_S, check_all_fresh
from vla_r1_ros.core.robot import RobotDescription
from vla_r1_ros.core.types import FloatArray, JointTrajectory

_SLACK = 1e-9  # relative, for the rounding of a time parametrisation that runs exactly at a limit


@dataclass(frozen=True)
class GateLimits:
    """What a motion must keep to. Joint vectors (J,) rad, rad/s; workspace corners (3,) m in the base frame.

    `min_height` m is the least z of the tool point; `max_joint_step` rad the longest way of a joint between two
    points of a trajectory; `max_start_error` rad the longest from where the arm is to the first of them, which a
    controller covers as fast as it can; `max_input_age_s` the oldest input a motion may rest on.
    """

    joint_names: tuple[str, ...]
    position_lower: FloatArray
    position_upper: FloatArray
    velocity: FloatArray
    workspace_lower: FloatArray
    workspace_upper: FloatArray
    min_height: float = 0.004
    max_tool_speed: float = 0.25
    max_joint_step: float = 0.2
    max_start_error: float = 0.03
    max_input_age_s: float = 30.0
    future_s: float = FUTURE_TOLERANCE_S
    max_duration_s: float = 120.0

    def __post_init__(self) -> None:
        joints = len(self.joint_names)
        vectors = (self.position_lower, self.position_upper, self.velocity)
        good = joints > 0 and all(np.shape(v) == (joints,) and np.isfinite(v).all() for v in vectors)
        corners = (self.workspace_lower, self.workspace_upper)
        good = good and all(np.shape(c) == (3,) and np.isfinite(c).all() for c in corners)
        good = good and bool((self.position_lower < self.position_upper).all() and (self.velocity > 0).all())
        good = good and bool((self.workspace_lower < self.workspace_upper).all()) and np.isfinite(self.min_height)
        scalars = (self.max_tool_speed, self.max_joint_step, self.max_start_error, self.max_input_age_s)
        good = good and all(0 < s < np.inf for s in (*scalars, self.max_duration_s)) and 0 <= self.future_s < np.inf
        if not good:
            raise InputError(ErrorCode.INPUT_PARAMETER, f"the gate's limits contradict each other: {self}", "")

    @classmethod
    def of_robot(cls, robot: RobotDescription, **changes: Any) -> "GateLimits":
        """Return the limits of a robot file; `changes` replace fields, such as `max_tool_speed`."""
        limits = cls(
            joint_names=robot.arm.joints,
            position_lower=robot.arm.position_lower,
            position_upper=robot.arm.position_upper,
            velocity=robot.arm.velocity,
            workspace_lower=robot.workspace_lower,
            workspace_upper=robot.workspace_upper,
            min_height=float(robot.workspace_lower[2]),
        )
        return replace(limits, **changes)


class SafetyGate:
    """Passes a planned motion on, or refuses it with a code of the 900s."""

    def __init__(self, limits: GateLimits) -> None:
        self.limits = limits

    def check(
        self,
        trajectory: JointTrajectory,
        tool_positions: FloatArray,
        *,
        now: float,
        input_stamps: Mapping[str, float],
        enabled: bool,
        stopped: bool,
        at_rest: bool,
        approved: bool,
        start: FloatArray | None = None,
        allow_low_start: bool = True,
    ) -> None:
        """Refuse a motion that is not shown to be within all limits.

        Args:
            trajectory: the timed joint motion, N >= 2 points.
            tool_positions: (N, 3) m, the tool point at each of its points, base frame.
            now: s, the clock that the stamps are of.
            input_stamps: s, by name, of all that the motion was planned from; at least one.
            enabled: whether motion is enabled. stopped: whether a stop is latched. at_rest: whether the arm stands.
            approved: whether the motion was approved, or needs no approval.
            start: (J,) rad measured joints; where given, the motion must begin there within `max_start_error`.
            allow_low_start: let a motion begin outside the workspace as long as it leads straight back into it.

        Raises:
            SafetyError: SAFETY_STOPPED, SAFETY_NOT_ENABLED, SAFETY_NOT_APPROVED, SAFETY_NOT_AT_REST,
                SAFETY_STALE_INPUT, SAFETY_NOT_FINITE, SAFETY_JOINT_LIMIT, SAFETY_JOINT_STEP, SAFETY_JOINT_SPEED,
                SAFETY_WORKSPACE, SAFETY_HEIGHT or SAFETY_TOOL_SPEED.
        """
        self._state(enabled, stopped, at_rest, approved)
        if not input_stamps:
            _refuse(ErrorCode.SAFETY_STALE_INPUT, "it is not known what the motion was planned from")
        limits = self.limits
        check_all_fresh(input_stamps, now, limits.max_input_age_s, future_s=limits.future_s)
        times, positions, velocities, tool = self._arrays(trajectory, tool_positions)
        self._joints(times, positions, velocities, start)
        self._tool(times, tool, allow_low_start)

    @staticmethod
    def _state(enabled: bool, stopped: bool, at_rest: bool, approved: bool) -> None:
        if stopped is not False:
            _refuse(ErrorCode.SAFETY_STOPPED, "the stop is latched", "call ~/reset when it is safe to move")
        if enabled is not True:
            _refuse(ErrorCode.SAFETY_NOT_ENABLED, "motion is not enabled", "publish true on enable_motion, and keep to")
        if approved is not True:
            _refuse(ErrorCode.SAFETY_NOT_APPROVED, "the plan was not approved", "look at it and call ~/approve")
        if at_rest is not True:
            _refuse(ErrorCode.SAFETY_NOT_AT_REST, "the arm is not at rest",
                    "wait until its motion has ended; is joint_states published, with velocities?")  # fmt: skip

    def _arrays(
        self, trajectory: JointTrajectory, tool_positions: FloatArray
    ) -> tuple[FloatArray, FloatArray, FloatArray, FloatArray]:
        times, tool = np.asarray(trajectory.times), np.asarray(tool_positions)
        positions, velocities = np.asarray(trajectory.positions), np.asarray(trajectory.velocities)
        n, joints = len(times) if times.ndim == 1 else 0, len(self.limits.joint_names)
        if trajectory.joint_names != self.limits.joint_names:
            _refuse(ErrorCode.SAFETY_JOINT_LIMIT, f"the trajectory moves {trajectory.joint_names}, not this arm")
        shapes = positions.shape == (n, joints) and velocities.shape == (n, joints) and tool.shape == (n, 3)
        if n < 2 or not shapes:
            message = f"points and times do not fit: {times.shape}, {positions.shape}, {velocities.shape}, {tool.shape}"
            _refuse(ErrorCode.SAFETY_NOT_FINITE, message)
        if not all(np.isfinite(array).all() for array in (times, positions, velocities, tool)):
            _refuse(ErrorCode.SAFETY_NOT_FINITE, "the trajectory holds a number that is not finite")
        if not (0.0 <= times[0] <= 1.0 and (np.diff(times) > 0).all() and times[-1] <= self.limits.max_duration_s):
            message = f"the times of the trajectory do not rise from 0 to at most {self.limits.max_duration_s:g} s"
            _refuse(ErrorCode.SAFETY_NOT_FINITE, message)
        return times, positions, velocities, tool

    def _joints(
        self, times: FloatArray, positions: FloatArray, velocities: FloatArray, start: FloatArray | None
    ) -> None:
        limits = self.limits
        inside = (limits.position_lower <= positions) & (positions <= limits.position_upper)
        if not inside.all():
            i, j = np.argwhere(~inside)[0]
            low, high = limits.position_lower[j], limits.position_upper[j]
            message = f"{limits.joint_names[j]} at {positions[i, j]:.4f} rad is outside {low:.4f} to {high:.4f}"
            _refuse(ErrorCode.SAFETY_JOINT_LIMIT, message)
        steps = np.abs(np.diff(positions, axis=0))
        if start is not None:
            measured = np.asarray(start, dtype=np.float64)
            if measured.shape != (positions.shape[1],):
                _refuse(ErrorCode.SAFETY_NOT_FINITE, f"the measured joints have the shape {measured.shape}")
            error = np.abs(positions[0] - measured)
            if not (error <= limits.max_start_error).all():
                j = int(np.argmax(~(error <= limits.max_start_error)))
                message = f"the motion begins {error[j]:.3f} rad from where {limits.joint_names[j]} is"
                _refuse(ErrorCode.SAFETY_JOINT_STEP, f"{message} (limit {limits.max_start_error:.3f})",
                        "plan again from where the arm is; does something else move it?")  # fmt: skip
        if not (steps <= limits.max_joint_step * (1 + _SLACK)).all():
            i, j = np.argwhere(~(steps <= limits.max_joint_step * (1 + _SLACK)))[0]
            message = f"{limits.joint_names[j]} jumps by {steps[i, j]:.3f} rad (limit {limits.max_joint_step:.3f})"
            _refuse(ErrorCode.SAFETY_JOINT_STEP, message, "plan again from where the arm is")
        mean = np.abs(np.diff(positions, axis=0)) / np.diff(times)[:, None]
        top = limits.velocity * (1 + _SLACK)
        for speeds in (np.abs(velocities), mean):
            if not (speeds <= top).all():
                i, j = np.argwhere(~(speeds <= top))[0]
                message = f"{limits.joint_names[j]} at {speeds[i, j]:.3f} rad/s (limit {limits.velocity[j]:.3f})"
                _refuse(ErrorCode.SAFETY_JOINT_SPEED, message)

    def _tool(self, times: FloatArray, tool: FloatArray, allow_low_start: bool) -> None:
        limits = self.limits
        beyond = np.maximum(limits.workspace_lower - tool, tool - limits.workspace_upper).max(axis=1)
        low = limits.min_height - tool[:, 2]
        for outside, code, what in (
            (low, ErrorCode.SAFETY_HEIGHT, f"less than {limits.min_height:.3f} m high"),
            (beyond, ErrorCode.SAFETY_WORKSPACE, "outside the workspace"),
        ):
            bad = ~(outside <= 1e-9)
            if bad.any() and not (allow_low_start and _leads_back(outside)):
                x, y, z = tool[bad.argmax()]
                _refuse(code, f"the tool at ({x:.3f}, {y:.3f}, {z:.3f}) m is {what}")
        speed = np.linalg.norm(np.diff(tool, axis=0), axis=1) / np.diff(times)
        if not (speed <= limits.max_tool_speed * (1 + _SLACK)).all():
            message = f"the tool moves at {speed.max():.3f} m/s (limit {limits.max_tool_speed:.3f})"
            _refuse(ErrorCode.SAFETY_TOOL_SPEED, message, "plan slower, or raise the limit in the parameters")


def _leads_back(outside: FloatArray) -> bool:
    """True where a motion that begins outside comes ever nearer, gets in and stays in."""
    first_in = int((outside <= 1e-9).argmax())
    if first_in == 0:  # never inside, or begins inside
        return False
    comes_nearer = bool((np.diff(outside[: first_in + 1]) <= 1e-6).all())
    return comes_nearer and bool((outside[first_in:] <= 1e-9).all())


def _refuse(code: ErrorCode, message: str, advice: str = "the motion was not sent to the arm") -> NoReturn:
    raise SafetyError(code, message, advice)
