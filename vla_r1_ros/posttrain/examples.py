# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""What is asked about a scene: wishes, present and absent, in the user's words. No torch here."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from vla_r1_ros.core.types import Task
from vla_r1_ros.posttrain.phrases import Ask, phrase
from vla_r1_ros.posttrain.scenes import Scene
from vla_r1_ros.posttrain.think import Piece, Wish, affordance_answer, trajectory_answer
from vla_r1_ros.sim.objects import COLOURS, KINDS, is_container
from vla_r1_ros.sim.pairs import LEFT_OUT_PAIRS


@dataclass(frozen=True, slots=True)
class Example:
    """A wish, the user's words for it and which of the two questions is asked."""

    wish: Wish
    text: str
    task: Task

    def answer(self, scene: Scene) -> list[Piece]:
        """The true answer in this scene."""
        build = affordance_answer if self.task is Task.AFFORDANCE else trajectory_answer
        return build(self.wish, scene)


def absent_name(scene: Scene, rng: np.random.Generator, *, container: bool | None = None) -> str:
    """A name that is not in the scene, mostly a near miss: right kind, other colour, or right colour, other kind."""
    have = {(o.spec.colour, o.spec.kind) for o in scene.objects}
    kinds = [k for k in KINDS if container is None or is_container(k) == container]
    seen_kinds = [k for k in kinds if any(k == kind for _, kind in have)] or kinds
    seen_colours = sorted({colour for colour, _ in have})
    while True:
        draw = rng.random()
        kind = str(rng.choice(seen_kinds if draw < 0.5 else kinds))
        colour = str(rng.choice(seen_colours if 0.25 < draw < 0.9 else list(COLOURS)))
        if (colour, kind) not in have and not (scene.pairs_left_out and (colour, kind) in LEFT_OUT_PAIRS):
            return f"{colour} {kind}"


def sample_wish(scene: Scene, ask: Ask, rng: np.random.Generator, *, absent: bool) -> Wish | None:
    """A wish in a scene, present or absent as asked; None where the scene has no container for a carry."""
    names = [o.phrase for o in scene.objects]
    containers = [o.phrase for o in scene.objects if is_container(o.spec.kind)]
    if ask in (Ask.PICK, Ask.REACH):
        return Wish(ask, absent_name(scene, rng) if absent else str(rng.choice(names)))
    if ask is Ask.PLACE:
        if not absent and not containers:
            return None
        return Wish(ask, "", absent_name(scene, rng, container=True) if absent else str(rng.choice(containers)))
    things = [o.phrase for o in scene.objects if not is_container(o.spec.kind)]
    if not things or (not containers and not absent):
        return None
    no_item = absent and bool(containers) and rng.random() < 0.5
    item = absent_name(scene, rng, container=False) if no_item else str(rng.choice(things))
    if absent and not no_item:
        return Wish(ask, item, absent_name(scene, rng, container=True))
    return Wish(ask, item, str(rng.choice(containers)))


def sample_example(
    scene: Scene, task: Task, rng: np.random.Generator, *, absent: bool, ask: Ask | None = None, held_out: bool = False
) -> Example:
    """An exchange about a scene. A carry that the scene cannot have becomes a pick or a reach."""
    if ask is None:
        if task is Task.AFFORDANCE:
            ask = (Ask.PICK, Ask.CARRY, Ask.REACH)[int(rng.choice(3, p=[0.6, 0.32, 0.08]))]
        else:
            ask = (Ask.CARRY, Ask.REACH, Ask.PLACE, Ask.PICK)[int(rng.choice(4, p=[0.52, 0.36, 0.08, 0.04]))]
    wish = sample_wish(scene, ask, rng, absent=absent)
    if wish is None:
        wish = sample_wish(scene, Ask.PICK if task is Task.AFFORDANCE else Ask.REACH, rng, absent=absent)
    if wish is None:
        raise ValueError(f"scene {scene.seed} has no object")
    return Example(wish, phrase(wish.ask, rng, wish.item, wish.container, held_out=held_out), task)


def training_examples(scene: Scene, rng: np.random.Generator, absent: float = 1.0) -> list[Example]:
    """Three exchanges about one image: a box, a box that is mostly absent, a path; about 38 % absent in all.

    `absent` multiplies how often something absent is asked: the less often, the more readily a thing is seen.
    """
    box = sample_example(scene, Task.AFFORDANCE, rng, absent=rng.random() < 0.06 * absent)
    second = sample_example(scene, Task.AFFORDANCE, rng, absent=rng.random() < 0.75 * absent)
    path = sample_example(scene, Task.TRAJECTORY, rng, absent=rng.random() < 0.3 * absent)
    return [box, second, path]
