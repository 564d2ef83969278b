# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""Rates are counted right, and a bad stream is named with its cause."""

import random
import time
from collections.abc import Iterator
from typing import Any

import pytest

pytest.importorskip("rclpy")

import rclpy
from diagnostic_msgs.msg import DiagnosticArray, DiagnosticStatus
from rclpy.context import Context
from rclpy.executors import SingleThreadedExecutor
from rclpy.node import Node
from sensor_msgs.msg import CameraInfo

from vla_r1_ros.core.errors import ErrorCode, InputError
from vla_r1_ros.ros.diagnostics import Diagnostics, Report, StreamFacts, StreamLimits, judge
from vla_r1_ros.ros.qos import LATCHED, SENSOR
from vla_r1_ros.ros.rates import RateMonitor, RateReport


def info(number: int, gid: bytes = b"a") -> dict[str, Any]:
    return {"publication_sequence_number": number, "publisher_gid": {"data": gid}}


def test_rate_and_age() -> None:
    monitor = RateMonitor(window_s=2.0)
    start = time.monotonic()
    for i in range(100):
        monitor.tick(now_s=start + 0.1 * i)
    report = monitor.report(start + 9.9)
    assert report.rate_hz == pytest.approx(10.0, abs=0.6)
    assert report.age_s == pytest.approx(0.0, abs=1e-9)
    assert report.count == 100
    late = monitor.report(start + 20.0)
    assert late.rate_hz == 0.0
    assert late.age_s == pytest.approx(10.1)


def test_loss_is_counted_for_each_publisher() -> None:
    monitor = RateMonitor()
    for number in (5, 6, 9, 10):
        monitor.tick(info(number))
    assert monitor.tick(info(1, b"b")) == 0
    assert monitor.tick(info(4, b"b")) == 2
    report = monitor.report()
    assert (report.lost, report.total_lost, report.sent) == (4, 4, 10)
    assert report.lost_share == pytest.approx(0.4)


def test_a_restarted_or_numberless_publisher_loses_nothing() -> None:
    monitor = RateMonitor()
    assert [monitor.tick(i) for i in (info(90), info(1), None, {"publication_sequence_number": None})] == [0] * 4


def rate(rate_hz: float = 30.0, age_s: float | None = 0.01, lost: int = 0) -> RateReport:
    return RateReport(rate_hz, age_s, 150, 150 + lost, lost, lost, None)


def facts(**changes: Any) -> StreamFacts:
    base = {"topic": "/image", "publishers": 1, "mismatched": 0, "best_effort": True, "transport_set": False}
    return StreamFacts(**{**base, "fast_dds": True, **changes})


LIMITS = StreamLimits(min_rate_hz=5.0, max_age_s=1.0)


@pytest.mark.parametrize(
    ("report", "given", "level", "words"),
    [
        (rate(), facts(), DiagnosticStatus.OK, "30.0 Hz"),
        (rate(0.0, None), facts(publishers=0), DiagnosticStatus.ERROR, "nobody publishes /image"),
        (rate(0.0, 3.0), facts(publishers=0), DiagnosticStatus.ERROR, "nobody publishes"),
        (rate(0.0, None), facts(mismatched=1), DiagnosticStatus.ERROR, "another QoS"),
        (rate(0.0, None), facts(), DiagnosticStatus.ERROR, "nothing came yet"),
        (rate(0.0, 3.0), facts(), DiagnosticStatus.ERROR, "silent for 3.0 s"),
        (rate(9.0, 0.1, 350), facts(), DiagnosticStatus.WARN, "FASTDDS_BUILTIN_TRANSPORTS='LARGE_DATA?"),
        (rate(9.0, 0.1, 350), facts(transport_set=True), DiagnosticStatus.WARN, "is it in the publisher's"),
        (rate(9.0, 0.1, 350), facts(best_effort=False), DiagnosticStatus.WARN, "receiver is slower"),
        (rate(2.0, 0.1), facts(), DiagnosticStatus.WARN, "the source is slow"),
    ],
)
def test_the_cause_is_named(report: RateReport, given: StreamFacts, level: bytes, words: str) -> None:
    judged = judge(report, LIMITS, given)
    assert judged.level == level
    assert words in judged.message
    assert judged.values["publishers"] == str(given.publishers)


def test_without_demands_silence_is_fine() -> None:
    assert judge(rate(0.0, None), StreamLimits(), facts(publishers=0)).level == DiagnosticStatus.OK


@pytest.fixture
def pair() -> Iterator[tuple[Node, Node, SingleThreadedExecutor]]:
    context = Context()
    rclpy.init(context=context, domain_id=random.randint(1, 90))
    nodes = Node("watched", context=context), Node("observer", context=context)
    executor = SingleThreadedExecutor(context=context)
    for node in nodes:
        executor.add_node(node)
    yield (*nodes, executor)
    executor.shutdown()
    for node in nodes:
        node.destroy_node()
    rclpy.shutdown(context=context)


def spin_until(executor: SingleThreadedExecutor, done: Any, timeout_s: float = 10.0) -> None:
    end = time.monotonic() + timeout_s
    while not done():
        assert time.monotonic() < end, "timed out"
        executor.spin_once(timeout_sec=0.05)


def test_published_over_dds(pair: tuple[Node, Node, SingleThreadedExecutor]) -> None:
    watched, observer, executor = pair
    diagnostics = Diagnostics(watched, "arm 1", period_s=0.1)
    got: list[CameraInfo] = []
    diagnostics.subscribe(CameraInfo, "camera_info", got.append, SENSOR, max_age_s=0.5)
    diagnostics.subscribe(CameraInfo, "latched", got.append, LATCHED, max_age_s=0.5)

    def broken() -> Report:
        raise InputError(ErrorCode.INPUT_NO_IMAGE, "no image came", "start the camera")

    diagnostics.add("broken", broken)
    diagnostics.add("fine", lambda: Report.ok("well", number=3))
    heard: list[DiagnosticArray] = []
    observer.create_subscription(DiagnosticArray, "/diagnostics", heard.append, 10)
    spin_until(executor, lambda: heard)
    first = {s.name: s for s in heard[-1].status}
    assert first["watched: topic camera_info"].message.startswith("nobody publishes /camera_info")
    assert first["watched: broken"].level == DiagnosticStatus.ERROR
    assert "114" in first["watched: broken"].message
    assert {v.key: v.value for v in first["watched: fine"].values} == {"number": "3"}
    assert first["watched: fine"].hardware_id == "arm 1"

    good = observer.create_publisher(CameraInfo, "camera_info", SENSOR)
    observer.create_publisher(CameraInfo, "latched", SENSOR)  # volatile: cannot match a latched request
    observer.create_timer(0.05, lambda: good.publish(CameraInfo()))

    def well() -> bool:
        status = {s.name: s for s in heard[-1].status}
        ok = status["watched: topic camera_info"].level == DiagnosticStatus.OK
        return ok and "another QoS" in status["watched: topic latched"].message

    spin_until(executor, well)
    assert got
