# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""Does the camera still see a marker where TF says it is? The newest views together decide."""

from collections import deque
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

import numpy as np

from vla_r1_ros.core.errors import ErrorCode, InputError

if TYPE_CHECKING:
    from vla_r1_ros.calibration.pose import Offset

_WARN_SHARE = 0.5  # of a limit
_ALONG_SIGMAS = 2.0


class WatchState(StrEnum):
    """OFF stays until the marker is seen in its place again. UNSEEN: nothing is known now."""

    OK = "ok"
    WARN = "warn"
    OFF = "off"
    UNSEEN = "unseen"


@dataclass(frozen=True)
class WatchLimits:
    """`error_px` and `error_mm`: beyond either is OFF, beyond half of either WARN; `unseen_s`: longest time without a
    view; `views`: how many decide together."""

    error_px: float = 5.0
    error_mm: float = 3.0
    unseen_s: float = 10.0
    views: int = 5

    def __post_init__(self) -> None:
        if not (self.error_px > 0 and self.error_mm > 0 and self.unseen_s > 0 and self.views > 0):
            raise InputError(ErrorCode.INPUT_PARAMETER, f"the watch's limits must be positive: {self}", "")


@dataclass(frozen=True)
class Word:
    """State, the same in plain words, and the numbers: px, mm, s; NaN where nothing was seen."""

    state: WatchState
    words: str
    error_px: float = np.nan
    error_mm: float = np.nan
    age_s: float = np.nan


@dataclass
class Watch:
    """Keeps the last views. Times are s of one clock."""

    limits: WatchLimits = field(default_factory=WatchLimits)

    def __post_init__(self) -> None:
        self._offsets: deque[Offset] = deque(maxlen=self.limits.views)
        self._seen_s: float | None = None
        self._off = False

    def forget(self) -> None:
        """The clock went back, or the camera changed; what was off stays so."""
        self._offsets.clear()
        self._seen_s = None

    def add(self, offset: "Offset", now_s: float) -> None:
        """Take a view of a marker that stands still in the picture."""
        self._offsets.append(offset)
        self._seen_s = now_s
        if len(self._offsets) == self.limits.views:
            self._off = self._beyond(1.0)

    @property
    def _errors(self) -> tuple[float, float]:
        """Medians over the views, px and mm. Along the line of sight, where one picture knows least, only what is more
        than its own uncertainty counts."""
        lateral = np.median([offset.lateral for offset in self._offsets], axis=0)
        along = float(np.median([offset.along for offset in self._offsets]))
        sigma = float(np.median([offset.along_sigma for offset in self._offsets])) / np.sqrt(len(self._offsets))
        excess = max(0.0, abs(along) - _ALONG_SIGMAS * sigma)
        px = float(np.median([offset.px for offset in self._offsets]))
        return px, float(np.hypot(np.linalg.norm(lateral), excess)) * 1e3

    def _beyond(self, share: float) -> bool:
        px, mm = self._errors
        return not (px <= share * self.limits.error_px and mm <= share * self.limits.error_mm)

    def word(self, now_s: float) -> Word:
        """What can be said now."""
        if self._seen_s is None or not self._offsets:
            state = WatchState.OFF if self._off else WatchState.UNSEEN
            was = "; it was off when it was last seen" if self._off else ""
            return Word(state, f"the marker has not been seen yet{was}")
        px, mm = self._errors
        age_s = max(0.0, now_s - self._seen_s)
        numbers = f"{px:.1f} px and {mm:.1f} mm (limits {self.limits.error_px:g} px, {self.limits.error_mm:g} mm)"
        stale = age_s > self.limits.unseen_s
        since = f", not seen for {age_s:.0f} s" if stale else ""
        if self._off:
            words = f"the camera sees the marker {numbers} from where TF says it is{since}"
            return Word(WatchState.OFF, words, px, mm, age_s)
        if stale:
            return Word(WatchState.UNSEEN, f"the marker was not seen standing still for {age_s:.0f} s", px, mm, age_s)
        if len(self._offsets) < self.limits.views:
            return Word(WatchState.UNSEEN, f"{len(self._offsets)} of {self.limits.views} views so far", px, mm, age_s)
        warn = self._beyond(_WARN_SHARE)
        words = f"the camera sees the marker where TF says it is, to {numbers}"
        return Word(WatchState.WARN if warn else WatchState.OK, words, px, mm, age_s)
