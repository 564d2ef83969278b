# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""Figures as Markdown tables, which read well on a terminal and can be pasted into an issue."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from vla_r1_ros.core.metrics import FAILURE_RULE, RESAMPLING_RULE
from vla_r1_ros.evaluation.measures import BY_KEY, PAPER, Difference
from vla_r1_ros.evaluation.plain_text import plain
from vla_r1_ros.evaluation.published import ABLATION, NOTE, ROWS, Five

NOTHING = "–"
DOMAINS = ("in_domain", "out_of_domain")
RULES = {
    "boxes": "IoU in percent of normalised centre boxes, clipped to the picture; a reply that does not parse, and "
    "'absent' where there is a box, count 0",
    "paths": f"units of 1/1000 of the picture's sides; {RESAMPLING_RULE}; Avg is the mean of the three",
    "failures": f"{FAILURE_RULE} (1414.2); 'absent' where there is a path counts the same",
    "intervals": "95 %, percentile bootstrap, 2000 resamples; questions about one picture are drawn together; "
    "of a share of 0 or 100 % Wilson's over the pictures",
}


def markdown(header: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """A table; the first column is left-aligned, the others are right-aligned."""
    lines = [[_cell(text) for text in line] for line in (header, *rows)]
    widths = [max(3, *(len(line[i]) for line in lines)) for i in range(len(header))]
    rule = [":" + "-" * (widths[0] - 1), *("-" * (width - 1) + ":" for width in widths[1:])]
    padded = [[line[0].ljust(widths[0]), *(cell.rjust(w) for cell, w in zip(line[1:], widths[1:], strict=True))]
              for line in lines]  # fmt: skip
    return "\n".join("| " + " | ".join(line) + " |" for line in [padded[0], rule, *padded[1:]])


def _cell(text: str) -> str:
    """On one line, and no cell more than it is: names come from users and bags."""
    return " ".join(plain(text).split()).replace("|", "\\|")


def number(value: float | None) -> str:
    """Two decimals, a dash for nothing."""
    return NOTHING if value is None else f"{value:.2f}"


def with_interval(figure: Mapping[str, Any]) -> str:
    """`36.51 [35.20, 37.90]`, from a figure's JSON."""
    if figure["value"] is None or figure["interval95"] is None:
        return number(figure["value"])
    return "{:.2f} [{:.2f}, {:.2f}]".format(figure["value"], *figure["interval95"])


def paper_table(results: Sequence[Mapping[str, Any]]) -> str:
    """The paper's table: the published rows, then a row for each result of `vla_r1 bench model --data`."""
    header = ["model", "in: IoU", "DFD", "HD", "RMSE", "Avg", "out: IoU", "DFD", "HD", "RMSE", "Avg"]
    rows = [[f"{row.model} *", *_five(row.in_domain), *_five(row.out_of_domain)] for row in (*ROWS, *ABLATION)]
    for result in results:
        cells = [number((result[domain] or {}).get(key, {}).get("value")) for domain in DOMAINS for key in PAPER]
        rows.append([f"{result['model']} (measured)", *cells])
    return markdown(header, rows)


def model_rows(columns: Mapping[str, Mapping[str, Any]]) -> str:
    """One row a run with the means alone: figures' JSON by the run's name."""
    keys = [key for key in BY_KEY if any(found[key]["n"] for found in columns.values())]
    rows = [[name, *(number(found[key]["value"]) for key in keys)] for name, found in columns.items()]
    return markdown(["run", *(_heading(key) for key in keys)], rows)


def detail_table(columns: Mapping[str, Mapping[str, Any]]) -> str:
    """All measures that apply, with intervals and numbers of questions: figures' JSON by the column's name."""
    return markdown(*detail_rows(columns))


def detail_rows(columns: Mapping[str, Mapping[str, Any]]) -> tuple[list[str], list[list[str]]]:
    """Header and rows of :func:`detail_table`."""
    rows = []
    for key in BY_KEY:
        cells = [found[key] for found in columns.values()]
        if any(cell["n"] for cell in cells):
            counts = " / ".join(str(cell["n"]) for cell in cells)
            rows.append([_heading(key), *(with_interval(cell) for cell in cells), counts])
    return ["measure", *columns, "questions"], rows


def _heading(key: str) -> str:
    measure = BY_KEY[key]
    return f"{measure.words} %" if measure.unit == "%" else measure.words


def difference_table(first: str, second: str, found: Sequence[Difference]) -> str:
    """What the second run has more than the first."""
    rows = []
    for item in found:
        interval = item.interval95
        ends = NOTHING if interval is None else f"[{interval[0]:+.2f}, {interval[1]:+.2f}]"
        rows.append([_heading(item.measure.key), f"{item.value:+.2f}", ends, str(item.n),
                     item.verdict])
    return markdown([f"{second} less {first}", "difference", "95 % interval", "questions", "second is"], rows)


def rules_text(rules: Mapping[str, str] = RULES) -> str:
    """The rules, one a line."""
    return "\n".join(f"- {name}: {words}" for name, words in rules.items())


def published_note() -> str:
    """What the published rows are."""
    return NOTE


def published_json() -> list[dict[str, Any]]:
    """The published rows as plain JSON."""
    return [row.to_json() for row in (*ROWS, *ABLATION)]


def _five(values: Five) -> list[str]:
    return [number(value) for value in values]
