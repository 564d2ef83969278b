# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""Scenes with their whole truth, drawn by the simulator, in shards on disk.

A shard is two files: `scenes_<first seed>.npy` (N, 252, 336, 3) uint8 RGB and `scenes_<first seed>.json`, the truth of
each picture. The json is written last, so a shard without one is unfinished and is made again.
"""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor, as_completed
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from vla_r1_ros.core.errors import ErrorCode, InputError
from vla_r1_ros.sim.labels import INNER_FLOOR_Z, carry_way, object_top, path_label, reach_way
from vla_r1_ros.sim.layout import CameraSpec, ObjectSpec, SceneLayout, sample_layout
from vla_r1_ros.sim.objects import CONTAINERS, GRASPABLE
from vla_r1_ros.sim.pairs import without_left_out

MODEL_SIZE = (336, 252)
SHARD = 500
MIN_VISIBLE_PX = 250


@dataclass(frozen=True, slots=True)
class SceneObject:
    """An object as seen: its layout entry and its box (centre x, y, width, height over the picture's size)."""

    spec: ObjectSpec
    box: tuple[float, float, float, float]
    visible_px: int

    @property
    def phrase(self) -> str:
        """The words for it, "red cube"."""
        return self.spec.phrase


@dataclass(frozen=True, slots=True)
class Scene:
    """Truth of one picture. `mirrored` says that the picture is flipped left to right, boxes already are;
    `pairs_left_out` that its set has no left-out pair (sim.pairs), so that none is to be named about it either."""

    seed: int
    objects: tuple[SceneObject, ...]
    camera: CameraSpec
    tool: tuple[float, float, float]
    mirrored: bool = False
    pairs_left_out: bool = False

    def find(self, colour: str, kind: str) -> SceneObject | None:
        """The object of that colour and kind, None where there is none."""
        return next((o for o in self.objects if o.spec.colour == colour and o.spec.kind == kind), None)

    def mirror(self) -> Scene:
        """The same scene in the flipped picture."""
        flipped = tuple(
            dataclasses.replace(o, box=(1.0 - o.box[0], *o.box[1:])) for o in self.objects
        )
        return dataclasses.replace(self, objects=flipped, mirrored=not self.mirrored)

    def carry_path(self, item: SceneObject, container: SceneObject) -> NDArray[np.float64]:
        """Label (6, 2) of carrying `item` into `container`, 0..1."""
        way = carry_way(object_top(item.spec), (container.spec.x, container.spec.y))
        return self._on_picture(path_label(way, self.camera))

    def reach_path(self, item: SceneObject) -> NDArray[np.float64]:
        """Label (5, 2) of reaching for `item` from the tool as seen, 0..1."""
        return self._on_picture(path_label(reach_way(self.tool, object_top(item.spec)), self.camera))

    def place_path(self, container: SceneObject) -> NDArray[np.float64]:
        """Label (5, 2) of bringing what is held from the tool as seen into `container`, 0..1."""
        goal = np.array([container.spec.x, container.spec.y, INNER_FLOOR_Z])
        return self._on_picture(path_label(reach_way(self.tool, goal), self.camera))

    def tool_point(self) -> tuple[float, float]:
        """The tool in the picture, 0..1."""
        point = self._on_picture(path_label([self.tool], self.camera))[0]
        return float(point[0]), float(point[1])

    def _on_picture(self, points: NDArray[np.float64]) -> NDArray[np.float64]:
        flipped = np.column_stack([1.0 - points[:, 0], points[:, 1]]) if self.mirrored else points
        return np.clip(flipped, 0.0, 1.0)


def to_json(scene: Scene) -> dict[str, Any]:
    """A scene as plain JSON values."""
    return dataclasses.asdict(scene)


def from_json(data: dict[str, Any]) -> Scene:
    """The inverse of `to_json`."""
    objects = tuple(
        SceneObject(
            ObjectSpec(**{**o["spec"], "rgb": tuple(o["spec"]["rgb"])}), tuple(o["box"]), int(o["visible_px"])
        )
        for o in data["objects"]
    )
    camera = data["camera"]
    spec = CameraSpec(tuple(camera["position"]), tuple(camera["target"]), float(camera["fovy_deg"]))
    return Scene(int(data["seed"]), objects, spec, tuple(data["tool"]), bool(data["mirrored"]),
                 bool(data.get("pairs_left_out", False)))


def training_layout(seed: int) -> SceneLayout:
    """A layout with what a robot meets besides a fresh table: the arm elsewhere, a thing already in a container."""
    rng = np.random.default_rng([seed, 7])
    jitter = float(rng.choice([0.0, 0.05, 0.2], p=[0.5, 0.3, 0.2]))
    layout = sample_layout(seed, arm_jitter_rad=jitter)
    containers = [o for o in layout.objects if o.kind in CONTAINERS]
    small = [o for o in layout.objects if o.kind in GRASPABLE]
    if len(containers) and len(small) > 1 and rng.random() < 0.15:
        inside, around = small[int(rng.integers(len(small)))], containers[int(rng.integers(len(containers)))]
        moved = dataclasses.replace(inside, x=around.x, y=around.y)
        layout = dataclasses.replace(layout, objects=tuple(moved if o is inside else o for o in layout.objects))
    return layout


def shrink(image: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """A 640x480 picture at the model's size, by the antialiased bicubic filter of the HF image processor."""
    from PIL import Image

    return np.asarray(Image.fromarray(image).resize(MODEL_SIZE, Image.Resampling.BICUBIC))


def take(pool: Any, layout: SceneLayout) -> tuple[NDArray[np.uint8], Scene]:
    """Full-size picture and truth of a layout through a `ScenePool`."""
    shot = pool.shoot(layout)
    objects = []
    for item in layout.objects:
        box = shot.boxes.get(item.name)
        if box is not None:
            objects.append(SceneObject(item, (box.x, box.y, box.width, box.height), box.visible_px))
    return shot.image, Scene(layout.seed, tuple(objects), layout.camera, shot.tool)


def all_visible(scene: Scene, layout: SceneLayout) -> bool:
    """Whether every object of the layout shows enough pixels."""
    return len(scene.objects) == len(layout.objects) and all(
        o.visible_px >= MIN_VISIBLE_PX for o in scene.objects
    )


def make_shard(folder: Path, first_seed: int, count: int, *, training: bool, leave_out_pairs: bool = False) -> int:
    """Writes one shard; a shard that is there already is kept. Returns its number of scenes.

    Raises InputError where the shard that is there has left-out pairs and is not to, or the other way round.
    """
    from vla_r1_ros.sim.pool import ScenePool

    stem = folder / f"scenes_{first_seed:09d}"
    if stem.with_suffix(".json").is_file():
        _check_pairs(stem.with_suffix(".json"), leave_out_pairs)
        return count
    dress = without_left_out if leave_out_pairs else _as_it_is
    images = np.empty((count, MODEL_SIZE[1], MODEL_SIZE[0], 3), dtype=np.uint8)
    truth: list[dict[str, Any]] = []
    with ScenePool() as pool:
        for index in range(count):
            seed = first_seed + index
            layout = dress(training_layout(seed) if training else sample_layout(seed))
            image, scene = take(pool, layout)
            if training and not all_visible(scene, layout):
                image, scene = take(pool, dress(sample_layout(seed)))
            images[index] = shrink(image)
            truth.append(to_json(dataclasses.replace(scene, pairs_left_out=leave_out_pairs)))
    np.save(stem.with_suffix(".tmp.npy"), images)
    stem.with_suffix(".tmp.npy").replace(stem.with_suffix(".npy"))
    partial = stem.with_suffix(".part")
    partial.write_text(json.dumps(truth), encoding="utf-8")
    partial.replace(stem.with_suffix(".json"))
    return count


def _as_it_is(layout: SceneLayout) -> SceneLayout:
    return layout


def _check_pairs(truth: Path, leave_out_pairs: bool) -> None:
    scenes = json.loads(truth.read_text(encoding="utf-8"))
    if scenes and bool(scenes[0].get("pairs_left_out", False)) != leave_out_pairs:
        raise InputError(ErrorCode.INPUT_PARAMETER, f"{truth} was made {'with' if leave_out_pairs else 'without'} the "
                         "left-out pairs", "choose another --out")


def make_shards(
    folder: Path, count: int, seed: int, workers: int, *, training: bool, leave_out_pairs: bool = False
) -> Iterator[int]:
    """Makes `count` scenes from `seed` on, in `workers` processes; yields the number done so far.

    Raises InputError for a count below one, and as `make_shard`.
    """
    if count < 1 or workers < 1:
        raise InputError(ErrorCode.INPUT_PARAMETER, f"count {count} and workers {workers} must be at least 1")
    folder.mkdir(parents=True, exist_ok=True)
    jobs = [(seed + start, min(SHARD, count - start)) for start in range(0, count, SHARD)]
    done = 0
    with ProcessPoolExecutor(max_workers=workers) as pool:
        futures = [pool.submit(make_shard, folder, first, size, training=training, leave_out_pairs=leave_out_pairs)
                   for first, size in jobs]  # fmt: skip
        for future in as_completed(futures):
            done += future.result()
            yield done


class SceneSet:
    """All finished shards of a folder: `images[i]` (252, 336, 3) uint8 by memory map, `scenes[i]` the truth."""

    def __init__(self, folder: Path, limit: int | None = None) -> None:
        self._shards: list[NDArray[np.uint8]] = []
        self.scenes: list[Scene] = []
        self._where: list[tuple[int, int]] = []
        for truth in sorted(folder.glob("scenes_*.json")):
            images = np.load(truth.with_suffix(".npy"), mmap_mode="r")
            if images.shape[1:] != (MODEL_SIZE[1], MODEL_SIZE[0], 3):
                raise InputError(ErrorCode.INPUT_FILE, f"{truth.with_suffix('.npy')} has pictures of "
                                 f"{images.shape[2]}x{images.shape[1]}, not {MODEL_SIZE[0]}x{MODEL_SIZE[1]}",
                                 advice="draw the scenes again with `vla_r1 data scenes`")  # fmt: skip
            for index, data in enumerate(json.loads(truth.read_text(encoding="utf-8"))):
                self._where.append((len(self._shards), index))
                self.scenes.append(from_json(data))
            self._shards.append(images)
            if limit is not None and len(self.scenes) >= limit:
                break
        if not self.scenes:
            raise InputError(
                ErrorCode.INPUT_FILE, f"no finished shards in {folder}", advice="run `vla_r1 data scenes` first"
            )

    def __len__(self) -> int:
        return len(self.scenes)

    def image(self, index: int) -> NDArray[np.uint8]:
        """A writable copy of picture `index`."""
        shard, row = self._where[index]
        return np.array(self._shards[shard][row])
