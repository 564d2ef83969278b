# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""The four named scenes of the paper's protocol, made of things that the shipped checkpoint knows.

The paper (arXiv 2510.01623) names them S1 bowls, S2 fruit, S3 kitchen with a microwave, S4 mixed, and shows real
things; it gives neither sizes nor poses. These are approximations of them, and `PaperScene.stands_for` says how.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from vla_r1_ros.sim.layout import Stock
from vla_r1_ros.sim.objects import COLOURS, CONTAINERS, GRASPABLE, KINDS

_ALL = tuple(COLOURS)


@dataclass(frozen=True)
class PaperScene:
    """What may stand on the table, what of it is picked, and what things are put into.

    Attributes:
        stands_for: in words, how the scene differs from the paper's.
        picks: kinds that an affordance task names, and that an absent thing is named after.
        goals: kinds that a trajectory task ends in.
        count: least and most things.
    """

    name: str
    title: str
    stands_for: str
    stock: Stock
    picks: tuple[str, ...]
    goals: tuple[str, ...]
    count: tuple[int, int]


SCENES: Mapping[str, PaperScene] = {scene.name: scene for scene in (
    PaperScene(
        "S1", "bowls",
        "two or three bowls that differ in colour alone, with small things; a bowl is picked by its wall, and a small "
        "thing is carried into the bowl that is named (a bowl does not fit into our basket)",
        Stock({"bowl": _ALL, "cube": _ALL, "ball": _ALL}, always=("bowl", "bowl", "cube")),
        picks=("bowl",), goals=("bowl",), count=(3, 5),
    ),
    PaperScene(
        "S2", "fruit",
        "balls for round fruit (red, green, orange, yellow, purple) and yellow boxes for bananas, named by colour and "
        "shape since the checkpoint has no word for fruit; the fruit bowl is a bowl or a basket",
        Stock({"ball": ("red", "green", "orange", "yellow", "purple"), "box": ("yellow",),
               "bowl": ("white", "blue", "black"), "basket": ("white", "black")}, always=("ball", "ball", "basket")),
        picks=("ball", "box"), goals=("bowl", "basket"), count=(4, 6),
    ),
    PaperScene(
        "S3", "kitchen",
        "mugs, cylinders for cans and bottles, bowls; an open box (the basket, white or black) for the microwave, "
        "which is reached into from above and has no door",
        Stock({"mug": _ALL, "cylinder": _ALL, "bowl": _ALL, "basket": ("white", "black")},
              always=("mug", "cylinder", "basket")),
        picks=("mug", "cylinder"), goals=("basket",), count=(3, 5),
    ),
    PaperScene(
        "S4", "mixed", "five or six things of all kinds",
        Stock(dict.fromkeys(KINDS, _ALL), always=("bowl", "basket", "cube")),
        picks=GRASPABLE, goals=CONTAINERS, count=(5, 6),
    ),
)}  # fmt: skip
