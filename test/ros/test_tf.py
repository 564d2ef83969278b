# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""TF over the wire, whichever implementation this machine has."""

import importlib.util
import time
from collections.abc import Callable, Iterator

import pytest
from geometry_msgs.msg import TransformStamped
from rclpy.context import Context
from rclpy.duration import Duration
from rclpy.executors import MultiThreadedExecutor
from rclpy.node import Node
from rclpy.time import Time

from vla_r1_ros.ros import tf


def transform(parent: str, child: str, x: float, seconds: float = 1.0) -> TransformStamped:
    message = TransformStamped()
    message.header.frame_id, message.child_frame_id = parent, child
    message.header.stamp = Time(seconds=seconds).to_msg()
    message.transform.translation.x = x
    message.transform.rotation.w = 1.0
    return message


@pytest.fixture
def make_node() -> Iterator[Callable[[str], Node]]:
    context = Context()
    context.init(domain_id=57)
    nodes: list[Node] = []

    def make(name: str) -> Node:
        nodes.append(Node(name, context=context))
        return nodes[-1]

    yield make
    for node in nodes:
        node.destroy_node()
    context.try_shutdown()


def wait_until(condition: Callable[[], bool], timeout_s: float = 10.0) -> bool:
    deadline = time.monotonic() + timeout_s
    while time.monotonic() < deadline:
        if condition():
            return True
        time.sleep(0.01)
    return condition()


def test_real_tf2_is_preferred() -> None:
    expected = "tf2_ros" if importlib.util.find_spec("tf2_ros") else "vla_r1_ros.ros"
    assert tf.Buffer.__module__.startswith(expected)
    assert issubclass(tf.ExtrapolationException, tf.TransformException)


def test_listener_hears_both_topics(make_node: Callable[[str], Node]) -> None:
    sender, receiver = make_node("tf_sender"), make_node("tf_receiver")
    static = tf.StaticTransformBroadcaster(sender)
    static.sendTransform([transform("base", "mount", 0.5), transform("mount", "camera", 0.1)])
    static.sendTransform(transform("base", "marker", 2.0))
    moving = tf.TransformBroadcaster(sender)
    buffer = tf.Buffer(node=receiver)
    listener = tf.TransformListener(buffer, receiver, spin_thread=True)
    try:
        assert wait_until(lambda: bool(buffer.can_transform("base", "camera", Time())))
        assert wait_until(lambda: bool(buffer.can_transform("base", "marker", Time())))
        assert buffer.lookup_transform("base", "camera", Time()).transform.translation.x == pytest.approx(0.6)
        assert wait_until(lambda: sender.count_subscribers("/tf") > 0)
        moving.sendTransform([transform("base", "arm", 1.0, 1.0), transform("base", "arm", 2.0, 2.0)])
        found = buffer.lookup_transform("base", "arm", Time(seconds=1.5), Duration(seconds=10))
        assert found.transform.translation.x == pytest.approx(1.5)
    finally:
        listener.unregister()


def test_lookup_may_wait_inside_a_callback(make_node: Callable[[str], Node]) -> None:
    """The listener's own callback group: a lookup that waits does not keep the transform from coming in."""
    sender, receiver = make_node("tf_sender"), make_node("tf_receiver")
    moving = tf.TransformBroadcaster(sender)
    buffer = tf.Buffer(node=receiver)
    listener = tf.TransformListener(buffer, receiver)
    assert wait_until(lambda: sender.count_subscribers("/tf") > 0)
    found: list[float] = []

    def look() -> None:
        timer.cancel()
        moving.sendTransform(transform("base", "arm", 3.0))
        try:
            stamped = buffer.lookup_transform("base", "arm", Time(seconds=1), Duration(seconds=10))
        except tf.TransformException:
            return
        found.append(stamped.transform.translation.x)

    timer = receiver.create_timer(0.01, look)
    executor = MultiThreadedExecutor(num_threads=2, context=receiver.context)
    executor.add_node(receiver)
    deadline = time.monotonic() + 10.0
    while not found and time.monotonic() < deadline:
        executor.spin_once(timeout_sec=0.1)
    executor.shutdown()
    listener.unregister()
    assert found == [3.0]
