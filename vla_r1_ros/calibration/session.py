# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""From usable samples to the file that is published: solve, judge, write."""

from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import numpy as np

from vla_r1_ros.calibration.result import Marker, StaticTransform, write_calibration
from vla_r1_ros.calibration.samples import Session, Viewed
from vla_r1_ros.calibration.solution import Grade, Solution, best_mounting
from vla_r1_ros.calibration.words import solution_values
from vla_r1_ros.core.camera import invert_transform
from vla_r1_ros.core.errors import ErrorCode, ProjectionError


@dataclass(frozen=True)
class Calibrated:
    """The camera's mounting as TF wants it, where the target is, and how good that is."""

    transform: StaticTransform
    marker: Marker
    solution: Solution


def calibrate(session: Session, viewed: Viewed) -> Calibrated:
    """Solve for the mounting; raises ProjectionError as :func:`best_mounting`."""
    A = np.array(viewed.A).reshape(-1, 4, 4)
    solution = best_mounting(session.camera, A, viewed.views)
    T = solution.mounting.T_parent_camera @ invert_transform(session.T_child_camera)
    transform = StaticTransform(session.parent, session.child, T, datetime.now(UTC))
    marker = Marker(session.target, session.carrier, solution.mounting.T_carrier_target)
    return Calibrated(transform, marker, solution)


def save(path: Path, calibrated: Calibrated, *, poor_too: bool = False) -> None:
    """Write the file that bringup.launch.py and calibration_node read.

    Raises:
        ProjectionError: CALIBRATION_POOR, and nothing is written, unless `poor_too`. InputError: INPUT_FILE.
    """
    solution = calibrated.solution
    if solution.grade is Grade.POOR and not poor_too:
        raise ProjectionError(
            ErrorCode.CALIBRATION_POOR, f"{path} was not written: the mounting is known to {solution.sigma_mm:.1f} mm "
            f"and {solution.sigma_deg:.2f} deg only, poses held out are {solution.held_out.px:.1f} px off",
            "see the advice above; --poor-too writes it all the same")  # fmt: skip
    write_calibration(path, calibrated.transform, calibrated.marker, solution_values(solution))
