# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""Whether the arm may move now: the latched stop, the enable heartbeat, and the user's approval."""

import threading
import time
from collections.abc import Callable

from vla_r1_ros.core.cancel import CancelToken
from vla_r1_ros.core.errors import ErrorCode, ExecutionError, SafetyError

_HEARING_S = 0.1  # longest time for what waits besides the first message: old ones must not put a stop off


class SafetyState:
    """Thread-safe. A stop latches until `reset`; a lost heartbeat stops and latches too; nothing resumes by itself.

    `also` raises a SafetyError where something else forbids to move; `check` calls it last.
    """

    def __init__(self, *, require_enable: bool, enable_timeout_s: float, on_stop: Callable[[str], None],
                 also: Callable[[], None] | None = None) -> None:
        self._require_enable = require_enable
        self._enable_timeout_s = enable_timeout_s
        self._on_stop = on_stop
        self._also = also
        self._lock = threading.Lock()
        self._stop_reason: str | None = None
        self._enabled_until_s = 0.0
        self._was_enabled = False
        self._heard = 0

    @property
    def stopped(self) -> bool:
        """True from a stop until the next reset."""
        return self._stop_reason is not None

    @property
    def enabled(self) -> bool:
        """True while motion needs no heartbeat, or the last one said yes and is young enough."""
        return not self._require_enable or time.monotonic() < self._enabled_until_s

    def stop(self, reason: str) -> None:
        """Latch the stop and end what moves."""
        with self._lock:
            if self._stop_reason is None:
                self._stop_reason = reason
        self._on_stop(reason)

    def reset(self) -> None:
        """Release the latch; nothing moves until a new heartbeat, where one is required, and a new decision come."""
        with self._lock:
            self._enabled_until_s = 0.0  # else a motion could begin on a heartbeat whose loss would stop nothing
            self._was_enabled = False
            self._stop_reason = None

    def heartbeat(self, enable: bool, waited_s: float = 0.0) -> None:
        """Take an `enable_motion` message. A no is a stop at once; a yes counts from when it came, `waited_s` ago."""
        if not self._require_enable:
            return
        self._heard += 1
        if enable:
            self._enabled_until_s = time.monotonic() - waited_s + self._enable_timeout_s
            self._was_enabled = True
        else:
            self._enabled_until_s = 0.0
            self._lose("enable_motion says no")

    def watch(self, moving: bool, hear: Callable[[], object]) -> None:
        """Call often, from one thread: stops when the heartbeat has fallen silent during a motion.

        Args:
            moving: whether there is a motion.
            hear: lets what waits be heard, for a bounded time: a planner that kept the whole process busy has kept it
                from hearing too.
        """
        if moving and self._was_enabled and not (self.enabled or self.stopped):
            self._lose_if_silent(hear)

    def _lose_if_silent(self, hear: Callable[[], object]) -> None:
        end_s = None
        while not (self.enabled or self.stopped):  # each time one message is heard, the oldest first
            heard = self._heard
            hear()
            end_s = end_s or time.monotonic() + _HEARING_S
            if heard == self._heard or time.monotonic() > end_s:
                break
        if not self.enabled:
            self._lose(f"enable_motion silent for over {self._enable_timeout_s} s")

    def _lose(self, reason: str) -> None:
        if self._was_enabled and not self.stopped:
            self._was_enabled = False
            self.stop(reason)

    def check(self, hear: Callable[[], object] | None = None) -> None:
        """Raise SafetyError when the arm may not move. `hear`, as of `watch`: in the middle of a decision, where a
        heartbeat that has fallen silent is a stop."""
        if hear is not None:
            self._lose_if_silent(hear)
        reason = self._stop_reason
        if reason is not None:
            raise SafetyError(ErrorCode.SAFETY_STOPPED, f"stopped: {reason}", "call ~/reset when it is safe")
        if not self.enabled:
            raise SafetyError(ErrorCode.SAFETY_NOT_ENABLED, "no young enough true on enable_motion",
                              "publish std_msgs/Bool true at 5 Hz or more while motion is allowed")  # fmt: skip
        if self._also is not None:
            self._also()


class Approval:
    """One claim at a time waits for a person's yes or no."""

    def __init__(self, timeout_s: float) -> None:
        self.timeout_s = timeout_s
        self._changed = threading.Condition()
        self._waiting = False
        self._answer: bool | None = None

    def answer(self, yes: bool) -> bool:
        """Give the answer to the claim that waits; False when none does."""
        with self._changed:
            if not self._waiting:
                return False
            self._answer = yes
            self._changed.notify_all()
            return True

    def wait(self, cancel: CancelToken, ask: Callable[[], None]) -> None:
        """Put the question by `ask`, then wait for the yes; an answer may come as soon as `ask` is called.

        Raises:
            SafetyError: SAFETY_NOT_APPROVED on no or time-out. ExecutionError: EXEC_CANCELLED.
        """
        answer = self._wait_answer(cancel, ask)
        if cancel.cancelled:
            raise ExecutionError(ErrorCode.EXEC_CANCELLED, "cancelled while waiting for approval", "say it again")
        if answer is None:
            raise SafetyError(ErrorCode.SAFETY_NOT_APPROVED, f"not approved: no answer in {self.timeout_s} s",
                              "call ~/approve in time")  # fmt: skip
        if not answer:
            raise SafetyError(ErrorCode.SAFETY_NOT_APPROVED, "rejected by the user", "say it in other words")

    def _wait_answer(self, cancel: CancelToken, ask: Callable[[], None]) -> bool | None:
        with self._changed:
            self._waiting, self._answer = True, None
        ask()
        end = time.monotonic() + self.timeout_s
        with self._changed:
            while self._answer is None and not cancel.cancelled and time.monotonic() < end:
                self._changed.wait(0.05)
            self._waiting = False
            return self._answer
