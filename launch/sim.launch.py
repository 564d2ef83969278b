# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""The whole stack against the simulator on a ROS 2 machine: `ros2 launch vla_r1_ros sim.launch.py`.

Start the model server first: `ros2 run vla_r1_ros vla_r1 serve`. Then say what to do:
`ros2 topic pub --once instruction std_msgs/msg/String "{data: put the red cube in the blue bowl}"`.
"""

from launch import LaunchDescription
from launch.actions import DeclareLaunchArgument, SetEnvironmentVariable
from launch.conditions import IfCondition
from launch.substitutions import LaunchConfiguration
from launch_ros.actions import Node
from launch_ros.parameter_descriptions import ParameterValue

from vla_r1_ros.core.resources import share_path
from vla_r1_ros.ros.transport import transport_environment

PACKAGE = "vla_r1_ros"
CAMERA = [
    ("image", "camera/color/image_raw"),
    ("camera_info", "camera/color/camera_info"),
    ("depth/image", "camera/depth/image_raw"),
    ("depth/camera_info", "camera/depth/camera_info"),
]
ARGUMENTS = (
    ("endpoint", "http://127.0.0.1:8000/v1", "OpenAI-compatible endpoint of the model server"),
    ("model", "tabletop", "name under which the server serves the checkpoint"),
    ("prompt_form", "manifest", "prompt: as in manifest, or as in training or released"),
    ("robot", "panda", "robot: a name in config/robots or the path of a YAML file"),
    ("task", "carry", "what the episode asks for: pick, carry, reach or absent"),
    ("seed", "0", "seed of the episode: objects, light, camera"),
    ("instruction", "", "words of the user; what they name stands on the table"),
    ("real_time_factor", "1.0", "simulated seconds per second; 0: as fast as possible"),
    ("media_dir", "", "folder for pictures and clip of each episode; empty: none"),
    ("record", "true", "record every topic"),
    ("record_dir", "recordings", "folder that receives one folder per recording"),
    ("console", "true", "serve the web console at http://127.0.0.1:8090/"),
)


def value(name: str, value_type: type = str) -> ParameterValue:
    """A launch argument as a parameter of a certain type."""
    return ParameterValue(LaunchConfiguration(name), value_type=value_type)


def node(name: str, parameters: dict[str, ParameterValue], camera: bool = False,
         condition: IfCondition | None = None) -> Node:
    """A node of the package with its parameter file, what the simulator changes in it, and the arguments."""
    files = [str(share_path(f"config/nodes/{name}.yaml")), str(share_path("config/sim.yaml"))]
    return Node(
        package=PACKAGE,
        executable=name,
        name=name,
        output="screen",
        parameters=[*files, parameters] if parameters else files,
        remappings=CAMERA if camera else [],
        condition=condition,
    )


def generate_launch_description() -> LaunchDescription:
    """Simulator, the three nodes, recorder."""
    arguments = [DeclareLaunchArgument(name, default_value=default, description=text)
                 for name, default, text in ARGUMENTS]
    transport = [SetEnvironmentVariable(name, text) for name, text in transport_environment().items()]
    simulator = {
        "robot": value("robot"), "task": value("task"), "seed": value("seed", int),
        "instruction": value("instruction"), "real_time_factor": value("real_time_factor", float),
        "media_dir": value("media_dir"),
    }
    model = {"endpoint": value("endpoint"), "model": value("model"), "prompt_form": value("prompt_form")}
    nodes = [
        node("sim_node", simulator),
        node("vla_node", model, camera=True),
        node("projection_node", {"robot": value("robot")}, camera=True),
        node("planner_node", {"robot": value("robot")}),
        node("recorder_node", {"output_directory": value("record_dir")},
             condition=IfCondition(LaunchConfiguration("record"))),
        node("console_node", {}, camera=True, condition=IfCondition(LaunchConfiguration("console"))),
    ]
    return LaunchDescription([*arguments, *transport, *nodes])
