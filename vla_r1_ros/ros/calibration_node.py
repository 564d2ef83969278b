# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""calibration_node: image and TF in; whether the camera sees a fixed marker where TF says it is, out."""

import sys
import threading
import traceback
from dataclasses import dataclass
from pathlib import Path

from diagnostic_msgs.msg import DiagnosticArray
from rclpy.node import Node
from sensor_msgs.msg import CameraInfo, CompressedImage, Image

from vla_r1_ros.calibration.detector import Detector, grey
from vla_r1_ros.calibration.pose import offset_of, stands, target_view
from vla_r1_ros.calibration.result import load_marker
from vla_r1_ros.calibration.watch import Watch, WatchLimits
from vla_r1_ros.core.errors import ErrorCode, InputError, VlaError, internal_error
from vla_r1_ros.ros import convert
from vla_r1_ros.ros.calibration_guard import TOPIC, report_of, word_to_msg
from vla_r1_ros.ros.clock import on_jump_back
from vla_r1_ros.ros.diagnostics import Diagnostics, Report
from vla_r1_ros.ros.image_topics import IMAGE_TRANSPORTS, IMAGE_WORDS, RAW, subscribe_images
from vla_r1_ros.ros.lookup import TransformLookup
from vla_r1_ros.ros.params import declare, param
from vla_r1_ros.ros.qos import COMMAND, SENSOR
from vla_r1_ros.ros.spin import run_node

_STILL_NS = 200_000_000  # the marker must have stood in the picture that long
_COMPLAIN_S = 10.0


@dataclass(frozen=True)
class CalibrationNodeParameters:
    """Parameters of calibration_node."""

    marker: str = param("", "file of `vla_r1 calibrate mark` (or of `calibrate`, where the target stays on): what the "
                            "marker is and where")  # fmt: skip
    image_transport: str = param(RAW, IMAGE_WORDS, choices=IMAGE_TRANSPORTS)
    max_error_px: float = param(5.0, "largest distance between marker seen and expected, px (rms of its corners); "
                                     "beyond, planner_node refuses motion; beyond half, a warning", low=0.5, high=100.0)
    max_error_mm: float = param(3.0, "largest distance between marker seen and expected, mm", low=0.5, high=100.0)
    max_unseen_s: float = param(10.0, "longest time without a view of the marker, s; then a warning", low=1.0,
                                high=3600.0)  # fmt: skip
    rate_hz: float = param(2.0, "pictures looked at per second", low=0.1, high=30.0)
    views: int = param(5, "newest views that decide together, by their median", low=1, high=100)
    transform_timeout_s: float = param(0.5, "longest wait for a transform, s", low=0.0, high=5.0)


class CalibrationNode(Node):
    """Looks at the newest picture now and then, in a worker thread."""

    def __init__(self) -> None:
        super().__init__("calibration_node")
        self._p = p = declare(self, CalibrationNodeParameters)
        if not p.marker:
            raise InputError(ErrorCode.INPUT_PARAMETER, "parameter 'marker' is not set: which marker is where?",
                             "vla_r1 calibrate mark FILE writes it; then marker:=FILE")  # fmt: skip
        self._marker = load_marker(Path(p.marker).expanduser())
        self._detector = Detector(self._marker.target)
        self._lookup = TransformLookup(self, p.transform_timeout_s)
        self._watch = Watch(WatchLimits(p.max_error_px, p.max_error_mm, p.max_unseen_s, p.views))
        self._lock = threading.Lock()
        self._image: Image | CompressedImage | None = None
        self._info: CameraInfo | None = None
        self._trouble: VlaError | None = None
        self._end = threading.Event()
        self._publisher = self.create_publisher(DiagnosticArray, TOPIC, COMMAND)
        self._diagnostics = Diagnostics(self)
        subscribe_images(self, self._diagnostics, "image", p.image_transport, self._on_image, 2.0)
        self.create_subscription(CameraInfo, "camera_info", self._on_info, SENSOR)
        self._diagnostics.add("calibration", self._report)
        self._jump_handle = on_jump_back(self, self._forget)
        self._worker = threading.Thread(target=self._work, name="calibration")
        self._worker.start()

    def _on_image(self, message: Image | CompressedImage) -> None:
        self._image = message

    def _on_info(self, message: CameraInfo) -> None:
        self._info = message

    def _forget(self) -> None:
        """The clock goes back: what was seen belongs to another time."""
        self._image = None
        with self._lock:
            self._watch.forget()

    def _now_s(self) -> float:
        return float(self.get_clock().now().nanoseconds) * 1e-9

    def _report(self) -> Report:
        trouble = self._trouble
        with self._lock:
            report = report_of(self._watch.word(self._now_s()))
        if trouble is None:
            return report
        return Report(max(report.level, Report.warn("").level), f"{report.message}; {trouble}", report.values)

    def _work(self) -> None:
        while not self._end.wait(1.0 / self._p.rate_hz):
            message, self._image = self._image, None
            try:
                if message is not None:
                    self._look(message)
                self._trouble = None
            except VlaError as error:
                self._trouble = error
                self.get_logger().warning(str(error), throttle_duration_sec=_COMPLAIN_S)
            except Exception as error:  # noqa: BLE001 - the boundary of the thread: told, and the node goes on
                self._trouble = internal_error(error)
                self.get_logger().error("".join(traceback.format_exception(error)))
            with self._lock:
                word = self._watch.word(self._now_s())
            self._publisher.publish(word_to_msg(word, self.get_clock().now().nanoseconds))

    def _look(self, message: Image | CompressedImage) -> None:
        info = self._info
        if info is None:
            raise InputError(ErrorCode.INPUT_CAMERA_INFO_INVALID, "no message on camera_info yet", "is it remapped?")
        seen = self._detector.find(grey(convert.image_from_msg(message)))
        camera = convert.camera_from_msg(info)
        view = None if seen is None else target_view(camera, seen)
        if view is None:
            return
        stamp_ns, frame = convert.stamp_from_msg(message.header.stamp), message.header.frame_id
        T_camera_parent = self._lookup.matrix(frame, self._marker.parent, stamp_ns)
        expected = T_camera_parent @ self._marker.T_parent_target
        before = self._lookup.matrix(frame, self._marker.parent, stamp_ns - _STILL_NS) @ self._marker.T_parent_target
        if not stands(before, expected):
            return  # between two clocks a moving marker is anywhere
        with self._lock:
            self._watch.add(offset_of(camera, view, expected), stamp_ns * 1e-9)

    def close(self) -> None:
        """End the worker."""
        self._end.set()
        self._worker.join(2.0)


def main() -> int:
    """Entry point of the executable."""
    return run_node("calibration_node", CalibrationNode)


if __name__ == "__main__":
    sys.exit(main())
