# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""verl's reward function is `compute_score`, with None for NaN and the run's profile."""

from __future__ import annotations

import math

import pytest
import verl_sets as sets

from vla_r1_ros.core.errors import InputError
from vla_r1_ros.posttrain.rewards import compute_score
from vla_r1_ros.posttrain.verl_engine.reward import verl_reward

REVERSED = sets.BOX.replace("<think></think>", "") + "<think></think>"  # the output first: only `released` pays


@pytest.mark.parametrize("reply", [sets.BOX, sets.PATH, sets.ABSENT, REVERSED, ""])
@pytest.mark.parametrize("truth", [sets.BOX, sets.PATH, sets.ABSENT])
@pytest.mark.parametrize("profile", ["strict", "released"])
def test_the_same_values(reply: str, truth: str, profile: str) -> None:
    own = compute_score("set", reply, truth, {"profile": profile})
    found = verl_reward("set", reply, truth, {"index": 3}, profile=profile)
    assert found == {name: None if math.isnan(value) else value for name, value in own.items()}


def test_a_rows_own_profile_goes_before_the_runs() -> None:
    assert verl_reward("set", REVERSED, sets.BOX, None)["score"] == 0.0
    assert verl_reward("set", REVERSED, sets.BOX, None, profile="released")["score"] == pytest.approx(1.0)
    assert verl_reward("set", REVERSED, sets.BOX, {"profile": "strict"}, profile="released")["score"] == 0.0


def test_what_verl_leaves_in_the_row_is_not_changed() -> None:
    extra = {"index": 1, "num_turns": 2}
    verl_reward("set", sets.BOX, sets.BOX, extra, profile="released")
    assert extra == {"index": 1, "num_turns": 2}


def test_no_such_profile() -> None:
    with pytest.raises(InputError, match="no reward profile"):
        verl_reward("set", sets.BOX, sets.BOX, None, profile="kind")
