# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""A worker process of the embedded planner, and of one that hangs, ends itself or does not start when it is told to."""

import os
import signal
import sys
import threading
from collections.abc import Sequence

from vla_r1_ros.core.cancel import CancelToken
from vla_r1_ros.core.errors import ErrorCode, InputError
from vla_r1_ros.core.robot import RobotDescription
from vla_r1_ros.core.types import FloatArray, JointTrajectory
from vla_r1_ros.motion.embedded import EmbeddedPlanner
from vla_r1_ros.motion.remote import serve

#: Tool speeds (m/s) that no skill asks for: what the worker does then.
HANG, FAULT = 0.123, 0.321


class FaultyPlanner(EmbeddedPlanner):
    """The embedded planner with the faults of a library."""

    def plan_straight(self, start: FloatArray, waypoints: Sequence[FloatArray], *, tool_speed: float,
                      deadline_s: float, cancel: CancelToken) -> JointTrajectory:
        if tool_speed == HANG:
            threading.Event().wait()
        if tool_speed == FAULT:
            os.kill(os.getpid(), signal.SIGSEGV)
        return super().plan_straight(start, waypoints, tool_speed=tool_speed, deadline_s=deadline_s, cancel=cancel)


def make(robot: RobotDescription, max_tool_speed: float, refuse: bool = False) -> EmbeddedPlanner:
    if refuse:
        raise InputError(ErrorCode.INPUT_PARAMETER, "not this robot", "take another")
    return FaultyPlanner(robot, max_tool_speed=max_tool_speed)


if __name__ == "__main__":
    assert sys.argv[1:]
    serve(make)
