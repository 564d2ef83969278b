# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""The enable lease: it lives by young echoes of one page, ends at once, and never revives itself."""

import random
import threading

import pytest

from vla_r1_ros.ros.console.enable import ECHO_S, LEASE_S, TICK_S, EnableLease


class Bench:
    def __init__(self) -> None:
        self.now = 100.0
        self.said: list[bool] = []
        self.lease = EnableLease(self.said.append, lambda: self.now)

    def run(self, seconds: float, page: str | None = None, delay_s: float = 0.0) -> None:
        """Let time pass; `page` echoes each tick after `delay_s`."""
        late: list[tuple[float, int]] = []
        for _ in range(round(seconds / TICK_S)):
            self.now += TICK_S
            late.append((self.now + delay_s, self.lease.tick()))
            while page and late and late[0][0] <= self.now + 1e-9:
                self.lease.beat(page, late.pop(0)[1])
            self.lease.watch()


@pytest.fixture
def bench() -> Bench:
    return Bench()


def test_it_lives_as_long_as_the_page_answers_and_ends_soon_after(bench: Bench) -> None:
    assert bench.lease.take("a", bench.lease.tick()).ok
    bench.run(5.0, "a", delay_s=0.1)
    assert bench.lease.state == {"holder": "a", "ended": ""} and all(bench.said) and len(bench.said) > 5.0 * 5
    begun = bench.now
    while bench.lease.state["holder"]:
        bench.run(TICK_S)
    assert bench.now - begun <= LEASE_S + 2 * TICK_S < 0.51  # before planner_node's own 0.5 s, or with it
    assert bench.said[-1] is False and bench.said.count(False) == 1
    assert "silent" in str(bench.lease.state["ended"])


def test_what_was_sent_before_a_stall_enables_nothing_after_it(bench: Bench) -> None:
    bench.lease.take("a", bench.lease.tick())
    bench.run(1.0, "a")
    old = [bench.lease.tick() for _ in range(5)]
    bench.run(ECHO_S + 0.2)
    said = len(bench.said)
    assert not any(bench.lease.beat("a", number) for number in old)
    assert not bench.lease.take("a", old[-1]).ok
    bench.run(1.0, "a")  # and it sends beats as if nothing had been
    assert len(bench.said) == said and bench.lease.state["holder"] is None


def test_beats_that_begin_again_before_the_watch_looked_revive_nothing(bench: Bench) -> None:
    bench.lease.take("a", bench.lease.tick())
    bench.now += LEASE_S + 0.1
    assert not bench.lease.beat("a", bench.lease.tick())
    assert bench.said == [True, False]


def test_one_page_at_a_time_and_only_that_page_ends_it(bench: Bench) -> None:
    assert bench.lease.take("a", bench.lease.tick()).ok
    refused = bench.lease.take("b", bench.lease.tick())
    assert not refused.ok and "from a" in refused.words
    bench.lease.drop("b", "gone")
    assert not bench.lease.beat("b", bench.lease.tick()) and bench.lease.state["holder"] == "a"
    bench.lease.drop("a", "the page was hidden")
    assert bench.said == [True, False] and bench.lease.state == {"holder": None, "ended": "the page was hidden"}
    assert bench.lease.take("b", bench.lease.tick()).ok


@pytest.mark.parametrize("number", [-1, 0, 2**40])
def test_a_number_that_was_never_issued_enables_nothing(bench: Bench, number: int) -> None:
    bench.lease.tick()
    assert not bench.lease.take("a", number).ok and bench.said == []


def test_no_true_follows_the_false_of_a_drop_from_another_thread() -> None:
    said: list[bool] = []
    lease = EnableLease(said.append)
    rng = random.Random(0)
    for _ in range(300):
        said.clear()
        lease.take("a", lease.tick())
        number = lease.tick()
        beats = threading.Thread(target=lambda n=number: [lease.beat("a", n) for _ in range(rng.randrange(1, 30))])
        beats.start()
        lease.drop(None, "stop")
        beats.join()
        assert said[-1] is False and said.count(False) == 1
