# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""Sets as the user names them: the words, the format, the checks before anything is asked."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from vla_r1_ros.core.errors import ErrorCode, InputError
from vla_r1_ros.core.types import Box
from vla_r1_ros.evaluation.sets import Domain, detect, open_set, read_spec
from vla_r1_ros.posttrain.cot.convention import Anchor, Units

Make = Callable[..., Path]


def test_a_set_is_a_path_with_what_is_to_be_said_about_it(tmp_path: Path) -> None:
    spec = read_spec(f"{tmp_path},images={tmp_path},units=pixels,anchor=centre,source=umd,name=tools", Domain.OUT)
    assert (spec.path, spec.images, spec.units, spec.anchor) == (tmp_path, tmp_path, Units.PIXELS, Anchor.CENTRE)
    assert (spec.source, spec.name, spec.domain) == ("umd", "tools", Domain.OUT)
    odd = tmp_path / "a,units=b.json"
    odd.touch()
    assert read_spec(str(odd), Domain.IN).path == odd  # what is there is meant


@pytest.mark.parametrize(("words", "code"), [
    ("{}/none.json", ErrorCode.INPUT_FILE), ("{},colour=red", ErrorCode.INPUT_PARAMETER),
    ("{},units=inches", ErrorCode.INPUT_PARAMETER), ("{},units", ErrorCode.INPUT_PARAMETER),
    ("{},source=coco", ErrorCode.INPUT_PARAMETER), ("{},images={}/none", ErrorCode.INPUT_FILE),
])  # fmt: skip
def test_what_cannot_be_meant_is_refused(tmp_path: Path, words: str, code: ErrorCode) -> None:
    with pytest.raises(InputError) as caught:
        read_spec(words.replace("{}", str(tmp_path)), Domain.IN)
    assert caught.value.code is code and caught.value.advice


def test_formats_are_found_by_looking(sharerobot: Make, vait: Make, tmp_path: Path) -> None:
    assert detect(sharerobot(1)) == "sharerobot"
    assert detect(vait(1)) == "vait"
    for name, source in (("scenes_000003000.json", "scenes"), ("labels.json", "recording"), ("test.json", "finished"),
                         ("a/mallet_01_label.mat", "umd")):  # fmt: skip
        folder = tmp_path / source
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).touch()
        assert detect(folder) == source
    for first, source in (({"stamp_ns": 1}, "recording"), ({"points": [], "meta_data": {}}, "sharerobot"),
                          ({"conversations": [{"value": "x Please output the 2D"}]}, "finished")):  # fmt: skip
        (tmp_path / "x.json").write_text(json.dumps([first]))
        assert detect(tmp_path / "x.json") == source
    assert detect(tmp_path / "x.parquet") == "finished"
    for unknown in ([{"bbox": [1, 2]}], [3]):
        (tmp_path / "x.json").write_text(json.dumps(unknown))
        with pytest.raises(InputError, match="no format that is known") as caught:
            detect(tmp_path / "x.json")
        assert "source=" in caught.value.advice


def test_labels_come_in_the_contracts_form(sharerobot: Make) -> None:
    told: list[tuple[int, int]] = []
    found = open_set(read_spec(str(sharerobot(5)), Domain.IN), on_label=lambda *at: told.append(at))
    assert (found.source, found.units, found.anchor) == ("sharerobot", Units.PIXELS, Anchor.TOP_LEFT)
    assert [sample.label for sample in found.samples] == [Box(0.4, 0.5, 0.2, 0.4)] * 5
    assert told[-1] == (5, 5) and not found.left_out
    assert len(open_set(read_spec(str(sharerobot(5)), Domain.IN), limit=2).samples) == 2


def _change(file: Path, **change: Any) -> None:
    entries = json.loads(file.read_text())
    file.write_text(json.dumps([{**entry, **change} for entry in entries]))


def test_a_set_in_other_units_or_corners_is_refused(sharerobot: Make) -> None:
    normalised = sharerobot(5, "normalised")
    _change(normalised, affordance={"x": 0.3, "y": 0.3, "width": 0.2, "height": 0.2})
    with pytest.raises(InputError) as caught:
        open_set(read_spec(str(normalised), Domain.IN))
    assert caught.value.code is ErrorCode.INPUT_PARAMETER and "--units" in caught.value.advice
    assert open_set(read_spec(f"{normalised},units=normalised", Domain.IN)).samples
    centred = sharerobot(5, "centred")
    _change(centred, affordance={"x": 54.0, "y": 40.0, "width": 20.0, "height": 16.0})
    with pytest.raises(InputError, match="looks centre"):
        open_set(read_spec(str(centred), Domain.IN))


def test_a_set_without_a_usable_label_says_why(sharerobot: Make, tmp_path: Path) -> None:
    unlabelled = sharerobot(3)
    entries = json.loads(unlabelled.read_text())
    unlabelled.write_text(json.dumps([{k: v for k, v in e.items() if k != "affordance"} for e in entries]))
    with pytest.raises(InputError, match=r"malformed 3; first: the entry has no points") as caught:
        open_set(read_spec(f"{unlabelled},source=sharerobot", Domain.IN))
    assert caught.value.code is ErrorCode.INPUT_FILE
    (tmp_path / "empty.json").write_text("[]")
    with pytest.raises(InputError, match="has no entries"):
        open_set(read_spec(str(tmp_path / "empty.json"), Domain.IN))
