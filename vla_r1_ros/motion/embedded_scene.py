# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""The collision world of the embedded planner: robot, obstacles, target and held object in one roboplan scene."""

import tempfile
from collections.abc import Iterable
from pathlib import Path

import numpy as np
from roboplan import core as rp

from vla_r1_ros.core.robot import RobotDescription
from vla_r1_ros.core.robot_assets import RobotModelData, robot_model_data, whole_model
from vla_r1_ros.core.types import FloatArray, OrientedBox, SceneModel
from vla_r1_ros.motion.parts import HELD, POINTS, ROBOT, TARGET
from vla_r1_ros.motion.protocols import HeldObject

GROUP = "arm"
_WORLD = "universe"
_BOX_PADDING = np.array([0.006, 0.006, 0.0])  # m: 3 mm on each side; nothing on top, grasps are low
_COLOUR = np.array([0.5, 0.5, 0.5, 1.0])


class EmbeddedScene:
    """Answers "does the robot collide at q" and forward kinematics. Joint vectors are (J,) in the robot file's order.

    Raises InputError when the robot's model file is missing.
    """

    def __init__(self, robot: RobotDescription) -> None:
        self._robot = robot
        self._data: RobotModelData = robot_model_data(robot.name)
        with whole_model(self._data) as file:
            description = rp.loadMjcfModel(str(file))
        self.handle = rp.Scene(robot.name, description)
        self.handle.addGroup(GROUP, list(self._data.arm_joints))
        self.handle.allowAdjacentLinkCollisions()
        self._add_finger_pads()
        for first, second in self._data.allowed_contacts:
            self.handle.setCollisions(first, second, False)
        names = list(self.handle.getJointNames())
        self._arm_index = np.array([names.index(j) for j in self._data.arm_joints])
        self._finger_index = np.array([names.index(finger.joint) for finger in self._data.finger_joints])
        self.joint_names = tuple(names)
        self._import_limits()
        self._neutral = np.asarray(self.handle.getCurrentJointPositions(), dtype=np.float64)
        self._fingers = self._finger_positions(robot.gripper.max_width)
        self._scene = SceneModel()
        self._held: HeldObject | None = None
        self._target_contact = False
        self._geometry: list[str] = []
        self._T_joint_tool = self._tool_in_last_joint()

    @property
    def arm_joints(self) -> tuple[str, ...]:
        """The model's own names of the arm joints."""
        return self._data.arm_joints

    @property
    def hand_body(self) -> str:
        """The model's own name of the hand frame."""
        return self._data.hand_body

    @property
    def base_body(self) -> str:
        """The model's own name of the base frame."""
        return self._data.base_body

    @property
    def held(self) -> HeldObject | None:
        """What the gripper holds."""
        return self._held

    @property
    def target(self) -> OrientedBox | None:
        """The scene's target."""
        return self._scene.target

    def full(self, joints: FloatArray) -> FloatArray:
        """Return the model's whole joint vector for arm joints (J,) and the present opening."""
        q = self._neutral.copy()
        q[self._arm_index] = joints
        q[self._finger_index] = self._fingers
        return q

    def arm(self, full: FloatArray) -> FloatArray:
        """Return the arm's joints (..., J) out of whole joint vectors (..., n)."""
        return np.asarray(full, dtype=np.float64)[..., self._arm_index]

    def set_opening(self, width: float) -> None:
        """Model the fingers `width` m apart."""
        self._fingers = self._finger_positions(float(np.clip(width, 0.0, self._robot.gripper.max_width)))
        self.handle.setJointPositions(self.full(self.arm(self._neutral)))

    def set_scene(self, scene: SceneModel) -> None:
        """Replace obstacles and target; a held object stays held."""
        self._scene = scene
        self._rebuild()

    def set_held(self, held: HeldObject | None, target: OrientedBox | None) -> None:
        """Hold something or nothing, and replace the target."""
        self._held = held
        self._scene = SceneModel(self._scene.boxes, self._scene.points, self._scene.resolution, target)
        self._rebuild()

    def set_target_contact(self, allowed: bool) -> None:
        """Let the fingers touch the target, or not."""
        self._target_contact = allowed
        self._set_pairs(self._geometry)

    def collides(self, joints: FloatArray) -> bool:
        """Whether the arm at joints (J,) touches itself or anything that is to be kept clear of."""
        return bool(self.handle.hasCollisions(self.full(joints)))

    def blame(self, joints: FloatArray) -> tuple[str, ...]:
        """Name what the arm at joints (J,) collides with; empty where it is free."""
        if not self.collides(joints):
            return ()
        self._set_pairs(())
        if self.collides(joints):
            found = [ROBOT]
        else:
            found = [name for name in self._geometry if self._collides_alone(joints, name)]
        self._set_pairs(self._geometry)
        return tuple(found)

    def tool_pose(self, joints: FloatArray) -> FloatArray:
        """Return `T_base_tool` (4, 4)."""
        return self.hand_pose(joints) @ self._robot.T_hand_tool

    def hand_pose(self, joints: FloatArray) -> FloatArray:
        """Return `T_base_hand` (4, 4)."""
        pose = self.handle.forwardKinematics(self.full(joints), self.hand_body, self.base_body)
        return np.asarray(pose, dtype=np.float64)

    def hand_jacobian(self, joints: FloatArray) -> FloatArray:
        """Return the hand's Jacobian (6, J), linear rows first, in the hand frame."""
        jacobian = self.handle.computeFrameJacobian(self.full(joints), self.hand_body, True)
        return np.asarray(jacobian, dtype=np.float64)[:, self._arm_index]

    def _bodies(self) -> tuple[str, ...]:
        bodies = (*self._data.arm_bodies, *self._data.hand_bodies, *self._data.finger_bodies)
        return bodies if self.hand_body in bodies else (*bodies, self.hand_body)

    def _finger_positions(self, width: float) -> FloatArray:
        """The positions of the model's finger joints at an opening, m."""
        joints = self._robot.gripper.opening.joint_positions(width)
        return np.array([finger.factor * joints[finger.of] for finger in self._data.finger_joints])

    def _rebuild(self) -> None:
        for name in self._geometry:
            self.handle.removeGeometry(name)
        self._geometry = []
        for box in self._scene.boxes:
            taken = box.name in (*self._geometry, POINTS, TARGET, HELD)
            name = f"{box.name}#{len(self._geometry)}" if taken else box.name
            self._add_box(name, _WORLD, box.size + _BOX_PADDING, box.T_base_box)
        if len(self._scene.points):
            self._add_points(self._scene.points, self._scene.resolution)
        if self._scene.target is not None:
            self._add_box(TARGET, _WORLD, self._scene.target.size, self._scene.target.T_base_box)
        if self._held is not None:
            # roboplan places geometry of a fixed frame relative to the joint that carries it
            self._add_box(HELD, self.hand_body, self._held.size, self._T_joint_tool @ self._held.T_tool_box)
        self._separate_world()
        self._set_pairs(self._geometry)

    def _add_box(self, name: str, parent: str, size: FloatArray, T: FloatArray) -> None:
        box = rp.Box(*(float(v) for v in size))
        self.handle.addBoxGeometry(name, parent, box, np.asfortranarray(T), _COLOUR)
        self._geometry.append(name)

    def _add_finger_pads(self) -> None:
        """roboplan reads a Panda's fingers but not the pads on them."""
        if self._data.finger_pad is None:
            return
        centre, size = self._data.finger_pad
        T = np.eye(4)
        T[:3, 3] = centre
        for finger in self._data.finger_bodies:
            self.handle.addBoxGeometry(f"pad of {finger}", finger, rp.Box(*size), np.asfortranarray(T), _COLOUR)

    def _add_points(self, points: FloatArray, resolution: float) -> None:
        cells = np.unique(np.floor(points / resolution).astype(np.int64), axis=0)
        centres = (cells + 0.5) * resolution
        rows = [np.array([*c, resolution, 1.0, 0.5]) for c in centres]
        self.handle.addOcTreeGeometry(
            POINTS, _WORLD, rp.OcTree(rows, resolution), np.asfortranarray(np.eye(4)), _COLOUR
        )
        self._geometry.append(POINTS)

    def _separate_world(self) -> None:
        """Obstacles may touch each other and the robot's foot."""
        world = [name for name in self._geometry if name != HELD]
        for i, name in enumerate(world):
            self.handle.setCollisions(name, self._data.base_body, False)
            for other in world[i + 1 :]:
                self.handle.setCollisions(name, other, False)

    def _collides_alone(self, joints: FloatArray, name: str) -> bool:
        self._set_pairs((name,))
        return self.collides(joints)

    def _set_pairs(self, active: Iterable[str]) -> None:
        """Check the active geometry against the robot and the held object, less what may touch; nothing else."""
        chosen = set(active)
        for name in self._geometry:
            for body in self._bodies():
                if name == HELD and body == self.hand_body:
                    continue  # its own frame
                self.handle.setCollisions(name, body, name in chosen and self._keeps_clear(name, body))
            if self._held is not None and name != HELD:
                self.handle.setCollisions(name, HELD, name in chosen)

    def _keeps_clear(self, name: str, body: str) -> bool:
        fingers = body in self._data.finger_bodies
        if name == TARGET:
            return not (self._target_contact and fingers)
        return not (name == HELD and (fingers or body in self._data.hand_bodies))

    def _tool_in_last_joint(self) -> FloatArray:
        q = self.full(self._robot.arm.home)
        last = self.handle.forwardKinematics(q, self._data.arm_bodies[-1], "")
        hand = self.handle.forwardKinematics(q, self.hand_body, "")
        T: FloatArray = np.linalg.inv(last) @ hand @ self._robot.T_hand_tool
        return T

    def _import_limits(self) -> None:
        arm = self._robot.arm
        lines = ["joint_limits:"]
        for i, name in enumerate(self.arm_joints):
            values = {"max_velocity": arm.velocity, "max_acceleration": arm.acceleration,
                      "min_position": arm.position_lower, "max_position": arm.position_upper}  # fmt: skip
            lines += [f"  {name}:", *(f"    {key}: [{value[i]}]" for key, value in values.items())]
        with tempfile.TemporaryDirectory() as folder:
            file = Path(folder) / "limits.yaml"
            file.write_text("\n".join(lines) + "\n", encoding="utf-8")
            self.handle.importJointLimitsFromConfig(rp.loadJointLimitsConfig(str(file)))
