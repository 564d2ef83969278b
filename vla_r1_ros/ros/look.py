# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""What vla_node sees and hears: the newest image, and how the motion of a look goes on."""

import threading
import time
from collections.abc import Callable

from diagnostic_msgs.msg import DiagnosticArray
from rclpy.impl.rcutils_logger import RcutilsLogger
from rclpy.node import Node
from sensor_msgs.msg import CompressedImage, Image

from vla_r1_ros.core.cancel import CancelToken
from vla_r1_ros.core.errors import ErrorCode, ExecutionError, InputError, ModelError
from vla_r1_ros.core.freshness import check_fresh
from vla_r1_ros.core.report import Phase, StatusReport
from vla_r1_ros.ros import convert
from vla_r1_ros.vla.supervisor import Look

_GONE_S = 2.0
_POLL_S = 0.05


class ImageEye:
    """Keeps the newest image message; decodes only the one that is used."""

    def __init__(self, node: Node, timeout_s: float, max_age_s: float) -> None:
        self._clock = node.get_clock()
        self._timeout_s = timeout_s
        self._max_age_s = max_age_s
        self._came = threading.Condition()
        self._newest: tuple[Image | CompressedImage, float] | None = None

    def on_image(self, message: Image | CompressedImage) -> None:
        """Subscription callback."""
        with self._came:
            self._newest = (message, time.monotonic())
            self._came.notify_all()

    def forget(self) -> None:
        """Drop the newest image: after a jump of the clock its stamp would count as new for long."""
        with self._came:
            self._newest = None

    def now_ns(self) -> int:
        """The ROS clock, which stamps images."""
        return int(self._clock.now().nanoseconds)

    def next_look(self, newer_than_ns: int, cancel: CancelToken) -> Look:
        """Wait for an image stamped after `newer_than_ns`.

        Raises:
            InputError: INPUT_NO_IMAGE when none comes, INPUT_IMAGE_STALE when those that come are old, INPUT_IMAGE_*
                when it cannot be decoded.
            ModelError: MODEL_CANCELLED.
        """
        end = time.monotonic() + self._timeout_s
        with self._came:
            while True:
                if cancel.cancelled:
                    raise ModelError(ErrorCode.MODEL_CANCELLED, "cancelled while waiting for an image")
                if self._newest is not None:
                    message, received_s = self._newest
                    stamp_ns = convert.stamp_from_msg(message.header.stamp)
                    if stamp_ns > newer_than_ns and time.monotonic() - received_s < self._max_age_s:
                        break
                if time.monotonic() > end:
                    raise self._nothing()
                self._came.wait(_POLL_S)
        now_s = self.now_ns() * 1e-9
        check_fresh("the newest image", stamp_ns * 1e-9, now_s, self._max_age_s, code=ErrorCode.INPUT_IMAGE_STALE)
        age_s = now_s - stamp_ns * 1e-9 - (time.monotonic() - received_s)
        return Look(convert.image_from_msg(message), stamp_ns, message.header.frame_id, received_s, max(age_s, 0.0))

    def _nothing(self) -> InputError:
        if self._newest is None:
            return InputError(ErrorCode.INPUT_NO_IMAGE, f"no image on the topic in {self._timeout_s} s",
                              "is the camera running, `image` remapped to its topic, and image_transport what it has?")
        return InputError(ErrorCode.INPUT_IMAGE_STALE, f"no image newer than the question in {self._timeout_s} s",
                          "has the camera stopped, or do clocks disagree?")  # fmt: skip


class MotionListener:
    """Follows motion_status and waits for the final report of one look.

    `planner_there` tells whether the planner is in the ROS graph; one that was there and goes is not waited for.
    """

    def __init__(self, logger: RcutilsLogger, start_timeout_s: float, timeout_s: float,
                 cancel_motion: Callable[[], object], planner_there: Callable[[], bool]) -> None:
        self._logger = logger
        self._planner_there = planner_there
        self._start_timeout_s = start_timeout_s
        self._timeout_s = timeout_s
        self._cancel_motion = cancel_motion
        self._came = threading.Condition()
        self._reports: dict[int, StatusReport] = {}
        self._waiting_for: int | None = None

    @property
    def under_way(self) -> bool:
        """True while a decision is being carried out."""
        return self._waiting_for is not None

    def on_status(self, message: DiagnosticArray) -> None:
        """Subscription callback; lines about other looks than the awaited one are of no use."""
        try:
            report = convert.status_from_msg(message)
        except InputError as error:
            self._logger.warning(str(error), throttle_duration_sec=5.0)
            return
        with self._came:
            known = self._reports.get(report.stamp_ns)
            if known is None or not known.final:
                self._reports[report.stamp_ns] = report
            while len(self._reports) > 16:
                self._reports.pop(next(iter(self._reports)))
            self._came.notify_all()

    def forget(self) -> None:
        """Drop what is known: after a jump of the clock equal stamps do not mean the same look."""
        with self._came:
            self._reports.clear()

    def wait(self, stamp_ns: int, cancel: CancelToken) -> StatusReport:
        """Wait for the final report of the look `stamp_ns`.

        Raises:
            ExecutionError: EXEC_NO_CONTROLLER when the planner says nothing or has gone, EXEC_TIMEOUT, EXEC_CANCELLED
                after a cancel.
        """
        begun = time.monotonic()
        seen_s: float | None = None
        cancelled_s: float | None = None
        self._waiting_for = stamp_ns
        try:
            with self._came:
                while True:
                    report = self._reports.get(stamp_ns)
                    now = time.monotonic()
                    if report is not None and report.final:
                        return report
                    if cancel.cancelled and cancelled_s is None:
                        cancelled_s = now
                        self._cancel_motion()
                    if cancelled_s is not None and now - cancelled_s > 3.0:
                        raise ExecutionError(ErrorCode.EXEC_CANCELLED, "cancelled; the planner has not confirmed it")
                    if self._planner_there():
                        seen_s = now
                    unheard = report is None or (report.stage == Phase.PROJECTED and seen_s is not None)
                    if unheard and now - begun > self._start_timeout_s:
                        self._cancel_motion()  # what is late must not move when nobody waits for it any more
                        what = "the motion" if report is None else "what was measured"
                        raise ExecutionError(
                            ErrorCode.EXEC_NO_CONTROLLER, f"no word on {what} in {self._start_timeout_s} s",
                            "are projection_node and planner_node running? One that has just started may be unknown to "
                            "the others: say it again")  # fmt: skip
                    gone_s = self._start_timeout_s if seen_s is None else _GONE_S
                    if now - (begun if seen_s is None else seen_s) > gone_s:  # whatever projection_node has said
                        raise ExecutionError(
                            ErrorCode.EXEC_NO_CONTROLLER, f"planner_node has been gone for {gone_s} s",
                            "see that the arm is at rest: nobody watches a motion that was under way; read "
                            "planner_node's log and start it again")  # fmt: skip
                    if now - begun > self._timeout_s:
                        self._cancel_motion()
                        raise ExecutionError(ErrorCode.EXEC_TIMEOUT, f"the motion took over {self._timeout_s} s")
                    self._came.wait(_POLL_S)
        finally:
            self._waiting_for = None
