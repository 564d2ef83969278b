# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""Vessels wider than the gripper, held by their wall: picked, carried, put down, refused, lost. In physics."""

import dataclasses
import sys
from pathlib import Path

import numpy as np
import pytest

sys.path.insert(0, str(Path(__file__).parent))

from episodes import TOOL_SPEED, run_episode
from world import World, target_at, thing

from vla_r1_ros.core.cancel import CancelToken
from vla_r1_ros.core.errors import ErrorCode, SafetyError, VlaError
from vla_r1_ros.core.grasp import tool_down
from vla_r1_ros.core.robot import RobotDescription
from vla_r1_ros.core.robot_file import load_robot
from vla_r1_ros.core.types import FloatArray, Grasp, JointTrajectory, OrientedBox, StepKind, Target
from vla_r1_ros.motion.pick import hanging
from vla_r1_ros.motion.protocols import HeldObject
from vla_r1_ros.motion.registry import make_planner
from vla_r1_ros.motion.skills import Stage, StageName
from vla_r1_ros.sim.objects import dimensions
from vla_r1_ros.sim.referee import Referee
from vla_r1_ros.sim.tasks import Episode, EpisodeTask

WALL = 0.006
X, Y = 0.5, 0.12


@pytest.fixture(scope="module", params=["panda", "ur5e"])
def robot(request: pytest.FixtureRequest) -> RobotDescription:
    return load_robot(request.param)


def vessel_at(kind: str, *angles_deg: float, x: float = X, y: float = Y) -> Target:
    """A perfectly measured vessel, to be taken by its wall in these directions from its middle."""
    target, size = target_at(x, y, 0.0, kind), dimensions(kind)
    grasps = []
    for angle in np.radians(angles_deg):
        out = np.array([np.cos(angle), np.sin(angle)])
        reach = size.length / 2 if kind == "bowl" or abs(out[0]) > 0.7 else size.width / 2
        yaw = float((angle + np.pi / 2 + np.pi / 2) % np.pi - np.pi / 2)
        position = np.array([*((x, y) + (reach - WALL / 2) * out), size.height - 0.015])
        grasps.append(Grasp(tool_down(position, yaw), WALL, 1.0, WALL + 0.024))
    return dataclasses.replace(target, grasps=tuple(grasps))


def corners_of(kind: str, pose: FloatArray) -> FloatArray:
    """Points (N, 3) on foot and rim of an object at a pose."""
    size, angles = dimensions(kind), np.linspace(0, 2 * np.pi, 16, endpoint=False)
    if kind == "bowl":
        ring = np.column_stack([np.cos(angles), np.sin(angles)]) * size.length / 2
    else:
        ring = np.array([(a * size.length, b * size.width) for a in (-0.5, 0.5) for b in (-0.5, 0.5)])
    points = np.array([(x, y, z) for x, y in ring for z in (0.0, size.height)])
    return np.asarray(points @ pose[:3, :3].T + pose[:3, 3])


def outside(held: HeldObject, T_base_tool: FloatArray, points: FloatArray) -> float:
    """Return how far (m) the farthest of the points lies outside of a held box."""
    T = T_base_tool @ held.T_tool_box
    local = (points - T[:3, 3]) @ T[:3, :3]
    return float((np.abs(local) - held.size / 2).max())


@pytest.mark.slow
@pytest.mark.parametrize(("kind", "angle"), [("bowl", 0), ("bowl", -90), ("bowl", 130), ("basket", 0), ("basket", 90)])
def test_a_vessel_is_held_up_and_is_where_the_planner_has_it(robot: RobotDescription, kind: str, angle: float) -> None:
    world = World(robot, [thing(kind, X, Y)])
    outcome = world.run(world.request(StepKind.PICK, vessel_at(kind, angle)))
    world.arm.advance(1.0)
    assert outcome.holding and world.runner.holding
    pose, tool = world.sim.object_pose(kind), world.sim.tool_pose()
    assert pose[2, 3] > 0.1
    held = world.planner._scene.held
    assert held is not None
    assert outside(held, tool, corners_of(kind, pose)) < 0.006
    assert np.hypot(*(pose[:2, 3] - tool[:2, 3])) > 0.04  # it does hang beside the tool


@pytest.mark.slow
@pytest.mark.parametrize("angle", [0.0, -90.0])
def test_carry_puts_the_vessel_down_where_it_was_told(robot: RobotDescription, angle: float) -> None:
    world = World(robot, [thing("bowl", X, Y), thing("cube", 0.4, -0.3)])
    referee = Referee(world.sim, Episode(0, EpisodeTask.PICK, world.sim.layout, "", "bowl", None))
    outcome = world.run(world.request(StepKind.CARRY, vessel_at("bowl", angle), (0.52, -0.08), end_z=0.0))
    assert not outcome.holding
    pose = world.sim.object_pose("bowl")
    assert np.hypot(*(pose[:2, 3] - (0.52, -0.08))) < 0.015
    assert pose[2, 3] < 0.003 and pose[2, 2] > 0.999
    assert referee.verdict().max_force <= referee.rules.max_force


@pytest.mark.slow
def test_pick_then_place_with_a_new_look(robot: RobotDescription) -> None:
    world = World(robot, [thing("basket", X, Y)])
    world.run(world.request(StepKind.PICK, vessel_at("basket", 90)))
    world.run(world.request(StepKind.PLACE, to=(0.5, -0.1), end_z=0.0))
    assert not world.runner.holding
    assert np.hypot(*(world.sim.object_pose("basket")[:2, 3] - (0.5, -0.1))) < 0.02


def _block(x: float, y: float, half: float, low: float, high: float) -> FloatArray:
    axis = np.arange(-half, half + 1e-9, 0.01)
    return np.stack(np.meshgrid(x + axis, y + axis, np.arange(low, high, 0.01)), -1).reshape(-1, 3)


@pytest.mark.slow
def test_a_vessel_that_does_not_fit_is_refused_before_anything_moves(robot: RobotDescription) -> None:
    world = World(robot, [thing("bowl", X, Y), thing("basket", 0.5, -0.15)])
    rim = np.concatenate([_block(0.5 + dx, -0.15 + dy, 0.005, 0.005, 0.06)
                          for dx, dy in ((0.072, 0), (-0.072, 0), (0, 0.062), (0, -0.062))])  # fmt: skip
    carry = world.request(StepKind.CARRY, vessel_at("bowl", 0), (0.5, -0.15), obstacles=rim, rim_z=0.06)
    with pytest.raises(VlaError, match=r"150 x 150 mm wide does not fit") as caught:
        world.run(carry)
    assert caught.value.code is ErrorCode.PLAN_GOAL_IN_COLLISION
    assert world.stage_names() == ["plan_path"]
    np.testing.assert_allclose(world.arm.joints(), robot.arm.home, atol=1e-3)
    world.run(world.request(StepKind.PICK, vessel_at("bowl", 0)))
    with pytest.raises(VlaError, match="does not fit"):
        world.run(dataclasses.replace(carry, kind=StepKind.PLACE, target=None))
    assert world.runner.holding  # and it still has it


@pytest.mark.slow
def test_a_lift_is_planned_with_the_vessel_not_with_the_hand_alone(robot: RobotDescription) -> None:
    """Over one side of the bowl there is a shelf: hand and fingers pass beside it, the bowl held there does not."""

    def refuse(_: JointTrajectory) -> None:
        raise SafetyError(ErrorCode.SAFETY_NOT_APPROVED, "planned, and that is enough")

    world = World(robot, [thing("bowl", X, Y)], approve=refuse)
    bowl, shelf = vessel_at("bowl", 0), _block(X - 0.10, Y, 0.03, 0.10, 0.13)
    wall = dataclasses.replace(bowl, box=OrientedBox(bowl.grasps[0].T_base_tool, np.array([0.02, WALL, 0.02])))
    for target, code in ((wall, ErrorCode.SAFETY_NOT_APPROVED), (bowl, ErrorCode.PLAN_NO_PATH)):
        with pytest.raises(VlaError) as caught:
            world.run(world.request(StepKind.PICK, target, obstacles=shelf))
        assert caught.value.code is code
    assert world.stage_names() == ["plan_grasp", "plan_grasp"]


@pytest.mark.slow
def test_fingers_over_a_wall_open_no_wider_than_the_grasp_says(robot: RobotDescription) -> None:
    world = World(robot, [thing("bowl", X, Y)])
    widest = [0.0]

    def watch() -> None:
        if world.sim.tool_pose()[2, 3] < 0.06:
            widest[0] = max(widest[0], world.arm.gripper_width())

    world.sim.on_step.append(watch)
    world.run(world.request(StepKind.PICK, vessel_at("bowl", 0)))
    assert WALL < widest[0] < WALL + 0.03


@pytest.mark.slow
def test_a_lost_vessel_is_noticed_though_its_wall_is_thin(robot: RobotDescription) -> None:
    def let_go(world: World, stage: Stage) -> None:
        if stage.name is StageName.LIFT:
            world.arm.move_gripper(0.05, 20.0, cancel=CancelToken())
            world.arm.move_gripper(0.0, 20.0, cancel=CancelToken())

    world = World(robot, [thing("bowl", X, Y)], on_stage=let_go)
    with pytest.raises(VlaError) as caught:
        world.run(world.request(StepKind.PICK, vessel_at("bowl", 0)))
    assert caught.value.code is ErrorCode.GRASP_LOST
    other = World(robot, [thing("bowl", X, Y)])
    other.run(other.request(StepKind.PICK, vessel_at("bowl", 0)))
    other.arm.move_gripper(0.05, 20.0, cancel=CancelToken())
    other.arm.move_gripper(0.0, 20.0, cancel=CancelToken())
    assert not other.runner.holding


@pytest.mark.slow
def test_a_wall_that_is_not_there_is_told(robot: RobotDescription) -> None:
    world = World(robot, [thing("cube", 0.6, -0.2)])
    with pytest.raises(VlaError, match=r"[01]\.\d mm.*6\.0 mm") as caught:
        world.run(world.request(StepKind.PICK, vessel_at("bowl", 0)))
    assert caught.value.code is ErrorCode.GRASP_MISSED
    assert world.stage_names()[-2:] == ["retreat", "home"]


@pytest.mark.slow
def test_a_blocked_place_puts_the_vessel_back(robot: RobotDescription) -> None:
    world = World(robot, [thing("bowl", X, Y)])
    roof = _block(0.5, -0.2, 0.08, 0.17, 0.40)  # room enough at the place, but no way down to it
    with pytest.raises(VlaError) as caught:
        world.run(world.request(StepKind.CARRY, vessel_at("bowl", 0), (0.5, -0.2), end_z=0.0, obstacles=roof))
    assert caught.value.code in (ErrorCode.PLAN_NO_PATH, ErrorCode.PLAN_GOAL_IN_COLLISION, ErrorCode.PLAN_NO_IK)
    assert not world.runner.holding and "put_back" in world.stage_names()
    pose = world.sim.object_pose("bowl")
    assert np.hypot(*(pose[:2, 3] - (X, Y))) < 0.02 and pose[2, 3] < 0.005 and pose[2, 2] > 0.999


def test_a_hanging_box_holds_the_box_at_every_angle() -> None:
    rng = np.random.default_rng(0)
    for side in (-1.0, 1.0):
        T = np.diag([1.0, -1.0, -1.0, 1.0])
        c, s = np.cos(0.7), np.sin(0.7)
        T[:2, :2] = [[c, s], [s, -c]]
        T[:3, 3] = (0.01, side * 0.07, 0.012)
        held = HeldObject(T, np.array([0.15, 0.12, 0.05]))
        grown = hanging(held, 0.4)
        points = (rng.uniform(-0.5, 0.5, (200, 3)) * held.size) @ T[:3, :3].T + T[:3, 3]
        lowest = []
        for angle in np.linspace(0.0, 0.4, 9):
            c, s = np.cos(angle), np.sin(angle) * side
            turned = points @ np.array([[1, 0, 0], [0, c, -s], [0, s, c]]).T
            lowest.append(turned[np.argmax(points[:, 1] * side), 2])
            assert outside(grown, np.eye(4), turned) < 0.002
        assert (np.diff(lowest) > 0).all()  # the far side goes down: the tool's z points down
        np.testing.assert_allclose(hanging(held, 0.0).size, held.size)


@pytest.mark.slow
@pytest.mark.parametrize("seed", [500, 507])
def test_vessel_episodes_from_noisy_depth_to_the_referee(robot: RobotDescription, seed: int) -> None:
    result = run_episode(seed, "vessel", robot, make_planner("", robot, max_tool_speed=TOOL_SPEED))
    assert result.success, (result.code, result.verdict)
