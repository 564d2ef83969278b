# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""From a box in the image and measured depth to the object and ranked top-down grasps, all measured."""

import numpy as np

from vla_r1_ros.core.errors import ErrorCode, ProjectionError
from vla_r1_ros.core.outline import Outline, reaches
from vla_r1_ros.core.robot import RobotDescription
from vla_r1_ros.core.segment import MaskArray, window_around
from vla_r1_ros.core.support import SupportPlane
from vla_r1_ros.core.thing import MeasuredThing, measure_in_window
from vla_r1_ros.core.types import Box, FloatArray, Grasp, OrientedBox, Target
from vla_r1_ros.core.wall import WallSpot, find_wall_spots

MIN_OBJECT_HEIGHT = 0.012  # m; flatter things cannot be gripped from above
WIDTH_MARGIN = 0.005  # m the open gripper must be wider than the object; widths are measured within 2 mm
PAD_SHARE = 0.6  # of the finger's depth reaches below the top
_MOST_WALL_GRASPS = 24
_TURN_PER_METRE = 4.0  # rad of the wrist that weigh as much as a metre of reach
_ROUND_YAWS = np.radians(np.arange(-90.0, 90.0, 15.0))


def measure_target(
    points_base: FloatArray, box_px: Box, support: SupportPlane, robot: RobotDescription
) -> tuple[Target, MaskArray]:
    """Measure the object that a box shows, and rank top-down grasps of it.

    Args:
        points_base: (H, W, 3) m in the base frame, NaN where not measured.
        box_px: the model's box, centre and size in pixels of that image; it may be off by a good part of its size.
        support: the plane that objects stand on.
        robot: gripper sizes and workspace.

    Returns:
        The target and its mask (H, W). A grasp's tool frame has z down; the fingers close along its y. Grasps are
        ranked by the room around the fingers and then by how little the wrist turns from yaw 0. What is wider than
        the gripper opens but hollow, with an open top, is taken by its wall: nearest and with least turn first.

    Raises:
        ProjectionError: PROJECTION_NO_OBJECT, GRASP_TOO_FLAT, GRASP_TOO_WIDE or GRASP_OUT_OF_REACH, with numbers.
    """
    window = window_around(box_px, points_base.shape[:2], 0.6, 24)
    thing = measure_in_window(points_base, box_px, support, window)
    if thing.top < MIN_OBJECT_HEIGHT:
        message = f"the object is {thing.top * 1e3:.0f} mm high, at least {MIN_OBJECT_HEIGHT * 1e3:.0f} mm are needed"
        raise ProjectionError(ErrorCode.GRASP_TOO_FLAT, message, "this gripper cannot take it from above")
    around = points_base[window.slices]
    others = around[~thing.mask[window.slices] & (support.height(around) > MIN_OBJECT_HEIGHT)]
    grasps, narrowest = _grasps(thing, others, support, robot)
    if not grasps:
        grasps = _wall_grasps(find_wall_spots(thing, around, support, robot.gripper), support, robot)
    if not grasps:
        message = f"the object is {narrowest * 1e3:.0f} mm wide where it is narrowest, the gripper takes"
        raise ProjectionError(
            ErrorCode.GRASP_TOO_WIDE,
            f"{message} {_widest(robot) * 1e3:.0f} mm, and no wall was measured that it could take at a rim",
            "choose another object or gripper",
        )
    support_z = support.z_at(*thing.outline.centre)
    return Target(_oriented_box(thing, support_z), grasps, support_z), thing.mask


def _oriented_box(thing: MeasuredThing, support_z: float) -> OrientedBox:
    outline, T = thing.outline, np.eye(4)
    c, s = np.cos(outline.yaw), np.sin(outline.yaw)
    T[:2, :2] = [[c, -s], [s, c]]
    angles = outline.yaw + np.array([0.0, 0.5, 1.0, 1.5]) * np.pi
    far = reaches(thing.points[:, :2] - outline.centre, angles)  # what is wider below the top counts, a handle too
    half = np.array([outline.length, outline.width, outline.length, outline.width]) / 2
    far = np.where(far > half + 0.006, far, half)
    x, y = (far[0] - far[2]) / 2, (far[1] - far[3]) / 2
    T[:2, 3] = outline.centre + T[:2, :2] @ np.array([x, y])
    T[2, 3] = support_z + thing.top / 2
    return OrientedBox(T, np.array([far[0] + far[2], far[1] + far[3], thing.top]))


def _yaws(outline: Outline, limit: float) -> list[tuple[float, float]]:
    """Return (direction in which the fingers close, width of the outline there) to try."""
    if outline.is_round:
        return [(float(yaw), outline.width) for yaw in _ROUND_YAWS]
    choices = [(outline.yaw + np.pi / 2, outline.width)]
    if outline.length <= limit:
        choices.append((outline.yaw, outline.length))
    return choices


def _grasps(
    thing: MeasuredThing, others: FloatArray, support: SupportPlane, robot: RobotDescription
) -> tuple[tuple[Grasp, ...], float]:
    """Return grasps around the whole, none where it is too wide, and how wide (m) it is where it is narrowest."""
    gripper, outline = robot.gripper, thing.outline
    limit = _widest(robot)
    depth = max(gripper.lowest_tool, thing.top - PAD_SHARE * gripper.finger_depth)
    position = np.array([*outline.centre, support.z_at(*outline.centre) + depth])
    if not _within(position, robot):
        raise _out_of_reach(position, robot)
    found, narrowest = [], np.inf
    for closing, width in _yaws(outline, limit):
        needed = _width_between_fingers(thing, closing, width, depth, gripper.finger_thickness)
        narrowest = min(narrowest, needed)
        if needed <= limit:
            crowd = _crowd(others, position, closing, robot)
            found += [(crowd, yaw, needed) for yaw in _twins(closing - np.pi / 2)]
    ranked = sorted(found, key=lambda choice: (choice[0] > 0.02, abs(choice[1]) + 2.0 * choice[0]))
    grasps = tuple(
        Grasp(tool_down(position, yaw), needed, float(np.clip((1 - abs(yaw) / (1.2 * np.pi)) * (1 - crowd), 0, 1)))
        for crowd, yaw, needed in ranked
    )
    return grasps, narrowest


def _widest(robot: RobotDescription) -> float:
    return robot.gripper.max_width - WIDTH_MARGIN


def _within(position: FloatArray, robot: RobotDescription) -> bool:
    return bool(((position >= robot.workspace_lower) & (position <= robot.workspace_upper)).all())


def _out_of_reach(position: FloatArray, robot: RobotDescription) -> ProjectionError:
    message = f"the grasp at ({position[0]:.3f}, {position[1]:.3f}, {position[2]:.3f}) m is outside the workspace"
    return ProjectionError(
        ErrorCode.GRASP_OUT_OF_REACH, message, f"it spans {robot.workspace_lower} to {robot.workspace_upper} m"
    )


def _wall_grasps(spots: list[WallSpot], support: SupportPlane, robot: RobotDescription) -> tuple[Grasp, ...]:
    """Return grasps at spots of a wall, what is easy to reach first; GRASP_OUT_OF_REACH where none is."""
    found = []
    for spot in spots:
        position = np.array([*spot.xy, support.z_at(*spot.xy) + spot.height])
        if _within(position, robot):
            reach = _TURN_PER_METRE * float(np.hypot(*spot.xy))
            found += [(abs(yaw) + reach, yaw, position, spot) for yaw in _twins(spot.closing - np.pi / 2)]
    if spots and not found:
        raise _out_of_reach(position, robot)
    found.sort(key=lambda choice: choice[0])
    worst = np.pi + _TURN_PER_METRE * float(np.hypot(*robot.workspace_upper[:2]))
    return tuple(
        Grasp(tool_down(position, yaw), spot.width, float(np.clip(1 - cost / worst, 0, 1)), spot.opening)
        for cost, yaw, position, spot in found[:_MOST_WALL_GRASPS]
    )


def _twins(yaw: float) -> tuple[float, float]:
    """Return both yaws in (-pi, pi] at which the fingers close along the same line."""
    first = float((yaw + np.pi / 2) % np.pi - np.pi / 2)
    return first, first - np.pi if first > 0 else first + np.pi


def tool_down(position: FloatArray, yaw: float) -> FloatArray:
    """Return `T_base_tool` (4, 4) at a position (3,) m with z down; at yaw 0 its x is the base's x."""
    T = np.eye(4)
    c, s = np.cos(yaw), np.sin(yaw)
    T[:3, :3] = np.array([[c, s, 0.0], [s, -c, 0.0], [0.0, 0.0, -1.0]])
    T[:3, 3] = position
    return T


def _width_between_fingers(
    thing: MeasuredThing, closing: float, width: float, depth: float, finger_thickness: float
) -> float:
    """Return what the fingers must span: the outline's width, or more where the side bulges out (a handle)."""
    if thing.ball is not None:
        return width
    along = np.array([-np.sin(closing), np.cos(closing)])
    local = thing.points[:, :2] - thing.outline.centre
    between = (np.abs(local @ along) <= finger_thickness / 2 + 0.003) & (thing.heights >= depth - 0.008)
    if between.sum() < 8:
        return width
    reach = float(np.abs(reaches(local[between], np.array([closing, closing + np.pi]))).max())
    return max(width, 2 * reach) if reach > width / 2 + 0.006 else width


def _crowd(others: FloatArray, position: FloatArray, closing: float, robot: RobotDescription) -> float:
    """Return in [0, 1] how much other measured things stand where the open fingers go down."""
    if not len(others):
        return 0.0
    gripper = robot.gripper
    axis, along = np.array([np.cos(closing), np.sin(closing)]), np.array([-np.sin(closing), np.cos(closing)])
    local = others[:, :2] - position[:2]
    across, side = np.abs(local @ axis), np.abs(local @ along)
    half = gripper.max_width / 2
    blocked = (across > half - 0.004) & (across < half + 0.025) & (side < gripper.finger_thickness / 2 + 0.006)
    blocked &= others[:, 2] > position[2] - 0.01
    return float(min(1.0, blocked.sum() / 60.0))
