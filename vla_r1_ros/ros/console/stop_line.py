# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""The stop: a node, an executor and a thread of its own, so that it works while everything else here hangs."""

import threading
import time
from collections.abc import Callable

from rclpy.executors import SingleThreadedExecutor
from rclpy.node import Node
from std_srvs.srv import Trigger

from vla_r1_ros.ros.console.calls import trigger
from vla_r1_ros.ros.console.protocol import Answer

STOP_SERVICE = "planner_node/stop"
_TRIES, _TRY_S = 4, 0.25


class StopLine:
    """Calls planner_node's stop as `console` would, remappings and namespace included; shares no lock with it."""

    def __init__(self, console: Node, stopped: Callable[[str], None]) -> None:
        self._stopped = stopped
        # without the process's arguments: a name given to the console by __node:= is not this node's
        self._node = Node(f"{console.get_name()}_stop", context=console.context, use_global_arguments=False,
                          namespace=console.get_namespace(), start_parameter_services=False)  # fmt: skip
        self._client = self._node.create_client(Trigger, console.resolve_service_name(STOP_SERVICE))
        self._executor = SingleThreadedExecutor(context=console.context)
        self._executor.add_node(self._node)
        self._thread = threading.Thread(target=self._executor.spin, name="stop line", daemon=True)
        self._thread.start()

    @property
    def ready(self) -> bool:
        """Whether planner_node is there to be stopped."""
        return bool(self._client.service_is_ready())

    def stop(self, who: str) -> Answer:
        """Stop the arm and latch; says whether planner_node confirmed it. Takes at most a second."""
        begun = time.monotonic()
        told = threading.Thread(target=self._stopped, args=(who,), name="stop told", daemon=True)
        told.start()  # beside the call, not before it: nothing may come between the button and the service
        for _ in range(_TRIES):
            answer = trigger(self._client, _TRY_S)
            if answer is not None and answer.ok:
                return Answer(True, f"stopped: planner_node confirmed in {(time.monotonic() - begun) * 1e3:.0f} ms")
        self._node.get_logger().fatal(f"planner_node did not confirm the stop that {who} asked for")
        return Answer(False, "planner_node did not confirm the stop: use the emergency stop")

    def close(self) -> None:
        """End thread and node."""
        self._executor.shutdown(timeout_sec=0.5)
        self._thread.join(1.0)
        self._node.destroy_node()
