# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""How the model is asked: endpoint, limits, sampling."""

import math
from dataclasses import dataclass, field
from enum import StrEnum
from urllib.parse import urlsplit

from vla_r1_ros.core.errors import ErrorCode, InputError
from vla_r1_ros.core.prompt import PromptForm

MAX_SAMPLES = 32


class ImageFormat(StrEnum):
    """How an image travels to the server: PNG loses nothing, JPEG is what the released server used."""

    PNG = "png"
    JPEG = "jpeg"


@dataclass(frozen=True)
class ModelSettings:
    """Everything that a :class:`~vla_r1_ros.vla.client.ModelClient` needs to know; checked when it is made.

    Args:
        endpoint: base URL of the OpenAI API, with its `/v1`.
        model: name under which the server knows the checkpoint.
        api_key: sent as bearer token where given, see :mod:`vla_r1_ros.vla.key`.
        deadline_s: bound on a whole look: encoding, all questions, second tries.
        temperature: 0 is greedy, the default of the contract.
        top_p: nucleus share of sampling, (0, 1].
        repetition_penalty: 1.0 leaves coordinates alone (contract).
        max_tokens: longest reply.
        image_format: PNG, or JPEG with `jpeg_quality` in 1..100.
        prompt_form: as in training, or as the released server sends it.
        max_image_bytes: largest raw image (height * width * 3) that is encoded.
        max_reply_bytes: longest reply that is read from the server, in bytes of its body.
        again_temperature: temperature of the second try after a reply that does not parse.
        samples: answers drawn for each question, in one request; above 1 the temperature must not be 0.
        seed: sent where given, so that a server that heeds it draws the same answers again.

    Raises:
        InputError: INPUT_PARAMETER for a value outside its range.
    """

    endpoint: str = "http://127.0.0.1:8000/v1"
    model: str = "tabletop"
    api_key: str | None = field(default=None, repr=False)
    deadline_s: float = 20.0
    temperature: float = 0.0
    top_p: float = 1.0
    repetition_penalty: float = 1.0
    max_tokens: int = 512
    image_format: ImageFormat = ImageFormat.PNG
    jpeg_quality: int = 90
    prompt_form: PromptForm = PromptForm.TRAINING
    max_image_bytes: int = 32 * 1024 * 1024
    max_reply_bytes: int = 2 * 1024 * 1024
    again_temperature: float = 0.3
    samples: int = 1
    seed: int | None = None

    def __post_init__(self) -> None:
        _check_endpoint(self.endpoint)
        if not self.model:
            raise InputError(ErrorCode.INPUT_PARAMETER, "the model's name is empty", "name the served model")
        if self.api_key and not (self.api_key.isascii() and self.api_key.isprintable()):
            raise InputError(ErrorCode.INPUT_PARAMETER, "the API key has a sign that no HTTP header carries in it",
                             "printable ASCII only, in one line")
        for name, low, high in (
            ("deadline_s", 0.01, 3600.0), ("temperature", 0.0, 2.0), ("top_p", 1e-6, 1.0),
            ("repetition_penalty", 0.1, 2.0), ("max_tokens", 1, 32_768), ("jpeg_quality", 1, 100),
            ("max_image_bytes", 3, 2**31), ("max_reply_bytes", 1024, 2**28), ("again_temperature", 0.0, 2.0),
            ("samples", 1, MAX_SAMPLES),
        ):  # fmt: skip
            _check_range(name, getattr(self, name), low, high)
        if self.seed is not None:
            _check_range("seed", self.seed, 0, 2**31 - 1)
        if self.samples > 1 and self.temperature == 0:
            raise InputError(ErrorCode.INPUT_PARAMETER,
                             f"samples is {self.samples} and temperature 0: every answer would be the same",
                             "set temperature above 0, for example 0.7, or samples to 1")
        try:
            object.__setattr__(self, "image_format", ImageFormat(self.image_format))
            object.__setattr__(self, "prompt_form", PromptForm(self.prompt_form))
        except ValueError as error:
            raise InputError(ErrorCode.INPUT_PARAMETER, str(error),
                             "image_format: png or jpeg; prompt_form: training or released") from None


def _check_endpoint(endpoint: str) -> None:
    advice = "give the API's base, for example http://127.0.0.1:8000/v1"
    try:
        parts = urlsplit(endpoint)
        port = parts.port
    except ValueError as error:
        raise InputError(ErrorCode.INPUT_PARAMETER, f"endpoint '{endpoint}': {error}", advice) from None
    if parts.scheme not in ("http", "https") or not parts.hostname or port == 0 or parts.query or parts.fragment:
        raise InputError(ErrorCode.INPUT_PARAMETER, f"endpoint '{endpoint}' is not an http(s) address", advice)


def _check_range(name: str, value: float, low: float, high: float) -> None:
    number = isinstance(value, (int, float)) and not isinstance(value, bool) and math.isfinite(value)
    if not (number and low <= value <= high):
        raise InputError(ErrorCode.INPUT_PARAMETER, f"{name} is {value!r}, not within {low:g} to {high:g}",
                         f"set {name} within its range")
