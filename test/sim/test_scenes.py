# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""The named scenes: what stands in them, what is asked, and that a seed gives the same one again."""

from collections import Counter

import pytest

from vla_r1_ros.core.errors import ErrorCode, InputError
from vla_r1_ros.sim.layout import ObjectSpec
from vla_r1_ros.sim.scenes import SCENES
from vla_r1_ros.sim.tasks import Episode, fits, has_room, make_episode, spread
from vla_r1_ros.sim.world import choose_episode

SEEDS = range(300, 306)


def item(episode: Episode, name: str | None) -> ObjectSpec:
    return next(o for o in episode.layout.objects if o.name == name)


@pytest.mark.parametrize("name", SCENES)
@pytest.mark.parametrize("task", ["pick", "carry", "absent"])
def test_things_and_words_are_those_of_the_scene(name: str, task: str) -> None:
    scene = SCENES[name]
    for seed in SEEDS:
        episode = make_episode(seed, task, name)
        things = episode.layout.objects
        assert scene.count[0] <= len(things) <= scene.count[1] and spread(episode.layout)
        assert not Counter(scene.stock.always) - Counter(o.kind for o in things)
        assert all(o.colour in scene.stock.colours[o.kind] for o in things)
        assert episode.scene == name
        if task == "absent":
            assert (episode.target, episode.goal) == (None, None)
            assert any(episode.instruction.endswith(f"{c} {k}") or f"the {c} {k} " in episode.instruction
                       for k in scene.picks for c in scene.stock.colours[k])  # fmt: skip
            assert not any(o.phrase in episode.instruction for o in things)
            continue
        target = item(episode, episode.target)
        assert target.phrase in episode.instruction and has_room(target, episode.layout)
        if task == "pick":
            assert target.kind in scene.picks and episode.goal is None
        else:
            goal = item(episode, episode.goal)
            assert goal.kind in scene.goals and fits(target, goal) and goal.phrase in episode.instruction


def test_the_choice_among_bowls_is_what_s1_is_about() -> None:
    for seed in SEEDS:
        bowls = [o for o in make_episode(seed, "carry", "S1").layout.objects if o.kind == "bowl"]
        assert len(bowls) >= 2 and len({o.colour for o in bowls}) == len(bowls)


def test_a_seed_gives_the_same_episode_and_scenes_differ() -> None:
    assert make_episode(7, "pick", "S4") == make_episode(7, "pick", "S4") == choose_episode(7, "pick", "", "S4")
    layouts = [make_episode(7, "pick", name).layout for name in ("", *SCENES)]
    assert len({layout.camera for layout in layouts}) == 5


def test_an_unknown_scene_is_refused() -> None:
    with pytest.raises(InputError, match="there is no scene 'S5'") as caught:
        make_episode(0, "pick", "S5")
    assert caught.value.code is ErrorCode.INPUT_PARAMETER and "S1" in caught.value.advice
