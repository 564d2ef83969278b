# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""vla_node and projection_node when something happens in their threads that nobody foresaw: told, and they go on."""

import random
import threading
import time
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
import pytest
import rclpy
from diagnostic_msgs.msg import DiagnosticArray
from nav_msgs.msg import Path
from rclpy.executors import SingleThreadedExecutor
from rclpy.node import Node
from rclpy.parameter import Parameter
from rclpy.signals import SignalHandlerOptions
from rclpy.time import Time
from sensor_msgs.msg import Image
from std_msgs.msg import String
from vision_msgs.msg import Detection2DArray

from vla_r1_ros.core.errors import ErrorCode, ProjectionError
from vla_r1_ros.core.report import Phase, StatusReport
from vla_r1_ros.core.types import Box
from vla_r1_ros.ros import convert
from vla_r1_ros.ros.projection_node import ProjectionNode
from vla_r1_ros.ros.qos import COMMAND, LATCHED, SENSOR
from vla_r1_ros.ros.vla_node import VlaNode


class Pair:
    """A node under test and one that talks to it."""

    def __init__(self, make: Callable[[], Any], topic: str) -> None:
        self.node = make()
        self.user = Node("user")
        self.reports: list[StatusReport] = []
        self.user.create_subscription(
            DiagnosticArray, topic, lambda m: self.reports.append(convert.status_from_msg(m)), 50)
        self._executor = SingleThreadedExecutor()
        self._executor.add_node(self.node)
        self._executor.add_node(self.user)
        self._thread = threading.Thread(target=self._executor.spin)
        self._thread.start()
        self.until(lambda: self.user.count_publishers(topic) and self.node.count_subscribers(topic))
        time.sleep(0.3)

    def until(self, condition: Callable[[], Any], seconds: float = 20.0) -> None:
        end = time.monotonic() + seconds
        while not condition():
            assert time.monotonic() < end, self.reports
            time.sleep(0.01)

    @property
    def alive(self) -> bool:
        return self._thread.is_alive()

    def close(self) -> None:
        self.node.close()
        self._executor.shutdown(timeout_sec=2.0)
        self._thread.join(3.0)
        self.node.destroy_node()
        self.user.destroy_node()


@pytest.fixture
def start(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[..., Pair]]:
    monkeypatch.setenv("ROS_DOMAIN_ID", str(random.randint(102, 200)))
    rclpy.init(args=[], signal_handler_options=SignalHandlerOptions.NO)
    pairs: list[Pair] = []

    def make(kind: Callable[[], Any], topic: str) -> Pair:
        pairs.append(Pair(kind, topic))
        return pairs[0]

    yield make
    for one in pairs:
        one.close()
    rclpy.try_shutdown()


def broken(*_: Any) -> None:
    raise ZeroDivisionError("of ours")


def test_vla_node_tells_an_unforeseen_error_and_takes_the_next_instruction(
    start: Callable[..., Pair], monkeypatch: pytest.MonkeyPatch
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
    start: Callable[..., Pair], monkeypatch: pytest.MonkeyPatch
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


def test_a_clock_that_goes_back_empties_projection_node(start: Callable[..., Pair]) -> None:
    pair = start(ProjectionNode, "motion_status")
    clock = pair.node.get_clock()
    pair.node.set_parameters([Parameter("use_sim_time", value=True)])
    clock.set_ros_time_override(Time(seconds=100, clock_type=clock.clock_type))
    pair.node._on_depth(Image(header=convert.header(100 * 10**9, "camera")))
    moved = convert.transform_stamped_to_msg(np.eye(4), "a", "b", 100 * 10**9)
    pair.node._lookup._buffer.set_transform(moved, "test")
    assert pair.node._lookup.matrix("a", "b", 100 * 10**9).shape == (4, 4)
    clock.set_ros_time_override(Time(seconds=5, clock_type=clock.clock_type))
    assert not pair.node._depth
    with pytest.raises(ProjectionError):
        pair.node._lookup.matrix("a", "b", 100 * 10**9)


def test_a_picture_stamped_before_1970_does_not_end_projection_node(start: Callable[..., Pair]) -> None:
    pair = start(ProjectionNode, "motion_status")
    camera = pair.user.create_publisher(Image, "depth/image", SENSOR)
    pair.until(camera.get_subscription_count)
    camera.publish(Image(header=convert.header(-5 * 10**9, "camera")))
    pair.until(lambda: pair.node._depth)
    assert pair.alive
