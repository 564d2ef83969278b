# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""The time that a planning call may take, and its cancel."""

import time

from vla_r1_ros.core.cancel import CancelToken
from vla_r1_ros.core.errors import ErrorCode, PlanningError


class Budget:
    """Seconds left of a deadline that began with this object."""

    def __init__(self, deadline_s: float, cancel: CancelToken) -> None:
        self._deadline_s = deadline_s
        self._end = time.monotonic() + deadline_s
        self._cancel = cancel

    def left(self) -> float:
        """Seconds left, 0 when over."""
        return max(0.0, self._end - time.monotonic())

    def check(self, what: str) -> None:
        """Go on, or raise PlanningError: PLAN_CANCELLED or PLAN_TIMEOUT; `what` names the stage."""
        if self._cancel.cancelled:
            raise PlanningError(ErrorCode.PLAN_CANCELLED, f"planning was cancelled before {what}")
        if self.left() <= 0.0:
            raise PlanningError(
                ErrorCode.PLAN_TIMEOUT,
                f"no valid motion within {self._deadline_s:.2f} s; stopped before {what}",
                "allow more planning time or clear the scene around the object",
            )
