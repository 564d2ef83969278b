# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""The octree's bytes, read back as octomap reads them."""

import struct

import numpy as np
import pytest

from vla_r1_ros.core.errors import PlanningError
from vla_r1_ros.motion.octree import octree_bytes


def occupied(data: bytes, resolution: float) -> np.ndarray:
    """Centres (N, 3) of the occupied cells, read as octomap's `readBinaryNode` reads: two bits a child, depth first."""
    cells, at = [], 0

    def node(cell: np.ndarray, depth: int) -> None:
        nonlocal at
        (bits,) = struct.unpack_from("<H", data, at)
        at += 2
        for child in range(8):
            corner = 2 * cell + [child & 1, child >> 1 & 1, child >> 2]
            kind = bits >> 2 * child & 0b11
            assert kind != 0b01, "a free cell, which was not measured"
            if kind == 0b10:
                assert depth == 15
                cells.append(corner)
            elif kind == 0b11:
                node(corner, depth + 1)

    node(np.zeros(3, dtype=np.int64), 0)
    assert at == len(data)
    return (np.array(cells) - 2**15 + 0.5) * resolution


def test_every_point_is_in_an_occupied_cell_and_every_cell_has_one() -> None:
    rng = np.random.default_rng(1)
    points = rng.uniform((-0.3, -0.5, -0.02), (0.9, 0.5, 0.6), (500, 3))
    found = occupied(octree_bytes(points, 0.01), 0.01)
    away = np.abs(points[:, None] - found[None]).max(axis=2)
    assert (away.min(axis=1) <= 0.005 + 1e-9).all() and (away.min(axis=0) <= 0.005 + 1e-9).all()


def test_one_cell_is_sixteen_nodes_of_two_bytes() -> None:
    data = octree_bytes(np.array([[0.001, 0.001, 0.001]] * 3), 0.01)
    # the cell at the origin: the last of the root's children, then the first of each below it
    assert data == bytes([0, 0b11000000]) + bytes([0b11, 0]) * 14 + bytes([0b10, 0])


@pytest.mark.parametrize("points", [np.zeros((0, 3)), np.array([[400.0, 0.0, 0.0]])])
def test_nothing_and_what_is_too_far_are_refused(points: np.ndarray) -> None:
    with pytest.raises(PlanningError, match="cells"):
        octree_bytes(points, 0.01)
