# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

pytest.importorskip("transformers")
pytest.importorskip("torch")

from vla_r1_ros.core.prompt import AFFORDANCE_SUFFIX, affordance_prompt
from vla_r1_ros.core.reply import parse_box, parse_path
from vla_r1_ros.core.types import Task
from vla_r1_ros.posttrain import tokenizer as tok
from vla_r1_ros.posttrain.examples import training_examples
from vla_r1_ros.posttrain.phrases import HELD_OUT
from vla_r1_ros.posttrain.rows import NAMED_WEIGHT, Encoder
from vla_r1_ros.posttrain.scenes import Scene
from vla_r1_ros.posttrain.think import join, number

pytestmark = pytest.mark.train

TOKENIZER: Any = tok.build_tokenizer()
UNKNOWN = TOKENIZER.convert_tokens_to_ids(tok.UNKNOWN)


def _ids(text: str) -> list[int]:
    return list(TOKENIZER(text).input_ids)


def test_answers_survive_the_round_trip_and_encode_piece_by_piece(scenes: list[Scene]) -> None:
    rng = np.random.default_rng(0)
    for scene in scenes:
        for example in training_examples(scene, rng):
            pieces = example.answer(scene)
            ids = _ids(join(pieces))
            assert TOKENIZER.decode(ids) == join(pieces)
            assert UNKNOWN not in ids
            assert [i for piece in pieces for i in _ids(piece.text)] == ids


def test_every_number_and_each_suffix_is_one_token() -> None:
    for value in np.linspace(0, 1, 37):
        assert len(_ids(number(value))) == 1
    assert len(_ids(AFFORDANCE_SUFFIX)) == 1


def test_what_the_user_types_is_known_whatever_its_case() -> None:
    prompt = "<|im_start|>user\n"
    assert _ids(f"{prompt}PUT the  Red cube") == _ids(f"{prompt}put the red cube")
    for templates in HELD_OUT.values():
        for text in templates:
            asked = affordance_prompt(text.format(o="red cube", c="blue bowl"))
            assert UNKNOWN not in _ids(prompt + asked), asked


@pytest.mark.parametrize("seed", range(20))
def test_any_text_encodes_as_a_request(seed: int) -> None:
    rng = np.random.default_rng(seed)
    points = rng.integers(1, 0x2FFFF, rng.integers(0, 80))
    text = "".join(chr(p) for p in points if not 0xD800 <= p < 0xE000)
    ids = _ids(f"<|im_start|>user\n{affordance_prompt(text)}")
    assert ids[-2] == _ids(AFFORDANCE_SUFFIX)[0]
    assert all(0 <= i < len(tok.vocabulary()) for i in ids)


def test_decision_tokens_carry_their_weight(scenes: list[Scene]) -> None:
    encoder = Encoder(decision_weight=9.0)
    rng = np.random.default_rng(0)
    for example in training_examples(scenes[0], rng):
        row = encoder.row(example, scenes[0])
        weighted = [encoder.decode([i]) for i, w in zip(row.ids, row.weights, strict=True) if w == 9.0]
        assert weighted and set(weighted) <= {" the", " there is no"}
        assert row.ids[row.image_at] == tok.IMAGE and row.ids[row.image_at - 1] == tok.VISION_START


def test_an_answer_without_think_decides_in_its_first_token_and_means_the_same(scenes: list[Scene]) -> None:
    encoder, full = Encoder(decision_weight=9.0, think=False), Encoder(decision_weight=9.0)
    rng = np.random.default_rng(0)
    decided = set()
    for scene in scenes:
        for example in training_examples(scene, rng):
            row = encoder.row(example, scene)
            said = [i for i, w in zip(row.ids, row.weights, strict=True) if w > 0]
            text = encoder.decode(said)
            assert text.startswith("<think></think><output>")
            long = full.row(example, scene)
            thought = encoder.decode([i for i, w in zip(long.ids, long.weights, strict=True) if w > 0])
            read = parse_box if example.task is Task.AFFORDANCE else parse_path
            assert repr(read(text)) == repr(replace(read(thought), think=""))
            [first] = [encoder.decode([i]) for i, w in zip(row.ids, row.weights, strict=True) if w == 9.0]
            decided.add(first)
    assert decided == {'{"x": ', "{}", "[[", "[]"}


def test_the_named_thing_weighs_most_in_the_list(scenes: list[Scene]) -> None:
    encoder = Encoder(decision_weight=9.0)
    rng = np.random.default_rng(0)
    for example in training_examples(scenes[0], rng):
        row = encoder.row(example, scenes[0])
        heavy = encoder.decode([i for i, w in zip(row.ids, row.weights, strict=True) if w == NAMED_WEIGHT])
        there = [name for name in example.wish.named if scenes[0].find(*name.split()) is not None]
        assert sorted(name.strip() for name in heavy.replace(",", " ").split()) == sorted(" ".join(there).split())
