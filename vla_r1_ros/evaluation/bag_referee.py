# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""The referee's words on one attempt, and which of them is the verdict: of its episode only, once all is at rest."""

from collections.abc import Sequence
from typing import Any

SETTLE_S = 1.5  #: simulated, as StackSession.verdict waits
Word = tuple[int, dict[str, Any]]


def words_of(words: Sequence[Word], instruction: str) -> list[Word]:
    """Those on the episode under way, which is that of the first word with the instruction: a scene that was loaded
    anew has another seed, scene or instruction, or its physics begins anew. `sim_time` may go on across both."""
    found: list[Word] = []
    for when, word in words:
        if found and _is_other(found[-1][1], word):
            break
        if found or _plain(word) == _plain({"instruction": instruction}):
            found.append((when, word))
    return found


def last_word(words: Sequence[Word], end_ns: int | None) -> Word | None:
    """The word that is the verdict on an attempt that ended at `end_ns` (time of receipt; None: its end is not known).

    That is the first one :data:`SETTLE_S` after the end, as the live stack takes it. Where no word came that late, the
    last one counts if it is a failure, which is final, or a success after the end; `open` may still have become one.
    """
    if end_ns is not None:
        before = [word for when, word in words if when <= end_ns] or [word for _, word in words[:1]]
        start = _number(before[-1], "sim_time") if before else None
        for when, word in words:
            now = _number(word, "sim_time")
            if when >= end_ns and start is not None and now is not None and now - start >= SETTLE_S:
                return when, word
    for when, word in words[-1:]:
        if word.get("verdict") == "failure" or (end_ns is not None and when >= end_ns and word.get("success") is True):
            return when, word
    return None


def scene_of(word: dict[str, Any]) -> str:
    """The name of a word's scene, empty where it has none."""
    scene = word.get("scene")
    return scene if isinstance(scene, str) else ""


def _is_other(before: dict[str, Any], after: dict[str, Any]) -> bool:
    """Whether a word is on another episode than the one before it."""
    if any(before.get(key) != after.get(key) for key in ("seed", "scene")) or _plain(before) != _plain(after):
        return True
    times = [(_number(before, key), _number(after, key)) for key in ("physics_time", "sim_time")]
    return any(old is not None and new is not None and new < old for old, new in times)


def _plain(word: dict[str, Any]) -> str:
    return " ".join(str(word.get("instruction", "")).lower().split())


def _number(word: dict[str, Any], key: str) -> float | None:
    value = word.get(key)
    return float(value) if isinstance(value, (int, float)) and abs(value) < 1e12 else None
