# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""A solved calibration in words for the user, and in numbers for a file."""

from collections.abc import Sequence
from typing import Any

from vla_r1_ros.calibration.solution import Grade, Solution

_MEANING = {
    Grade.GOOD: "good: the mounting is known to 1 mm and 0.2 deg",
    Grade.USABLE: "usable: more uncertain than 1 mm and 0.2 deg, or the pictures do not quite fit",
    Grade.POOR: "poor: not to be used",
}


def solution_lines(solution: Solution, names: Sequence[str]) -> list[str]:
    """Return what was found, the methods compared, and what to do."""
    spread, held = solution.spread, solution.held_out
    turns = ", ".join(f"{turn:.0f}" for turn in spread.turns_deg)
    lines = [f"{'method':20}{'held-out px':>12}{'mm':>8}{'deg':>8}"]
    for name, each in sorted(solution.tried.items(), key=lambda item: item[1].px):
        mark = "  <- taken" if name == solution.method else ""
        lines.append(f"{name:20}{each.px:12.2f}{each.mm:8.2f}{each.deg:8.2f}{mark}")
    lines += [
        f"reprojection      {solution.fit_px:.2f} px rms; {held.px:.2f} px of poses held out in turn",
        f"held-out poses    the target is off by {held.mm:.2f} mm and {held.deg:.2f} deg (rms, its own noise included)",
        f"mounting known to {solution.sigma_mm:.2f} mm and {solution.sigma_deg:.3f} deg (one sigma)",
        f"poses             {spread.poses}; turns {turns} deg rms about three axes; {spread.cover:.0%} of the picture; "
        f"{spread.nearest:.2f} to {spread.farthest:.2f} m",
        f"verdict           {_MEANING[solution.grade]}",
    ]
    lines += [f"-> {words}" for words in spread.advice()]
    if solution.stand_out:
        off = ", ".join(f"{names[i]} ({held.each_px[i]:.1f} px)" for i in solution.stand_out)
        lines.append(f"-> {off}: far from what the others say; look at the picture, and --drop it where it is "
                     "blurred or the hand still moved")  # fmt: skip
    if solution.grade is not Grade.GOOD:
        lines.append("-> is the target flat and of the printed size, fixed without play, and is the camera's own "
                     "calibration (camera_info) right? Then: more poses, more tilted, nearer")  # fmt: skip
    return lines


def solution_values(solution: Solution) -> dict[str, Any]:
    """Return the numbers that the file keeps."""
    held = solution.held_out
    return {
        "verdict": str(solution.grade), "method": solution.method, "poses": solution.spread.poses,
        "reprojection_px": round(solution.fit_px, 3), "held_out_px": round(held.px, 3),
        "held_out_mm": round(held.mm, 3), "held_out_deg": round(held.deg, 4),
        "sigma_mm": round(solution.sigma_mm, 3), "sigma_deg": round(solution.sigma_deg, 4),
    }  # fmt: skip
