# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""`vla_r1 calibrate`: where the camera is fixed, from pictures of a printed target at many poses of the hand."""

import argparse
from pathlib import Path
from typing import Any

from vla_r1_ros.calibration.target import DEFAULT_BOARD, TARGET_FORMS, parse_target
from vla_r1_ros.cli.style import command, group

OUTPUT = "camera.yaml"
_ROS_ARGS = ("as behind --ros-args of a node, to the end of the line: -r image:=/my/image -r camera_info:=/my/info, "
             "-p use_sim_time:=true, -p image_transport:=compressed")  # fmt: skip
_TOO_POOR = {1: "an error, or too uncertain to be used: then nothing is written"}


def register(subparsers: Any) -> None:
    """Describe the subcommands."""
    kinds = group(subparsers, "calibrate", "find where the camera is fixed (hand-eye calibration)")
    board = command(kinds, "board", "write a target as a page to print",
                    description="Writes a target as PDF or PNG, true to size, with a ruler to measure.",
                    examples=("vla_r1 calibrate board board.pdf",
                              "vla_r1 calibrate board tag.pdf --target tag:APRILTAG_36h11:0:80"))  # fmt: skip
    board.add_argument("file", type=Path, metavar="FILE", help="NAME.pdf or NAME.png")
    _add_target(board)
    board.add_argument("--paper", choices=("a4", "a3", "letter"), default="a4", help="size of the page")
    board.set_defaults(run=run_board)
    _register_collect(kinds)
    solve = command(
        kinds, "solve", "solve from a folder of samples",
        description="Finds the mounting from FOLDER alone, without ROS: every method is tried on poses held out, the "
        "best is taken.",
        examples=("vla_r1 calibrate solve samples", "vla_r1 calibrate solve samples --drop 0007"), ends=_TOO_POOR)
    solve.add_argument("folder", type=Path, metavar="FOLDER", help="session.yaml, NAME.png and NAME.yaml each")
    solve.add_argument("--drop", action="append", default=[], metavar="NAME", help="leave a sample out; repeatable")
    _add_output(solve)
    solve.set_defaults(run=run_solve)
    _register_mark(kinds)


def _register_collect(kinds: Any) -> None:
    collect = command(
        kinds, "collect", "take samples from a running robot and camera, then solve",
        description="Listens to image, camera_info and TF. You move the hand (pendant, hand guiding) and press Enter "
        "at each pose; picture and pose go into FOLDER, to which a later run adds. Then it solves as `solve` does. It "
        "never moves the arm.",
        examples=("vla_r1 calibrate collect samples --robot panda --ros-args -r image:=/camera/camera/color/image_raw "
                  "-r camera_info:=/camera/camera/color/camera_info",), ends=_TOO_POOR)  # fmt: skip
    collect.add_argument("folder", type=Path, metavar="FOLDER", help="where samples are kept")
    _add_target(collect)
    _add_robot(collect)
    collect.add_argument("--camera", choices=("fixed", "hand"), default="fixed",
                         help="fixed: it stands in the cell, the target is on the hand; hand: it is on the hand, the "
                         "target lies in the cell")
    collect.add_argument("--child", default="", metavar="FRAME",
                         help="frame whose mounting is wanted (default: the topmost one of the camera driver's in TF, "
                         "or the frame of the pictures where it has none)")
    _add_output(collect)
    collect.add_argument("--ros-args", nargs=argparse.REMAINDER, default=[], metavar="...", help=_ROS_ARGS)
    collect.set_defaults(run=run_collect)


def _register_mark(kinds: Any) -> None:
    mark = command(
        kinds, "mark", "learn where a marker is, for the calibration watch",
        description="Right after a calibration: looks at a marker that is fixed in the cell or on the hand, and keeps "
        "where it is, as the calibrated camera sees it. calibration_node then watches that it stays there.",
        examples=("vla_r1 calibrate mark marker.yaml --robot panda --ros-args -r image:=/camera/camera/color/image_raw "
                  "-r camera_info:=/camera/camera/color/camera_info",))  # fmt: skip
    mark.add_argument("file", type=Path, metavar="FILE", help="NAME.yaml to be written")
    mark.add_argument("--target", default="tag:APRILTAG_36h11:0:80", metavar="TEXT", help=TARGET_FORMS)
    _add_robot(mark)
    mark.add_argument("--on", choices=("base", "hand"), default="base", help="what it is fixed to; base: the cell")
    mark.add_argument("--pictures", type=int, default=20, help="that are averaged")
    mark.add_argument("--ros-args", nargs=argparse.REMAINDER, default=[], metavar="...", help=_ROS_ARGS)
    mark.set_defaults(run=run_mark)


def _add_target(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--target", default=DEFAULT_BOARD, metavar="TEXT",
                        help=f"{TARGET_FORMS}; measured on the print (default: %(default)s)")


def _add_robot(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--robot", default="panda", metavar="FILE",
                        help="a name in config/robots or the path of a YAML file (default: %(default)s)")


def _add_output(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--output", type=Path, metavar="FILE", help=f"result (default: FOLDER/{OUTPUT})")
    parser.add_argument("--poor-too", action="store_true", help="write it even where it is too uncertain to be used")


def run_board(arguments: argparse.Namespace) -> int:
    """Write the page."""
    from vla_r1_ros.calibration.sheet import RULER_MM, describe, write_page

    target = parse_target(arguments.target)
    write_page(arguments.file, target, arguments.paper)
    print(f"{arguments.file}: {describe(target)}, for {arguments.paper}")
    print(f"print at 100 % (no 'fit to page'); where the ruler is not {RULER_MM} mm, give measured sizes: --target")
    print("glue it to something flat and stiff; paper that bends spoils every number")
    return 0


def run_collect(arguments: argparse.Namespace) -> int:
    """Take samples, then solve them."""
    from vla_r1_ros.cli.calibrate_live import collect

    if not collect(arguments):
        return 1
    return _solve(arguments.folder, [], arguments.output, arguments.poor_too)


def run_solve(arguments: argparse.Namespace) -> int:
    """Solve a folder."""
    return _solve(arguments.folder, arguments.drop, arguments.output, arguments.poor_too)


def run_mark(arguments: argparse.Namespace) -> int:
    """Learn where a marker is."""
    from vla_r1_ros.cli.calibrate_live import mark

    return mark(arguments)


def _solve(folder: Path, drop: list[str], output: Path | None, poor_too: bool) -> int:
    from vla_r1_ros.calibration.samples import load_samples, load_session, view_samples
    from vla_r1_ros.calibration.session import calibrate, save
    from vla_r1_ros.calibration.words import solution_lines

    session = load_session(folder)
    viewed = view_samples(session, load_samples(folder, drop))
    for name, reason in viewed.refused.items():
        print(f"{name}: {reason}")
    print(f"{len(viewed.names)} poses; camera {session.camera_frame}, {session.place}; target {session.target} on "
          f"{session.carrier}")  # fmt: skip
    found = calibrate(session, viewed)
    for line in solution_lines(found.solution, viewed.names):
        print(line)
    path = output or folder / OUTPUT
    save(path, found, poor_too=poor_too)
    x, y, z = found.transform.T_parent_child[:3, 3]
    print(f"{found.transform.parent} <- {found.transform.child} at ({x:.4f}, {y:.4f}, {z:.4f}) m; kept in {path}")
    print(found.transform.command)
    return 0
