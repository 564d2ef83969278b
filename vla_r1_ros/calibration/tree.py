# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""Which frame a mounting must be published for, so that no frame of TF gets two parents."""

from collections.abc import Mapping


def chain(parents: Mapping[str, str], frame: str) -> list[str]:
    """A frame and what is above it, to the root; a loop ends it."""
    found = [frame]
    while (above := parents.get(found[-1])) is not None and above not in found:
        found.append(above)
    return found


def mounted_frame(parents: Mapping[str, str], camera_frame: str, robot_frames: list[str]) -> str:
    """The topmost frame over `camera_frame` that is not the robot's: where the camera driver's own frames begin.

    Args:
        parents: parent of each frame, as TF has it.
        robot_frames: base and hand; what is above them is the robot's cell.
    """
    robots = {frame for robot in robot_frames for frame in chain(parents, robot)}
    own = camera_frame
    for frame in chain(parents, camera_frame):
        if frame in robots:
            break
        own = frame
    return own
