# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""The three nodes, the recorder and the console, for bringup.launch.py and sim.launch.py to include.

What a node is told, the last word first: the arguments here, `params_file`, config/nodes/NODE.yaml, its own defaults.
"""

from datetime import datetime
from pathlib import Path

from launch import Action, LaunchContext, LaunchDescription
from launch.actions import DeclareLaunchArgument, ExecuteProcess, OpaqueFunction, SetEnvironmentVariable
from launch.conditions import IfCondition
from launch.substitutions import LaunchConfiguration, NotEqualsSubstitution
from launch_ros.actions import Node
from launch_ros.parameter_descriptions import ParameterValue

from vla_r1_ros.core.resources import share_path
from vla_r1_ros.core.robot_file import load_robot
from vla_r1_ros.ros.transport import transport_environment

CAMERA = ("image", "camera_info", "depth_image", "depth_info")
TOPICS = {"depth_image": "depth/image", "depth_info": "depth/camera_info"}
SWITCH = ["true", "false"]
#: name, default, description, choices
ARGUMENTS = (
    ("robot", "panda", "robot: a name in config/robots or the path of a YAML file", None),
    ("image", "image", "topic of the colour image", None),
    ("camera_info", "camera_info", "topic of its camera info", None),
    ("depth_image", "depth/image", "topic of the depth image", None),
    ("depth_info", "depth/camera_info", "topic of its camera info", None),
    ("image_transport", "raw", "form of the colour image: raw, or compressed, on its topic's name with /compressed",
     ["raw", "compressed"]),
    ("depth_transport", "raw", "form of the depth image: raw, or compressedDepth, on its topic's name with that",
     ["raw", "compressedDepth"]),
    ("joint_states", "joint_states", "topic of the joint states, of arm and gripper", None),
    ("enable_motion", "enable_motion", "topic of the enabling device's heartbeat", None),
    ("endpoint", "http://127.0.0.1:8000/v1", "OpenAI-compatible endpoint of the model server", None),
    ("model", "tabletop", "name under which the server serves the checkpoint", None),
    ("prompt_form", "manifest", "prompt: as in the model's manifest, in training, or released",
     ["manifest", "training", "released"]),
    ("motion", "true", "start planner_node; false: look, ask and measure, and nothing can move", SWITCH),
    ("planner", "", "planner back end; empty: moveit where it is there and imports, else embedded",
     ["", "moveit", "embedded"]),
    ("require_approval", "true", "wait for planner_node/approve before the first motion of each decision", SWITCH),
    ("require_enable", "true", "move only while true keeps coming on enable_motion", SWITCH),
    ("camera_marker", "", "file of `vla_r1 calibrate mark`: start calibration_node, which watches that the camera sees "
     "that marker where TF says it is; empty: no watch", None),
    ("require_calibration", "false", "with the watch: move only while it sees the marker in its place", SWITCH),
    ("record", "attempts", "record every topic: a bag for each attempt, a bag from start to end, the same by `ros2 bag "
     "record` instead of recorder_node, or nothing", ["attempts", "session", "rosbag2", "false"]),
    ("record_dir", "recordings", "folder that receives one folder per recording", None),
    ("record_images", "raw", "images in recordings: as they come, or packed (colour as JPEG, depth as PNG), a sixth of "
     "the bytes; not with rosbag2", ["raw", "packed"]),
    ("console", "true", "serve the web console at http://127.0.0.1:8090/ (docs/console.md)", SWITCH),
    ("rviz", "false", "start RViz with the package's view of the stack (docs/views.md)", SWITCH),
    ("params_file", str(share_path("config/cell.yaml")), "YAML file with further parameters of the nodes", None),
)  # fmt: skip
_STOP_S = "15"  # a bag that is open is closed first


def value(name: str, value_type: type = str) -> ParameterValue:
    """A launch argument as a parameter of a certain type."""
    return ParameterValue(LaunchConfiguration(name), value_type=value_type)


def node(name: str, parameters: dict[str, ParameterValue | str], topics: tuple[str, ...] = (),
         condition: IfCondition | None = None) -> Node:
    """A node of the package with its parameter file, the user's, and the arguments."""
    return Node(
        package="vla_r1_ros",
        executable=name,
        name=name,
        output="screen",
        parameters=[str(share_path(f"config/nodes/{name}.yaml")), LaunchConfiguration("params_file"), parameters],
        remappings=[(TOPICS.get(topic, topic), LaunchConfiguration(topic)) for topic in topics],
        condition=condition,
        sigterm_timeout=_STOP_S,
    )


def rviz(context: LaunchContext) -> list[Node]:
    """RViz with our view, in the base frame of the robot file and on the camera's topics."""
    frame = load_robot(LaunchConfiguration("robot").perform(context)).base_frame
    return [Node(
        package="rviz2",
        executable="rviz2",
        name="rviz",
        output="screen",
        arguments=["-d", str(share_path("config/rviz/vla_r1.rviz")), "-f", frame],
        parameters=[LaunchConfiguration("params_file")],
        remappings=[(f"/{TOPICS.get(topic, topic)}", LaunchConfiguration(topic)) for topic in CAMERA],
    )]


def recorder(context: LaunchContext) -> list[Action]:
    """recorder_node, or `ros2 bag record` in its place."""
    kind = LaunchConfiguration("record").perform(context)
    if kind == "false":
        return []
    if kind != "rosbag2":
        return [node("recorder_node", {"output_directory": value("record_dir"), "image_format": value("record_images"),
                                       "bag_per": "session" if kind == "session" else "attempt"})]  # fmt: skip
    folder = Path(LaunchConfiguration("record_dir").perform(context)).expanduser().absolute()
    folder.mkdir(parents=True, exist_ok=True)
    bag = folder / datetime.now().astimezone().strftime("rosbag2_%Y_%m_%d-%H_%M_%S")
    # zstd_fast packs chunks; packed message by message, a reader would have to unpack what it does not want
    command = ["ros2", "bag", "record", "--all-topics", "--storage", "mcap", "--storage-preset-profile", "zstd_fast",
               "--output", str(bag)]  # fmt: skip
    return [ExecuteProcess(cmd=command, name="rosbag2", output="screen", sigterm_timeout=_STOP_S)]


def generate_launch_description() -> LaunchDescription:
    """vla_node, projection_node, planner_node, recorder_node, console_node; calibration_node and RViz where asked."""
    arguments = [DeclareLaunchArgument(name, default_value=default, description=text, choices=choices)
                 for name, default, text, choices in ARGUMENTS]
    transport = [SetEnvironmentVariable(name, text) for name, text in transport_environment().items()]
    asked = {name: value(name) for name in ("endpoint", "model", "prompt_form")}
    heard = {"image_transport": value("image_transport")}
    moved = {"robot": value("robot"), "planner": value("planner"), "require_enable": value("require_enable", bool),
             "require_approval": value("require_approval", bool),
             "require_calibration": value("require_calibration", bool)}  # fmt: skip
    watched = IfCondition(NotEqualsSubstitution(LaunchConfiguration("camera_marker"), ""))
    nodes = [
        node("vla_node", asked | heard, CAMERA[:2]),
        node("projection_node", {"robot": value("robot"), "depth_transport": value("depth_transport")}, CAMERA),
        node("planner_node", moved, ("joint_states", "enable_motion"), IfCondition(LaunchConfiguration("motion"))),
        OpaqueFunction(function=recorder),
        node("calibration_node", {"marker": value("camera_marker")} | heard, CAMERA[:2], watched),
        node("console_node", {"recordings": value("record_dir")} | heard, (*CAMERA[:2], "enable_motion"),
             IfCondition(LaunchConfiguration("console"))),
    ]  # fmt: skip
    view = OpaqueFunction(function=rviz, condition=IfCondition(LaunchConfiguration("rviz")))
    return LaunchDescription([*arguments, *transport, *nodes, view])
