# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""`vla_r1 bench planners`: the planner back ends on one set of problems."""

import argparse
from dataclasses import asdict
from pathlib import Path
from typing import Any

from vla_r1_ros.cli.style import command
from vla_r1_ros.core.errors import ErrorCode, InputError
from vla_r1_ros.core.robot_file import load_robot
from vla_r1_ros.evaluation.result_file import write_result
from vla_r1_ros.motion.compare import Solution, figures, solve
from vla_r1_ros.motion.problems import ProblemKind, problems
from vla_r1_ros.motion.registry import default_planner_name, make_planner, planner_names


def register(subparsers: Any) -> None:
    """Describe the subcommand."""
    parser = command(
        subparsers, "planners", "planner back ends on the same problems",
        description="Plan the same problems with each planner back end: over an empty table, among boxes, among boxes "
        "with something in the gripper, and along carry paths. Problems are drawn by seed; some have no solution. "
        "Every motion was checked for limits and collisions by the back end that made it.",
        examples=("vla_r1 bench planners",
                  "vla_r1 bench planners --planner moveit --planner embedded --json planners.json"),
        ends={0: "done", 1: "an error"})
    parser.add_argument("--planner", choices=planner_names(), action="append",
                        help="measure this one; may be given again (default: the one that planner_node takes)")
    parser.add_argument("--robot", default="panda", help="robot file (default: %(default)s)")
    parser.add_argument("--problems", type=int, default=50, metavar="N", help="of each kind (default: %(default)s)")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the figures there as well")
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Plan, print a table."""
    if arguments.problems < 1:
        raise InputError(ErrorCode.INPUT_PARAMETER, "--problems must be at least 1")
    robot = load_robot(arguments.robot)
    names = list(dict.fromkeys(arguments.planner or [default_planner_name(robot)]))
    planners = {name: make_planner(name, robot) for name in names}
    found: dict[str, list[Solution]] = {name: [] for name in names}
    home = planners[names[0]].tool_pose(robot.arm.home)[:3, 3]
    for problem in problems(robot, home, arguments.problems):
        for name, planner in planners.items():  # one after the other, so that they share what else the machine does
            found[name].append(solve(planner, robot.arm.home, problem))
    report = {name: _table(name, solutions) for name, solutions in found.items()}
    if arguments.json:
        write_result(arguments.json, {"robot": robot.name, "problems_of_each_kind": arguments.problems, **report})
    return 0


def _table(name: str, solutions: list[Solution]) -> dict[str, Any]:
    """Print the rows of one back end; return them by kind."""
    print(f"{name:10}{'solved':>9}{'plan p50':>10}{'p95 ms':>9}{'motion s':>10}{'joints rad':>12}{'tool m':>8}"
          "  not solved")  # fmt: skip
    rows = {}
    for kind in ProblemKind:
        found = figures([s for s in solutions if s.kind is kind])
        failed = ", ".join(f"{code} {n}" for code, n in found.codes.items())
        print(f"{kind:10}{found.solved:5d}/{found.problems:<3d}{_cell(found.planning_p50_ms, 10, 0)}"
              f"{_cell(found.planning_p95_ms, 9, 0)}{_cell(found.motion_p50_s, 10)}{_cell(found.joint_path_p50, 12)}"
              f"{_cell(found.tool_path_p50_m, 8)}  {failed}")  # fmt: skip
        rows[str(kind)] = asdict(found)
    return rows


def _cell(value: float | None, width: int, digits: int = 2) -> str:
    return f"{'-':>{width}}" if value is None else f"{value:{width}.{digits}f}"
