# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""The gripper controller against fingers that meet an object."""

import math

import pytest

from vla_r1_ros.sim.goals import GoalPhase, GoalRejected
from vla_r1_ros.sim.gripper_control import GripperController, GripperGoal

DT = 0.002
STIFFNESS = 1000.0


class Fingers:
    """A finger that follows its order until an object of half width `object_at` stops it."""

    def __init__(self, object_at: float = 0.0) -> None:
        self.controller = GripperController(0.04, 40.0)
        self.object_at = object_at
        self.position, self.velocity, self.effort, self.now = 0.04, 0.0, 0.0, 0.0

    def run(self, goal: GripperGoal | None, limit_s: float = 5.0) -> None:
        end = self.now + limit_s
        while self.now < end and not (goal is not None and goal.done):
            order = self.controller.update(self.now, self.position, self.velocity, self.effort)
            wanted = max(order.position, self.object_at)
            pull = STIFFNESS * (order.position - self.position)
            self.effort = max(-order.max_effort, min(order.max_effort, pull))
            self.velocity, self.position = (wanted - self.position) / DT, wanted
            self.now += DT

    def submit(self, position: float, effort: float) -> GripperGoal:
        return self.controller.submit(position, effort, self.now, self.position)


def test_it_opens_and_closes_to_a_width() -> None:
    fingers = Fingers()
    goal = fingers.submit(0.01, 20.0)
    fingers.run(goal)
    assert goal.phase is GoalPhase.SUCCEEDED and goal.reached_goal and not goal.stalled
    assert goal.position == pytest.approx(0.01, abs=0.001)
    assert fingers.now == pytest.approx(0.03 / 0.05, abs=0.05)
    goal = fingers.submit(0.04, 20.0)
    fingers.run(goal)
    assert goal.reached_goal and goal.position == pytest.approx(0.04, abs=0.001)


def test_an_object_stalls_it_and_the_force_keeps_to_the_limit() -> None:
    fingers = Fingers(object_at=0.025)
    goal = fingers.submit(0.0, 5.0)
    fingers.run(goal)
    assert goal.phase is GoalPhase.SUCCEEDED and goal.stalled and not goal.reached_goal
    assert goal.position == pytest.approx(0.025)
    assert goal.effort == pytest.approx(-5.0)
    fingers.run(None, 1.0)
    assert fingers.effort == pytest.approx(-5.0)


def test_no_force_means_the_grippers_own() -> None:
    fingers = Fingers(object_at=0.025)
    fingers.submit(0.0, 0.0)
    fingers.run(None, 1.0)
    assert fingers.effort == pytest.approx(-STIFFNESS * 0.025)
    assert fingers.controller.update(fingers.now, 0.025, 0.0, 0.0).max_effort == 40.0


def test_more_force_than_the_gripper_has_is_cut() -> None:
    fingers = Fingers()
    goal = fingers.submit(0.0, 1000.0)
    assert goal.max_effort == 40.0


@pytest.mark.parametrize("position", [-0.01, 0.05, math.nan, math.inf])
def test_positions_outside_are_refused(position: float) -> None:
    with pytest.raises(GoalRejected, match="gripper position"):
        Fingers().submit(position, 10.0)


@pytest.mark.parametrize("effort", [-1.0, math.nan])
def test_bad_forces_are_refused(effort: float) -> None:
    with pytest.raises(GoalRejected, match="max_effort"):
        Fingers().submit(0.0, effort)


def test_cancel_stops_the_fingers() -> None:
    fingers = Fingers()
    goal = fingers.submit(0.0, 10.0)
    fingers.run(None, 0.3)
    fingers.controller.cancel()
    where = fingers.position
    fingers.run(None, 0.5)
    assert goal.phase is GoalPhase.CANCELED
    assert 0.0 < where < 0.04 and fingers.position == pytest.approx(where, abs=1e-4)


def test_a_new_goal_aborts_the_one_before() -> None:
    fingers = Fingers()
    first = fingers.submit(0.0, 10.0)
    fingers.run(None, 0.2)
    second = fingers.submit(0.04, 10.0)
    fingers.run(second)
    assert first.phase is GoalPhase.ABORTED and second.reached_goal


def test_fingers_that_shake_for_ever_time_out() -> None:
    controller = GripperController(0.04, 40.0)
    goal = controller.submit(0.0, 10.0, 0.0, 0.04)
    now = 0.0
    while not goal.done and now < 5.0:
        controller.update(now, 0.03, 0.5, 10.0)
        now += DT
    assert goal.phase is GoalPhase.ABORTED and "within" in goal.reason
