# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""Conversions to the contract's boxes and paths, and conventions that are not what was said."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from vla_r1_ros.core.errors import ErrorCode, InputError
from vla_r1_ros.core.types import Box
from vla_r1_ros.posttrain.cot.convention import CONTRACT, Anchor, Convention, Evidence, Units
from vla_r1_ros.posttrain.cot.sample import BadSample, Reason

VGA = (640, 480)
PIXELS_TOP_LEFT = Convention(Units.PIXELS, Anchor.TOP_LEFT)


def test_a_top_left_pixel_box_becomes_a_normalised_centre_box() -> None:
    assert PIXELS_TOP_LEFT.box([320, 120, 64, 96], VGA, Evidence()) == Box(0.55, 0.35, 0.1, 0.2)


def test_each_convention_says_the_same_box() -> None:
    said = {
        Convention(Units.PIXELS, Anchor.CENTRE): [352, 168, 64, 96],
        Convention(Units.THOUSANDTHS, Anchor.TOP_LEFT): [500, 250, 100, 200],
        Convention(Units.NORMALISED, Anchor.TOP_LEFT): [0.5, 0.25, 0.1, 0.2],
        CONTRACT: [0.55, 0.35, 0.1, 0.2],
    }
    for convention, values in said.items():
        assert convention.box(values, VGA, Evidence()) == Box(0.55, 0.35, 0.1, 0.2), convention


@given(st.tuples(*[st.floats(0.0, 0.5)] * 2, *[st.floats(0.01, 0.5)] * 2))
def test_a_box_inside_keeps_its_corners_to_a_thousandth(values: tuple[float, float, float, float]) -> None:
    x, y, width, height = values
    pixels = [x * 640, y * 480, width * 640, height * 480]
    if max(pixels) <= 1.0:
        return
    box = PIXELS_TOP_LEFT.box(pixels, VGA, Evidence())
    assert np.allclose(box.corners(), [x, y, x + width, y + height], atol=0.0011)


def test_a_box_over_the_border_is_clipped_by_a_hundredth_at_most() -> None:
    box = PIXELS_TOP_LEFT.box([-5, 0, 69, 48], VGA, Evidence())
    assert np.allclose(box.corners(), [0.0, 0.0, 0.1, 0.1])
    with pytest.raises(BadSample) as caught:
        PIXELS_TOP_LEFT.box([-50, 0, 90, 500], VGA, Evidence())
    assert caught.value.reason is Reason.OUTSIDE_IMAGE


@pytest.mark.parametrize(("convention", "values", "reason"), [
    (CONTRACT, [352.0, 186.0, 19.0, 14.0], Reason.PIXEL_VALUES),
    (PIXELS_TOP_LEFT, [0.5, 0.4, 0.1, 0.1], Reason.NORMALISED_VALUES),
    (CONTRACT, [0.05, 0.4, 0.3, 0.1], Reason.TOP_LEFT_BOX),
    (PIXELS_TOP_LEFT, [600, 400, 80, 40], Reason.CENTRE_BOX),
    (CONTRACT, [0.5, 0.5, 0.0, 0.1], Reason.EMPTY_LABEL),
    (CONTRACT, [0.5, 0.5, 0.0002, 0.1], Reason.EMPTY_LABEL),
    (CONTRACT, [0.5, 0.5, 0.1], Reason.MALFORMED),
    (CONTRACT, [0.5, 0.5, "0.1", 0.1], Reason.MALFORMED),
    (CONTRACT, [0.5, 0.5, True, 0.1], Reason.MALFORMED),
    (CONTRACT, [0.5, float("nan"), 0.1, 0.1], Reason.MALFORMED),
])  # fmt: skip
def test_a_box_that_cannot_be_meant_so_is_named(convention: Convention, values: list[float], reason: Reason) -> None:
    with pytest.raises(BadSample) as caught:
        convention.box(values, VGA, Evidence())
    assert caught.value.reason is reason
    assert caught.value.code is ErrorCode.INPUT_FILE


def test_a_path_is_scaled_and_repeated_points_go() -> None:
    path = Convention(Units.PIXELS).path([[64, 48], [64, 48], [320, 240], [320, 240], [576, 432]], VGA, Evidence())
    assert path.tolist() == [[0.1, 0.1], [0.5, 0.5], [0.9, 0.9]]
    assert Convention(Units.PIXELS).path([{"x": 64, "y": 48}, {"x": 320, "y": 48}], VGA, Evidence()).tolist() == [
        [0.1, 0.1], [0.5, 0.1]]  # fmt: skip


@pytest.mark.parametrize(("convention", "points", "reason"), [
    (CONTRACT, [[100, 200], [110, 210]], Reason.PIXEL_VALUES),
    (Convention(Units.PIXELS), [[0.1, 0.2], [0.3, 0.4]], Reason.NORMALISED_VALUES),
    (Convention(Units.PIXELS), [[100, 200], [900, 210]], Reason.OUTSIDE_IMAGE),
    (CONTRACT, [[0.1, 0.2]], Reason.PATH_LENGTH),
    (CONTRACT, [[0.1, 0.2], [0.1, 0.2]], Reason.PATH_LENGTH),
    (CONTRACT, [[i / 100, 0.5] for i in range(65)], Reason.PATH_LENGTH),
    (CONTRACT, "[[0.1, 0.2], [0.3, 0.4]]", Reason.MALFORMED),
    (CONTRACT, [[0.1, 0.2, 1], [0.3, 0.4, 0]], Reason.MALFORMED),
])  # fmt: skip
def test_a_path_that_cannot_be_meant_so_is_named(convention: Convention, points: object, reason: Reason) -> None:
    with pytest.raises(BadSample) as caught:
        convention.path(points, VGA, Evidence())
    assert caught.value.reason is reason


def _seen(convention: Convention, boxes: np.ndarray) -> Evidence:
    evidence = Evidence()
    for box in boxes.tolist():
        try:
            convention.box(box, VGA, evidence)
        except BadSample:
            continue
    return evidence


def _drawn(anchor: Anchor, units: float) -> np.ndarray:
    """A hundred true boxes, written with this anchor and in these units of the picture's sides."""
    rng = np.random.default_rng(3)
    size = rng.uniform(0.05, 0.4, (100, 2))
    corner = rng.uniform(0.0, 1.0, (100, 2)) * (1.0 - size)
    anchored = corner if anchor is Anchor.TOP_LEFT else corner + size / 2
    return np.hstack([anchored, size]) * units


def test_a_set_of_top_left_boxes_in_a_centre_set_is_named_and_the_right_word_helps() -> None:
    top_left = _drawn(Anchor.TOP_LEFT, 1.0)
    with pytest.raises(InputError, match="looks top_left") as caught:
        CONTRACT.check_set(_seen(CONTRACT, top_left))
    assert caught.value.code is ErrorCode.INPUT_PARAMETER
    right = Convention(Units.NORMALISED, Anchor.TOP_LEFT)
    right.check_set(_seen(right, top_left))


def test_a_set_of_centre_boxes_in_a_top_left_set_is_named() -> None:
    declared = Convention(Units.NORMALISED, Anchor.TOP_LEFT)
    with pytest.raises(InputError, match="looks centre"):
        declared.check_set(_seen(declared, _drawn(Anchor.CENTRE, 1.0)))
    CONTRACT.check_set(_seen(CONTRACT, _drawn(Anchor.CENTRE, 1.0)))


@pytest.mark.parametrize(("declared", "units", "name"), [
    (Units.NORMALISED, 640.0, "pixel_values"), (Units.PIXELS, 1.0, "normalised_values"),
    (Units.PIXELS, 1000.0, "outside_image"),
])  # fmt: skip
def test_a_set_in_other_units_is_named(declared: Units, units: float, name: str) -> None:
    convention = Convention(declared)
    with pytest.raises(InputError, match=name):
        convention.check_set(_seen(convention, _drawn(Anchor.CENTRE, units)))


def test_a_few_bad_labels_do_not_refuse_a_set() -> None:
    boxes = _drawn(Anchor.CENTRE, 1.0)
    boxes[:30] *= 640
    CONTRACT.check_set(_seen(CONTRACT, boxes))
