# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""Sets without a teacher: labels alone, or with the simulator's own true think text."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from vla_r1_ros.core.errors import ErrorCode, InputError
from vla_r1_ros.core.reply import parse_box
from vla_r1_ros.core.types import Box, Task
from vla_r1_ros.posttrain.cot.gather import gather
from vla_r1_ros.posttrain.cot.labels import LabelSettings, Think, write_labels
from vla_r1_ros.posttrain.cot.sample import BadSample, Item, Picture, Reason, Sample
from vla_r1_ros.posttrain.cot.sources.options import SourceOptions
from vla_r1_ros.posttrain.cot.sources.registry import open_source
from vla_r1_ros.posttrain.scenes import MODEL_SIZE, Scene, SceneSet, to_json
from vla_r1_ros.posttrain.think import think_truth


def _samples(png: Callable[..., bytes], count: int) -> list[Sample]:
    return [
        Sample("umd", f"a.json#{n}", Task.AFFORDANCE, f"pick thing {n}",
               Box(0.5, 0.5, 0.1 + n / 100, 0.2) if n else None, Picture(f"{n // 2}", lambda n=n: png(seed=n // 2)))
        for n in range(count)
    ]  # fmt: skip


def _items(samples: list[Sample]) -> list[Item]:
    return [Item(sample.where, lambda sample=sample: [sample]) for sample in samples]


def test_labels_become_a_set_with_empty_think_blocks(png: Callable[..., bytes], tmp_path: Path) -> None:
    samples = _samples(png, 20)

    def missing() -> bytes:
        raise BadSample(Reason.IMAGE_MISSING, "no picture")

    samples[7] = replace(samples[7], picture=Picture("gone", missing))
    manifest = write_labels(gather(_items(samples)), tmp_path / "set", LabelSettings("umd", held_out=0.3, seed=1))
    rows = {split: json.loads((tmp_path / "set" / f"{split}.json").read_text()) for split in ("train", "test")}
    assert len(rows["train"]) + len(rows["test"]) == 19 and rows["test"]
    assert manifest["counts"] | {"train": len(rows["train"]), "test": len(rows["test"])} == manifest["counts"]
    assert manifest["labels_left_out"] == {"image_missing": 1} and manifest["counts"]["absent"] == 1
    for row in rows["train"] + rows["test"]:
        assert row["conversations"][1]["value"].startswith("<think></think><output>{")
        parse_box(row["conversations"][1]["value"])
        assert (tmp_path / "set" / row["image"]).is_file()
    assert (tmp_path / "set" / "train.parquet").is_file()
    pictures = {split: {row["image"] for row in rows[split]} for split in rows}
    assert not pictures["train"] & pictures["test"]


def test_a_set_is_not_written_over_and_parquet_can_be_left_out(png: Callable[..., bytes], tmp_path: Path) -> None:
    gathered = gather(_items(_samples(png, 4)))
    write_labels(gathered, tmp_path / "set", LabelSettings("umd", parquet=False))
    assert not list((tmp_path / "set").glob("*.parquet"))
    with pytest.raises(InputError, match="has a set already") as caught:
        write_labels(gathered, tmp_path / "set", LabelSettings("umd"))
    assert caught.value.code is ErrorCode.INPUT_PARAMETER


def test_true_think_texts_need_a_source_that_has_them(png: Callable[..., bytes], tmp_path: Path) -> None:
    with pytest.raises(InputError, match="umd has no think texts"):
        write_labels(gather(_items(_samples(png, 4))), tmp_path / "set", LabelSettings("umd", Think.TRUE))


def test_think_texts_of_scenes_are_true(scenes: list[Scene], tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    np.save(tmp_path / "data" / "scenes_000000000.npy",
            np.random.default_rng(0).integers(0, 255, (6, MODEL_SIZE[1], MODEL_SIZE[0], 3), dtype=np.uint8))
    (tmp_path / "data" / "scenes_000000000.json").write_text(json.dumps([to_json(scene) for scene in scenes[:6]]))
    items, _ = open_source("scenes", SourceOptions(tmp_path / "data"))
    gathered = gather(items)
    never, _ = open_source("scenes", SourceOptions(tmp_path / "data", absent=0.0))
    assert all(sample.label is not None for sample in gather(never).samples)
    assert any(sample.label is None for sample in gathered.samples)
    manifest = write_labels(gathered, tmp_path / "set", LabelSettings("scenes", Think.TRUE, parquet=False))
    rows = json.loads((tmp_path / "set" / "train.json").read_text())
    assert manifest["labels"]["think"] == "true" and len(rows) == len(gathered.samples) >= 12
    by_seed = {scene.seed: scene for scene in SceneSet(tmp_path / "data").scenes}
    for sample, row in zip(gathered.samples, rows, strict=True):
        think = row["conversations"][1]["value"].partition("</think>")[0]
        assert think_truth(think, by_seed[int(sample.where.split()[1].split(":")[0])]), think


def test_files_of_an_earlier_split_do_not_stay(png: Callable[..., bytes], tmp_path: Path) -> None:
    out, gathered = tmp_path / "set", gather(_items(_samples(png, 12)))
    write_labels(gathered, out, LabelSettings("umd", held_out=0.5))
    (out / "manifest.json").unlink()  # as where the first call was killed
    counts = write_labels(gathered, out, LabelSettings("umd", held_out=0.0, parquet=False))["counts"]
    assert counts["train"] == 12 and "test" not in counts
    assert {path.name for path in out.iterdir()} == {"images", "train.json", "manifest.json"}


@pytest.mark.parametrize("values", [{"held_out": 1.1}, {"held_out": -0.1}, {"seed": -1}])
def test_values_that_make_no_sense_are_named(values: dict[str, float]) -> None:
    with pytest.raises(InputError, match=next(iter(values))) as caught:
        LabelSettings("umd", **values)  # type: ignore[arg-type]
    assert caught.value.code is ErrorCode.INPUT_PARAMETER
