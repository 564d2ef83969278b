# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
import pytest

from vla_r1_ros.core.robot import RobotDescription
from vla_r1_ros.core.robot_file import load_robot
from vla_r1_ros.sim.gl import ensure_gl

ensure_gl()  # before anything imports mujoco


@pytest.fixture(scope="session")
def robot() -> RobotDescription:
    return load_robot("panda")
