# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""What stands where in a scene, drawn from a seed. No MuJoCo here: the same layout feeds pictures and physics.

Seeds below 100000 are held out for benchmarks; training data starts at 1000000.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from vla_r1_ros.sim.camera import camera_matrix, optical_pose, project
from vla_r1_ros.sim.objects import COLOURS, CONTAINERS, GRASPABLE, KINDS, dimensions

HELD_OUT_SEEDS = range(0, 100_000)
FIRST_TRAINING_SEED = 1_000_000
HOME_TOOL = (0.3069, 0.0, 0.4869)
"""Where each robot that is simulated has its tool at home, so that all of them have the same scenes."""
CARRY_HEIGHT = 0.25
WORKSPACE_X = (0.36, 0.68)
WORKSPACE_Y = (-0.28, 0.30)
MAX_PER_KIND = 3
IMAGE_SIZE = (640, 480)
CAMERA_POSITION = np.array([-0.05, -0.47, 0.78])
CAMERA_JITTER_M = 0.04
FAR_CAMERA_M = (0.06, 0.10)
_GAP = 0.03


@dataclass(frozen=True, slots=True)
class ObjectSpec:
    """One object: footprint centre (metres, base frame), yaw (rad) and its own shade of the named colour."""

    name: str
    kind: str
    colour: str
    x: float
    y: float
    yaw: float
    scale: float
    rgb: tuple[float, float, float]

    @property
    def phrase(self) -> str:
        """The words for it, "red cube"."""
        return f"{self.colour} {self.kind}"


@dataclass(frozen=True, slots=True)
class CameraSpec:
    """Camera position and aim point (metres, base frame) and vertical field of view (degrees)."""

    position: tuple[float, float, float]
    target: tuple[float, float, float]
    fovy_deg: float


@dataclass(frozen=True, slots=True)
class SceneLayout:
    """A whole scene; colours are linear 0..1, `arm_offset` how far each joint stands from home, rad (seven; an arm with
    fewer joints takes the first)."""

    seed: int
    objects: tuple[ObjectSpec, ...]
    camera: CameraSpec
    table_rgb: tuple[float, float, float]
    floor_rgb: tuple[float, float, float]
    light_dir: tuple[float, float, float]
    light_diffuse: float
    headlight: float
    arm_offset: tuple[float, ...]


@dataclass(frozen=True)
class Stock:
    """What a scene is made of: the colours that each kind may have, and kinds that must be there (as often as they are
    named)."""

    colours: Mapping[str, tuple[str, ...]]
    always: tuple[str, ...] = ()


def _triple(values: NDArray[np.float64]) -> tuple[float, float, float]:
    return float(values[0]), float(values[1]), float(values[2])


def sample_layout(
    seed: int, *, count: tuple[int, int] = (3, 7), container: bool | None = None, arm_jitter_rad: float = 0.0,
    far_camera: bool = False, stock: Stock | None = None,
) -> SceneLayout:  # fmt: skip
    """Draws a scene. The same arguments give the same scene on every machine.

    count: least and most objects. container: True for at least one bowl or basket, False for none, None for either
    (one in 85 % of the scenes). There is always at least one graspable object, no two objects share colour and kind,
    and each is seen by the camera at home pose (at least 70 % of its surface points, by a cylinder approximation).
    far_camera: a camera that stands 6 to 10 cm off in at least one direction, which training (4 cm) never has.
    stock: what the scene is made of, None for any things; `container` means nothing then.
    """
    rng = np.random.default_rng([seed, 20261122])
    while True:
        camera = _sample_camera(rng, far_camera)
        objects = _sample_objects(rng, camera, count, container, stock)
        if objects is not None and _in_view(camera, objects):
            break
    light = np.r_[rng.normal(0.0, 0.35, 2), -1.0]
    table = np.clip(np.array([0.72, 0.62, 0.5]) * rng.uniform(0.55, 1.2) + rng.normal(0, 0.04, 3), 0.15, 0.9)
    floor = np.clip(0.36 + rng.normal(0, 0.08) + rng.normal(0, 0.02, 3), 0.1, 0.7)
    arm = rng.normal(0.0, 1.0, 7) * arm_jitter_rad
    return SceneLayout(
        seed=seed,
        objects=objects,
        camera=camera,
        table_rgb=_triple(table),
        floor_rgb=_triple(floor),
        light_dir=_triple(light / np.linalg.norm(light)),
        light_diffuse=float(rng.uniform(0.5, 0.85)),
        headlight=float(rng.uniform(0.25, 0.5)),
        arm_offset=tuple(float(v) for v in arm),
    )


def _sample_camera(rng: np.random.Generator, far: bool) -> CameraSpec:
    off = rng.uniform(-1, 1, 3) * (FAR_CAMERA_M[1] if far else CAMERA_JITTER_M)
    while far and np.abs(off).max() < FAR_CAMERA_M[0]:
        off = rng.uniform(-1, 1, 3) * FAR_CAMERA_M[1]
    position = CAMERA_POSITION + off
    target = np.array([0.51, -0.03, 0.045]) + rng.uniform(-1, 1, 3) * [0.03, 0.03, 0.015]
    return CameraSpec(_triple(position), _triple(target), float(42.5 + rng.uniform(-1.5, 1.5)))


def _sample_kinds(rng: np.random.Generator, total: int, container: bool | None, stock: Stock | None) -> list[str]:
    if stock is not None:
        kinds = [*stock.always, *(str(rng.choice(list(stock.colours))) for _ in range(total - len(stock.always)))]
        return sorted(kinds, key=lambda kind: -dimensions(kind).radius)
    wants_container = rng.random() < 0.85 if container is None else container
    kinds = [str(rng.choice(GRASPABLE))]
    if wants_container:
        kinds.append(str(rng.choice(CONTAINERS)))
    pool = GRASPABLE if container is False else KINDS
    kinds += [str(rng.choice(pool)) for _ in range(total - len(kinds))]
    return sorted(kinds, key=lambda kind: -dimensions(kind).radius)


def _sample_objects(
    rng: np.random.Generator, camera: CameraSpec, count: tuple[int, int], container: bool | None, stock: Stock | None
) -> tuple[ObjectSpec, ...] | None:
    total = int(rng.integers(count[0], count[1] + 1))
    placed: list[ObjectSpec] = []
    for kind in _sample_kinds(rng, total, container, stock):
        if sum(spec.kind == kind for spec in placed) >= MAX_PER_KIND:
            continue
        taken = {spec.colour for spec in placed if spec.kind == kind}
        free = [name for name in (COLOURS if stock is None else stock.colours[kind]) if name not in taken]
        if not free:
            continue
        colour = str(rng.choice(free))
        scale = float(rng.uniform(0.9, 1.1))
        rgb = shade(colour, rng)
        for _ in range(25):
            x, y = float(rng.uniform(*WORKSPACE_X)), float(rng.uniform(*WORKSPACE_Y))
            spec = ObjectSpec(
                f"{colour}_{kind}", kind, colour, x, y, float(rng.uniform(-math.pi, math.pi)), scale, rgb
            )
            if _clear(spec, placed) and _all_seen(camera, [*placed, spec]):
                placed.append(spec)
                break
    kinds = {spec.kind for spec in placed}
    counts = Counter(spec.kind for spec in placed)
    if stock is not None and Counter(stock.always) - counts:
        return None
    if len(placed) < count[0] or not kinds & set(GRASPABLE) or (container is True and not kinds & set(CONTAINERS)):
        return None
    order = rng.permutation(len(placed))
    return tuple(placed[int(i)] for i in order)


def shade(colour: str, rng: np.random.Generator) -> tuple[float, float, float]:
    """An object's own shade of a named colour, linear 0..1."""
    return _triple(np.clip(np.array(COLOURS[colour]) * rng.uniform(0.88, 1.07) + rng.normal(0, 0.015, 3), 0, 1))


def _clear(spec: ObjectSpec, others: list[ObjectSpec]) -> bool:
    radius = dimensions(spec.kind, spec.scale).radius
    return all(
        math.hypot(spec.x - o.x, spec.y - o.y) > radius + dimensions(o.kind, o.scale).radius + _GAP for o in others
    )


def _all_seen(camera: CameraSpec, specs: list[ObjectSpec]) -> bool:
    eye = np.array(camera.position)
    return all(_seen_share(eye, spec, [o for o in specs if o is not spec]) >= 0.7 for spec in specs)


def _seen_share(eye: NDArray[np.float64], spec: ObjectSpec, others: list[ObjectSpec]) -> float:
    """Share of points on the camera-facing side of an upright cylinder that no other cylinder hides."""
    if not others:
        return 1.0
    size = dimensions(spec.kind, spec.scale)
    facing = math.atan2(eye[1] - spec.y, eye[0] - spec.x)
    angles, heights = np.meshgrid(facing + np.linspace(-1.4, 1.4, 7), np.linspace(0.1, 1.0, 4) * size.height)
    x, y = spec.x + size.radius * np.cos(angles), spec.y + size.radius * np.sin(angles)
    points = np.stack([x.ravel(), y.ravel(), heights.ravel()], 1)
    steps = np.linspace(0.0, 0.35, 36)[None, :, None]
    rays = points[:, None, :] + steps * (eye - points)[:, None, :]
    hidden = np.zeros(len(points), dtype=bool)
    for other in others:
        blocker = dimensions(other.kind, other.scale)
        near = np.hypot(rays[..., 0] - other.x, rays[..., 1] - other.y) < blocker.radius
        hidden |= (near & (rays[..., 2] < blocker.height)).any(1)
    return float(1.0 - hidden.mean())


def _in_view(camera: CameraSpec, objects: tuple[ObjectSpec, ...]) -> bool:
    """Every footprint, every point at carry height above an object and the tool at home lie inside the picture."""
    points = [HOME_TOOL]
    for spec in objects:
        size = dimensions(spec.kind, spec.scale)
        points.append((spec.x, spec.y, CARRY_HEIGHT))
        for dx, dy in ((-1, 0), (1, 0), (0, -1), (0, 1)):
            points.append((spec.x + dx * size.radius, spec.y + dy * size.radius, 0.0))
    width, height = IMAGE_SIZE
    pixels = project(
        np.array(points), camera_matrix(camera.fovy_deg, width, height), optical_pose(camera.position, camera.target)
    )
    share = pixels / np.array([width, height])
    return bool((share > 0.01).all() and (share < 0.99).all())
