# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""The parameters that other nodes run with, asked over their parameter services, without waiting for an answer."""

import json
from collections.abc import Callable, Sequence
from typing import Any

from rclpy.node import Node
from rclpy.parameter import parameter_value_to_python
from rclpy.parameter_client import AsyncParameterClient

_BY_NAME = ("model", "robot")


class StackFacts:
    """Asks nodes by name; `tell` gets a node's name and its parameters as texts when they are new: all of them as JSON,
    and by name those that a reader of many recordings looks for."""

    def __init__(self, node: Node, names: Sequence[str], tell: Callable[[str, dict[str, str]], None]) -> None:
        self._clients = {name: AsyncParameterClient(node, name) for name in names}
        self._node, self._tell = node, tell
        self._known: dict[str, str] = {}
        self._there: set[str] = set()

    def look(self) -> None:
        """Ask nodes that have come since; one that went is asked again when it is back."""
        there = {name for name, client in self._clients.items() if client.services_are_ready()}
        new, self._there = there - self._there, there
        self._ask(new)

    def ask(self) -> None:
        """Ask all that are there: parameters may have been changed."""
        self._ask(self._there)

    def _ask(self, names: set[str]) -> None:
        for name in names:
            future = self._clients[name].list_parameters()
            future.add_done_callback(lambda done, name=name: self._listed(name, done.result()))

    def _listed(self, name: str, response: Any) -> None:
        if response is not None and response.result.names:
            asked = sorted(response.result.names)
            future = self._clients[name].get_parameters(asked)
            future.add_done_callback(lambda done: self._got(name, asked, done.result()))

    def _got(self, name: str, asked: Sequence[str], response: Any) -> None:
        if response is None:
            return
        found = {key: _plain(parameter_value_to_python(value))
                 for key, value in zip(asked, response.values, strict=False)}  # fmt: skip
        text = json.dumps(found, ensure_ascii=False)
        if self._known.get(name) != text:
            self._known[name] = text
            self._tell(name, {key: str(found[key]) for key in _BY_NAME if key in found} | {"parameters": text})


def _plain(value: Any) -> Any:
    return value if value is None or isinstance(value, bool | int | float | str) else list(value)
