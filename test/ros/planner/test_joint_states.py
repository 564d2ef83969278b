# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
import time

import pytest
from rclpy.callback_groups import MutuallyExclusiveCallbackGroup
from rclpy.context import Context
from rclpy.node import Node
from sensor_msgs.msg import JointState

from vla_r1_ros.core.errors import ErrorCode, SafetyError
from vla_r1_ros.ros import joint_states
from vla_r1_ros.ros.joint_states import JointStates


@pytest.mark.parametrize("looks", [3, None], ids=["a state comes then", "none comes"])
def test_a_process_that_stood_still_may_hear_what_waits_before_states_count_as_old(
    context: Context, monkeypatch: pytest.MonkeyPatch, looks: int | None
) -> None:
    node = Node("listener", context=context)
    states, slept, sleep = JointStates(node, MutuallyExclusiveCallbackGroup()), [], time.sleep

    def asleep(seconds: float) -> None:
        slept.append(seconds)
        sleep(1.2 if len(slept) == 1 else seconds)
        if len(slept) == looks:
            message = JointState(name=["joint1"], position=[0.5])
            message.header.stamp = node.get_clock().now().to_msg()
            states._on_message(message)

    monkeypatch.setattr(joint_states.time, "sleep", asleep)
    try:
        if looks:
            assert states.positions(["joint1"], 0.5) == pytest.approx([0.5])
        else:
            with pytest.raises(SafetyError) as caught:
                states.positions(["joint1"], 0.5)
            assert caught.value.code is ErrorCode.SAFETY_STALE_INPUT
    finally:
        node.destroy_node()
