# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""The model server on this machine: `ros2 launch vla_r1_ros serve.launch.py checkpoint:=vla-r1 device:=cuda`.

It is `vla_r1 serve` as a process of a launch; its own --help says more. A key for it comes from the environment, never
from an argument.
"""

from launch import LaunchDescription
from launch.actions import DeclareLaunchArgument, ExecuteProcess
from launch.substitutions import LaunchConfiguration
from launch_ros.substitutions import ExecutableInPackage

#: name, default, description, choices
ARGUMENTS = (
    ("checkpoint", "tabletop", "what is served: tabletop, vla-r1, a checkpoint folder, or OWNER/NAME of the hub", None),
    ("host", "127.0.0.1", "address to listen on; 0.0.0.0: every network of this machine, then set a key", None),
    ("port", "8000", "TCP port of the server", None),
    ("device", "auto", "what the model runs on", ["auto", "cpu", "cuda"]),
)
_STOP_S = "30"  # vLLM ends its own processes first


def generate_launch_description() -> LaunchDescription:
    """The server, until the launch ends; ready when it says so."""
    arguments = [DeclareLaunchArgument(name, default_value=default, description=text, choices=choices)
                 for name, default, text, choices in ARGUMENTS]
    server = ExecuteProcess(
        cmd=[ExecutableInPackage("vla_r1", "vla_r1_ros"), "serve", "--model", LaunchConfiguration("checkpoint"),
             "--host", LaunchConfiguration("host"), "--port", LaunchConfiguration("port"),
             "--device", LaunchConfiguration("device")],
        name="model_server",
        output="screen",
        sigterm_timeout=_STOP_S,
    )  # fmt: skip
    return LaunchDescription([*arguments, server])
