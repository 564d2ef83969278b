# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""`vla_r1 record`: every topic of the stack into a rosbag2 directory for each attempt."""

import argparse
import json
import os
import sys
from typing import Any

from vla_r1_ros.cli.style import command
from vla_r1_ros.core.errors import ErrorCode, InputError


def register(subparsers: Any) -> None:
    """Describe the command."""
    parser = command(
        subparsers, "record", "record each attempt as a rosbag",
        description="Runs recorder_node: one rosbag2 directory (MCAP) for each attempt, from some seconds before its "
        "instruction to some after its end, or one from now to Ctrl-C. Prints where each lies; what was dropped is "
        "told there, in the recording, and on /diagnostics.",
        examples=("vla_r1 record", "vla_r1 record --out /data/monday --images packed",
                  "vla_r1 record --per session --topics '/camera/.*' /tf /tf_static /joint_states",
                  "vla_r1 record --ros-args -r status:=/cell/status"),
        ends={0: "ended by Ctrl-C", 1: "it cannot start: one line on stderr says why"})
    parser.add_argument("--out", default="recordings", metavar="DIR",
                        help="folder that receives a folder for each recording (default: %(default)s)")
    parser.add_argument("--per", choices=("attempt", "session"), default="attempt",
                        help="a recording for each attempt, or one from now to Ctrl-C (default: %(default)s)")
    parser.add_argument("--before", type=float, default=3.0, metavar="S",
                        help="seconds before an attempt that are kept (default: %(default)g)")
    parser.add_argument("--after", type=float, default=3.0, metavar="S",
                        help="seconds after an attempt that are kept (default: %(default)g)")
    parser.add_argument("--images", choices=("raw", "packed"), default="raw",
                        help="as they come; or colour as JPEG, depth as PNG, a sixth of the bytes (default: raw)")
    parser.add_argument("--image-rate", type=float, default=0.0, metavar="HZ",
                        help="images a second of each topic that are kept (default: all)")
    parser.add_argument("--topics", nargs="+", default=[".*"], metavar="REGEX",
                        help="regular expressions of the absolute names of topics (default: all)")
    parser.add_argument("--leave-out", nargs="+", default=[], metavar="REGEX", help="topics that are not recorded")
    parser.add_argument("--ros-args", nargs=argparse.REMAINDER, default=[], metavar="...",
                        help="as behind --ros-args of a node, to the end of the line: -r __ns:=/cell, "
                        "-p compression:=zstd (docs/parameters.md)")
    parser.set_defaults(run=run)


def parameters(arguments: argparse.Namespace) -> dict[str, object]:
    """Return the parameters of recorder_node that the options stand for."""
    given: dict[str, object] = {
        "output_directory": arguments.out, "bag_per": arguments.per, "before_s": arguments.before,
        "after_s": arguments.after, "image_format": arguments.images, "image_rate_hz": arguments.image_rate,
        "include": arguments.topics}  # fmt: skip
    return given | ({"exclude": arguments.leave_out} if arguments.leave_out else {})


def run(arguments: argparse.Namespace) -> int:
    """Record until Ctrl-C."""
    os.environ.setdefault("AMENT_PREFIX_PATH", sys.prefix)
    try:
        from vla_r1_ros.ros.recorder_node import RecorderNode
        from vla_r1_ros.ros.spin import run_node
        from vla_r1_ros.ros.transport import transport_environment
    except ImportError as error:
        raise InputError(ErrorCode.INPUT_ENVIRONMENT, f"the recorder needs a module that is not here: {error}",
                         "source /opt/ros/$ROS_DISTRO/setup.bash and the workspace; pip install mcap"
                         ) from error  # fmt: skip
    os.environ.update(transport_environment())
    words = [word for name, value in parameters(arguments).items() for word in ("-p", f"{name}:={json.dumps(value)}")]
    return run_node("recorder_node", RecorderNode, ["recorder_node", "--ros-args", *words, *arguments.ros_args])
