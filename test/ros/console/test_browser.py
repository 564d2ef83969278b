# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""The console in a real browser, before the real nodes and physics: say, watch, approve, stop, lose the connection.

Skipped by name where no Chromium is installed. Pictures of what was seen are left in the test's folder.
"""

import random
import signal
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from rclpy.context import Context
from rclpy.executors import SingleThreadedExecutor
from rclpy.node import Node
from sensor_msgs.msg import JointState
from std_msgs.msg import Bool

from vla_r1_ros.core.processes import ManagedProcess, stop_all
from vla_r1_ros.ros.qos import COMMAND, SENSOR

pytestmark = pytest.mark.slow

WORDS = "put the red cube in the blue bowl"
MOVES_RAD_S = 0.02
OPEN = "document.body?.dataset.link === 'open'"


class Joints:
    """How fast the arm moves, heard beside the console."""

    def __init__(self) -> None:
        self._context = Context()
        self._context.init()
        self._node = Node("joints", context=self._context)
        self.speed, self.heard, self.moved_s = 0.0, 0, 0.0
        self._node.create_subscription(JointState, "joint_states", self._on_state, SENSOR)
        self._executor = SingleThreadedExecutor(context=self._context)
        self._executor.add_node(self._node)
        self._thread = threading.Thread(target=self._executor.spin)
        self._thread.start()

    def _on_state(self, message: JointState) -> None:
        speeds = [v for name, v in zip(message.name, message.velocity, strict=True) if "finger" not in name]
        self.speed, self.heard = float(np.abs(speeds).max()), self.heard + 1
        if self.speed > MOVES_RAD_S:
            self.moved_s = time.monotonic()

    def until_moving(self, seconds: float = 30.0) -> None:
        end = time.monotonic() + seconds
        while self.speed < 5 * MOVES_RAD_S:
            assert time.monotonic() < end, f"no motion, {self.heard} joint states"
            time.sleep(0.005)

    def enabling(self) -> threading.Event:
        """Hold motion enabled as a device beside the page does, until the event that is returned is set."""
        ended, publisher = threading.Event(), self._node.create_publisher(Bool, "enable_motion", COMMAND)

        def beat() -> None:
            while not ended.wait(0.05):
                publisher.publish(Bool(data=True))

        threading.Thread(target=beat, daemon=True).start()
        return ended

    def close(self) -> None:
        self._executor.shutdown(timeout_sec=2.0)
        self._thread.join(3.0)
        self._node.destroy_node()
        self._context.try_shutdown()


@pytest.fixture(scope="module")
def joints(stack: Any) -> Iterator[Joints]:
    with pytest.MonkeyPatch.context() as patch:
        for name, value in stack.environment.items():
            patch.setenv(name, value)  # the middleware's settings must be those of the stack
        joints = Joints()
        yield joints
        joints.close()


@pytest.fixture
def tab(browser: Any, stack: Any) -> Iterator[Any]:
    """The page, open and in front, nothing latched, nothing under way."""
    end = time.monotonic() + 60
    while "console is at" not in stack.nodes["console_node"].log_tail(200):
        assert time.monotonic() < end, stack.nodes["console_node"].log_tail(30)
        time.sleep(0.1)
    tab = browser.tab()
    tab.size(1440, 1000)
    tab.go(stack.url)
    tab.until(OPEN, 60)
    tab.until("+document.getElementById('canvas').dataset.frames > 5", 60)
    tab.until("document.getElementById('arm').innerText !== 'arm unknown'", 20)
    tab.click("cancel")
    tab.until("!['busy'].includes(document.getElementById('arm').innerText)", 20)
    tab.key("r")
    tab.until("document.getElementById('arm').innerText === 'ready'", 20)
    time.sleep(1.0)  # until the nodes know each other both ways
    yield tab
    assert tab.complaints == []
    browser.drop(tab)


def say(tab: Any) -> None:
    """Say it; again where the page answers that vla_node, just started, is not there to hear it."""
    for _ in range(20):
        tab.key("/")
        tab.js("document.activeElement.value = ''")
        tab.type(WORDS)
        tab.key("Enter")
        tab.js("document.activeElement.blur()")
        time.sleep(0.5)
        if "not there to hear it" not in tab.page_words():
            return
    pytest.fail(tab.page_words())


def plan(tab: Any, then: Callable[[], None] = lambda: None) -> None:
    """Enable and say; returns when the plan waits and `then` has been done.

    On a starved machine the heartbeat may end before: again.
    """
    for _ in range(4):
        tab.click("cancel")
        tab.key("r")
        try:
            tab.until("document.getElementById('arm').innerText === 'ready'", 10)
            tab.key("e")
            tab.until("document.getElementById('enable').getAttribute('aria-checked') === 'true'", 5)
            say(tab)
            tab.until("!document.getElementById('approve').disabled", 20)
            then()
        except AssertionError as error:
            print(f"again: {str(error)[:1500]}")
        else:
            return
    pytest.fail("no plan came to wait, or what was to follow did not; see above")


def move(tab: Any, joints: Joints) -> None:
    """Enable, say, approve; returns when the arm moves."""
    def approve() -> None:
        tab.key("a")
        joints.until_moving(10)

    plan(tab, approve)


def test_say_watch_approve_and_stop_in_mid_motion(tab: Any, joints: Joints, tmp_path: Path) -> None:
    say(tab)
    tab.until("document.getElementById('reasoning').innerText.length > 20")
    grown = [len(tab.text("reasoning"))]
    end = time.monotonic() + 10
    while grown[-1] < 250 and time.monotonic() < end:
        grown.append(len(tab.text("reasoning")))
    assert len(set(grown)) > 2 and grown == sorted(grown)  # it streams
    tab.until("/900 SAFETY_NOT_ENABLED/.test(document.getElementById('facts').innerText)", 60)  # nobody enabled it
    assert tab.js("document.querySelectorAll('#drawn .box').length") == 1
    assert tab.js("document.querySelectorAll('#drawn .point').length") == 6
    assert joints.moved_s == 0.0
    move(tab, joints)
    time.sleep(0.5)
    tab.picture(tmp_path / "moving.png")
    pressed = time.monotonic()
    tab.key("Escape")
    tab.until("/confirmed/.test(document.getElementById('stop-words').innerText)", 5)
    told = time.monotonic() - pressed
    time.sleep(1.5)
    assert joints.moved_s - pressed < 1.0 and told < 1.0, (joints.moved_s - pressed, told)
    assert joints.speed < MOVES_RAD_S and tab.text("arm") == "STOPPED"
    tab.until("/SAFETY_STOPPED/.test(document.getElementById('facts').innerText)")
    assert tab.js("document.getElementById('enable').getAttribute('aria-checked')") == "false"
    print(f"at rest {joints.moved_s - pressed:.3f} s after the key, confirmed on the page after {told:.3f} s")
    say(tab)
    tab.until("document.querySelector('#history .end').innerText.includes('SAFETY_STOPPED')", 60)  # latched
    assert joints.moved_s - pressed < 1.0


def test_reject_is_told_with_its_code_and_nothing_moves(tab: Any, joints: Joints) -> None:
    def reject() -> None:
        tab.click("reject")
        tab.until("/909 SAFETY_NOT_APPROVED/.test(document.getElementById('facts').innerText)", 30)

    moved_s = joints.moved_s
    plan(tab, reject)
    assert joints.moved_s == moved_s
    tab.click("enable")
    tab.until("document.getElementById('arm').innerText === 'STOPPED'")  # off is a no, and a no is a stop


def test_the_plan_that_waits_is_played_in_3d(tab: Any, joints: Joints, tmp_path: Path) -> None:
    """Enabled by a device beside the page: without a GPU the first pictures hold the page up for over 0.4 s."""
    moved_s = joints.moved_s
    ended = joints.enabling()
    try:
        tab.click("view-scene")
        tab.until("+document.getElementById('scene').dataset.drawn > 0", 60)  # at rest nothing more is drawn
        say(tab)
        tab.until("document.getElementById('scene').dataset.plays === 'true'", 60)
        shown = tab.js("({...document.getElementById('scene').dataset})")
        assert shown["markers"] == "grasps path swept target workspace" and int(shown["points"]) > 100
        assert tab.text("picture-facts") == ""  # the whole arm is there
        time.sleep(2.0)
        tab.picture(tmp_path / "plan.png")
        assert joints.moved_s == moved_s
        tab.key("x")
        tab.until("document.getElementById('scene').dataset.plays === 'false'", 30)
    finally:
        ended.set()


def test_a_console_that_hangs_stops_the_arm_and_the_page_says_so(tab: Any, stack: Any, joints: Joints) -> None:
    move(tab, joints)
    hung = time.monotonic()
    stack.send("console_node", signal.SIGSTOP)
    try:
        tab.until("!document.getElementById('lost').hidden", 3)
        assert time.monotonic() - hung < 2.0
        assert "no longer enabled" in tab.text("lost") and "emergency stop" in tab.text("lost")
        assert tab.js("document.getElementById('approve').disabled && document.getElementById('enable').disabled")
        time.sleep(1.5)
        assert joints.moved_s - hung < 1.5 and joints.speed < MOVES_RAD_S
    finally:
        stack.send("console_node", signal.SIGCONT)
    tab.until(OPEN, 15)
    tab.until("document.getElementById('arm').innerText === 'STOPPED'", 10)
    time.sleep(1.0)
    assert joints.moved_s - hung < 1.5  # nothing resumes by itself
    assert tab.text("enabled") == "motion off"


def test_a_page_that_is_hidden_stops_the_arm_at_once(tab: Any, browser: Any, joints: Joints) -> None:
    move(tab, joints)
    hidden = time.monotonic()
    other = browser.tab()  # comes in front
    time.sleep(1.5)
    assert joints.moved_s - hidden < 1.0 and joints.speed < MOVES_RAD_S
    browser.drop(other)
    tab.send("Page.bringToFront")
    tab.until("/the page was hidden/.test(document.getElementById('motion-words').innerText)", 10)
    assert tab.text("arm") == "STOPPED"


def test_on_a_phone_everything_fits_and_stop_is_always_in_reach(tab: Any, tmp_path: Path) -> None:
    for width, height in ((390, 844), (320, 568), (844, 390)):
        tab.size(width, height, phone=True)
        time.sleep(0.3)
        assert tab.js("document.documentElement.scrollWidth <= innerWidth"), (width, height)
        for place in (0, 600, 5000):
            tab.js(f"scrollTo(0, {place})")
            time.sleep(0.1)
            stop = tab.js("(() => { const r = document.getElementById('stop').getBoundingClientRect(); "
                          "return {w: r.width, h: r.height, inside: r.top >= 0 && r.bottom <= innerHeight}; })()")
            assert stop["inside"] and stop["h"] >= 60 and stop["w"] >= 250, (width, height, place, stop)
    tab.size(390, 844, phone=True, dark=True)
    tab.picture(tmp_path / "phone.png")


def test_without_the_token_the_page_asks_for_it_and_its_stop_works(browser: Any, tmp_path: Path) -> None:
    from vla_r1_ros.cli.stack import ros_environment

    port, token = random.randint(20000, 30000), "0123456789abcdef"
    environment = {**ros_environment(), "ROS_DOMAIN_ID": str(random.randint(102, 200)), "VLA_R1_CONSOLE_TOKEN": token}
    process = ManagedProcess("console", [sys.executable, "-m", "vla_r1_ros.ros.console_node", "--ros-args", "-p",
                                         f"port:={port}"], environment=environment, log=tmp_path / "log")
    tab = browser.tab()
    try:
        while "console is at" not in process.log_tail(50):
            assert process.status is None, process.log_tail(50)
            time.sleep(0.1)
        tab.go(f"http://127.0.0.1:{port}/")
        tab.until("document.body?.dataset.link === 'token' && !document.getElementById('token-form').hidden")
        tab.click("stop")
        tab.until("/did not confirm.*emergency stop/.test(document.getElementById('stop-words').innerText)", 10)
        assert "stop by POST /stop" in process.log_tail(50)
        tab.click("token")
        tab.type(token)
        tab.key("Enter")
        tab.until(OPEN)
        tab.go("about:blank")
        tab.until("location.href === 'about:blank'")
        tab.js("0")
        tab.go(f"http://127.0.0.1:{port}/#token={token}")
        tab.until(OPEN)
        assert tab.js("location.href") == f"http://127.0.0.1:{port}/"
    finally:
        browser.drop(tab)
        stop_all([process])
