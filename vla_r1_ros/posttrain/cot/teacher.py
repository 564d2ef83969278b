# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""Asks a teacher model until its answer keeps the rules, and counts what that costs."""

from __future__ import annotations

import json
from dataclasses import dataclass
from types import TracebackType
from typing import Self

from vla_r1_ros.posttrain.cot.checks import Fault, FaultKind, Rules, judge
from vla_r1_ros.posttrain.cot.images import Loaded
from vla_r1_ros.posttrain.cot.prompts import TeacherForm, Turn, chat_body, first_turn, next_turns
from vla_r1_ros.posttrain.cot.sample import Sample
from vla_r1_ros.vla.exchange import http_client, trusted
from vla_r1_ros.vla.patient import complete_patiently
from vla_r1_ros.vla.settings import ModelSettings
from vla_r1_ros.vla.stream import ChatStream


@dataclass
class Spent:
    """What was asked and generated. Tokens as the server counts them; requests that broke off have no count."""

    requests: int = 0
    prompt_tokens: int = 0
    completion_tokens: int = 0

    def add(self, other: Spent) -> None:
        """Count `other` in."""
        self.requests += other.requests
        self.prompt_tokens += other.prompt_tokens
        self.completion_tokens += other.completion_tokens


@dataclass(frozen=True)
class Verdict:
    """What became of a sample: its think text, None where every answer was refused; the faults in order."""

    think: str | None
    faults: tuple[FaultKind, ...]
    words: str = ""


class Teacher:
    """An OpenAI-compatible endpoint that explains labels; to be used as an async context manager.

    Args:
        settings: endpoint, model, key, sampling, deadline of one request.
        form: with the answer at hand, or blind.
        rules: what an answer must keep.
        tries: answers asked for before a sample is dropped.
        seed: every sample and try has its own seed made of it, so that a resumed run asks for the same.
    """

    def __init__(self, settings: ModelSettings, form: TeacherForm, rules: Rules, tries: int, seed: int) -> None:
        self._settings, self._form, self._rules = settings, form, rules
        self._tries, self._seed = tries, seed
        self._http = http_client(settings, trusted(settings))

    async def __aenter__(self) -> Self:
        await self._http.__aenter__()
        return self

    async def __aexit__(self, kind: type[BaseException] | None, error: BaseException | None,
                        trace: TracebackType | None) -> None:
        await self._http.__aexit__(kind, error, trace)

    async def explain(self, sample: Sample, picture: Loaded, spent: Spent) -> Verdict:
        """Ask for the think text of a sample, at most `tries` times, each time with the fault of the last answer.

        Args:
            spent: grows with every answer, also when the call fails later.

        Raises:
            ModelError: the server gave no answer several times in a row.
        """
        opening = first_turn(sample, self._form, self._rules, picture.data_url)
        turns, words = [opening], ""
        faults: list[FaultKind] = []
        for attempt in range(self._tries):
            stream = await self._send(turns, self._seed_of(sample, attempt))
            spent.add(Spent(1, stream.prompt_tokens, stream.completion_tokens))
            try:
                size_px = (picture.width_px, picture.height_px)
                think = judge(stream.text, stream.complete, sample, self._rules, size_px)
                return Verdict(think, tuple(faults))
            except Fault as fault:
                faults.append(fault.kind)
                words = fault.words
                turns = next_turns(opening, self._form, stream.text, fault)
        return Verdict(None, tuple(faults), words)

    def _seed_of(self, sample: Sample, attempt: int) -> int:
        return (self._seed + int(sample.key[:8], 16) + attempt) % 2**31

    async def _send(self, turns: list[Turn], seed: int) -> ChatStream:
        settings = self._settings
        body = json.dumps(chat_body(settings.model, turns, temperature=settings.temperature, top_p=settings.top_p,
                                    max_tokens=settings.max_tokens, seed=seed), allow_nan=False).encode()
        return await complete_patiently(self._http, settings, body)
