# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""The referee on scenes that are put, pushed or dropped by hand; physics decides what comes of it."""

from __future__ import annotations

from dataclasses import replace

import mujoco
import numpy as np
import pytest

from vla_r1_ros.core.robot import RobotDescription
from vla_r1_ros.sim.goals import TrajectoryGoal
from vla_r1_ros.sim.layout import ObjectSpec, SceneLayout, sample_layout
from vla_r1_ros.sim.objects import COLOURS
from vla_r1_ros.sim.referee import Reason, Referee, VerdictStatus
from vla_r1_ros.sim.sequence import SequenceReferee
from vla_r1_ros.sim.simulator import Simulator
from vla_r1_ros.sim.tasks import Episode, EpisodeTask


def thing(colour: str, kind: str, x: float, y: float) -> ObjectSpec:
    return ObjectSpec(f"{colour}_{kind}", kind, colour, x, y, 0.0, 1.0, COLOURS[colour])


def layout() -> SceneLayout:
    cube, bowl = thing("red", "cube", 0.45, -0.15), thing("blue", "bowl", 0.55, 0.15)
    items = (cube, bowl, thing("white", "cylinder", 0.6, -0.2))
    return replace(sample_layout(1), objects=items)


class Scene:
    """A simulator under a referee, and a hand from above."""

    def __init__(self, robot: RobotDescription, task: EpisodeTask, *, target: str | None = "red_cube") -> None:
        self.sim = Simulator(layout(), robot, settle_s=0.2)
        goal = "blue_bowl" if task is EpisodeTask.CARRY else None
        self.referee = Referee(self.sim, Episode(0, task, self.sim.layout, "", target, goal))

    def put(self, name: str, x: float, y: float, z: float, quat: tuple[float, ...] = (1, 0, 0, 0)) -> None:
        joint = self.sim.model.joint(f"{name}_free")
        address = int(joint.qposadr[0])
        self.sim.data.qpos[address:address + 7] = [x, y, z, *quat]
        self.sim.data.qvel[int(joint.dofadr[0]):int(joint.dofadr[0]) + 6] = 0.0
        mujoco.mj_forward(self.sim.model, self.sim.data)

    def reason(self) -> Reason:
        return self.referee.verdict().reason


def test_a_cube_dropped_into_the_bowl_comes_to_rest_and_counts(robot: RobotDescription) -> None:
    scene = Scene(robot, EpisodeTask.CARRY)
    scene.sim.step(0.1)
    assert scene.reason() is Reason.NOT_IN_CONTAINER
    scene.put("red_cube", 0.55, 0.15, 0.03)
    scene.sim.step(0.1)
    assert scene.referee.verdict().status is VerdictStatus.OPEN
    scene.sim.step(1.0)
    verdict = scene.referee.verdict()
    assert (verdict.status, verdict.reason) == (VerdictStatus.SUCCESS, Reason.DONE)
    scene.put("red_cube", 0.45, -0.15, 0.001)
    scene.sim.step(0.1)
    assert scene.referee.verdict().status is VerdictStatus.OPEN


def test_steps_count_in_their_order_and_a_carry_must_last(robot: RobotDescription) -> None:
    scene = Scene(robot, EpisodeTask.PICK)
    scene.sim.on_step.clear()
    first = Episode(0, EpisodeTask.CARRY, scene.sim.layout, "", "red_cube", "blue_bowl")
    second = Episode(0, EpisodeTask.CARRY, scene.sim.layout, "", "white_cylinder", "blue_bowl", earlier=(first,))
    referee = SequenceReferee(scene.sim, second)
    scene.put("white_cylinder", 0.53, 0.15, 0.01)
    scene.sim.step(1.0)
    assert referee.verdict().status is VerdictStatus.OPEN
    assert "step 1 of 2" in referee.verdict().text
    scene.put("red_cube", 0.585, 0.15, 0.02)
    scene.sim.step(1.5)
    assert referee.verdict() == replace(referee.verdict(), status=VerdictStatus.SUCCESS, text="all 2 steps done")
    scene.put("red_cube", 0.45, -0.15, 0.001)
    scene.sim.step(0.5)
    verdict = referee.verdict()
    assert (verdict.status, verdict.reason) == (VerdictStatus.OPEN, Reason.NOT_IN_CONTAINER)
    assert "step 1 of 2 was undone" in verdict.text


def test_a_cube_beside_or_above_the_bowl_does_not_count(robot: RobotDescription) -> None:
    scene = Scene(robot, EpisodeTask.CARRY)
    scene.put("red_cube", 0.66, 0.15, 0.001)
    scene.sim.step(1.0)
    assert scene.reason() is Reason.NOT_IN_CONTAINER
    assert "outside of the blue bowl" in scene.referee.verdict().text


def test_a_cube_in_the_air_without_fingers_is_not_picked(robot: RobotDescription) -> None:
    scene = Scene(robot, EpisodeTask.PICK)
    scene.sim.step(0.1)
    assert scene.reason() is Reason.NOT_LIFTED
    scene.put("red_cube", 0.45, -0.15, 0.3)
    scene.sim.step(0.05)
    assert scene.reason() is Reason.NOT_HELD


@pytest.mark.parametrize(("height", "reached"), [(0.005, True), (0.05, True), (0.08, False)])
def test_reach_is_judged_by_the_tool_point(robot: RobotDescription, height: float, reached: bool) -> None:
    scene = Scene(robot, EpisodeTask.REACH)
    tool = scene.sim.tool_pose()[:3, 3]
    scene.sim.model.opt.gravity[:] = 0.0
    scene.put("red_cube", tool[0] + 0.02, tool[1], tool[2] - height - 0.05)
    scene.referee = Referee(scene.sim, Episode(0, EpisodeTask.REACH, scene.sim.layout, "", "red_cube", None))
    scene.sim.step(0.5)
    assert (scene.reason() is Reason.DONE) == reached


def test_a_reach_that_pushes_its_object_away_does_not_count(robot: RobotDescription) -> None:
    scene = Scene(robot, EpisodeTask.REACH)
    scene.put("red_cube", 0.45, -0.10, 0.001)
    scene.sim.step(0.1)
    assert scene.reason() is Reason.OBJECT_MOVED


def test_absent_holds_while_the_arm_stands_still(robot: RobotDescription) -> None:
    scene = Scene(robot, EpisodeTask.ABSENT, target=None)
    scene.sim.step(0.5)
    assert scene.referee.verdict().status is VerdictStatus.SUCCESS
    scene.sim.data.qpos[0] += 0.05
    scene.sim.step(0.02)
    verdict = scene.referee.verdict()
    assert (verdict.status, verdict.reason) == (VerdictStatus.FAILURE, Reason.ARM_MOVED)


def test_a_distractor_that_falls_over_or_off_is_a_failure_for_good(robot: RobotDescription) -> None:
    scene = Scene(robot, EpisodeTask.CARRY)
    scene.put("white_cylinder", 0.6, -0.2, 0.03, (np.cos(0.78), np.sin(0.78), 0, 0))
    scene.sim.step(0.1)
    assert scene.reason() is Reason.TOPPLED
    scene.put("white_cylinder", 0.6, -0.2, 0.001)
    scene.put("red_cube", 0.55, 0.15, 0.03)
    scene.sim.step(1.0)
    assert scene.referee.verdict().status is VerdictStatus.FAILURE
    other = Scene(robot, EpisodeTask.CARRY)
    other.put("white_cylinder", 0.6, -0.9, 0.0)
    other.sim.step(0.3)
    assert other.reason() is Reason.OFF_TABLE


def test_a_hand_that_presses_on_the_table_is_a_failure(robot: RobotDescription) -> None:
    scene = Scene(robot, EpisodeTask.CARRY)
    sim = scene.sim
    below = np.array([0.0, 0.5725, 0.0, -2.4663, 0.0, 3.0388, 0.7854])  # tool at (0.45, 0, -0.03), pointing down
    way, times = np.stack([robot.arm.home, below]), np.array([0.0, 2.0])
    sim.arm.submit(TrajectoryGoal(robot.arm.joints, times, way), sim.time, sim.state().positions)
    sim.step(2.5)
    verdict = scene.referee.verdict()
    assert verdict.reason is Reason.FORCE
    assert verdict.max_force > 5.0
    assert "table" in verdict.text
