# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""When the recording of an attempt begins and ends, from the lines of `status`."""

from collections import deque
from enum import StrEnum

from vla_r1_ros.core.report import Phase, StatusReport

_REMEMBERED = 64


class Cut(StrEnum):
    """What is to be done now."""

    NOTHING = "nothing"
    BEGIN = "begin"
    END = "end"


class AttemptCut:
    """Follows one attempt at a time: it begins with its first line, and ends `after_s` after its last, with the first
    line of another, or after `longest_s`. Times are s of a clock that never goes back."""

    def __init__(self, after_s: float, longest_s: float) -> None:
        self._after_s, self._longest_s = after_s, longest_s
        self._over: deque[str] = deque(maxlen=_REMEMBERED)
        self._end_s = 0.0
        self.attempt = ""

    def heard(self, line: StatusReport, now_s: float) -> Cut:
        """A line of `status`; BEGIN ends an attempt that is under way."""
        if not line.attempt or line.stage == Phase.REFUSED or line.attempt in self._over:
            return Cut.NOTHING
        begins = line.attempt != self.attempt
        if begins:
            self.attempt, self._end_s = line.attempt, now_s + self._longest_s
        if line.final:
            self._over.append(line.attempt)
            self._end_s = now_s + self._after_s
        return Cut.BEGIN if begins else Cut.NOTHING

    def tick(self, now_s: float) -> Cut:
        """To be asked now and then."""
        if not self.attempt or now_s < self._end_s:
            return Cut.NOTHING
        if self.attempt not in self._over:
            self._over.append(self.attempt)
        self.attempt = ""
        return Cut.END
