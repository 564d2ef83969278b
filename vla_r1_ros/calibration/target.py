# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""What the camera is shown: a printed ChArUco board or one tag, told as one short text.

Frame of a target: origin in the middle of the pattern, x right and y up as printed, z out of the paper.
"""

import re
from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from vla_r1_ros.core.errors import ErrorCode, InputError
from vla_r1_ros.core.types import FloatArray

DEFAULT_BOARD = "charuco:7x5:36:27:4X4_50"
TARGET_FORMS = ("charuco:COLUMNSxROWS:SQUARE_MM:MARKER_MM[:DICTIONARY] or tag:DICTIONARY:ID:EDGE_MM, "
                f"for example {DEFAULT_BOARD} or tag:APRILTAG_36h11:0:60")  # fmt: skip
#: Dictionaries of OpenCV and how many markers each holds.
DICTIONARIES = {
    **{f"{n}X{n}_{count}": count for n in (4, 5, 6, 7) for count in (50, 100, 250, 1000)},
    "APRILTAG_16h5": 30, "APRILTAG_25h9": 35, "APRILTAG_36h10": 2320, "APRILTAG_36h11": 587,
}  # fmt: skip
_BOARD = re.compile(r"charuco:(\d{1,2})x(\d{1,2}):([\d.]+):([\d.]+)(?::(\w+))?")
_TAG = re.compile(r"tag:(\w+):(\d{1,4}):([\d.]+)")
_LARGEST_MM = 5000.0


class TargetKind(StrEnum):
    """A chessboard with markers in its white squares, or a single marker."""

    CHARUCO = "charuco"
    TAG = "tag"


@dataclass(frozen=True)
class Target:
    """A flat pattern. `square` and `marker` are edges in m; a tag has one square, and both are its black edge."""

    kind: TargetKind
    dictionary: str
    columns: int
    rows: int
    square: float
    marker: float
    tag_id: int = 0

    @property
    def size(self) -> tuple[float, float]:
        """Width and height of the pattern, m."""
        return self.columns * self.square, self.rows * self.square

    def corners(self) -> FloatArray:
        """All corners (N, 3) m in the frame of the target, in the order of OpenCV's ids.

        Of a board the inner corners, row by row from the top left; of a tag its four, clockwise from the top left.
        """
        width, height = self.size
        if self.kind is TargetKind.TAG:
            signs = np.array([[-1, 1, 0], [1, 1, 0], [1, -1, 0], [-1, -1, 0]], dtype=np.float64)
            return signs * self.square / 2
        rows, columns = np.mgrid[1 : self.rows, 1 : self.columns]
        x, y = columns.ravel() * self.square - width / 2, height / 2 - rows.ravel() * self.square
        return np.stack([x, y, np.zeros_like(x)], axis=1)

    def __str__(self) -> str:
        if self.kind is TargetKind.TAG:
            return f"tag:{self.dictionary}:{self.tag_id}:{self.square * 1e3:g}"
        return f"charuco:{self.columns}x{self.rows}:{self.square * 1e3:g}:{self.marker * 1e3:g}:{self.dictionary}"


def _refuse(text: str, what: str) -> InputError:
    return InputError(ErrorCode.INPUT_PARAMETER, f"target {text[:80]!r}: {what}", f"write {TARGET_FORMS}")


def parse_target(text: str) -> Target:
    """Return the target that a text names; `str` of a target gives the text again.

    Raises:
        InputError: INPUT_PARAMETER with what is wrong and how it is written.
    """
    board, tag = _BOARD.fullmatch(text), _TAG.fullmatch(text)
    if board is not None:
        columns, rows = int(board[1]), int(board[2])
        square, marker = _millimetres(text, board[3]), _millimetres(text, board[4])
        target = Target(TargetKind.CHARUCO, _dictionary(text, board[5] or "4X4_50"), columns, rows, square, marker)
        if not (columns >= 3 and rows >= 3 and columns <= 40 and rows <= 40):
            raise _refuse(text, f"{columns}x{rows} squares, not 3x3 to 40x40")
        if not 0.3 * square <= marker <= 0.95 * square:
            raise _refuse(text, "the marker must be 0.3 to 0.95 of its square")
        if columns * rows // 2 > DICTIONARIES[target.dictionary]:
            raise _refuse(text, f"{columns * rows // 2} markers, the dictionary has {DICTIONARIES[target.dictionary]}")
        return target
    if tag is not None:
        edge, number = _millimetres(text, tag[3]), int(tag[2])
        target = Target(TargetKind.TAG, _dictionary(text, tag[1]), 1, 1, edge, edge, number)
        if number >= DICTIONARIES[target.dictionary]:
            raise _refuse(text, f"the dictionary has the ids 0 to {DICTIONARIES[target.dictionary] - 1}")
        return target
    raise _refuse(text, "not understood")


def _dictionary(text: str, name: str) -> str:
    for known in DICTIONARIES:
        if name.removeprefix("DICT_").lower() == known.lower():
            return known
    raise _refuse(text, f"no dictionary is called {name!r}; there are {', '.join(DICTIONARIES)}")


def _millimetres(text: str, number: str) -> float:
    try:
        value = float(number)
    except ValueError:
        raise _refuse(text, f"{number!r} is no number") from None
    if not 1.0 <= value <= _LARGEST_MM:
        raise _refuse(text, f"{value:g} mm is not 1 to {_LARGEST_MM:g}")
    return value * 1e-3
