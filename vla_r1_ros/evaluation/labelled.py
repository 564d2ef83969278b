# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""From a journal of answers to marks and to the result of `vla_r1 bench model --data`."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from enum import StrEnum
from typing import Any

import numpy as np

from vla_r1_ros.core.agreement import Sampled, agreement
from vla_r1_ros.core.errors import ReplyError
from vla_r1_ros.core.reply import parse_box, parse_path
from vla_r1_ros.core.types import Task
from vla_r1_ros.evaluation.asking import Asked
from vla_r1_ros.evaluation.calibration import calibration
from vla_r1_ros.evaluation.marks import Record, question_key, to_json
from vla_r1_ros.evaluation.measures import figures
from vla_r1_ros.evaluation.sets import Domain, LabelledSet
from vla_r1_ros.evaluation.tables import RULES, published_json
from vla_r1_ros.posttrain.cot.sample import Sample
from vla_r1_ros.posttrain.grade import grade
from vla_r1_ros.posttrain.rewards_reading import output_block

VERSION = 1
_FENCE = re.compile(r"^```\w*\s*(.*?)\s*```$", re.DOTALL)


class Reading(StrEnum):
    """What counts as an answer: what the stack acts on, or what stands in the first output block (or bare JSON),
    whatever is around it; for models that do not think aloud."""

    CONTRACT = "contract"
    OUTPUT = "output"


READING_RULES = {
    Reading.CONTRACT: "a reply parses where this stack would act on it: one think block, one output block, values in "
    "[0, 1], 2 to 64 points",
    Reading.OUTPUT: "a reply parses where its first output block, or the reply itself, is JSON of the contract with "
    "values in [0, 1]; think text is not demanded",
}


def records_of(labelled: LabelledSet, answers: Mapping[str, Mapping[str, Any]],
               reading: Reading = Reading.CONTRACT) -> list[Record]:
    """Mark the answers (journal entries by key) to a set's questions; those without an answer are left out.

    Of several sampled answers the medoid is marked, and their agreement is the record's score.
    """
    found = []
    for sample in labelled.samples:
        entry = answers.get(sample.key)
        if entry is not None:
            found.append(_record(labelled.spec.name, sample, entry["texts"], reading))
    return found


def _record(name: str, sample: Sample, texts: Sequence[tuple[str, bool]], reading: Reading) -> Record:
    if reading is Reading.OUTPUT:
        texts = [(in_contract_form(text), complete) for text, complete in texts]
    parsed = [_parsed(sample.task, text, complete) for text, complete in texts]
    together = agreement(parsed)
    text, complete = ("", True) if together.medoid is None else texts[together.medoid]
    score = together.score if len(texts) > 1 else None
    mark = grade(sample.task, sample.label, text, complete=complete)
    picture = question_key(sample.source, sample.picture.name)[:10]
    return Record(sample.key, name, picture, sample.task, mark, None, score)


def _parsed(task: Task, text: str, complete: bool) -> Sampled:
    try:
        return (parse_box if task is Task.AFFORDANCE else parse_path)(text, complete=complete)
    except ReplyError:
        return None


def in_contract_form(text: str) -> str:
    """A reply's first output block, or the whole of what follows the thinking, in the contract's frame; a reply that
    has neither comes back as it is."""
    block = output_block(text)
    body = text.rpartition("</think>")[2].strip() if block is None else block
    fenced = _FENCE.match(body)
    body = fenced[1] if fenced else body
    return text if block is None and not body else f"<think></think><output>{body}</output>"


def build_result(model: str, asked_as: Mapping[str, Any], sets: Sequence[LabelledSet],
                 answers: Mapping[str, Mapping[str, Any]], asked: Asked, *, reading: Reading = Reading.CONTRACT,
                 seed: int = 0) -> dict[str, Any]:
    """The result as plain JSON; its keys are told in docs/bench.md."""
    by_set = {id(one): records_of(one, answers, reading) for one in sets}
    every = [record for one in sets for record in by_set[id(one)]]
    entries = [answers[sample.key] for one in sets for sample in one.samples if sample.key in answers]
    result: dict[str, Any] = {
        "version": VERSION, "kind": "labelled", "model": model, "asked": dict(asked_as), "reading": reading.value,
        "sets": [_set_json(one, by_set[id(one)], asked, seed) for one in sets],
    }  # fmt: skip
    for domain in Domain:
        records = [r for one in sets if one.spec.domain is domain for r in by_set[id(one)]]
        result[domain.value] = _figures_json(records, seed) if records else None
    result["calibration"] = calibration(every) if any(r.score is not None for r in every) else None
    result |= {
        "unanswered": len(asked.unanswered),
        "reply_s": _percentiles([entry["seconds"] for entry in entries]),
        "tokens": {name: sum(entry[f"{name}_tokens"] for entry in entries) for name in ("prompt", "completion")},
        "rules": {**RULES, "reading": READING_RULES[reading]},
        "published": published_json(),
        "seed": seed,
        "marks": to_json(every),
    }
    return result


def _set_json(one: LabelledSet, records: Sequence[Record], asked: Asked, seed: int) -> dict[str, Any]:
    left_out = one.left_out + Counter(asked.left_out[s.key].reason.value for s in one.samples
                                      if s.key in asked.left_out)
    return {
        "name": one.spec.name, "domain": one.spec.domain.value, "source": one.source, "units": one.units.value,
        "anchor": one.anchor.value, "questions": len(records), "pictures": len({r.picture for r in records}),
        "left_out": dict(left_out), "figures": _figures_json(records, seed),
    }  # fmt: skip


def _figures_json(records: Sequence[Record], seed: int) -> dict[str, Any]:
    return {key: figure.to_json() for key, figure in figures(records, seed).items()}


def _percentiles(values: Sequence[float]) -> dict[str, float | None]:
    if not values:
        return {"p50": None, "p99": None}
    return {"p50": round(float(np.quantile(values, 0.5)), 3), "p99": round(float(np.quantile(values, 0.99)), 3)}
