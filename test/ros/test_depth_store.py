# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""Which depth images are still there when the model has thought for long."""

from sensor_msgs.msg import Image

from vla_r1_ros.ros import convert
from vla_r1_ros.ros.depth_store import KEPT_LOOKS, DepthStore

PERIOD_NS = 33_333_333


def filled(store: DepthStore, first: int, count: int) -> None:
    for index in range(first, first + count):
        store.add(Image(header=convert.header(index * PERIOD_NS, "camera")))


def gap_ns(store: DepthStore, stamp_ns: int) -> int:
    image = store.nearest(stamp_ns)
    assert image is not None
    return abs(convert.stamp_from_msg(image.header.stamp) - stamp_ns)


def test_the_depth_of_a_look_outlasts_a_long_thought_and_a_minute_of_it_is_not_kept() -> None:
    store = DepthStore(60, 0.05)
    filled(store, 0, 100)
    look_ns = 99 * PERIOD_NS
    store.look(look_ns)
    filled(store, 100, 1800)
    assert gap_ns(store, look_ns) == 0
    assert len(store) <= 60 + 4


def test_depth_that_comes_after_its_look_is_kept_too() -> None:
    store = DepthStore(60, 0.05)
    look_ns = 10 * PERIOD_NS
    store.look(look_ns)
    filled(store, 0, 500)
    assert gap_ns(store, look_ns) == 0


def test_without_a_look_only_the_newest_are_there() -> None:
    store = DepthStore(60, 0.05)
    filled(store, 0, 500)
    assert len(store) == 60 and gap_ns(store, 0) == 440 * PERIOD_NS


def test_of_many_looks_the_last_ones_are_kept() -> None:
    store = DepthStore(2, 0.001)
    for index in range(10):
        filled(store, index * 10, 10)
        store.look((index * 10 + 9) * PERIOD_NS)
        store.look((index * 10 + 9) * PERIOD_NS)  # told twice
    filled(store, 100, 10)
    assert len(store) == 2 + KEPT_LOOKS
    assert [gap_ns(store, (i * 10 + 9) * PERIOD_NS) == 0 for i in range(10)] == [False] * 6 + [True] * 4


def test_after_a_jump_of_the_clock_nothing_is_left() -> None:
    store = DepthStore(2, 0.05)
    store.look(0)
    filled(store, 0, 5)
    store.forget()
    assert len(store) == 0 and store.nearest(0) is None
    filled(store, 0, 5)
    assert len(store) == 2
