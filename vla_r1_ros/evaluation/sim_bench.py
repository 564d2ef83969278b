# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""What a benchmark of the whole stack in physics says: success with intervals, failures by code, own times."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

import numpy as np

from vla_r1_ros.core.metrics import wilson_interval
from vla_r1_ros.core.robot_models import DEFAULT_ROBOT

TASKS = ("pick", "carry", "reach", "absent")


@dataclass(frozen=True)
class Trial:
    """One episode that is to be played; `scene` names one of `sim.scenes`, empty is a scene of any things; `robot` is a
    name in config/robots or a file."""

    task: str
    seed: int
    scene: str = ""
    robot: str = DEFAULT_ROBOT

    @property
    def key(self) -> str:
        """The same for the same episode in every run."""
        robot = "" if self.robot == DEFAULT_ROBOT else f"{self.robot}/"
        return robot + f"{self.scene}/{self.task}/{self.seed}".lstrip("/")


@dataclass(frozen=True)
class EpisodeResult:
    """One episode: `code` names the failure (empty on success), `seconds` in simulated time from the instruction to
    the end, own times in ms where they were measured, the largest unwanted contact in N. `physics_s` is how long
    physics ran: the thinking that `seconds` has in it is not, so it is the same wherever the motions were."""

    task: str
    seed: int
    instruction: str
    success: bool
    code: str
    reason: str
    seconds: float
    max_force: float
    decision_own_ms: tuple[float, ...] = field(default=())
    motion_own_ms: tuple[float, ...] = field(default=())
    physics_s: float = 0.0
    scene: str = ""
    robot: str = DEFAULT_ROBOT

    @property
    def trial(self) -> Trial:
        """What was played."""
        return Trial(self.task, self.seed, self.scene, self.robot)

    def to_json(self) -> dict[str, Any]:
        """Plain JSON that :func:`episode_of` reads."""
        values = asdict(self)
        return values | {"seconds": round(self.seconds, 2), "max_force": round(self.max_force, 2),
                         "decision_own_ms": list(self.decision_own_ms), "motion_own_ms": list(self.motion_own_ms)}


def episode_of(values: Mapping[str, Any]) -> EpisodeResult:
    """The episode that was written as `values`; keys that are not its own are passed over."""
    own: dict[str, Any] = {name: values[name] for name in EpisodeResult.__dataclass_fields__ if name in values}
    times: dict[str, Any] = {name: tuple(own[name]) for name in ("decision_own_ms", "motion_own_ms") if name in own}
    return EpisodeResult(**(own | times))


def summarise(results: Sequence[EpisodeResult], seed: int) -> dict[str, Any]:
    """Return the benchmark's JSON: tasks, robots, own_time_ms, seed, and the episodes themselves."""
    robots = {name: [r for r in results if r.robot == name] for name in dict.fromkeys(r.robot for r in results)}
    return {
        "tasks": _tasks(results),
        "robots": {name: _tasks(some) for name, some in robots.items()},
        "own_time_ms": {
            "decision": _percentiles([ms for r in results for ms in r.decision_own_ms]),
            "motion": _percentiles([ms for r in results for ms in r.motion_own_ms]),
        },
        "seed": seed,
        "episodes": [r.to_json() for r in results],
    }  # fmt: skip


def rate(results: Sequence[EpisodeResult]) -> dict[str, Any]:
    """How many episodes, how many of them succeeded, and Wilson's 95 % interval of the share."""
    successes = sum(r.success for r in results)
    low, high = wilson_interval(successes, len(results))
    return {"episodes": len(results), "successes": successes, "wilson95": [round(low, 4), round(high, 4)]}


def _tasks(results: Sequence[EpisodeResult]) -> dict[str, Any]:
    by_task = {task: [r for r in results if r.task == task] for task in TASKS}
    return {task: _task(some) for task, some in by_task.items() if some}


def _task(results: Sequence[EpisodeResult]) -> dict[str, Any]:
    failures = Counter(r.code or "UNKNOWN" for r in results if not r.success)
    return {
        **rate(results),
        "failures": dict(failures.most_common()),
        "seconds_mean": round(float(np.mean([r.seconds for r in results])), 2),
    }


def _percentiles(values: Sequence[float]) -> dict[str, float | None]:
    if not values:
        return {"p50": None, "p99": None}
    return {"p50": round(float(np.percentile(values, 50)), 2), "p99": round(float(np.percentile(values, 99)), 2)}


def table(summary: Mapping[str, Any]) -> str:
    """Return the summary as a Markdown table."""
    lines = ["| task | success | 95 % interval | mean time | failures |", "|---|---|---|---|---|"]
    robots = summary["robots"]
    rows = [(name if len(robots) == 1 else f"{name}, {robot}", task)
            for robot, tasks in robots.items() for name, task in tasks.items()]  # fmt: skip
    for name, task in rows:
        low, high = task["wilson95"]
        share = task["successes"] / task["episodes"]
        failures = ", ".join(f"{code} {n}" for code, n in task["failures"].items()) or "none"
        lines.append(
            f"| {name} | {task['successes']}/{task['episodes']} ({share:.0%}) | {low:.0%} to {high:.0%} "
            f"| {task['seconds_mean']:.1f} s | {failures} |"
        )
    own = summary["own_time_ms"]
    for name, what in (("decision", "image stamp to decision, less the model"),
                       ("motion", "decision to first motion command, less planning")):  # fmt: skip
        p50, p99 = own[name]["p50"], own[name]["p99"]
        lines.append(f"\n{what}: " + ("not measured" if p50 is None else f"p50 {p50:.1f} ms, p99 {p99:.1f} ms"))
    return "\n".join(lines)
