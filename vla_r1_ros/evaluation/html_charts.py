# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""Small pictures of figures as inline SVG, coloured by the page's style (dark and light)."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from vla_r1_ros.core.types import Box, FloatArray
from vla_r1_ros.evaluation.html_markup import Safe, tag

_WIDTH, _LEFT, _RIGHT = 420.0, 8.0, 12.0
_MOST_DOTS = 400
#: Those of the overlay that vla_node draws (ros/overlay.py).
_START, _END = (60, 200, 255), (255, 70, 160)


@dataclass(frozen=True)
class Dot:
    """A value of a strip, and up to where it reaches (`most`), with words that a pointer shows."""

    value: float
    words: str
    good: bool | None = None
    most: float | None = None


def interval_bar(interval: Sequence[float], value: float | None, begin: float = 0.0, end: float = 1.0) -> Safe:
    """An interval (low, high) as a bar and its value as a line, between `begin` and `end` of the axis."""
    low, high = interval

    def at(x: float) -> float:
        return round(100.0 * min(1.0, max(0.0, (x - begin) / (end - begin))), 2)

    parts = [tag("rect", class_="rail", x=0, y=4.5, width=100, height=1),
             tag("rect", class_="span", x=at(low), y=2, width=max(0.6, at(high) - at(low)), height=6)]  # fmt: skip
    if begin < 0.0 < end:
        parts.append(tag("rect", class_="zero", x=at(0.0) - 0.15, y=0, width=0.3, height=10))
    if value is not None:
        parts.append(tag("rect", class_="mark", x=max(0.0, min(98.8, at(value) - 0.6)), y=0, width=1.2, height=10))
    return tag("svg", *parts, class_="bar", viewBox="0 0 100 10", preserveAspectRatio="none", aria_hidden="true")


def time_bar(begin: float, end: float, whole: float, kind: str) -> Safe:
    """When a stage was, as a share of the whole attempt."""
    whole = max(whole, 1e-6)
    x = 100.0 * min(1.0, max(0.0, begin / whole))
    width = max(0.5, 100.0 * (min(end, whole) - max(begin, 0.0)) / whole)
    return tag("svg", tag("rect", class_="rail", x=0, y=4.5, width=100, height=1),
               tag("rect", class_=kind, x=round(min(x, 99.5), 2), y=1, width=round(min(width, 100.0 - min(x, 99.5)), 2),
                   height=8),
               class_="bar", viewBox="0 0 100 10", preserveAspectRatio="none", aria_hidden="true")  # fmt: skip


def strip(dots: Sequence[Dot], unit: str, label: str) -> Safe:
    """Values from left to right, from below in order of size, so that equal ones do not hide each other; a dot that
    has `most` is drawn out to it. Beyond 400 every n-th of them."""
    ordered = sorted(dots, key=lambda dot: dot.value)
    shown = ordered[:: max(1, -(-len(ordered) // _MOST_DOTS))]
    top = _nice(max((dot.most if dot.most is not None else dot.value for dot in ordered), default=1.0))
    step = min(12.0, 150.0 / max(1, len(shown)))
    height = 16.0 + max(40.0, step * len(shown))

    def x(value: float) -> float:
        return round(_LEFT + (_WIDTH - _LEFT - _RIGHT) * min(1.0, max(0.0, value / top)), 1)

    parts = []
    for i in range(5):
        at = top * i / 4
        anchor = "start" if i == 0 else "end" if i == 4 else "middle"
        parts += [tag("line", class_="grid", x1=x(at), x2=x(at), y1=4, y2=height - 14),
                  tag("text", f"{at:g}" + (f" {unit}" if i == 4 else ""), x=x(at), y=height, text_anchor=anchor)]
    for i, dot in enumerate(shown):
        y = round(height - 22.0 - step * i, 1)
        kind = "dot" if dot.good is None else "dot good" if dot.good else "dot bad"
        inner = [tag("title", dot.words)]
        if dot.most is not None:
            inner.append(tag("line", class_="reach", x1=x(dot.value), x2=x(dot.most), y1=y, y2=y))
        inner.append(tag("circle", cx=x(dot.value), cy=y, r=3))
        parts.append(tag("g", *inner, class_=kind))
    return tag("svg", *parts, class_="chart", viewBox=f"0 0 {_WIDTH:g} {height + 4:g}", role="img", aria_label=label)


def _nice(value: float) -> float:
    """The next of 1, 2, 4, 5, 8, 10 times a power of ten."""
    if not np.isfinite(value) or value <= 0:
        return 1.0
    value = min(value, 1e12)
    power = 10.0 ** np.floor(np.log10(value))
    return float(next((m * power for m in (1, 2, 4, 5, 8) if m * power >= value * 0.999), 10 * power))


def decision(box: Box | None, path: FloatArray | None, width_px: int, height_px: int) -> Safe:
    """Box and path over a picture: sharp at any size. The path runs from blue to pink, as in the stack's overlay."""
    unit = max(width_px, height_px) / 640.0
    parts = []
    if path is not None and len(path) > 1:
        points = np.clip(path, -2.0, 3.0) * (width_px, height_px)
        parts += _way(points, unit)
    if box is not None:
        x0, y0, x1, y1 = np.clip(box.corners(), -1.0, 2.0) * (width_px, height_px, width_px, height_px)
        for kind, width in (("under", 5.0), ("box", 2.5)):
            parts.append(tag("rect", class_=kind, x=round(x0, 1), y=round(y0, 1), width=round(max(0.0, x1 - x0), 1),
                             height=round(max(0.0, y1 - y0), 1), stroke_width=round(width * unit, 2)))  # fmt: skip
    return tag("svg", *parts, class_="over", viewBox=f"0 0 {width_px} {height_px}", aria_hidden="true")


def _way(points: FloatArray, unit: float) -> list[Safe]:
    lengths = np.linalg.norm(np.diff(points, axis=0), axis=1)
    whole = max(float(lengths.sum()), 1e-9)
    travelled = np.concatenate([[0.0], np.cumsum(lengths)]) / whole
    line = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
    parts = [tag("polyline", class_="under", points=line, stroke_width=round(6.5 * unit, 2))]
    for i, (a, b) in enumerate(itertools.pairwise(points)):
        for half in range(4):  # a line has one colour
            one, other = a + (b - a) * half / 4, a + (b - a) * (half + 1) / 4
            share = travelled[i] + (travelled[i + 1] - travelled[i]) * (half + 0.5) / 4
            parts.append(tag("line", x1=round(one[0], 1), y1=round(one[1], 1), x2=round(other[0], 1),
                             y2=round(other[1], 1), stroke=_colour(float(share)), stroke_width=round(3.5 * unit, 2),
                             stroke_linecap="round"))  # fmt: skip
    parts.append(tag("circle", class_="start", cx=round(points[0][0], 1), cy=round(points[0][1], 1),
                     r=round(5.5 * unit, 1)))  # fmt: skip
    along = points[-1] - points[-2]
    along = along / max(float(np.linalg.norm(along)), 1e-9) * 13.0 * unit
    across = np.array([-along[1], along[0]]) * 0.55
    head = (points[-1] + along * 0.3, points[-1] - along * 0.7 + across, points[-1] - along * 0.7 - across)
    parts.append(tag("polygon", class_="head", points=" ".join(f"{x:.1f},{y:.1f}" for x, y in head)))
    return parts


def _colour(share: float) -> str:
    r, g, b = (round(a + (c - a) * share) for a, c in zip(_START, _END, strict=True))
    return f"rgb({r},{g},{b})"
