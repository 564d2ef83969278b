# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
import threading
import time
from collections.abc import Callable

import pytest

from vla_r1_ros.core.cancel import CancelToken
from vla_r1_ros.core.errors import ErrorCode, ExecutionError, SafetyError
from vla_r1_ros.ros.safety_state import Approval, SafetyState


def state(**changes: float | bool) -> tuple[SafetyState, list[str]]:
    stops: list[str] = []
    return SafetyState(**({"require_enable": True, "enable_timeout_s": 0.1} | changes), on_stop=stops.append), stops


def watched(safety: SafetyState, moving: bool = True) -> None:
    safety.watch(moving, lambda: None)


def refused(safety: SafetyState) -> ErrorCode:
    with pytest.raises(SafetyError) as caught:
        safety.check()
    return caught.value.code


def test_disarmed_at_start() -> None:
    safety, stops = state()
    assert refused(safety) is ErrorCode.SAFETY_NOT_ENABLED
    assert stops == []


def test_a_heartbeat_arms_and_its_silence_stops_and_latches() -> None:
    safety, stops = state()
    safety.heartbeat(True)
    safety.check()
    time.sleep(0.12)
    watched(safety)
    assert len(stops) == 1
    safety.heartbeat(True)
    assert refused(safety) is ErrorCode.SAFETY_STOPPED
    safety.reset()
    safety.heartbeat(True)
    safety.check()


def test_silence_while_nothing_moves_only_disarms() -> None:
    safety, stops = state()
    safety.heartbeat(True)
    time.sleep(0.12)
    watched(safety, moving=False)
    assert stops == []
    assert refused(safety) is ErrorCode.SAFETY_NOT_ENABLED


def test_a_heartbeat_that_waited_while_the_process_was_busy_is_heard_before_it_counts_as_lost() -> None:
    safety, stops = state()
    safety.heartbeat(True)
    time.sleep(0.12)  # as a planner that does not let other threads run
    safety.watch(True, lambda: safety.heartbeat(True))
    assert stops == []
    safety.check()


def test_a_heartbeat_that_fell_silent_since_a_decision_began_is_a_stop() -> None:
    safety, stops = state()
    safety.heartbeat(True)
    time.sleep(0.12)
    with pytest.raises(SafetyError) as caught:
        safety.check(lambda: None)
    assert caught.value.code is ErrorCode.SAFETY_STOPPED and len(stops) == 1
    safety.heartbeat(True)
    assert refused(safety) is ErrorCode.SAFETY_STOPPED


def test_a_yes_counts_from_when_it_came_not_from_when_it_was_heard() -> None:
    safety, stops = state()
    safety.heartbeat(True, waited_s=0.2)
    assert refused(safety) is ErrorCode.SAFETY_NOT_ENABLED
    waits = [0.2, 0.15, 0.12, 0.01]
    safety.watch(True, lambda: safety.heartbeat(True, waits.pop(0)))
    assert stops == [] and waits == [], "the oldest first, until one is young enough"
    safety.check()
    time.sleep(0.12)
    waits = [0.3, 0.2]
    safety.watch(True, lambda: waits and safety.heartbeat(True, waits.pop(0)))
    assert len(stops) == 1 and waits == []


def test_old_heartbeats_that_wait_do_not_put_the_stop_off() -> None:
    safety, stops = state()
    safety.heartbeat(True)
    time.sleep(0.12)

    def slowly() -> None:
        time.sleep(0.03)
        safety.heartbeat(True, waited_s=1.0)

    began = time.monotonic()
    safety.watch(True, slowly)
    assert len(stops) == 1 and time.monotonic() - began < 5.0, "they never end"


def test_a_no_that_waited_stops_once() -> None:
    safety, stops = state()
    safety.heartbeat(True)
    time.sleep(0.12)
    safety.watch(True, lambda: safety.heartbeat(False))
    assert stops == ["enable_motion says no"]


def test_a_no_stops_at_once() -> None:
    safety, stops = state()
    safety.heartbeat(True)
    safety.heartbeat(False)
    assert len(stops) == 1
    assert safety.stopped


def test_a_stop_latches_until_reset() -> None:
    safety, stops = state(require_enable=False)
    safety.check()
    safety.stop("red button")
    assert stops == ["red button"]
    assert refused(safety) is ErrorCode.SAFETY_STOPPED
    safety.stop("again")
    assert refused(safety) is ErrorCode.SAFETY_STOPPED
    safety.reset()
    safety.check()


@pytest.mark.parametrize("lost", [lambda safety: time.sleep(0.12), lambda safety: safety.heartbeat(False)])
def test_a_heartbeat_from_before_a_reset_does_not_enable(lost: Callable[[SafetyState], None]) -> None:
    """Its loss would stop nothing: the motion would go on without anybody's hand on the device."""
    safety, stops = state()
    safety.heartbeat(True)
    safety.stop("red button")
    safety.reset()
    assert refused(safety) is ErrorCode.SAFETY_NOT_ENABLED
    safety.heartbeat(True)
    safety.check()
    lost(safety)
    watched(safety)
    assert len(stops) == 2 and safety.stopped


def test_an_answer_counts_as_soon_as_the_question_is_put() -> None:
    approval = Approval(0.3)
    approval.wait(CancelToken(), lambda: asserted(approval.answer(True)))


def asserted(value: bool) -> None:
    assert value


@pytest.mark.parametrize(("answer", "passes"), [(True, True), (False, False), (None, False)])
def test_approval(answer: bool | None, passes: bool) -> None:
    approval = Approval(0.3)
    assert not approval.answer(True)  # nothing waits: a yes given in advance counts for nothing
    if answer is not None:
        threading.Timer(0.1, lambda: approval.answer(answer)).start()
    if passes:
        approval.wait(CancelToken(), lambda: None)
        return
    with pytest.raises(SafetyError) as caught:
        approval.wait(CancelToken(), lambda: None)
    assert caught.value.code is ErrorCode.SAFETY_NOT_APPROVED


def test_a_cancel_ends_the_wait_for_approval() -> None:
    cancel = CancelToken()
    threading.Timer(0.1, cancel.cancel).start()
    begun = time.monotonic()
    with pytest.raises(ExecutionError):
        Approval(30.0).wait(cancel, lambda: None)
    assert time.monotonic() - begun < 5
