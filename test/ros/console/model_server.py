# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""An OpenAI-compatible server whose answers are the truth of one simulated episode, streamed in small pieces.

The one part of the browser test that is not the real one: no checkpoint, so that the answers are known. Run as a
process: seed and instruction are its arguments; it prints its port and ends when its standard input closes.
"""

import contextlib
import json
import sys
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import numpy as np

from vla_r1_ros.sim.gl import ensure_gl

ensure_gl()

from vla_r1_ros.sim.labels import carry_way, object_top, path_label  # noqa: E402
from vla_r1_ros.sim.objects import dimensions  # noqa: E402
from vla_r1_ros.sim.tasks import Episode  # noqa: E402
from vla_r1_ros.sim.world import choose_episode  # noqa: E402

_THINK = ("The words ask for the {0}. On the table I see {1}. The {0} stands alone, so the gripper can come down on it "
          "from above without touching what is beside it; then it goes over the others at a safe height.")  # fmt: skip


def box(episode: Episode) -> dict[str, float]:
    item = next(item for item in episode.layout.objects if item.name == episode.target)
    size = dimensions(item.kind, item.scale)
    x, y, z = np.meshgrid([-0.5, 0.5], [-0.5, 0.5], [0.0, 1.0])
    corners = np.stack([x.ravel() * size.length, y.ravel() * size.width, z.ravel() * size.height], axis=1)
    c, s = np.cos(item.yaw), np.sin(item.yaw)
    corners[:, :2] = corners[:, :2] @ np.array([[c, s], [-s, c]]) + (item.x, item.y)
    pixels = np.clip(path_label(corners, episode.layout.camera), 0.0, 1.0)
    (x0, y0), (x1, y1) = pixels.min(axis=0), pixels.max(axis=0)
    return {"x": (x0 + x1) / 2, "y": (y0 + y1) / 2, "width": x1 - x0, "height": y1 - y0}


def path(episode: Episode) -> list[list[float]]:
    items = {item.name: item for item in episode.layout.objects}
    goal = items[episode.goal or episode.target]
    way = carry_way(object_top(items[episode.target]), (goal.x, goal.y))
    return np.clip(path_label(way, episode.layout.camera), 0.0, 1.0).tolist()


def main() -> None:
    episode = choose_episode(int(sys.argv[1]), "carry", sys.argv[2])
    names = ", ".join(f"a {item.phrase}" for item in episode.layout.objects)
    target = next(item.phrase for item in episode.layout.objects if item.name == episode.target)

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            asked = self.rfile.read(int(self.headers["Content-Length"]))
            output = path(episode) if b"optimal trajectory" in asked else box(episode)
            text = f"<think>{_THINK.format(target, names)}</think><output>{json.dumps(output)}</output>"
            self.send_response(200)
            self.send_header("Content-Type", "text/event-stream")
            self.end_headers()
            with contextlib.suppress(BrokenPipeError, ConnectionResetError):  # the question was cancelled
                self._stream(text)

        def _stream(self, text: str) -> None:
            for begin in range(0, len(text), 8):
                self._choice({"content": text[begin : begin + 8]}, None)
                time.sleep(0.03)
            self._choice({"content": ""}, "stop")
            self.wfile.write(b'data: {"choices": [], "usage": {"prompt_tokens": 60, "completion_tokens": 20}}\n\n')
            self.wfile.write(b"data: [DONE]\n\n")

        def _choice(self, delta: dict[str, str], finish: str | None) -> None:
            choice = {"index": 0, "delta": delta, "finish_reason": finish}
            self.wfile.write(b"data: " + json.dumps({"choices": [choice]}).encode() + b"\n\n")

        def log_message(self, *_: object) -> None:
            return

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    print(server.server_port, flush=True)
    sys.stdin.read()


if __name__ == "__main__":
    main()
