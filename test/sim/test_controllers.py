# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""The trajectory controller against a drive that follows with a lag, in simulated time and without physics."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vla_r1_ros.core.errors import ErrorCode
from vla_r1_ros.core.types import FloatArray
from vla_r1_ros.sim.controllers import ActiveGoal, TrajectoryController, sample
from vla_r1_ros.sim.goals import ControlCode, ControllerSettings, GoalPhase, GoalRejected, JointLimits, TrajectoryGoal

NAMES = ("a", "b")
LIMITS = JointLimits(np.array([-2.0, -2.0]), np.array([2.0, 2.0]), np.array([1.0, 1.0]), np.array([4.0, 4.0]))
DT = 0.002


class Drive:
    """Joints that move towards the command with a time constant, or are jammed."""

    def __init__(self, controller: TrajectoryController, lag_s: float = 0.002) -> None:
        self.controller, self.lag_s = controller, lag_s
        self.q, self.v, self.now = np.zeros(2), np.zeros(2), 0.0
        self.jammed = False
        self.trace: list[FloatArray] = []

    def submit(self, goal: TrajectoryGoal) -> ActiveGoal:
        return self.controller.submit(goal, self.now, self.q)

    def step(self, seconds: float) -> None:
        for _ in range(round(seconds / DT)):
            command = self.controller.update(self.now, self.q, self.v)
            before = self.q
            if not self.jammed:
                self.q = self.q + (command.positions - self.q) * min(1.0, DT / self.lag_s)
            self.v = (self.q - before) / DT
            self.now += DT
            self.trace.append(self.q.copy())

    def run(self, goal: ActiveGoal, limit_s: float = 10.0) -> None:
        end = self.now + limit_s
        while not goal.done and self.now < end:
            self.step(DT)


@pytest.fixture
def drive() -> Drive:
    return Drive(TrajectoryController(NAMES, LIMITS, np.zeros(2)))


def ramp(target: tuple[float, float], duration: float = 2.0, names: tuple[str, ...] = NAMES) -> TrajectoryGoal:
    """A cubic from zero to `target` and rest."""
    times = np.linspace(0.0, duration, 41)
    s = times / duration
    shape, speed = 3 * s**2 - 2 * s**3, (6 * s - 6 * s**2) / duration
    end = np.array(target)
    return TrajectoryGoal(names, times, shape[:, None] * end, speed[:, None] * end)


def refused(drive: Drive, goal: TrajectoryGoal) -> GoalRejected:
    with pytest.raises(GoalRejected) as caught:
        drive.submit(goal)
    assert caught.value.code is ErrorCode.EXEC_REJECTED
    return caught.value


def test_follows_to_the_goal_and_holds(drive: Drive) -> None:
    goal = drive.submit(ramp((0.5, -0.3)))
    drive.run(goal)
    assert goal.phase is GoalPhase.SUCCEEDED and goal.code is ControlCode.SUCCESSFUL
    assert 2.0 <= drive.now < 2.1
    drive.step(1.0)
    np.testing.assert_allclose(drive.q, [0.5, -0.3], atol=1e-6)


def test_joints_in_another_order_are_sorted(drive: Drive) -> None:
    goal = drive.submit(ramp((-0.3, 0.5), names=("b", "a")))
    drive.run(goal)
    np.testing.assert_allclose(drive.q, [0.5, -0.3], atol=1e-3)


@pytest.mark.parametrize("names", [("a",), ("a", "c"), ("a", "b", "c"), ("a", "a"), ()])
def test_wrong_names_are_refused(drive: Drive, names: tuple[str, ...]) -> None:
    goal = TrajectoryGoal(names, np.array([1.0]), np.zeros((1, len(names))))
    assert refused(drive, goal).control_code is ControlCode.INVALID_JOINTS


@pytest.mark.parametrize(
    ("change", "word"),
    [
        ({"times": np.zeros(0), "positions": np.zeros((0, 2))}, "no points"),
        ({"times": np.array([0.0, 1.0, 1.0])}, "between points 1 and 2"),
        ({"times": np.array([0.0, 2.0, 1.0])}, "between points 1 and 2"),
        ({"times": np.array([-0.1, 1.0, 2.0])}, "negative"),
        ({"times": np.array([0.0, np.nan, 2.0])}, "finite"),
        ({"positions": np.zeros((2, 2))}, "shape"),
        ({"positions": np.array([[0, 0], [np.inf, 0], [0, 0]])}, "finite"),
        ({"positions": np.array([[0, 0], [2.5, 0], [0, 0]])}, "outside"),
        ({"positions": np.array([[0, 0], [1.5, 0], [0, 0]])}, "limit"),
        ({"velocities": np.array([[0, 0], [3.0, 0], [0, 0]])}, "limit"),
        ({"velocities": np.array([[0, 0], [0, 0], [0.5, 0]])}, "at rest"),
        ({"velocities": np.zeros((3, 1))}, "shape"),
        ({"path_tolerance": {"a": float("nan")}}, "tolerances"),
    ],
)
def test_a_malformed_trajectory_is_refused(drive: Drive, change: dict[str, FloatArray], word: str) -> None:
    good = TrajectoryGoal(NAMES, np.array([0.0, 1.0, 2.0]), np.zeros((3, 2)), np.zeros((3, 2)))
    error = refused(drive, replace(good, **change))
    assert error.control_code is ControlCode.INVALID_GOAL
    assert word in error.message
    drive.submit(good)


def test_a_start_away_from_the_joints_is_refused_and_the_goal_under_way_goes_on(drive: Drive) -> None:
    first = drive.submit(ramp((0.5, 0.0)))
    drive.step(1.0)
    error = refused(drive, ramp((0.5, 0.0)))
    assert error.control_code is ControlCode.INVALID_GOAL and "a 0.24" in error.message
    drive.run(first)
    assert first.phase is GoalPhase.SUCCEEDED


def test_a_first_point_in_the_future_starts_from_where_the_arm_is(drive: Drive) -> None:
    goal = drive.submit(TrajectoryGoal(NAMES, np.array([1.0]), np.array([[0.4, 0.0]])))
    drive.run(goal)
    assert goal.phase is GoalPhase.SUCCEEDED
    assert np.abs(np.diff(np.array(drive.trace), axis=0)).max() / DT < 0.6


def test_a_first_point_that_cannot_be_reached_in_time_is_refused(drive: Drive) -> None:
    error = refused(drive, TrajectoryGoal(NAMES, np.array([0.1]), np.array([[0.4, 0.0]])))
    assert "limit" in error.message


def test_a_trajectory_that_ended_in_the_past_is_refused(drive: Drive) -> None:
    drive.step(5.0)
    late = replace(ramp((0.1, 0.0)), start_time=1.0)
    assert refused(drive, late).control_code is ControlCode.OLD_HEADER_TIMESTAMP


def test_a_start_in_the_future_is_waited_for(drive: Drive) -> None:
    goal = drive.submit(replace(ramp((0.1, 0.0)), start_time=1.0))
    drive.step(0.98)
    np.testing.assert_allclose(drive.q, 0.0, atol=1e-9)
    drive.run(goal)
    assert goal.phase is GoalPhase.SUCCEEDED and 3.0 <= drive.now < 3.1


def test_a_jammed_joint_breaks_the_path_tolerance(drive: Drive) -> None:
    goal = drive.submit(ramp((0.8, 0.0)))
    drive.step(0.5)
    drive.jammed = True
    drive.run(goal)
    assert goal.phase is GoalPhase.ABORTED and goal.code is ControlCode.PATH_TOLERANCE_VIOLATED
    assert goal.reason.startswith("a is 0.1")
    drive.jammed = False
    held = drive.q.copy()
    drive.step(0.5)
    np.testing.assert_allclose(drive.q, held, atol=0.02)


def test_tolerances_of_the_goal_come_before_the_controllers_own() -> None:
    slow = Drive(TrajectoryController(NAMES, LIMITS, np.zeros(2)), lag_s=0.1)
    tight = slow.submit(replace(ramp((0.8, 0.0)), path_tolerance={"a": 0.01}))
    slow.run(tight)
    assert tight.code is ControlCode.PATH_TOLERANCE_VIOLATED
    slow = Drive(TrajectoryController(NAMES, LIMITS, np.zeros(2)), lag_s=0.5)
    loose = slow.submit(replace(ramp((0.8, 0.0)), path_tolerance={"a": -1.0}, goal_time_tolerance=5.0))
    slow.run(loose)
    assert loose.phase is GoalPhase.SUCCEEDED and slow.now > 3.0


def test_a_goal_that_is_not_reached_in_time_is_aborted() -> None:
    slow = Drive(TrajectoryController(NAMES, LIMITS, np.zeros(2)), lag_s=0.5)
    goal = slow.submit(replace(ramp((0.8, 0.0)), path_tolerance={"a": -1.0}))
    slow.run(goal)
    assert goal.phase is GoalPhase.ABORTED and goal.code is ControlCode.GOAL_TOLERANCE_VIOLATED
    assert 2.5 < slow.now < 2.6


def test_cancel_decelerates_within_the_limit_and_holds(drive: Drive) -> None:
    goal = drive.submit(ramp((0.9, 0.0)))
    drive.step(1.0)
    speed = float(np.abs(drive.v).max())
    drive.controller.cancel(drive.now)
    assert goal.phase is GoalPhase.ACTIVE
    begun = drive.now
    drive.run(goal)
    assert goal.phase is GoalPhase.CANCELED
    assert drive.now - begun >= 0.9 * speed / 4.0
    end = drive.q.copy()
    drive.step(0.5)
    np.testing.assert_allclose(drive.q, end, atol=1e-3)
    accelerations = np.abs(np.diff(np.array(drive.trace), n=2, axis=0))[round(1.1 * 500):] / DT**2
    assert accelerations.max() < 3 * 4.0


def test_a_new_goal_takes_over_and_the_old_one_is_aborted(drive: Drive) -> None:
    first = drive.submit(ramp((0.5, 0.0)))
    drive.step(2.0)
    second = drive.submit(TrajectoryGoal(NAMES, np.array([2.0]), np.array([[0.0, 0.2]])))
    assert first.phase is GoalPhase.ABORTED and "preempted" in first.reason
    drive.run(second)
    np.testing.assert_allclose(drive.q, [0.0, 0.2], atol=1e-3)


def test_without_velocities_the_path_is_straight_between_points() -> None:
    goal = TrajectoryGoal(NAMES, np.array([0.0, 1.0, 2.0]), np.array([[0, 0], [0.4, 0], [0.4, 0.4]], np.float64))
    middle = sample(goal, 0.25)
    np.testing.assert_allclose(middle.positions, [0.1, 0.0])
    np.testing.assert_allclose(middle.velocities, [0.4, 0.0])


@settings(max_examples=60, deadline=None)
@given(st.lists(st.floats(-1.0, 1.0), min_size=4, max_size=4), st.floats(0.0, 1.0))
def test_a_cubic_meets_its_points_and_its_velocity_is_its_slope(numbers: list[float], s: float) -> None:
    a, b, va, vb = (np.array([x, -x]) for x in numbers)
    goal = TrajectoryGoal(NAMES, np.array([1.0, 1.5]), np.stack([a, b]), np.stack([va, vb]))
    np.testing.assert_allclose(sample(goal, 1.0).positions, a)
    np.testing.assert_allclose(sample(goal, 1.5 - 1e-12).positions, b, atol=1e-9)
    t = 1.0 + 0.49 * s + 0.005
    slope = (sample(goal, t + 1e-5).positions - sample(goal, t - 1e-5).positions) / 2e-5
    np.testing.assert_allclose(sample(goal, t).velocities, slope, atol=1e-5)


def test_settings_are_what_the_controller_uses() -> None:
    strict = TrajectoryController(NAMES, LIMITS, np.zeros(2), ControllerSettings(start=1e-4))
    with pytest.raises(GoalRejected):
        strict.submit(ramp((0.1, 0.0)), 0.0, np.array([0.001, 0.0]))
