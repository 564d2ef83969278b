# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""The enable heartbeat of a page: it lives as long as the page answers the server's ticks, and never revives itself."""

import threading
import time
from collections import deque
from collections.abc import Callable

from vla_r1_ros.ros.console.protocol import Answer

TICK_S = 0.05
#: Longest time from a tick to the beat that echoes it: what was sent before a network stall enables nothing after it.
ECHO_S = 0.4
#: Longest silence of the page that holds it. planner_node allows 0.5 s between heartbeats.
LEASE_S = 0.4


class EnableLease:
    """Whether motion is enabled from this console, and by which page. Thread-safe.

    One page at a time holds it. Each beat of that page echoes a young tick of ours and is passed on as `true`; the
    end, whatever the reason, is passed on as `false` at once, and only a person's new press begins again.
    """

    def __init__(self, publish: Callable[[bool], None], clock: Callable[[], float] = time.monotonic) -> None:
        self._publish = publish
        self._clock = clock
        self._lock = threading.Lock()
        self._ticks: deque[tuple[int, float]] = deque(maxlen=int(2 * ECHO_S / TICK_S))
        self._number = 0
        self._holder: str | None = None
        self._last_beat_s = 0.0
        self._ended = ""

    def tick(self) -> int:
        """Issue a number for pages to echo."""
        with self._lock:
            self._number += 1
            self._ticks.append((self._number, self._clock()))
            return self._number

    @property
    def number(self) -> int:
        """The newest tick."""
        return self._number

    @property
    def state(self) -> dict[str, str | None]:
        """For pages: who holds it (None: nobody), and why it ended last."""
        with self._lock:
            return {"holder": self._holder, "ended": self._ended}

    def take(self, page: str, number: int) -> Answer:
        """A person at `page` wants motion enabled."""
        with self._lock:
            if not self._young(number):
                return Answer(False, "the connection is too slow to hold motion enabled")
            if self._holder not in (None, page):
                return Answer(False, f"motion is already enabled from {self._holder}")
            self._holder, self._last_beat_s, self._ended = page, self._clock(), ""
            self._publish(True)
        return Answer(True, "motion is enabled from this page")

    def beat(self, page: str, number: int) -> bool:
        """A sign of life of `page`; False where it does not hold the lease or echoes an old tick."""
        with self._lock:
            if self._holder != page or not self._young(number):
                return False
            if self._clock() - self._last_beat_s > LEASE_S:  # the watch thread was late: the lease ended before
                self._end("the page was silent")
                return False
            self._last_beat_s = self._clock()
            self._publish(True)
            return True

    def drop(self, page: str | None, why: str) -> None:
        """End it where `page` holds it (None: whoever does)."""
        with self._lock:
            if self._holder is not None and page in (None, self._holder):
                self._end(why)

    def watch(self) -> None:
        """Call every `TICK_S`: ends what has fallen silent."""
        with self._lock:
            if self._holder is not None and self._clock() - self._last_beat_s > LEASE_S:
                self._end(f"the page was silent for over {LEASE_S} s")

    def _young(self, number: int) -> bool:
        now = self._clock()
        return any(number == issued and now - at <= ECHO_S for issued, at in self._ticks)

    def _end(self, why: str) -> None:
        # under the lock: a true of a beat beside this must not be published after the false
        self._holder, self._ended = None, why
        self._publish(False)
