# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""The bare machine's interface wheel against the type hashes (REP-2011) of a ROS 2 Jazzy machine."""

import importlib
import importlib.metadata
import json
import sys
from pathlib import Path

import pytest
from control_msgs.action import FollowJointTrajectory
from rclpy.context import Context
from rclpy.node import Node
from tf2_msgs.msg import TF2Error

JAZZY_HASHES = dict(line.split() for line in Path(__file__).with_name("interface_hashes.txt").read_text().splitlines())
MESSAGES = sorted(name for name in JAZZY_HASHES if "/msg/" in name)


def wheel_is_installed() -> bool:
    try:
        importlib.metadata.distribution("vla-r1-interfaces")
    except importlib.metadata.PackageNotFoundError:
        return False
    return True


@pytest.fixture(scope="module")
def built_hashes() -> dict[str, str]:
    """Hash by type name, from the type descriptions that the build installed."""
    if not wheel_is_installed():
        pytest.skip("the real interface packages are in use")
    hashes: dict[str, str] = {}
    for package in ("tf2_msgs", "vision_msgs", "control_msgs"):
        for description in (Path(sys.prefix) / "share" / package).glob("*/*.json"):
            for entry in json.loads(description.read_text())["type_hashes"]:
                hashes[entry["type_name"]] = entry["hash_string"]
    return hashes


@pytest.mark.parametrize("type_name", sorted(JAZZY_HASHES))
def test_hash_equals_jazzy(type_name: str, built_hashes: dict[str, str]) -> None:
    assert built_hashes[type_name] == JAZZY_HASHES[type_name]


def test_wheel_holds_nothing_else(built_hashes: dict[str, str]) -> None:
    ours = {name for name in built_hashes if name.split("/")[0] in ("tf2_msgs", "vision_msgs", "control_msgs")}
    derived = ("_SendGoal", "_GetResult", "_FeedbackMessage")
    assert {name for name in ours if not any(part in name for part in derived)} == set(JAZZY_HASHES)


def test_middleware_announces_the_same_hashes() -> None:
    context = Context()
    context.init()
    node = Node("hash_probe", context=context)
    try:
        for index, type_name in enumerate(MESSAGES):
            package, _, name = type_name.split("/")
            node.create_publisher(getattr(importlib.import_module(f"{package}.msg"), name), f"probe_{index}", 1)
            (endpoint,) = node.get_publishers_info_by_topic(f"/probe_{index}")
            announced = "RIHS01_" + bytes(endpoint.topic_type_hash.value).hex()
            assert (endpoint.topic_type, announced) == (type_name, JAZZY_HASHES[type_name])
    finally:
        node.destroy_node()
        context.try_shutdown()


def test_constants() -> None:
    names = ("NO", "LOOKUP", "CONNECTIVITY", "EXTRAPOLATION", "INVALID_ARGUMENT", "TIMEOUT", "TRANSFORM")
    assert [getattr(TF2Error, f"{name}_ERROR") for name in names] == list(range(7))
    result = FollowJointTrajectory.Result
    assert (result.SUCCESSFUL, result.INVALID_GOAL, result.INVALID_JOINTS) == (0, -1, -2)
    assert (result.OLD_HEADER_TIMESTAMP, result.PATH_TOLERANCE_VIOLATED, result.GOAL_TOLERANCE_VIOLATED) == (-3, -4, -5)
