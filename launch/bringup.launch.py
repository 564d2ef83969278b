# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""The stack beside a real robot and camera, whose drivers run already: docs/bringup.md.

`ros2 launch vla_r1_ros bringup.launch.py robot:=FILE camera:=/camera/camera endpoint:=http://HOST:8000/v1`;
`--show-args` lists every argument. Motion waits for an enabling device and for approval unless you say otherwise.
"""

from pathlib import Path

from launch import LaunchContext, LaunchDescription
from launch.actions import DeclareLaunchArgument, IncludeLaunchDescription, OpaqueFunction
from launch.conditions import IfCondition
from launch.launch_description_sources import PythonLaunchDescriptionSource
from launch.substitutions import EqualsSubstitution, LaunchConfiguration
from launch_ros.actions import Node
from scipy.spatial.transform import Rotation

from vla_r1_ros.calibration.result import load_transform
from vla_r1_ros.core.resources import share_path
from vla_r1_ros.core.robot_file import load_robot

CAMERA = LaunchConfiguration("camera")
#: name, default, description, choices; all else is an argument of stack.launch.py or serve.launch.py
ARGUMENTS = (
    ("robot", "panda", "robot: a name in config/robots or the path of a YAML file", None),
    ("camera", "/camera/camera", "namespace of the camera's driver, which the four topics begin with", None),
    ("image", [CAMERA, "/color/image_raw"], "topic of the colour image", None),
    ("camera_info", [CAMERA, "/color/camera_info"], "topic of its camera info", None),
    ("depth_image", [CAMERA, "/aligned_depth_to_color/image_raw"], "topic of the depth image", None),
    ("depth_info", [CAMERA, "/aligned_depth_to_color/camera_info"], "topic of its camera info", None),
    ("tool_frame", "robot", "who publishes the robot file's tool_frame: the robot's own URDF, or this launch from "
     "T_hand_tool", ["robot", "publish"]),
    ("camera_transform", "", "file of `vla_r1 calibrate`: this launch publishes the camera's mounting from it; empty: "
     "somebody else does", None),
    ("server", "external", "model server: one that runs elsewhere (endpoint), or vLLM on this machine",
     ["external", "local"]),
    ("model", "tabletop", "name under which the server serves the checkpoint", None),
    ("checkpoint", LaunchConfiguration("model"), "what a local server serves: tabletop, vla-r1, a folder, OWNER/NAME",
     None),
    ("port", "8000", "TCP port of a local server", None),
    ("endpoint", ["http://127.0.0.1:", LaunchConfiguration("port"), "/v1"],
     "OpenAI-compatible endpoint of the model server", None),
)  # fmt: skip


def included(name: str, condition: IfCondition | None = None) -> IncludeLaunchDescription:
    """Another launch file of the package; it sees the arguments of this one."""
    source = PythonLaunchDescriptionSource(str(share_path(f"launch/{name}.launch.py")))
    return IncludeLaunchDescription(source, condition=condition)


def camera_actions(context: LaunchContext) -> list[Node]:
    """The camera's mounting from a file where one is named; a wrong file ends the launch with its reason."""
    name = LaunchConfiguration("camera_transform").perform(context)
    if not name:
        return []
    transform = load_transform(Path(name).expanduser())
    return [Node(package="tf2_ros", executable="static_transform_publisher", name="camera_transform", output="screen",
                 arguments=transform.arguments)]  # fmt: skip


def robot_actions(context: LaunchContext) -> list[Node]:
    """Read the robot file, so that a wrong one ends the launch with its reason; its tool frame where asked."""
    robot = load_robot(LaunchConfiguration("robot").perform(context))
    if LaunchConfiguration("tool_frame").perform(context) != "publish":
        return []
    x, y, z = robot.T_hand_tool[:3, 3].tolist()
    qx, qy, qz, qw = Rotation.from_matrix(robot.T_hand_tool[:3, :3]).as_quat().tolist()
    numbers = {"x": x, "y": y, "z": z, "qx": qx, "qy": qy, "qz": qz, "qw": qw}
    words = [word for name, number in numbers.items() for word in (f"--{name}", f"{number:.9f}")]
    frames = ["--frame-id", robot.hand_frame, "--child-frame-id", robot.tool_frame]
    return [Node(package="tf2_ros", executable="static_transform_publisher", name="tool_frame", output="screen",
                 arguments=[*words, *frames])]  # fmt: skip


def generate_launch_description() -> LaunchDescription:
    """Check of the robot file, the stack, a local model server where asked."""
    arguments = [DeclareLaunchArgument(name, default_value=default, description=text, choices=choices)
                 for name, default, text, choices in ARGUMENTS]
    local = IfCondition(EqualsSubstitution(LaunchConfiguration("server"), "local"))
    return LaunchDescription([*arguments, OpaqueFunction(function=robot_actions),
                              OpaqueFunction(function=camera_actions), included("stack"),
                              included("serve", local)])  # fmt: skip
