# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""Does the agreement of sampled answers tell how good the answer is? Reliability by bins, rank correlation, and what
is gained by refusing to act on the answers that agree least (risk-coverage, El-Yaniv & Wiener 2010)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from scipy.stats import spearmanr

from vla_r1_ros.core.types import FloatArray
from vla_r1_ros.evaluation.marks import Record
from vla_r1_ros.evaluation.measures import BY_KEY, Measure, figure

EDGES = (0.0, 0.2, 0.4, 0.6, 0.8, 0.9, 1.0)
COVERAGES = (1.0, 0.95, 0.9, 0.8, 0.7, 0.6, 0.5)
#: The measure that stands for the truth of each task.
TRUTHS = {"boxes": BY_KEY["iou_percent"], "paths": BY_KEY["avg"]}


def calibration(records: Sequence[Record]) -> dict[str, Any]:
    """Score against truth, for `boxes` (IoU in percent) and `paths` (Avg of 1000), None where there is none of them.

    Only questions about present things count, that were asked several times.
    """
    return {name: _of(measure, records) for name, measure in TRUTHS.items()}


def scored(measure: Measure, records: Sequence[Record]) -> tuple[list[Record], FloatArray, FloatArray]:
    """The records that have a score and this measure, their scores (N,) and the measure's values (N,)."""
    chosen = [r for r in records if r.score is not None and measure.of(r) is not None]
    scores = np.array([r.score for r in chosen], dtype=np.float64)
    return chosen, scores, np.array([measure.of(r) for r in chosen], dtype=np.float64)


def _of(measure: Measure, records: Sequence[Record]) -> dict[str, Any] | None:
    chosen, scores, truth = scored(measure, records)
    if not chosen:
        return None
    rank: float | None = None
    if len(chosen) > 2 and np.ptp(scores) > 0 and np.ptp(truth) > 0:
        rank = round(float(spearmanr(scores, truth * measure.better).statistic), 4)
    return {
        "measure": measure.key, "questions": len(chosen), "spearman": rank, "bins": _bins(measure, chosen, scores),
        "coverage": [_at(share, measure, scores, truth) for share in COVERAGES],
    }  # fmt: skip


def _bins(measure: Measure, records: Sequence[Record], scores: FloatArray) -> list[dict[str, Any]]:
    places = np.clip(np.digitize(scores, EDGES) - 1, 0, len(EDGES) - 2)  # 1.0 belongs to the last
    rows = []
    for index in range(len(EDGES) - 1):
        inside = [record for record, place in zip(records, places, strict=True) if place == index]
        if inside:
            rows.append({"from": EDGES[index], "to": EDGES[index + 1],
                         "score_mean": round(float(scores[places == index].mean()), 4),
                         **figure(measure, inside).to_json()})  # fmt: skip
    return rows


def _at(share: float, measure: Measure, scores: FloatArray, truth: FloatArray) -> dict[str, Any]:
    """What the measure is on the `share` of the questions with the highest scores; equal scores go together."""
    least = np.sort(scores)[::-1][max(1, round(share * len(scores))) - 1]
    taken = truth[scores >= least]
    return {"asked_share": share, "share": round(len(taken) / len(truth), 4), "least_score": round(float(least), 4),
            measure.key: round(float(taken.mean()), 4)}


def lines(found: Mapping[str, Any]) -> list[tuple[str, list[str], list[list[str]]]]:
    """What to print: (title, header, rows) of each table."""
    tables = []
    for name, part in found.items():
        if part is None:
            continue
        measure = BY_KEY[part["measure"]]
        rank = "not defined" if part["spearman"] is None else f"{part['spearman']:+.2f}"
        title = (f"{name}: agreement of the samples against {measure.words} ({measure.unit}), {part['questions']} "
                 f"questions; Spearman's rank correlation of agreement and quality {rank}")
        rows = [[f"{b['from']:.1f} to {b['to']:.1f}", str(b["n"]), f"{b['score_mean']:.2f}", f"{b['value']:.2f}",
                 "–" if b["interval95"] is None else "[{:.2f}, {:.2f}]".format(*b["interval95"])]
                for b in part["bins"]]  # fmt: skip
        tables.append((title, ["agreement", "questions", "mean agreement", measure.words, "95 % interval"], rows))
        kept = [[f"{c['share']:.0%}", f"{c['least_score']:.2f}", f"{c[part['measure']]:.2f}"] for c in part["coverage"]]
        tables.append((f"{name}: acting only on answers that agree", ["answers kept", "least agreement", measure.words],
                       kept))
    return tables
