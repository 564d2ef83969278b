# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""The console's web server: the page, its two WebSocket connections, and POST /stop, which needs nothing else.

One thread a connection (websockets' threading server): no request waits for another, and none for a slow viewer.
"""

import json
import mimetypes
import socket
import time
from http import HTTPStatus
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

from websockets.datastructures import Headers
from websockets.exceptions import ConnectionClosed
from websockets.http11 import Request, Response
from websockets.sync.server import ServerConnection, serve

from vla_r1_ros.core.errors import ErrorCode, InputError
from vla_r1_ros.core.resources import share_path
from vla_r1_ros.ros.console.desk import Desk
from vla_r1_ros.ros.console.gate import Gate, Guest
from vla_r1_ros.ros.console.kept import PREFIX
from vla_r1_ros.ros.console.page_link import CommandLink, admitted, send_frames, send_scene
from vla_r1_ros.ros.console.protocol import MAX_MESSAGE_BYTES

#: Pages; the gate takes in more, so that requests, POST /stop first of all, find room beside them.
MAX_CONNECTIONS = 64
_FILES = {"/": "index.html", "/console.css": "console.css", "/console.js": "console.js", "/link.js": "link.js",
          "/picture.js": "picture.js", "/attempts.js": "attempts.js", "/scene.js": "scene.js",
          "/scene_parts.js": "scene_parts.js",
          "/vendor/three.js": "vendor/three.js", "/icon.svg": "icon.svg"}  # fmt: skip
_SECURITY = {
    "Content-Security-Policy": "default-src 'self'; img-src 'self' blob: data:; connect-src 'self' ws: wss:; "
                               "frame-ancestors 'none'; base-uri 'none'; form-action 'self'",
    "X-Content-Type-Options": "nosniff", "X-Frame-Options": "DENY", "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-store",
}  # fmt: skip
#: For what was made of recordings and descriptions of others: it is shown, and does nothing.
_OF_OTHERS = {
    "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; img-src data:; frame-ancestors 'self'; "
                               "sandbox",
    "X-Frame-Options": "SAMEORIGIN", "Accept-Ranges": "bytes",
}  # fmt: skip
_TOLD_S = 30.0


class WebServer:
    """Serves one desk on `host`:`port` until `close`; port 0 takes any that is free.

    Raises:
        InputError: INPUT_ENVIRONMENT where the port cannot be had, INPUT_FILE where the page does not ship.
    """

    def __init__(self, desk: Desk, host: str, port: int) -> None:
        self._desk = desk
        self._files = {url: self._load(share_path("web") / name) for url, name in _FILES.items()}
        self._trouble, self._trouble_s = "", 0.0
        try:
            server = serve(
                self._handle, host.strip("[]"), port, process_request=self._route, compression=None, open_timeout=5.0,
                close_timeout=0.5, ping_interval=5.0, ping_timeout=10.0, max_size=MAX_MESSAGE_BYTES, server_header=None,
                family=socket.AF_INET6 if ":" in host else socket.AF_INET,
            )  # fmt: skip
        except OSError as error:
            raise InputError(ErrorCode.INPUT_ENVIRONMENT, f"the console cannot listen on {host}:{port}: {error}",
                             "choose another with -p port:=, or --port of `vla_r1 console`") from error
        self.port = int(server.socket.getsockname()[1])
        self._gate = Gate(server)

    @property
    def trouble(self) -> str:
        """Why the server ended unasked within the last half a minute; empty where it did not."""
        return self._trouble if time.monotonic() - self._trouble_s < _TOLD_S else ""

    def watch(self) -> None:
        """Call every `TICK_S`: starts again what ended unasked, and nothing stays enabled from before."""
        if why := self._gate.watch():
            self._trouble, self._trouble_s = f"the web server ended unasked: {why}", time.monotonic()
            self._desk.lease.drop(None, "the web server ended unasked")
            self._desk.log(self._trouble)

    def close(self) -> None:
        """End every connection, then the threads."""
        self._desk.ended.set()
        self._gate.close()

    def _route(self, connection: ServerConnection, request: Request) -> Response | None:
        path = urlsplit(request.path).path
        self._gate.know(connection.socket, Guest.STOP if path == "/stop" else Guest.ASKED)
        if path == "/stop":  # first, and asked of nobody: whoever can reach the console can stop
            return self._stop(connection, request)
        if path in self._files:
            kind, body = self._files[path]
            return _response(HTTPStatus.OK, kind, body if request.method != "HEAD" else b"")
        if path.startswith(PREFIX):
            return self._keep(path, request)
        if path not in ("/control", "/camera", "/scene"):
            return _response(HTTPStatus.NOT_FOUND, "text/plain", b"not here\n")
        if not self._desk.access.same_site(request.headers.get("Host"), request.headers.get("Origin")):
            return _response(HTTPStatus.FORBIDDEN, "text/plain", b"this page is not of this console\n")
        if not self._gate.know(connection.socket, Guest.PAGE, MAX_CONNECTIONS):
            return _response(HTTPStatus.SERVICE_UNAVAILABLE, "text/plain", b"too many pages are open\n")
        return None

    def _stop(self, connection: ServerConnection, request: Request) -> Response:
        if request.method != "POST":
            return _response(HTTPStatus.METHOD_NOT_ALLOWED, "text/plain", b"POST stops\n", Allow="POST")
        address = connection.remote_address
        answer = self._desk.stop(f"POST /stop from {address[0] if address else 'unknown'}")
        body = json.dumps({"ok": answer.ok, "words": answer.words}).encode()
        return _response(HTTPStatus.OK if answer.ok else HTTPStatus.BAD_GATEWAY, "application/json", body)

    def _keep(self, path: str, request: Request) -> Response:
        item = self._desk.kept.find(path)
        if item is None or not self._desk.access.same_site(request.headers.get("Host"), None):
            return _response(HTTPStatus.NOT_FOUND, "text/plain", b"not here, or no longer\n")
        wanted = request.headers.get("Range")
        try:
            body, place = item.part(wanted)
        except (OSError, ValueError) as error:
            return _response(HTTPStatus.REQUESTED_RANGE_NOT_SATISFIABLE, "text/plain", f"{error}\n".encode())
        if place is None:
            return _response(HTTPStatus.OK, item.kind, body, **_OF_OTHERS)
        more = {**_OF_OTHERS, "Content-Range": place}
        return _response(HTTPStatus.PARTIAL_CONTENT, item.kind, body, **more)

    def _handle(self, connection: ServerConnection) -> None:
        try:
            if not admitted(connection, self._desk):
                return
            target = urlsplit(connection.request.path if connection.request else "/")
            if target.path == "/control":
                CommandLink(connection, self._desk).run()
                return
            if target.path == "/scene":
                send_scene(connection, self._desk)
                return
            view = parse_qs(target.query).get("view", ["live"])[0]
            if view in self._desk.feeds:
                send_frames(connection, self._desk, view)
        except ConnectionClosed:
            return

    @staticmethod
    def _load(path: Path) -> tuple[str, bytes]:
        kind = mimetypes.guess_type(path.name)[0] or "application/octet-stream"
        try:
            return f"{kind}; charset=utf-8", path.read_bytes()
        except OSError as error:
            raise InputError(ErrorCode.INPUT_FILE, f"the console's page lacks {path.name}: {error}",
                             "install the package again") from error  # fmt: skip


def _response(status: HTTPStatus, kind: str, body: bytes, **more: str) -> Response:
    headers = Headers({"Content-Type": kind, "Content-Length": str(len(body)), "Connection": "close",
                       **_SECURITY, **more})
    return Response(int(status), status.phrase, headers, body)
