# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""One end of the transport measurement, a process of its own: a camera that sends, or a node that listens.

`python -m vla_r1_ros.ros.transport_probe send|receive --out FILE` writes what it counted as JSON.
"""

import argparse
import json
import sys
import time
from pathlib import Path
from typing import Any

import numpy as np
import rclpy
from rclpy.executors import ExternalShutdownException
from rclpy.node import Node
from rclpy.qos import QoSProfile, ReliabilityPolicy
from rclpy.time import Time
from sensor_msgs.msg import Image
from std_msgs.msg import UInt32

from vla_r1_ros.ros.qos import LATCHED, SENSOR

WIDTH_PX, HEIGHT_PX = 640, 480
TOPICS = ("image", "depth")
DISCOVERY_TIMEOUT_S = 20.0
DRAIN_S = 0.5
#: Four seconds of frames: what is measured is the transport, not how soon this Python process gets the processor.
PATIENT = QoSProfile(depth=120, reliability=ReliabilityPolicy.BEST_EFFORT)


def _image(encoding: str, bytes_per_pixel: int, data: bytes = b"") -> Image:
    image = Image(width=WIDTH_PX, height=HEIGHT_PX, encoding=encoding, step=WIDTH_PX * bytes_per_pixel)
    image.data = data or bytes(WIDTH_PX * HEIGHT_PX * bytes_per_pixel)
    return image


def noisy_images() -> dict[str, Image]:
    """Pictures that are as hard to pack as a camera's: smooth, with noise of two grey values and one millimetre."""
    random, (rows, columns) = np.random.default_rng(0), np.mgrid[:HEIGHT_PX, :WIDTH_PX]
    smooth = np.stack([rows * 0.4, columns * 0.3, (rows + columns) * 0.2], axis=2) + 20.0
    colour = np.clip(smooth + random.normal(0.0, 2.0, smooth.shape), 0, 255).astype(np.uint8)
    depth = (0.6 + rows * 0.001 + random.normal(0.0, 0.001, rows.shape)).astype(np.float32)
    return {"image": _image("rgb8", 3, colour.tobytes()), "depth": _image("32FC1", 4, depth.tobytes())}


def send(node: Node, rate_hz: float, frames: int, noisy: bool = False) -> dict[str, Any]:
    """Publish `frames` pairs of colour (rgb8) and depth (32FC1) at `rate_hz`, then say that this was all."""
    publishers = {topic: node.create_publisher(Image, topic, SENSOR) for topic in TOPICS}
    end = node.create_publisher(UInt32, "end", LATCHED)
    images = noisy_images() if noisy else {"image": _image("rgb8", 3), "depth": _image("32FC1", 4)}
    deadline = time.monotonic() + DISCOVERY_TIMEOUT_S
    while not all(publisher.get_subscription_count() for publisher in publishers.values()):
        if time.monotonic() > deadline:
            return {"sent": 0, "rate_hz": 0.0}
        time.sleep(0.05)
    time.sleep(0.5)
    began = time.monotonic()
    for index in range(frames):
        time.sleep(max(0.0, began + index / rate_hz - time.monotonic()))
        for topic, publisher in publishers.items():
            images[topic].header.frame_id = str(index)
            images[topic].header.stamp = node.get_clock().now().to_msg()
            publisher.publish(images[topic])
    took_s = time.monotonic() - began
    end.publish(UInt32(data=frames))
    time.sleep(2.0 * DRAIN_S)
    return {"sent": frames, "rate_hz": (frames - 1) / took_s if frames > 1 else 0.0}


def receive(node: Node, timeout_s: float) -> dict[str, Any]:
    """Count frames and their ages (ms) until the sender says that it is done, or `timeout_s` after the start."""
    seen: dict[str, dict[int, float]] = {topic: {} for topic in TOPICS}
    ended: list[float] = []

    def on_image(topic: str, image: Image) -> None:
        age_ns = node.get_clock().now().nanoseconds - Time.from_msg(image.header.stamp).nanoseconds
        seen[topic][int(image.header.frame_id)] = age_ns / 1e6

    def on_end(_: UInt32) -> None:
        ended.append(time.monotonic())

    for topic in TOPICS:
        node.create_subscription(Image, topic, lambda image, topic=topic: on_image(topic, image), PATIENT)
    node.create_subscription(UInt32, "end", on_end, LATCHED)
    deadline = time.monotonic() + timeout_s
    while time.monotonic() < (ended[0] + DRAIN_S if ended else deadline):
        rclpy.spin_once(node, timeout_sec=0.1)
    return {topic: list(ages.values()) for topic, ages in seen.items()}


def main() -> int:
    """Run one end."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("role", choices=("send", "receive"))
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--rate", type=float, default=30.0)
    parser.add_argument("--frames", type=int, default=300)
    parser.add_argument("--noisy", action="store_true", help="send pictures that are hard to pack")
    arguments = parser.parse_args()
    rclpy.init(args=[])
    node = rclpy.create_node(f"transport_{arguments.role}")
    try:
        if arguments.role == "send":
            counted = send(node, arguments.rate, arguments.frames, arguments.noisy)
        else:
            counted = receive(node, DISCOVERY_TIMEOUT_S + arguments.frames / arguments.rate + 10.0)
    except (KeyboardInterrupt, ExternalShutdownException):
        return 130
    finally:
        node.destroy_node()
        rclpy.try_shutdown()
    arguments.out.write_text(json.dumps(counted))
    return 0


if __name__ == "__main__":
    sys.exit(main())
