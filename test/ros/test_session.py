# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""The user's side of the stack when the stack does not answer."""

import random
import threading
from typing import Any

import pytest
from rclpy.executors import SingleThreadedExecutor
from rclpy.node import Node
from std_srvs.srv import Trigger

from vla_r1_ros.core.errors import ErrorCode, ExecutionError
from vla_r1_ros.ros.session import StackSession


def test_an_attempt_without_end_is_cancelled_so_that_it_does_not_go_on_in_the_next_episode(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("ROS_DOMAIN_ID", str(random.randint(102, 200)))
    session, called = StackSession(), threading.Event()
    node, executor = Node("vla_node"), SingleThreadedExecutor()

    def on_cancel(_: Any, response: Trigger.Response) -> Trigger.Response:
        called.set()
        return response

    node.create_service(Trigger, "~/cancel", on_cancel)
    executor.add_node(node)
    thread = threading.Thread(target=executor.spin)
    thread.start()
    try:
        assert session._cancel.wait_for_service(10.0)
        with pytest.raises(ExecutionError) as caught:
            session.run("pick up the red cube", seconds=0.3)
        assert caught.value.code is ErrorCode.EXEC_TIMEOUT
        assert called.wait(10.0)
    finally:
        executor.shutdown(timeout_sec=2.0)
        thread.join(3.0)
        node.destroy_node()
        session.close()
