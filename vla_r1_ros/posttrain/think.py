# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""The model's answer as words: a think text in four steps that is true of the scene, then the output block.

Affordance: task, scene (every object of the kinds that were named, left to right), region, feasibility. Trajectory:
task, scene, location of what takes part, trajectory. An answer is built of pieces; a piece says whether its first token
is the decision "it is there / there is no ...", which training weighs more than the other tokens. The text is short on
purpose: over more than about fifty tokens the small model no longer looks back at the picture.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from vla_r1_ros.posttrain.phrases import Ask
from vla_r1_ros.posttrain.scenes import Scene, SceneObject
from vla_r1_ros.sim.objects import COLOURS, KINDS, is_container

STEP = 0.002
LEFT, RIGHT = 0.42, 0.58
FAR, NEAR = 0.43, 0.54
PLACES = tuple(f"{depth} {side}" for depth in ("far", "middle", "near") for side in ("left", "center", "right"))
FITS = " it fits the gripper"
BY_WALL = " the gripper takes it by its wall"
NOTHING = " nothing to do"
SCENE, REGION, FEASIBILITY = ". scene, left to right:", ". region:", ". feasibility:"
LOCATION, TRAJECTORY = ". location:", ". trajectory:"
THINK_END, OUTPUT = "</think>", "<output>"
THERE_IS_NO, GRIPPER, UNSEEN = " there is no", ", the gripper is", " out of view"
WAYS = {
    Ask.CARRY: " lift it, carry it over at safe height, lower it, six points",
    Ask.REACH: " move over it at safe height, then down, five points",
    Ask.PLACE: " carry it over at safe height, lower it, five points",
}


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of the answer.

    `decision` marks one whose first token decides between present and absent, `named` the list's entry of a thing
    that the request names, `about` the object that has to be looked at for its decision, place and numbers, and with
    `found` also for its name: whoever lists from left to right has to look who comes next.
    """

    text: str
    decision: bool = False
    named: bool = False
    about: SceneObject | None = None
    found: bool = False


@dataclass(frozen=True, slots=True)
class Wish:
    """What was asked, as names ("red cube"); `item` is empty for PLACE, `container` for PICK and REACH."""

    ask: Ask
    item: str = ""
    container: str = ""

    @property
    def named(self) -> tuple[str, ...]:
        """The names that must be there, in the order in which they are looked for."""
        return tuple(name for name in (self.item, self.container) if name)


def number(value: float) -> str:
    """A coordinate as the tokenizer knows it: three decimals, in steps of `STEP`, within 0..1."""
    return f"{round(min(max(value, 0.0), 1.0) / STEP) * STEP:.3f}"


def place_of(x: float, y: float) -> str:
    """Coarse place in the picture, "far left"; x, y in 0..1."""
    depth = "far" if y < FAR else "middle" if y < NEAR else "near"
    side = "left" if x < LEFT else "center" if x < RIGHT else "right"
    return f"{depth} {side}"


def find(scene: Scene, name: str) -> SceneObject | None:
    """The object of that name ("red cube") in a scene."""
    colour, _, kind = name.partition(" ")
    return scene.find(colour, kind)


def task_words(wish: Wish) -> str:
    """The task in the model's own words."""
    if wish.ask is Ask.CARRY:
        return f" put the {wish.item} in the {wish.container}"
    if wish.ask is Ask.PLACE:
        return f" put it in the {wish.container}"
    return f" {'pick' if wish.ask is Ask.PICK else 'reach'} the {wish.item}"


def _scene_pieces(wish: Wish, scene: Scene) -> list[Piece]:
    kinds = {name.partition(" ")[2] for name in wish.named}
    ordered = sorted((o for o in scene.objects if o.spec.kind in kinds), key=lambda o: o.box[0])
    listed = [Piece(f"{',' if i else ''} {o.phrase}", named=o.phrase in wish.named, about=o, found=True)
              for i, o in enumerate(ordered)]  # fmt: skip
    return [Piece("<think>"), Piece(f"task:{task_words(wish)}"), Piece(SCENE), *listed]


def _locations(wish: Wish, scene: Scene) -> tuple[list[Piece], bool]:
    """The sentence about each named thing up to the first that is not there, and whether all are."""
    pieces: list[Piece] = []
    for name in wish.named:
        if pieces:
            pieces.append(Piece(","))
        found = find(scene, name)
        if found is None:
            return [*pieces, Piece(THERE_IS_NO, decision=True), Piece(f" {name}")], False
        pieces += [Piece(" the", decision=True, about=found),
                   Piece(f" {name} is {place_of(*found.box[:2])}", about=found)]  # fmt: skip
    return pieces, True


def affordance_answer(wish: Wish, scene: Scene) -> list[Piece]:
    """The true answer to "where is it": the box of `wish.item`, `{}` where something that was named is absent."""
    located, present = _locations(wish, scene)
    pieces = [*_scene_pieces(wish, scene), Piece(REGION), *located, Piece(FEASIBILITY)]
    item = find(scene, wish.item)
    if not present or item is None:
        return [*pieces, Piece(f"{NOTHING}.</think><output>{{}}</output>")]
    fits = BY_WALL if is_container(item.spec.kind) else FITS
    return [*pieces, Piece(f"{fits}.</think><output>{_box_text(item)}</output>", about=item)]


def trajectory_answer(wish: Wish, scene: Scene) -> list[Piece]:
    """The true answer to "along which way": a path, `[]` where something that was named is absent."""
    located, present = _locations(wish, scene)
    pieces = [*_scene_pieces(wish, scene), Piece(LOCATION), *located]
    if not present:
        return [*pieces, Piece(f"{TRAJECTORY}{NOTHING}.</think><output>[]</output>")]
    way = WAYS[Ask.REACH if wish.ask is Ask.PICK else wish.ask]
    points = "], [".join(f"{number(x)}, {number(y)}" for x, y in _path(wish, scene))
    gripper = Piece(f"{GRIPPER}{_gripper_place(scene)}")
    return [*pieces, gripper, Piece(f"{TRAJECTORY}{way}.</think><output>[[{points}]]</output>")]


def inventory_answer(scene: Scene, order: Sequence[int] | None = None) -> list[Piece]:
    """Every object with its box and no output: a lesson for training only. It shows five boxes a picture where a
    question about one object shows one, and an unasked-for one moves nothing.

    From left to right, a box can be found by its turn. In another `order` of `scene.objects` it has to be looked up by
    its name, as an answer has to.
    """
    objects = scene.objects
    listed = sorted(objects, key=lambda o: o.box[0]) if order is None else [objects[index] for index in order]
    entries = [Piece(f"{',' if i else ''} {o.phrase}{_box_text(o)}", about=o, found=order is None)
               for i, o in enumerate(listed)]  # fmt: skip
    end = Piece(f"{FEASIBILITY}{NOTHING}.</think><output>{{}}</output>")
    return [Piece("<think>"), Piece(SCENE if order is None else REGION), *entries, end]


def _box_text(item: SceneObject) -> str:
    keys = ("x", "y", "width", "height")
    return "{" + ", ".join(f'"{key}": {number(value)}' for key, value in zip(keys, item.box, strict=True)) + "}"


def _gripper_place(scene: Scene) -> str:
    x, y = scene.tool_point()
    inside = 0.0 < x < 1.0 and 0.0 < y < 1.0
    return f" {place_of(x, y)}" if inside else UNSEEN


def _path(wish: Wish, scene: Scene) -> NDArray[np.float64]:
    item, container = find(scene, wish.item), find(scene, wish.container)
    if wish.ask is Ask.CARRY and item is not None and container is not None:
        return scene.carry_path(item, container)
    if wish.ask is Ask.PLACE and container is not None:
        return scene.place_path(container)
    if item is None:
        raise ValueError(f"{wish} has no path: something named is absent")
    return scene.reach_path(item)


def join(pieces: Sequence[Piece]) -> str:
    """The answer as one text."""
    return "".join(piece.text for piece in pieces)


def without_think(answer: Sequence[Piece]) -> list[Piece]:
    """The same answer with nothing thought; its first token after the tag decides between present and absent."""
    said = join(answer).partition(THINK_END)[2]
    about = answer[-1].about
    return [Piece(f"<think>{THINK_END}{OUTPUT}"), Piece(said.removeprefix(OUTPUT), decision=True, about=about)]


_ENTRY = re.compile(rf" ({'|'.join(COLOURS)}) ({'|'.join(KINDS)})(?=,|$)")
_KIND = re.compile(rf"\b({'|'.join(KINDS)})\b")
_CLAIM = re.compile(rf"the ({'|'.join(COLOURS)}) ({'|'.join(KINDS)}) is ({'|'.join(PLACES)})")
_DENIAL = re.compile(rf"there is no ({'|'.join(COLOURS)}) ({'|'.join(KINDS)})")
_GRIPPER = re.compile(rf"the gripper is ({'|'.join(PLACES)}|out of view)")
TOLERANCE = 0.03


def _near_place(x: float, y: float, claimed: str) -> bool:
    """Whether a claimed place is right for some point within `TOLERANCE` of (x, y)."""
    shifts = (-TOLERANCE, 0.0, TOLERANCE)
    return any(place_of(x + dx, y + dy) == claimed for dx in shifts for dy in shifts)


def think_truth(text: str, scene: Scene) -> bool:
    """Whether everything that a think text says of the scene is so.

    The scene list must name every visible object of the kinds that the task names once and nothing else, in order from
    left to right; each "the X is PLACE" must be right, each "there is no X" too, the gripper's place, and whether it
    fits. Places and order are taken with a tolerance of `TOLERANCE` of the picture.
    """
    head, _, rest = text.partition(SCENE)
    listed, mark, claims = rest.partition(REGION if REGION in rest else LOCATION)
    if not head or not mark or not _list_true(listed, set(_KIND.findall(head)), scene):
        return False
    for colour, kind, place in _CLAIM.findall(claims):
        found = scene.find(colour, kind)
        if found is None or not _near_place(*found.box[:2], place):
            return False
    if any(scene.find(colour, kind) is not None for colour, kind in _DENIAL.findall(claims)):
        return False
    gripper = _GRIPPER.search(claims)
    if gripper is not None:
        x, y = scene.tool_point()
        seen = gripper[1] != UNSEEN.strip()
        if seen and not _near_place(x, y, gripper[1]):
            return False
        if not seen and TOLERANCE < x < 1 - TOLERANCE and TOLERANCE < y < 1 - TOLERANCE:
            return False
    return _fit_true(claims)


def _list_true(listed: str, kinds: set[str], scene: Scene) -> bool:
    entries = _ENTRY.findall(listed)
    if ",".join(f" {colour} {kind}" for colour, kind in entries) != listed:
        return False
    found = [scene.find(colour, kind) for colour, kind in entries]
    wanted = [item for item in scene.objects if item.spec.kind in kinds]
    if len(entries) != len(wanted) or len(set(entries)) != len(entries):
        return False
    x_before = -1.0
    for item in found:
        if item is None or item.spec.kind not in kinds or item.box[0] < x_before - TOLERANCE:
            return False
        x_before = item.box[0]
    return True


def _fit_true(claims: str) -> bool:
    """The feasibility sentence against the kind of the thing that the region step named first."""
    named = _CLAIM.search(claims)
    if FITS in claims:
        return named is not None and not is_container(named[2])
    if BY_WALL in claims:
        return named is not None and is_container(named[2])
    return True

