# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""From a finger's way to the joint that is driven and back, and a GripperCommand's position."""

import math
from dataclasses import replace

import mujoco
import numpy as np
import pytest

from vla_r1_ros.core.cancel import CancelToken
from vla_r1_ros.core.robot_file import load_robot
from vla_r1_ros.sim.arm import SimArm
from vla_r1_ros.sim.finger_drive import FingerWay
from vla_r1_ros.sim.goals import ControlCode, GoalRejected
from vla_r1_ros.sim.layout import HOME_TOOL, ObjectSpec, sample_layout
from vla_r1_ros.sim.objects import COLOURS
from vla_r1_ros.sim.simulator import Simulator

from .hand import line, tool_down

NAMES = ("panda", "ur5e", "piper")


@pytest.mark.parametrize("name", NAMES)
def test_there_and_back(name: str) -> None:
    gripper = load_robot(name).gripper
    fingers = FingerWay(gripper.opening)
    for way in np.linspace(0.0, gripper.max_width / 2, 23).tolist():
        assert fingers.way(gripper.opening.joint_positions(2 * way).tolist()) == pytest.approx(way, abs=1e-9)
        assert fingers.position(way) == pytest.approx(gripper.opening.joint_positions(2 * way)[0])
        assert fingers.commanded(fingers.command(way)) == pytest.approx(way, abs=1e-9)
        assert fingers.command(way) == pytest.approx(gripper.opening.command(2 * way))


@pytest.mark.parametrize("name", NAMES)
def test_beyond_the_table_it_goes_on_with_the_slope_there(name: str) -> None:
    gripper = load_robot(name).gripper
    fingers, opening = FingerWay(gripper.opening), gripper.opening
    for end, inner in ((0, 1), (-1, -2)):
        beyond = 2 * opening.positions[end] - opening.positions[inner]
        expected = opening.widths[end] - opening.widths[inner] / 2
        assert fingers.way(beyond.tolist()) == pytest.approx(expected)


@pytest.mark.parametrize("name", NAMES)
def test_rates_are_the_way_by_the_joints(name: str) -> None:
    opening = load_robot(name).gripper.opening
    fingers = FingerWay(opening)
    at = opening.joint_positions(0.031)
    for j, rate in enumerate(fingers.rates(at.tolist())):
        step = np.zeros(len(at))
        step[j] = 1e-4
        change = fingers.way((at + step).tolist()) - fingers.way(at.tolist())
        assert change * len(at) == pytest.approx(rate * 1e-4, rel=1e-6)


@pytest.mark.parametrize(("name", "bad"), [("panda", 0.0401), ("panda", -0.001), ("ur5e", 0.8), ("ur5e", -0.01),
                                           ("ur5e", math.nan), ("panda", math.inf)])  # fmt: skip
def test_a_command_that_no_opening_has_is_refused(name: str, bad: float) -> None:
    with pytest.raises(GoalRejected, match="gripper position") as caught:
        FingerWay(load_robot(name).gripper.opening).commanded(bad)
    assert caught.value.control_code is ControlCode.INVALID_GOAL


def test_what_the_2f85_tells_is_the_gap_between_its_pads() -> None:
    """The physics' own gap against the opening that the robot file makes of the knuckle's angle."""
    sim = Simulator(sample_layout(1), load_robot("ur5e"), settle_s=0.2)
    pads = [sim.model.geom(f"gripper_{side}_pad1").id for side in ("left", "right")]
    thickness = 2 * float(sim.model.geom_size[pads[0]][1])
    for width in (0.085, 0.065, 0.045, 0.025, 0.01):
        sim.gripper.submit(width / 2, 0.0, sim.drive_time, sim.state().width / 2)
        sim.step(1.5)
        gap = float(np.linalg.norm(np.diff(sim.data.geom_xpos[pads], axis=0))) - thickness
        assert gap == pytest.approx(sim.state().width, abs=2e-3)
        assert sim.state().width == pytest.approx(width, abs=2e-3)


@pytest.mark.parametrize(("name", "effort"), [("panda", 5.0), ("panda", 10.0), ("ur5e", 10.0), ("ur5e", 40.0)])
def test_a_finger_presses_with_the_force_that_was_asked_for(name: str, effort: float) -> None:
    """A cube in the gripper that only creeps: the pads' normal force on it."""
    robot, item = load_robot(name), "red_cube"
    cube = ObjectSpec(item, "cube", "red", 0.5, 0.1, 0.0, 1.0, COLOURS["red"])
    sim = Simulator(replace(sample_layout(1), objects=(cube,)), robot, settle_s=0.1)
    tool = sim.tool_pose()
    joint = sim.data.joint(f"{item}_free")
    model = sim.model
    dof, body = int(model.joint(f"{item}_free").dofadr[0]), model.body(item).id
    joint.qpos[:] = [*(tool[:3, 3] - [0, 0, 0.025]), 1, 0, 0, 0]
    model.body_gravcomp[body], model.dof_damping[dof:dof + 6] = 1.0, 1e5
    goal = sim.gripper.submit(0.0, effort, sim.drive_time, sim.state().width / 2)
    sim.step(2.0)
    assert goal.stalled
    forces = dict.fromkeys(sim.finger_bodies(), 0.0)
    found = np.zeros(6)
    for index in range(sim.data.ncon):
        pair = {int(model.geom_bodyid[g]) for g in sim.data.contact.geom[index]}
        if body in pair and (finger := pair & forces.keys()):
            mujoco.mj_contactForce(model, sim.data, index, found)
            forces[finger.pop()] += float(found[0])
    assert all(force == pytest.approx(effort, rel=0.2) for force in forces.values()), forces
    assert abs(goal.effort) == pytest.approx(effort, rel=0.1)


@pytest.mark.parametrize("name", ["panda", "ur5e"])
def test_at_home_every_simulated_robot_has_its_tool_in_one_place(name: str) -> None:
    """So the same seed is the same scene for all, seen by the same camera."""
    tool = Simulator(sample_layout(1), load_robot(name), settle_s=0.0).tool_pose()
    np.testing.assert_allclose(tool[:3, 3], HOME_TOOL, atol=1e-3)
    np.testing.assert_allclose(tool[:3, :3], np.diag([1.0, -1.0, -1.0]), atol=1e-3)


@pytest.mark.slow
@pytest.mark.parametrize(("scale", "x", "y", "turned", "grip"), [
    (1.01431, 0.46437, 0.03772, -0.97253, (-1.00505, 0.05895, -0.00327, 0.00148)),
    (0.92491, 0.45767, 0.03445, 0.32454, (0.41746, 0.0452, -0.00254, -0.00105)),
])  # fmt: skip
def test_a_mug_does_not_rattle_between_the_2f85s_fingers(scale: float, x: float, y: float, turned: float,
                                                         grip: tuple[float, ...]) -> None:
    """Two grips out of 25 that never came to rest with the inertia that the gripper's model has by itself."""
    robot, mug = load_robot("ur5e"), ObjectSpec("mug", "mug", "red", x, y, turned, scale, COLOURS["red"])
    sim = Simulator(replace(sample_layout(1), objects=(mug,)), robot)
    arm, (yaw, z, dx, dy) = SimArm(sim, robot), grip
    for height in (0.2, z):
        arm.execute(line(sim, robot, tool_down(x + dx, y + dy, height, yaw)), cancel=CancelToken())
    assert arm.move_gripper(0.0, robot.gripper.max_effort, cancel=CancelToken()).stalled
    widths = []
    sim.on_step.append(lambda: widths.append(sim.state().width))
    sim.step(0.5)
    assert np.ptp(widths) < 1e-4
