# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""The stack in one process, from the instruction to the physics, with faults: the supervisor's retries, noisy depth,
measured targets, the planner and the skills are the real ones. Only the model is not: its answers are the truth of the
moment in which the picture was taken."""

import dataclasses
import time
from collections.abc import Callable, Sequence

import numpy as np
from episodes import true_box
from world import World

from vla_r1_ros.core.agreement import Agreement
from vla_r1_ros.core.cancel import CancelToken
from vla_r1_ros.core.depth import mask_depth
from vla_r1_ros.core.errors import VlaError
from vla_r1_ros.core.measure import LookInput, measure_look
from vla_r1_ros.core.report import Phase, StatusReport
from vla_r1_ros.core.robot import RobotDescription
from vla_r1_ros.core.robot_assets import robot_model_data
from vla_r1_ros.core.types import BoxReply, ImageArray, PathReply, Question, Task
from vla_r1_ros.motion.request import request_of
from vla_r1_ros.motion.skills import Stage, StageName
from vla_r1_ros.sim.labels import carry_way, object_top, path_label
from vla_r1_ros.sim.layout import ObjectSpec
from vla_r1_ros.sim.objects import FRICTION
from vla_r1_ros.sim.rgbd import RgbdFrame, SceneCamera
from vla_r1_ros.vla.reply import Reply
from vla_r1_ros.vla.supervisor import Decision, Look, Outcome, Supervisor

_ALONE = Agreement(1.0, 0, 1, 0, 0)
_SLIPPERY = 1e-4
_LANDED, _SHUT = 0.06, 0.01  # m


class Cell(World):
    """A table on which an instruction is carried out; it is eye, asker, motion and outlet of the real supervisor.

    Args:
        target, goal: names of what is picked and of what it is carried into.
        fault: told of each motion stage that ended, and which look's it is (1, 2, ...).
    """

    def __init__(self, robot: RobotDescription, objects: Sequence[ObjectSpec], *, target: str, goal: str = "",
                 fault: Callable[["Cell", int, StageName], None] = lambda cell, look, stage: None) -> None:
        super().__init__(robot, objects, on_stage=lambda _, stage: self._ended(stage), home_after_failure=True)
        self.camera = SceneCamera(self.sim)
        self.reports: list[StatusReport] = []
        self.looks = 0
        self.cancel = CancelToken()
        self._target, self._goal, self._fault = target, goal, fault
        self._frame: RgbdFrame | None = None
        self._decision: Decision | None = None

    def carry_out(self, instruction: str) -> Outcome:
        """Run one attempt to its end."""
        try:
            return Supervisor(self, self, self, self).run("a1", instruction, self.cancel)
        finally:
            self.camera.close()

    def retries(self) -> list[str]:
        """Names of the codes for which it was tried again."""
        return [report.code.name for report in self.reports if report.stage == Phase.RETRY]

    def now(self, name: str) -> ObjectSpec:
        """An object as it stands at this moment; for the model and the end of a test only."""
        T = self.sim.object_pose(name)
        yaw = float(np.arctan2(T[1, 0], T[0, 0]))
        return dataclasses.replace(self.objects[name], x=float(T[0, 3]), y=float(T[1, 3]), yaw=yaw)

    # what goes wrong -----------------------------------------------------------------------------------------------

    def put(self, name: str, x: float, y: float, z: float = 0.001) -> None:
        """Put an object elsewhere: somebody's hand."""
        joint = self.sim.data.joint(f"{name}_free")
        joint.qpos[:] = (x, y, z, 1.0, 0.0, 0.0, 0.0)
        joint.qvel[:] = 0.0

    def slip(self, name: str) -> None:
        """Make an object slide out of the fingers; on the table it is what it was."""
        self._grease(name, slippery=True)

        def lands() -> None:
            if self.sim.object_pose(name)[2, 3] < _LANDED and self.sim.state().width < _SHUT:
                self._grease(name, slippery=False)
                self.sim.on_step.remove(lands)

        self.sim.on_step.append(lands)

    def fix(self, name: str, x: float, y: float, z: float) -> None:
        """Put an object somewhere in the air where nothing moves it."""
        import mujoco

        model, body = self.sim.model, self.sim.model.body(name).id
        dof = int(self.sim.model.joint(f"{name}_free").dofadr[0])
        model.body_mass[body], model.body_inertia[body], model.body_gravcomp[body] = 1e3, 10.0, 1.0
        model.dof_damping[dof : dof + 6] = 1e6
        mujoco.mj_setConst(model, mujoco.MjData(model))
        self.put(name, x, y, z)

    def push(self, torque: float, seconds: float, after: float) -> None:
        """Lean on the arm's shoulder, N m, `after` s from now."""
        shoulder = robot_model_data(self.robot.name).arm_joints[1]
        data, dof = self.sim.data, int(self.sim.model.joint(shoulder).dofadr[0])
        begin = self.sim.time + after

        def lean() -> None:
            now = self.sim.time
            data.qfrc_applied[dof] = torque if begin <= now < begin + seconds else 0.0
            if now >= begin + seconds:
                self.sim.on_step.remove(lean)

        self.sim.on_step.append(lean)

    def jam(self, jammed: bool = True) -> None:
        """Let the fingers' joints rust, or oil them."""
        import mujoco

        for finger in robot_model_data(self.robot.name).finger_joints:
            if finger.factor == 1.0:  # what hangs on these has nowhere to go
                joint, model = self.sim.model.joint(finger.joint), self.sim.model
                slides = joint.type[0] == mujoco.mjtJoint.mjJNT_SLIDE  # such damping would throw a linkage about
                if slides:
                    model.dof_damping[joint.dofadr[0]] = 1e7 if jammed else 0.0
                else:
                    model.dof_frictionloss[joint.dofadr[0]] = 1e3 if jammed else 0.0

    def _grease(self, name: str, *, slippery: bool) -> None:
        model, body = self.sim.model, self.sim.model.body(name)
        for geom in range(int(body.geomadr[0]), int(body.geomadr[0] + body.geomnum[0])):
            model.geom_priority[geom] = 2 * slippery  # otherwise the friction of the finger's pads counts
            model.geom_friction[geom, 0] = _SLIPPERY if slippery else FRICTION[0]

    # what the supervisor sees --------------------------------------------------------------------------------------

    def now_ns(self) -> int:
        """Simulated time."""
        return round(self.sim.time * 1e9)

    def next_look(self, newer_than_ns: int, cancel: CancelToken) -> Look:
        """A picture after things came to rest."""
        for _ in range(30):
            self.arm.advance(0.1)
            if self.sim.at_rest():
                break
        self.looks += 1
        self._frame = self.camera.render()
        return Look(self._frame.colour, self.now_ns(), "camera", time.monotonic(), 0.0)

    def ask_in_full(self, image: ImageArray, questions: Sequence[Question], *, cancel: CancelToken,
                    on_text: Callable[[int, str], None] | None = None) -> list[Reply]:
        """A model that is right."""
        return [Reply(q, self._answer(q), "", 1, 0.1, 0.1, 10, 10, 1, _ALONE, ("",)) for q in questions]

    def wait(self, stamp_ns: int, cancel: CancelToken) -> StatusReport:
        """Measure and move, as projection_node and planner_node do."""
        assert self._decision is not None and self._frame is not None
        frames = self.sim.link_poses()
        look = LookInput(
            box=self._decision.box, path=self._decision.path, camera=self.camera.model,
            T_base_camera=self.camera.T_base_camera, depth=mask_depth(self._frame.depth_mm.astype(np.float32) / 1000),
            depth_camera=self.camera.model, T_camera_depth=np.eye(4), tool=self.sim.tool_pose()[:3, 3],
            capsules=[(frames[k.start_frame][:3, 3], frames[k.end_frame][:3, 3], k.radius) for k in self.robot.links],
        )  # fmt: skip
        try:
            measured = measure_look(look, self.robot, clearance=0.03)
            assert measured.measurement is not None
            self.run(request_of(measured.measurement, measured.path[:, :3, 3], measured.obstacles, self.robot,
                                holding=self.runner.holding))  # fmt: skip
        except VlaError as error:
            return StatusReport(stamp_ns, "planner_node", "", 0, Phase.FAILED, error.code, error.message,
                                {"advice": error.advice})
        return StatusReport(stamp_ns, "planner_node", "", 0, Phase.DONE)

    def report(self, report: StatusReport) -> None:
        """Keep it."""
        self.reports.append(report)

    def reasoning(self, look: Look, text: str) -> None:
        """Nobody reads it."""

    def decision(self, decision: Decision, instruction: str) -> None:
        """Keep it for the motion."""
        self._decision = decision

    def _answer(self, question: Question) -> BoxReply | PathReply:
        item, camera = self.now(self._target), self.sim.layout.camera
        if question.task is Task.AFFORDANCE:
            return BoxReply("", true_box(item, camera))
        goal = self.now(self._goal)
        way = carry_way(object_top(item), (goal.x, goal.y))
        return PathReply("", np.clip(path_label(way, camera), 0.0, 1.0))

    def _ended(self, stage: Stage) -> None:
        self._fault(self, self.looks, stage.name)

    def story(self) -> str:
        """Everything that happened, for a failed test."""
        stages = [f"{stage.name}:{stage.code.name} {stage.values}" for stage in self.stages]
        reports = [f"{r.stamp_ns / 1e9:.1f} {r.stage} {r.code.name} {r.reason}" for r in self.reports]
        return "\n".join([*stages, *reports])
