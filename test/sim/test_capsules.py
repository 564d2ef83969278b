# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""The capsules of a robot file, which cut the arm out of depth pictures, hold all of the arm but its foot."""

from dataclasses import replace

import mujoco
import numpy as np
import pytest

from vla_r1_ros.core.robot_assets import robot_model_data
from vla_r1_ros.core.robot_file import load_robot
from vla_r1_ros.core.types import FloatArray
from vla_r1_ros.sim.layout import sample_layout
from vla_r1_ros.sim.simulator import Simulator


def surface(sim: Simulator, geom: int) -> FloatArray:
    """Points (N, 3) of a geom's surface, m in the world."""
    model, kind, size = sim.model, sim.model.geom_type[geom], sim.model.geom_size[geom]
    if kind == mujoco.mjtGeom.mjGEOM_MESH:
        mesh = model.geom_dataid[geom]
        first = model.mesh_vertadr[mesh]
        local = model.mesh_vert[first:first + model.mesh_vertnum[mesh]]
    elif kind == mujoco.mjtGeom.mjGEOM_BOX:
        local = np.stack(np.meshgrid(*[[-s, s] for s in size]), -1).reshape(-1, 3)
    else:
        half = size[1] + (size[0] if kind == mujoco.mjtGeom.mjGEOM_CAPSULE else 0.0)
        turn, height = np.meshgrid(np.linspace(0, 2 * np.pi, 13), np.linspace(-half, half, 21))
        inward = np.maximum(np.abs(height) - size[1], 0.0)
        r = np.sqrt(np.maximum(size[0] ** 2 - inward**2, 0.0))
        local = np.stack([r * np.cos(turn), r * np.sin(turn), height], -1).reshape(-1, 3)
    return np.asarray(local @ sim.data.geom_xmat[geom].reshape(3, 3).T + sim.data.geom_xpos[geom])


def outside(points: FloatArray, start: FloatArray, end: FloatArray, radius: float) -> FloatArray:
    """How far points (N, 3) are outside of a capsule, m."""
    way = end - start
    share = np.clip((points - start) @ way / max(float(way @ way), 1e-12), 0.0, 1.0)
    return np.asarray(np.linalg.norm(points - start - share[:, None] * way, axis=1) - radius)


@pytest.mark.parametrize("width", [0.0, 0.08])
@pytest.mark.parametrize("name", ["panda", "ur5e"])
def test_all_of_the_arm_is_inside(name: str, width: float) -> None:
    robot = load_robot(name)
    sim = Simulator(replace(sample_layout(1), objects=()), robot, settle_s=0.0)
    sim.gripper.submit(width / 2, 0.0, 0.0, sim.state().width / 2)
    sim.step(1.5)
    foot = sim.model.body(robot_model_data(name).base_body).id  # nothing is gripped there
    rng = np.random.default_rng(4)
    for _ in range(5):
        sim.data.qpos[: len(robot.arm.joints)] = robot.arm.home + rng.uniform(-0.6, 0.6, len(robot.arm.joints))
        mujoco.mj_kinematics(sim.model, sim.data)
        poses = sim.link_poses()
        ends = [(poses[k.start_frame][:3, 3], poses[k.end_frame][:3, 3], k.radius) for k in robot.links]
        for geom in np.flatnonzero(np.isin(sim.model.geom_bodyid, list(sim.robot_bodies() - {foot}))):
            points = surface(sim, int(geom))
            beyond = np.min([outside(points, *capsule) for capsule in ends], axis=0).max()
            body = sim.model.body(sim.model.geom_bodyid[geom]).name
            assert beyond < 0.0, f"{body} is {beyond * 1000:.0f} mm outside"
