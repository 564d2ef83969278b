# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""Things on the table told apart, and the one that a box is about."""

from itertools import product
from typing import Any

import numpy as np
import pytest

from vla_r1_ros.core.errors import ErrorCode, ProjectionError
from vla_r1_ros.core.segment import explaining_thing, label_things, smoothed, window_around
from vla_r1_ros.core.types import Box


def _labels(look: Any) -> np.ndarray:
    return label_things(look.points, look.support.height(look.points))


def test_each_thing_gets_one_label(scene: Any) -> None:
    look = scene.cast(
        scene.block(0.45, -0.1, (0.05, 0.05, 0.05)),
        scene.tube(0.52, 0.08, 0.034, 0.08, wall=0.005),  # an open vessel: near wall and far wall are one thing
        scene.ball(0.6, -0.1, 0.03),
    )
    labels = _labels(look)
    for index in range(3):
        seen = labels[(look.owner == index) & (look.points[..., 2] > 0.012)]
        found, counts = np.unique(seen[seen > 0], return_counts=True)
        assert counts.max() > 0.95 * len(seen)
        assert (labels == found[counts.argmax()])[look.owner == -1].sum() < 20
    big = [label for label, count in zip(*np.unique(labels, return_counts=True), strict=True) if count > 100]
    assert len(big) == 4  # the table and three things


def test_one_thing_behind_another_in_the_image(scene: Any) -> None:
    near, far = scene.block(0.45, -0.08, (0.05, 0.05, 0.09)), scene.block(0.53, 0.0, (0.05, 0.05, 0.05))
    look = scene.cast(near, far)
    labels = _labels(look)
    a, b = (np.bincount(labels[look.owner == i]).argmax() for i in (0, 1))
    assert a != b and a and b


def test_what_hangs_above_a_thing_is_another(scene: Any) -> None:
    look = scene.cast(scene.block(0.5, 0.0, (0.05, 0.05, 0.05)), scene.block(0.5, 0.0, (0.1, 0.1, 0.1), z=0.2))
    labels = _labels(look)
    lower = np.bincount(labels[(look.owner == 0) & (labels > 0)]).argmax()
    upper = np.bincount(labels[(look.owner == 1) & (labels > 0)]).argmax()
    assert lower != upper


def test_nothing_on_the_table(scene: Any) -> None:
    labels = _labels(scene.cast())
    assert labels.max() == 0 or np.bincount(labels.ravel())[1:].max() < 25


def test_points_far_away_do_not_exhaust_memory() -> None:
    points = np.full((10, 10, 3), 0.5)
    points[0, 0] = [1e6, 0.5, 0.5]
    labels = label_things(points, np.full((10, 10), 0.05))
    assert labels[5, 5] > 0 and labels[0, 0] == 0


def test_the_best_explanation_of_a_box(scene: Any) -> None:
    look = scene.cast(scene.block(0.5, 0.0, (0.05, 0.05, 0.05)), scene.block(0.42, 0.05, (0.04, 0.04, 0.08)))
    labels = _labels(look)
    for shift, grow in product([-0.3, 0.0, 0.3], [-0.3, 0.0, 0.5]):
        box = look.box_of(0, shift, grow)
        edges = (box.x - box.width / 2, box.y - box.height / 2, box.x + box.width / 2, box.y + box.height / 2)
        mask = explaining_thing(labels, edges)
        assert (look.owner[mask] == 0).mean() > 0.97


def test_an_empty_box_has_no_object(scene: Any) -> None:
    with pytest.raises(ProjectionError) as caught:
        explaining_thing(_labels(scene.cast()), (200, 200, 260, 260))
    assert caught.value.code is ErrorCode.PROJECTION_NO_OBJECT


def test_window_grows_and_stays_in_the_image() -> None:
    window = window_around(Box(100, 50, 20, 10), (480, 640), 0.5, 8)
    assert (window.u0, window.v0, window.u1, window.v1) == (80, 37, 121, 64)
    corner = window_around(Box(0, 479, 20, 10), (480, 640), 0.5, 8)
    assert (corner.u0, corner.v1) == (0, 480)
    rows, columns = corner.slices
    assert rows.stop == 480 and columns.start == 0


@pytest.mark.parametrize(
    "box", [Box(-100, 50, 20, 20), Box(50, 900, 20, 20), Box(np.nan, 1, 2, 2), Box(9, 9, 0, 4), Box(9, 9, 4, np.inf)]
)
def test_boxes_outside_the_image_have_no_object(box: Box) -> None:
    with pytest.raises(ProjectionError) as caught:
        window_around(box, (480, 640), 0.2, 4)
    assert caught.value.code is ErrorCode.PROJECTION_NO_OBJECT


def test_smoothing_halves_noise_and_keeps_edges() -> None:
    rng = np.random.default_rng(0)
    v, u = np.mgrid[:40, :40] * 0.0016
    z = np.where(np.arange(40) < 20, 0.05, 0.0) + rng.normal(0, 0.0015, (40, 40))
    points = np.stack([u, v, z], axis=2)
    points[5, 5] = np.nan
    done = smoothed(points, np.isfinite(points).all(axis=2))
    assert done[2:-2, 2:18, 2][np.isfinite(done[2:-2, 2:18, 2])].std() < 0.0007
    assert np.abs(done[2:-2, 19, 2] - 0.05).max() < 0.004 and np.abs(done[2:-2, 20, 2]).max() < 0.004
