# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""A planner in another process keeps the contract, and what happens to that process is no more than an error."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest

sys.path.insert(0, str(Path(__file__).parent))

from embedded_worker import FAULT, HANG
from planner_contract import MAX_TOOL_SPEED, PlannerContract, at, box, emptied, table, tool_down

from vla_r1_ros.core.cancel import CancelToken
from vla_r1_ros.core.errors import ErrorCode, InputError, PlanningError
from vla_r1_ros.core.robot import RobotDescription
from vla_r1_ros.core.robot_file import load_robot
from vla_r1_ros.core.types import FloatArray, JointTrajectory, SceneModel
from vla_r1_ros.motion.protocols import HeldObject, Planner
from vla_r1_ros.motion.remote import RemotePlanner

WORKER = [sys.executable, str(Path(__file__).parent / "embedded_worker.py")]


def make(robot: RobotDescription, **setup: object) -> RemotePlanner:
    return RemotePlanner(WORKER, {"robot": robot, "max_tool_speed": MAX_TOOL_SPEED} | setup)


@pytest.fixture(scope="module")
def robot() -> RobotDescription:
    return load_robot("panda")


@pytest.fixture(scope="module")
def worker() -> Iterator[RemotePlanner]:
    planner = make(load_robot("panda"))
    yield planner
    planner.close()


@pytest.fixture
def planner(worker: RemotePlanner, robot: RobotDescription) -> RemotePlanner:
    emptied(worker, robot).set_scene(SceneModel((table(),)))
    return worker


@pytest.mark.slow
class TestRemotePlanner(PlannerContract):
    @pytest.fixture
    def make(self, worker: RemotePlanner) -> Callable[[RobotDescription], Planner]:
        return lambda robot: emptied(worker, robot)


def straight(planner: RemotePlanner, start: FloatArray, to: FloatArray, tool_speed: float = 0.2,
             deadline_s: float = 3.0, cancel: CancelToken | None = None) -> JointTrajectory:
    return planner.plan_straight(start, [to], tool_speed=tool_speed, deadline_s=deadline_s,
                                 cancel=cancel or CancelToken())  # fmt: skip


def pid(planner: RemotePlanner) -> int:
    assert planner._process is not None
    return planner._process.pid


def test_a_worker_that_faults_is_replaced_and_knows_the_scene_and_what_is_held(
    planner: RemotePlanner, robot: RobotDescription
) -> None:
    wall = box("wall", 0.5, 0.0, (0.02, 0.4, 0.15))
    planner.set_opening(0.02)
    planner.set_scene(SceneModel((table(), wall)))
    planner.attach(HeldObject(at(0.0, 0.0, 0.05), np.array([0.04, 0.04, 0.12])))
    before, first = straight_over(planner, robot), pid(planner)
    with pytest.raises(PlanningError, match="SIGSEGV") as caught:
        straight(planner, robot.arm.home, tool_down(0.31, 0.0, 0.45), tool_speed=FAULT)
    assert caught.value.code == ErrorCode.PLAN_PROCESS_LOST
    assert straight_over(planner, robot) == before  # the held object would hit the wall
    assert pid(planner) != first
    planner.detach(None)
    assert straight_over(planner, robot) == ""


def test_a_scene_that_a_lost_worker_did_not_take_is_what_the_next_one_plans_in(
    planner: RemotePlanner, robot: RobotDescription
) -> None:
    planner.detach(None)
    planner.set_scene(SceneModel((table(),)))
    os.kill(pid(planner), signal.SIGKILL)
    with pytest.raises(PlanningError) as caught:
        planner.set_scene(SceneModel((table(), box("wall", 0.5, 0.0, (0.02, 0.4, 0.3)))))
    assert caught.value.code == ErrorCode.PLAN_PROCESS_LOST
    assert "wall" in straight_over(planner, robot)
    planner.set_scene(SceneModel((table(),)))
    assert straight_over(planner, robot) == ""


def straight_over(planner: RemotePlanner, robot: RobotDescription) -> str:
    """Carry over the wall; return what is in the way."""
    start = planner.plan_to_pose(robot.arm.home, tool_down(0.4, 0.0, 0.22), speed=0.5, deadline_s=5.0,
                                 cancel=CancelToken()).positions[-1]  # fmt: skip
    try:
        straight(planner, start, tool_down(0.62, 0.0, 0.22))
    except PlanningError as error:
        return error.message
    return ""


def test_a_worker_that_hangs_is_ended_shortly_after_the_deadline(
    planner: RemotePlanner, robot: RobotDescription
) -> None:
    first, begin = pid(planner), time.monotonic()
    with pytest.raises(PlanningError, match="did not answer") as caught:
        straight(planner, robot.arm.home, tool_down(0.31, 0.0, 0.45), tool_speed=HANG, deadline_s=0.2)
    assert caught.value.code == ErrorCode.PLAN_TIMEOUT
    assert time.monotonic() - begin < 4.0
    assert not Path(f"/proc/{first}").exists()
    straight(planner, robot.arm.home, tool_down(0.31, 0.0, 0.45))


def test_a_cancel_is_answered_at_once_even_by_a_worker_that_hangs(
    planner: RemotePlanner, robot: RobotDescription
) -> None:
    token = CancelToken()
    token.cancel()
    with pytest.raises(PlanningError) as caught:
        straight(planner, robot.arm.home, tool_down(0.31, 0.0, 0.45), tool_speed=HANG, cancel=token)
    assert caught.value.code == ErrorCode.PLAN_CANCELLED
    os.kill(pid(planner), signal.SIGKILL)
    with pytest.raises(PlanningError) as caught:
        planner.tool_pose(robot.arm.home)
    assert caught.value.code == ErrorCode.PLAN_PROCESS_LOST
    assert planner.tool_pose(robot.arm.home)[2, 3] == pytest.approx(0.487, abs=0.002)


def test_what_the_worker_refuses_at_its_start_is_said(robot: RobotDescription) -> None:
    with pytest.raises(InputError, match="not this robot") as caught:
        make(robot, refuse=True)
    assert caught.value.code == ErrorCode.INPUT_PARAMETER and caught.value.advice == "take another"
    with pytest.raises(InputError, match=r"does not start.*status 7") as caught:
        RemotePlanner([sys.executable, "-c", "import sys; sys.exit(7)"], {})
    assert caught.value.code == ErrorCode.INPUT_ENVIRONMENT


def test_the_worker_ends_with_its_caller(tmp_path: Path) -> None:
    script = tmp_path / "caller.py"
    script.write_text(
        "import os, signal, sys\n"
        "from vla_r1_ros.core.robot_file import load_robot\n"
        "from vla_r1_ros.motion.remote import RemotePlanner\n"
        f"planner = RemotePlanner({WORKER!r}, {{'robot': load_robot('panda'), 'max_tool_speed': 0.3}})\n"
        "print(planner._process.pid, flush=True)\n"
        "os.kill(os.getpid(), signal.SIGKILL)\n"
    )
    done = subprocess.run([sys.executable, str(script)], capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == -signal.SIGKILL, done.stderr
    worker, end = Path(f"/proc/{int(done.stdout)}"), time.monotonic() + 10.0
    while worker.exists() and worker.joinpath("status").read_text().find("State:\tZ") < 0:
        assert time.monotonic() < end, "the worker outlived its caller"
        time.sleep(0.05)
