# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""From a box in the image and measured depth to the object and ranked top-down grasps, all measured."""

from dataclasses import dataclass

import numpy as np

from vla_r1_ros.core.errors import ErrorCode, ProjectionError
from vla_r1_ros.core.outline import Outline, fit_ball, fit_outline, grown, reaches
from vla_r1_ros.core.robot import RobotDescription
from vla_r1_ros.core.segment import MaskArray, Window, explaining_thing, label_things, smoothed, window_around
from vla_r1_ros.core.support import SupportPlane
from vla_r1_ros.core.types import Box, FloatArray, Grasp, OrientedBox, Target

MIN_OBJECT_HEIGHT = 0.012  # m; flatter things cannot be gripped from above
WIDTH_MARGIN = 0.005  # m the open gripper must be wider than the object; widths are measured within 2 mm
MIN_TIP_HEIGHT = 0.012  # m of the tool point above the support
PAD_SHARE = 0.6  # of the finger's depth reaches below the top
TOP_BAND = 0.004  # m below the top that count as top
_BALL_SPREAD = 0.0028
_ROUND_YAWS = np.radians(np.arange(-90.0, 90.0, 15.0))


@dataclass(frozen=True)
class MeasuredThing:
    """One thing on the support: image mask (H, W), its points (N, 3) m base, heights (N,) m, top height m, outline."""

    mask: MaskArray
    points: FloatArray
    heights: FloatArray
    top: float
    outline: Outline
    ball: tuple[FloatArray, float] | None = None


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
        ranked by the room around the fingers and then by how little the wrist turns from yaw 0.

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
    grasps = _grasps(thing, others, support, robot)
    support_z = support.z_at(*thing.outline.centre)
    return Target(_oriented_box(thing, support_z), grasps, support_z), thing.mask


def measure_in_window(points_base: FloatArray, box_px: Box, support: SupportPlane, window: Window) -> MeasuredThing:
    """Segment the thing that explains the box best within a window and fit its shape.

    Raises:
        ProjectionError: PROJECTION_NO_OBJECT.
    """
    points = points_base[window.slices]
    heights = support.height(points)
    labels = label_things(points, heights)
    u, v, half_u, half_v = box_px.x - window.u0, box_px.y - window.v0, box_px.width / 2, box_px.height / 2
    mask = explaining_thing(labels, (u - half_u, v - half_v, u + half_u, v + half_v))
    columns, rows = np.flatnonzero(mask.any(axis=0)), np.flatnonzero(mask.any(axis=1))
    if np.ptp(columns) + 1 > 2.0 * box_px.width + 8 or np.ptp(rows) + 1 > 2.0 * box_px.height + 8:
        cut = np.zeros_like(mask)  # it touches a neighbour: keep what the box is about
        grown = window_around(Box(u, v, box_px.width, box_px.height), mask.shape, 0.15, 4)
        cut[grown.slices] = True
        mask &= cut
    return describe_thing(points_base, mask, window, support)


def describe_thing(points_base: FloatArray, mask: MaskArray, window: Window, support: SupportPlane) -> MeasuredThing:
    """Fit top, outline and, where it is one, the ball of a thing given by its mask in a window.

    Raises:
        ProjectionError: PROJECTION_NO_OBJECT where too little of its top was measured.
    """
    image = smoothed(points_base[window.slices], mask)
    points = image[mask]
    heights = support.height(points)
    if len(points) < 12:
        raise ProjectionError(ErrorCode.PROJECTION_NO_OBJECT, f"only {len(points)} points of the object measured", "")
    top = _top(heights)
    full = np.zeros(points_base.shape[:2], dtype=bool)
    full[window.slices] = mask
    ball = _ball(points, heights, top)
    if ball is not None:
        centre, radius = ball
        outline = Outline(centre[:2], 0.0, 2 * radius, 2 * radius, True)
        return MeasuredThing(full, points, heights, float(support.height(centre)) + radius, outline, ball)
    band = points[heights > top - TOP_BAND]
    outline = grown(fit_outline(band[:, :2]), _pixel_size(image, mask))
    return MeasuredThing(full, points, heights, top, outline)


def _pixel_size(points: FloatArray, mask: MaskArray) -> float:
    """Return the distance (m) between horizontal neighbours: outlines end half of that beyond the last centre."""
    pairs = mask[:, 1:] & mask[:, :-1]
    return float(np.median(np.linalg.norm(points[:, 1:] - points[:, :-1], axis=2)[pairs])) if pairs.any() else 0.0


def _top(heights: FloatArray) -> float:
    """Return the height of the top: the middle of the highest points, so that noise does not lift it."""
    high = np.quantile(heights, 0.98)
    return float(np.median(heights[heights > high - 0.0025]))


def _ball(points: FloatArray, heights: FloatArray, top: float) -> tuple[FloatArray, float] | None:
    centre, radius, spread = fit_ball(points[heights > 0.3 * top])
    if not (spread <= _BALL_SPREAD and 0.008 <= radius <= 0.12):
        return None
    return (centre, radius) if abs(top - 2 * radius) <= 0.25 * top else None


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
) -> tuple[Grasp, ...]:
    gripper, outline = robot.gripper, thing.outline
    limit = gripper.max_width - WIDTH_MARGIN
    depth = max(MIN_TIP_HEIGHT, thing.top - PAD_SHARE * gripper.finger_depth)
    position = np.array([*outline.centre, support.z_at(*outline.centre) + depth])
    if not ((position >= robot.workspace_lower) & (position <= robot.workspace_upper)).all():
        message = f"the grasp at ({position[0]:.3f}, {position[1]:.3f}, {position[2]:.3f}) m is outside the workspace"
        raise ProjectionError(
            ErrorCode.GRASP_OUT_OF_REACH, message, f"it spans {robot.workspace_lower} to {robot.workspace_upper} m"
        )
    found, narrowest = [], np.inf
    for closing, width in _yaws(outline, limit):
        needed = _width_between_fingers(thing, closing, width, depth, gripper.finger_thickness)
        narrowest = min(narrowest, needed)
        if needed <= limit:
            crowd = _crowd(others, position, closing, robot)
            found += [(crowd, yaw, needed) for yaw in _twins(closing - np.pi / 2)]
    if not found:
        message = f"the object is {narrowest * 1e3:.0f} mm wide where it is narrowest, the gripper takes"
        raise ProjectionError(
            ErrorCode.GRASP_TOO_WIDE, f"{message} {limit * 1e3:.0f} mm", "choose another object or gripper"
        )
    ranked = sorted(found, key=lambda choice: (choice[0] > 0.02, abs(choice[1]) + 2.0 * choice[0]))
    return tuple(
        Grasp(tool_down(position, yaw), needed, float(np.clip((1 - abs(yaw) / (1.2 * np.pi)) * (1 - crowd), 0, 1)))
        for crowd, yaw, needed in ranked
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
