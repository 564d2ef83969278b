# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""`vla_r1 robot check`: is a robot file complete, and does it fit the robot's URDF?"""

import argparse
from pathlib import Path
from typing import Any

from vla_r1_ros.core.errors import ErrorCode, InputError
from vla_r1_ros.core.robot import parse_robot, robot_problems
from vla_r1_ros.core.robot_check import urdf_problems
from vla_r1_ros.core.robot_file import read_robot_file
from vla_r1_ros.core.urdf import parse_urdf


def register(subparsers: Any) -> None:
    """Describe the subcommand."""
    parser: argparse.ArgumentParser = subparsers.add_parser(
        "robot", help="check a robot file", description="Robot files: config/robots, and docs/robots.md.")
    check: argparse.ArgumentParser = parser.add_subparsers(metavar="WHAT", required=True).add_parser(
        "check", help="name each missing or contradictory entry",
        description="Names each entry of a robot file that is missing, mistyped or contradictory, and with --urdf each "
        "that the URDF contradicts: frames, joints and their order, limits, opening of the gripper, tool offset, home. "
        "Exit status 1 where there is one.")
    check.add_argument("file", help="a name in config/robots or the path of a YAML file")
    check.add_argument("--urdf", type=Path, metavar="FILE", help="its URDF (of a xacro: xacro FILE > robot.urdf)")
    check.set_defaults(run=run_check)


def run_check(arguments: argparse.Namespace) -> int:
    """Print a line each; 1 where there is a problem."""
    data = read_robot_file(arguments.file)
    problems = robot_problems(data)
    compared = "without a URDF: frames, joints and limits were not compared with the robot's"
    if problems and arguments.urdf is not None:
        compared = f"not compared with {arguments.urdf.name} before that is right"
    if not problems and arguments.urdf is not None:
        try:
            text = arguments.urdf.read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError) as error:
            raise InputError(ErrorCode.INPUT_FILE, f"{arguments.urdf}: {error}", "name a readable URDF") from error
        problems = urdf_problems(parse_robot(data), parse_urdf(text))
        compared = f"compared with {arguments.urdf.name}"
    for problem in problems:
        print(f"FAIL  {problem}")
    count = "1 problem" if len(problems) == 1 else f"{len(problems)} problems"
    print(f"{count if problems else f'OK    {arguments.file}'} ({compared})")
    return int(bool(problems))
