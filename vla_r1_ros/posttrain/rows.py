# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""Exchanges as rows of tokens: question text, suffix, image, answer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from vla_r1_ros.core.prompt import prompt_text
from vla_r1_ros.core.types import Question, Task
from vla_r1_ros.posttrain import tokenizer as tok
from vla_r1_ros.posttrain.examples import Example
from vla_r1_ros.posttrain.model import IMAGE_TOKENS
from vla_r1_ros.posttrain.scenes import Scene
from vla_r1_ros.posttrain.think import LOCATION, PLACES, REGION, Piece, inventory_answer, without_think
from vla_r1_ros.sim.objects import COLOURS, KINDS

INVENTORY = "objects on the table"
LIST_WEIGHT = 4.0  # of names and of where a list goes on or ends: most wrong answers begin with a wrong list
NAMED_WEIGHT = 10.0  # of the thing asked for, in the list: overlooking it costs more than inventing it
INVENTORY_NUMBER_WEIGHT = 1.5
CLAIM_WEIGHT = 3.0  # of "the red cube is far left", which has to be looked up in the model's own list


@dataclass(frozen=True, slots=True)
class Row:
    """Tokens of a whole exchange; `weights` is zero for the question, `image_at` where the image tokens start.

    `looks`: places from which the next token is told by looking at an object, with that object's box (x, y, w, h).
    """

    ids: list[int]
    weights: list[float]
    image_at: int
    looks: list[tuple[int, tuple[float, float, float, float]]]


def with_stranger(text: str, rng: np.random.Generator) -> str:
    """The same request with a word that the vocabulary does not have."""
    parts = text.split()
    parts.insert(int(rng.integers(len(parts) + 1)), "qqq")
    return " ".join(parts)


class Encoder:
    """Turns exchanges into rows by the checkpoint's tokenizer; without `think`, answers have an empty think block."""

    def __init__(self, decision_weight: float = 9.0, number_weight: float = 2.0, *, think: bool = True) -> None:
        self._think = think
        self.tokenizer: Any = tok.build_tokenizer()
        self._raw = self.tokenizer.backend_tokenizer
        self._decision_weight, self._number_weight = decision_weight, number_weight
        self.first_number = len(tok.vocabulary()) - len(tok.NUMBERS)
        names = [f" {name}" for name in (*COLOURS, *KINDS)]
        self._name_ids = {self._ids(text)[0] for text in names}
        self._list_ids = {*self._name_ids, *(self._ids(text)[0] for text in (",", REGION, LOCATION))}
        self._place_ids = {self._ids(f" {place}")[0] for place in PLACES}
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
        answer = example.answer(scene)
        return self._row(text, example.task, answer if self._think else without_think(answer), self._number_weight)

    def inventory(self, scene: Scene, rng: np.random.Generator | None = None) -> Row:
        """The training-only exchange that names every object with its box; with `rng` in random order."""
        order = None if rng is None else rng.permutation(len(scene.objects)).tolist()
        return self._row(INVENTORY, Task.AFFORDANCE, inventory_answer(scene, order), INVENTORY_NUMBER_WEIGHT,
                         LIST_WEIGHT if rng is None else 1.0)  # fmt: skip

    def _row(
        self, text: str, task: Task, answer: Sequence[Piece], number_weight: float, name_weight: float = LIST_WEIGHT
    ) -> Row:
        ids, image_at = self.question(text, task)
        weights = [0.0] * len(ids)
        looks = []
        for piece in answer:
            piece_ids = self._ids(piece.text)
            plain_weight = CLAIM_WEIGHT if " is " in piece.text else 1.0
            list_weight = NAMED_WEIGHT if piece.named else name_weight
            piece_weights = [
                number_weight if i >= self.first_number else list_weight if i in self._list_ids else plain_weight
                for i in piece_ids
            ]
            if piece.decision:
                piece_weights[0] = self._decision_weight
            if piece.about is not None:
                words = self._place_ids | self._name_ids if piece.found else self._place_ids
                seen = [i >= self.first_number or i in words for i in piece_ids]
                seen[0] |= piece.decision
                looks += [(len(ids) + at - 1, piece.about.box) for at in np.flatnonzero(seen).tolist()]
            ids += piece_ids
            weights += piece_weights
        return Row([*ids, tok.IM_END], [*weights, 1.0], image_at, looks)

    def decode(self, ids: Sequence[int]) -> str:
        """Text of an answer's tokens without the special ones."""
        return str(self.tokenizer.decode(list(ids), skip_special_tokens=True))
