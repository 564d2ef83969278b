# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""`vla_r1 console`: one page to say it, watch it think, approve and stop."""

import argparse
import json
import os
import secrets
import socket
import sys
from typing import Any

from vla_r1_ros.cli.style import command
from vla_r1_ros.core.errors import ErrorCode, InputError

PORT = 8090


def register(subparsers: Any) -> None:
    """Describe the command."""
    parser = command(
        subparsers, "console", "the web page to say, watch, approve and stop",
        description="Serves one page on this machine: camera with box and path, reasoning as it streams, instruction, "
        "approve, reject, STOP, reset, enable heartbeat, progress and health. Stops the arm also while the rest of the "
        "console hangs; it is not the emergency stop. Ends with Ctrl-C.",
        examples=("vla_r1 console --ros-args -r image:=/camera/color/image_raw",
                  "vla_r1 console --host 0.0.0.0        # phones too: prints an address with a token"),
        ends={0: "ended by Ctrl-C", 1: "it cannot start: one line on stderr says why"})
    parser.add_argument("--host", default="127.0.0.1",
                        help="address to listen on (default: %(default)s); 0.0.0.0 lets phones in, with a token")
    parser.add_argument("--port", type=int, default=PORT, help="TCP port of the page")
    parser.add_argument("--token-file", default="", metavar="FILE",
                        help="holds the token; else $VLA_R1_CONSOLE_TOKEN, or the file that "
                        "$VLA_R1_CONSOLE_TOKEN_FILE names, or one that is made now and printed")
    parser.add_argument("--recordings", default="recordings", metavar="DIR",
                        help="folder with the recordings that the page lists and lets you judge (default: "
                        "%(default)s, where recorder_node writes)")
    parser.add_argument("--ros-args", nargs=argparse.REMAINDER, default=[], metavar="...",
                        help="as behind --ros-args of a node, to the end of the line: -r image:=/my/image, "
                        "-r __ns:=/cell, -p jpeg_quality:=60")
    parser.set_defaults(run=run)


def addresses(host: str) -> list[str]:
    """Where a browser finds what is bound to `host`, as hosts of a URL."""
    if host not in ("0.0.0.0", "::"):
        return [f"[{host}]" if ":" in host else host]
    found = ["127.0.0.1"]
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(("192.0.2.1", 9))  # nothing is sent: asks the routing table for our address alone
            found.append(str(probe.getsockname()[0]))
        except OSError:
            found.append(socket.gethostname())
    return list(dict.fromkeys(found))


def run(arguments: argparse.Namespace) -> int:
    """Serve until Ctrl-C."""
    os.environ.setdefault("AMENT_PREFIX_PATH", sys.prefix)
    try:
        from vla_r1_ros.ros.console.access import TOKEN_VARIABLE, console_token, is_loopback
        from vla_r1_ros.ros.console_node import ConsoleNode
        from vla_r1_ros.ros.spin import run_node
        from vla_r1_ros.ros.transport import transport_environment
    except ImportError as error:
        raise InputError(ErrorCode.INPUT_ENVIRONMENT, f"the console needs a module that is not here: {error}",
                         "source /opt/ros/$ROS_DISTRO/setup.bash and the workspace; pip install 'websockets>=17'"
                         ) from error  # fmt: skip
    os.environ.update(transport_environment())
    token = console_token(arguments.token_file)
    if token is None and not is_loopback(arguments.host):
        token = os.environ[TOKEN_VARIABLE] = secrets.token_urlsafe(18)
    parameters = {"host": arguments.host, "port": arguments.port, "token_file": arguments.token_file,
                  "recordings": arguments.recordings}
    words = [word for name, value in parameters.items() for word in ("-p", f"{name}:={json.dumps(value)}")]

    def make() -> ConsoleNode:
        node = ConsoleNode()
        for address in addresses(arguments.host):  # told when it is served, not before
            print(f"open http://{address}:{arguments.port}/" + (f"#token={token}" if token else ""), flush=True)
        return node

    return run_node("console_node", make, ["console_node", "--ros-args", *words, *arguments.ros_args])
