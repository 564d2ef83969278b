# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
import dataclasses

import numpy as np
import pytest

from vla_r1_ros.core.errors import ErrorCode, PlanningError
from vla_r1_ros.core.robot_file import load_robot
from vla_r1_ros.core.types import FloatArray, JointTrajectory
from vla_r1_ros.motion.verify import acceleration_factor, check_limits, collisions_along

ARM = load_robot("panda").arm


def smooth(amplitude: float = 0.5, seconds: float = 2.0) -> JointTrajectory:
    """All joints from home by `amplitude` rad and rest at both ends."""
    t = np.linspace(0.0, seconds, int(seconds * 100) + 1)
    share = t / seconds
    step = amplitude * (3 * share**2 - 2 * share**3)
    rate = amplitude * (6 * share - 6 * share**2) / seconds
    ones = np.ones(len(ARM.joints))
    return JointTrajectory(ARM.joints, t, ARM.home + step[:, None] * ones, rate[:, None] * ones)


def refuse(trajectory: JointTrajectory, pattern: str) -> None:
    with pytest.raises(PlanningError, match=pattern) as caught:
        check_limits(trajectory, ARM, ARM.home)
    assert caught.value.code == ErrorCode.PLAN_INVALID


def changed(name: str, index: tuple[int, ...], value: float) -> JointTrajectory:
    good = smooth()
    array: FloatArray = getattr(good, name).copy()
    array[index] = value
    return dataclasses.replace(good, **{name: array})


def test_a_good_one_passes() -> None:
    check_limits(smooth(), ARM, ARM.home)


@pytest.mark.parametrize("name", ["times", "positions", "velocities"])
@pytest.mark.parametrize("value", [np.nan, np.inf])
def test_not_finite(name: str, value: float) -> None:
    refuse(changed(name, (50,) if name == "times" else (50, 2), value), "finite")


def test_each_fault_is_named_with_its_joint() -> None:
    refuse(smooth(amplitude=3.2), "upper joint limit.*panda_joint")
    refuse(smooth(seconds=0.2), "too fast.*panda_joint")
    refuse(changed("velocities", (50, 3), 1.0), "accelerates too hard.*panda_joint4")
    refuse(changed("times", (50,), 0.1), "rise in time")
    refuse(changed("velocities", (-1, 6), 0.06), "at rest.*panda_joint7")
    with pytest.raises(PlanningError, match="begins away"):
        check_limits(smooth(), ARM, ARM.home + 0.05)
    jump = smooth(seconds=30.0)
    jump.positions[1500:] += 0.2
    refuse(jump, "jumps")
    short = JointTrajectory(ARM.joints, np.zeros(1), ARM.home[None], np.zeros((1, 7)))
    refuse(short, "shapes")


def test_acceleration_factor_is_what_is_needed() -> None:
    assert acceleration_factor(smooth(), ARM) == 1.0
    hard = smooth(seconds=0.3)
    factor = acceleration_factor(hard, ARM)
    assert factor > 1.0
    slow = JointTrajectory(hard.joint_names, hard.times * factor, hard.positions, hard.velocities / factor)
    check_limits(slow, ARM, ARM.home)


def test_collisions_are_looked_for_between_samples() -> None:
    coarse = JointTrajectory(ARM.joints, np.array([0.0, 1.0]), np.stack([ARM.home, ARM.home + 0.1]), np.zeros((2, 7)))
    middle = ARM.home + 0.05
    joints, hits = collisions_along(coarse, lambda q: bool(np.abs(q - middle).max() < 0.006))
    assert hits.any() and not hits[0] and not hits[-1]
    assert np.abs(np.diff(joints, axis=0)).max() <= 0.0101
