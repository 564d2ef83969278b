# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""vla_node with several answers per question: where the score is told, and that too little agreement moves nothing."""

import random
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
import rclpy
from diagnostic_msgs.msg import DiagnosticArray
from rclpy.parameter import Parameter
from rclpy.signals import SignalHandlerOptions
from sensor_msgs.msg import Image
from std_msgs.msg import String
from vision_msgs.msg import Detection2DArray

from vla_r1_ros.core.errors import ErrorCode, InputError
from vla_r1_ros.core.report import Phase, StatusReport
from vla_r1_ros.ros import convert
from vla_r1_ros.ros.qos import COMMAND, LATCHED, SENSOR, STATUS
from vla_r1_ros.ros.vla_node import VlaNode


def _sampling(port: int, fault: str) -> tuple[str, ...]:
    return (f"endpoint:=http://127.0.0.1:{port}/{fault}/v1", "samples:=5", "temperature:=0.7", "deadline_s:=10.0",
            "min_box_agreement:=0.95", "max_image_age_s:=10.0")  # fmt: skip


def test_too_little_agreement_moves_nothing_and_the_score_is_told(start: Callable[..., Any], fault_port: int) -> None:
    pair = start(VlaNode, "status", *_sampling(fault_port, "sampled"))
    decided: list[Detection2DArray] = []
    words: list[str] = []
    pair.user.create_subscription(Detection2DArray, "affordance", decided.append, LATCHED)
    pair.user.create_subscription(String, "reasoning", lambda message: words.append(message.data), COMMAND)
    camera = pair.user.create_publisher(Image, "image", SENSOR)
    say = pair.user.create_publisher(String, "instruction", COMMAND)
    moved = pair.user.create_publisher(DiagnosticArray, "motion_status", STATUS)
    picture = np.zeros((48, 64, 3), np.uint8)
    pair.user.create_timer(0.05, lambda: camera.publish(
        convert.image_to_msg(picture, pair.user.get_clock().now().nanoseconds, "camera")))
    pair.until(say.get_subscription_count)
    say.publish(String(data="put the red cube in the blue bowl"))
    pair.until(lambda: any(report.final for report in pair.reports))
    [refused] = [report for report in pair.reports if report.final]
    assert (refused.stage, refused.code) == (Phase.FAILED, ErrorCode.REPLY_DISAGREEMENT)
    assert "5 of 5 box answers" in refused.reason and "at least 0.95" in refused.reason
    assert "min_box_agreement" in refused.values["advice"]
    assert not decided

    [changed] = pair.node.set_parameters([Parameter("min_box_agreement", value=0.2)])
    assert changed.successful
    say.publish(String(data="put the red cube in the blue bowl"))
    pair.until(lambda: decided and any(report.stage == Phase.DECIDED for report in pair.reports))
    values = next(report.values for report in pair.reports if report.stage == Phase.DECIDED)
    told = convert.affordance_from_msg(decided[-1], 64, 48)
    assert values["box_agreement"] == f"{told.score:.3f}"
    assert 0.2 < told.score < float(values["path_agreement"]) < 1.0
    assert values["score"] == values["box_agreement"] and values["samples"] == "5"
    assert told.box is not None and abs(told.box.x - 0.51) < 1e-6
    assert words
    moved.publish(convert.status_to_msg(StatusReport(told.stamp_ns, "planner_node", told.attempt, 0, Phase.DONE)))
    pair.until(lambda: any(report.stage == Phase.DONE for report in pair.reports))


def test_one_answer_cannot_be_demanded_to_agree(start: Callable[..., Any]) -> None:
    pair = start(VlaNode, "status")
    [changed] = pair.node.set_parameters([Parameter("min_path_agreement", value=0.5)])
    assert not changed.successful and "samples" in changed.reason


@pytest.mark.parametrize(("parameters", "word"), [
    (("samples:=5",), "temperature"), (("samples:=0",), "samples"), (("min_box_agreement:=0.5",), "samples"),
    (("samples:=5", "temperature:=0.7", "top_p:=1.5"), "top_p"),
])  # fmt: skip
def test_a_spread_that_cannot_be_is_refused_by_name(
    parameters: tuple[str, ...], word: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ROS_DOMAIN_ID", str(random.randint(102, 200)))
    arguments = [part for parameter in parameters for part in ("-p", parameter)]
    rclpy.init(args=["--ros-args", *arguments], signal_handler_options=SignalHandlerOptions.NO)
    try:
        with pytest.raises(InputError, match=word) as caught:
            VlaNode()
        assert caught.value.code is ErrorCode.INPUT_PARAMETER
    finally:
        rclpy.try_shutdown()
