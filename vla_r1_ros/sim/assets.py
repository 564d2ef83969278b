# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""A robot's model out of the installed packages, as the simulator uses it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from vla_r1_ros.core.robot_assets import RobotModelData, whole_model
from vla_r1_ros.sim.gl import ensure_gl

ARM_RGBA = (0.88, 0.88, 0.90, 1.0)


def robot_spec(data: RobotModelData) -> Any:
    """A fresh `mujoco.MjSpec` of the robot without visual meshes and keyframes; its collision geometry is drawn.

    Drawing a Panda's collision meshes costs a fifth of the visual ones, and what is seen is what collides.

    Raises:
        InputError: INPUT_ENVIRONMENT where a package with a model is missing.
    """
    ensure_gl()
    import mujoco

    with whole_model(data) as path:
        spec = mujoco.MjSpec.from_file(str(path))
    for geom in list(spec.geoms):
        if geom.classname is not None and geom.classname.name.endswith("visual"):
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


def mesh_folder(data: RobotModelData, spec: Any) -> Path:
    """The folder that the paths of a specification's meshes are relative to, where they are."""
    with whole_model(data) as path:
        return path.parent / str(spec.meshdir)
