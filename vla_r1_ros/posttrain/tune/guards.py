# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""What goes wrong in GRPO without an error, seen while it happens: plain sentences with numbers and what to do.

Four guards (:class:`~vla_r1_ros.posttrain.tune.settings.GuardName`), fed with the replies of each batch. No torch here.
"""

from __future__ import annotations

import json
from collections import Counter, deque
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from statistics import fmean
from typing import Any

from vla_r1_ros.posttrain.rewards_reading import output_block
from vla_r1_ros.posttrain.tune.settings import GuardName, GuardSettings

#: An alarm that goes on is told again after this many windows.
AGAIN = 5
_SHARE_ABOVE_TRUTH = 0.2
_ABSENT = {"", "{}", "[]", "null", "none", "absent"}


@dataclass(frozen=True)
class Group:
    """The replies to one question. `rewards` in [0, 1]; `lengths` in tokens."""

    question: str
    truth: str
    replies: tuple[str, ...]
    rewards: tuple[float, ...]
    lengths: tuple[int, ...]


@dataclass(frozen=True)
class Alarm:
    """What a guard says at an optimizer step; `value` is beyond `limit`."""

    guard: GuardName
    step: int
    value: float
    limit: float
    words: str
    advice: str

    def __str__(self) -> str:
        return f"WARNING {self.guard.value} at step {self.step}: {self.words} -> {self.advice}"


Found = tuple[float, float, str, str]  # value, limit, words, advice


class Guards:
    """All guards of a run. Feed `see` with each batch and `see_kl` with what its steps measure, then ask `check`.

    Args:
        settings: when they speak.
        max_reply_tokens: where replies are cut.
        first_lengths: mean lengths of the run's first batches; of a resumed run, which would else be compared with
            itself.
    """

    def __init__(self, settings: GuardSettings, max_reply_tokens: int, first_lengths: Sequence[float] = ()) -> None:
        self._settings, self._longest = settings, max_reply_tokens
        self._batches: deque[list[Group]] = deque(maxlen=settings.window)
        self._kl: deque[list[float]] = deque(maxlen=settings.window)
        self._first_lengths = list(first_lengths[: settings.window])
        self._seen = 0
        self._told: dict[GuardName, int] = {}

    def see(self, groups: Sequence[Group]) -> None:
        """Take the replies of one batch."""
        self._seen += 1
        self._batches.append(list(groups))
        self._kl.append([])
        if len(self._first_lengths) < self._settings.window:
            self._first_lengths.append(fmean(length for group in groups for length in group.lengths))

    def see_kl(self, kl: float) -> None:
        """Take a mean KL estimate per token of the newest batch, of one optimizer step or of several."""
        if self._kl:
            self._kl[-1].append(kl)

    def check(self, step: int) -> list[Alarm]:
        """The alarms of a step: each one when it begins, and again while it lasts. Nothing before a full window."""
        alarms = []
        looks: dict[GuardName, Callable[[], Found | None]] = {
            GuardName.SPACE: self._space, GuardName.LENGTH: self._length,
            GuardName.COLLAPSE: self._collapse, GuardName.KL: self._drift,
        }  # fmt: skip
        for name, look in looks.items():
            found = look() if len(self._batches) == self._settings.window else None
            if found is None:
                self._told.pop(name, None)
            elif name not in self._told or self._seen - self._told[name] >= AGAIN * self._settings.window:
                self._told[name] = self._seen
                alarms.append(Alarm(name, step, *found))
        return alarms

    @property
    def _groups(self) -> list[Group]:
        return [group for groups in self._batches for group in groups]

    def _space(self) -> Found | None:
        replies, outside, example = 0, 0, ""
        for group in self._groups:
            for reply in group.replies:
                replies += 1
                if _outside(reply):
                    outside += 1
                    example = example or (output_block(reply) or "")[:60]
        share = outside / max(replies, 1)
        if share < self._settings.outside:
            return None
        return (share, self._settings.outside,
                f"{share:.0%} of the last {replies} replies have values outside 0 to 1, such as "
                f"{example}: the model answers in pixels or thousandths, and the reward stays at the format's share",
                "GRPO hardly teaches another unit: run `vla_r1 train sft` on this set first, or convert the labels "
                "and answers of the model's own training to shares of the picture")  # fmt: skip

    def _length(self) -> Found | None:
        lengths = [length for group in self._groups for length in group.lengths]
        cut = sum(length >= self._longest for length in lengths) / max(len(lengths), 1)
        if cut >= self._settings.length_cut:
            return (cut, self._settings.length_cut,
                    f"{cut:.0%} of the last {len(lengths)} replies were cut at {self._longest} tokens",
                    "raise max_reply_tokens if the replies are sound; else lower learning_rate or raise kl")
        first, now = fmean(self._first_lengths), fmean(lengths)
        if now < self._settings.length_growth * first:
            return None
        return (now / first, self._settings.length_growth,
                f"replies have grown from {first:.0f} to {now:.0f} tokens in the mean",
                "read some of them: if they ramble, lower learning_rate, raise kl, or lower max_reply_tokens")

    def _collapse(self) -> Found | None:
        groups = self._groups
        stuck = [g for g in groups if len(g.replies) > 1 and fmean(g.rewards) < self._settings.solved
                 and len({_answer(reply) for reply in g.replies}) == 1]  # fmt: skip
        share = len(stuck) / max(len(groups), 1)
        if share >= self._settings.same_in_group:
            return (share, self._settings.same_in_group,
                    f"in {share:.0%} of the last {len(groups)} groups all replies give the same answer, and not a "
                    "right one: equal rewards teach nothing",
                    "raise temperature or entropy, or lower learning_rate and go back to an earlier checkpoint")
        answers = Counter(_answer(reply) for group in groups for reply in group.replies)
        truths = Counter(_answer(group.truth) for group in groups)
        answer, count = answers.most_common(1)[0]
        share, true_share = count / answers.total(), truths[answer] / truths.total()
        if share < self._settings.same_across or share < true_share + _SHARE_ABOVE_TRUTH:
            return None
        return (share, self._settings.same_across,
                f"{share:.0%} of the last {answers.total()} replies to {len({g.question for g in groups})} questions "
                f"are the same answer, {answer[:60] or 'nothing'}; {true_share:.0%} of the labels are",
                "go back to an earlier checkpoint; lower learning_rate, raise kl, and look at the share of such labels")

    def _drift(self) -> Found | None:
        measured = [value for values in self._kl for value in values]
        kl = fmean(measured) if measured else 0.0
        if kl < self._settings.kl:
            return None
        return (kl, self._settings.kl,
                f"KL to the first model is {kl:.3f} per token over the last {len(self._kl)} batches",
                "compare held-out marks: if they do not rise with it, lower learning_rate or raise the weight kl")


def _outside(reply: str) -> bool:
    """Whether the output block is JSON, of whatever form, with a number outside [0, 1]."""
    try:
        return any(not 0.0 <= number <= 1.0 for number in _numbers(json.loads(output_block(reply) or "null")))
    except (ValueError, RecursionError):
        return False


def _numbers(value: Any) -> Iterator[float]:
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        yield float(value)
    elif isinstance(value, (list, dict)):
        for item in value.values() if isinstance(value, dict) else value:
            yield from _numbers(item)


def _answer(reply: str) -> str:
    """The output block without spaces, or the end of a text that has none; all ways to say absent are one."""
    block = output_block(reply)
    answer = "".join((reply[-80:] if block is None else block).split())
    return "absent" if block is not None and answer.lower() in _ABSENT else answer
