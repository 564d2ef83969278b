# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""Whole episodes in one process, without ROS and without the model: noisy depth, measured targets, planner, physics.

The model's answers are made from the truth and jittered to the accuracy that a small checkpoint has (box IoU about
0.75, path points a few per cent off); nothing else here sees the truth. Run as a module for a table:

    python test/motion/episodes.py --episodes 25 --tasks pick carry reach --robot panda

The benchmark draws no vessel as what is to be picked; the task `vessel` here picks bowls and baskets.
"""

import argparse
import sys
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np

from vla_r1_ros.core.cancel import CancelToken
from vla_r1_ros.core.depth import mask_depth
from vla_r1_ros.core.errors import VlaError
from vla_r1_ros.core.measure import LookInput, measure_look
from vla_r1_ros.core.robot import RobotDescription
from vla_r1_ros.core.robot_file import load_robot
from vla_r1_ros.core.safety import GateLimits, SafetyGate
from vla_r1_ros.core.types import Box, FloatArray, JointTrajectory, StepKind
from vla_r1_ros.motion.protocols import Planner
from vla_r1_ros.motion.registry import make_planner
from vla_r1_ros.motion.request import request_of
from vla_r1_ros.motion.skills import MotionRequest, SkillRunner, SkillSettings, Stage
from vla_r1_ros.sim.arm import SimArm
from vla_r1_ros.sim.labels import carry_way, object_top, path_label, reach_way
from vla_r1_ros.sim.layout import HOME_TOOL, CameraSpec, ObjectSpec, sample_layout
from vla_r1_ros.sim.objects import CONTAINERS, dimensions
from vla_r1_ros.sim.referee import Referee, VerdictStatus
from vla_r1_ros.sim.rgbd import SceneCamera
from vla_r1_ros.sim.simulator import Simulator
from vla_r1_ros.sim.tasks import Episode, EpisodeTask, has_room, make_episode, spread

BOX_JITTER = 0.06  # of the box's size, for each edge: IoU about 0.75 to 0.8
TOOL_SPEED = 0.5  # m/s
PATH_JITTER = 0.012  # of the image's size, for each point
_KINDS = {EpisodeTask.PICK: StepKind.PICK, EpisodeTask.CARRY: StepKind.CARRY, EpisodeTask.REACH: StepKind.REACH}


@dataclass
class EpisodeResult:
    """How an episode went: `code` is OK or the stack's error, `verdict` the referee's words."""

    seed: int
    task: str
    kind: str
    success: bool
    code: str
    verdict: str
    sim_seconds: float
    wall_seconds: float
    stages: list[Stage] = field(default_factory=list)


def true_box(item: ObjectSpec, camera: CameraSpec) -> Box:
    """Where an object is in the picture, normalised."""
    size = dimensions(item.kind, item.scale)
    x, y, z = np.meshgrid([-0.5, 0.5], [-0.5, 0.5], [0.0, 1.0])
    corners = np.stack([x.ravel() * size.length, y.ravel() * size.width, z.ravel() * size.height], axis=1)
    c, s = np.cos(item.yaw), np.sin(item.yaw)
    corners[:, :2] = corners[:, :2] @ np.array([[c, s], [-s, c]]) + (item.x, item.y)
    pixels = path_label(corners, camera)
    (x0, y0), (x1, y1) = pixels.min(axis=0), pixels.max(axis=0)
    return Box((x0 + x1) / 2, (y0 + y1) / 2, x1 - x0, y1 - y0)


class JitteredModel:
    """Answers like the model would: the truth, somewhat off. The only part that sees the episode's truth."""

    def __init__(self, episode: Episode) -> None:
        self._episode = episode
        self._rng = np.random.default_rng([episode.seed, 7])
        self._items = {item.name: item for item in episode.layout.objects}

    def box(self) -> Box:
        """Return the target's box, normalised, each edge off by some per cent."""
        x0, y0, x1, y1 = true_box(self._items[self._episode.target], self._episode.layout.camera).corners()
        w, h = x1 - x0, y1 - y0
        x0, x1 = np.array([x0, x1]) + self._rng.normal(0.0, BOX_JITTER, 2) * w
        y0, y1 = np.array([y0, y1]) + self._rng.normal(0.0, BOX_JITTER, 2) * h
        return Box((x0 + x1) / 2, (y0 + y1) / 2, x1 - x0, y1 - y0)

    def path(self) -> FloatArray:
        """Return the path (N, 2), normalised, each point a little off."""
        item = self._items[self._episode.target]
        if self._episode.task is EpisodeTask.CARRY:
            goal = self._items[self._episode.goal]
            way = carry_way(object_top(item), (goal.x, goal.y))
        else:
            way = reach_way(HOME_TOOL, object_top(item))
        label = path_label(way, self._episode.layout.camera)
        return np.clip(label + self._rng.normal(0.0, PATH_JITTER, label.shape), 0.0, 1.0)


def vessel_episode(seed: int) -> Episode:
    """Draw an episode whose target is a bowl or a basket to be picked; even seeds give bowls where there is one."""
    attempt = 0
    while True:
        layout = sample_layout(2_000_000_000 + 1000 * seed + attempt, count=(3, 6), container=True)
        attempt += 1
        vessels = [o for o in layout.objects if o.kind in CONTAINERS and has_room(o, layout)]
        if spread(layout) and vessels:
            item = sorted(vessels, key=lambda o: (o.kind == "bowl") == bool(seed % 2))[0]
            return Episode(seed, EpisodeTask.PICK, layout, f"pick up the {item.phrase}", item.name, None)


def run_episode(seed: int, task: str, robot: RobotDescription, planner: Planner) -> EpisodeResult:
    """Run one episode from look to verdict."""
    episode, begin = vessel_episode(seed) if task == "vessel" else make_episode(seed, task), time.monotonic()
    simulator = Simulator(episode.layout, robot)
    camera = SceneCamera(simulator)
    try:
        frame = camera.render()
    finally:
        camera.close()
    referee = Referee(simulator, episode)
    arm = SimArm(simulator, robot)
    stages: list[Stage] = []
    settings = SkillSettings(speed=0.6, tool_speed=TOOL_SPEED)
    runner = SkillRunner(robot, planner, arm, settings, gate=_gate(robot, planner, simulator),
                         on_stage=stages.append)  # fmt: skip
    started, code = simulator.time, "OK"
    try:
        depth = mask_depth(frame.depth_mm.astype(np.float32) / 1000)
        runner.run(request_for(episode, simulator, camera, depth, robot), CancelToken())
    except VlaError as error:
        code = f"{error.code.name}: {error.message}"
    arm.advance(1.0)
    verdict = referee.verdict()
    item = next(i for i in episode.layout.objects if i.name == episode.target)
    return EpisodeResult(
        seed, task, item.kind, verdict.status is VerdictStatus.SUCCESS, code, f"{verdict.reason}: {verdict.text}",
        simulator.time - started, time.monotonic() - begin, stages,
    )  # fmt: skip


def request_for(
    episode: Episode, simulator: Simulator, camera: SceneCamera, depth: FloatArray, robot: RobotDescription
) -> MotionRequest:
    """Measure what the (jittered) answers point at, as projection_node and planner_node do."""
    model = JitteredModel(episode)
    kind = _KINDS[episode.task]
    frames = simulator.link_poses()
    capsules = [(frames[k.start_frame][:3, 3], frames[k.end_frame][:3, 3], k.radius) for k in robot.links]
    look = LookInput(
        box=model.box() if kind in (StepKind.PICK, StepKind.CARRY) else None,
        path=model.path() if kind in (StepKind.CARRY, StepKind.REACH) else None,
        camera=camera.model, T_base_camera=camera.T_base_camera, depth=depth, depth_camera=camera.model,
        T_camera_depth=np.eye(4), tool=simulator.tool_pose()[:3, 3], capsules=capsules,
    )  # fmt: skip
    measured = measure_look(look, robot, clearance=0.03)
    assert measured.measurement is not None
    return request_of(measured.measurement, measured.path[:, :3, 3], measured.obstacles, robot, holding=False)


def _gate(robot: RobotDescription, planner: Planner, simulator: Simulator) -> Callable[[JointTrajectory], None]:
    """The real safety gate, as planner_node has it."""
    gate = SafetyGate(GateLimits.of_robot(robot, max_tool_speed=TOOL_SPEED, max_joint_step=0.1))

    def check(trajectory: JointTrajectory) -> None:
        tool = np.array([planner.tool_pose(q)[:3, 3] for q in trajectory.positions])
        state = simulator.state()
        gate.check(trajectory, tool, now=1.0, input_stamps={"look": 1.0}, enabled=True, stopped=False, approved=True,
                   at_rest=bool(np.abs(state.velocities).max() < 0.02), start=state.positions)  # fmt: skip

    return check


def print_table(results: list[EpisodeResult]) -> None:
    """Print success by task and kind, and the failures."""
    for task in dict.fromkeys(r.task for r in results):
        mine = [r for r in results if r.task == task]
        print(f"{task}: {sum(r.success for r in mine)}/{len(mine)}")
        for kind in sorted({r.kind for r in mine}):
            of_kind = [r for r in mine if r.kind == kind]
            print(f"   {kind:9s} {sum(r.success for r in of_kind)}/{len(of_kind)}")
        times = [r.sim_seconds for r in mine]
        planning = [sum(s.planning_s for s in r.stages) for r in mine]
        print(f"   simulated s p50 {np.median(times):.1f}, wall s p50 {np.median([r.wall_seconds for r in mine]):.1f}, "
              f"planning s p50 {np.median(planning):.3f} p95 {np.percentile(planning, 95):.3f}")
        for (code, verdict), count in Counter((r.code[:160], r.verdict) for r in mine if not r.success).items():
            seeds = [r.seed for r in mine if not r.success and (r.code[:160], r.verdict) == (code, verdict)]
            print(f"   {count} x {code} | {verdict} | seeds {seeds}")


def main() -> int:
    """Run episodes and print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--episodes", type=int, default=20)
    parser.add_argument("--first-seed", type=int, default=500)
    parser.add_argument("--seeds", type=int, nargs="*")
    parser.add_argument("--tasks", nargs="+", default=["pick", "carry", "reach"])
    parser.add_argument("--robot", default="panda")
    arguments = parser.parse_args()
    robot = load_robot(arguments.robot)
    planner = make_planner("", robot, max_tool_speed=TOOL_SPEED)
    seeds = arguments.seeds or range(arguments.first_seed, arguments.first_seed + arguments.episodes)
    results = []
    for task in arguments.tasks:
        for seed in seeds:
            results.append(run_episode(seed, task, robot, planner))
            r = results[-1]
            stages = "" if r.success else [(str(s.name), s.code.name, s.values) for s in r.stages]
            print(f"{task} {seed} {r.kind} {r.code} | {r.verdict} {stages}", flush=True)
    print_table(results)
    return 0


if __name__ == "__main__":
    sys.exit(main())
