# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""How far the tool, as TF saw it, went from the way that was lifted from the drawn path."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np
from scipy.spatial.transform import Rotation

from vla_r1_ros.core.metrics import discrete_frechet, resample
from vla_r1_ros.core.types import FloatArray
from vla_r1_ros.evaluation.bag_contents import Contents
from vla_r1_ros.evaluation.bag_read import Raw

#: Stages in which the tool follows the path; in the others it grasps, retreats or goes home.
FOLLOWING = frozenset({"travel", "lower"})
_STEP_M = 0.005
_MARGIN_NS = 500_000_000  # parts of the chain that come at another time than the rest
_LEAST_POINTS = 5


@dataclass(frozen=True)
class ToolWay:
    """Distances in mm: of the tool's points from the intended way (mean, greatest), and the discrete Frechet distance
    of both, the intended one from where the tool entered it. `points` of TF went into it."""

    mean_mm: float
    max_mm: float
    dfd_mm: float
    points: int

    def to_json(self) -> dict[str, float | int]:
        """Plain JSON, rounded to 0.01 mm."""
        return {key: round(value, 2) for key, value in asdict(self).items()}


def tool_way(contents: Contents, windows: Sequence[tuple[int, int]], intended: tuple[str, FloatArray],
             tool_frame: str) -> ToolWay | None:
    """Compare the tool's way in `windows` (ns of receipt) with the intended one; None where TF does not tell it.

    Args:
        intended: base frame and points (N, 3) in m.
    """
    base, points = intended
    went = _went(contents, windows, base, tool_frame)
    if len(went) < _LEAST_POINTS or len(points) < 2:
        return None
    line = _fine(points)
    away = np.linalg.norm(went[:, None] - line[None], axis=2)
    entered = int(away[0].argmin())
    rest = line[entered:] if len(line) - entered >= 2 else line[-2:]
    length = max(2, min(len(rest), 200))
    dfd = discrete_frechet(resample(went, length), resample(rest, length))
    nearest = away.min(axis=1)
    return ToolWay(float(nearest.mean()) * 1e3, float(nearest.max()) * 1e3, dfd * 1e3, len(went))


def _fine(points: FloatArray) -> FloatArray:
    length = float(np.linalg.norm(np.diff(points, axis=0), axis=1).sum())
    return resample(points, min(2000, max(len(points), int(length / _STEP_M) + 1)))


def _went(contents: Contents, windows: Sequence[tuple[int, int]], base: str, tool: str) -> FloatArray:
    """The tool's points (N, 3) in the base frame, one for each TF message that moves a link on the way."""
    links: dict[str, tuple[str, FloatArray]] = {}
    for raw in contents.tf_static:
        _insert(contents, raw, links)
    points = []
    for raw in contents.tf:
        inside = any(begin <= raw.log_ns <= end for begin, end in windows)
        if inside or any(begin - _MARGIN_NS <= raw.log_ns < begin for begin, _ in windows):
            moved = _insert(contents, raw, links)
            found = _chain(links, base, tool) if inside else None
            if found is not None and moved & found[1]:
                points.append(found[0])
    return np.array(points).reshape(-1, 3)


def _insert(contents: Contents, raw: Raw, links: dict[str, tuple[str, FloatArray]]) -> set[str]:
    message: Any = contents.decoder(raw) if contents.decoder is not None else None
    moved = set()
    for one in message.transforms if message is not None else ():
        t, q = one.transform.translation, one.transform.rotation
        turn = np.array([q.x, q.y, q.z, q.w])
        if not np.isfinite(turn).all() or np.linalg.norm(turn) < 1e-6:
            continue
        T = np.eye(4)
        T[:3, :3], T[:3, 3] = Rotation.from_quat(turn).as_matrix(), (t.x, t.y, t.z)
        links[one.child_frame_id] = (one.header.frame_id, T)
        moved.add(one.child_frame_id)
    return moved


def _chain(links: dict[str, tuple[str, FloatArray]], base: str, tool: str) -> tuple[FloatArray, set[str]] | None:
    T, frame, passed = np.eye(4), tool, set[str]()
    while frame != base:
        if frame not in links or frame in passed:
            return None
        passed.add(frame)
        frame, T_parent_child = links[frame]
        T = T_parent_child @ T
    return T[:3, 3], passed
