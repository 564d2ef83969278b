# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""The planning scene: robot, obstacles, target and held object in MoveIt."""

import copy
from collections.abc import Iterable
from typing import Any

import numpy as np
from geometry_msgs.msg import Pose
from moveit.core.collision_detection import AllowedCollisionMatrix, CollisionRequest, CollisionResult
from moveit_msgs.msg import AttachedCollisionObject, CollisionObject, PlanningSceneWorld
from shape_msgs.msg import SolidPrimitive

from vla_r1_ros.core.robot import RobotDescription
from vla_r1_ros.core.types import FloatArray, OrientedBox, SceneModel
from vla_r1_ros.motion.octree import octree_bytes
from vla_r1_ros.motion.parts import HELD, POINTS, ROBOT, TARGET
from vla_r1_ros.motion.protocols import HeldObject
from vla_r1_ros.ros.convert import pose_to_msg
from vla_r1_ros.ros.moveit.session import MoveItSession

_OCTOMAP = "<octomap>"  # MoveIt's own name of it
_BOX_PADDING = np.array([0.006, 0.006, 0.0])  # m: 3 mm on each side; nothing on top, grasps are low


class MoveItScene:
    """CollisionScene on a `PlanningScene`. Nothing else writes to it: no topic, no joint state."""

    def __init__(self, session: MoveItSession, robot: RobotDescription) -> None:
        self._session = session
        self._robot = robot
        self.handle = session.empty_scene()
        self._links = sorted(session.urdf.links)
        self._scene = SceneModel()
        self._held: HeldObject | None = None
        self._target_contact = False
        self._objects: list[str] = []
        self._opening = robot.gripper.max_width
        self._rebuild()

    def set_scene(self, scene: SceneModel) -> None:
        """Replace obstacles and target; a held object stays held."""
        self._scene = scene
        self._rebuild()

    def set_held(self, held: HeldObject | None, target: OrientedBox | None) -> None:
        """Hold something or nothing, and replace the target."""
        self._held = held
        self._scene = SceneModel(self._scene.boxes, self._scene.points, self._scene.resolution, target)
        self._rebuild()

    def set_opening(self, width: float) -> None:
        """Model the fingers `width` m apart."""
        self._opening = float(np.clip(width, 0.0, self._robot.gripper.max_width))
        state = copy.copy(self.handle.current_state)
        self._place_fingers(state)
        self._take(state)

    def set_target_contact(self, allowed: bool) -> None:
        """Let the fingers touch the target, or not."""
        self._target_contact = allowed
        self._allow()

    def state(self, joints: FloatArray) -> Any:
        """Return a RobotState of its own with the arm at joints (J,), the present opening and what is held."""
        state = copy.copy(self._state)
        state.set_joint_group_positions(self._group, self._session.in_group_order(joints))
        state.update()
        return state

    def collides(self, joints: FloatArray) -> bool:
        """Whether the arm at joints (J,) touches itself or anything that is to be kept clear of."""
        return bool(self.handle.is_state_colliding(robot_state=self._at(joints), joint_model_group_name=""))

    def blame(self, joints: FloatArray) -> tuple[str, ...]:
        """Name what the arm at joints (J,) collides with; empty where it is free."""
        if not self.collides(joints):
            return ()
        state = self._at(joints)
        found = [self._name(thing) for thing in (*self._objects, *([HELD] if self._held else []))
                 if self._touches(state, self._only(thing))]  # fmt: skip
        return tuple(found) or (ROBOT,)

    def tool_pose(self, joints: FloatArray) -> FloatArray:
        """Return `T_base_tool` (4, 4)."""
        return self.hand_pose(joints) @ self._robot.T_hand_tool

    def hand_pose(self, joints: FloatArray) -> FloatArray:
        """Return `T_base_hand` (4, 4)."""
        pose: FloatArray = self._T_base_model @ self._at(joints).get_global_link_transform(self._robot.hand_frame)
        return pose

    def hand_jacobian(self, joints: FloatArray) -> FloatArray:
        """Return the hand's Jacobian (6, J), linear rows first, in the hand frame."""
        state = self._at(joints)
        hand = self._robot.hand_frame
        jacobian = state.get_jacobian(self._group, hand, np.zeros(3), False)  # in the frame of the group's root
        R = (state.get_global_link_transform(hand)[:3, :3].T
             @ state.get_global_link_transform(self._session.group_root)[:3, :3])  # fmt: skip
        return self._session.columns(np.vstack([R @ jacobian[:3], R @ jacobian[3:]]))

    @property
    def _group(self) -> str:
        assert self._robot.moveit is not None
        return self._robot.moveit.arm_group

    def _at(self, joints: FloatArray) -> Any:
        """The one state that questions are asked of, at joints (J,)."""
        self._state.set_joint_group_positions(self._group, self._session.in_group_order(joints))
        self._state.update()
        return self._state

    def _rebuild(self) -> None:
        state = copy.copy(self.handle.current_state)
        state.clear_attached_bodies()
        state.set_to_default_values()
        state.set_joint_group_positions(self._group, self._session.in_group_order(self._robot.arm.home))
        self._place_fingers(state)
        self.handle.current_state = state
        self._fill_world()
        if self._held is not None:
            self.handle.process_attached_collision_object(self._attached(self._held))
        self._take(self.handle.current_state)
        self._allow()

    def _place_fingers(self, state: Any) -> None:
        gripper, known = self._robot.gripper, state.joint_positions
        fingers = zip(gripper.joints, gripper.opening.joint_positions(self._opening), strict=True)
        state.joint_positions = {name: float(value) for name, value in fingers if name in known}
        state.update()

    def _take(self, state: Any) -> None:
        """Answer from this state on."""
        self.handle.current_state = state
        self._state = copy.copy(state)
        self._T_base_model = np.linalg.inv(state.get_global_link_transform(self._robot.base_frame))

    def _fill_world(self) -> None:
        self.handle.remove_all_collision_objects()
        world, self._objects = PlanningSceneWorld(), []
        for box in self._scene.boxes:
            taken = box.name in (*self._objects, *self._links, TARGET, HELD, POINTS)
            name = f"{box.name}#{len(self._objects)}" if taken else box.name
            world.collision_objects.append(self._box(name, box.size + _BOX_PADDING, box.T_base_box))
            self._objects.append(name)
        if (target := self._scene.target) is not None:
            world.collision_objects.append(self._box(TARGET, target.size, target.T_base_box))
            self._objects.append(TARGET)
        world.octomap.header.frame_id = self._robot.base_frame
        if len(self._scene.points):
            octomap = world.octomap.octomap
            octomap.header.frame_id = self._robot.base_frame
            octomap.id, octomap.binary, octomap.resolution = "OcTree", True, self._scene.resolution
            nodes = np.frombuffer(octree_bytes(self._scene.points, self._scene.resolution), dtype=np.int8)
            octomap.data = nodes.tolist()
            self._objects.append(_OCTOMAP)
        self.handle.process_planning_scene_world(world)

    def _box(self, name: str, size: FloatArray, T: FloatArray) -> CollisionObject:
        found = CollisionObject(id=name, operation=CollisionObject.ADD)
        found.header.frame_id = self._robot.base_frame
        found.pose = pose_to_msg(T)
        found.primitives = [SolidPrimitive(type=SolidPrimitive.BOX, dimensions=[float(v) for v in size])]
        found.primitive_poses = [Pose()]
        return found

    def _attached(self, held: HeldObject) -> AttachedCollisionObject:
        thing = self._box(HELD, held.size, self._robot.T_hand_tool @ held.T_tool_box)
        thing.header.frame_id = self._robot.hand_frame
        return AttachedCollisionObject(link_name=self._robot.hand_frame, object=thing,
                                       touch_links=[*self._session.finger_links, self._robot.hand_frame])  # fmt: skip

    def _allow(self) -> None:
        """Write down what may touch: the robot's foot anything, the fingers the target where that is allowed."""
        allowed = self.handle.allowed_collision_matrix
        for thing in self._objects:
            for link in self._links:
                allowed.set_entry(thing, link, self._may_touch(thing, link))
            allowed.set_entry(thing, HELD, False)
        self.handle.allowed_collision_matrix = allowed

    def _may_touch(self, thing: str, link: str) -> bool:
        fingers = thing == TARGET and self._target_contact and link in self._session.finger_links
        return fingers or link in self._session.base_links

    def _only(self, thing: str) -> AllowedCollisionMatrix:
        """A matrix that allows everything but contact with `thing`."""
        matrix = AllowedCollisionMatrix([*self._links, *self._objects, HELD], True)
        touching: Iterable[str] = [link for link in self._links if not self._may_touch(thing, link)]
        if thing == HELD:
            touching = set(touching) - self._session.finger_links - {self._robot.hand_frame}
        elif self._held is not None:
            touching = [*touching, HELD]
        for link in touching:
            matrix.set_entry(thing, link, False)
        return matrix

    def _touches(self, state: Any, matrix: AllowedCollisionMatrix) -> bool:
        result = CollisionResult()
        self.handle.check_collision(CollisionRequest(), result, state, matrix)
        return bool(result.collision)

    @staticmethod
    def _name(thing: str) -> str:
        return POINTS if thing == _OCTOMAP else thing
