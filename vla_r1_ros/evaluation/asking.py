# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""Asks a model about many labelled pictures at once, each question once as the robot asks it, and keeps a journal."""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from vla_r1_ros.core.errors import ModelError
from vla_r1_ros.posttrain.cot.images import load_for
from vla_r1_ros.posttrain.cot.journal import Journal
from vla_r1_ros.posttrain.cot.sample import BadSample, Sample
from vla_r1_ros.vla.exchange import http_client, trusted
from vla_r1_ros.vla.patient import complete_patiently, side_by_side
from vla_r1_ros.vla.request import chat_body
from vla_r1_ros.vla.settings import ModelSettings

GIVE_UP = 8


@dataclass
class Asked:
    """How a run over the questions stands.

    Attributes:
        done: questions with an answer, those of earlier runs with them.
        unanswered: what the server failed at, by key; asked again in the next run.
        left_out: pictures that cannot be used, by key.
    """

    total: int
    done: int = 0
    unanswered: dict[str, ModelError] = field(default_factory=dict)
    left_out: dict[str, BadSample] = field(default_factory=dict)


def asked_as(settings: ModelSettings) -> dict[str, Any]:
    """All that an answer depends on, as plain JSON: for the journal and for the result."""
    return {
        "model": settings.model, "prompt_form": settings.prompt_form.value, "temperature": settings.temperature,
        "top_p": settings.top_p, "repetition_penalty": settings.repetition_penalty,
        "max_tokens": settings.max_tokens, "samples": settings.samples, "seed": settings.seed,
    }  # fmt: skip


def ask_all(samples: Sequence[Sample], settings: ModelSettings, journal: Journal, *, concurrency: int = 8,
            on_progress: Callable[[Asked], None] | None = None) -> Asked:
    """Ask about all samples that the journal has no answer to. May be killed at any time; nothing is asked twice then.

    Pictures travel with the bytes that the set has. An entry is `key`, `status` "answered", `texts` ([text, complete]
    of each sampled answer), `seconds`, `prompt_tokens`, `completion_tokens`.

    Raises:
        ModelError: the server failed at many questions in a row.
        InputError: the journal cannot be written.
    """
    return asyncio.run(_Run(samples, settings, journal, on_progress).all(concurrency))


class _Run:
    def __init__(self, samples: Sequence[Sample], settings: ModelSettings, journal: Journal,
                 on_progress: Callable[[Asked], None] | None) -> None:
        self._settings, self._journal, self._on_progress = settings, journal, on_progress
        self._todo = [sample for sample in samples if sample.key not in journal.final]
        self._asked = Asked(len(samples), len(samples) - len(self._todo))
        self._failed_in_a_row = 0

    async def all(self, concurrency: int) -> Asked:
        self._show()
        todo = iter(self._todo)  # one for all workers: each sample goes to one of them
        async with http_client(self._settings, trusted(self._settings)) as http:
            give_up = max(GIVE_UP, 2 * concurrency)
            await side_by_side(lambda: self._work(http, todo, give_up), concurrency)
        return self._asked

    async def _work(self, http: Any, todo: Iterator[Sample], give_up: int) -> None:
        for sample in todo:
            try:
                entry = await self._one(http, sample)
            except BadSample as bad:
                self._asked.left_out[sample.key] = bad
            except ModelError as error:
                self._asked.unanswered[sample.key] = error
                self._failed_in_a_row += 1
                self._journal.add({"key": sample.key, "status": "unanswered", "code": error.code.name})
                if self._failed_in_a_row >= give_up:
                    raise ModelError(error.code, f"{error.message} (asked about {sample.where}; "
                                     f"{self._failed_in_a_row} failures in a row)",
                                     f"{error.advice}; then add --resume".removeprefix("; ")) from None
            else:
                self._failed_in_a_row = 0
                self._asked.done += 1
                self._journal.add(entry)
            self._show()

    async def _one(self, http: Any, sample: Sample) -> dict[str, Any]:
        picture = load_for(sample)
        body = json.dumps(chat_body(self._settings, sample.question, picture.data_url), allow_nan=False).encode()
        begun = time.monotonic()
        stream = await complete_patiently(http, self._settings, body)
        return {
            "key": sample.key, "status": "answered", "texts": [[c.text, c.complete] for c in stream.choices],
            "seconds": round(time.monotonic() - begun, 3), "prompt_tokens": stream.prompt_tokens,
            "completion_tokens": stream.completion_tokens,
        }  # fmt: skip

    def _show(self) -> None:
        if self._on_progress is not None:
            self._on_progress(self._asked)
