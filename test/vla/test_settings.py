# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""Settings refuse what cannot work, by name and number."""

from typing import Any

import pytest

from vla_r1_ros.core.errors import ErrorCode, InputError
from vla_r1_ros.core.prompt import PromptForm
from vla_r1_ros.vla.settings import ImageFormat, ModelSettings


def test_defaults_are_greedy_lossless_and_in_the_training_form() -> None:
    settings = ModelSettings()
    assert settings.temperature == 0.0 and settings.repetition_penalty == 1.0
    assert settings.image_format is ImageFormat.PNG and settings.prompt_form is PromptForm.TRAINING


def test_words_from_a_parameter_file_become_members() -> None:
    settings = ModelSettings(image_format="jpeg", prompt_form="released")  # type: ignore[arg-type]
    assert settings.image_format is ImageFormat.JPEG and settings.prompt_form is PromptForm.RELEASED


@pytest.mark.parametrize("changes", [
    {"endpoint": "127.0.0.1:8000"}, {"endpoint": "file:///etc/passwd"}, {"endpoint": "http://"}, {"endpoint": ""},
    {"endpoint": "http://host:99999/v1"}, {"endpoint": "http://host/v1?key=1"}, {"endpoint": "http://[::1/v1"},
    {"model": ""}, {"deadline_s": 0.0}, {"deadline_s": float("nan")}, {"deadline_s": float("inf")},
    {"temperature": -0.1}, {"temperature": 2.1}, {"top_p": 0.0}, {"top_p": 1.01}, {"repetition_penalty": 0.0},
    {"max_tokens": 0}, {"max_tokens": True}, {"jpeg_quality": 101}, {"max_image_bytes": 0}, {"max_reply_bytes": 10},
    {"image_format": "bmp"}, {"prompt_form": "other"}, {"max_tokens": "many"},
])  # fmt: skip
def test_values_out_of_range_are_refused(changes: dict[str, Any]) -> None:
    with pytest.raises(InputError) as caught:
        ModelSettings(**changes)
    assert caught.value.code is ErrorCode.INPUT_PARAMETER
    assert caught.value.advice
