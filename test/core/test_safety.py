# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""The safety gate passes what is within all limits and refuses everything else (reliability test R5)."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from vla_r1_ros.core.errors import ErrorCode, InputError, SafetyError
from vla_r1_ros.core.safety import GateLimits, SafetyGate
from vla_r1_ros.core.types import FloatArray, JointTrajectory

J = 7
LIMITS = GateLimits(
    joint_names=tuple(f"joint{i}" for i in range(J)),
    position_lower=np.full(J, -2.5),
    position_upper=np.full(J, 2.5),
    velocity=np.full(J, 2.0),
    workspace_lower=np.array([0.2, -0.5, 0.0]),
    workspace_upper=np.array([0.8, 0.5, 0.7]),
    min_height=0.004,
    max_joint_step=0.1,
    max_input_age_s=5.0,
)
GATE = SafetyGate(LIMITS)


class Motion:
    """A motion and the state it is checked in; tests change one thing at a time."""

    def __init__(self, rng: np.random.Generator, points: int = 12) -> None:
        self.times = np.cumsum(np.r_[0.0, rng.uniform(0.05, 0.1, points - 1)])
        direction = rng.uniform(-1, 1, J)
        pace = rng.uniform(0.2, 0.98) * min(2.0, 0.1 / np.diff(self.times).max())
        way = np.sin(self.times)[:, None] * direction / np.abs(direction).max() * pace
        self.positions = rng.uniform(-1.2, 1.2, J) + way
        self.velocities = np.gradient(self.positions, self.times, axis=0)
        heading = rng.normal(size=3)
        speed = rng.uniform(0.01, 0.249)
        start = rng.uniform([0.45, -0.2, 0.25], [0.6, 0.2, 0.45])
        self.tool = start + self.times[:, None] * np.clip(heading / np.linalg.norm(heading) * speed, -0.2, 0.2)
        self.state: dict[str, Any] = {
            "now": 100.0,
            "input_stamps": {"look": 100.0 - rng.uniform(0, 4.9), "joints": 100.0},
            "enabled": True,
            "stopped": False,
            "at_rest": True,
            "approved": True,
        }
        self.names = LIMITS.joint_names

    def check(self, gate: SafetyGate = GATE) -> None:
        trajectory = JointTrajectory(self.names, self.times, self.positions, self.velocities)
        gate.check(trajectory, self.tool, **self.state)


def refused(motion: Motion) -> ErrorCode:
    with pytest.raises(SafetyError) as caught:
        motion.check()
    assert caught.value.message and caught.value.advice
    return caught.value.code


@pytest.fixture
def motion() -> Motion:
    return Motion(np.random.default_rng(0))


def test_a_motion_within_all_limits_passes(motion: Motion) -> None:
    motion.check()


def test_motions_exactly_at_the_limits_pass(motion: Motion) -> None:
    motion.positions = np.linspace(2.4, 2.5, 3)[:, None] * np.ones(J)
    motion.times, motion.velocities = np.array([0.0, 0.025, 0.05]), np.full((3, J), 2.0)
    motion.tool = np.array([[0.8, 0.5, 0.7], [0.8, 0.5, 0.7 - 0.25 * 0.025], [0.8, 0.5, 0.7 - 0.25 * 0.05]])
    motion.check()
    motion.positions, motion.velocities = -motion.positions, -motion.velocities
    motion.tool = np.tile([0.2, -0.5, 0.004], (3, 1))
    motion.check()


@pytest.mark.parametrize(
    ("field", "value", "code"),
    [
        ("enabled", False, ErrorCode.SAFETY_NOT_ENABLED),
        ("enabled", None, ErrorCode.SAFETY_NOT_ENABLED),
        ("enabled", "yes", ErrorCode.SAFETY_NOT_ENABLED),
        ("stopped", True, ErrorCode.SAFETY_STOPPED),
        ("stopped", None, ErrorCode.SAFETY_STOPPED),
        ("approved", False, ErrorCode.SAFETY_NOT_APPROVED),
        ("approved", None, ErrorCode.SAFETY_NOT_APPROVED),
        ("at_rest", False, ErrorCode.SAFETY_NOT_AT_REST),
        ("input_stamps", {}, ErrorCode.SAFETY_STALE_INPUT),
        ("input_stamps", {"look": 94.9}, ErrorCode.SAFETY_STALE_INPUT),
        ("input_stamps", {"look": 100.5}, ErrorCode.SAFETY_STALE_INPUT),
        ("input_stamps", {"look": 100.0, "joints": np.nan}, ErrorCode.SAFETY_STALE_INPUT),
        ("now", np.nan, ErrorCode.SAFETY_STALE_INPUT),
        ("start", np.full(J, 2.4), ErrorCode.SAFETY_JOINT_STEP),
        ("start", np.full(J, np.nan), ErrorCode.SAFETY_JOINT_STEP),
        ("start", np.zeros(3), ErrorCode.SAFETY_NOT_FINITE),
    ],
)
def test_states_in_which_nothing_moves(motion: Motion, field: str, value: object, code: ErrorCode) -> None:
    motion.state[field] = value
    assert refused(motion) is code


def test_stop_comes_before_everything_else(motion: Motion) -> None:
    motion.state |= {"stopped": True, "enabled": False, "input_stamps": {}}
    assert refused(motion) is ErrorCode.SAFETY_STOPPED


def test_start_close_to_where_the_arm_is_passes(motion: Motion) -> None:
    motion.state["start"] = motion.positions[0] + 0.029
    motion.check()


def test_a_start_that_a_controller_would_jump_from_is_refused_though_it_is_a_small_step(motion: Motion) -> None:
    motion.state["start"] = motion.positions[0] + 0.031
    assert refused(motion) is ErrorCode.SAFETY_JOINT_STEP


@pytest.mark.parametrize("array", ["times", "positions", "velocities", "tool"])
@pytest.mark.parametrize("value", [np.nan, np.inf, -np.inf])
def test_what_is_not_finite_never_passes(motion: Motion, array: str, value: float) -> None:
    getattr(motion, array)[-1] = value
    assert refused(motion) is ErrorCode.SAFETY_NOT_FINITE


@pytest.mark.parametrize(
    "times",
    [np.zeros(12), np.linspace(1, 0, 12), np.r_[np.linspace(0, 1, 11), 1.0], np.linspace(-1, 1, 12),
     np.linspace(0, 500, 12), np.linspace(0, 1, 11), np.zeros((12, 1))],
)  # fmt: skip
def test_times_must_rise_from_zero(motion: Motion, times: FloatArray) -> None:
    motion.times = times
    assert refused(motion) is ErrorCode.SAFETY_NOT_FINITE


@pytest.mark.parametrize("shape", [(12, 6), (11, 7), (12,), (0, 7)])
def test_shapes_must_fit(motion: Motion, shape: tuple[int, ...]) -> None:
    motion.positions = np.zeros(shape)
    assert refused(motion) is ErrorCode.SAFETY_NOT_FINITE


def test_one_point_is_no_motion(motion: Motion) -> None:
    for name in ("times", "positions", "velocities", "tool"):
        setattr(motion, name, getattr(motion, name)[:1])
    assert refused(motion) is ErrorCode.SAFETY_NOT_FINITE


def test_two_points_are_a_motion(motion: Motion) -> None:
    for name in ("times", "positions", "velocities", "tool"):
        setattr(motion, name, getattr(motion, name)[:2])
    motion.check()


def test_joints_of_another_arm(motion: Motion) -> None:
    motion.names = motion.names[::-1]
    assert refused(motion) is ErrorCode.SAFETY_JOINT_LIMIT


def test_messages_carry_numbers(motion: Motion) -> None:
    motion.tool[5] = [0.5, 0.1, -0.02]
    with pytest.raises(SafetyError, match=r"0\.500.*-0\.020"):
        motion.check()


def test_a_start_below_the_limit_may_rise_out_of_it(motion: Motion) -> None:
    motion.times, motion.positions = np.arange(4) * 0.1, motion.positions[:4]
    motion.positions = np.zeros((4, J))
    motion.velocities = np.zeros((4, J))
    motion.tool = np.array([[0.5, 0, -0.01], [0.5, 0, 0.0], [0.5, 0, 0.02], [0.5, 0, 0.04]])
    motion.check()
    motion.state["allow_low_start"] = False
    assert refused(motion) is ErrorCode.SAFETY_HEIGHT
    motion.state["allow_low_start"] = True
    motion.tool[1, 2] = -0.0101  # first deeper, then out
    assert refused(motion) is ErrorCode.SAFETY_HEIGHT
    motion.tool[1:, 2] = [0.0, 0.01, 0.0]  # out, and in again
    assert refused(motion) is ErrorCode.SAFETY_HEIGHT


def _joint_limit(m: Motion, rng: np.random.Generator) -> None:
    m.positions += rng.choice([-1, 1]) * (
        2.5 - np.abs(m.positions).max() + 10 ** rng.uniform(-6, 0) + 2 * np.abs(m.positions).max()
    )


def _joint_step(m: Motion, rng: np.random.Generator) -> None:
    i, j = int(rng.integers(1, len(m.times))), int(rng.integers(J))
    m.positions[i:, j] = m.positions[i - 1, j] + rng.choice([-1, 1]) * (0.1 + 10 ** rng.uniform(-6, -1))


def _joint_speed(m: Motion, rng: np.random.Generator) -> None:
    m.velocities[rng.integers(len(m.times)), rng.integers(J)] = rng.choice([-1, 1]) * (2.0 + 10 ** rng.uniform(-6, 1))


def _mean_joint_speed(m: Motion, rng: np.random.Generator) -> None:
    i, j = int(rng.integers(1, len(m.times))), int(rng.integers(J))
    m.times[i:] -= m.times[i] - m.times[i - 1] - 0.04
    m.positions[i:, j] = m.positions[i - 1, j] + rng.choice([-1, 1]) * rng.uniform(0.0801, 0.0999)
    m.tool[:] = m.tool[0]


def _tool_speed(m: Motion, rng: np.random.Generator) -> None:
    i = int(rng.integers(1, len(m.times)))
    heading = rng.normal(size=3)
    way = (0.25 + 10 ** rng.uniform(-5, 0)) * (m.times[i] - m.times[i - 1])
    m.tool[:i] = m.tool[i - 1]
    m.tool[i:] = m.tool[i - 1] + heading / np.linalg.norm(heading) * way


def _workspace(m: Motion, rng: np.random.Generator) -> None:
    axis, sign = int(rng.integers(3)), int(rng.choice([-1, 1]))
    if axis == 2:
        sign = 1
    bound = (LIMITS.workspace_upper if sign > 0 else LIMITS.workspace_lower)[axis]
    m.tool[-1, axis] = bound + sign * 10 ** rng.uniform(-6, 0)


def _height(m: Motion, rng: np.random.Generator) -> None:
    m.tool[rng.integers(1, len(m.times)), 2] = 0.004 - 10 ** rng.uniform(-6, 0)


def _not_finite(m: Motion, rng: np.random.Generator) -> None:
    array = (m.times, m.positions, m.velocities, m.tool)[rng.integers(4)]
    array.flat[rng.integers(array.size)] = rng.choice([np.nan, np.inf, -np.inf])


def _stale(m: Motion, rng: np.random.Generator) -> None:
    m.state["input_stamps"]["look"] = 100.0 + rng.choice(
        [-5.0 - 10 ** rng.uniform(-6, 3), 0.1 + 10 ** rng.uniform(-6, 3)]
    )


def _state(m: Motion, rng: np.random.Generator) -> None:
    m.state |= [{"enabled": False}, {"stopped": True}, {"approved": False}, {"at_rest": False}][rng.integers(4)]


BREAKS: tuple[tuple[Callable[[Motion, np.random.Generator], None], set[ErrorCode]], ...] = (
    (_joint_limit, {ErrorCode.SAFETY_JOINT_LIMIT}),
    (_joint_step, {ErrorCode.SAFETY_JOINT_STEP}),
    (_joint_speed, {ErrorCode.SAFETY_JOINT_SPEED}),
    (_mean_joint_speed, {ErrorCode.SAFETY_JOINT_SPEED}),
    (_tool_speed, {ErrorCode.SAFETY_TOOL_SPEED, ErrorCode.SAFETY_WORKSPACE, ErrorCode.SAFETY_HEIGHT}),
    (_workspace, {ErrorCode.SAFETY_WORKSPACE}),
    (_height, {ErrorCode.SAFETY_HEIGHT}),
    (_not_finite, {ErrorCode.SAFETY_NOT_FINITE}),
    (_stale, {ErrorCode.SAFETY_STALE_INPUT}),
    (_state, {ErrorCode.SAFETY_NOT_ENABLED, ErrorCode.SAFETY_STOPPED, ErrorCode.SAFETY_NOT_APPROVED,
              ErrorCode.SAFETY_NOT_AT_REST}),
)  # fmt: skip


@pytest.mark.timeout(1500)  # a loaded machine
@pytest.mark.parametrize("count", [4_000, pytest.param(100_000, marks=pytest.mark.slow)])
def test_r5_motions_half_of_them_legal(count: int) -> None:
    rng = np.random.default_rng(5)
    passed = held = 0
    for index in range(count):
        motion = Motion(rng, points=6)
        if index % 2 == 0:
            motion.check()
            passed += 1
            continue
        broken, codes = BREAKS[index // 2 % len(BREAKS)]
        broken(motion, rng)
        try:
            motion.check()
        except SafetyError as error:
            assert error.code in codes, (broken.__name__, error)
            held += 1
        else:
            pytest.fail(f"{broken.__name__} passed the gate, motion {index}")
    assert passed == held == count // 2


@pytest.mark.parametrize(
    "changes",
    [
        {"velocity": np.zeros(J)},
        {"velocity": np.full(J, np.nan)},
        {"position_lower": np.full(J, 3.0)},
        {"position_upper": np.zeros(3)},
        {"workspace_lower": np.array([0.9, 0, 0])},
        {"max_tool_speed": 0.0},
        {"max_tool_speed": np.nan},
        {"max_joint_step": -0.1},
        {"max_input_age_s": np.inf},
        {"min_height": np.nan},
        {"joint_names": ()},
    ],
    ids=str,
)
def test_limits_that_make_no_sense_are_refused(changes: dict[str, Any]) -> None:
    with pytest.raises(InputError) as caught:
        replace(LIMITS, **changes)
    assert caught.value.code is ErrorCode.INPUT_PARAMETER


def test_limits_of_a_robot_file(robot: Any) -> None:
    usual = GateLimits.of_robot(robot)
    assert (usual.max_tool_speed, usual.max_joint_step) == (0.25, 0.2)
    assert (usual.max_input_age_s, usual.max_duration_s) == (30.0, 120.0)
    limits = GateLimits.of_robot(robot, max_tool_speed=0.1)
    assert limits.joint_names == robot.arm.joints and limits.max_tool_speed == 0.1
    assert limits.min_height == pytest.approx(robot.workspace_lower[2])
    np.testing.assert_array_equal(limits.velocity, robot.arm.velocity)
