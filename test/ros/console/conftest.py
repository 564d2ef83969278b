# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""A browser, and the stack that it looks at."""

import random
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import psutil
import pytest

from vla_r1_ros.core.processes import ManagedProcess, stop_all

HERE = Path(__file__).parent
sys.path[:0] = [str(HERE), str(HERE.parents[2] / "tools")]

from browser import PROGRAMS, Browser, find_browser  # noqa: E402
from house import House  # noqa: E402

WORDS = "put the red cube in the blue bowl"


@pytest.fixture(scope="session")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    program = find_browser()
    if program is None:
        pytest.skip(f"no browser: none of {', '.join(PROGRAMS)} is installed (apt-get install chromium)")
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


@pytest.fixture
def make_house() -> Iterator[Callable[..., House]]:
    houses: list[House] = []

    def make(token: str | None = None) -> House:
        houses.append(House(token))
        return houses[-1]

    yield make
    for house in houses:
        assert house.close() < 2.0


@pytest.fixture
def house(make_house: Callable[..., House]) -> House:
    return make_house()
