# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""Who hears whom, by the middleware's own rules."""

import pytest
from rclpy.qos import (
    DurabilityPolicy,
    QoSCompatibility,
    QoSProfile,
    ReliabilityPolicy,
    qos_check_compatible,
    qos_profile_sensor_data,
    qos_profile_system_default,
)

from vla_r1_ros.ros.qos import COMMAND, SENSOR

RELIABLE = QoSProfile(depth=10, reliability=ReliabilityPolicy.RELIABLE)
LATCHED_DRIVER = QoSProfile(depth=1, reliability=ReliabilityPolicy.RELIABLE,
                            durability=DurabilityPolicy.TRANSIENT_LOCAL)


@pytest.mark.parametrize("driver", [RELIABLE, LATCHED_DRIVER, qos_profile_sensor_data])
def test_cameras_and_joint_states_are_heard_however_they_are_published(driver: QoSProfile) -> None:
    assert qos_check_compatible(driver, SENSOR)[0] == QoSCompatibility.OK


def test_what_is_left_to_the_middleware_is_no_mismatch_for_sensors() -> None:
    assert qos_check_compatible(qos_profile_system_default, SENSOR)[0] != QoSCompatibility.ERROR


def test_a_heartbeat_that_may_get_lost_is_not_heard() -> None:
    assert qos_check_compatible(qos_profile_sensor_data, COMMAND)[0] == QoSCompatibility.ERROR
