# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""A transform buffer for machines without tf2_ros: the calls, defaults and exceptions of tf2_ros.Buffer."""

import threading
import time as wall_time

from builtin_interfaces.msg import Time as TimeMessage
from geometry_msgs.msg import TransformStamped
from rclpy.clock import Clock, JumpThreshold, TimeJump
from rclpy.duration import Duration
from rclpy.logging import get_logger
from rclpy.node import Node
from rclpy.time import Time

from vla_r1_ros.core.tf_history import NANOSECONDS, InvalidArgumentException, Link, TransformException
from vla_r1_ros.core.tf_math import Rigid, compose
from vla_r1_ros.core.tf_tree import TransformTree, refusal

DEFAULT_CACHE = Duration(seconds=10)
NO_WAIT = Duration()


class Buffer:
    """Keeps transforms and answers lookups; thread-safe.

    A lookup with a timeout blocks its thread on wall time, so the listener must be served by another thread of the
    executor. Where the clock (of `node`, else the system's) jumps back by over a second, all but static transforms
    are forgotten.
    """

    def __init__(self, cache_time: Duration | None = None, node: Node | None = None) -> None:
        self._tree = TransformTree((cache_time or DEFAULT_CACHE).nanoseconds)
        self._changed = threading.Condition()
        self._logger = get_logger("tf_buffer")
        clock = Clock() if node is None else node.get_clock()
        threshold = JumpThreshold(min_forward=None, min_backward=Duration(seconds=-1), on_clock_change=True)
        self._jump_handle = clock.create_jump_callback(threshold, post_callback=self.time_jump_callback)

    def time_jump_callback(self, time_jump: TimeJump) -> None:
        """Forget what belongs to another time."""
        self._logger.warning("time jumped back: the transforms so far are dropped")
        self.clear()

    def set_transform(self, transform: TransformStamped, authority: str) -> None:
        """Add `T_parent_child` at its stamp; a malformed one is logged and dropped."""
        self._insert(transform, authority, is_static=False)

    def set_transform_static(self, transform: TransformStamped, authority: str) -> None:
        """Add a `T_parent_child` that holds at every time; a malformed one is logged and dropped."""
        self._insert(transform, authority, is_static=True)

    def clear(self) -> None:
        """Forget everything that is not static."""
        with self._changed:
            self._tree.clear()

    def all_frames_as_yaml(self) -> str:
        """Each frame with its newest parent, as a YAML mapping."""
        with self._changed:
            parents = self._tree.parents()
        return "".join(f"{child}:\n  parent: '{parent}'\n" for child, parent in parents.items()) or "{}\n"

    def lookup_transform(self, target_frame: str, source_frame: str, time: Time | TimeMessage,
                         timeout: Duration = NO_WAIT) -> TransformStamped:
        """`T_target_source` at `time` (0: the latest common time), waiting up to `timeout` for it.

        Raises:
            TransformException: LookupException, ConnectivityException, ExtrapolationException or
                InvalidArgumentException, as tf2 does.
        """
        stamp_ns = _nanoseconds(time)
        deadline = wall_time.monotonic() + timeout.nanoseconds / NANOSECONDS
        with self._changed:
            while True:
                try:
                    transform, found_ns = self._tree.lookup(target_frame, source_frame, stamp_ns)
                    return _message(target_frame, source_frame, transform, found_ns)
                except InvalidArgumentException:
                    raise
                except TransformException:
                    if not self._wait(deadline):
                        raise

    def lookup_transform_full(self, target_frame: str, target_time: Time | TimeMessage, source_frame: str,
                              source_time: Time | TimeMessage, fixed_frame: str,
                              timeout: Duration = NO_WAIT) -> TransformStamped:
        """`T_target_source` between two times, through a frame that does not move between them.

        Raises:
            TransformException: as `lookup_transform`.
        """
        target_ns, source_ns = _nanoseconds(target_time), _nanoseconds(source_time)
        deadline = wall_time.monotonic() + timeout.nanoseconds / NANOSECONDS
        with self._changed:
            while True:
                try:
                    self._tree.check_names(target_frame, source_frame, fixed_frame)
                    T_fixed_source, _ = self._tree.lookup(fixed_frame, source_frame, source_ns)
                    T_target_fixed, found_ns = self._tree.lookup(target_frame, fixed_frame, target_ns)
                    return _message(target_frame, source_frame, compose(T_target_fixed, T_fixed_source), found_ns)
                except InvalidArgumentException:
                    raise
                except TransformException:
                    if not self._wait(deadline):
                        raise

    def can_transform(self, target_frame: str, source_frame: str, time: Time | TimeMessage,
                      timeout: Duration = NO_WAIT, return_debug_tuple: bool = False) -> bool | tuple[bool, str]:
        """Whether `lookup_transform` would succeed; with `return_debug_tuple` also the reason where not."""
        try:
            self.lookup_transform(target_frame, source_frame, time, timeout)
            with self._changed:
                self._tree.check_names(target_frame, source_frame)
        except TransformException as error:
            return (False, str(error)) if return_debug_tuple else False
        return (True, "") if return_debug_tuple else True

    def can_transform_full(self, target_frame: str, target_time: Time | TimeMessage, source_frame: str,
                           source_time: Time | TimeMessage, fixed_frame: str, timeout: Duration = NO_WAIT,
                           return_debug_tuple: bool = False) -> bool | tuple[bool, str]:
        """Whether `lookup_transform_full` would succeed; with `return_debug_tuple` also the reason where not."""
        try:
            self.lookup_transform_full(target_frame, target_time, source_frame, source_time, fixed_frame, timeout)
        except TransformException as error:
            return (False, str(error)) if return_debug_tuple else False
        return (True, "") if return_debug_tuple else True

    def _wait(self, deadline: float) -> bool:
        """Sleep until new data or the deadline (monotonic s); False where the deadline has passed."""
        left_s = deadline - wall_time.monotonic()
        if left_s <= 0.0:
            return False
        self._changed.wait(left_s)
        return True

    def _insert(self, message: TransformStamped, authority: str, is_static: bool) -> None:
        parent, child = message.header.frame_id.lstrip("/"), message.child_frame_id.lstrip("/")
        t, q = message.transform.translation, message.transform.rotation
        transform = Rigid((t.x, t.y, t.z), (q.x, q.y, q.z, q.w))
        reason = refusal(parent, child, transform)
        if reason:
            self._logger.warning(f"transform from '{parent}' to '{child}' by {authority} dropped: {reason}",
                                 throttle_duration_sec=5.0)
            return
        with self._changed:
            self._tree.insert(child, _nanoseconds(message.header.stamp), Link(parent, transform), is_static)
            self._changed.notify_all()


def _nanoseconds(time: Time | TimeMessage) -> int:
    return int(time.nanoseconds if isinstance(time, Time) else time.sec * NANOSECONDS + time.nanosec)


def _message(target: str, source: str, transform: Rigid, stamp_ns: int) -> TransformStamped:
    message = TransformStamped()
    message.header.frame_id, message.child_frame_id = target, source
    message.header.stamp.sec, message.header.stamp.nanosec = divmod(stamp_ns, NANOSECONDS)
    translation, rotation = message.transform.translation, message.transform.rotation
    translation.x, translation.y, translation.z = transform.translation
    rotation.x, rotation.y, rotation.z, rotation.w = transform.rotation
    return message
