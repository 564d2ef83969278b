# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""console_node among real topics and services: what is heard reaches the page, what is decided reaches the arm."""

import http.client
import json
import random
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from typing import Any

import numpy as np
import pytest
import rclpy
from diagnostic_msgs.msg import DiagnosticArray, DiagnosticStatus, KeyValue
from nav_msgs.msg import Path
from rclpy.executors import MultiThreadedExecutor, SingleThreadedExecutor
from rclpy.node import Node
from rclpy.signals import SignalHandlerOptions
from sensor_msgs.msg import Image
from std_msgs.msg import Bool, String
from std_srvs.srv import Trigger
from vision_msgs.msg import Detection2DArray
from websockets.sync.client import connect

from vla_r1_ros.core.errors import ErrorCode, InputError
from vla_r1_ros.core.report import Phase, StatusReport
from vla_r1_ros.core.types import Box
from vla_r1_ros.ros import convert
from vla_r1_ros.ros.console.access import TOKEN_VARIABLE
from vla_r1_ros.ros.console.protocol import Do
from vla_r1_ros.ros.console_node import ConsoleNode
from vla_r1_ros.ros.qos import COMMAND, LATCHED, SENSOR, STATUS

LOOK_NS = 3_000_000_007
WORDS = "put the red cube in the blue bowl"


class Page:
    """A page's command connection: keeps the newest of each kind."""

    def __init__(self, port: int, stack: ExitStack) -> None:
        self._wire = stack.enter_context(connect(f"ws://127.0.0.1:{port}/control", close_timeout=0.2))
        self._wire.send('{"do":"hello"}')
        self.facts: dict[str, Any] = {}
        self.answers: dict[int, dict[str, Any]] = {}
        self.echo = False
        self._numbers = 0

    def hear(self) -> None:
        parts = json.loads(self._wire.recv(timeout=5))
        self.facts |= parts.pop("news", {})
        self.answers |= {answer["id"]: answer for answer in parts.pop("answers", [])}
        self.facts |= parts
        if self.echo:
            self._wire.send(json.dumps({"do": "beat", "number": parts["tick"]}))

    def until(self, condition: Callable[[], Any], seconds: float = 15.0) -> None:
        end = time.monotonic() + seconds
        while not condition():
            assert time.monotonic() < end, self.facts
            self.hear()

    def ask(self, do: str, **more: Any) -> dict[str, Any]:
        self._numbers += 1
        number = self._numbers
        self._wire.send(json.dumps({"do": do, "id": number, **more}))
        self.until(lambda: number in self.answers)
        return self.answers[number]

    def close(self) -> None:
        self._wire.close()


class Cell:
    """The console, and the nodes around it as they would be: topics of the stack, services of planner_node."""

    def __init__(self, planner: bool) -> None:
        self.console = ConsoleNode()
        self.user = Node("user")
        user = self.user
        self.called: list[str] = []
        self.said: list[str] = []
        self.enabled: list[tuple[float, bool]] = []
        self.hang = threading.Event()
        if planner:
            for name in ("vla_node/cancel", *(f"planner_node/{do}" for do in ("stop", "reset", "approve", "reject"))):
                user.create_service(Trigger, name, lambda _, response, name=name: self._serve(name, response))
        user.create_subscription(String, "instruction", lambda m: self.said.append(m.data), COMMAND)
        user.create_subscription(Bool, "enable_motion", lambda m: self.enabled.append((time.monotonic(), m.data)), 50)
        self.publishers = {topic: user.create_publisher(kind, topic, qos) for topic, kind, qos in (
            ("status", DiagnosticArray, STATUS), ("motion_status", DiagnosticArray, STATUS),
            ("/diagnostics", DiagnosticArray, 10), ("reasoning", String, COMMAND), ("image", Image, SENSOR),
            ("overlay", Image, LATCHED), ("affordance", Detection2DArray, LATCHED), ("trajectory_2d", Path, LATCHED),
        )}  # fmt: skip
        self._executors = [SingleThreadedExecutor(), MultiThreadedExecutor(num_threads=2)]
        for executor, node in zip(self._executors, (self.console, user), strict=True):
            executor.add_node(node)
        self._threads = [threading.Thread(target=executor.spin) for executor in self._executors]
        for thread in self._threads:
            thread.start()
        self.stack = ExitStack()
        self.port = self.console._server.port
        self.until(lambda: all(p.get_subscription_count() for p in self.publishers.values()))
        self.until(lambda: user.count_publishers("enable_motion") and user.count_publishers("instruction"))
        if planner:
            self.until(lambda: self.console._planner_there and self.console._stop_line.ready)
            self.until(self.console._triggers[Do.CANCEL].service_is_ready)
        time.sleep(0.3)

    def _serve(self, name: str, response: Trigger.Response) -> Trigger.Response:
        self.called.append(name.split("/")[1])
        response.success, response.message = True, "done"
        return response

    def until(self, condition: Callable[[], Any], seconds: float = 15.0) -> None:
        end = time.monotonic() + seconds
        while not condition():
            assert time.monotonic() < end
            time.sleep(0.005)

    def page(self) -> Page:
        return Page(self.port, self.stack)

    def tell(self, topic: str, source: str, stage: str, code: ErrorCode = ErrorCode.OK,
             look_ns: int = LOOK_NS, **values: str) -> None:
        report = StatusReport(look_ns, source, "a-1" if source == "vla_node" else "", 0, stage, code, "", values)
        self.publishers[topic].publish(convert.status_to_msg(report))

    def post_stop(self) -> tuple[int, dict[str, Any], float]:
        begun = time.monotonic()
        wire = http.client.HTTPConnection("127.0.0.1", self.port, timeout=5)
        wire.request("POST", "/stop")
        answer = wire.getresponse()
        body = json.loads(answer.read())
        wire.close()
        return answer.status, body, time.monotonic() - begun

    def close(self) -> None:
        self.hang.set()
        self.stack.close()
        begun = time.monotonic()
        self.console.close()
        assert time.monotonic() - begun < 2.0
        for executor, thread in zip(self._executors, self._threads, strict=True):
            executor.shutdown(timeout_sec=2.0)
            thread.join(3.0)
        self.console.destroy_node()
        self.user.destroy_node()


@pytest.fixture
def make_cell(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[..., Cell]]:
    monkeypatch.setenv("ROS_DOMAIN_ID", str(random.randint(102, 200)))
    monkeypatch.delenv(TOKEN_VARIABLE, raising=False)
    rclpy.init(args=["--ros-args", "-p", "port:=0"], signal_handler_options=SignalHandlerOptions.NO)
    cells: list[Cell] = []

    def make(planner: bool = True) -> Cell:
        cells.append(Cell(planner))
        return cells[-1]

    yield make
    for cell in cells:
        cell.close()
    rclpy.try_shutdown()


def test_what_the_stack_tells_reaches_the_page(make_cell: Callable[..., Cell]) -> None:
    cell = make_cell()
    page = cell.page()
    assert page.ask("say", text=f" {WORDS} ")["ok"]
    cell.until(lambda: cell.said == [WORDS])
    page.until(lambda: page.facts.get("said"))
    cell.tell("status", "vla_node", Phase.ACCEPTED, instruction=WORDS, steps="2")
    cell.tell("status", "vla_node", Phase.LOOK)
    cell.publishers["reasoning"].publish(String(data="The red cube is"))
    page.until(lambda: page.facts.get("reasoning") == "The red cube is")
    picture = np.full((48, 64, 3), 90, np.uint8)
    cell.publishers["image"].publish(convert.image_to_msg(picture, LOOK_NS, "camera"))
    seen = convert.Affordance(LOOK_NS, "camera", Box(0.5, 0.4, 0.2, 0.1), "a-1", "red cube", 0.9)
    cell.publishers["affordance"].publish(convert.affordance_to_msg(seen, 64, 48))
    cell.publishers["trajectory_2d"].publish(
        convert.path_to_msg(np.array([[0.1, 0.2], [0.3, 0.4]]), 64, 48, LOOK_NS, "camera"))
    page.until(lambda: page.facts.get("decision") and page.facts["camera"]["at"])
    decision = page.facts["decision"]
    assert np.allclose(decision["box"], [0.5, 0.4, 0.2, 0.1])
    assert np.allclose(decision["path"], [[0.1, 0.2], [0.3, 0.4]])
    assert (decision["label"], decision["score"]) == ("red cube", 0.9)
    cell.tell("motion_status", "planner_node", Phase.FAILED, ErrorCode.PLAN_NO_PATH, advice="make room")
    page.until(lambda: page.facts["task"]["code_name"] == "PLAN_NO_PATH")
    task = page.facts["task"]
    assert (task["instruction"], task["steps"], task["advice"]) == (WORDS, "2", "make room")
    cell.tell("status", "vla_node", Phase.LOOK)
    time.sleep(0.4)
    page.until(lambda: page.facts["task"]["stage"] == Phase.LOOK)
    assert page.facts["decision"]  # told late, of the look that the decision is of
    cell.tell("status", "vla_node", Phase.LOOK, look_ns=LOOK_NS + 1)
    page.until(lambda: page.facts["decision"] is None and page.facts["reasoning"] == "")
    status = DiagnosticStatus(level=DiagnosticStatus.WARN, name="planner_node: motion", message="stopped", values=[
        KeyValue(key="moving", value="False"), KeyValue(key="stopped", value="True")])
    cell.publishers["/diagnostics"].publish(DiagnosticArray(status=[status]))
    page.until(lambda: page.facts["planner"].get("stopped") is True)
    assert {"name": "planner_node: motion", "level": "warn"}.items() <= page.facts["health"][0].items()
    again = cell.page()  # one that comes later sees the same
    again.until(lambda: again.facts.get("said"))
    assert again.facts["task"] == page.facts["task"]


def test_the_stop_reaches_the_planner_while_the_console_hangs(make_cell: Callable[..., Cell]) -> None:
    cell = make_cell()
    page = cell.page()
    page.until(lambda: "tick" in page.facts)
    assert page.ask("enable", number=page.facts["tick"])["ok"]
    hangs = threading.Event()

    def hang() -> None:
        hangs.set()
        cell.hang.wait(20)

    cell.console.create_timer(0.01, hang)
    assert hangs.wait(5.0)  # from here on the console's executor does nothing
    status, answer, took = cell.post_stop()
    assert status == 200 and answer["ok"] and "confirmed" in answer["words"] and took < 0.5
    assert cell.called == ["stop"]
    cell.until(lambda: cell.enabled and cell.enabled[-1][1] is False)
    assert page.ask("stop")["ok"] and cell.called == ["stop", "stop"]


def test_a_web_server_that_ends_is_told_and_serves_the_stop_again(make_cell: Callable[..., Cell]) -> None:
    cell = make_cell()
    told: list[DiagnosticStatus] = []
    cell.user.create_subscription(DiagnosticArray, "/diagnostics", lambda m: told.extend(m.status), 10)
    time.sleep(0.5)
    cell.console._server._gate._server.socket.shutdown(socket.SHUT_RDWR)
    cell.until(lambda: any(one.name == "console_node: console" and one.level == DiagnosticStatus.ERROR
                           and "ended unasked" in one.message for one in told))  # fmt: skip
    assert cell.post_stop()[0] == 200 and cell.called == ["stop"]


def test_a_stop_that_nobody_confirms_is_told_as_that(make_cell: Callable[..., Cell]) -> None:
    cell = make_cell(planner=False)
    status, answer, took = cell.post_stop()
    assert status == 502 and not answer["ok"] and "emergency stop" in answer["words"] and took < 2.0
    page = cell.page()
    assert page.ask("reset")["words"].endswith("planner_node is not there")
    assert "vla_node is not there" in page.ask("say", text=WORDS)["words"]
    cell.tell("motion_status", "planner_node", "await_approval")
    page.until(lambda: page.facts.get("task", {}).get("waiting"))
    assert "not there" in page.ask("approve", text=str(LOOK_NS))["words"]


def test_only_the_plan_that_was_shown_is_approved(make_cell: Callable[..., Cell]) -> None:
    cell = make_cell()
    page = cell.page()
    cell.tell("motion_status", "planner_node", "await_approval")
    page.until(lambda: page.facts.get("task", {}).get("waiting") == str(LOOK_NS))
    for look in ("", "1", str(LOOK_NS + 1)):
        assert not page.ask("approve", text=look)["ok"]
    assert cell.called == []
    assert page.ask("reject", text=str(LOOK_NS))["ok"] and cell.called == ["reject"]
    cell.tell("motion_status", "planner_node", Phase.FAILED, ErrorCode.SAFETY_NOT_APPROVED)
    page.until(lambda: page.facts["task"]["waiting"] == "")
    assert not page.ask("approve", text=str(LOOK_NS))["ok"] and cell.called == ["reject"]
    assert page.ask("reset")["ok"] and cell.called == ["reject", "reset"]


@pytest.mark.parametrize("end", ["closed", "silent"])
def test_the_heartbeat_lives_and_ends_with_the_page(make_cell: Callable[..., Cell], end: str) -> None:
    cell = make_cell()
    page = cell.page()
    page.echo = True
    for _ in range(5):  # a starved machine ends it, as it should: then anew
        page.until(lambda: "tick" in page.facts)
        cell.enabled.clear()
        if not page.ask("enable", number=page.facts["tick"])["ok"]:
            continue
        begun = time.monotonic()
        page.until(lambda since=begun: time.monotonic() - since > 3.0)
        if cell.enabled and all(on for _, on in cell.enabled):
            break
    else:
        pytest.fail("it did not live for 3 s")
    assert len(cell.enabled) > 15  # 5 Hz is asked for
    if end == "closed":
        page.close()
    else:
        page.echo = False
    cell.until(lambda: cell.enabled[-1][1] is False, 2.0)
    count = len(cell.enabled)
    time.sleep(0.5)
    assert len(cell.enabled) == count


def test_messages_that_make_no_sense_do_not_end_it(make_cell: Callable[..., Cell]) -> None:
    cell = make_cell()
    page = cell.page()
    cell.publishers["status"].publish(DiagnosticArray())
    cell.publishers["motion_status"].publish(DiagnosticArray(status=[DiagnosticStatus(name="x" * 10_000)] * 3))
    cell.publishers["/diagnostics"].publish(DiagnosticArray(status=[
        DiagnosticStatus(name=f"node {number}: {'y' * 1000}", message="z" * 5000) for number in range(200)]))
    cell.publishers["image"].publish(Image(width=64, height=48, encoding="rgb8", step=7, data=b"123"))
    cell.publishers["overlay"].publish(Image(encoding="\x00", data=b""))
    broken = convert.affordance_to_msg(
        convert.Affordance(LOOK_NS, "camera", Box(0.5, 0.4, 0.2, 0.1), "a", "b", 1.0), 64, 48)
    broken.detections[0].bbox.size_x = float("nan")
    cell.publishers["affordance"].publish(broken)
    cell.publishers["trajectory_2d"].publish(convert.path_to_msg(None, 64, 48, LOOK_NS, "camera"))
    page.until(lambda: len(page.facts.get("health", [])) > 50)
    assert len(page.facts["health"]) <= 60 and len(json.dumps(page.facts["health"])) < 60_000
    cell.tell("status", "vla_node", Phase.LOOK)
    page.until(lambda: page.facts.get("task", {}).get("stage") == Phase.LOOK)


def test_reachable_from_elsewhere_it_needs_a_token(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ROS_DOMAIN_ID", str(random.randint(102, 200)))
    monkeypatch.delenv(TOKEN_VARIABLE, raising=False)
    rclpy.init(args=["--ros-args", "-p", "port:=0", "-p", "host:=0.0.0.0"],
               signal_handler_options=SignalHandlerOptions.NO)
    try:
        with pytest.raises(InputError, match="without a token") as caught:
            ConsoleNode()
        assert caught.value.code is ErrorCode.INPUT_PARAMETER
        monkeypatch.setenv(TOKEN_VARIABLE, "0123456789abcdef")
        node = ConsoleNode()
        assert "0123" not in node.url
        node.close()
        node.destroy_node()
    finally:
        rclpy.try_shutdown()
