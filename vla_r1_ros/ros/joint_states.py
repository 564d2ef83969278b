# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""The newest joint states, joint by joint: arm and gripper may have a publisher each, and one may fall silent."""

import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from rclpy.callback_groups import CallbackGroup
from rclpy.node import Node
from sensor_msgs.msg import JointState

from vla_r1_ros.core.errors import ErrorCode, SafetyError
from vla_r1_ros.core.types import FloatArray
from vla_r1_ros.ros.clock import on_jump_back
from vla_r1_ros.ros.convert import stamp_from_msg
from vla_r1_ros.ros.qos import SENSOR

_POLL_S = 0.005
_LOOKS = 200  # at least 1 s; where the whole process stands still they take longer
_WALL_AGE_S = 2.0


@dataclass(frozen=True)
class _Reading:
    """One joint: stamp (ROS clock), arrival (monotonic), position in rad or m, velocity where the message told it."""

    stamp_ns: int
    received_s: float
    position: float
    velocity: float | None


class JointStates:
    """Hears `joint_states` of a node. Thread-safe; what waits may not be called from a callback.

    A name is as old as the newest message that had it: a gripper that goes on does not make a silent arm look alive.
    """

    def __init__(self, node: Node, group: CallbackGroup) -> None:
        self._clock = node.get_clock()
        self._lock = threading.Lock()
        self._readings: dict[str, _Reading] = {}
        self._unknown_since_s = time.monotonic()
        node.create_subscription(JointState, "joint_states", self._on_message, SENSOR, callback_group=group)
        self._jump_handle = on_jump_back(node, self.forget)

    def forget(self) -> None:
        """Drop what is known: the clock goes back."""
        with self._lock:
            self._readings.clear()
            self._unknown_since_s = time.monotonic()

    def _on_message(self, message: JointState) -> None:
        stamp_ns, now_s = stamp_from_msg(message.header.stamp), time.monotonic()
        told = len(message.velocity) == len(message.name)
        velocities = message.velocity if told else [None] * len(message.name)  # unknown, not zero
        readings = {name: _Reading(stamp_ns, now_s, position, velocity) for name, position, velocity
                    in zip(message.name, message.position, velocities, strict=False)}  # fmt: skip
        with self._lock:
            self._readings |= readings

    def positions(self, names: Sequence[str], max_age_s: float) -> FloatArray:
        """Return the measured positions (N,), rad or m; waits a while for younger ones where they are old.

        Raises:
            SafetyError: SAFETY_STALE_INPUT for a joint that is missing, older than `max_age_s` or as far ahead.
        """
        return np.array([reading.position for reading in self._fresh(names, max_age_s)])

    def velocities_after(self, names: Sequence[str], stamp_ns: int, max_age_s: float) -> FloatArray | None:
        """Return the velocities (N,), rad/s or m/s, all from after a time (ROS clock) and young; None where one is not
        known, be it that its message told positions only. Does not wait."""
        try:
            readings = self._newest(names, max_age_s)
        except SafetyError:
            return None
        told = [reading.velocity for reading in readings
                if reading.velocity is not None and reading.stamp_ns > stamp_ns]  # fmt: skip
        return np.array(told) if len(told) == len(readings) else None

    def wait_after(self, names: Sequence[str], stamp_ns: int, seconds: float) -> None:
        """Wait until each joint is known from after a time (ROS clock), or `seconds` of wall time have gone."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            with self._lock:
                readings = [self._readings.get(name) for name in names]
            if all(reading is not None and reading.stamp_ns > stamp_ns for reading in readings):
                return
            time.sleep(_POLL_S)

    def silent_s(self, names: Sequence[str]) -> float:
        """Return the wall time (s) since the joint that is longest silent was heard of."""
        with self._lock:
            heard = [self._readings[name].received_s if name in self._readings else self._unknown_since_s
                     for name in names]  # fmt: skip
        return time.monotonic() - min(heard)

    def _fresh(self, names: Sequence[str], max_age_s: float) -> list[_Reading]:
        """The newest; waits for one where it is old: planning may have kept this process from hearing."""
        for _ in range(_LOOKS):
            try:
                return self._newest(names, max_age_s)
            except SafetyError:
                time.sleep(_POLL_S)
        return self._newest(names, max_age_s)

    def _newest(self, names: Sequence[str], max_age_s: float) -> list[_Reading]:
        with self._lock:
            known = dict(self._readings)
        if not known:
            raise SafetyError(ErrorCode.SAFETY_STALE_INPUT, "no joint state has come", "is joint_states published?")
        if missing := [name for name in names if name not in known]:
            raise SafetyError(ErrorCode.SAFETY_STALE_INPUT, f"joint_states has no {', '.join(missing)}",
                              f"it has {', '.join(sorted(known))}; does the robot file fit the robot?")  # fmt: skip
        now_s, wall_s = self._clock.now().nanoseconds * 1e-9, time.monotonic()
        for name in names:
            age_s, wall_age_s = now_s - known[name].stamp_ns * 1e-9, wall_s - known[name].received_s
            if not (-max_age_s <= age_s <= max_age_s) or wall_age_s > max(_WALL_AGE_S, max_age_s):
                raise SafetyError(
                    ErrorCode.SAFETY_STALE_INPUT,
                    f"the state of {name} is {age_s:.2f} s old (ROS clock), {wall_age_s:.2f} s (wall); limit "
                    f"{max_age_s} s",
                    "is joint_states published, by the arm's driver too, and do the clocks agree?",
                )
        return [known[name] for name in names]
