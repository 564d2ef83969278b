# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""The mesh files that a robot description names, under addresses that pages can fetch.

A description comes over ROS, from whoever publishes it: only files that are named as meshes are given out.
"""

from pathlib import Path
from urllib.parse import unquote, urlsplit
from xml.etree import ElementTree

from ament_index_python.packages import PackageNotFoundError, get_package_share_directory

from vla_r1_ros.core.urdf import parse_urdf
from vla_r1_ros.ros.console.kept import MAX_WHOLE_BYTES, Kept

SUFFIXES = (".stl", ".obj", ".dae")
MAX_MESHES = 120


def mesh_addresses(urdf: str, kept: Kept) -> tuple[dict[str, str], str]:
    """Return the addresses by the names in the URDF, and in plain words what is missing (empty: nothing).

    Raises:
        InputError: INPUT_FILE where it is no URDF.
    """
    parse_urdf(urdf)
    names = {mesh.get("filename", "") for mesh in ElementTree.fromstring(urdf).iter("mesh")}
    found, missing = {}, []
    for name in sorted(names)[:MAX_MESHES]:
        path = _mesh_file(name)
        if path is None:
            missing.append(name)
        else:
            found[name] = kept.offer(path, "application/octet-stream")
    if not missing:
        return found, ""
    return found, (f"{len(missing)} of {len(names)} meshes are not shown: {missing[0]} is no STL, OBJ or DAE file "
                   "on the console's machine; source the workspace with the robot's description")  # fmt: skip


def _mesh_file(name: str) -> Path | None:
    """The file behind package://, file:// or an absolute path; None where it is not one for pages."""
    parts = urlsplit(name)
    if parts.scheme == "package":
        try:
            path = Path(get_package_share_directory(parts.netloc)) / unquote(parts.path).lstrip("/")
        except (PackageNotFoundError, ValueError):
            return None
    elif parts.scheme in ("file", "") and parts.netloc in ("", "localhost"):
        path = Path(unquote(parts.path))
    else:
        return None
    try:
        path = path.resolve(strict=True)
        good = path.is_file() and path.suffix.lower() in SUFFIXES and path.stat().st_size <= MAX_WHOLE_BYTES
    except OSError:
        return None
    return path if good else None
