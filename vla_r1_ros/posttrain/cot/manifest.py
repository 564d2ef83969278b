# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""What a set consists of and what it cost, counted from the samples and the journal."""

from __future__ import annotations

import dataclasses
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from vla_r1_ros.core.errors import ErrorCode, InputError, ModelError
from vla_r1_ros.posttrain.cot.gather import Gathered
from vla_r1_ros.posttrain.cot.journal import Journal
from vla_r1_ros.posttrain.cot.sample import BadSample
from vla_r1_ros.posttrain.cot.teacher import Spent

VERSION = 1


@dataclass(frozen=True)
class Prices:
    """What a million tokens cost, in the user's currency; 0 where they cost nothing."""

    prompt: float
    completion: float

    def __post_init__(self) -> None:
        if not (0.0 <= self.prompt < 1e6 and 0.0 <= self.completion < 1e6):
            raise InputError(ErrorCode.INPUT_PARAMETER, f"prices {self.prompt} and {self.completion} make no sense",
                             "give the price of a million tokens")

    def cost(self, spent: Spent) -> float:
        """What `spent` costs."""
        return (spent.prompt_tokens * self.prompt + spent.completion_tokens * self.completion) / 1e6


def spent_in(journal: Journal) -> Spent:
    """All that the journal's samples have cost, over all runs."""
    total = Spent()
    for entry in (*journal.final.values(), *journal.unanswered):
        total.add(Spent(entry["requests"], entry["prompt_tokens"], entry["completion_tokens"]))
    return total


def build_manifest(gathered: Gathered, journal: Journal, asked: Mapping[str, Any], prices: Prices,
                   splits: Mapping[str, int], problems: Mapping[str, BadSample | ModelError]) -> dict[str, Any]:
    """The manifest as plain JSON: counts, what was left out and why (each one by name), teacher, seed, cost."""
    entries = [(sample, journal.final.get(sample.key)) for sample in gathered.samples]
    kept = [sample for sample, entry in entries if entry is not None and entry["status"] == "kept"]
    dropped = [(sample, entry) for sample, entry in entries if entry is not None and entry["status"] == "dropped"]
    answers = [entry for _, entry in entries if entry is not None]
    labels = Counter(rejected.reason.value for rejected in gathered.rejected)
    labels.update(bad.reason.value for bad in problems.values() if isinstance(bad, BadSample))
    last_faults = Counter(entry["faults"][-1] for _, entry in dropped)
    spent = spent_in(journal)
    listed = [{"where": r.where, "reason": r.reason.value, "words": r.words} for r in gathered.rejected]
    listed += [{"where": sample.where, "reason": entry["faults"][-1], "words": entry["words"]}
               for sample, entry in dropped]  # fmt: skip
    unfinished = [(sample, problems[sample.key]) for sample, entry in entries if entry is None]
    listed += [{"where": sample.where, "reason": _reason(error), "words": error.message}
               for sample, error in unfinished]  # fmt: skip
    return {
        "version": VERSION,
        "teacher": dict(asked),
        "counts": {
            "samples": len(gathered.samples), "kept": len(kept), **splits,
            "unanswered": sum(isinstance(error, ModelError) for _, error in unfinished),
            "by_task": dict(Counter(sample.task.value for sample in kept)),
            "absent": sum(sample.label is None for sample in kept),
        },
        "labels_left_out": dict(labels),
        "samples_dropped": dict(last_faults),
        "answers_refused": dict(Counter(fault for entry in answers for fault in entry.get("faults", ()))),
        "spent": {**dataclasses.asdict(spent), "cost": round(prices.cost(spent), 6), **_price_fields(prices)},
        "left_out": listed,
    }  # fmt: skip


def _reason(error: BadSample | ModelError) -> str:
    return error.reason.value if isinstance(error, BadSample) else error.code.name


def _price_fields(prices: Prices) -> dict[str, float]:
    return {"price_per_million_prompt": prices.prompt, "price_per_million_completion": prices.completion}
