# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""The question of a recorded look, asked as vla_node asks it; a server that fails is asked again before it is told."""

from __future__ import annotations

import time
from collections.abc import Sequence

from vla_r1_ros.core.cancel import CancelToken
from vla_r1_ros.core.errors import InputError, ModelError, ReplyError
from vla_r1_ros.core.types import ImageArray, Question
from vla_r1_ros.evaluation.replay import Answer
from vla_r1_ros.evaluation.replay_run import Ask
from vla_r1_ros.vla.client import ModelClient
from vla_r1_ros.vla.patient import FIRST_PAUSE_S, SENDS
from vla_r1_ros.vla.supervisor import box_and_path


def endpoint_ask(client: ModelClient) -> Ask:
    """Asks through the stack's own client; thread-safe. A failure comes back as an answer with its code."""

    def ask(picture: ImageArray, questions: Sequence[Question]) -> Answer:
        for sent in range(SENDS - 1):
            try:
                return _once(client, picture, questions)
            except ModelError:
                time.sleep(FIRST_PAUSE_S * 4.0**sent)
        try:
            return _once(client, picture, questions)
        except ModelError as error:
            return Answer(code=error.code, reason=error.message)

    return ask


def _once(client: ModelClient, picture: ImageArray, questions: Sequence[Question]) -> Answer:
    """One try. Raises ModelError."""
    begun = time.monotonic()
    try:
        replies = client.ask_in_full(picture, questions, cancel=CancelToken())
        box, path = box_and_path([reply.answer for reply in replies])
    except (ReplyError, InputError) as error:
        return Answer(code=error.code, reason=error.message, seconds=round(time.monotonic() - begun, 3))
    several = client.settings.samples > 1
    return Answer(
        box, path, think="\n".join(reply.answer.think for reply in replies), seconds=round(time.monotonic() - begun, 3),
        tries=max(reply.tries for reply in replies),
        score=round(min(reply.agreement.score for reply in replies), 4) if several else None,
    )  # fmt: skip
