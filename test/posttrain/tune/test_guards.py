# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""Each guard speaks when what it watches for happens, and is silent otherwise."""

from __future__ import annotations

import numpy as np
import pytest

from vla_r1_ros.posttrain.rewards import score_replies
from vla_r1_ros.posttrain.tune.guards import AGAIN, Alarm, Group, Guards
from vla_r1_ros.posttrain.tune.settings import GuardName, GuardSettings

WINDOW = 3
SETTINGS = GuardSettings(window=WINDOW)
RNG = np.random.default_rng(0)


def _box(x: float, y: float = 0.5, size: float = 0.1) -> str:
    return f'<think></think><output>{{"x": {x:.3f}, "y": {y:.3f}, "width": {size}, "height": {size}}}</output>'


def _group(question: str, truth: str, replies: list[str], length: int = 40) -> Group:
    rewards = score_replies(replies, [truth] * len(replies)).score.tolist()
    return Group(question, truth, tuple(replies), tuple(rewards), (length,) * len(replies))


def _sound(length: int = 40) -> list[Group]:
    """Two questions whose replies scatter around the truth."""
    groups = []
    for _ in range(2):
        x = RNG.uniform(0.2, 0.8)
        groups.append(_group(f"where is {x}", _box(x), [_box(x + d) for d in RNG.uniform(-0.1, 0.1, 4)], length))
    return groups


def _feed(guards: Guards, steps: list[list[Group]], kl: float = 0.01, first: int = 1) -> list[Alarm]:
    alarms = []
    for step, groups in enumerate(steps, first):
        guards.see(groups)
        guards.see_kl(kl)
        alarms += guards.check(step)
    return alarms


def _names(alarms: list[Alarm]) -> list[GuardName]:
    return [alarm.guard for alarm in alarms]


def test_a_sound_run_is_silent() -> None:
    assert _feed(Guards(SETTINGS, 100), [_sound() for _ in range(40)]) == []


@pytest.mark.parametrize("reply", [
    '<think>far left</think><output>{"x": 312, "y": 120, "width": 40, "height": 38}</output>',
    "<think></think><output>[[312, 120], [400, 90]]</output>",
    '<output>{"bbox_2d": [12, 40, 88, 90]}</output>',
])  # fmt: skip
def test_pixels_in_the_replies_are_seen(reply: str) -> None:
    groups = [_group("pick the cube", _box(0.4), [reply, reply.replace("40", "41"), reply, _box(0.41)])]
    alarms = _feed(Guards(SETTINGS, 100), [groups] * WINDOW)
    assert GuardName.SPACE in _names(alarms)
    alarm = next(a for a in alarms if a.guard is GuardName.SPACE)
    assert alarm.value == pytest.approx(0.75) and alarm.step == WINDOW
    assert "outside 0 to 1" in alarm.words and "train sft" in alarm.advice


def test_replies_that_grow_or_are_cut_are_seen() -> None:
    growing = [_sound(40)] * WINDOW + [_sound(60)] * WINDOW + [_sound(90)] * WINDOW
    alarms = _feed(Guards(SETTINGS, 100), growing)
    assert _names(alarms) == [GuardName.LENGTH] and alarms[0].step > 2 * WINDOW
    assert "from 40 to" in alarms[0].words
    cut = _feed(Guards(SETTINGS, 40), [_sound(40)] * WINDOW)
    assert _names(cut) == [GuardName.LENGTH] and "cut at 40 tokens" in cut[0].words


def test_groups_that_agree_on_something_wrong_are_a_collapse_and_on_the_truth_are_none() -> None:
    wrong = [[_group(f"{s}", _box(0.2 + 0.01 * s), [_box(0.8 - 0.01 * s)] * 4)] for s in range(WINDOW)]
    alarms = _feed(Guards(SETTINGS, 100), wrong)
    assert _names(alarms) == [GuardName.COLLAPSE] and "equal rewards teach nothing" in alarms[0].words
    right = [[_group(f"{s}", _box(0.2 + 0.01 * s), [_box(0.2 + 0.01 * s)] * 4)] for s in range(WINDOW)]
    assert _feed(Guards(SETTINGS, 100), right) == []


def test_one_answer_for_all_questions_is_a_collapse_unless_the_labels_have_it() -> None:
    nothing, empty = "<think></think><output>{}</output>", "<think></think><output> </output>"

    def step(number: int, truth: str) -> list[Group]:
        replies = [nothing, empty, nothing, _box(0.3 + 0.01 * number)]
        return [_group(f"question {number}", truth, replies)]

    alarms = _feed(Guards(SETTINGS, 100), [step(n, _box(0.3 + 0.02 * n)) for n in range(WINDOW)])
    assert _names(alarms) == [GuardName.COLLAPSE] and "same answer, absent; 0% of" in alarms[0].words
    assert _feed(Guards(SETTINGS, 100), [step(n, nothing) for n in range(WINDOW)]) == []


def test_drift_is_seen_told_again_only_after_a_while_and_anew_when_it_comes_back() -> None:
    guards = Guards(SETTINGS, 100)
    many = [_sound() for _ in range(WINDOW * (AGAIN + 1))]
    alarms = _feed(guards, many, kl=0.7)
    assert _names(alarms) == [GuardName.KL, GuardName.KL]
    assert [a.step for a in alarms] == [WINDOW, WINDOW + AGAIN * WINDOW]
    later = len(many) + 1
    assert _feed(guards, [_sound() for _ in range(WINDOW)], kl=0.0, first=later) == []
    assert _names(_feed(guards, [_sound() for _ in range(WINDOW)], kl=0.9, first=later + WINDOW)) == [GuardName.KL]


def test_a_resumed_run_is_compared_with_its_first_replies() -> None:
    grown = [_sound(90)] * WINDOW
    assert _feed(Guards(SETTINGS, 100), grown) == []
    alarms = _feed(Guards(SETTINGS, 100, first_lengths=[40.0] * WINDOW), grown)
    assert _names(alarms) == [GuardName.LENGTH] and "from 40 to 90" in alarms[0].words


def test_the_window_counts_batches_whatever_the_number_of_steps_in_each() -> None:
    several, seldom = Guards(SETTINGS, 100), Guards(SETTINGS, 100)
    step, told = 0, []
    for _ in range(WINDOW * (AGAIN + 1)):
        several.see(_sound())
        for _ in range(4):  # four optimizer steps of each batch
            step += 1
            several.see_kl(0.7)
            told += several.check(step)
    assert [alarm.step for alarm in told] == [4 * WINDOW - 3, 4 * WINDOW * (AGAIN + 1) - 3]
    for _ in range(5 * WINDOW):  # logged once in five windows
        seldom.see(_sound())
    seldom.see_kl(0.7)
    assert _names(seldom.check(5 * WINDOW)) == [GuardName.KL]
