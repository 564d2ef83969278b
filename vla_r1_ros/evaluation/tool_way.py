# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""How far the tool, as TF saw it, went from the way that was lifted from the drawn path."""

import bisect
import itertools
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
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
    of both, the intended one from where the tool entered it (of several looks the greatest). `points` of TF went into
    it."""

    mean_mm: float
    max_mm: float
    dfd_mm: float
    points: int

    def to_json(self) -> dict[str, float | int]:
        """Plain JSON, rounded to 0.01 mm."""
        return {key: round(value, 2) for key, value in asdict(self).items()}


@dataclass(frozen=True)
class Leg:
    """A way that the tool was to follow: base frame and points (N, 3) in m, and when it did (ns of receipt)."""

    windows: tuple[tuple[int, int], ...]
    base: str
    points: FloatArray

    def during(self, window: tuple[int, int]) -> "Leg":
        """The same with one more window."""
        return replace(self, windows=(*self.windows, window))


def tool_way(contents: Contents, legs: Sequence[Leg], tool_frame: str) -> ToolWay | None:
    """Compare the tool's ways with the intended ones; None where TF tells none of them."""
    distances, frechet = [], []
    for leg in legs:
        went = _went(contents, leg.windows, leg.base, tool_frame)
        if len(went) >= _LEAST_POINTS and len(leg.points) >= 2:
            distances.append(distances_to_line(went, leg.points))
            frechet.append(_frechet(went, leg.points))
    if not distances:
        return None
    away = np.concatenate(distances)
    return ToolWay(float(away.mean()) * 1e3, float(away.max()) * 1e3, max(frechet) * 1e3, len(away))


def distances_to_line(points: FloatArray, line: FloatArray) -> FloatArray:
    """Distance (N,) of each of the points (N, 3) to the nearest place on the line through (M, 3), M >= 2."""
    nearest = np.full(len(points), np.inf)
    for begin, end in itertools.pairwise(line):
        along = end - begin
        share = np.clip((points - begin) @ along / max(float(along @ along), 1e-12), 0.0, 1.0)
        nearest = np.minimum(nearest, np.linalg.norm(points - begin - share[:, None] * along, axis=1))
    return nearest


def _frechet(went: FloatArray, way: FloatArray) -> float:
    length = float(np.linalg.norm(np.diff(way, axis=0), axis=1).sum())
    line = resample(way, min(2000, max(2, len(way), int(length / _STEP_M) + 1)))
    entered = int(np.linalg.norm(line - went[0], axis=1).argmin())
    rest = line[min(entered, len(line) - 2) :]
    count = min(len(rest), 200)
    return discrete_frechet(resample(went, count), resample(rest, count))


def _went(contents: Contents, windows: Sequence[tuple[int, int]], base: str, tool: str) -> FloatArray:
    """The tool's points (N, 3) in the base frame, one for each TF message that moves a link on the way."""
    links: dict[str, tuple[str, FloatArray]] = {}
    for raw in contents.tf_static:
        _insert(contents, raw, links)
    points, done = [], 0
    for begin, end in sorted(windows):
        first = max(done, bisect.bisect_left(contents.tf, begin - _MARGIN_NS, key=_received))
        done = max(done, bisect.bisect_right(contents.tf, end, key=_received))
        for raw in contents.tf[first:done]:
            moved = _insert(contents, raw, links)
            found = _chain(links, base, tool) if raw.log_ns >= begin else None
            if found is not None and moved & found[1]:
                points.append(found[0])
    return np.array(points).reshape(-1, 3)


def _received(raw: Raw) -> int:
    return raw.log_ns


def _insert(contents: Contents, raw: Raw, links: dict[str, tuple[str, FloatArray]]) -> set[str]:
    message: Any = contents.decoder(raw) if contents.decoder is not None else None
    moved = set()
    for one in message.transforms if message is not None else ():
        t, q = one.transform.translation, one.transform.rotation
        turn = np.array([q.x, q.y, q.z, q.w])
        if not np.isfinite([*turn, t.x, t.y, t.z]).all() or np.linalg.norm(turn) < 1e-6:
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
