# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""The written set as trainers read it: by pyarrow here, by `datasets` in the training environment."""

from __future__ import annotations

import json
import struct
import zlib
from pathlib import Path

import numpy as np
import pytest

pytest.importorskip("pyarrow")

from vla_r1_ros.core.reply import parse_box, parse_path
from vla_r1_ros.core.types import Box, Task
from vla_r1_ros.posttrain.cot.sample import Label, Picture, Sample
from vla_r1_ros.posttrain.cot.split import write_splits
from vla_r1_ros.posttrain.cot.writer import BATCH, Row, save_picture

PATH = np.array([[0.1, 0.2], [0.5, 0.345], [0.9, 1.0]])
LABELS: tuple[tuple[Task, Label], ...] = (
    (Task.AFFORDANCE, Box(0.35, 0.5, 0.25, 0.1)), (Task.TRAJECTORY, PATH), (Task.AFFORDANCE, None),
    (Task.TRAJECTORY, None),
)  # fmt: skip


def _png(grey: int) -> bytes:
    """A grey PNG of 8 x 4 pixels, without any library: the training environment has no OpenCV."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    rows = (b"\0" + bytes([grey] * 24)) * 4
    head = struct.pack(">IIBBBBB", 8, 4, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")


def _write(folder: Path, count: int, held_out: float = 0.0) -> list[Row]:
    rows = []
    for index in range(count):
        task, label = LABELS[index % len(LABELS)]
        name = f"{index // 4:04d}.png"
        save_picture(folder, name, _png(index // 4 % 256))
        sample = Sample("umd", f"a.json#{index}", task, f"pick thing {index}", label, Picture(name, lambda: b""))
        rows.append(Row(sample, "Task: ...", name))
    write_splits(folder, rows, held_out, seed=1)
    return rows


def test_parquet_has_the_columns_of_the_released_converter(tmp_path: Path) -> None:
    import pyarrow.parquet as pq

    rows = _write(tmp_path, BATCH + 4)
    table = pq.read_table(tmp_path / "train.parquet")
    assert table.column_names == ["data_source", "prompt", "images", "reward_model", "extra_info"]
    entries = table.to_pylist()
    assert len(entries) == BATCH + 4
    for index, (entry, row) in enumerate(zip(entries, rows, strict=True)):
        assert entry["data_source"] == "vla_r1/umd"
        [turn] = entry["prompt"]
        assert turn == {"role": "user", "content": row.asked}
        assert row.asked.endswith("\n<image>") and row.asked.count("<image>") == 1
        [image] = entry["images"]
        assert image == {"bytes": _png(index // 4 % 256), "path": f"images/{row.image}"}
        assert entry["reward_model"] == {"style": "rule", "ground_truth": row.answer}
        assert (entry["extra_info"]["index"], entry["extra_info"]["key"]) == (index, row.sample.key)


def test_every_answer_is_read_back_as_its_label(tmp_path: Path) -> None:
    for row in _write(tmp_path, 4):
        if row.sample.task is Task.AFFORDANCE:
            assert parse_box(row.answer).box == row.sample.label
        else:
            path = parse_path(row.answer).path
            assert path is row.sample.label is None or np.array_equal(np.asarray(path), PATH)


def test_all_questions_about_a_picture_are_on_one_side(tmp_path: Path) -> None:
    _write(tmp_path, 200, held_out=0.25)
    train, test = (json.loads((tmp_path / f"{split}.json").read_text()) for split in ("train", "test"))
    assert len(train) + len(test) == 200 and 20 < len(test) < 90
    assert not {row["image"] for row in train} & {row["image"] for row in test}


def test_an_empty_set_is_a_set(tmp_path: Path) -> None:
    import pyarrow.parquet as pq

    _write(tmp_path, 0)
    assert pq.read_table(tmp_path / "train.parquet").num_rows == 0
    assert json.loads((tmp_path / "train.json").read_text()) == []


@pytest.mark.train
def test_datasets_decodes_the_pictures(tmp_path: Path) -> None:
    datasets = pytest.importorskip("datasets")
    _write(tmp_path, 8)
    loaded = datasets.load_dataset("parquet", data_files=str(tmp_path / "train.parquet"), split="train",
                                   cache_dir=str(tmp_path / "cache"))
    pictures = loaded.cast_column("images", datasets.Sequence(datasets.Image()))
    [picture] = pictures[5]["images"]
    assert picture.size == (8, 4) and picture.convert("RGB").getpixel((0, 0)) == (1, 1, 1)
    assert pictures[5]["prompt"][0]["content"].endswith("<image>")
    assert "<output>" in pictures[5]["reward_model"]["ground_truth"]
