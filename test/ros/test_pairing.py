# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
from types import SimpleNamespace
from typing import Any

from builtin_interfaces.msg import Time

from vla_r1_ros.ros.pairing import StampJoiner


def message(stamp_ns: int, what: str = "") -> Any:
    stamp = Time(sec=stamp_ns // 10**9, nanosec=stamp_ns % 10**9)
    return SimpleNamespace(header=SimpleNamespace(stamp=stamp), what=what)


def test_equal_stamps_meet_whatever_the_order() -> None:
    met: list[tuple[int, dict[str, Any]]] = []
    joiner = StampJoiner(("a", "b"), lambda ns, parts: met.append((ns, dict(parts))))
    joiner.add("a", message(1))
    joiner.add("b", message(2))
    assert met == []
    joiner.add("b", message(1))
    joiner.add("a", message(2))
    assert [ns for ns, _ in met] == [1, 2]
    assert set(met[0][1]) == {"a", "b"}


def test_a_repeated_message_never_fires_twice() -> None:
    met: list[int] = []
    joiner = StampJoiner(("a", "b"), lambda ns, _: met.append(ns))
    for _ in range(3):
        joiner.add("a", message(5))
        joiner.add("b", message(5))
    assert met == [5]


def test_looks_that_stay_incomplete_are_forgotten() -> None:
    met: list[int] = []
    joiner = StampJoiner(("a", "b"), lambda ns, _: met.append(ns), keep=4)
    for ns in range(10):
        joiner.add("a", message(ns))
    for ns in range(10):
        joiner.add("b", message(ns))
    assert met == [6, 7, 8, 9]


def test_a_stamp_before_1970_is_a_stamp_like_any_other() -> None:
    met: list[int] = []
    joiner = StampJoiner(("a", "b"), lambda ns, _: met.append(ns))
    for topic in ("a", "b"):
        joiner.add(topic, message(-5))
    assert met == [-5]


def test_after_a_jump_of_the_clock_a_stamp_may_come_again_and_old_ones_do_not_crowd_out_new_ones() -> None:
    met: list[int] = []
    joiner = StampJoiner(("a", "b"), lambda ns, _: met.append(ns), keep=2)
    for ns in (100, 101, 102):
        joiner.add("a", message(ns))
    for _ in range(2):
        joiner.forget()
        joiner.add("a", message(7))
        joiner.add("b", message(7))
    assert met == [7, 7]
