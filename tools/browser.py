# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""A headless Chromium driven over the DevTools protocol: no further package. For tests and pictures."""

import base64
import itertools
import json
import os
import shutil
import time
import urllib.request
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from websockets.sync.client import connect

from vla_r1_ros.core.processes import ManagedProcess, stop_all

PROGRAMS = ("chromium", "chromium-browser", "google-chrome")


def find_browser() -> str | None:
    """The program, or None where there is none."""
    return next(filter(None, map(shutil.which, PROGRAMS)), None)


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
        """Call a method of the protocol and wait for its answer."""
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
        """The value of a JavaScript expression."""
        result = self.send("Runtime.evaluate", expression=expression, returnByValue=True, awaitPromise=True)
        assert "exceptionDetails" not in result, result
        return result["result"].get("value")

    def text(self, element: str) -> str:
        """What an element shows."""
        return str(self.js(f"document.getElementById('{element}').innerText"))

    def until(self, expression: str, seconds: float = 20.0) -> float:
        """Wait until a JavaScript expression is true; returns how long that took, s."""
        begun = time.monotonic()
        while not self.js(expression):
            assert time.monotonic() - begun < seconds, f"not in {seconds} s: {expression}\n{self.page_words()}"
            time.sleep(0.02)
        return time.monotonic() - begun

    def page_words(self) -> str:
        """The beginning of what the page shows."""
        return str(self.js("document.body.innerText"))[:2500]

    def click(self, element: str) -> None:
        """A real press of the mouse in the middle of an element."""
        place = self.js(f"(() => {{ const e = document.getElementById('{element}'); "
                        "e.scrollIntoView({block: 'nearest'}); const r = e.getBoundingClientRect(); "
                        "return {x: r.x + r.width / 2, y: r.y + r.height / 2}; })()")
        for kind in ("mousePressed", "mouseReleased"):
            self.send("Input.dispatchMouseEvent", type=kind, button="left", clickCount=1, **place)

    def key(self, key: str, code: str = "") -> None:
        """Press a key and let it go."""
        text = {"text": "\r", "windowsVirtualKeyCode": 13} if key == "Enter" else {"text": key} if len(key) == 1 else {}
        self.send("Input.dispatchKeyEvent", type="keyDown", key=key, code=code, **text)
        self.send("Input.dispatchKeyEvent", type="keyUp", key=key, code=code)

    def type(self, words: str) -> None:
        """Write into what has the focus."""
        self.send("Input.insertText", text=words)

    def go(self, url: str) -> None:
        """Open an address."""
        self.send("Page.navigate", url=url)

    def size(self, width: int, height: int, *, phone: bool = False, dark: bool = False) -> None:
        """Set the size of the window, px, and what it looks like to the page."""
        self.send("Emulation.setDeviceMetricsOverride", width=width, height=height, mobile=phone,
                  deviceScaleFactor=2 if phone else 1)
        self.send("Emulation.setEmulatedMedia",
                  features=[{"name": "prefers-color-scheme", "value": "dark" if dark else "light"}])

    def picture(self, file: Path) -> None:
        """Write a PNG of what is seen."""
        file.write_bytes(base64.b64decode(self.send("Page.captureScreenshot", format="png")["data"]))

    def close(self) -> None:
        """Stop driving it."""
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
        """Open a page, in front."""
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
        """End it."""
        for tab in self._tabs:
            tab.close()
        stop_all([self._process])
