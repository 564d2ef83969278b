# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""The report of `vla_r1 evaluate --html`: one file without script and without network, readable on a phone and printed.

Its size is bounded: pictures are scaled down where there are many, failures come first where there are too many, and
the page says what it leaves out.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import cv2

from vla_r1_ros.evaluation.bag_attempts import BagAttempt, BagResult
from vla_r1_ros.evaluation.bag_clips import MIN_FRAMES, Clip, ClipMaker, can_clip
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
MAX_CLIPS, MAX_CLIP_BYTES = 100, 16_000_000
#: Up to how many pictures have which longer side in pixels.
_SIDES = ((120, 640), (300, 480), (MAX_PARTS * MAX_LOOKS, 320))


@dataclass(frozen=True)
class _Parts:
    """The parts in order of the attempts; how many pictures they show, of how many looks; how many clips, of how many
    that were made."""

    parts: list[Safe]
    pictures: int
    looks: int
    clips: int
    made: int


def report_page(results: Sequence[BagResult], summary: Mapping[str, Any], folder: Path, *, clips: bool = True) -> str:
    """The whole page.

    Args:
        results: of the bags that `summary` is of; they are read once more for the pictures.
        folder: where the page will lie: links are relative to it.
        clips: show a short clip of each attempt.
    """
    source = Source(summary["verdicts_by"])
    attempts = [attempt for result in results for attempt in result.attempts]
    numbers = {id(attempt): place for place, attempt in enumerate(attempts, 1)}
    ranked = sorted(attempts, key=lambda attempt: _interest(attempt, source))
    chosen = {id(attempt) for attempt in ranked[:MAX_PARTS]}
    parts = _parts(results, ranked[:MAX_PARTS], numbers, source, folder, clips=clips)
    bounds = _bounds(parts, len(attempts), clips=clips)
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
        *parts.parts,
    ]  # fmt: skip
    return document(title, body)


def _bounds(parts: _Parts, attempts: int, *, clips: bool) -> list[str]:
    """What the page leaves out."""
    told, there = [], len(parts.parts)
    if there < attempts:
        told.append(f"{there} of {attempts} attempts have a part of the page, failures first")
    if parts.pictures < parts.looks:
        told.append(f"{parts.pictures} of {parts.looks} looks have a picture: the others are not in the bags, or "
                    f"beyond {MAX_PICTURE_BYTES / 1e6:.0f} MB")  # fmt: skip
    if clips and there and not can_clip():
        told.append(f"no clips: OpenCV {cv2.__version__} here cannot write animated WebP, from 4.12 on it can")
    elif clips and parts.clips < there:
        beyond = parts.made - parts.clips + max(0, there - MAX_CLIPS)
        told.append(f"{parts.clips} of {there} attempts have a clip: {beyond} lie beyond {MAX_CLIPS} clips or "
                    f"{MAX_CLIP_BYTES / 1e6:.0f} MB (failures come first), {there - parts.clips - beyond} have fewer "
                    f"than {MIN_FRAMES} colour pictures that can be read")  # fmt: skip
    return told


def _interest(attempt: BagAttempt, source: Source) -> int:
    verdict = attempt.verdicts.get(source)
    if verdict is not None:
        return 2 if verdict.success else 0
    return 1


def _parts(results: Sequence[BagResult], ranked: Sequence[BagAttempt], numbers: Mapping[int, int], source: Source,
           folder: Path, *, clips: bool) -> _Parts:
    """The parts of the attempts, which are the most interesting first; pictures and clips by one pass over each bag."""
    chosen, filmed = set(map(id, ranked)), set(map(id, ranked[:MAX_CLIPS])) if clips and can_clip() else set()
    mine = {i: [a for a in result.attempts if id(a) in chosen] for i, result in enumerate(results)}
    wanted = sum(len(a.story.looks[:MAX_LOOKS]) for a in ranked)
    side_px = next((side for most, side in _SIDES if wanted <= most), _SIDES[-1][1])
    seen: dict[int, Seen] = {}
    made: dict[int, Clip] = {}
    left = MAX_PICTURE_BYTES
    for i in sorted(mine, key=lambda i: min((_interest(a, source) for a in mine[i]), default=9)):
        looks = [look for attempt in mine[i] for look in attempt.story.looks[:MAX_LOOKS]]
        maker = ClipMaker(a for a in mine[i] if id(a) in filmed)
        seen[i] = read_seen(results[i].bag, looks, side_px, maker.see) if looks or maker.wants else Seen()
        left = bound_pictures(seen[i], left)
        made |= maker.clips()
    kept = _bound_clips(made, ranked)
    found = {numbers[id(a)]: attempt_part(numbers[id(a)], a, source, seen[i], folder, kept.get(id(a)))
             for i, own in mine.items() for a in own}  # fmt: skip
    pictures = sum(len(one.pictures) for one in seen.values())
    return _Parts([found[place] for place in sorted(found)], pictures, wanted, len(kept), len(made))


def _bound_clips(made: Mapping[int, Clip], ranked: Sequence[BagAttempt]) -> dict[int, Clip]:
    """The clips that fit, failures first."""
    kept, left = {}, MAX_CLIP_BYTES
    for attempt in ranked:
        clip = made.get(id(attempt))
        if clip is not None and len(clip.url) <= left:
            kept[id(attempt)], left = clip, left - len(clip.url)
    return kept


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
