# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""The skills `travel` (along a lifted path), `place` and `reach`."""

from collections.abc import Callable, Sequence

import numpy as np

from vla_r1_ros.core.cancel import CancelToken
from vla_r1_ros.core.errors import ErrorCode, ExecutionError, PlanningError
from vla_r1_ros.core.types import FloatArray, JointTrajectory, OrientedBox, SceneModel
from vla_r1_ros.motion.executor import StageExecutor, StageNotes
from vla_r1_ros.motion.lines import simplified
from vla_r1_ros.motion.pick import FINGERS_MOVED, JAMMED, Held, hanging, raised
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


def _end(request: MotionRequest) -> tuple[FloatArray, float]:
    """Return where a path ends, (2,) m, and the height of the surface there, m."""
    assert request.path is not None
    x, y, z = (float(v) for v in request.path[-1])
    surface = request.goal_surface_z if request.goal_surface_z is not None else max(z, request.support_z)
    return np.array([x, y]), surface


def _of_tool(held: Held, points: FloatArray, T_base_tool: FloatArray) -> FloatArray:
    """Where the tool is when the middle of what is held is at the points (M, 3)."""
    return np.asarray(points - [*(held.middle(T_base_tool) - T_base_tool[:2, 3]), 0.0])


class PlaceSkill:
    """Moves the tool along lifted paths, with or without something held, and puts down what is held."""

    def __init__(self, executor: StageExecutor) -> None:
        self._x = executor

    def travel_with(self, held: Held, points: FloatArray, cancel: CancelToken) -> None:
        """Travel so that the middle of what is held follows the points (M, 3); see `travel`."""
        self.travel(_of_tool(held, points, self._x.tool_pose()), cancel)

    def plan_travel(self, held: Held, points: FloatArray, cancel: CancelToken) -> JointTrajectory:
        """Plan, before anything moves, what `travel_with` begins with: straight along the points (M, 3), or by free
        motion to their end where that is blocked."""
        return self.plan_reach(_of_tool(held, points, self._x.tool_pose()), cancel)

    def plan_rest(self, start: FloatArray, held: Held, request: MotionRequest, points: FloatArray, scene: SceneModel,
                  cancel: CancelToken, target: OrientedBox | None = None) -> list[JointTrajectory]:
        """Plan, to be shown, what follows from joints (J,) where something is held: along the points (M, 3), and down.
        What is blocked is left out: it is planned, and asked about, when it is its turn.

        Args:
            target: it is not held yet, and stands there.
        """
        x, T, shown = self._x, self._x.planner.tool_pose(start), list[JointTrajectory]()
        poses = poses_along(_of_tool(held, points, T), T)
        if target is not None:
            x.planner.attach(held.object)
        with x.stage(StageName.PLAN_PATH) as notes:
            try:
                if poses:
                    shown.append(x.plan_straight(start, poses, x.settings.tool_speed, cancel, notes))
                above = shown[-1].positions[-1] if shown else start
                shown.append(self._lowering(above, *self._release(request, held), held, scene, cancel, notes)[0])
            except PlanningError as error:
                if error.code in _END_CODES:
                    raise
            finally:
                if target is not None:
                    x.planner.detach(target)
                elif held.by_wall:
                    x.planner.attach(hanging(held.object, x.settings.wall_sag))
                x.planner.set_scene(scene)
                x.planner.allow_target_contact(False)
        return shown

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
        self.lower(*self._release(request, held), held, scene, cancel)
        self.release(held, cancel, drop)
        self.retreat(scene, cancel)

    def _release(self, request: MotionRequest, held: Held) -> tuple[FloatArray, tuple[float, ...]]:
        """Where what is held is let go, (2,) m, and the tool heights (m) to try there."""
        end, surface = _end(request)
        rim = None if held.by_wall else request.rim_z  # a vessel is not let go over a rim: it goes in whole or not
        return end, release_heights(held.tool_above_bottom, surface, rim, self._x.settings.release_clearance)

    def check_room(self, box: OrientedBox, request: MotionRequest, scene: SceneModel) -> None:
        """Accept a box (its yaw as now) at the end of the path where nothing was measured that it would stand in.

        Raises:
            PlanningError: PLAN_GOAL_IN_COLLISION with the sizes.
        """
        with self._x.stage(StageName.PLAN_PATH):
            end, surface = _end(request)
            low = surface + self._x.settings.release_clearance
            local = (scene.points - [*end, 0.0]) @ box.T_base_box[:3, :3]
            inside = (np.abs(local[:, :2]) <= box.size[:2] / 2 + _CLEAR_AROUND_HELD).all(axis=1)
            inside &= (scene.points[:, 2] > low) & (scene.points[:, 2] < low + box.size[2])
            if inside.any():
                over = float(scene.points[inside, 2].max()) - surface
                raise PlanningError(
                    ErrorCode.PLAN_GOAL_IN_COLLISION,
                    f"what is {box.size[0] * 1e3:.0f} x {box.size[1] * 1e3:.0f} mm wide does not fit at "
                    f"{np.round(end, 3).tolist()}: things there are up to {over * 1e3:.0f} mm higher than the surface",
                    "make room, or choose a wider place",
                )

    def lower(
        self, centre: FloatArray, heights: Sequence[float], held: Held, scene: SceneModel, cancel: CancelToken
    ) -> None:
        """Lower what is held straight, its middle at `centre` (x, y), with the tool at the first of `heights` (m) that
        can be reached without contact."""
        x = self._x
        with x.stage(StageName.LOWER) as notes:
            trajectory, height = self._lowering(x.arm.joints(), centre, heights, held, scene, cancel, notes)
            notes.values["tool_z_m"] = f"{height:.4f}"
            x.execute(trajectory, cancel)

    def _lowering(self, start: FloatArray, centre: FloatArray, heights: Sequence[float], held: Held, scene: SceneModel,
                  cancel: CancelToken, notes: StageNotes) -> tuple[JointTrajectory, float]:
        """Plan what :meth:`lower` does from joints (J,), in a scene that it leaves behind; with the height (m)."""
        x, points = self._x, scene.points
        if held.by_wall:
            x.planner.attach(held.object)  # what hangs is turned level by the surface that it comes down on
        else:
            footprint = float(np.hypot(*held.object.size[:2])) / 2 + _CLEAR_AROUND_HELD
            points = without_cylinder(points, centre, footprint)
        x.planner.set_scene(SceneModel(scene.boxes, points, scene.resolution, None))
        T, first = x.planner.tool_pose(start), None
        tool = T[:2, 3] + centre - held.middle(T)
        for height in heights:
            goal = np.array(T)
            goal[:3, 3] = (*tool, min(height, T[2, 3]))
            above = np.array(goal)
            above[2, 3] = T[2, 3]
            poses = [p for p in (above, goal) if np.linalg.norm(p[:3, 3] - T[:3, 3]) > 1e-3]
            try:
                return x.plan_straight(start, poses, x.settings.approach_speed, cancel, notes), height
            except PlanningError as error:
                if error.code in _END_CODES:
                    raise
                first = first or error
        assert first is not None
        raise first

    def release(self, held: Held, cancel: CancelToken, drop: Callable[[], None]) -> None:
        """Open the fingers a little wider than what is held; then call `drop`.

        Raises:
            ExecutionError: GRIPPER_FAILED where they did not open; then it is still held.
        """
        with self._x.stage(StageName.RELEASE):
            before = self._x.arm.gripper_width()
            wanted = min(held.width + self._x.settings.release_opening, self._x.robot.gripper.max_width)
            state = self._x.gripper(wanted, cancel)
            if not state.width - before >= min(FINGERS_MOVED, (wanted - before) / 2):  # wide things leave little way
                raise ExecutionError(
                    ErrorCode.GRIPPER_FAILED,
                    f"the fingers did not open: they stand at {state.width * 1e3:.1f} mm, the object is still held",
                    JAMMED,
                )
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
        """Plan, before anything moves, what `travel` begins with: straight along tool points (M, 3), or by free motion
        to their end where that is blocked; the end must be reachable."""
        with self._x.stage(StageName.PLAN_PATH) as notes:
            T, start = self._x.tool_pose(), self._x.arm.joints()
            try:
                if poses := poses_along(points, T):
                    return self._x.plan_straight(start, poses, self._x.settings.tool_speed, cancel, notes)
            except PlanningError as error:
                if error.code in _END_CODES:
                    raise
            T[:3, 3] = points[-1]
            return self._x.plan_free(start, T, cancel, notes)

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
