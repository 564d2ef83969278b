# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""The connections of one page: commands and facts on one, pictures on another, so that neither holds up the other."""

import contextlib
import itertools
import json
import queue
import threading
import time
from typing import Any

from websockets.exceptions import ConnectionClosed
from websockets.sync.server import ServerConnection

from vla_r1_ros.core.errors import InputError
from vla_r1_ros.ros.console.desk import Desk
from vla_r1_ros.ros.console.protocol import Answer, Ask, Do, parse_ask

HELLO_WITHIN_S = 5.0
_SEND_PERIOD_S = 0.05
_MAX_PENDING = 8
_MAX_MALFORMED = 20
_FRAMES_IN_FLIGHT = 2
_POLICY, _TRY_LATER = 1008, 1013
_numbers = itertools.count(1)


def admitted(connection: ServerConnection, desk: Desk) -> bool:
    """Whether the page says hello in time with the right token; else the connection is closed with the reason."""
    try:
        ask = parse_ask(connection.recv(timeout=HELLO_WITHIN_S))
    except TimeoutError:
        connection.close(_POLICY, "no hello came")
        return False
    except InputError as error:
        connection.close(_POLICY, error.message[:100])
        return False
    if ask.do is Do.HELLO and desk.access.admits(ask.text):
        return True
    desk.ended.wait(0.5)  # guessing is slow
    connection.close(_POLICY, "the token is wrong")
    return False


class CommandLink:
    """Hears one page's requests and tells it what changes. Its end, whatever the cause, ends the page's enable."""

    def __init__(self, connection: ServerConnection, desk: Desk) -> None:
        self._connection = connection
        self._desk = desk
        address = connection.remote_address
        self.name = f"page {next(_numbers)} ({address[0] if address else 'unknown'})"
        self._answers: queue.SimpleQueue[tuple[int, Answer]] = queue.SimpleQueue()
        self._todo: queue.Queue[Ask | None] = queue.Queue(_MAX_PENDING)
        self._gone = threading.Event()

    def run(self) -> None:
        """Serve the page until it goes; called in the connection's own thread."""
        threads = [threading.Thread(target=target, name=f"{self.name} {word}", daemon=True)
                   for target, word in ((self._send, "send"), (self._work, "work"))]
        for thread in threads:
            thread.start()
        self._desk.log(f"{self.name} is connected")
        try:
            self._hear()
        except ConnectionClosed:
            pass
        finally:
            self._gone.set()
            self._desk.lease.drop(self.name, "the connection to the page was lost")
            with contextlib.suppress(queue.Full):  # the worker looks at _gone after each
                self._todo.put_nowait(None)
            self._desk.log(f"{self.name} has gone")

    def _hear(self) -> None:
        malformed = 0
        for message in self._connection:
            try:
                self._take(parse_ask(message))
            except InputError as error:
                malformed += 1
                self._answers.put((0, Answer(False, error.message)))
                if malformed >= _MAX_MALFORMED:
                    self._connection.close(_POLICY, "too many messages that make no sense")
                    return

    def _take(self, ask: Ask) -> None:
        lease = self._desk.lease
        if ask.do is Do.BEAT:
            lease.beat(self.name, ask.number)
        elif ask.do is Do.STOP:
            threading.Thread(target=self._stop, args=(ask,), name=f"{self.name} stop", daemon=True).start()
        elif ask.do is Do.DISABLE:
            lease.drop(self.name, ask.text or "switched off on the page")
        elif ask.do is Do.ENABLE:
            self._answers.put((ask.id, lease.take(self.name, ask.number)))
        elif ask.do is not Do.HELLO:
            try:
                self._todo.put_nowait(ask)
            except queue.Full:
                self._answers.put((ask.id, Answer(False, "too many requests wait; the stack does not answer")))

    def _stop(self, ask: Ask) -> None:
        self._answers.put((ask.id, self._desk.stop(self.name)))

    def _work(self) -> None:
        while not self._gone.is_set():
            ask = self._todo.get()
            if ask is not None and not self._gone.is_set():
                self._answers.put((ask.id, self._desk.act(ask)))

    def _send(self) -> None:
        seen: dict[str, int] = {}
        try:
            while not self._gone.wait(_SEND_PERIOD_S):
                self._connection.send(self._message(seen))
        except ConnectionClosed:
            self._gone.set()

    def _message(self, seen: dict[str, int]) -> str:
        lease = self._desk.lease
        state = lease.state
        parts: dict[str, Any] = {
            "tick": lease.number, "now": round(time.monotonic(), 3), "mine": state["holder"] == self.name,
            "holder": state["holder"], "ended": state["ended"],
        }  # fmt: skip
        if answers := self._waiting_answers():
            parts["answers"] = answers
        text = json.dumps(parts)
        news = self._desk.board.newer(seen)
        return f'{text[:-1]}, "news": {news}}}' if news else text

    def _waiting_answers(self) -> list[dict[str, Any]]:
        found = []
        while not self._answers.empty():
            number, answer = self._answers.get()
            found.append({"id": number, "ok": answer.ok, "words": answer.words})
        return found


def send_frames(connection: ServerConnection, desk: Desk, view: str) -> None:
    """Send pictures of a feed as fast as the page acknowledges them; what comes in between is left out.

    At most two are under way, so that what a slow page sees is late by two frames, not by what buffers hold.
    """
    feed = desk.feeds[view]
    number, in_flight = 0, 0
    try:
        with feed.watched():
            while not desk.ended.is_set():
                while in_flight:
                    try:
                        connection.recv(timeout=0.0 if in_flight < _FRAMES_IN_FLIGHT else 1.0)
                    except TimeoutError:
                        break
                    in_flight -= 1
                if in_flight >= _FRAMES_IN_FLIGHT:
                    continue
                frame = feed.newer(number, 0.5)
                if frame is not None:
                    number = frame.number
                    connection.send(frame.packed())
                    in_flight += 1
    except ConnectionClosed:
        return


def send_scene(connection: ServerConnection, desk: Desk) -> None:
    """Send what the 3D view shows as it changes; a slow page gets the newest of each kind."""
    seen: dict[str, int] = {}
    try:
        while not desk.ended.is_set():
            if news := desk.scene.newer(seen):
                connection.send(news)
            with contextlib.suppress(TimeoutError):
                connection.recv(timeout=_SEND_PERIOD_S)  # a page says nothing here, but it may go
    except ConnectionClosed:
        return
