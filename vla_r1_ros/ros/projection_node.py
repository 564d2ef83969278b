# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""projection_node: box, path, depth and TF in; measured target, tool path and obstacles in the base frame out."""

import sys
import threading
import time
import traceback
from dataclasses import dataclass
from typing import Any

import numpy as np
from diagnostic_msgs.msg import DiagnosticArray
from nav_msgs.msg import Path
from rclpy.node import Node
from sensor_msgs.msg import CameraInfo, PointCloud2
from vision_msgs.msg import Detection2DArray, Detection3DArray
from visualization_msgs.msg import MarkerArray

from vla_r1_ros.core.errors import ErrorCode, InputError, ProjectionError, VlaError, internal_error
from vla_r1_ros.core.freshness import check_fresh
from vla_r1_ros.core.measure import LookInput, Measured, measure_look
from vla_r1_ros.core.report import Phase, StatusReport
from vla_r1_ros.core.robot_file import load_robot
from vla_r1_ros.ros import convert
from vla_r1_ros.ros.clock import on_jump_back
from vla_r1_ros.ros.depth_store import DepthMessage, DepthStore
from vla_r1_ros.ros.diagnostics import Diagnostics
from vla_r1_ros.ros.image_topics import DEPTH_TRANSPORTS, DEPTH_WORDS, RAW, subscribe_images
from vla_r1_ros.ros.lookup import TransformLookup
from vla_r1_ros.ros.markers import claim_markers
from vla_r1_ros.ros.pairing import StampJoiner
from vla_r1_ros.ros.params import declare, param
from vla_r1_ros.ros.qos import COMMAND, LATCHED, SENSOR, STATUS
from vla_r1_ros.ros.spin import run_node

_SILENT_S = 1.0  # without depth: an error on /diagnostics


@dataclass(frozen=True)
class ProjectionNodeParameters:
    """Parameters of projection_node."""

    robot: str = param("panda", "robot file: a name in config/robots, or a path to a YAML file")
    depth_transport: str = param(RAW, DEPTH_WORDS, choices=DEPTH_TRANSPORTS)
    depth_buffer: int = param(60, "newest depth images kept; those of the looks that vla_node tells of on status are "
                                  "kept besides, however long the model thinks", low=2, high=2000)  # fmt: skip
    depth_tolerance_s: float = param(0.05, "largest distance in time between image and depth, s", low=0.0, high=1.0)
    transform_timeout_s: float = param(0.5, "longest wait for a transform, s", low=0.0, high=5.0)
    max_look_age_s: float = param(20.0, "oldest look that is still measured, s by the ROS clock", low=0.5, high=600.0)
    clearance: float = param(0.03, "room kept between a carried object and measured obstacles, m", low=0.0, high=0.3)


class ProjectionNode(Node):
    """Keeps the last depth images; measures one look at a time in a worker thread."""

    def __init__(self) -> None:
        super().__init__("projection_node")
        self._p = declare(self, ProjectionNodeParameters)
        self._robot = load_robot(self._p.robot)
        self._lookup = TransformLookup(self, self._p.transform_timeout_s)
        self._depth = DepthStore(self._p.depth_buffer, self._p.depth_tolerance_s)
        self._infos: dict[str, CameraInfo] = {}
        self._wake = threading.Condition()
        self._next: tuple[int, dict[str, Any], float] | None = None
        self._closing = False
        self._target = self.create_publisher(Detection3DArray, "target", LATCHED)
        self._trajectory = self.create_publisher(Path, "trajectory", LATCHED)
        self._obstacles = self.create_publisher(PointCloud2, "obstacles", LATCHED)
        self._markers = self.create_publisher(MarkerArray, "markers", LATCHED)
        self._status = self.create_publisher(DiagnosticArray, "motion_status", STATUS)
        self._diagnostics = Diagnostics(self)
        subscribe_images(self, self._diagnostics, "depth/image", self._p.depth_transport, self._depth.add, _SILENT_S)
        self.create_subscription(DiagnosticArray, "status", self._on_status, STATUS)
        self.create_subscription(CameraInfo, "camera_info", lambda m: self._on_info("color", m), SENSOR)
        self.create_subscription(CameraInfo, "depth/camera_info", lambda m: self._on_info("depth", m), SENSOR)
        self._joiner = joiner = StampJoiner(("affordance", "trajectory_2d"), self._submit)
        self._jump_handle = on_jump_back(self, self._forget)
        # not as they are published (LATCHED): what was decided before this node began is nothing to measure
        self.create_subscription(Detection2DArray, "affordance", lambda m: joiner.add("affordance", m), COMMAND)
        self.create_subscription(Path, "trajectory_2d", lambda m: joiner.add("trajectory_2d", m), COMMAND)
        self._worker = threading.Thread(target=self._work, name="projection")
        self._worker.start()

    def _on_status(self, message: DiagnosticArray) -> None:
        try:
            report = convert.status_from_msg(message)
        except InputError as error:
            self.get_logger().warning(str(error), throttle_duration_sec=5.0)
            return
        if report.stage == Phase.LOOK:
            self._depth.look(report.stamp_ns)

    def _forget(self) -> None:
        """The clock goes back: what was seen until now belongs to another time."""
        self._joiner.forget()
        self._depth.forget()
        with self._wake:
            self._next = None

    def _on_info(self, which: str, message: CameraInfo) -> None:
        self._infos[which] = message

    def _submit(self, stamp_ns: int, parts: dict[str, Any]) -> None:
        with self._wake:
            self._next = (stamp_ns, parts, time.monotonic())
            self._wake.notify_all()

    def _work(self) -> None:
        while True:
            with self._wake:
                self._wake.wait_for(lambda: self._closing or self._next is not None)
                if self._closing:
                    return
                assert self._next is not None
                stamp_ns, parts, received_s = self._next
                self._next = None
            try:
                self._measure(stamp_ns, parts, received_s)
            except VlaError as error:
                self.get_logger().warning(str(error))
                self._report(stamp_ns, Phase.FAILED, error.code, error.message, {"advice": error.advice})
            except Exception as error:  # noqa: BLE001 - the boundary of the thread: told, and the node goes on
                self.get_logger().error("".join(traceback.format_exception(error)))
                told = internal_error(error)
                self._report(stamp_ns, Phase.FAILED, told.code, told.message, {"advice": told.advice})

    def _measure(self, stamp_ns: int, parts: dict[str, Any], received_s: float) -> None:
        now_s = self.get_clock().now().nanoseconds * 1e-9
        check_fresh("the look", stamp_ns * 1e-9, now_s, self._p.max_look_age_s, code=ErrorCode.PROJECTION_STALE)
        affordance, path = parts["affordance"], parts["trajectory_2d"]
        if not affordance.detections and not path.poses:
            return
        look = self._look(stamp_ns, affordance, path)
        measured = measure_look(look, self._robot, clearance=self._p.clearance)
        self._publish(stamp_ns, measured)
        self._report(stamp_ns, Phase.PROJECTED, values={
            "own_ms": f"{(time.monotonic() - received_s) * 1e3:.1f}", **measured.values,
        })  # fmt: skip

    def _look(self, stamp_ns: int, affordance: Detection2DArray, path: Path) -> LookInput:
        depth = self._nearest_depth(stamp_ns)
        depth_ns = convert.stamp_from_msg(depth.header.stamp)
        info = self._infos.get("color")
        depth_info = self._infos.get("depth")
        if info is None or depth_info is None:
            missing = "camera_info" if info is None else "depth/camera_info"
            raise ProjectionError(ErrorCode.PROJECTION_NO_DEPTH, f"no message on {missing} yet", "is it remapped?")
        base, camera_frame = self._robot.base_frame, affordance.header.frame_id
        camera = convert.camera_from_msg(info)
        points = [self._lookup.matrix(base, link.start_frame, stamp_ns)[:3, 3] for link in self._robot.links]
        ends = [self._lookup.matrix(base, link.end_frame, stamp_ns)[:3, 3] for link in self._robot.links]
        return LookInput(
            box=convert.affordance_from_msg(affordance, camera.width_px, camera.height_px).box,
            path=convert.path_from_msg(path, camera.width_px, camera.height_px),
            camera=camera,
            T_base_camera=self._lookup.matrix(base, camera_frame, stamp_ns),
            depth=convert.depth_from_msg(depth),
            depth_camera=convert.camera_from_msg(depth_info),
            T_camera_depth=(np.eye(4) if depth.header.frame_id == camera_frame
                            else self._lookup.matrix(camera_frame, depth.header.frame_id, depth_ns)),
            tool=self._lookup.matrix(base, self._robot.tool_frame, stamp_ns)[:3, 3],
            capsules=[(a, b, link.radius) for a, b, link in zip(points, ends, self._robot.links, strict=True)],
        )  # fmt: skip

    def _nearest_depth(self, stamp_ns: int) -> DepthMessage:
        message = self._depth.nearest(stamp_ns)
        if message is None:
            raise ProjectionError(ErrorCode.PROJECTION_NO_DEPTH, "no depth image has come",
                                  "is the camera running, depth/image remapped, and depth_transport what it has?")
        gap_s = abs(convert.stamp_from_msg(message.header.stamp) - stamp_ns) * 1e-9
        if gap_s > self._p.depth_tolerance_s:
            raise ProjectionError(
                ErrorCode.PROJECTION_STALE,
                f"the nearest depth image is {gap_s:.3f} s from the image, limit {self._p.depth_tolerance_s} s",
                "check rates on /diagnostics; where nobody tells of the look on status, raise depth_buffer",
            )
        return message

    def _publish(self, stamp_ns: int, measured: Measured) -> None:
        base = self._robot.base_frame
        message = Detection3DArray(header=convert.header(stamp_ns, base))
        if measured.measurement is not None:
            message = convert.measurement_to_msg(measured.measurement, stamp_ns, base)
        self._target.publish(message)
        self._trajectory.publish(convert.tool_path_to_msg(measured.path, stamp_ns, base))
        self._obstacles.publish(convert.points_to_msg(measured.obstacles, stamp_ns, base))
        target = measured.measurement.target if measured.measurement else None
        self._markers.publish(claim_markers(target, measured.path[:, :3, 3], self._robot, stamp_ns))

    def _report(self, stamp_ns: int, stage: Phase, code: ErrorCode = ErrorCode.OK, reason: str = "",
                values: dict[str, str] | None = None) -> None:
        report = StatusReport(stamp_ns, "projection_node", "", 0, stage, code, reason, values or {})
        self._status.publish(convert.status_to_msg(report))

    def close(self) -> None:
        """End the worker."""
        with self._wake:
            self._closing = True
            self._wake.notify_all()
        self._worker.join(2.0)


def main() -> int:
    """Entry point of the executable."""
    return run_node("projection_node", ProjectionNode)


if __name__ == "__main__":
    sys.exit(main())
