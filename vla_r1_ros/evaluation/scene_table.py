# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""The layout of the paper's tables with robots (arXiv 2510.01623): a row for affordance and one for trajectory tasks,
a column for each named scene (there S1 bowls, S2 fruit, S3 kitchen, S4 mixed)."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from vla_r1_ros.evaluation.bag_attempts import UNKNOWN, BagAttempt
from vla_r1_ros.evaluation.tables import NOTHING, markdown

NOTE = (
    "affordance: pick, and the recognition of what is absent; trajectory: carry, place, reach. The paper prints, for "
    "ten trials a cell on scenes of its own: on a real arm (S1 to S4) affordance 80, 60, 70, 60 %, trajectory 60, 80, "
    "80, 80 %; in simulation (Piper, UR5) 60, 50 % and 80, 60 %."
)
_SEED = re.compile(r"seed \d+")
_TRAJECTORY = frozenset({"carry", "place", "reach", "trajectory"})
_AFFORDANCE = frozenset({"pick", "absent", "affordance"})
_KINDS = ("affordance", "trajectory", "other")


def scene_figures(attempts: Sequence[BagAttempt],
                  success: Callable[[Sequence[BagAttempt]], dict[str, Any]]) -> dict[str, Any] | None:
    """The table as plain JSON; None where no attempt names its scene (a seed alone is no name).

    Args:
        success: the figures of some attempts.
    """
    named = [attempt for attempt in attempts if _scene(attempt)]
    if not named:
        return None
    scenes = sorted({_scene(attempt) for attempt in named})
    rows = []
    for model in sorted({attempt.facts.get("model", UNKNOWN) for attempt in named}):
        for kind in _KINDS:
            mine = [a for a in named if a.facts.get("model", UNKNOWN) == model and _kind(a) == kind]
            if mine:
                cells = {scene: success([a for a in mine if _scene(a) == scene]) for scene in scenes}
                rows.append({"model": model, "kind": kind, "scenes": cells, "all": success(mine)})
    return {"scenes": scenes, "rows": rows, "without_scene": len(attempts) - len(named)}


def _scene(attempt: BagAttempt) -> str:
    scene = attempt.facts.get("scene", UNKNOWN)
    return "" if scene == UNKNOWN or _SEED.fullmatch(scene) else scene


def _kind(attempt: BagAttempt) -> str:
    steps = set(attempt.facts.get("task", UNKNOWN).split("+"))
    if steps & _TRAJECTORY:
        return "trajectory"
    return "affordance" if steps & _AFFORDANCE else "other"


def scene_rows(table: Mapping[str, Any]) -> tuple[list[str], list[list[str]]]:
    """Header and rows of the table."""
    def cell(one: Mapping[str, Any]) -> str:
        good, n = one["successes"], one["judged"]
        return f"{good}/{n} ({good / n:.1%})" if n else NOTHING

    rows = [[f"{row['model']}: {row['kind']}", *(cell(row["scenes"][scene]) for scene in table["scenes"]),
             cell(row["all"])] for row in table["rows"]]  # fmt: skip
    return ["", *table["scenes"], "all"], rows


def scene_text(table: Mapping[str, Any]) -> str:
    """The table for the terminal."""
    left = table["without_scene"]
    without = f" {left} attempts name no scene and are not in it." if left else ""
    return f"{markdown(*scene_rows(table))}\n\n{NOTE}{without}"
