# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

pytest.importorskip("PIL")

from vla_r1_ros.core.errors import InputError
from vla_r1_ros.posttrain.scenes import Scene, SceneSet, from_json, make_shard, make_shards, to_json
from vla_r1_ros.sim.pairs import LEFT_OUT_PAIRS


def test_json_keeps_a_scene_whole(scenes: list[Scene]) -> None:
    for scene in scenes:
        assert from_json(json.loads(json.dumps(to_json(scene)))) == scene


def test_mirroring_flips_boxes_and_paths(scenes: list[Scene]) -> None:
    for scene in scenes:
        flipped = scene.mirror()
        assert flipped.mirror().objects[0].box == pytest.approx(scene.objects[0].box)
        for before, after in zip(scene.objects, flipped.objects, strict=True):
            assert before.box[0] + after.box[0] == pytest.approx(1.0)
            ways = scene.reach_path(before), flipped.reach_path(after)
            assert np.allclose(ways[0][:, 0] + ways[1][:, 0], 1.0) and np.allclose(ways[0][:, 1], ways[1][:, 1])


def test_a_shard_is_the_same_twice_and_is_kept(tmp_path: Path) -> None:
    for folder in ("a", "b"):
        (tmp_path / folder).mkdir()
        make_shard(tmp_path / folder, 1_000_000, 4, training=True)
    first, second = (next((tmp_path / f).glob("*.json")) for f in ("a", "b"))
    assert first.read_bytes() == second.read_bytes()
    pictures = np.load(first.with_suffix(".npy"))
    assert np.array_equal(pictures, np.load(second.with_suffix(".npy")))
    before = first.stat().st_mtime_ns
    make_shard(tmp_path / "a", 1_000_000, 4, training=True)
    assert first.stat().st_mtime_ns == before
    loaded = SceneSet(tmp_path / "a")
    assert len(loaded) == 4 and np.array_equal(loaded.image(2), pictures[2])


def test_shards_without_the_left_out_pairs_say_so_and_are_not_mixed(tmp_path: Path) -> None:
    make_shard(tmp_path, 1_000_000, 4, training=True, leave_out_pairs=True)
    for scene in SceneSet(tmp_path).scenes:
        assert scene.pairs_left_out and scene.mirror().pairs_left_out
        assert not {(o.spec.colour, o.spec.kind) for o in scene.objects} & LEFT_OUT_PAIRS
    assert make_shard(tmp_path, 1_000_000, 4, training=True, leave_out_pairs=True) == 4
    with pytest.raises(InputError, match="left-out pairs"):
        make_shard(tmp_path, 1_000_000, 4, training=True)


def test_nonsense_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError):
        next(make_shards(tmp_path, 0, 0, 1, training=True))
    with pytest.raises(InputError):
        SceneSet(tmp_path)


def test_pictures_of_another_size_are_refused(tmp_path: Path) -> None:
    make_shard(tmp_path, 1_000_000, 2, training=True)
    (pictures,) = tmp_path.glob("*.npy")
    np.save(pictures, np.load(pictures)[:, ::2, ::2])
    with pytest.raises(InputError, match="168x126, not 336x252"):
        SceneSet(tmp_path)
