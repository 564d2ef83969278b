# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""planner_node over DDS, with the real planner, in front of an arm that can be made to misbehave."""

import threading
import time
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
import rclpy
from ideal_arm import Cell
from rclpy.signals import SignalHandlerOptions
from rosgraph_msgs.msg import Clock
from std_msgs.msg import Bool

from vla_r1_ros.core.errors import ErrorCode, InputError
from vla_r1_ros.core.report import Phase
from vla_r1_ros.core.robot_file import load_robot
from vla_r1_ros.ros import planner_node
from vla_r1_ros.ros.qos import COMMAND

pytestmark = pytest.mark.slow
Start = Callable[..., Any]
ROBOT = load_robot("panda")


def test_a_look_moves_the_arm_and_its_end_is_told(start: Start) -> None:
    session = start(speed=0.8, max_tool_speed=0.5)
    assert session.end_of(session.measure()).stage == Phase.DONE
    assert session.reports[0].stage == Phase.ACCEPTED


def test_an_error_that_nobody_foresaw_is_told_and_the_next_look_is_carried_out(
    start: Start, monkeypatch: pytest.MonkeyPatch
) -> None:
    session = start(speed=0.8, max_tool_speed=0.5)

    def broken(*_: Any) -> None:
        raise ZeroDivisionError("of ours")

    with monkeypatch.context() as patch:
        patch.setattr(session.planner._worker._runner, "run", broken)
        report = session.end_of(session.measure())
    assert (report.stage, report.code) == (Phase.FAILED, ErrorCode.INTERNAL)
    assert "ZeroDivisionError: of ours at test_planner_node.py" in report.reason
    assert session.end_of(session.measure()).stage == Phase.DONE


def test_a_stop_without_joint_states_is_told_and_the_node_goes_on(start: Start) -> None:
    session = start()
    stamp_ns = session.moving()
    session.cell.silent = True
    assert session.call("stop").success
    report = session.end_of(stamp_ns)
    assert (report.stage, report.code) == (Phase.STOPPED, ErrorCode.SAFETY_NOT_AT_REST)
    assert session.cell.stands(0.3)
    session.cell.silent = False
    session.until(lambda: session.planner._arm._states.silent_s(ROBOT.arm.joints) < 0.1, "joint state")
    session.call("reset")
    assert session.end_of(session.measure()).code is not ErrorCode.INPUT_BUSY


@pytest.mark.parametrize("calls", [("cancel",), ("stop", "reset")])
def test_a_look_that_was_on_its_way_during_a_cancel_moves_nothing(start: Start, calls: tuple[str, ...]) -> None:
    session = start(speed=0.8, max_tool_speed=0.5)
    before_ns = session.now_ns()
    for name in calls:
        assert session.call(name).success
    report = session.end_of(session.measure(before_ns))
    assert (report.stage, report.code) == (Phase.CANCELLED, ErrorCode.EXEC_CANCELLED)
    assert session.cell.taken == []
    assert session.end_of(session.measure()).stage == Phase.DONE


def test_a_look_from_before_the_start_moves_nothing(start: Start, cell: Cell) -> None:
    before_ns = cell.node.get_clock().now().nanoseconds
    session = start(speed=0.8, max_tool_speed=0.5)
    report = session.end_of(session.measure(before_ns))
    assert (report.stage, report.code) == (Phase.CANCELLED, ErrorCode.EXEC_CANCELLED)
    assert cell.taken == []
    assert session.end_of(session.measure()).stage == Phase.DONE


def test_under_simulated_time_the_start_is_when_the_clock_is_first_heard(start: Start, cell: Cell) -> None:
    session = start(speed=0.8, max_tool_speed=0.5, use_sim_time=True)
    report = session.end_of(session.measure())
    assert report.code is ErrorCode.EXEC_CANCELLED and "no clock" in report.reason
    before_ns, clock = session.now_ns(), cell.node.create_publisher(Clock, "/clock", 10)
    cell.node.create_timer(0.01, lambda: clock.publish(Clock(clock=cell.node.get_clock().now().to_msg())))
    session.until(lambda: session.planner._worker._cancelled_ns, "clock")
    assert float(session.end_of(session.measure(before_ns)).values["late_s"]) > 0.0
    assert cell.taken == []
    assert session.end_of(session.measure()).stage == Phase.DONE


def test_a_clock_that_goes_back_ends_the_motion(start: Start) -> None:
    session = start()
    stamp_ns = session.moving()
    session.planner._on_jump_back()
    assert session.end_of(stamp_ns).stage == Phase.CANCELLED
    assert session.cell.stands(0.3)


def test_nothing_is_planned_while_the_arm_moves(start: Start) -> None:
    session = start(speed=0.8, max_tool_speed=0.5)
    session.cell.qd = np.full(7, 0.1)  # somebody else's motion
    report = session.end_of(session.measure())
    assert (report.stage, report.code) == (Phase.FAILED, ErrorCode.SAFETY_NOT_AT_REST)
    assert session.cell.taken == []
    session.cell.qd = np.zeros(7)
    assert session.end_of(session.measure()).stage == Phase.DONE


def test_an_arm_that_began_to_move_after_planning_is_sent_nothing(
    start: Start, monkeypatch: pytest.MonkeyPatch
) -> None:
    session = start(speed=0.8, max_tool_speed=0.5)
    place = session.planner._worker._runner._place
    plan = place.plan_reach

    def then_move(*words: Any) -> Any:
        trajectory = plan(*words)
        session.cell.qd = np.full(7, 0.1)
        return trajectory

    monkeypatch.setattr(place, "plan_reach", then_move)
    assert session.end_of(session.measure()).code is ErrorCode.SAFETY_NOT_AT_REST
    assert session.cell.taken == []


def test_a_planner_that_is_started_again_does_not_carry_out_what_was_before(start: Start) -> None:
    """The measured look is latched; one that is to be heard by late joiners must not move an arm by itself."""
    session = start(speed=0.8, max_tool_speed=0.5)
    assert session.end_of(session.measure()).stage == Phase.DONE
    session.close()
    taken = len(session.cell.taken)
    session = start(speed=0.8, max_tool_speed=0.5)
    time.sleep(2.0)
    assert len(session.cell.taken) == taken and not session.reports
    assert session.end_of(session.measure()).stage == Phase.DONE


def test_a_node_that_cannot_be_made_leaves_no_thread_behind(
    monkeypatch: pytest.MonkeyPatch, domain: int
) -> None:
    """It would keep the process alive that is to end with an error."""
    def fails(_: Any) -> None:
        raise InputError(ErrorCode.INPUT_PARAMETER, "of ours")

    monkeypatch.setenv("ROS_DOMAIN_ID", str(domain))
    monkeypatch.setattr(planner_node, "Diagnostics", fails)
    before = set(threading.enumerate())
    rclpy.init(signal_handler_options=SignalHandlerOptions.NO)
    try:
        with pytest.raises(InputError):
            planner_node.PlannerNode()
        assert not [thread.name for thread in set(threading.enumerate()) - before]
    finally:
        rclpy.try_shutdown()


def test_a_no_is_heard_though_a_yes_follows_it_while_the_node_is_busy(
    start: Start, monkeypatch: pytest.MonkeyPatch
) -> None:
    session = start(require_enable=True)
    safety, voice = session.planner._safety, session.cell.node.create_publisher(Bool, "enable_motion", COMMAND)
    session.until(voice.get_subscription_count, "subscription")
    heard, take = [], safety.heartbeat

    def slowly(yes: bool, waited_s: float) -> None:
        heard.append(yes)
        time.sleep(0.3)
        take(yes, waited_s)

    monkeypatch.setattr(safety, "heartbeat", slowly)
    voice.publish(Bool(data=True))
    session.until(lambda: heard, "yes")
    for yes in (False, True):
        voice.publish(Bool(data=yes))
    session.until(lambda: len(heard) == 3, "all three")
    session.until(lambda: safety.stopped, "stop")


def test_a_yes_that_waited_while_the_node_was_busy_is_heard_before_silence_counts(
    start: Start, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(planner_node, "_HEAR_S", 5.0)
    session = start(require_enable=True, enable_timeout_s=0.4)
    voice, over = session.cell.node.create_publisher(Bool, "enable_motion", COMMAND), threading.Event()

    def beat() -> None:
        while not over.wait(0.05):
            voice.publish(Bool(data=True))

    beating = threading.Thread(target=beat)
    beating.start()
    try:
        session.until(lambda: session.planner._safety.enabled, "yes")
        stamp_ns = session.moving()
        session.executor.create_task(time.sleep, 0.6)
        time.sleep(1.0)
        assert session.cell.moving and not session.planner._safety.stopped
    finally:
        over.set()
        beating.join()
    assert session.end_of(stamp_ns).code is ErrorCode.SAFETY_STOPPED, "now it is silent"


def test_measurements_in_another_frame_move_nothing(start: Start) -> None:
    session = start()
    report = session.end_of(session.measure(frame="camera_color_optical_frame"))
    assert (report.stage, report.code) == (Phase.FAILED, ErrorCode.INPUT_MESSAGE)
    assert session.cell.taken == []


def test_the_least_height_counts_from_the_support(start: Start) -> None:
    """The path ends 0.25 m over the base: enough over a table at 0, too low over one at 0.22."""
    session = start(min_tool_height=0.1)
    report = session.end_of(session.measure(support_z=0.22))
    assert report.code is ErrorCode.SAFETY_HEIGHT


@pytest.mark.parametrize(("name", "stage"), [("cancel", Phase.CANCELLED), ("stop", Phase.STOPPED)])
def test_a_cancel_or_stop_of_what_waits_for_approval_is_told_as_such(start: Start, name: str, stage: Phase) -> None:
    session = start(require_approval=True)
    stamp_ns = session.measure()
    session.until(lambda: any(report.stage == "await_approval" for report in session.reports), "question")
    session.call(name)
    assert session.end_of(stamp_ns).stage == stage
    assert session.cell.taken == []
