# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
import numpy as np
import pytest

from vla_r1_ros.core.types import FloatArray, JointTrajectory
from vla_r1_ros.motion.timing import accelerations, capped, concatenated, peak_tool_speed, slowed


def trajectory(offset: float = 0.0) -> JointTrajectory:
    """Two joints from rest to rest over 2 s, sampled at 10 ms."""
    t = np.linspace(0.0, 2.0, 201)
    q = np.stack([0.5 - 0.5 * np.cos(np.pi * t / 2), np.zeros_like(t)], axis=1) + offset
    v = np.stack([0.25 * np.pi * np.sin(np.pi * t / 2), np.zeros_like(t)], axis=1)
    return JointTrajectory(("a", "b"), t, q, v)


def tool(joints: FloatArray) -> FloatArray:
    """A tool 0.5 m out on joint a, as if it slid."""
    T = np.eye(4)
    T[0, 3] = 0.5 * joints[0]
    return T


def test_slowed_keeps_the_path_and_scales_the_rates() -> None:
    before, after = trajectory(), slowed(trajectory(), 2.0)
    assert after.duration == pytest.approx(4.0)
    np.testing.assert_array_equal(after.positions, before.positions)
    rates = np.gradient(after.positions[:, 0], after.times)
    np.testing.assert_allclose(rates[1:-1], after.velocities[1:-1, 0], atol=1e-3)
    np.testing.assert_allclose(accelerations(after), accelerations(before) / 4, atol=1e-12)


def test_capped_slows_only_what_is_too_fast() -> None:
    fast = trajectory()
    peak = peak_tool_speed(fast, tool)
    assert peak == pytest.approx(0.5 * 0.25 * np.pi, rel=1e-3)
    assert capped(fast, tool, 1.0) is fast
    assert peak_tool_speed(capped(fast, tool, 0.1), tool) <= 0.1


def test_concatenated_goes_on_in_time() -> None:
    whole = concatenated([trajectory(), trajectory(1.0)])
    assert whole.duration == pytest.approx(4.0)
    assert (np.diff(whole.times) > 0).all()
    assert len(whole.times) == 401
    with pytest.raises(ValueError, match="nothing"):
        concatenated([])
