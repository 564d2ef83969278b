# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""The kinds of object on the table: their sizes (metres), colours and collision geometry."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

KINDS = ("cube", "box", "cylinder", "ball", "mug", "bowl", "basket")
CONTAINERS = ("bowl", "basket")
GRASPABLE = ("cube", "box", "cylinder", "ball", "mug")
COLOURS: dict[str, tuple[float, float, float]] = {
    "red": (0.80, 0.08, 0.08),
    "green": (0.08, 0.58, 0.14),
    "blue": (0.08, 0.18, 0.80),
    "yellow": (0.92, 0.82, 0.08),
    "orange": (0.95, 0.42, 0.03),
    "purple": (0.48, 0.12, 0.65),
    "white": (0.93, 0.93, 0.93),
    "black": (0.07, 0.07, 0.07),
}
FRICTION = (1.2, 0.02, 0.0005)
SOLREF = (0.004, 1.0)
DENSITY = 400.0
_RING = 16


@dataclass(frozen=True, slots=True)
class Dimensions:
    """Outer size in metres: `length` along the object's x, `width` along its y, and its height.

    `radius` is the radius of the upright cylinder that holds the whole footprint, `floor_z` the height of the inner
    floor of a container (the height of the top for solid objects).
    """

    length: float
    width: float
    height: float
    radius: float
    floor_z: float


def dimensions(kind: str, scale: float = 1.0) -> Dimensions:
    """Size of a kind at a scale. Raises KeyError for an unknown kind."""
    base = _BASE[kind]
    return Dimensions(*(scale * value for value in base))


_BASE: dict[str, tuple[float, float, float, float, float]] = {
    "cube": (0.05, 0.05, 0.05, 0.0354, 0.05),
    "box": (0.085, 0.045, 0.045, 0.0481, 0.045),
    "cylinder": (0.05, 0.05, 0.10, 0.025, 0.10),
    "ball": (0.062, 0.062, 0.062, 0.031, 0.062),
    "mug": (0.096, 0.068, 0.08, 0.062, 0.08),
    "bowl": (0.15, 0.15, 0.05, 0.078, 0.006),
    "basket": (0.15, 0.13, 0.06, 0.0993, 0.006),
}


def is_container(kind: str) -> bool:
    """True for kinds that things are put into."""
    return kind in CONTAINERS


def add_object(
    body: Any, kind: str, rgba: tuple[float, float, float, float], scale: float = 1.0, *, physics: bool = True
) -> list[Any]:
    """Adds the geoms of a kind to an MjSpec body whose origin is the footprint's centre on the table; returns them.

    With `physics` the geoms carry contact parameters and density, else they do not collide (pictures only).
    """
    import mujoco

    box, cylinder = mujoco.mjtGeom.mjGEOM_BOX, mujoco.mjtGeom.mjGEOM_CYLINDER
    common: dict[str, Any] = {"rgba": list(rgba)}
    if physics:
        common.update(friction=list(FRICTION), condim=4, solref=list(SOLREF), density=DENSITY)
    else:
        common.update(contype=0, conaffinity=0)
    size = dimensions(kind, scale)
    half = [size.length / 2, size.width / 2, size.height / 2]
    if kind in ("cube", "box"):
        return [body.add_geom(type=box, size=half, pos=[0, 0, half[2]], **common)]
    if kind == "cylinder":
        return [body.add_geom(type=cylinder, size=[half[0], half[2], 0], pos=[0, 0, half[2]], **common)]
    if kind == "ball":
        if physics:
            common.update(condim=6)  # rolling friction, else a ball never comes to rest
        kind_of = mujoco.mjtGeom.mjGEOM_SPHERE
        return [body.add_geom(type=kind_of, size=[half[0], 0, 0], pos=[0, 0, half[0]], **common)]
    if kind == "mug":
        geoms = _ring(body, 0.034 * scale, size.height, 0.005 * scale, common)
        handle = [0.014 * scale, 0.005 * scale, 0.026 * scale]
        geoms.append(body.add_geom(type=box, size=handle, pos=[0.048 * scale, 0, size.height / 2], **common))
        return geoms
    if kind == "bowl":
        return _ring(body, 0.075 * scale, size.height, 0.006 * scale, common)
    if kind == "basket":
        return _basket(body, size, 0.006 * scale, common)
    raise KeyError(kind)


def _ring(body: Any, radius: float, height: float, wall: float, common: dict[str, Any]) -> list[Any]:
    """A round vessel: a floor disc and a wall of upright boxes."""
    import mujoco

    floor = [radius * 0.98, wall / 2, 0]
    geoms = [body.add_geom(type=mujoco.mjtGeom.mjGEOM_CYLINDER, size=floor, pos=[0, 0, wall / 2], **common)]
    half_chord = radius * math.tan(math.pi / _RING)
    for index in range(_RING):
        angle = 2 * math.pi * index / _RING
        middle = radius - wall / 2
        geoms.append(
            body.add_geom(
                type=mujoco.mjtGeom.mjGEOM_BOX,
                size=[wall / 2, half_chord, height / 2],
                pos=[middle * math.cos(angle), middle * math.sin(angle), height / 2],
                quat=[math.cos(angle / 2), 0, 0, math.sin(angle / 2)],
                **common,
            )
        )
    return geoms


def _basket(body: Any, size: Dimensions, wall: float, common: dict[str, Any]) -> list[Any]:
    import mujoco

    box = mujoco.mjtGeom.mjGEOM_BOX
    x, y, z = size.length / 2, size.width / 2, size.height / 2
    geoms = [body.add_geom(type=box, size=[x, y, wall / 2], pos=[0, 0, wall / 2], **common)]
    for sign in (-1.0, 1.0):
        geoms.append(body.add_geom(type=box, size=[wall / 2, y, z], pos=[sign * (x - wall / 2), 0, z], **common))
        geoms.append(body.add_geom(type=box, size=[x, wall / 2, z], pos=[0, sign * (y - wall / 2), z], **common))
    return geoms
