# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""Questions and answers about scenes as rows of tokens: question text, suffix, image, answer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from vla_r1_ros.core.prompt import prompt_text
from vla_r1_ros.core.types import Question, Task
from vla_r1_ros.posttrain import tokenizer as tok
from vla_r1_ros.posttrain.model import IMAGE_TOKENS
from vla_r1_ros.posttrain.phrases import Ask, phrase
from vla_r1_ros.posttrain.scenes import Scene
from vla_r1_ros.posttrain.think import Piece, Wish, affordance_answer, trajectory_answer
from vla_r1_ros.sim.objects import COLOURS, KINDS, is_container


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


@dataclass(frozen=True, slots=True)
class Row:
    """Tokens of a whole exchange; `weights` is zero for the question, `image_at` where the image tokens start."""

    ids: list[int]
    weights: list[float]
    image_at: int


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
        if (colour, kind) not in have:
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


def with_stranger(text: str, rng: np.random.Generator) -> str:
    """The same request with a word that the vocabulary does not have."""
    parts = text.split()
    parts.insert(int(rng.integers(len(parts) + 1)), "qqq")
    return " ".join(parts)


def training_examples(scene: Scene, rng: np.random.Generator) -> list[Example]:
    """Three exchanges about one image: a box, a box that is mostly absent, a path; about 38 % absent in all."""
    box = sample_example(scene, Task.AFFORDANCE, rng, absent=rng.random() < 0.06)
    second = sample_example(scene, Task.AFFORDANCE, rng, absent=rng.random() < 0.75)
    path = sample_example(scene, Task.TRAJECTORY, rng, absent=rng.random() < 0.3)
    return [box, second, path]


class Encoder:
    """Turns exchanges into rows by the checkpoint's tokenizer."""

    def __init__(self, decision_weight: float = 9.0, box_weight: float = 2.0) -> None:
        self.tokenizer: Any = tok.build_tokenizer()
        self._raw = self.tokenizer.backend_tokenizer
        self._decision_weight, self._box_weight = decision_weight, box_weight
        self.first_number = len(tok.vocabulary()) - len(tok.NUMBERS)
        self._after = [
            *([tok.IMAGE] * IMAGE_TOKENS),
            tok.VISION_END,
            *self._ids("<|im_end|>\n<|im_start|>assistant\n"),
        ]

    def _ids(self, text: str) -> list[int]:
        return list(self._raw.encode(text, add_special_tokens=False).ids)

    def question(self, text: str, task: Task) -> tuple[list[int], int]:
        """Tokens of the question with the image's places, and the index of the first of these."""
        head = self._ids(f"<|im_start|>user\n{prompt_text(Question(task, text))}<|vision_start|>")
        return head + self._after, len(head)

    def row(self, example: Example, scene: Scene, rng: np.random.Generator | None = None) -> Row:
        """The whole exchange; with `rng` one request in twelve has a foreign word."""
        text = example.text
        if rng is not None and rng.random() < 0.08:
            text = with_stranger(text, rng)
        ids, image_at = self.question(text, example.task)
        weights = [0.0] * len(ids)
        number_weight = self._box_weight if example.task is Task.AFFORDANCE else 1.0
        for piece in example.answer(scene):
            piece_ids = self._ids(piece.text)
            piece_weights = [number_weight if i >= self.first_number else 1.0 for i in piece_ids]
            if piece.decision:
                piece_weights[0] = self._decision_weight
            ids += piece_ids
            weights += piece_weights
        return Row([*ids, tok.IM_END], [*weights, 1.0], image_at)

    def decode(self, ids: Sequence[int]) -> str:
        """Text of an answer's tokens without the special ones."""
        return str(self.tokenizer.decode(list(ids), skip_special_tokens=True))
