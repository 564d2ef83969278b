# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""A table in physics with known objects, and requests made from what is known, for tests of the skills."""

import dataclasses
from collections.abc import Callable, Sequence

import numpy as np

from vla_r1_ros.core.cancel import CancelToken
from vla_r1_ros.core.grasp import tool_down
from vla_r1_ros.core.robot import RobotDescription
from vla_r1_ros.core.types import (
    BoxObstacle,
    FloatArray,
    Grasp,
    JointTrajectory,
    OrientedBox,
    SceneModel,
    StepKind,
    Target,
)
from vla_r1_ros.motion.registry import make_planner
from vla_r1_ros.motion.skills import MotionOutcome, MotionRequest, SkillRunner, SkillSettings, Stage
from vla_r1_ros.sim.arm import SimArm
from vla_r1_ros.sim.layout import ObjectSpec, sample_layout
from vla_r1_ros.sim.objects import dimensions
from vla_r1_ros.sim.simulator import Simulator


def thing(kind: str, x: float, y: float, yaw: float = 0.0) -> ObjectSpec:
    """One object of its kind's usual size."""
    return ObjectSpec(kind, kind, "red", x, y, yaw, 1.0, (0.8, 0.1, 0.1))


class World:
    """Simulator, arm, planner and skills around some objects; `stages` are those reported so far."""

    def __init__(
        self,
        robot: RobotDescription,
        objects: Sequence[ObjectSpec],
        *,
        gate: Callable[[JointTrajectory], None] = lambda trajectory: None,
        approve: Callable[[JointTrajectory], None] | None = None,
        on_stage: Callable[["World", Stage], None] = lambda world, stage: None,
        **settings: object,
    ) -> None:
        layout = dataclasses.replace(sample_layout(7), objects=tuple(objects))
        self.robot = robot
        self.objects = {item.name: item for item in objects}
        self.sim = Simulator(layout, robot)
        self.arm = SimArm(self.sim, robot)
        self.planner = make_planner("", robot, max_tool_speed=0.5)
        self.stages: list[Stage] = []

        def report(stage: Stage) -> None:
            self.stages.append(stage)
            on_stage(self, stage)

        options = SkillSettings(speed=0.8, tool_speed=0.5, **settings)  # type: ignore[arg-type]
        self.runner = SkillRunner(
            robot, self.planner, self.arm, options, gate=gate, on_stage=report, approve=approve
        )

    def target(self, name: str) -> Target:
        """What a perfect measurement of an object would be."""
        item = self.objects[name]
        return target_at(item.x, item.y, item.yaw, item.kind, float(self.robot.workspace_lower[2]))

    def request(
        self,
        kind: StepKind,
        target: Target | None = None,
        to: tuple[float, float] | None = None,
        end_z: float = 0.006,
        obstacles: FloatArray | None = None,
        rim_z: float | None = None,
    ) -> MotionRequest:
        """Ask for a motion from the target (or the tool) to the point `to`."""
        path = None
        if to is not None:
            start = target.grasps[0].T_base_tool[:3, 3] if target is not None else self.sim.tool_pose()[:3, 3]
            high = [(start[0], start[1], 0.25), (*to, 0.25)]
            path = np.array([start, *high, (*to, end_z)])
        table = BoxObstacle("support", _at(0.65, 0.0, -0.026), np.array([1.0, 1.8, 0.05]))
        points = np.zeros((0, 3)) if obstacles is None else obstacles
        scene = SceneModel((table,), points, target=target.box if target is not None else None)
        return MotionRequest(kind, target, path, scene, 0.0, end_z if to is not None else None, rim_z)

    def run(self, request: MotionRequest, cancel: CancelToken | None = None) -> MotionOutcome:
        """Carry out a request."""
        return self.runner.run(request, cancel or CancelToken())

    def speed(self) -> float:
        """Fastest joint, rad/s."""
        return float(np.abs(self.sim.state().velocities).max())

    def stage_names(self) -> list[str]:
        """Names of the stages so far."""
        return [str(stage.name) for stage in self.stages]


def target_at(x: float, y: float, yaw: float, kind: str, lowest: float = 0.012) -> Target:
    """A perfectly measured object of a kind; the tool goes down to `lowest` m at most."""
    size = dimensions(kind)
    T = _at(x, y, size.height / 2)
    T[:2, :2] = [[np.cos(yaw), -np.sin(yaw)], [np.sin(yaw), np.cos(yaw)]]
    depth = max(0.012, lowest, size.height - 0.03)
    grasps = tuple(
        Grasp(tool_down(np.array([x, y, depth]), turned), size.width, 1.0) for turned in (yaw, yaw - np.pi, yaw + np.pi)
    )
    return Target(OrientedBox(T, np.array([size.length, size.width, size.height])), grasps, 0.0)


def _at(x: float, y: float, z: float) -> FloatArray:
    T = np.eye(4)
    T[:3, 3] = (x, y, z)
    return T
