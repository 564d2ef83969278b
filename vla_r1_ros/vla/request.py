# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""The body of one chat completion."""

from typing import Any

from vla_r1_ros.core.prompt import prompt_text
from vla_r1_ros.core.types import Question
from vla_r1_ros.vla.settings import ModelSettings

AGAIN_SEED = 1


def chat_body(settings: ModelSettings, question: Question, image_url: str, *, again: bool = False) -> dict[str, Any]:
    """Return the request for one question: one user turn, text first, image last (contract).

    Args:
        settings: model name and sampling.
        question: task and words.
        image_url: the image as `data:` URL.
        again: second try; at temperature 0 the same request would bring the same reply, so it samples a little.
    """
    text = prompt_text(question, settings.prompt_form)
    body = _body(settings, text, image_url, settings.max_tokens)
    if settings.samples > 1:
        body["n"] = settings.samples
    if settings.seed is not None:
        body["seed"] = settings.seed
    if again:
        body["temperature"] = max(settings.temperature, settings.again_temperature)
        body["seed"] = (settings.seed or 0) + AGAIN_SEED * settings.samples  # vLLM gives sample i the seed + i
    return body


def probe_body(settings: ModelSettings, image_url: str) -> dict[str, Any]:
    """Return a request for a single token, whatever it is."""
    return _body(settings, "probe", image_url, 1)


def _body(settings: ModelSettings, text: str, image_url: str, max_tokens: int) -> dict[str, Any]:
    return {
        "model": settings.model,
        "messages": [{
            "role": "user",
            "content": [
                {"type": "text", "text": text},
                {"type": "image_url", "image_url": {"url": image_url}},
            ],
        }],
        "temperature": settings.temperature,
        "top_p": settings.top_p,
        "repetition_penalty": settings.repetition_penalty,
        "max_tokens": max_tokens,
        "stream": True,
        "stream_options": {"include_usage": True},
    }  # fmt: skip
