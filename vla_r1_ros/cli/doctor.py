# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""`vla_r1 doctor`: is this machine, and the cell that it sees, ready for the arm to move?"""

import argparse
import json
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import Any

from vla_r1_ros.calibration.doctor import check_calibration
from vla_r1_ros.cli.style import command
from vla_r1_ros.core.doctor import check_disk
from vla_r1_ros.core.errors import ErrorCode, InputError, VlaError
from vla_r1_ros.core.findings import Finding, FindingLine, Level, NamedCheck, as_json, examine
from vla_r1_ros.core.robot import RobotDescription
from vla_r1_ros.core.robot_file import load_robot
from vla_r1_ros.motion.doctor import check_moveit, check_planner
from vla_r1_ros.vla.doctor import check_endpoint
from vla_r1_ros.vla.key import KEY_SOURCES, api_key
from vla_r1_ros.vla.manifest import settings_for

GROUPS = ("ros", "planner", "model", "disk")
_NAME_WIDTH = 18


def register(subparsers: Any) -> None:
    """Describe the subcommand."""
    parser = command(
        subparsers, "doctor", "check a machine and its cell before the arm moves",
        description="Listens to camera, TF, joint states and controllers, has the model generate, and says what is "
        "missing, one line each with the number seen and what to do. It commands nothing.",
        examples=("vla_r1 doctor --skip ros --json report.json",
                  "vla_r1 doctor --robot my_robot.yaml --endpoint http://gpu-box:8000/v1 --model vla-r1 --ros-args "
                  "-r image:=/camera/color/image_raw -r camera_info:=/camera/color/camera_info "
                  "-r depth/image:=/camera/aligned_depth_to_color/image_raw "
                  "-r depth/camera_info:=/camera/aligned_depth_to_color/camera_info"),
        ends={0: "ready: no line says FAIL", 1: "a line says FAIL, or an error"})
    parser.add_argument("--robot", default="panda", metavar="FILE",
                        help="a name in config/robots or the path of a YAML file (default: %(default)s)")
    parser.add_argument("--seconds", type=float, default=5.0, help="how long to listen (default: %(default)s)")
    parser.add_argument("--endpoint", default="http://127.0.0.1:8000/v1",
                        help=f"of the model server (default: %(default)s); its key: {KEY_SOURCES}")
    parser.add_argument("--model", default="tabletop", help="name that the server knows (default: %(default)s)")
    parser.add_argument("--deadline", type=float, default=60.0,
                        help="longest wait for one answer of the model, s (default: %(default)s)")
    parser.add_argument("--planner", default="", help="moveit or embedded (default: as planner_node chooses)")
    parser.add_argument("--camera-transform", type=Path, metavar="FILE",
                        help="file of `vla_r1 calibrate` that is published: its age and quality")
    parser.add_argument("--recordings", type=Path, default=Path("recordings"), metavar="DIR",
                        help="where recordings go (default: %(default)s)")
    parser.add_argument("--skip", action="append", default=[], choices=GROUPS,
                        help="leave out what this machine does not do; may be given again")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the lines and their numbers there as well")
    parser.add_argument("--ros-args", nargs=argparse.REMAINDER, default=[], metavar="...",
                        help="as behind --ros-args of a node, to the end of the line: -r image:=/my/image, "
                        "-r __ns:=/cell, -p use_sim_time:=true, -p image_transport:=compressed")
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Run all checks, print a line each; 1 where one fails."""
    if not 0.5 <= arguments.seconds <= 600.0:
        raise InputError(ErrorCode.INPUT_PARAMETER, f"--seconds is {arguments.seconds:g}, not 0.5 to 600",
                         "5 is enough for a camera of 30 Hz")  # fmt: skip
    if not 0.1 <= arguments.deadline <= 3600.0:
        raise InputError(ErrorCode.INPUT_PARAMETER, f"--deadline is {arguments.deadline:g}, not 0.1 to 3600",
                         "60 lets a server finish its cold start")  # fmt: skip
    lines: list[FindingLine] = []
    robot = _robot(arguments.robot, lines)
    lines += examine(_local_checks(arguments, robot), _show)
    if "ros" not in arguments.skip and robot is not None:
        lines += _ros_lines(robot, arguments.seconds, arguments.ros_args)
    counts = {level: sum(finding.level is level for _, finding in lines) for level in Level}
    ready = not counts[Level.FAIL]
    print(f"{'ready' if ready else 'not ready'}: " + ", ".join(f"{n} {level}" for level, n in counts.items() if n))
    if arguments.json:
        report = {"ready": ready, "robot": arguments.robot, "lines": as_json(lines)}
        try:
            arguments.json.write_text(json.dumps(report, indent=2) + "\n", encoding="utf-8")
        except OSError as error:
            raise InputError(ErrorCode.INPUT_FILE, f"--json: {error}", "name a file that can be written") from error
    return int(not ready)


def _show(line: FindingLine) -> None:
    name, finding = line
    print(f"{finding.level:4}  {name:{_NAME_WIDTH}}{finding.seen}", flush=True)
    if finding.todo:
        print(f"{'':{6 + _NAME_WIDTH}}-> {finding.todo}", flush=True)


def _robot(name: str, lines: list[FindingLine]) -> RobotDescription | None:
    robot: RobotDescription | None = None
    try:
        robot = load_robot(name)
        finding = Finding.ok(f"{robot.name}: {len(robot.arm.joints)} joints, base {robot.base_frame}, "
                             f"tool {robot.tool_frame}")  # fmt: skip
    except VlaError as error:
        finding = Finding.of(error)
    lines.append(("robot file", finding))
    _show(lines[-1])
    return robot


def _local_checks(arguments: argparse.Namespace, robot: RobotDescription | None) -> list[NamedCheck]:
    checks: list[NamedCheck] = []
    if "disk" not in arguments.skip:
        checks.append(("disk", partial(check_disk, arguments.recordings)))
    if arguments.camera_transform is not None:
        checks.append(("calibration", partial(check_calibration, arguments.camera_transform)))
    if "planner" not in arguments.skip:
        checks.append(("moveit", check_moveit))
        if robot is not None:
            heard_urdf = str if "ros" in arguments.skip else partial(_published_urdf, arguments.ros_args)
            checks.append(("planner", partial(check_planner, robot, arguments.planner, heard_urdf=heard_urdf)))
    if "model" not in arguments.skip:
        checks.append(("model", partial(_check_model, arguments)))
    return checks


def _published_urdf(ros_args: Sequence[str]) -> str:
    try:
        from vla_r1_ros.ros.description import published_description
    except ImportError:  # another line says so
        return ""
    return published_description(ros_args)


def _check_model(arguments: argparse.Namespace) -> Finding:
    settings = settings_for(arguments.model, arguments.endpoint, api_key=api_key())
    return check_endpoint(settings, arguments.deadline)


def _ros_lines(robot: RobotDescription, seconds: float, ros_args: Sequence[str]) -> list[FindingLine]:
    try:
        from vla_r1_ros.ros.doctor import listening
    except ImportError as error:
        return list(examine([("ros", partial(_no_ros, error))], _show))
    try:
        with listening(robot, seconds, ros_args) as checks:
            return list(examine(checks, _show))
    except VlaError as error:
        line = ("ros", Finding.of(error))
        _show(line)
        return [line]


def _no_ros(error: ImportError) -> Finding:
    return Finding.fail(f"{error}: camera, TF, joint states and controllers were not looked at",
                        "source /opt/ros/$ROS_DISTRO/setup.bash and the workspace; rosdep install --from-paths src; "
                        "on a machine for the model alone: --skip ros")  # fmt: skip
