# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""Who answers to an action's name. Two controllers of one name would both carry out every goal."""

import time

from rclpy.action import ActionClient
from rclpy.node import Node

from vla_r1_ros.core.cancel import CancelToken
from vla_r1_ros.core.errors import ErrorCode, ExecutionError

_POLL_S = 0.01
_ALONE_S = 10.0  # one that was killed counts as there for up to 8 s with our settings (config/fastdds.xml)
TWO_WORDS = "is a simulator or a demo in this robot's ROS_DOMAIN_ID? End it, or give each a domain of its own"


def servers_of(node: Node, action: str) -> int:
    """How many servers would take a goal of an action, its name as a client of `node` has it."""
    return int(node.count_publishers(_status(node, action)))


def nodes_serving(node: Node, action: str) -> list[str]:
    """The nodes that serve an action."""
    return sorted(f"{end.node_namespace.rstrip('/')}/{end.node_name}"
                  for end in node.get_publishers_info_by_topic(_status(node, action)))  # fmt: skip


def _status(node: Node, action: str) -> str:
    """A topic that each server of an action publishes, and nobody else."""
    return str(node.resolve_topic_name(f"{action}/_action/status"))


def await_one_server(node: Node, client: ActionClient, action: str, cancel: CancelToken, what: str,
                     seconds: float) -> None:
    """Wait until exactly one server answers; `seconds` at most for the first, a moment for the rest to go.

    Raises:
        ExecutionError: EXEC_NO_CONTROLLER for none, EXEC_REJECTED for more than one, EXEC_CANCELLED.
    """
    if not client.server_is_ready() and not client.wait_for_server(timeout_sec=seconds):
        raise ExecutionError(ErrorCode.EXEC_NO_CONTROLLER, f"no action server for {what} after {seconds} s",
                             "is the controller loaded and active?")  # fmt: skip
    end = time.monotonic() + _ALONE_S
    while (count := servers_of(node, action)) != 1:
        if cancel.cancelled:
            raise ExecutionError(ErrorCode.EXEC_CANCELLED, f"{what} cancelled before it began", "say it again")
        if time.monotonic() > end:
            if not count:
                raise ExecutionError(ErrorCode.EXEC_NO_CONTROLLER, f"the action server for {what} has gone",
                                     "is the controller loaded and active?")  # fmt: skip
            raise ExecutionError(ErrorCode.EXEC_REJECTED,
                                 f"{count} controllers answer to {action}, and each would carry out the {what}: "
                                 f"{', '.join(nodes_serving(node, action))}", TWO_WORDS)  # fmt: skip
        time.sleep(_POLL_S)
