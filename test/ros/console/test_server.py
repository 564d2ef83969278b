# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""The web server over real sockets: access, requests, the stop beside what hangs, slow viewers, lost connections."""

import hashlib
import json
import re
import socket
import struct
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pytest
from house import House, answer, enable, until
from websockets.exceptions import ConnectionClosed, InvalidStatus

from vla_r1_ros.core.errors import ErrorCode, InputError
from vla_r1_ros.core.resources import share_path
from vla_r1_ros.ros import convert
from vla_r1_ros.ros.console.access import Access
from vla_r1_ros.ros.console.desk import Desk
from vla_r1_ros.ros.console.kept import MAX_WHOLE_BYTES
from vla_r1_ros.ros.console.protocol import Ask, Do
from vla_r1_ros.ros.console.server import WebServer

TOKEN = "0123456789abcdef"


def picture(value: int = 90) -> Any:
    rng = np.random.default_rng(value)
    noise = rng.integers(0, 255, (480, 640, 3), dtype=np.uint8)  # does not compress: fills a slow viewer's buffers
    return convert.image_to_msg(noise, 1, "camera")


def test_the_page_is_served_whole_and_guarded(house: House) -> None:
    for path, kind in (("/", "text/html"), ("/console.js", "javascript"), ("/link.js", "javascript"),
                       ("/picture.js", "javascript"), ("/attempts.js", "javascript"),
                       ("/scene.js", "javascript"), ("/scene_parts.js", "javascript"),
                       ("/console.css", "text/css"), ("/icon.svg", "image/svg+xml")):
        status, headers, body = house.request("GET", path)
        assert status == 200 and kind in headers["Content-Type"] and len(body) > 100
        assert "default-src 'self'" in headers["Content-Security-Policy"] and headers["X-Frame-Options"] == "DENY"
        assert b"http://" not in body.replace(b"http://www.w3.org", b"") and b"https://" not in body  # no CDN
    for path in ("/../package.xml", "/%2e%2e/package.xml", "/index.html/..", "/web/index.html", "//etc/passwd"):
        assert house.request("GET", path)[0] == 404


def test_what_is_kept_is_served_by_its_address_and_can_do_nothing(house: House, tmp_path: Path) -> None:
    page = house.kept.offer(b"<p>from a recording</p>", "text/html; charset=utf-8")
    status, headers, body = house.request("GET", page)
    assert (status, body) == (200, b"<p>from a recording</p>")
    policy = headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy and policy.endswith("sandbox") and "frame-ancestors 'self'" in policy
    assert headers["X-Frame-Options"] == "SAMEORIGIN"
    film = tmp_path / "clip.mp4"
    with film.open("wb") as file:
        file.truncate(MAX_WHOLE_BYTES + 1)
    clip = house.kept.offer(film, "video/mp4")
    assert house.request("GET", clip)[0] == 416
    status, headers, body = house.request("GET", clip, Range="bytes=0-99")
    assert (status, len(body), headers["Content-Range"]) == (206, 100, f"bytes 0-99/{MAX_WHOLE_BYTES + 1}")
    for other in ("/kept/", page[:-1], "/kept/../etc/passwd"):
        assert house.request("GET", other)[0] == 404
    assert house.request("GET", page, Host="evil.example")[0] == 404


def test_the_scene_is_told_as_it_changes_and_asks_for_the_token(make_house: Callable[..., House]) -> None:
    house = make_house(TOKEN)
    house.scene.put("joints", {"panda_joint1": 0.1})
    page = house.page("/scene", TOKEN)
    assert json.loads(page.recv(timeout=5)) == {"joints": {"panda_joint1": 0.1}}
    house.scene.put("joints", {"panda_joint1": 0.2})
    house.scene.put("plan", None)
    told: dict[str, Any] = {}
    while len(told) < 2:
        told |= json.loads(page.recv(timeout=5))
    assert told == {"joints": {"panda_joint1": 0.2}, "plan": None}
    with pytest.raises(ConnectionClosed):
        house.page("/scene", "wrong-wrong-wrong").recv(timeout=5)


def test_without_the_token_nothing_is_told_and_the_stop_works(make_house: Callable[..., House]) -> None:
    house = make_house(TOKEN)
    house.board.put("reasoning", "secret of the lab")
    for path in ("/control", "/camera?view=live"):
        with pytest.raises(ConnectionClosed) as caught:
            house.page(path, "wrong" * 4).recv(timeout=5)
        assert caught.value.rcvd is not None and "token" in caught.value.rcvd.reason
    status, _, body = house.request("POST", "/stop")
    assert status == 200 and json.loads(body)["ok"] and len(house.stops) == 1
    assert "secret" in house.page(token=TOKEN).recv(timeout=5)


def test_stop_is_a_post_and_works_from_any_page_by_a_plain_form(house: House) -> None:
    assert house.request("GET", "/stop")[0] == 405 and house.stops == []
    form = {"Origin": "http://elsewhere", "Content-Type": "application/x-www-form-urlencoded", "Content-Length": "0"}
    assert house.request("POST", "/stop", **form)[0] == 200 and len(house.stops) == 1


def test_pages_of_other_sites_are_refused(house: House) -> None:
    for path in ("/control", "/camera"):
        with pytest.raises(InvalidStatus) as caught:
            house.page(path, origin="http://evil.example")
        assert caught.value.response.status_code == 403
    with pytest.raises(InvalidStatus):
        house.page(additional_headers={"Host": "evil.example"})


def test_requests_are_answered_by_number_and_malformed_ones_change_nothing(house: House) -> None:
    page = house.page()
    page.send("not JSON")
    assert "JSON" in answer(page, 0)["words"]
    page.send(json.dumps({"do": "say", "text": "pick up the mug", "id": 5}))
    assert answer(page, 5) == {"id": 5, "ok": True, "words": "did say"}
    assert house.asked == [Ask(Do.SAY, "pick up the mug", id=5)]
    for _ in range(40):
        try:
            page.send('{"do":"dance"}')
        except ConnectionClosed:
            break
    with pytest.raises(ConnectionClosed):
        while True:
            page.recv(timeout=5)
    assert len(house.asked) == 1 and house.page().recv(timeout=5)


def test_a_message_over_the_cap_closes_that_page_alone(house: House) -> None:
    other, page = house.page(), house.page()
    page.send(json.dumps({"do": "say", "text": "x" * 100_000}))
    with pytest.raises(ConnectionClosed):
        while True:
            page.recv(timeout=5)
    assert other.recv(timeout=5) and house.asked == []


def test_the_stop_works_while_requests_hang(house: House) -> None:
    house.busy = True
    page = house.page()
    page.send(json.dumps({"do": "reset", "id": 0}))
    until(lambda: house.asked)  # the worker hangs; what follows waits
    for number in range(1, 20):
        page.send(json.dumps({"do": "reset", "id": number}))
    assert not answer(page, 19)["ok"]  # the queue is full, and says so
    took = []
    for way in range(10):
        begun = time.monotonic()
        if way % 2:
            page.send(json.dumps({"do": "stop", "id": 100 + way}))
            assert answer(page, 100 + way)["ok"]
        else:
            assert house.request("POST", "/stop")[0] == 200
        took.append(time.monotonic() - begun)
    assert sorted(took)[len(took) // 2] < 0.5 and max(took) < 5.0  # what hangs hangs for 20 s
    assert len(house.stops) == 10 and len(house.asked) == 1


def test_the_stop_works_beside_viewers_that_read_nothing(house: House) -> None:
    for _ in range(10):
        house.page("/camera?view=live", max_queue=1)
    silent = [socket.create_connection(("127.0.0.1", house.server.port)) for _ in range(20)]  # never ask anything
    try:
        for number in range(30):
            house.feeds["live"].offer(picture(number))
            time.sleep(0.01)
        took = []
        for _ in range(20):
            begun = time.monotonic()
            assert house.request("POST", "/stop")[0] == 200
            took.append(time.monotonic() - begun)
        assert sorted(took)[len(took) // 2] < 0.2 and max(took) < 1.0
    finally:
        for one in silent:
            one.close()


@pytest.mark.parametrize("how", ["closed", "reset", "hidden", "silent", "stopped"])
def test_the_heartbeat_ends_with_the_connection(house: House, how: str) -> None:
    page = house.page()
    enable(page)
    for _ in range(20):
        page.send(json.dumps({"do": "beat", "number": json.loads(page.recv(timeout=5))["tick"]}))
    until(lambda: len(house.said) > 10)
    assert all(house.said)
    if how == "closed":
        page.close()
    elif how == "reset":
        page.socket.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        page.socket.shutdown(socket.SHUT_RDWR)
    elif how == "hidden":
        page.send(json.dumps({"do": "disable", "text": "the page was hidden"}))
    elif how == "stopped":
        house.lease.drop(None, "stop")
    took = until(lambda: house.said[-1] is False, 2.0)
    assert took < (0.6 if how == "silent" else 0.25)
    count = len(house.said)
    time.sleep(0.3)
    assert len(house.said) == count and house.lease.state["holder"] is None
    ended = {"closed": "connection", "reset": "connection", "hidden": "hidden", "silent": "silent", "stopped": "stop"}
    assert ended[how] in house.lease.state["ended"]  # none of them waits for the silence


def test_a_second_page_does_not_get_what_the_first_holds_until_that_has_gone(house: House) -> None:
    first, second = house.page(), house.page()
    enable(first)
    second.send(json.dumps({"do": "enable", "number": json.loads(second.recv(timeout=5))["tick"], "id": 2}))
    refused = answer(second, 2)
    assert not refused["ok"] and "page" in refused["words"]
    first.close()
    until(lambda: house.lease.state["holder"] is None)
    enable(second)


def test_a_picture_arrives_as_it_was_and_the_newest_wins(house: House) -> None:
    viewer = house.page("/camera?view=live")
    until(lambda: house.feeds["live"]._viewers == 1)
    numbers = []
    for value in range(60):
        last = time.time()
        house.feeds["live"].offer(picture(value))
        time.sleep(0.01)
    offered = time.time()
    viewer.send("")
    arrived_ms = 0.0
    while arrived_ms / 1e3 < last - 0.002:
        data = viewer.recv(timeout=5.0)
        assert isinstance(data, bytes)
        number, arrived_ms, width, height = struct.unpack(">IdHH", data[:16])
        numbers.append(number)
        viewer.send("")
    assert (width, height) == (640, 480)
    assert arrived_ms / 1e3 <= offered + 0.002
    decoded = cv2.imdecode(np.frombuffer(data[16:], np.uint8), cv2.IMREAD_COLOR)[:, :, ::-1]
    truth = convert.image_from_msg(picture(59)).astype(float)
    assert np.corrcoef(decoded.ravel(), truth.ravel())[0, 1] > 0.4  # the last one, not one that waited
    assert len(numbers) < 15 and numbers == sorted(set(numbers))


def test_a_slow_viewer_slows_neither_the_camera_nor_another_viewer(house: House) -> None:
    for _ in range(5):
        house.page("/camera?view=live", max_queue=1)  # take what the network holds, and acknowledge nothing
    quick, seen = house.page("/camera?view=live"), []

    def look() -> None:
        while True:
            try:
                seen.append(quick.recv(timeout=1.0))
                quick.send("")
            except (TimeoutError, ConnectionClosed):
                return

    looking = threading.Thread(target=look)
    looking.start()
    until(lambda: house.feeds["live"]._viewers == 6)
    slowest = 0.0
    for value in range(40):
        message = picture(value)
        begun = time.monotonic()
        house.feeds["live"].offer(message)
        slowest = max(slowest, time.monotonic() - begun)
        time.sleep(0.03)
    looking.join()
    assert slowest < 0.1 and len(seen) > 20


def test_an_image_that_makes_no_sense_is_told_and_the_next_is_shown(house: House) -> None:
    viewer, feed = house.page("/camera?view=live"), house.feeds["live"]
    broken = picture()
    broken.step = 7
    feed.offer(broken)
    until(lambda: "INPUT_IMAGE_INVALID" in feed.refusal)
    feed.offer(picture())
    assert len(viewer.recv(timeout=5)) > 1000 and feed.refusal == ""


def test_nobody_looks_nothing_is_encoded(house: House) -> None:
    for value in range(5):
        house.feeds["live"].offer(picture(value))
        time.sleep(0.02)
    assert house.feeds["live"].newer(0, 0.1) is None and house.feeds["live"].arrived_s is not None


def test_a_port_that_is_taken_is_named(house: House) -> None:
    desk = Desk(Access("127.0.0.1", None), house.board, house.lease, house.feeds, house.kept, house.scene,
                house._act, house._stop, str)
    with pytest.raises(InputError, match=str(house.server.port)) as caught:
        WebServer(desk, "127.0.0.1", house.server.port)
    assert caught.value.code is ErrorCode.INPUT_ENVIRONMENT


def test_what_of_others_is_served_is_what_the_lock_made() -> None:
    vendor = share_path("web/vendor")
    told = re.search(r"sha256 `([0-9a-f]{64})`", (vendor / "README.md").read_text())
    assert told is not None and hashlib.sha256((vendor / "three.js").read_bytes()).hexdigest() == told[1]
    wanted = json.loads((vendor / "package.json").read_text())["devDependencies"]
    locked = json.loads((vendor / "package-lock.json").read_text())["packages"]
    for name, version in wanted.items():
        assert locked[f"node_modules/{name}"]["version"] == version
        assert f"{name} {version}" in re.sub(r"\[([^]]*)\]\([^)]*\)", r"\1", (vendor / "README.md").read_text())
