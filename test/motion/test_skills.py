# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""The skills on the real planner and a simulated arm: what they do, and how they fail."""

import dataclasses
import sys
import time
from pathlib import Path

import numpy as np
import pytest

sys.path.insert(0, str(Path(__file__).parent))

from world import World, target_at, thing

from vla_r1_ros.core.cancel import CancelToken
from vla_r1_ros.core.errors import ErrorCode, InputError, SafetyError, VlaError
from vla_r1_ros.core.robot import RobotDescription
from vla_r1_ros.core.robot_file import load_robot
from vla_r1_ros.core.types import JointTrajectory, StepKind
from vla_r1_ros.motion.skills import Stage, StageName

pytestmark = pytest.mark.slow

GRASP_STAGES = ["plan_grasp", "open", "pre_grasp", "approach", "close", "lift", "verify_held"]


@pytest.fixture(scope="module", params=["panda", "ur5e"])
def robot(request: pytest.FixtureRequest) -> RobotDescription:
    return load_robot(request.param)


@pytest.mark.parametrize("kind", ["cube", "box", "cylinder", "ball", "mug"])
def test_pick_holds_the_object_up(robot: RobotDescription, kind: str) -> None:
    world = World(robot, [thing(kind, 0.5, 0.1, 0.6)])
    outcome = world.run(world.request(StepKind.PICK, world.target(kind)))
    assert outcome.holding and world.runner.holding
    assert [str(s.name) for s in outcome.stages] == GRASP_STAGES
    assert all(s.code == ErrorCode.OK for s in outcome.stages)
    assert world.sim.object_pose(kind)[2, 3] > 0.15
    assert world.speed() < 0.02


def test_carry_puts_the_object_into_the_bowl_and_goes_home(robot: RobotDescription) -> None:
    world = World(robot, [thing("cube", 0.5, 0.15, 0.3), thing("bowl", 0.5, -0.15)])
    outcome = world.run(world.request(StepKind.CARRY, world.target("cube"), (0.5, -0.15), rim_z=0.05))
    assert not outcome.holding
    assert [str(s.name) for s in outcome.stages] == [
        *GRASP_STAGES, "travel", "verify_held", "lower", "release", "retreat", "home",
    ]  # fmt: skip
    cube = world.sim.object_pose("cube")[:3, 3]
    assert np.hypot(*(cube[:2] - (0.5, -0.15))) < 0.04 and cube[2] < 0.02
    np.testing.assert_allclose(world.arm.joints(), robot.arm.home, atol=0.02)


def test_pick_then_place(robot: RobotDescription) -> None:
    world = World(robot, [thing("cylinder", 0.45, 0.1)])
    world.run(world.request(StepKind.PICK, world.target("cylinder")))
    world.run(world.request(StepKind.PLACE, to=(0.55, -0.1), end_z=0.0))
    assert not world.runner.holding
    T = world.sim.object_pose("cylinder")
    assert np.hypot(*(T[:2, 3] - (0.55, -0.1))) < 0.02
    assert T[2, 2] > 0.95, "it stands upright"


def test_reach_stops_above_the_object(robot: RobotDescription) -> None:
    world = World(robot, [thing("mug", 0.55, 0.2)])
    before = world.sim.object_pose("mug")
    world.run(world.request(StepKind.REACH, to=(0.55, 0.2), end_z=0.08))
    tool = world.sim.tool_pose()[:3, 3]
    np.testing.assert_allclose(tool, (0.55, 0.2, 0.11), atol=0.006)
    np.testing.assert_allclose(world.sim.object_pose("mug"), before, atol=1e-3)


def test_reach_for_a_vessel_stops_above_its_rim(robot: RobotDescription) -> None:
    world = World(robot, [thing("bowl", 0.5, -0.1)])
    world.run(world.request(StepKind.REACH, to=(0.5, -0.1), end_z=0.006, rim_z=0.05))
    assert world.sim.tool_pose()[2, 3] == pytest.approx(0.08, abs=0.006)


def test_a_grasp_of_nothing_is_told_with_numbers(robot: RobotDescription) -> None:
    world = World(robot, [thing("cube", 0.6, -0.2)])
    with pytest.raises(VlaError, match=r"[01]\.\d mm.*50\.0 mm") as caught:
        world.run(world.request(StepKind.PICK, target_at(0.45, 0.15, 0.0, "cube")))
    assert caught.value.code == ErrorCode.GRASP_MISSED
    assert not world.runner.holding
    assert world.stage_names()[-2:] == ["retreat", "home"]
    assert world.arm.gripper_width() > 0.07
    np.testing.assert_allclose(world.arm.joints(), robot.arm.home, atol=0.02)


def test_what_the_gate_refuses_on_the_way_home_is_what_is_told(robot: RobotDescription) -> None:
    def gate(trajectory: JointTrajectory) -> None:
        if "close" in world.stage_names():
            raise SafetyError(ErrorCode.SAFETY_STOPPED, "somebody pressed stop")

    world = World(robot, [thing("cube", 0.6, -0.2)], gate=gate)
    with pytest.raises(SafetyError, match="somebody pressed stop"):
        world.run(world.request(StepKind.PICK, target_at(0.45, 0.15, 0.0, "cube")))
    assert world.stage_names()[-2:] == ["close", "retreat"] and world.speed() < 0.02


def test_a_lost_object_is_noticed(robot: RobotDescription) -> None:
    def let_go(world: World, stage: Stage) -> None:
        if stage.name is StageName.LIFT:
            world.arm.move_gripper(0.08, 20.0, cancel=CancelToken())
            world.arm.move_gripper(0.0, 20.0, cancel=CancelToken())

    world = World(robot, [thing("cube", 0.5, 0.1)], on_stage=let_go)
    with pytest.raises(VlaError) as caught:
        world.run(world.request(StepKind.PICK, world.target("cube")))
    assert caught.value.code == ErrorCode.GRASP_LOST
    assert not world.runner.holding


def test_what_is_out_of_reach_moves_nothing(robot: RobotDescription) -> None:
    world = World(robot, [thing("cube", 0.6, 0.0)])
    before = world.arm.joints()
    with pytest.raises(VlaError, match="out of reach by") as caught:
        world.run(world.request(StepKind.PICK, target_at(1.1, 0.3, 0.0, "cube")))
    assert caught.value.code == ErrorCode.PLAN_NO_IK
    np.testing.assert_allclose(world.arm.joints(), before, atol=1e-3)
    assert world.stage_names() == ["plan_grasp"]


def test_a_blocked_place_puts_the_object_back(robot: RobotDescription) -> None:
    world = World(robot, [thing("cube", 0.5, 0.15)])
    axis = np.arange(-0.08, 0.081, 0.01)
    block = np.stack(np.meshgrid(0.5 + axis, -0.2 + axis, np.arange(0.005, 0.40, 0.01)), -1).reshape(-1, 3)
    with pytest.raises(VlaError) as caught:
        world.run(world.request(StepKind.CARRY, world.target("cube"), (0.5, -0.2), obstacles=block))
    assert caught.value.code in (ErrorCode.PLAN_NO_PATH, ErrorCode.PLAN_GOAL_IN_COLLISION, ErrorCode.PLAN_NO_IK)
    assert not world.runner.holding
    cube = world.sim.object_pose("cube")[:3, 3]
    assert np.hypot(*(cube[:2] - (0.5, 0.15))) < 0.02 and cube[2] < 0.01
    assert "put_back" in world.stage_names()


@pytest.mark.parametrize("after", [StageName.OPEN, StageName.PRE_GRASP, StageName.CLOSE, StageName.LIFT])
def test_cancel_ends_with_the_arm_at_rest(robot: RobotDescription, after: StageName) -> None:
    token = CancelToken()

    def cancel_soon(world: World, stage: Stage) -> None:
        if stage.name is after:
            deadline = world.sim.time + 0.2
            world.sim.on_step.append(lambda: token.cancel() if world.sim.time > deadline else None)

    world = World(robot, [thing("cube", 0.5, 0.15), thing("bowl", 0.5, -0.15)], on_stage=cancel_soon)
    with pytest.raises(VlaError) as caught:
        world.run(world.request(StepKind.CARRY, world.target("cube"), (0.5, -0.15), rim_z=0.05), token)
    assert caught.value.code in (ErrorCode.EXEC_CANCELLED, ErrorCode.PLAN_CANCELLED)
    assert world.speed() < 0.02
    where = world.arm.joints()
    world.arm.advance(0.5)
    np.testing.assert_allclose(world.arm.joints(), where, atol=2e-3)
    assert "home" not in world.stage_names()


def test_the_gate_sees_every_trajectory_and_its_no_is_final(robot: RobotDescription) -> None:
    seen: list[JointTrajectory] = []

    def gate(trajectory: JointTrajectory) -> None:
        seen.append(trajectory)
        if len(seen) == 3:
            raise SafetyError(ErrorCode.SAFETY_TOOL_SPEED, "too fast")

    world = World(robot, [thing("cube", 0.5, 0.15)], gate=gate)
    executed: list[JointTrajectory] = []
    execute = world.arm.execute
    world.arm.execute = lambda t, *, cancel: (executed.append(t), execute(t, cancel=cancel))[1]  # type: ignore[method-assign]
    with pytest.raises(SafetyError):
        world.run(world.request(StepKind.PICK, world.target("cube")))
    assert executed == seen[:2] and len(seen) == 3


def test_approval_is_asked_once_before_anything_moves(robot: RobotDescription) -> None:
    asked: list[JointTrajectory] = []

    def refuse(trajectory: JointTrajectory) -> None:
        asked.append(trajectory)
        raise SafetyError(ErrorCode.SAFETY_NOT_APPROVED, "no")

    world = World(robot, [thing("cube", 0.5, 0.15)], approve=refuse)
    before = world.arm.joints()
    for request in (
        world.request(StepKind.PICK, world.target("cube")),
        world.request(StepKind.REACH, to=(0.5, 0.15), end_z=0.05),
    ):
        asked.clear()
        with pytest.raises(SafetyError):
            world.run(request)
        assert len(asked) == 1
        np.testing.assert_allclose(asked[0].positions[0], before, atol=0.01)
        assert (np.diff(asked[0].times) > 0).all()
    np.testing.assert_allclose(world.arm.joints(), before, atol=1e-3)


def test_putting_down_what_is_held_is_a_decision_of_its_own_to_approve(robot: RobotDescription) -> None:
    asked: list[JointTrajectory] = []

    def once(trajectory: JointTrajectory) -> None:
        asked.append(trajectory)
        if len(asked) > 1:
            raise SafetyError(ErrorCode.SAFETY_NOT_APPROVED, "no")

    world = World(robot, [thing("cylinder", 0.45, 0.1)], approve=once)
    world.run(world.request(StepKind.PICK, world.target("cylinder")))
    before = world.arm.joints()
    with pytest.raises(SafetyError):
        world.run(world.request(StepKind.PLACE, to=(0.55, -0.1), end_z=0.0))
    assert len(asked) == 2 and world.runner.holding
    np.testing.assert_allclose(world.arm.joints(), before, atol=1e-3)
    np.testing.assert_allclose(asked[1].positions[0], before, atol=0.01)
    np.testing.assert_allclose(world.planner.tool_pose(asked[1].positions[-1])[:2, 3], (0.55, -0.1), atol=0.02)


def tool_points(world: World, motions: list[JointTrajectory]) -> np.ndarray:
    return np.array([world.planner.tool_pose(q)[:3, 3] for motion in motions for q in motion.positions])


def bowl_points(x: float, y: float) -> np.ndarray:
    """A bowl's wall as a camera measures it."""
    turn = np.linspace(0.0, 2 * np.pi, 60, endpoint=False)
    return np.array([[x + 0.065 * np.cos(t), y + 0.065 * np.sin(t), z] for t in turn
                     for z in (0.01, 0.02, 0.03, 0.04, 0.05)])  # fmt: skip


def kept_to(world: World, run: list[JointTrajectory], asked: list[JointTrajectory]) -> bool:
    """Whether the tool went nowhere that was not shown."""
    shown = tool_points(world, asked)
    away = [np.linalg.norm(tool_points(world, [motion])[:, None] - shown[None], axis=2).min(axis=1) for motion in run]
    return bool(np.concatenate(away).max() < 0.03)


@pytest.mark.parametrize("bowl", [False, True], ids=["onto the table", "into a bowl"])
def test_what_is_approved_is_what_moves(robot: RobotDescription, bowl: bool) -> None:
    asked: list[JointTrajectory] = []
    run: list[JointTrajectory] = []
    things = [thing("cube", 0.5, 0.15), *([thing("bowl", 0.5, -0.2)] if bowl else [])]
    world = World(robot, things, gate=run.append, approve=asked.append)
    options = {"obstacles": bowl_points(0.5, -0.2), "rim_z": 0.05} if bowl else {}
    world.run(world.request(StepKind.CARRY, world.target("cube"), (0.5, -0.2), **options))
    claim, home = asked
    end = world.planner.tool_pose(claim.positions[-1])[:3, 3]
    np.testing.assert_allclose(end[:2], (0.5, -0.2), atol=0.01)
    assert end[2] < 0.12, "down to where it is let go"
    np.testing.assert_allclose(home.positions[-1], robot.arm.home, atol=0.01)
    assert kept_to(world, run, asked)


def test_what_is_approved_of_putting_down_is_what_moves(robot: RobotDescription) -> None:
    asked: list[JointTrajectory] = []
    run: list[JointTrajectory] = []
    world = World(robot, [thing("cylinder", 0.45, 0.1)], gate=run.append, approve=asked.append)
    world.run(world.request(StepKind.PICK, world.target("cylinder")))
    world.run(world.request(StepKind.PLACE, to=(0.55, -0.1), end_z=0.0))
    assert len(asked) == 3 and kept_to(world, run, asked)


def test_one_who_does_not_want_the_way_home_has_the_carry_done(robot: RobotDescription) -> None:
    asked: list[JointTrajectory] = []

    def once(trajectory: JointTrajectory) -> None:
        asked.append(trajectory)
        if len(asked) > 1:
            raise SafetyError(ErrorCode.SAFETY_NOT_APPROVED, "no")

    world = World(robot, [thing("cube", 0.5, 0.15)], approve=once)
    outcome = world.run(world.request(StepKind.CARRY, world.target("cube"), (0.5, -0.2)))
    assert len(asked) == 2 and not outcome.holding and outcome.stages[-1].code is ErrorCode.SAFETY_NOT_APPROVED
    assert np.abs(world.arm.joints() - robot.arm.home).max() > 0.3


def test_a_way_around_is_asked_about_before_it_is_gone(robot: RobotDescription) -> None:
    asked: list[JointTrajectory] = []

    def twice(trajectory: JointTrajectory) -> None:
        asked.append(trajectory)
        if len(asked) == 2:
            raise SafetyError(ErrorCode.SAFETY_NOT_APPROVED, "no")

    world = World(robot, [thing("cube", 0.5, 0.15)], approve=twice)
    request = world.request(StepKind.CARRY, world.target("cube"), (0.5, -0.2))
    wall = np.array([[x, y, z] for x in np.arange(0.4, 0.62, 0.01) for y in (-0.06, -0.07)
                     for z in np.arange(0.0, 0.36, 0.01)])  # fmt: skip
    request = dataclasses.replace(request, scene=dataclasses.replace(request.scene, points=wall))
    with pytest.raises(SafetyError) as caught:
        world.run(request)
    assert caught.value.code is ErrorCode.SAFETY_NOT_APPROVED
    assert len(asked) == 2 and world.runner.holding and world.planner.tool_pose(world.arm.joints())[1, 3] > 0.05
    np.testing.assert_allclose(asked[1].positions[0], world.arm.joints(), atol=0.01)


def test_requests_that_lack_something_are_refused(robot: RobotDescription) -> None:
    world = World(robot, [thing("cube", 0.5, 0.15)])
    whole = world.request(StepKind.CARRY, world.target("cube"), (0.5, -0.15))
    bad_path = whole.path.copy()
    bad_path[1, 0] = np.nan
    for request in (
        dataclasses.replace(whole, target=None),
        dataclasses.replace(whole, path=None),
        dataclasses.replace(whole, path=bad_path),
        dataclasses.replace(whole, kind=StepKind.PLACE),
    ):
        with pytest.raises(InputError) as caught:
            world.run(request)
        assert caught.value.code == ErrorCode.INPUT_PARAMETER
    np.testing.assert_allclose(world.arm.joints(), robot.arm.home, atol=1e-3)


def test_a_second_pick_while_holding_is_refused(robot: RobotDescription) -> None:
    world = World(robot, [thing("cube", 0.5, 0.15), thing("ball", 0.5, -0.15)])
    world.run(world.request(StepKind.PICK, world.target("cube")))
    with pytest.raises(VlaError) as caught:
        world.run(world.request(StepKind.PICK, world.target("ball")))
    assert caught.value.code == ErrorCode.EXEC_REJECTED
    world.arm.move_gripper(0.08, 20.0, cancel=CancelToken())
    assert not world.runner.holding


def test_planning_of_a_grasp_is_bounded_however_many_grasps_there_are(robot: RobotDescription) -> None:
    world = World(robot, [thing("cube", 0.5, 0.15)], planning_deadline_s=1.0)
    axis = np.arange(-0.12, 0.121, 0.01)
    roof = np.stack(np.meshgrid(0.5 + axis, 0.15 + axis, [0.115]), -1).reshape(-1, 3)
    target = world.target("cube")
    many = dataclasses.replace(target, grasps=target.grasps * 40)
    begin = time.monotonic()
    with pytest.raises(VlaError) as caught:
        world.run(world.request(StepKind.PICK, many, obstacles=roof))
    assert caught.value.code in (ErrorCode.PLAN_NO_PATH, ErrorCode.PLAN_GOAL_IN_COLLISION, ErrorCode.PLAN_TIMEOUT)
    assert time.monotonic() - begin < 8.0
    assert world.stages[-1].planning_s < 2.0
