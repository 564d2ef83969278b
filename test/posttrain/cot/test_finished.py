# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""A finished set, written by the real writer, read back as a source: JSON and parquet alike."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

pytest.importorskip("pyarrow")

from vla_r1_ros.core.errors import ErrorCode, InputError
from vla_r1_ros.core.types import Box, Task
from vla_r1_ros.posttrain.cot.convention import Anchor, Units
from vla_r1_ros.posttrain.cot.gather import Gathered, gather
from vla_r1_ros.posttrain.cot.images import load_for
from vla_r1_ros.posttrain.cot.sample import Label, Picture, Reason, Sample, label_text
from vla_r1_ros.posttrain.cot.sources import finished
from vla_r1_ros.posttrain.cot.sources.options import SourceOptions
from vla_r1_ros.posttrain.cot.sources.registry import open_source
from vla_r1_ros.posttrain.cot.writer import BATCH, Row, save_picture, write_set

LABELS: tuple[tuple[Task, Label], ...] = (
    (Task.AFFORDANCE, Box(0.35, 0.5, 0.25, 0.1)), (Task.TRAJECTORY, np.array([[0.1, 0.2], [0.5, 0.345], [0.9, 1.0]])),
    (Task.AFFORDANCE, None), (Task.TRAJECTORY, None),
)  # fmt: skip
Png = Callable[..., bytes]


def _written(folder: Path, png: Png, count: int) -> list[Sample]:
    rows = []
    for index in range(count):
        task, label = LABELS[index % 4]
        name = f"{index // 4:04d}.png"
        save_picture(folder, name, png(seed=index // 4))
        sample = Sample("umd", f"a#{index}", task, f"pick thing {index}", label, Picture(name, lambda: b""))
        rows.append(Row(sample, "Task: ...", name))
    write_set(folder, "test", rows)
    return [row.sample for row in rows]


def _read(data: Path, **options: Any) -> Gathered:
    return gather(open_source("finished", SourceOptions(data, **options))[0])


@pytest.mark.parametrize("name", ["", "test.json", "test.parquet"])
def test_what_was_written_is_read(tmp_path: Path, png: Png, name: str) -> None:
    written = _written(tmp_path, png, BATCH + 5)  # two row groups
    found = _read(tmp_path / name)
    assert not found.rejected
    assert [s.question for s in found.samples] == [s.question for s in written]
    assert [label_text(s.task, s.label) for s in found.samples] == [label_text(s.task, s.label) for s in written]
    for index in (0, 7, BATCH + 4):
        assert load_for(found.samples[index]).data == png(seed=index // 4)


def test_both_files_of_a_set_ask_by_the_same_keys(tmp_path: Path, png: Png) -> None:
    _written(tmp_path, png, 8)
    keys = [[s.key for s in _read(tmp_path / name).samples] for name in ("test.json", "test.parquet")]
    assert keys[0] == keys[1] and len(set(keys[0])) == 8


def _entry(answer: str, **more: Any) -> dict[str, Any]:
    asked = ("pick the cup Please output the 2D affordance region define by bounding box of the object in the format "
             '<output>{"x": value, "y": value, "width": value, "height": value}</output>.\n<image>')  # fmt: skip
    return {"image": "images/0000.png",
            "conversations": [{"from": "human", "value": asked}, {"from": "gpt", "value": answer}], **more}  # fmt: skip


def test_bad_rows_are_named_and_the_others_stay(tmp_path: Path, png: Png) -> None:
    save_picture(tmp_path, "0000.png", png())
    good = _entry('<think>x</think><output>{"x": 0.5, "y": 0.5, "width": 0.2, "height": 0.2}</output>')
    other = _entry("", conversations=[{"from": "human", "value": "what is it?"}, {"from": "gpt", "value": ""}])
    pixels = '<output>{"x": 320, "y": 240, "width": 90, "height": 60}</output>'
    rows = [good, _entry("<think>no label</think>"), _entry("<output>{x</output>"), _entry(pixels), other,
            _entry("<output>{}</output>", image=3), _entry("<output>{}</output>", conversations=[])]  # fmt: skip
    (tmp_path / "test.json").write_text(json.dumps(rows))
    found = _read(tmp_path)
    assert len(found.samples) == 1
    assert [r.reason for r in found.rejected] == [
        Reason.EMPTY_LABEL, Reason.MALFORMED, Reason.PIXEL_VALUES, Reason.MALFORMED, Reason.MALFORMED,
        Reason.MALFORMED]  # fmt: skip


def test_a_set_in_pixels_is_read_by_its_pictures_sizes(tmp_path: Path, png: Png) -> None:
    save_picture(tmp_path, "0000.png", png(64, 48))
    (tmp_path / "train.json").write_text(json.dumps(
        [_entry('<output>{"x": 16, "y": 12, "width": 32, "height": 12}</output>')]))
    [sample] = _read(tmp_path, units=Units.PIXELS, anchor=Anchor.TOP_LEFT).samples
    assert sample.label == Box(0.5, 0.375, 0.5, 0.25)


def test_what_is_no_set_is_named(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"none of test\.json"):
        _read(tmp_path)
    (tmp_path / "x.parquet").write_bytes(b"PAR1 no")
    with pytest.raises(InputError, match="cannot be read as a set") as caught:
        _read(tmp_path / "x.parquet")
    assert caught.value.code is ErrorCode.INPUT_FILE
    import pyarrow as pa
    import pyarrow.parquet as pq

    pq.write_table(pa.table({"a": [1]}), tmp_path / "y.parquet")
    with pytest.raises(InputError, match="no column prompt, images, reward_model"):
        _read(tmp_path / "y.parquet")


def test_a_row_without_a_picture_is_named_when_it_is_asked_about(tmp_path: Path, png: Png) -> None:
    _written(tmp_path, png, 4)
    (tmp_path / "images" / "0000.png").unlink()
    [first, *_] = _read(tmp_path / "test.json").samples
    with pytest.raises(InputError) as caught:
        load_for(first)
    assert caught.value.reason is Reason.IMAGE_MISSING  # type: ignore[attr-defined]
    assert finished.set_file(tmp_path).name == "test.json"
