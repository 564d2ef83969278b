# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.spatial.transform import Rotation

from vla_r1_ros.core.robot_file import load_robot
from vla_r1_ros.core.types import FloatArray
from vla_r1_ros.motion.embedded_scene import EmbeddedScene
from vla_r1_ros.motion.ik import pose_error, solve_ik

TURNS = st.tuples(*[st.floats(-3.2, 3.2)] * 3)


def pose(turn: tuple[float, ...], point: tuple[float, ...]) -> FloatArray:
    T = np.eye(4)
    T[:3, :3] = Rotation.from_rotvec(turn).as_matrix()
    T[:3, 3] = point
    return T


@settings(deadline=None)
@given(TURNS, TURNS)
def test_pose_error_is_the_rotation_vector(first: tuple[float, ...], second: tuple[float, ...]) -> None:
    a, b = pose(first, (0.1, 0.2, 0.3)), pose(second, (-0.3, 0.0, 0.5))
    error = pose_error(a, b)
    np.testing.assert_allclose(Rotation.from_rotvec(error[3:]).as_matrix(), a[:3, :3].T @ b[:3, :3], atol=2e-6)
    np.testing.assert_allclose(a[:3, :3] @ error[:3] + a[:3, 3], b[:3, 3], atol=1e-12)


@pytest.mark.parametrize("axis", [(1.0, 0, 0), (0, 1.0, 0), (0, 0, 1.0), (0.6, 0.8, 0.0)])
def test_half_a_turn_keeps_its_axis(axis: tuple[float, float, float]) -> None:
    turn = np.pi * np.array(axis)
    error = pose_error(np.eye(4), pose(tuple(turn), (0.0, 0, 0)))
    assert np.linalg.norm(error[3:]) == pytest.approx(np.pi, abs=1e-6)
    assert abs(error[3:] @ turn) == pytest.approx(np.pi**2, rel=1e-6)


@pytest.fixture(scope="module")
def scene() -> EmbeddedScene:
    return EmbeddedScene(load_robot("panda"))


class TestSolveIk:
    def solve(self, scene: EmbeddedScene, T: FloatArray, seed: FloatArray) -> object:
        arm = load_robot("panda").arm
        limits = (arm.position_lower, arm.position_upper)
        return solve_ik(scene.hand_pose, scene.hand_jacobian, T, seed, arm.home, limits)

    def test_the_workspace_is_reached_from_home(self, scene: EmbeddedScene) -> None:
        robot = load_robot("panda")
        rng = np.random.default_rng(0)
        for _ in range(100):
            x, y, z, yaw = rng.uniform((0.3, -0.3, 0.02, -1.5), (0.72, 0.3, 0.3, 1.5))
            T = pose((np.pi * np.cos(yaw / 2), np.pi * np.sin(yaw / 2), 0.0), (x, y, z))
            found = self.solve(scene, T @ np.linalg.inv(robot.T_hand_tool), robot.arm.home)
            assert found.exact
            np.testing.assert_allclose(scene.tool_pose(found.joints), T, atol=2e-3)
            assert (found.joints >= robot.arm.position_lower).all()
            assert (found.joints <= robot.arm.position_upper).all()

    def test_beyond_reach_the_distance_is_told(self, scene: EmbeddedScene) -> None:
        robot = load_robot("panda")
        T = pose((np.pi, 0.0, 0.0), (1.3, 0.0, 0.3))
        found = self.solve(scene, T, robot.arm.home)
        assert not found.exact
        assert 0.2 < found.position_error < 0.7
