# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
import math

import pytest

from vla_r1_ros.core.errors import ErrorCode, InputError
from vla_r1_ros.core.instruction import split_instruction
from vla_r1_ros.core.types import StepKind
from vla_r1_ros.posttrain.phrases import words
from vla_r1_ros.sim.layout import ObjectSpec
from vla_r1_ros.sim.objects import COLOURS, CONTAINERS, GRASPABLE, KINDS, dimensions
from vla_r1_ros.sim.tasks import OBJECT_GAP_M, PHRASES, Episode, EpisodeTask, make_episode

SEEDS = range(40)


def find(episode: Episode, name: str | None) -> ObjectSpec:
    return next(item for item in episode.layout.objects if item.name == name)


@pytest.mark.parametrize("task", EpisodeTask)
def test_a_seed_gives_the_same_episode_and_another_seed_another(task: EpisodeTask) -> None:
    assert make_episode(11, task) == make_episode(11, str(task))
    assert len({make_episode(seed, task).layout.objects for seed in SEEDS}) == len(SEEDS)


@pytest.mark.parametrize("task", EpisodeTask)
def test_objects_stand_apart(task: EpisodeTask) -> None:
    for seed in SEEDS:
        items = make_episode(seed, task).layout.objects
        assert 3 <= len(items) <= 6
        for i, a in enumerate(items):
            for b in items[:i]:
                radii = dimensions(a.kind, a.scale).radius + dimensions(b.kind, b.scale).radius
                assert math.hypot(a.x - b.x, a.y - b.y) >= radii + OBJECT_GAP_M


def test_what_is_to_be_gripped_can_be_and_fits_where_it_goes() -> None:
    for seed in SEEDS:
        pick = make_episode(seed, "pick")
        assert find(pick, pick.target).kind in GRASPABLE
        carry = make_episode(seed, "carry")
        item, goal = find(carry, carry.target), find(carry, carry.goal)
        assert item.kind in GRASPABLE and goal.kind in CONTAINERS
        inner = dimensions(goal.kind, goal.scale)
        assert dimensions(item.kind, item.scale).radius < min(inner.length, inner.width) / 2


def test_instructions_name_the_target_and_split_into_the_right_step() -> None:
    kinds = {"pick": StepKind.PICK, "carry": StepKind.CARRY, "reach": StepKind.REACH}
    for seed in SEEDS:
        for task, kind in kinds.items():
            episode = make_episode(seed, task)
            (step,) = split_instruction(episode.instruction)
            assert step.kind is kind, episode.instruction
            assert step.object == find(episode, episode.target).phrase
            if kind is StepKind.CARRY:
                assert step.goal == find(episode, episode.goal).phrase


def test_what_is_absent_is_not_there_but_its_container_is() -> None:
    asked = set()
    for seed in SEEDS:
        episode = make_episode(seed, "absent")
        (step,) = split_instruction(episode.instruction)
        asked.add(step.kind)
        phrases = {item.phrase for item in episode.layout.objects}
        assert episode.target is None and step.object not in phrases
        assert step.kind is not StepKind.CARRY or step.goal in phrases
    assert asked == {StepKind.PICK, StepKind.CARRY, StepKind.REACH}


def test_every_word_is_one_that_the_model_learned() -> None:
    known = {*words(), *COLOURS, *KINDS}
    for patterns in PHRASES.values():
        for pattern in patterns:
            assert set(pattern.format(object="red cube", goal="blue bowl").split()) <= known, pattern


def test_an_unknown_task_and_a_negative_seed_are_refused() -> None:
    for seed, task in ((0, "juggle"), (-1, "pick")):
        with pytest.raises(InputError) as caught:
            make_episode(seed, task)
        assert caught.value.code is ErrorCode.INPUT_PARAMETER
