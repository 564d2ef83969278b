# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""What ROS refuses at start, in plain words."""

from collections.abc import Iterator
from contextlib import contextmanager

from rclpy.exceptions import NameValidationException, ParameterException

from vla_r1_ros.core.errors import ErrorCode, InputError


@contextmanager
def ros_starts() -> Iterator[None]:
    """Around `rclpy.init` and the making of a bare node.

    Raises:
        InputError: INPUT_ENVIRONMENT where the middleware does not start or does not take its arguments.
    """
    try:
        yield
    except (RuntimeError, ImportError, ParameterException, NameValidationException) as error:  # RCLError is the first
        raise InputError(ErrorCode.INPUT_ENVIRONMENT, f"ROS does not start: {str(error)[:300]}",
                         "check RMW_IMPLEMENTATION, ROS_DOMAIN_ID and what stands behind --ros-args") from error
