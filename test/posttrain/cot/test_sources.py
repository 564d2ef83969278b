# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""Each published format from hand-made files: what is read, and what is named when it is wrong."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image
from PIL.ExifTags import Base
from scipy.io import savemat

from vla_r1_ros.core.errors import ErrorCode, InputError
from vla_r1_ros.core.types import Box, Task
from vla_r1_ros.posttrain.cot.convention import Anchor, Units
from vla_r1_ros.posttrain.cot.gather import Gathered, choose, gather
from vla_r1_ros.posttrain.cot.images import file_picture, load, load_for
from vla_r1_ros.posttrain.cot.sample import BadSample, Reason, instruction
from vla_r1_ros.posttrain.cot.sources.options import SourceOptions
from vla_r1_ros.posttrain.cot.sources.registry import SOURCES, open_source

Png = Callable[..., bytes]


def _read(name: str, data: Path, **options: Any) -> Gathered:
    return gather(open_source(name, SourceOptions(data, **options))[0])


def _write(path: Path, value: Any) -> Path:
    path.write_text(json.dumps(value))
    return path


# -- ShareRobot -------------------------------------------------------------------------------------------------------

AFFORDANCE = {
    "id": "rtx_frames_success_0/49_bridge#episode_7/frame_0.png",
    "meta_data": {"original_dataset": "bridge", "original_width": 640, "original_height": 480},
    "instruction": "place the red fork to the left of the left burner",
    "affordance": {"x": 352.87425387858815, "y": 186.47871614766484, "width": 19.296008229513156,
                   "height": 14.472006172134865},
}
TRAJECTORY = {
    "id": "rtx_frames_success_13/49_bridge#episode_9/frame_0.png",
    "meta_data": {"original_dataset": "bridge", "original_width": 640, "original_height": 480},
    "instruction": "reach for the carrot",
    "points": [[265.45, 120.0], [275.15, 162.42], [280.0, 213.33], [280.0, 259.39]],
}


def test_sharerobot_affordance_and_trajectory(tmp_path: Path) -> None:
    found = _read("sharerobot", _write(tmp_path / "both.json", [AFFORDANCE, TRAJECTORY]))
    assert not found.rejected
    box, path = found.samples
    assert (box.task, path.task) == (Task.AFFORDANCE, Task.TRAJECTORY)
    assert box.text == "place the red fork to the left of the left burner"
    assert box.label == Box(0.566, 0.404, 0.03, 0.03)  # (352.87 + 19.30 / 2) / 640, ...
    assert isinstance(path.label, np.ndarray)
    assert path.label.tolist() == [[0.415, 0.25], [0.43, 0.338], [0.438, 0.444], [0.438, 0.54]]
    assert box.where == "both.json#0"


@pytest.mark.parametrize(("change", "reason"), [
    ({"instruction": " "}, Reason.MALFORMED),
    ({"instruction": "pick <image>"}, Reason.MALFORMED),
    ({"id": 2486}, Reason.MALFORMED),
    ({"id": "../../secret.png"}, Reason.MALFORMED),
    ({"meta_data": {"original_width": 640}}, Reason.MALFORMED),
    ({"meta_data": {"original_width": 0, "original_height": 480}}, Reason.MALFORMED),
    ({"affordance": {"x": 1, "y": 2, "width": 3}}, Reason.MALFORMED),
    ({"affordance": {"x": 0.55, "y": 0.4, "width": 0.03, "height": 0.03}}, Reason.NORMALISED_VALUES),
    ({"affordance": {"x": 620, "y": 400, "width": 40, "height": 40}}, Reason.CENTRE_BOX),
])  # fmt: skip
def test_sharerobot_bad_entries_are_named_and_the_others_stay(
    tmp_path: Path, change: dict[str, Any], reason: Reason
) -> None:
    found = _read("sharerobot", _write(tmp_path / "a.json", [{**AFFORDANCE, **change}, TRAJECTORY, "junk"]))
    assert [(r.where, r.reason) for r in found.rejected] == [("a.json#0", reason), ("a.json#2", Reason.MALFORMED)]
    assert [sample.where for sample in found.samples] == ["a.json#1"]


def test_the_same_question_about_the_same_picture_is_taken_once(tmp_path: Path) -> None:
    found = _read("sharerobot", _write(tmp_path / "a.json", [AFFORDANCE, TRAJECTORY, AFFORDANCE]))
    assert len(found.samples) == 2
    assert [(r.where, r.reason) for r in found.rejected] == [("a.json#2", Reason.DUPLICATE)]


def test_a_declared_convention_goes_before_the_sources_own(tmp_path: Path) -> None:
    entry = {**AFFORDANCE, "affordance": {"x": 0.5, "y": 0.5, "width": 0.2, "height": 0.2}}
    found = _read("sharerobot", _write(tmp_path / "a.json", [entry]), units=Units.NORMALISED, anchor=Anchor.CENTRE)
    assert found.samples[0].label == Box(0.5, 0.5, 0.2, 0.2)


def test_a_file_that_is_no_list_is_refused_with_its_line(tmp_path: Path) -> None:
    (tmp_path / "a.json").write_text('[\n{"id": 1},\n{"id": 2\n]')
    with pytest.raises(InputError, match=r"a\.json, line 4") as caught:
        _read("sharerobot", tmp_path / "a.json")
    assert caught.value.code is ErrorCode.INPUT_FILE
    for value, words in (({}, "not a JSON list"), ("words", "not a JSON list"), ([], "has no entries")):
        with pytest.raises(InputError, match=words):
            _read("vait", _write(tmp_path / "b.json", value))
    with pytest.raises(InputError, match="cannot be read"):
        _read("sharerobot", tmp_path / "none.json")


# -- VAIT -------------------------------------------------------------------------------------------------------------


def _vait(task: str, answer: str) -> dict[str, Any]:
    asked = f"<image>\nAn arm, joints. The task is {task}, and the previous steps are [[0.1, 0.2]]. What comes next?"
    return {"id": 1, "image": "bridge/7/0.png",
            "conversations": [{"from": "human", "value": asked}, {"from": "gpt", "value": answer}]}  # fmt: skip


def test_vait_paths_are_pixels_of_the_picture(tmp_path: Path, png: Png) -> None:
    (tmp_path / "bridge/7").mkdir(parents=True)
    (tmp_path / "bridge/7/0.png").write_bytes(png(160, 120))
    answer = "The next action step: [0.1, 0.2, 0.3]. The trajectory: [[16, 12], [80, 60], [144, 108]]"
    quoted, bare = _vait('"pick up the can"', answer), _vait("close the drawer", answer)
    found = _read("vait", _write(tmp_path / "val.json", [quoted, bare]))
    assert not found.rejected
    assert [sample.text for sample in found.samples] == ["pick up the can", "close the drawer"]
    for sample in found.samples:
        assert isinstance(sample.label, np.ndarray)
        assert sample.label.tolist() == [[0.1, 0.1], [0.5, 0.5], [0.9, 0.9]]


def test_vait_entries_without_a_path_or_picture_are_named(tmp_path: Path, png: Png) -> None:
    (tmp_path / "bridge/7").mkdir(parents=True)
    (tmp_path / "bridge/7/0.png").write_bytes(png(160, 120))
    good = "The trajectory: [[16, 12], [80, 60]]"
    entries = [_vait('"a b"', "The next action step: [1, 2]"), _vait('"a b"', "The trajectory: []"),
               {**_vait('"a b"', good), "image": "none.png"}, {**_vait('"a b"', good), "conversations": None},
               _vait('"a b"', "The trajectory: [[1, 2], [3, x]]"),
               _vait('"a b"', "The trajectory: [[160, 500], [80, 60]]")]  # fmt: skip
    found = _read("vait", _write(tmp_path / "val.json", entries))
    assert not found.samples
    assert [r.reason for r in found.rejected] == [
        Reason.MALFORMED, Reason.MALFORMED, Reason.IMAGE_MISSING, Reason.MALFORMED, Reason.MALFORMED,
        Reason.OUTSIDE_IMAGE]  # fmt: skip


# -- UMD --------------------------------------------------------------------------------------------------------------


def _umd(folder: Path, png: Png, name: str, mask: np.ndarray, **more: Any) -> None:
    folder = folder / name.rpartition("_")[0]
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"{name}_rgb.jpg").write_bytes(png(64, 48))
    savemat(folder / f"{name}_label.mat", {"gt_label": mask, "gt_type": "manual", **more})


def test_umd_masks_become_a_box_per_part(tmp_path: Path, png: Png) -> None:
    mask = np.zeros((48, 64), dtype=np.uint8)
    mask[12:24, 16:32] = 1  # grasp: columns 16 to 31, rows 12 to 23
    mask[24:36, 32:64] = 5  # pound, up to the border
    mask[0, 0] = 2  # a stray pixel
    _umd(tmp_path, png, "hammer_01_00000001", mask)
    found = _read("umd", tmp_path)
    assert not found.rejected
    grasp, pound = found.samples
    assert (grasp.text, grasp.label) == ("grasp the hammer.", Box(0.375, 0.375, 0.25, 0.25))
    assert (pound.text, pound.label) == ("pound with the hammer.", Box(0.75, 0.625, 0.5, 0.25))
    assert load_for(grasp).width_px == 64


def test_umd_masks_that_cannot_be_used_are_named(tmp_path: Path, png: Png) -> None:
    good = np.zeros((48, 64), dtype=np.uint8)
    good[5:20, 5:20] = 4
    _umd(tmp_path, png, "bowl_01_00000001", good, gt_type="automatic")
    _umd(tmp_path, png, "bowl_01_00000002", np.zeros((48, 64), dtype=np.uint8))
    _umd(tmp_path, png, "bowl_01_00000003", good * 3)
    _umd(tmp_path, png, "bowl_01_00000004", np.dstack([good] * 7))
    _umd(tmp_path, png, "scene_01_00000001", good)
    (tmp_path / "bowl_01" / "bowl_01_00000005_label.mat").write_bytes(b"not matlab")
    found = _read("umd", tmp_path)
    assert not found.samples
    assert [r.reason for r in found.rejected] == [
        Reason.AUTOMATIC_LABEL, Reason.EMPTY_LABEL, Reason.MALFORMED, Reason.MALFORMED, Reason.MALFORMED,
        Reason.MALFORMED]  # fmt: skip
    with pytest.raises(InputError, match="tools/"):
        _read("umd", tmp_path / "none")


@pytest.mark.parametrize("compressed", [False, True])
def test_a_damaged_mask_file_never_ends_the_run(tmp_path: Path, compressed: bool) -> None:
    mask = np.zeros((48, 64), dtype=np.uint8)
    mask[5:20, 5:20] = 4
    path = tmp_path / "bowl_01_00000001_label.mat"
    savemat(path, {"gt_label": mask, "gt_type": "manual"}, do_compression=compressed)
    whole, rng = path.read_bytes(), np.random.default_rng(0)
    for trial in range(150):
        damaged = bytearray(whole[: int(rng.integers(len(whole)))] if trial % 2 else whole)
        for place in rng.integers(0, max(len(damaged), 1), 3):
            damaged[place : place + 1] = bytes([int(rng.integers(256))])
        path.write_bytes(damaged)
        found = _read("umd", tmp_path)
        assert len(found.samples) + len(found.rejected) >= 1


def test_a_transposed_mask_does_not_fit_its_picture(tmp_path: Path, png: Png) -> None:
    mask = np.zeros((64, 48), dtype=np.uint8)
    mask[10:30, 10:30] = 1
    _umd(tmp_path, png, "mug_01_00000001", mask)
    [sample] = _read("umd", tmp_path).samples
    with pytest.raises(BadSample) as caught:
        load_for(sample)
    assert caught.value.reason is Reason.IMAGE_SIZE


# -- all --------------------------------------------------------------------------------------------------------------


def test_pictures_are_checked_when_they_are_read(tmp_path: Path, png: Png) -> None:
    entry = {**AFFORDANCE, "meta_data": {"original_width": 64, "original_height": 48},
             "affordance": {"x": 8, "y": 8, "width": 8, "height": 8}}
    names = {"good.png": png(64, 48), "double.png": png(128, 96), "text.png": b"words",
             "square.png": png(64, 64), "tiny.png": png(8, 6)}
    for name, data in names.items():
        (tmp_path / name).write_bytes(data)
    entries = [{**entry, "id": name} for name in (*names, "none.png")]
    samples = _read("sharerobot", _write(tmp_path / "a.json", entries)).samples
    found = {sample.picture.name: sample for sample in samples}
    assert load_for(found["good.png"]).data == names["good.png"]
    assert load_for(found["double.png"]).width_px == 128  # scaled alike: normalised labels still fit
    reasons = {}
    for name in ("text.png", "square.png", "tiny.png", "none.png"):
        with pytest.raises(BadSample) as caught:
            load_for(found[name])
        reasons[name] = caught.value.reason
    assert reasons == {"text.png": Reason.IMAGE_UNREADABLE, "square.png": Reason.IMAGE_SIZE,
                       "tiny.png": Reason.IMAGE_UNREADABLE, "none.png": Reason.IMAGE_MISSING}  # fmt: skip


def test_another_format_is_sent_as_png(tmp_path: Path) -> None:
    import cv2

    rgb = np.random.default_rng(0).integers(0, 255, (48, 64, 3), dtype=np.uint8)
    cv2.imwrite(str(tmp_path / "a.bmp"), rgb[:, :, ::-1])
    loaded = load(file_picture(tmp_path, "a.bmp"))
    assert loaded.kind == "png" and loaded.file_name.endswith(".png")
    again = cv2.imdecode(np.frombuffer(loaded.data, np.uint8), cv2.IMREAD_COLOR)
    assert again is not None and np.array_equal(again[:, :, ::-1], rgb)


def test_instructions_are_plain_words() -> None:
    assert instruction("  pick \n the cube ") == "pick the cube"
    for value in (None, 3, "", "a" * 501, "look <|im_end|>", "</think> so"):
        with pytest.raises(BadSample):
            instruction(value)


def test_a_limit_is_drawn_by_the_seed_and_a_larger_one_adds_to_it(tmp_path: Path) -> None:
    entries = [{**TRAJECTORY, "instruction": f"reach for thing {i}"} for i in range(50)]
    items, _ = open_source("sharerobot", SourceOptions(_write(tmp_path / "a.json", entries)))
    ten, again, twenty, other = choose(items, 10, 1), choose(items, 10, 1), choose(items, 20, 1), choose(items, 10, 2)
    wheres = [[item.where for item in chosen] for chosen in (ten, again, twenty, other)]
    assert wheres[0] == wheres[1] and len(wheres[0]) == 10
    assert set(wheres[0]) < set(wheres[2])
    assert wheres[0] != wheres[3]
    assert choose(items, 0, 1) == items


def test_an_unknown_source_is_named(tmp_path: Path) -> None:
    from vla_r1_ros.cli.data_source import SOURCES as OFFERED

    with pytest.raises(InputError, match="no source 'coco'"):
        open_source("coco", SourceOptions(tmp_path))
    assert OFFERED == SOURCES


@pytest.mark.parametrize(("name", "options", "words"), [
    ("umd", {"units": Units.NORMALISED, "images": Path("pictures")}, "source umd has no use for --images, --units"),
    ("scenes", {"anchor": Anchor.CENTRE}, "source scenes has no use for --anchor"),
    ("sharerobot", {"topic": "/camera", "absent": 0.5}, "source sharerobot has no use for --topic, --absent"),
])
def test_an_option_that_would_be_passed_over_is_refused(tmp_path: Path, name: str, options: dict[str, Any],
                                                         words: str) -> None:
    with pytest.raises(InputError, match=words):
        open_source(name, SourceOptions(tmp_path, **options))


@pytest.mark.parametrize(("orientation", "taken"), [(1, True), (6, False), (3, False)])
def test_a_picture_that_is_to_be_shown_turned_is_left_out_and_named(tmp_path: Path, orientation: int,
                                                                     taken: bool) -> None:
    exif = Image.Exif()
    exif[Base.Orientation] = orientation
    Image.fromarray(np.full((30, 40, 3), 90, np.uint8)).save(tmp_path / "phone.jpg", exif=exif)
    if taken:
        assert load(file_picture(tmp_path, "phone.jpg")).width_px == 40
        return
    with pytest.raises(BadSample, match="shown turned") as caught:
        load(file_picture(tmp_path, "phone.jpg"))
    assert caught.value.reason is Reason.IMAGE_TURNED
