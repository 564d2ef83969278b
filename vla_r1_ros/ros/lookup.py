# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""Transforms as matrices, with refusals in the stack's own words."""

from geometry_msgs.msg import TransformStamped
from rclpy.duration import Duration
from rclpy.node import Node
from rclpy.time import Time

from vla_r1_ros.core.errors import ErrorCode, ProjectionError
from vla_r1_ros.core.types import FloatArray
from vla_r1_ros.ros import convert
from vla_r1_ros.ros.tf import Buffer, TransformException, TransformListener


class TransformLookup:
    """Listens to TF of a node and answers with matrices."""

    def __init__(self, node: Node, timeout_s: float) -> None:
        self._buffer = Buffer(cache_time=Duration(seconds=60), node=node)  # with the node's clock, whose jumps empty it
        self._listener = TransformListener(self._buffer, node)
        self._clock_type = node.get_clock().clock_type
        self._timeout = Duration(nanoseconds=int(timeout_s * 1e9))

    def matrix(self, target: str, source: str, stamp_ns: int) -> FloatArray:
        """Return T_target_source (4, 4) at a time. Waits up to the timeout; call it from a worker thread.

        Raises:
            ProjectionError: PROJECTION_NO_TRANSFORM with the reason that TF gives.
        """
        return convert.transform_from_msg(self._found(target, source, stamp_ns, self._timeout).transform)

    def newest_ns(self, target: str, source: str) -> int:
        """Return the newest time (ns) at which T_target_source is known; 0 where it is static. Does not wait.

        Raises:
            ProjectionError: PROJECTION_NO_TRANSFORM with the reason that TF gives.
        """
        return convert.stamp_from_msg(self._found(target, source, 0, Duration()).header.stamp)

    def _found(self, target: str, source: str, stamp_ns: int, timeout: Duration) -> TransformStamped:
        when = Time(nanoseconds=stamp_ns, clock_type=self._clock_type)
        try:
            return self._buffer.lookup_transform(target, source, when, timeout)
        except TransformException as error:
            raise ProjectionError(
                ErrorCode.PROJECTION_NO_TRANSFORM, f"no transform from {source} to {target}: {error}",
                "is robot_state_publisher running, and is the camera's mounting published on /tf_static?",
            ) from error  # fmt: skip
