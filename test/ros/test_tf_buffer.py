# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""The bare machine's transform buffer. Expected behaviour: that of tf2's BufferCore and of tf2_ros.Buffer."""

import math
import threading
import time

import pytest
import yaml
from geometry_msgs.msg import TransformStamped
from rclpy.clock import Clock, ROSClock
from rclpy.duration import Duration
from rclpy.time import Time

from vla_r1_ros.core.tf_history import (
    ConnectivityException,
    ExtrapolationException,
    InvalidArgumentException,
    LookupException,
)
from vla_r1_ros.ros.tf_buffer import Buffer

LATEST = Time()


def at(seconds: float) -> Time:
    return Time(nanoseconds=round(seconds * 1e9))


def transform(parent: str, child: str, seconds: float, x: float = 0.0, yaw: float = 0.0) -> TransformStamped:
    message = TransformStamped()
    message.header.frame_id, message.child_frame_id = parent, child
    message.header.stamp = at(seconds).to_msg()
    message.transform.translation.x = x
    message.transform.rotation.z, message.transform.rotation.w = math.sin(yaw / 2), math.cos(yaw / 2)
    return message


@pytest.fixture
def buffer() -> Buffer:
    """base -> arm (moves: x = t, yaw = 0.1 t for t in 10..12), arm -> camera (static), base -> marker (10 s only)."""
    result = Buffer(cache_time=Duration(seconds=10))
    result.set_transform_static(transform("arm", "camera", 0.0, x=1.0), "test")
    for seconds in (10.0, 11.0, 12.0):
        result.set_transform(transform("base", "arm", seconds, x=seconds, yaw=0.1 * seconds), "test")
    result.set_transform(transform("base", "marker", 10.0, x=3.0), "test")
    return result


def test_interpolates_between_stamps(buffer: Buffer) -> None:
    found = buffer.lookup_transform("base", "arm", at(10.25))
    assert found.transform.translation.x == pytest.approx(10.25)
    assert 2 * math.atan2(found.transform.rotation.z, found.transform.rotation.w) == pytest.approx(1.025)
    assert (found.header.frame_id, found.child_frame_id) == ("base", "arm")
    assert Time.from_msg(found.header.stamp).nanoseconds == 1e9 * (10.25)


def test_chains_through_static_links(buffer: Buffer) -> None:
    found = buffer.lookup_transform("base", "camera", at(11.0))
    assert found.transform.translation.x == pytest.approx(11.0 + math.cos(1.1))
    assert found.transform.translation.y == pytest.approx(math.sin(1.1))
    back = buffer.lookup_transform("camera", "base", at(11.0))
    assert back.transform.translation.x == pytest.approx(-11.0 * math.cos(1.1) - 1.0)


def test_latest_is_the_latest_common_time(buffer: Buffer) -> None:
    assert Time.from_msg(buffer.lookup_transform("base", "arm", LATEST).header.stamp).nanoseconds == 12e9
    found = buffer.lookup_transform("marker", "camera", LATEST)
    assert Time.from_msg(found.header.stamp).nanoseconds == 1e9 * (10.0)


def test_static_holds_at_every_time(buffer: Buffer) -> None:
    for moment in (LATEST, at(0.001), at(1e6)):
        assert buffer.lookup_transform("arm", "camera", moment).transform.translation.x == 1.0


@pytest.mark.parametrize(("seconds", "words"), [(9.9, "into the past"), (12.1, "into the future")])
def test_extrapolation_is_refused(buffer: Buffer, seconds: float, words: str) -> None:
    with pytest.raises(ExtrapolationException, match=words):
        buffer.lookup_transform("base", "camera", at(seconds))
    possible, reason = buffer.can_transform("base", "camera", at(seconds), return_debug_tuple=True)
    assert not possible and words in reason


def test_single_stamp_serves_only_itself(buffer: Buffer) -> None:
    assert buffer.can_transform("base", "marker", at(10.0))
    with pytest.raises(ExtrapolationException, match=r"only time 10\.000000000 is in the buffer"):
        buffer.lookup_transform("base", "marker", at(10.5))


def test_names(buffer: Buffer) -> None:
    with pytest.raises(LookupException, match='"nowhere" passed to lookupTransform argument does not exist'):
        buffer.lookup_transform("base", "nowhere", LATEST)
    for malformed in ("", "/base"):
        with pytest.raises(InvalidArgumentException):
            buffer.lookup_transform(malformed, "arm", LATEST)
    assert not buffer.can_transform("nowhere", "nowhere", LATEST)
    assert buffer.lookup_transform("base", "base", at(5.0)).transform.rotation.w == 1.0


def test_leading_slash_of_a_publisher_is_dropped(buffer: Buffer) -> None:
    buffer.set_transform_static(transform("/camera", "/lens", 0.0, x=0.5), "test")
    assert buffer.lookup_transform("camera", "lens", LATEST).transform.translation.x == 0.5


def test_separate_trees_are_not_connected(buffer: Buffer) -> None:
    buffer.set_transform_static(transform("map", "odom", 0.0), "test")
    for moment in (LATEST, at(11.0)):
        with pytest.raises(ConnectivityException, match="not part of the same tree"):
            buffer.lookup_transform("odom", "arm", moment)


def test_loops_are_found() -> None:
    buffer = Buffer()
    buffer.set_transform_static(transform("a", "b", 0.0), "test")
    buffer.set_transform_static(transform("b", "a", 0.0), "test")
    buffer.set_transform_static(transform("x", "y", 0.0), "test")
    with pytest.raises(LookupException, match="loop"):
        buffer.lookup_transform("a", "y", LATEST)


def test_full_lookup_between_two_times(buffer: Buffer) -> None:
    found = buffer.lookup_transform_full("arm", at(12.0), "arm", at(10.0), "base")
    assert found.transform.translation.x == pytest.approx(-2.0 * math.cos(1.2))
    assert found.transform.translation.y == pytest.approx(2.0 * math.sin(1.2))
    assert Time.from_msg(found.header.stamp).nanoseconds == 1e9 * (12.0)
    assert buffer.can_transform_full("arm", at(12.0), "arm", at(10.0), "base")
    assert not buffer.can_transform_full("arm", at(13.0), "arm", at(10.0), "base")
    assert not buffer.can_transform_full("arm", at(12.0), "arm", at(10.0), "nowhere")


def broken(**changes: float) -> TransformStamped:
    message = transform("base", "broken", 10.0)
    for name, value in changes.items():
        setattr(message.transform.rotation if name in "zw" else message.transform.translation, name, value)
    return message


@pytest.mark.parametrize("message", [
    broken(x=math.nan), broken(y=math.inf), broken(w=1.1), broken(w=0.0),
    transform("", "broken", 10.0), transform("broken", "broken", 10.0), transform("base", "/", 10.0),
])
def test_malformed_transforms_are_dropped(buffer: Buffer, message: TransformStamped) -> None:
    buffer.set_transform(message, "test")
    with pytest.raises(LookupException):
        buffer.lookup_transform("base", "broken", LATEST)


def test_order_of_arrival_does_not_matter(buffer: Buffer) -> None:
    buffer.set_transform(transform("base", "arm", 10.5, x=100.0), "late")
    buffer.set_transform(transform("base", "arm", 10.5, x=200.0), "repeated")
    assert buffer.lookup_transform("base", "arm", at(10.5)).transform.translation.x == 100.0
    assert buffer.lookup_transform("base", "arm", LATEST).transform.translation.x == 12.0


def test_cache_forgets_the_old() -> None:
    buffer = Buffer(cache_time=Duration(seconds=2))
    for seconds in range(10, 21):
        buffer.set_transform(transform("base", "arm", float(seconds)), "test")
    buffer.set_transform(transform("base", "arm", 15.0), "too old")
    buffer.set_transform(transform("base", "arm", 21.0), "test")
    assert buffer.can_transform("base", "arm", at(18.5))
    with pytest.raises(ExtrapolationException, match="earliest data is at time 18"):
        buffer.lookup_transform("base", "arm", at(17.5))


def test_static_may_become_dynamic(buffer: Buffer) -> None:
    buffer.set_transform(transform("arm", "camera", 11.0, x=5.0), "test")
    assert buffer.lookup_transform("arm", "camera", at(11.0)).transform.translation.x == 5.0
    with pytest.raises(ExtrapolationException):
        buffer.lookup_transform("arm", "camera", at(12.0))


def test_parent_change_is_not_interpolated() -> None:
    buffer = Buffer()
    buffer.set_transform(transform("table", "cup", 1.0, x=1.0), "test")
    buffer.set_transform(transform("hand", "cup", 2.0, x=9.0), "test")
    assert buffer.lookup_transform("table", "cup", at(1.5)).transform.translation.x == 1.0
    assert buffer.lookup_transform("hand", "cup", LATEST).transform.translation.x == 9.0


def test_timeout_passes_and_says_why(buffer: Buffer) -> None:
    began = time.monotonic()
    with pytest.raises(ExtrapolationException):
        buffer.lookup_transform("base", "arm", at(13.0), timeout=Duration(seconds=0.2))
    assert 0.2 <= time.monotonic() - began < 2.0
    began = time.monotonic()
    with pytest.raises(InvalidArgumentException):
        buffer.lookup_transform("", "arm", at(13.0), timeout=Duration(seconds=5))
    assert time.monotonic() - began < 2.0


def test_waiting_ends_when_data_arrives(buffer: Buffer) -> None:
    timer = threading.Timer(0.1, buffer.set_transform, (transform("base", "arm", 13.0, x=13.0), "test"))
    timer.start()
    began = time.monotonic()
    found = buffer.lookup_transform("base", "arm", at(13.0), timeout=Duration(seconds=20))
    timer.join()
    assert found.transform.translation.x == 13.0
    assert time.monotonic() - began < 10.0


def test_frames_as_yaml(buffer: Buffer) -> None:
    frames = yaml.safe_load(buffer.all_frames_as_yaml())
    assert frames == {"camera": {"parent": "arm"}, "arm": {"parent": "base"}, "marker": {"parent": "base"}}
    assert yaml.safe_load(Buffer().all_frames_as_yaml()) == {}


class NodeWithClock:
    """Only what the buffer asks of a node."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock

    def get_clock(self) -> Clock:
        return self._clock


def test_jump_back_in_time_forgets_all_but_static() -> None:
    clock = ROSClock()
    clock._set_ros_time_is_active(True)
    clock.set_ros_time_override(at(100.0))
    buffer = Buffer(node=NodeWithClock(clock))
    buffer.set_transform_static(transform("arm", "camera", 0.0, x=1.0), "test")
    buffer.set_transform(transform("base", "arm", 100.0), "test")
    clock.set_ros_time_override(at(99.5))
    assert buffer.can_transform("base", "camera", at(100.0)), "half a second is no jump"
    clock.set_ros_time_override(at(5.0))
    assert not buffer.can_transform("base", "camera", LATEST)
    assert buffer.can_transform("arm", "camera", LATEST)
    buffer.set_transform(transform("base", "arm", 5.0, x=7.0), "test")
    assert buffer.lookup_transform("base", "arm", LATEST).transform.translation.x == 7.0
