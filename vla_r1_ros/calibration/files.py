# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""YAML of calibrations, read entry by entry and written whole or not at all."""

from pathlib import Path
from typing import Any

import numpy as np
import yaml
from scipy.spatial.transform import Rotation

from vla_r1_ros.core.errors import ErrorCode, InputError
from vla_r1_ros.core.robot_entries import Entries
from vla_r1_ros.core.types import FloatArray

_UNIT_TOLERANCE = 1e-3


def read_yaml(path: Path, what: str) -> Any:
    """Return the content of a file; raises InputError INPUT_FILE."""
    try:
        return yaml.safe_load(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise InputError(ErrorCode.INPUT_FILE, f"{what} {path} cannot be read: {error}",
                         "see docs/calibration.md for what it holds") from error  # fmt: skip


def write_yaml(path: Path, data: Any, head: str = "") -> None:
    """Write a file by way of a temporary one; raises InputError INPUT_FILE."""
    text = head + yaml.safe_dump(data, sort_keys=False, default_flow_style=None, width=120, allow_unicode=True)
    part = path.with_name(path.name + ".part")
    try:
        part.write_text(text, encoding="utf-8")
        part.replace(path)
    except OSError as error:
        raise InputError(ErrorCode.INPUT_FILE, f"{path}: {error}", "name a file that can be written") from error


def as_entries(T: FloatArray) -> dict[str, list[float]]:
    """Return a transform (4, 4) as `xyz` (m) and `quaternion` (x y z w)."""
    quaternion = Rotation.from_matrix(T[:3, :3]).as_quat(canonical=True)
    return {"xyz": [round(float(v), 7) for v in T[:3, 3]], "quaternion": [round(float(v), 9) for v in quaternion]}


def read_transform(entries: Entries) -> FloatArray:
    """Return `xyz` and `quaternion` as (4, 4); notes what is wrong with them."""
    xyz, quaternion = entries.vector("xyz", 3), entries.vector("quaternion", 4)
    T = np.eye(4)
    length = float(np.linalg.norm(quaternion))
    if np.isfinite(quaternion).all() and abs(length - 1.0) > _UNIT_TOLERANCE:
        entries.note("quaternion", f"has length {length:.4f}, must be 1 (x y z w)")
    elif np.isfinite(quaternion).all():
        T[:3, :3] = Rotation.from_quat(quaternion).as_matrix()
    T[:3, 3] = xyz
    return T


def refuse_problems(problems: list[str], path: Path) -> None:
    """Raise InputError INPUT_PARAMETER that names all of them, if any."""
    if problems:
        raise InputError(ErrorCode.INPUT_PARAMETER, f"{path}: {'; '.join(problems)}", "see docs/calibration.md")
