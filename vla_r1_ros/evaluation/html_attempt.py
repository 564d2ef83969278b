# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""One attempt's part of the report: what was asked, what was seen and thought, what was done, who says what of it."""

from __future__ import annotations

from pathlib import Path

from vla_r1_ros.evaluation.bag_attempts import BagAttempt
from vla_r1_ros.evaluation.bag_clips import Clip
from vla_r1_ros.evaluation.bag_pictures import Seen
from vla_r1_ros.evaluation.bag_story import Event, LookStory
from vla_r1_ros.evaluation.html_charts import decision, time_bar
from vla_r1_ros.evaluation.html_markup import Safe, file_link, join, table, tag, text
from vla_r1_ros.evaluation.meanings import meaning
from vla_r1_ros.evaluation.verdicts import Source, Verdict

MAX_LOOKS = 4
MAX_EVENTS = 60
MAX_WORDS = 6000
MAX_REASON = 300
_SOURCES = ("vla_node", "projection_node", "planner_node")
_CLIPS = (".mp4", ".webm", ".gif")
_MAX_CLIPS = 4


def chip(verdict: Verdict | None) -> Safe:
    """A verdict in one word."""
    if verdict is None:
        return tag("span", "not judged", class_="chip")
    return tag("span", "success" if verdict.success else f"failure: {verdict.reason}",
               class_=f"chip {'good' if verdict.success else 'bad'}")  # fmt: skip


def attempt_part(place: int, attempt: BagAttempt, source: Source, seen: Seen | None, folder: Path | None,
                 clip: Clip | None = None) -> Safe:
    """The part with the anchor `a<place>`; links to files are relative to `folder`, where the page will lie (None: the
    reader has no files)."""
    facts = [f"{name} {value}" for name in ("task", "scene", "robot", "model") if (value := attempt.facts.get(name))]
    if attempt.seconds is not None:
        facts.append(f"{attempt.seconds:.1f} s")
    if attempt.retries:
        facts.append("1 retry" if attempt.retries == 1 else f"{attempt.retries} retries")
    head = [tag("a", "to the top", href="#top", class_="back"),
            tag("span", f"#{place} ", class_="soft"), chip(attempt.verdicts.get(source)),
            tag("p", attempt.instruction or "(the instruction is not in the bag)", class_="say"),
            tag("p", " · ".join(facts), class_="soft small")]  # fmt: skip
    left = [_look(i, look, seen, len(attempt.story.looks)) for i, look in enumerate(attempt.story.looks[:MAX_LOOKS], 1)]
    if len(attempt.story.looks) > MAX_LOOKS:
        left.append(tag("p", f"{len(attempt.story.looks) - MAX_LOOKS} more looks are not shown", class_="note"))
    if not left:
        left.append(tag("p", "No look of this attempt is in the bag.", class_="note"))
    left.append(_clip(clip, attempt))
    right = [_verdicts(attempt), _end(attempt), _refusals(attempt), _timeline(attempt), _tool(attempt),
             _links(attempt, folder)]  # fmt: skip
    return tag("article", *head, tag("div", tag("div", *left), tag("div", *right), class_="two"), id=f"a{place}")


def _look(place: int, look: LookStory, seen: Seen | None, looks: int) -> Safe:
    shown = seen.picture(look) if seen is not None else None
    caption = f"{f'look {place}: ' if looks > 1 else ''}{_said(look)}"
    if shown is None:
        picture = tag("p", "The picture of this look is not shown: it is not in the bag, cannot be read, or lies "
                      "beyond the page's bound.", class_="note")  # fmt: skip
    else:
        image = tag("img", src=shown.url, width=shown.width_px, height=shown.height_px, alt=caption)
        over = "" if shown.drawn else decision(look.box, look.path, shown.width_px, shown.height_px)
        picture = tag("span", image, Safe(over), class_="look")
        caption += " (as the stack drew it: the camera's picture is not in the bag)" if shown.drawn else ""
    words = seen.reasoning(look) if seen is not None else ""
    thought = [tag("details", tag("summary", f"reasoning ({len(words)} characters)"),
                   tag("blockquote", text(words, MAX_WORDS)), open="")] if words else []  # fmt: skip
    return join([tag("figure", picture, tag("figcaption", caption)), *thought])


def _said(look: LookStory) -> str:
    """What the model answered, which what is missing in a bag does not turn into "absent"."""
    found = [word for word, there in (("a box", look.box), ("a path", look.path)) if there is not None]
    if found:
        return f"the model gave {' and '.join(found)}"
    if look.absent:
        return "the model called it absent"
    return "the answer, or the camera's info, is not in the bag" if look.decided else "no decision"


def _clip(clip: Clip | None, attempt: BagAttempt) -> Safe:
    """Closed at first, so that nothing moves unasked and nothing is decoded before."""
    if clip is None:
        return Safe("")
    speed = f"{clip.speed:.1f} times as fast as it was" if clip.speed > 1.0 else "as fast as it was"
    words = f"{clip.frames} pictures of the camera over {clip.seconds:.1f} s, {speed}, again and again"
    image = tag("img", src=clip.url, width=clip.width_px, height=clip.height_px, loading="lazy",
                alt=f"Clip of the attempt \u201c{attempt.instruction or attempt.attempt}\u201d: {words}")  # fmt: skip
    return tag("details", tag("summary", "clip of the attempt"), tag("figure", image, tag("figcaption", words)),
               class_="clip")  # fmt: skip


def _verdicts(attempt: BagAttempt) -> Safe:
    rows = [[str(source), chip(verdict), join([text(verdict.notes, MAX_REASON), _by(verdict)])]
            for source in Source if (verdict := attempt.verdicts.get(source)) is not None]  # fmt: skip
    if not rows:
        return tag("p", "Nobody judged this attempt.", class_="note")
    return table(["verdict of", "", "notes"], rows, "words")


def _by(verdict: Verdict) -> Safe:
    words = ", ".join(word for word in (verdict.by, verdict.when) if word)
    return tag("div", words, class_="note") if words else Safe("")


def _end(attempt: BagAttempt) -> Safe:
    """How the stack ended it, where that was no success."""
    if attempt.final in ("done", "absent"):
        return Safe("")
    means, todo = meaning(attempt.code)
    told = [tag("code", attempt.code), ". ", text(attempt.reason, MAX_REASON)]
    if means:
        told += [tag("br"), tag("span", f"Means: {means}." + (f" What to do: {todo}." if todo else ""), class_="small")]
    return tag("div", "The stack ended with ", *told, class_="warn")


def _refusals(attempt: BagAttempt) -> Safe:
    gate = attempt.story.refusals
    if not gate:
        return Safe("")
    rows = [[f"{event.at_s:.1f} s", tag("code", event.code), _why(event)] for event in gate[:MAX_EVENTS]]
    return join([tag("h3", "Refused or stopped by the safety gate"), table(["at", "code", "why"], rows, "words")])


def _why(event: Event) -> Safe:
    means, todo = meaning(event.code)
    advice = event.advice or todo
    return join([text(event.reason or means, MAX_REASON),
                 tag("div", text(advice, MAX_REASON), class_="note") if advice else ""])  # fmt: skip


def _timeline(attempt: BagAttempt) -> Safe:
    events = attempt.story.events
    if not events:
        return Safe("")
    whole = events[-1].at_s
    rows = []
    for event in events[:MAX_EVENTS]:
        kind = "refused" if event.gate or event.stage in ("retry", "failed", "stopped") else event.source
        known = kind if kind in (*_SOURCES, "refused") else "other"
        begin = event.at_s - (event.seconds or 0.0)
        name = join([event.stage, " ", tag("code", event.code)]) if event.code else text(event.stage)
        rows.append(tag("tr", tag("th", name, scope="row"),
                        tag("td", time_bar(begin, event.at_s, whole, known)),
                        tag("td", f"{event.at_s:.1f}"),
                        tag("td", "" if event.seconds is None else f"{event.seconds:.2f}")))
    head = tag("thead", tag("tr", tag("th", "stage"), tag("th", ""), tag("th", "at, s"), tag("th", "took, s")))
    more = [tag("p", f"{len(events) - MAX_EVENTS} more lines in the bag", class_="note")] if len(
        events) > MAX_EVENTS else []  # fmt: skip
    return join([tag("h3", "Timeline"), tag("div", tag("table", head, tag("tbody", *rows), class_="time"),
                                            class_="scroll"), *more])  # fmt: skip


def time_key() -> Safe:
    """Which node has which colour in the timelines."""
    keys = [join([tag("svg", tag("rect", class_=name, width=10, height=10), class_="key", viewBox="0 0 10 10",
                      aria_hidden="true"), f" {words}"])
            for name, words in (*((name, name) for name in _SOURCES), ("refused", "failed, tried again, or refused"))]
    return tag("p", "Timelines: ", *(part for key in keys for part in (key, " \u2002")), class_="note")


def _tool(attempt: BagAttempt) -> Safe:
    way = attempt.tool
    if way is None:
        return Safe("")
    return tag("p", f"Tool off the intended way: mean {way.mean_mm:.2f} mm, greatest {way.max_mm:.2f} mm.",
               class_="small")  # fmt: skip


def _links(attempt: BagAttempt, folder: Path | None) -> Safe:
    if folder is None:
        return tag("p", tag("code", attempt.attempt), class_="small")
    bag = Path(attempt.bag)
    links = [file_link("bag", bag, folder), *(file_link(clip.name, clip, folder) for clip in clips_beside(bag))]
    return tag("p", *(part for link in links for part in (link, " · ")), tag("code", attempt.attempt), class_="small")


def clips_beside(bag: Path) -> list[Path]:
    """Films beside the recording; those of the folder above only where this is its only bag."""
    places = [bag] if bag.is_dir() else []
    try:
        above = [path for path in bag.parent.iterdir() if path.is_dir() and any(path.glob("*.mcap"))]
        places += [bag.parent] if bag.is_dir() and len(above) == 1 else []
        found = [path for place in places for path in sorted(place.iterdir()) if path.suffix.lower() in _CLIPS]
    except OSError:
        return []
    return found[:_MAX_CLIPS]
