# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""Pairs that training can leave out, and cameras that it never has."""

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest

from vla_r1_ros.sim.layout import (
    CAMERA_JITTER_M,
    CAMERA_POSITION,
    FAR_CAMERA_M,
    SceneLayout,
    sample_layout,
)
from vla_r1_ros.sim.objects import COLOURS, KINDS
from vla_r1_ros.sim.pairs import LEFT_OUT_PAIRS, with_left_out, without_left_out

LAYOUTS = [sample_layout(seed) for seed in range(40)]


def _pairs(layout: SceneLayout) -> list[tuple[str, str]]:
    return [(o.colour, o.kind) for o in layout.objects]


def test_every_colour_and_kind_is_known_from_other_pairs() -> None:
    assert len(LEFT_OUT_PAIRS) == 8
    assert {colour for colour, _ in LEFT_OUT_PAIRS} == set(COLOURS)
    assert {kind for _, kind in LEFT_OUT_PAIRS} == set(KINDS)


@pytest.mark.parametrize("change", [with_left_out, without_left_out])
def test_only_colours_change_and_no_pair_is_there_twice(change: Callable[[SceneLayout], SceneLayout]) -> None:
    changed = 0
    for layout in LAYOUTS:
        new = change(layout)
        assert new == change(layout) and len(set(_pairs(new))) == len(new.objects)
        assert [replace(o, name="", colour="", rgb=(0, 0, 0)) for o in new.objects] == [
            replace(o, name="", colour="", rgb=(0, 0, 0)) for o in layout.objects]  # fmt: skip
        assert all(o.name == f"{o.colour}_{o.kind}" for o in new.objects)
        for before, after in zip(layout.objects, new.objects, strict=True):
            assert (before == after) == (before.colour == after.colour)
            changed += before != after
    assert changed > 20


def test_left_out_pairs_are_gone_or_there_for_each_kind() -> None:
    for layout in LAYOUTS:
        assert not set(_pairs(without_left_out(layout))) & LEFT_OUT_PAIRS
        there = {kind for colour, kind in _pairs(with_left_out(layout)) if (colour, kind) in LEFT_OUT_PAIRS}
        assert there == {o.kind for o in layout.objects}


def test_a_far_camera_is_outside_of_all_that_training_has() -> None:
    for seed in range(15):
        near, far = sample_layout(seed), sample_layout(seed, far_camera=True)
        assert np.abs(np.array(near.camera.position) - CAMERA_POSITION).max() <= CAMERA_JITTER_M
        off = np.abs(np.array(far.camera.position) - CAMERA_POSITION).max()
        assert FAR_CAMERA_M[0] <= off <= FAR_CAMERA_M[1] and FAR_CAMERA_M[0] > CAMERA_JITTER_M
        assert far == sample_layout(seed, far_camera=True) and len(far.objects) >= 3
