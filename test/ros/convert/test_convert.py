# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""Conversions: what goes in comes out again, and malformed messages give typed errors."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp
from scipy.spatial.transform import Rotation

pytest.importorskip("rclpy")

from geometry_msgs.msg import Pose, PoseStamped, Quaternion, Transform
from rclpy.serialization import deserialize_message, serialize_message
from sensor_msgs.msg import CameraInfo, CompressedImage, PointCloud2, PointField, RegionOfInterest
from trajectory_msgs.msg import JointTrajectoryPoint
from vision_msgs.msg import Detection2DArray, Detection3DArray

from vla_r1_ros.core.errors import ErrorCode, InputError
from vla_r1_ros.core.report import Phase, StatusReport
from vla_r1_ros.core.types import Box, CameraModel, Grasp, JointTrajectory, OrientedBox, Target
from vla_r1_ros.ros import convert
from vla_r1_ros.vla.compressed import pack_depth, pack_image

# a time limit per example says nothing on a loaded machine
settings.register_profile("no_deadline", deadline=None)
settings.load_profile("no_deadline")

STAMP = 1_700_000_000_123_456_789
finite = st.floats(-10.0, 10.0)


def wire(msg: object) -> object:
    """The message as it arrives: through CDR and back."""
    return deserialize_message(serialize_message(msg), type(msg))


@st.composite
def poses(draw: st.DrawFn) -> np.ndarray:
    T = np.eye(4)
    T[:3, :3] = Rotation.random(random_state=draw(st.integers(0, 2**31))).as_matrix()
    T[:3, 3] = draw(st.tuples(finite, finite, finite))
    return T


@given(st.integers(-(2**31) * 10**9, 2**31 * 10**9 - 1))
def test_stamp(stamp_ns: int) -> None:
    assert convert.stamp_from_msg(wire(convert.stamp_to_msg(stamp_ns))) == stamp_ns


@pytest.mark.parametrize("stamp_ns", [2**31 * 10**9, -(2**31) * 10**9 - 1, 10**30])
def test_stamp_out_of_range(stamp_ns: int) -> None:
    with pytest.raises(InputError):
        convert.stamp_to_msg(stamp_ns)


@given(poses())
def test_transform_and_pose(T: np.ndarray) -> None:
    np.testing.assert_allclose(convert.transform_from_msg(wire(convert.transform_to_msg(T))), T, atol=1e-12)
    np.testing.assert_allclose(convert.pose_from_msg(wire(convert.pose_to_msg(T))), T, atol=1e-12)


def test_transform_stamped_names_both_frames() -> None:
    msg = convert.transform_stamped_to_msg(np.eye(4), "base", "camera", STAMP)
    assert (msg.header.frame_id, msg.child_frame_id) == ("base", "camera")
    assert convert.stamp_from_msg(msg.header.stamp) == STAMP


@pytest.mark.parametrize(
    "q", [Quaternion(w=0.0), Quaternion(w=2.0), Quaternion(x=float("nan")), Quaternion(w=float("inf"))]
)
def test_quaternion_not_of_length_one(q: Quaternion) -> None:
    with pytest.raises(InputError) as caught:
        convert.transform_from_msg(Transform(rotation=q))
    assert caught.value.code is ErrorCode.INPUT_MESSAGE


@pytest.mark.parametrize("T", [np.eye(3), np.diag([1.0, 1.0, -1.0, 1.0]), np.full((4, 4), np.nan), 2 * np.eye(4)])
def test_matrix_that_is_no_pose(T: np.ndarray) -> None:
    with pytest.raises(InputError):
        convert.pose_to_msg(T)


@pytest.mark.parametrize("encoding", ["rgb8", "bgr8", "rgba8", "bgra8", "mono8"])
def test_image_from_every_encoding(encoding: str) -> None:
    rgb = np.random.default_rng(0).integers(0, 256, (4, 5, 3), dtype=np.uint8)
    if encoding == "mono8":
        rgb[:] = rgb[:, :, :1]
    msg = convert.image_to_msg(rgb, STAMP, "camera")
    order = {"rgb8": [0, 1, 2], "bgr8": [2, 1, 0], "rgba8": [0, 1, 2, 0], "bgra8": [2, 1, 0, 0], "mono8": [0]}
    data = np.ascontiguousarray(rgb[:, :, order[encoding]])
    msg.encoding, msg.step, msg.data = encoding, data.shape[2] * 5, data.tobytes()
    np.testing.assert_array_equal(convert.image_from_msg(wire(msg)), rgb)


@pytest.mark.parametrize(("encoding", "error"), [("32FC1", 1e-7), ("16UC1", 5.01e-4)])
def test_depth(encoding: str, error: float) -> None:
    depth = np.random.default_rng(1).uniform(0.2, 4.0, (6, 7)).astype(np.float32)
    depth[2, 3] = np.nan
    msg = convert.depth_to_msg(depth, STAMP, "camera", encoding)
    back = convert.depth_from_msg(wire(msg))
    np.testing.assert_array_equal(np.isnan(back), np.isnan(depth))
    assert np.nanmax(np.abs(back - depth)) <= error


def compressed(form: str, data: bytes) -> object:
    return wire(CompressedImage(header=convert.header(STAMP, "camera"), format=form, data=data))


def test_a_compressed_image_comes_back() -> None:
    rgb = np.zeros((48, 64, 3), np.uint8)
    rgb[:] = 200, 90, 30
    assert np.abs(convert.image_from_msg(compressed(*pack_image(rgb, 95))).astype(int) - rgb).max() <= 3


@pytest.mark.parametrize("dtype", [np.uint16, np.float32])
def test_compressed_depth_is_masked_as_raw_depth_is(dtype: type) -> None:
    metres = np.array([[0.0, 0.05, 0.5, 3.0, 6.0]], np.float32)
    depth = np.round(metres * 1000).astype(np.uint16) if dtype is np.uint16 else metres
    found = convert.depth_from_msg(compressed(*pack_depth(depth)))
    assert found.dtype == np.float32
    assert found == pytest.approx(np.array([[np.nan, np.nan, 0.5, 3.0, np.nan]]), abs=1e-3, nan_ok=True)


def camera_info(**changes: object) -> CameraInfo:
    model = CameraModel(640, 480, np.array([[600.0, 0.0, 320.0], [0.0, 601.0, 240.0], [0.0, 0.0, 1.0]]))
    msg = convert.camera_to_msg(model, STAMP, "camera")
    for name, value in changes.items():
        setattr(msg, name, value)
    return msg


@pytest.mark.parametrize("D", [np.zeros(0), np.array([0.1, -0.2, 0.001, 0.002, 0.03]), np.linspace(0.01, 0.08, 8)])
def test_camera(D: np.ndarray) -> None:
    K = np.array([[600.0, 0.0, 320.0], [0.0, 601.0, 240.0], [0.0, 0.0, 1.0]])
    back = convert.camera_from_msg(wire(convert.camera_to_msg(CameraModel(640, 480, K, D), STAMP, "camera")))
    assert (back.width_px, back.height_px) == (640, 480)
    np.testing.assert_array_equal(back.K, K)
    np.testing.assert_array_equal(back.D, D)


def test_camera_with_region_and_binning() -> None:
    roi = RegionOfInterest(x_offset=20, y_offset=40, width=600, height=400)
    back = convert.camera_from_msg(camera_info(roi=roi, binning_x=2, binning_y=2))
    assert (back.width_px, back.height_px) == (300, 200)
    np.testing.assert_allclose(back.K, [[300.0, 0.0, 150.0], [0.0, 300.5, 100.0], [0.0, 0.0, 1.0]])


def test_rectified_camera_uses_p_without_distortion() -> None:
    p = [500.0, 0.0, 300.0, 0.0, 0.0, 500.0, 200.0, 0.0, 0.0, 0.0, 1.0, 0.0]
    back = convert.camera_from_msg(camera_info(p=p, d=[0.3, 0.1, 0.0, 0.0, 0.0]), rectified=True)
    assert back.K[0, 0] == 500.0
    assert len(back.D) == 0


@pytest.mark.parametrize(
    "changes",
    [
        {"k": [0.0] * 9},
        {"k": [float("nan")] + [0.0] * 8},
        {"k": [600.0, 0.0, 320.0, 0.0, float("inf"), 240.0, 0.0, 0.0, 1.0]},
        {"k": [1.0] * 8},
        {"d": [float("nan")] * 5},
        {"d": [0.1] * 3},
        {"distortion_model": "equidistant"},
        {"distortion_model": "rational_polynomial", "d": [0.1] * 12},
        {"width": 0},
        {"height": 0},
        {"roi": RegionOfInterest(x_offset=600, width=100, height=10)},
        {"binning_x": 1000},
    ],
)
def test_camera_info_refused(changes: dict[str, object]) -> None:
    with pytest.raises(InputError) as caught:
        convert.camera_from_msg(camera_info(**changes))
    assert caught.value.code is ErrorCode.INPUT_CAMERA_INFO_INVALID


unit = st.floats(0.0, 1.0)


@given(st.tuples(unit, unit, st.floats(0.001, 1.0), st.floats(0.001, 1.0)), unit)
def test_affordance(numbers: tuple[float, ...], score: float) -> None:
    sent = convert.Affordance(STAMP, "camera", Box(*numbers), "attempt 7", "red cube", score)
    back = convert.affordance_from_msg(wire(convert.affordance_to_msg(sent, 640, 480)), 640, 480)
    assert back.box is not None
    assert (back.stamp_ns, back.frame_id, back.attempt, back.label, back.score) == (
        STAMP, "camera", "attempt 7", "red cube", score,
    )  # fmt: skip
    np.testing.assert_allclose([back.box.x, back.box.y, back.box.width, back.box.height], numbers, atol=1e-12)


def test_affordance_in_pixels() -> None:
    msg = convert.affordance_to_msg(convert.Affordance(0, "c", Box(0.5, 0.25, 0.1, 0.2)), 640, 480)
    bbox = msg.detections[0].bbox
    assert (bbox.center.position.x, bbox.center.position.y, bbox.size_x, bbox.size_y) == (320, 120, 64, 96)


def test_absent_is_an_empty_message() -> None:
    msg = wire(convert.affordance_to_msg(convert.Affordance(STAMP, "camera", None), 640, 480))
    assert convert.affordance_from_msg(msg, 640, 480) == convert.Affordance(STAMP, "camera", None)
    assert convert.path_from_msg(wire(convert.path_to_msg(None, 640, 480, STAMP, "camera")), 640, 480) is None
    assert convert.target_from_msg(wire(convert.target_to_msg(None, STAMP, "base"))) is None


@given(hnp.arrays(np.float64, st.tuples(st.integers(2, 20), st.just(2)), elements=unit))
def test_path(path: np.ndarray) -> None:
    msg = wire(convert.path_to_msg(path, 640, 480, STAMP, "camera"))
    back = convert.path_from_msg(msg, 640, 480)
    assert back is not None
    np.testing.assert_allclose(back, path, atol=1e-12)


@pytest.mark.parametrize("path", [[[0.5, 0.5]], [[0.0, 0.0], [1.1, 0.5]], [[-0.1, 0.0], [0.5, 0.5]]])
def test_path_refused(path: list[list[float]]) -> None:
    with pytest.raises(InputError):
        convert.path_from_msg(convert.path_to_msg(np.array(path), 640, 480, STAMP, "camera"), 640, 480)


@given(st.lists(poses(), max_size=5))
@settings(max_examples=30)
def test_tool_path(tool_poses: list[np.ndarray]) -> None:
    given_poses = np.array(tool_poses).reshape(-1, 4, 4)
    back = convert.tool_path_from_msg(wire(convert.tool_path_to_msg(given_poses, STAMP, "base")))
    np.testing.assert_allclose(back, given_poses, atol=1e-12)


def test_tool_path_in_two_frames_is_refused() -> None:
    msg = convert.tool_path_to_msg(np.eye(4)[None], STAMP, "base")
    second = PoseStamped(pose=Pose(orientation=Quaternion(w=1.0)))
    second.header.frame_id = "world"
    msg.poses = [*msg.poses, second]
    with pytest.raises(InputError, match="world"):
        convert.tool_path_from_msg(msg)


openings = st.none() | st.floats(0.1, 0.2)


@given(poses(), st.lists(st.tuples(poses(), st.floats(0.0, 0.1), unit, openings), max_size=4), finite)
@settings(max_examples=40)
def test_target(T: np.ndarray, grasps: list[tuple[np.ndarray, float, float, float | None]], support_z: float) -> None:
    target = Target(OrientedBox(T, np.array([0.05, 0.04, 0.1])), tuple(Grasp(*g) for g in grasps), support_z)
    back = convert.target_from_msg(wire(convert.target_to_msg(target, STAMP, "base", "a1")))
    assert back is not None
    np.testing.assert_allclose(back.box.T_base_box, T, atol=1e-12)
    np.testing.assert_array_equal(back.box.size, target.box.size)
    assert [(g.width, g.score, g.opening) for g in back.grasps] == [g[1:] for g in grasps]
    for mine, theirs in zip(back.grasps, grasps, strict=True):
        np.testing.assert_allclose(mine.T_base_tool, theirs[0], atol=1e-12)
    assert back.support_z == support_z


@pytest.mark.parametrize("text", ["grasp:", "grasp:0.01:", "grasp:0.03:0.01", "grasp:0.01:nan", "grasp:0.01:0.02:0.03"])
def test_a_grasp_that_makes_no_sense_is_refused(text: str) -> None:
    box = OrientedBox(np.eye(4), np.array([0.15, 0.15, 0.05]))
    msg = convert.target_to_msg(Target(box, (Grasp(np.eye(4), 0.01, 1.0, 0.03),), 0.0), STAMP, "base")
    msg.detections[0].results[0].hypothesis.class_id = text
    with pytest.raises(InputError):
        convert.target_from_msg(wire(msg))


def test_points_of_another_layout() -> None:
    """A cloud as cameras send it: padding, other fields between, big-endian doubles, rows with a margin, NaN."""
    kind = np.dtype({"names": ["rgb", "z", "x", "y"], "formats": [">u4", ">f8", ">f8", ">f8"],
                     "offsets": [0, 8, 16, 24], "itemsize": 40})  # fmt: skip
    cloud = np.zeros((2, 3), kind)
    truth = np.random.default_rng(0).normal(size=(6, 3))
    for i, name in enumerate("xyz"):
        cloud[name] = truth[:, i].reshape(2, 3)
    cloud["y"][1, 2] = np.nan
    rows = b"".join(row.tobytes() + b"pad" for row in cloud)
    fields = [PointField(name=n, offset=kind.fields[n][1], datatype=PointField.FLOAT64, count=1) for n in "xyz"]
    msg = PointCloud2(height=2, width=3, fields=fields, is_bigendian=True, point_step=40, row_step=123, data=rows)
    np.testing.assert_array_equal(convert.points_from_msg(wire(msg)), truth[:5])


def test_points() -> None:
    points = np.random.default_rng(0).normal(size=(10_000, 3)).astype(np.float32).astype(np.float64)
    np.testing.assert_array_equal(convert.points_from_msg(wire(convert.points_to_msg(points, STAMP, "b"))), points)
    assert convert.points_from_msg(convert.points_to_msg(np.zeros((0, 3)), STAMP, "b")).shape == (0, 3)


def trajectory() -> JointTrajectory:
    times = np.array([0.0, 0.1, 0.25, 1.0])
    positions = np.random.default_rng(0).normal(size=(4, 3))
    return JointTrajectory(("a", "b", "c"), times, positions, positions * 0.5)


def test_joint_trajectory() -> None:
    back = convert.joint_trajectory_from_msg(wire(convert.joint_trajectory_to_msg(trajectory(), STAMP, "base")))
    assert back.joint_names == ("a", "b", "c")
    np.testing.assert_allclose(back.times, trajectory().times, atol=1e-9)
    np.testing.assert_array_equal(back.positions, trajectory().positions)
    np.testing.assert_array_equal(back.velocities, trajectory().velocities)


def test_joint_trajectory_without_velocities_gets_the_slopes() -> None:
    msg = convert.joint_trajectory_to_msg(trajectory())
    for i, point in enumerate(msg.points):
        point.positions, point.velocities = [float(i), 0.0, 1.0], []
        point.time_from_start.sec, point.time_from_start.nanosec = i, 0
    np.testing.assert_allclose(convert.joint_trajectory_from_msg(msg).velocities, [[1.0, 0.0, 0.0]] * 4)


@pytest.mark.parametrize(
    "spoil",
    [
        lambda m: setattr(m, "joint_names", ["a", "a", "c"]),
        lambda m: setattr(m, "joint_names", ["a", "b"]),
        lambda m: setattr(m, "points", []),
        lambda m: setattr(m.points[1], "positions", [0.0, float("nan"), 0.0]),
        lambda m: setattr(m.points[1], "velocities", []),
        lambda m: setattr(m.points[1].time_from_start, "nanosec", 0),
        lambda m: setattr(m.points[0].time_from_start, "sec", -1),
        lambda m: setattr(m, "points", [*m.points, JointTrajectoryPoint()]),
    ],
)
def test_joint_trajectory_refused(spoil: object) -> None:
    msg = convert.joint_trajectory_to_msg(trajectory())
    spoil(msg)
    with pytest.raises(InputError) as caught:
        convert.joint_trajectory_from_msg(msg)
    assert caught.value.code is ErrorCode.INPUT_MESSAGE


@given(
    st.builds(
        StatusReport,
        stamp_ns=st.integers(0, 2**31 * 10**9 - 1),
        source=st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=20),
        attempt=st.uuids().map(str),
        step=st.integers(0, 9),
        stage=st.sampled_from([*Phase, "approach", "lift"]).map(str),
        code=st.sampled_from(ErrorCode),
        reason=st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=50),
        values=st.dictionaries(st.sampled_from(["plan_s", "width_m"]), st.just("1.5")),
    )
)
def test_status(report: StatusReport) -> None:
    msg = convert.status_to_msg(report)
    assert convert.status_from_msg(wire(msg)) == report
    assert (msg.status[0].level == b"\x00") == (report.code is ErrorCode.OK)


def test_status_keeps_its_own_names() -> None:
    with pytest.raises(InputError, match="code"):
        convert.status_to_msg(StatusReport(0, "n", "a", 0, "look", values={"code": "1"}))


def test_status_of_something_else_is_refused() -> None:
    msg = convert.status_to_msg(StatusReport(0, "n", "a", 0, "look"))
    code = next(pair for pair in msg.status[0].values if pair.key == "code")
    code.value = "12345"
    with pytest.raises(InputError, match="12345"):
        convert.status_from_msg(msg)
    msg.status = []
    with pytest.raises(InputError, match="holds 0"):
        convert.status_from_msg(msg)


def test_empty_messages_of_the_default_constructor() -> None:
    assert convert.affordance_from_msg(Detection2DArray(), 1, 1).box is None
    assert convert.target_from_msg(Detection3DArray()) is None
