# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""Physics of one scene: the arm and its two controllers, the objects, the clock. Not thread-safe."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

from vla_r1_ros.core.errors import ErrorCode, InputError
from vla_r1_ros.core.robot import RobotDescription
from vla_r1_ros.core.types import FloatArray
from vla_r1_ros.sim.controllers import TrajectoryController
from vla_r1_ros.sim.gl import ensure_gl
from vla_r1_ros.sim.goals import JointLimits
from vla_r1_ros.sim.gripper_control import GripperController, GripperOrder
from vla_r1_ros.sim.layout import SceneLayout
from vla_r1_ros.sim.model import build_spec

SETTLE_S = 0.6
_REST_SPEED = 0.02
_FINGER_LINKS = {"left_finger": "leftfinger", "right_finger": "rightfinger"}


def link_name(robot: RobotDescription, body: str) -> str:
    """The ROS name of one of the model's bodies."""
    return f"{robot.name}_{_FINGER_LINKS.get(body, body)}"


@dataclass(frozen=True)
class RobotState:
    """What the drives measure at `time` (simulated s): arm (J,) rad, rad/s, N m; fingers (2,) m, m/s; grip N.

    `finger_effort` is the force of one finger, positive when it opens."""

    time: float
    positions: FloatArray
    velocities: FloatArray
    efforts: FloatArray
    fingers: FloatArray
    finger_velocities: FloatArray
    finger_effort: float

    @property
    def width(self) -> float:
        """Opening between the fingers, m."""
        return float(self.fingers.sum())


class Simulator:
    """A scene under physics in 2 ms steps; `arm` and `gripper` take goals between steps.

    Args:
        layout: what stands where; `layout.arm_q` is where the arm starts.
        robot: names and limits; the names of the model are these without the robot's name in front.
        start_time: the clock at the beginning, s; a new scene goes on where the last one ended.
        settle_s: simulated seconds that pass before the constructor returns, so that the objects rest.

    Raises:
        InputError: INPUT_PARAMETER when the robot file names joints that the model lacks.
    """

    def __init__(self, layout: SceneLayout, robot: RobotDescription, *, start_time: float = 0.0,
                 settle_s: float = SETTLE_S) -> None:
        ensure_gl()
        import mujoco

        self._mj: Any = mujoco
        self.layout = layout
        self.robot = robot
        self.model: Any = build_spec(layout, free_bodies=True).compile()
        self.data: Any = mujoco.MjData(self.model)
        self._index_names()
        self.on_step: list[Callable[[], None]] = []
        arm = robot.arm
        limits = JointLimits(arm.position_lower, arm.position_upper, arm.velocity, arm.acceleration)
        start = np.array(layout.arm_q, dtype=np.float64)
        self.arm = TrajectoryController(arm.joints, limits, start)
        self.gripper = GripperController(robot.gripper.max_width / 2, robot.gripper.max_effort)
        self.data.qpos[self._arm_q] = start
        self.data.qpos[self._finger_q] = robot.gripper.max_width / 2
        self.data.ctrl[self._arm_u] = start
        self._ahead = start_time
        mujoco.mj_forward(self.model, self.data)
        self.step(settle_s)

    @property
    def time(self) -> float:
        """Simulated seconds."""
        return self._ahead + float(self.data.time)

    @property
    def drive_time(self) -> float:
        """The clock of `arm` and `gripper`: seconds of physics since this scene was made. It rests in `hold`, so that
        what the drives do does not depend on when the scene began or how long it stood."""
        return float(self.data.time)

    @property
    def goals_taken(self) -> int:
        """Goals that both controllers took so far."""
        return self.arm.taken + self.gripper.taken

    @property
    def dt(self) -> float:
        """Length of a physics step, s."""
        return float(self.model.opt.timestep)

    def step(self, seconds: float) -> None:
        """Move the world on by `seconds`, rounded to whole physics steps; calls `on_step` after each."""
        for _ in range(max(0, round(seconds / self.dt))):
            self._command()
            self._mj.mj_step(self.model, self.data)
            self._observe()

    def hold(self, seconds: float) -> None:
        """Let the clock go on by `seconds` while everything stands still; calls `on_step` as `step` does."""
        for _ in range(max(0, round(seconds / self.dt))):
            self._ahead += self.dt
            self._observe()

    def at_rest(self) -> bool:
        """True when nothing, arm and objects, moves faster than 2 cm/s or 0.02 rad/s."""
        return bool(np.abs(self.data.qvel).max() < _REST_SPEED)

    def state(self) -> RobotState:
        """Return the measured state of the drives; arrays are copies."""
        data = self.data
        return RobotState(
            self.time,
            data.qpos[self._arm_q].copy(),
            data.qvel[self._arm_v].copy(),
            data.qfrc_actuator[self._arm_v].copy(),
            data.qpos[self._finger_q].copy(),
            data.qvel[self._finger_v].copy(),
            float(data.qfrc_actuator[self._finger_v[0]]),
        )

    def link_poses(self) -> dict[str, FloatArray]:
        """Return `T_base_link` (4, 4) of each link by its ROS name, the tool frame included."""
        poses = {}
        base = _pose(self.data.xpos[self._links[self.robot.base_frame]],
                     self.data.xmat[self._links[self.robot.base_frame]])
        inverse = np.linalg.inv(base)
        for name, body in self._links.items():
            poses[name] = inverse @ _pose(self.data.xpos[body], self.data.xmat[body])
        poses[self.robot.tool_frame] = poses[self.robot.hand_frame] @ self.robot.T_hand_tool
        return poses

    def link_parents(self) -> dict[str, str]:
        """Return the parent link of each moving link by ROS name; the base and the tool frame are left out."""
        names = {body: name for name, body in self._links.items()}
        return {name: names[int(self.model.body_parentid[body])] for name, body in self._links.items()
                if name != self.robot.base_frame}

    def tool_pose(self) -> FloatArray:
        """Return `T_base_tool` (4, 4) as it is now."""
        return self.link_poses()[self.robot.tool_frame]

    def object_pose(self, name: str) -> FloatArray:
        """Return `T_base_object` (4, 4); the origin is the centre of the footprint. For referees and tests only."""
        body = self.model.body(name).id
        return _pose(self.data.xpos[body], self.data.xmat[body])

    def contact_force(self, index: int, out: FloatArray) -> None:
        """Write force and torque (6,) of the contact number `index` in its own frame to `out`, N and N m."""
        self._mj.mj_contactForce(self.model, self.data, index, out)

    def robot_bodies(self) -> frozenset[int]:
        """Body numbers of the arm and the gripper."""
        return frozenset(self._links.values())

    def finger_bodies(self) -> tuple[int, int]:
        """Body numbers of the two fingers."""
        return self.model.body("left_finger").id, self.model.body("right_finger").id

    def _index_names(self) -> None:
        model, robot = self.model, self.robot
        prefix = f"{robot.name}_"
        try:
            arm = [model.joint(name.removeprefix(prefix)) for name in robot.arm.joints]
            fingers = [model.joint(name.removeprefix(prefix)) for name in robot.gripper.joints]
            base = model.body(robot.base_frame.removeprefix(prefix)).id
        except KeyError as error:
            raise InputError(ErrorCode.INPUT_PARAMETER, f"the simulated arm lacks a name of the robot file: {error}",
                             "the simulator has the Franka Panda only") from error
        half = robot.gripper.max_width / 2
        if not np.allclose(robot.gripper.opening.joint_positions(2 * half), half):
            raise InputError(ErrorCode.INPUT_PARAMETER, "the simulated fingers slide half the opening each, the robot "
                             "file's gripper.opening says otherwise", "the simulator has the Franka hand only")
        self._arm_q = np.array([j.qposadr[0] for j in arm])
        self._arm_v = np.array([j.dofadr[0] for j in arm])
        self._finger_q = np.array([j.qposadr[0] for j in fingers])
        self._finger_v = np.array([j.dofadr[0] for j in fingers])
        drives = {int(model.actuator_trnid[u, 0]): u for u in range(model.nu)
                  if model.actuator_trntype[u] == self._mj.mjtTrn.mjTRN_JOINT}
        self._arm_u = np.array([drives[j.id] for j in arm])
        self._grip_u = next(u for u in range(model.nu) if u not in set(self._arm_u.tolist()))
        # the drives are position servos with damping: this much velocity in the command cancels it
        self._lead = -model.actuator_biasprm[self._arm_u, 2] / model.actuator_gainprm[self._arm_u, 0]
        self._ctrl_per_m = model.actuator_ctrlrange[self._grip_u, 1] / (robot.gripper.max_width / 2)
        self._links = {}
        for body in range(base, model.nbody):
            if model.body_rootid[body] == model.body_rootid[base]:
                self._links[link_name(robot, str(model.body(body).name))] = body

    def _observe(self) -> None:
        for observer in tuple(self.on_step):
            observer()

    def _command(self) -> None:
        data = self.data
        command = self.arm.update(float(data.time), data.qpos[self._arm_q], data.qvel[self._arm_v])
        data.ctrl[self._arm_u] = command.positions + self._lead * command.velocities
        (q1, q2), (v1, v2) = data.qpos[self._finger_q].tolist(), data.qvel[self._finger_v].tolist()
        order = self.gripper.update(float(data.time), (q1 + q2) / 2, (v1 + v2) / 2,
                                    float(data.qfrc_actuator[self._finger_v[0]]))
        self._drive_gripper(order)

    def _drive_gripper(self, order: GripperOrder) -> None:
        # both fingers hang on one tendon that is the mean of their positions: it pulls each with half its force
        self.data.ctrl[self._grip_u] = order.position * self._ctrl_per_m
        self.model.actuator_forcerange[self._grip_u] = [-2 * order.max_effort, 2 * order.max_effort]


def _pose(position: FloatArray, matrix: FloatArray) -> FloatArray:
    T = np.eye(4)
    T[:3, :3] = matrix.reshape(3, 3)
    T[:3, 3] = position
    return T
