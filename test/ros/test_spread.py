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
from rcl_interfaces.msg import Log
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


class User:
    """Shows a picture, says a sentence, and does every motion at once."""

    def __init__(self, start: Callable[..., Any], port: int, fault: str, *parameters: str) -> None:
        self.pair = start(VlaNode, "status", f"endpoint:=http://127.0.0.1:{port}/{fault}/v1", "samples:=5",
                          "temperature:=0.7", "deadline_s:=10.0", "max_image_age_s:=10.0", *parameters)  # fmt: skip
        user = self.pair.user
        self.decided: list[Detection2DArray] = []
        self.words: list[str] = []
        self.log: list[str] = []
        user.create_subscription(Detection2DArray, "affordance", self._on_decision, LATCHED)
        user.create_subscription(String, "reasoning", lambda message: self.words.append(message.data), COMMAND)
        user.create_subscription(Log, "/rosout", lambda message: self.log.append(message.msg), 50)
        self._say = user.create_publisher(String, "instruction", COMMAND)
        self._motion = user.create_publisher(DiagnosticArray, "motion_status", STATUS)
        self._camera = user.create_publisher(Image, "image", SENSOR)
        user.create_timer(0.05, self._show)
        self.pair.until(self._say.get_subscription_count)

    def _show(self) -> None:
        stamp_ns = self.pair.user.get_clock().now().nanoseconds
        self._camera.publish(convert.image_to_msg(np.zeros((48, 64, 3), np.uint8), stamp_ns, "camera"))

    def _on_decision(self, message: Detection2DArray) -> None:
        self.decided.append(message)
        told = convert.affordance_from_msg(message, 64, 48)
        self._motion.publish(convert.status_to_msg(
            StatusReport(told.stamp_ns, "planner_node", told.attempt, 0, Phase.DONE)))  # fmt: skip

    def say(self) -> dict[str, StatusReport]:
        """Have a carry done to its end; what `status` said by stage."""
        self.pair.reports.clear()
        self._say.publish(String(data="put the red cube in the blue bowl"))
        self.pair.until(lambda: any(report.final for report in self.pair.reports))
        return {report.stage: report for report in self.pair.reports}


def test_too_little_agreement_moves_nothing_and_the_score_is_told(start: Callable[..., Any], fault_port: int) -> None:
    user = User(start, fault_port, "sampled", "min_box_agreement:=0.95")
    refused = user.say()[Phase.FAILED]
    assert refused.code is ErrorCode.REPLY_DISAGREEMENT
    assert "box answers, 5 of 5" in refused.reason and "at least 0.95" in refused.reason
    assert "min_box_agreement" in refused.values["advice"]
    assert not user.decided

    [changed] = user.pair.node.set_parameters([Parameter("min_box_agreement", value=0.2)])
    assert changed.successful
    said = user.say()
    values, told = said[Phase.DECIDED].values, convert.affordance_from_msg(user.decided[-1], 64, 48)
    assert values["box_agreement"] == values["score"] == f"{told.score:.3f}"
    assert 0.2 < told.score < float(values["path_agreement"]) < 1.0
    assert (values["samples"], values["box_answers"]) == ("5", "5 of 5 (0 say absent, 0 do not parse)")
    assert told.box is not None and abs(told.box.x - 0.51) < 1e-6
    assert said[Phase.DONE].code is ErrorCode.OK
    user.pair.until(lambda: user.words[-1].startswith("At 0.51. "))  # the medoid's words, not the first answer's


def test_a_server_that_sends_fewer_is_told_once(start: Callable[..., Any], fault_port: int) -> None:
    user = User(start, fault_port, "sampled_few", "min_box_agreement:=0.1")
    for _ in range(2):
        assert user.say()[Phase.DECIDED].values["path_answers"].startswith("3 of 5")
    user.pair.until(lambda: user.log)
    assert sum("3 of 5 answers came" in line for line in user.log) == 1


def test_one_answer_of_several_is_refused_where_agreement_is_demanded(
    start: Callable[..., Any], fault_port: int
) -> None:
    user = User(start, fault_port, "good", "min_path_agreement:=0.1")
    refused = user.say()[Phase.FAILED]
    assert refused.code is ErrorCode.REPLY_DISAGREEMENT and "one path answer came of 5" in refused.reason
    assert not user.decided


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
