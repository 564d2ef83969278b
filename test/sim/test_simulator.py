# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""The physics itself: rest, kinematics, following, grasps by friction for every kind that can be gripped."""

from __future__ import annotations

from dataclasses import replace

import mujoco
import numpy as np
import pytest

from vla_r1_ros.core.cancel import CancelToken
from vla_r1_ros.core.errors import ErrorCode, ExecutionError, InputError, SafetyError
from vla_r1_ros.core.robot import RobotDescription
from vla_r1_ros.core.robot_file import load_robot
from vla_r1_ros.core.types import JointTrajectory
from vla_r1_ros.sim.arm import SimArm
from vla_r1_ros.sim.layout import HOME_TOOL, ObjectSpec, SceneLayout, sample_layout
from vla_r1_ros.sim.objects import COLOURS, GRASPABLE, dimensions
from vla_r1_ros.sim.referee import Referee, VerdictStatus
from vla_r1_ros.sim.rgbd import SceneCamera
from vla_r1_ros.sim.simulator import Simulator
from vla_r1_ros.sim.tasks import Episode, EpisodeTask

from .hand import line, tool_down

NO_CANCEL = CancelToken()


def thing(kind: str, x: float, y: float, yaw: float, scale: float = 1.0) -> ObjectSpec:
    return ObjectSpec(f"red_{kind}", kind, "red", x, y, yaw, scale, COLOURS["red"])


def with_objects(*items: ObjectSpec) -> SceneLayout:
    return replace(sample_layout(1), objects=items)


@pytest.fixture(scope="session", params=["panda", "ur5e"])
def robot(request: pytest.FixtureRequest) -> RobotDescription:
    return load_robot(request.param)


@pytest.fixture
def sim(robot: RobotDescription) -> Simulator:
    return Simulator(with_objects(thing("cube", 0.45, 0.1, 0.3)), robot, settle_s=0.1)


def test_links_are_where_the_files_say_and_chain_to_the_base(sim: Simulator, robot: RobotDescription) -> None:
    poses, parents = sim.link_poses(), sim.link_parents()
    np.testing.assert_allclose(poses[robot.tool_frame][:3, 3], HOME_TOOL, atol=2e-3)
    np.testing.assert_allclose(poses[robot.tool_frame][:3, :3] @ [0, 0, 1], [0, 0, -1], atol=1e-3)
    for capsule in robot.links:
        assert {capsule.start_frame, capsule.end_frame} <= set(poses)
    for link in parents:
        for _ in range(12):
            if link == robot.base_frame:
                break
            link = parents[link]
        assert link == robot.base_frame


def test_the_clock_goes_on_from_where_it_is_told(robot: RobotDescription) -> None:
    sim = Simulator(with_objects(), robot, start_time=12.5, settle_s=0.1)
    assert sim.time == pytest.approx(12.6)
    sim.step(0.25)
    assert sim.time == pytest.approx(12.85)


def test_a_robot_that_the_model_lacks_is_refused(robot: RobotDescription) -> None:
    with pytest.raises(InputError) as caught:
        Simulator(with_objects(), replace(robot, name={"panda": "ur5e", "ur5e": "panda"}[robot.name]))
    with pytest.raises(InputError, match="no geometry is known for robot 'piper'"):
        Simulator(with_objects(), replace(robot, name="piper"))
    assert caught.value.code is ErrorCode.INPUT_PARAMETER


def test_physics_is_the_same_every_time(robot: RobotDescription) -> None:
    ends = []
    for _ in range(2):
        sim = Simulator(sample_layout(5), robot, settle_s=0.2)
        ends.append(sim.data.qpos.copy())
    np.testing.assert_array_equal(*ends)


def test_a_trajectory_is_followed_closely(sim: Simulator, robot: RobotDescription) -> None:
    errors: list[float] = []

    def watch() -> None:
        errors.append(float(np.abs(sim.arm.desired.positions - sim.state().positions).max()))

    arm = SimArm(sim, robot, on_step=watch)
    goal = line(sim, robot, tool_down(0.5, 0.2, 0.3, 0.0))
    end = arm.execute(goal, cancel=NO_CANCEL)
    np.testing.assert_allclose(end, goal.positions[-1], atol=2e-3)
    assert max(errors) < 0.02
    np.testing.assert_allclose(sim.tool_pose()[:3, 3], [0.5, 0.2, 0.3], atol=2e-3)


def test_cancel_brings_the_arm_to_rest(sim: Simulator, robot: RobotDescription) -> None:
    cancel = CancelToken()
    begin = sim.time
    arm = SimArm(sim, robot, on_step=lambda: cancel.cancel() if sim.time > begin + 0.8 else None)
    goal = line(sim, robot, tool_down(0.5, 0.2, 0.3, 0.0))
    with pytest.raises(ExecutionError) as caught:
        arm.execute(goal, cancel=cancel)
    assert caught.value.code is ErrorCode.EXEC_CANCELLED
    state = sim.state()
    assert np.abs(state.velocities).max() < 0.03
    assert np.abs(state.positions - goal.positions[-1]).max() > 0.05
    sim.step(0.3)
    np.testing.assert_allclose(sim.state().positions, state.positions, atol=5e-3)


def test_a_wrong_start_is_rejected_and_nothing_moves(sim: Simulator, robot: RobotDescription) -> None:
    arm = SimArm(sim, robot)
    q = arm.joints() + 0.1
    still = JointTrajectory(robot.arm.joints, np.array([0.0, 1.0]), np.stack([q, q]), np.zeros((2, len(q))))
    before = arm.joints()
    with pytest.raises(ExecutionError) as caught:
        arm.execute(still, cancel=NO_CANCEL)
    assert caught.value.code is ErrorCode.EXEC_REJECTED
    arm.advance(0.2)
    np.testing.assert_allclose(arm.joints(), before, atol=1e-4)


def test_an_arm_that_meets_the_table_is_aborted(sim: Simulator, robot: RobotDescription) -> None:
    arm = SimArm(sim, robot)
    arm.execute(line(sim, robot, tool_down(0.45, -0.1, 0.05, 0.0)), cancel=NO_CANCEL)
    with pytest.raises(ExecutionError) as caught:
        arm.execute(line(sim, robot, tool_down(0.45, -0.1, -0.12, 0.0)), cancel=NO_CANCEL)
    assert caught.value.code in (ErrorCode.EXEC_ABORTED, ErrorCode.EXEC_GOAL_TOLERANCE)


def test_a_negative_age_is_stale(sim: Simulator, robot: RobotDescription) -> None:
    with pytest.raises(SafetyError):
        SimArm(sim, robot).joints(max_age_s=-1.0)


def test_the_empty_gripper_closes_to_nothing(sim: Simulator, robot: RobotDescription) -> None:
    arm = SimArm(sim, robot)
    state = arm.move_gripper(0.0, 20.0, cancel=NO_CANCEL)
    assert state.width < 0.003 and not state.stalled
    state = arm.move_gripper(robot.gripper.max_width, 20.0, cancel=NO_CANCEL)
    assert state.width == pytest.approx(robot.gripper.max_width, abs=0.003)


def test_depth_and_camera_agree_with_the_table(sim: Simulator) -> None:
    camera = SceneCamera(sim)
    try:
        _, depth = camera.render_true()
        first, second = camera.render(), camera.render()
    finally:
        camera.close()
    v, u = np.mgrid[0:480:8, 0:640:8]
    rays = np.linalg.inv(camera.model.K) @ np.stack([u.ravel(), v.ravel(), np.ones(u.size)])
    points = camera.T_base_camera[:3, :3] @ (rays * depth[v, u].ravel()) + camera.T_base_camera[:3, 3:]
    on_table = (points[0] > 0.25) & (points[0] < 0.95) & (np.abs(points[1]) < 0.6) & (np.abs(points[2]) < 0.01)
    on_table &= np.hypot(points[0] - 0.45, points[1] - 0.1) > 0.06  # not the cube's foot
    assert on_table.sum() > 1000
    assert np.abs(points[2, on_table]).max() < 2e-3
    assert (first.number, second.number) == (0, 1)
    assert (first.depth_mm != second.depth_mm).any()
    assert first.colour.shape == (480, 640, 3) and first.colour.std() > 5


@pytest.mark.slow
@pytest.mark.parametrize("seed", [3, 17, 29])
def test_objects_rest_when_the_episode_begins(robot: RobotDescription, seed: int) -> None:
    sim = Simulator(sample_layout(seed), robot)
    before = {item.name: sim.object_pose(item.name) for item in sim.layout.objects}
    sim.step(2.0)
    for name, pose in before.items():
        np.testing.assert_allclose(sim.object_pose(name), pose, atol=1e-3, err_msg=name)


def constrained(sim: Simulator) -> set[int]:
    """Bodies that a constraint joins to another; a grasp must not be one of them."""
    model, bodies = sim.model, set()
    for kind, *ends in zip(model.eq_type, model.eq_obj1id, model.eq_obj2id, strict=True):
        bodies |= {int(model.jnt_bodyid[i]) if kind == mujoco.mjtEq.mjEQ_JOINT else int(i) for i in ends}
    return bodies


@pytest.mark.slow
@pytest.mark.parametrize("scale", [0.9, 1.1])
@pytest.mark.parametrize("kind", GRASPABLE)
def test_every_graspable_kind_is_lifted_by_friction_alone(robot: RobotDescription, kind: str, scale: float) -> None:
    item = thing(kind, 0.5, -0.1, 0.4, scale)
    sim = Simulator(with_objects(item), robot)
    assert constrained(sim) <= sim.robot_bodies(), "constraints couple the gripper's own parts alone"
    referee = Referee(sim, Episode(0, EpisodeTask.PICK, sim.layout, "", item.name, None))
    arm, size = SimArm(sim, robot), dimensions(kind, scale)
    z = size.height / 2 if kind == "ball" else max(0.015, robot.gripper.lowest_tool, size.height - 0.03)
    above, at = tool_down(item.x, item.y, 0.2, item.yaw), tool_down(item.x, item.y, z, item.yaw)
    arm.execute(line(sim, robot, above), cancel=NO_CANCEL)
    arm.execute(line(sim, robot, at), cancel=NO_CANCEL)
    grip = arm.move_gripper(0.0, robot.gripper.max_effort, cancel=NO_CANCEL)
    assert grip.stalled
    assert grip.width == pytest.approx(size.width, abs=0.004)
    arm.execute(line(sim, robot, above), cancel=NO_CANCEL)
    held = np.linalg.inv(sim.tool_pose()) @ sim.object_pose(item.name)
    arm.advance(1.0)
    verdict = referee.verdict()
    assert verdict.status is VerdictStatus.SUCCESS, verdict
    slip = np.linalg.inv(sim.tool_pose()) @ sim.object_pose(item.name)
    assert np.linalg.norm((slip - held)[:3, 3]) < 2e-3
    arm.move_gripper(robot.gripper.max_width, robot.gripper.max_effort, cancel=NO_CANCEL)
    arm.advance(0.4)
    assert sim.object_pose(item.name)[2, 3] < 0.1, "what is let go falls"
