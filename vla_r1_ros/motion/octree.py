# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""Measured points as an octree, in the bytes that `octomap` writes: format `OcTree`, binary, two bits a child."""

import numpy as np
from numpy.typing import NDArray

from vla_r1_ros.core.errors import ErrorCode, PlanningError
from vla_r1_ros.core.types import FloatArray

_DEPTH = 16  # levels of every octomap
_CENTRE = 1 << (_DEPTH - 1)  # the cell that begins at the origin
_OCCUPIED, _INNER = 0b10, 0b11  # a child's two bits; 00: unknown


def octree_bytes(points: FloatArray, resolution: float) -> bytes:
    """Return the nodes, depth first, of the octree whose occupied cells hold points (N, 3), N > 0, m.

    Cells are cubes of `resolution` m.

    Raises:
        PlanningError: PLAN_INVALID for no point, or one too far from the origin to have a cell.
    """
    cells = np.unique(np.floor(np.asarray(points) / resolution).astype(np.int64) + _CENTRE, axis=0)
    if not len(cells) or cells.min() < 0 or cells.max() >= 2 * _CENTRE:
        raise PlanningError(ErrorCode.PLAN_INVALID, f"the obstacles are {len(cells)} cells, and all must lie within "
                            f"{_CENTRE * resolution:.0f} m of the base", "what measures points so far away?")
    written = bytearray()
    _write(cells, _DEPTH - 1, written)
    return bytes(written)


def _write(cells: NDArray[np.int64], bit: int, written: bytearray) -> None:
    """Append a node that holds `cells` (N, 3), all alike above `bit`, and what is below it."""
    octant = ((cells >> bit) & 1) @ np.array([1, 2, 4])
    kind = _INNER if bit else _OCCUPIED
    children = [int(child) for child in np.unique(octant)]
    written += sum(kind << (2 * child) for child in children).to_bytes(2, "little")
    if bit:
        for child in children:
            _write(cells[octant == child], bit - 1, written)
