# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""Labels against the rendered truth, and paths against their own inverse."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pytest

from vla_r1_ros.sim.labels import camera_of, carry_way, object_top, path_label, reach_way
from vla_r1_ros.sim.layout import (
    CARRY_HEIGHT,
    HOME_TOOL,
    WORKSPACE_X,
    WORKSPACE_Y,
    SceneLayout,
    sample_layout,
)
from vla_r1_ros.sim.objects import COLOURS, CONTAINERS, GRASPABLE, KINDS, dimensions
from vla_r1_ros.sim.pool import ScenePool

SEEDS = range(25)


@pytest.fixture(scope="module")
def pool() -> Iterator[ScenePool]:
    with ScenePool() as made:
        yield made


def test_a_balls_projected_centre_is_the_centre_of_its_box(pool: ScenePool) -> None:
    checked = 0
    for seed in SEEDS:
        layout = sample_layout(seed)
        shot = pool.shoot(layout)
        for item in layout.objects:
            if item.kind != "ball":
                continue
            middle = object_top(item) * [1, 1, 0.5]
            x, y = path_label([middle], layout.camera)[0] * [640, 480]
            box = shot.boxes[item.name]
            # box coordinates count from the picture's edge, pixels from their centres
            assert abs(x + 0.5 - box.x * 640) < 2.0 and abs(y + 0.5 - box.y * 480) < 2.0
            checked += 1
    assert checked > 5


def test_every_object_shows_and_the_home_tool_is_where_the_layout_says(pool: ScenePool) -> None:
    for seed in SEEDS:
        layout = sample_layout(seed)
        shot = pool.shoot(layout)
        assert set(shot.boxes) == {item.name for item in layout.objects}
        assert min(box.visible_px for box in shot.boxes.values()) > 250
        assert np.allclose(shot.tool, HOME_TOOL, atol=2e-3)


def _lift(label: np.ndarray, z: float, layout: SceneLayout) -> np.ndarray:
    """The point of height z on the ray of a normalised label."""
    K, pose = camera_of(layout.camera, 640, 480)
    ray = pose[:3, :3] @ np.linalg.solve(K, [label[0] * 640, label[1] * 480, 1.0])
    return pose[:3, 3] + ray * (z - pose[2, 3]) / ray[2]


def test_lifting_a_path_at_its_heights_gives_the_way_back() -> None:
    for seed in SEEDS:
        layout = sample_layout(seed, container=True)
        item = next(o for o in layout.objects if o.kind in GRASPABLE)
        goal = next(o for o in layout.objects if o.kind in CONTAINERS)
        for way in (carry_way(object_top(item), (goal.x, goal.y)), reach_way(HOME_TOOL, object_top(item))):
            label = path_label(way, layout.camera)
            assert ((label > 0) & (label < 1)).all()
            lifted = [_lift(point, z, layout) for point, z in zip(label, way[:, 2], strict=True)]
            assert np.allclose(lifted, way, atol=1e-9)


def test_ways_have_the_agreed_points() -> None:
    carry = carry_way((0.5, 0.1, 0.05), (0.6, -0.2))
    assert carry.shape == (6, 3)
    assert np.allclose(carry[1:5, 2], CARRY_HEIGHT) and np.allclose(carry[1, :2], carry[0, :2])
    assert np.allclose(carry[5], (0.6, -0.2, 0.01)) and np.allclose(carry[4, :2], carry[5, :2])
    reach = reach_way(HOME_TOOL, (0.5, 0.1, 0.05))
    assert reach.shape == (5, 3) and np.allclose(reach[1:4, 2], CARRY_HEIGHT)
    assert np.allclose(reach[3, :2], reach[4, :2]) and np.allclose(reach[0], HOME_TOOL)


def test_layouts_keep_their_promises() -> None:
    for seed in range(60):
        layout = sample_layout(seed)
        assert layout == sample_layout(seed)
        names = [(o.colour, o.kind) for o in layout.objects]
        assert len(set(names)) == len(names) and 3 <= len(names) <= 7
        assert any(o.kind in GRASPABLE for o in layout.objects)
        for item in layout.objects:
            assert item.kind in KINDS and item.colour in COLOURS
            assert WORKSPACE_X[0] <= item.x <= WORKSPACE_X[1] and WORKSPACE_Y[0] <= item.y <= WORKSPACE_Y[1]
            for other in layout.objects:
                if other is not item:
                    reach = dimensions(item.kind, item.scale).radius + dimensions(other.kind, other.scale).radius
                    assert np.hypot(item.x - other.x, item.y - other.y) > reach + 0.029
    assert all(any(o.kind in CONTAINERS for o in sample_layout(s, container=True).objects) for s in range(20))
    assert sample_layout(1) != sample_layout(2)
