# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""The simulated arm behind the Arm protocol, in one process and without ROS: waiting means stepping the physics."""

from collections.abc import Callable

import numpy as np

from vla_r1_ros.core.cancel import CancelToken
from vla_r1_ros.core.errors import ErrorCode, ExecutionError, SafetyError
from vla_r1_ros.core.robot import RobotDescription
from vla_r1_ros.core.types import FloatArray, GripperState, JointTrajectory
from vla_r1_ros.sim.goals import ControlCode, GoalPhase, TrajectoryGoal
from vla_r1_ros.sim.simulator import Simulator

CHUNK_S = 0.01
GOAL_TOLERANCE_RAD = 0.02
_EXTRA_S = 5.0
_STILL, _STILL_WITHIN_S = 0.02, 1.0  # rad/s, s: after the controller gave up
_CODES = {
    ControlCode.GOAL_TOLERANCE_VIOLATED: ErrorCode.EXEC_GOAL_TOLERANCE,
    ControlCode.PATH_TOLERANCE_VIOLATED: ErrorCode.EXEC_ABORTED,
}


class SimArm:
    """Executes trajectories in a `Simulator`; see `vla_r1_ros.motion.protocols.Arm`.

    Args:
        simulator: stepped by the calls of this object, 10 ms at a time.
        robot: its description.
        on_step: called after each 10 ms of simulated time (a referee, a camera, a test that cancels).
    """

    def __init__(self, simulator: Simulator, robot: RobotDescription,
                 on_step: Callable[[], None] | None = None) -> None:
        self._sim, self._robot, self._on_step = simulator, robot, on_step

    def joints(self, max_age_s: float = 0.5) -> FloatArray:
        """Return the joints now (J,) rad; in one process they are never stale.

        Raises:
            SafetyError: SAFETY_STALE_INPUT for a `max_age_s` that nothing can meet.
        """
        if max_age_s < 0:
            raise SafetyError(ErrorCode.SAFETY_STALE_INPUT, f"max_age_s is {max_age_s} s; no state is that young")
        return self._sim.state().positions

    def gripper_width(self) -> float:
        """Return the opening now, m."""
        return self._sim.state().width

    def execute(self, trajectory: JointTrajectory, *, cancel: CancelToken) -> FloatArray:
        """Run a trajectory to its end and return the joints there (J,) rad.

        Raises:
            ExecutionError: EXEC_REJECTED, EXEC_ABORTED, EXEC_GOAL_TOLERANCE, EXEC_TIMEOUT, EXEC_NO_MOTION or
                EXEC_CANCELLED; the arm is at rest, unless something moves it that is stronger.
        """
        goal = TrajectoryGoal(trajectory.joint_names, trajectory.times, trajectory.positions, trajectory.velocities)
        before = self._sim.state().positions
        active = self._sim.arm.submit(goal, self._sim.drive_time, before)
        deadline = self._sim.time + trajectory.duration + _EXTRA_S
        stopping = False
        while not active.done:
            if cancel.cancelled and not stopping:
                self._sim.arm.cancel(self._sim.drive_time)
                stopping = True
            if self._sim.time > deadline:
                self._sim.arm.cancel(self._sim.drive_time)
                self.advance(1.0)
                raise ExecutionError(ErrorCode.EXEC_TIMEOUT, f"no end {_EXTRA_S} s after the planned one")
            self.advance(CHUNK_S)
        if active.phase is GoalPhase.CANCELED:
            raise ExecutionError(ErrorCode.EXEC_CANCELLED, "canceled; the arm is at rest")
        if active.phase is GoalPhase.ABORTED:
            self._come_to_rest()
            raise ExecutionError(_CODES.get(active.code, ErrorCode.EXEC_ABORTED), active.reason)
        return self._verified(active.goal.positions, before)

    def move_gripper(self, width: float, max_effort: float, *, cancel: CancelToken) -> GripperState:
        """Open or close to `width` m with at most `max_effort` N a finger.

        Raises:
            ExecutionError: EXEC_REJECTED, EXEC_CANCELLED or GRIPPER_FAILED.
        """
        state = self._sim.state()
        goal = self._sim.gripper.submit(width / 2, max_effort, self._sim.drive_time, state.width / 2)
        while not goal.done:
            if cancel.cancelled:
                self._sim.gripper.cancel()
                break
            self.advance(CHUNK_S)
        if goal.phase is GoalPhase.CANCELED:
            raise ExecutionError(ErrorCode.EXEC_CANCELLED, "the gripper's motion was canceled")
        if goal.phase is GoalPhase.ABORTED:
            raise ExecutionError(ErrorCode.GRIPPER_FAILED, goal.reason)
        return GripperState(self._sim.state().width, goal.stalled)

    def advance(self, seconds: float) -> None:
        """Let simulated time pass."""
        self._sim.step(seconds)
        if self._on_step is not None:
            self._on_step()

    def _come_to_rest(self) -> None:
        for _ in range(round(_STILL_WITHIN_S / CHUNK_S)):
            if np.abs(self._sim.state().velocities).max() < _STILL:
                return
            self.advance(CHUNK_S)

    def _verified(self, planned: FloatArray, before: FloatArray) -> FloatArray:
        after = self._sim.state().positions
        error = np.abs(after - planned[-1]).max()
        if error > GOAL_TOLERANCE_RAD:
            if np.abs(planned[-1] - before).max() > GOAL_TOLERANCE_RAD and np.abs(after - before).max() < 1e-3:
                raise ExecutionError(ErrorCode.EXEC_NO_MOTION, "the controller reports success but no joint moved")
            raise ExecutionError(ErrorCode.EXEC_GOAL_TOLERANCE, f"the arm ended {error:.4f} rad off its goal")
        return after
