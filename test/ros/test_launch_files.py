# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""The launch files with ROS's own launch and launch_ros: what they declare, what they start, how they end.

Skipped where these two cannot be imported: they come with ROS 2, not from PyPI.
"""

import json
import os
import random
import re
import signal
import sys
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import yaml

from vla_r1_ros.calibration.result import Marker, StaticTransform, write_calibration
from vla_r1_ros.calibration.target import parse_target
from vla_r1_ros.core.errors import InputError
from vla_r1_ros.core.guard import session_members
from vla_r1_ros.core.processes import ManagedProcess, stop_all
from vla_r1_ros.core.resources import share_path
from vla_r1_ros.core.robot_file import load_robot
from vla_r1_ros.vla.machine import VENV_VARIABLE

pytest.importorskip("launch", reason="ROS's launch is not importable here")
pytest.importorskip("launch_ros.actions", reason="ROS's launch_ros is not importable here", exc_type=ImportError)

import launch
import numpy as np
import rclpy
from launch.actions import OpaqueFunction
from launch.launch_description_sources import PythonLaunchDescriptionSource
from launch.utilities import perform_substitutions
from rcl_interfaces.srv import GetParameters
from rclpy.context import Context
from rclpy.executors import SingleThreadedExecutor
from rclpy.node import Node
from rclpy.parameter import parameter_value_to_python
from scipy.spatial.transform import Rotation

FILES = ("bringup", "serve", "sim", "stack")
STACK = {"vla_node", "projection_node", "planner_node", "recorder_node", "console_node"}
STARTED = {"bringup": STACK, "sim": STACK | {"sim_node"}}
PROGRAM = """
import json, sys
from launch import LaunchDescription, LaunchService
from launch.actions import IncludeLaunchDescription
from launch.launch_description_sources import PythonLaunchDescriptionSource
service = LaunchService(noninteractive=len(sys.argv) > 3)
source = PythonLaunchDescriptionSource(sys.argv[1])
arguments = json.loads(sys.argv[2]).items()
service.include_launch_description(LaunchDescription([IncludeLaunchDescription(source, launch_arguments=arguments)]))
sys.exit(service.run())
"""


def described(name: str) -> Any:
    source = PythonLaunchDescriptionSource(str(share_path(f"launch/{name}.launch.py")))
    return source.get_launch_description(launch.LaunchContext())


def arguments(name: str) -> dict[str, Any]:
    """What `ros2 launch vla_r1_ros NAME --show-args` lists; the outermost file declares first."""
    found: dict[str, Any] = {}
    for argument in described(name).get_launch_arguments():
        found.setdefault(argument.name, argument)
    return found


@pytest.mark.parametrize("name", FILES)
def test_every_argument_is_described_and_has_a_default_among_its_choices(name: str) -> None:
    context = launch.LaunchContext()
    for argument in described(name).get_launch_arguments():
        assert argument.description.strip(".") and "no description" not in argument.description.lower(), argument.name
        assert argument.default_value is not None, argument.name
        if argument.name not in context.launch_configurations:
            argument.visit(context)  # raises where the default is none of the choices
    assert arguments(name).keys() <= context.launch_configurations.keys()


@pytest.mark.parametrize(("given", "expected"), [
    ({}, {"image": "/camera/camera/color/image_raw", "endpoint": "http://127.0.0.1:8000/v1", "checkpoint": "tabletop"}),
    ({"camera": "/cell/cam1", "depth_info": "/other/info"},
     {"image": "/cell/cam1/color/image_raw", "depth_info": "/other/info"}),
    ({"port": "8123", "model": "vla-r1"}, {"endpoint": "http://127.0.0.1:8123/v1", "checkpoint": "vla-r1"}),
    ({}, {"require_approval": "true", "require_enable": "true", "motion": "true", "server": "external"}),
])  # fmt: skip
def test_what_bringup_makes_of_its_arguments(given: dict[str, str], expected: dict[str, str]) -> None:
    context = launch.LaunchContext()
    context.launch_configurations.update(given)
    for argument in arguments("bringup").values():
        argument.visit(context)
    assert context.launch_configurations.items() >= expected.items()


def test_the_page_names_every_argument_of_bringup() -> None:
    page = (Path(__file__).parents[2] / "docs/bringup.md").read_text().partition("## Arguments")[2]
    named = {word for row in re.findall(r"^\| (`[^|]*) \|", page, re.M) for word in re.findall(r"`(\w+)`", row)}
    assert named == arguments("bringup").keys()


def published(context: Any, node: Any) -> tuple[Any, dict[str, str]]:
    """The transform (4, 4) that a static_transform_publisher is told, and all its words."""
    end = next(index for index, word in enumerate(node.cmd) if getattr(word[0], "text", "") == "--ros-args")
    words = [perform_substitutions(context, word) for word in node.cmd[1:end]]
    given = dict(zip(words[0::2], words[1::2], strict=True))
    T = np.eye(4)
    T[:3, 3] = [float(given[key]) for key in ("--x", "--y", "--z")]
    T[:3, :3] = Rotation.from_quat([float(given[key]) for key in ("--qx", "--qy", "--qz", "--qw")]).as_matrix()
    return T, given


def test_the_mounting_that_bringup_publishes_is_the_calibrations(tmp_path: Path) -> None:
    T = np.eye(4)
    T[:3, :3], T[:3, 3] = Rotation.from_euler("xyz", [-2.1, 0.2, 0.7]).as_matrix(), (0.05, -0.5, 0.65)
    transform = StaticTransform("panda_link0", "camera_link", T, datetime.now(UTC))
    marker = Marker(parse_target("tag:APRILTAG_36h11:0:80"), "panda_link0", np.eye(4))
    write_calibration(tmp_path / "camera.yaml", transform, marker, {})
    context = launch.LaunchContext()
    context.launch_configurations.update(camera_transform=str(tmp_path / "camera.yaml"))
    _, camera = (entity for entity in described("bringup").entities if isinstance(entity, OpaqueFunction))
    (node,) = camera.execute(context)
    told, given = published(context, node)
    np.testing.assert_allclose(told, T, atol=1e-6)
    assert (given["--frame-id"], given["--child-frame-id"]) == ("panda_link0", "camera_link")
    context.launch_configurations["camera_transform"] = ""
    assert camera.execute(context) == []
    context.launch_configurations["camera_transform"] = str(tmp_path / "none.yaml")
    with pytest.raises(InputError, match="cannot be read"):
        camera.execute(context)


@pytest.mark.parametrize("name", ["ur5e", "piper", "panda"])
def test_the_tool_frame_that_bringup_publishes_is_the_robot_files(name: str) -> None:
    context = launch.LaunchContext()
    context.launch_configurations.update(robot=name, tool_frame="publish")
    check, _ = (entity for entity in described("bringup").entities if isinstance(entity, OpaqueFunction))
    (node,) = check.execute(context)
    T, given = published(context, node)
    robot = load_robot(name)
    np.testing.assert_allclose(T, robot.T_hand_tool, atol=1e-6)
    assert (given["--frame-id"], given["--child-frame-id"]) == (robot.hand_frame, robot.tool_frame)
    context.launch_configurations["tool_frame"] = "robot"
    assert check.execute(context) == []


@pytest.mark.parametrize(("robot", "frame"), [("panda", "panda_link0"), ("ur5e", "base_link")])
def test_rviz_is_started_where_asked_in_the_robots_frame_on_the_cameras_topics(robot: str, frame: str) -> None:
    context = launch.LaunchContext()
    for argument in arguments("stack").values():
        argument.visit(context)
    (view,) = (entity for entity in described("stack").entities
               if isinstance(entity, OpaqueFunction) and entity.condition is not None)
    assert view.condition is not None and not view.condition.evaluate(context)
    context.launch_configurations.update(rviz="true", robot=robot, depth_image="/cam/depth")
    assert view.condition.evaluate(context)
    (node,) = view.execute(context)
    end = next(index for index, word in enumerate(node.cmd) if getattr(word[0], "text", "") == "--ros-args")
    words = [perform_substitutions(context, word) for word in node.cmd[1:end]]
    assert words[words.index("-f") + 1] == frame == load_robot(robot).base_frame
    assert Path(words[words.index("-d") + 1]).is_file()


def test_the_simulator_stays_on_its_machine_before_the_stack_is_told_of_transports() -> None:
    entities = described("sim").entities
    kinds = [type(entity).__name__ for entity in entities]
    (near,) = (entity for entity in entities if isinstance(entity, launch.actions.SetEnvironmentVariable))
    context = launch.LaunchContext()
    words = [perform_substitutions(context, part) for part in (near.name, near.value)]
    assert words == ["ROS_AUTOMATIC_DISCOVERY_RANGE", "LOCALHOST"]
    assert kinds.count("UnsetEnvironmentVariable") == 2
    assert kinds.index("SetEnvironmentVariable") < kinds.index("IncludeLaunchDescription")


@pytest.fixture
def environment(tmp_path: Path) -> dict[str, str]:
    """As after `source install/setup.bash`: a prefix that has the package's executables where colcon puts them."""
    prefix = tmp_path / "prefix"
    index, programs = prefix / "share/ament_index/resource_index/packages", prefix / "lib/vla_r1_ros"
    for folder in (index, programs):
        folder.mkdir(parents=True)
    (index / "vla_r1_ros").touch()
    modules = {node: f"ros.{node}" for node in STACK | {"sim_node"}} | {"vla_r1": "cli.main"}
    for program, module in modules.items():
        (programs / program).write_text(
            f"#!{sys.executable}\nimport sys\nfrom vla_r1_ros.{module} import main\nsys.exit(main())\n")
        (programs / program).chmod(0o755)
    return {
        **os.environ, "AMENT_PREFIX_PATH": os.pathsep.join((str(prefix), os.environ["AMENT_PREFIX_PATH"])),
        "PYTHONPATH": os.pathsep.join(path for path in sys.path if path), "PYTHONUNBUFFERED": "1",
        "ROS_DOMAIN_ID": str(random.randint(102, 200)), "ROS_AUTOMATIC_DISCOVERY_RANGE": "LOCALHOST",
        "ROS_LOG_DIR": str(tmp_path / "log"), "OMP_NUM_THREADS": "1",
    }  # fmt: skip


def start(name: str, environment: dict[str, str], folder: Path, *, supervised: bool = False,
          **given: str) -> ManagedProcess:
    """`ros2 launch vla_r1_ros NAME`, with --noninteractive where `supervised`."""
    command = [sys.executable, "-c", PROGRAM, str(share_path(f"launch/{name}.launch.py")), json.dumps(given),
               *(["supervised"] if supervised else [])]  # fmt: skip
    return ManagedProcess(name, command, environment=environment, log=folder / f"{name}.log")


def until_up(wanted: set[str], process: ManagedProcess, environment: dict[str, str]) -> Node:
    """Wait until nodes of these names are there; returns the node that saw them."""
    os.environ["ROS_AUTOMATIC_DISCOVERY_RANGE"] = "LOCALHOST"
    context = Context()
    rclpy.init(context=context, domain_id=int(environment["ROS_DOMAIN_ID"]))
    watcher = Node("watcher", context=context)
    end = time.monotonic() + 120.0
    while not wanted <= set(watcher.get_node_names()):
        assert process.status is None and time.monotonic() < end, process.log_tail(40)
        time.sleep(0.1)
    return watcher


def parameters(node: Node, of: str, *names: str) -> list[Any]:
    """What a running node says that its parameters are."""
    client = node.create_client(GetParameters, f"/{of}/get_parameters")
    executor = SingleThreadedExecutor(context=node.context)
    assert client.wait_for_service(20.0)
    answer = client.call_async(GetParameters.Request(names=list(names)))
    rclpy.spin_until_future_complete(node, answer, executor=executor, timeout_sec=20.0)
    executor.shutdown()
    return [parameter_value_to_python(each) for each in answer.result().values]


def interrupt(process: ManagedProcess, supervised: bool) -> None:
    """A supervisor tells the launch alone; a terminal's Ctrl-C reaches all that it started."""
    if supervised:
        process.send(signal.SIGINT)
        return
    for member in set(session_members(process.session)) - {process.session}:
        os.kill(member, signal.SIGINT)


def recorder(**given: str) -> tuple[Any, launch.LaunchContext]:
    """What records, where something does, and the context of the launch."""
    context = launch.LaunchContext()
    context.launch_configurations.update(given)
    for argument in arguments("stack").values():
        argument.visit(context)
    (action,) = (entity for entity in described("stack").entities
                 if isinstance(entity, OpaqueFunction) and entity.condition is None)
    return (action.execute(context) or [None])[0], context


@pytest.mark.parametrize(("record", "per"), [("attempts", "attempt"), ("session", "session")])
def test_recorder_node_is_told_what_a_recording_is(record: str, per: str) -> None:
    node, context = recorder(record=record, record_dir="bags", record_images="packed")
    node._perform_substitutions(context)
    files = [Path(file).read_text() for file, _ in node._Node__expanded_parameter_arguments]
    values = yaml.safe_load(files[-1])["/**"]["ros__parameters"]
    assert values == {"output_directory": "bags", "image_format": "packed", "bag_per": per}


def test_ros2_bag_record_may_take_its_place(tmp_path: Path) -> None:
    process, context = recorder(record="rosbag2", record_dir=str(tmp_path / "bags"))
    words = [perform_substitutions(context, word) for word in process.cmd]
    assert words[:4] == ["ros2", "bag", "record", "--all-topics"] and (tmp_path / "bags").is_dir()
    assert re.fullmatch(rf"{tmp_path}/bags/rosbag2_[\d_-]+", words[words.index("--output") + 1])
    assert words[words.index("--storage") + 1] == "mcap"
    assert recorder(record="false")[0] is None


@pytest.mark.slow
@pytest.mark.parametrize(("name", "supervised"), [("bringup", False), ("bringup", True), ("sim", True)])
def test_it_starts_the_real_nodes_and_ends_them_at_sigint(
    name: str, supervised: bool, environment: dict[str, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ROS_AUTOMATIC_DISCOVERY_RANGE", "LOCALHOST")
    process = start(name, environment, tmp_path, supervised=supervised, record_dir=str(tmp_path / "bags"),
                    record="session")
    try:
        watcher = until_up(STARTED[name], process, environment)
        camera = "/camera/camera/color/image_raw" if name == "bringup" else "/camera/color/image_raw"
        end = time.monotonic() + 60.0
        while not (watcher.count_subscribers(camera) and process.log_tail(400).count("started") >= len(STARTED[name])):
            assert process.status is None and time.monotonic() < end, process.log_tail(60)
            time.sleep(0.1)
        told = parameters(watcher, "planner_node", "require_approval", "require_enable", "max_tool_speed", "planner")
        assert told == ([True, True, 0.1, ""] if name == "bringup" else [False, False, 0.6, ""])
        time.sleep(2.0)  # something is recorded: rosout, diagnostics
        watcher.context.try_shutdown()
        interrupt(process, supervised)
        assert process.wait(40.0), process.log_tail(40)
        assert process.status == 0, process.log_tail(60)
        log = process.log_tail(500)
        assert log.count("process has finished cleanly") == len(STARTED[name]), log
        assert not {"Traceback", "SIGTERM", "SIGKILL"} & set(log.replace("'", " ").split()), log
    finally:
        stop_all([process])
    (bag,) = (tmp_path / "bags").iterdir()
    counts = yaml.safe_load((bag / "metadata.yaml").read_text())["rosbag2_bagfile_information"]
    assert counts["message_count"] > 0


@pytest.mark.slow
@pytest.mark.parametrize(("given", "words"), [
    ({"robot": "no_such_robot"}, "no robot is called 'no_such_robot'; there are fr3, panda, piper, ur5e"),
    ({"require_approval": "maybe"}, "is not valid. Valid options are"),
    ({"planner": "fast"}, "is not valid. Valid options are"),
])  # fmt: skip
def test_a_wrong_argument_ends_bringup_before_anything_starts(
    given: dict[str, str], words: str, environment: dict[str, str], tmp_path: Path
) -> None:
    process = start("bringup", environment, tmp_path, record_dir=str(tmp_path / "bags"), **given)
    try:
        assert process.wait(60.0), process.log_tail(30)
        assert process.status == 1 and words.lower() in process.log_tail(60).lower(), process.log_tail(60)
        assert "process started" not in process.log_tail(60)
    finally:
        stop_all([process])


@pytest.mark.slow
def test_without_motion_no_node_can_move_the_arm(environment: dict[str, str], tmp_path: Path) -> None:
    process = start("bringup", environment, tmp_path, motion="false", record="false")
    try:
        watcher = until_up({"vla_node", "projection_node"}, process, environment)
        time.sleep(1.0)
        assert {"planner_node", "recorder_node"}.isdisjoint(watcher.get_node_names())
        watcher.context.try_shutdown()
        interrupt(process, supervised=False)
        assert process.wait(40.0) and process.status == 0, process.log_tail(40)
    finally:
        stop_all([process])


@pytest.mark.slow
def test_a_server_without_vllm_ends_with_a_reason(environment: dict[str, str], tmp_path: Path) -> None:
    process = start("serve", environment | {VENV_VARIABLE: str(tmp_path)}, tmp_path, checkpoint="no_such_model")
    try:
        assert process.wait(60.0), process.log_tail(30)
        assert "vla_r1 serve --model no_such_model --host 127.0.0.1 --port 8000 --device auto" in process.log_tail(60)
        assert "no_such_model" in process.log_tail(5) and "Traceback" not in process.log_tail(60), process.log_tail(60)
    finally:
        stop_all([process])
