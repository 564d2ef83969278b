# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""What all planner back ends share: goals found by our own inverse kinematics, reasons in words, every result checked.

A library plans in joints or along a line; which configuration to go to, what is in the way, and whether the result may
be executed is decided here, alike for each of them.
"""

from collections.abc import Sequence

import numpy as np

from vla_r1_ros.core.cancel import CancelToken
from vla_r1_ros.core.errors import ErrorCode, PlanningError
from vla_r1_ros.core.robot import RobotDescription
from vla_r1_ros.core.types import FloatArray, JointTrajectory, OrientedBox, SceneModel
from vla_r1_ros.motion.budget import Budget
from vla_r1_ros.motion.ik import IkSolution, solve_ik
from vla_r1_ros.motion.parts import CollisionScene, FreeMotion, StraightMotion
from vla_r1_ros.motion.protocols import HeldObject
from vla_r1_ros.motion.timing import capped, tool_points
from vla_r1_ros.motion.verify import check_limits, check_workspace, collisions_along

_ROUNDS = 6  # attempts at a path to each of the goal's configurations
_GOALS = 4  # configurations tried for a pose
_ESCAPE = 0.06  # m of upward tool travel in which a straight motion may leave a contact that it starts in
_RANDOM_SEEDS = 6


class ArmPlanner:
    """Planner protocol on a back end's parts. The tool never exceeds `max_tool_speed` m/s, on free motion either."""

    def __init__(
        self,
        robot: RobotDescription,
        scene: CollisionScene,
        free: FreeMotion,
        straight: StraightMotion,
        *,
        max_tool_speed: float,
        seed: int = 0,
    ) -> None:
        self._robot = robot
        self._max_tool_speed = max_tool_speed
        self._scene = scene
        self._free = free
        self._straight = straight
        self._seed = seed
        self._rng = np.random.default_rng(seed)

    def set_scene(self, scene: SceneModel) -> None:
        """Replace everything that is to be kept clear of; what is held stays held. Random draws begin anew, so that a
        plan does not depend on what was planned before."""
        self._rng = np.random.default_rng(self._seed)
        self._scene.set_scene(scene)

    def set_opening(self, width: float) -> None:
        """Plan with the fingers `width` m apart."""
        self._scene.set_opening(width)

    def allow_target_contact(self, allowed: bool) -> None:
        """Let the fingers touch the scene's target, or forbid it."""
        self._scene.set_target_contact(allowed)

    def attach(self, held: HeldObject) -> None:
        """Plan with this object in the gripper; the target's box leaves the scene."""
        self._scene.set_held(held, None)

    def detach(self, left_at: OrientedBox | None) -> None:
        """Forget the held object; where given, it stands in the scene as target from now on."""
        self._scene.set_held(None, left_at)

    def tool_pose(self, joints: FloatArray) -> FloatArray:
        """Forward kinematics: `T_base_tool` (4, 4)."""
        return self._scene.tool_pose(joints)

    def plan_to_joints(
        self, start: FloatArray, goal: FloatArray, *, speed: float, deadline_s: float, cancel: CancelToken
    ) -> JointTrajectory:
        """Free motion to a joint goal (J,); see the protocol for errors."""
        budget = Budget(deadline_s, cancel)
        self._check_start(start)
        arm = self._robot.arm
        goal = np.asarray(goal, dtype=np.float64)
        if goal.shape != arm.home.shape or not ((arm.position_lower <= goal) & (goal <= arm.position_upper)).all():
            raise PlanningError(ErrorCode.PLAN_INVALID, f"the goal {np.round(goal, 3)} is outside the joint limits")
        self._check_goal(goal)
        return self._to_any(start, [goal], speed, budget)

    def plan_to_pose(
        self, start: FloatArray, T_base_tool: FloatArray, *, speed: float, deadline_s: float, cancel: CancelToken
    ) -> JointTrajectory:
        """Free motion to a tool pose (4, 4); see the protocol for errors."""
        budget = Budget(deadline_s, cancel)
        self._check_start(start)
        return self._to_any(start, self._configurations(start, T_base_tool, budget), speed, budget)

    def plan_straight(
        self,
        start: FloatArray,
        waypoints: Sequence[FloatArray],
        *,
        tool_speed: float,
        deadline_s: float,
        cancel: CancelToken,
    ) -> JointTrajectory:
        """Straight tool motion through poses (4, 4). A start in contact is accepted only on the way up, out of it."""
        budget = Budget(deadline_s, cancel)
        start, waypoints = self._check_joints(start), [_checked_pose(T) for T in waypoints]
        blamed = set(self._scene.blame(start))
        if blamed and not self._goes_up(start, waypoints):
            raise _start_in_collision(blamed)
        budget.check("the straight motion")
        trajectory = self._straight.plan(start, waypoints, min(tool_speed, self._max_tool_speed), budget)
        trajectory = capped(trajectory, self._scene.tool_pose, self._max_tool_speed)
        budget.check("the check of the straight motion")
        self._check_motion(trajectory, start)
        self._check_straight_free(trajectory, blamed)
        return trajectory

    def _to_any(
        self, start: FloatArray, goals: Sequence[FloatArray], speed: float, budget: Budget
    ) -> JointTrajectory:
        """Try goals in turn, again and again with new randomness, until one gives a valid trajectory."""
        if not 0.0 < speed <= 1.0:
            raise PlanningError(ErrorCode.PLAN_INVALID, f"speed must be in (0, 1], is {speed}")
        last: PlanningError | None = None
        for attempt in range(_ROUNDS * len(goals)):
            budget.check("the next attempt")
            timed = self._free.plan(start, goals[attempt % len(goals)], speed, budget, attempt)
            if timed is None:
                continue
            trajectory = capped(timed, self._scene.tool_pose, self._max_tool_speed)
            try:
                self._check_motion(trajectory, start)
                self._check_free(trajectory)
            except PlanningError as error:
                last = error
                continue
            return trajectory
        raise last or PlanningError(
            ErrorCode.PLAN_NO_PATH,
            f"no way past the obstacles in {_ROUNDS * len(goals)} attempts",
            "clear the scene around the object",
        )

    def _configurations(self, start: FloatArray, T_base_tool: FloatArray, budget: Budget) -> list[FloatArray]:
        """Return collision-free configurations of a tool pose, nearest first."""
        arm = self._robot.arm
        T_base_hand = _checked_pose(T_base_tool) @ np.linalg.inv(self._robot.T_hand_tool)
        tried: list[IkSolution] = []
        limits = (arm.position_lower, arm.position_upper)
        for seed in self._seeds(start, T_base_tool):
            budget.check("inverse kinematics")
            found = solve_ik(
                self._scene.hand_pose, self._scene.hand_jacobian, T_base_hand, seed, arm.home, limits
            )
            tried.append(found)
        exact = [s.joints for s in tried if s.exact]
        if not exact:
            raise _no_ik(T_base_tool, min(tried, key=lambda s: s.position_error))
        free = [q for q in exact if not self._scene.collides(q)]
        if not free:
            self._check_goal(exact[0])
        free.sort(key=lambda q: float(np.linalg.norm(q - start) + 0.3 * np.linalg.norm(q - arm.home)))
        return _distinct(free)[:_GOALS]

    def _seeds(self, start: FloatArray, T_base_tool: FloatArray) -> list[FloatArray]:
        arm = self._robot.arm
        aimed = arm.home.copy()
        aimed[0] = np.arctan2(T_base_tool[1, 3], T_base_tool[0, 3])
        seeds = [np.asarray(start, dtype=np.float64), arm.home, np.clip(aimed, arm.position_lower, arm.position_upper)]
        for _ in range(_RANDOM_SEEDS):
            shaken = aimed + self._rng.normal(0.0, 0.5, len(aimed))
            seeds.append(np.clip(shaken, arm.position_lower, arm.position_upper))
        return seeds

    def _goes_up(self, start: FloatArray, waypoints: Sequence[FloatArray]) -> bool:
        way = np.asarray(waypoints[0])[:3, 3] - self._scene.tool_pose(start)[:3, 3]
        return bool(way[2] > 0.9 * np.linalg.norm(way) > 0)

    def _check_joints(self, start: FloatArray) -> FloatArray:
        start = np.asarray(start, dtype=np.float64)
        if start.shape != self._robot.arm.home.shape or not np.isfinite(start).all():
            raise PlanningError(ErrorCode.PLAN_INVALID, f"the start is not {len(self._robot.arm.home)} finite numbers")
        return start

    def _check_start(self, start: FloatArray) -> None:
        blamed = self._scene.blame(self._check_joints(start))
        if blamed:
            raise _start_in_collision(blamed)

    def _check_goal(self, goal: FloatArray) -> None:
        blamed = self._scene.blame(goal)
        if blamed:
            raise PlanningError(
                ErrorCode.PLAN_GOAL_IN_COLLISION,
                f"at the goal the robot would touch: {', '.join(blamed)}",
                "choose another grasp or clear the place",
            )

    def _check_motion(self, trajectory: JointTrajectory, start: FloatArray) -> None:
        check_limits(trajectory, self._robot.arm, start)
        points = tool_points(trajectory, self._scene.tool_pose)
        check_workspace(points, self._robot.workspace_lower, self._robot.workspace_upper)

    def _check_free(self, trajectory: JointTrajectory) -> None:
        joints, hits = collisions_along(trajectory, self._scene.collides)
        if hits.any():
            first = joints[int(np.argmax(hits))]
            raise PlanningError(
                ErrorCode.PLAN_NO_PATH,
                f"the timed motion would touch: {', '.join(self._scene.blame(first))}",
                "clear the scene around the object",
            )

    def _check_straight_free(self, trajectory: JointTrajectory, blamed_at_start: set[str]) -> None:
        joints, hits = collisions_along(trajectory, self._scene.collides)
        if not hits.any():
            return
        if blamed_at_start and hits[0]:
            end = int(np.argmin(hits)) if not hits.all() else len(hits)
            heights = [self._scene.tool_pose(joints[i])[2, 3] for i in (0, min(end, len(joints) - 1))]
            same = all(set(self._scene.blame(q)) <= blamed_at_start for q in joints[:end])
            if same and end < len(hits) and heights[1] - heights[0] <= _ESCAPE and not hits[end:].any():
                return
            index = end - 1 if not hits[end:].any() else end + int(np.argmax(hits[end:]))
        else:
            index = int(np.argmax(hits))
        where = self._scene.tool_pose(joints[index])[:3, 3]
        raise PlanningError(
            ErrorCode.PLAN_NO_PATH,
            f"the straight motion would touch {', '.join(self._scene.blame(joints[index]))} "
            f"with the tool at {np.round(where, 3).tolist()}",
            "choose another grasp or way",
        )


def _checked_pose(T_base_tool: FloatArray) -> FloatArray:
    T = np.asarray(T_base_tool, dtype=np.float64)
    if T.shape != (4, 4) or not np.isfinite(T).all():
        raise PlanningError(ErrorCode.PLAN_INVALID, "a goal pose is not a finite 4 x 4 matrix")
    return T


def _distinct(configurations: list[FloatArray]) -> list[FloatArray]:
    kept: list[FloatArray] = []
    for q in configurations:
        if all(np.abs(q - other).max() > 0.05 for other in kept):
            kept.append(q)
    return kept


def _start_in_collision(blamed: Sequence[str] | set[str]) -> PlanningError:
    return PlanningError(
        ErrorCode.PLAN_START_IN_COLLISION,
        f"where the robot is now it touches: {', '.join(sorted(blamed))}",
        "move the robot clear, or look again if nothing is there",
    )


def _no_ik(T_base_tool: FloatArray, nearest: IkSolution) -> PlanningError:
    point = np.asarray(T_base_tool)[:3, 3]
    return PlanningError(
        ErrorCode.PLAN_NO_IK,
        f"the tool cannot be at {np.round(point, 3).tolist()} m with that orientation: out of reach by "
        f"{nearest.position_error * 1000:.0f} mm and {np.degrees(nearest.rotation_error):.0f} degrees",
        "move the object nearer or ask for another",
    )
