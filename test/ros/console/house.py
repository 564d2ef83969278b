# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""A web server over real sockets, and what it hands on, written down."""

import http.client
import json
import threading
import time
from collections.abc import Callable
from contextlib import ExitStack
from typing import Any

from websockets.sync.client import ClientConnection, connect

from vla_r1_ros.ros.console.access import Access
from vla_r1_ros.ros.console.board import Board
from vla_r1_ros.ros.console.desk import Desk
from vla_r1_ros.ros.console.enable import TICK_S, EnableLease
from vla_r1_ros.ros.console.frames import Feed
from vla_r1_ros.ros.console.kept import Kept
from vla_r1_ros.ros.console.protocol import Answer, Ask
from vla_r1_ros.ros.console.server import WebServer


class House:
    """A server with a desk whose requests are written down; what one does with `busy` hangs until it is set free."""

    def __init__(self, token: str | None = None) -> None:
        self.said: list[bool] = []
        self.asked: list[Ask] = []
        self.stops: list[str] = []
        self.free = threading.Event()
        self.busy = False
        self.lease = EnableLease(self.said.append)
        self.board = Board()
        self.feeds = {name: Feed(name, 80, 640, 200.0) for name in ("live", "seen")}
        self.kept, self.scene = Kept(), Board()
        desk = Desk(Access("127.0.0.1", token), self.board, self.lease, self.feeds, self.kept, self.scene,
                    self._act, self._stop, str)
        self.server = WebServer(desk, "127.0.0.1", 0)
        self.address = f"127.0.0.1:{self.server.port}"
        self._ended = threading.Event()
        self._beat = threading.Thread(target=self._tick)
        self._beat.start()
        self._open = ExitStack()

    def _tick(self) -> None:
        while not self._ended.wait(TICK_S):
            self.lease.tick()
            self.lease.watch()
            self.server.watch()

    def _act(self, ask: Ask) -> Answer:
        self.asked.append(ask)
        if self.busy:
            self.free.wait(20)
        return Answer(True, f"did {ask.do}")

    def _stop(self, who: str) -> Answer:
        self.stops.append(who)
        return Answer(True, "stopped")

    def page(self, path: str = "/control", token: str | None = None, **more: Any) -> ClientConnection:
        page: ClientConnection = self._open.enter_context(
            connect(f"ws://{self.address}{path}", open_timeout=5, close_timeout=0.2, compression=None, **more))
        page.send(json.dumps({"do": "hello", "text": token or ""}))
        return page

    def request(self, method: str, path: str, **headers: str) -> tuple[int, dict[str, str], bytes]:
        wire = http.client.HTTPConnection(self.address, timeout=5)
        wire.request(method, path, headers=headers)
        answer = wire.getresponse()
        body = answer.read()
        wire.close()
        return answer.status, dict(answer.getheaders()), body

    def close(self) -> float:
        self._ended.set()
        self._beat.join()
        begun = time.monotonic()
        self.server.close()
        took = time.monotonic() - begun
        self.free.set()
        self._open.close()
        for feed in self.feeds.values():
            feed.close()
        return took


def until(condition: Callable[[], Any], seconds: float = 5.0) -> float:
    begun = time.monotonic()
    while not condition():
        assert time.monotonic() - begun < seconds
        time.sleep(0.005)
    return time.monotonic() - begun


def answer(page: ClientConnection, number: int) -> dict[str, Any]:
    """What the server answers to request `number`; the messages before it are passed over."""
    for _ in range(200):
        for one in json.loads(page.recv(timeout=5)).get("answers", []):
            if one["id"] == number:
                return dict(one)
    raise AssertionError("no answer")


def enable(page: ClientConnection) -> None:
    for number in range(20):  # on a busy machine the tick may be too old by the time it is heard
        page.send(json.dumps({"do": "enable", "number": json.loads(page.recv(timeout=5))["tick"], "id": number}))
        if answer(page, number)["ok"]:
            return
    raise AssertionError("never enabled")
