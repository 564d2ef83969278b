# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""Each split has one thing new, and asks for it."""

from __future__ import annotations

import re

import numpy as np
import pytest

from vla_r1_ros.evaluation.splits import Split, split_exam, split_layout
from vla_r1_ros.posttrain.examples import absent_name, training_examples
from vla_r1_ros.posttrain.phrases import HELD_OUT, TRAINING
from vla_r1_ros.posttrain.scenes import Scene, SceneObject
from vla_r1_ros.sim.layout import HOME_TOOL, sample_layout
from vla_r1_ros.sim.pairs import LEFT_OUT_PAIRS

LEFT_OUT = {f"{colour} {kind}" for colour, kind in LEFT_OUT_PAIRS}


def _scene(split: Split, seed: int) -> Scene:
    layout = split_layout(split, seed)
    objects = tuple(SceneObject(o, (0.5, 0.5, 0.1, 0.1), 900) for o in layout.objects)
    return Scene(seed, objects, layout.camera, HOME_TOOL)


def _asked(phrasings: object) -> re.Pattern[str]:
    texts = [text for choices in phrasings.values() for text in choices]  # type: ignore[attr-defined]
    return re.compile("|".join(re.escape(t).replace(r"\{o\}", r"\w+ \w+").replace(r"\{c\}", r"\w+ \w+") for t in texts))


@pytest.mark.parametrize("split", list(Split))
def test_phrasings_and_pairs_are_those_of_the_split(split: Split) -> None:
    known, new = _asked(TRAINING), _asked(HELD_OUT)
    for seed in range(25):
        scene = _scene(split, seed)
        cases = split_exam(split, scene, seed, seed)
        assert [case.absent for case in cases] == [False, False, True]
        for case in cases:
            text = case.example.text.replace(" an orange", " a orange")
            assert (new if split is Split.PHRASINGS else known).fullmatch(text), text
        if split is Split.PAIRS:
            assert {case.example.wish.item for case in cases[:2]} <= LEFT_OUT


def test_the_splits_but_camera_have_the_same_things_in_the_same_places() -> None:
    for seed in range(10):
        plain, pairs, far = (split_layout(split, seed) for split in (Split.IN, Split.PAIRS, Split.CAMERA))
        assert plain == split_layout(Split.PHRASINGS, seed) == sample_layout(seed)
        assert [(o.kind, o.x, o.y) for o in pairs.objects] == [(o.kind, o.x, o.y) for o in plain.objects]
        assert pairs.camera == plain.camera != far.camera


def test_the_split_of_old_asks_the_questions_of_old() -> None:
    from vla_r1_ros.posttrain.grade import exam

    scene = _scene(Split.PHRASINGS, 4)
    assert split_exam(Split.PHRASINGS, scene, 9, 2) == exam([scene], seed=9, first=2)


def test_training_without_the_pairs_never_names_one_as_absent() -> None:
    from dataclasses import replace

    from vla_r1_ros.sim.pairs import without_left_out

    rng = np.random.default_rng(0)
    named, named_freely = set(), set()
    for seed in range(60):
        layout = without_left_out(sample_layout(seed))
        objects = tuple(SceneObject(o, (0.5, 0.5, 0.1, 0.1), 900) for o in layout.objects)
        free = Scene(seed, objects, layout.camera, HOME_TOOL)
        scene = replace(free, pairs_left_out=True)
        named |= {absent_name(scene, rng) for _ in range(20)}
        named_freely |= {absent_name(free, rng) for _ in range(20)}
        for example in training_examples(scene, rng):
            assert not set(example.wish.named) & LEFT_OUT
    assert not named & LEFT_OUT and len(named) > 30
    assert named_freely & LEFT_OUT
