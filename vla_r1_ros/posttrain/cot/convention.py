# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""From a source's way of writing boxes and paths to the contract's: centre boxes and points in [0, 1].

A wrong convention is found in two ways: a single label that cannot be meant as declared is refused by name, and what
all labels together show (`Evidence`) refuses the set before a teacher is paid for it. One top-left box in the middle of
a picture looks like a centre box; among many, some touch the border and tell.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

import numpy as np

from vla_r1_ros.core.errors import ErrorCode, InputError
from vla_r1_ros.core.reply import MAX_POINTS, MIN_POINTS
from vla_r1_ros.core.types import Box, FloatArray
from vla_r1_ros.posttrain.cot.sample import BadSample, Reason

BORDER = 0.01  # labels may stick out by this share of the picture; they are clipped
DECIMALS = 3
ENOUGH_LABELS = 4
ENOUGH_BOXES = 3


class Units(StrEnum):
    """What a coordinate of 1 means: a pixel, the whole side, or a thousandth of it."""

    PIXELS = "pixels"
    NORMALISED = "normalised"
    THOUSANDTHS = "thousandths"


class Anchor(StrEnum):
    """Which point of a box x and y are."""

    CENTRE = "centre"
    TOP_LEFT = "top_left"


_OTHER = {Anchor.CENTRE: Anchor.TOP_LEFT, Anchor.TOP_LEFT: Anchor.CENTRE}
_MISREAD = {Anchor.CENTRE: Reason.TOP_LEFT_BOX, Anchor.TOP_LEFT: Reason.CENTRE_BOX}


@dataclass
class Evidence:
    """What the labels of a set show about its convention.

    Attributes:
        labels: converted or refused so far.
        refused: those outside the picture or of the wrong scale, by reason.
        only_as_declared: boxes that fit the picture with the declared anchor only.
        only_otherwise: boxes that fit with the other anchor only.
    """

    labels: int = 0
    refused: Counter[Reason] = field(default_factory=Counter)
    only_as_declared: int = 0
    only_otherwise: int = 0


@dataclass(frozen=True)
class Convention:
    """How a source writes coordinates."""

    units: Units
    anchor: Anchor = Anchor.CENTRE

    def check_set(self, evidence: Evidence) -> None:
        """Refuse a set whose labels speak against this convention.

        Raises:
            InputError: INPUT_PARAMETER that names what the set looks like.
        """
        if evidence.labels >= ENOUGH_LABELS and evidence.refused.total() * 2 >= evidence.labels:
            reason, _ = evidence.refused.most_common(1)[0]
            raise InputError(ErrorCode.INPUT_PARAMETER,
                             f"{evidence.refused.total()} of {evidence.labels} labels do not fit {self.units.value} "
                             f"coordinates, mostly {reason.value}", "say how the set counts with --units")
        if evidence.only_otherwise >= ENOUGH_BOXES and evidence.only_as_declared == 0:
            other = _OTHER[self.anchor].value
            raise InputError(ErrorCode.INPUT_PARAMETER,
                             f"{evidence.only_otherwise} boxes fit their pictures only when x, y are read as {other}, "
                             f"none only as {self.anchor.value}: the set looks {other}", f"try --anchor {other}")

    def box(self, values: Sequence[Any], size_px: tuple[int, int], evidence: Evidence) -> Box:
        """The contract's box from x, y, width, height in this convention, clipped to the picture.

        Args:
            size_px: width and height of the picture that the label was drawn on.

        Raises:
            BadSample: the label is no box, is empty, or cannot be meant in this convention.
        """
        evidence.labels += 1
        x, y, width, height = _numbers(values, 4)
        self._check_scale([x, y, width, height], evidence)
        if not (width > 0 and height > 0):
            raise BadSample(Reason.EMPTY_LABEL, f"the box is {width:g} x {height:g}")
        side_x, side_y = self._sides(size_px)
        numbers = (x / side_x, y / side_y, width / side_x, height / side_y)
        own, other = _corners(numbers, self.anchor), _corners(numbers, _OTHER[self.anchor])
        fits, fits_otherwise = _inside(own), _inside(other)
        evidence.only_as_declared += fits and not fits_otherwise
        evidence.only_otherwise += fits_otherwise and not fits
        if not fits:
            self._refuse_box(values, fits_otherwise, size_px, evidence)
        x0, y0, x1, y1 = np.clip(own, 0.0, 1.0)
        box = Box(*(round(float(v), DECIMALS) for v in ((x0 + x1) / 2, (y0 + y1) / 2, x1 - x0, y1 - y0)))
        if not (box.width > 0 and box.height > 0):
            raise BadSample(Reason.EMPTY_LABEL, f"the box is under a {10**DECIMALS}th of the picture wide or high")
        return box

    def path(self, points: Any, size_px: tuple[int, int], evidence: Evidence) -> FloatArray:
        """The contract's path (N, 2) from points in this convention; a point that repeats its neighbour is left out.

        Raises:
            BadSample: no list of points, too few or too many, or not meant in this convention.
        """
        evidence.labels += 1
        if not isinstance(points, list):
            raise BadSample(Reason.MALFORMED, f"the path is {type(points).__name__}, not a list of points")
        pairs = [_numbers([p.get("x"), p.get("y")] if isinstance(p, dict) else p, 2) for p in points]
        if len(pairs) < MIN_POINTS:
            raise BadSample(Reason.PATH_LENGTH, f"the path has {len(pairs)} points, at least {MIN_POINTS} are needed")
        array: FloatArray = np.array(pairs, dtype=np.float64)
        self._check_scale([float(v) for v in array.ravel()], evidence)
        array = np.divide(array, np.array(self._sides(size_px)), dtype=np.float64)
        if not _inside(array):
            evidence.refused[Reason.OUTSIDE_IMAGE] += 1
            raise BadSample(Reason.OUTSIDE_IMAGE, f"the path leaves the picture ({array.min():.2f} to "
                                                  f"{array.max():.2f} of its sides)")
        array = np.asarray(np.round(np.clip(array, 0.0, 1.0), DECIMALS) + 0.0, dtype=np.float64)
        moves = np.concatenate([[True], np.any(np.diff(array, axis=0) != 0.0, axis=1)])
        array = np.asarray(array[moves], dtype=np.float64)
        if not MIN_POINTS <= len(array) <= MAX_POINTS:
            raise BadSample(Reason.PATH_LENGTH,
                            f"the path has {len(array)} distinct points, not {MIN_POINTS} to {MAX_POINTS}")
        return array

    def _sides(self, size_px: tuple[int, int]) -> tuple[float, float]:
        if self.units is Units.PIXELS:
            return float(size_px[0]), float(size_px[1])
        side = 1000.0 if self.units is Units.THOUSANDTHS else 1.0
        return side, side

    def _check_scale(self, numbers: Sequence[float], evidence: Evidence) -> None:
        largest = max(abs(number) for number in numbers)
        reason = None
        if self.units is Units.NORMALISED and largest > 1.5:
            reason = Reason.PIXEL_VALUES
        elif self.units is not Units.NORMALISED and 0.0 < largest <= 1.0:
            reason = Reason.NORMALISED_VALUES
        if reason is not None:
            evidence.refused[reason] += 1
            raise BadSample(reason, f"the largest coordinate is {largest:g} in a set declared {self.units.value}")

    def _refuse_box(self, values: Sequence[Any], fits_otherwise: bool, size_px: tuple[int, int],
                    evidence: Evidence) -> None:
        words = f"x, y, width, height {list(values)} stick out of {size_px[0]} x {size_px[1]} as {self.anchor.value}"
        if fits_otherwise:
            raise BadSample(_MISREAD[self.anchor], f"{words}, and fit as {_OTHER[self.anchor].value}")
        evidence.refused[Reason.OUTSIDE_IMAGE] += 1
        raise BadSample(Reason.OUTSIDE_IMAGE, words)


#: The contract's own.
CONTRACT = Convention(Units.NORMALISED, Anchor.CENTRE)


def _numbers(values: Any, count: int) -> list[float]:
    plain = isinstance(values, (list, tuple)) and len(values) == count and all(
        isinstance(v, (int, float)) and not isinstance(v, bool) and _finite(v) for v in values
    )
    if not plain:
        raise BadSample(Reason.MALFORMED, f"{str(values)[:60]} are not {count} numbers")
    return [float(v) for v in values]


def _finite(value: float) -> bool:
    try:
        return math.isfinite(value)
    except OverflowError:  # a whole number of hundreds of digits
        return False


def _corners(numbers: tuple[float, float, float, float], anchor: Anchor) -> FloatArray:
    x, y, width, height = numbers
    x0, y0 = (x - width / 2, y - height / 2) if anchor is Anchor.CENTRE else (x, y)
    return np.array([x0, y0, x0 + width, y0 + height], dtype=np.float64)


def _inside(values: FloatArray) -> bool:
    return bool(values.min() >= -BORDER and values.max() <= 1.0 + BORDER)
