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
from vla_r1_ros.core.robot_assets import robot_model_data
from vla_r1_ros.core.types import FloatArray
from vla_r1_ros.sim.controllers import TrajectoryController
from vla_r1_ros.sim.finger_drive import FingerWay
from vla_r1_ros.sim.gl import ensure_gl
from vla_r1_ros.sim.goals import JointLimits
from vla_r1_ros.sim.gripper_control import GripperController, GripperOrder
from vla_r1_ros.sim.layout import SceneLayout
from vla_r1_ros.sim.links import T_body_link, link_parents
from vla_r1_ros.sim.model import build_spec

SETTLE_S = 0.6
_REST_SPEED = 0.02

@dataclass(frozen=True)
class RobotState:
    """What the drives measure at `time` (simulated s): arm (J,) rad, rad/s, N m.

    `fingers`, `finger_velocities`: the robot file's gripper joints (G,) m or rad, m/s or rad/s; `finger_effort`: what
    drives the first of them, N or N m; `width`: the opening between the fingers that they tell, m."""

    time: float
    positions: FloatArray
    velocities: FloatArray
    efforts: FloatArray
    fingers: FloatArray
    finger_velocities: FloatArray
    finger_effort: float
    width: float


class Simulator:
    """A scene under physics in 2 ms steps; `arm` and `gripper` take goals between steps.

    Args:
        layout: what stands where; `layout.arm_offset` is how far from home the arm starts.
        robot: names and limits; its name says which model it is.
        start_time: the clock at the beginning, s; a new scene goes on where the last one ended.
        settle_s: simulated seconds that pass before the constructor returns, so that the objects rest.

    Raises:
        InputError: INPUT_PARAMETER when there is no model of the robot, or another than its file describes.
    """

    def __init__(self, layout: SceneLayout, robot: RobotDescription, *, start_time: float = 0.0,
                 settle_s: float = SETTLE_S) -> None:
        ensure_gl()
        import mujoco

        self._mj: Any = mujoco
        self.layout = layout
        self.robot = robot
        self._robot_data = robot_model_data(robot.name)
        self.model: Any = build_spec(layout, self._robot_data, free_bodies=True).compile()
        self.data: Any = mujoco.MjData(self.model)
        self._index_names()
        self.on_step: list[Callable[[], None]] = []
        arm = robot.arm
        limits = JointLimits(arm.position_lower, arm.position_upper, arm.velocity, arm.acceleration)
        start = arm.home + np.array(layout.arm_offset[: len(arm.joints)], dtype=np.float64)
        self.arm = TrajectoryController(arm.joints, limits, start)
        self.gripper = GripperController(robot.gripper.max_width / 2, robot.gripper.max_effort)
        self.data.qpos[self._arm_q] = start
        open_at = robot.gripper.opening.joint_positions(robot.gripper.max_width)
        for finger in self._robot_data.finger_joints:
            self.data.joint(finger.joint).qpos[0] = finger.factor * open_at[finger.of]
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
        fingers = data.qpos[self._finger_q]
        return RobotState(
            self.time,
            data.qpos[self._arm_q].copy(),
            data.qvel[self._arm_v].copy(),
            data.qfrc_actuator[self._arm_v].copy(),
            fingers,
            data.qvel[self._finger_v].copy(),
            float(data.qfrc_actuator[self._finger_v[0]]),
            2 * self.fingers.way(fingers.tolist()),
        )

    def link_poses(self) -> dict[str, FloatArray]:
        """Return `T_base_link` (4, 4) of each link by its ROS name, the tool frame included."""
        poses = {}
        base = self._links[self.robot.base_frame]
        inverse = np.linalg.inv(_pose(self.data.xpos[base], self.data.xmat[base]))
        for name, body in self._links.items():
            poses[name] = inverse @ _pose(self.data.xpos[body], self.data.xmat[body]) @ self._T_links[name]
        poses[self.robot.tool_frame] = poses[self.robot.hand_frame] @ self.robot.T_hand_tool
        return poses

    def link_parents(self) -> dict[str, str]:
        """Return the parent link of each moving link by ROS name; the base and the tool frame are left out."""
        return dict(self._parents)

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
        return self._bodies

    def finger_bodies(self) -> tuple[int, int]:
        """Body numbers of the two fingers' pads."""
        left, right = self._robot_data.pad_bodies
        return self.model.body(left).id, self.model.body(right).id

    def _index_names(self) -> None:
        model, robot, data = self.model, self.robot, self._robot_data
        links = {frame.link: frame for frame in data.links}
        ends = (end for capsule in robot.links for end in (capsule.start_frame, capsule.end_frame))
        named = {robot.base_frame, robot.hand_frame, *ends}
        unknown = sorted(named - links.keys())
        joints, ours = (robot.arm.joints, robot.gripper.joints), (data.arm_joints, data.gripper_joints)
        if unknown or [len(names) for names in joints] != [len(names) for names in ours]:
            raise InputError(
                ErrorCode.INPUT_PARAMETER,
                f"the robot file has {len(joints[0])} arm and {len(joints[1])} gripper joints, the simulated "
                f"{robot.name} {len(ours[0])} and {len(ours[1])}; links that only the file has: "
                f"{', '.join(unknown) or 'none'}", "take config/robots' own file for the simulator")  # fmt: skip
        self._index_joints()
        base = model.body(data.base_body).id
        tree = [body for body in range(base, model.nbody) if model.body_rootid[body] == model.body_rootid[base]]
        self._bodies = frozenset(tree)
        self._links = {name: model.body(frame.body).id for name, frame in links.items()}
        self._T_links = {name: T_body_link(frame) for name, frame in links.items()}
        self._parents = link_parents(data, {model.body(body).name: model.body(int(model.body_parentid[body])).name
                                            for body in tree if body != base})  # fmt: skip

    def _index_joints(self) -> None:
        model, data = self.model, self._robot_data
        arm, fingers = [model.joint(j) for j in data.arm_joints], [model.joint(j) for j in data.gripper_joints]
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
        self.fingers = FingerWay(self.robot.gripper.opening)
        self._ctrl_per_position = model.actuator_ctrlrange[self._grip_u, 1] / fingers[0].range[1]

    def _observe(self) -> None:
        for observer in tuple(self.on_step):
            observer()

    def _command(self) -> None:
        data = self.data
        command = self.arm.update(float(data.time), data.qpos[self._arm_q], data.qvel[self._arm_v])
        data.ctrl[self._arm_u] = command.positions + self._lead * command.velocities
        fingers = data.qpos[self._finger_q].tolist()
        rates = self.fingers.rates(fingers)
        speeds = [rate * v for rate, v in zip(rates, data.qvel[self._finger_v].tolist(), strict=True)]
        order = self.gripper.update(float(data.time), self.fingers.way(fingers), sum(speeds) / len(speeds),
                                    float(data.qfrc_actuator[self._finger_v[0]]) / rates[0])
        self._drive_gripper(order, rates[0])

    def _drive_gripper(self, order: GripperOrder, rate: float) -> None:
        # both fingers hang on one tendon that is the mean of their joints: it drives each with half its force
        self.data.ctrl[self._grip_u] = self.fingers.position(order.position) * self._ctrl_per_position
        most = 2 * order.max_effort * abs(rate)
        self.model.actuator_forcerange[self._grip_u] = [-most, most]


def _pose(position: FloatArray, matrix: FloatArray) -> FloatArray:
    T = np.eye(4)
    T[:3, :3] = matrix.reshape(3, 3)
    T[:3, 3] = position
    return T
