# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""What one frame's transform to its parent was over time, and the errors of looking it up (as in tf2)."""

from bisect import bisect_left
from typing import NamedTuple

from vla_r1_ros.core.tf_math import Rigid, interpolate

NANOSECONDS = 10**9


class TransformException(Exception):
    """Base of every lookup error. Same name, and same names below, as in tf2."""


class LookupException(TransformException):
    """A frame is unknown, or the tree has a loop."""


class ConnectivityException(TransformException):
    """Both frames are known but not part of one tree."""


class ExtrapolationException(TransformException):
    """The requested time lies outside what the buffer holds."""


class InvalidArgumentException(TransformException):
    """A frame name is empty or starts with a slash."""


class TimeoutException(TransformException):
    """A remote buffer did not answer."""


class Link(NamedTuple):
    """A frame's parent at one moment and `T_parent_child`."""

    parent: str
    transform: Rigid


class StaticHistory:
    """A link that holds at every time."""

    is_static = True

    def __init__(self) -> None:
        self._link: Link | None = None

    def insert(self, stamp_ns: int, link: Link) -> bool:
        """Replace the link; always taken."""
        self._link = link
        return True

    def clear(self) -> None:
        """Static links outlive a jump in time."""

    def latest(self) -> Link | None:
        """The link, or None before the first."""
        return self._link

    def latest_stamp_ns(self) -> int:
        """0: valid at every time."""
        return 0

    def at(self, stamp_ns: int) -> Link | None:
        """The link, or None before the first."""
        return self._link


class DynamicHistory:
    """The links of the last `cache_ns` nanoseconds before the newest, ordered by stamp."""

    is_static = False

    def __init__(self, cache_ns: int) -> None:
        self._cache_ns = cache_ns
        self._stamps: list[int] = []
        self._links: list[Link] = []

    def insert(self, stamp_ns: int, link: Link) -> bool:
        """Keep a link in order of its stamp; False where it is too old or its stamp is already there."""
        if self._stamps:
            oldest_kept = self._stamps[-1] - self._cache_ns
            stale = bisect_left(self._stamps, oldest_kept)
            del self._stamps[:stale], self._links[:stale]
            if stamp_ns < oldest_kept:
                return False
        index = bisect_left(self._stamps, stamp_ns)
        if index < len(self._stamps) and self._stamps[index] == stamp_ns:
            return False
        self._stamps.insert(index, stamp_ns)
        self._links.insert(index, link)
        return True

    def clear(self) -> None:
        """Forget every link."""
        self._stamps.clear()
        self._links.clear()

    def latest(self) -> Link | None:
        """The newest link, or None where there is none."""
        return self._links[-1] if self._links else None

    def latest_stamp_ns(self) -> int:
        """The newest stamp, 0 where there is none."""
        return self._stamps[-1] if self._stamps else 0

    def at(self, stamp_ns: int) -> Link | None:
        """The link at a time (0: the newest), interpolated between neighbours with the same parent; None where
        the history is empty.

        Raises:
            ExtrapolationException: the time is outside the history.
        """
        if not self._stamps or stamp_ns == 0:
            return self.latest()
        first, last = self._stamps[0], self._stamps[-1]
        if first == last != stamp_ns:
            raise ExtrapolationException(f"Lookup would require extrapolation at time {_seconds(stamp_ns)}, "
                                         f"but only time {_seconds(first)} is in the buffer")
        if stamp_ns > last:
            raise ExtrapolationException("Lookup would require extrapolation into the future. Requested time "
                                         f"{_seconds(stamp_ns)} but the latest data is at time {_seconds(last)}")
        if stamp_ns < first:
            raise ExtrapolationException("Lookup would require extrapolation into the past. Requested time "
                                         f"{_seconds(stamp_ns)} but the earliest data is at time {_seconds(first)}")
        index = bisect_left(self._stamps, stamp_ns)
        after = self._links[index]
        if self._stamps[index] == stamp_ns:
            return after
        before = self._links[index - 1]
        if before.parent != after.parent:
            return before
        span = self._stamps[index] - self._stamps[index - 1]
        fraction = (stamp_ns - self._stamps[index - 1]) / span
        return Link(before.parent, interpolate(before.transform, after.transform, fraction))


def _seconds(stamp_ns: int) -> str:
    return f"{stamp_ns // NANOSECONDS}.{stamp_ns % NANOSECONDS:09d}"
