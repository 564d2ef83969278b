# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""sim_node as a process of its own, met over DDS as a real cell would be."""

from __future__ import annotations

import json
import os
import random
import signal
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import rclpy
from action_msgs.msg import GoalStatus
from control_msgs.action import FollowJointTrajectory, GripperCommand
from rcl_interfaces.srv import SetParameters
from rclpy.action import ActionClient
from rclpy.context import Context
from rclpy.executors import SingleThreadedExecutor
from rclpy.parameter import Parameter
from rosgraph_msgs.msg import Clock
from sensor_msgs.msg import CameraInfo, Image, JointState
from std_msgs.msg import String
from std_srvs.srv import Trigger

from vla_r1_ros.core.processes import ManagedProcess, stop_all
from vla_r1_ros.core.resources import share_path
from vla_r1_ros.core.robot import RobotDescription
from vla_r1_ros.core.robot_file import load_robot
from vla_r1_ros.core.types import FloatArray, JointTrajectory
from vla_r1_ros.ros import convert
from vla_r1_ros.ros.qos import LATCHED, SENSOR
from vla_r1_ros.ros.tf import Buffer, TransformListener
from vla_r1_ros.ros.transport import transport_environment
from vla_r1_ros.sim.labels import camera_of
from vla_r1_ros.sim.tasks import make_episode

pytestmark = pytest.mark.slow
ROBOT = load_robot("panda")
WAIT_S = 60.0


class Cell:
    """A node that listens to everything sim_node says."""

    def __init__(self, context: Context, process: ManagedProcess, robot: RobotDescription = ROBOT) -> None:
        self.process, self.robot = process, robot
        self.node = rclpy.create_node("cell", context=context)
        self.executor = SingleThreadedExecutor(context=context)
        self.executor.add_node(self.node)
        self.last: dict[str, Any] = {}
        self.count: dict[str, int] = {}
        self.reports: list[dict[str, Any]] = []
        for kind, topic in (
            (Clock, "/clock"), (JointState, "joint_states"), (Image, "camera/color/image_raw"),
            (Image, "camera/depth/image_raw"), (CameraInfo, "camera/color/camera_info"),
            (CameraInfo, "camera/depth/camera_info"),
        ):  # fmt: skip
            self.node.create_subscription(kind, topic, self._keep(topic), SENSOR)
        self.node.create_subscription(String, "sim_node/referee", self._on_report, LATCHED)
        self.buffer = Buffer()
        self.listener = TransformListener(self.buffer, self.node)
        follow = f"{robot.arm.controller}/follow_joint_trajectory"
        self.follow = ActionClient(self.node, FollowJointTrajectory, follow)
        self.grip = ActionClient(self.node, GripperCommand, f"{robot.gripper.controller}/gripper_cmd")
        self.load = self.node.create_client(Trigger, "sim_node/load")
        self.parameters = self.node.create_client(SetParameters, "sim_node/set_parameters")

    def _keep(self, topic: str) -> Callable[[Any], None]:
        def keep(message: Any) -> None:
            self.last[topic] = message
            self.count[topic] = self.count.get(topic, 0) + 1

        return keep

    def _on_report(self, message: String) -> None:
        self.reports.append(json.loads(message.data))

    def until(self, condition: Callable[[], Any], what: str = "condition", seconds: float = WAIT_S) -> None:
        end = time.monotonic() + seconds
        while not condition():
            assert self.process.status is None, self.process.log_tail(40)
            assert time.monotonic() < end, f"no {what} in {seconds} s\n{self.process.log_tail(20)}"
            self.executor.spin_once(timeout_sec=0.05)

    def wait(self, future: Any, what: str = "answer") -> Any:
        self.until(future.done, what)
        return future.result()

    def joints(self) -> FloatArray:
        return np.array(self.last["joint_states"].position[: len(self.robot.arm.joints)])

    def clock_s(self) -> float:
        stamp = self.last["/clock"].clock
        return float(stamp.sec) + stamp.nanosec * 1e-9

    def pass_time(self, seconds: float) -> None:
        end = self.clock_s() + seconds
        self.until(lambda: self.clock_s() >= end, "time")

    def send(self, client: ActionClient, goal: Any, feedback: list[Any] | None = None) -> Any:
        note = None if feedback is None else feedback.append
        return self.wait(client.send_goal_async(goal, feedback_callback=note), "goal response")

    def set(self, *parameters: Parameter) -> list[Any]:
        request = SetParameters.Request(parameters=[p.to_parameter_msg() for p in parameters])
        return list(self.wait(self.parameters.call_async(request)).results)

    def loaded(self) -> dict[str, Any]:
        count = len(self.reports)
        answer = self.wait(self.load.call_async(Trigger.Request()))
        assert answer.success, answer.message
        self.until(lambda: len(self.reports) > count)
        return self.reports[count]


def start(folder: Path, environment: dict[str, str], *arguments: str) -> ManagedProcess:
    command = [sys.executable, "-m", "vla_r1_ros.ros.sim_node", "--ros-args", "--params-file",
               str(share_path("config/nodes/sim_node.yaml")), *arguments]  # fmt: skip
    return ManagedProcess("sim_node", command, environment=environment, log=folder / "sim_node.log")


@pytest.fixture(scope="module")
def cell(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cell]:
    folder = tmp_path_factory.mktemp("sim_node")
    with running(folder, ROBOT, "-p", f"media_dir:='{folder}/media'") as cell:
        yield cell


@contextmanager
def running(folder: Path, robot: RobotDescription, *arguments: str) -> Iterator[Cell]:
    """A sim_node with a robot, and who listens to it."""
    domain = random.randint(102, 200)
    extra = {**transport_environment(), "ROS_AUTOMATIC_DISCOVERY_RANGE": "LOCALHOST"}
    extra.setdefault("AMENT_PREFIX_PATH", os.environ.get("AMENT_PREFIX_PATH", sys.prefix))
    before = dict(os.environ)
    os.environ.update(extra)
    environment = {**os.environ, "ROS_DOMAIN_ID": str(domain), "OMP_NUM_THREADS": "1"}
    process = start(folder, environment, "-p", "seed:=3", "-p", "task:=pick", "-p", f"robot:={robot.name}", *arguments)
    context = Context()
    rclpy.init(context=context, domain_id=domain)
    cell = Cell(context, process, robot)
    try:
        wanted = {"/clock", "joint_states", "camera/color/image_raw", "camera/depth/image_raw",
                  "camera/color/camera_info", "camera/depth/camera_info"}  # fmt: skip
        cell.until(lambda: wanted <= set(cell.last) and cell.reports, "topics")
        cell.until(lambda: cell.follow.server_is_ready() and cell.grip.server_is_ready(), "action servers")
        yield cell
    finally:
        stop_all([process])
        cell.executor.shutdown(timeout_sec=1.0)
        cell.node.destroy_node()
        rclpy.try_shutdown(context=context)
        os.environ.clear()
        os.environ.update(before)


def motion(cell: Cell, target: FloatArray, seconds: float, names: Sequence[str] = ()) -> Any:
    """A cubic goal from the measured joints to `target`."""
    own = cell.robot.arm.joints
    names = names or own
    start_at, u = cell.joints(), np.linspace(0, 1, 30)[:, None]
    P = start_at + (3 * u**2 - 2 * u**3) * (target - start_at)
    V = (6 * u - 6 * u**2) / seconds * (target - start_at)
    order = [own.index(name) for name in names]
    trajectory = JointTrajectory(tuple(names), u[:, 0] * seconds, P[:, order], V[:, order])
    return FollowJointTrajectory.Goal(trajectory=convert.joint_trajectory_to_msg(trajectory))


AWAY = ROBOT.arm.home + np.array([0.3, 0.2, 0.0, 0.1, 0.0, 0.0, 0.0])


def test_pictures_match_their_calibration_and_come_in_pairs(cell: Cell) -> None:
    def paired() -> bool:
        return len({cell.last[topic].header.stamp.nanosec for topic in
                    ("camera/color/image_raw", "camera/depth/image_raw", "camera/color/camera_info")}) == 1

    cell.until(paired, "pair of pictures")
    colour, depth = cell.last["camera/color/image_raw"], cell.last["camera/depth/image_raw"]
    assert (colour.encoding, colour.width, colour.height, colour.step) == ("rgb8", 640, 480, 1920)
    assert (depth.encoding, depth.width, depth.height, depth.step) == ("16UC1", 640, 480, 1280)
    assert colour.header.frame_id == depth.header.frame_id == "camera_color_optical_frame"
    K, T_base_camera = camera_of(make_episode(3, "pick").layout.camera, 640, 480)
    np.testing.assert_allclose(convert.camera_from_msg(cell.last["camera/color/camera_info"]).K, K)
    cell.until(lambda: cell.buffer.can_transform("panda_link0", colour.header.frame_id, rclpy.time.Time()), "TF")
    found = cell.buffer.lookup_transform("panda_link0", colour.header.frame_id, rclpy.time.Time())
    np.testing.assert_allclose(convert.geometry.transform_from_msg(found.transform), T_base_camera, atol=1e-6)


def test_tf_gives_the_tool_at_the_time_of_a_picture(cell: Cell) -> None:
    stamps: list[rclpy.time.Time] = []  # of several: from before the first TF heard there is none

    def known() -> bool:
        stamps.append(rclpy.time.Time.from_msg(cell.last["camera/color/image_raw"].header.stamp))
        return any(map(can, stamps))

    def can(stamp: rclpy.time.Time) -> bool:
        return bool(cell.buffer.can_transform("panda_link0", "panda_hand_tcp", stamp))

    cell.until(known, "TF of the tool")
    stamp = next(stamp for stamp in stamps if can(stamp))
    position = cell.buffer.lookup_transform("panda_link0", "panda_hand_tcp", stamp).transform.translation
    np.testing.assert_allclose([position.x, position.y, position.z], [0.307, 0.0, 0.487], atol=3e-3)


def test_a_goal_is_followed_whatever_the_order_of_its_joints(cell: Cell) -> None:
    feedback: list[Any] = []
    names = tuple(reversed(ROBOT.arm.joints))
    handle = cell.send(cell.follow, motion(cell, AWAY, 1.5, names), feedback)
    assert handle.accepted
    answer = cell.wait(handle.get_result_async(), "result")
    assert answer.status == GoalStatus.STATUS_SUCCEEDED
    assert answer.result.error_code == FollowJointTrajectory.Result.SUCCESSFUL
    np.testing.assert_allclose(cell.joints(), AWAY, atol=0.01)
    assert feedback and feedback[0].feedback.joint_names == list(ROBOT.arm.joints)
    assert max(abs(e) for f in feedback for e in f.feedback.error.positions) < 0.05


def test_a_wrong_start_and_wrong_names_are_rejected(cell: Cell) -> None:
    before = cell.joints()
    shifted = motion(cell, cell.joints() + 0.1, 1.0)
    for point in shifted.trajectory.points:
        point.positions = [q + 0.2 for q in point.positions]
    assert not cell.send(cell.follow, shifted).accepted
    foreign = motion(cell, cell.joints(), 1.0)
    foreign.trajectory.joint_names = [f"other_{name}" for name in ROBOT.arm.joints]
    assert not cell.send(cell.follow, foreign).accepted
    assert not cell.send(cell.follow, FollowJointTrajectory.Goal()).accepted
    cell.pass_time(0.3)
    np.testing.assert_allclose(cell.joints(), before, atol=2e-3)


def test_cancel_stops_the_arm(cell: Cell) -> None:
    goal = ROBOT.arm.home - np.array([0.8, 0, 0, 0, 0, 0, 0])
    handle = cell.send(cell.follow, motion(cell, goal, 4.0))
    cell.pass_time(1.5)
    result = handle.get_result_async()
    cell.wait(handle.cancel_goal_async())
    answer = cell.wait(result, "result")
    assert answer.status == GoalStatus.STATUS_CANCELED
    cell.pass_time(0.2)
    here = cell.joints()
    cell.pass_time(0.5)
    np.testing.assert_allclose(cell.joints(), here, atol=2e-3)
    assert np.abs(here - goal).max() > 0.05


def test_a_goal_that_is_cancelled_before_the_arm_moves_ends_as_cancelled(cell: Cell) -> None:
    for _ in range(100):
        handle = cell.send(cell.follow, motion(cell, ROBOT.arm.home, 4.0))
        assert handle.accepted
        result = handle.get_result_async()
        handle.cancel_goal_async()
        assert cell.wait(result, "result").status == GoalStatus.STATUS_CANCELED


def test_a_new_goal_takes_over(cell: Cell) -> None:
    first = cell.send(cell.follow, motion(cell, ROBOT.arm.home, 4.0))
    first_result = first.get_result_async()
    cell.pass_time(0.5)
    second_goal = motion(cell, AWAY, 2.0)
    second_goal.trajectory.points = second_goal.trajectory.points[8:]  # starts later, from wherever the arm is
    second = cell.send(cell.follow, second_goal)
    assert second.accepted
    assert cell.wait(first_result, "result").status == GoalStatus.STATUS_ABORTED
    assert cell.wait(second.get_result_async(), "result").status == GoalStatus.STATUS_SUCCEEDED


def test_the_gripper_closes_and_refuses_nonsense(cell: Cell) -> None:
    goal = GripperCommand.Goal()
    goal.command.position, goal.command.max_effort = 0.012, 20.0
    answer = cell.wait(cell.send(cell.grip, goal).get_result_async(), "result")
    assert answer.status == GoalStatus.STATUS_SUCCEEDED and answer.result.reached_goal
    assert answer.result.position == pytest.approx(0.012, abs=0.002)
    goal.command.position = 1.0
    assert not cell.send(cell.grip, goal).accepted


def test_an_episode_is_loaded_by_seed_and_the_clock_goes_on(cell: Cell) -> None:
    before = cell.clock_s()
    results = cell.set(Parameter("seed", value=21), Parameter("task", value="carry"))
    assert all(result.successful for result in results)
    report = cell.loaded()
    episode = make_episode(21, "carry")
    assert (report["seed"], report["task"], report["instruction"]) == (21, "carry", episode.instruction)
    assert not report["success"]
    cell.pass_time(0.2)
    assert cell.clock_s() > before
    np.testing.assert_allclose(cell.joints(), load_robot("panda").arm.home, atol=5e-3)


def test_words_of_the_user_make_a_scene(cell: Cell) -> None:
    assert cell.set(Parameter("instruction", value="pick up the banana"))[0].successful
    assert (cell.loaded()["task"], cell.reports[-1]["instruction"]) == ("absent", "pick up the banana")
    cell.pass_time(0.6)
    assert cell.reports[-1]["success"], "nothing moved and the thing is absent"


def test_a_scene_that_cannot_be_is_refused_and_the_old_one_goes_on(cell: Cell) -> None:
    assert cell.set(Parameter("instruction", value="put it down in a nice way"))[0].successful
    answer = cell.wait(cell.load.call_async(Trigger.Request()))
    assert not answer.success and "INPUT_INSTRUCTION" in answer.message
    assert cell.set(Parameter("instruction", value=""))[0].successful
    cell.pass_time(0.2)


def test_a_load_in_the_middle_of_a_motion_ends_the_goal(cell: Cell) -> None:
    handle = cell.send(cell.follow, motion(cell, AWAY, 4.0))
    result = handle.get_result_async()
    cell.loaded()
    assert cell.wait(result, "result").status == GoalStatus.STATUS_ABORTED


@pytest.mark.parametrize(
    ("name", "value", "word"),
    [("task", "juggle", "juggle"), ("seed", -1, "seed"), ("camera_rate", 30.0, "read-only"), ("seed", "x", "type")],
)
def test_other_changes_at_run_time_are_refused_with_a_reason(cell: Cell, name: str, value: Any, word: str) -> None:
    (result,) = cell.set(Parameter(name, value=value))
    assert not result.successful and word in result.reason


def test_nothing_but_the_referees_own_topic_tells_the_truth(cell: Cell) -> None:
    topics = {name for name, _ in cell.node.get_publisher_names_and_types_by_node("sim_node", "/")}
    assert topics - {"/parameter_events", "/rosout"} == {
        "/clock", "/tf", "/tf_static", "/joint_states", "/robot_description", "/camera/color/image_raw",
        "/camera/color/camera_info", "/camera/depth/image_raw", "/camera/depth/camera_info", "/sim_node/referee",
        *(t for t in topics if "/_action/" in t),
    }  # fmt: skip
    frames = cell.buffer.all_frames_as_string() if hasattr(cell.buffer, "all_frames_as_string") else ""
    assert not any(name in frames for name in ("cube", "bowl", "basket", "mug"))


def test_it_leaves_pictures_and_a_clip_and_ends_cleanly(cell: Cell) -> None:
    """Last of the module: it ends the process."""
    cell.loaded()
    cell.pass_time(0.2)
    target = cell.joints() + np.array([0.2, 0, 0, 0, 0, 0, 0])
    cell.wait(cell.send(cell.follow, motion(cell, target, 1.0)).get_result_async(), "result")
    folder = cell.process.log.parent / "media"
    cell.process.send(signal.SIGTERM)
    assert cell.process.wait(10.0), cell.process.log_tail()
    assert cell.process.status == 0, cell.process.log_tail(40)
    assert "Traceback" not in cell.process.log_tail(200)
    for name in ("before.png", "after.png", "clip.mp4"):
        assert (folder / name).stat().st_size > 5000, name


def test_the_other_arm_speaks_as_its_driver_does(tmp_path: Path) -> None:
    """The UR5e with its 2F-85: names, frames, and a gripper whose positions are the angle of its knuckle."""
    robot = load_robot("ur5e")
    with running(tmp_path, robot) as cell:
        assert list(cell.last["joint_states"].name) == [*robot.arm.joints, *robot.gripper.joints]
        np.testing.assert_allclose(cell.joints(), robot.arm.home, atol=5e-3)
        cell.until(lambda: cell.buffer.can_transform("base_link", robot.tool_frame, rclpy.time.Time()), "TF")
        for capsule in robot.links:  # what cuts the arm out of depth pictures
            assert cell.buffer.can_transform(capsule.start_frame, capsule.end_frame, rclpy.time.Time())
        away = robot.arm.home + np.array([0.3, 0.1, 0.1, 0.0, 0.0, 0.4])
        handle = cell.send(cell.follow, motion(cell, away, 1.5))
        assert cell.wait(handle.get_result_async(), "result").status == GoalStatus.STATUS_SUCCEEDED
        np.testing.assert_allclose(cell.joints(), away, atol=0.01)
        goal = GripperCommand.Goal()
        goal.command.position, goal.command.max_effort = 0.4, 20.0
        answer = cell.wait(cell.send(cell.grip, goal).get_result_async(), "result")
        assert answer.status == GoalStatus.STATUS_SUCCEEDED and answer.result.reached_goal
        assert answer.result.position == pytest.approx(0.4, abs=0.02)
        assert cell.last["joint_states"].position[-1] == pytest.approx(0.4, abs=0.02)
        goal.command.position = 0.9
        assert not cell.send(cell.grip, goal).accepted
