# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""Who hears whom, by the middleware's own rules."""

import copy

import pytest
from rclpy.qos import (
    DurabilityPolicy,
    LivelinessPolicy,
    QoSCompatibility,
    QoSProfile,
    ReliabilityPolicy,
    qos_check_compatible,
    qos_profile_sensor_data,
    qos_profile_system_default,
)

from vla_r1_ros.ros.qos import COMMAND, DRIVER, LATCHED, SENSOR

RELIABLE = QoSProfile(depth=10, reliability=ReliabilityPolicy.RELIABLE)
LATCHED_DRIVER = QoSProfile(depth=1, reliability=ReliabilityPolicy.RELIABLE,
                            durability=DurabilityPolicy.TRANSIENT_LOCAL)


def verdict(publisher: QoSProfile, listener: QoSProfile) -> QoSCompatibility:
    """What rmw says, with liveliness told: left to the middleware, as everywhere, it makes of each answer a warning."""
    told = [copy.copy(publisher), copy.copy(listener)]
    for profile in told:
        profile.liveliness = LivelinessPolicy.AUTOMATIC
    return qos_check_compatible(*told)[0]


@pytest.mark.parametrize("driver", [RELIABLE, LATCHED_DRIVER, DRIVER, qos_profile_sensor_data])
def test_cameras_and_joint_states_are_heard_however_they_are_published(driver: QoSProfile) -> None:
    assert verdict(driver, SENSOR) == QoSCompatibility.OK


def test_what_is_left_to_the_middleware_is_no_mismatch_for_sensors() -> None:
    assert verdict(qos_profile_system_default, SENSOR) != QoSCompatibility.ERROR


def test_the_simulator_is_heard_by_who_asks_for_reliable_as_a_real_driver_is() -> None:
    assert verdict(DRIVER, RELIABLE) == QoSCompatibility.OK
    assert verdict(SENSOR, RELIABLE) == QoSCompatibility.ERROR


def test_results_are_heard_by_who_wants_no_old_ones() -> None:
    assert verdict(LATCHED, COMMAND) == QoSCompatibility.OK


def test_a_heartbeat_that_may_get_lost_is_not_heard() -> None:
    assert verdict(qos_profile_sensor_data, COMMAND) == QoSCompatibility.ERROR
