# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""Any text scores: thousands of replies made to break the reading of them, and none may raise or take long."""

import json
import random
from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vla_r1_ros.posttrain.rewards import Profile, compute_score, score_replies

BOX = '{"x": 0.5, "y": 0.4, "width": 0.2, "height": 0.2}'
PATH = "[[0.3, 0.3], [0.4, 0.4], [0.5, 0.5], [0.6, 0.6]]"
BOTH = pytest.mark.parametrize("profile", list(Profile))

BODIES = [
    *[BOX, PATH] * 12, "[]", "{}", "null", "", "[[", '{"x": NaN}', "1e999", "[[0, 0], [0, 0]]", "[[[]], [[], []]]",
    "[[NaN, 1], [1, 1]]", "[[1e999, -1e999], [0.5, 0.5]]", '[[true, false], ["0.5", "0.25"]]', "[[null, 0.5], [1, 1]]",
    '{"x": 1e-320, "y": 0, "width": 1e-320, "height": 1}', '{"x": Infinity, "y": 0, "width": Infinity, "height": 1}',
    "[" * 5000, '{"x":' * 3000, "9" * 6000, "\ud800", "[[0.5, 0.5]" + ", [0.5, 0.5]" * 400 + "]",
    BOX.replace("0.5", '"nan"'), BOX.replace("0.5", "[0.5]"),
]  # fmt: skip
PIECES = [
    "<think>", "</think>", "<output>", "</output>", "<OUTPUT>", "{", "}", "[", "]", ",", '"x":', "0.5", "NaN", "-",
    "e9", "\x00", "é", " ", "\n", "\u212a", "\u0131",
]  # fmt: skip
LONG = [
    "<output>" + " " * 60_000,
    "<output>" * 8_000,
    "<think>" * 8_000 + "</output>" * 8_000,
    f"<think></think><output>{' ' * 60_000}x</output>",
    f"<think></think><output>{'[' * 60_000}</output>",
    f"<think></think><output>[{'[0.5, 0.5],' * 5_000}</output>",
]


def out(body: str) -> str:
    return f"<output>{body}</output>"


def reply(body: str) -> str:
    return f"<think>it is here</think> so, the answer is {out(body)}"


def hostile(count: int, seed: int) -> Iterator[str]:
    rng = random.Random(seed)
    for _ in range(count):
        text = rng.choice([reply, reply, out, str])(rng.choice(BODIES))
        for _ in range(rng.choice([0, 0, 1, 2, 4])):
            at = rng.randint(0, len(text))
            text = text[:at] + rng.choice(PIECES) * rng.choice([1, 1, 3]) + text[at + rng.choice([0, 0, 1, 9]) :]
        yield text if rng.random() < 0.8 else "".join(rng.choice(PIECES) for _ in range(rng.randint(0, 25)))


@BOTH
def test_any_text_scores(profile: Profile) -> None:
    texts, truths = list(hostile(6000, 1)), list(hostile(6000, 2))
    truths[1500:] = [out(body) for body in (BOX, PATH) * 2250]
    found = score_replies(texts, truths, profile)
    for values in (found.score, found.task, found.format):
        assert ((values >= 0.0) & (values <= 1.0)).all()
    for values in (found.iou, found.norm):
        assert (np.isnan(values) | ((values >= 0.0) & (values <= 1.0))).all()
    assert (found.score == 0).sum() > 500 and (found.score > 0.5).sum() > 100  # the generator reaches both sides


@settings(max_examples=300, deadline=None)
@given(st.text(max_size=200), st.sampled_from([str, out, reply]), st.sampled_from([BOX, PATH, "{}"]))
def test_any_text_scores_as_an_answer(text: str, around: Any, truth: str) -> None:
    for profile in Profile:
        assert 0.0 <= compute_score("", around(text), out(truth), {"profile": profile})["score"] <= 1.0


@BOTH
@pytest.mark.parametrize("text", LONG, ids=range(len(LONG)))
def test_long_text_made_to_take_long_does_not(text: str, profile: Profile) -> None:
    assert compute_score("", text, out(PATH), {"profile": profile})["score"] == 0.0  # pytest's timeout would end it


@BOTH
@pytest.mark.parametrize("thing", [None, 3, 0.5, b"<think>", ["<think>"], {"content": reply(BOX)}])
def test_what_is_no_text_scores_nothing(thing: Any, profile: Profile) -> None:
    assert compute_score("", thing, out(BOX), {"profile": profile})["score"] == 0.0
    assert 0.0 <= compute_score(thing, reply(BOX), thing, {"profile": profile})["score"] <= 0.1


def test_a_path_that_the_released_code_cannot_finish_pays_nothing() -> None:
    long = json.dumps([[0.5, 0.5]] * 600)
    assert compute_score("", reply(long), out(long), {"profile": "released"})["score"] == pytest.approx(0.1)
