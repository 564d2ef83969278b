# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""Many attempts as figures: success with Wilson intervals by one source's verdicts, times, failures, marks, losses."""

import csv
import io
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from vla_r1_ros.core.metrics import wilson_interval
from vla_r1_ros.evaluation.bag_attempts import UNKNOWN, BagAttempt, BagResult
from vla_r1_ros.evaluation.measures import figures
from vla_r1_ros.evaluation.plain_text import counted
from vla_r1_ros.evaluation.scene_table import scene_figures, scene_text
from vla_r1_ros.evaluation.tables import detail_table, markdown
from vla_r1_ros.evaluation.verdicts import Source

GROUPS = ("task", "scene", "robot", "model")
_OF_SOURCES = tuple(f"{source}{end}" for source in Source for end in ("", "_reason"))
COLUMNS = ("bag", "attempt", "instruction", *GROUPS, *_OF_SOURCES, "final", "code", "reason", "seconds", "retries",
           "model_ms", "own_ms", "tool_mean_mm", "tool_max_mm", "tool_dfd_mm")  # fmt: skip
SUCCESS_HEADER = ("success", "95 % interval", "not judged")
SPREAD_HEADER = ("n", "median", "p95", "greatest")
_ROWS = 20


def choose_source(attempts: Sequence[BagAttempt]) -> Source:
    """The source to count by where the user named none: the one that judged most attempts, of equals human before
    physics before stack. Sources are never mixed in one figure."""
    return max(Source, key=lambda source: sum(source in attempt.verdicts for attempt in attempts))


def summarise(results: Sequence[BagResult], source: Source | None = None, seed: int = 0) -> dict[str, Any]:
    """Return everything that `vla_r1 evaluate --json` writes, as plain JSON."""
    attempts = [attempt for result in results for attempt in result.attempts]
    chosen = source or choose_source(attempts)
    labelled = [record for result in results for record in result.labelled]
    ways = [attempt.tool for attempt in attempts if attempt.tool is not None]
    return {
        "verdicts_by": str(chosen),
        "bags": len(results),
        "attempts": len(attempts),
        "success": _success(attempts, chosen),
        "by": {name: _grouped(attempts, chosen, name) for name in GROUPS},
        "scenes": scene_figures(attempts, lambda some: _success(some, chosen)),
        "failures": dict(Counter(attempt.verdicts[chosen].reason for attempt in attempts if _failed(attempt, chosen))
                         .most_common()),
        "stack_codes": dict(Counter(attempt.code for attempt in attempts
                                    if attempt.final not in ("done", "absent")).most_common()),
        "agreement": _agreement(attempts),
        "stages_s": _stages(attempts),
        "seconds": spread([attempt.seconds for attempt in attempts if attempt.seconds is not None]),
        "retries": {"total": sum(attempt.retries for attempt in attempts),
                    "attempts_with": sum(attempt.retries > 0 for attempt in attempts)},
        "model_ms": spread([ms for attempt in attempts for ms in attempt.model_ms]),
        "own_ms": spread([ms for attempt in attempts for ms in attempt.own_ms]),
        "labels": {key: figure.to_json() for key, figure in figures(labelled, seed).items()} if labelled else None,
        "tool_mm": {name: spread([getattr(way, name) for way in ways]) for name in ("mean_mm", "max_mm", "dfd_mm")},
        "repeated": _repeated(attempts),
        "lost": {str(result.bag.path): list(result.lost) for result in results if result.lost},
        "list": [attempt_row(attempt) for attempt in attempts],
    }  # fmt: skip


def _repeated(attempts: Sequence[BagAttempt]) -> dict[str, list[str]]:
    """The bags of each attempt that is in more than one: it counts as often."""
    bags: dict[str, list[str]] = {}
    for attempt in attempts:
        bags.setdefault(attempt.attempt, []).append(attempt.bag)
    return {name: found for name, found in bags.items() if name and len(found) > 1}


def _failed(attempt: BagAttempt, source: Source) -> bool:
    return source in attempt.verdicts and not attempt.verdicts[source].success


def _success(attempts: Sequence[BagAttempt], source: Source) -> dict[str, Any]:
    judged = [attempt.verdicts[source].success for attempt in attempts if source in attempt.verdicts]
    low, high = wilson_interval(sum(judged), len(judged))
    return {"successes": sum(judged), "judged": len(judged), "unjudged": len(attempts) - len(judged),
            "wilson95": [round(low, 4), round(high, 4)]}  # fmt: skip


def _grouped(attempts: Sequence[BagAttempt], source: Source, fact: str) -> dict[str, Any]:
    names = sorted({attempt.facts.get(fact, UNKNOWN) for attempt in attempts})
    return {name: _success([a for a in attempts if a.facts.get(fact, UNKNOWN) == name], source) for name in names}


def _agreement(attempts: Sequence[BagAttempt]) -> dict[str, dict[str, int]]:
    """For each pair of sources, how often both, one, or none of them said success."""
    found = {}
    for first, second in ((Source.HUMAN, Source.PHYSICS), (Source.HUMAN, Source.STACK), (Source.PHYSICS, Source.STACK)):
        pairs = [(a.verdicts[first].success, a.verdicts[second].success) for a in attempts
                 if first in a.verdicts and second in a.verdicts]  # fmt: skip
        if pairs:
            found[f"{first}/{second}"] = {
                "both_success": pairs.count((True, True)), "both_failure": pairs.count((False, False)),
                f"only_{first}_success": pairs.count((True, False)),
                f"only_{second}_success": pairs.count((False, True)),
            }  # fmt: skip
    return found


def _stages(attempts: Sequence[BagAttempt]) -> dict[str, Any]:
    by_stage: dict[str, list[float]] = {}
    for attempt in attempts:
        for stage, seconds in attempt.stages:
            by_stage.setdefault(stage, []).append(seconds)
    return {stage: spread(values) for stage, values in by_stage.items()}


def spread(values: Sequence[float]) -> dict[str, float | int | None]:
    """How many, median, 95th percentile and greatest; all None where there are none."""
    if not values:
        return {"n": 0, "p50": None, "p95": None, "max": None}
    p50, p95 = (round(float(np.percentile(values, share)), 3) for share in (50, 95))
    return {"n": len(values), "p50": p50, "p95": p95, "max": round(max(values), 3)}


def attempt_row(attempt: BagAttempt) -> dict[str, Any]:
    """One line of --csv and of `list` in --json."""
    row: dict[str, Any] = {"bag": attempt.bag, "attempt": attempt.attempt, "instruction": attempt.instruction}
    row |= {name: attempt.facts.get(name, UNKNOWN) for name in GROUPS}
    for source in Source:
        verdict = attempt.verdicts.get(source)
        row[str(source)] = None if verdict is None else "success" if verdict.success else "failure"
        row[f"{source}_reason"] = "" if verdict is None else verdict.reason
    way = attempt.tool.to_json() if attempt.tool is not None else {}
    seconds = None if attempt.seconds is None else round(attempt.seconds, 2)
    return row | {
        "final": attempt.final, "code": attempt.code, "reason": attempt.reason, "seconds": seconds,
        "retries": attempt.retries, "model_ms": _mean(attempt.model_ms), "own_ms": _mean(attempt.own_ms),
        "tool_mean_mm": way.get("mean_mm"), "tool_max_mm": way.get("max_mm"), "tool_dfd_mm": way.get("dfd_mm"),
    }  # fmt: skip


def _mean(values: Sequence[float]) -> float | None:
    return round(float(np.mean(values)), 1) if values else None


def csv_text(summary: Mapping[str, Any]) -> str:
    """One line an attempt, all figures of it."""
    out = io.StringIO()
    writer = csv.DictWriter(out, COLUMNS, lineterminator="\n")
    writer.writeheader()
    writer.writerows(summary["list"])
    return out.getvalue()


def report_text(summary: Mapping[str, Any]) -> str:
    """The tables for the terminal."""
    source = summary["verdicts_by"]
    rows = [["all", *success_cells(summary["success"])]]
    for fact in GROUPS:
        groups = summary["by"][fact]
        shown = list(groups.items())[:_ROWS]
        rows += [[f"{fact}: {name}", *success_cells(cell)] for name, cell in shown]
        if len(groups) > len(shown):
            rows.append([f"{fact}: {len(groups) - len(shown)} more in --json", "", "", ""])
    by = f"success by {source}" + (" (its own word)" if source == Source.STACK else "")
    if not summary["success"]["judged"]:
        by = f"no verdict by {source}, see `vla_r1 judge`"
    times = [[name, *spread_cells(cell)] for name, cell in time_cells(summary).items()]
    parts = [f"{counted(summary['attempts'], 'attempt')} in {counted(summary['bags'], 'bag')}; {by}",
             markdown(["", *SUCCESS_HEADER], rows), _failures(summary),
             markdown(["", *SPREAD_HEADER], times) if times else ""]  # fmt: skip
    if summary["scenes"]:
        parts.insert(2, scene_text(summary["scenes"]))
    if summary["labels"]:
        parts.append(detail_table({"against labels": summary["labels"]}))
    for pair, cells in summary["agreement"].items():
        counts = ", ".join(f"{name.replace('_', ' ')} {n}" for name, n in cells.items())
        parts.append(f"{pair}: {counts}")
    repeated = [f"- {name}: {', '.join(bags)}" for name, bags in summary["repeated"].items()]
    if repeated:
        more = [f"- {len(repeated) - _ROWS} more in --json"] if len(repeated) > _ROWS else []
        parts.append("\n".join(["in several bags, counted as often:", *repeated[:_ROWS], *more]))
    lost = [f"- {bag}: {words}" for bag, found in summary["lost"].items() for words in found]
    if lost:
        parts.append("\n".join(["lost or left out:", *lost]))
    return "\n\n".join(part for part in parts if part)


def success_cells(cell: Mapping[str, Any]) -> list[str]:
    """One group's row under :data:`SUCCESS_HEADER`."""
    n, (low, high) = cell["judged"], cell["wilson95"]
    share = f"{cell['successes']}/{n} ({cell['successes'] / n:.0%})" if n else "–"
    return [share, f"{low:.0%} to {high:.0%}" if n else "–", str(cell["unjudged"] or "")]


def _failures(summary: Mapping[str, Any]) -> str:
    def told(counts: Mapping[str, int]) -> str:
        return ", ".join(f"{code} {n}" for code, n in counts.items()) or "none"

    again = summary["retries"]
    failures = f"failures by {summary['verdicts_by']}: {told(summary['failures'])}; "
    return (f"{failures if summary['success']['judged'] else ''}ended by the stack with: "
            f"{told(summary['stack_codes'])}; retries: {again['total']} in {again['attempts_with']} attempts")


def time_cells(summary: Mapping[str, Any]) -> dict[str, dict[str, Any]]:
    """What was measured of times and ways, by words with the unit."""
    found = {"whole attempt, s": summary["seconds"], "model, ms": summary["model_ms"],
             "stack before the decision, ms": summary["own_ms"]}  # fmt: skip
    found |= {f"{stage}, s": cell for stage, cell in summary["stages_s"].items()}
    found |= {f"tool off the intended way, {name.removesuffix('_mm')}, mm": cell
              for name, cell in summary["tool_mm"].items() if name != "dfd_mm"}  # fmt: skip
    found["tool and intended way, discrete Frechet, mm"] = summary["tool_mm"]["dfd_mm"]
    return {name: cell for name, cell in found.items() if cell["n"]}


def spread_cells(cell: Mapping[str, Any]) -> list[str]:
    """One row under :data:`SPREAD_HEADER`."""
    return [str(cell["n"]), *(f"{cell[key]:.2f}" for key in ("p50", "p95", "max"))]
