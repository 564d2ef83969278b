# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""calibration_node over DDS: a camera that is knocked while it runs; and what planner_node's guard makes of that."""

import random
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import rclpy
from diagnostic_msgs.msg import DiagnosticArray, DiagnosticStatus
from rclpy.executors import SingleThreadedExecutor
from rclpy.node import Node
from rclpy.signals import SignalHandlerOptions
from scipy.spatial.transform import Rotation

from vla_r1_ros.calibration.result import Marker, write_marker
from vla_r1_ros.calibration.target import parse_target
from vla_r1_ros.calibration.watch import WatchState, Word
from vla_r1_ros.core.errors import ErrorCode, InputError, SafetyError
from vla_r1_ros.ros.calibration_guard import CalibrationGuard, state_from_msg, word_to_msg
from vla_r1_ros.ros.calibration_node import CalibrationNode
from vla_r1_ros.ros.qos import COMMAND

from .calibration_cell import Cell

OK, OFF, UNSEEN = (Word(state, f"it is {state}") for state in (WatchState.OK, WatchState.OFF, WatchState.UNSEEN))


def refusal(guard: CalibrationGuard) -> ErrorCode:
    try:
        guard.check()
    except SafetyError as error:
        assert error.advice
        return error.code
    return ErrorCode.OK


def test_the_guard_refuses_what_is_off_until_the_marker_is_in_its_place_again() -> None:
    guard = CalibrationGuard(required=False)
    said = []
    for word in (UNSEEN, OK, OFF, UNSEEN, OK, UNSEEN):
        guard.heard(word_to_msg(word, 1))
        said.append(refusal(guard))
    off = ErrorCode.SAFETY_CALIBRATION
    assert said == [ErrorCode.OK, ErrorCode.OK, off, off, ErrorCode.OK, ErrorCode.OK]


def test_where_it_is_required_silence_and_blindness_refuse_too(monkeypatch: pytest.MonkeyPatch) -> None:
    guard = CalibrationGuard(required=True)
    assert refusal(guard) is ErrorCode.SAFETY_CALIBRATION_UNKNOWN
    guard.heard(word_to_msg(OK, 1))
    assert refusal(guard) is ErrorCode.OK
    guard.heard(word_to_msg(UNSEEN, 1))
    assert refusal(guard) is ErrorCode.SAFETY_CALIBRATION_UNKNOWN
    guard.heard(word_to_msg(OK, 1))
    later = time.monotonic() + 3.1
    monkeypatch.setattr("vla_r1_ros.ros.calibration_guard.time.monotonic", lambda: later)
    assert refusal(guard) is ErrorCode.SAFETY_CALIBRATION_UNKNOWN
    guard.heard(word_to_msg(OFF, 1))
    assert refusal(guard) is ErrorCode.SAFETY_CALIBRATION


@pytest.mark.parametrize("message", [DiagnosticArray(), DiagnosticArray(status=[DiagnosticStatus(name="calibration")])])
def test_a_word_that_is_none_is_refused_and_changes_nothing(message: DiagnosticArray) -> None:
    guard = CalibrationGuard(required=False)
    guard.heard(word_to_msg(OFF, 1))
    with pytest.raises(InputError) as error:
        guard.heard(message)
    assert error.value.code is ErrorCode.INPUT_MESSAGE
    assert refusal(guard) is ErrorCode.SAFETY_CALIBRATION


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[..., tuple[Any, Any]]]:
    """Starts calibration_node with parameters of the form name:=value, and a node that talks to it."""
    monkeypatch.setenv("ROS_DOMAIN_ID", str(random.randint(102, 200)))
    executor_nodes: list[Any] = []
    threads: list[threading.Thread] = []

    def make(*parameters: str) -> tuple[Any, Any]:
        words = [word for parameter in parameters for word in ("-p", parameter)]
        rclpy.init(args=["--ros-args", *words] if words else [], signal_handler_options=SignalHandlerOptions.NO)
        executor = SingleThreadedExecutor()
        executor_nodes.extend([executor, CalibrationNode(), Node("user", use_global_arguments=False)])
        for node in executor_nodes[1:]:
            executor.add_node(node)
        threads.append(threading.Thread(target=executor.spin))
        threads[0].start()
        return executor_nodes[1], executor_nodes[2]

    yield make
    if executor_nodes:
        executor, watch, user = executor_nodes
        watch.close()
        executor.shutdown(timeout_sec=2.0)
        threads[0].join(3.0)
        watch.destroy_node()
        user.destroy_node()
    rclpy.try_shutdown()


def until(condition: Callable[[], Any], seconds: float = 60.0) -> None:
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end
        time.sleep(0.01)


@pytest.mark.slow
def test_a_camera_knocked_by_5_mm_is_told_and_what_is_put_back_is_released(
    run: Callable[..., tuple[Any, Any]], tmp_path: Path
) -> None:
    T_base_tag = np.eye(4)
    T_base_tag[:3, :3], T_base_tag[:3, 3] = Rotation.from_euler("z", 0.3).as_matrix(), (0.5, 0.12, 0.0)
    marker = tmp_path / "marker.yaml"
    write_marker(marker, Marker(parse_target("tag:APRILTAG_36h11:0:80"), "panda_link0", T_base_tag), {})
    _, user = run(f"marker:='{marker}'", "rate_hz:=20.0", "max_unseen_s:=1.0")
    words: list[tuple[WatchState, str]] = []
    lines: list[DiagnosticStatus] = []
    user.create_subscription(DiagnosticArray, "calibration", lambda m: words.append(state_from_msg(m)), COMMAND)
    user.create_subscription(DiagnosticArray, "/diagnostics", lambda m: lines.extend(m.status), 50)
    cell = Cell(user, T_base_tag)

    def told(state: WatchState) -> str:
        words.clear()
        until(lambda: words and words[-1][0] is state)
        return words[-1][1]

    assert "where TF says it is" in told(WatchState.OK)
    cell.shows = "knocked"
    said = told(WatchState.OFF)
    shift = float(said.split(" px and ")[1].split(" mm")[0])
    assert 4.0 < shift < 6.0, said
    until(lambda: any(line.name.endswith("calibration") and line.level == DiagnosticStatus.ERROR
                           for line in lines), 20.0)
    cell.shows = "away"
    time.sleep(2.0)
    assert told(WatchState.OFF)  # unseen, but not forgotten
    cell.shows = "here"
    told(WatchState.OK)
    cell.shows = "away"
    assert "not seen" in told(WatchState.UNSEEN)


def test_without_a_marker_it_says_how_to_get_one(run: Callable[..., Any]) -> None:
    with pytest.raises(InputError, match="'marker' is not set") as error:
        run()
    assert "calibrate mark" in error.value.advice
