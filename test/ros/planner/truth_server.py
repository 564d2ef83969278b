# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""A model server that is right: it answers for the episode that it is told of, after a while."""

import asyncio
import json
import sys
import threading
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2] / "vla"))
sys.path.insert(0, str(Path(__file__).parents[2] / "motion"))

from episodes import JitteredModel
from fault_wire import Writer, reply

from vla_r1_ros.sim.tasks import Episode


class TruthServer:
    """Serves `url` from a thread; `episode` is what it looks at, `thinks_s` how long it takes."""

    def __init__(self) -> None:
        self.episode: Episode | None = None
        self.thinks_s = 0.5
        self._loop = asyncio.new_event_loop()
        self._server = self._loop.run_until_complete(asyncio.start_server(self._serve, "127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self._server.sockets[0].getsockname()[1]}/v1"
        self._thread = threading.Thread(target=self._loop.run_forever)
        self._thread.start()

    def close(self) -> None:
        """End the thread."""
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(3.0)
        self._server.close()
        self._loop.close()

    def _answer(self, body: bytes) -> str:
        assert self.episode is not None
        model = JitteredModel(self.episode)
        box = model.box()
        if b"optimal trajectory" in body:
            said = json.dumps([[round(float(v), 4) for v in point] for point in model.path()])
        else:
            said = json.dumps(dict(zip(("x", "y", "width", "height"),
                                       (round(float(v), 4) for v in (box.x, box.y, box.width, box.height)),
                                       strict=True)))  # fmt: skip
        return f"<think>There.</think><output>{said}</output>"

    async def _serve(self, reader: asyncio.StreamReader, writer: Writer) -> None:
        try:
            head = await reader.readuntil(b"\r\n\r\n")
            length = next(line.split(b":")[1] for line in head.lower().split(b"\r\n") if b"content-length" in line)
            body = await reader.readexactly(int(length))
            await asyncio.sleep(self.thinks_s)
            await reply(writer, self._answer(body))
        except (OSError, asyncio.IncompleteReadError):
            return  # who asked has gone
        finally:
            writer.close()
