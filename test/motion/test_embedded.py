# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""The embedded back end keeps the planner's contract."""

import sys
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

sys.path.insert(0, str(Path(__file__).parent))

from planner_contract import MAX_TOOL_SPEED, PlannerContract, at, box, table, tool_down, walls_across

from vla_r1_ros.core.cancel import CancelToken
from vla_r1_ros.core.errors import ErrorCode, PlanningError
from vla_r1_ros.core.robot import RobotDescription
from vla_r1_ros.core.types import BoxObstacle, FloatArray, SceneModel
from vla_r1_ros.motion.embedded import EmbeddedPlanner
from vla_r1_ros.motion.protocols import Planner


class TestEmbeddedPlanner(PlannerContract):
    @pytest.fixture
    def make(self) -> Callable[[RobotDescription], Planner]:
        return lambda robot: EmbeddedPlanner(robot, max_tool_speed=MAX_TOOL_SPEED)

    def test_same_seed_same_motion(self, robot: RobotDescription) -> None:
        results = []
        for _ in range(2):
            planner = EmbeddedPlanner(robot, seed=5)
            planner.set_scene(SceneModel((table(), box("b", 0.45, 0.0, (0.1, 0.1, 0.3)))))
            start = self.free(planner, robot.arm.home, tool_down(0.45, 0.25, 0.1)).positions[-1]
            results.append(self.free(planner, start, tool_down(0.45, -0.25, 0.1)).positions)
        np.testing.assert_array_equal(results[0], results[1])

    def test_a_start_in_contact_may_be_left_upwards_only(self, planner: Planner, robot: RobotDescription) -> None:
        start = self.free(planner, robot.arm.home, tool_down(0.5, 0.0, 0.10)).positions[-1]
        low = box("low thing", 0.5, 0.045, (0.03, 0.03, 0.1))
        planner.set_scene(SceneModel((table(), low)))
        with pytest.raises(PlanningError) as caught:
            self.straight(planner, start, [tool_down(0.6, 0.0, 0.10)])
        assert caught.value.code == ErrorCode.PLAN_START_IN_COLLISION
        up = self.straight(planner, start, [tool_down(0.5, 0.0, 0.25)])
        assert planner.tool_pose(up.positions[-1])[2, 3] == pytest.approx(0.25, abs=0.003)

    def test_narrow_fingers_fit_where_open_ones_do_not(self, planner: EmbeddedPlanner, robot: RobotDescription) -> None:
        walls = (box("left", 0.5, 0.055, (0.1, 0.02, 0.09)), box("right", 0.5, -0.055, (0.1, 0.02, 0.09)))
        planner.set_scene(SceneModel((table(), *walls)))
        start = self.free(planner, robot.arm.home, tool_down(0.5, 0.0, 0.2)).positions[-1]
        with pytest.raises(PlanningError):
            self.straight(planner, start, [tool_down(0.5, 0.0, 0.07)])
        planner.set_opening(0.02)
        self.straight(planner, start, [tool_down(0.5, 0.0, 0.07)])

    @pytest.mark.parametrize("speed", [0.0, -1.0, 1.5, float("nan")])
    def test_a_speed_outside_its_range_is_refused(
        self, planner: Planner, robot: RobotDescription, speed: float
    ) -> None:
        with pytest.raises(PlanningError) as caught:
            planner.plan_to_joints(
                robot.arm.home, robot.arm.home + 0.1, speed=speed, deadline_s=1.0, cancel=CancelToken()
            )
        assert caught.value.code == ErrorCode.PLAN_INVALID

    def test_a_goal_beyond_the_limits_is_refused(self, planner: Planner, robot: RobotDescription) -> None:
        goal = robot.arm.position_upper + 0.1
        with pytest.raises(PlanningError) as caught:
            planner.plan_to_joints(robot.arm.home, goal, speed=0.5, deadline_s=1.0, cancel=CancelToken())
        assert caught.value.code == ErrorCode.PLAN_INVALID


class TestEmbeddedPlannerOnTheUr5e(TestEmbeddedPlanner):
    """All of it with another arm: six joints, a gripper whose fingers turn, a collision model of capsules."""

    ROBOT = "ur5e"

    def beside(self, robot: RobotDescription) -> FloatArray:
        return robot.arm.home + np.array([0.0, 0.78, 0.13, -0.9, 0.0, 0.0])  # at home its elbow is behind the axis

    def walls(self) -> tuple[BoxObstacle, ...]:
        # its upper arm is beside the axis, where there is room for the hand too
        return (*walls_across(0.27), BoxObstacle("wall above", at(0.0, 0.0, 0.6), np.array([0.54, 0.02, 0.5])))
