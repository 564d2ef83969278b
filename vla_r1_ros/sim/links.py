# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""The links of a robot, as ROS names them, on the bodies of its model."""

from collections.abc import Mapping

import numpy as np
from scipy.spatial.transform import Rotation

from vla_r1_ros.core.robot_assets import LinkFrame, RobotModelData
from vla_r1_ros.core.types import FloatArray


def T_body_link(frame: LinkFrame) -> FloatArray:
    """Return a link's frame in its body (4, 4)."""
    T = np.eye(4)
    T[:3, :3] = Rotation.from_quat(np.roll(frame.quat, -1)).as_matrix()
    T[:3, 3] = frame.position
    return T


def link_parents(data: RobotModelData, body_parents: Mapping[str, str]) -> dict[str, str]:
    """Return the parent link of each link but the base: what it hangs on, else the nearest body above with a name.

    Args:
        body_parents: the parent of each body but the base's.
    """
    names = {frame.body: frame.link for frame in data.links}
    return {frame.link: frame.hangs_on or names[_above(frame.body, body_parents, names)]
            for frame in data.links if frame.body != data.base_body}  # fmt: skip


def _above(body: str, parents: Mapping[str, str], names: Mapping[str, str]) -> str:
    body = parents[body]
    while body not in names:
        body = parents[body]
    return body
