# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""What docs/recovery.md promises, each line with its fault in physics: what is tried, how often, when one is asked.

Faults are things that happen to the world, not errors that are thrown; only the planner's own failure is.
"""

import sys
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

sys.path.insert(0, str(Path(__file__).parent))

from cell import Cell
from world import thing

from vla_r1_ros.core.errors import ErrorCode, PlanningError
from vla_r1_ros.core.report import Phase
from vla_r1_ros.core.robot import RobotDescription
from vla_r1_ros.core.robot_file import load_robot
from vla_r1_ros.motion.stages import StageName
from vla_r1_ros.vla.supervisor import Outcome

pytestmark = pytest.mark.slow

Fault = Callable[[Cell, int, StageName], None]
CUBE, BOWL, BLOCK = (0.5, 0.2), (0.5, -0.2), (0.62, 0.35)


@pytest.fixture(scope="module", params=["panda", "ur5e"])
def robot(request: pytest.FixtureRequest) -> RobotDescription:
    return load_robot(request.param)


def carry(robot: RobotDescription, fault: Fault, *, block: bool = False) -> tuple[Cell, Outcome]:
    """A cube into a bowl, with a fault on the way."""
    things = [thing("cube", *CUBE, 0.3), thing("bowl", *BOWL), *([thing("box", *BLOCK)] if block else [])]
    cell = Cell(robot, things, target="cube", goal="bowl", fault=fault)
    return cell, cell.carry_out("put the red cube into the red bowl")


def at(look: int, stage: StageName, happens: Callable[[Cell], None]) -> Fault:
    """A fault that happens when a stage of a look has ended for the first time."""
    done = False

    def fault(cell: Cell, now: int, name: StageName) -> None:
        nonlocal done
        if (now, name) == (look, stage) and not done:
            done = True
            happens(cell)

    return fault


def in_the_bowl(cell: Cell) -> bool:
    cube = cell.sim.object_pose("cube")[:3, 3]
    return bool(np.hypot(*(cube[:2] - BOWL)) < 0.05 and cube[2] < 0.035)  # on its floor, or leaning on its rim


def at_home(cell: Cell) -> bool:
    return bool(np.abs(cell.arm.joints() - cell.robot.arm.home).max() < 0.02)


CURED: dict[str, tuple[StageName, Callable[[Cell], None], ErrorCode]] = {
    "target moved before the grasp":
        (StageName.PRE_GRASP, lambda cell: cell.put("cube", 0.5, 0.3), ErrorCode.GRASP_MISSED),
    "object slipped out while it was lifted":
        (StageName.CLOSE, lambda cell: cell.slip("cube"), ErrorCode.GRASP_LOST),
    "object slipped out on the way":
        (StageName.VERIFY_HELD, lambda cell: cell.slip("cube"), ErrorCode.GRASP_LOST),
    "arm pushed on its way to the object":
        (StageName.OPEN, lambda cell: cell.push(-300.0, 0.12, after=0.4), ErrorCode.EXEC_ABORTED),
    "arm pushed while it lifts":
        (StageName.CLOSE, lambda cell: cell.push(300.0, 0.3, after=0.4), ErrorCode.EXEC_ABORTED),
}


@pytest.mark.parametrize("name", CURED)
def test_a_fresh_look_cures_it(robot: RobotDescription, name: str) -> None:
    stage, happens, code = CURED[name]
    cell, outcome = carry(robot, at(1, stage, happens))
    assert outcome.stage == Phase.DONE and cell.retries() == [code.name], cell.story()
    assert in_the_bowl(cell) and at_home(cell) and not cell.runner.holding


@pytest.mark.parametrize(("robot", "stage", "where"), [
    ("panda", StageName.OPEN, (0.42, 0.1, 0.3)), ("panda", StageName.VERIFY_HELD, (0.5, 0.0, 0.25)),
    ("ur5e", StageName.VERIFY_HELD, (0.52, -0.03, 0.25)),  # its forearm would be in most places before the object
], indirect=["robot"])  # fmt: skip
def test_what_came_into_the_way_is_seen_at_the_next_look_and_gone_around(
    robot: RobotDescription, stage: StageName, where: tuple[float, float, float]
) -> None:
    cell, outcome = carry(robot, at(1, stage, lambda cell: cell.fix("box", *where)), block=True)
    assert outcome.stage == Phase.DONE and cell.retries() == ["EXEC_ABORTED"], cell.story()
    assert in_the_bowl(cell) and at_home(cell)
    if stage is StageName.VERIFY_HELD:
        assert "put_back" in cell.stage_names(), "what is held is put back before the arm goes home"


@pytest.mark.parametrize(("robot", "height"), [("panda", 0.15), ("ur5e", 0.25)], indirect=["robot"])
def test_where_there_is_no_way_around_a_person_is_asked_and_the_object_is_back(
    robot: RobotDescription, height: float
) -> None:
    cell, outcome = carry(robot, at(1, StageName.VERIFY_HELD, lambda cell: cell.fix("box", *BOWL, height)), block=True)
    assert outcome.stage == Phase.FAILED and len(cell.retries()) == 2, cell.story()
    assert outcome.code in (ErrorCode.PLAN_NO_PATH, ErrorCode.PLAN_GOAL_IN_COLLISION) and outcome.advice
    assert "after 3 tries" in outcome.reason
    cube = cell.sim.object_pose("cube")[:3, 3]
    assert np.hypot(*(cube[:2] - CUBE)) < 0.03 and cube[2] < 0.01 and at_home(cell)


def test_who_goes_on_pushing_is_not_pushed_again(robot: RobotDescription) -> None:
    cell, outcome = carry(robot, at(1, StageName.OPEN, lambda cell: cell.push(300.0, 2.5, after=0.4)))
    assert (outcome.stage, outcome.code) == (Phase.FAILED, ErrorCode.EXEC_NOT_CLEAR), cell.story()
    assert not cell.retries() and "EXEC_ABORTED" in outcome.reason and "by hand" in outcome.advice
    assert cell.stage_names() == ["plan_grasp", "open", "pre_grasp", "home"]


def test_an_object_that_is_always_gone_is_looked_for_three_times(robot: RobotDescription) -> None:
    def tease(cell: Cell, look: int, stage: StageName) -> None:
        if stage is StageName.PRE_GRASP:
            cell.put("cube", 0.5, (0.3, 0.2)[look % 2 == 0])

    cell, outcome = carry(robot, tease)
    assert (outcome.stage, outcome.code) == (Phase.FAILED, ErrorCode.GRASP_MISSED), cell.story()
    assert cell.looks == 3 and "after 3 tries" in outcome.reason and at_home(cell)


def test_fingers_that_do_not_close_hold_nothing(robot: RobotDescription) -> None:
    cell, outcome = carry(robot, at(1, StageName.PRE_GRASP, lambda cell: cell.jam()))
    assert (outcome.stage, outcome.code) == (Phase.FAILED, ErrorCode.GRIPPER_FAILED), cell.story()
    assert "did not close" in outcome.reason and "jammed" in outcome.advice
    assert cell.looks == 1 and at_home(cell) and not cell.runner.holding
    cube = cell.sim.object_pose("cube")[:3, 3]
    assert np.hypot(*(cube[:2] - CUBE)) < 0.03, "it was not pushed about"


def test_fingers_that_do_not_open_are_not_driven_into_the_object(robot: RobotDescription) -> None:
    cell = Cell(robot, [thing("cube", *CUBE, 0.3), thing("bowl", *BOWL)], target="cube", goal="bowl")
    cell.arm.move_gripper(0.02, 20.0, cancel=cell.cancel)
    cell.jam()
    before = cell.arm.joints()
    outcome = cell.carry_out("put the red cube into the red bowl")
    assert (outcome.stage, outcome.code) == (Phase.FAILED, ErrorCode.GRIPPER_FAILED), cell.story()
    assert "opened to 20" in outcome.reason and cell.stage_names()[:2] == ["plan_grasp", "open"]
    np.testing.assert_allclose(cell.arm.joints(), before, atol=0.02)


def test_fingers_that_do_not_let_go_keep_the_arm_where_it_is(robot: RobotDescription) -> None:
    cell, outcome = carry(robot, at(1, StageName.LIFT, lambda cell: cell.jam()))
    assert (outcome.stage, outcome.code) == (Phase.FAILED, ErrorCode.GRIPPER_FAILED), cell.story()
    assert "did not open" in outcome.reason and "still held" in outcome.reason
    assert cell.stage_names()[-1] == "release" and cell.runner.holding
    assert np.hypot(*(cell.sim.object_pose("cube")[:2, 3] - BOWL)) < 0.05
    cell.jam(jammed=False)
    cell.arm.move_gripper(0.08, 20.0, cancel=cell.cancel)
    assert not cell.runner.holding, "once somebody freed it, the next instruction is taken"


@pytest.mark.parametrize(("failures", "done"), [(1, True), (99, False)])
def test_a_planner_that_finds_nothing_is_asked_again_after_a_fresh_look(
    robot: RobotDescription, monkeypatch: pytest.MonkeyPatch, failures: int, done: bool
) -> None:
    cell = Cell(robot, [thing("cube", *CUBE, 0.3), thing("bowl", *BOWL)], target="cube", goal="bowl")
    plan = cell.planner.plan_to_pose

    def late(*arguments: object, **options: object) -> object:
        if cell.looks <= failures:
            raise PlanningError(ErrorCode.PLAN_TIMEOUT, "no motion found in time")
        return plan(*arguments, **options)

    monkeypatch.setattr(cell.planner, "plan_to_pose", late)
    outcome = cell.carry_out("put the red cube into the red bowl")
    assert (outcome.stage == Phase.DONE) is done, cell.story()
    if done:
        assert cell.retries() == ["PLAN_TIMEOUT"] and in_the_bowl(cell)
    else:
        assert outcome.code == ErrorCode.PLAN_TIMEOUT and cell.looks == 3
        assert set(cell.stage_names()) == {"plan_grasp"}, "nothing moved"
