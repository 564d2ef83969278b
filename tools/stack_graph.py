# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""What the nodes publish, hear, serve and call: read from the running nodes, not from a list.

All nodes are made in this process, in a namespace, so that a name that does not begin with it is an absolute one.
Needs .venv; nothing moves, the recorder writes into a folder that is deleted, the console takes any free port.
"""

import importlib
import os
import random
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, is_dataclass
from pathlib import Path
from typing import Any

import numpy as np
import rclpy
import yaml
from rclpy.action import get_action_client_names_and_types_by_node, get_action_server_names_and_types_by_node
from rclpy.node import Node
from rclpy.qos import QoSProfile
from rclpy.signals import SignalHandlerOptions

from vla_r1_ros.calibration.result import Marker, write_marker
from vla_r1_ros.calibration.target import parse_target
from vla_r1_ros.ros import qos

ROOT = Path(__file__).resolve().parents[1]
NODES = ("vla_node", "projection_node", "planner_node", "sim_node", "recorder_node", "console_node",
         "calibration_node")  # fmt: skip
NAMESPACE = "/cell"
#: Every ROS 2 node has these.
_EVERYBODYS = ("/parameter_events", "/rosout")
_PARAMETER_SERVICES = ("parameters", "parameter_types", "parameters_atomically", "get_type_description")
_PROFILES = {name: getattr(qos, name) for name in ("SENSOR", "DRIVER", "LATCHED", "COMMAND", "STATUS")}


@dataclass(frozen=True)
class Endpoint:
    """One end of a topic, service or action: kind `publisher`, `subscription`, `service`, `client`, `action server` or
    `action client`; name as in the code (relative, or with a slash where it is absolute); type as ROS 2 writes it;
    QoS profile in words, empty for services and actions."""

    node: str
    kind: str
    name: str
    type: str
    qos: str = ""


def node_class(node: str) -> Any:
    """The Node subclass of a node's module."""
    return getattr(importlib.import_module(f"vla_r1_ros.ros.{node}"), "".join(w.title() for w in node.split("_")))


def parameter_class(node: str) -> type:
    """The parameter dataclass of a node's module."""
    module = vars(importlib.import_module(f"vla_r1_ros.ros.{node}"))
    (found,) = (value for name, value in module.items() if name.endswith("Parameters") and is_dataclass(value))
    assert isinstance(found, type)
    return found


def read_graph() -> list[Endpoint]:
    """Every end of every node, in the order of `NODES`."""
    os.environ.setdefault("AMENT_PREFIX_PATH", sys.prefix)
    found: list[Endpoint] = []
    with ExitStack() as stack:
        folder = stack.enter_context(tempfile.TemporaryDirectory())
        stack.enter_context(_context(folder))
        nodes = {name: stack.enter_context(_living(node_class(name))) for name in NODES}
        ear = stack.enter_context(_living(lambda: Node("reference_ear")))
        for name, node in nodes.items():
            found += [*_topics(name, node), *_services(name, node), *_actions(name, ear)]
    return list(dict.fromkeys(found))


@contextmanager
def _context(folder: str) -> Iterator[None]:
    marker = Path(folder) / "marker.yaml"
    write_marker(marker, Marker(parse_target("tag:APRILTAG_36h11:0:80"), "base", np.eye(4)), {})
    given = {"console_node": {"port": 0}, "recorder_node": {"output_directory": folder},
             "calibration_node": {"marker": str(marker)}}  # fmt: skip
    parameters = Path(folder) / "parameters.yaml"
    parameters.write_text(yaml.safe_dump({f"{NAMESPACE}/{node}": {"ros__parameters": p} for node, p in given.items()}))
    arguments = ["--ros-args", "-r", f"__ns:={NAMESPACE}", "--params-file", str(parameters)]
    rclpy.init(args=arguments, domain_id=random.randint(102, 200),
               signal_handler_options=SignalHandlerOptions.NO)
    try:
        yield
    finally:
        rclpy.try_shutdown()


@contextmanager
def _living(make: Callable[[], Any]) -> Iterator[Any]:
    node = make()
    try:
        yield node
    finally:
        if hasattr(node, "close"):
            node.close()
        node.destroy_node()


def _own(name: str) -> str:
    return name.removeprefix(NAMESPACE + "/")


def type_name(cls: type) -> str:
    """`std_msgs/msg/String` for the class std_msgs.msg.String."""
    package, kind = cls.__module__.split(".")[:2]
    return f"{package}/{kind}/{cls.__name__}"


def qos_words(profile: QoSProfile) -> str:
    """The name of a profile of qos.py, or what is peculiar to another one."""
    for name, known in _PROFILES.items():
        if _contract(profile) == _contract(known):
            return name
    durability = ", transient local" if "TRANSIENT" in profile.durability.name else ""
    return f"{profile.reliability.name.replace('_', ' ').lower()}{durability}, depth {profile.depth}"


def _contract(profile: QoSProfile) -> tuple[Any, ...]:
    return profile.reliability, profile.durability, profile.history, profile.depth


def _topics(name: str, node: Node) -> Iterator[Endpoint]:
    # the recorder subscribes to whatever there is
    heard: Iterable[Any] = () if name == "recorder_node" else node.subscriptions
    for kind, ends in (("publisher", node.publishers), ("subscription", heard)):
        for end in ends:
            if end.topic_name not in _EVERYBODYS:
                yield Endpoint(name, kind, _own(end.topic_name), type_name(end.msg_type), qos_words(end.qos_profile))


def _services(name: str, node: Node) -> Iterator[Endpoint]:
    for kind, ends in (("service", node.services), ("client", node.clients)):
        for end in ends:
            own = _own(node.resolve_service_name(end.srv_name))
            if kind == "client" or not own.endswith(_PARAMETER_SERVICES):
                yield Endpoint(name, kind, own, type_name(end.srv_type))


def _actions(name: str, ear: Node) -> Iterator[Endpoint]:
    for kind, ask in (("action server", get_action_server_names_and_types_by_node),
                      ("action client", get_action_client_names_and_types_by_node)):
        for action, types in ask(ear, name, NAMESPACE):
            yield Endpoint(name, kind, _own(action), types[0])
