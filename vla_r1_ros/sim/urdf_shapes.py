# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""A body's geometry as shapes of a URDF link."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import numpy as np
from numpy.typing import ArrayLike
from scipy.spatial.transform import Rotation

from vla_r1_ros.core.types import FloatArray
from vla_r1_ros.sim.assets import ARM_RGBA


@dataclass(frozen=True)
class MeshFile:
    """A mesh's file, and by how much it is stretched (3,)."""

    path: Path
    scale: FloatArray


def add_shapes(link: ElementTree.Element, body: Any, T_link_body: FloatArray, meshes: Mapping[str, MeshFile]) -> None:
    """Add each geom of a MuJoCo body to a link, to be seen and to collide alike."""
    for geom in body.geoms:
        T = T_link_body @ _pose(geom.pos, geom.quat)
        for shape, attributes, T_geom_shape in _shapes(geom, meshes):
            for kind in ("visual", "collision"):
                part = ElementTree.SubElement(link, kind)
                put_origin(part, T @ T_geom_shape)
                ElementTree.SubElement(ElementTree.SubElement(part, "geometry"), shape, attributes)
                if kind == "visual":
                    material = ElementTree.SubElement(part, "material", name="arm")
                    ElementTree.SubElement(material, "color", rgba=words(ARM_RGBA))


def put_origin(element: ElementTree.Element, T: FloatArray) -> None:
    """Add where something stands (4, 4)."""
    rpy = Rotation.from_matrix(T[:3, :3]).as_euler("xyz")
    ElementTree.SubElement(element, "origin", xyz=words(T[:3, 3]), rpy=words(rpy))


def words(values: ArrayLike) -> str:
    """Numbers as a URDF has them."""
    return " ".join(f"{value:.9g}" for value in np.ravel(np.asarray(values, dtype=np.float64)))


def _shapes(geom: Any, meshes: Mapping[str, MeshFile]) -> list[tuple[str, dict[str, str], FloatArray]]:
    """The URDF's shapes of a geom, and where they stand in it: a capsule is a cylinder and two spheres."""
    kind, size, here = geom.type.name.removeprefix("mjGEOM_"), np.asarray(geom.size), np.eye(4)
    if kind == "MESH":
        mesh = {"filename": meshes[geom.meshname].path.as_uri()}
        scale = meshes[geom.meshname].scale
        return [("mesh", mesh if (scale == 1).all() else mesh | {"scale": words(scale)}, here)]
    if kind == "BOX":
        return [("box", {"size": words(2 * size)}, here)]
    parts = [("cylinder", {"radius": words(size[0]), "length": words(2 * size[1])}, here)]
    if kind == "CAPSULE":
        parts += [("sphere", {"radius": words(size[0])}, _pose([0, 0, end], [1, 0, 0, 0]))
                  for end in (-size[1], size[1])]
    return parts


def _pose(position: ArrayLike, wxyz: ArrayLike) -> FloatArray:
    T = np.eye(4)
    T[:3, :3] = Rotation.from_quat(np.roll(np.asarray(wxyz, dtype=np.float64), -1)).as_matrix()
    T[:3, 3] = position
    return T
