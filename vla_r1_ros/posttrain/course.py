# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""How long a training run is, and how far it has come. No torch here."""

from __future__ import annotations

import math
from dataclasses import dataclass

from vla_r1_ros.core.errors import ErrorCode, InputError


@dataclass(frozen=True, slots=True)
class Course:
    """Length of a run: by the clock, or by the pictures that were asked about.

    Args:
        minutes: wall time of the whole run, evaluations included; 0: by `images`.
        images: pictures of the second stage, of all processes together. By these, what a run learns does not depend
            on what else the machine does meanwhile.
    """

    minutes: float = 0.0
    images: int = 0

    def __post_init__(self) -> None:
        lengths = [length for length in (self.minutes, self.images) if length]
        if len(lengths) != 1 or not (math.isfinite(lengths[0]) and lengths[0] > 0):
            raise InputError(ErrorCode.INPUT_PARAMETER, f"a run of {self.minutes:g} minutes and {self.images} images",
                             "give one of both, a number above 0")

    def progress(self, seconds: float, vision_seconds: float, images: int) -> float:
        """Share 0..1 of the second stage that is done, 1 at its end.

        Args:
            seconds: of the run so far.
            vision_seconds: of these, those of the first stage.
            images: asked about so far.
        """
        if self.images:
            return min(1.0, images / self.images)
        if seconds >= self.minutes * 60:
            return 1.0
        return min(1.0, max(0.0, (seconds - vision_seconds) / max(self.minutes * 60 - vision_seconds, 1.0)))


def rate_share(progress: float, decay_from: float, final_share: float) -> float:
    """Share of the learning rate at `progress` 0..1: 1 up to `decay_from`, then down a half cosine to `final_share`."""
    falling = min(1.0, max(0.0, (progress - decay_from) / (1.0 - decay_from)))
    return final_share + (1.0 - final_share) * 0.5 * (1.0 + math.cos(math.pi * falling))
