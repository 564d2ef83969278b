# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""The door of the web server: takes in whatever comes, never more than can be served, and outlives every shortage.

websockets' own loop ends for good at the first error of accept, and makes threads for whoever connects.
"""

import errno
import selectors
import socket
import threading
import time
from enum import IntEnum
from typing import Any

from websockets.sync.server import Server

#: Open connections, requests included; each takes four file descriptors and two threads or more.
MAX_OPEN = 96
_SPARE = 16
_PASSING = {errno.EMFILE, errno.ENFILE, errno.ENOMEM, errno.ENOBUFS, errno.ECONNABORTED, errno.EAGAIN, errno.EINTR,
            errno.EPROTO, errno.EPERM}  # fmt: skip
_PAUSE_S = 0.05
_ROOM_WITHIN_S = 2.0
_AGAIN_S = 0.5
_UNACKNOWLEDGED_MS = 5000


class Guest(IntEnum):
    """What a connection is; where room is short, the lowest goes first, of these the oldest, from STOP up none."""

    SILENT = 0
    ASKED = 1
    STOP = 2
    PAGE = 3
    GOING = 4


class Gate:
    """Accepts for `server` in a thread of its own until `close`."""

    def __init__(self, server: Server, most: int = MAX_OPEN) -> None:
        self._server = server
        self._most = most
        self._family, self._address = server.socket.family, server.socket.getsockname()[:2]
        self._room = threading.Condition()
        self._guests: dict[socket.socket, Guest] = {}  # in the order in which they came
        self._ended = threading.Event()
        self._failure, self._started_s = "", 0.0
        self._thread = threading.Thread()
        server.socket.setblocking(False)
        self._start()

    def know(self, sock: socket.socket, guest: Guest, most: int = MAX_OPEN) -> bool:
        """Note what a connection turned out to be; False where `most` are that already."""
        with self._room:
            if sum(one is guest for one in self._guests.values()) >= most:
                return False
            if self._guests.get(sock, Guest.GOING) is not Guest.GOING:
                self._guests[sock] = guest
            return True

    def watch(self) -> str:
        """Start again what ended unasked; returns why it ended, empty where it lives."""
        if self._thread.is_alive() or self._ended.is_set() or time.monotonic() - self._started_s < _AGAIN_S:
            return ""
        why = self._failure or "its thread ended"
        try:
            self._server.socket.close()
            self._server.socket = socket.create_server(self._address, family=self._family)
            self._server.socket.setblocking(False)
            self._start()
        except (OSError, RuntimeError) as error:
            self._failure, self._started_s = f"it does not start again: {error}", time.monotonic()
            return self._failure
        return why

    def close(self) -> None:
        """End every connection, then the threads."""
        self._ended.set()
        self._server.socket_closed.set()
        self._server.shutdown()  # closes the listener and wakes our thread
        with self._room:
            for sock in self._guests:
                _shut(sock)  # a slow viewer must not hold up the end
            self._room.wait_for(lambda: not self._guests, 1.0)
        self._thread.join(0.5)
        self._server.shutdown_watcher.close()

    def _start(self) -> None:
        self._failure, self._started_s = "", time.monotonic()
        self._thread = threading.Thread(target=self._run, name="web server", daemon=True)
        self._thread.start()

    def _run(self) -> None:
        try:
            self._accept()
        except Exception as error:  # noqa: BLE001 - told by `watch`, which starts it again
            self._failure = str(error) or repr(error)

    def _accept(self) -> None:
        with selectors.DefaultSelector() as poller:
            for one in (self._server.shutdown_watcher, self._server.socket):
                poller.register(one, selectors.EVENT_READ)
            while not self._ended.is_set():
                poller.select()
                try:
                    sock, address = self._server.socket.accept()
                except OSError as error:
                    if self._ended.is_set():
                        return
                    if error.errno not in _PASSING:
                        raise
                    with self._room:
                        self._shut_one()
                    self._ended.wait(_PAUSE_S)  # it stays in the listener's queue
                else:
                    self._admit(sock, address)

    def _admit(self, sock: socket.socket, address: Any) -> None:
        with self._room:
            if len(self._guests) >= self._most - _SPARE:
                self._shut_one()  # before there is no room: its threads need a while to end
            if not self._room.wait_for(lambda: len(self._guests) < self._most, _ROOM_WITHIN_S) or self._ended.is_set():
                sock.close()
                return
            self._guests[sock] = Guest.SILENT
        try:
            sock.setblocking(True)
            sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT, _UNACKNOWLEDGED_MS)
            threading.Thread(target=self._serve, args=(sock, address), name="web connection", daemon=True).start()
        except (OSError, RuntimeError):  # it has gone already; no thread can be had
            self._leave(sock)
            self._ended.wait(_PAUSE_S)

    def _serve(self, sock: socket.socket, address: Any) -> None:
        try:
            self._server.handler(sock, address)
        finally:
            self._leave(sock)

    def _leave(self, sock: socket.socket) -> None:
        sock.close()
        with self._room:
            self._guests.pop(sock, None)
            self._room.notify_all()

    def _shut_one(self) -> None:
        sock = min(self._guests, key=lambda one: self._guests[one], default=None)
        if sock is not None and self._guests[sock] < Guest.STOP:
            self._guests[sock] = Guest.GOING
            _shut(sock)


def _shut(sock: socket.socket) -> None:
    try:
        sock.shutdown(socket.SHUT_RDWR)
    except OSError:  # it has gone
        return
