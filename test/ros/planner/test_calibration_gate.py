# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""planner_node and the word of calibration_node: a knocked camera moves no arm."""

from collections.abc import Callable
from typing import Any

import pytest
from diagnostic_msgs.msg import DiagnosticArray

from vla_r1_ros.calibration.watch import WatchState, Word
from vla_r1_ros.core.errors import ErrorCode
from vla_r1_ros.core.report import Phase
from vla_r1_ros.ros.calibration_guard import word_to_msg
from vla_r1_ros.ros.qos import COMMAND

pytestmark = pytest.mark.slow


def test_a_knocked_camera_moves_no_arm_and_a_right_one_does(start: Callable[..., Any]) -> None:
    session = start()
    said = session.cell.node.create_publisher(DiagnosticArray, "calibration", COMMAND)
    session.until(said.get_subscription_count, "subscription")
    guard = session.planner._calibration
    said.publish(word_to_msg(Word(WatchState.OFF, "5.0 mm from where TF says it is"), 1))
    session.until(lambda: guard._off, "the word off")
    end = session.end_of(session.measure())
    assert (end.stage, end.code) == (Phase.FAILED, ErrorCode.SAFETY_CALIBRATION)
    assert "5.0 mm" in end.reason and "calibrate again" in end.values["advice"]
    assert not session.cell.taken and not session.cell.moving
    said.publish(word_to_msg(Word(WatchState.OK, "in its place"), 1))
    session.until(lambda: not guard._off, "the word ok")
    session.moving()


def test_where_a_watch_is_required_none_is_a_refusal(start: Callable[..., Any]) -> None:
    session = start(require_calibration=True)
    end = session.end_of(session.measure())
    assert (end.stage, end.code) == (Phase.FAILED, ErrorCode.SAFETY_CALIBRATION_UNKNOWN)
    assert not session.cell.taken
