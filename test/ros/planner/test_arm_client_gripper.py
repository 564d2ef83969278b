# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""Grippers whose joints are not half the opening, over DDS: what is commanded, and what is read back."""

import threading
import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from control_msgs.action import GripperCommand
from rclpy.action import ActionServer
from rclpy.callback_groups import MutuallyExclusiveCallbackGroup, ReentrantCallbackGroup
from rclpy.context import Context
from rclpy.executors import MultiThreadedExecutor
from rclpy.node import Node
from sensor_msgs.msg import JointState

from vla_r1_ros.core.cancel import CancelToken
from vla_r1_ros.core.errors import ErrorCode, ExecutionError
from vla_r1_ros.core.robot import RobotDescription
from vla_r1_ros.core.robot_file import load_robot
from vla_r1_ros.ros.arm_client import ArmClient
from vla_r1_ros.ros.qos import SENSOR

#: How each driver shows its joints after a command.
SHOWN: dict[str, Callable[[float], list[float]]] = {"ur5e": lambda angle: [angle], "piper": lambda way: [way, -way]}


class Gripper:
    """A gripper's driver: it goes where it is told at once, or nowhere where it `fails`."""

    def __init__(self, context: Context, robot: RobotDescription) -> None:
        self.robot, self.position, self.commands = robot, robot.gripper.opening.command(robot.gripper.max_width), []
        self.fails = False
        self.node = Node("gripper", context=context)
        self._states = self.node.create_publisher(JointState, "joint_states", SENSOR)
        self.node.create_timer(0.02, self._say)
        self.server = ActionServer(self.node, GripperCommand, f"{robot.gripper.controller}/{robot.gripper.action}",
                                   self._move, callback_group=ReentrantCallbackGroup())  # fmt: skip

    def _say(self) -> None:
        message = JointState(name=[*self.robot.gripper.joints], position=SHOWN[self.robot.name](self.position))
        message.header.stamp = self.node.get_clock().now().to_msg()
        self._states.publish(message)

    def _move(self, handle: Any) -> Any:
        self.commands.append(handle.request.command.position)
        if not self.fails:
            self.position = self.commands[-1]
        handle.succeed()
        return GripperCommand.Result(position=self.position, reached_goal=not self.fails)


@pytest.fixture(params=sorted(SHOWN))
def pair(request: pytest.FixtureRequest, context: Context) -> Iterator[tuple[Gripper, ArmClient]]:
    robot = load_robot(request.param)
    gripper, node = Gripper(context, robot), Node("client", context=context)
    client = ArmClient(node, robot, MutuallyExclusiveCallbackGroup())
    executor = MultiThreadedExecutor(num_threads=4, context=context)
    for each in (gripper.node, node):
        executor.add_node(each)
    thread = threading.Thread(target=executor.spin)
    thread.start()
    end = time.monotonic() + 10.0
    while client._states.silent_s(robot.gripper.joints) > 0.1 and time.monotonic() < end:
        time.sleep(0.02)
    yield gripper, client
    executor.shutdown(timeout_sec=2.0)
    thread.join(3.0)
    gripper.server.destroy()
    for each in (gripper.node, node):
        each.destroy_node()


EXPECTED = {"ur5e": {0.085: 0.0, 0.0449: 0.4, 0.0: 0.7929}, "piper": {0.07: 0.035, 0.03: 0.015, 0.0: 0.0}}


def test_it_is_told_its_own_unit_and_understood_in_metres(pair: tuple[Gripper, ArmClient]) -> None:
    gripper, client = pair
    assert client.gripper_width() == pytest.approx(gripper.robot.gripper.max_width)
    for width, command in EXPECTED[gripper.robot.name].items():
        state = client.move_gripper(width, 10.0, cancel=CancelToken())
        assert gripper.commands[-1] == pytest.approx(command, abs=1e-6)
        assert state.width == pytest.approx(width, abs=1e-6)
    client.move_gripper(1.0, 10.0, cancel=CancelToken())  # never further than it opens
    assert gripper.commands[-1] == pytest.approx(next(iter(EXPECTED[gripper.robot.name].values())), abs=1e-6)


def test_a_gripper_that_does_not_get_there_is_told_in_both_units(pair: tuple[Gripper, ArmClient]) -> None:
    gripper, client = pair
    gripper.fails = True
    with pytest.raises(ExecutionError) as caught:
        client.move_gripper(0.0, 10.0, cancel=CancelToken())
    assert caught.value.code is ErrorCode.GRIPPER_FAILED
    assert "opening of 0.0000 m" in caught.value.message
