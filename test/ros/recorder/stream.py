# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""A process that publishes known messages: python stream.py PLAN.json (a file beside a test, not a test).

PLAN: {"topics": {NAME: {"kind", "qos", "size"}}, "count", "rate_hz", "early": [NAMES], "hold_s"}. It waits until each
topic is heard, publishes message 0 .. count-1 on each at the rate, waits until reliable ones are acknowledged. With
"pool": N the first N messages are made before and sent over and over: for rates that making them would not reach.
`early` topics are published once before anybody listens.
"""

import json
import sys
import time
from pathlib import Path
from typing import Any

import numpy as np
import rclpy
from rclpy.duration import Duration
from rclpy.node import Node
from rclpy.serialization import serialize_message
from sensor_msgs.msg import Image
from std_msgs.msg import String

from vla_r1_ros.ros.qos import COMMAND, LATCHED, SENSOR

PROFILES = {"sensor": SENSOR, "latched": LATCHED, "command": COMMAND}
KINDS = {"image": Image, "depth": Image, "text": String}


def make(kind: str, topic: str, number: int, size: list[int]) -> Any:
    """Return message `number` of a topic: the same bytes in every process."""
    if kind == "text":
        return String(data=f"{topic} {number}".ljust(31))
    height, width = size
    pixel = 3 if kind == "image" else 4
    row = np.arange(width * pixel, dtype=np.uint32)
    data = ((row[None, :] * 7 + np.arange(height, dtype=np.uint32)[:, None] * 13 + number * 31) & 0xFF).astype(np.uint8)
    # strings of these lengths (3, 6, 31) leave no alignment gaps, whose bytes Fast CDR does not set
    message = Image(height=height, width=width, encoding="rgba16" if kind == "image" else "mono16", step=width * pixel)
    message.header.frame_id = "cam"
    message.header.stamp.sec, message.header.stamp.nanosec = 100 + number // 30, number % 30 * 33_333_333
    message.data = data.tobytes()
    return message


def main() -> None:
    plan = json.loads(Path(sys.argv[1]).read_text())
    rclpy.init()
    node = Node("stream")
    topics = plan["topics"]
    publishers = {
        name: node.create_publisher(KINDS[topic["kind"]], name, PROFILES[topic["qos"]])
        for name, topic in topics.items()
    }
    for name in plan.get("early", []):
        publishers[name].publish(make(topics[name]["kind"], name, 0, topics[name].get("size", [])))
    pool = plan.get("pool", 0)
    made = {
        (name, i): bytes(serialize_message(make(topic["kind"], name, i, topic.get("size", []))))
        for name, topic in topics.items()
        for i in range(pool)
    }
    end = time.monotonic() + 20.0
    while any(publisher.get_subscription_count() == 0 for publisher in publishers.values()):
        if time.monotonic() > end:
            sys.exit("nobody listens")
        time.sleep(0.02)
    time.sleep(0.3)
    begin = time.monotonic()
    for number in range(plan["count"]):
        for name, topic in topics.items():
            if pool:
                publishers[name].publish(made[name, number % pool])
            elif name not in plan.get("early", []):
                publishers[name].publish(make(topic["kind"], name, number, topic.get("size", [])))
        time.sleep(max(0.0, begin + (number + 1) / plan["rate_hz"] - time.monotonic()))
    for publisher in publishers.values():
        publisher.wait_for_all_acked(Duration(seconds=5))
    print("reliable messages were sent", flush=True)
    time.sleep(plan.get("hold_s", 0.5))
    node.destroy_node()
    rclpy.shutdown()


if __name__ == "__main__":
    main()
