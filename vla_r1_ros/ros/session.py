# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""The user's side of the stack over DDS: give an instruction, follow it to its end, hear the referee's verdict.

The referee's topic is read here and by nothing of the stack."""

import json
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import rclpy
from diagnostic_msgs.msg import DiagnosticArray
from rcl_interfaces.msg import Parameter as ParameterMsg
from rcl_interfaces.srv import SetParameters
from rclpy.executors import SingleThreadedExecutor
from rclpy.node import Node
from rclpy.parameter import Parameter
from rclpy.signals import SignalHandlerOptions
from sensor_msgs.msg import Image
from std_msgs.msg import String
from std_srvs.srv import Trigger

from vla_r1_ros.core.errors import ErrorCode, ExecutionError, InputError
from vla_r1_ros.core.report import Phase, StatusReport
from vla_r1_ros.core.types import ImageArray
from vla_r1_ros.ros import convert
from vla_r1_ros.ros.qos import COMMAND, LATCHED, STATUS

STACK_NODES = ("vla_node", "projection_node", "planner_node", "sim_node")
_POLL_S = 0.05


@dataclass(frozen=True)
class Event:
    """A line of `status` or `motion_status`, or a piece of reasoning, and when it came (monotonic s)."""

    when_s: float
    report: StatusReport | None = None
    reasoning: str = ""


@dataclass
class Attempt:
    """One instruction from start to end, as the topics told it."""

    instruction: str
    events: list[Event] = field(default_factory=list)
    final: StatusReport | None = None
    seconds: float = 0.0

    def moments(self, source: str, stage: str) -> list[Event]:
        """The events of a source and stage, in order."""
        return [e for e in self.events if e.report and (e.report.source, e.report.stage) == (source, stage)]


class StackSession:
    """A node of its own in a background thread; all methods are called from one other thread."""

    def __init__(self) -> None:
        rclpy.init(args=None, signal_handler_options=SignalHandlerOptions.NO)  # Ctrl-C is the caller's
        self._node = Node("vla_r1_session")
        self._changed = threading.Condition()
        self._attempt: Attempt | None = None
        self._listener: Callable[[Event], None] = lambda _event: None
        self._referee: dict[str, Any] = {}
        self._referee_count = 0
        self._overlay: Image | None = None
        node = self._node
        self._say = node.create_publisher(String, "instruction", COMMAND)
        node.create_subscription(DiagnosticArray, "status", self._on_report, STATUS)
        node.create_subscription(DiagnosticArray, "motion_status", self._on_report, STATUS)
        node.create_subscription(String, "reasoning", self._on_reasoning, COMMAND)
        node.create_subscription(String, "sim_node/referee", self._on_referee, LATCHED)
        node.create_subscription(Image, "overlay", self._on_overlay, LATCHED)
        self._set_parameters = node.create_client(SetParameters, "sim_node/set_parameters")
        self._load = node.create_client(Trigger, "sim_node/load")
        self._cancel = node.create_client(Trigger, "vla_node/cancel")
        self._executor = SingleThreadedExecutor()
        self._executor.add_node(node)
        self._thread = threading.Thread(target=self._executor.spin, name="session")
        self._thread.start()

    def close(self) -> None:
        """End the node and its thread."""
        self._executor.shutdown(timeout_sec=1.0)
        self._thread.join(2.0)
        self._node.destroy_node()
        rclpy.try_shutdown()

    def _on_report(self, message: DiagnosticArray) -> None:
        try:
            report = convert.status_from_msg(message)
        except InputError as error:
            self._node.get_logger().warning(str(error))
            return
        self._note(Event(time.monotonic(), report))

    def _on_reasoning(self, message: String) -> None:
        self._note(Event(time.monotonic(), None, message.data))

    def _note(self, event: Event) -> None:
        with self._changed:
            attempt = self._attempt
            if attempt is None:
                return
            attempt.events.append(event)
            report = event.report
            if report is not None and report.source == "vla_node" and (report.final or report.stage == Phase.REFUSED):
                attempt.final = report
            self._changed.notify_all()
        self._listener(event)

    def _on_referee(self, message: String) -> None:
        with self._changed:
            self._referee = json.loads(message.data)
            self._referee_count += 1
            self._changed.notify_all()

    def _on_overlay(self, message: Image) -> None:
        self._overlay = message

    def overlay(self) -> ImageArray | None:
        """The newest overlay picture (H, W, 3) RGB, if one came."""
        return None if self._overlay is None else convert.image_from_msg(self._overlay)

    def missing_nodes(self) -> list[str]:
        """Names of the stack's nodes that are not there yet."""
        there = set(self._node.get_node_names())
        return [name for name in STACK_NODES if name not in there]

    def wait_ready(self, seconds: float, watch: Callable[[], None]) -> None:
        """Wait until every node is there and listens. `watch` is called often and raises when a process has died.

        Raises:
            InputError: INPUT_ENVIRONMENT that names what is missing.
        """
        end = time.monotonic() + seconds
        while True:
            watch()
            missing = self.missing_nodes()
            listening = self._say.get_subscription_count() > 0 and self._load.service_is_ready()
            if not missing and listening and self._referee:
                return
            if time.monotonic() > end:
                what = ", ".join(missing) or "the subscription to instruction"
                raise InputError(ErrorCode.INPUT_ENVIRONMENT, f"after {seconds:.0f} s still missing: {what}",
                                 "look at the nodes' logs")  # fmt: skip
            time.sleep(_POLL_S)

    def load(self, seconds: float = 60.0, **parameters: str | int) -> dict[str, Any]:
        """Let the simulator load an episode; returns the referee's first word on it."""
        request = SetParameters.Request(parameters=[_parameter(k, v) for k, v in parameters.items()])
        for result in self._call(self._set_parameters, request, seconds).results:
            if not result.successful:
                raise InputError(ErrorCode.INPUT_PARAMETER, f"sim_node: {result.reason}")
        with self._changed:
            count = self._referee_count
            self._attempt = None
            self._overlay = None
        answer = self._call(self._load, Trigger.Request(), seconds)
        if not answer.success:
            raise InputError(ErrorCode.INPUT_ENVIRONMENT, f"sim_node cannot load the episode: {answer.message}")
        with self._changed:
            if not self._changed.wait_for(lambda: self._referee_count > count, seconds):
                raise InputError(ErrorCode.INPUT_ENVIRONMENT, "the simulator loaded no episode in time")
            return dict(self._referee)

    def _call(self, client: Any, request: Any, seconds: float) -> Any:
        if not client.wait_for_service(timeout_sec=seconds):
            raise InputError(ErrorCode.INPUT_ENVIRONMENT, f"service {client.srv_name} is not there")
        done = threading.Event()
        future = client.call_async(request)
        future.add_done_callback(lambda _: done.set())
        if not done.wait(seconds):
            raise InputError(ErrorCode.INPUT_ENVIRONMENT, f"{client.srv_name} gave no answer in {seconds:.0f} s")
        return future.result()

    def run(self, instruction: str, *, seconds: float, listener: Callable[[Event], None] | None = None,
            watch: Callable[[], None] = lambda: None) -> Attempt:
        """Publish an instruction and follow it to its end.

        Raises:
            ExecutionError: EXEC_TIMEOUT when no end is heard of in `seconds`.
        """
        attempt = Attempt(instruction)
        self._listener = listener or (lambda _event: None)
        with self._changed:
            self._attempt = attempt
        begun = time.monotonic()
        self._say.publish(String(data=instruction))
        while attempt.final is None:
            watch()
            with self._changed:
                self._changed.wait_for(lambda: attempt.final is not None, _POLL_S)
            if time.monotonic() - begun > seconds:
                self._cancel.call_async(Trigger.Request())  # else it would go on in the next episode
                raise ExecutionError(ErrorCode.EXEC_TIMEOUT, f"no end of the attempt after {seconds:.0f} s",
                                     "look at the nodes' logs")  # fmt: skip
            if not self._thread.is_alive():
                raise ExecutionError(ErrorCode.INTERNAL, "the session's thread has ended", "its error is above")
        attempt.seconds = time.monotonic() - begun
        return attempt

    def referee(self) -> dict[str, Any]:
        """The referee's newest word."""
        with self._changed:
            return dict(self._referee)

    def verdict(self, settle_s: float = 1.5) -> dict[str, Any]:
        """What the referee says once things have had `settle_s` of simulated time to come to rest."""
        end = time.monotonic() + 30.0
        start = float(self.referee()["sim_time"])
        while time.monotonic() < end and float(self.referee()["sim_time"]) - start < settle_s:
            time.sleep(_POLL_S)
        return self.referee()


def own_times(attempt: Attempt) -> tuple[tuple[float, ...], tuple[float, ...]]:
    """Own times of the stack in ms: image stamp to decision less the model, as vla_node measured it; decision to
    the first motion command less planning, on this side's clock, all transport included."""
    decided = attempt.moments("vla_node", Phase.DECIDED)
    decision = tuple(float(e.report.values["own_ms"]) for e in decided if e.report)
    motion = []
    for command in attempt.moments("planner_node", "first_command"):
        assert command.report is not None
        before = [e for e in decided if e.report and e.report.stamp_ns == command.report.stamp_ns]
        if before:
            planning_ms = float(command.report.values["planning_ms"])
            motion.append((command.when_s - before[-1].when_s) * 1e3 - planning_ms)
    return decision, tuple(motion)


def _parameter(name: str, value: str | int) -> ParameterMsg:
    kind = Parameter.Type.INTEGER if isinstance(value, int) else Parameter.Type.STRING
    return Parameter(name, kind, value).to_parameter_msg()
