# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""How vla_node waits for a motion that does not begin."""

import threading
import time

import numpy as np
import pytest
import rclpy
from rclpy.logging import get_logger
from rclpy.node import Node
from std_srvs.srv import Trigger

from vla_r1_ros.core.cancel import CancelToken
from vla_r1_ros.core.errors import ErrorCode, ExecutionError, InputError
from vla_r1_ros.core.report import Phase, StatusReport
from vla_r1_ros.ros import convert
from vla_r1_ros.ros.look import ImageEye, MotionListener

LOOK_NS = 7_000_000_000


def listener(cancels: list[str], start_s: float = 0.2, all_s: float = 5.0) -> MotionListener:
    return MotionListener(get_logger("test"), start_s, all_s, lambda: cancels.append("cancel"), lambda: False)


def told(motion: MotionListener, stage: Phase) -> None:
    motion.on_status(convert.status_to_msg(StatusReport(LOOK_NS, "planner_node", "", 0, stage)))


def test_a_motion_that_was_given_up_is_cancelled_so_that_it_does_not_begin_later() -> None:
    cancels: list[str] = []
    with pytest.raises(ExecutionError) as caught:
        listener(cancels).wait(LOOK_NS, CancelToken())
    assert caught.value.code is ErrorCode.EXEC_NO_CONTROLLER
    assert cancels == ["cancel"]


def test_what_was_measured_and_did_not_reach_the_planner_is_not_waited_for_long() -> None:
    """A planner that is there, and has missed the look: its or projection_node's process has just begun."""
    cancels: list[str] = []
    motion = MotionListener(get_logger("test"), 0.3, 60.0, lambda: cancels.append("cancel"), lambda: True)
    told(motion, Phase.PROJECTED)
    begun = time.monotonic()
    with pytest.raises(ExecutionError, match="no word on what was measured") as caught:
        motion.wait(LOOK_NS, CancelToken())
    assert caught.value.code is ErrorCode.EXEC_NO_CONTROLLER and time.monotonic() - begun < 5.0
    assert cancels == ["cancel"]


def test_a_planner_that_has_taken_the_look_may_take_its_time() -> None:
    motion = MotionListener(get_logger("test"), 0.2, 60.0, lambda: None, lambda: True)
    told(motion, Phase.ACCEPTED)
    threading.Timer(0.8, told, (motion, Phase.DONE)).start()
    assert motion.wait(LOOK_NS, CancelToken()).stage == Phase.DONE


def test_an_end_that_came_before_the_clock_went_back_is_not_the_end_of_a_look_with_the_same_stamp() -> None:
    motion = listener([])
    told(motion, Phase.DONE)
    assert motion.wait(LOOK_NS, CancelToken()).stage == Phase.DONE
    motion.forget()
    with pytest.raises(ExecutionError):
        motion.wait(LOOK_NS, CancelToken())


def test_a_planner_that_goes_in_the_middle_of_a_motion_is_not_waited_for() -> None:
    context = rclpy.Context()
    rclpy.init(context=context)
    planner, watcher = Node("planner_that_goes", context=context), Node("watcher", context=context)
    try:
        service = planner.create_service(Trigger, "planner_that_goes/cancel", lambda _, response: response)
        client = watcher.create_client(Trigger, "planner_that_goes/cancel")
        assert client.wait_for_service(10.0)
        motion = MotionListener(get_logger("test"), 5.0, 60.0, lambda: None, client.service_is_ready)
        told(motion, Phase.ACCEPTED)
        threading.Timer(1.0, planner.destroy_service, (service,)).start()
        begun = time.monotonic()
        with pytest.raises(ExecutionError, match="gone") as caught:
            motion.wait(LOOK_NS, CancelToken())
        assert caught.value.code is ErrorCode.EXEC_NO_CONTROLLER
        assert time.monotonic() - begun < 20.0
    finally:
        planner.destroy_node()
        watcher.destroy_node()
        rclpy.shutdown(context=context)


def test_a_planner_that_was_never_there_is_not_waited_for_though_the_look_was_measured() -> None:
    motion = MotionListener(get_logger("test"), 0.5, 60.0, lambda: None, lambda: False)
    told(motion, Phase.PROJECTED)
    begun = time.monotonic()
    with pytest.raises(ExecutionError, match=r"gone for 0\.5 s") as caught:
        motion.wait(LOOK_NS, CancelToken())
    assert caught.value.code is ErrorCode.EXEC_NO_CONTROLLER and time.monotonic() - begun < 5.0


def test_an_image_from_before_the_clock_went_back_is_no_new_one() -> None:
    """Its stamp is newer than any question for as long as the clock went back."""
    context = rclpy.Context()
    rclpy.init(context=context)
    node = Node("eye", context=context)
    try:
        eye = ImageEye(node, 0.2, 5.0)
        now_ns = eye.now_ns()
        picture = np.zeros((48, 64, 3), np.uint8)
        eye.on_image(convert.image_to_msg(picture, now_ns, "camera"))
        assert eye.next_look(now_ns - 1, CancelToken()).stamp_ns == now_ns
        eye.forget()
        with pytest.raises(InputError) as caught:
            eye.next_look(now_ns - 1, CancelToken())
        assert caught.value.code is ErrorCode.INPUT_NO_IMAGE
    finally:
        node.destroy_node()
        rclpy.shutdown(context=context)
