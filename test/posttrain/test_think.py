# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

import re
from itertools import pairwise

import numpy as np
import pytest

from vla_r1_ros.core.reply import parse_box, parse_path
from vla_r1_ros.core.types import Task
from vla_r1_ros.posttrain.examples import sample_example, training_examples
from vla_r1_ros.posttrain.phrases import Ask
from vla_r1_ros.posttrain.scenes import Scene
from vla_r1_ros.posttrain.think import (
    Wish,
    affordance_answer,
    inventory_answer,
    join,
    place_of,
    think_truth,
    trajectory_answer,
)
from vla_r1_ros.sim.objects import is_container


def _think(answer: str) -> str:
    return answer.partition("</think>")[0]


def test_every_generated_answer_is_true_and_parses_to_its_label(scenes: list[Scene]) -> None:
    rng = np.random.default_rng(0)
    for scene in [*scenes, *(s.mirror() for s in scenes)]:
        for example in training_examples(scene, rng):
            answer = join(example.answer(scene))
            assert think_truth(_think(answer), scene), answer
            there = all(scene.find(*name.split()) is not None for name in example.wish.named)
            if example.task is Task.AFFORDANCE:
                box = parse_box(answer).box
                assert (box is not None) == there
                if box is not None:
                    found = scene.find(*example.wish.item.split())
                    assert found is not None
                    assert np.allclose([box.x, box.y, box.width, box.height], found.box, atol=1.01e-3)
            else:
                path = parse_path(answer).path
                assert (path is not None) == there


def test_an_inventory_names_each_object_with_its_box_and_moves_nothing(scenes: list[Scene]) -> None:
    entry = re.compile(r' (\w+) (\w+)\{"x": ([0-9.]+), "y": ([0-9.]+), "width": ([0-9.]+), "height": ([0-9.]+)\}')
    for scene in [*scenes, *(s.mirror() for s in scenes)]:
        answer = join(inventory_answer(scene))
        assert parse_box(answer).box is None
        entries = entry.findall(_think(answer))
        assert len(entries) == len(scene.objects)
        assert [float(e[2]) for e in entries] == sorted(float(e[2]) for e in entries)
        order = list(range(len(scene.objects)))[::-1]
        shuffled = _think(join(inventory_answer(scene, order)))
        assert [" ".join(e[:2]) for e in entry.findall(shuffled)] == [scene.objects[i].phrase for i in order]
        assert sorted(entry.findall(shuffled)) == sorted(entries) and "left to right" not in shuffled
        for colour, kind, *box in entries:
            found = scene.find(colour, kind)
            assert found is not None
            assert np.allclose([float(v) for v in box], found.box, atol=1.01e-3)


@pytest.mark.parametrize("absent", [False, True])
@pytest.mark.parametrize("ask", [Ask.PICK, Ask.CARRY, Ask.REACH])
def test_a_wish_is_present_or_absent_as_asked(scenes: list[Scene], ask: Ask, absent: bool) -> None:
    rng = np.random.default_rng(1)
    for scene in scenes:
        task = Task.TRAJECTORY if ask is Ask.REACH else Task.AFFORDANCE
        wish = sample_example(scene, task, rng, absent=absent, ask=ask).wish
        missing = [name for name in wish.named if scene.find(*name.split()) is None]
        assert bool(missing) == absent


def _edits(scene: Scene, answer: str) -> list[str]:
    """The same answer with one thing wrong."""
    first, last = min(scene.objects, key=lambda o: o.box[0]), max(scene.objects, key=lambda o: o.box[0])
    colour, kind = first.spec.colour, first.spec.kind
    other = next(c for c in ("red", "green", "blue", "white") if scene.find(c, kind) is None)
    here, there = place_of(*first.box[:2]), place_of(*last.box[:2])
    listed = f"left to right: {colour} {kind}"
    return [
        answer.replace(listed, f"left to right: {other} {kind}", 1),
        answer.replace(listed, "left to right:", 1),
        answer.replace(listed, f"{listed}, {colour} {kind}", 1),
        answer.replace(listed, f"{listed}, {other} {kind}", 1),
        answer.replace(f"is {here}", f"is {'near left' if here != 'near left' else there}", 1),
        answer.replace("it fits the gripper", "the gripper takes it by its wall")
        if not is_container(kind)
        else answer.replace("the gripper takes it by its wall", "it fits the gripper"),
        answer.replace(". region: the", ". region: there is no", 1),
        "task: pick it. region: it is there.",
        "",
    ]


def test_one_false_word_is_found(scenes: list[Scene]) -> None:
    for scene in scenes:
        first = min(scene.objects, key=lambda o: o.box[0])
        if place_of(*first.box[:2]) in ("middle left", "near left"):
            continue  # "near left" would be within the tolerance
        answer = _think(join(affordance_answer(Wish(Ask.PICK, first.phrase), scene)))
        assert think_truth(answer, scene)
        for wrong in _edits(scene, answer):
            assert wrong != answer
            assert not think_truth(wrong, scene), wrong


def test_order_from_left_to_right_matters(scenes: list[Scene]) -> None:
    turned = 0
    for scene in scenes:
        ordered = sorted(scene.objects, key=lambda o: o.box[0])
        alike = [(a, b) for a, b in pairwise(ordered) if a.spec.kind == b.spec.kind and b.box[0] - a.box[0] > 0.1]
        if not alike:
            continue
        left, right = alike[0]
        answer = _think(join(trajectory_answer(Wish(Ask.REACH, left.phrase), scene)))
        assert think_truth(answer, scene)
        wrong = answer.replace(f"{left.phrase}, {right.phrase}", f"{right.phrase}, {left.phrase}", 1)
        assert wrong != answer
        assert not think_truth(wrong, scene)
        turned += 1
    assert turned > 0
