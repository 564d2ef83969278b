# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""What every planner back end must hold to. A back end's test derives from `PlannerContract` and gives the planner."""

import threading
import time
from collections.abc import Callable

import numpy as np
import pytest
from collision_oracle import CollisionOracle

from vla_r1_ros.core.cancel import CancelToken
from vla_r1_ros.core.errors import ErrorCode, PlanningError
from vla_r1_ros.core.robot import RobotDescription
from vla_r1_ros.core.robot_file import load_robot
from vla_r1_ros.core.types import BoxObstacle, FloatArray, JointTrajectory, OrientedBox, SceneModel
from vla_r1_ros.motion.protocols import HeldObject, Planner

MAX_TOOL_SPEED = 0.4
DEADLINE_S = 3.0


def at(x: float, y: float, z: float, yaw: float = 0.0) -> FloatArray:
    """An upright pose (4, 4) in the base frame."""
    T = np.eye(4)
    c, s = np.cos(yaw), np.sin(yaw)
    T[:2, :2] = [[c, -s], [s, c]]
    T[:3, 3] = (x, y, z)
    return T


def tool_down(x: float, y: float, z: float, yaw: float = 0.0) -> FloatArray:
    """A tool pose (4, 4) with z down."""
    return at(x, y, z, yaw) @ np.diag([1.0, -1.0, -1.0, 1.0])


def table() -> BoxObstacle:
    """The simulator's table: its top at z = 0."""
    return BoxObstacle("table", at(0.62, 0.0, -0.021), np.array([0.84, 1.4, 0.04]))


def box(name: str, x: float, y: float, size: tuple[float, float, float], yaw: float = 0.0) -> BoxObstacle:
    """A box that stands on the table."""
    return BoxObstacle(name, at(x, y, size[2] / 2 + 0.001, yaw), np.array(size))


def emptied(planner: Planner, robot: RobotDescription) -> Planner:
    """A planner that other tests have used, as if it were new."""
    planner.detach(None)
    planner.allow_target_contact(False)
    planner.set_opening(robot.gripper.max_width)
    return planner


class PlannerContract:
    """Deadline kept, cancel honoured, finite output, typed errors, limits kept, no collision by another judge.

    `ROBOT` is who moves. Its tool stands at home where a Panda's does: the poses here are for all of them."""

    ROBOT = "panda"

    @pytest.fixture
    def robot(self) -> RobotDescription:
        return load_robot(self.ROBOT)

    @pytest.fixture
    def make(self) -> Callable[[RobotDescription], Planner]:
        raise NotImplementedError

    @pytest.fixture
    def planner(self, make: Callable[[RobotDescription], Planner], robot: RobotDescription) -> Planner:
        planner = make(robot)
        planner.set_scene(SceneModel((table(),)))
        return planner

    def free(self, planner: Planner, start: FloatArray, T: FloatArray, **options: object) -> JointTrajectory:
        arguments = {"speed": 0.5, "deadline_s": DEADLINE_S, "cancel": CancelToken()} | options
        return planner.plan_to_pose(start, T, **arguments)

    def straight(self, planner: Planner, start: FloatArray, poses: list[FloatArray], **options: object):  # noqa: ANN201
        arguments = {"tool_speed": 0.15, "deadline_s": DEADLINE_S, "cancel": CancelToken()} | options
        return planner.plan_straight(start, poses, **arguments)

    def check_limits(self, trajectory: JointTrajectory, robot: RobotDescription, planner: Planner) -> None:
        """Limits by finite differences of positions: nothing that the planner says about speeds is believed."""
        t, q, arm = trajectory.times, trajectory.positions, robot.arm
        assert np.isfinite(t).all() and np.isfinite(q).all() and np.isfinite(trajectory.velocities).all()
        assert t[0] == 0.0 and (np.diff(t) > 0).all()
        assert trajectory.joint_names == arm.joints
        assert (q >= arm.position_lower - 1e-3).all() and (q <= arm.position_upper + 1e-3).all()
        v = np.diff(q, axis=0) / np.diff(t)[:, None]
        assert (np.abs(v) <= arm.velocity * 1.03).all()
        middle = (t[1:] + t[:-1]) / 2
        a = np.diff(v, axis=0) / np.diff(middle)[:, None]
        assert (np.abs(a) <= arm.acceleration * 1.15).all()
        tool = np.array([planner.tool_pose(row)[:3, 3] for row in q])
        speed = np.linalg.norm(np.diff(tool, axis=0), axis=1) / np.diff(t)
        assert speed.max() <= MAX_TOOL_SPEED * 1.01
        assert (tool >= robot.workspace_lower - 1e-9).all() and (tool <= robot.workspace_upper + 1e-9).all()

    def test_tool_pose_is_the_simulated_arms(self, planner: Planner, robot: RobotDescription) -> None:
        oracle = CollisionOracle(robot, [])
        rng = np.random.default_rng(3)
        for q in rng.uniform(robot.arm.position_lower, robot.arm.position_upper, (50, len(robot.arm.home))):
            np.testing.assert_allclose(planner.tool_pose(q), oracle.tool_pose(q), atol=1e-6)

    def test_free_motion_reaches_the_pose_within_limits(self, planner: Planner, robot: RobotDescription) -> None:
        start = robot.arm.home
        for x, y, z, yaw in ((0.5, 0.1, 0.2, 0.3), (0.4, -0.25, 0.05, -1.2), (0.65, 0.28, 0.15, 1.4)):
            trajectory = self.free(planner, start, tool_down(x, y, z, yaw))
            self.check_limits(trajectory, robot, planner)
            np.testing.assert_allclose(trajectory.positions[0], start, atol=1e-6)
            np.testing.assert_allclose(
                planner.tool_pose(trajectory.positions[-1]), tool_down(x, y, z, yaw), atol=2e-3
            )
            start = trajectory.positions[-1]

    def test_free_motion_to_joints_ends_there(self, planner: Planner, robot: RobotDescription) -> None:
        goal = robot.arm.home + 0.2
        trajectory = planner.plan_to_joints(
            robot.arm.home, goal, speed=1.0, deadline_s=DEADLINE_S, cancel=CancelToken()
        )
        np.testing.assert_allclose(trajectory.positions[-1], goal, atol=1e-4)
        self.check_limits(trajectory, robot, planner)

    def test_straight_motion_keeps_to_the_line(self, planner: Planner, robot: RobotDescription) -> None:
        start = self.free(planner, robot.arm.home, tool_down(0.45, 0.1, 0.2)).positions[-1]
        corners = [tool_down(0.45, 0.1, 0.05), tool_down(0.45, 0.1, 0.2), tool_down(0.55, -0.1, 0.2)]
        trajectory = self.straight(planner, start, corners)
        self.check_limits(trajectory, robot, planner)
        tool = np.array([planner.tool_pose(q)[:3, 3] for q in trajectory.positions])
        assert np.linalg.norm(tool[-1] - corners[-1][:3, 3]) < 0.003
        down = tool[: int(np.argmin(tool[:, 2])) + 1]
        assert np.abs(down[:, :2] - (0.45, 0.1)).max() < 0.004
        assert down[-1, 2] < 0.056
        tilt = [np.degrees(np.arccos(-planner.tool_pose(q)[2, 2])) for q in trajectory.positions]
        assert max(tilt) < 2.0

    @pytest.mark.slow
    def test_motions_are_free_by_another_judge(self, planner: Planner, robot: RobotDescription) -> None:
        planned = 0
        for seed in range(20):
            rng = np.random.default_rng(seed)
            boxes = [table()]
            for i in range(6):
                x, y = rng.uniform(0.3, 0.7), rng.uniform(-0.35, 0.35)
                size = tuple(rng.uniform((0.04, 0.04, 0.05), (0.1, 0.1, 0.3)))
                if np.hypot(x - 0.31, y) > 0.12:
                    boxes.append(box(f"b{i}", x, y, size, rng.uniform(-1.5, 1.5)))
            planner.set_scene(SceneModel(tuple(boxes)))
            oracle, start = CollisionOracle(robot, boxes), robot.arm.home
            for _ in range(5):
                pose = tool_down(
                    rng.uniform(0.35, 0.68), rng.uniform(-0.3, 0.3), rng.uniform(0.03, 0.3), rng.uniform(-1.5, 1.5)
                )
                try:
                    trajectory = self.free(planner, start, pose)
                except PlanningError as error:
                    assert error.code in (
                        ErrorCode.PLAN_NO_IK, ErrorCode.PLAN_GOAL_IN_COLLISION, ErrorCode.PLAN_NO_PATH,
                        ErrorCode.PLAN_TIMEOUT,
                    ), str(error)  # fmt: skip
                    continue
                assert oracle.deepest(trajectory.positions) < 0.002
                self.check_limits(trajectory, robot, planner)
                start, planned = trajectory.positions[-1], planned + 1
        assert planned >= 40

    def test_measured_points_block(self, planner: Planner, robot: RobotDescription) -> None:
        grid = np.stack(np.meshgrid([0.5], np.arange(-0.06, 0.06, 0.01), np.arange(0.0, 0.4, 0.01)), -1).reshape(-1, 3)
        start = self.free(planner, robot.arm.home, tool_down(0.4, 0.0, 0.15)).positions[-1]
        self.straight(planner, start, [tool_down(0.6, 0.0, 0.15)])
        planner.set_scene(SceneModel((table(),), grid))
        with pytest.raises(PlanningError) as caught:
            self.straight(planner, start, [tool_down(0.6, 0.0, 0.15)])
        assert caught.value.code == ErrorCode.PLAN_NO_PATH

    def test_target_may_be_touched_by_fingers_only_when_allowed(
        self, planner: Planner, robot: RobotDescription
    ) -> None:
        target = OrientedBox(at(0.5, 0.0, 0.025), np.array([0.1, 0.1, 0.05]))  # wider than the open gripper
        planner.set_scene(SceneModel((table(),), target=target))
        start = self.free(planner, robot.arm.home, tool_down(0.5, 0.0, 0.15)).positions[-1]
        with pytest.raises(PlanningError) as caught:
            self.straight(planner, start, [tool_down(0.5, 0.0, 0.02)])
        assert caught.value.code == ErrorCode.PLAN_NO_PATH
        planner.allow_target_contact(True)
        self.straight(planner, start, [tool_down(0.5, 0.0, 0.02)])
        planner.allow_target_contact(False)
        with pytest.raises(PlanningError):
            self.straight(planner, start, [tool_down(0.5, 0.0, 0.02)])

    def test_palm_never_touches_the_target(self, planner: Planner, robot: RobotDescription) -> None:
        tall = OrientedBox(at(0.5, 0.0, 0.1), np.array([0.04, 0.04, 0.2]))
        planner.set_scene(SceneModel((table(),), target=tall))
        planner.allow_target_contact(True)
        start = self.free(planner, robot.arm.home, tool_down(0.5, 0.0, 0.33)).positions[-1]
        with pytest.raises(PlanningError):
            self.straight(planner, start, [tool_down(0.5, 0.0, 0.05)])

    def test_held_object_keeps_clear(self, planner: Planner, robot: RobotDescription) -> None:
        wall = box("wall", 0.5, 0.0, (0.02, 0.4, 0.15))
        planner.set_scene(SceneModel((table(), wall)))
        start = self.free(planner, robot.arm.home, tool_down(0.4, 0.0, 0.22)).positions[-1]
        over = [tool_down(0.62, 0.0, 0.22)]
        self.straight(planner, start, over)
        planner.attach(HeldObject(at(0.0, 0.0, 0.05), np.array([0.04, 0.04, 0.12])))
        with pytest.raises(PlanningError) as caught:
            self.straight(planner, start, over)
        assert caught.value.code == ErrorCode.PLAN_NO_PATH
        planner.detach(None)
        self.straight(planner, start, over)

    def test_a_held_objects_place_is_that_of_the_tool(self, planner: Planner, robot: RobotDescription) -> None:
        """A stick 10 cm long below the tool may end 1 cm above a slab, and not 1 cm inside of it."""
        planner.set_scene(SceneModel((table(), box("slab", 0.5, 0.1, (0.2, 0.2, 0.05)))))
        planner.attach(HeldObject(at(0.0, 0.0, 0.05, 0.4), np.array([0.02, 0.02, 0.10])))
        start = self.free(planner, robot.arm.home, tool_down(0.5, 0.1, 0.25)).positions[-1]
        self.straight(planner, start, [tool_down(0.5, 0.1, 0.161)])
        with pytest.raises(PlanningError):
            self.straight(planner, start, [tool_down(0.5, 0.1, 0.141)])

    def test_out_of_reach_says_by_how_much(self, planner: Planner, robot: RobotDescription) -> None:
        with pytest.raises(PlanningError, match=r"\d+ mm") as caught:
            self.free(planner, robot.arm.home, tool_down(1.2, 0.0, 0.2))
        assert caught.value.code == ErrorCode.PLAN_NO_IK

    def test_goal_in_collision_names_the_obstacle(self, planner: Planner, robot: RobotDescription) -> None:
        planner.set_scene(SceneModel((table(), box("blue crate", 0.5, 0.1, (0.15, 0.15, 0.2)))))
        with pytest.raises(PlanningError, match="blue crate") as caught:
            self.free(planner, robot.arm.home, tool_down(0.5, 0.1, 0.1))
        assert caught.value.code == ErrorCode.PLAN_GOAL_IN_COLLISION

    def test_start_in_collision_names_the_obstacle(self, planner: Planner, robot: RobotDescription) -> None:
        planner.set_scene(SceneModel((table(), box("post", 0.31, 0.0, (0.05, 0.05, 0.6)))))
        with pytest.raises(PlanningError, match="post") as caught:
            self.free(planner, robot.arm.home, tool_down(0.5, 0.1, 0.2))
        assert caught.value.code == ErrorCode.PLAN_START_IN_COLLISION

    @pytest.mark.parametrize("bad", [np.nan, np.inf])
    def test_what_is_not_finite_is_refused(self, planner: Planner, robot: RobotDescription, bad: float) -> None:
        with pytest.raises(PlanningError):
            self.free(planner, robot.arm.home * bad, tool_down(0.5, 0.1, 0.2))
        pose = tool_down(0.5, 0.1, 0.2)
        pose[0, 3] = bad
        with pytest.raises(PlanningError):
            self.free(planner, robot.arm.home, pose)
        with pytest.raises(PlanningError):
            self.straight(planner, robot.arm.home, [pose])

    def test_the_deadline_is_kept(self, planner: Planner, robot: RobotDescription) -> None:
        planner.set_scene(SceneModel((table(), *self.walls())))
        for deadline_s in (0.05, 0.5):
            begin = time.monotonic()
            with pytest.raises(PlanningError) as caught:
                self.across(planner, robot, deadline_s, CancelToken())
            assert time.monotonic() - begin < deadline_s + 2.0  # loaded machines included
            assert caught.value.code in (ErrorCode.PLAN_TIMEOUT, ErrorCode.PLAN_NO_PATH), str(caught.value)

    def beside(self, robot: RobotDescription) -> FloatArray:
        """Joint positions (rad) of the arm in front; turned to a side, all of it is at that side of `walls`."""
        return robot.arm.home.copy()

    def walls(self) -> tuple[BoxObstacle, ...]:
        """What no way leads through or around from one side to the other."""
        return walls_across(0.17)

    def across(self, planner: Planner, robot: RobotDescription, deadline_s: float, cancel: CancelToken) -> None:
        """Ask for a way through the wall."""
        left, right = self.beside(robot), self.beside(robot)
        left[0] += 1.57
        right[0] -= 1.57
        planner.plan_to_joints(left, right, speed=0.5, deadline_s=deadline_s, cancel=cancel)

    def test_cancel_is_honoured(self, planner: Planner, robot: RobotDescription) -> None:
        cancelled = CancelToken()
        cancelled.cancel()
        for call in (
            lambda: self.free(planner, robot.arm.home, tool_down(0.5, 0.1, 0.2), cancel=cancelled),
            lambda: self.straight(planner, robot.arm.home, [tool_down(0.31, 0.0, 0.4)], cancel=cancelled),
        ):
            with pytest.raises(PlanningError) as caught:
                call()
            assert caught.value.code == ErrorCode.PLAN_CANCELLED

    def test_cancel_from_another_thread_ends_a_hopeless_search(
        self, planner: Planner, robot: RobotDescription
    ) -> None:
        planner.set_scene(SceneModel((table(), *self.walls())))
        token = CancelToken()
        timer = threading.Timer(0.3, token.cancel)
        timer.start()
        begin = time.monotonic()
        with pytest.raises(PlanningError) as caught:
            self.across(planner, robot, 20.0, token)
        timer.join()
        assert caught.value.code == ErrorCode.PLAN_CANCELLED
        assert time.monotonic() - begin < 3.0


def walls_across(room: float) -> tuple[BoxObstacle, ...]:
    """Walls before and behind the arm's column, higher than the arm, and a lid over it: left stays left.

    `room` (m) is how far the column reaches from the base's axis when the arm points to the side."""
    return (
        BoxObstacle("wall before", at(0.8 + room, 0.0, 1.0), np.array([1.6, 0.02, 2.0])),
        BoxObstacle("wall behind", at(-0.8 - room, 0.0, 1.0), np.array([1.6, 0.02, 2.0])),
        BoxObstacle("lid", at(0.0, 0.0, 0.85), np.array([1.0, 1.0, 0.02])),
    )
