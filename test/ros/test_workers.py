# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""vla_node and projection_node when something happens in their threads that nobody foresaw: told, and they go on."""

import time
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from diagnostic_msgs.msg import DiagnosticArray
from nav_msgs.msg import Path
from rclpy.parameter import Parameter
from rclpy.time import Time
from sensor_msgs.msg import Image
from std_msgs.msg import String
from vision_msgs.msg import Detection2DArray

from vla_r1_ros.core.errors import ErrorCode, ProjectionError
from vla_r1_ros.core.report import Phase, StatusReport
from vla_r1_ros.core.types import Box
from vla_r1_ros.ros import convert
from vla_r1_ros.ros.projection_node import ProjectionNode
from vla_r1_ros.ros.qos import COMMAND, LATCHED, SENSOR, STATUS
from vla_r1_ros.ros.vla_node import VlaNode


def broken(*_: Any) -> None:
    raise ZeroDivisionError("of ours")


def test_vla_node_tells_an_unforeseen_error_and_takes_the_next_instruction(
    start: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    pair = start(VlaNode, "status")
    say = pair.user.create_publisher(String, "instruction", COMMAND)
    pair.until(say.get_subscription_count)
    with monkeypatch.context() as patch:
        patch.setattr(pair.node._eye, "next_look", broken)
        say.publish(String(data="pick up the red cube"))
        pair.until(lambda: any(report.final for report in pair.reports))
    report = next(report for report in pair.reports if report.final)
    assert (report.stage, report.code) == (Phase.FAILED, ErrorCode.INTERNAL)
    assert "ZeroDivisionError: of ours" in report.reason
    say.publish(String(data="xyzzy"))
    pair.until(lambda: any(report.code is ErrorCode.INPUT_INSTRUCTION_UNCLEAR for report in pair.reports))


def test_projection_node_tells_an_unforeseen_error_and_measures_the_next_look(
    start: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    pair = start(ProjectionNode, "motion_status")
    boxes = pair.user.create_publisher(Detection2DArray, "affordance", LATCHED)
    paths = pair.user.create_publisher(Path, "trajectory_2d", LATCHED)
    pair.until(lambda: boxes.get_subscription_count() and paths.get_subscription_count())

    def decide() -> None:
        stamp_ns = pair.user.get_clock().now().nanoseconds
        box = convert.Affordance(stamp_ns, "camera", Box(0.5, 0.5, 0.1, 0.1))
        boxes.publish(convert.affordance_to_msg(box, 640, 480))
        paths.publish(convert.path_to_msg(None, 640, 480, stamp_ns, "camera"))

    with monkeypatch.context() as patch:
        patch.setattr(pair.node, "_look", broken)
        decide()
        pair.until(lambda: pair.reports)
    assert pair.reports[0].code is ErrorCode.INTERNAL
    decide()
    pair.until(lambda: len(pair.reports) > 1)
    assert pair.reports[1].code is ErrorCode.PROJECTION_NO_DEPTH


def test_a_clock_that_goes_back_empties_projection_node(start: Callable[..., Any]) -> None:
    pair = start(ProjectionNode, "motion_status")
    clock = pair.node.get_clock()
    pair.node.set_parameters([Parameter("use_sim_time", value=True)])
    clock.set_ros_time_override(Time(seconds=100, clock_type=clock.clock_type))
    pair.node._depth.add(Image(header=convert.header(100 * 10**9, "camera")))
    moved = convert.transform_stamped_to_msg(np.eye(4), "a", "b", 100 * 10**9)
    pair.node._lookup._buffer.set_transform(moved, "test")
    assert pair.node._lookup.matrix("a", "b", 100 * 10**9).shape == (4, 4)
    clock.set_ros_time_override(Time(seconds=5, clock_type=clock.clock_type))
    assert not pair.node._depth
    with pytest.raises(ProjectionError):
        pair.node._lookup.matrix("a", "b", 100 * 10**9)


def test_the_depth_of_a_look_that_vla_node_tells_of_is_still_there_after_a_long_thought(
    start: Callable[..., Any]
) -> None:
    pair = start(ProjectionNode, "motion_status")
    camera = pair.user.create_publisher(Image, "depth/image", STATUS)
    status = pair.user.create_publisher(DiagnosticArray, "status", STATUS)
    pair.until(lambda: camera.get_subscription_count() and status.get_subscription_count())
    look_ns = 10**12
    camera.publish(Image(header=convert.header(look_ns, "camera")))
    status.publish(convert.status_to_msg(StatusReport(look_ns, "vla_node", "a", 0, Phase.LOOK)))
    pair.until(lambda: pair.node._depth._looks and len(pair.node._depth) == 1)
    later_ns = look_ns
    for _ in range(100):  # slower than they could be lost: SENSOR has a depth of 5
        later_ns += 10**8
        camera.publish(Image(header=convert.header(later_ns, "camera")))
        time.sleep(0.005)
    pair.until(lambda: len(pair.node._depth) == 60 + 1)
    assert convert.stamp_from_msg(pair.node._nearest_depth(look_ns).header.stamp) == look_ns


def test_a_picture_stamped_before_1970_does_not_end_projection_node(start: Callable[..., Any]) -> None:
    pair = start(ProjectionNode, "motion_status")
    camera = pair.user.create_publisher(Image, "depth/image", SENSOR)
    pair.until(camera.get_subscription_count)
    camera.publish(Image(header=convert.header(-5 * 10**9, "camera")))
    pair.until(lambda: pair.node._depth)
    assert pair.alive
