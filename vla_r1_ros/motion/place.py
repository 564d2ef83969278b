# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""The skills `travel` (along a lifted path), `place` and `reach`."""

from collections.abc import Callable, Sequence

import numpy as np

from vla_r1_ros.core.cancel import CancelToken
from vla_r1_ros.core.errors import ErrorCode, PlanningError
from vla_r1_ros.core.types import FloatArray, JointTrajectory, SceneModel
from vla_r1_ros.motion.executor import StageExecutor, StageNotes
from vla_r1_ros.motion.lines import simplified
from vla_r1_ros.motion.pick import Held, raised
from vla_r1_ros.motion.stages import MotionRequest, StageName
from vla_r1_ros.motion.tabletop import without_cylinder

_MIN_SEGMENT = 0.005  # m between waypoints
_CLEAR_AROUND_HELD = 0.012  # m beyond a held object's footprint in which the container's own points are no obstacle
_HAND_RADIUS = 0.12  # m around the tool's axis
_OVER_RIM = 0.01  # m
_END_CODES = (ErrorCode.PLAN_CANCELLED, ErrorCode.PLAN_INVALID)


def poses_along(points: FloatArray, T_base_tool: FloatArray) -> list[FloatArray]:
    """Return tool poses (4, 4) at points (M, 3) with the orientation of `T_base_tool`, near-equal points merged."""
    poses: list[FloatArray] = []
    last = T_base_tool[:3, 3]
    for point in simplified(np.vstack([last, points]))[1:]:
        if np.linalg.norm(point - last) < _MIN_SEGMENT:
            continue
        T = np.array(T_base_tool, dtype=np.float64)
        T[:3, 3] = last = point
        poses.append(T)
    return poses


def release_heights(
    held_above: float, surface_z: float, rim_z: float | None, clearance: float
) -> tuple[float, ...]:
    """Return tool heights (m, base frame) to release at, lowest first, for a tool `held_above` m above the bottom.

    Near the surface a thing lands where it is let go; at or over the rim it still falls inside.
    """
    lowest = surface_z + held_above + clearance
    heights = [lowest, lowest + 0.015]
    if rim_z is not None:
        heights += [max(lowest, rim_z + held_above - 0.01), max(lowest, rim_z + held_above + _OVER_RIM)]
    else:
        heights.append(lowest + 0.03)
    return tuple(dict.fromkeys(sorted(heights)))


class PlaceSkill:
    """Moves the tool along lifted paths, with or without something held, and puts down what is held."""

    def __init__(self, executor: StageExecutor) -> None:
        self._x = executor

    def travel(self, points: FloatArray, cancel: CancelToken) -> None:
        """Move the tool straight from point to point (M, 3); a blocked stretch is gone around by free motion.

        Raises:
            PlanningError: when a point can be reached neither way. SafetyError, ExecutionError from gate and arm.
        """
        with self._x.stage(StageName.TRAVEL) as notes:
            poses = poses_along(points, self._x.tool_pose())
            if not poses:
                return
            try:
                whole = self._x.plan_straight(
                    self._x.arm.joints(), poses, self._x.settings.tool_speed, cancel, notes
                )
            except PlanningError as error:
                if error.code in _END_CODES:
                    raise
            else:
                self._x.execute(whole, cancel)
                return
            self._travel_in_parts(poses, cancel, notes)

    def place(
        self, request: MotionRequest, held: Held, scene: SceneModel, cancel: CancelToken, drop: Callable[[], None]
    ) -> None:
        """Lower what is held at the end of the path, let go, and retreat straight up; `drop` is called on release."""
        assert request.path is not None
        end = np.asarray(request.path[-1], dtype=np.float64)
        surface = request.goal_surface_z if request.goal_surface_z is not None else max(end[2], request.support_z)
        heights = release_heights(held.tool_above_bottom, surface, request.rim_z, self._x.settings.release_clearance)
        self.lower(end[:2], heights, held, scene, cancel)
        self.release(held, cancel, drop)
        self.retreat(scene, cancel)

    def lower(
        self, centre: FloatArray, heights: Sequence[float], held: Held, scene: SceneModel, cancel: CancelToken
    ) -> None:
        """Lower the tool straight at `centre` (x, y) to the first of `heights` that can be reached without contact."""
        x = self._x
        with x.stage(StageName.LOWER) as notes:
            size = held.object.size
            footprint = float(np.hypot(size[0], size[1])) / 2 + _CLEAR_AROUND_HELD
            clear = without_cylinder(scene.points, centre, footprint)
            x.planner.set_scene(SceneModel(scene.boxes, clear, scene.resolution, None))
            T, first = x.tool_pose(), None
            for height in heights:
                goal = np.array(T)
                goal[:3, 3] = (*centre[:2], min(height, T[2, 3]))
                above = np.array(goal)
                above[2, 3] = T[2, 3]
                poses = [p for p in (above, goal) if np.linalg.norm(p[:3, 3] - T[:3, 3]) > 1e-3]
                try:
                    trajectory = x.plan_straight(x.arm.joints(), poses, x.settings.approach_speed, cancel, notes)
                except PlanningError as error:
                    if error.code in _END_CODES:
                        raise
                    first = first or error
                    continue
                notes.values["tool_z_m"] = f"{height:.4f}"
                x.execute(trajectory, cancel)
                return
            assert first is not None
            raise first

    def release(self, held: Held, cancel: CancelToken, drop: Callable[[], None]) -> None:
        """Open the fingers a little wider than what is held; then call `drop`."""
        with self._x.stage(StageName.RELEASE):
            self._x.gripper(held.width + self._x.settings.release_opening, cancel)
            drop()

    def retreat(self, scene: SceneModel, cancel: CancelToken) -> None:
        """Move straight up, out of what the fingers are between; what stands around the hand does not hold it back."""
        with self._x.stage(StageName.RETREAT) as notes:
            s, T = self._x.settings, self._x.tool_pose()
            around = without_cylinder(scene.points, T[:2, 3], _HAND_RADIUS)
            self._x.planner.set_scene(SceneModel(scene.boxes, around, scene.resolution, None))
            try:
                self._x.straight([raised(T, s.retreat_distance)], s.tool_speed, cancel, notes)
            finally:
                self._x.planner.set_scene(SceneModel(scene.boxes, scene.points, scene.resolution, None))

    def plan_reach(self, points: FloatArray, cancel: CancelToken) -> JointTrajectory:
        """Plan, before anything moves, straight to the end of a reach by free motion: it must be reachable."""
        with self._x.stage(StageName.PLAN_PATH) as notes:
            T = self._x.tool_pose()
            T[:3, 3] = points[-1]
            return self._x.plan_free(self._x.arm.joints(), T, cancel, notes)

    def _travel_in_parts(self, poses: Sequence[FloatArray], cancel: CancelToken, notes: StageNotes) -> None:
        free = 0
        for index, T in enumerate(poses):
            part: JointTrajectory | None
            try:
                part = self._x.plan_straight(self._x.arm.joints(), [T], self._x.settings.tool_speed, cancel, notes)
            except PlanningError as error:
                if error.code in _END_CODES:
                    raise
                part = self._around(T, index == len(poses) - 1, cancel, notes)
                if part is None:
                    continue  # a waypoint on the way may be left out
                free += 1
            self._x.execute(part, cancel)
        notes.values["free_parts"] = str(free)

    def _around(
        self, T: FloatArray, last: bool, cancel: CancelToken, notes: StageNotes
    ) -> JointTrajectory | None:
        try:
            return self._x.plan_free(self._x.arm.joints(), T, cancel, notes)
        except PlanningError as error:
            if last or error.code in _END_CODES or error.code == ErrorCode.PLAN_START_IN_COLLISION:
                raise
            return None
