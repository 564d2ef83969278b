# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""The nodes' command lines."""

from pathlib import Path

import pytest
import rclpy
from rclpy.context import Context
from rclpy.node import Node

from vla_r1_ros.cli.stack import CAMERA_REMAPS, StackOptions, _node_command, _plan, ros_environment

WORDS = ["put the cube in the bowl", "in Bob's bowl", 'the "red" one', "Bob's \"red\" one", "a \\ b: {c}", "grün", ""]


@pytest.mark.parametrize("words", WORDS)
def test_an_instruction_reaches_the_node_whatever_its_quotes(words: str) -> None:
    command = _node_command("sim_node", {"instruction": words, "seed": 3, "real_time_factor": 0.5, "flag": True}, ())
    arguments = [word for word in command[command.index("--ros-args"):] if not word.endswith(".yaml")]
    arguments = [word for word in arguments if word != "--params-file"]
    context = Context()
    rclpy.init(context=context, args=arguments, domain_id=77)
    try:
        given = Node("sim_node", context=context)._parameter_overrides
        assert {name: parameter.value for name, parameter in given.items()} == {
            "instruction": words, "seed": 3, "real_time_factor": 0.5, "flag": True,
        }  # fmt: skip
    finally:
        context.try_shutdown()


def test_a_simulated_stack_reaches_no_other_machine_whatever_is_exported_for_a_robot(
    monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in (("ROS_DOMAIN_ID", "42"), ("ROS_AUTOMATIC_DISCOVERY_RANGE", "SUBNET"),
                        ("ROS_STATIC_PEERS", "192.0.2.7"), ("ROS_DISCOVERY_SERVER", "192.0.2.7:11811"),
                        ("RMW_IMPLEMENTATION", "rmw_cyclonedds_cpp")):  # fmt: skip
        monkeypatch.setenv(name, value)
    environment = ros_environment()
    assert environment["ROS_DOMAIN_ID"] == "42" and environment["ROS_AUTOMATIC_DISCOVERY_RANGE"] == "LOCALHOST"
    assert not {"ROS_STATIC_PEERS", "ROS_DISCOVERY_SERVER"} & set(environment)


@pytest.mark.parametrize("console", [False, True])
def test_the_console_is_started_where_it_is_asked_for_and_hears_the_camera(console: bool) -> None:
    plan = dict(_plan(StackOptions(Path(), "http://x/v1", "m", {}, record=False, console=console)))
    assert ("console_node" in plan) is console
    if console:
        assert set(CAMERA_REMAPS) <= set(plan["console_node"])
