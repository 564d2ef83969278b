# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""A parallel gripper as data: sizes, and how its opening, its joints and its commands belong together."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from vla_r1_ros.core.robot_entries import Entries
from vla_r1_ros.core.types import FloatArray

TIP_GAP = 0.003  # m between the fingertips and the support
_SAME_WIDTH = 1e-6  # m


@dataclass(frozen=True)
class GripperOpening:
    """A table from closed to open, linear between its rows, held at its ends.

    `widths` (N,) m between the fingers, rising; `positions` (N, J) of the gripper's joints in their order, rad or m;
    `commands` (N,) what GripperCommand.position is then. `assumed` where the file has no table: the joints slide, each
    an equal share of the opening, and a command is the position of the first.
    """

    widths: FloatArray
    positions: FloatArray
    commands: FloatArray
    assumed: bool = False

    def widths_by_joint(self, positions: Sequence[float] | FloatArray) -> FloatArray:
        """Return the opening (J,) m that each joint's position (J,) tells; NaN for NaN."""
        return np.array([_interpolate(position, column, self.widths)
                         for position, column in zip(positions, self.positions.T, strict=True)])  # fmt: skip

    def width(self, positions: Sequence[float] | FloatArray) -> float:
        """Return the opening, m, that the joints' positions (J,) tell: the mean of what each tells."""
        return float(self.widths_by_joint(positions).mean())

    def joint_positions(self, width: float) -> FloatArray:
        """Return the positions (J,) of the joints at an opening, m."""
        return np.array([np.interp(width, self.widths, column) for column in self.positions.T])

    def command(self, width: float) -> float:
        """Return what GripperCommand.position is for an opening, m."""
        return float(np.interp(width, self.widths, self.commands))


@dataclass(frozen=True)
class GripperDescription:
    """A parallel gripper: opening and finger sizes in m, force in N.

    A finger is `finger_thickness` wide across the way it closes, `finger_breadth` deep along it, from its gripping face
    to its back, and reaches `finger_tip` beyond the tool point. Its action server is `controller`/`action`.
    """

    controller: str
    joints: tuple[str, ...]
    max_width: float
    finger_depth: float
    finger_thickness: float
    finger_breadth: float
    finger_tip: float
    max_effort: float
    opening: GripperOpening
    action: str = "gripper_cmd"

    @property
    def lowest_tool(self) -> float:
        """Least height of the tool point over the support, m, at which the fingertips stay clear of it."""
        return self.finger_tip + TIP_GAP


def sliding_opening(joints: int, max_width: float) -> GripperOpening:
    """Return the table of `joints` that slide apart alike, from 0 to their share of `max_width` m."""
    share = max_width / joints
    return GripperOpening(np.array([0.0, max_width]), np.array([[0.0] * joints, [share] * joints]),
                          np.array([0.0, share]), assumed=True)  # fmt: skip


def read_gripper(entries: Entries) -> GripperDescription:
    """Read the entry `gripper` of a robot file; what is wrong is noted in `entries`."""
    joints, max_width = entries.texts("joints"), entries.number("max_width")
    opening = sliding_opening(max(1, len(joints)), max_width)
    if entries.given("opening"):
        opening = _opening(entries.sub("opening"), joints, max_width) or opening
    return GripperDescription(
        controller=entries.text("controller"),
        joints=joints,
        max_width=max_width,
        finger_depth=entries.number("finger_depth"),
        finger_thickness=entries.number("finger_thickness"),
        finger_breadth=entries.number("finger_breadth"),
        finger_tip=entries.number("finger_tip"),
        max_effort=entries.number("max_effort"),
        opening=opening,
        action=entries.text("action", "gripper_cmd"),
    )


def _opening(entries: Entries, joints: tuple[str, ...], max_width: float) -> GripperOpening | None:
    """The table, or None after a note of each thing that is wrong in it."""
    widths, table = entries.row("widths"), entries.sub("positions")
    columns = {name: table.row(name) for name in table.names()}
    commands = entries.row("commands") if entries.given("commands") else None
    if set(columns) != set(joints):
        table.note("", f"has {', '.join(columns) or 'no joints'}, but gripper.joints are {', '.join(joints)}")
        return None
    rows = columns | ({} if commands is None else {"commands": commands})
    if not all(np.isfinite(row).all() for row in (widths, *rows.values())):
        return None  # noted already
    wrong = [(name, f"has {len(row)} values, widths has {len(widths)}") for name, row in rows.items()
             if len(row) != len(widths)]  # fmt: skip
    wrong += [(name, f"must rise or fall from value to value, is {row.tolist()}: else two openings look alike")
              for name, row in rows.items() if not ((np.diff(row) > 0).all() or (np.diff(row) < 0).all())]  # fmt: skip
    if widths[0] < 0 or not (np.diff(widths) > 0).all():
        wrong.append(("widths", f"must rise from closed to open and start at 0 or above, is {widths.tolist()}"))
    elif abs(widths[-1] - max_width) > _SAME_WIDTH:
        wrong.append(("widths", f"ends at {widths[-1]:g} m, but gripper.max_width is {max_width:g}"))
    for name, what in wrong:
        (table if name in columns else entries).note(name, what)
    if wrong:
        return None
    positions = np.column_stack([columns[name] for name in joints])
    return GripperOpening(widths, positions, positions[:, 0] if commands is None else commands)


def _interpolate(value: float, rising_or_falling: FloatArray, wanted: FloatArray) -> float:
    if rising_or_falling[0] > rising_or_falling[-1]:
        rising_or_falling, wanted = rising_or_falling[::-1], wanted[::-1]
    return float(np.interp(value, rising_or_falling, wanted))
