# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""Instructions become steps, or are refused with what is understood."""

from contextlib import suppress

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from vla_r1_ros.core.errors import ErrorCode, InputError
from vla_r1_ros.core.instruction import MAX_CHARACTERS, MAX_STEPS, split_instruction
from vla_r1_ros.core.types import StepKind

PICK, CARRY, REACH, PLACE = StepKind.PICK, StepKind.CARRY, StepKind.REACH, StepKind.PLACE

ONE_STEP = [
    ("pick up the red cube", PICK, "pick up the red cube", "red cube", ""),
    ("pick the cube.", PICK, "pick the cube", "cube", ""),
    ("Grab a green mug", PICK, "grab a green mug", "green mug", ""),
    ("take the ball from the table", PICK, "take the ball from the table", "ball", ""),
    ("lift up the box", PICK, "lift up the box", "box", ""),
    ("grasp the blue cylinder", PICK, "grasp the blue cylinder", "blue cylinder", ""),
    ("pick the cube up", PICK, "pick up the cube", "cube", ""),
    ("pick up the salt and pepper", PICK, "pick up the salt and pepper", "salt and pepper", ""),
    ("put the red cube in the blue bowl", CARRY, "put the red cube in the blue bowl", "red cube", "blue bowl"),
    ("place the ball into a basket", CARRY, "place the ball into a basket", "ball", "basket"),
    ("move the mug to the basket", CARRY, "move the mug to the basket", "mug", "basket"),
    ("drop the cube on the plate", CARRY, "drop the cube on the plate", "cube", "plate"),
    ("bring the mug onto the tray", CARRY, "bring the mug onto the tray", "mug", "tray"),
    ("set the mug on top of the box", CARRY, "set the mug on top of the box", "mug", "box"),
    ("take the cube to the bowl", CARRY, "take the cube to the bowl", "cube", "bowl"),
    ("put the cube on the left in the bowl", CARRY, "put the cube on the left in the bowl", "cube", "left in the bowl"),
    (
        "move the cube on the left to the bowl",
        CARRY,
        "move the cube on the left to the bowl",
        "cube on the left",
        "bowl",
    ),
    ("put down the cup on the table", CARRY, "put down the cup on the table", "cup", "table"),
    (
        "pick ketchup from table and place on oven.",
        CARRY,
        "pick ketchup from table and place on oven",
        "ketchup",
        "oven",
    ),
    (
        "Pick up the yellow bowl. Move it to the white basket.",
        CARRY,
        "pick up the yellow bowl and move it to the white basket",
        "yellow bowl",
        "white basket",
    ),
    ("pick up the cube and put it in the bowl", CARRY, "pick up the cube and put it in the bowl", "cube", "bowl"),
    ("grab the mug, then set it down on the tray", CARRY, "grab the mug and set it down on the tray", "mug", "tray"),
    ("pick up the mug and move to the basket", CARRY, "pick up the mug and move to the basket", "mug", "basket"),
    ("pick up the cube. put the cube in the bowl.", CARRY, "put the cube in the bowl", "cube", "bowl"),
    ("reach for the pan.", REACH, "reach for the pan", "pan", ""),
    ("touch the green mug", REACH, "touch the green mug", "green mug", ""),
    ("go to the basket", REACH, "go to the basket", "basket", ""),
    ("move to the mug", REACH, "move to the mug", "mug", ""),
    ("open the left door.", REACH, "open the left door", "left door", ""),
    ("put it on the table", PLACE, "put it on the table", "", "table"),
    ("place on the plate", PLACE, "place on the plate", "", "plate"),
    ("put it down", PLACE, "put it down", "", ""),
]


@pytest.mark.parametrize(("said", "kind", "text", "thing", "goal"), ONE_STEP, ids=[case[0] for case in ONE_STEP])
def test_one_step(said: str, kind: StepKind, text: str, thing: str, goal: str) -> None:
    (step,) = split_instruction(said)
    assert (step.kind, step.text, step.object, step.goal) == (kind, text, thing, goal)


@pytest.mark.parametrize(
    "said",
    [
        "Please pick up the red cube",
        "PICK UP THE RED CUBE!",
        '"pick up the red cube"',
        "‘pick up the red cube.’",
        "  pick  up\tthe red cube ...",
        "could you please pick up the red cube, please?",
        "pick up the red cube now, thanks.",
        "Robot, pick up the red cube",
    ],
)
def test_manners_case_and_quotes_do_not_matter(said: str) -> None:
    (step,) = split_instruction(said)
    assert (step.kind, step.text, step.object) == (PICK, "pick up the red cube", "red cube")


@pytest.mark.parametrize("joint", [" and then ", ", then ", ". Then ", "; ", ", and ", " and ", "\n", ". after that "])
def test_two_steps_whatever_joins_them(joint: str) -> None:
    first, second = split_instruction(f"touch the mug{joint}put the cube in the bowl")
    assert (first.kind, first.object) == (REACH, "mug")
    assert (second.kind, second.text) == (CARRY, "put the cube in the bowl")


def test_pronoun_stands_for_the_object_named_last() -> None:
    steps = split_instruction("put the red cube in the bowl, then move it to the basket, and touch it")
    assert [step.text for step in steps] == [
        "put the red cube in the bowl",
        "move the red cube to the basket",
        "touch the red cube",
    ]
    assert [step.kind for step in steps] == [CARRY, CARRY, REACH]


def test_pronoun_after_a_reach_makes_a_carry() -> None:
    reach, carry = split_instruction("reach for the mug and put it in the basket")
    assert reach.kind is REACH
    assert (carry.kind, carry.text, carry.object) == (CARRY, "put the mug in the basket", "mug")


def test_pick_then_place_of_another_object_stay_two_steps() -> None:
    steps = split_instruction("pick up the cube. put the ball in the bowl.")
    assert [(step.kind, step.object) for step in steps] == [(PICK, "cube"), (CARRY, "ball")]


def test_picking_up_and_putting_down_again() -> None:
    pick, place = split_instruction("pick up the cube and put it down")
    assert (pick.kind, pick.object) == (PICK, "cube")
    assert (place.kind, place.text, place.goal) == (PLACE, "put it down", "")


def test_several_carries() -> None:
    said = "Pick up the cube. Put it in the bowl. Then pick up the ball and drop it into the basket."
    steps = split_instruction(said)
    assert [(step.kind, step.object, step.goal) for step in steps] == [
        (CARRY, "cube", "bowl"),
        (CARRY, "ball", "basket"),
    ]


def test_up_to_eight_steps() -> None:
    names = [f"touch the mug number {i}" for i in range(MAX_STEPS)]
    assert len(split_instruction(". ".join(names))) == MAX_STEPS
    with pytest.raises(InputError) as caught:
        split_instruction(". ".join([*names, "touch the bowl"]))
    assert caught.value.code is ErrorCode.INPUT_INSTRUCTION_UNCLEAR
    assert "9" in caught.value.message


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ("", ErrorCode.INPUT_INSTRUCTION_EMPTY),
        (" \t\n", ErrorCode.INPUT_INSTRUCTION_EMPTY),
        ("...", ErrorCode.INPUT_INSTRUCTION_EMPTY),
        ("x" * (MAX_CHARACTERS + 1), ErrorCode.INPUT_INSTRUCTION_TOO_LONG),
        ("pick up the\x00 cube", ErrorCode.INPUT_INSTRUCTION_UNCLEAR),
        ("pick up \x1b[31mthe cube", ErrorCode.INPUT_INSTRUCTION_UNCLEAR),
        ("pick up the \u202ecube", ErrorCode.INPUT_INSTRUCTION_UNCLEAR),
        ("dance", ErrorCode.INPUT_INSTRUCTION_UNCLEAR),
        ("what is on the table?", ErrorCode.INPUT_INSTRUCTION_UNCLEAR),
        ("the red cube", ErrorCode.INPUT_INSTRUCTION_UNCLEAR),
        ("pick", ErrorCode.INPUT_INSTRUCTION_UNCLEAR),
        ("pick it up", ErrorCode.INPUT_INSTRUCTION_UNCLEAR),
        ("touch it", ErrorCode.INPUT_INSTRUCTION_UNCLEAR),
        ("put the cube", ErrorCode.INPUT_INSTRUCTION_UNCLEAR),
        ("put the cube there", ErrorCode.INPUT_INSTRUCTION_UNCLEAR),
        ("pick /", ErrorCode.INPUT_INSTRUCTION_UNCLEAR),
        ("put the cube in -", ErrorCode.INPUT_INSTRUCTION_UNCLEAR),
        ("put it there", ErrorCode.INPUT_INSTRUCTION_UNCLEAR),
        ("go to", ErrorCode.INPUT_INSTRUCTION_UNCLEAR),
        ("please", ErrorCode.INPUT_INSTRUCTION_UNCLEAR),
        ("picking berries", ErrorCode.INPUT_INSTRUCTION_UNCLEAR),
        (None, ErrorCode.INPUT_INSTRUCTION_UNCLEAR),
    ],
)
def test_refusals(said: str, code: ErrorCode) -> None:
    with pytest.raises(InputError) as caught:
        split_instruction(said)
    assert caught.value.code is code


def test_refusal_lists_what_is_understood() -> None:
    with pytest.raises(InputError) as caught:
        split_instruction("juggle the cubes")
    assert "juggle the cubes" in caught.value.message
    for verb in ("pick up", "put", "reach for"):
        assert verb in caught.value.advice


WORDS = st.sampled_from(
    [
        "pick",
        "up",
        "put",
        "place",
        "move",
        "to",
        "in",
        "on",
        "the",
        "it",
        "and",
        "then",
        ",",
        ".",
        "red",
        "cube",
        "bowl",
        "reach",
        "for",
        "please",
        "down",
        "from",
        "take",
        "touch",
    ]
)


@given(st.one_of(st.text(max_size=600), st.lists(WORDS, max_size=25).map(" ".join)))
@settings(max_examples=1500, deadline=None)
@example("move to it")
@example("PICK/ AND PUT DOWN")
@example("and and and then, then")
def test_any_text_gives_steps_or_a_typed_refusal(said: str) -> None:
    try:
        steps = split_instruction(said)
    except InputError as error:
        assert 100 <= error.code < 110
        return
    assert 1 <= len(steps) <= MAX_STEPS
    for step in steps:
        assert step.text and step.text == step.text.lower()
        assert len(step.text) <= 2 * MAX_CHARACTERS
        if step.kind in (PICK, CARRY, REACH):
            assert step.object
        if step.kind is CARRY:
            assert step.goal


@given(st.text(alphabet="the ,.and pickup", min_size=400, max_size=500))
@settings(max_examples=50, deadline=500)
def test_no_text_takes_long(said: str) -> None:
    with suppress(InputError):
        split_instruction(said)
