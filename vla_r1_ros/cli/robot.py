# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""`vla_r1 robot check`: is a robot file complete, and does it fit the robot's URDF?"""

import argparse
from pathlib import Path
from typing import Any

from vla_r1_ros.cli.style import command, group
from vla_r1_ros.core.errors import ErrorCode, InputError
from vla_r1_ros.core.robot import parse_robot, robot_problems
from vla_r1_ros.core.robot_check import urdf_problems
from vla_r1_ros.core.robot_check_srdf import srdf_problems
from vla_r1_ros.core.robot_file import read_robot_file
from vla_r1_ros.core.srdf import parse_srdf
from vla_r1_ros.core.urdf import parse_urdf
from vla_r1_ros.evaluation.result_file import write_result


def register(subparsers: Any) -> None:
    """Describe the subcommand."""
    check = command(
        group(subparsers, "robot", "check a robot file"), "check", "name each missing or contradictory entry",
        description="Names each entry of a robot file that is missing, mistyped or contradictory, with --urdf each "
        "that the URDF contradicts (frames, joints and their order, limits, opening of the gripper, tool offset, "
        "home), with --srdf each of `moveit` that the SRDF contradicts (groups, named states; joint by joint only with "
        "--urdf too). docs/robots.md explains the entries.",
        examples=("vla_r1 robot check panda",
                  "vla_r1 robot check my_robot.yaml --urdf robot.urdf --srdf robot.srdf --json problems.json"),
        ends={0: "nothing is wrong", 1: "at least one problem, or an error"})
    check.add_argument("file", help="a name in config/robots or the path of a YAML file")
    check.add_argument("--urdf", type=Path, metavar="FILE", help="its URDF (of a xacro: xacro FILE > robot.urdf)")
    check.add_argument("--srdf", type=Path, metavar="FILE", help="the SRDF of its MoveIt configuration")
    check.add_argument("--json", type=Path, metavar="FILE", help="write the problems there as well")
    check.set_defaults(run=run_check)


def run_check(arguments: argparse.Namespace) -> int:
    """Print a line each; 1 where there is a problem."""
    data = read_robot_file(arguments.file)
    problems = robot_problems(data)
    given = [path for path in (arguments.urdf, arguments.srdf) if path is not None]
    names = " and ".join(path.name for path in given)
    compared = "without a URDF: frames, joints and limits were not compared with the robot's"
    if given:
        compared = f"not compared with {names} before that is right" if problems else f"compared with {names}"
    held_against = [] if problems else [str(path) for path in given]
    if not problems and given:
        robot = parse_robot(data)
        urdf = None if arguments.urdf is None else parse_urdf(_text(arguments.urdf))
        problems = [] if urdf is None else urdf_problems(robot, urdf)
        if arguments.srdf is not None:
            problems += srdf_problems(robot, parse_srdf(_text(arguments.srdf)), urdf)
    for problem in problems:
        print(f"FAIL  {problem}")
    if arguments.json:
        write_result(arguments.json, {"file": arguments.file, "problems": [str(problem) for problem in problems],
                                      "compared_with": held_against})
    count = "1 problem" if len(problems) == 1 else f"{len(problems)} problems"
    print(f"{count if problems else f'OK    {arguments.file}'} ({compared})")
    return int(bool(problems))


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(ErrorCode.INPUT_FILE, f"{path}: {error}", "name a readable file") from error
