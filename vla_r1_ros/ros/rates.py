# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""Rate, age and loss of one stream of messages, counted as they arrive."""

import threading
import time
from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

_MAX_KEPT = 4096


@dataclass(frozen=True)
class RateReport:
    """What arrived: `rate_hz` over the window, `age_s` since the last one (None: never), `count` since the start;
    `lost` of `sent` in the window by the publishers' own sequence numbers, `total_lost` since the start;
    `stamp_age_s` from the last header stamp to its arrival (None: no stamp)."""

    rate_hz: float
    age_s: float | None
    count: int
    sent: int
    lost: int
    total_lost: int
    stamp_age_s: float | None

    @property
    def lost_share(self) -> float:
        """Share of the messages sent in the window that did not arrive."""
        return self.lost / self.sent if self.sent else 0.0


class RateMonitor:
    """Counts the messages of one topic. Safe to call from several threads.

    Loss is exact where the middleware numbers messages (Fast DDS does): gaps between the numbers of one publisher.
    """

    def __init__(self, window_s: float = 5.0) -> None:
        self._window_s = window_s
        self._lock = threading.Lock()
        self._arrivals: deque[tuple[float, int]] = deque(maxlen=_MAX_KEPT)
        self._last_number: dict[bytes, int] = {}
        self._count = 0
        self._total_lost = 0
        self._stamp_age_s: float | None = None
        self._started_s = time.monotonic()

    def tick(
        self,
        info: Mapping[str, Any] | None = None,
        stamp_age_s: float | None = None,
        now_s: float | None = None,
    ) -> int:
        """Count one message; returns how many of its publisher were lost since the one before.

        Args:
            info: rclpy's MessageInfo, where there is one.
            stamp_age_s: age of the header stamp at arrival.
            now_s: monotonic time of arrival, default now.
        """
        now = time.monotonic() if now_s is None else now_s
        with self._lock:
            lost = self._gap(info)
            self._count += 1
            self._total_lost += lost
            self._stamp_age_s = stamp_age_s
            self._arrivals.append((now, lost))
        return lost

    def _gap(self, info: Mapping[str, Any] | None) -> int:
        number = None if info is None else info.get("publication_sequence_number")
        if info is None or number is None:
            return 0
        gid = (info.get("publisher_gid") or {}).get("data", b"")
        before = self._last_number.get(gid)
        if len(self._last_number) > 256:
            self._last_number.clear()
        self._last_number[gid] = number
        return max(0, number - before - 1) if before is not None else 0

    def report(self, now_s: float | None = None) -> RateReport:
        """Return what arrived in the window before `now_s` (monotonic, default now)."""
        now = time.monotonic() if now_s is None else now_s
        with self._lock:
            recent = [(at, lost) for at, lost in self._arrivals if now - at <= self._window_s]
            span = min(self._window_s, max(now - self._started_s, 1e-3))
            if len(self._arrivals) == _MAX_KEPT and len(recent) == _MAX_KEPT:
                span = max(now - recent[0][0], 1e-3)
            lost = sum(gap for _, gap in recent)
            age = now - self._arrivals[-1][0] if self._arrivals else None
            return RateReport(
                len(recent) / span, age, self._count, len(recent) + lost, lost, self._total_lost, self._stamp_age_s
            )
