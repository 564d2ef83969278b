# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""console_node: the web console. Hears what the stack tells, serves one page, and hands on what a person decides."""

import sys
import threading
import time
from dataclasses import dataclass
from pathlib import Path as FilePath
from typing import Any

from diagnostic_msgs.msg import DiagnosticArray
from nav_msgs.msg import Path
from rcl_interfaces.srv import GetParameters
from rclpy.clock import Clock, ClockType
from rclpy.node import Node
from sensor_msgs.msg import CompressedImage, Image
from std_msgs.msg import Bool, String
from std_srvs.srv import Trigger
from vision_msgs.msg import Detection2DArray

from vla_r1_ros.core.errors import InputError
from vla_r1_ros.core.report import Phase
from vla_r1_ros.ros import convert
from vla_r1_ros.ros.console.access import Access, console_token
from vla_r1_ros.ros.console.attempts import Attempts
from vla_r1_ros.ros.console.board import Board
from vla_r1_ros.ros.console.calls import ask_trigger
from vla_r1_ros.ros.console.desk import Desk
from vla_r1_ros.ros.console.enable import TICK_S, EnableLease
from vla_r1_ros.ros.console.frames import Feed
from vla_r1_ros.ros.console.health import HealthView
from vla_r1_ros.ros.console.kept import Kept
from vla_r1_ros.ros.console.library import check_websockets
from vla_r1_ros.ros.console.protocol import Answer, Ask, Do
from vla_r1_ros.ros.console.scene import SceneView
from vla_r1_ros.ros.console.stop_line import StopLine
from vla_r1_ros.ros.console.task import TaskView
from vla_r1_ros.ros.convert import stamp_from_msg
from vla_r1_ros.ros.diagnostics import Diagnostics, Report
from vla_r1_ros.ros.image_topics import IMAGE_TRANSPORTS, IMAGE_WORDS, RAW, subscribe_images
from vla_r1_ros.ros.params import declare, param
from vla_r1_ros.ros.qos import COMMAND, LATCHED, STATUS
from vla_r1_ros.ros.spin import run_node

_SERVICES = {Do.APPROVE: "planner_node/approve", Do.REJECT: "planner_node/reject", Do.RESET: "planner_node/reset",
             Do.CANCEL: "vla_node/cancel"}  # fmt: skip
_ANSWER_WITHIN_S = 3.0
_SHOW_PERIOD_S = 0.5
_DEMANDS = ("require_enable", "require_approval")
_MAX_REASONING = 20_000
_SAME_LOOK_S = 0.3  # reasoning that young is of the look that is just told


@dataclass(frozen=True)
class ConsoleNodeParameters:
    """Parameters of console_node."""

    host: str = param("127.0.0.1", "address to listen on; other than loopback needs a token")
    port: int = param(8090, "TCP port of the page; 0: any that is free", low=0, high=65535)
    token_file: str = param("", "file that holds the token; empty: environment variable VLA_R1_CONSOLE_TOKEN, or the "
                                "file that VLA_R1_CONSOLE_TOKEN_FILE names, or none")  # fmt: skip
    image_transport: str = param(RAW, IMAGE_WORDS, choices=IMAGE_TRANSPORTS)
    camera_rate_hz: float = param(30.0, "most pictures a second to pages", low=0.5, high=120.0)
    jpeg_quality: int = param(80, "quality of the pictures", low=10, high=100)
    max_width_px: int = param(960, "wider pictures are made smaller for pages", low=160, high=3840)
    recordings: str = param("recordings", "folder whose recordings the page lists and lets a person judge (that of "
                                          "recorder_node); empty: none")  # fmt: skip


class ConsoleNode(Node):
    """Callbacks only take note; pages are served by the web server's threads, and the stop by a line of its own."""

    def __init__(self) -> None:
        check_websockets()
        from vla_r1_ros.ros.console.server import WebServer

        super().__init__("console_node")
        self._p = p = declare(self, ConsoleNodeParameters)
        access = Access(p.host, console_token(p.token_file))
        self._board = Board()
        self._task, self._health = TaskView(), HealthView()
        self._decision: dict[str, Any] = {}
        self._reasoning_s = 0.0
        self._image_size: tuple[int, int] | None = None
        self._demands: dict[str, bool] = {}
        self._say = self.create_publisher(String, "instruction", COMMAND)
        enable = self.create_publisher(Bool, "enable_motion", STATUS)
        self._lease = EnableLease(lambda on: enable.publish(Bool(data=on)))
        self._triggers = {do: self.create_client(Trigger, name) for do, name in _SERVICES.items()}
        self._ask_demands = self.create_client(GetParameters, "planner_node/get_parameters")
        self._feeds = {name: Feed(name, p.jpeg_quality, p.max_width_px, p.camera_rate_hz) for name in ("live", "seen")}
        kept = Kept()
        folder = FilePath(p.recordings).expanduser().absolute() if p.recordings else None
        self._attempts = Attempts(folder, self._board, kept)
        self._scene = SceneView(self, kept)
        self._listen()
        self._show()
        self._stop_line = StopLine(self, self._on_stopped)
        desk = Desk(access, self._board, self._lease, self._feeds, kept, self._scene.board, self._act, self._stop,
                    lambda words: self.get_logger().info(words))  # fmt: skip
        try:
            self._server = WebServer(desk, p.host, p.port)
        except InputError:
            self._end_threads()
            raise
        self._ended = threading.Event()
        self._beat = threading.Thread(target=self._heartbeat, name="enable lease", daemon=True)
        self._beat.start()
        self.get_logger().info(f"the console is at {self.url}")

    @property
    def url(self) -> str:
        """Address of the page, without the token."""
        host = "127.0.0.1" if self._p.host in ("0.0.0.0", "::") else self._p.host
        return f"http://{f'[{host}]' if ':' in host else host}:{self._server.port}/"

    @property
    def _diagnosed(self) -> Report:
        state = self._lease.state
        if self._server.trouble:
            return Report.error(self._server.trouble, enabled_by=state["holder"] or "nobody")
        if self._feeds["live"].refusal:
            return Report.warn(self._feeds["live"].refusal, enabled_by=state["holder"] or "nobody")
        return Report.ok("serving", enabled_by=state["holder"] or "nobody")

    def _listen(self) -> None:
        diagnostics = Diagnostics(self)
        camera = subscribe_images(self, diagnostics, "image", self._p.image_transport, self._on_image, 2.0)
        self._image_topic = str(camera.topic_name)
        diagnostics.add("console", lambda: self._diagnosed)
        self.create_subscription(Image, "overlay", self._on_overlay, LATCHED)
        self.create_subscription(String, "instruction", self._on_instruction, COMMAND)
        self.create_subscription(String, "reasoning", self._on_reasoning, COMMAND)
        self.create_subscription(DiagnosticArray, "status", self._on_status, STATUS)
        self.create_subscription(DiagnosticArray, "motion_status", self._on_status, STATUS)
        self.create_subscription(Detection2DArray, "affordance", lambda m: self._on_decision("box", m), LATCHED)
        self.create_subscription(Path, "trajectory_2d", lambda m: self._on_decision("path", m), LATCHED)
        self.create_subscription(DiagnosticArray, "/diagnostics", self._health.heard, 50)
        self.create_timer(_SHOW_PERIOD_S, self._show, clock=Clock(clock_type=ClockType.STEADY_TIME))

    def _on_image(self, message: Image | CompressedImage) -> None:
        if isinstance(message, Image):
            self._learn_size(message)
        self._feeds["live"].offer(message)

    def _on_overlay(self, message: Image) -> None:
        if self._p.image_transport != RAW:  # whose size shows only when it is unpacked
            self._learn_size(message)
        self._feeds["seen"].offer(message)

    def _learn_size(self, message: Image) -> None:
        size = (message.width, message.height)
        if size != self._image_size:
            self._image_size = size
            self._show_decision()

    def _on_instruction(self, message: String) -> None:
        self._task.heard_instruction(message.data)
        self._board.put("said", self._task.said)

    def _on_reasoning(self, message: String) -> None:
        self._reasoning_s = time.monotonic()
        self._board.put("reasoning", message.data[-_MAX_REASONING:])

    def _on_status(self, message: DiagnosticArray) -> None:
        try:
            report = convert.status_from_msg(message)
        except InputError as error:
            self.get_logger().warning(str(error), throttle_duration_sec=5.0)
            return
        self._task.heard(report)
        if report.stage == Phase.LOOK:
            self._forget_before(report.stamp_ns)
        if report.source == "vla_node" and report.final:
            self._attempts.refresh(settle=True)
        self._show_task()

    def _forget_before(self, look_ns: int) -> None:
        """What was drawn and thought belongs to an earlier look. Topics are not heard in the order of sending."""
        if any(stamp_from_msg(part.header.stamp) != look_ns for part in self._decision.values()):
            self._decision.clear()
            self._board.put("decision", None)
        if time.monotonic() - self._reasoning_s > _SAME_LOOK_S:
            self._board.put("reasoning", "")

    def _show_task(self) -> None:
        self._board.put("task", self._task.task)
        self._board.put("lines", self._task.lines)
        self._board.put("said", self._task.said)

    def _on_decision(self, part: str, message: Any) -> None:
        self._decision[part] = message
        self._show_decision()

    def _show_decision(self) -> None:
        box, path = self._decision.get("box"), self._decision.get("path")
        if self._image_size is None or box is None or path is None or box.header.stamp != path.header.stamp:
            return
        try:
            seen = convert.affordance_from_msg(box, *self._image_size)
            way = convert.path_from_msg(path, *self._image_size)
        except InputError as error:
            self.get_logger().warning(str(error), throttle_duration_sec=5.0)
            self._board.put("decision", None)
            return
        corner = seen.box and [seen.box.x, seen.box.y, seen.box.width, seen.box.height]
        self._board.put("decision", {
            "look": str(stamp_from_msg(box.header.stamp)), "label": seen.label[:80], "score": seen.score, "box": corner,
            "path": None if way is None else way.tolist(),
        })  # fmt: skip

    def _show(self) -> None:
        """What changes by itself: health, and what planner_node says of its state."""
        self._learn_demands()
        self._scene.tidy()
        live = self._feeds["live"]
        self._board.put("health", self._health.rows)
        self._board.put("camera", {"at": live.arrived_s, "refusal": live.refusal, "topic": self._image_topic})
        self._board.put("planner", {**self._demands, **self._health.motion, "there": self._planner_there})
        self._show_task()

    @property
    def _planner_there(self) -> bool:
        return bool(self._triggers[Do.RESET].service_is_ready())

    def _learn_demands(self) -> None:
        if not self._planner_there:
            self._demands = {}
        elif not self._demands and self._ask_demands.service_is_ready():
            future = self._ask_demands.call_async(GetParameters.Request(names=list(_DEMANDS)))
            future.add_done_callback(self._on_demands)

    def _on_demands(self, future: Any) -> None:
        values = future.result().values
        self._demands = {name: value.bool_value for name, value in zip(_DEMANDS, values, strict=False)}

    def _act(self, ask: Ask) -> Answer:
        if ask.do is Do.ATTEMPTS:
            self._attempts.refresh()
            return Answer(True, "reading the recordings")
        if ask.do is Do.OPEN:
            return self._attempts.open(ask.about)
        if ask.do is Do.JUDGE:
            return self._attempts.judge(ask)
        if ask.do is Do.SAY:
            words = ask.text.strip()
            if not words:
                return Answer(False, "say something")
            others = self._say.get_subscription_count() - 1  # one is ours
            if others < 1 or not self._triggers[Do.CANCEL].service_is_ready():
                return Answer(False, "vla_node is not there to hear it")
            self._say.publish(String(data=words))
            return Answer(True, "said")
        if ask.do in (Do.APPROVE, Do.REJECT) and (not ask.text or ask.text != self._task.waiting):
            return Answer(False, "the plan that was shown no longer waits")
        answer = ask_trigger(self._triggers[ask.do], _ANSWER_WITHIN_S)
        if ask.do is Do.RESET and answer.ok:
            self._health.know_stopped(False)
        return answer

    def _stop(self, who: str) -> Answer:
        answer = self._stop_line.stop(who)
        if answer.ok:
            self._health.know_stopped(True)
        return answer

    def _on_stopped(self, who: str) -> None:
        self._lease.drop(None, f"stop by {who}")
        self.get_logger().error(f"stop by {who}")

    def _heartbeat(self) -> None:
        while not self._ended.wait(TICK_S):
            self._lease.tick()
            self._lease.watch()
            self._server.watch()

    def _end_threads(self) -> None:
        self._attempts.close()
        self._stop_line.close()
        for feed in self._feeds.values():
            feed.close()

    def close(self) -> None:
        """End what is enabled, then pages and threads."""
        self._lease.drop(None, "the console ended")
        self._ended.set()
        self._beat.join(1.0)
        self._server.close()
        self._end_threads()


def main() -> int:
    """Entry point of the executable."""
    return run_node("console_node", ConsoleNode)


if __name__ == "__main__":
    sys.exit(main())
