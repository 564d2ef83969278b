# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""Transforms of a bag at the time of a look, by the rules of the stack's own TF buffer."""

from __future__ import annotations

import bisect
from collections.abc import Iterator
from typing import Any

import numpy as np
from scipy.spatial.transform import Rotation

from vla_r1_ros.core.errors import ErrorCode, ProjectionError
from vla_r1_ros.core.tf_history import Link, TransformException
from vla_r1_ros.core.tf_math import Rigid
from vla_r1_ros.core.tf_tree import TransformTree, refusal
from vla_r1_ros.core.types import FloatArray
from vla_r1_ros.evaluation.bag_contents import Contents
from vla_r1_ros.evaluation.bag_read import Raw

_BEFORE_NS, _AFTER_NS = 5_000_000_000, 3_000_000_000  # of receipt, around that of the look
_CACHE_NS = 3600 * 1_000_000_000


class LookFrames:
    """The transforms that were received around a look; only these are decoded.

    Args:
        begin_ns: when the look was told of (ns of receipt).
    """

    def __init__(self, contents: Contents, begin_ns: int) -> None:
        self._tree = TransformTree(_CACHE_NS)
        first = bisect.bisect_left(contents.tf, begin_ns - _BEFORE_NS, key=_received)
        last = bisect.bisect_right(contents.tf, begin_ns + _AFTER_NS, key=_received)
        for raws, static in ((contents.tf_static, True), (contents.tf[first:last], False)):
            for raw in raws:
                for child, stamp_ns, link in links_of(contents, raw):
                    self._tree.insert(child, stamp_ns, link, static)

    def matrix(self, target: str, source: str, stamp_ns: int) -> FloatArray:
        """Return T_target_source (4, 4) at a time.

        Raises:
            ProjectionError: PROJECTION_NO_TRANSFORM with the reason.
        """
        try:
            rigid, _ = self._tree.lookup(target, source, stamp_ns)
        except TransformException as error:
            raise ProjectionError(ErrorCode.PROJECTION_NO_TRANSFORM, f"no transform from {source} to {target}: {error}",
                                  "record /tf and /tf_static with the attempt") from None
        T = np.eye(4)
        T[:3, :3], T[:3, 3] = Rotation.from_quat(rigid.rotation).as_matrix(), rigid.translation
        return T


def links_of(contents: Contents, raw: Raw) -> Iterator[tuple[str, int, Link]]:
    """The usable transforms of a recorded TF message: child, stamp (ns), parent with `T_parent_child`."""
    message: Any = contents.decoder(raw) if contents.decoder is not None else None
    for one in message.transforms if message is not None else ():
        t, q, stamp = one.transform.translation, one.transform.rotation, one.header.stamp
        parent, child = one.header.frame_id.lstrip("/"), one.child_frame_id.lstrip("/")
        rigid = Rigid((t.x, t.y, t.z), (q.x, q.y, q.z, q.w))
        if not refusal(parent, child, rigid):
            yield child, int(stamp.sec) * 1_000_000_000 + int(stamp.nanosec), Link(parent, rigid)


def _received(raw: Raw) -> int:
    return raw.log_ns
