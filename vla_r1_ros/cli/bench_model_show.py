# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""What `vla_r1 bench model` prints and writes."""

from __future__ import annotations

import argparse
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from vla_r1_ros.evaluation import calibration, compare
from vla_r1_ros.evaluation.result_file import write_result
from vla_r1_ros.evaluation.tables import (
    DOMAINS,
    detail_table,
    difference_table,
    markdown,
    model_rows,
    paper_table,
    published_note,
    rules_text,
)


def file_of(model: str, arguments: argparse.Namespace, *, several: bool = False) -> Path | None:
    """The file of one model: that of --json, with the model's name in it where there are several."""
    path: Path | None = arguments.json
    if path is None or not several:
        return path
    return path.with_name(f"{path.stem}.{model.strip('./').replace('/', '_')}{path.suffix or '.json'}")


def keep(result: Mapping[str, Any], file: Path | None) -> None:
    """Write a result where a file was asked for."""
    if file is not None:
        write_result(file, result)


def show_sets(results: Sequence[Mapping[str, Any]]) -> None:
    """The paper's table with our rows, then each model's figures with intervals, then the rules."""
    print(f"\n{paper_table(results)}\n\n{published_note()}")
    for result in results:
        asked = result["asked"]
        print(f"\n{result['model']}: temperature {asked['temperature']:g}, {asked['samples']} answer(s) a question, at "
              f"most {asked['max_tokens']} tokens, prompt as in {asked['prompt_form']}; {result['tokens']['prompt']} + "
              f"{result['tokens']['completion']} tokens; seconds per reply p50 / p99 {result['reply_s']['p50']} / "
              f"{result['reply_s']['p99']}\n")  # fmt: skip
        columns = {one["name"]: one["figures"] for one in result["sets"]}
        for domain in DOMAINS:
            if sum(one["domain"] == domain for one in result["sets"]) > 1:
                columns[f"all {domain.replace('_', ' ')}"] = result[domain]
        print(detail_table(columns))
        for one in result["sets"]:
            left_out = ", ".join(f"{reason} {count}" for reason, count in one["left_out"].items()) or "none"
            print(f"- {one['name']}: {one['domain'].replace('_', '-')}, {one['source']}, {one['units']} "
                  f"{one['anchor']}, {one['questions']} questions, {one['pictures']} pictures, left out: {left_out}")
        if result["unanswered"]:
            print(f"{result['unanswered']} questions have no answer and are not counted; run again with --resume")
        show_calibration(result)
    print(f"\n{rules_text(results[0]['rules'])}")


def show_calibration(result: Mapping[str, Any]) -> None:
    """Agreement against truth, where several answers were drawn."""
    for title, header, rows in calibration.lines(result.get("calibration") or {}):
        print(f"\n{title}\n\n{markdown(header, rows)}")


def show_beside(results: Mapping[str, Mapping[str, Any]], seed: int) -> None:
    """Several models beside each other, the later ones held against the first."""
    if len(results) > 1:
        _show_comparison([compare.run_of(name, result, name) for name, result in results.items()], seed)


def compare_files(paths: Sequence[Path], seed: int, out: Path | None) -> int:
    """Print runs of earlier calls beside each other; write the comparison where `out` says so."""
    runs = [compare.load_run(path) for path in paths]
    found = _show_comparison(runs, seed)
    print(f"\n{rules_text()}")
    if out is not None:
        write_result(out, compare.to_json(runs, found))
    return 0


def draw_file(path: Path, picture: Path) -> int:
    """Draw agreement against truth of an earlier run."""
    from vla_r1_ros.evaluation.drawing import draw_calibration

    run = compare.load_run(path)
    draw_calibration(run.name, run.records, picture)
    print(picture)
    return 0


def _show_comparison(runs: Sequence[compare.Run], seed: int) -> list[compare.Comparison]:
    found = compare.compare(runs, seed)
    for one in found:
        print(f"\n## {one.set}\n\n{model_rows(one.figures)}\n\n{detail_table(one.figures)}")
        for name, differences in one.differences.items():
            print(f"\n{difference_table(runs[0].name, name, differences)}")
    left_out = sorted({name for run in runs for name in run.sets} - {one.set for one in found})
    if left_out:
        print(f"\nnot compared, as not every run has them: {', '.join(left_out)}")
    return found


def show_scenes(result: dict[str, Any]) -> None:
    """The table of a run on held-out scenes."""
    from rich.console import Console
    from rich.table import Table

    from vla_r1_ros.core.metrics import FAILURE_RULE, RESAMPLING_RULE
    from vla_r1_ros.evaluation.splits import Split

    path, given, ends = result["path"], result["path_given"], result["intervals95"]
    table = Table(title=f"{result['scenes']} held-out scenes, seed {result['seed']}, {Split(result['split']).words}")
    table.add_column("measure")
    table.add_column("value", justify="right")
    low, high = result["absent_wilson95"]
    rows = [
        ("replies that parse", f"{result['parse_rate']:.1%}"),
        ("IoU mean / median", f"{result['iou_mean']:.3f} / {result['iou_median']:.3f}{_ends(ends['iou_mean'], 3)}"),
        ("IoU > 0.5", f"{result['iou_over_half']:.1%}"),
        ("path DFD / HD / RMSE (of 1000)", f"{path['dfd']:.1f} / {path['hd']:.1f} / {path['rmse']:.1f}"),
        ("path Avg (of 1000)", f"{path['avg']:.1f}{_ends(ends['path']['avg'], 1)}"),
        ("path Avg where one was given, mean / median", _given(given, ends["path_given_avg"])),
        ("present things called absent on paths", f"{result['path_false_absent_rate']:.1%}"),
        ("absent things recognised", f"{result['absent_accuracy']:.1%}  ({low:.1%} to {high:.1%})"),
        ("present things called absent", f"{result['false_absent_rate']:.1%}"),
        ("think texts without a false word", f"{result['think_truthful']:.1%}"),
        ("seconds per reply p50 / p99", f"{result['reply_s']['p50']:.2f} / {result['reply_s']['p99']:.2f}"),
    ]
    for name, value in rows:
        table.add_row(name, value)
    console = Console()
    console.print(table)
    console.print(f"paths: {RESAMPLING_RULE}; units of 1/1000 of the picture's sides")
    console.print(f"failures: {FAILURE_RULE}; a present thing called absent counts the same")
    console.print("in brackets: 95 % intervals, bootstrap over scenes; Wilson's of the absent things")
    show_calibration(result)


def _ends(interval: Sequence[float] | None, decimals: int) -> str:
    return "" if interval is None else f"  ({interval[0]:.{decimals}f} to {interval[1]:.{decimals}f})"


def _given(given: Mapping[str, float | None], interval: Sequence[float] | None) -> str:
    if given["avg_mean"] is None:
        return "none was given"
    return f"{given['avg_mean']:.1f} / {given['avg_median']:.1f}{_ends(interval, 1)}"
