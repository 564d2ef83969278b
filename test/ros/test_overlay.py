# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""The overlay shows box, path, words; leaves the input alone; survives any text and size."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

pytest.importorskip("cv2")

from vla_r1_ros.core.types import Box
from vla_r1_ros.ros import overlay
from vla_r1_ros.ros.overlay import draw_overlay

BOX = Box(0.25, 0.5, 0.2, 0.2)
PATH = np.array([[0.25, 0.5], [0.5, 0.3], [0.75, 0.6]])


def grey(height: int = 480, width: int = 640) -> np.ndarray:
    return np.full((height, width, 3), 128, np.uint8)


def near(colour: np.ndarray, wanted: tuple[int, int, int], tolerance: int = 25) -> bool:
    return bool((np.abs(colour.astype(int) - wanted) <= tolerance).all())


def test_box_lies_on_its_pixels() -> None:
    drawn = draw_overlay(grey(), BOX, None, "", "")
    assert near(drawn[240, round(0.15 * 640)], overlay._BOX)
    assert near(drawn[round(0.4 * 480), 160], overlay._BOX)
    np.testing.assert_array_equal(drawn[240, 160], [128, 128, 128])


def test_path_runs_from_blue_to_pink_with_a_head_at_its_end() -> None:
    drawn = draw_overlay(grey(), None, PATH, "", "")
    assert near(drawn[240, 160], overlay._START)
    assert near(drawn[288 - 8, 480 - 6], overlay._END)
    halfway = drawn[round(0.4 * 480) - 2 : round(0.4 * 480) + 3, round(0.375 * 640)]
    assert any(near(p, overlay._blend(overlay._START, overlay._END, 0.27), 40) for p in halfway)


def test_input_is_not_changed_and_shape_is_kept() -> None:
    image = grey(123, 201)
    drawn = draw_overlay(image, BOX, PATH, "pick up the cube", "I see a cube.")
    assert drawn.shape == image.shape
    assert drawn.dtype == np.uint8
    assert (image == 128).all()
    assert (drawn != 128).any()


def test_words_are_in_bands_at_top_and_bottom_only() -> None:
    drawn = draw_overlay(grey(), BOX, None, "pick up the red cube", "It is there.")
    assert drawn[:24].max() > 230
    assert drawn[-24:].max() > 230
    assert (drawn[40:150] == 128).all()


def test_last_words_of_the_reasoning_are_kept_and_first_of_the_instruction() -> None:
    words = " ".join(f"word{i}" for i in range(200))
    last = overlay._fit(words, 640, 1.0, 2, keep_end=True)
    assert len(last) == 2
    assert last[0].startswith("... ")
    assert last[-1].endswith("word199")
    first = overlay._fit(words, 640, 1.0, 1, keep_end=False)
    assert first[0].startswith("word0 word1")
    assert first[0].endswith(" ...")
    assert overlay._fit("short", 640, 1.0, 2, keep_end=True) == ["short"]
    assert overlay._fit("", 640, 1.0, 2, keep_end=True) == []


@pytest.mark.parametrize("width", [64, 320, 640, 1280])
def test_lines_fit_the_image(width: int) -> None:
    words = " ".join(f"word{i}" for i in range(300))
    scale = max(0.8, width * 0.75 / 480)
    for line in overlay._fit(words, width, scale, 3, keep_end=True):
        assert overlay._text_size(line, scale) <= max(width, overlay._text_size("... word199", scale))


def test_absent_is_said() -> None:
    said = draw_overlay(grey(), None, None, "pick up the red cube", "")
    silent = draw_overlay(grey(), BOX, None, "pick up the red cube", "")
    assert (said[:24] != silent[:24]).any()


@given(
    text=st.text(max_size=200),
    height=st.integers(1, 200),
    width=st.integers(1, 200),
    points=st.lists(st.tuples(st.floats(-2, 3), st.floats(-2, 3)), min_size=1, max_size=6),
)
@settings(max_examples=60, deadline=None)
def test_any_text_size_and_path(text: str, height: int, width: int, points: list[tuple[float, float]]) -> None:
    drawn = draw_overlay(grey(height, width), BOX, np.array(points), text, text)
    assert drawn.shape == (height, width, 3)


def test_a_text_of_megabytes_is_quick() -> None:
    drawn = draw_overlay(grey(), None, PATH, "a b " * 10**6, "Ä\n\0 " * 10**6)
    assert drawn.shape == (480, 640, 3)
