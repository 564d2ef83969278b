# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""A browser driven over the DevTools protocol (plain WebSocket, no further package), and the stack it looks at."""

import base64
import itertools
import json
import os
import random
import shutil
import signal
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import psutil
import pytest
from websockets.sync.client import connect

from vla_r1_ros.core.processes import ManagedProcess, stop_all

BROWSERS = ("chromium", "chromium-browser", "google-chrome")
HERE = Path(__file__).parent
WORDS = "put the red cube in the blue bowl"


class Tab:
    """One page of a headless browser."""

    def __init__(self, websocket: str) -> None:
        self._open = ExitStack()
        self._socket = self._open.enter_context(connect(
            websocket, max_size=None, compression=None, ping_interval=None, close_timeout=1.0))
        self._numbers = itertools.count(1)
        self.complaints: list[str] = []
        for domain in ("Page", "Runtime", "Log", "Network"):
            self.send(f"{domain}.enable")

    def send(self, method: str, **parameters: Any) -> dict[str, Any]:
        number = next(self._numbers)
        self._socket.send(json.dumps({"id": number, "method": method, "params": parameters}))
        while True:
            answer = json.loads(self._socket.recv(timeout=30))
            self._note(answer.get("method"), answer.get("params", {}))
            if answer.get("id") == number:
                assert "error" not in answer, answer
                return dict(answer["result"])

    def _note(self, event: str | None, facts: dict[str, Any]) -> None:
        # neither a connection that could not be made is a fault here, nor how slow WebGL is without a GPU
        other = facts.get("entry", {}).get("source") in ("network", "rendering")
        if event in ("Runtime.exceptionThrown", "Log.entryAdded") and not other:
            self.complaints.append(json.dumps(facts)[:600])

    def js(self, expression: str) -> Any:
        result = self.send("Runtime.evaluate", expression=expression, returnByValue=True, awaitPromise=True)
        assert "exceptionDetails" not in result, result
        return result["result"].get("value")

    def text(self, element: str) -> str:
        return str(self.js(f"document.getElementById('{element}').innerText"))

    def until(self, expression: str, seconds: float = 20.0) -> float:
        """Wait until a JavaScript expression is true; returns how long that took, s."""
        begun = time.monotonic()
        while not self.js(expression):
            assert time.monotonic() - begun < seconds, f"not in {seconds} s: {expression}\n{self.page_words()}"
            time.sleep(0.02)
        return time.monotonic() - begun

    def page_words(self) -> str:
        return str(self.js("document.body.innerText"))[:2500]

    def click(self, element: str) -> None:
        """A real press of the mouse in the middle of an element."""
        place = self.js(f"(() => {{ const e = document.getElementById('{element}'); "
                        "e.scrollIntoView({block: 'nearest'}); const r = e.getBoundingClientRect(); "
                        "return {x: r.x + r.width / 2, y: r.y + r.height / 2}; })()")
        for kind in ("mousePressed", "mouseReleased"):
            self.send("Input.dispatchMouseEvent", type=kind, button="left", clickCount=1, **place)

    def key(self, key: str, code: str = "") -> None:
        text = {"text": "\r", "windowsVirtualKeyCode": 13} if key == "Enter" else {"text": key} if len(key) == 1 else {}
        self.send("Input.dispatchKeyEvent", type="keyDown", key=key, code=code, **text)
        self.send("Input.dispatchKeyEvent", type="keyUp", key=key, code=code)

    def type(self, words: str) -> None:
        self.send("Input.insertText", text=words)

    def go(self, url: str) -> None:
        self.send("Page.navigate", url=url)

    def size(self, width: int, height: int, *, phone: bool = False, dark: bool = False) -> None:
        self.send("Emulation.setDeviceMetricsOverride", width=width, height=height, mobile=phone,
                  deviceScaleFactor=2 if phone else 1)
        self.send("Emulation.setEmulatedMedia",
                  features=[{"name": "prefers-color-scheme", "value": "dark" if dark else "light"}])

    def picture(self, file: Path) -> None:
        file.write_bytes(base64.b64decode(self.send("Page.captureScreenshot", format="png")["data"]))

    def close(self) -> None:
        self._open.close()


class Browser:
    """A headless Chromium with a folder of its own."""

    def __init__(self, program: str, folder: Path) -> None:
        command = [program, "--headless=new", "--no-sandbox", "--disable-dev-shm-usage",
                   "--disable-gpu", "--enable-unsafe-swiftshader",  # WebGL in software, all else without
                   "--mute-audio", "--no-first-run", "--disable-background-networking", "--disable-component-update",
                   f"--user-data-dir={folder / 'profile'}", "--remote-debugging-port=0", "about:blank"]  # fmt: skip
        self._process = ManagedProcess("browser", command, environment={**os.environ, "HOME": str(folder)},
                                       log=folder / "browser.log")
        port_file = folder / "profile" / "DevToolsActivePort"
        end = time.monotonic() + 60
        while not port_file.exists() or not port_file.read_text().strip():
            assert time.monotonic() < end and self._process.status is None, self._process.log_tail(20)
            time.sleep(0.05)
        self._port = int(port_file.read_text().split()[0])
        self._tabs: list[Tab] = []

    def tab(self) -> Tab:
        request = urllib.request.Request(f"http://127.0.0.1:{self._port}/json/new?about:blank", method="PUT")
        with urllib.request.urlopen(request, timeout=20) as answer:
            self._tabs.append(Tab(json.load(answer)["webSocketDebuggerUrl"]))
        return self._tabs[-1]

    def drop(self, tab: Tab) -> None:
        """Close a page; the one before it comes in front."""
        self._tabs.remove(tab)
        tab.send("Page.close")
        tab.close()

    def close(self) -> None:
        for tab in self._tabs:
            tab.close()
        stop_all([self._process])


@pytest.fixture(scope="session")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    program = next(filter(None, map(shutil.which, BROWSERS)), None)
    if program is None:
        pytest.skip(f"no browser: none of {', '.join(BROWSERS)} is installed (apt-get install chromium)")
    browser = Browser(program, tmp_path_factory.mktemp("browser"))
    yield browser
    browser.close()


class LiveStack:
    """The real nodes against physics, and a model that answers the truth of the episode."""

    def __init__(self, folder: Path, seed: int, words: str, *, port: int) -> None:
        from vla_r1_ros.cli.stack import CAMERA_REMAPS, ros_environment

        self.environment = {**ros_environment(), "ROS_DOMAIN_ID": str(random.randint(102, 200))}
        self.folder = folder
        self.url = f"http://127.0.0.1:{port}/"
        self._model = subprocess.Popen([sys.executable, str(HERE / "model_server.py"), str(seed), words],
                                       stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        assert self._model.stdout is not None
        endpoint = f"http://127.0.0.1:{int(self._model.stdout.readline())}/v1"
        careful = {f"planner_node:{name}": value for name, value in  # by the node's name, as config/sim.yaml has them
                   (("require_approval", True), ("require_enable", True), ("max_tool_speed", 0.2))}
        self.nodes = {
            "sim_node": self._start("sim_node", {"seed": seed, "instruction": words, "camera_rate": 30.0}),
            "vla_node": self._start("vla_node", {"endpoint": endpoint}, CAMERA_REMAPS),
            "projection_node": self._start("projection_node", {}, CAMERA_REMAPS),
            "planner_node": self._start("planner_node", careful),
            "console_node": self._start("console_node", {"port": port}, CAMERA_REMAPS),
        }

    def _start(self, name: str, parameters: dict[str, Any], remaps: tuple[str, ...] = ()) -> ManagedProcess:
        from vla_r1_ros.cli.stack import _node_command

        return ManagedProcess(name, _node_command(name, parameters, remaps), environment=self.environment,
                              log=self.folder / f"{name}.log")

    def send(self, node: str, number: signal.Signals) -> None:
        """A signal to the node itself, not to what guards it."""
        (process,) = psutil.Process(self.nodes[node].session).children()
        process.send_signal(number)

    def close(self) -> None:
        stop_all(list(self.nodes.values()))
        assert self._model.stdin is not None and self._model.stdout is not None
        self._model.stdin.close()
        self._model.wait(10)
        self._model.stdout.close()


@pytest.fixture(scope="module")
def stack(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[LiveStack]:
    stack = LiveStack(tmp_path_factory.mktemp("stack"), 1, WORDS, port=random.randint(20000, 30000))
    yield stack
    stack.close()
