# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""verl's parquet from a set in either form; rows that verl or the reward could not use are named before a run."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("pyarrow")

import verl_sets as sets

from vla_r1_ros.core.errors import ErrorCode, InputError
from vla_r1_ros.posttrain.cot.writer import write_parquet
from vla_r1_ros.posttrain.verl_engine.data import check_parquet, prepare


def test_json_becomes_parquet_in_the_run_and_the_set_stays_as_it_is(tmp_path: Path) -> None:
    import pyarrow.parquet as pq

    sets.write_json(tmp_path / "set", "train", 5)
    before = sorted((tmp_path / "set").rglob("*"))
    found = prepare(tmp_path / "set", "train", tmp_path / "run" / "data")
    assert found is not None and found.rows == 5 and found.path.parent == tmp_path / "run" / "data"
    assert sorted((tmp_path / "set").rglob("*")) == before
    rows = pq.read_table(found.path).to_pylist()
    for index, row in enumerate(rows):
        asked, answer = sets.ASKED[index % 3]
        assert row["prompt"] == [{"role": "user", "content": f"{asked}<image>"}]
        assert row["images"][0]["bytes"] == sets.picture(index // 3)
        assert row["reward_model"]["ground_truth"] == answer
        assert row["extra_info"]["task"] == ("trajectory" if index % 3 == 1 else "affordance")


def test_parquet_of_a_set_is_taken_as_it_is(tmp_path: Path) -> None:
    write_parquet(tmp_path / "train.parquet", [sets.entry(index) for index in range(3)])
    found = prepare(tmp_path, "train", tmp_path / "run")
    assert found is not None and (found.path, found.rows) == (tmp_path / "train.parquet", 3)
    assert not (tmp_path / "run").exists()
    assert prepare(tmp_path, "test", tmp_path / "run") is None


@pytest.mark.parametrize(("changes", "words"), [
    ({"prompt": [{"role": "user", "content": "pick the cube"}]}, "row 1 has 0 <image> in its prompt and 1 pictures"),
    ({"images": []}, "row 1 has 1 <image> in its prompt and 0 pictures"),
    ({"images": [{"bytes": None, "path": "a.png"}]}, "row 1 has no picture"),
    ({"reward_model": {"style": "rule", "ground_truth": "at the left"}}, "row 1: its own ground truth is worth 0.00"),
    ({"reward_model": {"style": "rule", "ground_truth": sets.BOX.replace("0.350", "224")}}, "row 1: its own ground"),
])
def test_a_row_that_cannot_be_used_is_named(tmp_path: Path, changes: dict[str, Any], words: str) -> None:
    write_parquet(tmp_path / "train.parquet", [sets.entry(0), sets.entry(1, **changes)])
    with pytest.raises(InputError) as caught:
        prepare(tmp_path, "train", tmp_path)
    assert caught.value.code is ErrorCode.INPUT_FILE and words in caught.value.message


def test_a_file_that_is_no_parquet_or_has_no_rows_is_named(tmp_path: Path) -> None:
    (tmp_path / "train.parquet").write_bytes(b"PAR1 cut")
    with pytest.raises(InputError, match="cannot be read"):
        check_parquet(tmp_path / "train.parquet")
    write_parquet(tmp_path / "train.parquet", [])
    with pytest.raises(InputError, match="has no rows"):
        check_parquet(tmp_path / "train.parquet")


def test_missing_columns_are_named(tmp_path: Path) -> None:
    import pyarrow as pa
    import pyarrow.parquet as pq

    pq.write_table(pa.table({"prompt": ["a"], "images": ["b"]}), tmp_path / "train.parquet")
    with pytest.raises(InputError, match="no column data_source, extra_info, reward_model"):
        check_parquet(tmp_path / "train.parquet")
