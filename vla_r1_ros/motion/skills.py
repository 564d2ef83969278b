# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""From a measured request to a done motion: pick, carry, place, reach, on any planner and any arm."""

import time
from collections.abc import Callable

import numpy as np

from vla_r1_ros.core.cancel import CancelToken
from vla_r1_ros.core.errors import ErrorCode, ExecutionError, InputError, SafetyError, VlaError
from vla_r1_ros.core.robot import RobotDescription
from vla_r1_ros.core.types import FloatArray, JointTrajectory, OrientedBox, SceneModel, StepKind, Target
from vla_r1_ros.motion.executor import Gate, StageExecutor
from vla_r1_ros.motion.lines import travel_part
from vla_r1_ros.motion.pick import Held, PickSkill
from vla_r1_ros.motion.place import PlaceSkill
from vla_r1_ros.motion.protocols import Arm, Planner
from vla_r1_ros.motion.stages import MotionOutcome, MotionRequest, SkillSettings, Stage, StageName
from vla_r1_ros.motion.tabletop import planning_scene, without_cylinder
from vla_r1_ros.motion.timing import concatenated

__all__ = ["MotionOutcome", "MotionRequest", "SkillRunner", "SkillSettings", "Stage", "StageName"]

_NO_MORE_MOTION = (
    ErrorCode.PLAN_CANCELLED,
    ErrorCode.EXEC_CANCELLED,
    ErrorCode.EXEC_NO_CONTROLLER,
    ErrorCode.EXEC_NO_MOTION,
)

_FULLY_OPEN = 0.002  # m below the widest opening: such fingers hold nothing
_SLIPPED = 0.008  # m of change of the opening since the grasp: what was held is not there any more
_SEEN_AROUND_HELD = 0.02  # m
_BARELY_LIFTED = 0.02  # m: up to here what is held is let go where it is


class SkillRunner:
    """Carries out motion requests, one at a time. Not thread-safe; `cancel` tokens may be set from any thread.

    Args:
        gate: called with every trajectory right before it is executed; raises SafetyError to refuse it.
        on_stage: told of each stage when it ends.
        approve: called once a request, before the first motion, with what is planned so far; raises SafetyError to
            refuse; None where no approval is wanted.
    """

    def __init__(
        self,
        robot: RobotDescription,
        planner: Planner,
        arm: Arm,
        settings: SkillSettings,
        *,
        gate: Gate,
        on_stage: Callable[[Stage], None],
        approve: Callable[[JointTrajectory], None] | None = None,
    ) -> None:
        self._robot = robot
        self._planner = planner
        self._arm = arm
        self._settings = settings
        self._x = StageExecutor(robot, planner, arm, settings, gate, on_stage, approve)
        self._pick = PickSkill(self._x)
        self._place = PlaceSkill(self._x)

    @property
    def holding(self) -> bool:
        """Whether something was grasped, was not put down, and is still between the fingers."""
        held = self._pick.held
        if held is not None:
            width = self._arm.gripper_width()
            open_wide = width > self._robot.gripper.max_width - _FULLY_OPEN
            if abs(width - held.width) > _SLIPPED or open_wide or not self._pick.still_between(held):
                self._pick.drop()
        return self._pick.held is not None

    def run(self, request: MotionRequest, cancel: CancelToken) -> MotionOutcome:
        """Carry out a request; returns with the arm at rest, or raises with the arm at rest.

        After a failure, unless it was a cancel, the safety gate, or fingers that do not let go: what is held is put
        back where it was taken, the arm retreats and goes home (`home_after_failure`).

        Raises:
            InputError: INPUT_PARAMETER for a request that lacks what its kind needs.
            PlanningError, ExecutionError, SafetyError: see ErrorCode; the first thing that went wrong, or, where the
                motions after it went wrong too, EXEC_NOT_CLEAR or what the safety gate refused them for.
        """
        begin = time.monotonic()
        self._x.stages = []
        self._x.approved.forget()
        if not self.holding:
            self._planner.detach(None)
        self._planner.set_opening(self._arm.gripper_width())
        scene = self._without_held(planning_scene(request.scene, request.support_z))
        self._planner.set_scene(scene)
        self._planner.allow_target_contact(False)
        try:
            self._dispatch(request, scene, cancel)
        except VlaError as error:
            self._recover(error, scene, cancel)
            raise
        return MotionOutcome(
            request.kind, tuple(self._x.stages), self.holding, self._x.tool_pose(), time.monotonic() - begin
        )

    def go_home(self, cancel: CancelToken) -> None:
        """Move home by free motion in the scene of the last request; what is held stays held."""
        with self._x.stage(StageName.HOME) as notes:
            self._x.home(cancel, notes)

    def _without_held(self, scene: SceneModel) -> SceneModel:
        """Drop what the camera saw of a held object: it moves with the tool."""
        held = self._pick.held if self.holding else None
        if held is None:
            return scene
        radius = float(np.hypot(*held.object.size[:2])) / 2 + _SEEN_AROUND_HELD
        points = without_cylinder(scene.points, held.middle(self._x.tool_pose()), radius)
        return SceneModel(scene.boxes, points, scene.resolution, scene.target)

    def _dispatch(self, request: MotionRequest, scene: SceneModel, cancel: CancelToken) -> None:
        if request.kind is StepKind.PICK:
            self._do_pick(_target(request), self._lift_z(request), scene, cancel)
            self._home_if(self._settings.home_after_pick, cancel)
        elif request.kind is StepKind.CARRY:
            target, points = _target(request), travel_part(_path(request))
            if any(grasp.opening is not None for grasp in target.grasps):
                self._place.check_room(target.box, request, scene)
            self._do_pick(target, float(points[0, 2]), scene, cancel, request)
            self._do_place(request, points[1:], scene, cancel)
        elif request.kind is StepKind.PLACE:
            if not self.holding:
                raise InputError(ErrorCode.INPUT_PARAMETER, "asked to place, but nothing is held", "pick first")
            points, held = travel_part(_path(request)), self._pick.held
            if held is not None and held.by_wall:
                T = self._x.tool_pose() @ held.object.T_tool_box
                self._place.check_room(OrientedBox(T, held.object.size), request, scene)
            if held is not None and self._x.approved.wanted:
                rest = self._place.plan_rest(self._x.arm.joints(), held, request, points[1:], scene, cancel)
                way = concatenated(rest) if rest else self._place.plan_travel(held, points[1:], cancel)
                self._x.approved.ask(way)
            self._do_place(request, points[1:], scene, cancel)
        else:
            self._do_reach(request, cancel)

    def _do_pick(self, target: Target, lift_z: float, scene: SceneModel, cancel: CancelToken,
                 carry: MotionRequest | None = None) -> None:
        if self.holding:
            raise ExecutionError(ErrorCode.EXEC_REJECTED, "the gripper already holds something", "place it first")
        plan = self._pick.plan(target, lift_z, cancel)
        if self._x.approved.wanted:
            rest: list[JointTrajectory] = []
            if carry is not None:
                points, held = travel_part(_path(carry))[1:], self._pick.expected(plan, target)
                lifted = plan.lift.positions[-1]
                rest = self._place.plan_rest(lifted, held, carry, points, scene, cancel, target.box)
            self._x.approved.ask(concatenated([plan.to_pre_grasp, plan.approach, plan.lift, *rest]))
        self._pick.run(plan, target, cancel)

    def _do_place(
        self, request: MotionRequest, points: FloatArray, scene: SceneModel, cancel: CancelToken
    ) -> None:
        held = self._pick.held
        assert held is not None
        self._place.travel_with(held, points, cancel)
        self._pick.verify_held(held)
        self._place.place(request, held, scene, cancel, self._pick.drop)
        self._home_if(self._settings.home_after_place, cancel)

    def _do_reach(self, request: MotionRequest, cancel: CancelToken) -> None:
        path = _path(request)
        end = path[-1].copy()
        top = end[2] if request.rim_z is None else max(end[2], request.rim_z)
        end[2] = top + self._settings.reach_clearance
        points = np.vstack([travel_part(path)[1:], end])
        self._x.approved.ask(self._place.plan_reach(points, cancel))  # planned in any case: its end must be reachable
        self._place.travel(points, cancel)
        self._home_if(self._settings.home_after_reach, cancel)

    def _home_if(self, wanted: bool, cancel: CancelToken) -> None:
        """Go home after what was asked is done; one who does not want that leaves the arm where it is."""
        try:
            if wanted:
                self.go_home(cancel)
        except SafetyError as error:
            if error.code is not ErrorCode.SAFETY_NOT_APPROVED:
                raise

    def _lift_z(self, request: MotionRequest) -> float:
        height = self._settings.carry_height
        return request.support_z + (self._robot.carry_height if height is None else height)

    def _recover(self, error: VlaError, scene: SceneModel, cancel: CancelToken) -> None:
        """Leave the arm clear of the table where that is safe.

        Where planning alone failed, the first error is the one to raise: another look may show a way. An arm that
        did not get there and does not get clear either stands where a camera sees little else: a person has to see.
        """
        if error.code in _NO_MORE_MOTION or isinstance(error, SafetyError | InputError) or cancel.cancelled:
            return
        if error.code == ErrorCode.GRIPPER_FAILED and self._pick.held is not None:
            return  # it cannot be put back either
        moved = any(stage.name not in (StageName.PLAN_GRASP, StageName.PLAN_PATH) for stage in self._x.stages)
        if not moved:
            return
        try:
            self._clear_away(scene, cancel)
        except VlaError as second:
            not_wanted = (ErrorCode.EXEC_CANCELLED, ErrorCode.PLAN_CANCELLED, ErrorCode.SAFETY_NOT_APPROVED)
            if second.code in not_wanted or cancel.cancelled:
                return
            if isinstance(second, SafetyError):
                raise  # the gate's word is the one that a person has to hear
            if not any(isinstance(one, ExecutionError) for one in (error, second)):
                return  # reported by its stage; another look may show a way
            raise ExecutionError(
                ErrorCode.EXEC_NOT_CLEAR,
                f"{error.code.name}: {error.message}; moving clear failed too, {second.code.name}: {second.message}",
                "see what holds the arm and move it clear by hand, then say it again",
            ) from error

    def _clear_away(self, scene: SceneModel, cancel: CancelToken) -> None:
        held, last = self._pick.held, self._x.stages[-1].name
        if held is not None and self._x.tool_pose()[2, 3] - held.T_base_grasp[2, 3] > _BARELY_LIFTED:
            self._put_back(held, scene, cancel)
        elif held is not None or last in (StageName.APPROACH, StageName.CLOSE, StageName.VERIFY_HELD):
            self._pick.drop()
            self._x.gripper(self._pick.opening, cancel)
            self._place.retreat(scene, cancel)
        elif last is StageName.RETREAT:
            self._place.retreat(scene, cancel)
        if self._settings.home_after_failure:
            self.go_home(cancel)

    def _put_back(self, held: Held, scene: SceneModel, cancel: CancelToken) -> None:
        """Return what is held to where it was grasped."""
        with self._x.stage(StageName.PUT_BACK) as notes:
            above = np.array(held.T_base_grasp)
            above[2, 3] = max(self._x.tool_pose()[2, 3], above[2, 3])
            self._x.free(above, cancel, notes)
        z = held.support_z + held.tool_above_bottom + self._settings.release_clearance / 2
        self._place.lower(held.middle(held.T_base_grasp), (z, z + 0.02), held, scene, cancel)
        self._place.release(held, cancel, self._pick.drop)
        self._place.retreat(scene, cancel)


def _target(request: MotionRequest) -> Target:
    if request.target is None:
        raise InputError(ErrorCode.INPUT_PARAMETER, f"a {request.kind} needs a measured target", "look again")
    return request.target


def _path(request: MotionRequest) -> FloatArray:
    least = 3 if request.kind is StepKind.CARRY else 2
    path = np.zeros((0, 3)) if request.path is None else np.asarray(request.path, dtype=np.float64)
    if path.ndim != 2 or path.shape[0] < least or path.shape[1:] != (3,) or not np.isfinite(path).all():
        raise InputError(
            ErrorCode.INPUT_PARAMETER,
            f"a {request.kind} needs a path of at least {least} points in 3D, got shape {path.shape}",
            "look again",
        )
    return path

