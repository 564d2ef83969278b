# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""Between a gripper's opening and the joints that a model turns or slides for it."""

from bisect import bisect_right
from collections.abc import Sequence

from vla_r1_ros.core.gripper import GripperOpening
from vla_r1_ros.sim.goals import ControlCode, GoalRejected

_SLACK = 1e-6


class FingerWay:
    """The way of one finger (m; half the opening) by the joints' positions, and back.

    Linear between the rows of the robot file's table, and beyond its ends by the slope there: physics gives way a
    little, and what is measured must not stand still then.
    """

    def __init__(self, opening: GripperOpening) -> None:
        self._ways = [float(width) / 2 for width in opening.widths]
        self._columns = [_rising(column.tolist(), self._ways) for column in opening.positions.T]
        self._positions = [float(position) for position in opening.positions[:, 0]]
        self._commands = [float(command) for command in opening.commands]

    def way(self, positions: Sequence[float]) -> float:
        """Return the way, m, that the joints' positions (J,) tell: the mean of what each tells."""
        ways = [_line(position, *column) for position, column in zip(positions, self._columns, strict=True)]
        return sum(ways) / len(ways)

    def rates(self, positions: Sequence[float]) -> list[float]:
        """Return by how many m the way grows with each joint's position, at the positions (J,)."""
        return [_slope(position, *column) for position, column in zip(positions, self._columns, strict=True)]

    def position(self, way: float) -> float:
        """Return the position of the first joint at a way, m."""
        return _line(way, self._ways, self._positions)

    def commanded(self, command: float) -> float:
        """Return the way, m, that a GripperCommand.position asks for.

        Raises:
            GoalRejected: INVALID_GOAL where no opening has that command.
        """
        low, high = sorted((self._commands[0], self._commands[-1]))
        if not low - _SLACK <= command <= high + _SLACK:
            raise GoalRejected(ControlCode.INVALID_GOAL,
                               f"gripper position {command} is outside of [{low}, {high}]",
                               "the robot file's gripper.opening says what a position is")
        return _line(command, *_rising(self._commands, self._ways))

    def command(self, way: float) -> float:
        """Return the GripperCommand.position of a way, m."""
        return _line(way, self._ways, self._commands)


def _rising(x: list[float], y: list[float]) -> tuple[list[float], list[float]]:
    return (x, y) if x[-1] > x[0] else (x[::-1], y[::-1])


def _segment(at: float, x: list[float]) -> int:
    return min(max(bisect_right(x, at) - 1, 0), len(x) - 2)


def _slope(at: float, x: list[float], y: list[float]) -> float:
    i = _segment(at, x)
    return (y[i + 1] - y[i]) / (x[i + 1] - x[i])


def _line(at: float, x: list[float], y: list[float]) -> float:
    i = _segment(at, x)
    return y[i] + (y[i + 1] - y[i]) / (x[i + 1] - x[i]) * (at - x[i])
