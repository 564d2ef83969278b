# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""The course of a fine-tuning run as a picture: reward or loss, length and KL, held-out marks, over steps."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

_SMOOTH = 10


def draw_tuning(entries: Sequence[dict[str, Any]], picture: Path) -> None:
    """Draw the entries of a run's log."""
    import matplotlib

    matplotlib.use("Agg")
    from matplotlib import pyplot

    train = [entry for entry in entries if entry["kind"] == "train"]
    marks = [entry for entry in entries if entry["kind"] == "evaluation"]
    alarms = [entry for entry in entries if entry["kind"] == "guard"]
    figure, (left, middle, right) = pyplot.subplots(1, 3, figsize=(13, 3.6))
    for axes, names in ((left, ("reward", "reward_std", "loss")), (middle, ("length", "kl", "entropy"))):
        for name in names:
            points = [(entry["step"], entry[name]) for entry in train if entry.get(name) is not None]
            if name == "length" and points:
                longest = max(value for _, value in points) or 1.0
                points, name = [(step, value / longest) for step, value in points], f"length / {longest:.0f}"
            if points and not (name == "loss" and any("reward" in entry for entry in train)):
                _draw(axes, name, points)
    for alarm in alarms:
        middle.axvline(alarm["step"], color="red", alpha=0.4)
    for name in ("score", "iou_mean", "parse_rate", "absent_accuracy", "false_absent_rate"):
        points = [(entry["step"], entry[name]) for entry in marks if entry[name] is not None]
        if points:
            right.plot(*zip(*points, strict=True), marker="o", label=name)
    points = [(entry["step"], entry["path"]["avg"] / 100) for entry in marks if entry["path"] is not None]
    if points:
        right.plot(*zip(*points, strict=True), marker="s", ls="--", label="path Avg / 100")
    for axes, title in ((left, "training"), (middle, "training; red: a guard warned"), (right, "held out")):
        axes.set(xlabel="step", title=title)
        axes.grid(alpha=0.3)
        if axes.get_legend_handles_labels()[0]:
            axes.legend(fontsize=7)
    figure.tight_layout()
    figure.savefig(picture, dpi=90)
    pyplot.close(figure)


def _draw(axes: Any, name: str, points: Sequence[tuple[int, float]]) -> None:
    """The values, faint, and their running mean."""
    steps, values = zip(*points, strict=True)
    (line,) = axes.plot(steps, values, alpha=0.3)
    means = [sum(values[max(0, i - _SMOOTH + 1) : i + 1]) / min(i + 1, _SMOOTH) for i in range(len(values))]
    axes.plot(steps, means, color=line.get_color(), label=name)
