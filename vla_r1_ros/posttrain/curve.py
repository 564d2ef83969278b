# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""The course of a run as a picture."""

from __future__ import annotations

import json
from pathlib import Path


def draw_curve(log: Path, picture: Path) -> None:
    """Draws loss (left) and held-out marks (right) over minutes from a run's `log.jsonl`."""
    import matplotlib

    matplotlib.use("Agg")
    from matplotlib import pyplot

    entries = [json.loads(line) for line in log.read_text(encoding="utf-8").splitlines()]
    train = [e for e in entries if e["kind"] == "train" and "loss" in e]
    marks = [e for e in entries if e["kind"] == "evaluation"]
    figure, (left, right) = pyplot.subplots(1, 2, figsize=(10, 3.6))
    for name in ("loss", "text", "number", "decision"):
        measured = [e for e in train if name in e]  # the list lesson alone asks for no decision
        if measured:
            left.plot([e["minutes"] for e in measured], [e[name] for e in measured], label=name)
    left.set(xlabel="minutes", ylabel="loss", yscale="log")
    for name in ("iou_mean", "iou_over_half", "absent_accuracy", "false_absent_rate", "think_truthful"):
        right.plot([e["minutes"] for e in marks], [e[name] for e in marks], marker="o", label=name)
    right.set(xlabel="minutes", ylim=(0, 1))
    for axes in (left, right):
        axes.grid(alpha=0.3)
        axes.legend(fontsize=7)
    figure.tight_layout()
    figure.savefig(picture, dpi=90)
    pyplot.close(figure)
