# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""Held-out scenes of the simulator in four kinds: as in training, or with one thing that training did not have."""

from __future__ import annotations

from enum import StrEnum

from vla_r1_ros.posttrain.grade import Case, exam
from vla_r1_ros.posttrain.scenes import Scene
from vla_r1_ros.sim.layout import SceneLayout, sample_layout
from vla_r1_ros.sim.pairs import LEFT_OUT_PAIRS, with_left_out


class Split(StrEnum):
    """What is new about a held-out scene besides its seed."""

    IN = "in"  # nothing: training's phrasings, pairs and camera range
    PHRASINGS = "phrasings"  # how it is asked
    PAIRS = "pairs"  # the colour-shape pair that is asked for, if training left these out
    CAMERA = "camera"  # where the camera stands

    @property
    def words(self) -> str:
        """For a table's title."""
        return {
            Split.IN: "training phrasings", Split.PHRASINGS: "held-out phrasings",
            Split.PAIRS: "training phrasings, left-out colour-shape pairs",
            Split.CAMERA: "training phrasings, camera 6 to 10 cm off",
        }[self]  # fmt: skip


def split_layout(split: Split, seed: int) -> SceneLayout:
    """The scene of a seed. Scenes of all splits but `camera` have the same things in the same places."""
    layout = sample_layout(seed, far_camera=split is Split.CAMERA)
    return with_left_out(layout) if split is Split.PAIRS else layout


def split_exam(split: Split, scene: Scene, seed: int, first: int) -> list[Case]:
    """Three questions about a scene (see :func:`~vla_r1_ros.posttrain.grade.exam`)."""
    left_out = {f"{colour} {kind}" for colour, kind in LEFT_OUT_PAIRS} if split is Split.PAIRS else None
    return exam([scene], seed, first, held_out=split is Split.PHRASINGS, about=left_out)
