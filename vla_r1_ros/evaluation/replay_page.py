# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""The page of `vla_r1 replay --html`: each look twice, with the recorded answer and with the new one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from vla_r1_ros.evaluation.bag_files import Bag
from vla_r1_ros.evaluation.bag_pictures import Seen, read_seen
from vla_r1_ros.evaluation.bag_summary import SPREAD_HEADER, spread_cells
from vla_r1_ros.evaluation.html_attempt import MAX_WORDS, chip
from vla_r1_ros.evaluation.html_charts import decision
from vla_r1_ros.evaluation.html_markup import Safe, file_link, join, listing, table, tag, text
from vla_r1_ros.evaluation.html_page import document
from vla_r1_ros.evaluation.html_report import MAX_PICTURE_BYTES, bound_pictures
from vla_r1_ros.evaluation.replay import Aim, Answer, Replayed, change
from vla_r1_ros.evaluation.replay_run import Run
from vla_r1_ros.evaluation.replay_summary import DISTANCES
from vla_r1_ros.evaluation.verdicts import Source, now

MAX_LOOKS = 300
_SIDE_PX = 480
_ROWS = 40


def replay_page(run: Run, summary: Mapping[str, Any], bags: Sequence[Bag], folder: Path) -> str:
    """The whole page; the bags are read once more for the pictures. At most 300 looks have a part, those whose kind of
    answer changed first; 24 MB of pictures.

    Args:
        folder: where the page will lie: links are relative to it.
    """
    ranked = sorted(run.looks, key=lambda look: look.recorded.said == look.new.said)[:MAX_LOOKS]
    chosen = {id(look) for look in ranked}
    shown = [look for look in run.looks if id(look) in chosen]
    seen: dict[str, Seen] = {}
    left = MAX_PICTURE_BYTES
    for bag in bags:
        own = [look.look for look in shown if look.attempt.bag == str(bag.path)]
        if own:
            seen[str(bag.path)] = read_seen(bag, own, _SIDE_PX)
            left = bound_pictures(seen[str(bag.path)], left)
    title = f"{len(run.looks)} recorded looks asked again"
    source = Source(summary["verdicts_by"])
    asked = ", ".join(f"{name} {value}" for name, value in summary["asked"].items() if value is not None)
    body = [
        tag("h1", title, id="top"),
        tag("p", f"Written {now()} by vla_r1 replay. Asked: {asked}. Verdicts by {source}.", class_="soft"),
        _said(summary), _apart(summary),
        tag("p", f"{len(shown)} of {len(run.looks)} looks are shown", class_="note") if len(shown) < len(run.looks)
        else Safe(""),
        *(_part(i, look, source, seen.get(look.attempt.bag), folder) for i, look in enumerate(shown, 1)),
        _lost(summary),
    ]  # fmt: skip
    return document(title, body)


def _said(summary: Mapping[str, Any]) -> Safe:
    return table(["recorded answer, new answer", "looks"], [[words, str(n)] for words, n in summary["said"].items()])


def _apart(summary: Mapping[str, Any]) -> Safe:
    rows = [[words, *spread_cells(summary["change"][key])] for key, words in DISTANCES.items()
            if summary["change"][key]["n"]]  # fmt: skip
    return table(["recorded and new apart", *SPREAD_HEADER], rows) if rows else Safe("")


def _lost(summary: Mapping[str, Any]) -> Safe:
    items = [f"{bag}: {words}" for bag, found in summary["lost"].items() for words in found]
    return join([tag("h2", "Lost or left out"), listing(items, _ROWS)]) if items else Safe("")


def _part(place: int, one: Replayed, source: Source, seen: Seen | None, folder: Path) -> Safe:
    words = seen.reasoning(one.look) if seen is not None else ""
    apart = [f"{name}: {value:g}" for key, name in DISTANCES.items() if (value := change(one)[key]) is not None]
    head = [
        tag("a", "to the top", href="#top", class_="back"), tag("span", f"#{place} ", class_="soft"),
        chip(one.attempt.verdicts.get(source)), tag("p", one.attempt.instruction, class_="say"),
        tag("p", f"attempt {one.attempt.attempt}, look {one.number}; ", file_link("bag", Path(one.attempt.bag), folder),
            class_="soft small"),
        tag("p", " \u00b7 ".join(apart), class_="small"),
    ]  # fmt: skip
    sides = [_side("recorded", one.recorded, one.recorded_aim, one, seen, words),
             _side("new", one.new, one.new_aim, one, seen, one.new.think)]  # fmt: skip
    return tag("article", *head, tag("div", *sides, class_="two"), id=f"a{place}")


def _side(name: str, answer: Answer, aim: Aim, one: Replayed, seen: Seen | None, words: str) -> Safe:
    shown = seen.picture(one.look) if seen is not None else None
    caption = f"{name}: {answer.said}" + (f" ({answer.code.name}: {answer.reason})" if answer.said == "no answer"
                                          else "")  # fmt: skip
    if shown is None or shown.drawn:
        picture = tag("p", "The picture is not shown: it lies beyond the page's bound.", class_="note")
    else:
        image = tag("img", src=shown.url, width=shown.width_px, height=shown.height_px, alt=caption)
        over = decision(answer.box, answer.path, shown.width_px, shown.height_px)
        picture = tag("span", image, Safe(over), class_="look")
    told = [tag("p", line, class_="small") for line in _measured(aim)]
    thought = [tag("details", tag("summary", f"reasoning ({len(words)} characters)"),
                   tag("blockquote", text(words, MAX_WORDS)))] if words else []  # fmt: skip
    return tag("div", tag("figure", picture, tag("figcaption", caption)), *told, *thought)


def _measured(aim: Aim) -> list[str]:
    lines = [f"Not measured: {aim.code}: {aim.reason}"] if aim.code else []
    if aim.target is not None:
        lines.append("Target at " + ", ".join(f"{v:.3f}" for v in aim.target) + " m.")
    if aim.end is not None:
        lines.append("The way ends at " + ", ".join(f"{v:.3f}" for v in aim.end) + " m.")
    if aim.gate is not None:
        by = "the gate" if aim.gate.by_gate else "the planner"
        lines.append(f"On paper all motions pass, {aim.gate.motion_s:.1f} s." if aim.gate.passed
                     else f"On paper {by} refuses at {aim.gate.stage}: {aim.gate.code}: {aim.gate.reason}")
    elif aim.not_rehearsed:
        lines.append(f"No motion was rehearsed: {aim.not_rehearsed}.")
    return lines
