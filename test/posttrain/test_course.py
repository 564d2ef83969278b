# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""How far a run has come, by the clock and by pictures."""

from __future__ import annotations

import math

import pytest

from vla_r1_ros.core.errors import InputError
from vla_r1_ros.posttrain.course import Course, rate_share


def test_by_the_clock_the_second_stage_begins_after_the_first_and_ends_with_the_run() -> None:
    course = Course(minutes=10)
    assert course.progress(seconds=60, vision_seconds=60, images=0) == 0.0
    assert course.progress(seconds=330, vision_seconds=60, images=5) == 0.5
    assert course.progress(seconds=600, vision_seconds=60, images=5) == 1.0
    assert course.progress(seconds=601, vision_seconds=601, images=0) == 1.0  # all of it was the first stage


def test_by_pictures_the_clock_does_not_count() -> None:
    course = Course(images=200)
    assert course.progress(seconds=1e9, vision_seconds=0.0, images=50) == 0.25
    assert course.progress(seconds=0.0, vision_seconds=0.0, images=208) == 1.0


@pytest.mark.parametrize(("minutes", "images"), [(0.0, 0), (1.0, 1), (-1.0, 0), (0.0, -1), (math.nan, 0)])
def test_a_run_without_one_length_is_refused(minutes: float, images: int) -> None:
    with pytest.raises(InputError, match="give one of both"):
        Course(minutes, images)


def test_the_learning_rate_stays_then_falls_to_its_last_share() -> None:
    shares = [rate_share(progress, decay_from=0.25, final_share=0.02) for progress in (0.0, 0.25, 0.625, 1.0)]
    assert shares == pytest.approx([1.0, 1.0, 0.51, 0.02])
