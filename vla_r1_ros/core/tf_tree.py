# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""The tree of frames: lookups between any two of them at any time in the buffer (the rules of tf2)."""

import math

from vla_r1_ros.core.tf_history import (
    ConnectivityException,
    DynamicHistory,
    ExtrapolationException,
    InvalidArgumentException,
    Link,
    LookupException,
    StaticHistory,
)
from vla_r1_ros.core.tf_math import IDENTITY, Rigid, compose, invert

#: How far the squared norm of a rotation may be from 1.
NORM_TOLERANCE = 1e-2


class TransformTree:
    """Frames by name with their histories. Not thread-safe; the buffer guards it. Times in ns, 0 = latest."""

    def __init__(self, cache_ns: int) -> None:
        self._cache_ns = cache_ns
        self._histories: dict[str, StaticHistory | DynamicHistory] = {}
        self._names: set[str] = set()

    def insert(self, child: str, stamp_ns: int, link: Link, is_static: bool) -> bool:
        """Add `T_parent_child`; a change between static and dynamic starts the frame afresh. False: not kept."""
        history = self._histories.get(child)
        if history is None or history.is_static != is_static:
            history = StaticHistory() if is_static else DynamicHistory(self._cache_ns)
            self._histories[child] = history
        self._names.update((child, link.parent))
        return history.insert(stamp_ns, link)

    def clear(self) -> None:
        """Forget everything that is not static."""
        for history in self._histories.values():
            history.clear()

    def parents(self) -> dict[str, str]:
        """The newest parent of each frame that has one."""
        newest = {child: history.latest() for child, history in self._histories.items()}
        return {child: link.parent for child, link in newest.items() if link is not None}

    def check_names(self, *frames: str) -> None:
        """Raises InvalidArgumentException for a malformed name, LookupException for one never heard of."""
        for frame in frames:
            if not frame:
                raise InvalidArgumentException("Invalid argument passed to lookupTransform: frame_id cannot be empty")
            if frame.startswith("/"):
                raise InvalidArgumentException(f"Invalid argument '{frame}' passed to lookupTransform: in tf2 "
                                               "frame_ids cannot start with a '/'")
            if frame not in self._names:
                raise LookupException(f'"{frame}" passed to lookupTransform argument does not exist.')

    def lookup(self, target: str, source: str, stamp_ns: int) -> tuple[Rigid, int]:
        """`T_target_source` and the time that it holds for.

        Raises:
            LookupException, ConnectivityException, ExtrapolationException, InvalidArgumentException: as tf2.
        """
        if target == source:
            history = self._histories.get(target)
            return IDENTITY, stamp_ns or (history.latest_stamp_ns() if history else 0)
        self.check_names(target, source)
        if stamp_ns == 0:
            stamp_ns = self._latest_common_ns(target, source)
        source_up, source_error = self._ways_up(source, stamp_ns)
        target_up, target_error = self._ways_up(target, stamp_ns)
        for frame, T_frame_source in source_up.items():
            if frame in target_up:
                return compose(invert(target_up[frame]), T_frame_source), stamp_ns
        raise source_error or target_error or _not_connected(target, source)

    def _ways_up(self, frame: str, stamp_ns: int) -> tuple[dict[str, Rigid], ExtrapolationException | None]:
        """`T_ancestor_frame` by ancestor, nearest first, up to the root or to the first frame without data then."""
        transform = IDENTITY
        ways = {frame: transform}
        while (history := self._histories.get(frame)) is not None:
            try:
                link = history.at(stamp_ns)
            except ExtrapolationException as error:
                return ways, error
            if link is None:
                break
            if link.parent in ways:
                raise _loop(link.parent)
            transform = compose(link.transform, transform)
            frame = link.parent
            ways[frame] = transform
        return ways, None

    def _latest_common_ns(self, target: str, source: str) -> int:
        """The newest time at which every link between two frames is known."""
        source_chain, target_chain = self._newest_chain(source), self._newest_chain(target)
        common = next((frame for frame in source_chain if frame in target_chain), None)
        if common is None:
            raise _not_connected(target, source)
        between = [frame for chain in (source_chain, target_chain) for frame in chain[: chain.index(common)]]
        histories = [self._histories[frame] for frame in between]
        return min((history.latest_stamp_ns() for history in histories if not history.is_static), default=0)

    def _newest_chain(self, frame: str) -> list[str]:
        chain = [frame]
        while (history := self._histories.get(frame)) is not None and (link := history.latest()) is not None:
            frame = link.parent
            if frame in chain:
                raise _loop(frame)
            chain.append(frame)
        return chain


def _not_connected(target: str, source: str) -> ConnectivityException:
    return ConnectivityException(f"Could not find a connection between '{target}' and '{source}' because they are "
                                 "not part of the same tree.")


def _loop(frame: str) -> LookupException:
    return LookupException(f"The tf tree contains a loop through '{frame}'")


def refusal(parent: str, child: str, transform: Rigid) -> str:
    """Why a transform cannot be used; empty where it can."""
    if not parent or not child:
        return "a frame name is empty"
    if parent == child:
        return "parent and child are the same"
    if not all(math.isfinite(value) for value in (*transform.translation, *transform.rotation)):
        return "a number is not finite"
    squared_norm = sum(value * value for value in transform.rotation)
    if abs(squared_norm - 1.0) > NORM_TOLERANCE:
        return f"the rotation's norm is {math.sqrt(squared_norm):.4f}, not 1"
    return ""
