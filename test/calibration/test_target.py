# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
import re
from pathlib import Path

import cv2
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from vla_r1_ros.calibration.detector import Detector
from vla_r1_ros.calibration.sheet import PIXELS_PER_MM, RULER_MM, page, write_page
from vla_r1_ros.calibration.target import DEFAULT_BOARD, DICTIONARIES, parse_target
from vla_r1_ros.core.errors import ErrorCode, InputError


@given(columns=st.integers(3, 12), rows=st.integers(3, 12), square=st.integers(30, 900), share=st.integers(40, 90),
       dictionary=st.sampled_from([name for name, count in DICTIONARIES.items() if count >= 72]))
def test_a_board_says_what_it_was_made_from(columns: int, rows: int, square: int, share: int, dictionary: str) -> None:
    text = f"charuco:{columns}x{rows}:{square / 10:g}:{square * share / 1000:g}:{dictionary}"
    target = parse_target(text)
    assert str(target) == text
    corners = target.corners()
    assert corners.shape == ((columns - 1) * (rows - 1), 3)
    np.testing.assert_allclose(corners.mean(axis=0), 0, atol=1e-12)
    np.testing.assert_allclose(corners[1] - corners[0], [square / 1e4, 0, 0], atol=1e-12)


@pytest.mark.parametrize(("text", "words"), [
    ("", "not understood"), ("charuco:7x5", "not understood"), ("tag:APRILTAG_36h11:0", "not understood"),
    ("charuco:2x5:30:20", "squares, not"), ("charuco:7x5:30:29:4X4_50", "0.3 to 0.95"),
    ("charuco:20x20:30:20:4X4_50", "200 markers"), ("charuco:7x5:30:20:9X9_50", "no dictionary"),
    ("tag:APRILTAG_36h11:587:60", "ids 0 to 586"), ("tag:APRILTAG_36h11:1:0.1", "0.1 mm"),
    ("tag:APRILTAG_36h11:1:6.6.6", "no number"), ("charuco:7x5:30000:20000", "30000 mm"),
])  # fmt: skip
def test_what_is_no_target_is_refused_with_the_reason(text: str, words: str) -> None:
    with pytest.raises(InputError, match=re.escape(words)) as refusal:
        parse_target(text)
    assert refusal.value.code is ErrorCode.INPUT_PARAMETER and DEFAULT_BOARD in refusal.value.advice


@pytest.mark.parametrize("text", [DEFAULT_BOARD, "charuco:5x7:30:22.5:5X5_100", "tag:APRILTAG_36h11:7:120"])
def test_the_page_is_true_to_size_and_is_found(text: str) -> None:
    target = parse_target(text)
    sheet = page(target, "a4")
    assert sorted(sheet.shape) == [210 * PIXELS_PER_MM, 297 * PIXELS_PER_MM]
    seen = Detector(target).find(sheet)
    assert seen is not None and len(seen.points) == len(target.corners())
    flat = (seen.pixels - seen.pixels.mean(axis=0)) / PIXELS_PER_MM * 1e-3
    np.testing.assert_allclose(flat * [1, -1], seen.points[:, :2], atol=0.1e-3)  # x right, y up; 0.1 mm
    foot = sheet[-60:, :1200]
    longest = max(len(run) for row in foot for run in "".join("x" if v < 128 else " " for v in row).split())
    assert longest == pytest.approx(RULER_MM * PIXELS_PER_MM, abs=5)


@pytest.mark.parametrize("suffix", ["pdf", "png"])
def test_the_file_has_the_size_of_the_paper(suffix: str, tmp_path: Path) -> None:
    path = tmp_path / f"board.{suffix}"
    write_page(path, parse_target(DEFAULT_BOARD), "a4")
    if suffix == "png":
        with Image.open(path) as image:
            sides = [side / dpi * 25.4 for side, dpi in zip(image.size, image.info["dpi"], strict=True)]
            assert sides == pytest.approx([297, 210], abs=0.1)
        assert Detector(parse_target(DEFAULT_BOARD)).find(cv2.imread(str(path), cv2.IMREAD_GRAYSCALE)) is not None
    else:
        box = re.search(rb"/MediaBox\s*\[\s*0 0 ([\d.]+) ([\d.]+)", path.read_bytes())
        assert box is not None
        assert [float(side) / 72 * 25.4 for side in box.groups()] == pytest.approx([297, 210], abs=0.1)


def test_what_does_not_fit_on_the_paper_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="do not fit on a4"):
        write_page(tmp_path / "x.pdf", parse_target("charuco:9x7:40:30"), "a4")
    write_page(tmp_path / "x.pdf", parse_target("charuco:9x6:40:30"), "a3")
    with pytest.raises(InputError, match=r"not \.pdf or \.png"):
        write_page(tmp_path / "x.svg", parse_target(DEFAULT_BOARD), "a4")
