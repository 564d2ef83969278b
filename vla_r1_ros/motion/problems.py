# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""Planning problems to compare back ends on: drawn by seed, the same for each of them, judged by none of them."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum, unique

import numpy as np
from scipy.spatial.transform import Rotation

from vla_r1_ros.core.robot import RobotDescription
from vla_r1_ros.core.types import BoxObstacle, FloatArray, SceneModel
from vla_r1_ros.motion.protocols import HeldObject
from vla_r1_ros.motion.request import table

_FREE_ABOVE = 0.12  # m: a goal is at least so far from a box's side where it is not above it
_NEAR_COLUMN = 0.15  # m around the tool at home that stays empty
_FROM_EDGE = np.array([0.12, 0.16])  # m: goals and boxes from the workspace's sides
_HELD_SIZE = (0.045, 0.045, 0.11)


@unique
class ProblemKind(StrEnum):
    """`FREE`: nothing but the table. `CLUTTERED`: eight boxes. `HELD`: five boxes, something in the gripper. `CARRY`:
    the same, along a straight path: up, over and down. The boxes of every other problem are measured points."""

    FREE = "free"
    CLUTTERED = "cluttered"
    HELD = "held"
    CARRY = "carry"


@dataclass(frozen=True)
class Problem:
    """From home to the first of the tool poses `goals`, each (4, 4) in the base frame, which is not counted, and from
    there to the second, or for a carry straight along the others."""

    kind: ProblemKind
    seed: int
    scene: SceneModel
    goals: tuple[FloatArray, ...]
    held: HeldObject | None


def problems(robot: RobotDescription, home: FloatArray, count: int) -> Iterator[Problem]:
    """Give `count` problems of each kind; `home` (3,) m is where the tool is at home."""
    for kind in ProblemKind:
        for seed in range(count):
            yield problem(robot, home, kind, seed)


def problem(robot: RobotDescription, home: FloatArray, kind: ProblemKind, seed: int) -> Problem:
    """The problem of a kind and seed, in the robot's workspace, on a table at height 0, nothing below `home`."""
    rng = np.random.default_rng((seed, list(ProblemKind).index(kind)))
    boxes = _boxes(robot, home, rng, {ProblemKind.FREE: 0, ProblemKind.CLUTTERED: 8}.get(kind, 5))
    if seed % 2:
        measured = [_surface(box) for box in boxes] or [np.zeros((0, 3))]
        scene = SceneModel(table(0.0, robot), np.concatenate(measured))
    else:
        scene = SceneModel((*table(0.0, robot), *boxes))
    holding = kind in (ProblemKind.HELD, ProblemKind.CARRY)
    held = HeldObject(_below_the_tool(), np.array(_HELD_SIZE)) if holding else None
    clearance = _HELD_SIZE[2] + 0.01 if holding else 0.03
    first, last = (_goal(robot, rng, boxes, clearance) for _ in range(2))
    goals = _carry(robot, first, last) if kind is ProblemKind.CARRY else (first, last)
    return Problem(kind, seed, scene, goals, held)


def _carry(robot: RobotDescription, first: FloatArray, last: FloatArray) -> tuple[FloatArray, ...]:
    """Up from `first`, over in four steps at carry height (with what hangs below the tool), down to `last`."""
    height = max(robot.carry_height + _HELD_SIZE[2], first[2, 3], last[2, 3])
    share = np.linspace(0.0, 1.0, 5)
    over = []
    for s in share:
        T = first.copy()  # the hand keeps its turn on the way
        T[:3, 3] = (1 - s) * first[:3, 3] + s * last[:3, 3]
        T[2, 3] = height
        over.append(T)
    down = over[-1].copy()
    down[2, 3] = last[2, 3]
    return (first, *over, down)


def _boxes(robot: RobotDescription, home: FloatArray, rng: np.random.Generator, count: int) -> list[BoxObstacle]:
    lower, upper = robot.workspace_lower, robot.workspace_upper
    boxes: list[BoxObstacle] = []
    while len(boxes) < count:
        at = rng.uniform(lower[:2] + _FROM_EDGE, upper[:2] - _FROM_EDGE)
        size = rng.uniform((0.04, 0.04, 0.08), (0.1, 0.1, 0.32))
        if np.linalg.norm(at - home[:2]) > _NEAR_COLUMN:
            T = np.eye(4)
            T[:3, :3] = Rotation.from_euler("z", rng.uniform(-1.5, 1.5)).as_matrix()
            T[:3, 3] = (*at, size[2] / 2)
            boxes.append(BoxObstacle(f"box {len(boxes)}", T, size))
    return boxes


def _goal(robot: RobotDescription, rng: np.random.Generator, boxes: list[BoxObstacle], clearance: float) -> FloatArray:
    """A tool pose, pointing down, beside or above the boxes."""
    lower, upper = robot.workspace_lower, robot.workspace_upper
    while True:
        at = rng.uniform((*(lower[:2] + _FROM_EDGE), clearance), (*(upper[:2] - _FROM_EDGE), clearance + 0.25))
        if all(_clear(box, at, clearance) for box in boxes):
            break
    T = np.eye(4)
    T[:3, :3] = Rotation.from_euler("z", rng.uniform(-1.4, 1.4)).as_matrix() @ np.diag([1.0, -1.0, -1.0])
    T[:3, 3] = at
    return T


def _clear(box: BoxObstacle, at: FloatArray, clearance: float) -> bool:
    top = box.T_base_box[2, 3] + box.size[2] / 2
    beside = float(np.linalg.norm(at[:2] - box.T_base_box[:2, 3]) - np.linalg.norm(box.size[:2]) / 2)
    return bool(at[2] > top + clearance or beside > _FREE_ABOVE)


def _surface(box: BoxObstacle) -> FloatArray:
    """Points (N, 3) on a box's sides and top, 1 cm apart, as a depth camera may have measured them."""
    steps = [np.linspace(-0.5, 0.5, max(2, int(np.ceil(edge / 0.01)) + 1)) for edge in box.size]
    grid = np.stack(np.meshgrid(*steps, indexing="ij"), axis=-1).reshape(-1, 3)
    outside = (np.abs(grid[:, :2]) == 0.5).any(axis=1) | (grid[:, 2] == 0.5)
    points: FloatArray = grid[outside] * box.size @ box.T_base_box[:3, :3].T + box.T_base_box[:3, 3]
    return points


def _below_the_tool() -> FloatArray:
    """What is held hangs from the tool point: (4, 4) from tool to the middle of its box."""
    T = np.eye(4)
    T[2, 3] = _HELD_SIZE[2] / 2 - 0.02
    return T
