# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""The 3D view and the recorded attempts in a real browser, before a console that hears real topics and reads real bags.

Skipped by name where no Chromium is installed. Pictures of what was seen are left in the test's folder.
"""

import random
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from rclpy.context import Context
from rclpy.executors import SingleThreadedExecutor
from rclpy.node import Node

from vla_r1_ros.cli.stack import ros_environment
from vla_r1_ros.core.processes import ManagedProcess, stop_all
from vla_r1_ros.evaluation.verdicts import Source, load_verdicts

from ...evaluation.bags import SAY, plain_items, write
from .scene_teller import SceneTeller

pytestmark = pytest.mark.slow


@pytest.fixture
def console(tmp_path: Path) -> Iterator[tuple[str, SceneTeller, Path]]:
    """The address of a console, who tells it of a scene, and the folder with its recordings."""
    port = random.randint(20000, 30000)
    environment = {**ros_environment(), "ROS_DOMAIN_ID": str(random.randint(102, 200))}
    bags = tmp_path / "recordings"
    bags.mkdir()
    process = ManagedProcess("console", [sys.executable, "-m", "vla_r1_ros.ros.console_node", "--ros-args", "-p",
                                         f"port:={port}", "-p", f"recordings:={bags}"],
                             environment=environment, log=tmp_path / "log")  # fmt: skip
    with pytest.MonkeyPatch.context() as patch:
        for name, value in environment.items():
            patch.setenv(name, value)
        context = Context()
        context.init()
        node = Node("teller", context=context)
        executor = SingleThreadedExecutor(context=context)
        executor.add_node(node)
        thread = threading.Thread(target=executor.spin)
        thread.start()
        teller = SceneTeller(node)
        end = time.monotonic() + 60
        while "console is at" not in process.log_tail(50) or not all(
                topic.get_subscription_count() for topic in teller.topics.values()):  # fmt: skip
            assert process.status is None and time.monotonic() < end, process.log_tail(50)
            time.sleep(0.1)
        time.sleep(0.5)
        yield f"http://127.0.0.1:{port}/", teller, bags
        executor.shutdown(timeout_sec=2.0)
        thread.join(3.0)
        node.destroy_node()
        context.try_shutdown()
    stop_all([process])


@pytest.fixture
def tab(browser: Any, console: tuple[str, SceneTeller, Path]) -> Iterator[Any]:
    tab = browser.tab()
    tab.size(1440, 1000)
    tab.go(console[0])
    tab.until("document.body?.dataset.link === 'open'", 60)
    yield tab
    assert tab.complaints == []
    browser.drop(tab)


def drawn(tab: Any) -> int:
    return int(tab.js("+document.getElementById('scene').dataset.drawn"))


def test_the_plan_is_seen_in_3d_before_it_runs(tab: Any, console: tuple[str, SceneTeller, Path],
                                               tmp_path: Path) -> None:  # fmt: skip
    _, teller, _ = console
    tab.click("view-scene")
    tab.until("/nothing is heard on robot_description/.test(document.getElementById('picture-facts').innerText)")
    teller.robot()
    tab.until("document.getElementById('picture-facts').innerText === ''")
    teller.measured()
    tab.until("document.getElementById('scene').dataset.points === '6000'")
    assert tab.js("document.getElementById('scene').dataset.markers") == "grasps path target workspace"
    assert tab.js("document.getElementById('scene').dataset.plays") == "false"
    teller.plan()
    tab.until("document.getElementById('scene').dataset.plays === 'true'")
    assert "swept" in tab.js("document.getElementById('scene').dataset.markers")
    before = drawn(tab)
    time.sleep(3.0)
    assert drawn(tab) > before + 3  # it plays
    tab.picture(tmp_path / "scene.png")
    tab.size(390, 844, phone=True, dark=True)
    time.sleep(2.0)
    assert tab.js("document.documentElement.scrollWidth <= innerWidth")
    tab.picture(tmp_path / "scene-phone.png")
    tab.size(1440, 1000)
    teller.say("failed")
    tab.until("document.getElementById('scene').dataset.plays === 'false'")
    time.sleep(1.0)
    before = drawn(tab)
    time.sleep(1.5)
    assert drawn(tab) <= before + 1  # nothing moves, nothing is drawn
    before = drawn(tab)
    teller.robot(at=0.7)
    tab.until(f"+document.getElementById('scene').dataset.drawn > {before}")
    tab.click("view-live")
    tab.until("document.getElementById('scene').hidden && !document.getElementById('canvas').hidden")


def test_an_attempt_is_read_judged_and_esc_still_stops(tab: Any, console: tuple[str, SceneTeller, Path],
                                                       tmp_path: Path) -> None:  # fmt: skip
    bags = console[2]
    told = [*plain_items("a-1", SAY, reasoning="The red cube is on the left."),
            *plain_items("a-2", SAY, 8, good=False, begin=20.0)]
    bag = write(bags / "bag", told)
    tab.click("attempts-read")
    tab.until("document.querySelectorAll('#attempts-rows tr').length === 2", 120)
    tab.js("document.querySelectorAll('#attempts-rows .again')[1].click()")
    tab.until("!document.getElementById('attempt-page').hidden", 120)
    time.sleep(1.0)
    tab.picture(tmp_path / "attempt.png")
    tab.click("judge-bad")
    tab.js("document.getElementById('judge-reason').value = 'DROPPED'")
    tab.click("judge-notes")
    tab.type("slid off the edge")
    tab.click("judge-by")
    tab.type("ada")
    tab.click("judge-keep")
    tab.until("document.getElementById('judge-words').innerText === 'kept'")
    said = load_verdicts(bag).of("a-1")[Source.HUMAN]
    assert (said.reason, said.notes, said.by) == ("DROPPED", "slid off the edge", "ada")
    tab.until("/person: dropped/.test(document.getElementById('attempts-rows').innerText)", 60)
    tab.click("attempt-page")  # the report takes the press, and must not keep the keys
    tab.until("document.activeElement?.id !== 'attempt-page'")
    tab.key("Escape")
    tab.until("/emergency stop|confirmed/.test(document.getElementById('stop-words').innerText) "
              "&& document.getElementById('stop-words').dataset.kind === 'bad'", 10)  # fmt: skip
    tab.size(390, 844, phone=True)
    time.sleep(0.5)
    assert tab.js("document.documentElement.scrollWidth <= innerWidth")
    tab.picture(tmp_path / "attempt-phone.png")
