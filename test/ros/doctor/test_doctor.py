# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""Each fault of a cell is named by the line that is about it, over real DDS."""

import time
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from pathlib import Path

import pytest

from vla_r1_ros.core.errors import ErrorCode, InputError
from vla_r1_ros.core.findings import Finding, Level
from vla_r1_ros.core.robot_file import load_robot
from vla_r1_ros.ros import transport
from vla_r1_ros.ros.doctor_ear import Ear
from vla_r1_ros.ros.doctor_system import RECEIVE_BUFFER_BYTES, check_reach, check_transport
from vla_r1_ros.ros.transport import BUILTIN_VARIABLE, PROFILE_VARIABLES, transport_environment

Examined = Callable[..., dict[str, Finding]]


def test_a_sound_cell_is_found_sound(examined: Examined) -> None:
    lines = examined()
    bad = {name: finding for name, finding in lines.items() if finding.level in (Level.FAIL, Level.SKIP)}
    assert not bad
    assert lines["view"].values["table_z_m"] == pytest.approx(0.0, abs=1e-3)
    assert lines["depth/image"].values["median_m"] == pytest.approx(1.0, abs=1e-3)
    assert "64x48 rgb8" in lines["image"].seen and "static" in lines["camera tf"].seen


def test_a_remap_is_heard(examined: Examined) -> None:
    lines = examined(ros_args=("-r", "image:=/elsewhere/image"))
    assert lines["image"].level is Level.FAIL and "nobody publishes /elsewhere/image" in lines["image"].seen
    assert "/image" in lines["image"].seen and "-r image:=/image" in lines["image"].todo


COMPRESSED = ("-p", "image_transport:=compressed", "-p", "depth_transport:=compressedDepth")


def test_a_camera_that_is_compressed_is_found_sound_where_that_is_asked_for(examined: Examined) -> None:
    lines = examined("compressed beside", ros_args=COMPRESSED)
    assert not {name: one for name, one in lines.items() if one.level in (Level.FAIL, Level.SKIP)}
    assert "64x48 rgb8; jpeg" in lines["image"].seen and "64x48 32FC1; compressedDepth" in lines["depth/image"].seen
    assert lines["depth/image"].values["median_m"] == pytest.approx(1.0, abs=1e-3)
    assert lines["view"].values["table_z_m"] == pytest.approx(0.0, abs=1e-3)


@pytest.mark.parametrize(("fault", "ros_args", "seen", "todo"), [
    ("compressed beside", (), "only /image/compressed", "image_transport:=compressed"),
    ("lens covered", COMPRESSED, "only /image", "image_transport:=raw"),
])  # fmt: skip
def test_the_form_in_which_an_image_comes_is_named(
    examined: Examined, fault: str, ros_args: tuple[str, ...], seen: str, todo: str
) -> None:
    lines = examined(fault, ros_args=ros_args)
    for name, words in (("image", seen), ("depth/image", seen.replace("/image", "/depth/image"))):
        assert lines[name].level is Level.FAIL and words in lines[name].seen, lines[name]
    assert todo in lines["image"].todo and "depth_transport:=" in lines["depth/image"].todo


def test_a_form_that_there_is_not(examined: Examined) -> None:
    with pytest.raises(InputError, match="'image_transport' is 'theora'") as caught:
        examined(running=False, ros_args=("-p", "image_transport:=theora"))
    assert caught.value.code is ErrorCode.INPUT_PARAMETER


def test_an_empty_network(examined: Examined) -> None:
    lines = examined(running=False)
    assert "no other node is seen" in lines["middleware"].seen
    for name in ("middleware", "image", "depth/image", "joint_states", "arm controller", "gripper", "robot tf"):
        assert lines[name].level is Level.FAIL and lines[name].todo, name
    assert lines["depth pairs"].level is Level.SKIP


FAULTS: dict[tuple[str, ...], Mapping[str, tuple[Level, str]]] = {
    ("no depth", "no velocities", "no camera tf", "no heartbeat"): {
        "depth/image": (Level.FAIL, "nobody publishes /depth/image"),
        "joint_states": (Level.FAIL, "no velocities"),
        "camera tf": (Level.FAIL, "402 PROJECTION_NO_TRANSFORM"),
        "enable_motion": (Level.FAIL, "nothing came, though drivers publishes it"),
    },
    ("depth compressed", "camera tf stale", "no fingers", "colour encoding", "frame missing"): {
        "depth/image": (Level.FAIL, "CompressedImage, not sensor_msgs/msg/Image"),
        "camera tf": (Level.FAIL, " s old"),
        "joint_states": (Level.FAIL, "no panda_finger_joint1, panda_finger_joint2"),
        "image": (Level.FAIL, "111 INPUT_IMAGE_ENCODING"),
        "robot tf": (Level.FAIL, "panda_rightfinger"),
    },
    ("depth in mm", "enable best effort", "camera identity", "lens covered", "joint out of limits"): {
        "depth/image": (Level.FAIL, "millimetres in 32FC1"),
        "qos": (Level.FAIL, "Best effort publisher and reliable subscription"),
        "enable_motion": (Level.FAIL, "Best effort publisher and reliable subscription"),
        "camera tf": (Level.FAIL, "identity"),
        "image": (Level.WARN, "all one colour"),
        "joint_states": (Level.FAIL, "panda_joint4 1.000 rad"),
    },
    ("depth holes", "depth slow", "camera clock behind", "uncalibrated", "no controllers", "finger in mm"): {
        "depth/image": (Level.WARN, "of the pixels measured"),
        "depth pairs": (Level.FAIL, "of the colour images"),
        "clock skew": (Level.FAIL, "image +30"),
        "camera_info": (Level.FAIL, "120 INPUT_CAMERA_INFO_INVALID"),
        "joint_states": (Level.FAIL, "gripper.opening: panda_finger_joint1 20.0000 (0 to 0.04)"),
        "arm controller": (Level.FAIL, "no server for panda_arm_controller/follow_joint_trajectory"),
        "gripper": (Level.FAIL, "GripperCommand is served at /other_gripper/gripper_cmd"),
    },
    ("camera sideways", "other urdf", "fingers disagree", "two controllers"): {
        "arm controller": (Level.FAIL, "2 controllers answer to panda_arm_controller/follow_joint_trajectory"),
        "joint_states": (Level.FAIL, "panda_finger_joint1 tells 40 mm, panda_finger_joint2 tells 0 mm"),
        "view": (Level.FAIL, "0% of the workspace's floor"),
        "robot_description": (Level.FAIL, "frame 'panda_link0' is no link of the URDF"),
    },
}


@pytest.mark.parametrize("faults", FAULTS, ids=lambda faults: ", ".join(faults))
def test_each_fault_is_named_with_what_to_do(faults: tuple[str, ...], examined: Examined) -> None:
    lines = examined(*faults)
    for name, (level, words) in FAULTS[faults].items():
        assert lines[name].level is level and words in lines[name].seen, (name, lines[name])
        assert lines[name].todo, name


@pytest.mark.parametrize("ros_args", [("-p", "use_sim_time:=5"), ("-r", "__ns:=/no blank"), ("--none",)])
def test_ros_arguments_that_cannot_be_are_a_named_error(ros_args: tuple[str, ...], examined: Examined) -> None:
    with pytest.raises(InputError) as caught:
        examined(running=False, ros_args=ros_args)
    assert caught.value.code is ErrorCode.INPUT_ENVIRONMENT and "--ros-args" in caught.value.advice


def test_what_was_heard_does_not_change_while_it_is_looked_at(
    running: Callable[[], AbstractContextManager[None]]
) -> None:
    with running(), Ear(load_robot("panda"), window_s=1.0) as ear:
        ear.listen(1.0)
        before = {name: (len(heard.stamps_ns), heard.last) for name, heard in ear.heard.items()}
        assert before["image"][0] > 5
        time.sleep(0.3)
        assert all((len(heard.stamps_ns), heard.last) == before[name] for name, heard in ear.heard.items())


def test_a_clock_that_nobody_publishes(examined: Examined) -> None:
    lines = examined(running=False, ros_args=("-p", "use_sim_time:=true"))
    assert lines["clock"].level is Level.FAIL and "nobody publishes /clock" in lines["clock"].seen


def test_how_images_travel_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert check_transport("rmw_cyclonedds_cpp", {}).level is Level.OK
    small = transport_environment({}, tmp_path / "none")
    assert BUILTIN_VARIABLE in small
    assert check_transport("rmw_fastrtps_cpp", small, {}, tmp_path / "none").level is Level.WARN
    monkeypatch.setattr(transport, "SHARED_MEMORY_NEEDED_BYTES", 1)
    assert check_transport("rmw_fastrtps_cpp", transport_environment({}, tmp_path), {}).level is Level.OK
    assert check_transport("rmw_fastrtps_dynamic_cpp", {}, {}).level is Level.WARN
    for name in PROFILE_VARIABLES:
        gone = check_transport("rmw_fastrtps_cpp", {}, {name: str(tmp_path / "gone.xml")})
        assert gone.level is Level.FAIL and "gone.xml is no file" in gone.seen


def test_who_is_heard_and_how_much_a_socket_holds(tmp_path: Path) -> None:
    def found(buffer: str, middleware: str = "rmw_fastrtps_cpp", **environment: str) -> Finding:
        (tmp_path / "rmem_max").write_text(buffer)
        return check_reach(middleware, environment, tmp_path)

    enough = str(RECEIVE_BUFFER_BYTES)
    assert found(enough).level is Level.OK
    assert found(enough, ROS_LOCALHOST_ONLY="0", ROS_AUTOMATIC_DISCOVERY_RANGE="SUBNET").level is Level.OK
    small = found("212992\n")
    assert small.level is Level.WARN and "rmem_max 0.2 MiB" in small.seen and enough in small.todo
    assert found("212992", "rmw_zenoh_cpp").level is Level.OK  # TCP
    local = found(enough, ROS_LOCALHOST_ONLY="1", ROS_AUTOMATIC_DISCOVERY_RANGE="SUBNET")
    assert local.level is Level.WARN and "unset ROS_LOCALHOST_ONLY" in local.todo
    assert "no other machine" in found(enough, ROS_AUTOMATIC_DISCOVERY_RANGE="localhost").seen
    assert check_reach("rmw_fastrtps_cpp", {}, tmp_path / "none").level is Level.OK
