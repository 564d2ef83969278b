# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""What happened in an attempt, line by line and look by look, for those who want to see it and not only count it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import zip_longest

from vla_r1_ros.core.report import FINAL_PHASES, Phase
from vla_r1_ros.core.types import Box, FloatArray
from vla_r1_ros.evaluation.bag_contents import Contents, Line, last_in

_NS = 1e-9
_LATE_NS = 1_000_000_000  # an answer beside the line that ends the attempt: topics have no common order
_GATE = range(900, 999)
_MEASURED = frozenset({Phase.LOOK, Phase.DECIDED, Phase.PROJECTED})


@dataclass(frozen=True)
class Event:
    """A line of `status` or `motion_status`: `at_s` after the attempt's first line, and how long the stage took where
    the line says so. `code` is the name of an error, empty where there is none."""

    at_s: float
    source: str
    stage: str
    code: str = ""
    reason: str = ""
    advice: str = ""
    seconds: float | None = None
    gate: bool = False


@dataclass(frozen=True)
class LookStory:
    """One look: its stamp, from when to when it was (ns of receipt), box and path (N, 2) as shares of the picture.
    `decided`: an answer came; `absent`: the bag has it, and it is neither box nor path. `step` counts from 0; `text` is
    what the model was asked, `kind` the kind of step, empty where the bag does not say."""

    stamp_ns: int
    frame: str
    begin_ns: int
    end_ns: int
    box: Box | None = None
    path: FloatArray | None = None
    decided: bool = False
    absent: bool = False
    step: int = 0
    text: str = ""
    kind: str = ""


@dataclass(frozen=True)
class Story:
    """An attempt as it went; `begin_ns` is when its first line was received."""

    begin_ns: int = 0
    events: tuple[Event, ...] = ()
    looks: tuple[LookStory, ...] = ()

    @property
    def refusals(self) -> tuple[Event, ...]:
        """What the safety gate refused or stopped (codes of the 900s)."""
        return tuple(event for event in self.events if event.gate)


def story(contents: Contents, lines: Sequence[Line], end_ns: int, since_ns: int = 0) -> Story:
    """The story of one attempt's lines, in order of receipt; words of a look end before `end_ns`. The answer to a look
    came after it, or after `since_ns` where its first lines are lost."""
    if not lines:
        return Story()
    begin = lines[0].log_ns
    events = tuple(_event(line, begin, lines[i - 1] if i else line) for i, line in enumerate(lines))
    stamps = list(dict.fromkeys(line.stamp_ns for line in lines if line.stamp_ns))
    begins = {stamp: next(line.log_ns for line in lines if line.stamp_ns == stamp) for stamp in stamps}
    ordered = sorted(stamps, key=begins.__getitem__)
    looks = tuple(_look(contents, lines, stamp, begins[stamp], begins[later] if later else end_ns,
                        since_ns)
                  for stamp, later in zip_longest(ordered, ordered[1:]))  # fmt: skip
    return Story(begin, events, looks)


def _event(line: Line, begin_ns: int, before: Line) -> Event:
    number = line.number("code") or 0
    code = line.values.get("code_name") or (f"code {number:.0f}" if number else "")
    seconds = line.number("seconds") if line.stage not in FINAL_PHASES else None
    if seconds is None and line.stage in _MEASURED:
        seconds = max(0.0, (line.log_ns - before.log_ns) * _NS)
    return Event((line.log_ns - begin_ns) * _NS, line.source, line.stage, "" if code == "OK" else code,
                 line.values.get("reason", ""), line.values.get("advice", ""), seconds, int(number) in _GATE)


def _look(contents: Contents, lines: Sequence[Line], stamp: int, begin: int, end: int, since: int) -> LookStory:
    first = next(line.stage for line in lines if line.stamp_ns == stamp)
    last = min(end, lines[-1].log_ns + _LATE_NS) if lines[-1].stage in FINAL_PHASES else end
    span = begin if first in (Phase.LOOK, Phase.ASK) else since, last
    decided = any(line.stage == Phase.DECIDED and line.stamp_ns == stamp for line in lines)
    box, path = last_in(contents.boxes.get(stamp, ()), span), last_in(contents.drawn.get(stamp, ()), span)
    frame = (box[0] if box is not None else "") or (path[0] if path is not None else "")
    neither = box is not None and path is not None and box[1] is None and not len(path[1])
    own = [line for line in lines if line.stamp_ns == stamp and line.values["attempt"]]
    text = next((line.values["text"] for line in own if line.values.get("text")), "")
    kind = next((line.values["kind"] for line in own if line.stage == Phase.DECIDED and "kind" in line.values), "")
    step = int(own[0].number("step") or 0) if own else 0
    return LookStory(stamp, frame, begin, end, contents.box(stamp, span), contents.path(stamp, span), decided,
                     decided and neither, step, text, kind)
