# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""The thread of planner_node that plans and moves: one request at a time, every trajectory through the gate."""

import threading
import time
import traceback
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
from rclpy.node import Node

from vla_r1_ros.core.cancel import CancelToken
from vla_r1_ros.core.errors import ErrorCode, ExecutionError, InputError, SafetyError, VlaError, internal_error
from vla_r1_ros.core.report import Phase, StatusReport
from vla_r1_ros.core.robot import RobotDescription
from vla_r1_ros.core.safety import SafetyGate
from vla_r1_ros.core.types import JointTrajectory
from vla_r1_ros.motion.registry import make_planner
from vla_r1_ros.motion.request import request_of
from vla_r1_ros.motion.settings import MotionSettings, lowest_surface
from vla_r1_ros.motion.skills import MotionRequest, SkillRunner, Stage
from vla_r1_ros.ros import convert
from vla_r1_ros.ros.arm_client import ArmClient
from vla_r1_ros.ros.description import heard_description
from vla_r1_ros.ros.markers import plan_markers
from vla_r1_ros.ros.safety_state import Approval, SafetyState
from vla_r1_ros.ros.spin import hear_what_waits

_STOP_CODES = (ErrorCode.SAFETY_STOPPED, ErrorCode.SAFETY_NOT_ENABLED)
_CANCEL_CODES = (ErrorCode.EXEC_CANCELLED, ErrorCode.PLAN_CANCELLED)
_ENDED_CODES = (*_CANCEL_CODES, ErrorCode.SAFETY_NOT_AT_REST)
_HEAR_S = 1.0
_CLOCK_S = 0.01  # between looks whether the ROS clock goes
_REST_WITHIN_S = 1.0  # wall time: what is left of a motion dies away, and a joint state comes that shows it
_REST_SEEN_S = 0.2  # ROS time: a new motion may rest on a state of that age; one after a stop on none from before it


@dataclass(frozen=True)
class _Job:
    stamp_ns: int
    parts: dict[str, Any]
    received_s: float
    received_ros_s: float  # by the clock that stamps are of


class MotionWorker:
    """Owns planner and skills; works from `start` on. `submit` and `cancel` may be called from any thread and never
    wait."""

    def __init__(self, node: Node, robot: RobotDescription, arm: ArmClient, safety: SafetyState,
                 approval: Approval | None, settings: MotionSettings, publish_plan: Callable[[Any], None],
                 publish_markers: Callable[[Any], None], publish_status: Callable[[Any], None]) -> None:
        self._node = node
        self._robot = robot
        self._arm = arm
        self._safety = safety
        self._approval = approval
        self._settings = settings
        self._publish_plan = publish_plan
        self._publish_markers = publish_markers
        self._publish_status = publish_status
        self._planner = make_planner(settings.planner, robot, max_tool_speed=settings.max_tool_speed,
                                     heard_urdf=lambda: heard_description(node))
        self._runner = SkillRunner(robot, self._planner, arm, settings.skills(), gate=self._gate,
                                   on_stage=self._on_stage, approve=self._approve if approval else None)
        self._limits = settings.gate_limits(robot)
        self._wake = threading.Condition()
        self._next: _Job | None = None
        self._job: _Job | None = None
        self._cancel: CancelToken | None = None
        self._cancelled_ns = 0  # ROS time of the last cancel or stop, or of the start; 0: the clock is not heard yet
        self._closing = False
        self._planning_s = 0.0
        self._commanded = False
        self._approved = False
        arm.on_command = self._on_command
        self._thread = threading.Thread(target=self._work, name="motion")

    def start(self) -> None:
        """Begin to work; call it once all else is made, since a process cannot end before `close`."""
        self._thread.start()

    @property
    def moving(self) -> bool:
        """True while a request is being carried out."""
        return self._job is not None

    def submit(self, stamp_ns: int, parts: dict[str, Any]) -> None:
        """Take the joined messages of a look; refused while another is being carried out, and for good where the look
        is older than the last cancel, stop or start of this node: it may have been on its way to us then, or it was
        for one who is no more."""
        now_ns = self._node.get_clock().now().nanoseconds
        with self._wake:
            if not self._cancelled_ns or stamp_ns <= self._cancelled_ns <= now_ns:
                self._refuse(stamp_ns)
                return
            if self._job is not None or self._next is not None:
                busy = SafetyError(ErrorCode.INPUT_BUSY, "the arm is carrying out another decision")
                self._report(stamp_ns, Phase.FAILED, busy)
                return
            self._next = _Job(stamp_ns, parts, time.monotonic(), now_ns * 1e-9)
            self._report(stamp_ns, Phase.ACCEPTED, None)
            self._wake.notify_all()

    def cancel(self) -> bool:
        """End what is under way, and refuse what was seen until now; True when something was under way."""
        with self._wake:
            self._cancelled_ns = self._node.get_clock().now().nanoseconds
            waiting, self._next = self._next, None
            if waiting is not None:
                self._refuse(waiting.stamp_ns)
            if self._cancel is not None:
                self._cancel.cancel()
            return self._cancel is not None or waiting is not None

    def close(self) -> None:
        """End the motion, then the thread."""
        with self._wake:
            self._closing = True
            self._wake.notify_all()
        self.cancel()
        self._thread.join(1.9)

    def _refuse(self, stamp_ns: int) -> None:
        """Tell that a look comes too late, or too early."""
        if self._cancelled_ns:
            reason, advice = "the look is older than planner_node or its last cancel or stop", "say it again"
            values = {"late_s": f"{(self._cancelled_ns - stamp_ns) * 1e-9:.3f}"}
        else:
            reason = "planner_node has heard no clock yet, so it cannot tell how old the look is"
            advice, values = "use_sim_time is true: who publishes /clock?", {}
        self._report(stamp_ns, Phase.CANCELLED, ExecutionError(ErrorCode.EXEC_CANCELLED, reason, advice), values)

    def _await_clock(self) -> None:
        with self._wake:
            while not (self._closing or self._cancelled_ns):
                self._cancelled_ns = self._node.get_clock().now().nanoseconds
                self._wake.wait(_CLOCK_S)

    def _work(self) -> None:
        self._await_clock()
        while True:
            with self._wake:
                self._wake.wait_for(lambda: self._closing or self._next is not None)
                if self._closing:
                    return
                job, self._next = self._next, None
                assert job is not None
                self._job, cancel = job, CancelToken()
                self._cancel = cancel
                self._planning_s, self._commanded, self._approved = 0.0, False, self._approval is None
            end = self._carry_out(job, cancel)
            with self._wake:
                self._job = self._cancel = None
            self._report(job.stamp_ns, *end)  # last: whoever hears it may send the next look at once

    def _carry_out(self, job: _Job, cancel: CancelToken) -> tuple[Phase, VlaError | None, dict[str, str]]:
        """Do what was asked; return how it ended, as it is to be reported."""
        try:
            request = self._request(job.parts)
            if request is None:
                return Phase.DONE, None, {"note": "nothing to do"}
            self._safety.check()
            if not self._arm.wait_at_rest(_REST_WITHIN_S, _REST_SEEN_S):
                raise SafetyError(ErrorCode.SAFETY_NOT_AT_REST, "the arm is not seen at rest, so nothing is planned",
                                  "what else moves it? Is joint_states published, with velocities?")  # fmt: skip
            self._limits = self._settings.gate_limits(self._robot, lowest_surface(request))
            self._runner.run(request, cancel)
            return Phase.DONE, None, {"seconds": f"{time.monotonic() - job.received_s:.3f}"}
        except VlaError as error:
            return self._end_phase(error), self._true_reason(error), {}
        except Exception as error:  # noqa: BLE001 - the boundary of the thread: told to the user, and the node goes on
            self._node.get_logger().error("".join(traceback.format_exception(error)))
            return Phase.FAILED, internal_error(error), {}

    def _true_reason(self, error: VlaError) -> VlaError:
        """A cancel that a stop caused is a stop."""
        if error.code not in _CANCEL_CODES or not self._safety.stopped:
            return error
        if self._arm.wait_at_rest(_REST_WITHIN_S):
            return SafetyError(ErrorCode.SAFETY_STOPPED, "stopped; the arm is at rest", "call ~/reset when it is safe")
        return SafetyError(ErrorCode.SAFETY_NOT_AT_REST, "stopped, but the arm is not seen at rest",
                           "use the emergency stop; is joint_states published, with velocities?")

    def _end_phase(self, error: VlaError) -> Phase:
        if error.code in _STOP_CODES or (error.code in _ENDED_CODES and self._safety.stopped):
            return Phase.STOPPED
        return Phase.CANCELLED if error.code in _CANCEL_CODES else Phase.FAILED

    def _request(self, parts: dict[str, Any]) -> MotionRequest | None:
        for topic, message in parts.items():
            if message.header.frame_id != self._robot.base_frame:
                raise InputError(ErrorCode.INPUT_MESSAGE, f"{topic} is in the frame '{message.header.frame_id}'",
                                 f"the sender must give it in '{self._robot.base_frame}'")  # fmt: skip
        measured = convert.measurement_from_msg(parts["target"])
        if measured is None:
            return None
        poses = convert.tool_path_from_msg(parts["trajectory"])
        points = convert.points_from_msg(parts["obstacles"])
        holding = measured.target is None and self._runner.holding
        return request_of(measured, poses[:, :3, 3], points, self._robot, holding=holding)

    def _gate(self, trajectory: JointTrajectory) -> None:
        hear_what_waits(self._node, _HEAR_S)
        at_rest = self._arm.wait_at_rest(_REST_WITHIN_S, _REST_SEEN_S)
        self._safety.check(lambda: hear_what_waits(self._node, _HEAR_S))
        job = self._job
        if job is None:
            raise ExecutionError(ErrorCode.EXEC_CANCELLED, "no request under way")
        tool = np.array([self._planner.tool_pose(q)[:3, 3] for q in trajectory.positions])
        SafetyGate(self._limits).check(
            trajectory, tool, now=job.received_ros_s, input_stamps={"look": job.stamp_ns * 1e-9},
            enabled=self._safety.enabled, stopped=self._safety.stopped, at_rest=at_rest, approved=self._approved,
            start=self._arm.joints(),
        )  # fmt: skip
        self._publish_plan(convert.joint_trajectory_to_msg(trajectory, job.stamp_ns, self._robot.base_frame))

    def _approve(self, trajectory: JointTrajectory) -> None:
        job = self._job
        if self._approval is None or job is None or self._cancel is None:
            return
        tool = np.array([self._planner.tool_pose(q)[:3, 3] for q in trajectory.positions])
        self._publish_plan(convert.joint_trajectory_to_msg(trajectory, job.stamp_ns, self._robot.base_frame))
        self._publish_markers(plan_markers(tool, self._robot, job.stamp_ns, self._approval.timeout_s))
        self._approval.wait(self._cancel, lambda: self._report(job.stamp_ns, "await_approval", None))
        self._approved = True

    def _on_stage(self, stage: Stage) -> None:
        job = self._job
        if job is not None:
            self._planning_s += stage.planning_s
            self._report(job.stamp_ns, stage.name, None, {"seconds": f"{stage.seconds:.3f}", **stage.values})

    def _on_command(self) -> None:
        job = self._job
        if job is not None and not self._commanded:
            self._commanded = True
            own_s = time.monotonic() - job.received_s - self._planning_s
            self._report(job.stamp_ns, "first_command", None,
                         {"planning_ms": f"{self._planning_s * 1e3:.1f}", "own_ms": f"{own_s * 1e3:.1f}"})

    def _report(self, stamp_ns: int, stage: str, error: VlaError | None, values: dict[str, str] | None = None) -> None:
        code, reason = (error.code, error.message) if error else (ErrorCode.OK, "")
        advice = {"advice": error.advice} if error and error.advice else {}
        report = StatusReport(stamp_ns, "planner_node", "", 0, stage, code, reason, (values or {}) | advice)
        self._publish_status(convert.status_to_msg(report))
        if error is not None:
            self._node.get_logger().warning(f"{stage}: {error}")
