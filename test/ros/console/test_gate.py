# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""The stop's way in, while more connect than can be served, descriptors run out, and the server's own thread ends."""

import os
import resource
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from contextlib import ExitStack

import pytest
from house import House, enable, until
from websockets.exceptions import InvalidStatus

from vla_r1_ros.ros.console import gate, server

_ASK = """
import http.client, sys
sys.stdin.readline()
wire = http.client.HTTPConnection(sys.argv[1], timeout=20)
wire.request("POST", "/stop")
print(wire.getresponse().status)
"""


def burst(house: House, count: int, stack: ExitStack, words: bytes = b"") -> None:
    for _ in range(count):
        one = stack.enter_context(socket.create_connection(("127.0.0.1", house.server.port), timeout=20))
        one.sendall(words)


def test_without_descriptors_the_stop_waits_and_is_heard(house: House) -> None:
    """Whatever takes the descriptors of the process: the door is open again when there are any."""
    kept, taken = resource.getrlimit(resource.RLIMIT_NOFILE), []
    with subprocess.Popen([sys.executable, "-c", _ASK, house.address], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                          text=True) as asker:  # fmt: skip
        assert asker.stdin is not None and asker.stdout is not None
        try:
            resource.setrlimit(resource.RLIMIT_NOFILE, (512, kept[1]))
            with pytest.raises(OSError, match="Too many open files"):
                while True:
                    taken.append(os.open(os.devnull, os.O_RDONLY))
            asker.stdin.write("now\n")
            asker.stdin.flush()
            time.sleep(1.0)
            assert house.stops == []
        finally:
            for one in taken:
                os.close(one)
            resource.setrlimit(resource.RLIMIT_NOFILE, kept)
        assert asker.stdout.readline() == "200\n" and len(house.stops) == 1


@pytest.mark.parametrize("words", [b"", b"P", b"GET / HTTP/1.1\r\nHost: x\r\n"])
def test_connections_that_ask_nothing_make_room_for_the_stop(house: House, words: bytes) -> None:
    page, threads = house.page(), threading.active_count()
    enable(page)
    with ExitStack() as stack:
        burst(house, 300, stack, words)
        begun = time.monotonic()
        assert house.request("POST", "/stop")[0] == 200 and len(house.stops) == 1
        assert time.monotonic() - begun < 4.0
        assert threading.active_count() - threads <= 3 * gate.MAX_OPEN
        page.recv(timeout=5)  # a page stays


def test_pages_leave_room_for_the_stop(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(server, "MAX_CONNECTIONS", 3)
    pages = [house.page("/scene") for _ in range(3)]
    with pytest.raises(InvalidStatus) as caught:
        house.page()
    assert caught.value.response.status_code == 503
    assert house.request("POST", "/stop")[0] == 200
    pages[0].close()
    until(lambda: len(house.server._gate._guests) < 3)
    house.page().recv(timeout=5)


def test_a_server_that_ends_unasked_disables_and_comes_back(make_house: Callable[..., House]) -> None:
    house = make_house()
    page = house.page()
    enable(page)
    time.sleep(0.5)
    enable(page)
    assert house.server.trouble == ""
    house.server._gate._server.socket.shutdown(socket.SHUT_RDWR)
    until(lambda: house.server.trouble)
    assert house.lease.state["holder"] is None and house.said[-1] is False
    assert house.request("POST", "/stop")[0] == 200 and len(house.stops) == 1
    page.recv(timeout=5)  # what was open goes on
