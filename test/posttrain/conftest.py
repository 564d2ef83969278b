# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""Scenes for the tests of this folder, without drawing them."""

from __future__ import annotations

import pytest

from vla_r1_ros.posttrain.scenes import Scene, SceneObject
from vla_r1_ros.sim.labels import object_top, path_label
from vla_r1_ros.sim.layout import HOME_TOOL, sample_layout
from vla_r1_ros.sim.objects import dimensions


def flat_scene(seed: int) -> Scene:
    """Truth of a layout with boxes guessed from the objects' sizes: right in order and place, not to the pixel."""
    layout = sample_layout(seed)
    objects = []
    for item in layout.objects:
        middle = object_top(item) * [1, 1, 0.5]
        x, y = path_label([middle], layout.camera)[0]
        size = dimensions(item.kind, item.scale).radius * 1.2
        objects.append(SceneObject(item, (float(x), float(y), size, size * 1.3), 1000))
    return Scene(seed, tuple(objects), layout.camera, HOME_TOOL)


@pytest.fixture(scope="session")
def scenes() -> list[Scene]:
    return [flat_scene(seed) for seed in range(40)]
