# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""A service in a process of its own that does nothing: how late the machine is while something else is measured."""

import time
from typing import Any

import rclpy
from rclpy.executors import ExternalShutdownException
from rclpy.node import Node
from std_srvs.srv import Trigger

NAME = "echo"


class Echo:
    """Asks the service; `late_ms` is how long its answer took."""

    def __init__(self, node: Node) -> None:
        self._client = node.create_client(Trigger, NAME)
        self.late_ms: float | None = None

    def ready(self) -> bool:
        """Whether the service is there."""
        return bool(self._client.service_is_ready())

    def ask(self) -> None:
        """Ask; the answer is noted when it comes."""
        self.late_ms, sent_s = None, time.monotonic()
        self._client.call_async(Trigger.Request()).add_done_callback(lambda _: self._note(sent_s))

    def _note(self, sent_s: float) -> None:
        self.late_ms = round((time.monotonic() - sent_s) * 1e3, 2)


def _answer(_: Any, response: Any) -> Any:
    response.success = True
    return response


if __name__ == "__main__":
    rclpy.init()
    served = rclpy.create_node("echo")
    served.create_service(Trigger, NAME, _answer)
    try:
        rclpy.spin(served)
    except (KeyboardInterrupt, ExternalShutdownException):
        served.destroy_node()
