# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""A target as a page to print: true to size, with a ruler to check that the printer did not scale it."""

from pathlib import Path

import cv2
import numpy as np

from vla_r1_ros.calibration.detector import Detector
from vla_r1_ros.calibration.target import Target, TargetKind
from vla_r1_ros.core.errors import ErrorCode, InputError
from vla_r1_ros.core.types import ImageArray

PIXELS_PER_MM = 10
PAPERS = {"a4": (210, 297), "a3": (297, 420), "letter": (216, 279)}
_EDGE_MM = 5  # no printer prints nearer to the edge
_FOOT_MM = 12  # for ruler and words
RULER_MM = 100


def describe(target: Target) -> str:
    """The target's sizes in words."""
    if target.kind is TargetKind.TAG:
        return f"{target.dictionary} id {target.tag_id}: black edge {target.square * 1e3:g} mm"
    width, height = target.size
    squares = f"{target.columns}x{target.rows} squares of {target.square * 1e3:g} mm"
    return f"{squares}, markers {target.marker * 1e3:g} mm, {target.dictionary}: {width * 1e3:g} x {height * 1e3:g} mm"


def page(target: Target, paper: str) -> ImageArray:
    """Return the page (H, W) uint8 with :data:`PIXELS_PER_MM`, upright or across as the target fits better.

    Raises:
        InputError: INPUT_PARAMETER where it does not fit.
    """
    width_mm, height_mm = (side * 1e3 for side in target.size)
    sides = PAPERS[paper] if height_mm >= width_mm else PAPERS[paper][::-1]
    room = (sides[0] - 2 * _EDGE_MM, sides[1] - 2 * _EDGE_MM - _FOOT_MM)
    if width_mm > room[0] or height_mm > room[1]:
        raise InputError(ErrorCode.INPUT_PARAMETER, f"{width_mm:g} x {height_mm:g} mm do not fit on {paper} "
                         f"({room[0]} x {room[1]} mm are free)", "smaller squares, or --paper a3")  # fmt: skip
    sheet = np.full((sides[1] * PIXELS_PER_MM, sides[0] * PIXELS_PER_MM), 255, dtype=np.uint8)
    pattern = Detector(target).picture(PIXELS_PER_MM)
    top = _EDGE_MM * PIXELS_PER_MM + (room[1] * PIXELS_PER_MM - pattern.shape[0]) // 2
    left = (sheet.shape[1] - pattern.shape[1]) // 2
    sheet[top : top + pattern.shape[0], left : left + pattern.shape[1]] = pattern
    _foot(sheet, target)
    return sheet


def _foot(sheet: ImageArray, target: Target) -> None:
    x, y = _EDGE_MM * PIXELS_PER_MM, sheet.shape[0] - _EDGE_MM * PIXELS_PER_MM
    end = x + RULER_MM * PIXELS_PER_MM
    cv2.line(sheet, (x, y), (end, y), 0, 3)
    for tick in (x, end):
        cv2.line(sheet, (tick, y - 30), (tick, y), 0, 3)
    words = (f"{RULER_MM} mm: measure it", f"{target}", describe(target))
    for line, text in enumerate(reversed(words)):
        cv2.putText(sheet, text, (x + 20, y - 12 - 30 * line), cv2.FONT_HERSHEY_SIMPLEX, 0.75, 0, 2, cv2.LINE_AA)


def write_page(path: Path, target: Target, paper: str) -> None:
    """Write the page as PDF or PNG, by the name's end, true to size.

    Raises:
        InputError: INPUT_PARAMETER for another end or a target that does not fit, INPUT_FILE, INPUT_ENVIRONMENT.
    """
    if path.suffix.lower() not in (".pdf", ".png"):
        raise InputError(ErrorCode.INPUT_PARAMETER, f"{path.name}: not .pdf or .png", "name it so")
    try:
        from PIL import Image
    except ImportError as error:
        raise InputError(ErrorCode.INPUT_ENVIRONMENT, f"Pillow is missing: {error}", "install python3-pil") from error
    per_inch = PIXELS_PER_MM * 25.4
    try:
        Image.fromarray(page(target, paper)).save(path, resolution=per_inch, dpi=(per_inch, per_inch))
    except OSError as error:
        raise InputError(ErrorCode.INPUT_FILE, f"{path}: {error}", "name a file that can be written") from error
