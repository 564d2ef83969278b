# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""How people ask: several phrasings per task, some of them kept back for evaluation.

The held-out phrasings are made of words that training uses in other phrasings. `{o}` is the object, `{c}` the
container, each "colour kind".
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

import numpy as np


class Ask(StrEnum):
    """What the user wants: pick X, carry X into Y, reach for X, place what is held into Y."""

    PICK = "pick"
    CARRY = "carry"
    REACH = "reach"
    PLACE = "place"


TRAINING: Mapping[Ask, tuple[str, ...]] = {
    Ask.PICK: (
        "pick up the {o}",
        "pick up the {o}",
        "pick the {o}",
        "pick the {o} up",
        "pick up a {o}",
        "pick up {o}",
        "grab the {o}",
        "grab a {o}",
        "take the {o}",
        "take the {o} from the table",
        "lift the {o}",
        "lift up the {o}",
        "grasp the {o}",
        "get the {o}",
        "get me the {o}",
        "fetch the {o}",
        "collect the {o}",
        "grip the {o}",
        "pick the {o} from the table",
        "pick up the {o} on the table",
    ),
    Ask.CARRY: (
        "put the {o} in the {c}",
        "put the {o} in the {c}",
        "put the {o} into the {c}",
        "put the {o} inside the {c}",
        "put the {o} on the {c}",
        "put {o} in {c}",
        "put a {o} into a {c}",
        "place the {o} in the {c}",
        "place the {o} into the {c}",
        "place the {o} onto the {c}",
        "move the {o} to the {c}",
        "move the {o} into the {c}",
        "drop the {o} in the {c}",
        "drop the {o} into the {c}",
        "bring the {o} to the {c}",
        "set the {o} in the {c}",
        "carry the {o} to the {c}",
        "transfer the {o} to the {c}",
        "pick up the {o} and put it in the {c}",
        "pick up the {o} and place it in the {c}",
        "pick up the {o} and move it to the {c}",
        "take the {o} and put it into the {c}",
        "grab the {o} and drop it in the {c}",
        "lift the {o} and place it into the {c}",
        "pick the {o} from the table and place it on the {c}",
    ),
    Ask.REACH: (
        "reach for the {o}",
        "reach for the {o}",
        "reach for a {o}",
        "reach the {o}",
        "reach to the {o}",
        "reach toward the {o}",
        "reach towards the {o}",
        "reach out for the {o}",
        "touch the {o}",
        "go to the {o}",
        "move to the {o}",
        "approach the {o}",
        "point at the {o}",
        "hover over the {o}",
        "tap the {o}",
    ),
    Ask.PLACE: (
        "put it in the {c}",
        "put it into the {c}",
        "place it in the {c}",
        "place it on the {c}",
        "drop it in the {c}",
        "move it to the {c}",
    ),
}
HELD_OUT: Mapping[Ask, tuple[str, ...]] = {
    Ask.PICK: (
        "lift the {o} up",
        "take a {o}",
        "grab the {o} from the table",
        "fetch the {o} on the table",
        "get me a {o}",
        "grasp a {o}",
    ),
    Ask.CARRY: (
        "bring the {o} into the {c}",
        "drop the {o} inside the {c}",
        "grab the {o} and put it into the {c}",
        "take the {o} and place it in the {c}",
        "lift the {o} and drop it into the {c}",
        "carry the {o} into the {c}",
        "move a {o} into a {c}",
    ),
    Ask.REACH: (
        "reach out to the {o}",
        "go to a {o}",
        "approach a {o}",
        "reach out toward the {o}",
        "touch a {o}",
    ),
    Ask.PLACE: ("drop it into the {c}", "place it into the {c}"),
}


def phrase(
    ask: Ask, rng: np.random.Generator, item: str = "", container: str = "", *, held_out: bool = False
) -> str:
    """One way of asking, drawn at random; "a" becomes "an" before a vowel."""
    choices = (HELD_OUT if held_out else TRAINING)[ask]
    text = choices[int(rng.integers(len(choices)))].format(o=item, c=container)
    return text.replace(" a orange", " an orange")


def words() -> tuple[str, ...]:
    """Every word of every training phrasing, sorted, without the names of things."""
    found = {word for choices in TRAINING.values() for text in choices for word in text.split() if "{" not in word}
    return tuple(sorted(found | {"an"}))
