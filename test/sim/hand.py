# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""Scripted motions for tests of the physics: numeric inverse kinematics through MuJoCo's Jacobian, straight lines."""

from __future__ import annotations

import mujoco
import numpy as np

from vla_r1_ros.core.robot import RobotDescription
from vla_r1_ros.core.robot_assets import robot_model_data
from vla_r1_ros.core.types import FloatArray, JointTrajectory
from vla_r1_ros.sim.simulator import Simulator


def tool_down(x: float, y: float, z: float, yaw: float) -> FloatArray:
    """Tool pose (4, 4) pointing down; the fingers close along the direction yaw + 90 degrees."""
    c, s = np.cos(yaw), np.sin(yaw)
    T = np.eye(4)
    T[:3, :3] = np.array([[c, s, 0], [s, -c, 0], [0, 0, -1.0]])
    T[:3, 3] = x, y, z
    return T


def solve(sim: Simulator, robot: RobotDescription, T: FloatArray, start: FloatArray) -> FloatArray:
    """Joints (J,) at which the tool has the pose `T`, near `start`."""
    model, data = sim.model, mujoco.MjData(sim.model)
    data.qpos[:] = sim.data.qpos
    q, n, hand = start.copy(), len(start), model.body(robot_model_data(robot.name).hand_body).id
    T_hand = T @ np.linalg.inv(robot.T_hand_tool)
    jac = np.zeros((6, model.nv))
    for _ in range(300):
        data.qpos[:n] = q
        mujoco.mj_kinematics(model, data)
        mujoco.mj_comPos(model, data)
        R = data.xmat[hand].reshape(3, 3)
        turn = 0.5 * np.cross(R.T, T_hand[:3, :3].T).sum(axis=0)
        error = np.concatenate([T_hand[:3, 3] - data.xpos[hand], turn])
        if np.abs(error).max() < 1e-5:
            return q
        mujoco.mj_jacBody(model, data, jac[:3], jac[3:], hand)
        J = jac[:, :n]
        step = J.T @ np.linalg.solve(J @ J.T + 1e-5 * np.eye(6), error)
        step += (np.eye(n) - np.linalg.pinv(J) @ J) @ (0.05 * (robot.arm.home - q))
        q = np.clip(q + step * min(1.0, 0.3 / np.abs(step).max()), robot.arm.position_lower, robot.arm.position_upper)
    raise AssertionError(f"no joints for the pose, error {error}")


def line(sim: Simulator, robot: RobotDescription, *tool_poses: FloatArray, points: int = 15) -> JointTrajectory:
    """A slow motion from where the arm is through tool poses, positions on straight lines, rest at both ends."""
    joints = [sim.state().positions]
    before = sim.tool_pose()
    for T in tool_poses:
        for share in np.linspace(0, 1, points + 1)[1:]:
            pose = T.copy()
            pose[:3, 3] = before[:3, 3] + share * (T[:3, 3] - before[:3, 3])
            joints.append(solve(sim, robot, pose, joints[-1]))
        before = T
    Q = np.array(joints)
    way = np.concatenate([[0.0], np.cumsum(np.abs(np.diff(Q, axis=0)).max(axis=1) + 1e-9)])
    duration = max(0.6, 2.5 * way[-1])
    times = np.linspace(0.0, duration, int(duration / 0.02) + 2)
    u = times / duration
    s = (10 * u**3 - 15 * u**4 + 6 * u**5) * way[-1]
    P = np.stack([np.interp(s, way, Q[:, j]) for j in range(Q.shape[1])], axis=1)
    P[0] = Q[0]
    V = np.gradient(P, times, axis=0)
    V[0] = V[-1] = 0.0
    return JointTrajectory(robot.arm.joints, times, P, V)
