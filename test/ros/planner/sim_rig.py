# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""The nodes beside sim_node, each a process that can be ended and started again, and what its topics say of the arm."""

import os
import random
import sys
import threading
import time
from pathlib import Path as FilePath
from typing import Any

import numpy as np
from action_msgs.msg import GoalStatus, GoalStatusArray
from control_msgs.action import FollowJointTrajectory
from counted import Note
from echo import Echo
from nav_msgs.msg import Path
from planner_user import User
from rcl_interfaces.srv import SetParameters
from rclpy.action import ActionClient
from rclpy.client import Client
from rclpy.clock import Clock, ClockType
from rclpy.context import Context
from rclpy.executors import SingleThreadedExecutor
from rclpy.node import Node
from rclpy.parameter import Parameter
from rclpy.qos import QoSProfile
from rclpy.timer import Timer
from sensor_msgs.msg import CameraInfo, JointState
from std_srvs.srv import Trigger
from stopping import StopRig
from vision_msgs.msg import Detection2DArray

sys.path.insert(0, str(FilePath(__file__).parents[2] / "motion"))

from episodes import JitteredModel

from vla_r1_ros.cli.stack import CAMERA_REMAPS, LAST_DOMAIN, _node_command, ros_environment
from vla_r1_ros.core.processes import ManagedProcess, stop_all
from vla_r1_ros.core.robot_file import load_robot
from vla_r1_ros.ros import convert
from vla_r1_ros.ros.qos import LATCHED, SENSOR
from vla_r1_ros.sim.tasks import Episode, make_episode

ROBOT = load_robot("panda")
_FINGER_MOVES, _JOINT_MOVES = 0.01, 0.02  # m/s, rad/s; the latter as planner_node has it
_ASK_S, _ASKED_S = 0.01, 0.5  # between questions how late the simulator is, and for how long
_AGAIN_S = 3.0
_STATUS = QoSProfile(depth=10)
_LIVE = (GoalStatus.STATUS_ACCEPTED, GoalStatus.STATUS_EXECUTING, GoalStatus.STATUS_CANCELING)


class SimCell:
    """What can be heard of sim_node: `taken`, `cancelled`, `ended` are when the statuses of goals said so, the
    gripper's too."""

    def __init__(self, context: Context) -> None:
        self.node = Node("cell", context=context, parameter_overrides=[Parameter("use_sim_time", value=True)])
        self.taken: list[float] = []
        self.cancelled: list[float] = []
        self.ended: list[float] = []
        self.pace = 1.0
        self.q = np.zeros(len(ROBOT.arm.joints))
        self.heard_s = self.moved_s = self._stamp_s = 0.0
        self.picture_ns = 0
        self.moving = False
        self._goals: dict[bytes, int] = {}
        self.node.create_subscription(JointState, "joint_states", self._on_joints, SENSOR)
        self.node.create_subscription(CameraInfo, "camera/color/camera_info", self._on_picture, SENSOR)
        for action in (f"{ROBOT.arm.controller}/follow_joint_trajectory", f"{ROBOT.gripper.controller}/gripper_cmd"):
            self.node.create_subscription(GoalStatusArray, f"{action}/_action/status", self._on_goals, _STATUS)
        self.executor = SingleThreadedExecutor(context=context)
        self.executor.add_node(self.node)
        self._thread = threading.Thread(target=self.executor.spin)
        self._thread.start()

    def close(self) -> None:
        """End the thread and the node."""
        self.executor.shutdown(timeout_sec=2.0)
        self._thread.join(3.0)
        self.node.destroy_node()

    def clock_s(self) -> float:
        """Simulated time of the last joint state, s: a busy machine simulates slower, and brakes as slowly."""
        return self._stamp_s

    @property
    def under_way(self) -> int:
        """How many goals are not at their end."""
        return sum(status in _LIVE for status in self._goals.values())

    def forget_goals(self) -> None:
        """sim_node is another one."""
        self._goals.clear()

    def _on_joints(self, message: JointState) -> None:
        arm = len(ROBOT.arm.joints)
        speeds = np.abs(message.velocity)
        self.q = np.array(message.position[:arm])
        self.moving = bool((speeds[:arm] > _JOINT_MOVES).any() or (speeds[arm:] > _FINGER_MOVES).any())
        if self.moving:
            self.moved_s = time.monotonic()
        self.heard_s, self._stamp_s = time.monotonic(), convert.stamp_from_msg(message.header.stamp) * 1e-9

    def _on_picture(self, message: CameraInfo) -> None:
        self.picture_ns = convert.stamp_from_msg(message.header.stamp)

    def _on_goals(self, message: GoalStatusArray) -> None:
        now_s = time.monotonic()
        for status in message.status_list:
            goal = bytes(status.goal_info.goal_id.uuid)
            before = self._goals.get(goal)
            self._goals[goal] = status.status
            if before is None and status.status in _LIVE:
                self.taken.append(now_s)
            if status.status == GoalStatus.STATUS_CANCELING and before != status.status:
                self.cancelled.append(now_s)
            if status.status not in _LIVE and before in _LIVE:
                self.ended.append(now_s)


class SimRig(StopRig):
    """sim_node, projection_node, planner_node and what else is named; a carry of a measured object is asked for.

    By default there is hardly a picture but that of each load: drawing holds physics up, and answers with it.
    """

    def __init__(self, folder: FilePath, *more: str, camera_rate: float = 0.1, **vla: Any) -> None:
        self._parameters = {"sim_node": {"task": "carry", "camera_rate": camera_rate}, "vla_node": vla}
        self.folder, self.domain = folder, random.SystemRandom().randint(1, LAST_DOMAIN)
        self.environment = ros_environment(self.domain)
        os.environ.update({name: value for name, value in self.environment.items() if name != "ROS_DOMAIN_ID"})
        self._context = Context()
        self._context.init(domain_id=self.domain)
        self.cell = SimCell(self._context)
        self.nodes: dict[str, ManagedProcess] = {}
        self.episode: Episode = make_episode(0, "carry")
        self.began_s, self.asked_again = 0.0, 0
        node = self.cell.node
        self._load = node.create_client(Trigger, "sim_node/load")
        self._follow = ActionClient(node, FollowJointTrajectory, f"{ROBOT.arm.controller}/follow_joint_trajectory")
        self._set = node.create_client(SetParameters, "sim_node/set_parameters")
        self._box = node.create_publisher(Detection2DArray, "affordance", LATCHED)
        self._path = node.create_publisher(Path, "trajectory_2d", LATCHED)
        for name in ("sim_node", "projection_node", "planner_node", *more):
            self.start(name)
        command = [sys.executable, str(FilePath(__file__).parent / "echo.py")]
        self.nodes["echo"] = ManagedProcess("echo", command, environment=self.environment, log=folder / "echo.log")
        self.user = User(self.cell)  # type: ignore[arg-type]
        self.echo = Echo(node)
        self.user.until(lambda: self.echo.ready() and self._load.service_is_ready(), "echo and sim_node", 60.0)

    def start(self, name: str) -> None:
        """Start a node, or start it again."""
        remaps = CAMERA_REMAPS if name in ("vla_node", "projection_node") else ()
        command = _node_command(name, self._parameters.get(name, {}), remaps)
        self.nodes[name] = ManagedProcess(name, command, environment=self.environment,
                                          log=self.folder / f"{name}{time.monotonic_ns()}.log")  # fmt: skip

    def close(self) -> None:
        stop_all(list(self.nodes.values()))
        self.cell.close()
        self._context.try_shutdown()

    def load(self, seed: int) -> None:
        """Another episode: home, and the things of its seed on the table; returns when it was seen."""
        asked = SetParameters.Request(parameters=[Parameter("seed", value=seed).to_parameter_msg()])
        self._answer(self._set, asked, "parameters")
        loaded = self._answer(self._load, Trigger.Request(), "load")
        assert loaded.success, loaded.message
        self.episode = make_episode(seed, "carry")
        self.user.reports.clear()
        time.sleep(0.3)  # until the picture of the new world is where it is needed

    def _answer(self, client: Client[Any, Any], request: Any, what: str) -> Any:
        """sim_node's answer. It is asked again after 3 s: one that has just been started may not know us yet, and what
        was said to it before is lost."""
        asked: list[Any] = []

        def answered() -> list[Any]:
            if len(asked) * _AGAIN_S <= time.monotonic() - begun_s:
                asked.append(client.call_async(request))
            return [future for future in asked if future.done()]

        begun_s = time.monotonic()
        self.user.until(answered, f"{what} of sim_node", 60.0)
        self.asked_again += len(asked) - 1
        return answered()[0].result()

    def begin(self, rng: random.Random) -> int:
        """Load an episode, and say of a picture what a model would."""
        self.load(rng.randrange(1000))
        stamp_ns, answer, frame = self.cell.picture_ns, JitteredModel(self.episode), "camera_color_optical_frame"
        box = convert.Affordance(stamp_ns, frame, answer.box())
        self.began_s = time.monotonic()
        self._box.publish(convert.affordance_to_msg(box, 640, 480))
        self._path.publish(convert.path_to_msg(answer.path(), 640, 480, stamp_ns, frame))
        return stamp_ns

    def doing(self, stamp_ns: int) -> str:
        told = [report for report in self.user.reports if report.stamp_ns == stamp_ns]
        if any(report.final for report in told):
            return "done"
        return f"after {told[-1].stage}" if told else "measuring"

    def held(self, since_s: float, note: Note) -> None:
        answers = [0.0]
        asking = self._ask_on(since_s, answers)
        try:
            super().held(since_s, note)
        finally:
            self.cell.node.destroy_timer(asking)
        note["arm_ms"] = round(max(answers), 2)
        if "command_ms" in note:
            note["own_ms"] = round(max(0.0, note["command_ms"] - note["arm_ms"]), 2)
        before = self.cell.q
        time.sleep(0.1)
        assert np.abs(self.cell.q - before).max() < 0.005 and not self.cell.under_way, "the arm drifts after its stop"

    def _ask_on(self, since_s: float, answers: list[float]) -> Timer:
        """Until a goal is seen to be cancelled, send goals that the simulator rejects, and note for how long each was
        under way, ms: what holds it up holds these up too."""
        def ask() -> None:
            seen = any(at > since_s for at in self.cell.cancelled)
            if not seen and time.monotonic() < since_s + _ASKED_S:
                asked_s, answer = time.monotonic(), self._follow.send_goal_async(FollowJointTrajectory.Goal())
                answer.add_done_callback(lambda _: answers.append((time.monotonic() - asked_s) * 1e3))

        return self.cell.node.create_timer(_ASK_S, ask, clock=Clock(clock_type=ClockType.STEADY_TIME))

    def works_again(self) -> None:
        """That it does is shown by the next trial's look."""

