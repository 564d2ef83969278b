# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""The report's sections before the single attempts: what the terminal's tables say, with pictures of the figures."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from vla_r1_ros.evaluation.against import fixed_text
from vla_r1_ros.evaluation.bag_attempts import BagAttempt
from vla_r1_ros.evaluation.bag_summary import (
    GROUPS,
    SPREAD_HEADER,
    SUCCESS_HEADER,
    spread_cells,
    success_cells,
    time_cells,
)
from vla_r1_ros.evaluation.html_charts import Dot, interval_bar, strip
from vla_r1_ros.evaluation.html_markup import Safe, join, listing, table, tag
from vla_r1_ros.evaluation.meanings import meaning
from vla_r1_ros.evaluation.plain_text import counted
from vla_r1_ros.evaluation.scene_table import NOTE, scene_rows
from vla_r1_ros.evaluation.tables import RULES, detail_rows
from vla_r1_ros.evaluation.verdicts import Source

_MOST = 100
Section = tuple[str, str, Safe]


def sections(attempts: Sequence[BagAttempt], summary: Mapping[str, Any]) -> list[Section]:
    """Anchor, heading and content of each section that has something to say."""
    found: list[Section] = [("summary", "Summary", _summary(summary))]
    if summary.get("against"):
        found.append(("against", "Against the other set", _against(summary["against"])))
    found.append(("success", "Success", _success(summary)))
    if summary["scenes"]:
        left = summary["scenes"]["without_scene"]
        note = NOTE + (f" {left} attempts name no scene and are not in it." if left else "")
        content = [table(*scene_rows(summary["scenes"])), tag("p", note, class_="note")]
        found.append(("scenes", "By scene, in the paper's layout", join(content)))
    found.append(("failures", "Failures", _failures(summary)))
    times = time_cells(summary)
    if times:
        found.append(("times", "Times, model and tool", _times(attempts, summary, times)))
    if summary["labels"]:
        rules = tag("p", "; ".join(RULES.values()), class_="note")
        labels = join([table(*detail_rows({"against labels": summary["labels"]})), rules])
        found.append(("labels", "Boxes and paths against labels", labels))
    if summary["lost"] or summary["repeated"]:
        found.append(("lost", "Lost or left out", _lost(summary)))
    return found


def _summary(summary: Mapping[str, Any]) -> Safe:
    success, source = summary["success"], summary["verdicts_by"]
    low, high = success["wilson95"]
    n = success["judged"]
    seconds, model, again = summary["seconds"], summary["model_ms"], summary["retries"]
    figures = [(f"{success['successes']} of {n}" if n else "not judged",
                f"succeeded, by {source}" + (f"; 95\u00a0%: {low:.0%} to {high:.0%}" if n else "")),
               (str(summary["attempts"]), f"attempts in {counted(summary['bags'], 'bag')}"
                + (f", {success['unjudged']} not judged" if success["unjudged"] else ""))]  # fmt: skip
    if seconds["n"]:
        figures.append((f"{seconds['p50']:.1f} s", "a whole attempt, median"))
    if model["n"]:
        figures.append((f"{model['p50'] / 1e3:.2f} s", "the model, median"))
    figures.append((str(again["total"]), f"retries, in {again['attempts_with']} attempts"))
    parts = [tag("div", *(tag("div", tag("b", value), words, class_="figure small") for value, words in figures),
                 class_="figures")]  # fmt: skip
    if source == Source.STACK and n:
        parts.append(tag("p", "Success is the stack's own word: nobody else judged more of these attempts.",
                         class_="warn"))
    if summary.get("against"):
        parts.append(tag("p", summary["against"]["words"], class_="words-of"))
    return join(parts)


def _success(summary: Mapping[str, Any]) -> Safe:
    unjudged = summary["success"]["unjudged"] > 0
    rows = [_success_row("all", summary["success"], unjudged)]
    for fact in GROUPS:
        groups = list(summary["by"][fact].items())
        rows += [_success_row(f"{fact}: {name}", cell, unjudged) for name, cell in groups[:_MOST]]
        if len(groups) > _MOST:
            rows.append([f"{fact}: {len(groups) - _MOST} more in --json"])
    agree = [f"{pair}: " + ", ".join(f"{name.replace('_', ' ')} {n}" for name, n in cells.items())
             for pair, cells in summary["agreement"].items()]  # fmt: skip
    note = "Bars: Wilson's 95 % interval from 0 to 100 %, the line is the share itself."
    told = [tag("h3", "Where sources judged the same attempts"), listing(agree, _MOST)] if agree else []
    return join([table(_success_header(unjudged), rows), tag("p", note, class_="note"), *told])


def _success_header(unjudged: bool) -> list[object]:
    return ["", SUCCESS_HEADER[0], "0 to 100 %", *SUCCESS_HEADER[1 : 3 if unjudged else 2]]


def _success_row(name: str, cell: Mapping[str, Any], unjudged: bool) -> list[object]:
    share, *rest = success_cells(cell)
    n = cell["judged"]
    bar = interval_bar(cell["wilson95"], cell["successes"] / n) if n else ""
    return [name, share, bar, *rest[: 2 if unjudged else 1]]


def _failures(summary: Mapping[str, Any]) -> Safe:
    parts = []
    for heading, counts in ((f"As judged by {summary['verdicts_by']}", summary["failures"]),
                            ("As the stack ended", summary["stack_codes"])):  # fmt: skip
        if counts:
            rows = [[tag("code", code), str(count), _meaning(code)] for code, count in list(counts.items())[:_MOST]]
            parts += [tag("h3", heading), table(["code", "times", "means, and what to do"], rows, "words")]
    return join(parts) if parts else tag("p", "None.")


def _meaning(code: str) -> Safe:
    means, todo = meaning(code)
    return join([means, tag("div", todo, class_="note") if todo else ""])


def _times(attempts: Sequence[BagAttempt], summary: Mapping[str, Any], times: Mapping[str, Any]) -> Safe:
    stages = [cell["max"] for cell in summary["stages_s"].values() if cell["n"]]
    longest = max([*stages, 1e-3])
    rows = []
    for name, cell in times.items():
        stage = name.endswith(", s") and name != "whole attempt, s"
        bar = interval_bar((0.0, cell["p95"]), cell["p50"], 0.0, longest) if stage else ""
        rows.append([name, bar, *spread_cells(cell)])
    note = (f"Bars of stages: up to the 95th percentile, the line is the median; the whole width is {longest:.1f} s."
            if stages else "")
    charts = [_chart("Model latency of each look", _latency(attempts), "s"),
              _chart("Tool off the intended way: mean to greatest",
                     _tool_errors(attempts, Source(summary["verdicts_by"])), "mm")]
    return join([table(["", "", *SPREAD_HEADER], rows), tag("p", note, class_="note"),
                 tag("div", *charts, class_="charts")])  # fmt: skip


def _chart(heading: str, dots: Sequence[Dot], unit: str) -> Safe:
    return tag("div", tag("h3", heading), strip(dots, unit, heading)) if dots else Safe("")


def _latency(attempts: Sequence[BagAttempt]) -> list[Dot]:
    return [Dot(ms / 1e3, f"{ms:.0f} ms: {attempt.attempt}") for attempt in attempts for ms in attempt.model_ms]


def _tool_errors(attempts: Sequence[BagAttempt], source: Source) -> list[Dot]:
    found = []
    for attempt in attempts:
        verdict, way = attempt.verdicts.get(source), attempt.tool
        if way is not None:
            words = f"mean {way.mean_mm:.2f} mm, greatest {way.max_mm:.2f} mm: {attempt.attempt}"
            found.append(Dot(way.mean_mm, words, None if verdict is None else verdict.success, way.max_mm))
    return found


def _against(found: Mapping[str, Any]) -> Safe:
    sides = (("this set", found["first"]), ("the other set", found["second"]))
    unjudged = any(side["unjudged"] for _, side in sides)
    rows = [[*_success_row(name, side, unjudged), ", ".join(side["models"][:5])] for name, side in sides]
    looked, fixed = found["sequential"], found["fixed"]
    bars = [["at any time", f"{100 * looked['interval95'][0]:+.0f} to {100 * looked['interval95'][1]:+.0f}",
             interval_bar(looked["interval95"], found["difference"], -1.0, 1.0)],
            ["number fixed beforehand", f"{100 * fixed['interval95'][0]:+.0f} to {100 * fixed['interval95'][1]:+.0f}",
             interval_bar(fixed["interval95"], found["difference"], -1.0, 1.0)]]  # fmt: skip
    parts = [table([*_success_header(unjudged), "model"], rows),
             table(["difference, 95 %", "points", "-100 to +100"], bars)]  # fmt: skip
    if found["pairs"]:
        cells = ", ".join(f"{name.replace('_', ' ')} {n}" for name, n in found["pairs"].items())
        parts.append(tag("p", f"Paired by seed (else scene) and words: {cells}; {found['left_out']} attempts without a "
                         "partner are left out.", class_="small"))  # fmt: skip
    else:
        parts.append(tag("p", "Not paired: too few attempts of both sets have the same seed (or scene) and words.",
                         class_="small"))
    parts.append(tag("p", f"{fixed_text(found)} The summary's words hold whenever one looks and stops: they are wrong "
                     "in 5 % of comparisons at most.", class_="note"))  # fmt: skip
    return join(parts)


def _lost(summary: Mapping[str, Any]) -> Safe:
    lost = [f"{bag}: {words}" for bag, found in summary["lost"].items() for words in found]
    repeated = [f"{name}: {', '.join(bags)}" for name, bags in summary["repeated"].items()]
    parts = [listing(lost, _MOST)] if lost else []
    if repeated:
        parts += [tag("h3", "In several bags, counted as often"), listing(repeated, _MOST)]
    return join(parts)
