# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""planner_node: measured target, path and obstacles in; plan, motion and motion_status out. The last gate is here."""

import sys
import threading
import time
from dataclasses import asdict, dataclass
from typing import Any

from diagnostic_msgs.msg import DiagnosticArray
from nav_msgs.msg import Path
from rclpy.callback_groups import MutuallyExclusiveCallbackGroup
from rclpy.node import Node
from sensor_msgs.msg import PointCloud2
from std_msgs.msg import Bool
from std_srvs.srv import Trigger
from trajectory_msgs.msg import JointTrajectory as JointTrajectoryMsg
from vision_msgs.msg import Detection3DArray
from visualization_msgs.msg import MarkerArray

from vla_r1_ros.core.errors import InputError
from vla_r1_ros.core.robot_file import load_robot
from vla_r1_ros.motion.settings import MotionSettings
from vla_r1_ros.ros.arm_client import ArmClient
from vla_r1_ros.ros.calibration_guard import TOPIC, CalibrationGuard
from vla_r1_ros.ros.clock import on_jump_back
from vla_r1_ros.ros.diagnostics import Diagnostics, Report
from vla_r1_ros.ros.motion_worker import MotionWorker
from vla_r1_ros.ros.pairing import StampJoiner
from vla_r1_ros.ros.params import declare, param
from vla_r1_ros.ros.qos import COMMAND, LATCHED, STATUS
from vla_r1_ros.ros.safety_state import Approval, SafetyState
from vla_r1_ros.ros.spin import hear_what_waits, run_node

_WATCH_S, _HEAR_S = 0.01, 0.1  # between looks at the heartbeat; longest wait for what waits to be heard in a motion


@dataclass(frozen=True)
class PlannerNodeParameters:
    """Parameters of planner_node. The defaults are those for a real arm: approval and enable heartbeat required."""

    robot: str = param("panda", "robot file: a name in config/robots, or a path to a YAML file")
    planner: str = param("", "planner back end; empty: moveit where it imports, else embedded")
    require_approval: bool = param(True, "wait for ~/approve before the first motion of each decision")
    approval_timeout_s: float = param(60.0, "longest wait for an approval, s", low=1.0, high=3600.0)
    require_enable: bool = param(True, "move only while true keeps coming on enable_motion")
    enable_timeout_s: float = param(0.5, "longest silence on enable_motion, s", low=0.05, high=2.0)
    require_calibration: bool = param(False, "move only while calibration_node sees its marker where TF says it is; "
                                             "false: only where it sees it elsewhere, motion is refused")  # fmt: skip
    max_tool_speed: float = param(0.25, "fastest tool motion, m/s", low=0.01, high=1.0)
    speed: float = param(0.5, "share of the joints' velocity and acceleration limits", low=0.01, high=1.0)
    max_joint_step: float = param(0.1, "largest joint step between points of a trajectory, rad", low=0.001, high=0.2)
    min_tool_height: float = param(0.004, "lowest tool point over the support, m", low=0.0, high=0.5)
    max_look_age_s: float = param(20.0, "oldest look that is acted on, s by the ROS clock when it arrives; waiting for "
                                        "approval does not count", low=0.5, high=600.0)  # fmt: skip
    planning_deadline_s: float = param(5.0, "longest planning of one stage, s", low=0.1, high=60.0)
    home_after_pick: bool = param(False, "go home after a pick, still holding the object")


class PlannerNode(Node):
    """Joins the messages of a look and hands them to the worker that plans and moves; callbacks never wait."""

    def __init__(self) -> None:
        super().__init__("planner_node")
        self._p = declare(self, PlannerNodeParameters)
        self._robot = load_robot(self._p.robot)
        self._plan = self.create_publisher(JointTrajectoryMsg, "plan", LATCHED)
        self._markers = self.create_publisher(MarkerArray, "markers", LATCHED)
        self._status = self.create_publisher(DiagnosticArray, "motion_status", STATUS)
        self._arm = ArmClient(self, self._robot, MutuallyExclusiveCallbackGroup())
        self._calibration = CalibrationGuard(required=self._p.require_calibration)
        self._safety = SafetyState(require_enable=self._p.require_enable, enable_timeout_s=self._p.enable_timeout_s,
                                   on_stop=self._on_safety_stop, also=self._calibration.check)
        self._approval = Approval(self._p.approval_timeout_s) if self._p.require_approval else None
        self._worker = MotionWorker(self, self._robot, self._arm, self._safety, self._approval, self._settings(),
                                    self._plan.publish, self._markers.publish, self._status.publish)
        self._joiner = joiner = StampJoiner(("target", "trajectory", "obstacles"), self._worker.submit)
        self._jump_handle = on_jump_back(self, self._on_jump_back)
        # not as they are published (LATCHED): a node that was started again must not carry out what was before it
        self.create_subscription(Detection3DArray, "target", lambda m: joiner.add("target", m), COMMAND)
        self.create_subscription(Path, "trajectory", lambda m: joiner.add("trajectory", m), COMMAND)
        self.create_subscription(PointCloud2, "obstacles", lambda m: joiner.add("obstacles", m), COMMAND)
        # not the newest alone: in a moment in which this process is busy a yes would take the place of a no
        self.create_subscription(Bool, "enable_motion", self._on_enable, STATUS)
        self.create_subscription(DiagnosticArray, TOPIC, self._on_calibration, COMMAND)
        for name, call in (("cancel", self._on_cancel), ("stop", self._on_stop), ("reset", self._on_reset),
                           ("approve", self._on_approve), ("reject", self._on_reject)):
            self.create_service(Trigger, f"~/{name}", call)
        self._diagnostics = Diagnostics(self)
        self._diagnostics.add("motion", self._motion_report)
        self._watch_end = threading.Event()
        self._watch = threading.Thread(target=self._watch_heartbeat, name="heartbeat")
        self._worker.start()  # threads last: they would keep a process alive whose node could not be made
        self._watch.start()

    def _settings(self) -> MotionSettings:
        return MotionSettings.of_values(asdict(self._p))

    def _motion_report(self) -> Report:
        values = {"moving": self._worker.moving, "enabled": self._safety.enabled, "stopped": self._safety.stopped}
        if self._safety.stopped:
            return Report.warn("stopped; ~/reset releases", **values)
        return Report.ok("moving" if self._worker.moving else "ready", **values)

    def _on_enable(self, message: Bool, info: dict[str, Any]) -> None:
        received_ns = int(info["received_timestamp"])  # by this machine's clock; planning may have kept us from hearing
        waited_s = (time.time_ns() - received_ns) * 1e-9 if received_ns else 0.0
        self._safety.heartbeat(message.data, max(0.0, waited_s))

    def _on_calibration(self, message: DiagnosticArray) -> None:
        try:
            self._calibration.heard(message)
        except InputError as error:
            self.get_logger().warning(str(error), throttle_duration_sec=5.0)

    def _watch_heartbeat(self) -> None:
        # Wall time on purpose: a heartbeat guards against a clock that stands still too.
        while not self._watch_end.wait(_WATCH_S):
            self._safety.watch(self._worker.moving, self._hear)

    def _hear(self) -> None:
        """Until what waits was heard; not for long while the arm moves. While it does not, a planner may keep this
        process from hearing, and the gate comes before the next motion."""
        while not (hear_what_waits(self, _HEAR_S) or self._arm.commanded or self._watch_end.is_set()):
            pass

    def _on_safety_stop(self, reason: str) -> None:
        self.get_logger().error(f"stop: {reason}")
        self._worker.cancel()
        self._arm.stop()

    def _on_jump_back(self) -> None:
        """What was seen and planned belongs to another time."""
        self._joiner.forget()
        self._worker.cancel()

    def _on_cancel(self, _: Trigger.Request, response: Trigger.Response) -> Trigger.Response:
        response.success = True
        response.message = "cancelled" if self._worker.cancel() else "nothing was under way"
        return response

    def _on_stop(self, _: Trigger.Request, response: Trigger.Response) -> Trigger.Response:
        self._safety.stop("~/stop was called")
        response.success = True
        response.message = "stopped; ~/reset releases"
        return response

    def _on_reset(self, _: Trigger.Request, response: Trigger.Response) -> Trigger.Response:
        self._safety.reset()
        response.success = True
        response.message = "released; the next decision may move the arm"
        return response

    def _on_approve(self, _: Trigger.Request, response: Trigger.Response) -> Trigger.Response:
        return self._answer(True, response)

    def _on_reject(self, _: Trigger.Request, response: Trigger.Response) -> Trigger.Response:
        return self._answer(False, response)

    def _answer(self, yes: bool, response: Trigger.Response) -> Trigger.Response:
        response.success = self._approval is not None and self._approval.answer(yes)
        response.message = "" if response.success else "nothing waits for approval"
        return response

    def close(self) -> None:
        """End what moves, then the threads."""
        self._watch_end.set()
        self._worker.close()
        self._watch.join(1.0)


def main() -> int:
    """Entry point of the executable."""
    return run_node("planner_node", PlannerNode)


if __name__ == "__main__":
    sys.exit(main())
