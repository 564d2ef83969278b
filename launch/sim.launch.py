# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""The whole stack against the simulator on a ROS 2 machine: `ros2 launch vla_r1_ros sim.launch.py`.

Start the model server first: `ros2 launch vla_r1_ros serve.launch.py`. Then say what to do:
`ros2 topic pub --once instruction std_msgs/msg/String "{data: put the red cube in the blue bowl}"`.
"""

from launch import LaunchDescription
from launch.actions import (
    DeclareLaunchArgument,
    IncludeLaunchDescription,
    SetEnvironmentVariable,
    UnsetEnvironmentVariable,
)
from launch.launch_description_sources import PythonLaunchDescriptionSource
from launch.substitutions import LaunchConfiguration
from launch_ros.actions import Node
from launch_ros.parameter_descriptions import ParameterValue

from vla_r1_ros.core.resources import share_path

#: name, default, description, choices, type of the parameter; all else is an argument of stack.launch.py
ARGUMENTS = (
    ("robot", "panda", "robot: a name in config/robots or the path of a YAML file; the simulator has panda and "
     "ur5e", None, str),
    ("task", "carry", "what the episode asks for", ["pick", "carry", "reach", "absent"], str),
    ("seed", "0", "seed of the episode: objects, light, camera", None, int),
    ("instruction", "", "words of the user; what they name stands on the table", None, str),
    ("real_time_factor", "1.0", "simulated seconds per second; 0: as fast as possible", None, float),
    ("media_dir", "", "folder for pictures and clip of each episode; empty: none", None, str),
)  # fmt: skip
#: Nobody stands beside the simulator: config/sim.yaml.
STACK = {
    "image": "camera/color/image_raw",
    "camera_info": "camera/color/camera_info",
    "depth_image": "camera/depth/image_raw",
    "depth_info": "camera/depth/camera_info",
    "require_approval": "false",
    "require_enable": "false",
}


def generate_launch_description() -> LaunchDescription:
    """Simulator and stack."""
    settings = str(share_path("config/sim.yaml"))
    arguments = [DeclareLaunchArgument(name, default_value=default, description=text, choices=choices)
                 for name, default, text, choices, _ in ARGUMENTS]
    stack = IncludeLaunchDescription(
        PythonLaunchDescriptionSource(str(share_path("launch/stack.launch.py"))),
        launch_arguments=(STACK | {"params_file": settings}).items(),
    )
    parameters = {name: ParameterValue(LaunchConfiguration(name), value_type=kind)
                  for name, _, _, _, kind in ARGUMENTS}  # fmt: skip
    simulator = Node(
        package="vla_r1_ros",
        executable="sim_node",
        name="sim_node",
        output="screen",
        parameters=[str(share_path("config/nodes/sim_node.yaml")), settings, parameters],
        sigterm_timeout="15",  # as the nodes of the stack: a loaded machine takes its time
    )
    # what is exported is for a robot, maybe on another machine; set before the stack looks at it
    near = (SetEnvironmentVariable("ROS_AUTOMATIC_DISCOVERY_RANGE", "LOCALHOST"),
            UnsetEnvironmentVariable("ROS_STATIC_PEERS"), UnsetEnvironmentVariable("ROS_DISCOVERY_SERVER"))
    return LaunchDescription([*arguments, *near, stack, simulator])
