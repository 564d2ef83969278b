# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""Rigid transforms as plain floats: what the transform buffer computes with."""

import math
from typing import NamedTuple, TypeAlias

Vector: TypeAlias = tuple[float, float, float]
Quaternion: TypeAlias = tuple[float, float, float, float]


class Rigid(NamedTuple):
    """`T_a_b`: maps coordinates in frame b to frame a; translation in m, unit quaternion as (x, y, z, w)."""

    translation: Vector
    rotation: Quaternion


IDENTITY = Rigid((0.0, 0.0, 0.0), (0.0, 0.0, 0.0, 1.0))


def multiply_quaternions(a: Quaternion, b: Quaternion) -> Quaternion:
    """The rotation `b` followed by `a`."""
    ax, ay, az, aw = a
    bx, by, bz, bw = b
    return (
        aw * bx + ax * bw + ay * bz - az * by,
        aw * by - ax * bz + ay * bw + az * bx,
        aw * bz + ax * by - ay * bx + az * bw,
        aw * bw - ax * bx - ay * by - az * bz,
    )


def conjugate(q: Quaternion) -> Quaternion:
    """The inverse rotation of a unit quaternion."""
    return (-q[0], -q[1], -q[2], q[3])


def rotate(q: Quaternion, v: Vector) -> Vector:
    """The vector `v` turned by the unit quaternion `q`."""
    x, y, z, _ = multiply_quaternions(multiply_quaternions(q, (*v, 0.0)), conjugate(q))
    return (x, y, z)


def compose(T_a_b: Rigid, T_b_c: Rigid) -> Rigid:
    """`T_a_c`."""
    x, y, z = rotate(T_a_b.rotation, T_b_c.translation)
    tx, ty, tz = T_a_b.translation
    return Rigid((tx + x, ty + y, tz + z), multiply_quaternions(T_a_b.rotation, T_b_c.rotation))


def invert(T_a_b: Rigid) -> Rigid:
    """`T_b_a`."""
    rotation = conjugate(T_a_b.rotation)
    x, y, z = rotate(rotation, T_a_b.translation)
    return Rigid((-x, -y, -z), rotation)


def slerp(a: Quaternion, b: Quaternion, fraction: float) -> Quaternion:
    """The unit quaternion at `fraction` (0 to 1) of the shorter turn from `a` to `b`."""
    cosine = sum(x * y for x, y in zip(a, b, strict=True))
    if cosine < 0.0:
        b, cosine = (-b[0], -b[1], -b[2], -b[3]), -cosine
    if cosine > 1.0 - 1e-12:
        share_a, share_b = 1.0 - fraction, fraction
    else:
        angle = math.acos(cosine)
        share_a = math.sin((1.0 - fraction) * angle) / math.sin(angle)
        share_b = math.sin(fraction * angle) / math.sin(angle)
    x, y, z, w = (share_a * p + share_b * q for p, q in zip(a, b, strict=True))
    norm = math.sqrt(x * x + y * y + z * z + w * w)
    return (x / norm, y / norm, z / norm, w / norm)


def interpolate(a: Rigid, b: Rigid, fraction: float) -> Rigid:
    """Between two transforms: straight line in translation, even turn in rotation."""
    ax, ay, az = a.translation
    bx, by, bz = b.translation
    translation = (ax + fraction * (bx - ax), ay + fraction * (by - ay), az + fraction * (bz - az))
    return Rigid(translation, slerp(a.rotation, b.rotation, fraction))
