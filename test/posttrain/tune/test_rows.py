# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""Rows of a labelled set: what is read, and how what cannot be is named."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from vla_r1_ros.core.errors import ErrorCode, InputError
from vla_r1_ros.posttrain.tune.rows import check_truths, choose_rows, load_rows, set_file


def test_rows_of_json_are_read(make_set: Callable[..., Path], tmp_path: Path) -> None:
    folder = make_set(tmp_path / "set")
    rows = load_rows(folder / "train.json", tmp_path)
    assert len(rows) == 12 and rows[1].answer.endswith("0.800]]</output>")
    assert rows[0].question.startswith("pick up the red cube Please") and rows[0].question.endswith("\n")
    assert all(row.image.is_file() and "<image>" not in row.question for row in rows)
    assert len(choose_rows(rows, 5, 0)) == 5 and choose_rows(rows, 5, 0) != choose_rows(rows, 5, 1)
    assert set(choose_rows(rows, 3, 0)) < set(choose_rows(rows, 5, 0)) and choose_rows(rows, 50, 0) == rows


def test_rows_of_parquet_are_the_same_and_each_picture_is_stored_once(
    make_set: Callable[..., Path], tmp_path: Path
) -> None:
    pa, pq = pytest.importorskip("pyarrow"), pytest.importorskip("pyarrow.parquet")
    folder = make_set(tmp_path / "set")
    wanted = load_rows(folder / "train.json", tmp_path)
    table = pa.Table.from_pylist([
        {"prompt": [{"role": "user", "content": f"{row.question}<image>"}],
         "images": [{"bytes": row.image.read_bytes(), "path": row.image.name}],
         "reward_model": {"style": "rule", "ground_truth": row.answer}}
        for row in wanted
    ])  # fmt: skip
    pq.write_table(table, tmp_path / "train.parquet")
    rows = load_rows(tmp_path / "train.parquet", tmp_path / "run")
    assert [(r.question, r.answer, r.image.read_bytes()) for r in rows] == [
        (r.question, r.answer, r.image.read_bytes()) for r in wanted]
    assert len(list((tmp_path / "run" / "images").iterdir())) == 6


def test_a_folder_stands_for_its_splits(make_set: Callable[..., Path], tmp_path: Path) -> None:
    folder = make_set(tmp_path / "set")
    assert set_file(folder, "train") == folder / "train.json" and set_file(tmp_path, "train") is None
    assert set_file(folder / "test.json", "train") == folder / "test.json"


def test_missing_pictures_are_counted(make_set: Callable[..., Path], tmp_path: Path) -> None:
    folder = make_set(tmp_path / "set")
    (folder / "images" / "2.png").unlink()
    with pytest.raises(InputError, match=r"train.json#4: no picture .*2\.png; 2 of 12 rows have none") as caught:
        load_rows(folder / "train.json", tmp_path)
    assert caught.value.code is ErrorCode.INPUT_FILE and "images/" in caught.value.advice


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"image": None}, "no picture"),
        ({"conversations": []}, "no human turn"),
        ({"conversations": [{"from": "human", "value": "pick it"}, {"from": "gpt", "value": "x"}]}, "does not end"),
        ({"conversations": [{"from": "human", "value": "pick it<image>"}]}, "no gpt turn"),
    ],
)
def test_rows_that_are_none_are_named(
    make_set: Callable[..., Path], tmp_path: Path, change: dict[str, object], words: str
) -> None:
    path = make_set(tmp_path / "set") / "train.json"
    rows = json.loads(path.read_text())
    rows[3] |= change
    path.write_text(json.dumps(rows))
    with pytest.raises(InputError, match=words) as caught:
        load_rows(path, tmp_path)
    assert caught.value.code is ErrorCode.INPUT_FILE and "train.json#3" in caught.value.message


@pytest.mark.parametrize("content", ["[]", "{}", "not json", '[{"a": 1}]'])
def test_files_that_are_no_set_are_named(tmp_path: Path, content: str) -> None:
    (tmp_path / "train.json").write_text(content)
    with pytest.raises(InputError) as caught:
        load_rows(tmp_path / "train.json", tmp_path)
    assert caught.value.code is ErrorCode.INPUT_FILE and caught.value.advice


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        ("", "has no label"),
        ("<think>it is left of the bowl</think>", "has no label"),
        ('<output>{"x": 312, "y": 120, "width": 40, "height": 38}</output>', "worth 0"),
        ("<output>left</output>", "worth 0"),
    ],
)
def test_a_truth_that_no_reply_can_meet_is_named(
    make_set: Callable[..., Path], tmp_path: Path, answer: str, words: str
) -> None:
    rows = load_rows(make_set(tmp_path / "set") / "train.json", tmp_path)
    check_truths(rows)
    check_truths([replace(rows[0], answer=text) for text in ("{}", "[[0.1, 0.2], [0.3, 0.4]]", "<output></output>")])
    with pytest.raises(InputError, match=f"train.json#5: .*{words}") as caught:
        check_truths([*rows[:5], replace(rows[5], answer=answer), *rows[6:]])
    assert caught.value.code is ErrorCode.INPUT_FILE and caught.value.advice


@pytest.mark.parametrize(
    "change",
    [{"prompt": "a<image>"}, {"prompt": [None]}, {"images": [b"abc"]}, {"images": "a.png"}, {"reward_model": "x"},
     {"reward_model": {"ground_truth": None}}, {"images": [{"bytes": None, "path": "a.png"}]}],
)  # fmt: skip
def test_parquet_of_another_form_is_named(tmp_path: Path, change: dict[str, object]) -> None:
    pa, pq = pytest.importorskip("pyarrow"), pytest.importorskip("pyarrow.parquet")
    row = {"prompt": [{"role": "user", "content": "a<image>"}], "images": [{"bytes": b"x", "path": "p"}],
           "reward_model": {"style": "rule", "ground_truth": "x"}}  # fmt: skip
    pq.write_table(pa.Table.from_pylist([row | change]), tmp_path / "train.parquet")
    with pytest.raises(InputError, match=r"train\.parquet#0") as caught:
        load_rows(tmp_path / "train.parquet", tmp_path / "run")
    assert caught.value.code is ErrorCode.INPUT_FILE
