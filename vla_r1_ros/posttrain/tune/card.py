# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""The card of a trained checkpoint: how it was made and how it did on held-out rows."""

from __future__ import annotations

import platform
from typing import Any

from vla_r1_ros.posttrain.tune.runlog import RunLog

_ROWS = (
    ("score", "mean strict reward", 1.0, ""),
    ("parse_rate", "replies that parse", 100.0, " %"),
    ("iou_mean", "box IoU mean", 1.0, ""),
    ("iou_over_half", "box IoU over 0.5", 100.0, " %"),
    ("absent_accuracy", "absent recognised", 100.0, " %"),
    ("false_absent_rate", "present called absent", 100.0, " %"),
)


def card_text(title: str, which: str, step: int, facts: dict[str, Any], log: RunLog) -> str:
    """Markdown: data, settings, steps, wall time, versions, held-out figures before and now."""
    evaluations = log.evaluations()
    settings = facts["settings"]
    lines = [
        f"# {title}", "",
        f"Made by `vla_r1 train {facts['kind']}` from `{facts['model']}`: the "
        + ("best held-out score so far" if which == "best" else "weights at the end") + f", step {step}.", "",
        "## How it was made", "",
        f"- data: `{facts['data']}`, {facts['rows']} rows (train file sha256 {facts['data_sha256']})",
        f"- {step} optimizer steps, seed {settings['seed']}, {log.minutes:.1f} minutes of wall time on "
        f"{platform.machine()} {settings['device']}, evaluations and pauses of the process in between included",
        f"- {_versions()}", "",
        "Settings:", "", "```yaml", *_plain(settings), "```", "",
    ]  # fmt: skip
    resumed = [f"- step {entry['step']}: {_changes(entry['settings'])}" for entry in log.entries
               if entry["kind"] == "resumed"]  # fmt: skip
    if resumed:
        lines += ["Changed when it was resumed:", "", *resumed, ""]
    if evaluations:
        now = next((entry for entry in reversed(evaluations) if entry["step"] <= step), evaluations[-1])
        lines += _table(facts, evaluations[0], now)
    alarms = [entry for entry in log.entries if entry["kind"] == "guard"]
    if alarms:
        lines += ["## Warnings while it was trained", "", *(f"- step {e['step']}: {e['words']}" for e in alarms), ""]
    return "\n".join(lines)


def _changes(settings: dict[str, list[Any]]) -> str:
    return ", ".join(f"{name} {old} -> {new}" for name, (old, new) in settings.items())


def _table(facts: dict[str, Any], first: dict[str, Any], now: dict[str, Any]) -> list[str]:
    lines = [
        "## Held out", "",
        f"{facts['held_out_rows']} rows (file sha256 {facts['held_out_sha256']}), greedy, through transformers:", "",
        f"| measure | step {first['step']} | step {now['step']} |", "|---|---|---|",
    ]  # fmt: skip
    for name, words, scale, unit in _ROWS:
        if now[name] is not None:
            digits = 1 if unit else 3
            lines.append(f"| {words} | {first[name] * scale:.{digits}f}{unit} | {now[name] * scale:.{digits}f}{unit} |")
    for name, words in (("dfd", "DFD"), ("hd", "HD"), ("rmse", "RMSE"), ("avg", "Avg")) if now["path"] else ():
        lines.append(f"| path {words} (of 1000) | {first['path'][name]:.1f} | {now['path'][name]:.1f} |")
    return [*lines, ""]


def _plain(settings: dict[str, Any]) -> list[str]:
    import yaml

    return str(yaml.safe_dump(settings, sort_keys=False)).rstrip().splitlines()


def _versions() -> str:
    import torch
    import transformers
    import trl

    return f"trl {trl.__version__}, transformers {transformers.__version__}, torch {torch.__version__}"
