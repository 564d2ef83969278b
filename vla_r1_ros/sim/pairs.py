# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""Colour-shape pairs that training can leave out, so that a benchmark can ask for pairs that were never seen.

Every colour and every kind is among them once or twice, so each is known from other pairs.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable

import numpy as np

from vla_r1_ros.sim.layout import ObjectSpec, SceneLayout, shade
from vla_r1_ros.sim.objects import COLOURS, KINDS

#: (colour, kind): eight of the fifty-six.
LEFT_OUT_PAIRS = frozenset((colour, KINDS[index % len(KINDS)]) for index, colour in enumerate(COLOURS))


def without_left_out(layout: SceneLayout) -> SceneLayout:
    """The same scene with every left-out pair in another colour; all else stays, no pair is there twice."""
    return _recoloured(layout, lambda spec: (spec.colour, spec.kind) in LEFT_OUT_PAIRS, wanted=False)


def with_left_out(layout: SceneLayout) -> SceneLayout:
    """The same scene with one object of each kind that is there as a left-out pair."""
    seen: set[str] = set()

    def first_of_kind(spec: ObjectSpec) -> bool:
        new = spec.kind not in seen
        seen.add(spec.kind)
        there = any((o.colour, o.kind) in LEFT_OUT_PAIRS for o in layout.objects if o.kind == spec.kind)
        return new and not there

    return _recoloured(layout, first_of_kind, wanted=True)


def _recoloured(layout: SceneLayout, chosen: Callable[[ObjectSpec], bool], *, wanted: bool) -> SceneLayout:
    rng = np.random.default_rng([layout.seed, 56])
    objects = list(layout.objects)
    for index, spec in enumerate(objects):
        if not chosen(spec):
            continue
        taken = {o.colour for o in objects if o.kind == spec.kind}
        free = [c for c in COLOURS if c not in taken and ((c, spec.kind) in LEFT_OUT_PAIRS) == wanted]
        colour = str(rng.choice(free))
        objects[index] = dataclasses.replace(spec, name=f"{colour}_{spec.kind}", colour=colour, rgb=shade(colour, rng))
    return dataclasses.replace(layout, objects=tuple(objects))
