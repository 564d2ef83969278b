# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""The table is known wherever the tool may go."""

from dataclasses import replace

import numpy as np
import pytest

from vla_r1_ros.core.cancel import CancelToken
from vla_r1_ros.core.errors import PlanningError
from vla_r1_ros.core.grasp import tool_down
from vla_r1_ros.core.robot import RobotDescription
from vla_r1_ros.core.robot_file import load_robot
from vla_r1_ros.core.types import BoxObstacle, SceneModel
from vla_r1_ros.motion.embedded import EmbeddedPlanner
from vla_r1_ros.motion.request import table


def wide(lower: tuple[float, float] = (-0.8, -0.8), upper: tuple[float, float] = (0.8, 0.8)) -> RobotDescription:
    return replace(load_robot("panda"), workspace_lower=np.array([*lower, 0.004]),
                   workspace_upper=np.array([*upper, 0.7]))  # fmt: skip


def covered(boxes: tuple[BoxObstacle, ...], x: float, y: float) -> bool:
    return any((np.abs(np.array([x, y]) - box.T_base_box[:2, 3]) <= box.size[:2] / 2 + 1e-9).all() for box in boxes)


@pytest.mark.parametrize("name", ["panda", "fr3", "ur5e", "piper"])
def test_the_table_of_a_shipped_robot_is_the_one_that_everything_was_measured_with(name: str) -> None:
    (box,) = table(0.1, load_robot(name))
    assert box.name == "support"
    assert box.T_base_box[:3, 3].tolist() == [0.65, 0.0, 0.1 - 0.026]
    assert box.size.tolist() == [1.0, 1.8, 0.05]


@pytest.mark.parametrize("robot", [wide(), wide((-0.8, -0.8), (-0.3, 0.8)), wide((0.2, -0.7), (0.8, 0.5)),
                                   wide((-0.2, 0.3), (0.2, 0.9)), wide((0.2, -0.5), (1.1, 0.5))])
def test_the_table_covers_the_workspace_and_beyond_but_for_the_base(robot: RobotDescription) -> None:
    boxes = table(0.0, robot)
    lower, upper = robot.workspace_lower - 0.3, robot.workspace_upper + 0.3
    for x in np.linspace(lower[0], upper[0], 41):
        for y in np.linspace(lower[1], upper[1], 41):
            assert covered(boxes, x, y) or max(abs(x), abs(y)) < 0.15, (x, y)
    assert not covered(boxes, 0.0, 0.0)
    assert covered(boxes, 1.15, 0.9) and covered(boxes, 0.15, -0.9)
    assert all(box.T_base_box[2, 3] + box.size[2] / 2 == pytest.approx(-0.001) for box in boxes)
    assert len({box.name for box in boxes}) == len(boxes)


@pytest.mark.parametrize("at", [(0.1, 0.5), (-0.4, 0.25)])
def test_no_motion_ends_below_the_table_beside_or_behind_the_arm(at: tuple[float, float]) -> None:
    robot = wide()
    planner = EmbeddedPlanner(robot, max_tool_speed=0.25)
    planner.set_scene(SceneModel(table(0.0, robot)))
    q = robot.arm.home.copy()
    q[0] = np.arctan2(at[1], at[0])

    def goes(z: float) -> None:
        planner.plan_to_pose(q, tool_down(np.array([*at, z]), 0.0), speed=0.5, deadline_s=5.0, cancel=CancelToken())

    goes(0.15)
    with pytest.raises(PlanningError):
        goes(0.005)
