# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""Which models a server has, and what an error says about it."""

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest

from vla_r1_ros.core.errors import ErrorCode, ModelError
from vla_r1_ros.vla.names import served_names, with_names
from vla_r1_ros.vla.settings import ModelSettings

PAGES = {"/v1/models": json.dumps({"data": [{"id": "tabletop"}, {"id": "vla-r1"}]}), "/text/models": "hello",
         "/odd/models": '{"data": [3]}', "/none/models": "{}", "/many/models": json.dumps(
             {"data": [{"id": f"m{i}"} for i in range(20)]})}  # fmt: skip
ERROR = ModelError(ErrorCode.MODEL_HTTP, "the server answered HTTP 404: no such model")


class _Pages(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        body = PAGES[self.path].encode() if self.headers.get("Authorization") != "Bearer wrong" else b"refused"
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        pass


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    with HTTPServer(("127.0.0.1", 0), _Pages) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


def test_names_are_those_that_the_server_lists(address: str) -> None:
    assert served_names(ModelSettings(f"{address}/v1")) == ("tabletop", "vla-r1")
    for page in ("text", "odd", "none"):
        assert served_names(ModelSettings(f"{address}/{page}")) == ()
    assert served_names(ModelSettings(f"{address}/v1", api_key="wrong")) == ()
    assert served_names(ModelSettings("http://127.0.0.1:9/v1")) == ()


def test_a_name_that_is_not_there_is_told_with_those_that_are(address: str) -> None:
    better = with_names(ERROR, ModelSettings(f"{address}/v1", "vla_r1"))
    assert "no model 'vla_r1'" in better.message and better.advice == "it has tabletop, vla-r1"
    assert better.code is ErrorCode.MODEL_HTTP
    assert with_names(ERROR, ModelSettings(f"{address}/many", "x")).advice.endswith("m7 and 12 more")


def test_other_errors_stay_as_they_are(address: str) -> None:
    assert with_names(ERROR, ModelSettings(f"{address}/v1", "tabletop")) is ERROR
    assert with_names(ERROR, ModelSettings(f"{address}/none", "x")) is ERROR
    lost = ModelError(ErrorCode.MODEL_CONNECTION_LOST, "gone")
    assert with_names(lost, ModelSettings(f"{address}/v1", "x")) is lost
