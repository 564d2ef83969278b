# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""The report of `vla_r1 evaluate --html`: one file without script and without network, readable on a phone and printed.

Its size is bounded: pictures are scaled down where there are many, failures come first where there are too many, and
the page says what it leaves out.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from vla_r1_ros.evaluation.bag_attempts import BagAttempt, BagResult
from vla_r1_ros.evaluation.bag_pictures import Seen, read_seen
from vla_r1_ros.evaluation.html_attempt import MAX_LOOKS, attempt_part, chip, time_key
from vla_r1_ros.evaluation.html_markup import Safe, join, listing, table, tag
from vla_r1_ros.evaluation.html_page import document
from vla_r1_ros.evaluation.html_sections import sections
from vla_r1_ros.evaluation.plain_text import counted, plain
from vla_r1_ros.evaluation.verdicts import Source, now

MAX_PARTS = 300
MAX_ROWS = 2000
MAX_PICTURE_BYTES = 24_000_000
#: Up to how many pictures have which longer side in pixels.
_SIDES = ((120, 640), (300, 480), (MAX_PARTS * MAX_LOOKS, 320))


def report_page(results: Sequence[BagResult], summary: Mapping[str, Any], folder: Path) -> str:
    """The whole page.

    Args:
        results: of the bags that `summary` is of; they are read once more for the pictures.
        folder: where the page will lie: links are relative to it.
    """
    source = Source(summary["verdicts_by"])
    attempts = [attempt for result in results for attempt in result.attempts]
    numbers = {id(attempt): place for place, attempt in enumerate(attempts, 1)}
    ranked = sorted(attempts, key=lambda attempt: _interest(attempt, source))
    chosen = {id(attempt) for attempt in ranked[:MAX_PARTS]}
    parts, shown, wanted = _parts(results, chosen, numbers, source, folder)
    bounds = []
    if len(chosen) < len(attempts):
        bounds.append(f"{len(chosen)} of {len(attempts)} attempts have a part of the page, failures first")
    if shown < wanted:
        bounds.append(f"{shown} of {wanted} looks have a picture: the others are not in the bags, or beyond "
                      f"{MAX_PICTURE_BYTES / 1e6:.0f} MB")
    title = f"Recorded attempts: {len(attempts)} in {counted(len(results), 'bag')}"
    told = sections(attempts, summary)
    places = [*((name, words) for name, words, _ in told), ("attempts", "Attempts")]
    nav = tag("nav", *(tag("a", words, href=f"#{name}") for name, words in places))
    body = [
        tag("h1", title, id="top"),
        tag("p", f"Written {now()} by vla_r1 evaluate. Success as judged by {source}.", class_="soft"), nav,
        *(tag("section", tag("h2", words), content, id=name) for name, words, content in told),
        tag("section", tag("h2", "Attempts"), listing(bounds, 9) if bounds else "",
            _index(attempts, source, chosen, numbers), time_key(), id="attempts"),
        *parts,
    ]  # fmt: skip
    return document(title, body)


def _interest(attempt: BagAttempt, source: Source) -> int:
    verdict = attempt.verdicts.get(source)
    if verdict is not None:
        return 2 if verdict.success else 0
    return 1


def _parts(results: Sequence[BagResult], chosen: set[int], numbers: Mapping[int, int], source: Source,
           folder: Path) -> tuple[list[Safe], int, int]:
    """The parts in order of the attempts, how many pictures they show, of how many looks."""
    mine = {i: [a for a in result.attempts if id(a) in chosen] for i, result in enumerate(results)}
    wanted = sum(len(a.story.looks[:MAX_LOOKS]) for part in mine.values() for a in part)
    side_px = next((side for most, side in _SIDES if wanted <= most), _SIDES[-1][1])
    found: dict[int, Safe] = {}
    left, shown = MAX_PICTURE_BYTES, 0
    order = sorted(mine, key=lambda i: min((_interest(a, source) for a in mine[i]), default=9))
    for i in order:
        looks = [look for attempt in mine[i] for look in attempt.story.looks[:MAX_LOOKS]]
        seen = read_seen(results[i].bag, looks, side_px) if looks else Seen()
        left = bound_pictures(seen, left)
        shown += len(seen.pictures)
        for attempt in mine[i]:
            found[id(attempt)] = attempt_part(numbers[id(attempt)], attempt, source, seen, folder)
    return [found[key] for key in sorted(found, key=numbers.__getitem__)], shown, wanted


def bound_pictures(seen: Seen, left: int) -> int:
    """Drop the pictures that do not fit any more; returns the bytes that are left."""
    for key in list(seen.pictures):
        size = len(seen.pictures[key].url)
        if size > left:
            del seen.pictures[key]
        else:
            left -= size
    return left


def _index(attempts: Sequence[BagAttempt], source: Source, chosen: set[int], numbers: Mapping[int, int]) -> Safe:
    rows = []
    for attempt in attempts[:MAX_ROWS]:
        place = numbers[id(attempt)]
        words = plain(attempt.instruction, 120) or attempt.attempt
        name = tag("a", words, href=f"#a{place}") if id(attempt) in chosen else tag("span", words)
        seconds = "" if attempt.seconds is None else f"{attempt.seconds:.1f}"
        rows.append([join([f"#{place} ", name]), chip(attempt.verdicts.get(source)), seconds,
                     str(attempt.retries or ""), attempt.facts.get("scene", "")])
    more = [tag("p", f"{len(attempts) - MAX_ROWS} more in --csv", class_="note")] if len(attempts) > MAX_ROWS else []
    return join([table(["instruction", "verdict", "s", "retries", "scene"], rows), *more])
