# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""The word of calibration_node on its way to planner_node, and what planner_node makes of it."""

import math
import threading
import time

from diagnostic_msgs.msg import DiagnosticArray, DiagnosticStatus, KeyValue

from vla_r1_ros.calibration.watch import WatchState, Word
from vla_r1_ros.core.errors import ErrorCode, InputError, SafetyError
from vla_r1_ros.ros import convert
from vla_r1_ros.ros.diagnostics import Report

TOPIC = "calibration"
_NAME = "calibration"
_SILENT_S = 3.0
_LEVELS = {WatchState.OK: DiagnosticStatus.OK, WatchState.WARN: DiagnosticStatus.WARN,
           WatchState.UNSEEN: DiagnosticStatus.WARN, WatchState.OFF: DiagnosticStatus.ERROR}  # fmt: skip
_ADVICE = "was camera, marker or base moved? Put it back, or calibrate again (docs/calibration.md)"


def report_of(word: Word) -> Report:
    """The word as a line of /diagnostics."""
    code = ErrorCode.SAFETY_CALIBRATION if word.state is WatchState.OFF else ErrorCode.OK
    numbers = {"error_px": word.error_px, "error_mm": word.error_mm, "age_s": word.age_s}
    values = {name: "unknown" if math.isnan(number) else f"{number:.2f}" for name, number in numbers.items()}
    return Report(_LEVELS[word.state], word.words, {"state": str(word.state), **values, "code": str(int(code))})


def word_to_msg(word: Word, stamp_ns: int) -> DiagnosticArray:
    """The word as calibration_node publishes it."""
    report = report_of(word)
    status = DiagnosticStatus(level=report.level, name=_NAME, message=report.message,
                              values=[KeyValue(key=key, value=value) for key, value in report.values.items()])
    return DiagnosticArray(header=convert.header(stamp_ns, ""), status=[status])


def state_from_msg(message: DiagnosticArray) -> tuple[WatchState, str]:
    """State and words; raises InputError INPUT_MESSAGE for what is none."""
    for status in message.status:
        for pair in status.values:
            if status.name == _NAME and pair.key == "state" and pair.value in list(WatchState):
                return WatchState(pair.value), str(status.message)
    raise InputError(ErrorCode.INPUT_MESSAGE, f"{TOPIC}: no status '{_NAME}' with a state",
                     "only calibration_node should publish there")  # fmt: skip


class CalibrationGuard:
    """Refuses motion on what calibration_node last said. Thread-safe. What was off stays off until the marker is seen
    in its place: a silent, restarted or blind watch does not release it."""

    def __init__(self, *, required: bool) -> None:
        self._required = required
        self._lock = threading.Lock()
        self._off = ""
        self._state: WatchState | None = None
        self._words = ""
        self._heard_s = 0.0

    def heard(self, message: DiagnosticArray) -> None:
        """Take a message of the topic; raises InputError INPUT_MESSAGE."""
        state, words = state_from_msg(message)
        with self._lock:
            self._state, self._words, self._heard_s = state, words, time.monotonic()
            if state is WatchState.OFF:
                self._off = words
            elif state is not WatchState.UNSEEN:
                self._off = ""

    def check(self) -> None:
        """Raise SafetyError SAFETY_CALIBRATION or, where it is required, SAFETY_CALIBRATION_UNKNOWN."""
        with self._lock:
            off, state, words = self._off, self._state, self._words
            silent_s = time.monotonic() - self._heard_s
        if off:
            raise SafetyError(ErrorCode.SAFETY_CALIBRATION, off, _ADVICE)
        if not self._required:
            return
        if state is None or silent_s > _SILENT_S:
            since = "never spoke" if state is None else f"has been silent for {silent_s:.0f} s"
            raise SafetyError(ErrorCode.SAFETY_CALIBRATION_UNKNOWN, f"the calibration watch {since}",
                              "start calibration_node (camera_marker:=FILE), or do not set require_calibration")
        if state is WatchState.UNSEEN:
            raise SafetyError(ErrorCode.SAFETY_CALIBRATION_UNKNOWN, words, "let the camera see the marker")
