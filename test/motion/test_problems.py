# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""The problem set that planners are compared on, and what is made of their answers."""

import dataclasses

import numpy as np
import pytest

from vla_r1_ros.core.robot import RobotDescription
from vla_r1_ros.core.robot_file import load_robot
from vla_r1_ros.motion.compare import figures, solve
from vla_r1_ros.motion.embedded import EmbeddedPlanner
from vla_r1_ros.motion.problems import Problem, ProblemKind, problem, problems

HOME = np.array([0.31, 0.0, 0.49])


@pytest.fixture(scope="module")
def robot() -> RobotDescription:
    return load_robot("panda")


def same(one: Problem, other: Problem) -> bool:
    goals = all(np.array_equal(a, b) for a, b in zip(one.goals, other.goals, strict=True))
    boxes = all(np.array_equal(a.T_base_box, b.T_base_box) for a, b in
                zip(one.scene.boxes, other.scene.boxes, strict=True))  # fmt: skip
    return goals and boxes and np.array_equal(one.scene.points, other.scene.points)


def test_a_seed_is_one_problem_and_another_seed_another(robot: RobotDescription) -> None:
    drawn = list(problems(robot, HOME, 6))
    assert [(p.kind, p.seed) for p in drawn] == [(kind, seed) for kind in ProblemKind for seed in range(6)]
    assert all(same(p, problem(robot, HOME, p.kind, p.seed)) for p in drawn)
    assert not any(np.array_equal(a.goals[0], b.goals[0]) for a in drawn for b in drawn if a is not b)


def test_goals_are_in_the_workspace_and_boxes_come_as_boxes_or_points(robot: RobotDescription) -> None:
    for p in problems(robot, HOME, 8):
        at = np.array([T[:3, 3] for T in p.goals])
        assert (at >= robot.workspace_lower).all() and (at <= robot.workspace_upper).all()
        cluttered = p.kind is not ProblemKind.FREE
        assert (len(p.scene.boxes) > 1) == (cluttered and p.seed % 2 == 0)
        assert bool(len(p.scene.points)) == (cluttered and p.seed % 2 == 1)
        assert (p.held is not None) == (p.kind in (ProblemKind.HELD, ProblemKind.CARRY))
        assert len(p.goals) == (7 if p.kind is ProblemKind.CARRY else 2)


def test_measured_points_lie_on_the_boxes_they_stand_for(robot: RobotDescription) -> None:
    points = problem(robot, HOME, ProblemKind.CLUTTERED, 3).scene.points
    assert points[:, 2].min() == pytest.approx(0.0, abs=1e-9) and 0.08 <= points[:, 2].max() <= 0.32
    distances = np.linalg.norm(points[:400, None] - points[None], axis=2)
    np.fill_diagonal(distances[:, :400], np.inf)
    assert distances.min(axis=1).max() <= 0.0101


@pytest.mark.slow
def test_the_embedded_planner_solves_most_and_its_figures_are_those_of_its_motions(robot: RobotDescription) -> None:
    planner = EmbeddedPlanner(robot)
    home = planner.tool_pose(robot.arm.home)[:3, 3]
    for kind in ProblemKind:
        found = [solve(planner, robot.arm.home, problem(robot, home, kind, seed)) for seed in range(6)]
        summed = figures(found)
        assert summed.problems == 6 and summed.solved >= 5 and sum(summed.codes.values()) == 6 - summed.solved
        good = [s for s in found if s.motion is not None]
        assert summed.motion_p50_s == pytest.approx(np.median([s.motion.duration for s in good if s.motion]))
        assert summed.tool_path_p50_m == pytest.approx(np.median([s.tool_path for s in good]))


def test_where_nothing_is_solved_there_are_no_figures(robot: RobotDescription) -> None:
    drawn = problem(robot, HOME, ProblemKind.FREE, 0)
    far = np.array(drawn.goals[0])
    far[0, 3] = 2.0
    found = figures([solve(EmbeddedPlanner(robot), robot.arm.home, dataclasses.replace(drawn, goals=(far, far)))])
    assert (found.solved, found.planning_p50_ms, found.tool_path_p50_m) == (0, None, None)
    assert found.codes == {"PLAN_NO_IK": 1}
