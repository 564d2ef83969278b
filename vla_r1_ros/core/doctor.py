# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""Checks of a machine that need neither ROS nor a model: room for recordings."""

import shutil
from pathlib import Path

from vla_r1_ros.core.findings import Finding

#: Below it a demo or benchmark does not start; what is comfortable holds an hour of a compressed camera.
MIN_FREE_GIB, GOOD_FREE_GIB = 1.0, 20.0
#: Colour and depth of VGA, raw: 640 * 480 * (3 + 2) bytes, times 10 Hz.
_RAW_GIB_PER_MINUTE = 640 * 480 * 5 * 10 * 60 / 2**30


def check_disk(folder: Path) -> Finding:
    """Room on the disk that `folder`, or its nearest parent that exists, lies on."""
    place = folder.expanduser().absolute()
    while not place.exists() and place != place.parent:
        place = place.parent
    free_gib = shutil.disk_usage(place).free / 2**30
    seen = f"{free_gib:.1f} GiB free at {place}: {free_gib / _RAW_GIB_PER_MINUTE:.0f} min of raw VGA RGB-D at 10 Hz"
    todo = f"free {GOOD_FREE_GIB:g} GiB, or record to another disk (output_directory of recorder_node)"
    if free_gib < MIN_FREE_GIB:
        return Finding.fail(seen, todo, free_gib=free_gib)
    if free_gib < GOOD_FREE_GIB:
        return Finding.warn(seen, todo, free_gib=free_gib)
    return Finding.ok(seen, free_gib=free_gib)
