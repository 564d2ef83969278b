# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
import numpy as np
import pytest

from vla_r1_ros.core.types import FloatArray, JointTrajectory
from vla_r1_ros.motion.approval import ApprovedMotion


def tool_pose(joints: FloatArray) -> FloatArray:
    """Of an arm of two sliding joints and one that turns the tool about itself."""
    T = np.eye(4)
    T[:2, 3] = joints[:2]
    return T


def motion(*points: tuple[float, float, float]) -> JointTrajectory:
    positions = np.array(points)
    return JointTrajectory(("x", "y", "turn"), np.arange(len(points)) * 1.0, positions, np.zeros_like(positions))


SHOWN = motion((0, 0, 0), (1, 0, 0), (1, 1, 0))


@pytest.mark.parametrize(
    ("then", "new"),
    [
        (motion((0, 0, 0), (0.5, 0, 0)), False),
        (motion((1, 1, 0), (1, 0, 0)), False),
        (motion((0.4, 0.02, 0.1), (0.6, -0.02, -0.1)), False),
        (motion((0, 0, 0), (1, 1, 0)), True),
        (motion((1, 1, 0), (1, 1.05, 0)), True),
        (motion((0, 0, 0), (0.5, 0, 0.4)), True),
    ],
    ids=["a part", "back", "nearly", "a shortcut between ends that were shown", "beyond", "another elbow"],
)
def test_what_leaves_the_approved_motion_is_asked_about(then: JointTrajectory, new: bool) -> None:
    asked: list[JointTrajectory] = []
    approved = ApprovedMotion(asked.append, tool_pose)
    approved.ask(SHOWN)
    approved.ask_if_new(then)
    assert asked == ([SHOWN, then] if new else [SHOWN])
    approved.ask_if_new(then)
    assert len(asked) == (2 if new else 1), "what was approved once need not be asked again"


def test_a_new_request_has_nothing_approved_and_nobody_need_be_asked() -> None:
    asked: list[JointTrajectory] = []
    approved = ApprovedMotion(asked.append, tool_pose)
    approved.ask(SHOWN)
    approved.forget()
    approved.ask_if_new(SHOWN)
    assert len(asked) == 2
    silent = ApprovedMotion(None, tool_pose)
    silent.ask_if_new(SHOWN)
    assert not silent.wanted and approved.wanted
