# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""From a source's items to the samples that the teacher is asked about, with a list of what was left out and why."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from vla_r1_ros.posttrain.cot.sample import BadSample, Item, Reason, Sample


@dataclass(frozen=True)
class Rejected:
    """A label or picture that was left out."""

    where: str
    reason: Reason
    words: str


@dataclass
class Gathered:
    """Samples in the source's order, and what was left out."""

    samples: list[Sample] = field(default_factory=list)
    rejected: list[Rejected] = field(default_factory=list)

    def reasons(self) -> dict[str, int]:
        """How many were left out, by reason, the most first."""
        return dict(Counter(item.reason.value for item in self.rejected).most_common())


def draw(seed: int, name: str) -> float:
    """A number in [0, 1) that depends on seed and name alone, so that choices hold over runs and machines."""
    return int(hashlib.sha256(f"{seed} {name}".encode()).hexdigest()[:12], 16) / 16.0**12


def choose(items: Sequence[Item], limit: int, seed: int) -> list[Item]:
    """At most `limit` items drawn by the seed, in the source's order; all of them for 0. A larger limit adds to the
    choice of a smaller one."""
    if not limit or limit >= len(items):
        return list(items)
    order = sorted(range(len(items)), key=lambda index: draw(seed, f"{index} {items[index].where}"))
    return [items[index] for index in sorted(order[:limit])]


def gather(items: Sequence[Item], on_item: Callable[[int], None] | None = None) -> Gathered:
    """Convert items; a bad one is listed, and so is one that asks the same about the same picture again."""
    found = Gathered()
    seen: dict[str, str] = {}
    for number, item in enumerate(items, 1):
        try:
            samples = item.make()
        except BadSample as bad:
            found.rejected.append(Rejected(item.where, bad.reason, bad.message))
            samples = ()
        for sample in samples:
            first = seen.setdefault(sample.key, sample.where)
            if first == sample.where:
                found.samples.append(sample)
            else:
                found.rejected.append(Rejected(sample.where, Reason.DUPLICATE, f"the same as {first}"))
        if on_item is not None:
            on_item(number)
    return found
