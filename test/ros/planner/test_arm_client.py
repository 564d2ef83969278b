# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""The arm client against controllers that misbehave."""

import gc
import threading
import time
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
import pytest
from rclpy.callback_groups import MutuallyExclusiveCallbackGroup
from rclpy.context import Context
from rclpy.executors import SingleThreadedExecutor
from rclpy.node import Node
from rclpy.parameter import Parameter
from rclpy.task import Future
from rclpy.time import Time
from sensor_msgs.msg import JointState

from vla_r1_ros.core.cancel import CancelToken
from vla_r1_ros.core.errors import ErrorCode, VlaError
from vla_r1_ros.core.robot_file import load_robot
from vla_r1_ros.core.types import FloatArray, JointTrajectory
from vla_r1_ros.ros.arm_client import ArmClient
from vla_r1_ros.ros.controllers import servers_of

ROBOT = load_robot("panda")


def way(start: FloatArray, goal: FloatArray, seconds: float) -> JointTrajectory:
    u = np.linspace(0, 1, 30)[:, None]
    P = start + (3 * u**2 - 2 * u**3) * (goal - start)
    V = (6 * u - 6 * u**2) / seconds * (goal - start)
    return JointTrajectory(ROBOT.arm.joints, u[:, 0] * seconds, P, V)


@pytest.fixture
def arm(context: Context, cell: Any, until: Callable[..., None]) -> Iterator[ArmClient]:
    node = Node("client", context=context)
    client = ArmClient(node, ROBOT, MutuallyExclusiveCallbackGroup())
    executor = SingleThreadedExecutor(context=context)
    executor.add_node(node)
    thread = threading.Thread(target=executor.spin, name="executor")
    thread.start()
    until(lambda: client._states.silent_s(ROBOT.arm.joints) < 0.1, "joint state")
    yield client
    executor.shutdown(timeout_sec=2.0)
    thread.join(3.0)
    node.destroy_node()


def refused(call: Callable[[], Any]) -> VlaError:
    with pytest.raises(VlaError) as caught:
        call()
    return caught.value


def test_a_trajectory_is_followed_to_its_verified_end(arm: ArmClient, cell: Any, away: FloatArray) -> None:
    end = arm.execute(way(cell.q, away, 0.5), cancel=CancelToken())
    np.testing.assert_allclose(end, away, atol=1e-6)


def test_where_two_controllers_have_one_name_neither_gets_a_goal(
    arm: ArmClient, cell: Any, away: FloatArray, domain: int, until: Callable[..., None]
) -> None:
    """As with a simulator in a real robot's ROS domain: both arms would follow one trajectory."""
    theirs = Context()
    theirs.init(domain_id=domain)
    other = type(cell)(theirs)
    other.silent = True
    until(lambda: servers_of(arm._node, arm._names[arm._follow]) == 2, "second server")
    error = refused(lambda: arm.execute(way(cell.q, away, 0.5), cancel=CancelToken()))
    assert error.code is ErrorCode.EXEC_REJECTED
    assert "2 controllers answer to panda_arm_controller/follow_joint_trajectory" in error.message
    error = refused(lambda: arm.move_gripper(0.02, 10.0, cancel=CancelToken()))
    assert error.code is ErrorCode.EXEC_REJECTED and "gripper command: /cell, /cell" in error.message
    cancelled = CancelToken()
    cancelled.cancel()
    assert refused(lambda: arm.execute(way(cell.q, away, 0.5), cancel=cancelled)).code is ErrorCode.EXEC_CANCELLED
    assert not cell.taken and not other.taken
    threading.Timer(0.3, other.close).start()  # one that ends is waited for
    arm.execute(way(cell.q, away, 0.5), cancel=CancelToken())
    assert len(cell.taken) == 1
    theirs.try_shutdown()


def test_a_clock_that_goes_back_makes_the_joint_states_unknown(context: Context) -> None:
    """rclpy keeps no handle of a jump callback: without one of ours the jump is a segmentation fault."""
    node = Node("client", context=context, parameter_overrides=[Parameter("use_sim_time", value=True)])
    arm = ArmClient(node, ROBOT, MutuallyExclusiveCallbackGroup())
    gc.collect()
    left = [bytearray(64) for _ in range(1000)]
    node.get_clock().set_ros_time_override(Time(seconds=10, clock_type=node.get_clock().clock_type))
    arm._states._on_message(JointState(name=ROBOT.arm.joints, position=ROBOT.arm.home.tolist()))
    assert "s old" in refused(arm.joints).message
    node.get_clock().set_ros_time_override(Time(seconds=5, clock_type=node.get_clock().clock_type))
    assert "no joint state" in refused(arm.joints).message
    assert left
    node.destroy_node()


def test_joint_states_that_come_late_are_waited_for(arm: ArmClient, cell: Any) -> None:
    """A process that was planning hears nothing; right after it the newest joint state is old."""
    cell.silent = True
    time.sleep(0.7)
    threading.Timer(0.2, cell.say).start()
    np.testing.assert_allclose(arm.joints(), cell.q)
    time.sleep(0.6)
    assert refused(arm.joints).code is ErrorCode.SAFETY_STALE_INPUT


def test_a_goal_that_is_accepted_too_late_is_taken_back(arm: ArmClient, cell: Any, away: FloatArray,
                                                        until: Callable[..., None]) -> None:
    cell.accept_after_s = 4.0
    error = refused(lambda: arm.execute(way(cell.q, away, 5.0), cancel=CancelToken()))
    assert error.code is ErrorCode.EXEC_NO_CONTROLLER and "whether it takes" in error.message
    until(lambda: cell.cancelled, "cancel")
    until(lambda: cell.stands(0.3), "rest")
    assert np.abs(cell.q - away).max() > 0.1


def test_an_end_that_is_no_number_is_not_reached(arm: ArmClient, cell: Any, away: FloatArray) -> None:
    trajectory = way(cell.q, away, 0.5)
    start, cell.q = cell.q, np.full_like(away, np.nan)
    error = refused(lambda: arm._verified_end(start, trajectory))
    assert error.code is ErrorCode.EXEC_GOAL_TOLERANCE


def test_joint_states_without_velocities_show_no_rest(arm: ArmClient, cell: Any) -> None:
    assert arm.wait_at_rest(2.0)
    cell.with_velocity = False
    assert not arm.wait_at_rest(0.5)


def test_a_state_from_before_the_call_shows_rest_only_where_it_may(arm: ArmClient, cell: Any) -> None:
    assert arm.wait_at_rest(2.0)
    cell.silent = True
    time.sleep(0.05)  # what was under way is heard
    assert arm.wait_at_rest(0.2, before_s=0.45)
    assert not arm.wait_at_rest(0.2)


def test_a_gripper_that_goes_on_does_not_make_a_silent_arm_look_alive(arm: ArmClient, cell: Any) -> None:
    """As where the arm's broadcaster dies and the gripper's driver has a publisher of its own."""
    cell.arm_silent = True
    time.sleep(0.7)
    assert arm.gripper_width() == pytest.approx(0.08)
    error = refused(arm.joints)
    assert error.code is ErrorCode.SAFETY_STALE_INPUT and "panda_joint1" in error.message
    assert not arm.wait_at_rest(0.3)


def test_a_motion_whose_arm_falls_silent_is_ended_though_the_gripper_speaks(
    arm: ArmClient, cell: Any, away: FloatArray
) -> None:
    trajectory = way(cell.q, away, 20.0)
    threading.Timer(0.5, lambda: setattr(cell, "arm_silent", True)).start()
    assert refused(lambda: arm.execute(trajectory, cancel=CancelToken())).code is ErrorCode.SAFETY_NOT_AT_REST
    assert cell.cancelled and cell.stands(0.2)


def test_a_goal_that_is_aborted_without_an_error_code_is_no_success(
    arm: ArmClient, cell: Any, away: FloatArray
) -> None:
    cell.aborts = True
    error = refused(lambda: arm.execute(way(cell.q, away, 0.3), cancel=CancelToken()))
    assert error.code is ErrorCode.EXEC_ABORTED and error.advice


@pytest.mark.parametrize(("width", "effort"), [(float("nan"), 20.0), (0.04, float("inf"))])
def test_a_gripper_command_that_is_no_number_is_not_sent(arm: ArmClient, width: float, effort: float) -> None:
    error = refused(lambda: arm.move_gripper(width, effort, cancel=CancelToken()))
    assert error.code is ErrorCode.SAFETY_NOT_FINITE


def test_a_goal_whose_answer_is_lost_ends_with_a_cancel_all_the_same(
    arm: ArmClient, cell: Any, away: FloatArray, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The arm moves, and planner_node does not know it."""
    send, token = arm._follow.send_goal_async, CancelToken()

    def lost(*words: Any, **options: Any) -> Future:
        send(*words, **options)
        return Future()

    monkeypatch.setattr(arm._follow, "send_goal_async", lost)
    begun = time.monotonic()
    threading.Timer(1.0, token.cancel).start()
    error = refused(lambda: arm.execute(way(cell.q, away, 20.0), cancel=token))
    assert error.code is ErrorCode.EXEC_CANCELLED
    assert 1.0 < cell.cancelled[0] - begun < 1.5 and cell.stands(0.3)


def test_requests_are_sent_from_the_thread_that_takes_their_answers(
    arm: ArmClient, cell: Any, away: FloatArray, monkeypatch: pytest.MonkeyPatch
) -> None:
    """rclpy loses an answer that another thread takes before the request is noted (ros2/rclpy#1123)."""
    send, ask = arm._follow.send_goal_async, arm._follow._get_result_async
    threads = []

    def sent(*words: Any, **options: Any) -> Future:
        threads.append(threading.current_thread())
        return send(*words, **options)

    def asked(*words: Any, **options: Any) -> Future:
        threads.append(threading.current_thread())
        return ask(*words, **options)

    monkeypatch.setattr(arm._follow, "send_goal_async", sent)
    monkeypatch.setattr(arm._follow, "_get_result_async", asked)
    arm.execute(way(cell.q, away, 0.3), cancel=CancelToken())
    assert [thread.name for thread in threads] == ["executor"] * 2


def test_a_request_that_cannot_be_made_is_raised_where_it_was_wanted(
    arm: ArmClient, cell: Any, away: FloatArray, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*words: Any, **options: Any) -> Future:
        raise RuntimeError("no memory")

    monkeypatch.setattr(arm._follow, "send_goal_async", broken)
    with pytest.raises(RuntimeError, match="no memory"):
        arm.execute(way(cell.q, away, 0.3), cancel=CancelToken())
    monkeypatch.undo()
    arm.execute(way(cell.q, away, 0.3), cancel=CancelToken())


def test_a_goal_that_somebody_else_cancels_is_cancelled_and_not_a_missed_end(
    arm: ArmClient, cell: Any, away: FloatArray
) -> None:
    threading.Timer(1.0, cell.cancel_all).start()
    error = refused(lambda: arm.execute(way(cell.q, away, 20.0), cancel=CancelToken()))
    assert error.code is ErrorCode.EXEC_CANCELLED


def test_a_motion_that_nobody_can_see_is_ended(arm: ArmClient, cell: Any, away: FloatArray) -> None:
    trajectory = way(cell.q, away, 20.0)
    threading.Timer(0.5, lambda: setattr(cell, "silent", True)).start()
    error = refused(lambda: arm.execute(trajectory, cancel=CancelToken()))
    assert error.code is ErrorCode.SAFETY_NOT_AT_REST
    assert cell.cancelled and cell.stands(0.2)
