# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""Draw the figures of docs/lifting.md: `.venv-train/bin/python tools/figures.py` (matplotlib is there). `make figures`.

Every line in them comes from the code that runs on the robot (vla_r1_ros/core), fed with a noisy picture of the
simulated camera. Box and path are made from the truth, as a good answer of the model would be.
"""

import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import matplotlib

matplotlib.use("Agg")
import numpy as np
from matplotlib import pyplot as plt

from vla_r1_ros.core.cloud import base_points
from vla_r1_ros.core.depth import mask_depth
from vla_r1_ros.core.grasp import measure_target
from vla_r1_ros.core.lifting import LiftedPath, lift_path
from vla_r1_ros.core.obstacles import inside_capsules, obstacle_points
from vla_r1_ros.core.robot import RobotDescription
from vla_r1_ros.core.robot_file import load_robot
from vla_r1_ros.core.segment import MaskArray
from vla_r1_ros.core.support import SupportPlane, find_support
from vla_r1_ros.core.types import Box, FloatArray, ImageArray, Target
from vla_r1_ros.sim.labels import carry_way, object_top, path_label
from vla_r1_ros.sim.objects import dimensions
from vla_r1_ros.sim.rgbd import SceneCamera
from vla_r1_ros.sim.simulator import Simulator
from vla_r1_ros.sim.tasks import Episode, make_episode

FOLDER = Path(__file__).resolve().parents[1] / "docs" / "figures"
SEED = 1
CLEARANCE = 0.03  # m, the default of projection_node
_GREEN, _GREY, _BLUE, _PINK = "#1a8f4c", "#888888", "#1f77d0", "#e0307a"


@dataclass(frozen=True)
class Look:
    """A picture and what the code measures in it: (H, W, 3) RGB, (H, W) m, (H, W, 3) m in the base frame, path (N, 2)
    pixels, obstacles (K, 3) m."""

    colour: ImageArray
    depth: FloatArray
    points: FloatArray
    box: Box
    path: FloatArray
    support: SupportPlane
    target: Target
    mask: MaskArray
    obstacles: FloatArray
    lifted: LiftedPath | None
    robot_mask: MaskArray


def measured(episode: Episode, name: str, robot: RobotDescription, goal: str | None) -> Look:
    """Look at an episode's table and measure the object `name`, with the way to `goal` where there is one."""
    simulator = Simulator(episode.layout, robot)
    camera = SceneCamera(simulator)
    frame = camera.render()
    camera.close()
    depth = mask_depth(frame.depth_mm.astype(np.float32) / 1000)
    points = base_points(depth, camera.model, camera.T_base_camera)
    support = find_support(points)
    box = true_box(episode, name)
    size = (camera.model.width_px, camera.model.height_px)
    target, mask = measure_target(points, box.to_pixels(*size), support, robot)
    frames = simulator.link_poses()
    capsules = [(frames[k.start_frame][:3, 3], frames[k.end_frame][:3, 3], k.radius) for k in robot.links]
    obstacles = obstacle_points(points, support, mask, capsules)
    arm = inside_capsules(points, capsules)
    path, lifted = np.zeros((0, 2)), None
    if goal is not None:
        end = next(item for item in episode.layout.objects if item.name == goal)
        start = next(item for item in episode.layout.objects if item.name == name)
        path = path_label(carry_way(object_top(start), (end.x, end.y)), episode.layout.camera) * size
        lifted = lift_path(
            path, camera=camera.model, T_base_camera=camera.T_base_camera, points_base=points, support=support,
            robot=robot, start=target.grasps[0].T_base_tool[:3, 3], carry_height=robot.carry_height,
            obstacles=obstacles, clearance=CLEARANCE, ignore=arm)  # fmt: skip
    return Look(frame.colour, depth, points, box, path, support, target, mask, obstacles, lifted, arm)


def true_box(episode: Episode, name: str) -> Box:
    """The box around an object's corners in the picture, normalised."""
    item = next(item for item in episode.layout.objects if item.name == name)
    size = dimensions(item.kind, item.scale)
    unit = np.array([[i, j, k] for i in (-0.5, 0.5) for j in (-0.5, 0.5) for k in (0.0, 1.0)])
    corners = unit * (size.length, size.width, size.height)
    c, s = np.cos(item.yaw), np.sin(item.yaw)
    placed = corners @ np.array([[c, s, 0], [-s, c, 0], [0, 0, 1]]) + (item.x, item.y, 0)
    label = path_label(placed, episode.layout.camera)
    low, high = label.min(axis=0), label.max(axis=0)
    return Box(*((low + high) / 2), *(high - low))


def draw_look(look: Look) -> Any:
    """What goes in: the picture with box and path, the depth, the heights above the support that was found."""
    figure, axes = plt.subplots(1, 3, figsize=(15, 4.2), layout="constrained")
    height, width = look.depth.shape
    box = look.box.to_pixels(width, height)
    axes[0].imshow(look.colour)
    axes[0].add_patch(plt.Rectangle((box.x - box.width / 2, box.y - box.height / 2), box.width, box.height, fill=False,
                                    edgecolor="white", linewidth=2))
    axes[0].plot(*look.path.T, "-o", color=_PINK, markersize=4)
    axes[0].set_title("1  box and path, as the model answers")
    shown = axes[1].imshow(look.depth, cmap="viridis")
    figure.colorbar(shown, ax=axes[1], label="depth, m", shrink=0.8)
    axes[1].set_title("2  depth; holes are white")
    heights = np.where(look.robot_mask, np.nan, look.support.height(look.points)) * 1e3
    shown = axes[2].imshow(np.clip(heights, -5, 120), cmap="magma")
    axes[2].contour(look.mask, [0.5], colors="cyan", linewidths=1.5)
    figure.colorbar(shown, ax=axes[2], label="above the support, mm", shrink=0.8)
    axes[2].set_title("3  heights; cyan: measured as the target")
    for ax in axes:
        ax.set_xticks([])
        ax.set_yticks([])
    return figure


def draw_grasps(looks: dict[str, Look], robot: RobotDescription) -> Any:
    """From above: points by height, the oriented box, the best grasp's fingers bold, the others thin."""
    figure, axes = plt.subplots(1, len(looks), figsize=(6.5 * len(looks), 6), layout="constrained")
    for ax, (title, look) in zip(axes, looks.items(), strict=True):
        seen = look.points[~look.robot_mask & np.isfinite(look.points).all(axis=2)]
        centre, reach = look.target.box.T_base_box[:2, 3], 0.13
        near = seen[(np.abs(seen[:, :2] - centre) < reach).all(axis=1)]
        heights = look.support.height(near) * 1e3
        table = near[heights < 6.0][::4]
        ax.scatter(table[:, 0], table[:, 1], color="#dddddd", s=2)
        shown = ax.scatter(*near[heights >= 6.0][:, :2].T, c=heights[heights >= 6.0], s=4, cmap="magma")
        figure.colorbar(shown, ax=ax, label="above the support, mm", shrink=0.8)
        T, (length, width, _) = look.target.box.T_base_box, look.target.box.size
        corners = np.array([[-1, -1], [1, -1], [1, 1], [-1, 1], [-1, -1]]) * (length / 2, width / 2)
        outline = corners @ T[:2, :2].T + T[:2, 3]
        ax.plot(*outline.T, color="cyan", linewidth=2, label="oriented box")
        for rank, grasp in reversed(list(enumerate(look.target.grasps))):
            _fingers(ax, grasp, robot, best=rank == 0)
        ax.set(title=f"{title.replace('_', ' ')}: {len(look.target.grasps)} grasps", aspect="equal",
               xlabel="x, m (base)", ylabel="y, m (base)", xlim=(centre[0] - reach, centre[0] + reach),
               ylim=(centre[1] - reach, centre[1] + reach))  # fmt: skip
        ax.legend(loc="lower right")
    return figure


def _fingers(ax: Any, grasp: Any, robot: RobotDescription, *, best: bool) -> None:
    """Both open fingers of a grasp, seen from above."""
    T, opening = grasp.T_base_tool, getattr(grasp, "opening", None) or robot.gripper.max_width
    thick, broad = robot.gripper.finger_thickness, robot.gripper.finger_breadth
    for side in (-1, 1):
        inner, outer = side * opening / 2, side * (opening / 2 + thick)
        corners = np.array([[-broad / 2, inner], [broad / 2, inner], [broad / 2, outer], [-broad / 2, outer]])
        placed = corners @ T[:2, :2].T + T[:2, 3]
        if best:
            words = "best grasp, fingers open" if side > 0 else None
            ax.add_patch(plt.Polygon(placed, color=_GREEN, alpha=0.9, label=words))
        else:
            ax.add_patch(plt.Polygon(placed, fill=False, edgecolor=_GREY, linewidth=0.8))


def draw_lift(look: Look, robot: RobotDescription) -> Any:
    """The way from the side and from above."""
    assert look.lifted is not None
    way = look.lifted.positions
    figure, (side, top) = plt.subplots(1, 2, figsize=(15, 5.4), layout="constrained", width_ratios=(2, 1))
    along = np.concatenate([[0.0], np.cumsum(np.linalg.norm(np.diff(way[:, :2], axis=0), axis=1))])
    direction = way[-1, :2] - way[0, :2]
    length = float(np.linalg.norm(direction))
    direction = direction / length
    seen = look.points[~look.robot_mask & np.isfinite(look.points).all(axis=2)]
    offset = seen[:, :2] - way[0, :2]
    beside = np.abs(offset @ np.array([-direction[1], direction[0]])) < 0.04
    s, z = (offset @ direction)[beside], seen[beside][:, 2]
    near = (s > -0.1) & (s < length + 0.12)
    side.scatter(s[near], z[near], s=1.5, color=_GREY, label="measured, within 4 cm of the way")
    side.plot(along, way[:, 2], "-", color=_BLUE, linewidth=2.5, label="the tool's way")
    side.axhline(robot.carry_height + look.support.z, color=_PINK, linestyle="--", linewidth=1,
                 label=f"carry height, {robot.carry_height:g} m above the support")
    side.axhline(look.support.z, color="black", linewidth=1, label="support")
    side.plot(along[0], way[0, 2], "o", color=_GREEN, markersize=9, label="start: the grasp, measured")
    side.plot(along[-1], way[-1, 2], "s", color=_PINK, markersize=9, label="end: what the path ends in, measured")
    side.set(xlabel="along the way, m", ylabel="z, m (base)", title="from the side", ylim=(-0.02, 0.3), aspect="equal")
    side.legend(loc="center", fontsize=8)
    cubes = look.obstacles[np.argsort(look.obstacles[:, 2])]
    shown = top.scatter(cubes[:, 0], cubes[:, 1], c=cubes[:, 2] * 1e3, s=12, marker="s", cmap="magma")
    figure.colorbar(shown, ax=top, label="obstacles, z in mm", shrink=0.8)
    top.plot(way[:, 0], way[:, 1], "-", color=_BLUE, linewidth=2.5)
    top.plot(*way[0, :2], "o", color=_GREEN, markersize=9)
    top.plot(*way[-1, :2], "s", color=_PINK, markersize=9)
    low, high = robot.workspace_lower, robot.workspace_upper
    top.add_patch(plt.Rectangle(low[:2], *(high - low)[:2], fill=False, edgecolor=_GREY, linestyle=":"))
    top.set(aspect="equal", xlabel="x, m (base)", ylabel="y, m (base)", title="from above; dotted: workspace")
    return figure


def main() -> int:
    """Draw all figures."""
    robot = load_robot("panda")
    episode = make_episode(SEED, "carry")
    look = measured(episode, episode.target, robot, episode.goal)
    assert episode.goal is not None
    vessel = measured(episode, episode.goal, robot, None)
    FOLDER.mkdir(exist_ok=True)
    figures = {"look": draw_look(look), "lift": draw_lift(look, robot),
               "grasps": draw_grasps({episode.target: look, f"{episode.goal}, by its wall": vessel}, robot)}
    for name, figure in figures.items():
        figure.savefig(FOLDER / f"{name}.png", dpi=75, metadata={"Software": None})
        print(f"docs/figures/{name}.png")
    return 0


if __name__ == "__main__":
    sys.exit(main())
