# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""The picture of a decision: box, path, instruction and the last words of the reasoning on the camera image."""

import unicodedata

import cv2
import numpy as np
from numpy.typing import NDArray

from vla_r1_ros.core.types import Box, FloatArray, ImageArray

Colour = tuple[int, int, int]

_BOX: Colour = (80, 255, 120)
_START: Colour = (60, 200, 255)
_END: Colour = (255, 70, 160)
_DARK: Colour = (10, 10, 10)
_LIGHT: Colour = (245, 245, 245)
_FONT = cv2.FONT_HERSHEY_SIMPLEX
_BAND_OPACITY = 0.62
_SHIFT = 4  # cv2 draws at sixteenths of a pixel


def draw_overlay(
    image: ImageArray,
    box: Box | None,
    path: FloatArray | None,
    instruction: str,
    reasoning: str,
    *,
    lines: int = 2,
) -> ImageArray:
    """Return a copy of an RGB image (H, W, 3) uint8 with the decision drawn on it.

    Args:
        image: what the model saw.
        box: normalised, or None.
        path: (N, 2) normalised [x, y] in order of travel, blue at its start to pink at its end, or None.
        instruction: shown at the top.
        reasoning: its last words are shown at the bottom, at most `lines` lines.
        lines: 0 leaves the bottom free.

    Letters that the built-in font lacks are shown by their nearest ASCII letter, or left out.
    """
    canvas = np.ascontiguousarray(image, dtype=np.uint8).copy()
    scale = max(0.4, min(canvas.shape[0], canvas.shape[1]) / 480.0)
    if path is not None and len(path):
        _draw_path(canvas, np.asarray(path, dtype=np.float64), scale)
    if box is not None:
        _draw_box(canvas, box, scale)
    if box is None and path is None:
        instruction = f"absent: {instruction}"
    text_scale = max(0.8, scale)
    _band(canvas, _fit(instruction, canvas.shape[1], text_scale, 1, keep_end=False), text_scale, top=True)
    if lines > 0:
        _band(canvas, _fit(reasoning, canvas.shape[1], text_scale, lines, keep_end=True), text_scale, top=False)
    return canvas


def _width(pixels: float, scale: float) -> int:
    return max(1, round(pixels * scale))


def _fixed(point: NDArray[np.float64]) -> tuple[int, int]:
    limited = np.clip(point, -1e4, 1e4)
    return round(float(limited[0]) * 2**_SHIFT), round(float(limited[1]) * 2**_SHIFT)


def _draw_box(canvas: ImageArray, box: Box, scale: float) -> None:
    height, width = canvas.shape[:2]
    x0, y0, x1, y1 = box.corners() * (width, height, width, height)
    corners = _fixed(np.array([x0, y0])), _fixed(np.array([x1, y1]))
    for colour, thickness in ((_DARK, 4.0), (_BOX, 2.0)):
        cv2.rectangle(canvas, *corners, colour, _width(thickness, scale), cv2.LINE_AA, _SHIFT)


def _blend(start: Colour, end: Colour, share: float) -> Colour:
    r, g, b = (round(a + (c - a) * share) for a, c in zip(start, end, strict=True))
    return r, g, b


def _draw_path(canvas: ImageArray, path: FloatArray, scale: float) -> None:
    """Draw a line whose colour runs with the distance travelled, a dot at its start, an arrow head at its end."""
    height, width = canvas.shape[:2]
    points = path * (width, height)
    steps = np.linalg.norm(np.diff(points, axis=0), axis=1)
    total = float(steps.sum())
    if total < 1.0:
        _dot(canvas, points[0], _START, scale)
        return
    travelled = np.concatenate([[0.0], np.cumsum(steps)])
    size = min(14.0 * scale, 0.5 * total)
    dense_at = np.linspace(0.0, total - 0.8 * size, max(2, int(total / 4.0)))
    dense = np.stack([np.interp(dense_at, travelled, points[:, axis]) for axis in range(2)], axis=1)
    for outline in (True, False):
        thickness = _width(5.0 if outline else 3.0, scale)
        for i in range(len(dense) - 1):
            colour = _DARK if outline else _blend(_START, _END, float(dense_at[i]) / total)
            cv2.line(canvas, _fixed(dense[i]), _fixed(dense[i + 1]), colour, thickness, cv2.LINE_AA, _SHIFT)
    for point in points[1:-1]:
        cv2.circle(canvas, _fixed(point), _width(2.5, scale) << _SHIFT, _LIGHT, -1, cv2.LINE_AA, _SHIFT)
    _dot(canvas, points[0], _START, scale)
    _arrow_head(canvas, dense[-1], points[-1], size, scale)


def _dot(canvas: ImageArray, point: FloatArray, colour: Colour, scale: float) -> None:
    cv2.circle(canvas, _fixed(point), _width(6.0, scale) << _SHIFT, _DARK, -1, cv2.LINE_AA, _SHIFT)
    cv2.circle(canvas, _fixed(point), _width(4.5, scale) << _SHIFT, colour, -1, cv2.LINE_AA, _SHIFT)


def _arrow_head(canvas: ImageArray, base: FloatArray, tip: FloatArray, size: float, scale: float) -> None:
    along = (tip - base) / max(float(np.linalg.norm(tip - base)), 1e-9)
    across = np.array([-along[1], along[0]])
    for colour, margin in ((_DARK, 1.5 * scale), (_END, 0.0)):
        back = tip - along * (size + margin)
        corners = (tip + along * margin, back + across * (0.5 * size + margin), back - across * (0.5 * size + margin))
        outline = np.array([_fixed(corner) for corner in corners], dtype=np.int32)
        cv2.fillConvexPoly(canvas, outline, colour, cv2.LINE_AA, _SHIFT)


def _ascii(text: str) -> str:
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode("ascii")
    return " ".join("".join(c if c.isprintable() else " " for c in plain).split())


def _text_size(text: str, scale: float) -> int:
    return int(cv2.getTextSize(text, _FONT, 0.5 * scale, 1)[0][0])


def _fit(text: str, width_px: int, scale: float, lines: int, *, keep_end: bool) -> list[str]:
    """Return up to `lines` lines that fit the width, the last or the first words of the text, "..." for the rest."""
    # two thousand letters never fit; cutting first bounds the work on a text of megabytes
    words = _ascii(text[-2000:] if keep_end else text[:2000]).split(" ")
    rows: list[str] = []
    row = ""
    for word in reversed(words) if keep_end else words:
        longer = word if not row else (f"{word} {row}" if keep_end else f"{row} {word}")
        if _text_size(f"... {longer}", scale) <= width_px - 16 * scale:
            row = longer
            continue
        rows.append(row or word[:40])
        row = word if row else ""
        if len(rows) == lines:
            break
    cut = len(rows) == lines
    if not cut and row:
        rows.append(row)
    ordered = rows[::-1] if keep_end else rows
    if cut and ordered:
        edge = 0 if keep_end else -1
        ordered[edge] = f"... {ordered[edge]}" if keep_end else f"{ordered[edge]} ..."
    return [line for line in ordered if line]


def _band(canvas: ImageArray, rows: list[str], scale: float, *, top: bool) -> None:
    if not rows:
        return
    line = round(20 * scale)
    height = min(canvas.shape[0], line * len(rows) + round(8 * scale))
    region = canvas[:height] if top else canvas[-height:]
    region[:] = (region * (1.0 - _BAND_OPACITY) + np.array(_DARK) * _BAND_OPACITY).astype(np.uint8)
    for i, row in enumerate(rows):
        baseline = (round(8 * scale), line * (i + 1))
        cv2.putText(region, row, baseline, _FONT, 0.5 * scale, _LIGHT, _width(1.0, scale), cv2.LINE_AA)
