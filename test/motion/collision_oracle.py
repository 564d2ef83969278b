# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""Another judge of collisions: MuJoCo on the same arm, independent of any planner; MuJoCo's own attachment puts a
gripper on it."""

from pathlib import Path

import mujoco
import numpy as np

from vla_r1_ros.core.robot import RobotDescription
from vla_r1_ros.core.robot_assets import RobotModelData, installed_file, robot_model_data, robot_model_file
from vla_r1_ros.core.types import BoxObstacle, FloatArray


class CollisionOracle:
    """The arm among boxes in MuJoCo; fingers open."""

    def __init__(self, robot: RobotDescription, boxes: list[BoxObstacle]) -> None:
        data = robot_model_data(robot.name)
        spec = _whole(data)
        for key in list(spec.keys):
            spec.delete(key)
        for geom in [g for g in spec.geoms if g.classname is not None and g.classname.name.endswith("visual")]:
            spec.delete(geom)
        used = {geom.meshname for geom in spec.geoms if geom.meshname}
        for mesh in [m for m in spec.meshes if (m.name or Path(m.file).stem) not in used]:
            spec.delete(mesh)
        for box in boxes:
            quat = np.zeros(4)
            mujoco.mju_mat2Quat(quat, np.ascontiguousarray(box.T_base_box[:3, :3]).ravel())
            spec.worldbody.add_geom(
                name=box.name, type=mujoco.mjtGeom.mjGEOM_BOX, size=box.size / 2, pos=box.T_base_box[:3, 3], quat=quat
            )
        self._robot = robot
        self._hand = data.hand_body
        self._model = spec.compile()
        self._data = mujoco.MjData(self._model)
        self._base = self._model.body(data.base_body).id
        self._arm = [self._model.joint(name).qposadr[0] for name in data.arm_joints]
        opened = robot.gripper.opening.joint_positions(robot.gripper.max_width)
        for finger in data.finger_joints:
            self._data.joint(finger.joint).qpos[0] = finger.factor * opened[finger.of]

    def tool_pose(self, joints: FloatArray) -> FloatArray:
        """Return `T_base_tool` (4, 4)."""
        self._place(joints)
        body = self._data.body(self._hand)
        T = np.eye(4)
        T[:3, :3], T[:3, 3] = body.xmat.reshape(3, 3), body.xpos
        return T @ self._robot.T_hand_tool

    def deepest(self, positions: FloatArray) -> float:
        """Return the deepest penetration (m) of robot and boxes along joints (N, J); the robot's foot may touch."""
        deepest = 0.0
        for joints in positions:
            self._place(joints)
            mujoco.mj_collision(self._model, self._data)
            for contact in self._data.contact[: self._data.ncon]:
                bodies = self._model.geom_bodyid[[contact.geom1, contact.geom2]]
                if (bodies == 0).sum() == 1 and self._base not in bodies:
                    deepest = max(deepest, -float(contact.dist))
        return deepest

    def _place(self, joints: FloatArray) -> None:
        self._data.qpos[self._arm] = joints
        mujoco.mj_kinematics(self._model, self._data)
        mujoco.mj_comPos(self._model, self._data)


def _whole(data: RobotModelData) -> mujoco.MjSpec:
    spec = mujoco.MjSpec.from_file(str(robot_model_file(data)))
    gripper = data.gripper
    if gripper is not None:
        spec.option.cone, spec.option.impratio = mujoco.mjtCone.mjCONE_ELLIPTIC, 10.0  # as the gripper's file has them
        spec.body(data.base_body).quat = [1, 0, 0, 0]
        part = mujoco.MjSpec.from_file(str(installed_file(gripper.model)))
        spec.attach(part, site=spec.site(gripper.site), prefix=gripper.prefix)
        spec.body(gripper.hand_in).add_body(name=data.hand_body, quat=list(gripper.hand_quat))
    return spec
