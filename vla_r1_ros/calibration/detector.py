# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""Finding a target in a picture, with the aruco module of OpenCV 4.6 (Ubuntu 24.04), 4.7 and later, and 5."""

from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np

from vla_r1_ros.calibration.target import Target, TargetKind
from vla_r1_ros.core.errors import ErrorCode, InputError
from vla_r1_ros.core.types import FloatArray, ImageArray

#: Corners of a board that must be seen; fewer say little of how it is turned.
LEAST_CORNERS = 6
#: A tag's corners by the lines of its edges (CORNER_REFINE_APRILTAG) lie 0.46 px too far right and down (measured with
#: OpenCV 4.6, 4.14 and 5.0: the upper left of a pixel is its origin there), else they are exact to 0.1 px. The other
#: refinements draw corners of a blurred tag inwards by 0.3 to 0.6 px, which is 1 % of its distance.
_TAG_SHIFT_PX = 0.5
_ROOM_PX = 20


@dataclass(frozen=True)
class Seen:
    """Corners that were found: `pixels` (N, 2), and where they are on the target, `points` (N, 3) m."""

    pixels: FloatArray
    points: FloatArray


def grey(picture: ImageArray) -> ImageArray:
    """Return RGB (H, W, 3) as (H, W)."""
    return np.asarray(cv2.cvtColor(picture, cv2.COLOR_RGB2GRAY), dtype=np.uint8)


def _refined(picture: ImageArray, corners: Any) -> Any:
    """OpenCV 4.6 gives a board's corners half a pixel too far right and down (measured: 0.49 px)."""
    near = np.asarray(corners, dtype=np.float32).reshape(-1, 1, 2) - np.float32(0.5)
    gaps = np.linalg.norm(near - near.reshape(1, -1, 2), axis=2)
    apart = np.min(gaps[gaps > 1e-3], initial=20.0)
    window = int(np.clip(apart / 4, 2, 5))
    ends = (cv2.TERM_CRITERIA_EPS + cv2.TERM_CRITERIA_MAX_ITER, 30, 0.01)
    return cv2.cornerSubPix(picture, near, (window, window), (-1, -1), ends)


class Detector:
    """Finds one target; make it once and keep it.

    Raises:
        InputError: INPUT_ENVIRONMENT where this OpenCV has no aruco module.
    """

    def __init__(self, target: Target) -> None:
        self.target = target
        aruco = getattr(cv2, "aruco", None)
        if aruco is None:
            raise InputError(ErrorCode.INPUT_ENVIRONMENT, f"OpenCV {cv2.__version__} has no module aruco",
                             "install python3-opencv of your distribution, or pip's opencv-python 4.7 or newer")
        self._aruco: Any = aruco
        self._corners = target.corners()
        self._new = hasattr(aruco, "ArucoDetector")
        create = aruco.DetectorParameters if self._new else aruco.DetectorParameters_create
        self._parameters, self._fine_parameters = create(), create()
        self._fine_parameters.cornerRefinementMethod = aruco.CORNER_REFINE_APRILTAG
        self._dictionary = aruco.getPredefinedDictionary(getattr(aruco, f"DICT_{target.dictionary}"))
        self._board: Any = None if target.kind is TargetKind.TAG else self._make_board()
        if self._new:
            self._tags = aruco.ArucoDetector(self._dictionary, self._parameters)
            self._fine_tags = aruco.ArucoDetector(self._dictionary, self._fine_parameters)
            self._chess = None if self._board is None else aruco.CharucoDetector(self._board)

    def _make_board(self) -> Any:
        t = self.target
        if self._new:
            return self._aruco.CharucoBoard((t.columns, t.rows), t.square, t.marker, self._dictionary)
        return self._aruco.CharucoBoard_create(t.columns, t.rows, t.square, t.marker, self._dictionary)

    def find(self, picture: ImageArray) -> Seen | None:
        """Return the corners seen in a grey picture (H, W) uint8; None where too few are."""
        return self._find_tag(picture) if self._board is None else self._find_board(picture)

    def _find_tag(self, picture: ImageArray) -> Seen | None:
        rough = self._tag_corners(picture, fine=False)
        if rough is None:
            return None
        # the exact way takes 0.1 s for a whole VGA picture, so it gets the tag with some room around it
        room = np.maximum(np.ptp(rough, axis=0).max(), _ROOM_PX)
        left, top = np.maximum(rough.min(axis=0) - room, 0).astype(int)
        right, bottom = np.ceil(rough.max(axis=0) + room).astype(int)
        exact = self._tag_corners(np.ascontiguousarray(picture[top:bottom, left:right]), fine=True)
        return None if exact is None else Seen(exact + np.array([left, top]) - _TAG_SHIFT_PX, self._corners)

    def _tag_corners(self, picture: ImageArray, *, fine: bool) -> FloatArray | None:
        """Pixels (4, 2) of the tag, where it is seen just once: of two nobody knows which."""
        if self._new:
            corners, ids, _ = (self._fine_tags if fine else self._tags).detectMarkers(picture)
        else:
            parameters = self._fine_parameters if fine else self._parameters
            corners, ids, _ = self._aruco.detectMarkers(picture, self._dictionary, parameters=parameters)
        found = [] if ids is None else [i for i, number in enumerate(np.ravel(ids)) if number == self.target.tag_id]
        return np.asarray(corners[found[0]], dtype=np.float64).reshape(4, 2) if len(found) == 1 else None

    def _find_board(self, picture: ImageArray) -> Seen | None:
        if self._new:
            assert self._chess is not None
            corners, ids, _, _ = self._chess.detectBoard(picture)
        else:
            markers, numbers, _ = self._aruco.detectMarkers(picture, self._dictionary, parameters=self._parameters)
            if numbers is None:
                return None
            _, corners, ids = self._aruco.interpolateCornersCharuco(markers, numbers, picture, self._board)
            corners = None if ids is None else _refined(picture, corners)
        if ids is None or len(ids) < LEAST_CORNERS:
            return None
        points = self._corners[np.ravel(ids)]
        if np.linalg.matrix_rank(points[:, :2] - points[:, :2].mean(axis=0), tol=1e-6) < 2:
            return None  # all on one line
        return Seen(np.asarray(corners, dtype=np.float64).reshape(-1, 2), points)

    def picture(self, pixels_per_mm: float) -> ImageArray:
        """Return the pattern alone, (H, W) uint8, black on white."""
        size = tuple(round(side * 1e3 * pixels_per_mm) for side in self.target.size)
        if self._board is None:
            draw = self._aruco.generateImageMarker if self._new else self._aruco.drawMarker
            return np.asarray(draw(self._dictionary, self.target.tag_id, size[0]), dtype=np.uint8)
        image = self._board.generateImage(size) if self._new else self._board.draw(size)
        return np.asarray(image, dtype=np.uint8)
