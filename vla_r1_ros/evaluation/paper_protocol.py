# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""The paper's protocol with robots: which trials, and its table with ours beside it (arXiv 2510.01623).

There: four scenes, affordance and trajectory tasks, ten trials a cell. Affordance succeeds when the thing was grasped
(or, absent, was said to be absent), trajectory when it was carried to its goal.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import product
from typing import Any

from vla_r1_ros.core.metrics import wilson_interval
from vla_r1_ros.evaluation.published import SOURCE
from vla_r1_ros.evaluation.sim_bench import EpisodeResult, Trial, rate
from vla_r1_ros.evaluation.tables import NOTHING, markdown
from vla_r1_ros.sim.scenes import SCENES

KINDS: Mapping[str, tuple[str, ...]] = {"affordance": ("pick", "absent"), "trajectory": ("carry",)}
#: Every fifth affordance trial names a thing that is not there; the paper does not say how many of its own do.
ABSENT_EVERY = 5
TRIALS = 10
#: Of the paper's two arms in simulation, a UR5's successor; the other stands in for its Piper, which nobody packages.
ROBOTS = ("panda", "ur5e")
#: Successes of ten trials as printed. In simulation (RoboTwin) it has one cell for each arm, on a real arm one a scene.
PAPER_SIMULATION: Mapping[str, Mapping[str, int]] = {
    "affordance": {"Piper": 6, "UR5": 5}, "trajectory": {"Piper": 8, "UR5": 6}}
PAPER_REAL: Mapping[str, tuple[int, int, int, int]] = {
    "affordance": (8, 6, 7, 6), "trajectory": (6, 8, 8, 8)}
NOTE = (
    f"Paper: as printed in {SOURCE}, VLA-R1-3B, ten trials a cell; its simulation (RoboTwin, Piper and UR5) has other "
    "things, arms, cameras and rules, and its real arm stands on a real table. Ours: other simulated arms, one camera, "
    "scenes that stand for the paper's. So the rows do not tell which model is better. Intervals: 95 %, Wilson."
)


def paper_trials(trials: int, seed: int, robots: Sequence[str] = ROBOTS) -> list[Trial]:
    """The plan: `trials` episodes for each robot, scene and kind of task, seeds counting up from `seed` in each cell.
    The same seed is the same scene for all robots."""
    plan = []
    for robot, scene, kind in product(robots, SCENES, KINDS):
        for number in range(trials):
            absent = kind == "affordance" and number % ABSENT_EVERY == ABSENT_EVERY - 1
            task = "absent" if absent else "pick" if kind == "affordance" else "carry"
            plan.append(Trial(task, seed + number, scene, robot))
    return plan


def paper_figures(results: Sequence[EpisodeResult], model: str) -> dict[str, Any]:
    """The table as plain JSON: ours by robot, kind and scene, the published rows, what each scene stands for."""
    robots = list(dict.fromkeys(result.robot for result in results))
    rows = {robot: {kind: _row([r for r in results if r.robot == robot], tasks) for kind, tasks in KINDS.items()}
            for robot in robots}  # fmt: skip
    return {
        "model": model, "robots": robots, "rows": rows,
        "published": {"simulation": PAPER_SIMULATION, "real": PAPER_REAL, "source": SOURCE},
        "scenes": {name: {"title": scene.title, "stands_for": scene.stands_for} for name, scene in SCENES.items()},
    }  # fmt: skip


def _row(results: Sequence[EpisodeResult], tasks: Sequence[str]) -> dict[str, Any]:
    mine = [result for result in results if result.task in tasks and result.scene in SCENES]
    by_scene = {scene: [result for result in mine if result.scene == scene] for scene in SCENES}
    return {
        "scenes": {scene: rate(some) for scene, some in by_scene.items() if some},
        "all": rate(mine) if mine else None,
        "tasks": {task: rate(some) for task in tasks if (some := [r for r in mine if r.task == task])},
    }


def paper_text(figures: Mapping[str, Any]) -> str:
    """The table in the paper's layout: rows of affordance and of trajectory, a column for each scene."""
    header = ["", *(f"{name} {scene.title}" for name, scene in SCENES.items()), "all"]
    rows = []
    for kind in KINDS:
        for robot in figures["robots"]:
            own = figures["rows"][robot][kind]
            cells = [_share(own["scenes"].get(scene)) for scene in SCENES]
            rows.append([f"{kind}: {figures['model']}, simulated {robot}", *cells, _share(own["all"])])
        for robot, good in PAPER_SIMULATION[kind].items():
            rows.append([f"{kind}: paper, simulated {robot}", *[NOTHING] * len(SCENES), _printed(good, TRIALS)])
        real = PAPER_REAL[kind]
        rows.append([f"{kind}: paper, real arm", *(_printed(good, TRIALS) for good in real),
                     _printed(sum(real), TRIALS * len(real))])
    kinds = "; ".join(f"{robot} {task} {_share(one)}" for robot in figures["robots"] for kind in KINDS
                      for task, one in figures["rows"][robot][kind]["tasks"].items())  # fmt: skip
    stand = "\n".join(f"- {name} {scene.title}: {scene.stands_for}" for name, scene in SCENES.items())
    return f"{markdown(header, rows)}\n\nBy task: {kinds or NOTHING}\n\n{NOTE}\n\nThe scenes:\n{stand}"


def _share(one: Mapping[str, Any] | None) -> str:
    return NOTHING if one is None else _printed(one["successes"], one["episodes"])


def _printed(good: int, of: int) -> str:
    low, high = wilson_interval(good, of)
    return f"{good}/{of} ({low:.0%} to {high:.0%})"
