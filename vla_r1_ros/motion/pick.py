# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""The skill `pick`: choose a grasp that can be reached and left again, close, verify, lift."""

from dataclasses import dataclass, replace
from itertools import product

import numpy as np

from vla_r1_ros.core.cancel import CancelToken
from vla_r1_ros.core.errors import ErrorCode, ExecutionError, PlanningError
from vla_r1_ros.core.types import FloatArray, Grasp, JointTrajectory, Target
from vla_r1_ros.motion.executor import StageExecutor, StageNotes
from vla_r1_ros.motion.protocols import HeldObject
from vla_r1_ros.motion.stages import StageName

_BOTTOM_TRIM = 0.006  # m left off a held object's bottom, so that its support is no collision at the start of the lift
_LOWER_LIFTS = (1.0, 0.6, 0.35)  # shares of the wanted lift that are tried
_WIDER = 0.010  # m: fingers that stopped this much wider than measured, and did not move, stopped at no object
_GRASP_SHARE = 0.3  # of the stage's planning time, at most, for the way to one grasp
FINGERS_MOVED = 0.002  # m
JAMMED = "look at the gripper: is it jammed, switched off, or in a fault of its own?"
_END_CODES = (ErrorCode.PLAN_CANCELLED, ErrorCode.PLAN_INVALID)


@dataclass(frozen=True)
class Held:
    """What was grasped: as the planner sees it, opening (m), and the tool's height above its bottom (m).

    A vessel may be held `by_wall`: then its middle is far beside the tool.
    """

    object: HeldObject
    width: float
    tool_above_bottom: float
    T_base_grasp: FloatArray
    support_z: float
    by_wall: bool = False

    def middle(self, T_base_tool: FloatArray) -> FloatArray:
        """Return where its middle is over the support, (2,) m, with the tool at a pose (4, 4)."""
        return np.asarray((T_base_tool @ self.object.T_tool_box)[:2, 3])


@dataclass(frozen=True)
class GraspPlan:
    """A grasp with its whole motion: to the pre-grasp pose, straight down, and the lift that will follow."""

    T_base_grasp: FloatArray
    width: float
    opening: float
    by_wall: bool
    to_pre_grasp: JointTrajectory
    approach: JointTrajectory
    lift: JointTrajectory


def raised(T: FloatArray, height: float) -> FloatArray:
    """Return a pose (4, 4) moved up by `height` m in the base frame."""
    up = np.array(T, dtype=np.float64)
    up[2, 3] += height
    return up


def hanging(held: HeldObject, sag: float) -> HeldObject:
    """Return the box, turned as before, that holds `held` however far up to `sag` rad its far side hangs down."""
    T, half = held.T_tool_box, held.size / 2
    corners = np.array(list(product(*zip(-half, half, strict=True)))) @ T[:3, :3].T + T[:3, 3]
    turned = []
    for angle in np.linspace(0.0, sag, 5):
        c, s = np.cos(angle), np.sin(angle) * np.sign(T[1, 3])  # about the tool's x, which lies along the wall
        turned.append(corners @ np.array([[1.0, 0.0, 0.0], [0.0, c, s], [0.0, -s, c]]))
    local = (np.concatenate(turned) - T[:3, 3]) @ T[:3, :3]
    low, high = local.min(axis=0), local.max(axis=0)
    grown = np.array(T)
    grown[:3, 3] += T[:3, :3] @ (low + high) / 2
    return HeldObject(grown, high - low)


def grasps_above(target: Target, min_tool_z: float) -> list[Grasp]:
    """Return the ranked grasps, none lower than `min_tool_z` m."""
    return [
        replace(grasp, T_base_tool=raised(grasp.T_base_tool, max(0.0, min_tool_z - grasp.T_base_tool[2, 3])))
        for grasp in target.grasps
    ]


class PickSkill:
    """Picks a measured target. One call, one attempt: it raises what went wrong and leaves the arm at rest.

    `held` is what is between the fingers since the last close; whoever puts it down sets it to None. `opening` (m) is
    how far the fingers were open on the last way in: as far they may be on the way out.
    """

    def __init__(self, executor: StageExecutor) -> None:
        self._x = executor
        self.held: Held | None = None
        self.opening = executor.robot.gripper.max_width

    def plan(self, target: Target, lift_z: float, cancel: CancelToken) -> GraspPlan:
        """Return the best grasp whose pre-grasp, approach and lift can all be planned.

        Raises:
            PlanningError: PLAN_CANCELLED, PLAN_TIMEOUT, or the error of the best-ranked grasp where none works.
        """
        with self._x.stage(StageName.PLAN_GRASP) as notes:
            start, first = self._x.arm.joints(), None
            for index, grasp, opening in self._choices(target):
                if cancel.cancelled:
                    raise PlanningError(ErrorCode.PLAN_CANCELLED, "cancelled while planning the grasp")
                try:
                    plan = self._plan_one(start, grasp, opening, target, lift_z, cancel, notes)
                except PlanningError as error:
                    if error.code in _END_CODES or error.code == ErrorCode.PLAN_START_IN_COLLISION:
                        raise
                    if first is not None and notes.planning_s >= self._x.settings.planning_deadline_s:
                        raise first from error
                    first = first or error
                    continue
                notes.values.update(grasp=str(index), width_mm=f"{grasp.width * 1e3:.1f}")
                return plan
            raise first or PlanningError(ErrorCode.PLAN_NO_IK, "the target has no grasps", "look again")

    def run(self, plan: GraspPlan, target: Target, cancel: CancelToken) -> None:
        """Carry out a planned grasp up to the verified lift; then `held` is set, and attached in the planner.

        Raises:
            ExecutionError: GRASP_MISSED, GRASP_LOST or GRIPPER_FAILED with widths; what the arm raises.
        """
        x = self._x
        with x.stage(StageName.OPEN):
            self.opening = plan.opening
            self._open(plan, cancel)
        with x.stage(StageName.PRE_GRASP):
            x.execute(plan.to_pre_grasp, cancel)
        with x.stage(StageName.APPROACH) as notes:
            x.planner.allow_target_contact(True)
            x.straight([plan.T_base_grasp], x.settings.approach_speed, cancel, notes)
        with x.stage(StageName.CLOSE) as notes:
            held = self._close(plan, target, cancel, notes)
        self.held = held
        x.planner.attach(held.object)
        with x.stage(StageName.LIFT) as notes:
            self._lift(plan, cancel, notes)
        if held.by_wall:
            x.planner.attach(hanging(held.object, x.settings.wall_sag))
        self.verify_held(held)

    def expected(self, plan: GraspPlan, target: Target) -> Held:
        """Return what will be held if the fingers close as planned."""
        T = plan.T_base_grasp
        above = float(T[2, 3]) - target.support_z
        return Held(_held_object(T, T, target), plan.width, above, T, target.support_z, plan.by_wall)

    def verify_held(self, held: Held) -> None:
        """Raise ExecutionError GRASP_LOST, and hold nothing, where the fingers have closed further than before."""
        with self._x.stage(StageName.VERIFY_HELD) as notes:
            try:
                self._check_width(held, notes)
            except ExecutionError:
                self.drop()
                raise

    def still_between(self, held: Held) -> bool:
        """Whether the fingers are as far apart as what is held keeps them."""
        return self._x.arm.gripper_width() >= self._least_width(held)

    def drop(self) -> None:
        """Hold nothing any more."""
        self.held = None
        self._x.planner.detach(None)

    def _check_width(self, held: Held, notes: StageNotes) -> None:
        width = self._x.arm.gripper_width()
        notes.values["width_mm"] = f"{width * 1e3:.1f}"
        if not width >= self._least_width(held):
            raise ExecutionError(
                ErrorCode.GRASP_LOST,
                f"the object was lost: the fingers are {width * 1e3:.1f} mm apart, they held {held.width * 1e3:.1f} mm",
                "look again and grasp anew",
            )

    def _least_width(self, held: Held) -> float:
        return max(self._x.settings.min_width, held.width * self._x.settings.lost_width_share)

    def _choices(self, target: Target) -> list[tuple[int, Grasp, float]]:
        """Return (rank, grasp, opening m) to try: fully open first, it forgives most; then narrow, for neighbours."""
        grasps = grasps_above(target, target.support_z + self._x.settings.min_tool_height)
        most = self._x.robot.gripper.max_width
        narrow = min(most, max((g.width for g in grasps), default=most) + 0.02)
        by_wall = [(i, g, min(most, g.opening)) for i, g in enumerate(grasps) if g.opening is not None]
        whole = [(i, g) for i, g in enumerate(grasps) if g.opening is None]
        return [(i, g, opening) for opening in (most, narrow) for i, g in whole] + by_wall

    def _plan_one(
        self,
        start: FloatArray,
        grasp: Grasp,
        opening: float,
        target: Target,
        lift_z: float,
        cancel: CancelToken,
        notes: StageNotes,
    ) -> GraspPlan:
        x, s = self._x, self._x.settings
        T = grasp.T_base_tool
        x.planner.set_opening(opening)
        x.planner.allow_target_contact(False)
        to_pre = x.plan_free(start, raised(T, s.approach_distance), cancel, notes, _GRASP_SHARE)
        x.planner.allow_target_contact(True)
        by_wall = grasp.opening is not None
        try:
            pre = to_pre.positions[-1]
            approach = x.plan_straight(pre, [T], s.approach_speed, cancel, notes)
            if by_wall:  # a vessel swings far beside the hand: only a way that it has room on will do
                x.planner.attach(_held_object(T, T, target))
            lift = self._plan_lift(approach.positions[-1], T, lift_z, cancel, notes)
        finally:
            x.planner.allow_target_contact(False)
            if by_wall:
                x.planner.detach(target.box)
        return GraspPlan(T, grasp.width, opening, by_wall, to_pre, approach, lift)

    def _plan_lift(
        self, start: FloatArray, T: FloatArray, lift_z: float, cancel: CancelToken, notes: StageNotes
    ) -> JointTrajectory:
        """Plan straight up as far as it goes: at the edge of the reach, less than wanted is still a lift."""
        speed = min(self._x.settings.tool_speed, 2 * self._x.settings.approach_speed)
        last: PlanningError | None = None
        for share in _LOWER_LIFTS:
            try:
                return self._x.plan_straight(start, [raised(T, share * (lift_z - T[2, 3]))], speed, cancel, notes)
            except PlanningError as error:
                if error.code in _END_CODES:
                    raise
                last = error
        assert last is not None
        raise last

    def _lift(self, plan: GraspPlan, cancel: CancelToken, notes: StageNotes) -> None:
        joints = self._x.arm.joints()
        wanted = self._x.planner.tool_pose(plan.lift.positions[-1])[2, 3]
        T = self._x.planner.tool_pose(joints)
        self._x.execute(self._plan_lift(joints, T, wanted, cancel, notes), cancel)

    def _open(self, plan: GraspPlan, cancel: CancelToken) -> None:
        state = self._x.gripper(plan.opening, cancel)
        if not state.width >= min(plan.width + FINGERS_MOVED, plan.opening - FINGERS_MOVED):
            raise ExecutionError(
                ErrorCode.GRIPPER_FAILED,
                f"the fingers opened to {state.width * 1e3:.1f} mm, {plan.opening * 1e3:.1f} mm were asked for and the "
                f"object measured {plan.width * 1e3:.1f} mm",
                JAMMED,
            )

    def _close(self, plan: GraspPlan, target: Target, cancel: CancelToken, notes: StageNotes) -> Held:
        s, before = self._x.settings, self._x.arm.gripper_width()
        state = self._x.gripper(0.0, cancel)
        notes.values.update(width_mm=f"{state.width * 1e3:.1f}", expected_mm=f"{plan.width * 1e3:.1f}")
        if before - state.width < FINGERS_MOVED and state.width > plan.width + _WIDER:
            raise ExecutionError(
                ErrorCode.GRIPPER_FAILED,
                f"the fingers did not close: they stand at {state.width * 1e3:.1f} mm as before, the object measured "
                f"{plan.width * 1e3:.1f} mm",
                JAMMED,
            )
        least = max(s.min_width, s.min_width_share * plan.width)
        if not state.width >= least:
            raise ExecutionError(
                ErrorCode.GRASP_MISSED,
                f"nothing between the fingers: they closed to {state.width * 1e3:.1f} mm, the object measured "
                f"{plan.width * 1e3:.1f} mm",
                "look again: the object may have moved",
            )
        T = self._x.tool_pose()
        held = _held_object(T, plan.T_base_grasp, target)
        above = T[2, 3] - target.support_z
        return Held(held, state.width, above, plan.T_base_grasp, target.support_z, plan.by_wall)


def _held_object(T_base_tool: FloatArray, T_base_grasp: FloatArray, target: Target) -> HeldObject:
    """Return the measured box as it hangs in the fingers: centred between them as planned, its bottom trimmed."""
    T = np.linalg.inv(T_base_tool) @ target.box.T_base_box
    T[1, 3] = (np.linalg.inv(T_base_grasp) @ target.box.T_base_box)[1, 3]  # the fingers close along the tool's y
    size = target.box.size.copy()
    trim = min(_BOTTOM_TRIM, size[2] / 3)
    size[2] -= trim
    return HeldObject(T @ _shifted_up(trim / 2), size)


def _shifted_up(height: float) -> FloatArray:
    T = np.eye(4)
    T[2, 3] = height
    return T
