# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""One recorded look asked again: the recorded answer and the new one beside each other, in the picture and in 3D."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from scipy.spatial.transform import Rotation

from vla_r1_ros.core.alaf import alaf
from vla_r1_ros.core.errors import ErrorCode
from vla_r1_ros.core.measure import Measured
from vla_r1_ros.core.metrics import discrete_frechet, iou, path_metrics
from vla_r1_ros.core.types import Box, FloatArray, Question, Task
from vla_r1_ros.evaluation.bag_attempts import BagAttempt
from vla_r1_ros.evaluation.bag_labels import Label
from vla_r1_ros.evaluation.bag_story import LookStory
from vla_r1_ros.evaluation.look_scene import LookScene

_MM = 1e3


@dataclass(frozen=True)
class Answer:
    """What a model said about a look: box and path (N, 2) as shares of the picture; neither is "absent" where `code`
    is OK, else there was no answer, and `reason` says why. `score` is the agreement where several were sampled."""

    box: Box | None = None
    path: FloatArray | None = None
    code: ErrorCode = ErrorCode.OK
    reason: str = ""
    think: str = ""
    seconds: float | None = None
    tries: int = 1
    score: float | None = None

    @property
    def said(self) -> str:
        """`box`, `path`, `box and path`, `absent` or `no answer`."""
        if self.code is not ErrorCode.OK:
            return "no answer"
        given = [word for word, there in (("box", self.box), ("path", self.path)) if there is not None]
        return " and ".join(given) or "absent"


@dataclass(frozen=True)
class GateWord:
    """Whether all motions of an answer would have been planned and let pass; `code`, `stage` and `reason` of the first
    that would not. `by_gate`: it was the safety gate, not the planner."""

    passed: bool
    code: str
    reason: str
    stage: str
    motion_s: float
    by_gate: bool


#: Tries a lifted answer on paper, given the kind of step; None and words where that cannot be done.
Rehearse = Callable[[Measured, LookScene, str], tuple[GateWord | None, str]]


@dataclass(frozen=True)
class Aim:
    """An answer in 3D, m in the base frame: the target's centre (3,), the best grasp (4, 4), the tool's way (M, 3) and
    where it ends (3,). None where it has none; `code` and `reason` where it could not be measured; `gate` None where it
    was not rehearsed, and `not_rehearsed` says why."""

    code: str = ""
    reason: str = ""
    target: FloatArray | None = None
    grasp: FloatArray | None = None
    way: FloatArray | None = None
    end: FloatArray | None = None
    gate: GateWord | None = None
    not_rehearsed: str = ""


@dataclass(frozen=True)
class Replayed:
    """A look with both answers. `number` counts the looks of the attempt from 1; `labels` by task, as far as there are
    any: a box, a path, or None for a thing that is not there."""

    attempt: BagAttempt
    look: LookStory
    number: int
    questions: tuple[Question, ...]
    recorded: Answer
    new: Answer
    recorded_aim: Aim
    new_aim: Aim
    labels: Mapping[Task, Label] = field(default_factory=dict)

    @property
    def judged(self) -> dict[str, bool]:
        """Success by source of verdict."""
        return {str(source): verdict.success for source, verdict in self.attempt.verdicts.items()}


def aim_of(measured: Measured) -> Aim:
    """A measurement as the places that two answers are compared by."""
    found = measured.measurement
    target = found.target if found is not None else None
    goal = found.goal if found is not None else None
    return Aim(
        target=None if target is None else target.box.T_base_box[:3, 3],
        grasp=None if target is None or not target.grasps else target.grasps[0].T_base_tool,
        way=measured.path[:, :3, 3] if len(measured.path) else None,
        end=None if goal is None else goal.center,
    )  # fmt: skip


def change(one: Replayed) -> dict[str, Any]:
    """How far the new answer is from the recorded one; None for what cannot be compared.

    `iou` of the boxes; `dfd` (1/1000 of the picture's sides) and `alaf` of the paths; in mm `target_mm` between the
    measured targets, `grasp_mm` and `grasp_deg` between the best grasps (the turn about the vertical counts modulo half
    a turn: a parallel gripper is symmetric), `way_mm` (discrete Frechet) between the tool's ways, `end_mm` between
    their ends; `gate` says who would have passed.
    """
    old, new = one.recorded, one.new
    a, b = one.recorded_aim, one.new_aim
    paths = old.path is not None and new.path is not None
    return {
        "said": old.said if old.said == new.said else f"{old.said} -> {new.said}",
        "iou": round(iou(old.box, new.box), 4) if old.box is not None and new.box is not None else None,
        "dfd": round(path_metrics(new.path, old.path).dfd, 2) if paths and old.path is not None else None,
        "alaf": round(alaf(old.path, new.path), 5) if paths and old.path is not None and new.path is not None else None,
        "target_mm": _apart(a.target, b.target),
        "grasp_mm": _apart(_position(a.grasp), _position(b.grasp)),
        "grasp_deg": _turn(a.grasp, b.grasp),
        "way_mm": None if a.way is None or b.way is None else round(discrete_frechet(a.way, b.way) * _MM, 2),
        "end_mm": _apart(a.end, b.end),
        "gate": None if a.gate is None or b.gate is None else _PASSED[a.gate.passed, b.gate.passed],
    }


_PASSED = {(True, True): "both pass", (True, False): "only the recorded passes",
           (False, True): "only the new passes", (False, False): "neither passes"}  # fmt: skip


def _position(T: FloatArray | None) -> FloatArray | None:
    return None if T is None else T[:3, 3]


def _apart(a: FloatArray | None, b: FloatArray | None) -> float | None:
    return None if a is None or b is None else round(float(np.linalg.norm(a - b)) * _MM, 2)


def _turn(a: FloatArray | None, b: FloatArray | None) -> float | None:
    """Angle in degrees between two grasps of a parallel gripper."""
    if a is None or b is None:
        return None
    half_turn = np.diag([-1.0, -1.0, 1.0])
    angles = [Rotation.from_matrix(a[:3, :3].T @ b[:3, :3] @ turn).magnitude() for turn in (np.eye(3), half_turn)]
    return round(float(np.degrees(min(angles))), 2)


def look_json(one: Replayed) -> dict[str, Any]:
    """One look as plain JSON; the keys are told in docs/replay.md."""
    look = one.look
    return {
        "bag": one.attempt.bag, "attempt": one.attempt.attempt, "look": one.number, "stamp_ns": look.stamp_ns,
        "instruction": one.attempt.instruction, "asked": [[str(q.task), q.text] for q in one.questions],
        "judged": one.judged,
        "recorded": _answer_json(one.recorded, one.recorded_aim),
        "new": _answer_json(one.new, one.new_aim),
        "change": change(one),
        "labels": {str(task): label_json(label) for task, label in one.labels.items()},
    }  # fmt: skip


def label_json(label: Label) -> Any:
    """A box as x, y, width, height, a path as points, None as null."""
    if isinstance(label, Box):
        return {"x": label.x, "y": label.y, "width": label.width, "height": label.height}
    return None if label is None else label.tolist()


def _answer_json(answer: Answer, aim: Aim) -> dict[str, Any]:
    gate = aim.gate
    return {
        "said": answer.said, "box": label_json(answer.box), "path": label_json(answer.path),
        "code": "" if answer.code is ErrorCode.OK else answer.code.name, "reason": answer.reason,
        "think": answer.think, "seconds": answer.seconds, "tries": answer.tries, "score": answer.score,
        "measured": {
            "code": aim.code, "reason": aim.reason, "target_m": _list(aim.target), "end_m": _list(aim.end),
            "grasp_m": _list(_position(aim.grasp)), "way_m": _list(aim.way),
        },
        "gate": None if gate is None else {
            "passed": gate.passed, "code": gate.code, "reason": gate.reason, "stage": gate.stage,
            "by_gate": gate.by_gate, "motion_s": round(gate.motion_s, 2),
        },
        "not_rehearsed": aim.not_rehearsed,
    }  # fmt: skip


def _list(values: FloatArray | None) -> Any:
    return None if values is None else np.round(values, 5).tolist()
