# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""Old inputs and inputs from the future are refused, whatever the clock does."""

import math

import pytest

from vla_r1_ros.core.errors import ErrorCode, InputError, ProjectionError, SafetyError
from vla_r1_ros.core.freshness import FUTURE_TOLERANCE_S, check_all_fresh, check_fresh, is_fresh


@pytest.mark.parametrize(
    ("stamp", "fresh"),
    [
        (100.0, True),
        (99.5, True),
        (99.499, False),
        (0.0, False),
        (100.0 + FUTURE_TOLERANCE_S / 2, True),
        (100.2, False),
        (1e9, False),
        (math.nan, False),
        (math.inf, False),
        (-math.inf, False),
    ],
)
def test_age(stamp: float, fresh: bool) -> None:
    assert is_fresh(stamp, 100.0, 0.5) is fresh


def test_now_that_is_not_finite_is_never_fresh() -> None:
    assert not is_fresh(1.0, math.nan, 0.5)


def test_clock_set_back_by_five_seconds_makes_inputs_come_from_the_future() -> None:
    with pytest.raises(SafetyError) as caught:
        check_fresh("image", 100.0, 95.0, 1.0)
    assert caught.value.code is ErrorCode.SAFETY_STALE_INPUT
    assert "future" in caught.value.message and "5.000" in caught.value.message
    assert "clock" in caught.value.advice


def test_clock_set_ahead_makes_inputs_old() -> None:
    with pytest.raises(SafetyError) as caught:
        check_fresh("joint states", 100.0, 105.0, 1.0)
    assert "joint states is 5.000 s old" in caught.value.message and "1.000" in caught.value.message


@pytest.mark.parametrize(
    ("code", "kind"),
    [
        (ErrorCode.INPUT_IMAGE_STALE, InputError),
        (ErrorCode.PROJECTION_STALE, ProjectionError),
        (ErrorCode.SAFETY_STALE_INPUT, SafetyError),
    ],
)
def test_code_decides_the_family(code: ErrorCode, kind: type[Exception]) -> None:
    with pytest.raises(kind):
        check_fresh("image", 0.0, 10.0, 1.0, code=code)


def test_all_must_be_fresh() -> None:
    check_all_fresh({"image": 9.8, "joints": 9.9}, 10.0, 0.5)
    check_all_fresh({}, 10.0, 0.5)
    with pytest.raises(SafetyError, match="joints"):
        check_all_fresh({"image": 9.8, "joints": 9.0}, 10.0, 0.5)
