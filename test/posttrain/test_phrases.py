# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

import numpy as np
import pytest

from vla_r1_ros.core.instruction import split_instruction
from vla_r1_ros.core.types import StepKind
from vla_r1_ros.posttrain.phrases import HELD_OUT, TRAINING, Ask, phrase, words

KIND = {
    Ask.PICK: StepKind.PICK,
    Ask.CARRY: StepKind.CARRY,
    Ask.REACH: StepKind.REACH,
    Ask.PLACE: StepKind.PLACE,
}


@pytest.mark.parametrize("ask", list(Ask))
def test_held_out_phrasings_are_new_but_their_words_are_known(ask: Ask) -> None:
    known = set(words())
    assert not set(HELD_OUT[ask]) & set(TRAINING[ask])
    for text in HELD_OUT[ask]:
        assert {word for word in text.split() if "{" not in word} <= known


@pytest.mark.parametrize("ask", list(Ask))
def test_every_phrasing_is_split_into_the_step_that_it_stands_for(ask: Ask) -> None:
    for template in {*TRAINING[ask], *HELD_OUT[ask]}:
        text = template.format(o="red cube", c="blue bowl")
        steps = split_instruction(text)
        assert [step.kind for step in steps] == [KIND[ask]], text
        if ask is not Ask.PLACE:
            assert "red cube" in steps[0].object
        if ask in (Ask.CARRY, Ask.PLACE):
            assert steps[0].goal == "blue bowl"


def test_an_article_before_a_vowel_is_an() -> None:
    rng = np.random.default_rng(0)
    texts = {phrase(Ask.PICK, rng, "orange cube") for _ in range(200)}
    assert "pick up an orange cube" in texts
    assert not any(" a orange" in text for text in texts)
