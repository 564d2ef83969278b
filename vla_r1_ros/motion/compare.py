# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""How back ends do on one problem set: solved, how quickly, how long the motions are."""

import time
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from vla_r1_ros.core.cancel import CancelToken
from vla_r1_ros.core.errors import PlanningError
from vla_r1_ros.core.types import FloatArray, JointTrajectory
from vla_r1_ros.motion.problems import Problem, ProblemKind
from vla_r1_ros.motion.protocols import Planner
from vla_r1_ros.motion.timing import tool_points

SPEED, TOOL_SPEED, DEADLINE_S = 0.5, 0.2, 5.0


@dataclass(frozen=True)
class Solution:
    """What a back end made of a problem: `code` OK or why not; times in s, path lengths in rad (of the joints' vector)
    and m (of the tool), NaN where there is none."""

    kind: ProblemKind
    seed: int
    code: str
    reason: str
    planning_s: float
    motion_s: float = float("nan")
    joint_path: float = float("nan")
    tool_path: float = float("nan")
    motion: JointTrajectory | None = None

    @property
    def solved(self) -> bool:
        """A checked motion came back."""
        return self.motion is not None


def solve(planner: Planner, home: FloatArray, problem: Problem) -> Solution:
    """Plan a problem from `home` (J,) rad; the way to where it begins is neither timed nor measured."""
    planner.detach(None)
    planner.set_scene(problem.scene)
    if problem.held is not None:
        planner.attach(problem.held)
    begin = time.monotonic()
    first, *others = problem.goals
    try:
        there = planner.plan_to_pose(home, first, speed=SPEED, deadline_s=DEADLINE_S, cancel=CancelToken())
        start = there.positions[-1]
        begin = time.monotonic()
        if problem.kind is ProblemKind.CARRY:
            motion = planner.plan_straight(start, others, tool_speed=TOOL_SPEED, deadline_s=DEADLINE_S,
                                           cancel=CancelToken())  # fmt: skip
        else:
            motion = planner.plan_to_pose(start, others[0], speed=SPEED, deadline_s=DEADLINE_S, cancel=CancelToken())
    except PlanningError as error:
        return Solution(problem.kind, problem.seed, error.code.name, error.message, time.monotonic() - begin)
    seconds = time.monotonic() - begin
    return Solution(
        problem.kind, problem.seed, "OK", "", seconds, motion.duration, _length(motion.positions),
        _length(tool_points(motion, planner.tool_pose)), motion,
    )  # fmt: skip


@dataclass(frozen=True)
class Figures:
    """One back end on one kind of problem, over what was solved, None where nothing was: planning times in ms, medians
    of the motions' durations (s) and of their lengths (rad, m). `codes` counts why the others were not."""

    problems: int
    solved: int
    planning_p50_ms: float | None
    planning_p95_ms: float | None
    motion_p50_s: float | None
    joint_path_p50: float | None
    tool_path_p50_m: float | None
    codes: dict[str, int]


def figures(solutions: Sequence[Solution]) -> Figures:
    """Sum up solutions."""
    good = [s for s in solutions if s.solved]
    failed = [s.code for s in solutions if not s.solved]

    def percentile(share: float, values: list[float]) -> float | None:
        return float(np.percentile(values, share)) if values else None

    planning_ms = [s.planning_s * 1e3 for s in good]
    return Figures(
        len(solutions), len(good), percentile(50, planning_ms), percentile(95, planning_ms),
        percentile(50, [s.motion_s for s in good]), percentile(50, [s.joint_path for s in good]),
        percentile(50, [s.tool_path for s in good]), {code: failed.count(code) for code in sorted(set(failed))},
    )  # fmt: skip


def _length(points: FloatArray) -> float:
    return float(np.linalg.norm(np.diff(points, axis=0), axis=1).sum())
