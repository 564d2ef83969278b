# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""What a person said yes to, and whether a motion is still that."""

from collections.abc import Callable

import numpy as np

from vla_r1_ros.core.types import FloatArray, JointTrajectory
from vla_r1_ros.motion.timing import tool_points

_JOINTS = 0.15  # rad (m): straight motions are planned anew from where the arm really is
_TOOL = 0.03  # m, the radius of the swept tool that is shown
_STEP = 0.02  # rad (m) between points at which motions are compared


class ApprovedMotion:
    """Asks before motions run. A motion whose arm or tool leaves all that was approved is asked about by itself.

    Args:
        ask: shows a motion and waits for the yes; raises SafetyError to refuse it; None where nobody is asked.
        tool_pose: T_base_tool (4, 4) from joints (J,).
    """

    def __init__(self, ask: Callable[[JointTrajectory], None] | None,
                 tool_pose: Callable[[FloatArray], FloatArray]) -> None:
        self._ask, self._tool_pose = ask, tool_pose
        self._approved: list[tuple[FloatArray, FloatArray]] = []

    @property
    def wanted(self) -> bool:
        """Whether anybody is asked."""
        return self._ask is not None

    def forget(self) -> None:
        """A new request: nothing is approved."""
        self._approved.clear()

    def ask(self, motion: JointTrajectory) -> None:
        """Show a motion and wait for the yes."""
        if self._ask is not None:
            self._ask(motion)
            self._approved.append(self._dense(motion))

    def ask_if_new(self, motion: JointTrajectory) -> None:
        """As :meth:`ask`, unless the motion keeps to what was approved."""
        if self._ask is not None and not self.covers(motion):
            self.ask(motion)

    def covers(self, motion: JointTrajectory) -> bool:
        """Whether the arm and the tool are, all along, about where an approved motion has them."""
        joints, tool = self._dense(motion)
        covered = np.zeros(len(joints), dtype=bool)
        for approved_joints, approved_tool in self._approved:
            for i in np.flatnonzero(~covered):
                near = np.linalg.norm(approved_tool - tool[i], axis=1) <= _TOOL
                covered[i] = (np.abs(approved_joints[near] - joints[i]).max(axis=1) <= _JOINTS).any()
        return bool(covered.all())

    def _dense(self, motion: JointTrajectory) -> tuple[FloatArray, FloatArray]:
        """Joints (N, J) and tool points (N, 3), m, at short steps along a motion."""
        points = tool_points(motion, self._tool_pose)
        joints, tool = [motion.positions[:1]], [points[:1]]
        for a, b, p, q in zip(motion.positions, motion.positions[1:], points, points[1:], strict=False):
            steps = max(1, int(np.ceil(max(np.abs(b - a).max(), float(np.linalg.norm(q - p))) / _STEP)))
            share = np.arange(1, steps + 1)[:, None] / steps
            joints.append(a + share * (b - a))
            tool.append(p + share * (q - p))
        return np.concatenate(joints), np.concatenate(tool)
