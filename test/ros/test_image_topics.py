# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""A camera that publishes compressed pictures beside its topic, over DDS: what each node makes of them."""

import random
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import rclpy
from diagnostic_msgs.msg import DiagnosticArray, DiagnosticStatus
from nav_msgs.msg import Path as PathMessage
from rcl_interfaces.msg import Log
from rclpy.signals import SignalHandlerOptions
from sensor_msgs.msg import CameraInfo, CompressedImage, Image
from std_msgs.msg import String
from vision_msgs.msg import Detection2DArray

from vla_r1_ros.calibration.result import Marker, write_marker
from vla_r1_ros.calibration.target import parse_target
from vla_r1_ros.core.cancel import CancelToken
from vla_r1_ros.core.errors import ErrorCode, InputError
from vla_r1_ros.core.report import Phase
from vla_r1_ros.core.types import Box, CameraModel
from vla_r1_ros.ros import convert
from vla_r1_ros.ros.calibration_node import CalibrationNode
from vla_r1_ros.ros.console_node import ConsoleNode
from vla_r1_ros.ros.projection_node import ProjectionNode
from vla_r1_ros.ros.qos import COMMAND, LATCHED, SENSOR
from vla_r1_ros.ros.tf import StaticTransformBroadcaster
from vla_r1_ros.ros.vla_node import VlaNode
from vla_r1_ros.vla.compressed import pack_depth, pack_image

BASE = "/cam/color/image_raw"
CAMERA = CameraModel(64, 48, np.array([[60.0, 0, 31.5], [0, 60.0, 23.5], [0, 0, 1]]), np.zeros(5))


def picture() -> np.ndarray:
    rgb = np.full((48, 64, 3), 90, np.uint8)
    rgb[:, 32:] = 30, 60, 200
    return rgb


class Camera:
    """Publishes one compressed message after another on a topic, stamped with its time, 20 a second."""

    def __init__(self, pair: Any, topic: str, packed: tuple[str, bytes]) -> None:
        self.packed = packed
        self.lines: list[DiagnosticStatus] = []
        self.log: list[str] = []
        self._clock = pair.user.get_clock()
        self._publisher = pair.user.create_publisher(CompressedImage, topic, SENSOR)
        pair.user.create_subscription(DiagnosticArray, "/diagnostics", lambda m: self.lines.extend(m.status), 50)
        pair.user.create_subscription(Log, "/rosout", lambda m: self.log.append(m.msg), 50)
        pair.user.create_timer(0.05, self._show)

    def _show(self) -> None:
        form, data = self.packed
        header = convert.header(self._clock.now().nanoseconds, "camera")
        self._publisher.publish(CompressedImage(header=header, format=form, data=data))

    def line(self, name: str) -> DiagnosticStatus | None:
        return next((line for line in reversed(self.lines) if line.name.endswith(name)), None)


def test_vla_node_sees_a_compressed_picture_beside_the_topic_that_it_is_remapped_to(start: Callable[..., Any]) -> None:
    pair = start(VlaNode, "status", "image_transport:=compressed", "image_timeout_s:=20.0", remap=f"image:={BASE}")
    camera = Camera(pair, f"{BASE}/compressed", pack_image(picture(), 90))
    look = pair.node._eye.next_look(0, CancelToken())
    assert look.frame_id == "camera" and look.age_s < 5.0
    assert np.abs(look.image.astype(int) - picture())[:, np.r_[:24, 40:64]].max() <= 6
    pair.until(lambda: (line := camera.line("topic image")) and line.level == DiagnosticStatus.OK)
    line = camera.line("topic image")
    assert line is not None
    values = {pair.key: pair.value for pair in line.values}
    assert values["publishers"] == "1" and float(values["stamp_age_s"]) < 5.0


def test_a_picture_that_cannot_be_unpacked_ends_the_attempt_with_its_code(
    start: Callable[..., Any], fault_port: int
) -> None:
    pair = start(VlaNode, "status", "image_transport:=compressed", f"endpoint:=http://127.0.0.1:{fault_port}/good/v1")
    decided: list[Any] = []
    pair.user.create_subscription(Detection2DArray, "affordance", decided.append, LATCHED)
    say = pair.user.create_publisher(String, "instruction", COMMAND)
    camera = Camera(pair, "image/compressed", ("jpeg", b"\xff\xd8\xff\xe0 cut"))
    pair.until(lambda: say.get_subscription_count() and pair.node._eye._newest)
    say.publish(String(data="pick up the red cube"))
    pair.until(lambda: any(report.final for report in pair.reports))
    report = next(report for report in pair.reports if report.final)
    assert (report.stage, report.code) == (Phase.FAILED, ErrorCode.INPUT_IMAGE_INVALID) and not decided
    pair.until(lambda: any("INPUT_IMAGE_INVALID" in line for line in camera.log))


def test_raw_is_heard_by_default_and_what_is_beside_it_is_not(start: Callable[..., Any]) -> None:
    pair = start(VlaNode, "status", remap=f"image:={BASE}")
    Camera(pair, f"{BASE}/compressed", pack_image(picture(), 90))
    raw = pair.user.create_publisher(Image, BASE, SENSOR)
    pair.until(raw.get_subscription_count)
    assert pair.node.count_subscribers(f"{BASE}/compressed") == 0
    raw.publish(convert.image_to_msg(picture(), 7, "camera"))
    pair.until(lambda: pair.node._eye._newest)
    assert isinstance(pair.node._eye._newest[0], Image)


def decide(pair: Any, stamp_ns: int) -> None:
    boxes = pair.user.create_publisher(Detection2DArray, "affordance", LATCHED)
    paths = pair.user.create_publisher(PathMessage, "trajectory_2d", LATCHED)
    pair.until(lambda: boxes.get_subscription_count() and paths.get_subscription_count())
    box = convert.Affordance(stamp_ns, "camera", Box(0.5, 0.5, 0.3, 0.3))
    boxes.publish(convert.affordance_to_msg(box, 64, 48))
    paths.publish(convert.path_to_msg(None, 64, 48, stamp_ns, "camera"))


@pytest.fixture
def measuring(start: Callable[..., Any]) -> Callable[..., Any]:
    """projection_node that hears compressed depth of `packed`, with camera info and TF, when it has decided once."""

    def make(packed: tuple[str, bytes]) -> tuple[Any, Camera]:
        pair = start(ProjectionNode, "motion_status", "depth_transport:=compressedDepth",
                     "depth_tolerance_s:=1.0", remap="depth/image:=/cam/depth/image_raw")  # fmt: skip
        user = pair.user
        infos = [user.create_publisher(CameraInfo, topic, LATCHED) for topic in ("camera_info", "depth/camera_info")]
        camera = Camera(pair, "/cam/depth/image_raw/compressedDepth", packed)
        robot = pair.node._robot
        frames = {"camera", robot.tool_frame, *(f for link in robot.links for f in (link.start_frame, link.end_frame))}
        T = np.eye(4)
        T[2, 3] = 5.0  # nothing of the arm is before the camera
        transforms = [convert.transform_stamped_to_msg(np.eye(4) if frame == "camera" else T, robot.base_frame, frame)
                      for frame in sorted(frames - {robot.base_frame})]  # fmt: skip
        pair.tf = StaticTransformBroadcaster(user)
        pair.tf.sendTransform(transforms)
        pair.until(lambda: all(info.get_subscription_count() for info in infos))
        for info in infos:
            info.publish(convert.camera_to_msg(CAMERA, 1, "camera"))
        pair.until(lambda: len(pair.node._infos) == 2 and pair.node._depth)
        decide(pair, pair.user.get_clock().now().nanoseconds)
        pair.until(lambda: pair.reports)
        return pair, camera

    return make


def test_projection_node_measures_in_compressed_depth(
    measuring: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[Any] = []

    def note(look: Any, *_: Any, **__: Any) -> None:
        seen.append(look.depth)
        raise InputError(ErrorCode.INPUT_BUSY, "seen")

    monkeypatch.setattr("vla_r1_ros.ros.projection_node.measure_look", note)
    depth = np.full((48, 64), 800, np.uint16)
    depth[:4] = 0
    pair, camera = measuring(pack_depth(depth))
    assert pair.reports[0].code is ErrorCode.INPUT_BUSY, pair.reports[0]
    assert np.isnan(seen[0][:4]).all() and seen[0][4:] == pytest.approx(0.8)
    pair.until(lambda: (line := camera.line("topic depth/image")) and line.level == DiagnosticStatus.OK)


@pytest.mark.parametrize(("packed", "code"), [
    (("16UC1; compressedDepth png", bytes(12) + b"no png"), ErrorCode.INPUT_DEPTH_INVALID),
    (("16UC1; compressedDepth rvl", bytes(40)), ErrorCode.INPUT_DEPTH_ENCODING),
])  # fmt: skip
def test_depth_that_cannot_be_unpacked_is_told_by_its_code_and_nothing_is_measured(
    measuring: Callable[..., Any], packed: tuple[str, bytes], code: ErrorCode
) -> None:
    pair, camera = measuring(packed)
    report = pair.reports[0]
    assert (report.stage, report.code) == (Phase.FAILED, code) and report.values["advice"]
    pair.until(lambda: any(code.name in line for line in camera.log))


def test_calibration_node_tells_a_picture_that_cannot_be_unpacked(start: Callable[..., Any], tmp_path: Path) -> None:
    marker = tmp_path / "marker.yaml"
    write_marker(marker, Marker(parse_target("tag:APRILTAG_36h11:0:80"), "base", np.eye(4)), {})
    pair = start(CalibrationNode, "", f"marker:='{marker}'", "image_transport:=compressed")
    infos = pair.user.create_publisher(CameraInfo, "camera_info", SENSOR)
    pair.until(infos.get_subscription_count)
    infos.publish(convert.camera_to_msg(CAMERA, 1, "camera"))
    camera = Camera(pair, "image/compressed", ("jpeg", b"no"))
    pair.until(lambda: (line := camera.line(": calibration")) and "INPUT_IMAGE_INVALID" in line.message)
    assert any("INPUT_IMAGE_INVALID" in line for line in camera.log)


def test_the_console_shows_compressed_pictures_and_tells_why_it_cannot(start: Callable[..., Any]) -> None:
    pair = start(ConsoleNode, "", "port:=0", "recordings:=''", "image_transport:=compressed", remap=f"image:={BASE}")
    node, user = pair.node, pair.user
    camera = Camera(pair, f"{BASE}/compressed", pack_image(picture(), 90))
    with node._feeds["live"].watched():
        frame = node._feeds["live"].newer(0, 20.0)
        assert frame is not None and (frame.width_px, frame.height_px) == (64, 48)
        camera.packed = ("jpeg", b"no picture")
        pair.until(lambda: (line := camera.line(": console")) and "INPUT_IMAGE_INVALID" in line.message)
    assert node._image_topic == f"{BASE}/compressed"
    overlay = user.create_publisher(Image, "overlay", LATCHED)  # what the decision is drawn on has its size
    pair.until(overlay.get_subscription_count)
    overlay.publish(convert.image_to_msg(picture(), 7, "camera"))
    decide(pair, 7)
    pair.until(lambda: '"box"' in node._board._facts.get("decision", (0, ""))[1])


@pytest.fixture
def domain(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("ROS_DOMAIN_ID", str(random.randint(102, 200)))
    rclpy.init(args=["--ros-args", "-p", "image_transport:=theora"], signal_handler_options=SignalHandlerOptions.NO)
    yield
    rclpy.try_shutdown()


@pytest.mark.usefixtures("domain")
def test_a_form_that_is_not_read_is_refused_by_name() -> None:
    with pytest.raises(InputError, match=r"image_transport.*theora.*compressed") as caught:
        VlaNode()
    assert caught.value.code is ErrorCode.INPUT_PARAMETER
