# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""Many looks asked again as figures, as a table for the terminal and as JSON."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from vla_r1_ros.core.errors import ErrorCode
from vla_r1_ros.core.types import Task
from vla_r1_ros.evaluation.bag_labels import mark_answer
from vla_r1_ros.evaluation.bag_summary import SPREAD_HEADER, spread, spread_cells
from vla_r1_ros.evaluation.marks import Record, question_key
from vla_r1_ros.evaluation.measures import differences, figures
from vla_r1_ros.evaluation.replay import Answer, Replayed, change, look_json
from vla_r1_ros.evaluation.replay_run import Run
from vla_r1_ros.evaluation.tables import NOTHING, detail_table, difference_table, markdown
from vla_r1_ros.evaluation.verdicts import Source

#: Keys of :func:`change` that are numbers, with the words for tables.
DISTANCES = {
    "iou": "boxes, IoU", "dfd": "paths, DFD of 1000", "alaf": "paths, ALAF", "target_mm": "target, mm",
    "grasp_mm": "grasp, mm", "grasp_deg": "grasp, degrees", "way_mm": "tool's way, DFD, mm",
    "end_mm": "end of the way, mm",
}  # fmt: skip
MAX_ROWS = 40


def summarise_replay(run: Run, asked_as: Mapping[str, Any], source: Source | None = None,
                     seed: int = 0) -> dict[str, Any]:
    """Everything that `vla_r1 replay --json` writes, as plain JSON; docs/replay.md tells the keys.

    Args:
        asked_as: the model and how it was asked, for the record.
        source: whose verdicts divide the looks; the one that judged most of them where None.
    """
    looks = run.looks
    chosen = source or max(Source, key=lambda one: sum(str(one) in look.judged for look in looks))
    changes = [change(look) for look in looks]
    old, new = label_marks(looks, new=False), label_marks(looks, new=True)
    return {
        "version": 1, "kind": "replay", "asked": dict(asked_as), "bags": run.bags, "looks": len(looks),
        "unanswered": run.unanswered, "verdicts_by": str(chosen),
        "said": dict(Counter(one["said"] for one in changes).most_common()),
        "change": _distances(changes),
        "gate": {"recorded": _gate([look.recorded_aim for look in looks]),
                 "new": _gate([look.new_aim for look in looks]),
                 "both": dict(Counter(one["gate"] for one in changes if one["gate"]).most_common())},
        "by_verdict": {words: _distances([c for look, c in zip(looks, changes, strict=True)
                                          if look.judged.get(str(chosen)) is good])
                       for words, good in (("success", True), ("failure", False), ("not judged", None))},
        "labels": {"recorded": _figures(old, seed), "new": _figures(new, seed),
                   "difference": [{"measure": d.measure.key, **d.to_json()} for d in differences(old, new, seed)]}
        if old else None,
        "new_s": spread([look.new.seconds for look in looks if look.new.seconds is not None]),
        "lost": {bag: words for bag, words in run.lost.items() if words},
        "list": [look_json(look) for look in looks],
    }  # fmt: skip


def label_marks(looks: Sequence[Replayed], *, new: bool) -> list[Record]:
    """The marks of the recorded or of the new answers to the labelled questions."""
    found = []
    for look in looks:
        for task, label in look.labels.items():
            if task not in {question.task for question in look.questions}:
                continue
            answer = look.new if new else look.recorded
            given = answer.box if task is Task.AFFORDANCE else answer.path
            key = question_key(look.attempt.bag, str(look.look.stamp_ns), str(look.look.begin_ns), task.value)
            if not _lost(look.recorded) and not _lost(look.new):
                mark = mark_answer(label, given, answer.code is ErrorCode.OK)
                found.append(Record(key, "bags", f"{look.attempt.bag}:{look.look.stamp_ns}", task, mark))
    return found


def _lost(answer: Answer) -> bool:
    """Whether nobody knows what the model says: not in the bag, or the server gave none."""
    return answer.code is not ErrorCode.OK and not 300 <= answer.code < 400


def _figures(records: Sequence[Record], seed: int) -> dict[str, Any]:
    return {key: figure.to_json() for key, figure in figures(records, seed).items()}


def _distances(changes: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    same = sum("->" not in one["said"] for one in changes)
    return {"looks": len(changes), "same_kind": same,
            **{key: spread([one[key] for one in changes if one[key] is not None]) for key in DISTANCES}}


def _gate(aims: Sequence[Any]) -> dict[str, Any]:
    """Of the answers of one side: how many were measured and rehearsed, and what refused them."""
    codes = Counter(aim.code for aim in aims if aim.code)
    refused = Counter(aim.gate.code for aim in aims if aim.gate is not None and not aim.gate.passed)
    return {"not_measured": dict(codes.most_common()), "rehearsed": sum(aim.gate is not None for aim in aims),
            "passed": sum(aim.gate is not None and aim.gate.passed for aim in aims),
            "refused": dict(refused.most_common()),
            "not_rehearsed": dict(Counter(aim.not_rehearsed for aim in aims if aim.not_rehearsed).most_common())}


def replay_text(summary: Mapping[str, Any]) -> str:
    """The tables for the terminal."""
    asked = ", ".join(f"{name} {value}" for name, value in summary["asked"].items() if value is not None)
    parts = [f"{summary['looks']} looks of {summary['bags']} bags asked again: {asked}"]
    said = [[words, str(count)] for words, count in summary["said"].items()]
    parts.append(markdown(["recorded answer -> new answer", "looks"], said) if said else "")
    rows = [[words, *spread_cells(summary["change"][key])] for key, words in DISTANCES.items()
            if summary["change"][key]["n"]]  # fmt: skip
    parts.append(markdown(["recorded and new apart", *SPREAD_HEADER], rows) if rows else "")
    parts += [_gate_text(summary["gate"]), _verdict_text(summary)]
    if summary["labels"]:
        labels = summary["labels"]
        parts.append(detail_table({"recorded": labels["recorded"], "new": labels["new"]}))
    parts.append(_looks_text(summary["list"]))
    lost = [f"- {bag}: {words}" for bag, found in summary["lost"].items() for words in found]
    parts.append("\n".join(["lost or left out:", *lost]) if lost else "")
    return "\n\n".join(part for part in parts if part)


def differences_text(run: Run, seed: int = 0) -> str:
    """What the new answers have more than the recorded ones against labels; empty without labels."""
    old, new = label_marks(run.looks, new=False), label_marks(run.looks, new=True)
    return difference_table("recorded", "new", differences(old, new, seed)) if old else ""


def _gate_text(gate: Mapping[str, Any]) -> str:
    if not any(gate[side]["rehearsed"] or gate[side]["not_measured"] for side in ("recorded", "new")):
        words = {word for side in ("recorded", "new") for word in gate[side]["not_rehearsed"]}
        return "".join(f"no motion was rehearsed: {word}" for word in sorted(words)[:1])
    rows = [[side, str(one["rehearsed"]), str(one["passed"]), _counts(one["refused"]), _counts(one["not_measured"])]
            for side, one in ((side, gate[side]) for side in ("recorded", "new"))]  # fmt: skip
    return markdown(["motion on paper", "rehearsed", "passed", "refused with", "not measured"], rows)


def _counts(counts: Mapping[str, int]) -> str:
    return ", ".join(f"{code} {n}" for code, n in counts.items()) or NOTHING


def _verdict_text(summary: Mapping[str, Any]) -> str:
    rows = [[words, str(one["looks"]), str(one["looks"] - one["same_kind"]), _median(one["iou"]),
             _median(one["target_mm"]), _median(one["way_mm"])]
            for words, one in summary["by_verdict"].items() if one["looks"]]  # fmt: skip
    by = f"attempts, as judged by {summary['verdicts_by']}"
    return markdown([by, "looks", "another kind of answer", "IoU, median", "target mm", "way mm"], rows) if rows else ""


def _median(cell: Mapping[str, Any]) -> str:
    return NOTHING if cell["p50"] is None else f"{cell['p50']:.2f}"


def _looks_text(looks: Sequence[Mapping[str, Any]]) -> str:
    """A row for each look, those that changed most first."""
    ranked = sorted(looks, key=lambda one: ("->" not in one["change"]["said"], -(one["change"]["target_mm"] or 0.0)
                                            - (one["change"]["way_mm"] or 0.0)))  # fmt: skip
    rows = [[f"{one['attempt']} #{one['look']} {one['instruction'][:60]}", one["change"]["said"],
             *(_cell(one["change"][key]) for key in ("iou", "target_mm", "way_mm")), one["change"]["gate"] or NOTHING]
            for one in ranked[:MAX_ROWS]]  # fmt: skip
    more = f"\n{len(looks) - MAX_ROWS} more in --json" if len(looks) > MAX_ROWS else ""
    table = markdown(["look", "said", "IoU", "target mm", "way mm", "gate"], rows) if rows else ""
    return table + more


def _cell(value: float | None) -> str:
    return NOTHING if value is None else f"{value:.2f}"
