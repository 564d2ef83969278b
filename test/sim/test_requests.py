# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
import pytest

from vla_r1_ros.core.errors import ErrorCode, InputError
from vla_r1_ros.sim.requests import episode_for_words
from vla_r1_ros.sim.tasks import EpisodeTask


def test_what_is_named_stands_on_the_table() -> None:
    episode = episode_for_words(7, "put the red cube in the blue bowl")
    assert episode.task is EpisodeTask.CARRY
    assert (episode.target, episode.goal) == ("red_cube", "blue_bowl")
    assert {"red_cube", "blue_bowl"} <= {item.name for item in episode.layout.objects}
    assert len({item.name for item in episode.layout.objects}) == len(episode.layout.objects)


def test_the_same_words_and_seed_give_the_same_scene() -> None:
    assert episode_for_words(3, "grab the green mug") == episode_for_words(3, "grab the green mug")
    assert episode_for_words(3, "grab the green mug") != episode_for_words(4, "grab the green mug")


def test_what_nobody_knows_is_absent() -> None:
    episode = episode_for_words(1, "pick up the banana")
    assert episode.task is EpisodeTask.ABSENT
    assert episode.target is None


def test_every_step_is_judged_and_all_that_is_named_is_there() -> None:
    episode = episode_for_words(2, "put the red cube in the blue bowl and then put the green ball in the white basket")
    assert (episode.target, episode.goal) == ("green_ball", "white_basket")
    assert [(e.task, e.target, e.goal) for e in episode.earlier] == [(EpisodeTask.CARRY, "red_cube", "blue_bowl")]
    assert episode.earlier[0].layout is episode.layout
    assert {"red_cube", "blue_bowl", "green_ball", "white_basket"} <= {item.name for item in episode.layout.objects}


def test_an_instruction_ends_at_what_is_absent() -> None:
    later = episode_for_words(2, "put the red cube in the blue bowl and then grab the banana and then grab the red mug")
    assert (later.task, later.target, later.earlier) == (EpisodeTask.CARRY, "red_cube", ())
    at_once = episode_for_words(2, "grab the banana and then grab the red mug")
    assert (at_once.task, at_once.earlier) == (EpisodeTask.ABSENT, ())


@pytest.mark.parametrize("words", ["put it in the blue bowl", "", "xyzzy"])
def test_words_that_give_no_scene(words: str) -> None:
    with pytest.raises(InputError) as caught:
        episode_for_words(0, words)
    assert 100 <= caught.value.code < 110


def test_more_than_fits_on_a_table() -> None:
    words = " and then ".join(f"put the {c} cube in the {c} bowl" for c in ("red", "green", "blue", "black"))
    with pytest.raises(InputError) as caught:
        episode_for_words(0, words)
    assert caught.value.code is ErrorCode.INPUT_PARAMETER
