# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""Which ROS distribution this is, and which versions of the stack's packages are installed."""

import os
from importlib import metadata

_DISTROS = {"7": "jazzy", "9": "kilted"}  # by rclpy's major version
_PACKAGES = ("vla_r1_ros", "rclpy", "ros-rclpy", "rmw-fastrtps-cpp", "ros-rmw-fastrtps-cpp", "vla-r1-interfaces",
             "numpy", "mcap", "mujoco", "roboplan")  # fmt: skip


def versions() -> dict[str, str]:
    """Return the versions of the packages of the stack that are installed."""
    found: dict[str, str] = {}
    for name in _PACKAGES:
        try:
            found[name] = metadata.version(name)
        except metadata.PackageNotFoundError:
            continue
    return found


def ros_distro() -> str:
    """Return the ROS distribution: the environment's word for it, else after rclpy's version, else "unknown"."""
    named = os.environ.get("ROS_DISTRO", "")
    installed = versions()
    rclpy = installed.get("rclpy") or installed.get("ros-rclpy", "")
    return named or _DISTROS.get(rclpy.split(".")[0], "unknown")
